"""What happens to one gun beyond looking and loading: tests, faults, misfires, going again."""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

from showclear.field.ids import SomeEvent, SomeItem, SomeLot, SomeSetUp
from showclear.field.stock import GUNSHOTS_MAX
from showclear.record.events.base import (
    ANYONE,
    HANDLER,
    LOOKER,
    Body,
    EventType,
    Fact,
    Mood,
    Words,
    ascending,
    nothing,
    slots,
)
from showclear.record.events.plan import DISTANCE_MM_MAX

LOTS_MAX: Final = 32  # lots that one gun is approved for


class FireResult(enum.Enum):
    """How a test-fire went."""

    AS_IT_SHOULD = "as-it-should"
    NOT_AS_IT_SHOULD = "not-as-it-should"


class FireTest(Body, frozen=True, tag="test-fire/1"):
    """A gun was test-fired with a lot, off the set; how far debris was seen to reach."""

    weapon: SomeItem
    lot: SomeLot
    result: FireResult
    debris_mm: Annotated[int, Meta(ge=0, le=DISTANCE_MM_MAX)]


class ApproveLots(Body, frozen=True, tag="approve-lots/1"):
    """The handler lists the lots that fit this gun and its scenes; a later list replaces it."""

    weapon: SomeItem
    lots: Annotated[tuple[SomeLot, ...], Meta(max_length=LOTS_MAX)]


class Part(enum.Enum):
    """Which part was found changed, worn or missing."""

    TRIGGER = "trigger"
    HAMMER = "hammer"
    RESTRICTOR = "restrictor"
    BARREL = "barrel"
    OTHER = "other"


class FoundUnfit(Body, frozen=True, tag="found-unfit/1"):
    """Something about a gun is not as it was made or adapted: it waits for a gunsmith."""

    weapon: SomeItem
    part: Part
    words: Words = ""


class Release(Body, frozen=True, tag="release/1"):
    """A gunsmith has released a gun again, endorsed by the handler."""

    weapon: SomeItem
    unfit: SomeEvent
    words: Words = ""


class Snapped(Body, frozen=True, tag="snapped/1"):
    """Snapped through all positions in a clear direction: a further proof, never the only one."""

    weapon: SomeItem
    cites: SomeEvent


class FunctionSeen(Body, frozen=True, tag="function-seen/1"):
    """The handler has seen whether the action works as it should; ``cites`` the last change."""

    weapon: SomeItem
    cites: SomeEvent
    works: bool


class Misfire(Body, frozen=True, tag="misfire/1"):
    """It did not go off. It stays pointing where it points; the wait runs on another screen."""

    weapon: SomeItem


class Discharge(Body, frozen=True, tag="discharge/1"):
    """A gunshot that was not called for. Work with guns stops; nothing is asked of anybody."""

    weapon: SomeItem
    gunshots: Annotated[int, Meta(ge=1, le=GUNSHOTS_MAX)] = 1
    words: Words = ""


class GoAgain(Body, frozen=True, tag="go-again/1"):
    """After a cut the same performer keeps the gun, in the handler's sight (rules.md R41)."""

    weapon: SomeItem
    set_up: SomeSetUp


TYPES: Final = (
    EventType(
        body=FireTest,
        mood=Mood.REPORT,
        signers=slots(HANDLER),
        touches=lambda body: ascending(body.weapon),
        cites=nothing,
        facts=(Fact.TEST_FIRED, Fact.FIRED, Fact.SHOWING_ENDED),
        says="The gun was test-fired with this lot, off the set; what was shown of it ends.",
        source="rules.md R14",
    ),
    EventType(
        body=ApproveLots,
        mood=Mood.STEP,
        signers=slots(HANDLER),
        touches=nothing,
        cites=lambda body: ascending(body.weapon),
        facts=(Fact.LOAD_APPROVED,),
        says="The handler lists the lots that fit this gun.",
        source="rules.md R21",
    ),
    EventType(
        body=FoundUnfit,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=nothing,
        cites=lambda body: ascending(body.weapon),
        facts=(Fact.UNFIT,),
        says="Something about the gun is not as it should be; it waits for a gunsmith.",
        source="rules.md R13",
    ),
    EventType(
        body=Release,
        mood=Mood.STEP,
        signers=slots(HANDLER, ANYONE),
        touches=lambda body: ascending(body.weapon),
        cites=nothing,
        facts=(Fact.ANSWER, Fact.SHOWING_ENDED),
        says="A gunsmith has released the gun, endorsed by the handler; see that it works.",
        source="rules.md R13",
    ),
    EventType(
        body=Snapped,
        mood=Mood.REPORT,
        signers=slots(HANDLER),
        touches=nothing,
        cites=lambda body: ascending(body.weapon),
        facts=(),
        says="Snapped through all positions in a clear direction.",
        source="rules.md R32, Applied",
    ),
    EventType(
        body=FunctionSeen,
        mood=Mood.LOOK,
        signers=slots(LOOKER),
        touches=nothing,
        cites=lambda body: ascending(body.weapon),
        facts=(Fact.FUNCTION_SEEN, Fact.UNFIT),
        says="Whether the action works as it should.",
        source="mechanics.md, Additions from practice",
    ),
    EventType(
        body=Misfire,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=lambda body: ascending(body.weapon),
        cites=nothing,
        facts=(Fact.MISFIRED, Fact.SHOWING_ENDED),
        says="It did not go off; it stays pointing where it points.",
        source="rules.md R44",
    ),
    EventType(
        body=Discharge,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=lambda body: ascending(body.weapon),
        cites=nothing,
        facts=(Fact.DISCHARGE, Fact.FIRED, Fact.SHOWING_ENDED),
        says="A gunshot that was not called for.",
        source="rules.md R45",
    ),
    EventType(
        body=GoAgain,
        mood=Mood.STEP,
        signers=slots(HANDLER),
        touches=lambda body: ascending(body.weapon),
        cites=nothing,
        facts=(),
        says="Going again: the same performer keeps it, in the handler's sight.",
        source="rules.md R41, Applied",
    ),
)
