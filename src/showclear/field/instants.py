"""Instants: UTC, milliseconds, one fixed written form.

``2026-11-22T05:35:00.000Z`` is the only form: one instant, one text, so that two programs cannot
disagree about the same bytes. Durations are whole milliseconds. This module reads no clock.

>>> to_text(from_text("2026-11-22T05:35:00.000Z"))
'2026-11-22T05:35:00.000Z'
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, NewType

import msgspec
from msgspec import Meta

Instant = NewType("Instant", str)
INSTANT_CHARACTERS: Final = 24
DATE_CHARACTERS: Final = len("2026-11-22")  # an instant begins with its date
INSTANT_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z\Z"
SomeInstant = Annotated[
    Instant, Meta(min_length=INSTANT_CHARACTERS, max_length=INSTANT_CHARACTERS)
]

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 3_600_000

_FORM = re.compile(INSTANT_PATTERN)
_HOUR_AT = len("2026-11-22T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Now(msgspec.Struct, frozen=True, kw_only=True):
    """The desk's time for one commit: UTC milliseconds, boot number, milliseconds since boot.

    ``epoch`` counts how often the wall clock was found to have run backwards across a boot;
    times of different epochs cannot be compared (DESIGN.md, "Time").
    """

    utc_ms: int
    boot: int
    boot_ms: int
    epoch: int


def is_instant(text: str) -> bool:
    """Return whether ``text`` is a real instant in the one written form."""
    # Later Pythons read hour 24 as the next midnight: one instant would have two texts.
    if _FORM.match(text) is None or text.startswith("24", _HOUR_AT):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def from_text(text: str) -> int:
    """Return milliseconds since 1970 of a text for which ``is_instant`` holds."""
    return (datetime.fromisoformat(text) - _EPOCH) // _MILLISECOND


def to_text(utc_ms: int) -> Instant:
    """Return the one written form of milliseconds since 1970, for the years 1 to 9999."""
    moment = _EPOCH + timedelta(milliseconds=utc_ms)
    # Not strftime: its %Y has no leading zeros on some systems.
    return Instant(moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z")


def elapsed_ms(earlier: Now, later: Now) -> int | None:
    """Return the milliseconds between two desk times, or None when they cannot be compared.

    Inside one boot the monotonic count decides; across boots the wall clock does, unless it was
    found to have run backwards in between.
    """
    if earlier.epoch != later.epoch:
        return None
    if earlier.boot == later.boot:
        return later.boot_ms - earlier.boot_ms
    return later.utc_ms - earlier.utc_ms
