"""The desk's own events: what became of each entry of a commit, and what nobody signed for."""

from __future__ import annotations

import enum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from showclear.field.ids import (
    NOBODY,
    EventId,
    ItemId,
    NewKey,
    SetUpId,
    SomeEvent,
    SomeItem,
    SomePerson,
    SomeSetUp,
)
from showclear.field.instants import SomeInstant
from showclear.record.events.base import (
    DESK_ONLY,
    Body,
    EventType,
    Fact,
    Mood,
    Slug,
    Words,
    ascending,
    nothing,
    slots,
)
from showclear.record.limits import CODES_MAX, OUTCOMES_MAX, SIZE_MAX, TOUCHES_MAX

Whole = Annotated[int, Meta(ge=0, le=SIZE_MAX)]
CodeText = Annotated[str, Meta(pattern=r"^[a-z]+(_[a-z]+)*\Z", max_length=48)]


class Outcome(enum.Enum):
    """What became of an entry."""

    ACCEPTED = "accepted"  # a step that nothing on record stood against
    REFUSED = "refused"  # a step; the codes say why
    ADMITTED = "admitted"  # a look, report or desk event
    OUT_OF_CHAIN = "out-of-chain"  # a report that does not fit what the record thought


class Decision(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The outcome of one entry. ``codes`` are reasons of a refusal, or marks on a report."""

    id: SomeEvent
    index: Whole
    outcome: Outcome
    codes: Annotated[tuple[CodeText, ...], Meta(max_length=CODES_MAX)] = ()
    late: bool = False


class Boot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which start of the machine, and milliseconds since it."""

    mark: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
    number: Whole
    ms: Whole


class Decided(Body, frozen=True, tag="decided/1"):
    """The last entry of every commit: the desk's word on each entry before it."""

    boot: Boot
    entries: Annotated[tuple[Decision, ...], Meta(min_length=1, max_length=OUTCOMES_MAX)]
    instant: SomeInstant
    packs: NewKey
    rules: Annotated[int, Meta(ge=1, le=SIZE_MAX)]


class Why(enum.Enum):
    """Why something cannot be attributed."""

    NO_KEY = "no-key"
    KEY_UNKNOWN = "key-unknown"
    KEY_REVOKED = "key-revoked"
    BAD_SIGNATURE = "bad-signature"


class Unattributed(Body, frozen=True, tag="unattributed/1"):
    """The desk records a report that nobody's key stands for: a gap, never a support."""

    reported: Slug
    why: Why
    arrived: NewKey  # SHA-256 of the bytes that came in
    items: Annotated[tuple[SomeItem, ...], Meta(max_length=TOUCHES_MAX)] = ()
    claimed: SomePerson = NOBODY
    detail: Annotated[str, Meta(pattern=r"^[a-z]+(-[a-z]+)*\Z", max_length=24)] = ""
    set_up: SomeSetUp = SetUpId("")  # that is said to have changed
    person: SomePerson = NOBODY  # whom it hinders
    duty: Slug = ""  # that they are said to have taken up
    words: Words = ""


def decided_ids(body: Decided) -> tuple[EventId, ...]:
    """Return the ids of the entries a ``decided`` speaks of, in order."""
    return tuple(decision.id for decision in body.entries)


def _items(body: Unattributed) -> tuple[ItemId, ...]:
    return ascending(*body.items)


TYPES: Final = (
    EventType(
        body=Decided,
        mood=Mood.DESK,
        signers=slots(DESK_ONLY),
        touches=nothing,
        cites=nothing,
        facts=(),
        says="The desk's word on each entry of this commit.",
        source="DESIGN.md, The record: decided",
    ),
    EventType(
        body=Unattributed,
        mood=Mood.DESK,
        signers=slots(DESK_ONLY),
        touches=_items,
        cites=nothing,
        facts=(
            Fact.OPEN_QUESTION,
            Fact.STOP,
            Fact.CONCERN,
            Fact.SHOWING_ENDED,
            Fact.FIRED,
            Fact.UNFIT,
            Fact.MISFIRED,
            Fact.DISCHARGE,
        ),
        says="A report that no key stands for.",
        source="DESIGN.md, The record: What cannot be attributed",
    ),
)
