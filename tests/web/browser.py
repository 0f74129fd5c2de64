"""A production on a port, and devices that are real browsers with real keys.

``running()`` serves a copy of the example production; a ``Screen`` is one device: a browser
context of its own, at the size of a phone, a tablet or a laptop. Fields are found by role, label
and data attribute, never by looks::

    tablet = screens(rehearsal)
    tablet.join("Anna Ruiz")
    tablet.open("/")
    tablet.sign("Anna Ruiz")

What a browser says on its console, an answer of 400 or more, a fault of a script: all are kept in
``Screen.faults`` and none may be left at the end. A test that means one to happen says so with
``with screen.expecting("409"):``.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from showclear.wiring.serving import Limits, Site, served_beside
from tests.web.kit import CART_CODE, Production, served

CHROMIUM: Final = "/usr/bin/chromium"
PIN: Final = "2580"
WAIT_MS: Final = 15_000  # a gate on two busy cores; in a quiet house all of it takes tenths


class Size(enum.Enum):
    """Width and height in CSS pixels."""

    PHONE = (390, 844)
    TABLET = (820, 1180)
    LAPTOP = (1280, 800)


class Running:
    """A production and where browsers find it."""

    def __init__(self, production: Production, address: str) -> None:
        self.production = production
        self.address = address

    @property
    def cart(self) -> str:
        """The officers' page."""
        return f"/cart?code={CART_CODE}"


@contextmanager
def running(*, rehearsal: bool) -> Iterator[Running]:
    """Serve a fresh copy of the example production on a free port of this machine."""
    with served(rehearsal=rehearsal) as production:
        site = Site(
            name="red-canyon", host="127.0.0.1", port=0, authority=None, announced=False,
            limits=Limits(ending_seconds_max=0),
        )  # fmt: skip
        with served_beside(production.app, site) as bound:
            yield Running(production, bound.address)


class Screen:
    """One device."""

    def __init__(
        self, browser: Browser, on_air: Running, size: Size, *, language: str = "en-GB"
    ) -> None:
        width, height = size.value
        self.running = on_air
        self.context = browser.new_context(
            base_url=on_air.address,
            viewport={"width": width, "height": height},
            locale=language,
            has_touch=size is not Size.LAPTOP,
        )
        self.context.set_default_timeout(WAIT_MS)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self._expected: tuple[str, ...] = ()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self._fault(f"script: {error}"))
        self.page.on("response", self._answered)

    def close(self) -> None:
        """Put the device away; everything on it is gone."""
        self.context.close()

    @contextmanager
    def expecting(self, *parts: str) -> Iterator[None]:
        """Let faults pass that have one of these parts."""
        self._expected = parts
        try:
            yield
        finally:
            self._expected = ()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._fault(f"console: {message.text}")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400:
            self._fault(f"{answer.status} {answer.url}")

    def _fault(self, text: str) -> None:
        if not any(part in text for part in self._expected):
            self.faults.append(text)

    # -- going about --------------------------------------------------------------------------

    def open(self, path: str = "/") -> None:
        """Open a page and wait until its scripts are ready."""
        self.page.goto(path)
        self.ready()

    def ready(self) -> None:
        """Wait until the page's scripts are ready."""
        self.page.wait_for_selector("body[data-ready]")

    def link(self, name: str | re.Pattern[str]) -> None:
        """Follow a link by what it says."""
        self.page.get_by_role("link", name=name).first.click()
        self.ready()

    def button(self, name: str | re.Pattern[str]) -> None:
        """Tap a button by what it says."""
        self.page.get_by_role("button", name=name).first.click()

    def choose(self, field: str, text: str) -> None:
        """Choose, in the field of this name, the option that has a text in it."""
        place = self.page.locator(f"select[name='{field}']:visible").first
        option = place.locator("option").filter(has_text=text).first
        place.select_option(value=option.get_attribute("value"))

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until the main part of the page, or what was spoken, has a text."""
        expect(self.page.locator("body")).to_contain_text(text, timeout=WAIT_MS)

    # -- people -------------------------------------------------------------------------------

    def pad(self, pin: str = PIN) -> None:
        """Type a PIN on the pad."""
        self.page.wait_for_selector("#pad[open]")
        for digit in pin:
            self.page.locator(f"#pad [data-digit='{digit}']").click()
        self.page.locator("#pad button[value=done]").click()

    def ask_to_join(self, name: str, *, new: bool = False, pin: str = PIN) -> None:
        """Fill in the join page, for somebody known or new, and choose a PIN."""
        self.open("/join")
        if new:
            self.page.locator("#name").fill(name)
        else:
            self.choose("person", name)
        self.page.locator("#join button[type=submit]").click()
        self.pad(pin)
        self.pad(pin)

    def join(self, *names: str, pin: str = PIN) -> None:
        """Have people take their parts on this device, in a rehearsal; the last has entered."""
        for name in names:
            self.ask_to_join(name, pin=pin)
            self.entered(name)

    def enter(self, name: str, pin: str = PIN) -> None:
        """Tap a name and type a PIN."""
        self.open("/")
        self.button(name)
        self.pad(pin)
        self.entered(name)

    def entered(self, name: str) -> None:
        """Wait until the page says who has entered."""
        expect(self.page.locator(".me")).to_have_text(name, timeout=WAIT_MS)
        self.ready()

    def leave(self) -> None:
        """Leave, as whoever puts a tablet down does."""
        self.page.locator("form[action='/leave'] button").click()
        self.ready()

    # -- acting -------------------------------------------------------------------------------

    @property
    def sheet(self) -> Locator:
        """The sheet on the page."""
        return self.page.locator("#sheet")

    def sign(self, *names: str, pin: str = PIN) -> None:
        """Have people sign what is on the sheet, one after the other."""
        for name in names:
            button = self.sheet.locator("[data-sign]").filter(has_text=name)
            button.click()
            self.pad(pin)
            expect(button).to_have_count(0, timeout=WAIT_MS)

    def answers(self) -> Sequence[str]:
        """Return the headings of what the desk answered."""
        self.sheet.locator("article.answer").first.wait_for()
        return self.sheet.locator("article.answer h2").all_inner_texts()
