"""Every event type has its vectors, and its paragraph on the page of its chapter."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from showclear.record.events.base import EventType, Mood
from showclear.record.events.table import TABLE
from tests.spec.running import FOLDER, cases
from tools.event_pages import in_short

SPEC: Final = FOLDER.parent
# The desk's own two stand with speaking up: what nobody signs is mostly that.
CHAPTERS: Final = {"desk": "speaking"}
SECTION: Final = re.compile(r"^### `([a-z-]+/[0-9]+)`\n\n(.*)\n\n((?:(?!^#).*\n?)*)", re.MULTILINE)
NUMBER: Final = re.compile(r"^([0-9]+)\. ", re.MULTILINE)
WORD: Final = re.compile(r"^[0-9]+\. \*(Says|Record|Marked|Unattributed)\*", re.MULTILINE)
# What must be said of each mood: a refused step changes nothing, so it has no marks; a look is
# never recorded without its key.
SAID: Final = {
    Mood.STEP: {"Says", "Record"},
    Mood.LOOK: {"Says", "Record", "Marked"},
    Mood.REPORT: {"Says", "Record", "Marked", "Unattributed"},
    Mood.DESK: {"Says", "Record"},
}
PAGES: Final = sorted([*SPEC.glob("events-*.md"), SPEC / "state.md"])


def page_of(row: EventType) -> Path:
    """Return the page of the chapter that a type belongs to."""
    chapter = row.body.__module__.rpartition(".")[2]
    return SPEC / f"events-{CHAPTERS.get(chapter, chapter)}.md"


def sections(page: Path) -> dict[str, tuple[str, str]]:
    """Return the types of a page, each with its short line and what is said of it."""
    text = page.read_text("utf-8")
    return {tag: (short, words) for tag, short, words in SECTION.findall(text)}


def event_in(case: dict[str, Any]) -> str:
    """Return the type that a vector's payload names, as far as it can be read."""
    payload = base64.b64decode(json.loads(base64.b64decode(case["input"]))["payload"])
    found = re.search(rb'"type":"([a-z-]+/[0-9]+)"', payload)
    return found.group(1).decode() if found else ""


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.tag)
def test_every_type_has_its_vectors(row: EventType) -> None:
    """Each type has a vector of its name that is accepted, and one at least that is refused."""
    events = cases("events.json")
    assert events[row.tag]["expect"]["type"] == row.tag
    refused = [case for case in events.values() if "error" in case["expect"]]
    assert row.tag in {event_in(case) for case in refused}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.tag)
def test_every_type_has_its_paragraph(row: EventType) -> None:
    """Each type stands on its chapter's page: mood, signers and items, and what is made of it."""
    short, words = sections(page_of(row)).get(row.tag, ("", ""))
    assert short == in_short(row)
    assert set(WORD.findall(words)) == SAID[row.mood]


def test_no_page_speaks_of_a_type_that_is_not() -> None:
    """Each section on a page is of a type of that chapter, in the table's order, once."""
    for page in PAGES:
        here = [row.tag for row in TABLE if page_of(row) == page]
        assert re.findall(r"^### `(.+)`$", page.read_text("utf-8"), re.MULTILINE) == here


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_says_is_numbered_through(page: Path) -> None:
    """Each thing that a page says can be cited by its number."""
    numbers = NUMBER.findall(page.read_text("utf-8"))
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


def test_every_report_is_known_without_its_key() -> None:
    """Each row of what nobody signed is of a report, and each but the last is named there."""
    text = (SPEC / "unattributed.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)
    assert set(rows) <= {row.name for row in TABLE if row.mood is Mood.REPORT}
