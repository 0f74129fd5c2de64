"""A session is a signed challenge by an enrolled key: once, for a minute, ended with its key."""

from __future__ import annotations

import json

import pytest

from showclear.record.envelope import signed_bytes
from showclear.web.served import Served
from showclear.web.sessions import (
    CHALLENGE_MS,
    CHALLENGES_MAX,
    SESSION_MS,
    signed_text,
)
from tests.web.kit import CART_CODE, Device, Page, Production

ANNA = "Anna Ruiz"
BEN = "Ben Ode"


def drawn(device: Device, person: str) -> str:
    """Draw a challenge for somebody's key."""
    key = device.production.signer(person).public.hex()
    return str(json.loads(device.post("/api/challenges", {"key": key}).text)["challenge"])


def sign_in(device: Device, challenge: str, *, key: str = ANNA, signer: str = ANNA) -> Page:
    """Answer a challenge for one key with a signature by another's or the same."""
    production = device.production
    message = signed_text(production.served.desk.parts.origin, challenge)
    return device.post(
        "/api/sessions",
        {
            "key": production.signer(key).public.hex(),
            "challenge": challenge,
            "signature": production.signer(signer).sign(message),
        },
    )


def entered(device: Device) -> bool:
    """Return whether the desk knows who is at this device."""
    return device.ask("GET", "/api/board").status == 200


def wrong(answer: Page) -> tuple[int, str, str]:
    """Return status, code and detail of an answer that says no."""
    problem = json.loads(answer.text)
    return answer.status, problem["code"], problem["detail"]


def test_a_signed_challenge_opens_a_session(production: Production) -> None:
    """Whoever signs the challenge with an enrolled key has entered, under their name."""
    tablet = Device(production)
    assert not entered(tablet)
    answer = sign_in(tablet, drawn(tablet, ANNA))
    assert json.loads(answer.text)["name"] == ANNA
    assert entered(tablet)


def test_the_cookie_goes_nowhere_else(production: Production) -> None:
    """It is for this host only, over TLS only, unseen by scripts and never sent from elsewhere."""
    tablet = Device(production)
    cookie = sign_in(tablet, drawn(tablet, ANNA)).answer.headers["set-cookie"]
    name, _, rest = cookie.partition("=")
    assert name == "__Host-showclear"
    parts = {part.strip().casefold() for part in rest.split(";")[1:]}
    assert {"secure", "httponly", "samesite=strict", "path=/"} <= parts
    assert not any(part.startswith("domain") for part in parts)


def test_a_challenge_is_good_once(production: Production) -> None:
    """The same signed challenge, sent again by somebody who listened, opens nothing."""
    tablet, other = Device(production), Device(production)
    challenge = drawn(tablet, ANNA)
    assert sign_in(tablet, challenge).status == 200
    status, code, detail = wrong(sign_in(other, challenge))
    assert (status, code) == (422, "cannot_sign_in")
    assert detail.endswith("found another or an old one")
    assert not entered(other)


def test_a_challenge_is_for_the_key_that_asked(production: Production) -> None:
    """What was drawn for one key cannot be answered by another, nor is it good afterwards."""
    tablet = Device(production)
    challenge = drawn(tablet, ANNA)
    assert wrong(sign_in(tablet, challenge, key=BEN, signer=BEN))[1] == "cannot_sign_in"
    assert wrong(sign_in(tablet, challenge))[1] == "cannot_sign_in"
    assert not entered(tablet)


def test_a_signature_by_another_key_opens_nothing(production: Production) -> None:
    """The key that is named must be the key that signed."""
    tablet = Device(production)
    _, code, detail = wrong(sign_in(tablet, drawn(tablet, ANNA), key=ANNA, signer=BEN))
    assert code == "cannot_sign_in"
    assert detail.endswith("found one that fails")


