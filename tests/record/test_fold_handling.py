"""The fold of a gun's way through the day, and of what went otherwise."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from showclear.field.ids import NO_EVENT, NOBODY
from showclear.field.mechanisms import Holds, How, LookWay
from showclear.field.stock import Kind, WeaponClass
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import (
    Ahead,
    Collect,
    EndCause,
    EndKeep,
    Load,
    Lock,
    Look,
    PositionAnswer,
    Purpose,
    ShowingEnded,
    TakeOut,
    WentAhead,
)
from showclear.record.events.handling import Entered as Entry
from showclear.record.showing import Shown, opened, statement
from showclear.record.state import By, Charge, Lot, Topic, Weapon
from showclear.rules.verdict import Verdict
from tests.kit import (
    OFFICERS,
    Told,
    World,
    all_rows,
    answers,
    box,
    gun,
    lot,
    person,
)

ARMORER = person("armorer").id
TWO = OFFICERS[:2]


def handed() -> World:
    """Return a day on which the performer holds the colt with six dummies."""
    told = World()
    told.handed_over()
    return told


def loaded(count: int = 6) -> World:
    """Return a day on which the colt was loaded and shown."""
    told = World()
    told.working_day()
    told.take_out("colt")
    told.show_empty("colt")
    told.load("colt", chambers=count)
    told.show_going_in("colt", dummies=count)
    return told


def colt(told: World) -> Weapon:
    """Return the colt."""
    return told.state.weapons[gun("colt")]


def dummies(told: World) -> Lot:
    """Return the lot of dummies."""
    return told.state.lots[lot("d45")]


def topics(told: World) -> list[Topic]:
    """Return what the open questions are about."""
    return [question.topic for question in told.state.questions.values()]


# -- out, loaded, handed over ------------------------------------------------------------------


def test_taken_out() -> None:
    """Whoever takes a gun out is in charge of it; what was shown before its lock has ended."""
    told = World()
    told.working_day()
    assert told.state.guns_out == 0
    out = told.take_out("colt")
    assert colt(told).charge == Charge(By.HANDLER, ARMORER)
    assert (colt(told).changed, colt(told).ended) == (out.id, "was-locked-away")
    assert told.state.guns_out == 1


def test_a_box_taken_out_and_locked_away() -> None:
    """A container goes in and out of a lock like a gun."""
    told = World()
    told.working_day()
    told.lock(box("dummies"))
    held = told.state.containers[box("dummies")]
    assert held.charge == Charge(By.PLACE, box("vault"))
    told.tell(TakeOut(items=(box("dummies"),), place=box("vault")), "armorer")
    assert held.charge == Charge(By.HANDLER, ARMORER)


def test_loaded() -> None:
    """A load moves rounds from box to gun and says by whom, whence and how proved."""
    told = loaded()
    fact = colt(told).loads[0]
    assert (fact.loader, fact.kind, len(fact.positions)) == (ARMORER, Kind.DUMMY, 6)
    assert fact.proofs
    assert (dummies(told).stored, dummies(told).loaded) == (44, 6)
    assert colt(told).empty_seen_by == (ARMORER, person("first-ad").id)
    assert told.filled("dummies") == fact.event


class _Yes:
    """A judge that refuses nothing, as a dishonest desk would."""

    def decide(self, *_: object) -> Verdict:
        """Return the empty verdict."""
        return Verdict()


def test_a_load_that_cannot_be() -> None:
    """What was decided is folded: rounds the book has not are found, an unknown box a question."""
    told = World()
    told.working_day()
    told.judge = _Yes()  # type: ignore[assignment]  # stands in for the judge
    told.receive_box("belt")
    assert told.load("colt", chambers=2, from_box="belt").outcome is Outcome.ACCEPTED
    assert (dummies(told).found, dummies(told).loaded) == (2, 2)
    assert topics(told) == [Topic.DIFFERENCE]
    nothing = Load(
        weapon=gun("colt"), container=box("belt"), lot=lot("stray"), positions=("chamber-1",)
    )
    told.tell(nothing, "armorer")
    assert topics(told) == [Topic.DIFFERENCE] * 2
    before = told.state.weapons
    body = told.hand_over("colt").event.body
    told.tell(msgspec.structs.replace(body, weapon=box("belt")), "armorer")
    assert told.state.weapons == before


def test_handed_over_and_taken() -> None:
    """A performer holds it by the handler's word until their own; the handler stays in charge."""
    told = handed()
    weapon = colt(told)
    performer = person("performer").id
    assert weapon.charge == Charge(By.HANDLER, ARMORER)
    assert (weapon.in_hand, weapon.in_hand_reported) == (performer, True)
    said = told.shown("colt", weapon.handed)
    assert (weapon.shown_by, weapon.in_hand_reported) == (said.id, False)


