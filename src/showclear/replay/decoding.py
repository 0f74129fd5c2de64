"""Nodes to structures, by the types of ``script`` and ``verbs``; every problem with its line.

The types alone say what may stand where: this module knows no verb and no section. It goes on
after a problem, so that a person sees all of them at once. A single value may stand for a list of
one. Which names exist is for ``reading`` to say; here each use of a name is only noted.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import msgspec
from msgspec import inspect as types

from showclear.replay.problems import Mark, Wrong
from showclear.replay.tree import Node
from showclear.replay.verbs import VERBS
from showclear.replay.verbs_base import Step
from showclear.replay.words import NAMES

TAG: Final = "do"
TRUTHS: Final = {"yes": True, "no": False, "true": True, "false": False}
FOUND_CHARACTERS_MAX: Final = 40
WORDS_SHOWN_MAX: Final = 12
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,11})\Z")
_BAD: Final = object()
# What texts of a fixed form look like, by the beginning of their pattern.
_EXAMPLES: Final = (
    ("^[a-z0-9]+(-[a-z0-9]+)*", "a name of a-z, 0-9 and dashes, such as first-ad"),
    ("^[A-Za-z0-9]+(-", "a short key such as S-NZH"),
    ("^([0-9]{4}-[0-9]{2}-[0-9]{2} )?", "a time such as 08:15 or 2026-11-23 02:10"),
    ("^([0-9]{4}-[0-9]{2}-[0-9]{2})?", "a date such as 2026-11-22"),
    ("^[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as 2026-11-22"),
    ("^([a-z]+(-[a-z]+)*(-[0-9]{1,2})?|", "a position such as 3, 1-6 or chamber-3"),
    ("^[a-z0-9.-]{1,32}", "a calibre such as .45-colt"),
    ("^[A-Z]{1,12}", "a row such as R25"),
    ("^[a-z0-9.-]+(/", "a ledger's origin such as rental.example/house"),
)


class Use(msgspec.Struct, frozen=True):
    """A name was used here: ``section`` is where it must be declared."""

    section: str
    name: str
    mark: Mark


class Decoder:
    """Decodes one file; ``wrongs`` and ``uses`` fill up as it goes."""

    def __init__(self) -> None:
        self.wrongs: list[Wrong] = []
        self.uses: list[Use] = []
        self.steps: list[tuple[Step, Node]] = []

    def decode(self, node: Node, kind: type[msgspec.Struct]) -> Any | None:
        """Return a structure, or None when something in it is wrong."""
        value = self._value(node, type_of(kind), "")
        return None if value is _BAD else value

    # -- by kind of type ----------------------------------------------------------------------

    def _value(self, node: Node, kind: Any, section: str) -> Any:
        match kind:
            case types.Metadata():
                extra = kind.extra or {}
                return self._value(node, kind.type, extra.get(NAMES, section))
            case types.StructType():
                chosen = self._verb(node) if kind.cls is Step else kind
                return _BAD if chosen is None else self._struct(node, chosen)
            case types.VarTupleType():
                return self._list(node, kind)
            case types.DictType():
                return self._dict(node, kind)
            case types.UnionType():
                return self._value(node, inner(kind), section)
            case _:
                return self._leaf(node, kind, section)

    def _verb(self, node: Node) -> types.StructType | None:
        if node.kind != "mapping":
            self._wrong(node, f"a step, such as {{{TAG}: take-out, ...}}", _shown(node))
            return None
        named = node.find(TAG)
        if named is None:
            self._wrong(node, f"`{TAG}` with a verb", "none")
            return None
        kind = VERBS.get(named.text)
        if kind is None:
            self._wrong(named, "a verb", _shown(named), _near(named.text, VERBS))
            return None
        known: types.StructType = type_of(kind)
        return known

    def _struct(self, node: Node, kind: types.StructType) -> Any:
        if node.kind != "mapping":
            self._wrong(node, "fields with their values", _shown(node))
            return _BAD
        values = self._fields(node, kind)
        for field in kind.fields:
            if field.required and field.name not in values:
                self._wrong(node, f"`{field.encode_name.rstrip('_')}`", "none")
                values[field.name] = _BAD
        if any(value is _BAD for value in values.values()):
            return _BAD
        made = kind.cls(**values)
        if isinstance(made, Step):
            self.steps.append((made, node))
        return made

    def _fields(self, node: Node, kind: types.StructType) -> dict[str, Any]:
        fields = {field.encode_name.rstrip("_"): field for field in kind.fields}
        values: dict[str, Any] = {}
        for key, value in node.pairs:
            field = fields.get(key.text)
            if field is not None:
                values[field.name] = self._value(value, field.type, "")
            elif not (key.text == TAG and kind.tag is not None):
                names = [*fields, TAG] if kind.tag is not None else [*fields]
                expected = f"a field of `{kind.tag}`" if kind.tag is not None else "a known field"
                self._wrong(key, expected, _shown(key), _near(key.text, names))
                values[key.text] = _BAD
        return values

    def _list(self, node: Node, kind: types.VarTupleType) -> Any:
        nodes = node.items if node.kind == "list" or _nothing(node) else [node]
        if not self._fits(node, len(nodes), kind, "values"):
            return _BAD
        values = [self._value(item, kind.item_type, "") for item in nodes]
        return _BAD if any(value is _BAD for value in values) else tuple(values)

    def _dict(self, node: Node, kind: types.DictType) -> Any:
        if node.kind != "mapping" and not _nothing(node):
            self._wrong(node, "names with their values", _shown(node))
            return _BAD
        if not self._fits(node, len(node.pairs), kind, "entries"):
            return _BAD
        pairs = [
            (self._value(key, kind.key_type, ""), self._value(value, kind.value_type, ""))
            for key, value in node.pairs
        ]
        return _BAD if any(_BAD in pair for pair in pairs) else dict(pairs)

    def _fits(self, node: Node, count: int, kind: Any, what: str) -> bool:
        least, most = kind.min_length or 0, kind.max_length
        if count < least:
            self._wrong(node, f"at least {least} {what}", str(count))
        elif most is not None and count > most:
            self._wrong(node, f"at most {most} {what}", str(count))
        else:
            return True
        return False

    # -- single values ------------------------------------------------------------------------

    def _leaf(self, node: Node, kind: Any, section: str) -> Any:
        if node.kind != "text" or _nothing(node):
            self._wrong(node, expected_words(kind), _shown(node))
            return _BAD
        value = _leaf_value(node.text, kind)
        if value is _BAD:
            near = _near(node.text, [str(it.value) for it in _members(kind)])
            self._wrong(node, expected_words(kind), _shown(node), near)
        elif section:
            self.uses.append(Use(section, str(value), node.mark))
        return value

    def _wrong(self, node: Node, expected: str, found: str, hint: str = "") -> None:
        wrong = Wrong(mark=node.mark, expected=expected, found=found, hint=hint)
        self.wrongs.append(wrong)


def _leaf_value(text: str, kind: Any) -> Any:
    match kind:
        case types.BoolType():
            return TRUTHS.get(text, _BAD)
        case types.IntType():
            if _WHOLE.match(text) is None:
                return _BAD
            number = int(text)
            least = kind.ge if kind.ge is not None else number
            most = kind.le if kind.le is not None else number
            return number if least <= number <= most else _BAD
        case types.EnumType():
            return next((it for it in _members(kind) if str(it.value) == text), _BAD)
        case types.StrType():
            fits = kind.pattern is None or re.search(kind.pattern, text) is not None
            most = kind.max_length if kind.max_length is not None else len(text)
            return text if fits and len(text) <= most else _BAD
        case _:
            return _BAD


def expected_words(kind: Any) -> str:
    """Return in words what may stand where a value of this type is expected."""
    match kind:
        case types.BoolType():
            return "yes or no"
        case types.IntType():
            return f"a whole number from {kind.ge} to {kind.le}"
        case types.EnumType():
            words = [str(it.value) for it in _members(kind)]
            return "one of " + ", ".join(words[:WORDS_SHOWN_MAX])
        case types.StrType(pattern=pattern) if pattern is not None:
            known = (words for start, words in _EXAMPLES if pattern.startswith(start))
            return next(known, "a text of the right form")
        case _:
            return f"a text of at most {kind.max_length} characters"


def _members(kind: Any) -> Iterable[Any]:
    return kind.cls if isinstance(kind, types.EnumType) else ()


def inner(kind: Any) -> Any:
    """Return the type inside one that has a description, or that may be left out."""
    if isinstance(kind, types.UnionType):
        return next(it for it in kind.types if not isinstance(it, types.NoneType))
    return kind.type


def _nothing(node: Node) -> bool:
    return node.kind == "text" and node.plain and node.text in {"", "~", "null"}


def _shown(node: Node) -> str:
    if node.kind != "text":
        return f"a {node.kind}"
    if not node.text:
        return "nothing"
    short = node.text[:FOUND_CHARACTERS_MAX].replace("\n", " ")
    return f"`{short}{'...' if len(node.text) > FOUND_CHARACTERS_MAX else ''}`"


def _near(text: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(text[:FOUND_CHARACTERS_MAX], list(names), n=2)
    return f"did you mean {' or '.join(close)}?" if close else ""


@cache
def type_of(kind: type[msgspec.Struct]) -> Any:
    """Return what msgspec knows of a structure's fields."""
    return types.type_info(kind)
