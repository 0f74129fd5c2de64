"""People beyond their keys: papers and courses, what they may hold, minors, duties, carriers.

Nothing here is a name: papers, guardians' forms and places lie beside the log as commitments.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

from showclear.field.ids import NewPerson, SomeItem, SomePerson
from showclear.field.people import Role
from showclear.field.stock import WeaponClass
from showclear.record.events.base import (
    ANYONE,
    CALLER,
    HANDLER,
    OFFICER,
    Body,
    Date,
    EventType,
    Fact,
    Mood,
    Slug,
    Words,
    ascending,
    nothing,
    slots,
)
from showclear.record.events.stock import KEY_HOLDERS_MAX
from showclear.record.limits import ROLES_MAX

PATTERNS_MAX: Final = 32  # as many patterns as one paper names; none named means all
CLASS_NONE: Final = 0  # holds nothing, not even rubber

SAFETY: Final = frozenset({Role.OFFICER, Role.CALLER, Role.HANDLER, Role.SAFETY_REP})
Patterns = Annotated[tuple[Slug, ...], Meta(max_length=PATTERNS_MAX)]


class Paper(enum.Enum):
    """What kind of paper or course somebody has shown."""

    PERMIT = "permit"  # to possess and handle, by whatever name it has there
    FEDERAL_DOCUMENT = "federal-document"
    HANDLING_COURSE = "handling-course"
    PROXIMITY_COURSE = "proximity-course"
    PATTERN_ASSESSED = "pattern-assessed"  # trained and assessed on these patterns (rules.md R10)


class Credential(Body, frozen=True, tag="credential/1"):
    """An officer has seen a paper: for which classes and patterns, from when until when."""

    person: SomePerson
    paper: Paper
    classes: Annotated[tuple[WeaponClass, ...], Meta(min_length=1, max_length=len(WeaponClass))]
    valid_from: Date
    valid_until: Date
    patterns: Patterns = ()
    document: Words = ""


class CredentialEnded(Body, frozen=True, tag="credential-ended/1"):
    """A paper counts no more: withdrawn, lost or found not to cover."""

    person: SomePerson
    paper: Paper


class ClassLimit(Body, frozen=True, tag="class-limit/1"):
    """The highest class this person is handed, after being asked in private (rules.md R51).

    Only the number is kept, never the question's answer, and it is on no screen.
    """

    person: SomePerson
    class_max: Annotated[int, Meta(ge=CLASS_NONE, le=int(max(WeaponClass)))]


class WithdrawRoles(Body, frozen=True, tag="withdraw-roles/1"):
    """A person acts in these roles no more, from the next index on; their keys stay."""

    person: SomePerson
    roles: Annotated[tuple[Role, ...], Meta(min_length=1, max_length=ROLES_MAX)]


class Minor(Body, frozen=True, tag="minor/1"):
    """This person is a minor: handling, or within the sound of blanks, a guardian is told."""

    person: SomePerson


class GuardianPresent(Body, frozen=True, tag="guardian-present/1"):
    """The guardian or studio teacher of a minor has been told and is present today."""

    minor: SomePerson
    guardian: NewPerson


class Duty(Body, frozen=True, tag="duty/1"):
    """A person has taken up, or ended, another duty than their own (rules.md R04)."""

    person: SomePerson
    duty: Slug
    ended: bool = False


class Why(enum.Enum):
    """Why somebody who is not of the production carries a weapon here."""

    OFFICER_ON_DUTY = "officer-on-duty"
    GUARD = "guard"
    LAND_OWNER = "land-owner"
    OTHER = "other"


class Where(enum.Enum):
    """Where a declared carrier is."""

    OUTSIDE = "outside"  # of the working area, where they said that they stay
    INSIDE = "inside"
    GONE = "gone"


class Carrier(Body, frozen=True, tag="carrier/1"):
    """Somebody carries a weapon of their own: where they stay. It is no item of this ledger."""

    carrier: NewPerson
    why: Why
    where: Where
    place: Words = ""


class NameKeyHolders(Body, frozen=True, tag="name-key-holders/1"):
    """Two officers name who holds the keys of a place from now on, reviewed one by one."""

    place: SomeItem
    key_holders: Annotated[tuple[SomePerson, ...], Meta(min_length=1, max_length=KEY_HOLDERS_MAX)]


TYPES: Final = (
    EventType(
        body=Credential,
        mood=Mood.STEP,
        signers=slots(OFFICER),
        touches=nothing,
        cites=nothing,
        facts=(Fact.CREDENTIAL,),
        says="An officer has seen a paper or proof of a course, and until when it counts.",
        source="rules.md R03, R09, R10",
    ),
    EventType(
        body=CredentialEnded,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=nothing,
        cites=nothing,
        facts=(Fact.CREDENTIAL_ENDED,),
        says="A paper counts no more.",
        source="rules.md R03",
    ),
    EventType(
        body=ClassLimit,
        mood=Mood.STEP,
        signers=slots(OFFICER),
        touches=nothing,
        cites=nothing,
        facts=(Fact.CLASS_ASKED,),
        says="The highest class of item that this person is handed.",
        source="rules.md R51",
    ),
    EventType(
        body=WithdrawRoles,
        mood=Mood.STEP,
        signers=slots(OFFICER, OFFICER),
        touches=nothing,
        cites=nothing,
        facts=(Fact.ROLE_WITHDRAWN,),
        says="Two officers take roles back from a person.",
        source="DESIGN.md, Words: officer",
    ),
    EventType(
        body=Minor,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=nothing,
        cites=nothing,
        facts=(Fact.MINOR,),
        says="This person is a minor.",
        source="rules.md R50",
    ),
    EventType(
        body=GuardianPresent,
        mood=Mood.STEP,
        signers=slots(SAFETY),
        touches=nothing,
        cites=nothing,
        facts=(Fact.GUARDIAN_PRESENT,),
        says="The guardian or studio teacher has been told and is present.",
        source="rules.md R50",
    ),
    EventType(
        body=Duty,
        mood=Mood.REPORT,
        signers=slots(ANYONE),
        touches=nothing,
        cites=nothing,
        facts=(Fact.OTHER_DUTY,),
        says="Somebody has taken up or ended another duty.",
        source="rules.md R04",
    ),
    EventType(
        body=Carrier,
        mood=Mood.REPORT,
        signers=slots(CALLER | HANDLER),
        touches=nothing,
        cites=nothing,
        facts=(Fact.CARRIER,),
        says="Somebody carries a weapon of their own, and where they stay.",
        source="rules.md R12, Applied",
    ),
    EventType(
        body=NameKeyHolders,
        mood=Mood.STEP,
        signers=slots(OFFICER, OFFICER),
        touches=lambda body: ascending(body.place),
        cites=nothing,
        facts=(Fact.KEYS_NAMED,),
        says="Two officers name who holds the keys of a place.",
        source="rules.md R47",
    ),
)