NOT_THEIRS: dict[str, Callable[[World], object]] = {
    "somebody else says it": lambda told: told.shown("colt", colt(told).handed, by="stand-in"),
    "of another hand-over": lambda told: told.shown("colt", told.told[0].id),
    "of a gun nobody received": lambda told: told.shown("ghost", colt(told).handed),
    "in a role not held": lambda told: told.shown("colt", colt(told).handed, by="stranger"),
}


@pytest.mark.parametrize("tale", NOT_THEIRS.values(), ids=NOT_THEIRS.keys())
def test_another_word_is_not_the_performers(tale: Callable[[World], object]) -> None:
    """Only the performer's own word on the present hand-over counts."""
    told = handed()
    tale(told)
    assert (colt(told).shown_by, colt(told).in_hand_reported) == (NO_EVENT, True)


# -- collected, cleared, locked ----------------------------------------------------------------


def test_collected_from_the_performer() -> None:
    """Collected from whom the record thought, the showing still stands."""
    told = handed()
    told.collect("colt", giver="performer")
    weapon = colt(told)
    assert (weapon.in_hand, weapon.handed, weapon.handed_to) == (ARMORER, NO_EVENT, NOBODY)
    assert statement(weapon).shown is Shown.DUMMIES


def test_collected_from_somebody_else() -> None:
    """Collected from another than the record thought, what was shown has ended."""
    told = handed()
    told.collect("colt", giver="stand-in")
    assert (colt(told).ended, colt(told).looks) == ("came-from-elsewhere", [])


def test_a_collect_closes_a_gap() -> None:
    """Whoever collects a gun nobody answered for answers for it, and the gap is closed."""
    told = World()
    told.working_day()
    told.take_out("colt")
    told.lock(gun("colt"), by="grip")
    assert set(told.state.gaps) == {gun("colt")}
    told.collect("colt")
    assert told.state.gaps == {}
    assert colt(told).charge == Charge(By.HANDLER, ARMORER)


def test_a_box_is_collected() -> None:
    """A handler collects a box like a gun: their own stays proved, another's does not."""
    told = World()
    told.working_day()
    told.tell(Collect(weapons=(box("dummies"),), giver=ARMORER), "armorer")
    told.tell(Collect(weapons=(box("nowhere"),)), "assistant")
    held = told.state.containers[box("dummies")]
    assert (held.charge, held.in_hand) == (Charge(By.HANDLER, ARMORER), ARMORER)
    assert held.stock[lot("d45")].proved == 50
    told.tell(Collect(weapons=(box("dummies"),), giver=ARMORER), "assistant")
    assistant = person("assistant").id
    assert (held.charge, held.in_hand) == (Charge(By.HANDLER, assistant), assistant)
    assert held.stock[lot("d45")].proved == 0


UNLOADS: dict[str, tuple[int, tuple[int, int, int], list[Topic]]] = {
    "as the book has it": (6, (0, 0, 50), []),
    "fewer than the book has: missing": (4, (2, 0, 48), [Topic.DIFFERENCE]),
    "more than the book has: found": (7, (0, 1, 51), [Topic.DIFFERENCE]),
    "none of those in the book": (0, (6, 0, 44), [Topic.DIFFERENCE]),
}


@pytest.mark.parametrize(("rounds", "sums", "asked"), UNLOADS.values(), ids=UNLOADS.keys())
def test_made_clear(rounds: int, sums: tuple[int, int, int], asked: list[Topic]) -> None:
    """What came out goes back; what the book had besides is missing, what it had not is found."""
    told = loaded()
    told.unload("colt", rounds)
    held = dummies(told)
    assert (held.missing, held.found, held.stored) == sums
    assert topics(told) == asked
    assert (colt(told).rounds, colt(told).loads, colt(told).ended) == ({}, [], "made-clear")
    proved = told.state.containers[box("dummies")].stock[lot("d45")].proved
    assert proved == (50 if rounds == 6 else 44)


