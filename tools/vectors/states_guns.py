"""What the record makes of one gun's day: charge, hand, showings, trouble, what nobody signed.

Example: ``CHARGE[0]`` is a case: its name, why it is one, and who tells it.
"""

from __future__ import annotations

from typing import Any, Final

from showclear.field.mechanisms import Holds
from showclear.field.people import Role
from showclear.field.stock import Kind
from showclear.record.events import (
    desk,
    guns,
    handling,
    officers,
    people,
    speaking,
)
from tools.vectors.asking import (
    ACTOR,
    ARMORER,
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
from tools.vectors.cast import digest, key, set_up
from tools.vectors.day import BLANK_BOX, BLANKS, MARKED, STALE, Day
from tools.vectors.samples import (
    DUMMIES,
    GUN_SAFE,
    HANDLER,
    OFFICER_1,
    OFFICER_2,
    OTHER_HANDLER,
    PERFORMER,
    SECOND,
    THE_DESK,
)

DUMMY: Final = Holds.DUMMY


# -- charge and hand -----------------------------------------------------------------------------


def _received(_day: Day) -> Asks:
    return [
        *(charge(GUN, "handler", ARMORER), hand(GUN, ARMORER), ended("received")),
        *(shown("unknown"), (["out"], 1), questions(), gaps()),
    ]


def _locked(day: Day) -> Asks:
    day.locked()
    return [
        *(charge(GUN, "place", GUN_SAFE), hand(GUN, GUN_SAFE), ended("locked-away")),
        (["out"], 0),
    ]


def _locked_without_a_key(day: Day) -> Asks:
    event = day.locked(OTHER_HANDLER)
    return [
        *(charge(GUN, "gap", event), hand(GUN, GUN_SAFE), gaps(gun="gap"), (["out"], 1)),
        questions(),
    ]


def _locked_without_a_role(day: Day) -> Asks:
    body = people.WithdrawRoles(person=ARMORER, roles=(Role.HANDLER,))
    day.told(body, OFFICER_1, OFFICER_2)
    day.locked(said=MARKED)
    return [charge(GUN, "place", GUN_SAFE), gaps(), questions()]


def _handed_over(day: Day) -> Asks:
    day.taken_out()
    day.both_look()
    day.handed_over()
    return [
        *(charge(GUN, "handler", ARMORER), hand(GUN, ACTOR, reported=True)),
        *(ended("was-locked-away"), shown("empty")),
    ]


def _taken_in_hand(day: Day) -> Asks:
    day.taken_out()
    event = day.handed_over()
    day.told(handling.Shown(weapon=GUN, hand_over=event), PERFORMER)
    return [charge(GUN, "handler", ARMORER), hand(GUN, ACTOR), shown("unknown")]


def _collected(day: Day) -> Asks:
    day.taken_out()
    day.both_look()
    day.handed_over()
    day.told(handling.Collect(weapons=(GUN,), giver=ACTOR))
    return [charge(GUN, "handler", ARMORER), hand(GUN, ARMORER), shown("empty"), questions()]


def _collected_from_a_place(day: Day) -> Asks:
    day.locked()
    day.told(handling.Collect(weapons=(GUN,)))
    return [
        *(charge(GUN, "handler", ARMORER), ended("collected-from-a-place")),
        questions(("went-ahead", [GUN])),
    ]


def _went_ahead(day: Day) -> Asks:
    day.locked()
    what = handling.Ahead.TAKE_OUT
    body = handling.WentAhead(what=what, items=(GUN,), in_hand=ACTOR)
    event = day.told(body, SECOND)
    return [
        *(charge(GUN, "gap", event), hand(GUN, ACTOR, reported=True), ended("went-ahead")),
        *(questions(("went-ahead", [GUN])), gaps(gun="gap")),
    ]


def _out_of_chain(day: Day) -> Asks:
    day.taken_out()
    day.both_look()
    stale = [{"item": GUN, "last": digest("earlier").hex()}]
    day.told(guns.GoAgain(weapon=GUN, set_up=set_up("scene 12")))
    day.told(speaking.AskToSee(weapon=GUN), SECOND, said=STALE, touches=stale)
    return [
        *(ended("asked-to-see"), charge(GUN, "handler", ARMORER), shown("unknown")),
        questions(("out-of-chain", [GUN])),
    ]


CHARGE: Final[tuple[Row, ...]] = (
    ("a gun is received", "Nothing is known of what is in it.", _received),
    ("locked by a key-holder", "The place answers for it.", _locked),
    ("locked by somebody without a key", "Nobody answers for it.", _locked_without_a_key),
    (
        "locked after the role was taken back",
        "Marked; locking up waits for no role.",
        _locked_without_a_role,
    ),
    ("handed over", "The handler stays in charge.", _handed_over),
    ("taken by the performer", "Their own word on it is no look.", _taken_in_hand),
    ("collected from the performer", "What was shown stands.", _collected),
    (
        "collected from a locked place",
        "Taking out is a step; this went ahead of it.",
        _collected_from_a_place,
    ),
    ("went ahead", "A gun that left its lock unasked: nobody answers.", _went_ahead),
    ("out of chain", "Both effects count: the chain's, then the report's.", _out_of_chain),
)


# -- showings ------------------------------------------------------------------------------------


def _one_look(day: Day) -> Asks:
    day.taken_out()
    day.look(HANDLER)
    return [shown("unknown")]


def _two_looks(day: Day) -> Asks:
    day.taken_out()
    day.both_look()
    return [shown("empty")]


def _two_handlers(day: Day) -> Asks:
    day.taken_out()
    day.look(HANDLER)
    day.look(OTHER_HANDLER)
    return [shown("unknown")]


def _marked_look(day: Day) -> Asks:
    day.taken_out()
    body = people.WithdrawRoles(person=FIRST_AD, roles=(Role.SECOND_PERSON,))
    day.told(body, OFFICER_1, OFFICER_2)
    day.look(HANDLER)
    day.look(SECOND, said=MARKED)
    odd = (Holds.ODD,)
    day.look(SECOND, held=odd, said=MARKED)
    return [shown("unknown"), questions(("not-nameable", [GUN]))]


def _earlier_change(day: Day) -> Asks:
    before = day.taken_out()
    day.look(HANDLER)
    day.told(speaking.AskToSee(weapon=GUN), PERFORMER)
    day.look(SECOND, cites=before)
    return [shown("unknown"), ended("asked-to-see")]


def _disagree(day: Day) -> Asks:
    day.taken_out()
    day.both_look()
    day.look(PERFORMER, held=(DUMMY,), purpose=handling.Purpose.OWN)
    return [shown("unknown")]


def _failed_twice(day: Day) -> Asks:
    day.taken_out()
    for _ in range(2):
        day.look(HANDLER)
        day.look(SECOND, held=(DUMMY,))
    day.both_look()
    return [shown("unknown")]


def _failed_once(day: Day) -> Asks:
    day.taken_out()
    day.look(HANDLER)
    day.look(SECOND, held=(DUMMY,))
    day.both_look()
    return [shown("empty")]


def _going_in(day: Day) -> Asks:
    day.shown_with(2)
    return [
        *(shown("dummies", 2), booked({DUMMIES: 2}), stocked(8, 0, 8, 0)),
        *(sums(10, 0, 8, 0, 2, 0, 0, 0, 0), (["loose"], 0)),
    ]


def _came_back(day: Day) -> str:
    day.shown_with(2)
    change = day.last(GUN)
    day.handed_over()
    day.told(handling.Collect(weapons=(GUN,), giver=ACTOR))
    return change


def _going_in_once_more(day: Day) -> Asks:
    change = _came_back(day)
    for signer in (HANDLER, SECOND):
        day.look(signer, held=(DUMMY, DUMMY), cites=change)
    return [shown("dummies", 2)]


def _late_and_otherwise(day: Day) -> Asks:
    change = _came_back(day)
    day.look(SECOND, held=(DUMMY,), cites=change)
    return [shown("unknown")]


def _not_seen_empty(day: Day) -> Asks:
    day.dummies()
    day.taken_out()
    day.load(2)
    day.both_look(DUMMY, DUMMY)
    return [shown("unknown"), booked({DUMMIES: 2})]


def _one_more_than_booked(day: Day) -> Asks:
    day.dummies()
    day.taken_out()
    day.both_look()
    day.load(2)
    day.both_look(DUMMY, DUMMY, DUMMY)
    return [shown("unknown"), booked({DUMMIES: 2})]


def _clock_set_back(day: Day) -> Asks:
    day.taken_out()
    day.both_look()
    day.started_again(later_ms=-3_600_000)
    return [shown("unknown"), ended("was-locked-away")]


def _started_again(day: Day) -> Asks:
    day.taken_out()
    day.both_look()
    day.started_again(later_ms=3_600_000)
    return [shown("empty")]


def _corrected(day: Day) -> Asks:
    day.taken_out()
    event = day.look(HANDLER)
    day.look(SECOND)
    day.told(officers.Correct(event=event), SECOND)
    return [shown("unknown"), ended("corrected"), questions(("corrected", []))]


SHOWN: Final[tuple[Row, ...]] = (
    ("one look", "One pair of eyes is no showing.", _one_look),
    ("two looks", "A handler and a second person.", _two_looks),
    ("two handlers", "The second person is nobody who handles.", _two_handlers),
    ("a marked look", "It supports nothing; what is odd in it counts.", _marked_look),
    ("a look at what was before", "It names another change than the last.", _earlier_change),
    ("a performer saw a round", "Whoever saw otherwise counts.", _disagree),
    ("two turns failed", "A third is no way out.", _failed_twice),
    ("one turn failed", "Looking once more is.", _failed_once),
    ("dummies seen going in", "Both had seen it empty.", _going_in),
    ("going in, said once more", "What was seen then stands.", _going_in_once_more),
    ("going in, said otherwise", "Whoever sees otherwise counts.", _late_and_otherwise),
    ("dummies into a gun not seen empty", "Nobody knows what was in it before.", _not_seen_empty),
    ("one more seen than booked", "The book and the gun differ.", _one_more_than_booked),
    ("the clock set back", "Nobody can say how old the looks are.", _clock_set_back),
    ("the machine started again", "Its clock went on: they are an hour old.", _started_again),
    (
        "a look corrected",
        "What rests on it ends.",
        _corrected,
    ),
)


# -- trouble -------------------------------------------------------------------------------------


def _misfire(day: Day) -> Asks:
    day.shown_with(2)
    day.told(guns.Misfire(weapon=GUN), PERFORMER)
    return [
        *(shown("waiting-after-misfire"), ended("misfired"), booked({DUMMIES: 2})),
        due(clear=True, bore=True, function=True),
    ]


def _made_clear(day: Day) -> Asks:
    day.shown_with(2)
    day.told(guns.Misfire(weapon=GUN), PERFORMER)
    day.unloaded(2)
    asked = [shown("unknown"), due(clear=False, bore=True, function=True)]
    return [*asked, stocked(10, 0, 8, 0)]


def _seen_after(day: Day) -> Asks:
    day.taken_out()
    day.told(guns.Misfire(weapon=GUN), PERFORMER)
    day.rounds(Kind.DUMMY)
    day.unloaded(0)
    day.look(HANDLER)
    day.told(guns.FunctionSeen(weapon=GUN, cites=day.last(GUN), works=True))
    return [due(clear=False, bore=True, function=False)]


def _dropped(day: Day) -> Asks:
    day.taken_out()
    body = handling.ShowingEnded(weapon=GUN, cause=handling.EndCause.DROPPED)
    day.told(body, PERFORMER)
    return [ended("dropped"), due(clear=True, bore=True, function=True), shown("unknown")]


def _discharge(day: Day) -> Asks:
    day.rounds(Kind.BLANK)
    day.taken_out()
    day.load(1, name=BLANKS, box=BLANK_BOX)
    day.told(guns.Discharge(weapon=GUN), PERFORMER)
    return [
        *(questions(("discharge", [GUN])), booked({}, 1)),
        sums(10, 0, 9, 0, 0, 1, 0, 0, 0, lot=BLANKS),
    ]


def _discharge_of_what(day: Day) -> Asks:
    day.taken_out()
    day.told(guns.Discharge(weapon=GUN), PERFORMER)
    return [questions(("looks-live", [GUN])), booked({}, 1)]


def _unfit(day: Day) -> Asks:
    day.taken_out()
    day.both_look()
    body = guns.FoundUnfit(weapon=GUN, part=guns.Part.HAMMER)
    first = day.told(body, PERFORMER)
    second = day.told(guns.FoundUnfit(weapon=GUN, part=guns.Part.TRIGGER), SECOND)
    day.told(guns.Release(weapon=GUN, unfit=first), HANDLER, SECOND)
    return [
        *((["unfit", GUN], [second]), ended("released"), shown("unknown")),
        due(clear=False, bore=True, function=True),
    ]


TROUBLE: Final[tuple[Row, ...]] = (
    ("a misfire", "It waits; what is in it stays in the book.", _misfire),
    ("made clear after it", "Bore and function are seen after that.", _made_clear),
    ("bore and function seen after it", "The bore stays due until the next load.", _seen_after),
    ("dropped", "As after a misfire, but it does not wait.", _dropped),
    ("a discharge", "Booked as any gunshot, and a question that blocks.", _discharge),
    ("a discharge of nothing booked", "The graver topic stays.", _discharge_of_what),
    ("found unfit twice, released once", "The other finding stands.", _unfit),
)


# -- what nobody signed --------------------------------------------------------------------------


def _unsigned(day: Day, reported: str, **fields: Any) -> str:
    body = desk.Unattributed(
        reported=reported,
        why=desk.Why.KEY_REVOKED,
        arrived=key(reported).hex,
        **fields,
    )
    return day.told(body, THE_DESK)


def _unsigned_lock(day: Day) -> Asks:
    day.taken_out()
    day.both_look()
    event = _unsigned(day, "lock", items=tuple(sorted((GUN, GUN_SAFE))))
    return [
        *(charge(GUN, "gap", event), hand(GUN, ""), ended("unattributed")),
        *(questions(("unattributed", [GUN, GUN_SAFE])), gaps(gun="gap", place="gap")),
    ]


def _unsigned_fired(day: Day) -> Asks:
    day.rounds(Kind.BLANK)
    day.taken_out()
    day.load(1, name=BLANKS, box=BLANK_BOX)
    _unsigned(day, "fired", items=(GUN,))
    return [
        *(questions(("not-nameable", [GUN])), booked({BLANKS: 1}), gaps(gun="gap")),
        due(clear=False, bore=True, function=False),
    ]


def _unsigned_discharge(day: Day) -> Asks:
    day.taken_out()
    _unsigned(day, "discharge", items=(GUN,))
    return [questions(("not-nameable", [GUN])), booked({}), gaps(gun="gap")]


def _unsigned_misfire(day: Day) -> Asks:
    day.taken_out()
    event = _unsigned(day, "misfire", items=(GUN,))
    return [
        *(shown("waiting-after-misfire"), charge(GUN, "gap", event), ended("misfired")),
        *(questions(("unattributed", [GUN])), due(clear=True, bore=True, function=True)),
    ]


def _unsigned_unfit(day: Day) -> Asks:
    day.taken_out()
    event = _unsigned(day, "found-unfit", items=(GUN,))
    return [
        *((["unfit", GUN], [event]), charge(GUN, "handler", ARMORER), gaps()),
        questions(("unattributed", [GUN])),
    ]


def _unsigned_asking(day: Day) -> Asks:
    day.taken_out()
    day.both_look()
    _unsigned(day, "ask-to-see", items=(GUN,))
    return [ended("asked-to-see"), shown("unknown"), questions(), gaps()]


UNSIGNED: Final[tuple[Row, ...]] = (
    ("locked, by a revoked key", "Who has it now nobody says.", _unsigned_lock),
    ("fired, by a revoked key", "Asked and due; nothing is booked.", _unsigned_fired),
    ("a discharge, by a revoked key", "What went off is asked first.", _unsigned_discharge),
    ("a misfire, by a revoked key", "It waits all the same.", _unsigned_misfire),
    ("unfit, by a revoked key", "It waits for a gunsmith; nobody lost it.", _unsigned_unfit),
    ("asked to see, by a revoked key", "What was shown has ended.", _unsigned_asking),
)
