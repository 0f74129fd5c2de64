"""No bit of an exported ledger can change unseen, and what is reported names the place.

A ledger of forty entries is exported, then one bit of one file is flipped and the whole folder is
verified again, by the same code that reads folders. To be quick, and for no other reason, what is
the same in every round is remembered: the checks of unchanged entries, by index and bytes, and of
unchanged signatures, by key, message and signature. Every day all bits of the head and the hash
tiles are flipped, one bit of every byte of the entries and of every sixteenth byte of the packs'
texts; every night (``-m nightly``) all bits of all files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from typing_extensions import override

from showclear.adapters.sources import FolderSource
from showclear.desk.export import export_files, export_size
from showclear.field.stock import Form
from showclear.record.tiles import decode_bundle
from showclear.record.verify import Checked, Chunk, Report, check_chunk, verify_ledger
from tests.kit import CAST, OnDesk, all_rows, enrolment, gun
from tests.record.forge import verify

ENTRIES = 40
PAGE, TILE = f"tile/entries/000.p/{ENTRIES}", f"tile/0/000.p/{ENTRIES}"
EVERYDAY_PARTS, TEXT_PARTS, NIGHTLY_PARTS = 4, 16, 16


@cache
def story() -> OnDesk:
    """Return a day of exactly forty entries: steps, looks, reports and a refusal."""
    told = OnDesk(enrolled=False)
    for name in ("armorer", "first-ad", "second-ad", "performer"):
        title, roles = CAST[name]
        told.tell(enrolment(name, title, roles), "producer", "manager", name)
    told.receive_box("vault", form=Form.SAFE, keys=("armorer",))
    told.dummies()
    told.receive_gun("colt")
    told.open_day()
    told.lock(gun("colt"))
    told.show_empty("colt")
    told.take_out("colt")
    told.stop(by="performer")
    told.stop(by="first-ad")
    told.load("colt")
    return told


@cache
def files() -> dict[str, bytes]:
    """Return the files of the export."""
    desk = story().desk
    return dict(export_files(desk, export_size(desk)))


class InMemory(FolderSource):
    """A folder that is never written: ``FolderSource`` with its reading of files replaced."""

    def __init__(self, held: dict[str, bytes]) -> None:
        super().__init__(Path("/"))
        self._held = held

    @override
    def _read(self, name: str, limit: int) -> bytes | None:
        data = self._held.get(name)
        return None if data is None or len(data) > limit else data


class Remembering:
    """Verifies again and again, checking only what is not as it was."""

    def __init__(self) -> None:
        self._signatures: set[tuple[bytes, bytes, bytes]] = set()
        self._entries: dict[tuple[int, bytes], Checked] = {}
        self._learning = True
        assert self.report(files()).good
        self._learning = False

    def report(self, held: dict[str, bytes]) -> Report:
        """Verify a folder."""
        return verify_ledger(InMemory(held), verify=self._verify, mapped=self._mapped)

    def flip(self, name: str, at: int, bit: int) -> set[str]:
        """Flip one bit and return the places of what is found."""
        data = files()[name]
        changed = data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]
        return {problem.place for problem in self.report(files() | {name: changed}).problems}

    def _verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        triple = (public, message, signature)
        if triple in self._signatures:
            return True
        good = verify(public, message, signature)
        if good and self._learning:
            self._signatures.add(triple)
        return good

    def _mapped(self, chunks: Iterable[Chunk]) -> Iterator[Checked]:
        for chunk in chunks:
            for index, raw in enumerate(chunk.envelopes, start=chunk.first):
                yield self._check(index, raw)

    def _check(self, index: int, raw: bytes) -> Checked:
        known = self._entries.get((index, raw))
        if known is None:
            known = check_chunk(Chunk(index, [raw]), self._verify)
            if self._learning:
                self._entries[index, raw] = known
        return known


def places(name: str) -> list[str]:
    """Return for each byte of a file the place that a report must name when it changed."""
    if name != PAGE:
        place = name.removesuffix(".toml")
        return [place] * len(files()[name])
    named: list[str] = []
    for index, entry in enumerate(decode_bundle(files()[PAGE], width=ENTRIES)):
        named += [""] * 2 + [f"entry {index}"] * len(entry)
    return named


def is_named(found: set[str], place: str) -> bool:
    """Return whether a report names the place; a changed length names the page or an entry."""
    if place:
        return place in found
    return any(one == PAGE or one.startswith("entry ") for one in found)


def unseen(name: str, part: int, parts: int, *, all_bits: bool) -> list[tuple[str, int, int]]:
    """Flip bits of one part of a file; return file, byte and bit of each not rightly reported."""
    again = Remembering()
    missed: list[tuple[str, int, int]] = []
    for at, place in enumerate(places(name)):
        if at % parts != part:
            continue
        drawn = sha256(f"{name} {at}".encode()).digest()[0] % 8
        missed += [
            (name, at, bit)
            for bit in (range(8) if all_bits else (drawn,))
            if not is_named(again.flip(name, at, bit), place)
        ]
    return missed


def test_the_story_has_forty_entries_and_every_kind_of_file() -> None:
    """What is flipped below is a whole ledger, and nothing of it is left out."""
    assert len(story().disk.entries) == ENTRIES
    others = sorted(set(files()) - {"checkpoint", TILE, PAGE})
    assert [name.partition("/")[0] for name in others] == ["packs"] * len(all_rows())
    assert Remembering().report(files()).good


@pytest.mark.parametrize("name", ["checkpoint", TILE])
def test_every_bit_of_the_head_and_the_hash_tile_matters(name: str) -> None:
    """Any flipped bit of the head or of a hash is reported under its file."""
    assert unseen(name, 0, 1, all_bits=True) == []


@pytest.mark.parametrize("part", range(EVERYDAY_PARTS))
def test_every_byte_of_the_entries_matters(part: int) -> None:
    """A bit flipped in an entry is reported at that entry, one in a length at the page."""
    assert unseen(PAGE, part, EVERYDAY_PARTS, all_bits=False) == []


def test_bytes_of_a_packs_text_matter() -> None:
    """A bit flipped in a pack's text is reported under the text's digest."""
    for name in files():
        if name.startswith("packs/"):
            assert unseen(name, 0, TEXT_PARTS, all_bits=False) == []


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(NIGHTLY_PARTS))
def test_every_bit_of_every_file_matters(part: int) -> None:
    """No bit of the export can change without being reported where it is."""
    for name in files():
        assert unseen(name, part, NIGHTLY_PARTS, all_bits=True) == []


def test_a_missing_or_strange_file_matters_too() -> None:
    """A file left out is reported; one that nobody names is not looked at."""
    again = Remembering()
    for name in files():
        rest = {other: data for other, data in files().items() if other != name}
        found = {problem.place for problem in again.report(rest).problems}
        assert name.removesuffix(".toml") in found
    assert again.report(files() | {"tile/entries/001": b"more"}).good
