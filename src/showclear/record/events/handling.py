"""A gun's way through the day: open day, take out, load, look, hand over, collect, lock."""

from __future__ import annotations

import enum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from showclear.field.ids import (
    NO_EVENT,
    NOBODY,
    ItemId,
    SetUpId,
    SomeEvent,
    SomeItem,
    SomeLot,
    SomePerson,
    SomeSetUp,
)
from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay
from showclear.field.people import Role
from showclear.field.stock import GUNSHOTS_MAX, RoundsOrNone
from showclear.record.events.base import (
    ANYONE,
    CALLER,
    HANDLER,
    LOOKER,
    OFFICER,
    Body,
    EventType,
    Fact,
    Items,
    Mood,
    Words,
    ascending,
    nothing,
    slots,
)
from showclear.record.limits import ANSWERS_MAX, LOOKS_CITED_MAX

Position = Annotated[str, Meta(pattern="^[a-z]+(-[a-z]+)*(-[0-9]{1,2})?$", max_length=24)]


class OpenDay(Body, frozen=True, tag="open-day/1"):
    """The caller opens the working day and names the working area."""

    date: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    working_area: Words = ""


class CloseDay(Body, frozen=True, tag="close-day/1"):
    """The working day is over; waivers end with it."""


class TakeOut(Body, frozen=True, tag="take-out/1"):
    """A handler takes items out of a locked place and is in charge of them."""

    items: Items
    place: SomeItem


class Load(Body, frozen=True, tag="load/1"):
    """A handler puts rounds of one lot into named positions, in the order they come up."""

    weapon: SomeItem
    container: SomeItem
    lot: SomeLot
    positions: Annotated[tuple[Position, ...], Meta(min_length=1, max_length=ANSWERS_MAX)]


class Unload(Body, frozen=True, tag="unload/1"):
    """A gun has been made clear: so many rounds and fired cases came out, into a container."""

    weapon: SomeItem
    container: SomeItem
    lot: SomeLot
    rounds: RoundsOrNone
    fired_cases: RoundsOrNone = 0


class Purpose(enum.Enum):
    """What a look is part of."""

    INTAKE = "intake"  # the handler's inspection when it arrives (rules.md R11)
    OPENING = "opening"
    SHOWING = "showing"
    OWN = "own"


class Entered(enum.Enum):
    """How the answers were entered; both say that each position was looked at."""

    EACH = "each"
    ALL_AS_IT_SHOULD_BE = "all-as-it-should-be"


