"""R16, R17, R19, R20, R23, R24, R46, R47: rounds by their papers and kinds, counts, keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import msgspec
import pytest

from showclear.field.ids import EventId, ItemId, LotId
from showclear.field.production import Tier
from showclear.field.stock import Form, Kind, WeaponClass
from showclear.record.events.handling import Announced
from showclear.record.events.people import Paper
from showclear.record.events.plan import Changed
from showclear.record.facts_counting import DayCounted, WorkingDay
from showclear.record.facts_people import PaperFact
from showclear.record.facts_plan import SetUpChange, SetUpFact
from showclear.record.state import Lot, PacksInForce, Question, Stock, Topic
from showclear.rules.packs import parse_pack
from tests.planning import planned, set_up, use
from tests.rules import floor
from tests.rules.floor import ARMORER, BOX, COLT, DUMMIES, GUN_SAFE, RUBBER_GUN, Reason, Step
from tests.rules.pack_texts import CORE, HOUSE, choice

FOUND: Final = EventId("found")
Table = dict[str, tuple[Callable[[], Step], list[Reason]]]


def under(step: Step, row: str, *, alerts: bool = False) -> list[Reason]:
    """Return what one row of the house default holds against the step."""
    house = msgspec.structs.replace(choice(HOUSE), rows=(row,))
    packs = PacksInForce(packs=(choice(CORE), house), since=0, digest="packs")
    step.state.packs = packs
    found = floor.decide(step)
    reasons = map(floor.reason, found.alerts if alerts else found.refusals)
    return [reason for reason in reasons if reason[0] == row]


def of_class(step: Step, weapon_class: WeaponClass) -> Step:
    """Return the step with a gun of another class."""
    step.colt.weapon_class = weapon_class
    return step


def asked(step: Step, *, topic: Topic = Topic.DIFFERENCE, index: int = 50) -> Step:
    """Return the step while a question of this topic is open, asked at this index."""
    step.state.questions[FOUND] = Question(event=FOUND, topic=topic, items=(BOX,), index=index)
    return step


# -- R16 ---------------------------------------------------------------------------------------


def live(**sums: int) -> Step:
    """Return a loading of dummies while a live lot is on record, with these sums."""
    step = floor.load()
    lot = Lot(kind=Kind.LIVE, calibre=".45-colt", received=20)
    step.state.lots[LotId("hot")] = msgspec.structs.replace(lot, **sums)
    return step


NO_LIVE: Final[list[Reason]] = [
    (
        "R16",
        "live_use_here",
        ("colt", "hot"),
        "the live rounds leave for a ledger of their own: other place, other time",
    )
]
R16: Final[Table] = {
    "no live lot": (floor.load, []),
    "a live lot, sealed or not": (live, NO_LIVE),
    "all but one has left": (lambda: live(shipped=10, destroyed=9), NO_LIVE),
    "missing is not gone": (lambda: live(missing=20), NO_LIVE),
    "all has left, one way or another": (lambda: live(shipped=10, destroyed=5, fired=5), []),
    "found, then shipped": (lambda: live(found=1, shipped=20), NO_LIVE),
    "a blank-only gun": (lambda: of_class(live(), WeaponClass.BLANK_ONLY), NO_LIVE),
}

# -- R17 ---------------------------------------------------------------------------------------


def with_papers(*, papers: bool = True) -> Step:
    """Return a loading of dummies of a lot with papers, or without."""
    step = floor.load()
    step.state.lots[DUMMIES].provenance = papers
    return step


def turned_up(step: Step, *, still: bool = True, topic: Topic = Topic.DIFFERENCE) -> Step:
    """Return the step with rounds that turned up in the box, asked about still or no more."""
    step.box.found = (FOUND,)
    return asked(step, topic=topic) if still else step


def no_lot(step: Step) -> Step:
    """Return the step with rounds of a lot that nobody received."""
    del step.state.lots[DUMMIES]
    return step


def no_box(step: Step) -> Step:
    """Return the step out of a box that nobody received."""
    step.say(container=ItemId("ghost"))
    return step


NO_PAPERS: Final[Reason] = (
    "R17",
    "no_provenance",
    ("colt", "dummies"),
    "load from a lot received with maker, supplier and receipt; this one stays unknown",
)
CAME: Final[Reason] = (
    "R17",
    "no_provenance",
    ("colt", "box", "found"),
    "say where the rounds that turned up in it come from: answer the open question",
)
R17: Final[Table] = {
    "maker, supplier and receipt": (with_papers, []),
    "one of them missing": (lambda: with_papers(papers=False), [NO_PAPERS]),
    "a lot nobody received": (lambda: no_lot(with_papers()), [NO_PAPERS]),
    "rounds turned up in the box": (lambda: turned_up(with_papers()), [CAME]),
    "rounds nobody can name turned up in it": (
        lambda: turned_up(with_papers(), topic=Topic.NOT_NAMEABLE),
        [CAME],
    ),
    "the question about them is answered": (
        lambda: turned_up(with_papers(), still=False),
        [],
    ),
    "a difference about the box, nothing turned up": (lambda: asked(with_papers()), []),
    "both": (lambda: turned_up(with_papers(papers=False)), [NO_PAPERS, CAME]),
    "a box nobody received": (lambda: no_box(with_papers()), []),
}

# -- R19 ---------------------------------------------------------------------------------------


def primed(step: Step) -> Step:
    """Return the step after somebody saw a live primer in a dummy of the lot."""
    step.state.lots[DUMMIES].live_primer = True
    return step


R19: Final[Table] = {
    "no live primer seen": (floor.load, []),
    "a live primer seen": (
        lambda: primed(floor.load()),
        [
            (
                "R19",
                "live_primer",
                ("colt", "dummies"),
                "load from another lot: in this one a dummy had a live primer",
            )
        ],
    ),
    "a lot nobody received": (lambda: no_lot(floor.load()), []),
}

# -- R20 ---------------------------------------------------------------------------------------


def beside(step: Step, **held: int) -> Step:
    """Return the step with rounds of other lots in the same box."""
    for name, rounds in held.items():
        step.box.stock[LotId(name)] = Stock(rounds=rounds, proved=rounds)
    return step


def inside(step: Step, kind: Kind = Kind.BLANK, rounds: int = 3) -> Step:
    """Return the step with rounds of a kind in the gun already."""
    floor.put_in(step.colt, rounds, kind=kind)
    return step


def cases(step: Step, *, gun: int = 0, box: int = 0) -> Step:
    """Return the step with fired cases in the gun or in the box."""
    step.colt.fired_cases, step.box.fired_cases = gun, box
    return step


def mixed(step: Step, *, weapon: str = "colt", holds: Announced = Announced.MIXED) -> Step:
    """Return the step while an approved set-up says what the gun holds."""
    said = msgspec.structs.replace(use(holds=holds), weapon=ItemId(weapon))
    step.state.set_ups[set_up()] = SetUpFact(
        event=EventId("approved"), index=40, approved=planned(said), packs=""
    )
    return step


def changed(step: Step, **changes: object) -> Step:
    """Return the step after something was said about the set-up since."""
    fact = step.state.set_ups[set_up()]
    step.state.set_ups[set_up()] = msgspec.structs.replace(fact, **changes)
    return step


LOAD_CHANGED: Final = SetUpChange(event=EventId("said"), index=45, what=Changed.LOAD)


def box_mixed(*kinds: str) -> Reason:
    """Return R20's reason about the box."""
    lift = "load from a container with one kind of round in it and no fired cases"
    return "R20", "kinds_mixed", ("colt", "box", *kinds), lift


