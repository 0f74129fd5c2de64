"""Steps of the plan: scenes assessed, set-ups approved and changed, briefings, what is laid on."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from showclear.field.plan import Line, Moving, Phase, Provision
from showclear.field.stock import GUNSHOTS_MAX, RoundsOrNone
from showclear.record.events.handling import Announced
from showclear.record.events.plan import Briefing, Changed
from showclear.replay.verbs_base import Asked, Told
from showclear.replay.verbs_guns import Acts
from showclear.replay.words import (
    GunName,
    LotName,
    Millimetres,
    NewName,
    PersonName,
    PersonNames,
    SetUpName,
    Text,
)


class Assess(Asked, frozen=True, kw_only=True, tag="assess"):
    """A scene with firearms is assessed in writing; the handler, named second, endorses it.

    Example: {do: assess, scene: scene-12, hazards: two guns, controls: rubber first, by: first-ad, second: armorer}
    """  # noqa: E501 - an example is one line

    scene: NewName
    hazards: Text
    controls: Text
    affected: PersonNames = ()
    animals: bool = False
    hearing_protection: bool = False


class Movement(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One written movement of a gun inside the action."""

    moving: Moving
    giver: PersonName = ""
    taker: PersonName = ""


class Use(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename="kebab",
):
    """One gun of a set-up: who may hold it, what is in it, what they may do with it."""

    gun: GunName
    performers: Annotated[tuple[PersonName, ...], Meta(min_length=1, max_length=8)]
    acts: Acts = ()
    holds: Announced
    rounds: RoundsOrNone = 0
    lot: LotName = ""
    gunshots: Annotated[int, Meta(ge=0, le=GUNSHOTS_MAX)] = 0
    movements: Annotated[tuple[Movement, ...], Meta(max_length=16)] = ()
    reason: Text = ""


class ApproveSetUp(Asked, frozen=True, kw_only=True, tag="approve-set-up"):
    """Handler and caller approve one planned use.

    Example: {do: approve-set-up, set-up: bar-1, scene: scene-12, phase: take, uses: [{gun: colt, performers: lead, holds: dummies, rounds: 6, acts: point}], line: clear, nearest-mm: 8000, by: armorer, second: first-ad}
    """  # noqa: E501 - an example is one line

    set_up: SetUpName
    scene: NewName
    phase: Phase
    uses: Annotated[tuple[Use, ...], Meta(min_length=1, max_length=64)]
    line: Line
    nearest_mm: Millimetres
    near_approved: bool = False
    shielded: bool = False
    remote_camera: bool = False
    inside: PersonNames = ()
    area: PersonNames = ()
    animals: bool = False
    hearing_protection: bool = False
    radio_quiet: bool = False


class SetUpChanged(Told, frozen=True, kw_only=True, tag="set-up-changed"):
    """Something changed in an approved set-up.

    Example: {do: set-up-changed, set-up: bar-1, what: muzzle-line, by: operator}
    """

    set_up: SetUpName
    what: Changed


class NothingMoved(Asked, frozen=True, kw_only=True, tag="nothing-moved"):
    """Handler and caller: nothing that matters moved.

    Example: {do: nothing-moved, set-up: bar-1, by: armorer, second: first-ad}
    """

    set_up: SetUpName


class Brief(Asked, frozen=True, kw_only=True, tag="brief"):
    """People are briefed; whoever signs attests the roll.

    Example: {do: brief, briefing: day, roll: [lead, grip, operator], walk-through: yes, by: first-ad}
    """  # noqa: E501 - an example is one line

    briefing: Briefing
    roll: Annotated[tuple[PersonName, ...], Meta(min_length=1, max_length=256)]
    set_up: SetUpName = ""
    walk_through: bool = False


class Provide(Asked, frozen=True, kw_only=True, tag="provide"):
    """Something is laid on or notified.

    Example: {do: provide, what: medical-cover, by: first-ad}
    """

    what: Provision
    until: Annotated[str, Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")] = ""


class ProvisionEnded(Told, frozen=True, kw_only=True, tag="provision-ended"):
    """Something that was laid on is not there any more.

    Example: {do: provision-ended, what: medical-cover, by: first-ad}
    """

    what: Provision


class CountArea(Asked, frozen=True, kw_only=True, tag="count-area"):
    """The firing area is counted: exactly these people are in it.

    Example: {do: count-area, set-up: bar-1, people: [lead, operator], by: first-ad}
    """

    set_up: SetUpName
    people: PersonNames


class Rolling(Told, frozen=True, kw_only=True, tag="rolling"):
    """A set-up is rolling.

    Example: {do: rolling, set-up: bar-1, by: first-ad}
    """

    set_up: SetUpName


class Cut(Told, frozen=True, kw_only=True, tag="cut"):
    """Cut, or end of the scene.

    Example: {do: cut, set-up: bar-1, by: first-ad}
    """

    set_up: SetUpName


VERBS = (
    Assess,
    ApproveSetUp,
    SetUpChanged,
    NothingMoved,
    Brief,
    Provide,
    ProvisionEnded,
    CountArea,
    Rolling,
    Cut,
)
