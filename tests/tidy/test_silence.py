"""Nothing we ship makes a sound: a device that rings while a set-up rolls is a second accident."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.tidy.tree import files_under

# The terminal's bell as a character or an escape, and the calls that ring it.
SOUNDS: Final = re.compile(
    r"\x07|\\a\b|\\x07|\\u0007|\.bell\(|\bplaysound\b|\bwinsound\b|new Audio\("
)


def test_no_source_or_text_rings() -> None:
    """Neither code nor packs nor days hold a bell (practice.md, Refusals 9)."""
    files = files_under("src", suffixes=(".py", ".toml", ".yaml", ".json"))
    assert files
    loud = [file for file in files if SOUNDS.search(file.read_text("utf-8"))]
    assert loud == []


@pytest.mark.parametrize("text", ["\x07", r'print("\a")', "console.bell()", "new Audio('x')"])
def test_a_bell_would_be_found(text: str) -> None:
    """Each way to ring is one that the search knows."""
    assert SOUNDS.search(text)
