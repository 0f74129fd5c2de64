"""A rule pack: a jurisdiction's or company's rows, as data with their sources.

A pack is TOML. Each row names a rule of the code, says whose authority it has and how far that
was checked, and gives the rule its parameters. Nothing in a pack can change what a rule does or
which direction is stricter. Texts are handed in; this module reads no file.
"""

from __future__ import annotations

import enum
import tomllib
from functools import lru_cache
from hashlib import sha256
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from showclear.errors import PackError
from showclear.field.production import Tier
from showclear.field.stock import WeaponClass

PACK_BYTES_MAX: Final = 262_144  # the largest shipped pack is under 40,000; room for a long one
PARAMETERS_MAX: Final = 16
PACKS_KEPT_MAX: Final = 64  # twice as many as a production can adopt at once
LIST_MAX: Final = 64

Parameter = int | Annotated[tuple[str, ...], Meta(max_length=LIST_MAX)]


class Authority(enum.Enum):
    """What kind of authority a row has. Never shown as more than it is."""

    STATUTE = "statute"
    ADOPTED_POLICY = "adopted-policy"
    RECOMMENDATION = "recommendation"
    PRACTICE = "practice"
    DESIGN = "design"


class Evidence(enum.Enum):
    """How far the source was checked (rules.md, "Evidence marks")."""

    V = "V"
    Q = "Q"
    P = "P"
    M = "M"
    D = "D"


class Weight(enum.Enum):
    """What a row does when it does not hold."""

    BLOCK = "block"
    ALERT = "alert"
    LOG = "log"


class Check(enum.Enum):
    """Whether the row is computed, or only attested by somebody; the two must not look alike."""

    COMPUTED = "computed"
    ATTESTED = "attested"


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of a pack."""

    id: Annotated[str, Meta(pattern="^[A-Z]{1,12}[0-9]{0,3}$", max_length=16)]
    title: Annotated[str, Meta(max_length=80)]
    sentence: Annotated[str, Meta(max_length=400)]
    authority: Authority
    evidence: Evidence
    sources: Annotated[tuple[str, ...], Meta(min_length=1, max_length=16)]
    weight: Weight
    check: Check
    covers: Annotated[tuple[WeaponClass, ...], Meta(max_length=6)]
    tiers: Annotated[tuple[Tier, ...], Meta(min_length=1, max_length=3)]
    attested_by: str = ""
    waivable_by: Annotated[tuple[str, ...], Meta(max_length=8)] = ()
    parameters: Annotated[dict[str, Parameter], Meta(max_length=PARAMETERS_MAX)] = {}
    unverified: bool = True  # stays visible until a person has read the source itself


class Pack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole pack."""

    id: Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    title: Annotated[str, Meta(max_length=80)]
    sentence: Annotated[str, Meta(max_length=400)]
    row: Annotated[tuple[Row, ...], Meta(max_length=256)]

    def find(self, row_id: str) -> Row | None:
        """Return the row with this id, or None."""
        for row in self.row:
            if row.id == row_id:
                return row
        return None


def digest_of(text: bytes) -> str:
    """Return the hex SHA-256 by which a pack's text is adopted and kept."""
    return sha256(text).hexdigest()


@lru_cache(PACKS_KEPT_MAX)
def parse_pack(text: bytes) -> Pack:
    """Parse a pack's text strictly, or raise ``PackError`` naming what is wrong.

    The same bytes are the same pack: each text is parsed once while it is in use.
    """
    if len(text) > PACK_BYTES_MAX:
        raise _error("pack_too_large", f"at most {PACK_BYTES_MAX} bytes", str(len(text)))
    try:
        document = tomllib.loads(text.decode("utf-8"))
        pack = msgspec.convert(document, Pack)
    except (ValueError, RecursionError, msgspec.MsgspecError) as problem:
        # Not TOML or not UTF-8, a number of thousands of digits, lists nested without end.
        raise _error("pack_malformed", "a rule pack in TOML", str(problem)[:300]) from None
    seen: set[str] = set()
    for row in pack.row:
        if row.id in seen:
            raise _error("pack_row_twice", "each row once", row.id)
        seen.add(row.id)
        _check_row(row)
    return pack


def _check_row(row: Row) -> None:
    if row.authority is Authority.STATUTE and row.waivable_by:
        raise _error("pack_statute_waivable", "no waiver of a statute row", row.id)
    if (row.check is Check.ATTESTED) != bool(row.attested_by):
        raise _error("pack_attestation", "attested_by exactly when check is attested", row.id)


def _error(code: str, expected: str, found: str) -> PackError:
    return PackError(code, "rule pack", expected=expected, found=found)
