"""What every event body shares, and the words the event table is written in.

A body's tag is ``name/version``. Mood, signers, touches, facts and polarity are declared beside
each body as an ``EventType``; ``table`` collects them and the reference is generated from it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from showclear.field.ids import ItemId, SomeItem
from showclear.field.people import Role
from showclear.record.limits import ORIGIN_CHARACTERS_MAX, TOUCHES_MAX

# Free text, names and file hashes never enter the log: only a salted commitment does.
Words = Annotated[str, Meta(pattern="^([0-9a-f]{64})?$")]
Slug = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
RowId = Annotated[str, Meta(pattern=r"^[A-Z]{1,12}[0-9]{0,3}\Z")]
Detail = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]  # one that must be there
Date = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
OriginText = Annotated[  # the form that an event's own origin has (record.event.is_origin)
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9._-]*)*\Z",
        max_length=ORIGIN_CHARACTERS_MAX,
    ),
]
Items = Annotated[tuple[SomeItem, ...], Meta(min_length=1, max_length=TOUCHES_MAX)]


class Body(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="type",
):
    """The base of all bodies. A field at its default is left out: one event, one text."""


class Mood(enum.Enum):
    """Step asks leave; look is one person's answer; report says what has happened."""

    STEP = "step"
    LOOK = "look"
    REPORT = "report"
    DESK = "desk"  # the desk's own events


class Polarity(enum.Enum):
    """A supporting fact only ever helps a step; an adverse one only ever hinders it."""

    SUPPORTING = "supporting"
    ADVERSE = "adverse"


class Fact(enum.Enum):
    """The kinds of fact that rules look at, each with its polarity (invariant 6)."""

    PERSON_ENROLLED = "person-enrolled"
    KEY_REVOKED = "key-revoked"
    ROLE_GRANTED = "role-granted"
    ROW_ADOPTED = "row-adopted"
    WAIVER = "waiver"
    DAY_OPENED = "day-opened"
    ITEM_PRESENT = "item-present"
    ROUND_PROVED = "round-proved"
    AGREEING_LOOK = "agreeing-look"
    BORE_SEEN = "bore-seen"
    ANSWER = "answer"
    DISAGREEING_LOOK = "disagreeing-look"
    ROUND_LOOKS_LIVE = "round-looks-live"
    ROUND_NOT_NAMEABLE = "round-not-nameable"
    OBSTRUCTION = "obstruction"
    SHOWING_ENDED = "showing-ended"
    FIRED = "fired"
    OPEN_QUESTION = "open-question"
    STOP = "stop"
    CONCERN = "concern"
    DECLINED = "declined"
    KEPT_AS_FOUND = "kept-as-found"
    # The shooting day: supporting first, then adverse.
    CREDENTIAL = "credential"
    CLASS_ASKED = "class-asked"
    GUARDIAN_PRESENT = "guardian-present"
    KEYS_NAMED = "keys-named"
    RISK_ASSESSED = "risk-assessed"
    SET_UP_APPROVED = "set-up-approved"
    BRIEFED = "briefed"
    PROVIDED = "provided"
    AREA_COUNTED = "area-counted"
    TEST_FIRED = "test-fired"
    LOAD_APPROVED = "load-approved"
    FUNCTION_SEEN = "function-seen"
    COUNTED = "counted"
    CREDENTIAL_ENDED = "credential-ended"
    ROLE_WITHDRAWN = "role-withdrawn"
    MINOR = "minor"
    OTHER_DUTY = "other-duty"
    CARRIER = "carrier"
    SET_UP_CHANGED = "set-up-changed"
    PROVISION_ENDED = "provision-ended"
    CUT = "cut"
    UNFIT = "unfit"
    MISFIRED = "misfired"
    DISCHARGE = "discharge"
    OUT_OF_HAND = "out-of-hand"


_SUPPORTING: Final = frozenset(
    {
        Fact.PERSON_ENROLLED,
        Fact.ROLE_GRANTED,
        Fact.WAIVER,
        Fact.DAY_OPENED,
        Fact.ITEM_PRESENT,
        Fact.ROUND_PROVED,
        Fact.AGREEING_LOOK,
        Fact.BORE_SEEN,
        Fact.ANSWER,
        Fact.CREDENTIAL,
        Fact.CLASS_ASKED,
        Fact.GUARDIAN_PRESENT,
        Fact.KEYS_NAMED,
        Fact.RISK_ASSESSED,
        Fact.SET_UP_APPROVED,
        Fact.BRIEFED,
        Fact.PROVIDED,
        Fact.AREA_COUNTED,
        Fact.TEST_FIRED,
        Fact.LOAD_APPROVED,
        Fact.FUNCTION_SEEN,
        Fact.COUNTED,
    }
)


def polarity(fact: Fact) -> Polarity:
    """Return the polarity of a fact: every fact is declared one or the other."""
    return Polarity.SUPPORTING if fact in _SUPPORTING else Polarity.ADVERSE


class Slots(msgspec.Struct, frozen=True, kw_only=True):
    """Who must sign: the roles allowed for each signature in turn, and how many are needed."""

    roles: tuple[frozenset[Role], ...]
    least: int


def slots(*roles: frozenset[Role], least: int | None = None) -> Slots:
    """Return the slots of a type; all are needed unless ``least`` says fewer."""
    return Slots(roles=roles, least=len(roles) if least is None else least)


ANYONE: Final = frozenset(Role) - {Role.DESK, Role.ENROLLED}
OFFICER: Final = frozenset({Role.OFFICER})
HANDLER: Final = frozenset({Role.HANDLER})
CALLER: Final = frozenset({Role.CALLER})
LOOKER: Final = frozenset({Role.HANDLER, Role.SECOND_PERSON, Role.CALLER, Role.PERFORMER})
DESK_ONLY: Final = frozenset({Role.DESK})


class EventType(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the event table.

    ``touches`` gives the items whose place, holder, statement, kind or contents the event
    changes, ascending and each once; ``cites`` those it only speaks of. ``says`` is the sentence
    a person reads; ``source`` cites the rule or design section the type comes from.
    """

    body: type[Body]
    mood: Mood
    signers: Slots
    touches: Callable[[Any], tuple[ItemId, ...]]
    cites: Callable[[Any], tuple[ItemId, ...]]
    facts: tuple[Fact, ...]
    says: str
    source: str

    @property
    def tag(self) -> str:
        """The type and version as written in the event, such as ``look/1``."""
        return str(self.body.__struct_config__.tag)

    @property
    def name(self) -> str:
        """The type without its version."""
        return self.tag.partition("/")[0]


def nothing(_body: Body) -> tuple[ItemId, ...]:
    """Touch or cite no item."""
    return ()


def ascending(*items: ItemId) -> tuple[ItemId, ...]:
    """Return the items named, each once, ascending; the empty id names nothing."""
    return tuple(sorted({item for item in items if item}))
