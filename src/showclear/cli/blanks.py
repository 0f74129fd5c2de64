"""What each field of an event takes, read from its declaration, as a person would type it.

An event's body declares its fields by type: ids, enums, counts, dates, commitments, parts. From
that follows what is typed for each (``takes``), whether it may be left out, whether several may be
given with commas. Nothing here knows an event by name but for what is new where it arrives.

>>> from showclear.record.events.people import GuardianPresent
>>> [one.name for one in blanks_of(GuardianPresent)]
['minor', 'guardian']
"""

from __future__ import annotations

import enum
import typing
from types import UnionType
from typing import Any, Final

import msgspec
from msgspec import Meta

from showclear.field.ids import EventId, ItemId, KeyId, LotId, PersonId, SetUpId
from showclear.field.instants import Instant
from showclear.field.stock import Calibre
from showclear.record.events.base import Body, EventType, OriginText, RowId
from showclear.record.events.handling import Position
from showclear.record.events.plan import ApproveSetUp
from showclear.record.events.stock import ReceiveContainer, ReceiveRounds, ReceiveWeapon

LENGTH_ENDING: Final = "_mm"
COMMITTED: Final = "[0-9a-f]{64}"  # in a text's pattern: a salted hash stands for it
DATED: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


class Takes(enum.Enum):
    """The kinds of answer there are to a field."""

    PERSON = "a name here, or new:NAME for somebody without a key"
    WEAPON = "a gun's handle"
    CONTAINER = "a container's handle"
    ITEM = "a gun's or container's handle"
    LOT = "a lot's handle"
    SET_UP = "a set-up's name"
    NEW = "a new handle, such as colt-4"
    NEW_SET_UP = "a name of your own for the set-up, such as street-duel"
    EVENT = "an entry's number in the log, or last"
    CITES = "left out or last: the last change of it; or an entry's number"
    LOOKS = "left out or last: the looks that stand; or entries' numbers"
    KEY = "the 64 hex digits of a key"
    WORDS = "your words, or @FILE for the SHA-256 of a file; kept beside the log"
    LENGTH = "a length with its unit: 3m, 250cm, 40mm, 10ft, 8in"
    DATE = "a date such as 2026-11-22, or today"
    INSTANT = 'a time on the production\'s clock: 13:05 today, or "2026-11-22 13:05"'
    TRUTH = "yes or no"
    COUNT = "a whole number"
    CHOICE = "one of"
    SLUG = "small letters, digits and dashes, such as street-duel"
    PART = "parts, each with a number"


# What a sample line types for each.
_SAMPLES: Final = {
    Takes.PERSON: '"Cal Reed"',
    Takes.WEAPON: "colt-3",
    Takes.CONTAINER: "box-a",
    Takes.ITEM: "colt-3",
    Takes.LOT: "dummies-a",
    Takes.SET_UP: "street-duel",
    Takes.NEW: "colt-4",
    Takes.NEW_SET_UP: "street-duel",
    Takes.EVENT: "41",
    Takes.KEY: "DIGITS",
    Takes.WORDS: '"in your own words"',
    Takes.LENGTH: "8m",
    Takes.DATE: "2026-11-22",
    Takes.INSTANT: "13:05",
    Takes.TRUTH: "yes",
    Takes.SLUG: "street-duel",
}
_BY_ID: Final[dict[Any, Takes]] = {
    PersonId: Takes.PERSON,
    ItemId: Takes.ITEM,
    LotId: Takes.LOT,
    SetUpId: Takes.SET_UP,
    EventId: Takes.EVENT,
    KeyId: Takes.KEY,
    Instant: Takes.INSTANT,
}
_BY_NAME: Final = {
    "weapon": Takes.WEAPON,
    "weapons": Takes.WEAPON,
    "container": Takes.CONTAINER,
    "place": Takes.CONTAINER,
    "source": Takes.CONTAINER,
    "target": Takes.CONTAINER,
    "into": Takes.CONTAINER,
}
_NEW: Final = {
    (ReceiveWeapon, "weapon"): Takes.NEW,
    (ReceiveContainer, "container"): Takes.NEW,
    (ReceiveRounds, "lot"): Takes.NEW,
    (ApproveSetUp, "set_up"): Takes.NEW_SET_UP,
}
# Words of a form of their own, with what is typed for them and a sample.
_FORMS: Final = (
    (OriginText, "another ledger's origin", "example.org/red-canyon/unit-2"),
    (RowId, "a row's id", "R25"),
    (Position, "a position", "chamber-1"),
    (Calibre, "a calibre", ".45-colt"),
)
_FOUND: Final = {"cites": Takes.CITES, "looks": Takes.LOOKS}  # the record knows which


class Blank(msgspec.Struct, frozen=True, kw_only=True):
    """One field to be filled in: what it is called, what it takes, whether it must be there."""

    field: str
    name: str
    takes: Takes
    hint: Any  # the declared type of one answer
    required: bool
    many: bool = False
    least: int | None = None
    most: int | None = None
    lengths: tuple[int, int] = (0, 0)  # of a list: the fewest, and the most where there is one
    choices: tuple[enum.Enum, ...] = ()
    part: Any = None  # the struct that one part fills in

    @property
    def single(self) -> str:
        """What one part of it is called: ``use`` of ``uses``."""
        return self.name.removesuffix("s")


