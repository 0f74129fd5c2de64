"""Whatever a file holds, reading it ends in a day or in lines that say what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showclear.errors import ScriptError
from showclear.replay.play import Mode, play
from showclear.replay.reading import Loaded, load_text
from tests.replay.days import MORNING, day
from tests.replay.examples import steps_of_examples

WHOLE = day(MORNING)
STEPS = steps_of_examples()
# What points at an earlier step cannot stand anywhere.
EARLIER_IDS = (
    *("first-look", "found-one", "kept", "hammer-worn", "handed", "wrap-count", "open-day"),
)
PIECES = (
    *("{", "}", "[", "]", ":", "\n", "- ", "yes", "6", "colt", "~", "'", '"', "&a", "*a", "!x"),
    *("|", ">", "#", "\t", "steps", "do", "\x00", "\u202e", "<<", "? ", "---", "%YAML 1.1\n"),
)


def read_or_told(data: bytes) -> Loaded | None:
    """Read a script; anything but a day or a `ScriptError` with its lines is a failure."""
    said: tuple[str, ...] = ()
    try:
        return load_text("m.yaml", data, lambda _name: None)
    except ScriptError as problem:
        said = problem.lines
    assert said
    assert all(line.startswith("m.yaml:") for line in said)
    return None


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    """Bytes that nobody wrote as a script are refused in words."""
    read_or_told(data)


@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    """Text that nobody wrote as a script is refused in words."""
    read_or_told(text.encode("utf-8", "surrogatepass"))


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_pieces_of_yaml(pieces: list[str]) -> None:
    """Whatever the signs of YAML are put together to, it ends in words."""
    read_or_told("".join(pieces).encode())


@given(st.integers(0, len(WHOLE) - 1), st.sampled_from(PIECES), st.integers(0, 12))
@settings(max_examples=300)
def test_a_day_with_a_piece_changed(place: int, piece: str, cut: int) -> None:
    """A whole day into which a piece was put, or out of which some was cut, ends in words."""
    read_or_told((WHOLE[:place] + piece + WHOLE[place + cut :]).encode())


@pytest.mark.parametrize("stop", range(0, len(WHOLE), 97))
def test_a_day_cut_off(stop: int) -> None:
    """A file that ends in the middle is refused in words, or is a shorter day."""
    read_or_told(WHOLE[:stop].encode())


@given(st.permutations(STEPS), st.integers(1, 20), st.sampled_from(Mode))
@settings(max_examples=40, deadline=None)
def test_any_steps_in_any_order(texts: list[str], number: int, mode: Mode) -> None:
    """Whatever steps follow each other, the day is played to its end."""
    known = [it for it in texts[:number] if not any(word in it for word in EARLIER_IDS)]
    loaded = read_or_told(day(MORNING, *known).encode())
    assert loaded is not None
    assert len(play(loaded, mode).steps) == len(loaded.steps)
