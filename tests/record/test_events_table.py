"""The event table: every row says mood, signers, what it touches, and where it comes from."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showclear.field.ids import EventId, KeyId
from showclear.field.people import Role
from showclear.record.event import decode_event
from showclear.record.events.base import Mood, ascending, slots
from showclear.record.events.desk import Decided, decided_ids
from showclear.record.events.officers import Correct, corrected
from showclear.record.events.table import BY_BODY, BY_TAG, TABLE, AnyBody, by_tag, type_of
from showclear.record.limits import SIGNATURES_MAX
from tests.record.event_strategies import bodies
from tests.record.examples import examples

EXAMPLES_OF_A_TYPE = 20
# The whole table: moods and the roles of each signer in turn. A row changes only by a new version.
MOODS = {
    Mood.STEP: """opening enrol revoke grant adopt waive answer open-day take-out load hand-over
        end-keep lift-stop credential class-limit withdraw-roles guardian-present
        name-key-holders assess approve-set-up nothing-moved brief provide count-area
        approve-lots release go-again issue-line""",
    Mood.LOOK: "prove look function-seen look-line counted",
    Mood.DESK: "decided unattributed",
    Mood.REPORT: """correct receive-weapon receive-container receive-rounds open-delivery
        found-round move-rounds close-day unload shown collect lock fired showing-ended went-ahead
        keep-as-found stop concern decline ask-to-see credential-ended minor duty
        carrier set-up-changed provision-ended rolling cut test-fire found-unfit snapped misfire
        discharge relieve guarded-by found-with on-paper ship destroyed begin-count end-count
        evidence-seen""",
}


def test_moods() -> None:
    """Steps ask leave, looks answer, reports say what has happened: each type has one mood."""
    for mood, names in MOODS.items():
        assert {row.name for row in TABLE if row.mood is mood} == set(names.split())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.tag)
def test_a_row_is_whole(row: Any) -> None:
    """A row has a tag with a version, a sentence, a source, and signers an envelope can hold."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*/[1-9][0-9]*", row.tag)
    assert row.tag == f"{row.name}/1"
    assert row.says.endswith(".")
    assert row.source
    assert 1 <= row.signers.least <= len(row.signers.roles) <= SIGNATURES_MAX
    assert all(row.signers.roles)
    assert by_tag(row.tag) is row is BY_TAG[row.tag] is BY_BODY[row.body]


def test_an_unknown_tag() -> None:
    """A tag that no row has is no key of the table."""
    with pytest.raises(KeyError):
        by_tag("stop/2")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.tag)
@settings(max_examples=EXAMPLES_OF_A_TYPE)
@given(data=st.data())
def test_touched_items_ascend(row: Any, data: st.DataObject) -> None:
    """What a body touches or cites is named once each, ascending, and never the empty id."""
    body = data.draw(bodies(row.body))
    assert type_of(body) is row
    for items in (row.touches(body), row.cites(body)):
        assert list(items) == sorted(set(items))
        assert "" not in items


def test_every_body_is_in_the_union() -> None:
    """The decoder knows exactly the table's bodies."""
    assert set(AnyBody.__args__) == set(BY_BODY)


def test_looks_and_steps_are_never_the_desks() -> None:
    """The desk signs its own events alone; a newcomer's key only its own enrolment."""
    for row in TABLE:
        roles = set().union(*row.signers.roles)
        assert (Role.DESK in roles) == (row.mood is Mood.DESK)
        assert (Role.ENROLLED in roles) == (row.name == "enrol")


def test_helpers_of_the_table() -> None:
    """All slots are needed unless fewer are said; the empty id names nothing."""
    handler = frozenset({Role.HANDLER})
    assert slots(handler, handler).least == 2
    assert slots(handler, handler, least=1).least == 1
    assert ascending("w-2", "", "c-1", "w-2") == ("c-1", "w-2")  # type: ignore[arg-type]


def test_what_a_correction_and_a_decided_speak_of() -> None:
    """A correction names one event; a decided names those of its commit in order."""
    body = decode_event(examples()["decided/1"]).body
    assert isinstance(body, Decided)
    assert decided_ids(body) == (EventId("ab" * 32),)
    both = msgspec.structs.replace(body, entries=body.entries * 2)
    assert decided_ids(both) == (EventId("ab" * 32),) * 2
    assert corrected(Correct(event=EventId("cd" * 32))) == "cd" * 32
    assert body.packs == KeyId(body.packs)
