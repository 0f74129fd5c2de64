"""How guns pass other than by one hand-over: a line, relief, found with, paper, shipped."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from showclear.field.ids import (
    NOBODY,
    SetUpId,
    SomeEvent,
    SomeItem,
    SomeLot,
    SomePerson,
    SomeSetUp,
)
from showclear.field.instants import SomeInstant
from showclear.field.mechanisms import BoreMethod, Holds, LookWay
from showclear.field.stock import Rounds, RoundsOrNone
from showclear.record.events.base import (
    ANYONE,
    HANDLER,
    LOOKER,
    Body,
    Detail,
    EventType,
    Fact,
    Items,
    Mood,
    OriginText,
    Words,
    ascending,
    nothing,
    slots,
)
from showclear.record.events.handling import Act, Announced, Purpose
from showclear.record.limits import LOOKS_CITED_MAX, TOUCHES_MAX

LINE_MAX: Final = 128  # guns of one walk: an envelope holds no more looks (ENVELOPE_BYTES_MAX)
VOUCHER_MAX: Final = 99_999  # five digits, as on the paper voucher


class Walked(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One gun of the line. ``odd`` where it was not as it should be, or could not be seen."""

    weapon: SomeItem
    cites: SomeEvent
    odd: Holds | None = None


class LookLine(Body, frozen=True, tag="look-line/1"):
    """One person's look at like guns, one after the other: each position of each one seen.

    Every gun not named odd was as it should be: empty, or for rubber non-firing.
    """

    line: Annotated[tuple[Walked, ...], Meta(min_length=1, max_length=LINE_MAX)]
    purpose: Purpose
    way: LookWay
    method: BoreMethod = BoreMethod.NOT_ASKED


class Voucher(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One gun of a line goes to one person, by voucher number; the person needs no key."""

    weapon: SomeItem
    to: SomePerson
    number: Annotated[int, Meta(ge=1, le=VOUCHER_MAX)]


class IssueLine(Body, frozen=True, tag="issue-line/1"):
    """The handler issues like guns along a line that two people have walked."""

    line: Annotated[tuple[Voucher, ...], Meta(min_length=1, max_length=LINE_MAX)]
    announced: Announced
    rounds: RoundsOrNone
    looks: Annotated[tuple[SomeEvent, ...], Meta(max_length=LOOKS_CITED_MAX)]
    acts: Annotated[tuple[Act, ...], Meta(max_length=len(Act))] = ()
    set_up: SomeSetUp = SetUpId("")


class Relieve(Body, frozen=True, tag="relieve/1"):
    """A handler takes over from another, who signs too where they can; nothing leaves sight."""

    items: Items


class GuardedBy(Body, frozen=True, tag="guarded-by/1"):
    """No handler can collect these now: somebody stands by them until one can."""

    items: Items
    guard: SomePerson


class FoundWith(Body, frozen=True, tag="found-with/1"):
    """Items were found with somebody, or unattended where nobody is named."""

    items: Items
    holder: SomePerson = NOBODY
    words: Words = ""


class PaperLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last line of the sheet about one item: who had it."""

    item: SomeItem
    in_hand: SomePerson


class OnPaper(Body, frozen=True, tag="on-paper/1"):
    """A stretch of the day was kept on paper; two transcribe it, one of them a handler."""

    sheet: Detail
    began: SomeInstant
    ended: SomeInstant
    lines: Annotated[tuple[PaperLine, ...], Meta(min_length=1, max_length=TOUCHES_MAX)]


class Ship(Body, frozen=True, tag="ship/1"):
    """Items leave for another ledger, with what is in them: here they have ended."""

    items: Items
    to: OriginText


class Destroyed(Body, frozen=True, tag="destroyed/1"):
    """Rounds were destroyed; a second person was there where two sign."""

    container: SomeItem
    lot: SomeLot
    rounds: Rounds


TYPES: Final = (
    EventType(
        body=LookLine,
        mood=Mood.LOOK,
        signers=slots(LOOKER),
        touches=nothing,
        cites=lambda body: ascending(*(walked.weapon for walked in body.line)),
        facts=(
            Fact.AGREEING_LOOK,
            Fact.DISAGREEING_LOOK,
            Fact.BORE_SEEN,
            Fact.OBSTRUCTION,
            Fact.ROUND_NOT_NAMEABLE,
        ),
        says="What one person answers about each gun of a line.",
        source="rules.md R31, R32, Applied: line issue",
    ),
    EventType(
        body=IssueLine,
        mood=Mood.STEP,
        signers=slots(HANDLER),
        touches=lambda body: ascending(*(voucher.weapon for voucher in body.line)),
        cites=nothing,
        facts=(),
        says="The handler issues guns along a line, by voucher number.",
        source="rules.md R31, Applied: line issue",
    ),
    EventType(
        body=Relieve,
        mood=Mood.REPORT,
        signers=slots(HANDLER, HANDLER, least=1),
        touches=lambda body: ascending(*body.items),
        cites=nothing,
        facts=(Fact.ITEM_PRESENT,),
        says="One handler takes over from another.",
        source="rules.md R02, Applied; chairs.md, The armorer 12:30",
    ),
    EventType(
        body=GuardedBy,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=lambda body: ascending(*body.items),
        cites=nothing,
        facts=(Fact.OUT_OF_HAND, Fact.SHOWING_ENDED),
        says="Somebody stands by them until a handler can collect.",
        source="practice.md, Refusals 6",
    ),
    EventType(
        body=FoundWith,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=lambda body: ascending(*body.items),
        cites=nothing,
        facts=(Fact.OUT_OF_HAND, Fact.SHOWING_ENDED, Fact.OPEN_QUESTION),
        says="Found with somebody, or unattended.",
        source="rules.md R42; DESIGN.md, Ten principles 8",
    ),
    EventType(
        body=OnPaper,
        mood=Mood.REPORT,
        signers=slots(HANDLER, ANYONE),
        touches=lambda body: ascending(*(line.item for line in body.lines)),
        cites=nothing,
        facts=(Fact.SHOWING_ENDED,),
        says="A stretch of the day was kept on paper.",
        source="DESIGN.md, The record: Paper",
    ),
    EventType(
        body=Ship,
        mood=Mood.REPORT,
        signers=slots(HANDLER),
        touches=lambda body: ascending(*body.items),
        cites=nothing,
        facts=(Fact.OUT_OF_HAND,),
        says="They leave for another ledger.",
        source="DESIGN.md, The desk: transfer",
    ),
    EventType(
        body=Destroyed,
        mood=Mood.REPORT,
        signers=slots(HANDLER, ANYONE, least=1),
        touches=lambda body: ascending(body.container),
        cites=nothing,
        facts=(Fact.OPEN_QUESTION,),
        says="Rounds were destroyed.",
        source="rules.md R23",
    ),
)
