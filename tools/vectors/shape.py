"""How a vector file is written: what it is about, how to run it, and its cases.

A case is a JSON object with ``name``, ``why``, what goes in, and ``expect``. Bytes are base64.
``expect`` is ``{"ok": true, ...}`` or ``{"error": code}``; codes are those of the reference. The
generator writes what a person decided to expect; the runner finds out whether the code agrees.

Example: ``vector_file("About", "How", [case("good", "why", "input", b"x", ok={})])``.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

Case = dict[str, Any]


def base64_of(data: bytes) -> str:
    """Return padded standard base64."""
    return base64.b64encode(data).decode("ascii")


def good(name: str, why: str, *, expect: dict[str, Any], **given: Any) -> Case:
    """Return a case that must be accepted, with what must come out."""
    return {"name": name, "why": why, **_given(given), "expect": {"ok": True, **expect}}


def bad(name: str, why: str, error: str, **given: Any) -> Case:
    """Return a case that must be refused with this code."""
    return {"name": name, "why": why, **_given(given), "expect": {"error": error}}


def vector_file(about: str, run: str, cases: Sequence[Case]) -> str:
    """Return the text of one vector file; names of cases must differ."""
    names = [case["name"] for case in cases]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(twice)
    whole = {"about": about, "run": run, "cases": list(cases)}
    return json.dumps(whole, indent=1, ensure_ascii=True) + "\n"


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return the bytes with the one place that reads ``old`` reading ``new``."""
    if data.count(old) != 1:
        raise ValueError((old, data.count(old)))
    return data.replace(old, new)


def _given(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name: base64_of(value) if isinstance(value, bytes) else value
        for name, value in given.items()
    }
