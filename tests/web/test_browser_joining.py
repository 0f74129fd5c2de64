"""Joining, entering, wrong PINs, a lost device, languages: real browsers with real keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from showclear.field.people import Way
from showclear.outputs.words.catalogue import catalogue
from tests.web.browser import PIN, WAIT_MS, Running, Screen, Size
from tests.web.conftest import Screens
from tests.web.kit import Device

pytestmark = pytest.mark.browser

ANNA = "Anna Ruiz"
BEN = "Ben Ode"


def at_the_cart(cart: Screen) -> None:
    """Have the officers look at their page, and sign for whoever waits."""
    cart.page.goto(cart.running.cart)
    cart.page.locator("[data-join] button[type=submit]").first.click()
    cart.ready()


@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name.casefold())
def test_anybody_takes_a_part_in_a_rehearsal(
    rehearsal: Running, screens: Screens, size: Size
) -> None:
    """A name, a PIN twice: enrolled and entered, on any device."""
    screen = screens(rehearsal, size)
    screen.join(ANNA)
    expect(screen.page.locator("main")).to_contain_text("colt-3")


def test_a_newcomer_joins_face_to_face(at_work: Running, screens: Screens) -> None:
    """Both screens show the same five words; the officers sign, and the phone enters by itself."""
    phone, cart = screens(at_work, Size.PHONE), screens(at_work, Size.LAPTOP)
    cart.open(at_work.cart)
    phone.ask_to_join("Nell Ash", new=True)
    phone.page.locator("#join-waits").wait_for()
    words = phone.page.locator("#join-code").inner_text()
    assert re.fullmatch(r"([a-z]{5}-){4}[a-z]{5}", words)
    # The officers' page shows by itself who waits.
    waiting = cart.page.locator("[data-join]")
    expect(waiting).to_contain_text("Nell Ash", timeout=WAIT_MS)
    expect(waiting.locator(".code")).to_have_text(words)
    ledger = cart.page.locator(".ledger-words strong").inner_text()
    assert phone.page.locator(".ledger-words strong").inner_text() == ledger
    at_the_cart(cart)
    phone.entered("Nell Ash")


def test_an_own_phone_is_a_choice_with_honest_advice(at_work: Running, screens: Screens) -> None:
    """Choosing it shows what it costs; the record then says that it was their own."""
    phone, cart = screens(at_work, Size.PHONE), screens(at_work, Size.LAPTOP)
    phone.open("/join")
    expect(phone.page.locator("#join-own")).to_be_hidden()
    phone.page.locator("input[name=device][value=own]").check()
    expect(phone.page.locator("#join-own")).to_contain_text("Add to Home Screen")
    phone.page.locator("#name").fill("Nell Ash")
    phone.page.locator("#join button[type=submit]").click()
    phone.pad()
    phone.pad()
    phone.page.locator("#join-waits").wait_for()
    [join] = [one for _, one in at_work.production.served.joins.waiting(
        at_work.production.served.boot_ms
    )]  # fmt: skip
    assert join.way is Way.OWN_DEVICE
    at_the_cart(cart)
    phone.entered("Nell Ash")


def test_two_pins_that_differ_keep_nothing(rehearsal: Running, screens: Screens) -> None:
    """The page says so; no key is on the device and nobody was enrolled."""
    tablet = screens(rehearsal)
    before = len(rehearsal.production.state.registry.keys)
    tablet.open("/join")
    tablet.choose("person", ANNA)
    tablet.page.locator("#join button[type=submit]").click()
    tablet.pad("1234")
    tablet.pad("1235")
    expect(tablet.page.locator("[data-problem]")).to_contain_text("differ")
    assert len(rehearsal.production.state.registry.keys) == before


def test_a_wrong_pin_is_told_and_five_make_a_pause(rehearsal: Running, screens: Screens) -> None:
    """Four times again at once; after the fifth the right one waits a minute too."""
    tablet = screens(rehearsal)
    tablet.join(ANNA)
    tablet.leave()
    tablet.button(ANNA)
    note = tablet.page.locator("#pad-note")
    for _ in range(5):
        expect(note).to_have_text(re.compile("^$|does not open"))
        tablet.pad("0000")
        expect(note).not_to_have_text("", timeout=WAIT_MS)
    tablet.pad(PIN)
    expect(note).to_contain_text("Too many wrong PINs", timeout=WAIT_MS)
    tablet.page.clock.install()
    tablet.page.clock.fast_forward(61_000)
    tablet.pad(PIN)
    tablet.entered(ANNA)


def test_a_key_cannot_be_read_out_of_the_device(rehearsal: Running, screens: Screens) -> None:
    """What is kept is wrapped; the device's own secret gives its bytes to nobody."""
    tablet = screens(rehearsal)
    tablet.join(ANNA)
    found = tablet.page.evaluate(
        """async () => {
          const opened = await new Promise((yes, no) => {
            const asked = indexedDB.open("showclear");
            asked.onsuccess = () => yes(asked.result); asked.onerror = () => no(asked.error);
          });
          const all = (name) => new Promise((yes) => {
            const asked = opened.transaction(name).objectStore(name).getAll();
            asked.onsuccess = () => yes(asked.result);
          });
          const [secret] = (await all("device")).filter((one) => one instanceof CryptoKey);
          const [kept] = await all("keys");
          let read = "no";
          try { await crypto.subtle.exportKey("raw", secret); read = "yes"; } catch {}
          const fields = Object.keys(kept).sort();
          return [secret.extractable, read, fields.includes("wrapped"), fields.join(" ")];
        }"""
    )
    assert found[:3] == [False, "no", True]
    assert "private" not in found[3]
    assert "pin" not in found[3].split()


