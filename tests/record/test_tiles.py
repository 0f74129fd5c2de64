"""Names and bytes of tiles and bundles: one spelling each, and nothing left over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.errors import NoteError
from showclear.record.limits import SIZE_MAX
from showclear.record.tiles import (
    ENTRY_BYTES_MAX,
    PATH_CHARACTERS_MAX,
    EntryBundle,
    HashTile,
    bundles_of,
    decode_bundle,
    decode_tile,
    encode_bundle,
    encode_path,
    parse_path,
    partial_width,
    tiles_of,
)
from showclear.record.tree import leaf_hash
from tests.record.note_keys import ENTRIES

NAMES = {
    "tile/0/000": HashTile(level=0, number=0),
    "tile/0/000.p/3": HashTile(level=0, number=0, width=3),
    "tile/0/999": HashTile(level=0, number=999),
    "tile/0/x001/000": HashTile(level=0, number=1000),
    "tile/0/x001/x234/067": HashTile(level=0, number=1234067),
    "tile/0/x001/x234/067.p/255": HashTile(level=0, number=1234067, width=255),
    "tile/1/273.p/1": HashTile(level=1, number=273, width=1),
    "tile/6/000.p/31": HashTile(level=6, number=0, width=31),
    "tile/entries/000": EntryBundle(number=0),
    "tile/entries/x001/234.p/9": EntryBundle(number=1234, width=9),
}


@pytest.mark.parametrize(("name", "tile"), NAMES.items(), ids=NAMES)
def test_names_are_those_of_the_standard(name: str, tile: HashTile | EntryBundle) -> None:
    """Each tile has the name that tlog-tiles gives it, read and written."""
    assert encode_path(tile) == name
    assert parse_path(name) == tile


BAD_NAMES = [
    "",
    "tile",
    "/tile/0/000",
    "tile/0/000/",
    "tile/00/000",
    "tile/-1/000",
    "tile/0/0",
    "tile/0/0000",
    "tile/0/x000/001",
    "tile/0/001/002",
    "tile/0/x001",
    "tile/0/X001/000",
    "tile/0/000.p/0",
    "tile/0/000.p/03",
    "tile/0/000.p/256",
    "tile/0/000.p/",
    "tile/0/000.p",
    "tile/0/000.P/3",
    "tile/0/000.p/3\n",
    "tile/0/\u0661\u0661\u0661",
    "tile/data/000",
    "tile/entries/",
]


@pytest.mark.parametrize("name", BAD_NAMES, ids=repr)
def test_other_spellings_are_refused(name: str) -> None:
    """No second spelling of a name is accepted."""
    with pytest.raises(NoteError, match="name of a tile: expected tile/<level or") as refusal:
        parse_path(name)
    assert refusal.value.code == "tile_path"


BAD_PLACES = [
    "tile/7/000",
    "tile/63/000",
    "tile/6/000.p/32",
    "tile/6/001",
    "tile/0/x999/x999/x999/x999/999",
    "tile/entries/x035/x184/x372/x088/832",
    "tile/0/000.p/257",
]


@pytest.mark.parametrize("name", BAD_PLACES)
def test_tiles_beyond_every_tree_are_refused(name: str) -> None:
    """A tile that only a tree of 2**53 entries or more would have has no name."""
    with pytest.raises(NoteError, match=r"a tree of fewer than 2\*\*53 entries") as refusal:
        parse_path(name)
    assert refusal.value.code == "tile_place"


LAST = SIZE_MAX // 256


def test_the_last_tile_of_the_largest_tree_has_a_name() -> None:
    """The partial bundle that ends the largest tree is named; one entry more is not."""
    name = encode_path(EntryBundle(number=LAST, width=255))
    assert parse_path(name) == EntryBundle(number=LAST, width=255)
    with pytest.raises(NoteError, match=f"number {LAST}, width 256"):
        encode_path(EntryBundle(number=LAST))


@pytest.mark.parametrize(
    "tile",
    [
        HashTile(level=-1, number=0),
        HashTile(level=0, number=-1),
        HashTile(level=0, number=0, width=0),
        HashTile(level=0, number=0, width=257),
    ],
    ids=str,
)
def test_no_tile_has_no_name(tile: HashTile) -> None:
    """Negative levels and numbers, and widths outside 1 to 256, are not written."""
    with pytest.raises(NoteError) as refusal:
        encode_path(tile)
    assert refusal.value.code == "tile_place"


def test_a_name_has_a_length_limit() -> None:
    """At the limit a name is read for its form, one past it for nothing."""
    for extra, code in ((0, "tile_path"), (1, "tile_path_too_long")):
        with pytest.raises(NoteError, match="name of a tile") as refusal:
            parse_path("tile/0/" + "0" * (PATH_CHARACTERS_MAX - 7 + extra))
        assert refusal.value.code == code


@pytest.mark.parametrize("name", NAMES)
def test_a_mangled_name_is_refused_or_is_another(name: str) -> None:
    """Each part of a name and each change of a character is refused or names another tile."""
    parts = {name[a:b] for a in range(len(name)) for b in range(a, len(name) + 1)} - {name}
    changed = {
        name[:at] + chr(letter) + name[at + 1 :]
        for at in range(len(name))
        for letter in range(256)
    } - {name}
    for mangled in parts | changed:
        try:
            tile = parse_path(mangled)
        except NoteError as refusal:
            assert refusal.code in {"tile_path", "tile_place"}  # noqa: PT017 - either is right
        else:
            assert tile != NAMES[name]
            assert encode_path(tile) == mangled


@given(st.integers(0, 2**45 - 2), st.integers(1, 256))
def test_every_bundle_is_read_by_its_name(number: int, width: int) -> None:
    """A name read gives the bundle it was written for."""
    bundle = EntryBundle(number=number, width=width)
    assert parse_path(encode_path(bundle)) == bundle


def test_the_tiles_of_a_tree_are_those_of_the_standard() -> None:
    """The standard's example: 70,000 entries."""
    tiles = list(tiles_of(70_000))
    assert len([tile for tile in tiles if tile.level == 0 and tile.width == 256]) == 273
    assert HashTile(level=0, number=273, width=112) in tiles
    assert HashTile(level=1, number=0) in tiles
    assert HashTile(level=1, number=1, width=17) in tiles
    assert tiles[-1] == HashTile(level=2, number=0, width=1)
    assert len(tiles) == 273 + 1 + 1 + 1 + 1
    bundles = list(bundles_of(70_000))
    assert (len(bundles), bundles[-1]) == (274, EntryBundle(number=273, width=112))


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_535, 65_536, 65_537])
def test_tiles_add_up(size: int) -> None:
    """The widths of level 0 and of the bundles add up to the size, level 1 to full tiles below."""
    tiles = list(tiles_of(size))
    assert sum(tile.width for tile in tiles if tile.level == 0) == size
    assert sum(tile.width for tile in tiles if tile.level == 1) == size // 256
    assert sum(bundle.width for bundle in bundles_of(size)) == size
    assert all(1 <= tile.width <= 256 for tile in tiles)
    assert partial_width(size=size, level=0) == size % 256


