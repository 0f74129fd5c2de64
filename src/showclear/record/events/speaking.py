"""Speaking up: stop, concern, decline, ask to see. Open to everyone, never refused."""

from __future__ import annotations

import enum
from typing import Final

from showclear.field.ids import SetUpId, SomeEvent, SomeItem, SomeSetUp
from showclear.record.events.base import (
    ANYONE,
    Body,
    EventType,
    Fact,
    Mood,
    Words,
    ascending,
    nothing,
    slots,
)


class Stop(Body, frozen=True, tag="stop/1"):
    """Somebody says stop: taking out, loading and handing over wait until it is lifted."""

    set_up: SomeSetUp = SetUpId("")
    words: Words = ""


class LiftStop(Body, frozen=True, tag="lift-stop/1"):
    """Those whom the pack names lift one stop."""

    stop: SomeEvent
    words: Words = ""


class ConcernClass(enum.Enum):
    """What a concern is about; the first two block until answered (rules.md R48)."""

    DISCHARGE = "discharge"
    LIVE_ROUND = "live-round"
    OTHER = "other"


class Concern(Body, frozen=True, tag="concern/1"):
    """Somebody is concerned. Unsigned ones are said to be unattributed, never anonymous."""

    about: ConcernClass
    words: Words = ""


class Side(enum.Enum):
    """Which side of a hand-over declines."""

    ISSUE = "issue"
    TAKE = "take"


class Decline(Body, frozen=True, tag="decline/1"):
    """Somebody declines to hand out or to take a gun; no reason is asked."""

    weapon: SomeItem
    side: Side


class AskToSee(Body, frozen=True, tag="ask-to-see/1"):
    """Somebody asks to be shown; what was shown before no longer stands until they are."""

    weapon: SomeItem


TYPES: Final = (
    EventType(
        body=Stop,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=nothing,
        cites=nothing,
        facts=(Fact.STOP,),
        says="Stop.",
        source="rules.md, Who may do what: stop work",
    ),
    EventType(
        body=LiftStop,
        mood=Mood.STEP,
        signers=slots(ANYONE, ANYONE, least=1),
        touches=nothing,
        cites=nothing,
        facts=(Fact.ANSWER,),
        says="A stop is lifted by those the pack names.",
        source="DESIGN.md, Words: speaking up",
    ),
    EventType(
        body=Concern,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=nothing,
        cites=nothing,
        facts=(Fact.CONCERN,),
        says="Somebody is concerned.",
        source="rules.md R48",
    ),
    EventType(
        body=Decline,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=nothing,
        cites=lambda body: ascending(body.weapon),
        facts=(Fact.DECLINED,),
        says="Declined, no reason asked; a lower class is offered.",
        source="rules.md R52",
    ),
    EventType(
        body=AskToSee,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=lambda body: ascending(body.weapon),
        cites=nothing,
        facts=(Fact.SHOWING_ENDED,),
        says="Somebody asks to be shown.",
        source="rules.md R30, R54",
    ),
)
