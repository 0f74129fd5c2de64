"""Where every round of a lot is: the one equation, the cases beside it, and drawn samples."""

from __future__ import annotations

from typing import Final

import pytest

from showclear.field.ids import EventId, ItemId, LotId, PersonId
from showclear.field.stock import Form, Kind, Purpose, WeaponClass
from showclear.record.events.counting import CountFor
from showclear.record.reckoning import Reckoning, fired_cases, reckon, samples
from showclear.record.state import (
    By,
    Charge,
    Container,
    Lot,
    Question,
    State,
    Stock,
    Topic,
    Weapon,
)
from tests.counting import begins, by_two, says, things
from tests.kit import World, box, gun, lot

D45: Final = lot("d45")


def sums(found: Reckoning) -> dict[str, int]:
    """Return the sums of a reckoning that are not nought."""
    names = (
        "not_admitted",
        "in_store",
        "with_people",
        "loaded",
        "fired",
        "quarantined",
        "shipped",
        "destroyed",
        "missing",
        "set_aside",
    )
    return {name: getattr(found, name) for name in names if getattr(found, name)}


def place(charge: Charge, purpose: Purpose, stock: Stock, keys: tuple[str, ...] = ()) -> State:
    """Return a state with one container of this purpose, in this charge, with this in it."""
    state = State()
    safe = Charge(By.HANDLER, "armorer")
    for name, what in (("safe", Purpose.STORE), ("pen", Purpose.QUARANTINE)):
        state.containers[ItemId(name)] = Container(
            charge=safe,
            in_hand="armorer",
            form=Form.SAFE,
            purpose=what,
            key_holders=(PersonId("armorer"),),
            changed=EventId("made"),
        )
    state.containers[ItemId("box")] = Container(
        charge=charge,
        in_hand=charge.who,
        form=Form.BOX,
        purpose=purpose,
        key_holders=tuple(map(PersonId, keys)),
        changed=EventId("filled"),
        stock={D45: stock},
    )
    state.lots[D45] = Lot(kind=Kind.DUMMY, calibre=".45", received=stock.rounds)
    return state


HANDLER: Final = Charge(By.HANDLER, "armorer")
SAFE: Final = Charge(By.PLACE, "safe")
PEN: Final = Charge(By.PLACE, "pen")
NOWHERE: Final = Charge(By.PLACE, "ghost")
GAP: Final = Charge(By.GAP, "lost")
END: Final = Charge(By.END, "elsewhere")
TEN: Final = Stock(rounds=10, proved=10)
HALF_SEALED: Final = Stock(rounds=10, sealed=4, proved=2)
HALF_PROVED: Final = Stock(rounds=10, proved=6, named=1)

Where = tuple[Charge, Purpose, Stock, tuple[str, ...], dict[str, int]]
WHERE: Final[dict[str, Where]] = {
    "a box in the safe": (SAFE, Purpose.STORE, TEN, (), {"in_store": 10}),
    "a belt in the safe": (SAFE, Purpose.CARRIED, TEN, (), {"in_store": 10}),
    "a box in the armorer's hand": (HANDLER, Purpose.STORE, TEN, (), {"with_people": 10}),
    "a box that nobody answers for": (GAP, Purpose.STORE, TEN, (), {"with_people": 10}),
    "rounds put into a box that has left": (END, Purpose.STORE, TEN, (), {"with_people": 10}),
    "locked in a place of no book": (NOWHERE, Purpose.STORE, TEN, (), {"in_store": 10}),
    "partly sealed": (
        SAFE,
        Purpose.STORE,
        HALF_SEALED,
        (),
        {"not_admitted": 4, "in_store": 6},
    ),
    "sealed in the hand": (
        HANDLER,
        Purpose.STORE,
        HALF_SEALED,
        (),
        {"not_admitted": 4, "with_people": 6},
    ),
    "receiving, under its key-holder's eyes": (
        HANDLER,
        Purpose.RECEIVING,
        HALF_PROVED,
        ("armorer",),
        {"not_admitted": 3, "with_people": 7},
    ),
    "receiving in word alone": (
        HANDLER,
        Purpose.RECEIVING,
        HALF_PROVED,
        (),
        {"with_people": 10},
    ),
    "quarantine": (HANDLER, Purpose.QUARANTINE, HALF_SEALED, (), {"quarantined": 10}),
    "locked in quarantine": (PEN, Purpose.STORE, TEN, (), {"quarantined": 10}),
}


@pytest.mark.parametrize("case", WHERE)
def test_each_round_is_in_exactly_one_place(case: str) -> None:
    """By purpose, charge and proof of its container each round falls into one sum."""
    charge, purpose, stock, keys, expected = WHERE[case]
    found = reckon(place(charge, purpose, stock, keys))[D45]
    assert sums(found) == expected
    assert (found.on_hand, found.difference) == (10, 0)


def test_a_book_that_does_not_add_up_shows_by_how_much() -> None:
    """Were a fold ever to lose a round, the difference says so."""
    state = place(SAFE, Purpose.STORE, TEN)
    state.lots[D45].received = 12
    assert reckon(state)[D45].difference == 2


