"""Commitments: what the log holds in place of a name, a serial number or anybody's words.

A commitment is the SHA-256 of a 16-byte salt, the field's path, a zero byte and the value, in
hex. The salt, drawn anew for each detail, keeps a short value from being guessed; the path keeps
a name from being passed off as a serial number; the zero byte, which no path holds, keeps
``name`` + ``x`` apart from ``nam`` + ``ex``. Once salt and value are erased, nothing in the log
says what the value was.

Details are written beside the log *before* the event that commits to them is submitted: a crash
in between leaves a detail nobody points at, never a commitment that nobody can open. This module
draws no salt and stores nothing: the desk's detail store does.

>>> commitment("name", bytes(16), "Anna Ruiz")[:8]
'e0ff8448'
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from showclear.errors import UsageError
from showclear.field.ids import Commitment

SALT_BYTES: Final = 16  # 128 bits: a name of five letters stays out of reach of guessing
VALUE_CHARACTERS_MAX: Final = 4_000  # two pages of words; longer papers go in by their hash
PATH_CHARACTERS_MAX: Final = 40  # the longest in use has 12

_PATH = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
# Bidirectional controls show a text in another order than it is stored in (Unicode TR 9).
_HIDDEN = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]"
)


def commitment(path: str, salt: bytes, value: str) -> Commitment:
    """Return the commitment to a value under a field path; ``UsageError`` for one that is unfit.

    Unfit are a path that is no slug, a salt of another length, and a value that is nothing, too
    long, no Unicode text, or holds control or bidirectional characters.
    """
    if len(path) > PATH_CHARACTERS_MAX or _PATH.match(path) is None:
        raise _error("detail_path", "a field path of a-z, 0-9 and '-'", repr(path)[:80])
    if len(salt) != SALT_BYTES:
        raise _error("detail_salt", f"a salt of {SALT_BYTES} bytes", f"{len(salt)} bytes")
    check_value(value)
    return Commitment(sha256(salt + path.encode() + b"\x00" + value.encode()).hexdigest())


def opens(claimed: str, path: str, salt: bytes, value: str) -> bool:
    """Return whether salt and value are what was committed to under this path."""
    try:
        return commitment(path, salt, value) == claimed
    except UsageError:
        return False


def check_value(value: str) -> None:
    """Raise ``UsageError`` for a value that cannot be committed to."""
    if not 1 <= len(value) <= VALUE_CHARACTERS_MAX:
        expected = f"1 to {VALUE_CHARACTERS_MAX} characters"
        raise _error("detail_length", expected, str(len(value)))
    hidden = _HIDDEN.search(value)
    if hidden is not None:
        expected = "no control or bidirectional characters"
        raise _error("detail_characters", expected, f"U+{ord(hidden.group()):04X}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _error("detail_characters", "Unicode text", "half a surrogate pair") from None


def _error(code: str, expected: str, found: str) -> UsageError:
    hint = "shorten it, or type it again without hidden characters"
    return UsageError(code, "detail", expected=expected, found=found, hint=hint)
