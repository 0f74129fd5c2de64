"""Read rule packs as bytes: those shipped with Showclear, and one from a path.

It leaves parsing, digests and adoption to ``rules.packs`` and the desk; nothing is judged here
but the size.

Example: ``shipped_packs()["core"]`` is the text of ``packs/core.toml``.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from showclear.adapters.translate import translated
from showclear.errors import Damaged, PackError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

PACK_FOLDER = "packs"
PACK_ENDING = ".toml"

# A person reads a pack before adopting it: this is a book of 100 pages, far above any shipped.
PACK_BYTES_MAX = 262_144


def shipped_packs() -> dict[str, bytes]:
    """Return the text of every shipped pack by its id, in order of the ids."""
    return packs_in(files("showclear") / PACK_FOLDER)


def packs_in(folder: Traversable) -> dict[str, bytes]:
    """Return the text of every pack in a folder by its file's name without ``.toml``.

    A folder without packs raises ``Damaged``: the installation is not whole.
    """
    with translated(str(folder), "reading rule packs"):
        found = sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else []
        packs = {
            file.name.removesuffix(PACK_ENDING): file.read_bytes()
            for file in found
            if file.name.endswith(PACK_ENDING)
        }
    if not packs:
        raise Damaged(str(folder), expected="at least one rule pack", found="none")
    return packs


def read_pack(path: Path) -> bytes:
    """Return the text of a pack from a path; one over the limit raises ``PackError``."""
    if not path.is_file():
        raise PackError(
            "pack_missing",
            str(path),
            expected="a rule pack",
            found="no such file",
            hint="Check the path; a shipped pack is named by its id alone.",
        )
    with translated(str(path), "reading a rule pack"), path.open("rb") as file:
        text = file.read(PACK_BYTES_MAX + 1)
    if len(text) > PACK_BYTES_MAX:
        raise PackError(
            "pack_too_large",
            str(path),
            expected=f"at most {PACK_BYTES_MAX} bytes",
            found="more",
            hint="A rule pack is a text that a person reads: check that this is one.",
        )
    return text
