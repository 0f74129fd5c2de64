"""The floor's day in tests of its pages: a set-up approved, a gun out, shown and handed over."""

from __future__ import annotations

from typing import Any, Final

from showclear.field.ids import SetUpId
from tests.web.kit import Device, Page, Production, looked, open_day, taken_out

SET_UP: Final = SetUpId("s-0123456789abcdef")
CALLED: Final = "12A-1 saloon door"


def tablet(production: Production) -> Device:
    """Return the recorder's tablet, entered by the first AD, with everybody's keys on it."""
    return Device(production, "Ben Ode")


def planned(device: Device, *guns: str, **more: Any) -> Page:
    """Return the sheet of a set-up in which Cal points guns that were seen empty."""
    place = device.production
    fields: dict[str, Any] = {
        "set_up": SET_UP,
        "called": CALLED,
        "scene": "12A",
        "phase": "take",
        "line": "clear",
        "nearest": "3.5",
        "unit": "m",
        "handler": place.person("Anna Ruiz"),
        "caller": place.person("Ben Ode"),
    }
    items = [place.gun(one) for one in guns or ("colt-3",)]
    for item in items:
        fields[f"{item}.performers"] = [place.person("Cal Reed")]
        fields[f"{item}.acts"] = ["point"]
        fields[f"{item}.holds"] = "empty"
        fields[f"{item}.reason"] = "seen close"
    return device.act("approve-set-up", guns=items, **{**fields, **more})


def approved(device: Device, *guns: str, **more: Any) -> Page:
    """Have Anna and Ben approve a set-up."""
    answer = device.sign(planned(device, *guns, **more))
    assert set(answer.kinds) == {"taken"}, answer.words
    return answer


def out_and_shown(device: Device, handle: str = "colt-3") -> None:
    """Open the day, check a gun, take it out and show it."""
    if not device.production.state.day:
        open_day(device)
    looked(device, handle, purpose="opening")
    taken_out(device, handle)
    looked(device, handle)


def handed_over(device: Device, handle: str = "colt-3", **more: Any) -> Page:
    """Have Anna hand a gun to Cal for the set-up."""
    place = device.production
    return device.done(
        "hand-over",
        weapon=place.gun(handle),
        to=place.person("Cal Reed"),
        by=place.person("Anna Ruiz"),
        acts=["point"],
        set_up=SET_UP,
        **more,
    )
