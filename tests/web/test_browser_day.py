"""The day's showing and hand-over on a tablet, as people do it: taps, PINs, sentences."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.web.browser import WAIT_MS, Running, Screen, Size
from tests.web.conftest import Screens
from tests.web.kit import Device, looked, open_day, taken_out

pytestmark = pytest.mark.browser

ANNA = "Anna Ruiz"
BEN = "Ben Ode"
CAL = "Cal Reed"


def form(screen: Screen, act: str) -> Locator:
    """Return the form of an act, with whatever hides it opened."""
    found = screen.page.locator(f"form[data-hx-post='/acts/{act}']").first
    for one in screen.page.locator("details:not([open])", has=found).all():
        one.locator("> summary").click()
    return found


def send(found: Locator) -> None:
    """Send a form by its first button."""
    found.locator("button[type=submit]").first.click()


def gun(screen: Screen, handle: str) -> str:
    """Return the path of a gun's page."""
    return f"/gun/{screen.running.production.gun(handle)}"


def ready_gun(running: Running, handle: str = "colt-3") -> Device:
    """Have the day opened, the gun checked and taken out, on another device."""
    other = Device(running.production, BEN)
    open_day(other)
    looked(other, handle, purpose="opening")
    taken_out(other, handle)
    return other


def present(screen: Screen, handle: str) -> None:
    """Have Anna answer first: all as it should be, each one seen."""
    screen.open(f"{gun(screen, handle)}/show")
    screen.choose("handler", ANNA)
    screen.page.locator("button[name='handler.all']").first.click()
    screen.page.wait_for_selector("button[name='second.all']")
    screen.ready()
    screen.choose("second", BEN)


def hand_to(screen: Screen, name: str) -> None:
    """Choose whom it goes to, and that pointing is allowed."""
    to = screen.page.locator("select[name=to]")
    screen.page.locator("details:not([open])", has=to).locator("> summary").click()
    screen.choose("to", name)
    screen.page.locator("input[name=acts][value=point]").check()


def answer_second(screen: Screen) -> None:
    """Have the second person answer: all as it should be, each one seen."""
    screen.page.locator("button[name='second.all']").first.click()
    screen.sheet.locator("[data-sign]").first.wait_for()


@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name.casefold())
def test_a_revolver_goes_to_a_performer_and_back(
    rehearsal: Running, screens: Screens, size: Size
) -> None:
    """Shown and handed over on one sheet, "I was shown", collected, locked away."""
    ready_gun(rehearsal)
    tablet = screens(rehearsal, size)
    tablet.join(BEN, CAL, ANNA)
    present(tablet, "colt-3")
    hand_to(tablet, CAL)
    answer_second(tablet)
    tablet.sign(ANNA, BEN)
    state = rehearsal.production.state
    weapon = state.weapons[rehearsal.production.gun("colt-3")]
    expect(tablet.sheet.locator(".radio").last).to_contain_text(CAL)
    assert weapon.in_hand == rehearsal.production.person(CAL)
    for act, who in (("shown", CAL), ("collect", ANNA), ("lock", ANNA)):
        tablet.open(gun(tablet, "colt-3"))
        send(form(tablet, act))
        tablet.sign(who)
        assert len(tablet.answers()) == 1, act
    assert weapon.in_hand == rehearsal.production.container("lockup")


def test_the_second_person_is_not_shown_the_firsts_answer(
    rehearsal: Running, screens: Screens
) -> None:
    """While the second answers and signs, the first's sentence is not on the screen."""
    ready_gun(rehearsal)
    tablet = screens(rehearsal)
    tablet.join(BEN, ANNA)
    present(tablet, "colt-3")
    assert "empty" not in (tablet.page.locator(".first-in").text_content() or "")
    answer_second(tablet)
    for one in tablet.sheet.locator("[data-draft] .signers").all_inner_texts():
        assert one == tablet.sheet.locator("[data-draft] .signers").first.inner_text()


