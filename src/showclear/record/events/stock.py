"""Receiving weapons, containers and rounds; proving rounds one by one; rounds that are found."""

from __future__ import annotations

import enum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from showclear.field.ids import (
    NO_EVENT,
    NO_ITEM,
    LotId,
    NewContainer,
    NewLot,
    NewWeapon,
    SomeEvent,
    SomeItem,
    SomeLot,
    SomePerson,
)
from showclear.field.mechanisms import CAPACITY_MAX, CHAMBERS_MAX, Adaptation
from showclear.field.stock import (
    Calibre,
    Form,
    Kind,
    Odd,
    Proof,
    Purpose,
    Rounds,
    RoundsOrNone,
    WeaponClass,
)
from showclear.record.events.base import (
    ANYONE,
    HANDLER,
    LOOKER,
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

KEY_HOLDERS_MAX: Final = 16  # more people with a key is no longer a lock (rules.md R47)
PROOFS_MAX: Final = len(Proof)
ODDS_MAX: Final = 64
CALIBRES_MAX: Final = 8  # a five-in-one gun takes three or four


class ReceiveWeapon(Body, frozen=True, tag="receive-weapon/1"):
    """A weapon has arrived; its receiver is in charge of it."""

    weapon: NewWeapon
    weapon_class: WeaponClass
    pattern: Slug
    chambers: Annotated[int, Meta(ge=0, le=CHAMBERS_MAX)]  # or barrels
    capacity: Annotated[int, Meta(ge=0, le=CAPACITY_MAX)] = 0  # of its gun magazine
    adaptation: Adaptation = Adaptation.NONE
    calibres: Annotated[tuple[Calibre, ...], Meta(max_length=CALIBRES_MAX)] = ()
    serial: Words = ""
    supplier: Words = ""
    papers: Words = ""
    photograph: Words = ""
    shipped: SomeEvent = NO_EVENT  # the other ledger's event by which it left there


class ReceiveContainer(Body, frozen=True, tag="receive-container/1"):
    """A container is taken into use; a locked place names who holds its keys."""

    container: NewContainer
    form: Form
    purpose: Purpose
    key_holders: Annotated[tuple[SomePerson, ...], Meta(max_length=KEY_HOLDERS_MAX)] = ()
    label: Words = ""


class ReceiveRounds(Body, frozen=True, tag="receive-rounds/1"):
    """Rounds of one lot have arrived in a container; ``kind`` is what the supplier says."""

    lot: NewLot
    kind: Kind
    calibre: Calibre
    rounds: Rounds
    container: SomeItem
    sealed: bool
    maker: Words = ""
    supplier: Words = ""
    receipt: Words = ""
    shipped: SomeEvent = NO_EVENT  # the other ledger's event by which they left there


class OpenDelivery(Body, frozen=True, tag="open-delivery/1"):
    """A sealed container has been opened: from now on its rounds are proved or unknown."""

    container: SomeItem


class OddRounds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many rounds were not as they should be, and how."""

    rounds: Rounds
    seen: Odd


class Prove(Body, frozen=True, tag="prove/1"):
    """One person's look at rounds one by one: proofs perceived on *each* of ``rounds``.

    ``cites`` names the last event of the container; rounds that are odd are not in ``rounds``.
    """

    container: SomeItem
    lot: SomeLot
    cites: SomeEvent
    kind: Kind
    rounds: RoundsOrNone
    each: Annotated[tuple[Proof, ...], Meta(max_length=PROOFS_MAX)] = ()
    odd: Annotated[tuple[OddRounds, ...], Meta(max_length=ODDS_MAX)] = ()


class Grade(enum.Enum):
    """How two people grade a found round or case (rules.md R15)."""

    OURS = "ours"
    NOT_NAMEABLE = "not-nameable"
    LOOKS_LIVE = "looks-live"


class FoundRound(Body, frozen=True, tag="found-round/1"):
    """Rounds or cases were found. Graded by two together; one alone counts as not nameable."""

    grade: Grade
    kind: Kind
    rounds: Rounds
    lot: SomeLot = LotId("")
    into: SomeItem = NO_ITEM
    where: Words = ""


class Move(Body, frozen=True, tag="move-rounds/1"):
    """Rounds of one lot have been put from one container into another, by a handler."""

    lot: SomeLot
    rounds: Rounds
    source: SomeItem
    target: SomeItem


class Answer(Body, frozen=True, tag="answer/1"):
    """An open question or concern is answered by those who may; the words lie beside the log."""

    of: SomeEvent = NO_EVENT
    words: Words = ""


TYPES: Final = (
    EventType(
        body=ReceiveWeapon,
        mood=Mood.REPORT,
        signers=slots(HANDLER),
        touches=lambda body: ascending(body.weapon),
        cites=nothing,
        facts=(Fact.ITEM_PRESENT, Fact.OPEN_QUESTION),
        says="A weapon has arrived; nothing is known of what is in it.",
        source="rules.md R11",
    ),
    EventType(
        body=ReceiveContainer,
        mood=Mood.REPORT,
        signers=slots(HANDLER),
        touches=lambda body: ascending(body.container),
        cites=nothing,
        facts=(Fact.ITEM_PRESENT,),
        says="A container is taken into use.",
        source="rules.md R24, R47",
    ),
    EventType(
        body=ReceiveRounds,
        mood=Mood.REPORT,
        signers=slots(HANDLER),
        touches=lambda body: ascending(body.container),
        cites=nothing,
        facts=(Fact.ITEM_PRESENT,),
        says="Rounds have arrived; what they are rests on proof, not on the label.",
        source="rules.md R15, R17",
    ),
    EventType(
        body=OpenDelivery,
        mood=Mood.REPORT,
        signers=slots(HANDLER),
        touches=lambda body: ascending(body.container),
        cites=nothing,
        facts=(Fact.ROUND_NOT_NAMEABLE,),
        says="A sealed delivery has been opened.",
        source="rules.md R15, R18",
    ),
    EventType(
        body=Prove,
        mood=Mood.LOOK,
        signers=slots(LOOKER),
        touches=nothing,
        cites=lambda body: ascending(body.container),
        facts=(Fact.ROUND_PROVED, Fact.ROUND_LOOKS_LIVE, Fact.ROUND_NOT_NAMEABLE),
        says="One person has looked at these rounds one by one.",
        source="rules.md R18",
    ),
    EventType(
        body=FoundRound,
        mood=Mood.REPORT,
        signers=slots(ANYONE, ANYONE, least=1),
        touches=lambda body: ascending(body.into),
        cites=nothing,
        facts=(Fact.ROUND_LOOKS_LIVE, Fact.ROUND_NOT_NAMEABLE, Fact.OPEN_QUESTION),
        says="Rounds or cases were found; thank you for saying so.",
        source="rules.md R15, Applied",
    ),
    EventType(
        body=Move,
        mood=Mood.REPORT,
        signers=slots(HANDLER),
        touches=lambda body: ascending(body.source, body.target),
        cites=nothing,
        facts=(Fact.OPEN_QUESTION,),
        says="Rounds have been put from one container into another.",
        source="rules.md R17, R24",
    ),
    EventType(
        body=Answer,
        mood=Mood.STEP,
        signers=slots(ANYONE, ANYONE, ANYONE, least=1),
        touches=nothing,
        cites=nothing,
        facts=(Fact.ANSWER,),
        says="An open question or concern is answered.",
        source="rules.md R15, R48",
    ),
)
