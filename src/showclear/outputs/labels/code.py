"""The short code on a label, which a tablet turns into the page of the thing.

``SC1:4F1D2A90:W-00C0FFEE00C0FFEE`` is the form's version, the first eight hex digits of the
SHA-256 of the ledger's origin, and the id of a gun, container, lot or person. It holds no name and
no number that a stranger could use. The origin's mark tells a tablet that a label is of another
production before it asks anybody. Capital letters make the printed code smaller; a scanner that
types may change their case, so reading takes either. Whether the id names something is for the
ledger to say.

The same as an address, for a telephone's own camera: ``https://cart.local/i/w-00c0...?o=4f1d2a90``.

>>> parse_code(make_code("custody.example/prod7", "w-00c0ffee00c0ffee")).subject
'w-00c0ffee00c0ffee'
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final, NoReturn

import msgspec

from showclear.errors import UsageError
from showclear.field.ids import is_id

FORM: Final = "SC1"
MARK_CHARACTERS: Final = 8  # 32 bits: two productions on one set practically never share them
CODE_CHARACTERS_MAX: Final = 300  # longer than any address we make; a code of others is cut here
ADDRESS_CHARACTERS_MAX: Final = 80  # a longer one makes a code too fine for a tablet's camera
SUBJECTS: Final = "wclp"  # weapon, container, lot, person

_ADDRESS = re.compile(r"https://[^/\s?#]+/i/([wclp]-[0-9a-f]{16})\?o=([0-9a-f]{8})")
_BASE = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")


class Code(msgspec.Struct, frozen=True):
    """What a label's code says: the mark of a ledger's origin, and whom or what it names."""

    mark: str
    subject: str

    def of(self, origin: str) -> bool:
        """Return whether the code belongs to the ledger of this origin."""
        return self.mark == origin_mark(origin)


def origin_mark(origin: str) -> str:
    """Return the short mark of an origin: eight hex digits of its SHA-256."""
    return sha256(origin.encode()).hexdigest()[:MARK_CHARACTERS]


def make_code(origin: str, subject: str) -> str:
    """Return the short code of a gun, container, lot or person."""
    return f"{FORM}:{origin_mark(origin)}:{_known(subject)}".upper()


def make_address(base: str, origin: str, subject: str) -> str:
    """Return the code as an address below ``base``, such as ``https://cart.local:8443``."""
    base = base.rstrip("/")
    if len(base) > ADDRESS_CHARACTERS_MAX or _BASE.fullmatch(base) is None:
        raise UsageError(
            "address_malformed",
            "address",
            expected=f"https://NAME or https://NAME:PORT, at most {ADDRESS_CHARACTERS_MAX} long",
            found=repr(base)[:90],
            hint="the address that the server prints when it starts",
        )
    return f"{base}/i/{_known(subject)}?o={origin_mark(origin)}"


def parse_code(text: str) -> Code:
    """Return what a scanned or typed code says, in either form; ``UsageError`` if it is none."""
    text = text.strip()
    if not text or len(text) > CODE_CHARACTERS_MAX:
        _no_code(f"{len(text)} characters" if text else "nothing")
    address = _ADDRESS.fullmatch(text)
    if address is not None:
        return Code(address.group(2), address.group(1))
    form, _, rest = text.partition(":")
    mark, _, subject = rest.lower().partition(":")
    if form.upper() != FORM:
        _no_code(repr(text)[:60])
    if re.fullmatch("[0-9a-f]{8}", mark) is None:
        _no_code(f"an origin's mark {mark[:20]!r}")
    if not _names(subject):
        _no_code(f"an id {subject[:30]!r}")
    return Code(mark, subject)


def check_origin(code: Code, origin: str) -> Code:
    """Return the code if it is of this ledger, else ``UsageError``."""
    if not code.of(origin):
        raise UsageError(
            "code_of_another_ledger",
            "code",
            expected=f"one of this production, marked {origin_mark(origin)}",
            found=f"one marked {code.mark}",
            hint="the label was printed for another production; receive the thing here first",
        )
    return code


def _known(subject: str) -> str:
    if not _names(subject):
        _no_code(f"an id {subject[:30]!r}")
    return subject


def _names(subject: str) -> bool:
    return any(is_id(letter, subject) for letter in SUBJECTS)


def _no_code(found: str) -> NoReturn:
    raise UsageError(
        "code_malformed",
        "code",
        expected="SC1:, eight hex digits, and an id such as w-00c0ffee00c0ffee",
        found=found,
        hint="scan the label again, or type the handle that is printed on it",
    )
