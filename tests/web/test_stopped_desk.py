"""A desk that cannot write says so on every screen, and nobody waits for it."""

from __future__ import annotations

import pytest

from tests.web.kit import Device, served

SAID = (
    "STOPPED: the desk cannot write. Use the pad. A gun that is out: give it back to the armorer."
)


@pytest.mark.parametrize("path", ["/", "/board", "/board/now", "/day", "/speak/concern"])
def test_every_screen_says_that_the_desk_has_stopped(path: str) -> None:
    """What to do stands there: the pad, and the way back for what is out."""
    with served() as production:
        screen = Device(production, "Anna Ruiz")
        assert SAID not in screen.page(path).words
        production.served.desk.stop("the disk does not answer")
        assert SAID in screen.page(path).words


def test_what_is_sent_to_a_stopped_desk_is_answered_at_once() -> None:
    """A stop is not swallowed: the screen says that nothing was written."""
    with served() as production:
        screen = Device(production, "Anna Ruiz")
        production.served.desk.stop("the disk does not answer")
        answer = screen.form("/speak/stop")
        assert answer.status == 503
        assert "found it stopped (the disk does not answer)" in answer.words
