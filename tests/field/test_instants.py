"""Instants: one written form, and what time passed between two desk times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.field.instants import (
    HOUR_MS,
    INSTANT_CHARACTERS,
    MINUTE_MS,
    Now,
    elapsed_ms,
    from_text,
    is_instant,
    to_text,
)

DAWN = "2026-11-22T05:35:00.000Z"
FIRST_MS = -62_135_596_800_000  # 0001-01-01T00:00:00.000Z
LAST_MS = 253_402_300_799_999  # 9999-12-31T23:59:59.999Z

NOT_INSTANTS = {
    "nothing": "",
    "a date alone": "2026-11-22",
    "no milliseconds": "2026-11-22T05:35:00Z",
    "microseconds": "2026-11-22T05:35:00.000000Z",
    "an offset instead of Z": "2026-11-22T05:35:00.000+00:00",
    "a small z": "2026-11-22T05:35:00.000z",
    "a space for T": "2026-11-22 05:35:00.000Z",
    "a comma for the point": "2026-11-22T05:35:00,000Z",
    "a line end after it": "2026-11-22T05:35:00.000Z\n",
    "thirteen months": "2026-13-22T05:35:00.000Z",
    "the thirtieth of February": "2026-02-30T05:35:00.000Z",
    "no leap year": "2027-02-29T05:35:00.000Z",
    "the year nought": "0000-11-22T05:35:00.000Z",
    "an hour 24": "2026-11-22T24:00:00.000Z",
    "a minute 60": "2026-11-22T05:60:00.000Z",
    "a leap second": "2026-12-31T23:59:60.000Z",
    "digits of another script": "2026-11-22T05:35:00.00\u0660Z",
    "a sign before the year": "+026-11-22T05:35:00.000Z",
}

INSTANTS = {
    "an ordinary one": DAWN,
    "a leap day": "2028-02-29T00:00:00.000Z",
    "the first": "0001-01-01T00:00:00.000Z",
    "a year of three digits": "0999-12-31T23:59:59.999Z",
    "the last": "9999-12-31T23:59:59.999Z",
}


@pytest.mark.parametrize("text", NOT_INSTANTS.values(), ids=NOT_INSTANTS.keys())
def test_another_form_is_no_instant(text: str) -> None:
    """A text in any other form, or of a day that never was, is no instant."""
    assert not is_instant(text)


@pytest.mark.parametrize("text", INSTANTS.values(), ids=INSTANTS.keys())
def test_an_instant_has_one_text(text: str) -> None:
    """An instant in the one form comes back as the same text."""
    assert is_instant(text)
    assert to_text(from_text(text)) == text
    assert len(text) == INSTANT_CHARACTERS


def test_milliseconds_count_from_1970() -> None:
    """Milliseconds are counted from the first of January 1970, UTC."""
    assert from_text("1970-01-01T00:00:00.000Z") == 0
    assert from_text("1970-01-02T01:01:00.007Z") == 25 * HOUR_MS + MINUTE_MS + 7
    assert from_text("1969-12-31T23:59:59.999Z") == -1


@given(st.integers(min_value=FIRST_MS, max_value=LAST_MS))
def test_every_millisecond_has_its_text(utc_ms: int) -> None:
    """Every millisecond of the years 1 to 9999 has a text that reads back to it."""
    text = to_text(utc_ms)
    assert is_instant(text)
    assert from_text(text) == utc_ms


@given(*(st.integers(min_value=FIRST_MS, max_value=LAST_MS),) * 2)
def test_texts_sort_as_time_does(first: int, second: int) -> None:
    """The earlier instant has the lesser text."""
    assert (to_text(first) < to_text(second)) == (first < second)


@given(st.integers(0, len(DAWN) - 1), st.characters(max_codepoint=0x7F))
def test_a_changed_character_is_refused_or_another_instant(place: int, other: str) -> None:
    """Changing one character of an instant gives another instant or none."""
    text = DAWN[:place] + other + DAWN[place + 1 :]
    assert not is_instant(text) or text == DAWN or from_text(text) != from_text(DAWN)


@pytest.mark.parametrize("start", range(len(DAWN)))
def test_no_part_of_an_instant_is_one(start: int) -> None:
    """No proper part of an instant's text is an instant."""
    parts = {DAWN[start:stop] for stop in range(start, len(DAWN) + 1)} - {DAWN}
    assert not any(is_instant(part) for part in parts)


def at(utc_ms: int, *, boot: int = 1, boot_ms: int = 0, epoch: int = 0) -> Now:
    """Return a desk time."""
    return Now(utc_ms=utc_ms, boot=boot, boot_ms=boot_ms, epoch=epoch)


ELAPSED = {
    "inside one boot the counter decides, whatever the wall says": (
        at(5_000, boot_ms=100),
        at(1_000, boot_ms=700),
        600,
    ),
    "across boots the wall decides": (
        at(5_000, boot_ms=9_000),
        at(8_000, boot=2, boot_ms=10),
        3_000,
    ),
    "across epochs nobody can say": (at(5_000), at(8_000, boot=2, epoch=1), None),
    "a change of epoch inside a boot counts too": (at(5_000), at(8_000, epoch=1), None),
}


@pytest.mark.parametrize(("earlier", "later", "passed"), ELAPSED.values(), ids=ELAPSED.keys())
def test_how_much_time_passed(earlier: Now, later: Now, passed: int | None) -> None:
    """The time between two desk times is measured by what can be compared."""
    assert elapsed_ms(earlier, later) == passed
