"""The code on a label: made, read in either form, and refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.errors import UsageError
from showclear.outputs.labels.code import (
    Code,
    check_origin,
    make_address,
    make_code,
    origin_mark,
    parse_code,
)

ORIGIN = "custody.example/prod7"
COLT = "w-00c0ffee00c0ffee"
SUBJECTS = st.builds(
    lambda letter, digits: f"{letter}-{digits:016x}",
    st.sampled_from("wclp"),
    st.integers(0, 2**64 - 1),
)


def test_a_code_is_the_mark_of_its_ledger_and_an_id() -> None:
    """The form is fixed: printed labels outlive the program that printed them."""
    assert origin_mark(ORIGIN) == "e7cd8a92"
    assert make_code(ORIGIN, COLT) == "SC1:E7CD8A92:W-00C0FFEE00C0FFEE"
    assert (
        make_address("https://cart.local:8443/", ORIGIN, COLT)
        == "https://cart.local:8443/i/w-00c0ffee00c0ffee?o=e7cd8a92"
    )


@given(SUBJECTS)
def test_what_is_printed_is_read_back(subject: str) -> None:
    """Either form gives back what it names, in either case and with a scanner's line end."""
    wanted = Code(origin_mark(ORIGIN), subject)
    code = make_code(ORIGIN, subject)
    assert parse_code(code) == wanted
    assert parse_code(code.lower() + "\r\n") == wanted
    assert parse_code(make_address("https://cart.local", ORIGIN, subject)) == wanted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(" ", "found nothing", id="nothing"),
        pytest.param("5901234123457", "found '5901234123457'", id="a code of a shop"),
        pytest.param("SC2:E7CD8A92:" + COLT, "found 'SC2:", id="another form"),
        pytest.param("SC1:E7CD8A9:" + COLT, "an origin's mark 'e7cd8a9'", id="short mark"),
        pytest.param("SC1:E7CD8A9G:" + COLT, "an origin's mark 'e7cd8a9g'", id="no hex"),
        pytest.param("SC1:E7CD8A92:w-1", "an id 'w-1'", id="short id"),
        pytest.param("SC1:E7CD8A92:s-00c0ffee00c0ffee", "an id 's-", id="a set-up"),
        pytest.param("SC1:E7CD8A92", "an id ''", id="no id"),
        pytest.param("http://cart.local/i/" + COLT + "?o=e7cd8a92", "found 'http:", id="http"),
        pytest.param("https://cart.local/i/" + COLT, "found 'https:", id="no mark"),
        pytest.param("x" * 301, "found 301 characters", id="long"),
    ],
)
def test_what_is_no_code_is_said(text: str, found: str) -> None:
    """A wrong code names what was expected and what was found, and what to do."""
    with pytest.raises(UsageError, match="code: expected SC1:, eight hex digits") as told:
        parse_code(text)
    assert found in str(told.value)
    assert told.value.code == "code_malformed"
    assert "type the handle" in told.value.hint


def test_every_changed_character_is_refused_or_names_something_else() -> None:
    """No change of one character is read as the same code."""
    good = make_code(ORIGIN, COLT)
    for place in range(len(good)):
        changed = good[:place] + "?" + good[place + 1 :]
        with pytest.raises(UsageError):
            parse_code(changed)
        with pytest.raises(UsageError):
            parse_code(good[:place])


def test_a_label_of_another_production_is_told_apart() -> None:
    """A rented gun may carry the label of its last production."""
    code = parse_code(make_code("other.example/film", COLT))
    assert check_origin(parse_code(make_code(ORIGIN, COLT)), ORIGIN).subject == COLT
    with pytest.raises(UsageError, match="one of this production, marked e7cd8a92, found one"):
        check_origin(code, ORIGIN)


@pytest.mark.parametrize("subject", ["", "colt-3", "s-00c0ffee00c0ffee", COLT.upper()])
def test_no_code_is_made_of_what_is_no_id(subject: str) -> None:
    """Only guns, containers, lots and people have codes."""
    with pytest.raises(UsageError, match="found an id"):
        make_code(ORIGIN, subject)


@pytest.mark.parametrize(
    "base", ["http://cart.local", "https://", "https://a b", "https://x/y", "https://" + "a" * 80]
)
def test_an_address_is_held_to_its_form(base: str) -> None:
    """An address that a telephone could not open is refused before anything is printed."""
    with pytest.raises(UsageError, match="address: expected https://NAME or https://NAME:PORT"):
        make_address(base, ORIGIN, COLT)
