"""Well-formed events of every type, drawn from the very types that the decoder uses.

``events()`` draws an event of any type and ``events(Look)`` of one. What they say makes no sense;
their form is good. ``examples`` has plain events that do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect as kinds

from showclear.field.ids import EventId
from showclear.field.instants import to_text
from showclear.record.event import Event, Touch
from showclear.record.events.base import Body
from showclear.record.events.table import BY_BODY

# What may stand in a text of the log: printable ASCII without the two that JSON escapes.
LETTERS = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\')
LAST_MS = 253_402_300_799_999  # the end of the year 9999
DAYS = ("date", "until", "valid_from", "valid_until")  # fields that hold a day
TIMES = ("instant", "began", "ended")  # and those that hold an instant
MANY = 3  # how many of a repeated thing are drawn at most, above the least


def text_like(kind: kinds.StrType) -> st.SearchStrategy[str]:
    """Draw a text within the limits of its type."""
    longest = 200 if kind.max_length is None else kind.max_length
    if kind.pattern is None:
        return st.text(LETTERS, min_size=kind.min_length or 0, max_size=min(longest, 100))
    drawn = st.from_regex(kind.pattern.replace("$", r"\Z"), alphabet=LETTERS)
    return drawn.filter(lambda text: len(text) <= longest)


def _whole(kind: kinds.IntType) -> st.SearchStrategy[Any]:
    return st.integers(kind.ge, kind.le)


def _bytes(kind: kinds.BytesType) -> st.SearchStrategy[Any]:
    return st.binary(min_size=kind.min_length or 0, max_size=kind.max_length)


def _word(kind: kinds.EnumType) -> st.SearchStrategy[Any]:
    return st.sampled_from(kind.cls)


def _several(kind: kinds.VarTupleType) -> st.SearchStrategy[Any]:
    least = kind.min_length or 0
    most = least + MANY if kind.max_length is None else min(kind.max_length, least + MANY)
    return st.lists(like(kind.item_type), min_size=least, max_size=most).map(tuple)


def _either(kind: kinds.UnionType) -> st.SearchStrategy[Any]:
    return st.one_of(*map(like, kind.types))


def _record(kind: kinds.StructType) -> st.SearchStrategy[Any]:
    return st.builds(kind.cls, **{field.name: like(field.type) for field in kind.fields})


LIKE: Mapping[type[kinds.Type], Callable[[Any], st.SearchStrategy[Any]]] = {
    kinds.IntType: _whole,
    kinds.BoolType: lambda _: st.booleans(),
    kinds.NoneType: lambda _: st.none(),
    kinds.StrType: text_like,
    kinds.BytesType: _bytes,
    kinds.EnumType: _word,
    kinds.VarTupleType: _several,
    kinds.UnionType: _either,
    kinds.StructType: _record,
}


def like(kind: kinds.Type) -> st.SearchStrategy[Any]:
    """Draw a value of a type as msgspec describes it."""
    return LIKE[type(kind)](kind)


def record_type(record: type[msgspec.Struct]) -> kinds.StructType:
    """Return a record's type as msgspec describes it."""
    kind = kinds.type_info(record)
    assert isinstance(kind, kinds.StructType)
    return kind


@cache
def header() -> Mapping[str, st.SearchStrategy[Any]]:
    """Return what draws each field of an event's header."""
    return {
        field.name: like(field.type) for field in record_type(Event).fields if field.name != "body"
    }


def instants() -> st.SearchStrategy[str]:
    """Draw an instant."""
    return st.integers(0, LAST_MS).map(to_text)


@cache
def bodies(body: type[Body]) -> st.SearchStrategy[Any]:
    """Draw a body of this type."""
    drawn = like(record_type(body))
    texts = {field.name for field in record_type(body).fields if field.type != kinds.BoolType()}
    days, times = texts.intersection(DAYS), texts.intersection(TIMES)

    def with_times(made: Any, at: str) -> Any:
        real = dict.fromkeys(days, at[:10]) | dict.fromkeys(times, at)
        return msgspec.structs.replace(made, **real)

    return st.builds(with_times, drawn, instants()) if days or times else drawn


@st.composite
def events(draw: st.DrawFn, body: type[Body] | None = None) -> Event:
    """Draw a well-formed event, of this type or any."""
    chosen = draw(st.sampled_from(list(BY_BODY))) if body is None else body
    drawn = draw(bodies(chosen))
    touched = BY_BODY[chosen].touches(drawn)
    last = st.sampled_from(["", "ab" * 32])
    given = {name: draw(strategy) for name, strategy in header().items()}
    given["at"] = draw(instants())
    given["touches"] = tuple(Touch(item=item, last=EventId(draw(last))) for item in touched)
    return Event(body=drawn, **given)