def test_the_worked_example_has_these_bytes() -> None:
    """The tile and the bundle of three entries are those of the example, byte for byte."""
    tile = b"".join(leaf_hash(entry) for entry in ENTRIES)
    assert tile.hex() == (
        "6734db3b19b64dc83703f9a1f4aee7697dfb292fb4e0827cc63f8a351b1b3609"
        "a9e8895f52faac9f644cd89d459e619f53f77b58e69f421918edc1646ef48494"
        "4fb70daa0a6daaf7e93f2b37c5e5df73346630fd8a51996d50f1d8eeff279426"
    )
    assert decode_tile(tile, width=3) == tuple(leaf_hash(entry) for entry in ENTRIES)
    bundle = encode_bundle(ENTRIES)
    assert bundle.hex() == "".join(f"00076576656e742d3{number}" for number in range(3))
    assert decode_bundle(bundle, width=3) == ENTRIES


@pytest.mark.parametrize("length", [0, 95, 97, 128])
def test_a_tile_has_exactly_its_width(length: int) -> None:
    """A tile with a hash, or a byte, more or less than its name says is refused."""
    with pytest.raises(NoteError, match=f"96 bytes for 3 hashes, found {length} b") as refusal:
        decode_tile(bytes(length), width=3)
    assert refusal.value.code == "tile_length"


def test_a_bundle_holds_one_to_256_entries() -> None:
    """At 1 and 256 entries a bundle is written, at 0 and 257 refused."""
    for count in (1, 256):
        assert decode_bundle(encode_bundle([b"e"] * count), width=count) == (b"e",) * count
    for count in (0, 257):
        with pytest.raises(NoteError, match=f"1 to 256 entries, found {count}") as refusal:
            encode_bundle([b"e"] * count)
        assert refusal.value.code == "bundle_width"


def test_an_entry_fits_two_bytes_of_length() -> None:
    """An entry of 65,535 bytes is written, one of 65,536 refused."""
    longest = bytes(ENTRY_BYTES_MAX)
    assert decode_bundle(encode_bundle([longest]), width=1) == (longest,)
    with pytest.raises(NoteError, match="entry 0 of a bundle: expected at most 65535") as refusal:
        encode_bundle([longest + b"x"])
    assert refusal.value.code == "entry_too_large"


def test_every_cut_of_a_bundle_is_refused() -> None:
    """A bundle cut anywhere is short, a longer one long; other counts likewise."""
    bundle = encode_bundle(ENTRIES)
    for cut in range(len(bundle)):
        with pytest.raises(NoteError, match="a bundle of 3: expected it to end at") as refusal:
            decode_bundle(bundle[:cut], width=3)
        assert refusal.value.code == "bundle_short"
    for width, data in ((3, bundle + b"\0"), (2, bundle), (0, b"\0")):
        with pytest.raises(NoteError, match=f"entry bundle of {width}: expected") as refusal:
            decode_bundle(data, width=width)
        assert refusal.value.code == "bundle_long"


def test_every_changed_byte_of_a_bundle_is_refused_or_changes_an_entry() -> None:
    """No two different bundles hold the same entries."""
    bundle = encode_bundle(ENTRIES)
    for at in range(len(bundle)):
        for value in set(range(256)) - {bundle[at]}:
            mangled = bundle[:at] + bytes([value]) + bundle[at + 1 :]
            try:
                entries = decode_bundle(mangled, width=3)
            except NoteError as refusal:
                assert refusal.code in {"bundle_short", "bundle_long"}  # noqa: PT017
            else:
                assert entries != ENTRIES
                assert encode_bundle(entries) == mangled


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=20))
def test_every_bundle_reads_back(entries: list[bytes]) -> None:
    """What was written is read."""
    assert list(decode_bundle(encode_bundle(entries), width=len(entries))) == entries
