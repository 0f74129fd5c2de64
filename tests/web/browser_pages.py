"""Every page of the app, in a production with a day under way: for tests and for pictures."""

from __future__ import annotations

import re
from typing import Final

from tests.web.floor import SET_UP, planned
from tests.web.kit import CART_CODE, Device, Production, looked, open_day, taken_out

# What is no page for people: parts that keep up, files, streams, sessions, answers for programs.
NO_PAGES: Final = re.compile(
    r"/api/|/static|/stream|/worker|/now$|/errands$|/showclear\.|/sheet$|/waiting$|/trust|\.pdf|/print/"
    r"|/code$|/i/|/leave|/language|\.png|\.svg|/print_|/speak/sign|/show/\{"
)
_WANTED: Final = re.compile(r"\{([a-z_]+):[a-z]+\}")


def busy(production: Production) -> None:
    """Have a day under way: a set-up, a gun with a performer, a count, a concern, a newcomer."""
    tablet = Device(production, "Ben Ode")
    open_day(tablet)
    tablet.sign(planned(tablet))
    looked(tablet, "colt-3", purpose="opening")
    taken_out(tablet, "colt-3")
    looked(tablet, "colt-3", to=production.person("Cal Reed"), acts=["point"])
    tablet.post("/api/speak", {"body": {"type": "concern/1", "about": "other"}})


def pages(production: Production) -> list[str]:
    """Return the address of every page, with one of each thing that an address may name."""
    known = {
        "kind": "concern",
        "lot": production.lot("dummies-a"),
        "item": production.gun("colt-3"),
        "event": next(iter(production.state.counts), ""),
        "set_up": SET_UP if SET_UP in production.state.set_ups else "",
    }
    box = production.container("box-a")
    found: set[str] = set()
    for route in production.app.app.routes:  # type: ignore[attr-defined]
        path = route.path
        names = _WANTED.findall(path)
        skipped = "GET" not in route.methods or NO_PAGES.search(path)
        if skipped or not all(known.get(name) for name in names):
            continue
        for name in names:
            boxed = name == "item" and re.search(r"box|prove|stock", path)
            value = box if boxed else known[name]
            path = re.sub(rf"\{{{name}:[a-z]+\}}", value, path)
        found.add(path)
    return sorted({*found, f"/cart?code={CART_CODE}", "/speak/decline", "/speak/show-me"})
