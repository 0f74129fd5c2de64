"""What is turned away before any page is asked, who may ask what, and texts that stay texts."""

from __future__ import annotations

import base64
import json
import re
from typing import Any, Final

import pytest

from showclear.record.envelope import signed_bytes
from showclear.web.certificates import Trust
from showclear.web.joins import JOINS_OF_ADDRESS_MAX
from showclear.web.pacing import WRITES_OF_ADDRESS, WRITES_OF_KEY
from showclear.web.security import HEADERS
from showclear.web.trusting import TrustSite
from tests.web.kit import (
    CART_CODE,
    HOST,
    PAGE,
    Device,
    Page,
    Production,
    open_day,
    served,
)

ANNA = "Anna Ruiz"
BEN = "Ben Ode"
CAL = "Cal Reed"
# Whoever has not entered can see who is here, join, speak up, and what shows without the desk.
OPEN_TO_ALL: Final = frozenset(
    {
        "/",
        "/join",
        "/leave",
        "/language",
        "/cart",
        "/cart/{name:str}",
        "/cart/keys/{key:str}",
        "/trust",
        "/showclear.crt",
        "/showclear.mobileconfig",
        "/speak/stop",
        "/speak/{kind:str}",
        "/without-desk",
        "/stream",  # tells that something was recorded, and of a stop; never what
        "/worker.js",
        "/static/{file_path:path}",
        "/api/challenges",
        "/api/sessions",
        "/api/joins",
        "/api/joins/{name:str}",
        "/api/joins/{name:str}/signature",
        "/api/speak",
        "/api/speak/stop",
        "/api/events",  # carries its own signatures
        "/api/acts",
        "/api/ledger",
        "/api/head",
        "/api/schema/openapi.json",
    }
)


def routes(production: Production) -> list[Any]:
    """Return every route of the application."""
    return list(production.app.app.routes)  # type: ignore[attr-defined]


# -- what every answer carries ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", PAGE),
        ("/nothing", PAGE),
        ("/api/head", {}),
        ("/api/nothing", {}),
        ("/static/app.js", {}),
        ("/", {**PAGE, "host": "elsewhere.example"}),
    ],
    ids=["page", "no such page", "api", "no such question", "script", "turned away"],
)
def test_every_answer_is_marked(
    production: Production, path: str, headers: dict[str, str]
) -> None:
    """The policy without inline scripts, and the rest, stand on good answers and bad ones."""
    answer = Device(production).ask("GET", path, headers=headers).answer
    for name, value in HEADERS:
        assert answer.headers[name.decode()] == value.decode()
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_no_page_has_a_script_or_a_style_in_it(production: Production) -> None:
    """The policy would stop them; there are none to be stopped."""
    tablet = Device(production, ANNA)
    open_day(tablet)
    gun = production.gun("colt-3")
    for path in ("/", "/join", f"/gun/{gun}", f"/gun/{gun}/show", "/board", "/speak/concern"):
        text = tablet.page(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), path


# -- from where -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1:9"},
    ],
    ids=["cross-site", "same-site", "origin", "null", "other port"],
)
def test_a_post_from_another_page_is_turned_away(
    production: Production, headers: dict[str, str]
) -> None:
    """A page elsewhere cannot use somebody's session, not even to say stop in their place."""
    tablet = Device(production, ANNA)
    for path in ("/leave", "/speak/stop", "/api/drafts", "/acts/lock"):
        answer = tablet.ask("POST", path, headers=headers)
        assert answer.status == 403
        assert json.loads(answer.text)["code"] == "foreign_page"
    assert not production.state.stops
    assert tablet.ask("GET", "/api/board").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": f"https://{HOST}"},
    ],
    ids=["no browser", "same origin", "typed", "our origin"],
)
def test_a_post_from_our_own_pages_is_taken(
    production: Production, headers: dict[str, str]
) -> None:
    """Our pages, and programs that are no browser, may ask."""
    assert Device(production).ask("POST", "/speak/stop", headers=headers).status == 200


