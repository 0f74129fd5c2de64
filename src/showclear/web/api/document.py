"""The OpenAPI document, made of the types that requests are decoded into and answers made of.

Litestar makes one too, but it leaves out of msgspec's types what programs need most: that nothing
else may be in a body, patterns of ids in lists, base64. So the schemas are msgspec's own.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, get_type_hints

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.types import Empty

from showclear.record.envelope import Envelope
from showclear.web.asking import Asker
from showclear.web.problems import Problem
from showclear.web.served import Served

OPENAPI: Final = "3.1.0"
REFERENCE: Final = "#/components/schemas/{name}"
OURS: Final = (Served, Asker)  # handed to a handler by the app, not sent by anybody
_PARAMETER: Final = re.compile(r"\{(\w+)(?::\w+)?\}")
# JSON Schema's patterns are ECMAScript's, which has no \Z.
_PYTHON_END: Final = r"\Z"
PROBLEMS: Final = {
    "400": "The request is not what is described here.",
    "401": "Nobody has entered on this device.",
    "403": "The request comes from a page that is not this server's.",
    "404": "There is no such thing.",
    "413": "The body is too long.",
    "422": "It was read, and something in it is odd: code, detail and hint say what.",
    "429": "Too often: wait as long as Retry-After says. A first stop never waits.",
    "503": "The desk has stopped; use the pad.",
    "507": "The disk is full; a stop still goes through.",
}


@cache
def openapi(handlers: Sequence[HTTPRouteHandler]) -> dict[str, Any]:
    """Return the document of these handlers."""
    types: list[Any] = [Problem]
    for handler in handlers:
        types += [kind for kind in (_sent(handler), _answered(handler)) if kind is not None]
    schemas, components = msgspec.json.schema_components(types, ref_template=REFERENCE)
    schema_of = dict(zip(map(repr, types), schemas, strict=True))
    paths: dict[str, Any] = {}
    for handler in handlers:
        path = _PARAMETER.sub(r"{\1}", next(iter(handler.paths)))
        method = next(iter(handler.http_methods)).lower()
        paths.setdefault(path, {})[method] = _operation(handler, path, schema_of)
    document = {
        "openapi": OPENAPI,
        "info": {
            "title": "Showclear",
            "version": "1",
            "description": "Statements people made; not an assessment.",
        },
        "paths": paths,
        "components": {"schemas": components},
    }
    return dict(_ecma(document))


def _operation(handler: HTTPRouteHandler, path: str, schema_of: dict[str, Any]) -> dict[str, Any]:
    function = inspect.unwrap(handler.fn)
    problem = {"application/json": {"schema": schema_of[repr(Problem)]}}
    answered, sent = _answered(handler), _sent(handler)
    good: dict[str, Any] = {"description": "As asked."}
    if answered is not None:
        good["content"] = {"application/json": {"schema": schema_of[repr(answered)]}}
    made: dict[str, Any] = {
        "operationId": f"{function.__module__.rpartition('.')[2]}-{function.__name__}",
        "summary": inspect.getdoc(function),
        "responses": {
            str(handler.status_code): good,
            **{
                status: {"description": says, "content": problem}
                for status, says in PROBLEMS.items()
            },
        },
    }
    if sent is not None:
        made["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema_of[repr(sent)]}},
        }
    names = _PARAMETER.findall(path)
    if names:
        made["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in names
        ]
    return made


def _sent(handler: HTTPRouteHandler) -> Any:
    """Return the type of a request's body; an envelope's is decoded by the desk itself."""
    hints = get_type_hints(inspect.unwrap(handler.fn), include_extras=True)
    if "data" in hints:
        return hints["data"]
    return Envelope if handler.fn.__name__ == "event" else None


def _answered(handler: HTTPRouteHandler) -> Any:
    hints = get_type_hints(inspect.unwrap(handler.fn), include_extras=True)
    kind = hints.get("return", Empty)
    if getattr(kind, "__origin__", None) is Response:
        [kind] = kind.__args__
    return None if kind in {type(None), Empty} else kind


def _ecma(part: Any) -> Any:
    """Return a part of the document with its patterns as JSON Schema writes them."""
    if isinstance(part, dict):
        return {
            name: one.replace(_PYTHON_END, "$")
            if name == "pattern" and isinstance(one, str)
            else _ecma(one)
            for name, one in part.items()
        }
    if isinstance(part, list | tuple):
        return [_ecma(one) for one in part]
    return part
