"""A ledger read from its stores and from an exported folder: the same report, damage named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from showclear.adapters import sources
from showclear.adapters.memory import MemoryHeadStore, MemoryLedgerStore
from showclear.adapters.sources import (
    BUNDLE_BYTES_MAX,
    BUNDLES_KEPT,
    FolderSource,
    StoreSource,
    write_folder,
)
from showclear.desk.export import export_files, export_size
from showclear.errors import Damaged, StoreError, UsageError
from showclear.field.people import Role
from showclear.record.events.speaking import Stop
from showclear.record.note import NOTE_BYTES_MAX
from showclear.record.tiles import FULL_TILE_BYTES, HashTile
from showclear.record.verify import Report, verify_ledger
from showclear.rules.packs import PACK_BYTES_MAX
from tests.kit import ORIGIN, OnDesk, all_rows, pack_texts, signed_by
from tests.record.forge import verify

ENTRIES = 676  # two full bundles and a partial one
ADOPTED = sorted(choice.digest for choice in all_rows())
PACK = ADOPTED[0]


@cache
def long_story() -> OnDesk:
    """Return a ledger with stops beyond counting; nothing may be told on it."""
    story = OnDesk()
    story.working_day()
    grip = (signed_by("grip", Role.CREW),)
    while len(story.disk.entries) < ENTRIES:
        story.desk.submit([story.sealed(Stop(), grip)])
    assert len(story.disk.entries) == ENTRIES
    return story


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the whole ledger, to be read only."""
    folder = tmp_path_factory.mktemp("exports") / "night-shoot"
    desk = long_story().desk
    write_folder(folder, export_files(desk, export_size(desk)))
    return folder


@pytest.fixture
def folder(exported: Path, tmp_path: Path) -> Path:
    """Return a copy of the folder, to be damaged."""
    return shutil.copytree(exported, tmp_path / "copy")


def report_of(source: FolderSource | StoreSource) -> Report:
    """Verify what a source reads."""
    return verify_ledger(source, verify=verify)


def test_store_and_folder_give_the_same_report(exported: Path) -> None:
    """What is exported is what is stored: the reports are equal in every field, and good."""
    disk = long_story().disk
    head = MemoryHeadStore(disk, ORIGIN).read()
    store = StoreSource(MemoryLedgerStore(disk, read_only=True), head)
    report = report_of(store)
    assert report.good
    assert report.entries == ENTRIES
    assert report_of(FolderSource(exported)) == report


def test_a_folder_holds_what_tlog_tiles_names(exported: Path) -> None:
    """Pages, hash tiles, texts and head lie under their public names, and nothing else does."""
    names = {str(path.relative_to(exported)) for path in exported.rglob("*") if path.is_file()}
    rest = ENTRIES - 512
    assert names == {
        "checkpoint",
        "tile/0/000",
        "tile/0/001",
        f"tile/0/002.p/{rest}",
        "tile/1/000.p/2",
        "tile/entries/000",
        "tile/entries/001",
        f"tile/entries/002.p/{rest}",
        *(f"packs/{digest}.toml" for digest in ADOPTED),
    }
    assert (exported / "checkpoint").read_bytes() == long_story().disk.head


# -- damaged folders -----------------------------------------------------------------------------

Damage = Callable[[Path], object]
PAGE, TILE, PART = "tile/entries/001", "tile/0/001", "tile/1/000.p/2"
TEXT = f"packs/{PACK}.toml"


def gone(name: str) -> Damage:
    """Remove a file."""
    return lambda folder: (folder / name).unlink()


def linked(name: str) -> Damage:
    """Move a file or folder elsewhere and leave a link to it."""

    def damage(folder: Path) -> None:
        path = folder / name
        elsewhere = path.rename(folder.with_name("elsewhere"))
        path.symlink_to(elsewhere)

    return damage


