"""The limits as Markdown, made from the code: every named limit with its value and its reason.

A limit is a module constant in capitals whose name ends in a unit and `_MAX` or `_MIN`, or is a
fixed length; the reason is the comment behind it, or the text below it. Leaves the choice of
modules to ``MODULES``, and where the page stands to `generate_docs`.

Example: ``limits_of("showclear.record.tiles")`` begins with ``HASH_BYTES``, 32.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import re
import tokenize
from collections.abc import Iterator
from typing import Final

import msgspec

MODULES: Final = {
    "Envelopes and events": "showclear.record.limits",
    "Ids": "showclear.field.ids",
    "Instants": "showclear.field.instants",
    "People": "showclear.field.people",
    "Stock": "showclear.field.stock",
    "Mechanisms": "showclear.field.mechanisms",
    "Bodies on stock": "showclear.record.events.stock",
    "Bodies on people": "showclear.record.events.people",
    "Bodies on the plan": "showclear.record.events.plan",
    "Bodies on one gun": "showclear.record.events.guns",
    "Bodies on passing": "showclear.record.events.passing",
    "Bodies on counting": "showclear.record.events.counting",
    "Tiles and bundles": "showclear.record.tiles",
    "Notes": "showclear.record.note",
    "Receipts": "showclear.record.receipt",
    "Policies": "showclear.record.policy",
    "Commitments": "showclear.record.commitment",
    "Rule packs": "showclear.rules.packs",
    "Day scripts": "showclear.replay.tree",
}
_LIMIT: Final = re.compile(r"^(?!_)[A-Z0-9_]*(_MAX|_MIN|_BYTES|_CHARACTERS|_WIDTH|_HEIGHT|_MS)$")
_UNITS: Final = frozenset({"MINUTE_MS", "HOUR_MS"})  # conversions, no limits


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """One limit: its name in the code, its value, and why that number."""

    name: str
    value: int
    why: str


def limit_tables() -> str:
    """Return one table for each module, under its title."""
    lines: list[str] = []
    for title, module in MODULES.items():
        lines += [f"## {title}", "", f"From `{module}`.", ""]
        lines += ["| limit | value | why |", "|---|---|---|"]
        lines += [f"| `{it.name}` | {it.value:,} | {it.why} |" for it in limits_of(module)]
        lines.append("")
    return "\n".join(lines)


def limits_of(module: str) -> list[Limit]:
    """Return the limits a module defines, in its order."""
    loaded = importlib.import_module(module)
    source = inspect.getsource(loaded)
    comments = _comments(source)
    body = ast.parse(source).body
    found = []
    for node, following in zip(body, [*body[1:], None], strict=True):
        for name in _names(node):
            value = getattr(loaded, name)
            if _LIMIT.match(name) and name not in _UNITS and isinstance(value, int):
                why = _text_below(following) or comments.get(node.end_lineno or 0, "")
                found.append(Limit(name=name, value=value, why=_sentence(why)))
    return found


def _names(node: ast.stmt) -> Iterator[str]:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    for target in targets:
        if isinstance(target, ast.Name):
            yield target.id


def _text_below(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return inspect.cleandoc(str(node.value.value)).replace("\n", " ")
    return ""


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ")
        for token in tokens
        if token.type == tokenize.COMMENT
    }


def _sentence(why: str) -> str:
    text = why.rstrip(".").replace("|", "\\|")
    return text[:1].upper() + text[1:] + "." if text else "A length the format fixes."