def test_a_lots_whole_life() -> None:
    """Received, found, in a gun, fired, missing and set aside add up, with their questions."""
    story = World()
    story.blanks(rounds=96)
    story.working_day()
    story.take_out("colt")
    story.show_empty("colt")
    assert not story.load("colt", from_box="blanks", lot_name="b45").refused
    b45 = lot("b45")
    assert sums(reckon(story.state)[b45]) == {"with_people": 90, "loaded": 6}
    story.fire("colt", 4)
    out = story.unload("colt", 1, fired_cases=4, into="nowhere", lot_name="b45")
    counted = by_two(story, ("blanks", "b45", 85))
    found = reckon(story.state)[b45]
    assert sums(found) == {"with_people": 86, "fired": 4, "missing": 6, "set_aside": 1}
    assert (found.received, found.found, found.on_hand, found.difference) == (96, 0, 86, 0)
    said = story.told[-2].id
    assert found.questions == (out.id, said)
    assert story.state.counts[counted].complete


def test_questions_about_what_holds_a_lot_are_about_the_lot() -> None:
    """A question about the gun that rounds are in, and a gap about their box, belong to it."""
    state = place(SAFE, Purpose.STORE, TEN)
    state.weapons[ItemId("colt")] = Weapon(
        charge=HANDLER,
        in_hand="armorer",
        weapon_class=WeaponClass.LIVE_CAPABLE,
        pattern="single-action-1873",
        chambers=6,
        changed=EventId("made"),
        rounds={D45: 2},
    )
    state.lots[LotId("other")] = Lot(kind=Kind.BLANK, calibre=".45")
    for name, item in (("of-the-gun", "colt"), ("of-another", "twin")):
        state.questions[EventId(name)] = Question(
            event=EventId(name), topic=Topic.WENT_AHEAD, items=(ItemId(item),), index=1
        )
    state.gaps[ItemId("box")] = Question(
        event=EventId("gap"), topic=Topic.GAP, items=(ItemId("box"),), index=2
    )
    found = reckon(state)
    assert found[D45].loaded == 2
    assert found[D45].questions == ("of-the-gun", "gap")
    assert found[LotId("other")].questions == ()


# -- the cross-check ---------------------------------------------------------------------------


def test_cases_are_figures_side_by_side() -> None:
    """Gunshots by tally, cases by the book, cases as counted, and how many are tolerated."""
    story = World()
    story.blanks()
    story.receive_gun("colt")
    story.state.lots[lot("b45")].fired = 61
    story.state.weapons[gun("colt")].fired_cases = 2
    story.state.containers[box("blanks")].fired_cases = 42
    before = fired_cases(story.state)
    assert (before.fired, before.in_guns, before.in_containers) == (61, 2, 42)
    assert (before.counted, before.not_counted_back) == (None, None)
    assert before.tolerated == 18
    by_two(story, ("blanks", "b45", 50), cases=50)
    by_two(story, ("blanks", "b45", 50), cases=44)
    after = fired_cases(story.state, tolerated_percent=0)
    assert (after.counted, after.not_counted_back, after.tolerated) == (44, 17, 0)


# -- samples -----------------------------------------------------------------------------------


def shelf() -> World:
    """Return a store with five boxes of dummies and two guns."""
    story = World()
    for number in range(5):
        story.receive_box(f"box-{number}")
        story.receive_rounds(f"lot-{number}", f"box-{number}", 10)
    for name in ("colt", "twin"):
        story.receive_gun(name)
    return story


ITEMS: Final = things([f"box-{number}" for number in range(5)], ["colt", "twin"])


def test_samples_follow_from_the_head_alone() -> None:
    """The same head draws the same samples everywhere; another draws others."""
    story = shelf()
    drawn = samples(story.state, ITEMS, seed=b"head", count=3)
    assert drawn == samples(story.state, tuple(reversed(ITEMS)), seed=b"head", count=3)
    assert (len(drawn.from_book), len(drawn.from_shelf)) == (3, 3)
    others = [samples(story.state, ITEMS, seed=b"%d" % n, count=3) for n in range(20)]
    assert any(other.from_book != drawn.from_book for other in others)
    assert any(other.from_shelf != drawn.from_shelf for other in others)


def test_samples_are_of_what_is_counted() -> None:
    """From the book guns and lots in boxes, from the shelf places; no more than there are."""
    story = shelf()
    drawn = samples(story.state, (*ITEMS, box("ghost")), seed=b"head", count=99)
    lots = {f"{box(f'box-{n}')} {lot(f'lot-{n}')}" for n in range(5)}
    assert set(drawn.from_book) == {gun("colt"), gun("twin"), *lots}
    assert set(drawn.from_shelf) == {box(f"box-{n}") for n in range(5)}
    assert samples(story.state, (), seed=b"head", count=3).from_book == ()


# -- size --------------------------------------------------------------------------------------


def test_a_large_store_is_reckoned_at_once() -> None:
    """Of a hundred guns and ten thousand rounds each one has its place (bench: how fast)."""
    story = World()
    for number in range(200):
        story.receive_box(f"box-{number}")
        story.receive_rounds(f"lot-{number % 20}", f"box-{number}", 50)
    for number in range(100):
        story.receive_gun(f"gun-{number}")
    count = begins(story, box("box-0"), purpose=CountFor.RECALL)
    says(story, count, ("box-0", "lot-0", 49), by="armorer")
    found = reckon(story.state)
    assert sum(lot.on_hand for lot in found.values()) == 10_000
    assert all(lot.difference == 0 for lot in found.values())