def gun_mixed(*kinds: str) -> Reason:
    """Return R20's reason about the gun."""
    lift = "make it clear first; or a set-up approved by handler and caller asks for mixed"
    return "R20", "kinds_mixed", ("colt", *kinds), lift


def no_gun(step: Step) -> Step:
    """Return the step into a gun that nobody received."""
    del step.state.weapons[COLT]
    return step


R20: Final[Table] = {
    "one kind": (floor.load, []),
    "two lots of one kind": (lambda: inside(floor.load(), Kind.DUMMY), []),
    "blanks beside dummies in the box": (
        lambda: beside(floor.load(), blanks=1),
        [box_mixed("blank", "dummy")],
    ),
    "rounds of no lot beside them": (
        lambda: beside(floor.load(), stray=1),
        [box_mixed("dummy", "unknown")],
    ),
    "fired cases in the box": (
        lambda: cases(floor.load(), box=1),
        [box_mixed("dummy", "fired-case")],
    ),
    "blanks in the gun": (lambda: inside(floor.load()), [gun_mixed("blank", "dummy")]),
    "fired cases in the gun": (
        lambda: cases(floor.load(), gun=1),
        [gun_mixed("dummy", "fired-case")],
    ),
    "blanks in the gun, mixed asked for by name": (lambda: mixed(inside(floor.load())), []),
    "mixed asked for of another gun": (
        lambda: mixed(inside(floor.load()), weapon="twin"),
        [gun_mixed("blank", "dummy")],
    ),
    "only dummies asked for": (
        lambda: mixed(inside(floor.load()), holds=Announced.DUMMIES),
        [gun_mixed("blank", "dummy")],
    ),
    "asked for, and changed since": (
        lambda: changed(mixed(inside(floor.load())), changed=(LOAD_CHANGED,)),
        [gun_mixed("blank", "dummy")],
    ),
    "asked for, and not settled since": (
        lambda: changed(mixed(inside(floor.load())), unsettled=EventId("said")),
        [gun_mixed("blank", "dummy")],
    ),
    "mixed with fired cases is asked for by nobody": (
        lambda: mixed(cases(inside(floor.load()), gun=1)),
        [gun_mixed("blank", "dummy", "fired-case")],
    ),
    "a box is never mixed by a set-up": (
        lambda: mixed(beside(floor.load(), blanks=1)),
        [box_mixed("blank", "dummy")],
    ),
    "a box nobody received": (lambda: no_box(floor.load()), []),
    "a gun nobody received": (lambda: no_gun(beside(floor.load(), blanks=1)), [
        box_mixed("blank", "dummy")
    ]),
}  # fmt: skip

