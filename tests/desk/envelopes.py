"""Envelopes as the desk's tests send them: good ones, and ones whose signature fails."""

from __future__ import annotations

import msgspec

from showclear.desk.compose import join, seal
from showclear.record.envelope import open_envelope
from showclear.record.events.handling import (
    OpenDay,
)
from showclear.record.events.speaking import (
    Stop,
)
from showclear.record.events.table import AnyBody
from tests.kit import (
    OnDesk,
    person,
    signers_of,
)


def working_day() -> OnDesk:
    """Return a working day: a gun that passed its opening check in its lock, proved dummies."""
    told = OnDesk()
    told.working_day()
    return told


def sealed(story: OnDesk, body: AnyBody, *who: str) -> bytes:
    """Return the envelope of what these people sign now."""
    return story.sealed(body, signers_of(body, who))


def a_stop(story: OnDesk) -> bytes:
    """Return the grip's stop."""
    return sealed(story, Stop(), "grip")


def a_day(story: OnDesk) -> bytes:
    """Return the first AD's opening of another day: a step that nothing stands against."""
    return sealed(story, OpenDay(date="2026-11-23"), "first-ad")


def resigned(payload: bytes, *who: str) -> bytes:
    """Return an envelope over exactly these bytes, truly signed by these people."""
    return seal(payload, [person(name) for name in who])


def with_bad_signature(envelope: bytes) -> bytes:
    """Return the envelope with one bit of its last signature changed."""
    parts = open_envelope(envelope)
    last = parts.signatures[-1]
    bad = msgspec.structs.replace(
        last, sig=last.sig[:40] + bytes([last.sig[40] ^ 1]) + last.sig[41:]
    )
    return join(parts.payload, (*parts.signatures[:-1], bad))
