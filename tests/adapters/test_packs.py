"""Rule packs as bytes: the shipped ones, and one from a path."""

from __future__ import annotations

from pathlib import Path

import pytest

from showclear.adapters import packs
from showclear.adapters.packs import PACK_BYTES_MAX, packs_in, read_pack, shipped_packs
from showclear.errors import Damaged, PackError, StoreError


def test_packs_are_read_by_name_in_order(tmp_path: Path) -> None:
    """Each .toml file is a pack under its name; other files are none."""
    for name in ("us-film.toml", "core.toml", "README.md"):
        (tmp_path / name).write_text(name)
    assert list(packs_in(tmp_path).items()) == [
        ("core", b"core.toml"),
        ("us-film", b"us-film.toml"),
    ]


def test_shipped_packs_lie_in_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped packs are those in the folder "packs" beside the program's rooms."""
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "core.toml").write_text("core")
    monkeypatch.setattr(packs, "files", {"showclear": tmp_path}.__getitem__)
    assert shipped_packs() == {"core": b"core"}


def test_every_shipped_pack_is_within_the_limit() -> None:
    """The core pack is shipped, and no shipped pack is larger than one from a path may be."""
    found = shipped_packs()
    assert "core" in found
    assert all(0 < len(text) <= PACK_BYTES_MAX for text in found.values())


def test_an_installation_without_packs_is_damaged(tmp_path: Path) -> None:
    """A folder without packs, or none at all, is an installation that is not whole."""
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(Damaged, match="expected at least one rule pack, found none"):
            packs_in(folder)


def test_a_pack_is_read_up_to_the_limit(tmp_path: Path) -> None:
    """A pack of the largest size is read whole; one byte more is refused."""
    path = tmp_path / "pack.toml"
    path.write_bytes(bytes(PACK_BYTES_MAX))
    assert read_pack(path) == bytes(PACK_BYTES_MAX)
    path.write_bytes(bytes(PACK_BYTES_MAX + 1))
    with pytest.raises(PackError, match="expected at most 262144 bytes, found more") as caught:
        read_pack(path)
    assert caught.value.code == "pack_too_large"


def test_a_missing_pack_is_named(tmp_path: Path) -> None:
    """A path without a file, or with a folder, is named."""
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(PackError, match="expected a rule pack, found no such file") as caught:
            read_pack(path)
        assert caught.value.code == "pack_missing"


def test_a_failing_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack that cannot be opened for another reason is a storage error."""
    path = tmp_path / "pack.toml"
    path.touch()

    def fail(*_: object) -> None:
        raise OSError(5, "drive")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(StoreError, match="expected it to work while reading a rule pack"):
        read_pack(path)