def a_folder(name: str) -> Damage:
    """Put a folder where a file should be."""

    def damage(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return damage


def a_pipe(name: str) -> Damage:
    """Put a pipe where a file should be: reading it would never end."""

    def damage(folder: Path) -> None:
        (folder / name).unlink()
        os.mkfifo(folder / name)

    return damage


def longer(name: str, size: int) -> Damage:
    """Lengthen a file to this many bytes."""
    return lambda folder: os.truncate(folder / name, size)


def changed(name: str, change: Callable[[bytes], bytes]) -> Damage:
    """Write other bytes into a file."""

    def damage(folder: Path) -> None:
        path = folder / name
        path.write_bytes(change(path.read_bytes()))

    return damage


def plain(limit: int) -> str:
    """Return how a message names the file that is expected."""
    return f"a plain file of at most {limit} bytes"


SHORT = f"{ENTRIES} entries, as the signed head says"
NO_FILE = "no such file"
CUT = ("entries_missing", "entry 256", SHORT, "256")
HEADLESS = ("head_missing", "checkpoint", "a signed head", "none")
UNNAMED = (
    "head_missing",
    "checkpoint",
    "a signed head",
    "a head, but no opening that names the key",
)
NOT_PLAIN = "a link, a folder, or a longer file"
DAMAGED: dict[str, tuple[Damage, list[tuple[str, str, str, str]]]] = {
    "no head": (
        gone("checkpoint"),
        [("unreadable", "checkpoint", "a signed head", NO_FILE), HEADLESS],
    ),
    "a linked head": (
        linked("checkpoint"),
        [("unreadable", "checkpoint", plain(NOTE_BYTES_MAX), NOT_PLAIN)],
    ),
    "a head too long": (
        longer("checkpoint", NOTE_BYTES_MAX + 1),
        [("unreadable", "checkpoint", plain(NOTE_BYTES_MAX), NOT_PLAIN)],
    ),
    "a pipe for a head": (
        a_pipe("checkpoint"),
        [("unreadable", "checkpoint", plain(NOTE_BYTES_MAX), NOT_PLAIN)],
    ),
    "a head that is none": (
        changed("checkpoint", lambda data: data[:-1]),
        [("unreadable", "checkpoint", "", ""), UNNAMED],
    ),
    "no page": (gone(PAGE), [("unreadable", PAGE, "256 entries", NO_FILE), CUT]),
    "a linked page": (
        linked(PAGE),
        [("unreadable", PAGE, plain(BUNDLE_BYTES_MAX), NOT_PLAIN), CUT],
    ),
    "all pages linked": (
        linked("tile/entries"),
        [("unreadable", "tile/entries/000", plain(BUNDLE_BYTES_MAX), NOT_PLAIN), UNNAMED],
    ),
    "a folder for a page": (
        a_folder(PAGE),
        [("unreadable", PAGE, plain(BUNDLE_BYTES_MAX), NOT_PLAIN), CUT],
    ),
    "a page too long": (
        longer(PAGE, BUNDLE_BYTES_MAX + 1),
        [("unreadable", PAGE, plain(BUNDLE_BYTES_MAX), NOT_PLAIN), CUT],
    ),
    "a page with a byte more": (
        changed(PAGE, lambda data: data + b"x"),
        [("unreadable", PAGE, "", ""), CUT],
    ),
    "a page with a byte less": (
        changed(PAGE, lambda data: data[:-1]),
        [("unreadable", PAGE, "", ""), CUT],
    ),
    "no hash tile": (gone(TILE), [("tile_damaged", TILE, "a hash tile", NO_FILE)]),
    "no partial hash tile": (gone(PART), [("tile_damaged", PART, "a hash tile", NO_FILE)]),
    "a linked hash tile": (
        linked(TILE),
        [("tile_damaged", TILE, plain(FULL_TILE_BYTES), NOT_PLAIN)],
    ),
    "a hash tile too long": (
        longer(TILE, FULL_TILE_BYTES + 1),
        [("tile_damaged", TILE, plain(FULL_TILE_BYTES), NOT_PLAIN)],
    ),
    "a hash tile too short": (
        longer(TILE, FULL_TILE_BYTES - 1),
        [("tile_damaged", TILE, "the hashes of the entries", "others")],
    ),
    "no text": (
        gone(TEXT),
        [("pack_text_damaged", f"packs/{PACK}", "", "none")],
    ),
    "a linked text": (
        linked("packs"),
        [
            ("pack_text_damaged", f"packs/{digest}.toml", plain(PACK_BYTES_MAX), NOT_PLAIN)
            for digest in ADOPTED
        ],
    ),
    "a text too long": (
        longer(TEXT, PACK_BYTES_MAX + 1),
        [("pack_text_damaged", TEXT, plain(PACK_BYTES_MAX), NOT_PLAIN)],
    ),
}


@pytest.mark.parametrize(("damage", "expected"), DAMAGED.values(), ids=DAMAGED.keys())
def test_damage_in_a_folder_is_named_and_nothing_outside_is_opened(
    folder: Path, damage: Damage, expected: list[tuple[str, str, str, str]]
) -> None:
    """Each damage is reported under its file's name; links are refused wherever they stand."""
    damage(folder)
    found = sorted(report_of(FolderSource(folder)).problems, key=lambda problem: problem.place)
    for problem, (code, place, should, was) in zip(
        found, sorted(expected, key=lambda row: row[1]), strict=True
    ):
        assert (problem.code, problem.place) == (code, place)
        assert problem.expected == (should or problem.expected)
        assert problem.found == (was or problem.found)


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("checkpoint", NOTE_BYTES_MAX),
        (TILE, FULL_TILE_BYTES),
        (PAGE, BUNDLE_BYTES_MAX),
        (TEXT, PACK_BYTES_MAX),
    ],
)
def test_a_file_at_its_limit_is_read(folder: Path, name: str, limit: int) -> None:
    """A file of the largest size allowed is read and judged by its bytes."""
    longer(name, limit)(folder)
    problems = report_of(FolderSource(folder)).problems
    assert all(problem.found != NOT_PLAIN for problem in problems)


