"""Every limit on what comes from outside, with the reason for each number.

A limit is tested at its value and one past it; the spec repeats them ("Limits").
"""

from __future__ import annotations

from typing import Final

ENVELOPE_BYTES_MAX: Final = 65_535  # an entry bundle has 16-bit lengths (tlog-tiles)
SIGNATURES_MAX: Final = 3  # two officers and the new key; bounds the work an envelope can cause
SIGNATURE_BYTES: Final = 64  # Ed25519
TOUCHES_MAX: Final = 256  # one act; larger ones are several events with a shared act id
ABOUT_MAX: Final = 64  # people merely named
LOOKS_CITED_MAX: Final = 16  # two looks carry a showing; the rest is room for who else was there
ANSWERS_MAX: Final = 40  # 24 rounds of a gun magazine, ten chambers, and room for more
ROLES_MAX: Final = 8  # as many roles as a person can be given
PACKS_MAX: Final = 32  # law, unions, insurer and house together stay far below
ROWS_MAX: Final = 256  # rows of one pack that a production adopts
OUTCOMES_MAX: Final = 256  # entries of one commit
CODES_MAX: Final = 32  # codes of one outcome
ORIGIN_CHARACTERS_MAX: Final = 100  # room for a host name and a production's short name
OFFICERS_MIN: Final = 2  # officers act two together, from the first entry on
OFFICERS_MAX: Final = 3  # as many as an envelope has signatures
SIZE_MAX: Final = 2**53 - 1  # largest integer every JSON reader keeps exactly (RFC 8785)
UTC_OFFSET_MINUTES_MAX: Final = 14 * 60  # the widest civil offset in use
LATE_MS: Final = 60_000  # device time this long before the desk's instant is marked late
LOOK_CLOSED_MS: Final = 300_000  # a first look stays closed at most this long (DESIGN.md)
DRAFT_MS: Final = 120_000  # a draft lives at most this long in the desk's memory
