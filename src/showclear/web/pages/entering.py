"""The way in: who is at this tablet, joining with a new key, the officers' page at the cart."""

from __future__ import annotations

import hmac
from typing import Annotated, Any, Final

from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body
from litestar.response import Redirect

from showclear.field.instants import MINUTE_MS, to_text
from showclear.field.people import Role
from showclear.outputs.words.catalogue import languages
from showclear.record.limits import ROLES_MAX
from showclear.web.asking import COOKIE, LANGUAGE, Asker
from showclear.web.enrolling import confirm_here, officers_here
from showclear.web.rendering import page
from showclear.web.seeing import guns, matters
from showclear.web.served import Served
from showclear.web.threads import in_thread

YEAR_SECONDS: Final = 365 * 24 * 3600
TITLES: Final = (  # what most call sheets have; officers may type another
    "armorer",
    "assistant-armorer",
    "property-master",
    "first-ad",
    "second-ad",
    "stunt-coordinator",
    "performer",
    "safety-rep",
    "crew",
)
Fields = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/")
@in_thread
def home(served: Served, who: Asker) -> Response[str]:
    """Show who may enter here, or what there is to do now."""
    with served.turn() as state:
        if who.session is None:
            return page(
                served, who, "enter.html",
                known=" ".join(key for key in state.registry.keys if state.registry.live_key(key)),
            )  # fmt: skip
        return page(served, who, "now.html", **_now(served, who))


@get("/now")
@in_thread
def now(served: Served, who: Asker) -> Response[str]:
    """Show the part of the first page that keeps up."""
    who.entered()
    with served.turn():
        return page(served, who, "_now.html", **_now(served, who))


@get("/join")
@in_thread
def join(served: Served, who: Asker) -> Response[str]:
    """Ask a newcomer for a name and a PIN; in a rehearsal, whose part they take."""
    with served.turn() as state:
        people = sorted(
            (served.names.name(person), person, record.title)
            for person, record in state.registry.people.items()
            if Role.DESK not in record.roles
        )
        return page(served, who, "join.html", people=people, titles=TITLES)


@post("/leave")
@in_thread
def leave(served: Served, who: Asker) -> Response[str]:
    """End the session on this device."""
    with served.turn():
        served.sessions.end(who.token)
    answer: Response[str] = Redirect("/", status_code=303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


@post("/language")
@in_thread
def language(data: Fields) -> Response[str]:
    """Remember the language of this device."""
    answer: Response[str] = Redirect("/", status_code=303)
    wanted = str(data.get("language", ""))
    if wanted in languages():
        answer.set_cookie(
            LANGUAGE, wanted, max_age=YEAR_SECONDS, path="/", secure=True, samesite="strict"
        )
    return answer


@get("/cart")
@in_thread
def cart(served: Served, who: Asker, code: str = "") -> Response[str]:
    """Show the officers who waits to join; only the cart's own screen knows the way here."""
    _at_the_cart(served, code)
    return _cart(served, who, code)


@post("/cart/{name:str}")
@in_thread
def confirm(served: Served, who: Asker, name: str, code: str, data: Fields) -> Response[str]:
    """Two officers confirm one newcomer with the key files that lie on this machine."""
    _at_the_cart(served, code)
    chosen = data.get("roles", [])
    named = [chosen] if isinstance(chosen, str) else list(chosen)
    roles = tuple(role for role in Role if role.value in named[:ROLES_MAX])
    with served.turn():
        confirm_here(served, name, roles=roles, title=str(data.get("title", "")))
    return _cart(served, who, code)


def _now(served: Served, who: Asker) -> dict[str, Any]:
    state = served.desk.state
    local_ms = served.opened.clock.now() + state.utc_offset_minutes * MINUTE_MS
    return {
        "guns": guns(served, who.words),
        "matters": matters(served, who.words),
        "day": state.day,
        "today": to_text(local_ms)[:10],
        "callers": served.in_role(Role.CALLER),
    }


def _cart(served: Served, who: Asker, code: str) -> Response[str]:
    with served.turn():
        return page(
            served, who, "cart.html",
            code=code,
            joins=served.joins.waiting(served.boot_ms),
            officers=[served.names.name(one) for one in officers_here(served)],
            roles=[role.value for role in Role if role not in {Role.DESK, Role.ENROLLED}],
            titles=TITLES,
        )  # fmt: skip


def _at_the_cart(served: Served, code: str) -> None:
    if not hmac.compare_digest(code.encode(), served.settings.cart.encode()):
        raise NotFoundException("no such page")


HANDLERS: Final = (home, now, join, leave, language, cart, confirm)
