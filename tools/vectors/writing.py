"""Writes events and envelopes for vectors by another way than the program's own.

The canonical form comes from the ``rfc8785`` library, the pre-authentication encoding and the id
from plain formatting and hashing, so that vectors compare two ways of writing the same.

Example: ``sealed(payload_of(body, signers), [key("armorer")])`` is an envelope.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec
import rfc8785

from showclear.record.event import SignedBy
from showclear.record.events.table import AnyBody, type_of
from tools.vectors.cast import ORIGIN, Key, digest
from tools.vectors.shape import base64_of

TYPE: Final = "application/vnd.showclear.event+json"
AT: Final = "2026-11-22T05:35:00.000Z"
EMPTY_ROOT: Final = sha256(b"").digest()


def canonical(value: Any) -> bytes:
    """Return the RFC 8785 form."""
    return rfc8785.dumps(value)


def header(signers: Sequence[SignedBy], **fields: Any) -> dict[str, Any]:
    """Return the header of a sample event, as plain JSON values; ``fields`` replace or add."""
    return {
        "at": AT,
        "nonce": digest("nonce")[:16].hex(),
        "origin": ORIGIN,
        "seen": {"root": base64_of(EMPTY_ROOT), "size": 0},
        "signers": msgspec.to_builtins(list(signers)),
        **fields,
    }


def payload_of(body: AnyBody, signers: Sequence[SignedBy], /, **fields: Any) -> bytes:
    """Return the canonical payload of a sample event; touched items name no last event."""
    touched = [{"item": item} for item in type_of(body).touches(body)]
    whole = header(signers, body=msgspec.to_builtins(body))
    if touched:
        whole["touches"] = touched
    return canonical({**whole, **fields})


def pae(payload: bytes) -> bytes:
    """Return the DSSE pre-authentication encoding."""
    return f"DSSEv1 {len(TYPE)} {TYPE} {len(payload)} ".encode() + payload


def id_of(payload: bytes) -> str:
    """Return the event id."""
    return sha256(pae(payload)).hexdigest()


def envelope_of(payload: bytes, keys: Sequence[Key]) -> dict[str, Any]:
    """Return the envelope as plain JSON values."""
    signatures = [{"keyid": one.hex, "sig": base64_of(one.sign(pae(payload)))} for one in keys]
    return {"payload": base64_of(payload), "payloadType": TYPE, "signatures": signatures}


def sealed(payload: bytes, keys: Sequence[Key]) -> bytes:
    """Return the canonical envelope."""
    return canonical(envelope_of(payload, keys))
