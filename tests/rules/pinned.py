"""A fixed set of histories, and a digest of every verdict in them for each kind of step.

A verdict here is an outcome and its codes. What is kept in ``pinned_verdicts.json`` belongs to one
``RULES_VERSION``: audit compares verdicts only where the version is the same, and a desk uses a
snapshot only of its own version. After raising it, or where no verdict changed::

    python -m tests.rules.pinned
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from showclear.field.ids import NO_EVENT, EventId
from showclear.field.people import Role
from showclear.record.events.base import Mood
from showclear.record.events.handling import EndKeep, OpenDay
from showclear.record.events.officers import Adopt, Grant, Revoke, RevokeCause, Waive
from showclear.record.events.speaking import Concern, ConcernClass, LiftStop
from showclear.record.events.stock import Answer
from showclear.record.events.table import BY_BODY
from showclear.rules.decide import RULES_VERSION
from tests.invariants.walk import History, walk
from tests.kit import OFFICERS, World, all_rows, box, enrolment, gun, person, words
from tests.rules.pinned_day import days

KEPT: Final = Path(__file__).parent / "pinned_verdicts.json"
FIRST: Final = ("stocked", "on_the_day", "with_dummies", "in_hand")
WALKS: Final = 12  # from each of these starts
MOVES_EACH: Final = 30
NUMBERS_EACH: Final = 7
TWO: Final = OFFICERS[:2]
STALE: Final = EventId("ab" * 32)
# Written out: a move that is added to the walk later changes nothing here.
MOVES: Final = [
    "take_out",
    "lock",
    "load",
    "unload",
    "hand_over",
    "collect",
    "fired",
    "showing_ended",
    "went_ahead",
    "keep",
    "stop",
    "concern",
    "ask_to_see",
    "receive_rounds",
    "open_delivery",
    "found_round",
    "move_rounds",
    "shown",
    "revoke",
    "grant",
    "look_anyhow",
    "show_empty",
    "opening_check",
    "show_going_in",
    "load_shown",
    "hand_over_shown",
    "unload_booked",
    "prove_booked",
    "find_odd",
    "find_ours",
    "correct",
    "answer",
    "lift_stop",
    "end_keep",
    "waive",
    "day",
    "stale",
    "pause",
]

Line = tuple[str, str, tuple[str, ...]]


def walks() -> Iterator[World]:
    """Yield stories of sense and nonsense, chosen by hashes: the same on every machine."""
    for start in FIRST:
        for number in range(WALKS):
            moves = []
            for move in range(MOVES_EACH):
                drawn = sha256(f"{start} {number} {move}".encode()).digest()
                numbers = tuple(byte % 60 for byte in drawn[1 : 1 + NUMBERS_EACH])
                moves.append((MOVES[drawn[0] % len(MOVES)], numbers))
            yield walk(History(start, tuple(moves)))


def office() -> World:
    """Tell what officers do, well and badly."""
    story = World()
    newcomer = enrolment("newcomer", "grip", (Role.CREW,))
    story.tell(newcomer, *TWO, "newcomer")
    story.tell(newcomer, *TWO, "newcomer")
    story.tell(enrolment("stranger", "stranger", (Role.DESK,)), *TWO, "stranger")
    for role in (Role.OUTSIDE, Role.ENROLLED):
        story.tell(Grant(person=person("grip").id, roles=(role,)), *TWO)
    for packs in (all_rows(), (), all_rows()[:1], all_rows()[1:]):
        story.tell(Adopt(packs=packs), *TWO)
    for name in ("newcomer", "newcomer", "owner", "manager"):
        story.tell(Revoke(key=person(name).key, cause=RevokeCause.LOST), *TWO)
    story.receive_gun("colt")
    for row in ("R25", "R32", "R99"):
        story.tell(Waive(row=row, item=gun("colt"), measure=words("x")), *TWO)
    return story


def speaking() -> World:
    """Say stop, be concerned, keep things, and let those named and others lift it."""
    story = World()
    story.handed_over()
    story.tell(OpenDay(date="2026-11-23"), "grip")
    for by in (("grip", "rep"), ("first-ad",), ("first-ad", "armorer")):
        stop = story.stop()
        story.take_out("colt")
        story.tell(LiftStop(stop=stop.id), *by)
    story.tell(LiftStop(stop=STALE), "first-ad", "armorer")
    concern = story.tell(Concern(about=ConcernClass.LIVE_ROUND), "grip")
    for by_whom in ("grip", "rep"):
        story.load("colt")
        story.tell(Answer(of=concern.id), by_whom)
    story.tell(Answer(of=NO_EVENT), "rep")
    kept = story.keep(gun("colt"), box("vault"))
    story.take_out("colt")
    for event in (STALE, kept.id):
        story.tell(EndKeep(keep=event), *TWO, "inspector")
    return story


def handing() -> World:
    """Hand over without naming the looks, then as it should be; one signs twice to lift a stop."""
    story = World()
    story.working_day()
    story.take_out("colt")
    story.show_empty("colt")
    story.load("colt")
    looks = story.show_going_in("colt", dummies=6)
    for cited, announced in ((), 6), (looks[:1], 6), (looks, 5), (looks, 6):
        story.hand_over("colt", rounds=announced, looks=cited)
    stop = story.stop()
    story.tell(LiftStop(stop=stop.id), "armorer", "armorer")
    return story


def verdicts() -> list[Line]:
    """Return every verdict on a step in all the stories, in order."""
    stories = [World(packs=(), enrolled=False), office(), speaking(), handing(), *days(), *walks()]
    return [
        (BY_BODY[type(told.event.body)].name, told.outcome.value, told.codes)
        for story in stories
        for told in story.told
        if BY_BODY[type(told.event.body)].mood is Mood.STEP
    ]


def pinned(lines: list[Line]) -> dict[str, Any]:
    """Return the version of the rules, and for each kind of step how many and their digest."""
    digests = {}
    for name in sorted({line[0] for line in lines}):
        own = [line for line in lines if line[0] == name]
        digests[name] = f"{len(own)} {sha256(json.dumps(own).encode()).hexdigest()[:16]}"
    return {"rules_version": RULES_VERSION, "steps": digests}


def main() -> None:
    """Write what the rules say now, for a person to compare before keeping it."""
    KEPT.write_text(json.dumps(pinned(verdicts()), indent=2) + "\n")


if __name__ == "__main__":
    main()
