"""Runs the program over one vector: takes the case as JSON, returns what came out as JSON.

An answer is ``{"ok": true, ...}`` or ``{"error": code}``, as in the files. What cannot be run over
a vector for any other reason is a failure of the test.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from showclear.errors import BadInput
from showclear.record.envelope import event_id, open_envelope, signed_bytes
from showclear.record.event import check_signers, decode_event, public_key
from showclear.record.events.table import type_of

FOLDER: Final = Path(__file__).resolve().parents[2] / "spec" / "vectors"
Case = dict[str, Any]


def cases(name: str) -> dict[str, Case]:
    """Return the cases of one file by their names."""
    whole = json.loads((FOLDER / name).read_text("utf-8"))
    return {case["name"]: case for case in whole["cases"]}


def outcome(run: Callable[[Case], Case], case: Case) -> Case:
    """Return what came out, with the code if the input was refused."""
    try:
        return {"ok": True, **run(case)}
    except BadInput as problem:
        return {"error": problem.code}


def data(case: Case, name: str) -> bytes:
    """Return a field's bytes."""
    return base64.b64decode(case[name], validate=True)


def text(value: bytes) -> str:
    """Return bytes as the files write them."""
    return base64.b64encode(value).decode("ascii")


def envelope(case: Case) -> Case:
    """Open an envelope and the event in it."""
    opened = open_envelope(data(case, "input"))
    event = decode_event(opened.payload)
    check_signers(event, opened)
    for signer in event.signers:
        public_key(signer.key)
    return {
        "id": event_id(opened.payload),
        "type": type_of(event.body).tag,
        "touches": [touch.item for touch in event.touches],
    }


def identity(case: Case) -> Case:
    """Return signed bytes and id of a payload; an envelope, if there is one, must agree."""
    payload = data(case, "payload")
    if "envelope" in case:
        payload = open_envelope(data(case, "envelope")).payload
    return {"signed": text(signed_bytes(payload)), "id": event_id(payload)}