# -- R23 ---------------------------------------------------------------------------------------

OPENED_AT: Final = 60


def on_day(step: Step, *, opened_at: int = OPENED_AT, is_open: bool = True) -> Step:
    """Return the step on a working day that was opened at this index, closed since or not."""
    step.state.working_day = WorkingDay(date="2026-11-22", since=opened_at)
    step.state.day = "2026-11-22" if is_open else ""
    return step


DIFFERS: Final[list[Reason]] = [
    (
        "R23",
        "difference_open",
        ("colt", "found"),
        "handler and caller answer what did not fit in the count",
    )
]
R23: Final[Table] = {
    "nothing is open": (lambda: on_day(floor.take_out()), []),
    "a difference of today": (
        lambda: asked(on_day(floor.take_out()), index=OPENED_AT + 1),
        [],
    ),
    "a difference of another day": (
        lambda: asked(on_day(floor.take_out()), index=OPENED_AT - 1),
        DIFFERS,
    ),
    "asked when the day was opened, of a count before": (
        lambda: asked(on_day(floor.take_out()), index=OPENED_AT),
        DIFFERS,
    ),
    "no day is open": (
        lambda: asked(on_day(floor.take_out(), is_open=False), index=OPENED_AT + 1),
        DIFFERS,
    ),
    "another question": (
        lambda: asked(on_day(floor.take_out()), topic=Topic.WENT_AHEAD),
        [],
    ),
    "a blank-only gun": (
        lambda: asked(on_day(of_class(floor.take_out(), WeaponClass.BLANK_ONLY))),
        DIFFERS,
    ),
    "a rubber gun goes out all the same": (
        lambda: asked(on_day(floor.take_out(RUBBER_GUN))),
        [],
    ),
    "loading, a difference of today": (
        lambda: asked(on_day(floor.load()), index=OPENED_AT + 1),
        [],
    ),
    "loading, a difference of another day": (lambda: asked(on_day(floor.load())), DIFFERS),
}

