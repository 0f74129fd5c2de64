"""Scrub finds the first entry that changed on disk, and the desk signs nothing after."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from showclear.adapters.memory import MemoryDisk
from showclear.desk.scrub import Scrub, ScrubProgress
from showclear.errors import Damaged, DeskStopped, StoreError
from showclear.field.people import Role
from showclear.record.events.speaking import Stop
from showclear.record.tree import leaf_hash
from tests.kit import OnDesk, signed_by

GRIP = (signed_by("grip", Role.CREW),)


def long_story(entries: int = 600) -> OnDesk:
    """Return a ledger of this many entries, an even number."""
    story = OnDesk()
    while len(story.disk.entries) < entries:
        story.desk.submit([story.sealed(Stop(), GRIP)])
    return story


def change(disk: MemoryDisk, index: int) -> None:
    """Change one byte of an entry underneath."""
    entry = disk.entries[index]
    raw = bytearray(entry.envelope)
    raw[len(raw) // 2] ^= 1
    disk.entries[index] = replace(entry, envelope=bytes(raw))


def change_tile(disk: MemoryDisk, index: int) -> None:
    """Put the leaf hash of what an entry is now into the stored tile."""
    number, offset = divmod(index, 256)
    tile = disk.tiles[0, number]
    leaf = leaf_hash(disk.entries[index].envelope)
    disk.tiles[0, number] = tile[: offset * 32] + leaf + tile[offset * 32 + 32 :]


def whole_round(story: OnDesk) -> ScrubProgress:
    """Scrub everything."""
    scrub = Scrub(story.desk)
    while not (progress := scrub.step(1)).whole:
        pass
    return progress


def test_a_round_goes_tile_by_tile_and_finds_nothing() -> None:
    """Each step re-hashes so many tiles; the round is whole at the last entry."""
    story = long_story()
    scrub = Scrub(story.desk)
    assert scrub.step(1) == ScrubProgress(done=256, size=600)
    assert not scrub.step(1).whole
    assert scrub.step(1) == ScrubProgress(done=600, size=600)
    assert scrub.step(1).whole
    assert Scrub(story.desk).step().whole
    assert story.desk.stopped == ""


@pytest.mark.parametrize("index", [0, 7, 255, 256, 511, 512, 599])
def test_the_first_bad_entry_is_named_and_the_desk_stops(index: int) -> None:
    """Nothing is written or signed after an entry was found to have changed on disk."""
    story = long_story()
    head = story.disk.head
    change(story.disk, index)
    if index != 599:
        change(story.disk, 599)
    with pytest.raises(Damaged) as caught:
        whole_round(story)
    message = f"entry {index}: expected the bytes that were signed over, found other bytes on disk"
    assert str(caught.value) == message
    assert story.desk.stopped == f"scrub: {message}"
    with pytest.raises(DeskStopped, match=f"found it stopped .scrub: entry {index}:"):
        story.stop()
    assert (len(story.disk.entries), story.disk.head) == (600, head)


def test_an_entry_is_found_though_its_tile_was_changed_with_it() -> None:
    """A tile that says what the changed entry says does not hash to its parent."""
    story = long_story()
    change(story.disk, 7)
    change_tile(story.disk, 7)
    with pytest.raises(Damaged, match="tile/0/000: expected") as caught:
        whole_round(story)
    assert "scrub: tile/0/000" in story.desk.stopped
    assert caught.value.found == "others"


def test_an_entry_is_found_though_the_tree_remembers_the_old_tile() -> None:
    """What the desk holds in memory of a tile says nothing about the tile on disk."""
    story = long_story()
    for index in range(0, 600, 50):
        story.desk.keeping.tree.inclusion_proof(index=index, size=600)
    change(story.disk, 300)
    change_tile(story.disk, 300)
    with pytest.raises(Damaged, match="tile/0/001: expected"):
        whole_round(story)


@pytest.mark.parametrize("entries", [256, 258, 512, 514])
def test_the_last_tile_of_any_width_is_re_hashed(entries: int) -> None:
    """At and just past full tiles every entry is looked at, the last one too."""
    story = long_story(entries)
    assert whole_round(story) == ScrubProgress(done=entries, size=entries)
    change(story.disk, entries - 1)
    with pytest.raises(Damaged, match=f"entry {entries - 1}:"):
        whole_round(story)


def test_a_ledger_may_grow_while_it_is_scrubbed() -> None:
    """A round ends at the size it began with; what came since is the next round's."""
    story = long_story(250)
    scrub = Scrub(story.desk)
    for _ in range(10):
        story.desk.submit([story.sealed(Stop(), GRIP)])
    assert scrub.step(1) == ScrubProgress(done=250, size=250)
    assert Scrub(story.desk).step() == ScrubProgress(done=270, size=270)


def test_a_missing_tile_is_named() -> None:
    """A full tile that is not stored any more is damage."""
    story = long_story()
    del story.disk.tiles[0, 1]
    with pytest.raises(Damaged, match="tile/0/001: expected a full tile, found none"):
        whole_round(story)
    assert story.desk.stopped


def test_a_missing_entry_stops_the_desk() -> None:
    """Entries that are gone are damage too."""
    story = long_story()
    del story.disk.entries[400:]
    with pytest.raises(Damaged, match="entry 400"):
        whole_round(story)
    assert story.desk.stopped


def test_a_store_that_fails_stops_the_desk() -> None:
    """After any storage error nothing is signed until the ledger is opened again."""
    story = long_story(250)
    story.desk.parts.store.close()
    with pytest.raises(StoreError, match="closed"):
        whole_round(story)
    assert story.desk.stopped.startswith("scrub: memory: ledger:")