def test_a_second_who_could_not_see_leaves_it_unknown(
    rehearsal: Running, screens: Screens
) -> None:
    """One tap says so; nothing then stands, and the gun's page says that it is unknown."""
    ready_gun(rehearsal)
    tablet = screens(rehearsal)
    tablet.join(BEN, ANNA)
    present(tablet, "colt-3")
    tablet.page.locator("button[name='second.all'][value=none]").click()
    tablet.sign(ANNA, BEN)
    tablet.open(gun(tablet, "colt-3"))
    expect(tablet.page.locator("#gun .stands-unknown").first).to_be_visible()


def test_two_who_disagree_leave_it_unknown(rehearsal: Running, screens: Screens) -> None:
    """The second saw a fired case where the first saw none: nothing stands after that."""
    ready_gun(rehearsal)
    tablet = screens(rehearsal, Size.PHONE)
    tablet.join(BEN, ANNA)
    present(tablet, "colt-3")
    target = tablet.page.locator(".position button.target").nth(1)
    target.click()
    name = target.get_attribute("popovertarget")
    chosen = tablet.page.locator(f"#{name}")
    chosen.locator("input[value=fired-case]").check()
    chosen.locator("button.main").click()
    answer_second(tablet)
    tablet.sign(ANNA, BEN)
    looks = rehearsal.production.state.weapons[rehearsal.production.gun("colt-3")].looks
    assert len(looks) >= 2
    tablet.open(gun(tablet, "colt-3"))
    expect(tablet.page.locator("#gun .stands-unknown").first).to_be_visible()


def test_what_went_ahead_is_always_taken_and_the_gun_comes_back(
    rehearsal: Running, screens: Screens
) -> None:
    """A hand-over of a gun nobody has shown went ahead all the same; then it comes back."""
    ready_gun(rehearsal)
    tablet = screens(rehearsal)
    tablet.join(CAL, ANNA)
    tablet.open(gun(tablet, "colt-3"))
    ahead = form(tablet, "went-ahead")
    ahead.locator("[name=in_hand]").select_option(rehearsal.production.person(CAL))
    ahead.locator("button[name=what]").first.click()
    expect(tablet.sheet.locator("[data-sign]").first).to_be_visible(timeout=WAIT_MS)
    tablet.sign(ANNA)
    assert tablet.answers()
    tablet.open(gun(tablet, "colt-3"))
    send(form(tablet, "collect"))
    tablet.sign(ANNA)
    weapon = rehearsal.production.state.weapons[rehearsal.production.gun("colt-3")]
    assert weapon.in_hand == rehearsal.production.person(ANNA)


def test_what_comes_next_for_a_gun_follows_what_was_taken(
    rehearsal: Running, screens: Screens
) -> None:
    """A gun collected from Cal is shown next, on the same page; an entry begun is left alone."""
    other = ready_gun(rehearsal)
    place = rehearsal.production
    looked(other, "colt-3")
    cal, anna, colt = place.person(CAL), place.person(ANNA), place.gun("colt-3")
    tablet = screens(rehearsal)
    tablet.join(ANNA)
    tablet.open(gun(tablet, "colt-3"))
    tablet.choose("to", CAL)
    other.done("hand-over", weapon=colt, to=cal, by=anna)
    expect(tablet.page.locator("#gun")).to_contain_text(CAL, timeout=WAIT_MS)
    expect(tablet.page.locator("select[name=to]")).to_have_value(cal)
    tablet.open(gun(tablet, "colt-3"))
    send(form(tablet, "collect"))
    tablet.sign(ANNA)
    expect(tablet.page.locator(f".next-errand a[href='/gun/{colt}/show']")).to_be_visible()
    assert tablet.answers()
    other.done("showing-ended", weapon=colt, cause="dropped", by=place.person(BEN))
    expect(tablet.page.locator("#gun")).to_contain_text("dropped", timeout=WAIT_MS)


