"""The way in: who is at this tablet, joining with a new key, the officers' page at the cart."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Annotated, Any, Final

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body
from litestar.response import Redirect

from showclear.field.ids import KeyId
from showclear.field.people import Role
from showclear.outputs.words.catalogue import languages
from showclear.outputs.words.verdicts import not_yet
from showclear.record.limits import ROLES_MAX
from showclear.web.agenda import first_page
from showclear.web.asking import COOKIE, LANGUAGE, Asker
from showclear.web.certificates import Trust
from showclear.web.enrolling import (
    ROLES_OF,
    confirm_here,
    keys_that_count,
    ledger_words,
    officers_here,
    revoke_here,
)
from showclear.web.joins import Join
from showclear.web.pages.tiers import first_screen
from showclear.web.rendering import HTML, page
from showclear.web.served import LOOPBACK_NAMES, Served
from showclear.web.threads import in_thread
from showclear.web.trusting import (
    CERTIFICATE_PATH,
    CERTIFICATE_TYPE,
    PROFILE_PATH,
    PROFILE_TYPE,
    trust_page,
)

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
Asked = Request[Any, Any, Any]
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
        first = first_screen(state.packs.tier)
        if first:
            begun: Response[str] = Redirect(first, status_code=303)
            return begun
        return page(served, who, "now.html", **first_page(served, who))


@get("/now")
@in_thread
def now(served: Served, who: Asker) -> Response[str]:
    """Show the part of the first page that keeps up."""
    who.entered()
    with served.turn():
        return page(served, who, "_now.html", **first_page(served, who))


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
        return page(
            served, who, "join.html",
            people=people, titles=TITLES, ledger_words=ledger_words(served),
        )  # fmt: skip


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
def cart(request: Asked, served: Served, who: Asker, code: str = "") -> Response[str]:
    """Show the officers who waits to join; only the cart's own screen knows the way here."""
    _at_the_cart(request, served, code)
    return _cart(served, who, code)


@post("/cart/{name:str}")
@in_thread
def confirm(request: Asked, served: Served, name: str, code: str, data: Fields) -> Response[str]:
    """Two officers confirm one newcomer with the key files that lie on this machine."""
    _at_the_cart(request, served, code)
    chosen = data.get("roles", [])
    named = [chosen] if isinstance(chosen, str) else list(chosen)
    roles = tuple(role for role in Role if role.value in named[:ROLES_MAX])
    with served.turn():
        confirm_here(served, name, roles=roles, title=str(data.get("title", "")))
    return Redirect(f"/cart?code={code}", status_code=303)


@post("/cart/keys/{key:str}", status_code=200)
@in_thread
def revoke(request: Asked, served: Served, who: Asker, key: str, code: str) -> Response[str]:
    """Two officers end the key of a lost device; its sessions end with it."""
    _at_the_cart(request, served, code)
    with served.turn() as state:
        record = state.registry.keys.get(KeyId(key))
        name = served.names.name(record.person) if record is not None else ""
        answer = revoke_here(served, KeyId(key))
        problems = [not_yet(one, served.names, who.words) for one in answer.refusals]
    return _cart(served, who, code, revoked="" if problems else name, problems=problems)


@get("/trust")
@in_thread
def trust(served: Served, who: Asker) -> Response[str]:
    """Hand out the certificate of the cart's own authority, and say what it does to a device."""
    return Response(trust_page(_trust(served), who.words), media_type=HTML)


@get(CERTIFICATE_PATH)
@in_thread
def certificate(served: Served) -> Response[bytes]:
    """Return the certificate."""
    return Response(_trust(served).der, media_type=CERTIFICATE_TYPE)


@get(PROFILE_PATH)
@in_thread
def profile(served: Served) -> Response[bytes]:
    """Return the certificate as Apple's devices take it."""
    return Response(_trust(served).profile, media_type=PROFILE_TYPE)


def _cart(
    served: Served,
    who: Asker,
    code: str,
    revoked: str = "",
    problems: Sequence[str] = (),
) -> Response[str]:
    def held(join: Join) -> frozenset[str]:
        roles = served.roles(join.person) or ROLES_OF.get(join.title, ())
        return frozenset(role.value for role in roles)

    with served.turn():
        return page(
            served, who, "cart.html",
            code=code,
            joins=served.joins.waiting(served.boot_ms),
            officers=[served.names.name(one) for one in officers_here(served)],
            roles=[role.value for role in Role if role not in {Role.DESK, Role.ENROLLED}],
            titles=TITLES,
            held=held,
            keys=keys_that_count(served),
            ledger_words=ledger_words(served),
            revoked=revoked,
            problems=problems,
        )  # fmt: skip


def _at_the_cart(request: Asked, served: Served, code: str) -> None:
    # The code is printed on the cart's own screen; read off it, it opens nothing from elsewhere.
    here = request.client is not None and request.client.host in LOOPBACK_NAMES
    if not (here and hmac.compare_digest(code.encode(), served.settings.cart.encode())):
        raise NotFoundException("no such page")


def _trust(served: Served) -> Trust:
    if served.settings.trust is None:
        raise NotFoundException("no certificate: this address is in plain text, on one machine")
    return served.settings.trust


HANDLERS: Final = (
    home,
    now,
    join,
    leave,
    language,
    cart,
    confirm,
    revoke,
    trust,
    certificate,
    profile,
)