def test_several_people_share_a_tablet(rehearsal: Running, screens: Screens) -> None:
    """Each taps their own name and types their own PIN; somebody else's does not open it."""
    tablet = screens(rehearsal)
    tablet.join(ANNA, pin="1111")
    tablet.leave()
    tablet.join(BEN, pin="2222")
    tablet.leave()
    tablet.button(ANNA)
    tablet.pad("2222")
    expect(tablet.page.locator("#pad-note")).to_contain_text("does not open", timeout=WAIT_MS)
    tablet.pad("1111")
    tablet.entered(ANNA)


def test_a_lost_device_is_out_at_once(at_work: Running, screens: Screens) -> None:
    """Found by name at the cart, ended with one tap: the device knows nobody any more."""
    phone, cart = screens(at_work, Size.PHONE), screens(at_work, Size.LAPTOP)
    phone.ask_to_join("Nell Ash", new=True)
    phone.page.locator("#join-waits").wait_for()
    at_the_cart(cart)
    phone.entered("Nell Ash")
    cart.open(at_work.cart)
    cart.page.locator("#lost > summary").click()
    cart.page.locator("[data-key]").filter(has_text="Nell Ash").get_by_role("button").click()
    expect(cart.page.get_by_role("status").filter(has_text="Nell Ash")).to_be_visible()
    phone.open("/")
    expect(phone.page.locator(".me")).to_have_count(0)
    expect(phone.page.get_by_role("button", name="Nell Ash")).to_be_disabled()


def test_the_language_is_the_devices_own(rehearsal: Running, screens: Screens) -> None:
    """A tap changes it for this device and every page after; another keeps its own."""
    tablet, other = screens(rehearsal), screens(rehearsal, Size.PHONE, language="es-MX")
    tablet.open("/")
    other.open("/")
    spanish = catalogue("es").say("page.enter.tap")
    english = catalogue("en").say("page.enter.tap")
    tablet.sees(english)
    other.sees(spanish)
    tablet.page.locator("#language").select_option("es")
    tablet.sees(spanish)
    tablet.ready()
    tablet.open("/join")
    tablet.sees(catalogue("es").say("page.join.go"))
    assert tablet.page.locator("html").get_attribute("lang") in {"es", "es-ES", "es-MX"}


FOCUSED = "selector => document.activeElement?.matches(selector) ?? false"
TABS_MAX = 80


def typed_into(screen: Screen, selector: str, text: str = "") -> None:
    """Tab to a part of the page; type a text into it, or press Enter on it."""
    for _ in range(TABS_MAX):
        if screen.page.evaluate(FOCUSED, selector):
            break
        screen.page.keyboard.press("Tab")
    assert screen.page.evaluate(FOCUSED, selector), selector
    if text:
        screen.page.keyboard.type(text)
    else:
        screen.page.keyboard.press("Enter")


def pin_typed(screen: Screen) -> None:
    """Type the PIN on the pad and press Enter."""
    screen.page.wait_for_selector("#pad[open]")
    typed_into(screen, "#pad-pin", PIN)
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_timeout(100)


def test_joining_and_signing_by_keyboard_alone(rehearsal: Running, screens: Screens) -> None:
    """Tab, arrows, digits, Enter: somebody joins, fills in, signs, and never needs a pointer."""
    laptop = screens(rehearsal, Size.LAPTOP)
    laptop.open("/join")
    typed_into(laptop, "#person", BEN)
    typed_into(laptop, "#join button[type=submit]")
    for _ in range(2):
        pin_typed(laptop)
    laptop.entered(BEN)
    laptop.open("/day")
    typed_into(laptop, "form[data-hx-post='/acts/open-day'] [name=area]", "Ranch")
    typed_into(laptop, "form[data-hx-post='/acts/open-day'] button[type=submit]")
    laptop.sheet.locator("[data-sign]").wait_for()
    typed_into(laptop, "[data-sign]")
    pin_typed(laptop)
    assert laptop.answers()
    assert rehearsal.production.state.day
    assert Device(rehearsal.production, BEN).get("/api/board")["day"]
