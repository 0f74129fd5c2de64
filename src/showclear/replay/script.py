"""A whole day script: the day, its people and things, what is told and what is true, its steps."""

from __future__ import annotations

import enum
from typing import Annotated

import msgspec
from msgspec import Meta

from showclear.field.mechanisms import CAPACITY_MAX, CHAMBERS_MAX, Adaptation
from showclear.field.people import Role, Title
from showclear.field.production import Tier
from showclear.field.stock import Calibre, Form, Kind, Proof, Purpose, Rounds, WeaponClass
from showclear.record.limits import UTC_OFFSET_MINUTES_MAX
from showclear.replay.verbs_base import Step
from showclear.replay.verbs_people import CalendarDate, Rows
from showclear.replay.words import (
    Bore,
    ContainerName,
    NewName,
    PersonName,
    Position,
    SourceName,
    Text,
    TrueRound,
)

INCLUDES_MAX = 16
SOURCES_MAX = 64
PEOPLE_MAX = 512  # a roll names up to 256 of them
ITEMS_MAX = 256
STEPS_MAX = 2_000  # ten long days


class Part(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename="kebab",
):
    """The base of the sections."""


class Day(Part, frozen=True, kw_only=True):
    """What day this is, and where it is known from."""

    title: Text
    date: CalendarDate
    about: Text = ""
    utc_offset_minutes: Annotated[
        int, Meta(ge=-UTC_OFFSET_MINUTES_MAX, le=UTC_OFFSET_MINUTES_MAX)
    ] = 0
    sources: Annotated[dict[SourceName, Text], Meta(max_length=SOURCES_MAX)] = {}


class House(enum.Enum):
    """How much of the house default is adopted where no rows are named."""

    ALL = "all"
    NONE = "none"


class Packs(Part, frozen=True, kw_only=True):
    """Which rows are adopted: the core always, these of the house default, and other packs."""

    house: House = House.ALL
    rows: Rows = ()  # only these instead
    without: Rows = ()  # left out of the house default
    others: Annotated[tuple[NewName, ...], Meta(max_length=16)] = ()  # shipped packs, whole
    tier: Tier = Tier.FULL


class PersonPart(Part, frozen=True, kw_only=True):
    """Somebody. Officers are told by their role; the background needs no key."""

    title: Title = "background"
    roles: Annotated[tuple[Role, ...], Meta(max_length=8)] = ()
    enrolled: bool = True  # no: has no key, or is enrolled by a step


class GunTruth(Part, frozen=True, kw_only=True):
    """What is truly so of a gun when it arrives."""

    loaded: Annotated[dict[Position, TrueRound], Meta(max_length=ITEMS_MAX)] = {}
    bore: Bore = Bore.CLEAR


class GunPart(Part, frozen=True, kw_only=True):
    """A gun: what the record is told when it arrives, and what is truly in it."""

    class_: WeaponClass
    pattern: NewName
    chambers: Annotated[int, Meta(ge=0, le=CHAMBERS_MAX)] = 0
    capacity: Annotated[int, Meta(ge=0, le=CAPACITY_MAX)] = 0
    adaptation: Adaptation = Adaptation.NONE
    calibres: Annotated[tuple[Calibre, ...], Meta(max_length=8)] = ()
    in_: ContainerName = ""  # the locked place it is in from the start
    received_by: PersonName = ""
    supplier: Text = ""
    serial: Text = ""
    papers: Text = ""
    photograph: Text = ""
    truly: GunTruth = GunTruth()


class ContainerPart(Part, frozen=True, kw_only=True):
    """A box, belt, gun safe or other container."""

    form: Form
    purpose: Purpose = Purpose.STORE
    keys: Annotated[tuple[PersonName, ...], Meta(max_length=16)] = ()
    received_by: PersonName = ""


class LotPart(Part, frozen=True, kw_only=True):
    """A lot: what the record is told it is, and what its rounds truly are."""

    kind: Kind
    rounds: Rounds
    in_: ContainerName
    calibre: Calibre = ".45-colt"
    sealed: bool = True
    received_by: PersonName = ""
    proved_by: Annotated[tuple[PersonName, ...], Meta(max_length=2)] = ()  # before the first step
    each: Annotated[tuple[Proof, ...], Meta(max_length=len(Proof))] = ()
    maker: Text = ""
    supplier: Text = ""
    receipt: Text = ""
    truly: Annotated[dict[TrueRound, Rounds], Meta(max_length=len(TrueRound))] = {}


class Script(Part, frozen=True, kw_only=True):
    """A day as read from one file, or from several that include one another."""

    day: Day | None = None  # a file that is only included needs none
    include: Annotated[tuple[Text, ...], Meta(max_length=INCLUDES_MAX)] = ()
    packs: Packs | None = None
    people: Annotated[dict[NewName, PersonPart], Meta(max_length=PEOPLE_MAX)] = {}
    guns: Annotated[dict[NewName, GunPart], Meta(max_length=ITEMS_MAX)] = {}
    containers: Annotated[dict[NewName, ContainerPart], Meta(max_length=ITEMS_MAX)] = {}
    lots: Annotated[dict[NewName, LotPart], Meta(max_length=ITEMS_MAX)] = {}
    steps: Annotated[tuple[Step, ...], Meta(max_length=STEPS_MAX)] = ()
