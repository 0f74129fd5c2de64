"""Productions and browsers for the tests of the set app; see ``kit`` and ``browser``.

A browser lasts one module: its driver keeps an event loop in the test's own thread, which other
modules may want to run one in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.web.browser import CHROMIUM, Running, Screen, Size, running
from tests.web.kit import Production, served


@pytest.fixture
def production() -> Iterator[Production]:
    """Give a fresh copy of the example production, where officers enrol newcomers."""
    with served() as production:
        yield production


@pytest.fixture
def rehearsal() -> Iterator[Running]:
    """Give a production on a port of this machine, in which anybody may take a part."""
    with running(rehearsal=True) as on_air:
        yield on_air


@pytest.fixture
def at_work() -> Iterator[Running]:
    """Give a production on a port of this machine, in which officers enrol newcomers."""
    with running(rehearsal=False) as on_air:
        yield on_air


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give the installed browser, without a window."""
    with sync_playwright() as driver:
        # No sandbox: the gate may run as root in a container, and opens our own pages only.
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


Screens = Callable[..., Screen]


@pytest.fixture
def screens(chromium: Browser) -> Iterator[Screens]:
    """Give a maker of devices; after the test none of them may have had a fault of its own."""
    made: list[Screen] = []

    def make(on_air: Running, size: Size = Size.TABLET, *, language: str = "en-GB") -> Screen:
        screen = Screen(chromium, on_air, size, language=language)
        made.append(screen)
        return screen

    yield make
    for screen in made:
        screen.close()
    faults = [fault for screen in made for fault in screen.faults]
    assert faults == []
