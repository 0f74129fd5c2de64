"""Core texts that are not the shipped one: what each asks less of, or has more of, is named."""

from __future__ import annotations

from typing import Final

import pytest

from showclear.rules.book import build_book
from showclear.rules.decide import CATALOGUE
from tests.rules.floor import reason
from tests.rules.pack_texts import CORE, choice, kept, row

WHOLE: Final = "adopt the core pack, whole"
NO_LESS: Final = "adopt a core whose rows ask for no less than the shipped one's"


def core_with(said: bytes, instead: bytes) -> bytes:
    """Return a core text that says something else in its row R15."""
    before, name, after = CORE.partition(b'id = "R15"')
    return before + name + after.replace(said, instead, 1)


LESS: Final[dict[str, tuple[bytes, tuple[str, ...]]]] = {
    "a row for guns that can fire leaves out class 4": (
        core_with(b"[4, 5, 6]", b"[5, 6]"),
        ("covers", "not 4"),
    ),
    "it leaves out productions in full": (
        core_with(b'["full", "stage"]', b'["stage"]'),
        ("tiers", "not full"),
    ),
    "it leaves out the stage": (
        core_with(b'["full", "stage"]', b'["full"]'),
        ("tiers", "not stage"),
    ),
}


@pytest.mark.parametrize(("text", "less"), LESS.values(), ids=LESS.keys())
def test_a_core_that_asks_for_less_puts_nothing_in_force(
    text: bytes, less: tuple[str, ...]
) -> None:
    """Of each row what it asks less of is named; the shipped core is the least."""
    book = build_book([choice(text)], kept(text), CATALOGUE)
    assert [reason(one) for one in book.wrong] == [
        ("packs", "no_rules_in_force", ("core", "R15", *less), NO_LESS)
    ]


def test_a_core_with_a_row_more_is_adopted_whole() -> None:
    """A text that calls itself core is adopted with every row it has, or nothing is in force."""
    text = CORE + row("R43").encode()
    book = build_book([choice(text, without=("R43",))], kept(text), CATALOGUE)
    assert [reason(one) for one in book.wrong] == [
        ("packs", "no_rules_in_force", ("core", "R43"), WHOLE)
    ]
    assert build_book([choice(text)], kept(text), CATALOGUE).wrong == ()