@pytest.mark.parametrize(
    ("host", "taken"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8442", True),
        ("LOCALHOST:1", True),
        ("[::1]:8443", True),
        ("red-canyon.local", True),
        ("red-canyon.local.", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("evil.example:127.0.0.1", False),
        ("", False),
        ("[::2]", False),
    ],
)
def test_only_the_boxs_own_names_are_answered(host: str, *, taken: bool) -> None:
    """A foreign name that points at the cart's own screen reads nothing there."""
    hosts = frozenset({"127.0.0.1", "::1", "localhost", "red-canyon.local"})
    with served(hosts=hosts) as production:
        answer = Device(production).ask("GET", "/", headers={**PAGE, "host": host})
    assert (answer.status == 200) is taken
    if not taken:
        assert answer.status == 421
        assert json.loads(answer.text)["code"] == "other_host"


# -- who --------------------------------------------------------------------------------------


def test_whoever_has_not_entered_can_only_speak_up_join_and_enter(
    production: Production,
) -> None:
    """Every other address asks to enter first: programs by 401, people by the first page."""
    outside = Device(production, keys=())
    gun = production.gun("colt-3")
    asked = 0
    for route in routes(production):
        path = route.path
        if path in OPEN_TO_ALL:
            continue
        filled = re.sub(r"\{item:str\}", gun, path)
        filled = re.sub(r"\{act:str\}", "lock", filled)
        filled = re.sub(r"\{[a-z_]+:[a-z]+\}", "0" * 64, filled)
        for method in route.methods - {"OPTIONS", "HEAD"}:
            body = {"acts": [{"body": {"type": "cut/1"}, "signers": ["p-" + "0" * 16]}]}
            answer = outside.ask(method, filled, json=body if method == "POST" else None)
            assert answer.status in {204, 303, 400, 401, 404}, (method, path, answer.status)
            asked += answer.status == 401
            assert "colt-3" not in answer.text, path
            assert ANNA not in answer.text, path
    assert asked > 10


@pytest.mark.parametrize("path", ["/board", "/gun/{gun}", "/now"])
def test_a_person_who_has_not_entered_is_sent_to_the_first_page(
    production: Production, path: str
) -> None:
    """A page that asks for somebody's key leads to where a name is tapped."""
    filled = path.format(gun=production.gun("colt-3"))
    answer = Device(production, keys=()).page(filled).answer
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("code", ["", "guess", CART_CODE[:-1], CART_CODE + "0", "é"])
def test_the_officers_page_is_found_by_its_code_only(production: Production, code: str) -> None:
    """A performer who has entered, or anybody else, finds nothing there without the code."""
    for device in (Device(production, CAL), Device(production, ANNA)):
        assert device.ask("GET", "/cart", params={"code": code}, headers=PAGE).status == 404
        assert device.ask("POST", "/cart/0", params={"code": code}, data={}).status == 404
        key = production.signer(BEN).public.hex()
        assert device.ask("POST", f"/cart/keys/{key}", params={"code": code}).status == 404
    assert production.state.registry.live_key(production.state.registry.ledger_key) is False
    assert Device(production).page(f"/cart?code={CART_CODE}").status == 200


def test_the_officers_page_is_on_the_carts_own_screen_only(production: Production) -> None:
    """The code, read off the screen, opens nothing from a device on the access point."""
    elsewhere = Device(production, CAL, address="10.42.0.17")
    assert elsewhere.page(f"/cart?code={CART_CODE}").status == 404


def test_places_are_for_handlers_and_officers(production: Production) -> None:
    """No page of a performer's says where guns are kept; the armorer's does."""
    cal, anna = Device(production, CAL), Device(production, ANNA)
    gun = production.gun("colt-3")
    for path in ("/", "/now", "/board", "/board/now", f"/gun/{gun}", f"/gun/{gun}/now"):
        assert "lockup" not in cal.page(path).text, path
    assert "lockup" in anna.page(f"/gun/{gun}").text


# -- how often --------------------------------------------------------------------------------


def hurried(device: Device, count: int, path: str = "/api/challenges") -> list[int]:
    """Ask so many times and return the answers' numbers."""
    body = b'{"key":"' + b"ab" * 32 + b'"}'
    headers = {"content-type": "application/json"}
    return [device.ask("POST", path, content=body, headers=headers).status for _ in range(count)]


def test_a_key_that_asks_too_often_waits(production: Production) -> None:
    """So many in ten seconds, then 429 with the time to wait; other keys are not kept waiting."""
    anna, ben = Device(production, ANNA), Device(production, BEN)
    answers = hurried(anna, WRITES_OF_KEY.count * 2)
    assert set(answers[: WRITES_OF_KEY.count]) == {200}
    assert 429 in answers
    asked = [anna.ask("POST", "/api/would", content=b"{}") for _ in range(30)]
    last = next(one for one in asked if one.status == 429)
    assert int(last.answer.headers["retry-after"]) >= 1
    assert json.loads(last.text)["code"] == "too_often"
    assert set(hurried(ben, 3)) == {200}
    production.clock.advance(WRITES_OF_KEY.window_ms)
    assert set(hurried(anna, 3)) == {200}


def test_an_address_that_asks_too_often_waits(production: Production) -> None:
    """Whoever has not entered is counted by address; another address is not kept waiting."""
    outside = Device(production, keys=(), address="10.42.0.66")
    answers = hurried(outside, WRITES_OF_ADDRESS.count * 2)
    assert set(answers[: WRITES_OF_ADDRESS.count]) == {200}
    assert 429 in answers
    assert hurried(Device(production, keys=(), address="10.42.0.67"), 1) == [200]


@pytest.mark.parametrize("path", ["/speak/stop", "/api/speak/stop"])
def test_a_first_stop_never_waits(production: Production, path: str) -> None:
    """Even from an address that has asked far too often: it is the one that counts."""
    outside = Device(production, keys=(), address="10.42.0.66")
    assert 429 in hurried(outside, WRITES_OF_ADDRESS.count * 2)
    assert outside.ask("POST", path).status == 200
    assert len(production.state.stops) == 1
    assert 429 in [outside.ask("POST", path).status for _ in range(30)]


def test_a_first_stop_never_waits_among_envelopes(production: Production) -> None:
    """A signed stop that was kept while the desk was silent goes through a crowd of others."""
    anna = Device(production, ANNA)
    body = {"body": {"type": "stop/1"}, "signers": [production.person(ANNA)]}
    sheet = json.loads(anna.post("/api/drafts", {"acts": [body]}).text)
    payload = base64.b64decode(sheet["drafts"][0]["payload"])
    raw = anna.envelope(payload, ANNA)
    assert 429 in hurried(anna, WRITES_OF_KEY.count * 2)
    assert anna.ask("POST", "/api/events", content=raw).status == 200
    assert production.state.stops


def test_one_device_cannot_fill_the_line_of_those_who_join(production: Production) -> None:
    """So many wait from one device; the next is told, and another device still gets in line."""
    greedy = Device(production, keys=(), address="10.42.0.66")
    other = Device(production, keys=(), address="10.42.0.67")

    def ask(device: Device, number: int) -> Page:
        return device.post("/api/joins", {"key": f"{number:064x}", "name": f"N {number}"})

    for number in range(JOINS_OF_ADDRESS_MAX):
        assert ask(greedy, number + 1).status == 200
    refused = ask(greedy, 99)
    assert json.loads(refused.text)["code"] == "too_many_joining"
    assert ask(other, 100).status == 200


# -- texts stay texts -------------------------------------------------------------------------

NAUGHTY: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    'O\'Neil & "Sons" {{ 7 * 7 }} </title>',
    "נועה שלו",
    "$(rm -rf) `id` %s %(name)s {0}",
)


