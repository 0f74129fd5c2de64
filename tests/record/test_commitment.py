"""Commitments: one value, one salt, one path, one hash; and what is refused."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as some

from showclear.errors import UsageError
from showclear.record.commitment import (
    PATH_CHARACTERS_MAX,
    SALT_BYTES,
    VALUE_CHARACTERS_MAX,
    check_value,
    commitment,
    opens,
)

SALT = bytes(range(SALT_BYTES))
VALUES = some.text(
    some.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), min_size=1, max_size=50
)


def test_the_commitment_is_the_hash_that_the_docstring_names() -> None:
    """Salt, path, a zero byte and the value are hashed in this order."""
    expected = sha256(SALT + b"name\x00" + "Zoë".encode()).hexdigest()
    assert commitment("name", SALT, "Zoë") == expected


def test_path_and_value_cannot_trade_letters() -> None:
    """A letter moved from the path to the value gives another commitment."""
    assert commitment("name", SALT, "xa") != commitment("namex", SALT, "a")


@given(value=VALUES, other=VALUES)
def test_a_commitment_opens_to_its_own_value_only(value: str, other: str) -> None:
    """Only the value itself, under its own path and salt, opens a commitment."""
    made = commitment("name", SALT, value)
    assert opens(made, "name", SALT, value)
    assert opens(made, "name", SALT, other) is (value == other)
    assert not opens(made, "serial", SALT, value)
    assert not opens(made, "name", bytes(SALT_BYTES), value)


@pytest.mark.parametrize(
    ("path", "salt", "value", "code", "found"),
    [
        pytest.param("Name", SALT, "a", "detail_path", "'Name'", id="path in capitals"),
        pytest.param("", SALT, "a", "detail_path", "''", id="no path"),
        pytest.param("name\n", SALT, "a", "detail_path", r"'name\\n'", id="path with a line end"),
        pytest.param("a-", SALT, "a", "detail_path", "'a-'", id="path that ends in a dash"),
        pytest.param(
            "a" * (PATH_CHARACTERS_MAX + 1), SALT, "a", "detail_path", "'aaa", id="path too long"
        ),
        pytest.param("name", SALT[1:], "a", "detail_salt", "15 bytes", id="salt too short"),
        pytest.param("name", SALT + b"a", "a", "detail_salt", "17 bytes", id="salt too long"),
        pytest.param("name", SALT, "", "detail_length", "0", id="no value"),
        pytest.param(
            "name", SALT, "a" * (VALUE_CHARACTERS_MAX + 1), "detail_length", "4001", id="too long"
        ),
        pytest.param("name", SALT, "a\x00b", "detail_characters", r"U\+0000", id="a zero byte"),
        pytest.param("name", SALT, "a\x1b[0m", "detail_characters", r"U\+001B", id="an escape"),
        pytest.param(
            "name", SALT, "a\u202eb", "detail_characters", r"U\+202E", id="right to left"
        ),
        pytest.param("name", SALT, "a\u200bb", "detail_characters", r"U\+200B", id="no width"),
        pytest.param("name", SALT, "\ud800", "detail_characters", "surrogate", id="half a pair"),
    ],
)
def test_what_is_unfit_is_refused(
    path: str, salt: bytes, value: str, code: str, found: str
) -> None:
    """An unfit path, salt or value raises, naming what was found, and opens nothing."""
    with pytest.raises(UsageError, match=f"found .*{found}") as caught:
        commitment(path, salt, value)
    assert caught.value.code == code
    assert caught.value.hint
    assert not opens("00" * 32, path, salt, value)


def test_values_at_the_limits_are_taken() -> None:
    """A path and a value of exactly the longest length are committed to."""
    check_value("a" * VALUE_CHARACTERS_MAX)
    assert commitment("a" * PATH_CHARACTERS_MAX, SALT, "a" * VALUE_CHARACTERS_MAX)
