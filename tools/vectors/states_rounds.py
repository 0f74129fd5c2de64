"""What the record makes of rounds, of passing things on and of counting.

Example: ``ROUNDS[0]`` is a case: its name, why it is one, and who tells it.
"""

from __future__ import annotations

from typing import Any, Final

from msgspec import structs

from showclear.field.instants import Instant
from showclear.field.stock import Form, Kind, Odd, Proof, Purpose
from showclear.record.events import (
    counting,
    handling,
    passing,
    speaking,
    stock,
)
from tools.vectors import samples
from tools.vectors.asking import (
    ACTOR,
    ARMORER,
    ASSISTANT,
    FIRST_AD,
    GUN,
    Asks,
    Row,
    booked,
    charge,
    due,
    ended,
    gaps,
    hand,
    questions,
    shown,
    stocked,
    sums,
)
from tools.vectors.cast import container
from tools.vectors.day import BLANK_BOX, BLANKS, Day
from tools.vectors.samples import (
    BOX,
    DUMMIES,
    GUN_SAFE,
    HANDLER,
    OTHER_HANDLER,
    SECOND,
)

NOON: Final = Instant("2026-11-22T12:00:00.000Z")
APART: Final = container("receiving drawer")


# -- rounds --------------------------------------------------------------------------------------


def _not_proved(day: Day) -> Asks:
    day.rounds(Kind.DUMMY)
    return [stocked(10, 0, 0, 0), (["loose"], 10)]


def _sealed(day: Day) -> Asks:
    day.rounds(Kind.BLANK, sealed=True)
    return [stocked(10, 10, 0, 0, box=BLANK_BOX, lot=BLANKS), (["loose"], 0)]


def _proved_by_fillers(day: Day) -> Asks:
    day.rounds(Kind.DUMMY)
    day.rounds(Kind.DUMMY, by=HANDLER)
    day.prove(HANDLER, Proof.RATTLE, rounds=20)
    day.prove(OTHER_HANDLER, Proof.RATTLE, rounds=20)
    return [stocked(20, 0, 0, 0), (["loose"], 20)]


def _proved_by_one_filler(day: Day) -> Asks:
    day.rounds(Kind.DUMMY)
    day.prove(HANDLER, Proof.RATTLE)
    day.prove(OTHER_HANDLER, Proof.RATTLE)
    return [stocked(10, 0, 10, 0), (["loose"], 0)]


def _proved_by_label(day: Day) -> Asks:
    day.rounds(Kind.DUMMY)
    for signer in (HANDLER, SECOND):
        day.prove(signer, Proof.LABEL, Proof.DIMPLE)
    return [stocked(10, 0, 0, 0)]


def _odd_one(day: Day) -> Asks:
    day.dummies()
    odd = (stock.OddRounds(rounds=1, seen=Odd.LOOKS_LIVE),)
    day.prove(SECOND, Proof.RATTLE, rounds=9, odd=odd)
    return [stocked(10, 0, 0, 0), questions(("looks-live", [BOX])), (["loose"], 10)]


def _back_proved(day: Day) -> Asks:
    day.shown_with(2)
    day.unloaded(2)
    return [stocked(10, 0, 10, 0), booked({}), ended("made-clear"), shown("unknown")]


def _back_named(day: Day) -> Asks:
    day.shown_with(2)
    day.told(speaking.AskToSee(weapon=GUN), SECOND)
    day.unloaded(2)
    return [stocked(10, 0, 8, 2), (["loose"], 0)]


def _back_from_out_of_sight(day: Day) -> Asks:
    day.shown_with(2)
    day.told(handling.ShowingEnded(weapon=GUN, cause=handling.EndCause.OUT_OF_SIGHT), SECOND)
    day.unloaded(2)
    return [stocked(10, 0, 8, 0), (["loose"], 2)]


def _one_short(day: Day) -> Asks:
    day.shown_with(2)
    day.unloaded(1)
    return [
        *(sums(10, 0, 9, 0, 0, 0, 1, 0, 0), stocked(9, 0, 8, 0)),
        *(questions(("difference", [GUN])), (["loose"], 1)),
    ]


def _one_more_out(day: Day) -> Asks:
    day.shown_with(2)
    day.unloaded(3)
    return [sums(10, 1, 11, 0, 0, 0, 0, 0, 0), questions(("difference", [GUN]))]