def test_cleared_into_a_box_nobody_knows() -> None:
    """What is said to be in a box nobody received is set aside."""
    told = loaded()
    assert told.unload("colt", 6, into="nowhere").outcome is Outcome.OUT_OF_CHAIN
    assert dummies(told).set_aside == 6


def test_cleared_into_an_empty_belt() -> None:
    """Rounds shown in the gun keep their proof in an empty box."""
    told = loaded()
    told.receive_box("belt")
    told.unload("colt", 6, into="belt")
    stock = told.state.containers[box("belt")].stock[lot("d45")]
    assert (stock.proved, stock.proofs) == (6, frozenset(stock.proofs))
    assert stock.proofs


def test_cleared_without_a_showing() -> None:
    """Rounds that were not shown in the gun come out unproved, and ours by the book."""
    told = World()
    told.working_day()
    told.take_out("colt")
    told.show_empty("colt")
    told.load("colt", chambers=6)
    told.unload("colt", 6)
    stock = told.state.containers[box("dummies")].stock[lot("d45")]
    assert (stock.rounds, stock.proved, stock.named) == (50, 44, 6)
    assert told.state.loose_rounds == 0


def test_rounds_of_no_known_lot() -> None:
    """Rounds of a lot nobody received that come out of a gun cannot be named."""
    told = loaded()
    told.unload("colt", 1, lot_name="stray")
    assert topics(told) == [Topic.NOT_NAMEABLE]
    told.unload("colt", 0, lot_name="stray")
    assert topics(told) == [Topic.NOT_NAMEABLE]
    told.unload("ghost", 1)
    assert topics(told) == [Topic.NOT_NAMEABLE, Topic.OUT_OF_CHAIN]


def test_locked_by_a_key_holder() -> None:
    """Locked away by who holds a key, the place answers for it."""
    told = handed()
    told.lock(gun("colt"))
    assert colt(told).charge == Charge(By.PLACE, box("vault"))
    assert (colt(told).handed_to, told.state.guns_out) == (NOBODY, 0)


GAPS: dict[str, Callable[[World], Told]] = {
    "by somebody without a key": lambda told: told.lock(gun("colt"), by="grip"),
    "in a place nobody received": lambda told: told.lock(gun("colt"), place="nowhere"),
    "in a place without key-holders": lambda told: told.lock(gun("colt"), place="dummies"),
}


@pytest.mark.parametrize("tale", GAPS.values(), ids=GAPS.keys())
def test_a_lock_that_is_none(tale: Callable[[World], Told]) -> None:
    """A lock by somebody without its key, or without keys, leaves a gap that is open."""
    told = handed()
    event = tale(told)
    assert colt(told).charge == Charge(By.GAP, event.id)
    assert told.state.gaps[gun("colt")].event == event.id
    assert told.state.guns_out == 1


def test_a_place_is_not_locked_into_itself() -> None:
    """A place locked into itself is in nobody's charge."""
    told = World()
    told.working_day()
    told.tell(Lock(items=(box("vault"),), place=box("vault")), "armorer")
    assert told.state.containers[box("vault")].charge.by is By.GAP


def test_an_unknown_item_is_locked() -> None:
    """Locking what nobody received opens a question and changes nothing else."""
    told = World()
    told.working_day()
    told.lock(gun("ghost"), by="grip")
    assert told.state.gaps == {}
    assert topics(told) == [Topic.OUT_OF_CHAIN]


# -- fired -------------------------------------------------------------------------------------


def test_fired() -> None:
    """Gunshots turn blanks into fired cases; the bore is due."""
    told = World()
    told.working_day()
    told.blanks()
    told.take_out("colt")
    told.show_empty("colt")
    told.load("colt", chambers=3, from_box="blanks", lot_name="b45")
    shot = told.fire("colt", 2)
    held = told.state.lots[lot("b45")]
    assert (held.fired, held.loaded) == (2, 1)
    assert (colt(told).fired_cases, colt(told).bore_due) == (2, shot.id)
    assert topics(told) == []
    told.unload("colt", 1, fired_cases=2, into="blanks", lot_name="b45")
    assert (colt(told).fired_cases, colt(told).rounds) == (0, {})
    assert told.state.containers[box("blanks")].fired_cases == 2


