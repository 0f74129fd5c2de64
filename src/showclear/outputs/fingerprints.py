"""A fingerprint as people compare it: in pairs of digits, as devices show it, and in short words.

The words are proquints: sixteen bits are a word of consonant, vowel, consonant, vowel, consonant,
which can be read over a radio in any language and means nothing in most. Five of them are 80
bits: nobody makes a second key with the same five. A hash of fewer bits would be quicker to read
and could be made on purpose.

Example::

    spoken(bytes.fromhex("7f000001636383d1cafe"))   # "lusab-babad-kikif-luroj-soruv"
"""

from __future__ import annotations

from typing import Final

CONSONANTS: Final = "bdfghjklmnprstvz"
VOWELS: Final = "aiou"
WORDS: Final = 5
BYTES_OF_A_WORD: Final = 2


def pairs(digest: bytes) -> str:
    """Return every digit, in pairs, as browsers and phones show a fingerprint."""
    return digest.hex(":").upper()


def spoken(digest: bytes, words: int = WORDS) -> str:
    """Return the first bytes of a digest as words to be read aloud and compared."""
    used = digest[: words * BYTES_OF_A_WORD]
    return "-".join(
        _word(high << 8 | low) for high, low in zip(used[::2], used[1::2], strict=True)
    )


def _word(bits: int) -> str:
    return "".join(
        (
            CONSONANTS[bits >> 12 & 15],
            VOWELS[bits >> 10 & 3],
            CONSONANTS[bits >> 6 & 15],
            VOWELS[bits >> 4 & 3],
            CONSONANTS[bits & 15],
        )
    )
