"""Every page in a real browser: no violation that axe finds, no word on the console, no sound.

The pages are all that the app has without an argument, and one of each that has one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest

from showclear.web.static_files import STATIC
from tests.web.browser import Running, Screen, Size
from tests.web.browser_pages import busy, pages
from tests.web.conftest import Screens

pytestmark = pytest.mark.browser

AXE: Final = Path(__file__).parents[2] / "client" / "node_modules" / "axe-core" / "axe.min.js"
AUDIO: Final = re.compile(r"AudioContext|new Audio\b|speechSynthesis|HTMLMediaElement")
RUN: Final = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((n) => n.html).join(" | ")}`);
}"""


def violations(screen: Screen) -> list[Any]:
    """Return what axe finds on the page as it stands."""
    if not screen.page.evaluate("() => 'axe' in window"):
        # Put in by the browser's driver, so that the page's own policy stays as it is.
        screen.page.evaluate(AXE.read_text("utf-8"))
    return list(screen.page.evaluate(RUN))


def test_the_pages_before_anybody_enters(at_work: Running, screens: Screens) -> None:
    """First page, joining, speaking up, the officers' page, no such page: nothing found by axe."""
    screen = screens(at_work, Size.PHONE)
    for path in ("/", "/join", "/speak/concern", "/without-desk", at_work.cart):
        screen.open(path)
        assert violations(screen) == [], path
    with screen.expecting("404"):
        screen.open("/nothing")
        assert violations(screen) == []


@pytest.mark.parametrize(
    ("size", "scheme"), [(Size.PHONE, "light"), (Size.TABLET, "dark")], ids=["phone", "tablet"]
)
def test_every_page(rehearsal: Running, screens: Screens, size: Size, scheme: Any) -> None:
    """In the sun on a phone, in the dark on a tablet: axe finds nothing, the console is silent."""
    screen = screens(rehearsal, size)
    screen.page.emulate_media(color_scheme=scheme)
    screen.join("Ben Ode", "Anna Ruiz")
    busy(rehearsal.production)
    found = {}
    for path in pages(rehearsal.production):
        answer = screen.page.goto(path)
        if answer is None or answer.status >= 400:
            continue
        screen.ready()
        wide = screen.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        told = [*violations(screen), *([f"{wide} px too wide"] if wide > 0 else [])]
        if told:
            found[path] = told
    screen.faults = [fault for fault in screen.faults if not re.match(r"4\d\d ", fault)]
    screen.faults = [fault for fault in screen.faults if "status of 4" not in fault]
    assert found == {}


def test_a_sheet_and_the_pad(rehearsal: Running, screens: Screens) -> None:
    """What people sign, and where they type their PIN, are as well made as the pages."""
    tablet = screens(rehearsal)
    tablet.join("Ben Ode")
    tablet.open("/day")
    form = tablet.page.locator("form[data-hx-post='/acts/open-day']")
    form.locator("button[type=submit]").click()
    tablet.sheet.locator("[data-sign]").click()
    tablet.page.wait_for_selector("#pad[open]")
    assert violations(tablet) == []


def test_targets_are_big_enough_for_gloves(rehearsal: Running, screens: Screens) -> None:
    """On a gun's page and the pad every button and field is at least 56 pixels high."""
    tablet = screens(rehearsal)
    tablet.join("Anna Ruiz")
    busy(rehearsal.production)
    for path in ("/", f"/gun/{rehearsal.production.gun('colt-3')}", "/join"):
        tablet.open(path)
        small = tablet.page.evaluate(
            """() => [...document.querySelectorAll("button, select, input:not([type=hidden])")]
              .filter((one) => one.checkVisibility() && !one.closest("label"))
              .filter((one) => one.getBoundingClientRect().height < 56)
              .map((one) => one.outerHTML.slice(0, 120))"""
        )
        assert small == [], path


def test_nothing_that_is_served_can_make_a_sound() -> None:
    """No audio interface is named in any script that is served."""
    for script in STATIC.glob("*.js"):
        text = script.read_text("utf-8")
        assert AUDIO.search(text) is None, script.name
        # The one thing that plays is the camera's picture, which was asked for without its sound.
        asked = re.findall(r"getUserMedia\((\{.*?\})\)", text)
        assert len(asked) == text.count(".play()")
        assert all(one.startswith("{video:") and "audio" not in one for one in asked)


def test_the_policy_stops_a_script_that_stands_in_a_page(
    rehearsal: Running, screens: Screens
) -> None:
    """Were one to get in all the same, the browser would not run it."""
    screen = screens(rehearsal)
    screen.open("/")
    with screen.expecting("Content Security Policy", "violates"):
        ran = screen.page.evaluate(
            """() => {
              const script = document.createElement("script");
              script.textContent = "window.__ran = true";
              document.head.append(script);
              return Boolean(window.__ran);
            }"""
        )
        screen.page.wait_for_timeout(100)
    assert ran is False
