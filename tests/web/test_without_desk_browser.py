"""A tablet whose desk falls silent: the app opens; what is signed is kept and sent, once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, Route, expect

from showclear.web.served import Settings
from showclear.wiring import Folder, open_for_writing
from showclear.wiring.serving import Limits, Site, served_beside
from tests.web.browser import WAIT_MS, Running, Screen
from tests.web.conftest import Screens
from tests.web.kit import CART_CODE, Production, example_folder

pytestmark = pytest.mark.browser

ANNA: Final = "Anna Ruiz"
BEN: Final = "Ben Ode"
SILENT: Final = ("ERR_", "Failed to load", "401", "Failed to fetch")


class Cart:
    """The box on the cart: its desk can be killed and started again on the same port."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._on: ExitStack | None = None
        self._port = 0
        self.running = self.start()

    def start(self) -> Running:
        """Start the desk; devices find it where it was."""
        self._on = ExitStack()
        opened = self._on.enter_context(open_for_writing(Folder(self.root), lambda *_: None))
        production = Production(opened, Settings(cart=CART_CODE, rehearsal=True))
        site = Site(
            name="red-canyon", host="127.0.0.1", port=self._port, authority=None,
            announced=False, limits=Limits(ending_seconds_max=0),
        )  # fmt: skip
        bound = self._on.enter_context(served_beside(production.app, site))
        self._port = bound.port
        self.running = Running(production, bound.address)
        return self.running

    def kill(self) -> None:
        """Let the desk fall silent: nobody answers on its port."""
        if self._on is not None:
            self._on.close()
        self._on = None

    @property
    def counts(self) -> int:
        """How many counts are on record."""
        return len(self.running.production.state.counts)


@pytest.fixture
def cart(tmp_path: Path) -> Iterator[Cart]:
    """Give a cart with a copy of the example production."""
    root = tmp_path / "set"
    shutil.copytree(example_folder(), root)
    cart = Cart(root)
    yield cart
    cart.kill()


@pytest.fixture
def tablet(cart: Cart, screens: Screens) -> Screen:
    """Give a tablet with Ben's and Anna's keys, Anna entered, its worker in place."""
    tablet = screens(cart.running)
    tablet.join(BEN, ANNA)
    tablet.page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    tablet.open("/counts")
    return tablet


def form(tablet: Screen, act: str) -> Locator:
    """Return the form of an act."""
    return tablet.page.locator(f"form[data-hx-post='/acts/{act}']").first


def draft_count(tablet: Screen) -> None:
    """Fill in that a count begins; the sheet waits for Anna."""
    tablet.open("/counts")
    form(tablet, "begin-count").locator("button[name=everything]").click()
    tablet.sheet.locator("[data-sign]").wait_for()


def tap_sign(tablet: Screen, name: str = ANNA) -> None:
    """Sign what is on the sheet; whether the desk answers is another matter."""
    tablet.sheet.locator("[data-sign]").filter(has_text=name).click()
    tablet.pad()


def unsent(tablet: Screen) -> Locator:
    """Return the line that says how much is not sent."""
    return tablet.page.locator("#unsent")


def test_signed_while_the_desk_was_dead_is_kept_shown_and_sent_once(
    cart: Cart, tablet: Screen
) -> None:
    """Killed between signing and answer; the app opens from its cache; back, it is there once."""
    draft_count(tablet)
    with tablet.expecting(*SILENT):
        cart.kill()
        tap_sign(tablet)
        expect(tablet.sheet).to_contain_text("Kept on this tablet", timeout=WAIT_MS)
        expect(unsent(tablet)).to_contain_text(": 1")
        tablet.open("/")
        tablet.sees("When the desk does not answer")
        tablet.sees("A gun that is out: give it back to the armorer.")
        tablet.sees("Guns in the lock: use the pad.")
        listed = tablet.page.locator("#unsent-list")
        expect(listed.locator("li")).to_have_count(1)
        cart.start()
        expect(listed).to_contain_text("Everything signed on this tablet is sent", timeout=WAIT_MS)
        assert cart.counts == 1
        cart.kill()
        cart.start()
        tablet.enter(ANNA)
        expect(unsent(tablet)).to_be_hidden()
    assert cart.counts == 1


def test_an_answer_that_was_lost_on_the_way_doubles_nothing(cart: Cart, tablet: Screen) -> None:
    """The desk wrote it, the tablet never heard: it is sent again and is still one entry."""
    draft_count(tablet)

    def lost(route: Route) -> None:
        route.fetch()
        route.abort()

    tablet.page.route("**/sheet", lost)
    with tablet.expecting(*SILENT):
        tap_sign(tablet)
        expect(tablet.sheet.locator("[data-fate]")).to_be_visible(timeout=WAIT_MS)
        expect(unsent(tablet)).to_be_hidden(timeout=WAIT_MS)
    assert cart.counts == 1


def test_what_two_sign_together_is_told_to_be_signed_again(cart: Cart, tablet: Screen) -> None:
    """Half a sheet is not kept: nobody could tell later what the other would have signed."""
    tablet.open("/paper")
    tablet.page.locator("[name='from']").fill("11:02")
    tablet.choose("item.1", "rubber-1")
    tablet.choose("hand.1", "Cal Reed")
    form(tablet, "on-paper").locator("button[type=submit]").click()
    tablet.sheet.locator("[data-sign]").first.wait_for()
    with tablet.expecting(*SILENT):
        cart.kill()
        tap_sign(tablet)
        expect(tablet.sheet).to_contain_text("Sign it again, together", timeout=WAIT_MS)
        expect(unsent(tablet)).to_be_hidden()
        cart.start()
        tablet.enter(ANNA)
        expect(unsent(tablet)).to_be_hidden()


def test_a_count_does_not_end_while_something_is_unsent(cart: Cart, tablet: Screen) -> None:
    """The button waits and says why; once sent it is free again. Locking up is there meanwhile."""
    draft_count(tablet)
    tap_sign(tablet)
    tablet.sheet.locator("article.answer").wait_for()
    [count] = cart.running.production.state.counts
    draft_count(tablet)
    with tablet.expecting(*SILENT):
        for path in ("**/sheet", "**/api/events"):
            tablet.page.route(path, lambda route: route.abort())
        tap_sign(tablet)
        expect(unsent(tablet)).to_contain_text(": 1", timeout=WAIT_MS)
        tablet.open(f"/count/{count}")
        end = form(tablet, "end-count").locator("button[type=submit]")
        expect(end).to_be_disabled(timeout=WAIT_MS)
        tablet.sees("Something is not sent yet: the count cannot end. Locking up never waits.")
        expect(form(tablet, "lock")).to_have_count(1)
        tablet.page.unroute_all()
        expect(end).to_be_enabled(timeout=WAIT_MS)
    assert cart.counts == 2


def test_on_paper_from_is_noted_without_the_desk_and_stands_on_the_sheet(
    cart: Cart, tablet: Screen
) -> None:
    """One tap notes since when; the sheet's form has it when the desk is back."""
    with tablet.expecting(*SILENT):
        cart.kill()
        tablet.open("/gun/anything")
        tablet.button("On paper from now")
        since = tablet.page.locator("[data-paper-since]")
        expect(since).to_have_text(re.compile(r"On paper from \d\d:\d\d"), timeout=WAIT_MS)
        noted = since.inner_text().split()[-1]
        cart.start()
        tablet.enter(ANNA)
    tablet.open("/paper")
    expect(tablet.page.locator("[name='from']")).to_have_value(noted)