def _dummy_fired(day: Day) -> Asks:
    day.shown_with(2)
    day.told(handling.Fired(weapon=GUN, gunshots=1), SECOND)
    return [
        *(booked({DUMMIES: 2}, 1), sums(10, 0, 8, 0, 2, 0, 0, 0, 0), ended("fired")),
        *(questions(("looks-live", [GUN])), shown("fired-cases-in-gun", 1)),
        due(clear=False, bore=True, function=False),
    ]


def _blanks_fired(day: Day) -> Asks:
    day.rounds(Kind.BLANK)
    day.taken_out()
    day.load(3, name=BLANKS, box=BLANK_BOX)
    day.told(handling.Fired(weapon=GUN, gunshots=2), SECOND)
    return [
        *(booked({BLANKS: 1}, 2), sums(10, 0, 7, 0, 1, 2, 0, 0, 0, lot=BLANKS), questions()),
        shown("fired-cases-in-gun", 2),
    ]


def _moved(day: Day) -> Asks:
    day.dummies()
    day.told(stock.Move(lot=DUMMIES, rounds=4, source=BOX, target=BLANK_BOX))
    return [stocked(6, 0, 6, 0), stocked(4, 0, 4, 0, box=BLANK_BOX), questions()]


def _moved_too_many(day: Day) -> Asks:
    day.dummies()
    day.told(stock.Move(lot=DUMMIES, rounds=12, source=BOX, target=BLANK_BOX))
    return [
        *(stocked(12, 0, 10, 0, box=BLANK_BOX), sums(10, 2, 12, 0, 0, 0, 0, 0, 0)),
        *(questions(("difference", [BOX, BLANK_BOX])), (["loose"], 2)),
    ]


def _found(day: Day, *signers: Any) -> None:
    body = stock.FoundRound(
        grade=stock.Grade.OURS, kind=Kind.DUMMY, rounds=1, lot=DUMMIES, into=BOX
    )
    day.told(body, *signers)


def _found_by_two(day: Day) -> Asks:
    day.dummies()
    _found(day, HANDLER, SECOND)
    return [sums(10, 1, 11, 0, 0, 0, 0, 0, 0), questions(("difference", [BOX]))]


def _found_by_one(day: Day) -> Asks:
    day.dummies()
    _found(day, HANDLER)
    return [sums(10, 0, 10, 0, 0, 0, 0, 0, 0), questions(("not-nameable", [BOX]))]


def _apart(day: Day) -> None:
    body = stock.ReceiveContainer(
        container=APART, form=Form.DRAWER, purpose=Purpose.RECEIVING, key_holders=(ARMORER,)
    )
    day.told(body)
    day.rounds(Kind.DUMMY)
    day.told(stock.Move(lot=DUMMIES, rounds=10, source=BOX, target=APART))


def _kept_apart(day: Day) -> Asks:
    _apart(day)
    return [stocked(10, 0, 0, 0, box=APART), (["loose"], 0)]


def _apart_no_more(day: Day) -> Asks:
    _apart(day)
    day.told(passing.Relieve(items=(APART,)), OTHER_HANDLER, HANDLER)
    return [charge(APART, "handler", ASSISTANT), (["loose"], 10), questions()]


ROUNDS: Final[tuple[Row, ...]] = (
    ("received and opened", "Nobody has proved them: loose.", _not_proved),
    ("kept apart by a key-holder", "Under their eyes they are not loose.", _kept_apart),
    ("no key-holder has it", "A purpose alone is a word on a box.", _apart_no_more),
    ("received sealed", "Under the maker's seal they are not loose.", _sealed),
    ("proved by two who filled the box", "Neither may be second person.", _proved_by_fillers),
    ("proved with who filled the box", "The other has not filled it.", _proved_by_one_filler),
    ("proved by a label and a dimple", "Neither ever suffices.", _proved_by_label),
    ("one that looks live", "One person's word takes the proof away.", _odd_one),
    ("out again, shown until then", "They are the ones that were proved.", _back_proved),
    ("out again, in sight but not shown", "Ours by the book, to be proved again.", _back_named),
    ("out again, once out of sight", "Nobody can say which these are.", _back_from_out_of_sight),
    ("one short", "Missing is a sum and a question, not a correction.", _one_short),
    ("one too many", "Found is a sum and a question.", _one_more_out),
    ("a gunshot where the book has dummies", "It was something else.", _dummy_fired),
    ("two gunshots of three blanks", "Loaded becomes fired.", _blanks_fired),
    ("moved", "What is proved stays so.", _moved),
    ("more moved than there were", "The rest is found.", _moved_too_many),
    ("found, graded by two", "Ours, and a question.", _found_by_two),
    ("found, graded by one", "One alone names nothing.", _found_by_one),
)


