"""Trace says everything the ledger says about one item, lot, person or key, in order."""

from __future__ import annotations

from functools import cache

import pytest

from showclear.errors import InvariantError
from showclear.field.ids import NO_EVENT
from showclear.field.people import Role
from showclear.record.envelope import event_id, open_envelope
from showclear.record.event import decode_event
from showclear.record.events.base import Mood
from showclear.record.events.desk import Outcome, Unattributed, Why
from showclear.record.events.officers import Revoke, RevokeCause
from showclear.record.fold import Kept
from showclear.record.showing import Shown
from showclear.record.state import By, Charge
from showclear.record.trace import TraceLine, Tracer, subjects
from showclear.record.verify import verify_ledger
from tests.kit import OnDesk, box, gun, lot, person, signed_by
from tests.record.forge import kept, verify


@cache
def story() -> OnDesk:
    """Return a whole day with a hand-over, a refusal and a report nobody signed."""
    told = OnDesk()
    given = told.handed_over("colt", dummies=6)
    told.shown("colt", given.id)
    assert told.take_out("colt").refused
    told.receive_gun("mauser")
    told.collect("colt")
    arrived = signed_by("grip", Role.CREW).key
    told.tell_unsigned(
        Unattributed(
            reported="lock",
            why=Why.KEY_UNKNOWN,
            arrived=arrived,
            items=(gun("mauser"),),
            claimed=person("stranger").id,
        )
    )
    told.tell(Revoke(key=person("stand-in").key, cause=RevokeCause.LOST), "producer", "manager")
    return told


def traced(subject: str) -> list[TraceLine]:
    """Return the lines about a subject."""
    tracer = Tracer(subject)
    verify_ledger(kept(story()), verify=verify, observer=tracer.commit)
    return tracer.lines


def test_a_guns_lines_say_who_was_in_charge_and_what_stood() -> None:
    """Line by line: what was done, by whom, and what the record makes of the gun afterwards."""
    lines = traced(gun("colt"))
    assert [line.type for line in lines] == [
        "receive-weapon", "lock", "look", "look", "take-out", "look", "look", "load", "look",
        "look", "hand-over", "shown", "take-out", "collect",
    ]  # fmt: skip
    assert [line.index for line in lines] == sorted(line.index for line in lines)
    handed = lines[10]
    assert handed.charge == Charge(By.HANDLER, person("armorer").id)
    assert handed.in_hand == person("performer").id
    assert handed.stands is not None
    assert (handed.stands.shown, handed.stands.rounds) == (Shown.DUMMIES, 6)
    assert (handed.mood, handed.outcome, handed.codes) == (Mood.STEP, Outcome.ACCEPTED, ())
    assert [signer.person for signer in handed.signers] == [person("armorer").id]
    assert handed.said_at <= handed.at
    refused = lines[12]
    assert refused.outcome is Outcome.REFUSED
    assert refused.codes
    assert refused.in_hand == person("performer").id
    assert lines[13].in_hand == person("armorer").id
    assert not any(line.gap or line.late for line in lines)
    assert lines[0].says


def test_a_gap_stands_where_it_was() -> None:
    """A report that nobody signed leaves the gun with nobody who answers for it."""
    lines = traced(gun("mauser"))
    assert [(line.type, line.gap) for line in lines] == [
        ("receive-weapon", False),
        ("unattributed", True),
    ]


@pytest.mark.parametrize(
    ("subject", "types"),
    [
        (lot("d45"), {"receive-rounds", "prove", "load"}),
        (
            box("dummies"),
            {"receive-container", "receive-rounds", "open-delivery", "prove", "load"},
        ),
        (box("vault"), {"receive-container", "lock", "take-out"}),
        (person("performer").id, {"enrol", "hand-over", "shown"}),
        (person("assistant").id, {"enrol", "receive-container"}),
        (person("owner").id, {"opening"}),
        (person("owner").key, {"opening"}),
        (person("desk").key, {"opening", "unattributed"}),
        (person("ledger").key, {"opening"}),
        (person("stand-in").key, {"enrol", "revoke"}),
        (person("stranger").id, {"unattributed"}),
        (gun("nowhere"), set()),
        ("", set()),
        ("handler", set()),
    ],
)
def test_whatever_names_the_subject_is_a_line(subject: str, types: set[str]) -> None:
    """Items, lots, people and keys are found wherever an event names them."""
    lines = traced(subject)
    assert {line.type for line in lines} == types
    weapon = subject == gun("colt")
    assert all((line.stands is not None) is weapon for line in lines)
    assert all(
        (line.charge is not None) is (subject in {box("dummies"), box("vault")}) for line in lines
    )


def test_an_event_is_found_where_it_is_cited() -> None:
    """A hand-over's looks and the performer's sentence lead to each other."""
    hand_over = traced(gun("colt"))[10]
    assert [line.type for line in traced(hand_over.event)] == ["shown"]
    looks = [line.event for line in traced(gun("colt")) if line.type == "look"]
    assert [line.type for line in traced(looks[-1])] == ["hand-over"]


def test_an_events_subjects_hold_no_empty_name() -> None:
    """Nothing is about nobody, whatever an event leaves out."""
    for entry in story().disk.entries:
        names = set(subjects(decode_event(open_envelope(entry.envelope).payload)))
        assert NO_EVENT not in names


def test_a_commit_that_does_not_end_is_a_bug() -> None:
    """Trace is handed whole commits; anything else is our own fault."""
    entry = story().disk.entries[0]
    payload = open_envelope(entry.envelope).payload
    one = Kept(index=0, id=event_id(payload), event=decode_event(payload))
    with pytest.raises(InvariantError, match="trace: entry 0 should be a decided"):
        Tracer("x").commit([one])