# -- R24 ---------------------------------------------------------------------------------------


def from_a(form: Form, *, counted: str = "") -> Step:
    """Return a loading out of a container of this form, counted by two or not."""
    step = floor.load()
    step.box.form, step.box.counted = form, EventId(counted)
    return step


def taking_the_belt(*, rounds: int = 12, counted: str = "") -> Step:
    """Return the taking out of a belt."""
    step = floor.take_out(BOX)
    step.box.form, step.box.counted = Form.BELT, EventId(counted)
    step.box.stock = {DUMMIES: Stock(rounds=rounds, proved=rounds)} if rounds else {}
    return step


def not_counted(form: str) -> list[Reason]:
    """Return R24's reason."""
    lift = "two people, one of whom did not fill it, count every round in it"
    return [("R24", "belt_not_counted", ("box", form), lift)]


R24: Final[Table] = {
    "a box": (lambda: from_a(Form.BOX), []),
    "a drawer": (lambda: from_a(Form.DRAWER), []),
    **{
        f"a {form.value}": (partial(from_a, form), not_counted(form.value))
        for form in (Form.BELT, Form.POUCH, Form.SCABBARD, Form.POCKET, Form.GUN_MAGAZINE)
    },
    "a belt counted by two": (lambda: from_a(Form.BELT, counted="count"), []),
    "a blank-only gun": (
        lambda: of_class(from_a(Form.BELT), WeaponClass.BLANK_ONLY),
        not_counted("belt"),
    ),
    "a belt is taken out": (taking_the_belt, not_counted("belt")),
    "a belt is taken out, counted": (lambda: taking_the_belt(counted="count"), []),
    "an empty belt is taken out": (lambda: taking_the_belt(rounds=0), []),
    "a gun is taken out": (floor.take_out, []),
}

# -- R46 ---------------------------------------------------------------------------------------


def second_day(**counted: int) -> Step:
    """Return a taking out on the second working day, after counts at these indexes."""
    step = on_day(floor.take_out())
    step.state.day_before = WorkingDay(date="2026-11-21", since=10)
    step.state.counted_on = {
        name: DayCounted(day="", index=index, by=()) for name, index in counted.items()
    }
    return step


def first_day(step: Step) -> Step:
    """Return the step on the first working day of all."""
    step.state.day_before = WorkingDay()
    return step


def closed(step: Step) -> Step:
    """Return the step after the day was closed."""
    step.state.day = ""
    return step


def rubber_out(step: Step) -> Step:
    """Return the taking out of a rubber gun instead."""
    step.say(items=(RUBBER_GUN,))
    return step


def loading(step: Step) -> Step:
    """Return a loading in that state instead."""
    other = floor.load()
    for name in ("working_day", "day_before", "counted_on", "day"):
        setattr(other.state, name, getattr(step.state, name))
    return other


def wrap_of(date: str) -> list[Reason]:
    """Return R46's reason about a day."""
    lift = "two people count every gun and every round, each for themselves"
    return [("R46", "not_counted", ("colt", date), lift)]


