"""One signed value in words, by its type: ids by name, values of an enumeration by their word.

A commitment stands for words that lie beside the log; here it is said to, with the beginning of
its hash. A value nobody has a word for is shown as it is written: nothing signed is left out.
"""

from __future__ import annotations

import enum
import re
import typing
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Annotated, Any, Final

import msgspec

from showclear.field.ids import DESK, EventId, ItemId, KeyId, LotId, PersonId, SetUpId
from showclear.field.instants import Instant
from showclear.field.mechanisms import Adaptation, BoreMethod, Holds, How, LookWay
from showclear.field.people import Role, Way
from showclear.field.plan import Line, Moving, Phase, Provision
from showclear.field.production import Tier
from showclear.field.stock import Form, Kind, Odd, Proof, WeaponClass
from showclear.field.stock import Purpose as ContainerPurpose
from showclear.outputs.words.catalogue import FEET_TERRITORIES, Catalogue
from showclear.outputs.words.verdicts import Names, because, position
from showclear.record.events.counting import CountFor, Direction
from showclear.record.events.desk import Outcome
from showclear.record.events.desk import Why as WhyUnattributed
from showclear.record.events.guns import FireResult, Part
from showclear.record.events.handling import (
    Act,
    Ahead,
    Announced,
    EndCause,
    Entered,
    PositionAnswer,
)
from showclear.record.events.handling import Purpose as LookPurpose
from showclear.record.events.officers import RevokeCause
from showclear.record.events.people import Paper, Where
from showclear.record.events.people import Why as WhyCarried
from showclear.record.events.plan import Briefing, Changed
from showclear.record.events.speaking import ConcernClass, Side
from showclear.record.events.stock import Grade
from showclear.record.showing import Cause, Shown
from showclear.record.state import Topic

# How the catalogues name each enumeration: ``word.<this>.<value>``.
WORDS_OF: Final[dict[type[enum.Enum], str]] = {
    Act: "act", Adaptation: "adaptation", Ahead: "ahead", Announced: "announced",
    BoreMethod: "bore-method", Briefing: "briefing", Cause: "why-not", Changed: "changed",
    ConcernClass: "concern", ContainerPurpose: "container-purpose", CountFor: "count-for",
    Direction: "direction", EndCause: "end-cause", Entered: "entered", FireResult: "fire-result",
    Form: "form", Grade: "grade", Holds: "holds", How: "how", Kind: "kind", Line: "line",
    LookPurpose: "look-purpose", LookWay: "look-way", Moving: "moving", Odd: "odd",
    Outcome: "outcome", Paper: "paper", Part: "part", Phase: "phase", Proof: "proof",
    Provision: "provision", RevokeCause: "revoke-cause", Role: "role", Shown: "shown",
    Side: "side", Tier: "tier", Topic: "topic", Way: "way", WeaponClass: "weapon-class",
    Where: "where", WhyCarried: "why-carried", WhyUnattributed: "why-unattributed",
}  # fmt: skip
MINUTES_IN_HOUR: Final = 60
BEGINNING: Final = 8  # hex digits of a hash that are shown; the bytes hold all of it

_NAMED: Final = frozenset({PersonId, ItemId, LotId, SetUpId})
_DIGESTS: Final = frozenset({"digest", "packs", "arrived"})  # keys by form, hashes by meaning
_UNITS: Final = {
    "rounds": "unit.rounds", "gunshots": "unit.gunshots", "fired_cases": "unit.fired-cases",
}  # fmt: skip
_PLAIN: Final = frozenset({"number", "index", "bag"})  # numbers that name something
_HASH: Final = re.compile(r"[0-9a-f]{64}\Z")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def word(value: enum.Enum, words: Catalogue) -> str:
    """Return the word for a value of an enumeration."""
    return words.say(f"word.{WORDS_OF[type(value)]}.{value.value}")