def test_a_step_that_something_stands_against_is_told_before_it_is_signed(
    rehearsal: Running, screens: Screens
) -> None:
    """Before the day is open a gun is not taken out: the sheet says so before anybody signs."""
    tablet = screens(rehearsal)
    tablet.join(ANNA)
    tablet.open(gun(tablet, "colt-3"))
    send(form(tablet, "take-out"))
    expect(tablet.sheet.locator(".against").first).to_be_visible(timeout=WAIT_MS)
    tablet.sign(ANNA)
    assert "Signed" not in tablet.answers()[0]
    expect(tablet.sheet.locator("article.not-yet p").first).not_to_be_empty()
    weapon = rehearsal.production.state.weapons[rehearsal.production.gun("colt-3")]
    assert weapon.in_hand == rehearsal.production.container("lockup")


def test_the_board_keeps_up_with_another_device(rehearsal: Running, screens: Screens) -> None:
    """What one device records is on the big screen without anybody touching it."""
    board = screens(rehearsal, Size.LAPTOP)
    board.join(BEN)
    board.open("/board")
    other = ready_gun(rehearsal)
    board.sees(re.compile("colt-3"))
    looked(other, "colt-3", to=rehearsal.production.person(CAL), acts=["point"])
    assert rehearsal.production.state.weapons[rehearsal.production.gun("colt-3")].in_hand
    board.sees(CAL)


# -- stop -------------------------------------------------------------------------------------

SOUNDS = """() => {
  window.__sounds = [];
  for (const name of ["AudioContext", "webkitAudioContext", "Audio", "SpeechSynthesisUtterance"]) {
    window[name] = new Proxy(class {}, { construct() { window.__sounds.push(name); return {}; } });
  }
  HTMLMediaElement.prototype.play = function () { window.__sounds.push("play"); };
  window.__felt = [];
  navigator.vibrate = (pattern) => { window.__felt.push(pattern); return true; };
}"""


def test_a_stop_is_one_tap_from_anybody_and_makes_no_sound(
    rehearsal: Running, screens: Screens
) -> None:
    """A performer's phone says stop; every screen shows it, two feel it, nothing is heard."""
    phone, ad, board = (
        screens(rehearsal, Size.PHONE),
        screens(rehearsal, Size.PHONE),
        screens(rehearsal, Size.LAPTOP),
    )
    for screen in (phone, ad, board):
        screen.page.add_init_script(f"({SOUNDS})()")
    ad.join(BEN)
    board.join(CAL)
    board.open("/board")
    phone.open("/")
    ad.open("/")
    phone.page.locator(".bar button.stop").click()
    expect(phone.page.locator("#spoken")).not_to_be_empty(timeout=WAIT_MS)
    for screen in (ad, board):
        told = screen.page.get_by_role("alert").filter(has_text="stand still, muzzle down")
        expect(told.locator("visible=true").first).to_be_visible(timeout=WAIT_MS)
    assert len(rehearsal.production.state.stops) == 1
    assert ad.page.evaluate("() => window.__felt.length") >= 1
    assert board.page.evaluate("() => window.__felt.length") == 0
    for screen in (phone, ad, board):
        assert screen.page.evaluate("() => window.__sounds") == []
        words = screen.page.locator("body").inner_text().casefold()
        assert "freeze" not in words


def test_stop_is_within_reach_on_every_page_and_size(rehearsal: Running, screens: Screens) -> None:
    """On the first page, entered or not, the stop is on the screen and big enough for a glove."""
    for size in Size:
        screen = screens(rehearsal, size)
        for path in ("/", "/join", "/speak/concern", "/without-desk"):
            screen.page.goto(path)
            box = screen.page.locator(".bar button.stop").bounding_box()
            assert box is not None
            assert box["height"] >= 56
            assert box["y"] + box["height"] <= size.value[1], (size, path)
