"""Names and bytes of tiles and entry bundles, as c2sp.org/tlog-tiles lays them out.

A tile holds 256 hashes: at level 0 leaf hashes, above it the roots of the full tiles below. An
entry bundle holds the entries under one level-0 tile. The last one of a level may be partial and
carries its width in its name. This module reads and writes names and bytes and lists what a tree
has; it hashes nothing (``record.tree``) and touches no folder (adapters).

::

    encode_path(HashTile(level=0, number=1234067))          # 'tile/0/x001/x234/067'
    encode_path(EntryBundle(number=273, width=112))         # 'tile/entries/273.p/112'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from showclear.errors import NoteError
from showclear.record.limits import SIZE_MAX

HASH_BYTES = 32
"""Length of a SHA-256 hash."""

TILE_HEIGHT = 8
"""Levels of the tree inside one tile."""

TILE_WIDTH = 256
"""Hashes in a full tile, entries in a full bundle."""

FULL_TILE_BYTES = TILE_WIDTH * HASH_BYTES
"""8,192 bytes."""

ENTRY_BYTES_MAX = 65_535
"""Longest entry: its length is written in two bytes."""

PATH_CHARACTERS_MAX = 100
"""Longer than any name of a tile below the size limit; checked before the expression runs."""

_LENGTH_BYTES = 2
_GROUP = 1000
_NAME = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<number>(?:x[0-9]{3}/)*[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class HashTile(msgspec.Struct, frozen=True, kw_only=True):
    """One hash tile: level, number within the level, and hashes in it (256 when full)."""

    level: int
    number: int
    width: int = TILE_WIDTH


class EntryBundle(msgspec.Struct, frozen=True, kw_only=True):
    """One entry bundle: its number and the entries in it (256 when full)."""

    number: int
    width: int = TILE_WIDTH


def encode_path(tile: HashTile | EntryBundle) -> str:
    """Return the name under which a tile or bundle is served, without a leading slash."""
    level = "entries" if isinstance(tile, EntryBundle) else str(tile.level)
    _check_place(tile)
    number, group = divmod(tile.number, _GROUP)
    digits = f"{group:03}"
    while number:
        number, group = divmod(number, _GROUP)
        digits = f"x{group:03}/{digits}"
    partial = "" if tile.width == TILE_WIDTH else f".p/{tile.width}"
    return f"tile/{level}/{digits}{partial}"


def parse_path(path: str) -> HashTile | EntryBundle:
    """Return the tile or bundle that a name stands for; only the one spelling is accepted."""
    if len(path) > PATH_CHARACTERS_MAX:
        raise NoteError(
            "tile_path_too_long",
            "name of a tile",
            expected=f"at most {PATH_CHARACTERS_MAX} characters",
            found=f"{len(path)}",
        )
    match = _NAME.fullmatch(path)
    if match is None:
        raise _bad_path(path)
    number = int(match["number"].replace("x", "").replace("/", ""))
    width = int(match["width"] or TILE_WIDTH)
    tile: HashTile | EntryBundle
    if match["level"] == "entries":
        tile = EntryBundle(number=number, width=width)
    else:
        tile = HashTile(level=int(match["level"]), number=number, width=width)
    if encode_path(tile) != path:  # x000 in front, or a width of 256
        raise _bad_path(path)
    return tile


def _bad_path(path: str) -> NoteError:
    """Return the refusal of a name that is not spelt as tlog-tiles spells it."""
    return NoteError(
        "tile_path",
        "name of a tile",
        expected="tile/<level or entries>/<number in groups of three>[.p/<width>]",
        found=repr(path),
    )


def _check_place(tile: HashTile | EntryBundle) -> None:
    """Refuse a tile that no tree below the size limit has."""
    level = tile.level if isinstance(tile, HashTile) else 0
    is_number = tile.number >= 0 and 1 <= tile.width <= TILE_WIDTH and level >= 0
    leaves = (tile.number * TILE_WIDTH + tile.width) << (TILE_HEIGHT * max(level, 0))
    if not is_number or leaves > SIZE_MAX:
        raise NoteError(
            "tile_place",
            "place of a tile",
            expected="a tile of a tree of fewer than 2**53 entries",
            found=f"level {level}, number {tile.number}, width {tile.width}",
        )


def partial_width(*, size: int, level: int) -> int:
    """Return how many hashes the partial tile of a level has in a tree of ``size``; 0 if none."""
    return (size >> (TILE_HEIGHT * level)) % TILE_WIDTH


def tiles_of(size: int) -> Iterator[HashTile]:
    """Yield every hash tile of a tree of ``size`` entries, level by level."""
    level = 0
    while size >> (TILE_HEIGHT * level):
        for number in range(size >> (TILE_HEIGHT * (level + 1))):
            yield HashTile(level=level, number=number)
        width = partial_width(size=size, level=level)
        if width:
            number = size >> (TILE_HEIGHT * (level + 1))
            yield HashTile(level=level, number=number, width=width)
        level += 1


def bundles_of(size: int) -> Iterator[EntryBundle]:
    """Yield every entry bundle of a tree of ``size`` entries."""
    for number in range(size // TILE_WIDTH):
        yield EntryBundle(number=number)
    if size % TILE_WIDTH:
        yield EntryBundle(number=size // TILE_WIDTH, width=size % TILE_WIDTH)


def split_hashes(tile: bytes) -> Iterator[bytes]:
    """Yield the hashes of a tile whose length was checked."""
    return (tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES))


def decode_tile(tile: bytes, *, width: int) -> tuple[bytes, ...]:
    """Return the hashes of a tile that has exactly ``width`` of them."""
    if len(tile) != width * HASH_BYTES:
        raise NoteError(
            "tile_length",
            "hash tile",
            expected=f"{width * HASH_BYTES} bytes for {width} hashes",
            found=f"{len(tile)} bytes",
        )
    return tuple(split_hashes(tile))


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Return the bundle of 1 to 256 entries."""
    if not 1 <= len(entries) <= TILE_WIDTH:
        raise NoteError(
            "bundle_width",
            "entry bundle",
            expected=f"1 to {TILE_WIDTH} entries",
            found=f"{len(entries)}",
        )
    for number, entry in enumerate(entries):
        if len(entry) > ENTRY_BYTES_MAX:
            raise NoteError(
                "entry_too_large",
                f"entry {number} of a bundle",
                expected=f"at most {ENTRY_BYTES_MAX} bytes",
                found=f"{len(entry)}",
            )
    return b"".join(len(entry).to_bytes(_LENGTH_BYTES, "big") + entry for entry in entries)


def decode_bundle(bundle: bytes, *, width: int) -> tuple[bytes, ...]:
    """Return the entries of a bundle that holds exactly ``width`` of them and nothing else."""
    entries: list[bytes] = []
    at = 0
    for number in range(width):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(bundle[at:start], "big")
        if at > len(bundle):  # at is never before start
            raise NoteError(
                "bundle_short",
                f"entry {number} of a bundle of {width}",
                expected=f"it to end at byte {at}",
                found=f"a bundle of {len(bundle)} bytes",
            )
        entries.append(bundle[start:at])
    if at != len(bundle):
        raise NoteError(
            "bundle_long",
            f"entry bundle of {width}",
            expected=f"{at} bytes",
            found=f"{len(bundle)} bytes",
        )
    return tuple(entries)
