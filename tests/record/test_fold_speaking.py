"""The fold of speaking up, of what nobody's key stands for, of days, waivers, corrections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from showclear.field.ids import NOBODY
from showclear.record.events.desk import Outcome, Unattributed, Why
from showclear.record.events.officers import Adopt, Correct, Waive
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    Decline,
    LiftStop,
    Side,
)
from showclear.record.events.stock import Answer
from showclear.record.state import State, Topic, Weapon
from tests.kit import (
    OFFICERS,
    Told,
    World,
    all_rows,
    box,
    gun,
    lot,
    person,
    words,
)

ARMORER = person("armorer").id
TWO = OFFICERS[:2]


def handed() -> World:
    """Return a day on which the performer holds the colt with six dummies."""
    told = World()
    told.handed_over()
    return told


def colt(told: World) -> Weapon:
    """Return the colt."""
    return told.state.weapons[gun("colt")]


def locked() -> World:
    """Return a day with the colt in its lock."""
    told = World()
    told.working_day()
    return told


def test_stop_and_lift() -> None:
    """A stop is open until it is lifted."""
    told = World()
    stop = told.stop()
    assert told.state.stops[stop.id].by == person("grip").id
    assert told.tell(LiftStop(stop=stop.id), "first-ad", "armorer").outcome is Outcome.ACCEPTED
    assert told.state.stops == {}


def test_concern_and_answer() -> None:
    """A concern is open until it is answered."""
    told = World()
    concern = told.tell(Concern(about=ConcernClass.DISCHARGE), "grip")
    assert told.state.concerns[concern.id].about is ConcernClass.DISCHARGE
    told.tell(Answer(of=concern.id), "rep")
    assert told.state.concerns == {}


def test_ask_to_see_and_decline() -> None:
    """Asking to see ends what was shown; declining is kept in the log alone."""
    told = handed()
    before = told.state.questions
    told.tell(Decline(weapon=gun("colt"), side=Side.TAKE), "stand-in")
    assert (colt(told).ended, told.state.questions) == ("loaded", before)
    told.tell(AskToSee(weapon=gun("colt")), "grip")
    assert colt(told).ended == "asked-to-see"
    assert told.tell(AskToSee(weapon=gun("ghost")), "grip").outcome is Outcome.OUT_OF_CHAIN


def unsigned(told: World, reported: str, *items: str, detail: str = "") -> Told:
    """Let the desk record a report without a key."""
    body = Unattributed(
        reported=reported,
        why=Why.KEY_UNKNOWN,
        arrived=person("stranger").key,
        items=tuple(gun(item) for item in items),
        detail=detail,
    )
    return told.tell_unsigned(body)


def _stops(state: State) -> object:
    return [fact.by for fact in state.stops.values()]


def _concerns(state: State) -> object:
    return [fact.about for fact in state.concerns.values()]


def _ended(state: State) -> object:
    return state.weapons[gun("colt")].ended


def _gaps(state: State) -> object:
    return [*state.gaps], [question.topic for question in state.questions.values()]


UNSIGNED: dict[str, tuple[tuple[str, ...], str, Callable[[State], object], object]] = {
    "a stop is a stop": (("stop",), "", _stops, [NOBODY]),
    "a concern keeps what it is about": (
        ("concern",), "discharge", _concerns, [ConcernClass.DISCHARGE],
    ),
    "a concern about something else": (("concern",), "x", _concerns, [ConcernClass.OTHER]),
    "asking to see ends the showing": (("ask-to-see", "colt"), "", _ended, "asked-to-see"),
    "of an unknown gun, nothing": (("ask-to-see", "ghost"), "", _ended, "loaded"),
    "declining changes nothing": (("decline", "colt"), "", _ended, "loaded"),
    "anything else opens a gap": (
        ("collect", "colt"), "", _gaps, ([gun("colt")], [Topic.UNATTRIBUTED]),
    ),
    "a gap about nothing known": (("collect",), "", _gaps, ([], [Topic.UNATTRIBUTED])),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSIGNED)
def test_what_nobodys_key_stands_for(name: str) -> None:
    """Without a key a report only ever takes away: a stop, a concern, a gap, never a support."""
    (reported, *items), detail, read, wanted = UNSIGNED[name]
    told = handed()
    unsigned(told, reported, *items, detail=detail)
    assert read(told.state) == wanted


def test_days_and_waivers() -> None:
    """A waiver ends with the day, and with the next adoption."""
    told = locked()
    body = Waive(row="R25", item=gun("colt"), measure=words("flags"))
    waived = told.tell(body, *TWO)
    assert told.state.waivers[waived.id].item == gun("colt")
    told.close_day()
    assert (told.state.waivers, told.state.day) == ({}, "")
    told.tell(body, *TWO)
    told.tell(Adopt(packs=all_rows()), *TWO)
    assert told.state.waivers == {}
    assert told.state.packs.packs == all_rows()


def test_a_correction_of_a_look_at_rounds() -> None:
    """A corrected look at rounds is forgotten; the gun named is to be shown anew."""
    told = World()
    told.receive_gun("colt")
    told.receive_box("dummies")
    told.receive_rounds("d45", "dummies", 5)
    told.open_delivery("dummies")
    proved = told.prove("dummies", "d45", 5)
    told.tell(Correct(event=proved.id, item=gun("colt")), "armorer")
    assert told.state.containers[box("dummies")].stock[lot("d45")].looks == []
    assert colt(told).ended == "corrected"