def test_fired_more_than_loaded() -> None:
    """A gunshot the book has no blank for looks live: no dummy is ever booked as fired."""
    told = loaded(2)
    told.fire("colt", 3)
    assert (dummies(told).fired, dummies(told).loaded) == (0, 2)
    assert (colt(told).fired_cases, topics(told)) == (3, [Topic.LOOKS_LIVE])
    told.fire("ghost", 1)
    assert topics(told) == [Topic.LOOKS_LIVE] * 2


def test_blanks_fire_first() -> None:
    """Of dummies and blanks in a gun the blanks are the fired ones."""
    told = World(packs=all_rows()[:1])
    told.working_day()
    told.blanks()
    told.take_out("colt")
    told.show_empty("colt")
    told.load("colt", chambers=2)
    told.show_going_in("colt", dummies=2)
    told.load("colt", chambers=(3,), from_box="blanks", lot_name="b45")
    told.fire("colt", 1)
    assert (told.state.lots[lot("b45")].fired, dummies(told).fired) == (1, 0)


@pytest.mark.parametrize("cause", EndCause, ids=lambda cause: cause.value)
def test_what_ends_a_showing(cause: EndCause) -> None:
    """Whatever ends a showing is named; one that was wetted, dropped or jammed is rodded first."""
    told = loaded()
    ended = told.tell(ShowingEnded(weapon=gun("colt"), cause=cause), "grip")
    assert (colt(told).ended, colt(told).looks) == (cause.value, [])
    due = cause in {EndCause.WETTED, EndCause.DROPPED, EndCause.JAMMED}
    assert colt(told).bore_due == (ended.id if due else NO_EVENT)
    told.tell(ShowingEnded(weapon=gun("ghost"), cause=cause), "grip")


# -- went ahead --------------------------------------------------------------------------------


def ahead(told: World, by: str, *, in_hand: str = "performer") -> Told:
    """Say that the colt went ahead."""
    items = (box("nowhere"), gun("colt"))
    body = WentAhead(what=Ahead.TAKE_OUT, items=items, in_hand=person(in_hand).id)
    return told.tell(body, by)


def locked() -> World:
    """Return a day with the colt in its lock."""
    told = World()
    told.working_day()
    return told


AHEAD: dict[str, tuple[Callable[[], World], str, By]] = {
    "out of the lock, says a handler": (locked, "armorer", By.HANDLER),
    "out of the lock, says the grip": (locked, "grip", By.GAP),
    "in a handler's charge, says the grip": (handed, "grip", By.HANDLER),
}


@pytest.mark.parametrize(("start", "by", "wanted"), AHEAD.values(), ids=AHEAD.keys())
def test_it_went_ahead(start: Callable[[], World], by: str, wanted: By) -> None:
    """What went ahead is in the hand named; in charge is only a handler who signs, or a gap.

    (An item that nobody received is named too: the report is out of chain and marked, so that
    even a handler's word puts nobody in charge.)
    """
    told = start()
    body = WentAhead(what=Ahead.TAKE_OUT, items=(gun("colt"),), in_hand=person("performer").id)
    event = told.tell(body, by)
    weapon = colt(told)
    assert weapon.charge.by is wanted
    assert (weapon.in_hand, weapon.in_hand_reported) == (person("performer").id, True)
    assert (weapon.ended, weapon.handed_to) == ("went-ahead", NOBODY)
    assert told.state.questions[event.id].topic is Topic.WENT_AHEAD


def test_it_went_ahead_with_something_unknown() -> None:
    """With an item nobody received the report is marked: nobody is put in charge by it."""
    told = locked()
    event = ahead(told, "armorer")
    assert event.outcome is Outcome.OUT_OF_CHAIN
    assert colt(told).charge.by is By.GAP


def test_a_box_went_ahead() -> None:
    """A box that left its lock unasked is in a gap too."""
    told = locked()
    told.lock(box("dummies"))
    body = WentAhead(what=Ahead.OTHER, items=(box("dummies"),))
    told.tell(body, "grip")
    assert told.state.containers[box("dummies")].charge.by is By.GAP


# -- kept as found -----------------------------------------------------------------------------


