"""What is planned: scenes assessed, set-ups approved and changed, briefings, what is laid on.

A set-up is one planned use. It is approved by handler and caller over the same bytes; what
changes it is reported by anybody and ends the approval where it matters (rules.md R07).
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from showclear.field.ids import (
    NOBODY,
    LotId,
    SetUpId,
    SomeItem,
    SomeLot,
    SomePerson,
    SomeSetUp,
)
from showclear.field.people import Role
from showclear.field.plan import Line, Moving, Phase, Provision
from showclear.field.stock import GUNSHOTS_MAX, RoundsOrNone
from showclear.record.events.base import (
    ANYONE,
    CALLER,
    HANDLER,
    Body,
    Detail,
    EventType,
    Fact,
    Mood,
    Slug,
    Words,
    ascending,
    nothing,
    slots,
)
from showclear.record.events.handling import Act, Announced

SCENES_PEOPLE_MAX: Final = 64  # whom one assessment, or one muzzle line, names
USES_MAX: Final = 64  # guns of one set-up; a longer line is several set-ups
MOVEMENTS_MAX: Final = 16  # of one gun in one set-up; a longer action is several set-ups
ROLL_MAX: Final = 256  # people on one roll; a larger crowd is several rolls
DISTANCE_MM_MAX: Final = 1_000_000  # a kilometre: farther is not near anybody

AD: Final = frozenset({Role.CALLER, Role.SECOND_PERSON})
Distance = Annotated[int, Meta(ge=0, le=DISTANCE_MM_MAX)]
People = Annotated[tuple[SomePerson, ...], Meta(max_length=SCENES_PEOPLE_MAX)]


class Assess(Body, frozen=True, tag="assess/1"):
    """A scene with firearms is assessed in writing; its author signs, the handler endorses."""

    scene: Slug
    hazards: Detail
    controls: Detail
    affected: People = ()
    animals: bool = False
    hearing_protection: bool = False


class Movement(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One written movement of a gun inside the action (rules.md R31)."""

    moving: Moving
    giver: SomePerson = NOBODY
    taker: SomePerson = NOBODY


