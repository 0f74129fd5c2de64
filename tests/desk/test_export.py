"""An export is a whole ledger up to the first closed look, under the head signed there."""

from __future__ import annotations

from hashlib import sha256

import pytest
from msgspec.structs import replace

from showclear.desk.export import export_files, export_size
from showclear.errors import Damaged
from showclear.field.ids import KeyId
from showclear.field.mechanisms import LookWay
from showclear.field.people import Role
from showclear.record.events.handling import Entered, Look, Purpose
from showclear.record.events.officers import Adopt, PackChoice
from showclear.record.events.speaking import Stop
from showclear.record.tiles import TILE_WIDTH, EntryBundle, HashTile, decode_bundle, encode_path
from tests.kit import OnDesk, all_rows, answers, gun, signed_by, words
from tests.record.forge import Bytes, report_of

EMPTY = answers(LookWay.SEEN_EMPTY)


def working() -> OnDesk:
    """Return a story with the gun in the armorer's hand."""
    story = OnDesk()
    story.working_day()
    story.take_out("colt")
    return story


def exported(story: OnDesk) -> dict[str, bytes]:
    """Return the files that an export made now has."""
    return dict(export_files(story.desk, export_size(story.desk)))


def read_back(files: dict[str, bytes]) -> Bytes:
    """Return the ledger that the files of an export hold."""
    texts = {
        name.removeprefix("packs/").removesuffix(".toml"): data
        for name, data in files.items()
        if name.startswith("packs/")
    }
    size = int(files["checkpoint"].split(b"\n")[1])
    envelopes: list[bytes] = []
    for number in range(-(-size // TILE_WIDTH)):
        width = min(TILE_WIDTH, size - number * TILE_WIDTH)
        page = files[encode_path(EntryBundle(number=number, width=width))]
        envelopes += decode_bundle(page, width=width)
    tiles = {name: data for name, data in files.items() if name.startswith("tile/")}
    return Bytes(envelopes=tuple(envelopes), note=files["checkpoint"], texts=texts, tiles=tiles)


def test_an_export_is_the_ledger() -> None:
    """With no look closed an export holds every entry, under the head that is stored."""
    story = working()
    told: list[tuple[str, int, int]] = []
    size = export_size(story.desk)
    files = dict(
        export_files(story.desk, size, lambda what, done, all_: told.append((what, done, all_)))
    )
    assert size == len(story.disk.entries)
    assert list(files)[-1] == "checkpoint"
    assert files["checkpoint"] == story.disk.head
    assert told == [("exporting", size, size)]
    assert report_of(read_back(files)).good


def test_an_export_ends_before_a_closed_look() -> None:
    """The first look of a pair is left out, and so is all that came after it."""
    story = working()
    head, size = story.disk.head, len(story.disk.entries)
    story.look("colt", EMPTY)
    story.stop()
    files = exported(story)
    assert export_size(story.desk) == size
    assert files["checkpoint"] == head
    report = report_of(read_back(files))
    assert (report.good, report.entries, report.beyond) == (True, size, 0)


def test_an_export_ends_before_the_whole_commit_of_a_closed_look() -> None:
    """A look in the middle of a commit takes the commit with it: heads stand between commits."""
    story = working()
    head, size = story.disk.head, len(story.disk.entries)
    look = Look(
        weapon=gun("colt"),
        cites=story.changed("colt"),
        purpose=Purpose.SHOWING,
        way=LookWay.SEEN_EMPTY,
        entered=Entered.EACH,
        answers=EMPTY,
    )
    stops = [story.sealed(Stop(), (signed_by("grip", Role.CREW),)) for _ in range(2)]
    story.desk.submit([*stops, story.sealed(look, (signed_by("armorer", Role.HANDLER),))])
    assert export_size(story.desk) == size
    assert exported(story)["checkpoint"] == head


def test_an_export_is_whole_again_once_the_pair_is() -> None:
    """The second look opens the first."""
    story = working()
    story.show_empty("colt")
    assert export_size(story.desk) == len(story.disk.entries)
    assert report_of(read_back(exported(story))).good


def test_the_text_of_packs_that_were_refused_is_not_asked_for() -> None:
    """An adoption that was refused for want of a text does not stop exports for ever."""
    story = working()
    nobody_has_it = PackChoice(pack="house", digest=KeyId("ab" * 32), rows=("R18",))
    assert story.tell(Adopt(packs=(nobody_has_it,)), "producer", "manager").refused
    files = exported(story)
    assert {name for name in files if name.startswith("packs/")} == {
        f"packs/{choice.digest}.toml" for choice in all_rows()
    }
    assert report_of(read_back(files)).good


def test_the_texts_of_all_packs_ever_adopted_travel_along() -> None:
    """Texts adopted at the opening are there, those adopted later, and those given up again."""
    core = next(choice for choice in all_rows() if choice.pack == "core")
    later = next(choice for choice in all_rows() if choice.pack != "core")
    story = OnDesk(packs=(core,))
    assert f"packs/{later.digest}.toml" not in exported(story)
    assert not story.tell(Adopt(packs=(core, later)), "producer", "manager").refused
    back = Adopt(packs=(core,), reason=words("back"))
    assert not story.tell(back, "producer", "manager").refused
    files = exported(story)
    assert {name for name in files if name.startswith("packs/")} == {
        f"packs/{choice.digest}.toml" for choice in (core, later)
    }
    assert report_of(read_back(files)).good


def test_an_export_of_what_changed_on_disk_is_refused() -> None:
    """No head is handed out over bytes it was not signed over."""
    story = working()
    entry = story.disk.entries[7]
    story.disk.entries[7] = replace(entry, envelope=story.disk.entries[5].envelope)
    with pytest.raises(Damaged, match="entries: expected the signed root, found another"):
        exported(story)


def test_an_export_without_a_text_is_refused() -> None:
    """A pack's text that is gone is named."""
    story = working()
    digest = min(choice.digest for choice in all_rows())
    del story.disk.texts[digest]
    with pytest.raises(Damaged, match=f"packs/{digest}: expected the pack's text, found none"):
        exported(story)


def test_a_long_ledger_is_exported_page_by_page() -> None:
    """Full tiles and pages come under their names, at and around a full page."""
    story = OnDesk(enrolled=False)
    officer = (signed_by("producer", Role.OFFICER),)
    story.desk.submit([story.sealed(Stop(), officer) for _ in range(2)])
    while len(story.disk.entries) < TILE_WIDTH - 1:
        story.desk.submit([story.sealed(Stop(), officer)])
    assert len(story.disk.entries) == TILE_WIDTH - 1
    for expected in ({"0/000.p/255"}, {"0/000", "0/001.p/1", "1/000.p/1"}):
        files = exported(story)
        assert {
            name.removeprefix("tile/")
            for name in files
            if name.startswith("tile/") and "entries" not in name
        } == expected
        assert report_of(read_back(files)).good
        story.desk.submit([story.sealed(Stop(), officer)])
    zero = encode_path(HashTile(level=0, number=0))
    assert sha256(exported(story)[zero]).digest() == sha256(story.disk.tiles[0, 0]).digest()


def test_the_first_of_several_closed_looks_ends_an_export() -> None:
    """A cut export's head is the very note that was signed then: same key, same bytes."""
    story = working()
    heads = {len(story.disk.entries): story.disk.head}
    for _ in range(2):
        story.look("colt", EMPTY)
        heads[len(story.disk.entries)] = story.disk.head
    story.stop()
    files = exported(story)
    assert export_size(story.desk) == min(heads)
    assert files["checkpoint"] == heads[min(heads)]
