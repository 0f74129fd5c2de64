"""The event table as Markdown, made from the code: types, fields, limits, signers, facts.

Leaves to others: where the pages stand (`generate_docs`) and what the words around them say
(`spec/`). Everything here comes from ``showclear.record.events``; nothing is written twice.

Example: ``event_section(by_tag("look/1"))`` is the section on looks.
"""

from __future__ import annotations

import ast
import enum
import inspect
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
from msgspec import inspect as types

from showclear.field.people import Role
from showclear.record.events.base import ANYONE, EventType, Fact, polarity
from showclear.record.events.table import TABLE

_ARRAYS: Final = (types.VarTupleType, types.ListType)
_ID_FORMS: Final = {
    "^p-[0-9a-f]{16}$": "a new person id",
    "^w-[0-9a-f]{16}$": "a new weapon id",
    "^c-[0-9a-f]{16}$": "a new container id",
    "^l-[0-9a-f]{16}$": "a new lot id",
    "^[0-9a-f]{64}$": "64 lower-case hex digits",
    "^([0-9a-f]{64})?$": "a commitment: 64 lower-case hex digits, or empty",
}


def event_sections() -> str:
    """Return a section for each type of the table, in its order."""
    return "\n".join(event_section(row) for row in TABLE)


def event_section(row: EventType) -> str:
    """Return the section of one type: what it says, who signs, its fields, its facts."""
    lines = [f"### `{row.tag}`", "", f"{row.says} {_first_line(row.body)}", ""]
    lines += [f"- mood: {row.mood.value}", f"- signed by: {_signers(row)}"]
    lines += [f"- touches: {_items(row.touches)}", f"- cites: {_items(row.cites)}"]
    lines += [f"- facts: {_facts(row.facts)}", f"- from: {row.source}", ""]
    return "\n".join([*lines, *_fields(row.body), ""])


