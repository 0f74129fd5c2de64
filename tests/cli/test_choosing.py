"""Which rows words choose: whole packs, rows of one, rows left out."""

from __future__ import annotations

import pytest

from showclear.cli.choosing import choose
from showclear.errors import UsageError


def rows(named: tuple[str, ...], without: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """Return the rows chosen, by pack."""
    return {choice.pack: choice.rows for choice in choose(named, without).choices}


@pytest.mark.parametrize("order", [("core", "core:R02"), ("core:R02", "core"), ("core",)])
def test_a_pack_named_whole_stays_whole(order: tuple[str, ...]) -> None:
    """A row named beside the whole pack takes nothing of it away."""
    chosen = rows(order)["core"]
    assert chosen == rows(("core",))["core"]
    assert len(chosen) > 1


def test_rows_of_one_pack_add_up() -> None:
    """Named in two words they are one choice, in the pack's order."""
    chosen = rows(("house-default:R43", "house-default:R25"))
    assert chosen == {"house-default": ("R25", "R43")}


def test_rows_are_left_out() -> None:
    """One word may leave out several rows of a pack."""
    whole = rows(("house-default",))["house-default"]
    left = rows(("house-default",), ("house-default:R41,R43",))["house-default"]
    assert left == tuple(row for row in whole if row not in {"R41", "R43"})


@pytest.mark.parametrize(
    "word",
    [
        "house-default:R99",
        "house-defalt:R41",
        "house-default",
        "house-default:R41,R99",
        "going-again:R41",
    ],
)
def test_leaving_out_what_is_not_adopted_is_said(word: str) -> None:
    """A slip of the pen must not leave a row in force that somebody meant to leave out."""
    with pytest.raises(UsageError, match=f"--without {word}: expected PACK:ROW of what is"):
        rows(("core", "house-default"), (word,))