def test_kept_as_found_until_ended() -> None:
    """What is kept as found stays so until officers and an outside person end it."""
    told = handed()
    keep = told.keep(gun("colt"), box("dummies"), gun("ghost"))
    fact = told.state.keeps[keep.id]
    assert fact.items == (gun("colt"), box("dummies"))
    assert (colt(told).kept, colt(told).ended) == (keep.id, "kept-as-found")
    ended = told.tell(EndKeep(keep=keep.id), *TWO, "inspector")
    assert ended.outcome is Outcome.ACCEPTED
    assert (colt(told).kept, told.state.keeps) == (NO_EVENT, {})


def test_kept_twice() -> None:
    """What was kept again meanwhile stays kept when the first keeping ends."""
    told = handed()
    one, other = told.keep(gun("colt")), told.keep(gun("colt"))
    told.tell(EndKeep(keep=one.id), *TWO, "inspector")
    assert colt(told).kept == other.id


# -- looks -------------------------------------------------------------------------------------


def test_an_odd_answer_alarms() -> None:
    """An odd round seen in a gun stops work, whoever says so and whatever they cite."""
    told = handed()
    given = answers(LookWay.SEEN_GOING_IN, {1: Holds.ODD})
    told.look("colt", given, by="performer", way=LookWay.SEEN_GOING_IN)
    assert topics(told) == [Topic.NOT_NAMEABLE]


def test_an_obstructed_bore_is_due() -> None:
    """An obstruction makes the bore due; a clear look by a handler is kept."""
    told = locked()
    told.take_out("colt")
    seen = told.look("colt", answers(LookWay.SEEN_EMPTY, {1: Holds.OBSTRUCTED}))
    assert colt(told).bore_due == seen.id
    told.show_empty("colt", by=("first-ad",))
    looks = told.show_empty("colt", by=("armorer",))
    assert colt(told).bore_seen[-1:] == looks


def test_a_look_at_the_gun_as_it_was() -> None:
    """A look that cites an older change, or a gun nobody received, supports nothing."""
    told = handed()
    for name in ("colt", "ghost"):
        body = Look(
            weapon=gun(name),
            cites=told.told[0].id,
            purpose=Purpose.SHOWING,
            way=LookWay.SEEN_GOING_IN,
            entered=Entry.EACH,
            answers=answers(LookWay.SEEN_GOING_IN),
        )
        assert told.tell(body, "armorer").outcome is Outcome.ADMITTED
    assert len(colt(told).looks) == 2


OPENS: dict[str, tuple[LookWay, dict[int, Holds], How, bool]] = {
    "seen empty": (LookWay.SEEN_EMPTY, {}, How.SAW, True),
    "a round in it": (LookWay.SEEN_EMPTY, {1: Holds.DUMMY}, How.SAW, False),
    "could not see": (LookWay.SEEN_EMPTY, {}, How.COULD_NOT_SEE, False),
    "without the bore": (LookWay.SEEN_GOING_IN, {}, How.SAW, False),
}


@pytest.mark.parametrize(("way", "holds", "how", "good"), OPENS.values(), ids=OPENS.keys())
def test_opening_looks(way: LookWay, holds: dict[int, Holds], how: How, *, good: bool) -> None:
    """The opening check is good when each of two saw every position and the bore empty."""
    told = World()
    told.receive_gun("colt")
    told.open_day()
    told.show_empty("colt", by=("first-ad",), purpose=Purpose.OPENING)
    told.look("colt", answers(way, holds, how=how), way=way, purpose=Purpose.OPENING)
    assert len(colt(told).opening) == 2
    assert opened(colt(told)) == good
    told.open_day()
    assert colt(told).opening == []


def test_opening_look_at_a_rubber_gun() -> None:
    """A handler's opening look at a rubber gun identifies it; one of their own does not."""
    told = World()
    told.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    whole = (PositionAnswer(position="body", how=How.SAW, holds=Holds.NON_FIRING),)
    told.look("rubber", whole, way=LookWay.NON_FIRING, purpose=Purpose.OWN)
    rubber = told.state.weapons[gun("rubber")]
    assert statement(rubber).shown is Shown.NOT_IDENTIFIED
    told.look("rubber", whole, way=LookWay.NON_FIRING, purpose=Purpose.OPENING)
    assert statement(rubber).shown is Shown.NON_FIRING