def summary() -> str:
    """Return one line per type: mood, signers, what it touches, what it supplies."""
    rows = [
        f"| [`{row.tag}`](#{row.name}{row.tag.rpartition('/')[2]}) | {row.mood.value} "
        f"| {_signers(row)} | {_items(row.touches)} | {_items(row.cites)} |"
        for row in TABLE
    ]
    head = ["| type | mood | signed by | touches | cites |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def in_short(row: EventType) -> str:
    """Return one line on a type: its mood, who signs, what it touches and cites."""
    return (
        f"*{row.mood.value}* · signed by {_signers(row)} · touches {_items(row.touches)} "
        f"· cites {_items(row.cites)}"
    )


def fact_table() -> str:
    """Return every kind of fact with its polarity and the types that supply it."""
    lines = ["| fact | polarity | supplied by |", "|---|---|---|"]
    for fact in Fact:
        tags = ", ".join(f"`{row.tag}`" for row in TABLE if fact in row.facts) or "none yet"
        lines.append(f"| {fact.value} | {polarity(fact).value} | {tags} |")
    return "\n".join(lines) + "\n"


def parts_of_bodies() -> str:
    """Return the objects inside bodies, each with its fields."""
    parts: dict[str, type[msgspec.Struct]] = {}
    for row in TABLE:
        for found in _structs(types.type_info(row.body)):
            parts.setdefault(found.__name__, found)
    lines: list[str] = []
    for name in sorted(parts):
        lines += [f"### {name}", "", _first_line(parts[name]), "", *_fields(parts[name]), ""]
    return "\n".join(lines)


def word_lists() -> str:
    """Return every closed list of words that a field may hold, each with its words."""
    lists: dict[str, type[enum.Enum]] = {}
    for row in TABLE:
        for found in _enums(types.type_info(row.body)):
            lists.setdefault(_enum_name(found), found)
    lines = ["| list | words | what it says |", "|---|---|---|"]
    for name in sorted(lists):
        words = ", ".join(f"`{member.value}`" for member in lists[name])
        lines.append(f"| {name} | {words} | {_first_line(lists[name])} |")
    return "\n".join(lines) + "\n"


def _signers(row: EventType) -> str:
    wanted = [_roles(roles) for roles in row.signers.roles]
    needed = wanted[: row.signers.least]
    text = ", then ".join(needed)
    if len(wanted) > row.signers.least:
        text += "; may add " + ", then ".join(wanted[row.signers.least :])
    return text


def _roles(roles: frozenset[Role]) -> str:
    if roles == ANYONE:
        return "anyone enrolled"
    return " or ".join(role.value for role in Role if role in roles)


def _items(function: Any) -> str:
    """Return which fields of a body a touches or cites function reads."""
    source = inspect.getsource(function)
    if function.__name__ == "nothing":
        return "none"
    names = {
        node.attr
        for node in ast.walk(_parsed(source, function.__name__))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "body"
    }
    return ", ".join(f"`{name}`" for name in sorted(names))


def _parsed(source: str, name: str) -> ast.AST:
    """Return the syntax tree of a function, or of the lambda that stands in a keyword."""
    if name != "<lambda>":
        return ast.parse(source)
    text = source.strip().rstrip(",").partition("=")[2]
    return ast.parse(text.strip(), mode="eval")


def _facts(facts: tuple[Fact, ...]) -> str:
    return ", ".join(f"{fact.value} ({polarity(fact).value})" for fact in facts) or "none"


def _fields(struct: type[msgspec.Struct]) -> list[str]:
    info = types.type_info(struct)
    if not isinstance(info, types.StructType) or not info.fields:
        return ["No fields but `type`."]
    rows = [
        f"| `{field.encode_name}` | {_value(field.type)} | {_default(field)} |"
        for field in sorted(info.fields, key=lambda field: field.encode_name)
    ]
    return ["| field | value | left out when |", "|---|---|---|", *rows]


def _default(field: types.Field) -> str:
    if field.required:
        return "never"
    value = field.default
    if isinstance(value, enum.Enum):
        return f"`{value.value}`"
    if value is None:
        return "absent"
    return "empty" if value in ("", ()) else f"`{msgspec.json.encode(value).decode()}`"


def _value(kind: types.Type) -> str:
    """Return what a field may hold, in words."""
    return _WRITERS[type(kind)](kind)


def _text(kind: types.StrType) -> str:
    if kind.pattern in _ID_FORMS:
        return _ID_FORMS[kind.pattern or ""]
    limit = "" if kind.max_length is None else f"at most {kind.max_length} characters"
    if kind.min_length == kind.max_length and kind.max_length is not None:
        limit = f"{kind.max_length} characters"
    form = "" if kind.pattern is None else f"`{kind.pattern.replace('|', chr(92) + '|')}`"
    return "text, " + ", ".join(part for part in (form, limit) if part)


def _words(words: type[enum.Enum]) -> str:
    if issubclass(words, enum.IntEnum):
        return f"{min(words).value} to {max(words).value}: {_enum_name(words)}"
    return f"a word of {_enum_name(words)}"


def _enum_name(words: type[enum.Enum]) -> str:
    """Return the list's name; the two lists called Purpose are told apart by their module."""
    if words.__name__ == "Purpose":
        return "Purpose of a look" if "handling" in words.__module__ else "Purpose of a container"
    return words.__name__


def _bounds(least: float | None, most: float | None) -> str:
    top = "2^53 - 1" if most == 2**53 - 1 else str(most)
    return f"{least} to {top}"


def _first_line(thing: type) -> str:
    text = (inspect.getdoc(thing) or "").partition("\n\n")[0]
    return text.replace("\n", " ").replace("``", "`")


def _list(kind: types.VarTupleType) -> str:
    length = _bounds(kind.min_length or 0, kind.max_length)
    return f"list of {length}: {_value(kind.item_type)}"


_WRITERS: Final[dict[type[types.Type], Callable[[Any], str]]] = {
    types.Metadata: lambda kind: _value(kind.type),
    types.StrType: _text,
    types.IntType: lambda kind: f"whole number {_bounds(kind.ge, kind.le)}",
    types.BytesType: lambda kind: f"{kind.max_length} bytes in base64",
    types.BoolType: lambda _: "`true` or `false`",
    types.EnumType: lambda kind: _words(kind.cls),
    types.StructType: lambda kind: f"{kind.cls.__name__}, an object",
    types.VarTupleType: _list,
    types.UnionType: lambda kind: " or ".join(_value(part) for part in kind.types),
    types.NoneType: lambda _: "absent",
}


def _inner(kind: types.Type) -> Iterator[types.Type]:
    if isinstance(kind, _ARRAYS):
        yield kind.item_type
    elif isinstance(kind, types.UnionType):
        yield from kind.types
    elif isinstance(kind, types.StructType):
        yield from (field.type for field in kind.fields)
    elif isinstance(kind, types.Metadata):
        yield kind.type


def _structs(kind: types.Type) -> Iterator[type[msgspec.Struct]]:
    for inner in _inner(kind):
        if isinstance(inner, types.StructType):
            yield inner.cls
        yield from _structs(inner)


def _enums(kind: types.Type) -> Iterator[type[enum.Enum]]:
    for inner in _inner(kind):
        if isinstance(inner, types.EnumType):
            yield inner.cls
        yield from _enums(inner)