def blanks_of(struct: Any) -> tuple[Blank, ...]:
    """Return the fields of an event's body, or of a part of one, in their order."""
    hints = typing.get_type_hints(struct, include_extras=True)
    return tuple(
        _blank(struct, field.name, hints[field.name], required=field.required)
        for field in msgspec.structs.fields(struct)
    )


def _blank(struct: Any, field: str, hint: Any, *, required: bool) -> Blank:
    many, one, lengths = False, _bare(hint), (0, 0)
    if typing.get_origin(one) is tuple:
        lists = _metas(hint)
        lengths = (
            _bound([meta.min_length for meta in lists]) or 0,
            _bound([meta.max_length for meta in lists]) or 0,
        )
        many, hint = True, typing.get_args(one)[0]
        one = _bare(hint)
    kind = _NEW.get((struct, field)) or _FOUND.get(field) or _kind(field, hint, one)
    metas = _metas(hint)
    found = kind in {Takes.CITES, Takes.LOOKS}
    length = kind is Takes.LENGTH
    return Blank(
        field=field,
        name=(field.removesuffix(LENGTH_ENDING) if length else field).replace("_", "-"),
        takes=kind,
        hint=hint,
        required=required and not found,
        many=many,
        least=_bound([meta.ge for meta in metas]),
        most=_bound([meta.le for meta in metas]),
        lengths=lengths,
        choices=tuple(one) if kind is Takes.CHOICE else (),
        part=one if kind is Takes.PART else None,
    )


def _metas(hint: Any) -> list[Meta]:
    return [meta for meta in getattr(hint, "__metadata__", ()) if isinstance(meta, Meta)]


def _bound(given: typing.Iterable[float | None]) -> int | None:
    return next((int(bound) for bound in given if bound is not None), None)


def _bare(hint: Any) -> Any:
    """Return a type without what is annotated to it, and without "or nothing"."""
    if isinstance(hint, UnionType):
        hint = next(one for one in typing.get_args(hint) if one is not type(None))
    return typing.get_args(hint)[0] if hasattr(hint, "__metadata__") else hint


def _kind(field: str, hint: Any, one: Any) -> Takes:
    if one in _BY_ID:
        return _BY_NAME.get(field, Takes.ITEM) if one is ItemId else _BY_ID[one]
    if one is bool:
        return Takes.TRUTH
    if one is int:
        return Takes.LENGTH if field.endswith(LENGTH_ENDING) else Takes.COUNT
    if one is str:
        pattern = "".join(meta.pattern or "" for meta in _metas(hint))
        if COMMITTED in pattern:
            return Takes.WORDS
        return Takes.DATE if DATED in pattern else Takes.SLUG
    return Takes.CHOICE if issubclass(one, enum.Enum) else Takes.PART


# -- in words ---------------------------------------------------------------------------------


def takes(blank: Blank) -> str:
    """Return what is typed for a field, in words."""
    match blank.takes:
        case Takes.COUNT:
            said = f"a whole number from {blank.least or 0} to {blank.most:,}"
        case Takes.CHOICE:
            said = f"one of {', '.join(map(choice, blank.choices))}"
        case Takes.PART:
            fields = ", ".join(one.name for one in blanks_of(blank.part))
            said = f"{blank.single}.1.FIELD=VALUE, {blank.single}.2... with {fields}"
        case _:
            said = _form(blank) or blank.takes.value
    plain = blank.many and blank.takes not in {Takes.PART, Takes.LOOKS}
    return f"{said}; several with commas" if plain else said


def _form(blank: Blank) -> str:
    forms = (f"{words}, such as {sample}" for form, words, sample in _FORMS if form == blank.hint)
    return next(forms, "")


def choice(one: enum.Enum) -> str:
    """Return how a choice is typed; a class of weapon by its number."""
    return str(int(one)) if isinstance(one, enum.IntEnum) else str(one.value)


def found_by(name: str, blanks: typing.Sequence[Blank]) -> Blank | None:
    """Return the field that a typed name means: as shown, as declared, or one part of it."""
    wanted = name.casefold().replace("_", "-")
    for blank in blanks:
        known = {blank.name, blank.field.replace("_", "-")}
        known |= {blank.single} if blank.takes is Takes.PART else set()
        if wanted in known:
            return blank
    return None


def example_of(row: EventType) -> str:
    """Return a line that could be typed: everything that must be there, and who signs."""
    words = ["showclear write", row.name, *_samples(row.body, "")]
    names = {"officer": ["Olga Petrov", "Omar Diaz"], "handler": ["Anna Ruiz", "Dee Park"]}
    others = ["Ben Ode", "Cal Reed", "Gil Moss"]
    for roles in row.signers.roles[: row.signers.least]:
        held = {role.value for role in roles}
        fits = names[next(iter(held))] if len(held) == 1 and held <= set(names) else others
        words.append(f'--as "{fits.pop(0)}"')
    return " ".join(words)


def _samples(struct: type[Body] | Any, before: str) -> list[str]:
    said = []
    for blank in blanks_of(struct):
        if not blank.required:
            continue
        if blank.takes is Takes.PART:
            said += _samples(blank.part, f"{before}{blank.single}.1.")
        else:
            said.append(f"{before}{blank.name}={_sample(blank)}")
    return said


def _sample(blank: Blank) -> str:
    if blank.takes is Takes.COUNT:
        return str(max(1, blank.least or 0))
    if blank.takes is Takes.CHOICE:
        return choice(blank.choices[0])
    forms = (sample for form, _, sample in _FORMS if form == blank.hint)
    return next(forms, _SAMPLES[blank.takes])
