"""The JSON schema of day scripts, made from the same types that decode them.

Editors that know YAML schemas check a script with it while it is written and show what each field
means. It cannot say everything: names that nobody declared, times that run backwards and files
that include each other are found by ``reading``.
"""

from __future__ import annotations

import inspect
from typing import Any, Final

import msgspec
from msgspec import inspect as types

from showclear.errors import InvariantError
from showclear.replay.decoding import TAG, inner, type_of
from showclear.replay.hints import hint
from showclear.replay.script import Script
from showclear.replay.verbs import VERBS
from showclear.replay.verbs_base import Step

Schema = dict[str, Any]
DIALECT: Final = "http://json-schema.org/draft-07/schema#"  # the one that editors know best
PARTS: Final = "#/definitions/"
OWNERS: Final = {
    "Script": "script",
    "Day": "day",
    "GunTruth": "truly",
}


def schema() -> Schema:
    """Return the schema of a whole script."""
    parts: dict[str, Schema] = {}
    root = _struct(type_of(Script), parts)
    for verb, kind in VERBS.items():
        parts[f"do {verb}"] = _struct(type_of(kind), parts)
    parts["step"] = {
        "type": "object",
        "required": [TAG],
        "properties": {TAG: {"enum": [*VERBS], "description": hint("step", TAG)}},
        "allOf": [
            {
                "if": {"properties": {TAG: {"const": verb}}, "required": [TAG]},
                "then": {"$ref": f"{PARTS}do {verb}".replace(" ", "%20")},
            }
            for verb in VERBS
        ],
    }
    return {
        "$schema": DIALECT,
        "title": "A day script of Showclear",
        **root,
        "definitions": dict(sorted(parts.items())),
    }


def owner_of(kind: Any) -> str:
    """Return by what name the hints know a structure."""
    tag = kind.tag
    return str(tag) if tag is not None else OWNERS.get(kind.cls.__name__, kind.cls.__name__)


def sentence_of(kind: type[msgspec.Struct]) -> str:
    """Return the docstring of a structure without its example."""
    text = inspect.cleandoc(kind.__doc__ or "")
    return " ".join(text.partition("\nExample:")[0].split())


def _struct(kind: types.StructType, parts: dict[str, Schema]) -> Schema:
    owner = owner_of(kind)
    properties: Schema = {}
    if kind.tag is not None:
        properties[TAG] = {"const": kind.tag}
    for field in kind.fields:
        name = field.encode_name.rstrip("_")
        made = {**_value(field.type, parts), "description": hint(owner, name)}
        properties[name] = _shared(name, f"{owner}.{name}", made, parts)
    required = [TAG] if kind.tag is not None else []
    required += [field.encode_name.rstrip("_") for field in kind.fields if field.required]
    return {
        "type": "object",
        "description": sentence_of(kind.cls),
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _shared(name: str, full: str, made: Schema, parts: dict[str, Schema]) -> Schema:
    """Return a reference to a field that is written down once, whichever verbs have it."""
    for key in (name, full):
        if parts.setdefault(key, made) == made:
            return {"$ref": PARTS + key}
    raise InvariantError(f"schema: two fields are called {full}")


def _value(kind: Any, parts: dict[str, Schema]) -> Schema:
    match kind:
        case types.Metadata() | types.UnionType():
            return _value(inner(kind), parts)
        case types.StructType():
            return _reference(kind, parts)
        case types.VarTupleType() | types.DictType():
            return _several(kind, parts)
        case _:
            return _leaf(kind)


def _several(kind: Any, parts: dict[str, Schema]) -> Schema:
    if isinstance(kind, types.DictType):
        value = _value(kind.value_type, parts)
        return _limits({"type": "object", "additionalProperties": value}, kind, "Properties")
    item = _value(kind.item_type, parts)
    made = _limits({"type": "array", "items": item}, kind, "Items")
    if isinstance(kind.item_type, types.StructType):
        return made  # an editor's messages stay readable where only a list is suggested
    return {"anyOf": [item, made]}


def _leaf(kind: Any) -> Schema:
    match kind:
        case types.BoolType():
            return {"enum": ["yes", "no", True, False]}
        case types.IntType():
            made = {"type": "integer", "minimum": kind.ge, "maximum": kind.le}
            return {key: value for key, value in made.items() if value is not None}
        case types.EnumType():
            return {"enum": [it.value for it in kind.cls]}
        case _:
            return _text(kind)


def _reference(kind: types.StructType, parts: dict[str, Schema]) -> Schema:
    name = "step" if kind.cls is Step else owner_of(kind)
    if name not in parts:
        parts[name] = {}  # so that one that holds itself would end
        if name != "step":
            parts[name] = _struct(kind, parts)
    return {"allOf": [{"$ref": PARTS + name}]}


def _text(kind: Any) -> Schema:
    # A plain 45 or 2026-01-01 is a number or a date to some readers, a text to ours.
    made: Schema = {"type": ["string", "number"]}
    if kind.pattern is not None:
        made["pattern"] = kind.pattern.replace(r"\Z", "$")
    if kind.max_length is not None:
        made["maxLength"] = kind.max_length
    return made


def _limits(made: Schema, kind: Any, what: str) -> Schema:
    if kind.min_length is not None:
        made[f"min{what}"] = kind.min_length
    if kind.max_length is not None:
        made[f"max{what}"] = kind.max_length
    return made


def schema_text() -> str:
    """Return the schema as it is shipped: one text, in the order of the verbs."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=1).decode() + "\n"