class Values:
    """Says the values of signed structs in one language, with the names of one ledger."""

    def __init__(
        self, names: Names, words: Catalogue, *, offset_minutes: int | None = None
    ) -> None:
        self.names = names
        self.words = words
        self._offset = offset_minutes

    def of(self, struct: msgspec.Struct, name: str) -> str:
        """Return one field of a struct in words."""
        return self._said(name, _types(type(struct))[name], getattr(struct, name))

    def called(self, subject: str) -> str:
        """Return what an id is called here; the desk by its word in this language."""
        return word(Role.DESK, self.words) if subject == DESK else self.names.name(subject)

    def rows(
        self, struct: msgspec.Struct, told: frozenset[str] = frozenset(), *, event: str = ""
    ) -> Iterator[tuple[str, str]]:
        """Yield label and words of every field that is neither told already nor at its default.

        A list of structs is one row for each.
        """
        for field in msgspec.structs.fields(type(struct)):
            value = getattr(struct, field.name)
            if field.name in told or (not field.required and value == field.default):
                continue
            label = self.label(field.name, event)
            if _rows_of_structs(value) and field.name != "answers":
                for each in value:
                    yield label, self._struct(each)
            else:
                yield label, self.of(struct, field.name)

    def label(self, name: str, event: str = "") -> str:
        """Return what a field is called, in one type of event where it differs there."""
        own = f"field.{name}.{event}"
        return self.words.say(own if self.words.has(own) else f"field.{name}")

    def answers(self, answers: Sequence[PositionAnswer]) -> str:
        """Return what one person answers, positions answered alike in a row taken together."""
        said = []
        for (how, holds, method), alike in groupby(
            answers, key=lambda one: (one.how, one.holds, one.method)
        ):
            parts = {
                "positions": ", ".join(position(one.position, self.words) for one in alike),
                "how": word(how, self.words),
                "holds": word(holds, self.words),
            }
            if method is BoreMethod.NOT_ASKED:
                said.append(self.words.say("as.answer", **parts))
            else:
                checked = word(method, self.words)
                said.append(self.words.say("as.answer.method", method=checked, **parts))
        return "; ".join(said)

    def _said(self, name: str, kind: object, value: Any) -> str:
        match value:
            case tuple():
                return self._tuple(name, kind, value)
            case msgspec.Struct():
                return self._struct(value)
            case str():
                return self._text(name, kind, value)
            case _:
                return self._single(name, value)

    def _single(self, name: str, value: enum.Enum | bytes | int | None) -> str:
        match value:
            case None:
                return self.words.say("as.none")
            case bool():
                return self.words.say("as.yes" if value else "as.no")
            case enum.Enum():
                return word(value, self.words)
            case bytes():
                return self.words.say("as.digest", id=value.hex()[:BEGINNING])
            case _:
                return self._number(name, value)

    def _tuple(self, name: str, kind: object, values: tuple[Any, ...]) -> str:
        if values and isinstance(values[0], PositionAnswer):
            return self.answers(values)
        each = typing.get_args(_plain(kind))[0]
        if _rows_of_structs(values):
            return "; ".join(f"({self._struct(value)})" for value in values)
        return self.words.listed(self._said(name, each, value) for value in values)

    def _struct(self, struct: msgspec.Struct) -> str:
        return ", ".join(
            self.words.say("as.pair", label=label, value=value)
            for label, value in self.rows(struct)
        )

    def _number(self, name: str, value: int) -> str:
        words = self.words
        if name in _UNITS:
            return words.count(_UNITS[name], value)
        if name.endswith("_mm"):
            return self._length(value)
        match name:
            case "class_max":
                return words.say(f"word.weapon-class.{value}")
            case "ms":
                return words.say("unit.milliseconds", n=words.number(value))
            case "utc_offset_minutes":
                return words.say("offset", offset=_offset(value))
            case _:
                return str(value) if name in _PLAIN else words.number(value)

    def _length(self, mm: int) -> str:
        """Return a length; where it is said in inches, what was signed stands beside it."""
        said = self.words.length(mm)
        if self.words.locale.territory not in FEET_TERRITORIES:
            return said
        return self.words.say("unit.signed-length", length=said, mm=self.words.number(mm))

    def _text(self, name: str, kind: object, value: str) -> str:
        kind = _plain(kind)
        if not value:
            return self.words.say("as.nobody" if kind is PersonId else "as.none")
        if kind in _NAMED:
            return self.called(value)
        if kind is Instant:
            return self.words.moment(value, self._offset)
        if _HASH.match(value):
            return self.words.say(_hash_of(name, kind), id=value[:BEGINNING])
        return self._written(name, value)

    def _written(self, name: str, value: str) -> str:
        """Return a text that is in the event itself: a day, position, code or short name."""
        if _DAY.match(value):
            return self.words.date(value)
        if name in {"position", "positions"}:
            return position(value, self.words)
        if name == "reported" and self.words.has(f"event.{value}"):
            return self.words.say(f"event.{value}")
        return because(value, self.words) if name == "codes" else value


def _hash_of(name: str, kind: object) -> str:
    """Return the id of what a hash stands for: a text, a key, an entry, or words beside it."""
    if name in _DIGESTS:
        return "as.digest"
    if kind is KeyId:
        return "as.key"
    return "as.entry" if kind is EventId else "as.words"


def _offset(minutes: int) -> str:
    """Return an offset from UTC as clocks write it."""
    hours, rest = divmod(abs(minutes), MINUTES_IN_HOUR)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _rows_of_structs(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], msgspec.Struct)


@cache  # a few dozen structs, each asked for every field of an event
def _types(struct: type[msgspec.Struct]) -> dict[str, object]:
    return {field.name: field.type for field in msgspec.structs.fields(struct)}


def _plain(kind: object) -> object:
    """Return a type without what is annotated to it."""
    while typing.get_origin(kind) is Annotated:
        kind = typing.get_args(kind)[0]
    return kind
