"""Fingerprints that people compare: the same on both screens, another for another key."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.outputs.fingerprints import CONSONANTS, VOWELS, pairs, spoken

# The addresses of the proposal that first described these words (Wilkerson, 2009).
KNOWN = {
    "127.0.0.1": "lusab-babad",
    "63.84.220.193": "gutih-tugad",
    "140.98.193.141": "mudof-sakat",
    "198.81.129.136": "sinid-makam",
}


@pytest.mark.parametrize(("address", "words"), KNOWN.items(), ids=KNOWN)
def test_the_words_are_the_known_ones(address: str, words: str) -> None:
    """Four bytes give the two words that others give for them."""
    assert spoken(bytes(int(part) for part in address.split("."))) == words


def test_digits_are_shown_in_pairs() -> None:
    """The digits are all there, in pairs, as a phone shows them."""
    assert pairs(bytes.fromhex("00ff1a")) == "00:FF:1A"


def test_five_words_are_read_aloud() -> None:
    """Of a whole digest five words are read, each of five letters."""
    word = f"[{CONSONANTS}][{VOWELS}][{CONSONANTS}][{VOWELS}][{CONSONANTS}]"
    assert re.fullmatch(f"{word}(-{word}){{4}}", spoken(hashlib.sha256(b"key").digest()))


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_other_bytes_have_other_words(one: bytes, two: bytes) -> None:
    """Two fingerprints sound alike only when their first ten bytes are the same."""
    assert (spoken(one) == spoken(two)) == (one == two)
