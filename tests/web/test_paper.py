"""Paper: a sheet of the pad is copied line by line, with its number and its photograph's hash."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import pytest

from showclear.field.instants import MINUTE_MS, from_text
from showclear.outputs.sheets.sign_out import PAD_LINES
from showclear.record.events.passing import OnPaper
from showclear.web.entries import paper_sheets
from tests.web.kit import Device, Production, looked, open_day, taken_out

ANNA: Final = "Anna Ruiz"
BEN: Final = "Ben Ode"
PICTURE: Final = sha256(b"sheet 17").hexdigest()


def sheet(production: Production, **more: str) -> dict[str, str]:
    """Return sheet 17: colt-3 to Cal at 11:05 and back to Anna at 11:40, rubber-1 to Eva."""
    person = production.person
    fields = {
        "from": "11:02", "until": "11:45", "date": "2026-11-22", "pad": "17",
        "photograph": PICTURE, "by": person(ANNA), "second": person(BEN),
        "time.1": "11:05", "item.1": production.gun("colt-3"), "hand.1": person("Cal Reed"),
        "time.2": "1110", "item.2": production.gun("rubber-1"), "hand.2": person("Eva Sand"),
        "item.4": production.gun("colt-3"), "hand.4": person(ANNA), "words.4": "hammer down",
    }  # fmt: skip
    return {**fields, **more}


def copied(production: Production) -> OnPaper:
    """Return the last sheet that was entered."""
    body = paper_sheets(production.served.desk)[-1][1].body
    assert isinstance(body, OnPaper)
    return body


def test_a_sheet_is_copied_in_its_own_order_and_the_last_line_counts(
    production: Production,
) -> None:
    """The record has who had each gun last; the page has every line as it was copied."""
    tablet = Device(production, ANNA)
    tablet.done("on-paper", **sheet(production))
    colt, rubber = production.gun("colt-3"), production.gun("rubber-1")
    hands = {line.item: line.in_hand for line in copied(production).lines}
    assert hands == {colt: production.person(ANNA), rubber: production.person("Eva Sand")}
    words = tablet.page("/paper").words
    assert "sheet 17" in words
    lines = ("11:05 colt-3 → Cal Reed", "11:10 rubber-1 → Eva Sand", "colt-3 → Anna Ruiz")
    assert [words.count(line) for line in lines] == [1, 1, 1]
    assert sorted(map(words.index, lines)) == list(map(words.index, lines))
    assert "hammer down" in words
    assert f"photograph {PICTURE[:16]}…" in words
    assert "Copied by Anna Ruiz and Ben Ode" in words


def test_a_handler_and_another_sign_that_they_copied_it(production: Production) -> None:
    """One alone is not enough: the sheet waits for the other."""
    tablet = Device(production, ANNA)
    drafted = tablet.act("on-paper", **sheet(production))
    assert tablet.sign(drafted, ANNA).kinds == []
    assert paper_sheets(production.served.desk) == ()
    assert tablet.sign(drafted, BEN).kinds == ["taken"]
    assert len(paper_sheets(production.served.desk)) == 1


def test_the_times_are_the_production_s_own(production: Production) -> None:
    """The clock on the sheet is the set's; the record keeps UTC."""
    Device(production, ANNA).done("on-paper", **sheet(production))
    offset = production.state.utc_offset_minutes * MINUTE_MS
    assert from_text(copied(production).began) + offset == from_text("2026-11-22T11:02:00.000Z")


def test_a_sheet_that_ends_before_it_begins_went_past_midnight(production: Production) -> None:
    """A night shoot's sheet from 23:50 to 00:20 begins on the day before."""
    tablet = Device(production, ANNA)
    tablet.done("on-paper", **sheet(production, **{"from": "2350", "until": "0020"}))
    body = copied(production)
    assert from_text(body.ended) - from_text(body.began) == 30 * MINUTE_MS
    assert production.state.questions == {} or all(
        one.topic.value != "out-of-chain" for one in production.state.questions.values()
    )


def test_what_was_shown_before_does_not_stand_after_paper(production: Production) -> None:
    """Paper supports no statement: the gun has to be shown again."""
    tablet = Device(production, ANNA)
    open_day(tablet)
    looked(tablet, "colt-3", purpose="opening")
    taken_out(tablet, "colt-3")
    tablet.done("on-paper", **sheet(production))
    weapon = production.state.weapons[production.gun("colt-3")]
    assert (weapon.ended, weapon.in_hand) == ("on-paper", production.person(ANNA))


def test_the_form_has_the_lines_of_a_printed_sheet_and_the_next_number(
    production: Production,
) -> None:
    """Copying needs no extra tap: all lines of the pad are there, numbered as printed."""
    tablet = Device(production, ANNA)
    text = tablet.page("/paper").text
    assert [f'name="item.{n}"' in text for n in (1, PAD_LINES, PAD_LINES + 1)] == [
        True, True, False,
    ]  # fmt: skip
    tablet.done("on-paper", **sheet(production))
    assert 'name="pad" maxlength="200" autocomplete="off" inputmode="numeric" value="18"' in (
        tablet.page("/paper").text
    )


def test_a_sheet_whose_words_were_erased_shows_its_last_lines(production: Production) -> None:
    """Erasing what lies beside the log leaves what the record itself has."""
    tablet = Device(production, ANNA)
    tablet.done("on-paper", **sheet(production))
    production.opened.details.erase(copied(production).sheet, "2026-11-23T08:00:00.000Z")
    words = tablet.page("/paper").words
    assert "The last line about each thing." in words
    assert "rubber-1 → Eva Sand" in words
    assert "Cal Reed →" not in words


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param({"from": "25:00"}, "time (from): expected such as 11:02", id="time"),
        pytest.param({"from": ""}, "found nothing entered", id="no-time"),
        pytest.param({"date": "2026-02-31"}, "expected a day there is", id="no-such-day"),
        pytest.param({"pad": "0"}, "pad: expected a number from 1", id="pad"),
        pytest.param({"hand.1": ""}, "hand.1: expected somebody who is enrolled", id="no-hand"),
        pytest.param({"item.1": ""}, "at least one gun or container", id="no-gun"),
        pytest.param({"photograph": "x"}, "expected SHA-256 of the file", id="photograph"),
        pytest.param({"second": ""}, "second: expected somebody who is enrolled", id="one-alone"),
    ],
)
def test_what_cannot_be_on_a_sheet_is_told(
    production: Production, more: dict[str, str], said: str
) -> None:
    """The field is named, nothing is signed."""
    answer = Device(production, ANNA).act("on-paper", **sheet(production, **more))
    assert (answer.drafts, said in answer.words) == ((), True), answer.words


def test_an_empty_sheet_is_told(production: Production) -> None:
    """A sheet without a line has nothing to be copied."""
    fields = sheet(production)
    bare = {name: text for name, text in fields.items() if not name[-1].isdigit()}
    answer = Device(production, ANNA).act("on-paper", **bare)
    assert "lines of the sheet: expected at least one" in answer.words


def test_what_is_signed_is_told_in_the_set_s_own_time(production: Production) -> None:
    """The sentence says 11:02, as on the sheet, though the bytes have UTC."""
    drafted = Device(production, ANNA).act("on-paper", **sheet(production))
    assert "11:02" in drafted.words
    assert "18:02" not in drafted.words
