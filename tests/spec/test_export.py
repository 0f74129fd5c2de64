"""A folder that the desk exports is laid out as the format says, by a count of its own."""

from __future__ import annotations

from hashlib import sha256

from showclear.desk.export import export_files, export_size
from showclear.record.checkpoint import parse_checkpoint
from showclear.record.note import parse_note
from showclear.record.tiles import decode_bundle
from tests.kit import OnDesk
from tools.vectors.hashing import leaf, root


def exported() -> dict[str, bytes]:
    """Return the files of a working day's ledger."""
    story = OnDesk()
    story.working_day()
    return dict(export_files(story.desk, export_size(story.desk)))


def test_an_export_has_the_files_of_the_format() -> None:
    """Checkpoint, one page of tiles and entries named by width, and each pack by its digest."""
    files = exported()
    size = parse_checkpoint(parse_note(files["checkpoint"]).text).size
    names = {"checkpoint", f"tile/0/000.p/{size}", f"tile/entries/000.p/{size}"}
    packs = {f"packs/{sha256(files[name]).hexdigest()}.toml" for name in set(files) - names}
    assert set(files) == names | packs


def test_an_export_hashes_as_rfc_6962_says() -> None:
    """Tile and head of an export are those of its entries, hashed by the standard's own words."""
    files = exported()
    head = parse_checkpoint(parse_note(files["checkpoint"]).text)
    bundle = files[f"tile/entries/000.p/{head.size}"]
    entries = decode_bundle(bundle, width=head.size)
    assert head.root == root(entries)
    assert files[f"tile/0/000.p/{head.size}"] == b"".join(leaf(entry) for entry in entries)
