"""What waits for a signature on another device is told there; one signed here is not."""

from __future__ import annotations

import pytest

from showclear.record.limits import DRAFT_MS
from tests.web.kit import Device, open_day, served


@pytest.mark.parametrize(("keys", "told"), [(("Anna Ruiz",), 0), (("Ben Ode",), 1)])
def test_a_draft_for_another_device_is_told_to_every_screen(
    keys: tuple[str, ...], told: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anna signs a note on her own tablet; from Ben's tablet it waits at hers."""
    with served() as production:
        open_day(Device(production, "Ben Ode"))
        heard: list[str] = []
        monkeypatch.setattr(production.served.stream, "drafted", lambda: heard.append("drafted"))
        tablet = Device(production, "Ben Ode", keys=keys)
        anna = production.person("Anna Ruiz")
        sheet = tablet.act(
            "take-out",
            items=production.gun("colt-3"),
            place=production.container("lockup"),
            by=anna,
        )
        assert sheet.drafts
        assert len(heard) == told


def test_what_waits_is_shown_on_the_device_that_has_the_key() -> None:
    """The phone that holds the key shows the sentence that was filled in elsewhere."""
    with served() as production:
        open_day(Device(production, "Ben Ode"))
        phone = Device(production, "Anna Ruiz", keys=("Anna Ruiz",))
        assert not phone.page("/waiting").drafts
        Device(production, "Ben Ode", keys=("Ben Ode",)).act(
            "take-out",
            items=production.gun("colt-3"),
            place=production.container("lockup"),
            by=production.person("Anna Ruiz"),
        )
        sheet = phone.page("/waiting")
        assert len(sheet.drafts) == 1
        assert phone.sign(sheet).kinds == ["not-yet"]  # no opening check: the rules still ask


def test_a_sheet_that_nobody_signed_in_time_says_so() -> None:
    """The device that waited is told that it lapsed, and that nothing of it is recorded."""
    with served() as production:
        open_day(Device(production, "Ben Ode"))
        tablet = Device(production, "Ben Ode", keys=("Ben Ode",))
        sheet = tablet.act(
            "take-out",
            items=production.gun("colt-3"),
            place=production.container("lockup"),
            by=production.person("Anna Ruiz"),
        )
        name = sheet.drafts[0].draft
        assert "On Anna Ruiz's own device" in tablet.page(f"/sheet?draft={name}").words
        production.clock.advance(DRAFT_MS + 1)
        assert "Not everybody signed in time." in tablet.page(f"/sheet?draft={name}").words


def test_nothing_is_asked_is_never_said_above_a_waiting_signature() -> None:
    """Olga is told that nothing is asked of her, until something waits for her signature."""
    with served() as production:
        phone = Device(production, "Olga Petrov", keys=("Olga Petrov",))
        assert "Nothing is asked of you now." in phone.page("/").words
        Device(production, "Ben Ode", keys=("Ben Ode",)).act(
            "take-out",
            items=production.gun("colt-3"),
            place=production.container("lockup"),
            by=production.person("Olga Petrov"),
        )
        assert "Nothing is asked of you now." not in phone.page("/").words


def test_nothing_waits_where_a_session_has_ended() -> None:
    """A screen that asks on its own after its session ended hears nothing, and no fault."""
    with served() as production:
        answer = Device(production).page("/waiting")
        assert (answer.status, answer.text) == (204, "")
