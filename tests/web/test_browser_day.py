"""The day's showing and hand-over on one tablet, as people do it: taps, PINs, sentences."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.web.browser import Running, Screen, Size
from tests.web.conftest import Screens

pytestmark = pytest.mark.browser

TEAM = ("Ben Ode", "Cal Reed", "Dee Park", "Anna Ruiz")


def act(screen: Screen, name: str) -> Locator:
    """Return the form of an act, with whatever hides it opened."""
    form = screen.page.locator(f"form[data-hx-post='/acts/{name}']").first
    hidden = screen.page.locator("details:not([open])", has=form)
    for one in hidden.all():
        one.locator("> summary").click()
    return form


def submit(form: Locator) -> None:
    """Send a form."""
    form.locator("button[type=submit]").last.click()


def gun(screen: Screen, handle: str) -> str:
    """Return the path of a gun's page."""
    return f"/gun/{screen.running.production.gun(handle)}"


def open_day(screen: Screen) -> None:
    """Have the first AD open the working day."""
    screen.open("/")
    form = act(screen, "open-day")
    form.locator("[name=area]").fill("Ranch, north of the creek")
    submit(form)
    screen.sign("Ben Ode")
    assert "Signed" in screen.answers()[0]


def look(screen: Screen, handle: str, purpose: str = "showing", to: str = "") -> None:
    """Have Anna and Ben each answer for a gun: all as it should be; fill in, do not sign."""
    screen.open(f"{gun(screen, handle)}/show?purpose={purpose}")
    for side, who in (("handler", "Anna Ruiz"), ("second", "Ben Ode")):
        screen.choose(side, who)
        screen.page.locator(f"input[name='{side}.all']").check()
    if to:
        screen.choose("to", to)
        screen.page.locator("input[name=acts][value=point]").check()


def send_looks(screen: Screen) -> None:
    """Send the form of a showing and have both sign."""
    submit(screen.page.locator("form[data-hx-post='/acts/show']"))
    screen.sign("Anna Ruiz", "Ben Ode")


def test_a_revolver_goes_from_the_lockup_to_a_performer_and_back(
    rehearsal: Running, screens: Screens
) -> None:
    """Opening check, taking out, showing, hand-over, "I was shown", collection, lock-up."""
    tablet = screens(rehearsal)
    tablet.join(*TEAM)
    open_day(tablet)
    look(tablet, "colt-3", "opening")
    send_looks(tablet)
    assert len(tablet.answers()) > 0
    tablet.open(gun(tablet, "colt-3"))
    submit(act(tablet, "take-out"))
    tablet.sign("Anna Ruiz")
    look(tablet, "colt-3", to="Cal Reed")
    send_looks(tablet)
    expect(tablet.sheet.locator(".radio")).to_contain_text("With Cal Reed")
    tablet.open(gun(tablet, "colt-3"))
    submit(act(tablet, "shown"))
    tablet.sign("Cal Reed")
    tablet.open(gun(tablet, "colt-3"))
    submit(act(tablet, "collect"))
    tablet.sign("Anna Ruiz")
    tablet.open(gun(tablet, "colt-3"))
    submit(act(tablet, "lock"))
    tablet.sign("Anna Ruiz")
    assert tablet.answers()
    state = rehearsal.production.state
    weapon = state.weapons[rehearsal.production.gun("colt-3")]
    assert weapon.in_hand == rehearsal.production.container("lockup")


def test_the_board_keeps_up_with_another_device(rehearsal: Running, screens: Screens) -> None:
    """What a tablet records is on the big screen without anybody touching it."""
    tablet, board = screens(rehearsal), screens(rehearsal, Size.LAPTOP)
    tablet.join(*TEAM)
    board.join("Ben Ode")
    board.open("/board")
    open_day(tablet)
    look(tablet, "colt-3", "opening")
    send_looks(tablet)
    tablet.open(gun(tablet, "colt-3"))
    submit(act(tablet, "take-out"))
    tablet.sign("Anna Ruiz")
    board.sees(re.compile("colt-3"))
    board.sees("Anna Ruiz")