class Use(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One gun of a set-up: who may hold it, what is in it, what they may do with it.

    ``gunshots`` is how many the take is written for. ``reason`` is the written reason for a gun
    that can fire where a lower class would serve (rules.md R01, R36).
    """

    weapon: SomeItem
    performers: Annotated[tuple[SomePerson, ...], Meta(min_length=1, max_length=8)]
    acts: Annotated[tuple[Act, ...], Meta(max_length=len(Act))] = ()
    holds: Announced
    rounds: RoundsOrNone = 0
    lot: SomeLot = LotId("")
    gunshots: Annotated[int, Meta(ge=0, le=GUNSHOTS_MAX)] = 0
    movements: Annotated[tuple[Movement, ...], Meta(max_length=MOVEMENTS_MAX)] = ()
    reason: Words = ""


class ApproveSetUp(Body, frozen=True, tag="approve-set-up/1"):
    """Handler and caller approve one planned use; a later approval of it takes its place.

    ``nearest_mm`` is the smallest planned distance from a muzzle to a person or breakable.
    ``inside`` are the people inside the muzzle line; ``area`` those in the firing area.
    """

    set_up: SomeSetUp
    scene: Slug
    phase: Phase
    uses: Annotated[tuple[Use, ...], Meta(min_length=1, max_length=USES_MAX)]
    line: Line
    nearest_mm: Distance
    near_approved: bool = False  # nearer than the policy, with offset aim, by these two
    shielded: bool = False
    remote_camera: bool = False
    inside: People = ()
    area: People = ()
    animals: bool = False
    hearing_protection: bool = False
    radio_quiet: bool = False


class Changed(enum.Enum):
    """What changed in an approved set-up; all but the last end the approval."""

    GUN = "gun"
    LOAD = "load"
    ACTION = "action"
    MUZZLE_LINE = "muzzle-line"
    DISTANCE = "distance"
    PERSON_INSIDE = "person-inside"
    OTHER = "other"


class SetUpChanged(Body, frozen=True, tag="set-up-changed/1"):
    """Something changed in a set-up after it was approved."""

    set_up: SomeSetUp
    what: Changed
    words: Words = ""


class NothingMoved(Body, frozen=True, tag="nothing-moved/1"):
    """Handler and caller: nothing that matters moved."""

    set_up: SomeSetUp


class Briefing(enum.Enum):
    """What people were briefed on."""

    DAY = "day"  # the meeting at call, with its walk-through
    SCENE = "scene"
    LATE = "late"  # one by one, before they enter


class Brief(Body, frozen=True, tag="brief/1"):
    """A briefing was held; the roll is attested by who signs, not by those on it."""

    briefing: Briefing
    roll: Annotated[tuple[SomePerson, ...], Meta(min_length=1, max_length=ROLL_MAX)]
    set_up: SomeSetUp = SetUpId("")
    walk_through: bool = False


class Provide(Body, frozen=True, tag="provide/1"):
    """Something is laid on or notified; attested by who signs. Without a date: for today."""

    what: Provision
    until: Annotated[str, Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")] = ""
    contact: Words = ""


class ProvisionEnded(Body, frozen=True, tag="provision-ended/1"):
    """Something that was laid on is not there any more."""

    what: Provision


class CountArea(Body, frozen=True, tag="count-area/1"):
    """The firing area was counted before rolling: exactly these people are in it."""

    set_up: SomeSetUp
    people: People


class Rolling(Body, frozen=True, tag="rolling/1"):
    """A set-up is rolling, or the performance is on: devices stay silent until the cut."""

    set_up: SomeSetUp


class Cut(Body, frozen=True, tag="cut/1"):
    """Cut, or end of the scene: guns go back to the handler."""

    set_up: SomeSetUp


TYPES: Final = (
    EventType(
        body=Assess,
        mood=Mood.STEP,
        signers=slots(ANYONE, HANDLER),
        touches=nothing,
        cites=nothing,
        facts=(Fact.RISK_ASSESSED,),
        says="The scene is assessed in writing and endorsed by the handler.",
        source="rules.md R06",
    ),
    EventType(
        body=ApproveSetUp,
        mood=Mood.STEP,
        signers=slots(HANDLER, CALLER),
        touches=nothing,
        cites=lambda body: ascending(*(use.weapon for use in body.uses)),
        facts=(Fact.SET_UP_APPROVED,),
        says="Handler and caller approve this set-up.",
        source="rules.md R07, R31, R37, R38",
    ),
    EventType(
        body=SetUpChanged,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=nothing,
        cites=nothing,
        facts=(Fact.SET_UP_CHANGED,),
        says="Something changed in the set-up.",
        source="rules.md R07, Applied",
    ),
    EventType(
        body=NothingMoved,
        mood=Mood.STEP,
        signers=slots(HANDLER, CALLER),
        touches=nothing,
        cites=nothing,
        facts=(Fact.SET_UP_APPROVED,),
        says="Handler and caller: nothing that matters moved.",
        source="rules.md R07, Applied",
    ),
    EventType(
        body=Brief,
        mood=Mood.STEP,
        signers=slots(AD | HANDLER),
        touches=nothing,
        cites=nothing,
        facts=(Fact.BRIEFED,),
        says="These people were briefed; attested by who signs.",
        source="rules.md R26, R27",
    ),
    EventType(
        body=Provide,
        mood=Mood.STEP,
        signers=slots(ANYONE),
        touches=nothing,
        cites=nothing,
        facts=(Fact.PROVIDED,),
        says="This is laid on; attested by who signs.",
        source="rules.md R08, R28, R29, R53",
    ),
    EventType(
        body=ProvisionEnded,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=nothing,
        cites=nothing,
        facts=(Fact.PROVISION_ENDED,),
        says="This is not there any more.",
        source="rules.md R29",
    ),
    EventType(
        body=CountArea,
        mood=Mood.STEP,
        signers=slots(AD),
        touches=nothing,
        cites=nothing,
        facts=(Fact.AREA_COUNTED,),
        says="The firing area was counted.",
        source="rules.md R40",
    ),
    EventType(
        body=Rolling,
        mood=Mood.REPORT,
        signers=slots(AD),
        touches=nothing,
        cites=nothing,
        facts=(),
        says="Rolling.",
        source="rules.md R41; practice.md, Refusals 9",
    ),
    EventType(
        body=Cut,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=nothing,
        cites=nothing,
        facts=(Fact.CUT,),
        says="Cut.",
        source="rules.md R41",
    ),
)