class PositionAnswer(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What one person answers about one position."""

    position: Position
    how: How
    holds: Holds
    method: BoreMethod = BoreMethod.NOT_ASKED


class Look(Body, frozen=True, tag="look/1"):
    """What one person answers about one gun at one time; ``cites`` is the gun's last change."""

    weapon: SomeItem
    cites: SomeEvent
    purpose: Purpose
    way: LookWay
    entered: Entered
    answers: Annotated[tuple[PositionAnswer, ...], Meta(min_length=1, max_length=ANSWERS_MAX)]


class Announced(enum.Enum):
    """What the gun is said to be on hand-over (rules.md R34)."""

    EMPTY = "empty"
    DUMMIES = "dummies"
    BLANKS = "blanks"
    MIXED = "mixed"
    NON_FIRING = "non-firing"


# What goes off: said to be hot, never cold.
WITH_BLANKS: Final = frozenset({Announced.BLANKS, Announced.MIXED})


class Act(enum.Enum):
    """What the performer may do with it; no advice on how."""

    POINT = "point"
    COCK = "cock"
    DRY_FIRE = "dry-fire"
    FIRE = "fire"


class HandOver(Body, frozen=True, tag="hand-over/1"):
    """The handler hands a gun to a performer; the handler stays in charge."""

    weapon: SomeItem
    to: SomePerson
    announced: Announced
    rounds: RoundsOrNone
    looks: Annotated[tuple[SomeEvent, ...], Meta(max_length=LOOKS_CITED_MAX)]
    acts: Annotated[tuple[Act, ...], Meta(max_length=len(Act))] = ()
    set_up: SomeSetUp = SetUpId("")


class Shown(Body, frozen=True, tag="shown/1"):
    """The performer's own sentence: I was shown. I took it."""

    weapon: SomeItem
    hand_over: SomeEvent


class Collect(Body, frozen=True, tag="collect/1"):
    """A handler has the gun back in hand, whoever held it and whatever the record thought."""

    weapons: Items
    giver: SomePerson = NOBODY


class Lock(Body, frozen=True, tag="lock/1"):
    """Items have been locked away in a place one of whose keys the signer holds."""

    items: Items
    place: SomeItem


class Fired(Body, frozen=True, tag="fired/1"):
    """So many gunshots were counted from this gun."""

    weapon: SomeItem
    gunshots: Annotated[int, Meta(ge=1, le=GUNSHOTS_MAX)]


class EndCause(enum.Enum):
    """What ended a showing (rules.md R54)."""

    OUT_OF_SIGHT = "out-of-sight"
    OPENED = "opened"
    WETTED = "wetted"
    DROPPED = "dropped"
    JAMMED = "jammed"
    MAY_HAVE_BEEN_SWAPPED = "may-have-been-swapped"


class ShowingEnded(Body, frozen=True, tag="showing-ended/1"):
    """Something happened that ends what was last shown."""

    weapon: SomeItem
    cause: EndCause


class Ahead(enum.Enum):
    """What went ahead without the record's leave."""

    TAKE_OUT = "take-out"
    LOAD = "load"
    HAND_OVER = "hand-over"
    OTHER = "other"


class WentAhead(Body, frozen=True, tag="went-ahead/1"):
    """Something happened without, or against, the record; a report, never refused."""

    what: Ahead
    items: Items
    in_hand: SomePerson = NOBODY
    refused: SomeEvent = NO_EVENT
    words: Words = ""


class KeepAsFound(Body, frozen=True, tag="keep-as-found/1"):
    """The gun involved, what is in it and its place stay as found, guarded."""

    items: Items
    guarded_by: SomePerson = NOBODY
    words: Words = ""


class EndKeep(Body, frozen=True, tag="end-keep/1"):
    """Two officers and one outside person end keeping things as found."""

    keep: SomeEvent


def _look_cites(body: Look) -> tuple[ItemId, ...]:
    return ascending(body.weapon)


TYPES: Final = (
    EventType(
        body=OpenDay,
        mood=Mood.STEP,
        signers=slots(CALLER),
        touches=nothing,
        cites=nothing,
        facts=(Fact.DAY_OPENED,),
        says="The caller opens the working day.",
        source="DESIGN.md, Words: working area",
    ),
    EventType(
        body=CloseDay,
        mood=Mood.REPORT,
        signers=slots(CALLER | HANDLER),
        touches=nothing,
        cites=nothing,
        facts=(),
        says="The working day is closed.",
        source="DESIGN.md, The record: Time",
    ),
    EventType(
        body=TakeOut,
        mood=Mood.STEP,
        signers=slots(HANDLER),
        touches=lambda body: ascending(body.place, *body.items),
        cites=nothing,
        facts=(Fact.SHOWING_ENDED,),
        says="The handler takes it out and is in charge of it.",
        source="rules.md R02, R25",
    ),
    EventType(
        body=Load,
        mood=Mood.STEP,
        signers=slots(HANDLER),
        touches=lambda body: ascending(body.weapon, body.container),
        cites=nothing,
        facts=(Fact.SHOWING_ENDED,),
        says="The handler puts rounds of one lot into it.",
        source="rules.md R18, R32, R35",
    ),
    EventType(
        body=Unload,
        mood=Mood.REPORT,
        signers=slots(HANDLER),
        touches=lambda body: ascending(body.weapon, body.container),
        cites=nothing,
        facts=(Fact.SHOWING_ENDED, Fact.OPEN_QUESTION),
        says="The gun has been made clear.",
        source="DESIGN.md, Ten principles 8",
    ),
    EventType(
        body=Look,
        mood=Mood.LOOK,
        signers=slots(LOOKER),
        touches=nothing,
        cites=_look_cites,
        facts=(
            Fact.AGREEING_LOOK,
            Fact.DISAGREEING_LOOK,
            Fact.BORE_SEEN,
            Fact.OBSTRUCTION,
            Fact.ROUND_NOT_NAMEABLE,
        ),
        says="What one person answers about this gun.",
        source="rules.md R25, R32",
    ),
    EventType(
        body=HandOver,
        mood=Mood.STEP,
        signers=slots(HANDLER),
        touches=lambda body: ascending(body.weapon),
        cites=nothing,
        facts=(),
        says="The handler hands it to a performer and stays in charge.",
        source="rules.md R31, R32, R34",
    ),
    EventType(
        body=Shown,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=nothing,
        cites=lambda body: ascending(body.weapon),
        facts=(),
        says="I was shown. I took it.",
        source="chairs.md, The performer",
    ),
    EventType(
        body=Collect,
        mood=Mood.REPORT,
        signers=slots(HANDLER),
        touches=lambda body: ascending(*body.weapons),
        cites=nothing,
        facts=(Fact.ITEM_PRESENT,),
        says="The handler has it back.",
        source="rules.md R31, R41",
    ),
    EventType(
        body=Lock,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=lambda body: ascending(body.place, *body.items),
        cites=nothing,
        facts=(Fact.SHOWING_ENDED,),
        says="It has been locked away.",
        source="rules.md R46",
    ),
    EventType(
        body=Fired,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=lambda body: ascending(body.weapon),
        cites=nothing,
        facts=(Fact.FIRED, Fact.SHOWING_ENDED),
        says="So many gunshots were counted.",
        source="rules.md R23, R43",
    ),
    EventType(
        body=ShowingEnded,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=lambda body: ascending(body.weapon),
        cites=nothing,
        facts=(Fact.SHOWING_ENDED,),
        says="Something happened that ends what was last shown.",
        source="rules.md R54",
    ),
    EventType(
        body=WentAhead,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=lambda body: ascending(*body.items),
        cites=nothing,
        facts=(Fact.SHOWING_ENDED, Fact.OPEN_QUESTION),
        says="It went ahead without the record's leave.",
        source="DESIGN.md, Ten principles 8",
    ),
    EventType(
        body=KeepAsFound,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=lambda body: ascending(*body.items),
        cites=nothing,
        facts=(Fact.KEPT_AS_FOUND, Fact.SHOWING_ENDED),
        says="These stay as found.",
        source="rules.md R49",
    ),
    EventType(
        body=EndKeep,
        mood=Mood.STEP,
        signers=slots(OFFICER, OFFICER, frozenset({Role.OUTSIDE})),
        touches=nothing,
        cites=nothing,
        facts=(Fact.ANSWER,),
        says="Keeping as found is ended by two officers and one outside person.",
        source="rules.md R49; DESIGN.md, Keep as found",
    ),
)