# -- passing on ----------------------------------------------------------------------------------


def _relieved(day: Day, *signers: Any) -> None:
    day.taken_out()
    day.both_look()
    day.told(passing.Relieve(items=(GUN,)), *signers)


def _relieved_by_both(day: Day) -> Asks:
    _relieved(day, OTHER_HANDLER, HANDLER)
    return [
        *(charge(GUN, "handler", ASSISTANT), hand(GUN, ASSISTANT), shown("empty")),
        questions(),
    ]


def _relieved_by_one(day: Day) -> Asks:
    _relieved(day, OTHER_HANDLER)
    return [
        *(charge(GUN, "handler", ASSISTANT), ended("relieved"), shown("unknown")),
        questions(("one-sided", [GUN])),
    ]


def _unattended(day: Day) -> Asks:
    day.taken_out()
    event = day.told(passing.FoundWith(items=(GUN,)), SECOND)
    return [
        *(charge(GUN, "gap", event), hand(GUN, ""), ended("unattended")),
        *(questions(("unattended", [GUN])), gaps(gun="unattended")),
    ]


def _collected_after(day: Day) -> Asks:
    day.taken_out()
    day.told(passing.FoundWith(items=(GUN,)), SECOND)
    day.told(passing.GuardedBy(items=(GUN,), guard=FIRST_AD), SECOND)
    day.told(handling.Collect(weapons=(GUN,)))
    return [
        *(charge(GUN, "handler", ARMORER), ended("came-from-elsewhere"), gaps()),
        questions(("unattended", [GUN])),
    ]


def _guarded(day: Day) -> Asks:
    day.taken_out()
    event = day.told(passing.GuardedBy(items=(GUN,), guard=FIRST_AD), SECOND)
    return [
        *(charge(GUN, "gap", event), hand(GUN, FIRST_AD, reported=True), ended("guarded")),
        *(gaps(gun="gap"), questions()),
    ]


def _found_with(day: Day) -> Asks:
    day.taken_out()
    day.told(passing.FoundWith(items=(GUN,), holder=ACTOR), SECOND)
    return [
        *(charge(GUN, "handler", ARMORER), hand(GUN, ACTOR, reported=True), ended("found")),
        questions(("went-ahead", [GUN])),
    ]


def _on_paper(day: Day) -> Asks:
    day.taken_out()
    day.both_look()
    body = samples.SAMPLES["on-paper/1"][0]
    day.told(body, HANDLER, SECOND)
    return [
        *(charge(GUN, "handler", ARMORER), hand(GUN, ACTOR, reported=True), ended("on-paper")),
        *(shown("unknown"), questions()),
    ]


def _paper_backwards(day: Day) -> Asks:
    body = samples.SAMPLES["on-paper/1"][0]
    noon = {"began": NOON, "ended": NOON}
    day.told(structs.replace(body, **noon), HANDLER, SECOND)
    return [ended("on-paper"), questions(("out-of-chain", [GUN]))]


def _shipped(day: Day) -> Asks:
    day.dummies()
    day.told(passing.Ship(items=(BOX,), to="rentals.example/stock"))
    return [
        *(charge(BOX, "end", "rentals.example/stock"), sums(10, 0, 0, 0, 0, 0, 0, 10, 0)),
        questions(),
    ]


def _shipped_by_another(day: Day) -> Asks:
    day.dummies()
    event = day.told(passing.Ship(items=(BOX,), to="rentals.example/stock"), OTHER_HANDLER)
    return [
        *(charge(BOX, "gap", event), sums(10, 0, 10, 0, 0, 0, 0, 0, 0)),
        questions(("went-ahead", [BOX])),
    ]


def _loose_shipped(day: Day) -> Asks:
    day.rounds(Kind.DUMMY)
    day.told(passing.Ship(items=(BOX,), to="rentals.example/stock"))
    return [sums(10, 0, 0, 0, 0, 0, 0, 10, 0), questions(("not-nameable", [BOX]))]