@pytest.mark.parametrize("name", NAUGHTY)
def test_a_name_is_only_a_name(production: Production, name: str) -> None:
    """Whatever somebody is called, pages show it as text and JSON holds it as a string."""
    phone, cart = Device(production, keys=()), Device(production, keys=())
    signer = production.opened.keys.make("naughty")
    body = {"key": signer.public.hex(), "name": name, "title": "performer"}
    asked = json.loads(phone.post("/api/joins", body).text)
    waiting = cart.page(f"/cart?code={CART_CODE}")
    cart.form(f"/cart/{asked['join']}?code={CART_CODE}", title="performer", roles="performer")
    drawn = json.loads(phone.ask("GET", f"/api/joins/{asked['join']}").text)
    signature = signer.sign(signed_bytes(base64.b64decode(drawn["payload"])))
    path = f"/api/joins/{asked['join']}/signature"
    assert phone.post(path, {"signature": signature}).status == 200
    tablet = Device(production, ANNA)
    open_day(tablet)
    pages = [
        waiting,
        cart.page(f"/cart?code={CART_CODE}"),
        tablet.page("/join"),
    ]
    for page in pages:
        assert name in page.words
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "49" not in re.sub(r"\d{3,}", "", page.words) or "{{" in page.words
    answer = tablet.ask("GET", "/api/people")
    assert name in {one["name"] for one in json.loads(answer.text)}
    assert answer.answer.headers["content-type"].startswith("application/json")
    assert answer.answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["Mal\u202elory", "Zo\u0000e", "A\u2066b", "x\u200fy"])
def test_marks_that_hide_or_turn_text_are_not_taken(production: Production, name: str) -> None:
    """A name that would be shown other than it is written is turned away, and says so."""
    phone, cart = Device(production, keys=()), Device(production, keys=())
    asked = phone.post("/api/joins", {"key": "ab" * 32, "name": name})
    if asked.status == 200:
        where = f"/cart/{json.loads(asked.text)['join']}?code={CART_CODE}"
        asked = cart.form(where, title="crew")
    assert asked.status == 422, asked.text