@pytest.mark.parametrize(
    ("waited_ms", "opens"), [(CHALLENGE_MS - 2_000, True), (CHALLENGE_MS + 1, False)]
)
def test_a_challenge_lasts_a_minute(
    production: Production, waited_ms: int, *, opens: bool
) -> None:
    """Just before its end it is good, just after it is not."""
    tablet = Device(production)
    challenge = drawn(tablet, ANNA)
    production.clock.advance(waited_ms)
    assert (sign_in(tablet, challenge).status == 200) is opens
    assert entered(tablet) is opens


@pytest.mark.parametrize(
    ("waited_ms", "lasts"), [(SESSION_MS - 10_000, True), (SESSION_MS + 1, False)]
)
def test_a_session_lasts_half_a_day(
    production: Production, waited_ms: int, *, lasts: bool
) -> None:
    """Nobody types a PIN again before lunch; a tablet that lies about overnight knows nobody."""
    tablet = Device(production, ANNA)
    production.clock.advance(waited_ms)
    assert entered(tablet) is lasts


def test_leaving_ends_it(production: Production) -> None:
    """Whoever leaves has left; the old cookie opens nothing."""
    tablet = Device(production, ANNA)
    cookies = dict(tablet._client.cookies)
    assert tablet.form("/leave").status == 303
    tablet._client.cookies.update(cookies)
    assert not entered(tablet)


def test_a_revoked_key_ends_its_sessions_at_once(production: Production) -> None:
    """The moment two officers end a key, the device that was lost with it is out."""
    lost, kept, cart = Device(production, ANNA), Device(production, BEN), Device(production)
    key = production.signer(ANNA).public.hex()
    answer = cart.form(f"/cart/keys/{key}?code={CART_CODE}")
    assert f"{ANNA}: that key is ended" in answer.words
    assert not entered(lost)
    assert entered(kept)
    assert wrong(sign_in(lost, drawn(lost, ANNA)))[2].startswith(
        "sign-in: expected a key that is enrolled and not revoked"
    )


def test_an_unknown_key_is_told_nothing_until_it_signs(production: Production) -> None:
    """Asking for a challenge does not tell whose keys are known here."""
    tablet = Device(production)
    answer = tablet.post("/api/challenges", {"key": "ab" * 32})
    assert answer.status == 200
    assert set(json.loads(answer.text)) == {"challenge"}


def test_whoever_draws_hundreds_keeps_nobody_out(production: Production) -> None:
    """The oldest challenge goes when there are too many; the newest is always good."""
    tablet, sessions = Device(production), production.served.sessions
    old = drawn(tablet, BEN)
    for _ in range(CHALLENGES_MAX):
        sessions.challenge(production.state.registry.ledger_key)
    assert sign_in(tablet, drawn(tablet, ANNA)).status == 200
    assert sign_in(tablet, old, key=BEN, signer=BEN).status == 422


def test_what_opens_a_session_signs_no_event(production: Production) -> None:
    """The signed text of a session cannot be the signed bytes of any event, nor the reverse."""
    text = signed_text(production.served.desk.parts.origin, "ab" * 32)
    assert not text.startswith(b"DSSEv1")
    assert signed_bytes(text).startswith(b"DSSEv1 ")


def test_a_restart_ends_every_session(production: Production) -> None:
    """Sessions are in memory only; the token itself is nowhere, a digest of it is."""
    tablet = Device(production, ANNA)
    token = tablet._client.cookies["__Host-showclear"]
    assert production.served.sessions.find(token) is not None
    assert token not in repr(vars(production.served.sessions))
    anew = Served(production.opened, production.served.settings)
    assert anew.sessions.find(token) is None


@pytest.mark.parametrize(
    "broken",
    [
        {"key": "zz" * 32},
        {"key": "AB" * 32},
        {"key": "ab" * 31},
        {"key": 7},
        {},
        {"key": "ab" * 32, "more": 1},
    ],
    ids=["not hex", "capitals", "short", "number", "nothing", "more"],
)
def test_a_key_is_asked_for_as_it_is_written(
    production: Production, broken: dict[str, object]
) -> None:
    """Anything but 64 small hex digits is an error that says so, in JSON."""
    status, code, detail = wrong(Device(production).post("/api/challenges", broken))
    assert (status, code) == (400, "malformed")
    assert detail.startswith("request: ")
