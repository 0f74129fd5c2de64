"""The cart's own authority, as new devices are handed it; made by the command that serves."""

from __future__ import annotations

import msgspec


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate, its fingerprint, the same as Apple takes it, until when, for which names."""

    der: bytes
    fingerprint: bytes
    profile: bytes
    ends_ms: int
    names: tuple[str, ...]
    address: str  # where the set app is, over TLS