R46: Final[Table] = {
    "the first day of all": (lambda: first_day(second_day()), []),
    "yesterday was not counted": (second_day, wrap_of("2026-11-21")),
    "a rubber gun goes out all the same": (lambda: rubber_out(second_day()), []),
    "loading, yesterday was not counted": (
        lambda: loading(second_day()),
        wrap_of("2026-11-21"),
    ),
    "yesterday's wrap": (lambda: second_day(wrap=11), []),
    "the wrap of the day before that": (lambda: second_day(wrap=10), wrap_of("2026-11-21")),
    "counted this morning": (lambda: second_day(opening=OPENED_AT + 1), []),
    "yesterday's opening": (lambda: second_day(opening=OPENED_AT), wrap_of("2026-11-21")),
    "the day is closed, and was not counted": (
        lambda: closed(second_day(wrap=11, opening=OPENED_AT + 1)),
        wrap_of("2026-11-22"),
    ),
    "the day is closed and was counted": (lambda: closed(second_day(wrap=OPENED_AT + 1)), []),
    "no day was ever open": (lambda: closed(on_day(floor.take_out(), opened_at=-1)), []),
    "a blank-only gun": (
        lambda: of_class(second_day(), WeaponClass.BLANK_ONLY),
        wrap_of("2026-11-21"),
    ),
}

# -- R47 ---------------------------------------------------------------------------------------


def kept_keys(
    *, reviewed: str = "2026-11-22", until: str = "2026-11-22", minor: bool = False
) -> Step:
    """Return a taking out of a safe whose one key the armorer holds, with a paper until then."""
    step = floor.take_out()
    step.state.containers[GUN_SAFE].keys_reviewed = reviewed
    if until:
        paper = PaperFact(
            event=EventId("paper"),
            paper=Paper.PERMIT,
            classes=(WeaponClass.LIVE_CAPABLE,),
            patterns=(),
            valid_from="2026-01-01",
            valid_until=until,
        )
        step.state.papers[ARMORER] = (paper,)
    if minor:
        step.state.minors[ARMORER] = EventId("said")
    return step


def no_place(step: Step) -> Step:
    """Return the step out of a place that nobody received."""
    step.say(place=ItemId("ghost"))
    return step


def keys(*facts: str) -> Reason:
    """Return R47's alert."""
    lift = "two officers review, one by one, who holds its keys"
    return "R47", "keys_not_reviewed", ("colt", "gun-safe", *facts), lift


R47: Final[Table] = {
    "reviewed, and the key-holder has papers": (kept_keys, []),
    "never reviewed": (lambda: kept_keys(reviewed=""), [keys("not-reviewed")]),
    "no papers": (lambda: kept_keys(until=""), [keys("armorer", "no-papers")]),
    "papers until yesterday": (
        lambda: kept_keys(until="2026-11-21"),
        [keys("armorer", "no-papers")],
    ),
    "a minor holds the key": (lambda: kept_keys(minor=True), [keys("armorer", "minor")]),
    "all of it": (
        lambda: kept_keys(reviewed="", until="", minor=True),
        [keys("not-reviewed"), keys("armorer", "minor"), keys("armorer", "no-papers")],
    ),
    "a rubber gun": (lambda: rubber_out(kept_keys(reviewed="")), []),
    "a place nobody received": (lambda: no_place(kept_keys(reviewed="")), []),
}

BLOCKING: Final = {
    "R16": R16, "R17": R17, "R19": R19, "R20": R20, "R23": R23, "R24": R24, "R46": R46,
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "case"), [(row, case) for row, table in BLOCKING.items() for case in table]
)
def test_rounds_and_counts(row: str, case: str) -> None:
    """Each row holds exactly this against the step, and says what would lift it."""
    step, expected = BLOCKING[row][case]
    assert under(step(), row) == expected


@pytest.mark.parametrize("case", R47)
def test_r47_only_alerts(case: str) -> None:
    """Keys that nobody reviewed are loud, and stand in nobody's way."""
    step, expected = R47[case]
    assert under(step(), "R47", alerts=True) == expected
    assert under(step(), "R47") == []


def test_what_the_rows_cover() -> None:
    """Guns that can fire, in the tiers that have them; belts whatever gun they go with."""
    rows = {row.id: row for row in parse_pack(HOUSE).row}
    for name in (*BLOCKING, "R47"):
        classes = range(1, 7) if name == "R24" else range(4, 7)
        assert {one.value for one in rows[name].covers} == set(classes)
        assert set(rows[name].tiers) == {Tier.FULL, Tier.STAGE}
        assert rows[name].waivable_by == (("officer",) if name == "R46" else ())
