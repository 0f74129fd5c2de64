"""Ids: a letter, a dash, sixteen hex digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.field.ids import (
    DESK,
    HEX_CHARACTERS,
    ID_CHARACTERS_MAX,
    NO_EVENT,
    NO_ITEM,
    NOBODY,
    NONCE_CHARACTERS,
    is_id,
    make_id,
)

LETTERS = "pwclsa"
COLT = "w-00c0ffee00c0ffee"

NOT_A_GUN = {
    "nothing": "",
    "another kind's": "c-00c0ffee00c0ffee",
    "a kind nobody knows": "x-00c0ffee00c0ffee",
    "upper case": "w-00C0FFEE00C0FFEE",
    "a digit short": "w-00c0ffee00c0ffe",
    "a digit long": "w-00c0ffee00c0ffee0",
    "no dash": "w00c0ffee00c0ffee0",
    "a line end": "w-00c0ffee00c0ffee\n",
    "something before it": " w-00c0ffee00c0ffee",
    "no hex": "w-00c0ffee00c0ffeg",
}


@pytest.mark.parametrize("text", NOT_A_GUN.values(), ids=NOT_A_GUN.keys())
def test_what_is_no_id_of_a_gun(text: str) -> None:
    """A text that differs in kind, case or length is no id of a gun."""
    assert not is_id("w", text)


@given(st.sampled_from(LETTERS), st.binary(min_size=8, max_size=32))
def test_an_id_made_is_an_id(letter: str, randomness: bytes) -> None:
    """An id made from fresh bytes is an id of its kind and of no other."""
    made = make_id(letter, randomness)
    assert [kind for kind in LETTERS if is_id(kind, made)] == [letter]
    assert len(made) == ID_CHARACTERS_MAX


def test_eight_bytes_make_an_id() -> None:
    """The first eight bytes make the id; more change nothing."""
    fresh = bytes.fromhex("00c0ffee00c0ffee")
    assert make_id("w", fresh) == make_id("w", fresh + b"more") == COLT


@pytest.mark.parametrize("start", range(len(COLT)))
def test_no_part_and_no_neighbour_is_the_same_id(start: int) -> None:
    """Every part of an id is none, and a changed byte gives another id or none."""
    parts = {COLT[start:stop] for stop in range(start, len(COLT) + 1)} - {COLT}
    assert not any(is_id("w", part) for part in parts)
    for byte in range(256):
        other = COLT[:start] + chr(byte) + COLT[start + 1 :]
        hexadecimal = start > 1 and chr(byte) in "0123456789abcdef"
        assert is_id("w", other) == (hexadecimal or other == COLT)


def test_special_names_are_no_ids() -> None:
    """The desk and the empty names cannot be the id of anything."""
    for nobody in (DESK, NOBODY, NO_EVENT, NO_ITEM):
        assert not any(is_id(letter, nobody) for letter in LETTERS)


def test_written_lengths() -> None:
    """A key, event or commitment takes 64 characters, a nonce 32."""
    assert len(bytes(32).hex()) == HEX_CHARACTERS
    assert len(bytes(16).hex()) == NONCE_CHARACTERS
