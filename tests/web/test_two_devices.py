"""Signing on two devices: a tablet with Anna's key, a phone with Ben's."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.browser import Running, Screen, Size
from tests.web.conftest import Screens
from tests.web.test_browser_day import ANNA, BEN, answer_second, gun, present, ready_gun

pytestmark = pytest.mark.browser

SOON_MS = 20_000  # a second in a quiet house; a gate on two busy cores takes longer


def two(rehearsal: Running, screens: Screens) -> tuple[Screen, Screen]:
    """Have Anna on a tablet and Ben on a phone, a gun taken out."""
    ready_gun(rehearsal)
    tablet, phone = screens(rehearsal), screens(rehearsal, Size.PHONE)
    phone.join(BEN)
    tablet.join(ANNA)
    return tablet, phone


def differ(tablet: Screen) -> None:
    """Have the second person mark one position as a dummy, and answer."""
    target = tablet.page.locator(".position button.target").nth(2)
    target.click()
    chosen = tablet.page.locator(f"#{target.get_attribute('popovertarget')}")
    chosen.locator("input[value=dummy]").check()
    chosen.locator("button.main").click()
    answer_second(tablet)


def above_the_bar(phone: Screen) -> bool:
    """Return whether the button to sign is on the screen and off the bar."""
    button = phone.sheet.locator("[data-sign]").first.bounding_box()
    bar = phone.page.locator(".bar").bounding_box()
    assert button is not None
    assert bar is not None
    return button["y"] >= 0 and button["y"] + button["height"] <= bar["y"]


def test_a_second_look_comes_to_the_phone_and_its_answer_to_the_tablet(
    rehearsal: Running, screens: Screens
) -> None:
    """Drafted on the tablet, it comes to Ben's phone; signed there, the tablet says so."""
    tablet, phone = two(rehearsal, screens)
    phone.open("/")
    present(tablet, "colt-3")
    answer_second(tablet)
    expect(phone.sheet.locator("[data-sign]")).to_contain_text(BEN, timeout=SOON_MS)
    assert above_the_bar(phone)
    tablet.sign(ANNA)
    expect(tablet.sheet).to_contain_text("On Ben Ode's own device")
    phone.sign(BEN)
    expect(tablet.sheet).not_to_contain_text("Still to sign", timeout=SOON_MS)
    expect(tablet.sheet.locator("article.answer.taken")).to_have_count(2)


def test_a_disagreement_reaches_the_second_person_whose_screen_shows_an_older_answer(
    rehearsal: Running, screens: Screens
) -> None:
    """Ben's phone shows what it signed before; his differing look comes; then: look again."""
    tablet, phone = two(rehearsal, screens)
    phone.open("/")
    for differs in (False, True):
        present(tablet, "colt-3")
        (differ if differs else answer_second)(tablet)
        tablet.sign(ANNA)
        expect(phone.sheet.locator("[data-sign]")).to_contain_text(BEN, timeout=SOON_MS)
        phone.sign(BEN)
        expect(phone.sheet.locator("article.answer.taken").first).to_be_visible()
    expect(phone.sheet).to_contain_text("look again")
    expect(tablet.sheet).to_contain_text("look again", timeout=SOON_MS)


def test_other_pages_say_that_something_waits_and_a_waiting_sheet_can_be_left(
    rehearsal: Running, screens: Screens
) -> None:
    """On the board a line leads to it; once the tablet leaves it the line goes."""
    tablet, phone = two(rehearsal, screens)
    phone.open("/board")
    line = phone.page.locator("#something-waits")
    expect(line).to_be_hidden()
    present(tablet, "colt-3")
    answer_second(tablet)
    expect(line).to_be_visible(timeout=SOON_MS)
    tablet.sign(ANNA)
    tablet.button("Leave this")
    expect(tablet.sheet).to_contain_text("Left. What was not signed is not recorded.")
    expect(line).to_be_hidden(timeout=SOON_MS)


def test_a_sheet_on_a_phone_comes_into_view_above_the_bar(
    rehearsal: Running, screens: Screens
) -> None:
    """After a tap far down the page the button to sign is on the screen."""
    ready_gun(rehearsal)
    phone = screens(rehearsal, Size.PHONE)
    phone.join(BEN, ANNA)
    present(phone, "colt-3")
    answer_second(phone)
    assert above_the_bar(phone)
    assert gun(phone, "colt-3") in phone.page.url
