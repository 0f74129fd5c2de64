"""Rounds proved by keys and by taps; files that stay on the tablet; nothing is left over."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.web.browser import Running, Screen, Size
from tests.web.conftest import Screens

pytestmark = pytest.mark.browser

ANNA: Final = "Anna Ruiz"
DEE: Final = "Dee Park"


def proving(screen: Screen) -> None:
    """Open the page on which the dummies in box-a are proved."""
    place = screen.running.production
    screen.open(f"/prove/{place.container('box-a')}/{place.lot('dummies-a')}")


def value(screen: Screen, name: str) -> str:
    """Return what stands in a field."""
    return screen.page.locator(f"[name='{name}']").first.input_value()


def test_rounds_are_counted_by_keys(rehearsal: Running, screens: Screens) -> None:
    """One key for what is perceived, the space bar for each round, a digit for an odd one."""
    laptop = screens(rehearsal, Size.LAPTOP)
    laptop.join(ANNA)
    proving(laptop)
    for key in ("1", "2", " ", " ", " ", "a", " ", "Backspace"):
        laptop.page.keyboard.press(key)
    assert (value(laptop, "rounds"), value(laptop, "odd.looks-live")) == ("3", "1")
    assert laptop.page.locator("[name=each]:checked").count() == 2
    expect(laptop.page.locator("[data-tallied]")).to_have_text("One by one: 4 of 50")


def test_a_digit_typed_into_a_field_is_a_digit(rehearsal: Running, screens: Screens) -> None:
    """Whoever types a number ticks no proof by it."""
    laptop = screens(rehearsal, Size.LAPTOP)
    laptop.join(ANNA)
    proving(laptop)
    laptop.page.locator("[name=rounds]").fill("")
    laptop.page.locator("[name=rounds]").press_sequentially("14")
    assert (value(laptop, "rounds"), laptop.page.locator("[name=each]:checked").count()) == (
        "14", 0,
    )  # fmt: skip


def test_what_the_first_entered_is_gone_before_the_second_looks(
    rehearsal: Running, screens: Screens
) -> None:
    """On one tablet, by taps: after the first signature no number of theirs is on the page."""
    tablet = screens(rehearsal)
    tablet.join(DEE, ANNA)
    proving(tablet)
    tablet.page.locator("[name=each][value=rattle]").check()
    for _ in range(3):
        tablet.page.locator("[data-tap=rounds]").click()
    tablet.page.locator("[data-tap='odd.damaged']").click()
    tablet.page.locator("[data-proving] > button[type=submit]").click()
    tablet.sign(ANNA)
    tablet.answers()
    fields = [value(tablet, name) for name in ("rounds", "odd.damaged")]
    assert fields == ["0", "0"]
    assert tablet.page.locator("[name=each]:checked").count() == 0
    expect(tablet.page.locator("[data-tallied]")).to_have_text("One by one: 0 of 50")


def test_only_the_hash_of_a_photograph_leaves_the_tablet(
    rehearsal: Running, screens: Screens, tmp_path: Path
) -> None:
    """The field that is sent holds the SHA-256 of the file's bytes, and no part of the file."""
    phone = screens(rehearsal, Size.PHONE)
    phone.join(ANNA)
    phone.open("/receive")
    picture = tmp_path / "serial.jpg"
    picture.write_bytes(b"an invented picture")
    phone.page.locator("input[type=file]").set_input_files(picture)
    phone.sees("Hash taken:")
    assert value(phone, "photograph") == sha256(picture.read_bytes()).hexdigest()
    assert phone.page.locator("input[type=file]").get_attribute("name") is None


def test_a_label_can_always_be_typed(rehearsal: Running, screens: Screens) -> None:
    """Where the browser reads no codes the page says so and the typed handle opens the thing."""
    tablet = screens(rehearsal)
    tablet.join(ANNA)
    tablet.open("/stock")
    if tablet.page.evaluate("() => !('BarcodeDetector' in window)"):
        tablet.sees("This browser does not read labels")
    tablet.page.locator("[name=text]").fill("box-a")
    tablet.page.locator("[name=text]").press("Enter")
    tablet.sees("dummies-a")


def test_a_sheet_on_a_phone_shows_one_open_line_after_the_last(
    rehearsal: Running, screens: Screens
) -> None:
    """Eleven open lines are a long way to scroll: the next one comes when this one is filled."""
    phone = screens(rehearsal, Size.PHONE)
    phone.join(ANNA)
    phone.open("/paper")
    lines = phone.page.locator(".copied-line:visible")
    expect(lines).to_have_count(1)
    phone.choose("item.1", "colt-3")
    expect(lines).to_have_count(2)