def _said_of_what_left(day: Day) -> Asks:
    day.told(passing.Ship(items=(GUN,), to="rentals.example/stock"))
    event = day.told(handling.Lock(items=(GUN,), place=GUN_SAFE), OTHER_HANDLER)
    return [charge(GUN, "gap", event), questions(("ended", [GUN])), (["out"], 1)]


def _destroyed(day: Day) -> Asks:
    day.dummies()
    day.told(passing.Destroyed(container=BOX, lot=DUMMIES, rounds=3), HANDLER, SECOND)
    return [sums(10, 0, 7, 0, 0, 0, 0, 0, 3), stocked(7, 0, 7, 0), questions()]


def _destroyed_by_one(day: Day) -> Asks:
    day.rounds(Kind.DUMMY)
    day.told(passing.Destroyed(container=BOX, lot=DUMMIES, rounds=3))
    return [sums(10, 0, 7, 0, 0, 0, 0, 0, 3), questions(("not-nameable", [BOX]))]


PASSED: Final[tuple[Row, ...]] = (
    ("relieved, both sign", "Nothing left sight.", _relieved_by_both),
    ("relieved, one signs", "Nobody has said that they gave it.", _relieved_by_one),
    ("found unattended", "A gap that says so.", _unattended),
    ("collected after that", "The gap closes; the question is for people.", _collected_after),
    ("guarded", "Somebody stands by it; nobody answers.", _guarded),
    ("found with somebody", "The handler has not given charge away.", _found_with),
    ("kept on paper", "The hand of the last line; nothing shown stands.", _on_paper),
    ("paper that ends as it begins", "It does not fit.", _paper_backwards),
    ("shipped", "Rounds ride along.", _shipped),
    ("shipped by another handler", "It is in somebody else's hand.", _shipped_by_another),
    ("loose rounds shipped", "No handler makes them go away.", _loose_shipped),
    ("said of a gun that has left", "A question, whatever else it does.", _said_of_what_left),
    ("destroyed by two", "Proved ones go last.", _destroyed),
    ("loose ones destroyed by one", "One alone makes none go away.", _destroyed_by_one),
)


# -- counting ------------------------------------------------------------------------------------


def _count(day: Day, first: int, second: int) -> counting.EndCount:
    begun = counting.BeginCount(items=(BOX, GUN), purpose=counting.CountFor.WRAP)
    count = day.told(begun)
    for signer, rounds in ((HANDLER, first), (SECOND, second)):
        line = counting.CountLine(container=BOX, lot=DUMMIES, rounds=rounds)
        way = counting.Direction.BOOK_TO_SHELF
        day.told(counting.Counted(count=count, direction=way, lines=(line,)), signer)
    return counting.EndCount(count=count)


def _as_booked(day: Day) -> Asks:
    day.dummies()
    _count(day, 10, 10)
    return [stocked(10, 0, 10, 0), sums(10, 0, 10, 0, 0, 0, 0, 0, 0), questions()]


def _fewer(day: Day) -> Asks:
    day.dummies()
    _count(day, 9, 9)
    return [
        *(stocked(9, 0, 9, 0), sums(10, 0, 9, 0, 0, 0, 1, 0, 0)),
        questions(("difference", [BOX])),
    ]


def _more(day: Day) -> Asks:
    day.dummies()
    _count(day, 11, 11)
    return [
        *(stocked(11, 0, 10, 0), sums(10, 1, 11, 0, 0, 0, 0, 0, 0)),
        questions(("difference", [BOX])),
    ]


def _differ(day: Day) -> Asks:
    day.dummies()
    end = _count(day, 10, 9)
    before = [sums(10, 0, 10, 0, 0, 0, 0, 0, 0)]
    event = day.told(end)
    return [
        *before,
        *(questions(("difference", [BOX])), charge(GUN, "gap", event), gaps(gun="gap")),
        ended("not-seen-in-a-count"),
    ]


COUNTED: Final[tuple[Row, ...]] = (
    ("counted as booked", "Nothing changes.", _as_booked),
    ("counted fewer, by two", "Missing; of proved rounds, proved ones.", _fewer),
    ("counted more, by two", "Found; nobody has proved that one.", _more),
    ("two count otherwise, and nobody saw the gun", "Asked at the end; a gap.", _differ),
)
