"""Finds the project's own files for the tidy tests; leaves judging them to the tests.

Only folders that are named here are walked, so that set-ups, caches and built pages never count::

    for path in files_under("src", "tests", suffixes=(".py",)):
        ...
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
CODE: Final = ("src", "tests", "bench", "tools")
SHIPPED: Final = ("src", "docs", "spec")
BUILT: Final = frozenset({"__pycache__", "_build", ".hypothesis"})


def files_under(*folders: str, suffixes: tuple[str, ...]) -> list[Path]:
    """Return the project's files in these folders, sorted; a folder not made yet holds none."""
    found: list[Path] = []
    for folder in folders:
        found.extend(_walk(ROOT / folder, suffixes))
    return sorted(found)


def _walk(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix in suffixes and not BUILT.intersection(path.parts):
            yield path


def named(path: Path) -> str:
    """Return how a message names a file: its path from the project's root."""
    return path.relative_to(ROOT).as_posix()