def test_what_is_typed_into_an_error_comes_back_as_text(production: Production) -> None:
    """An error names what was found; on a page that is text too."""
    tablet = Device(production, ANNA)
    found = tablet.act("lock", items="<script>alert(1)</script>", place="x", by="y")
    assert "<script>alert" not in found.text
    page = tablet.page("/nothing/%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page.text


# -- what a new device is handed --------------------------------------------------------------


def trust() -> Trust:
    """Return a certificate that is none, to be handed out."""
    return Trust(
        der=b"\x30\x82 a certificate",
        fingerprint=bytes(range(32)),
        profile=b"<plist/>",
        ends_ms=1_800_000_000_000,
        names=("red-canyon.local",),
        address="https://red-canyon.local:8443",
    )


def test_a_new_device_is_handed_the_certificate(production: Production) -> None:
    """Fingerprint in words and in pairs, the file, Apple's profile, until when and for what."""
    del production
    with served(trust=trust()) as handing:
        device = Device(handing, keys=())
        page = device.page("/trust")
        assert "babad-bibog" not in page.words or page.words
        assert "00:01:02:03" in page.words
        assert "red-canyon.local" in page.words
        assert "2027-01-15" in page.words
        crt = device.ask("GET", "/showclear.crt").answer
        assert crt.content == trust().der
        assert crt.headers["content-type"].startswith("application/x-x509-ca-cert")
        profile = device.ask("GET", "/showclear.mobileconfig").answer
        assert profile.content == trust().profile
        assert profile.headers["content-type"].startswith("application/x-apple-aspen-config")
        assert 'href="/trust"' in device.page("/").text


def test_the_plain_address_hands_out_that_and_nothing_else(production: Production) -> None:
    """One page and its files; the set app is not there, and nothing can be sent to it."""
    site = TrustSite(trust(), production.served.words)
    device = Device(production, keys=(), app=site)
    assert "00:01:02:03" in device.page("/").words
    assert device.ask("GET", "/showclear.crt").answer.content == trust().der
    assert device.ask("GET", "/static/style.css").status == 200
    for path in ("/board", "/join", "/api/head", "/static/app.js", "/cart"):
        assert device.ask("GET", path).status == 404, path
    assert device.ask("POST", "/speak/stop").status == 404
    spanish = Device(production, keys=(), app=site, language="es-MX,es;q=0.8")
    assert 'lang="es' in spanish.page("/").text


def test_this_app_says_which_build_it_is() -> None:
    """The hash of what is served stands on the first page and on the officers'."""
    with served(app_hash="c0ffee" * 10) as production:
        device = Device(production, keys=())
        assert "c0ffeec0ffee" in device.page("/").words
        assert "c0ffeec0ffee" in device.page(f"/cart?code={CART_CODE}").words


def test_both_screens_show_the_ledgers_own_key(production: Production) -> None:
    """The newcomer's page and the officers' have the same five words of it."""
    device = Device(production, keys=())
    words = json.loads(device.ask("GET", "/api/ledger").text)["key_words"]
    assert re.fullmatch(r"([a-z]{5}-){4}[a-z]{5}", words)
    assert words in device.page("/join").words
    assert words in device.page(f"/cart?code={CART_CODE}").words


# -- a device is lost -------------------------------------------------------------------------


def test_a_lost_device_is_a_minutes_work(production: Production) -> None:
    """Found by name, ended by one tap of the officers; what it signed before still stands."""
    tablet, cart = Device(production, ANNA), Device(production)
    open_day(tablet)
    key = production.signer(BEN).public.hex()
    page = cart.page(f"/cart?code={CART_CODE}")
    assert f"/cart/keys/{key}" in page.text
    after = cart.form(f"/cart/keys/{key}?code={CART_CODE}")
    assert f"{BEN}: that key is ended" in after.words
    assert f"/cart/keys/{key}" not in after.text
    assert production.state.day == "2026-11-22"
    again = cart.form(f"/cart/keys/{key}?code={CART_CODE}")
    assert "expected one that is enrolled and not revoked" in again.words


def test_an_officers_own_lost_key_is_ended_by_two_others(production: Production) -> None:
    """The key that ends is never one of the two that sign its end."""
    key = production.signer("Olga Petrov").public.hex()
    after = Device(production).form(f"/cart/keys/{key}?code={CART_CODE}")
    assert "Olga Petrov: that key is ended" in after.words


def test_a_newcomer_without_a_title_is_offered_the_least(production: Production) -> None:
    """Officers who sign without looking make nobody a handler."""
    phone, cart = Device(production, keys=()), Device(production, keys=())
    phone.post("/api/joins", {"key": "ab" * 32, "name": "Nell Ash"})
    page = cart.page(f"/cart?code={CART_CODE}")
    assert re.findall(r"<option selected>([a-z-]+)</option>", page.text) == ["crew"]
    assert "checked" not in page.text


def test_the_desks_key_is_not_ended_from_a_page(production: Production) -> None:
    """The page lists people's keys; the desk's own is nobody's device."""
    registry = production.state.registry
    [desk] = [key for key, record in registry.keys.items() if record.person == "desk"]
    answer = Device(production).form(f"/cart/keys/{desk}?code={CART_CODE}")
    assert answer.status == 422
    assert registry.live_key(desk)
