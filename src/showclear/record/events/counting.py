"""Counting by two, each for themselves, in both directions; evidence seen while kept as found."""

from __future__ import annotations

import enum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from showclear.field.ids import NO_ITEM, SomeEvent, SomeItem, SomeLot
from showclear.field.stock import RoundsOrNone
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
    ascending,
    nothing,
    slots,
)
from showclear.record.limits import TOUCHES_MAX

COUNT_LINES_MAX: Final = 256  # of one count; a larger store is counted in parts
BAG_MAX: Final = 99_999  # five digits, as on a seal


class CountFor(enum.Enum):
    """What a count is for."""

    OPENING = "opening"
    WRAP = "wrap"
    BELT = "belt"  # at issue or return of a belt, scabbard or pocket (rules.md R24)
    RECALL = "recall"


class BeginCount(Body, frozen=True, tag="begin-count/1"):
    """A count of these items begins; which samples are drawn follows from the ledger's head."""

    items: Items
    purpose: CountFor


class Direction(enum.Enum):
    """Which way a count goes: from the book to the thing, or from the thing to the book."""

    BOOK_TO_SHELF = "book-to-shelf"
    SHELF_TO_BOOK = "shelf-to-book"


class CountLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many rounds of one lot were counted in one container."""

    container: SomeItem
    lot: SomeLot
    rounds: RoundsOrNone


class Counted(Body, frozen=True, tag="counted/1"):
    """One person's count. What is in neither list has not been counted, which is not missing."""

    count: SomeEvent
    direction: Direction
    lines: Annotated[tuple[CountLine, ...], Meta(max_length=COUNT_LINES_MAX)] = ()
    weapons: Annotated[tuple[SomeItem, ...], Meta(max_length=TOUCHES_MAX)] = ()
    fired_cases: RoundsOrNone = 0


class EndCount(Body, frozen=True, tag="end-count/1"):
    """The count is over; what differs stays an open question and stops nobody locking up."""

    count: SomeEvent


class EvidenceSeen(Body, frozen=True, tag="evidence-seen/1"):
    """Something was seen as found: which item, in which bag and order, on which photograph."""

    keep: SomeEvent
    photograph: Detail
    item: SomeItem = NO_ITEM
    bag: Annotated[int, Meta(ge=0, le=BAG_MAX)] = 0


TYPES: Final = (
    EventType(
        body=BeginCount,
        mood=Mood.REPORT,
        signers=slots(HANDLER),
        touches=nothing,
        cites=lambda body: ascending(*body.items),
        facts=(),
        says="A count begins.",
        source="rules.md R23, R46",
    ),
    EventType(
        body=Counted,
        mood=Mood.LOOK,
        signers=slots(LOOKER),
        touches=nothing,
        cites=lambda body: ascending(*body.weapons, *(line.container for line in body.lines)),
        facts=(Fact.COUNTED, Fact.OPEN_QUESTION),
        says="What one person has counted.",
        source="rules.md R23, R46",
    ),
    EventType(
        body=EndCount,
        mood=Mood.REPORT,
        signers=slots(HANDLER, ANYONE, least=1),
        touches=nothing,
        cites=nothing,
        facts=(Fact.COUNTED, Fact.OPEN_QUESTION),
        says="The count is over; what differs stays an open question.",
        source="rules.md R23, Applied",
    ),
    EventType(
        body=EvidenceSeen,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=nothing,
        cites=lambda body: ascending(body.item),
        facts=(),
        says="Something was seen as found.",
        source="rules.md R49, Applied",
    ),
)
