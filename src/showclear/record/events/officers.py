"""Opening a ledger and who may sign in it: officers, enrolment, revocation, packs, waivers."""

from __future__ import annotations

import enum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from showclear.field.ids import (
    NO_ITEM,
    EventId,
    NewKey,
    NewPerson,
    SomeEvent,
    SomeItem,
    SomePerson,
)
from showclear.field.people import Role, Title
from showclear.field.production import Tier
from showclear.record.events.base import (
    OFFICER,
    Body,
    EventType,
    Fact,
    Mood,
    OriginText,
    RowId,
    Slug,
    Words,
    ascending,
    nothing,
    slots,
)
from showclear.record.limits import (
    OFFICERS_MAX,
    OFFICERS_MIN,
    PACKS_MAX,
    ROLES_MAX,
    ROWS_MAX,
    SIZE_MAX,
    UTC_OFFSET_MINUTES_MAX,
)

NAME_PATH: Final = "name"  # field path of a person's name in its commitment


class Officer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An officer at the opening: random id, public key, commitment to the name."""

    person: NewPerson
    key: NewKey
    name: Words


class PackChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows of one pack that the production adopts, with the SHA-256 of the pack's text."""

    pack: Slug
    digest: NewKey  # same written form: 64 hex digits
    rows: Annotated[tuple[RowId, ...], Meta(max_length=ROWS_MAX)]


class ChosenDuty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of adopted rows whose duties contradict each other, the pack whose duty is in force."""

    row: RowId
    pack: Slug


Packs = Annotated[tuple[PackChoice, ...], Meta(max_length=PACKS_MAX)]


class Predecessor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The dead ledger that this one succeeds: its origin and last good head."""

    origin: OriginText
    size: Annotated[int, Meta(ge=1, le=SIZE_MAX)]
    root: Annotated[bytes, Meta(min_length=32, max_length=32)]


class Opening(Body, frozen=True, tag="opening/1"):
    """Entry 0: keys, officers and adopted rows; its hash is the trust anchor."""

    desk_key: NewKey
    ledger_key: NewKey
    officers: Annotated[
        tuple[Officer, ...], Meta(min_length=OFFICERS_MIN, max_length=OFFICERS_MAX)
    ]
    packs: Packs
    utc_offset_minutes: Annotated[int, Meta(ge=-UTC_OFFSET_MINUTES_MAX, le=UTC_OFFSET_MINUTES_MAX)]
    production: Words = ""
    tier: Tier = Tier.FULL
    succeeds: Predecessor | None = None


class Enrol(Body, frozen=True, tag="enrol/1"):
    """A key is enrolled for a person; two officers sign, and the new key as proof it is held."""

    person: NewPerson
    key: NewKey
    title: Title
    roles: Annotated[tuple[Role, ...], Meta(min_length=1, max_length=ROLES_MAX)]
    name: Words = ""


class RevokeCause(enum.Enum):
    """Why a key is revoked. No cause says anything about a person."""

    LOST = "lost"
    LEFT = "left"
    REPLACED = "replaced"
    OTHER = "other"


class Revoke(Body, frozen=True, tag="revoke/1"):
    """A key counts no more from the next index on."""

    key: NewKey
    cause: RevokeCause


class Grant(Body, frozen=True, tag="grant/1"):
    """A person may act in further roles."""

    person: SomePerson
    roles: Annotated[tuple[Role, ...], Meta(min_length=1, max_length=ROLES_MAX)]


class Adopt(Body, frozen=True, tag="adopt/1"):
    """From the next index on exactly these rows are in force; the whole core is among them.

    ``tier`` says what kind of production it is from then on.
    """

    packs: Packs
    tier: Tier = Tier.FULL
    reason: Words = ""
    chosen: Annotated[tuple[ChosenDuty, ...], Meta(max_length=PACKS_MAX)] = ()


class Waive(Body, frozen=True, tag="waive/1"):
    """One row is waived for one item until the day is closed, with the measure taken instead."""

    row: RowId
    item: SomeItem
    measure: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Correct(Body, frozen=True, tag="correct/1"):
    """An earlier event is said to be wrong: opens a question, voids what rests on it."""

    event: SomeEvent
    item: SomeItem = NO_ITEM
    words: Words = ""


def corrected(body: Correct) -> EventId:
    """Return the id of the event that a correction points at."""
    return body.event


TYPES: Final = (
    EventType(
        body=Opening,
        mood=Mood.STEP,
        signers=slots(OFFICER, OFFICER, OFFICER, least=2),
        touches=nothing,
        cites=nothing,
        facts=(Fact.PERSON_ENROLLED, Fact.ROW_ADOPTED),
        says="The ledger is opened by its officers.",
        source="DESIGN.md, The record: Opening",
    ),
    EventType(
        body=Enrol,
        mood=Mood.STEP,
        signers=slots(OFFICER, OFFICER, frozenset({Role.ENROLLED})),
        touches=nothing,
        cites=nothing,
        facts=(Fact.PERSON_ENROLLED, Fact.ROLE_GRANTED),
        says="Two officers enrol a person's key; the key itself signs too.",
        source="DESIGN.md, The record: Opening",
    ),
    EventType(
        body=Revoke,
        mood=Mood.STEP,
        signers=slots(OFFICER, OFFICER),
        touches=nothing,
        cites=nothing,
        facts=(Fact.KEY_REVOKED,),
        says="Two officers revoke a key from the next index on.",
        source="DESIGN.md, The record: Opening",
    ),
    EventType(
        body=Grant,
        mood=Mood.STEP,
        signers=slots(OFFICER, OFFICER),
        touches=nothing,
        cites=nothing,
        facts=(Fact.ROLE_GRANTED,),
        says="Two officers grant a person further roles.",
        source="DESIGN.md, Words: officer",
    ),
    EventType(
        body=Adopt,
        mood=Mood.STEP,
        signers=slots(OFFICER, OFFICER),
        touches=nothing,
        cites=nothing,
        facts=(Fact.ROW_ADOPTED,),
        says="The production adopts these rows, by name and digest.",
        source="DESIGN.md, The rooms: rules",
    ),
    EventType(
        body=Waive,
        mood=Mood.STEP,
        signers=slots(OFFICER, OFFICER),
        touches=nothing,
        cites=lambda body: ascending(body.item),
        facts=(Fact.WAIVER,),
        says="One row is waived for one item until the day closes; a measure is taken instead.",
        source="DESIGN.md, The rooms: rules",
    ),
    EventType(
        body=Correct,
        mood=Mood.REPORT,
        signers=slots(frozenset(Role) - {Role.DESK, Role.ENROLLED}),
        touches=lambda body: ascending(body.item),
        cites=nothing,
        facts=(Fact.OPEN_QUESTION, Fact.SHOWING_ENDED),
        says="An earlier event is said to be wrong; what rests on it no longer stands.",
        source="DESIGN.md, The record: Corrections",
    ),
)