def test_a_link_that_leads_nowhere_is_a_link(folder: Path) -> None:
    """A link to itself is named as a link, not as a file that is missing."""
    shutil.rmtree(folder / "tile")
    (folder / "tile").symlink_to(folder / "tile")
    with pytest.raises(Damaged, match="tile/0/000: expected a plain file"):
        FolderSource(folder).tile(HashTile(level=0, number=0))


def test_what_the_system_refuses_is_no_damage(exported: Path) -> None:
    """A file that the operating system cannot look at says nothing about the ledger."""
    with pytest.raises(StoreError, match="expected it to work while reading it"):
        FolderSource(exported)._read("y" * 300, 1)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    """A source needs a folder; the message names the path."""
    with pytest.raises(UsageError, match="expected a folder of tiles, found no such folder"):
        FolderSource(tmp_path / "nothing")


def test_a_digest_that_is_none_names_no_file(exported: Path) -> None:
    """Only a digest in its written form leads to a file."""
    source = FolderSource(exported)
    assert source.text(PACK) == pack_texts()[PACK]
    assert source.text("../checkpoint") is None
    assert source.text(PACK.upper()) is None


@pytest.mark.parametrize("held", [1, 2, BUNDLES_KEPT])
def test_few_pages_are_held_in_memory(
    exported: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    """Going back and forth keeps no more pages than are to be kept."""
    monkeypatch.setattr(sources, "BUNDLES_KEPT", held)
    source = FolderSource(exported)
    for first in (0, 300, 600, 0, 600, 300):
        assert len(source.entries(first, first + 50)) == 50
        assert len(source._bundles) <= held
    assert len(source._bundles) == min(held, 3)
    whole = FolderSource(exported).entries(0, ENTRIES)
    assert whole == [entry.envelope for entry in long_story().disk.entries]


def test_a_store_without_a_tile_is_damaged() -> None:
    """A full tile that the store does not have is named; partial ones are never stored."""
    disk = long_story().disk
    head = MemoryHeadStore(disk, ORIGIN).read()
    source = StoreSource(MemoryLedgerStore(disk, read_only=True), head)
    assert source.tile(HashTile(level=0, number=2, width=3)) is None
    with pytest.raises(Damaged, match="tile/0/007: expected a full tile, found none"):
        source.tile(HashTile(level=0, number=7))


# -- writing -------------------------------------------------------------------------------------


def test_an_export_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A failure in the middle leaves no folder of that name; the next try succeeds."""
    target = tmp_path / "exports" / "first"
    target.parent.mkdir()

    def files() -> Iterator[tuple[str, bytes]]:
        yield "tile/0/000", b"hashes"
        raise Damaged("entries", expected="the signed root", found="another")

    with pytest.raises(Damaged):
        write_folder(target, files())
    assert not target.exists()
    assert write_folder(target, [("checkpoint", b"head"), ("packs/a", b"text")]) == 2
    assert (target / "packs/a").read_bytes() == b"text"
    assert [path.name for path in target.parent.iterdir()] == ["first"]
    assert not (target / "tile").exists()


@pytest.mark.parametrize("there", ["folder", "file", "dangling link"])
def test_an_export_never_replaces_anything(tmp_path: Path, there: str) -> None:
    """Whatever has the target's name stays as it is, and the message says what to do."""
    target = tmp_path / "taken"
    match there:
        case "folder":
            target.mkdir()
        case "file":
            target.write_bytes(b"mine")
        case _:
            target.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="expected a folder that is not there yet") as caught:
        write_folder(target, [("checkpoint", b"head")])
    assert caught.value.code == "folder_exists"
    assert caught.value.hint == "name another folder; an export never replaces another"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_in_the_place_of_the_unfinished_folder_is_not_followed(tmp_path: Path) -> None:
    """What lies behind a link named like the unfinished export stays."""
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_bytes(b"mine")
    (tmp_path / "new.part").symlink_to(precious)
    with pytest.raises(StoreError, match="writing the export"):
        write_folder(tmp_path / "new", [("checkpoint", b"head")])
    assert (precious / "file").read_bytes() == b"mine"
    assert not (precious / "checkpoint").exists()


def test_every_file_and_folder_is_flushed_before_the_new_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of an export is on disk before it gets its name: files, then the folders they lie in."""
    calls: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def seen_fsync(handle: int) -> None:
        calls.append(str(Path(f"/proc/self/fd/{handle}").readlink().relative_to(tmp_path)))
        fsync(handle)

    def seen_rename(path: Path, target: Path) -> Path:
        calls.append("rename")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", seen_fsync)
    monkeypatch.setattr(Path, "rename", seen_rename)
    write_folder(tmp_path / "new", [("tile/0/000", b"hashes"), ("checkpoint", b"head")])
    before = set(calls[: calls.index("rename")])
    assert before == {
        "new.part/tile/0/000",
        "new.part/checkpoint",
        "new.part",
        "new.part/tile",
        "new.part/tile/0",
    }
    assert calls[calls.index("rename") :] == ["rename", "."]
