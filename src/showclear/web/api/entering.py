"""Joining, entering and leaving, as JSON."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.exceptions import NotFoundException
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta

from showclear.field.ids import KeyId, PersonId
from showclear.field.people import Way
from showclear.web.api.answers import Taken, taken
from showclear.web.asking import COOKIE, Asker
from showclear.web.enrolling import ask, complete
from showclear.web.joins import Join
from showclear.web.served import Served
from showclear.web.sessions import SESSION_MS
from showclear.web.threads import in_thread

Key = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="a public key in hex")]
Signed64 = Annotated[bytes, Meta(min_length=64, max_length=64)]
NAME_CHARACTERS_MAX: Final = 120


class KeyAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which key asks for a challenge."""

    key: Key


class Challenge(msgspec.Struct, frozen=True):
    """What is to be signed, once, within a minute."""

    challenge: str


class Enter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A signed challenge."""

    key: Key
    challenge: Annotated[str, Meta(max_length=64)]
    signature: Signed64


class Entered(msgspec.Struct, frozen=True):
    """Who has entered."""

    person: PersonId
    name: str


class JoinAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new key that asks to join, for a new name or for somebody enrolled already."""

    key: Key
    name: Annotated[str, Meta(max_length=NAME_CHARACTERS_MAX)] = ""
    person: Annotated[str, Meta(max_length=40)] = ""
    title: Annotated[str, Meta(pattern="^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=40)] = ""
    own_device: bool = False


class JoinState(msgspec.Struct, frozen=True, kw_only=True):
    """How far a request to join has come; ``payload`` is what the new key signs."""

    join: str
    state: str
    code: str
    payload: bytes = b""


class OneSignature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One signature."""

    signature: Signed64


@post("/api/challenges", status_code=HTTP_200_OK)
@in_thread
def challenge(served: Served, data: KeyAsk) -> Challenge:
    """Draw a challenge for a key."""
    with served.turn():
        return Challenge(served.sessions.challenge(KeyId(data.key)))


@post("/api/sessions", status_code=HTTP_200_OK)
@in_thread
def enter(served: Served, data: Enter) -> Response[Entered]:
    """Open a session with a signed challenge."""
    with served.turn():
        token = served.sessions.begin(KeyId(data.key), data.challenge, data.signature)
        session = served.sessions.find(token)
        if session is None:  # revoked in this very moment
            raise NotFoundException("session ended")
        entered = Entered(session.person, served.names.name(session.person))
    answer = Response(entered)
    answer.set_cookie(
        COOKIE, token, max_age=SESSION_MS // 1000, path="/", secure=True, httponly=True,
        samesite="strict",
    )  # fmt: skip
    return answer


@delete("/api/sessions")
@in_thread
def leave(served: Served, who: Asker) -> None:
    """End the asker's session."""
    with served.turn():
        served.sessions.end(who.token)


@post("/api/joins", status_code=HTTP_200_OK)
@in_thread
def join(request: Request[Any, Any, Any], served: Served, data: JoinAsk) -> JoinState:
    """Ask to join with a new key; nothing is recorded until two officers and the key sign."""
    with served.turn():
        wanted = Join(
            key=KeyId(data.key),
            person=PersonId(data.person),
            name=data.name.strip(),
            title=data.title,
            since_ms=served.boot_ms,
            way=Way.OWN_DEVICE if data.own_device else Way.PIN,
            address=request.client.host if request.client is not None else "",
        )
        name = ask(served, wanted)
        return _join_state(served, name)


@get("/api/joins/{name:str}")
@in_thread
def join_state(served: Served, name: str) -> JoinState:
    """Return how far a request has come."""
    with served.turn():
        return _join_state(served, name)


@post("/api/joins/{name:str}/signature", status_code=HTTP_200_OK)
@in_thread
def join_sign(served: Served, name: str, data: OneSignature) -> Taken:
    """Take the new key's own signature: the enrolment goes to the desk."""
    with served.turn():
        return taken(complete(served, name, data.signature))


def _join_state(served: Served, name: str) -> JoinState:
    found = served.joins.find(name)
    if found.done:
        return JoinState(join=name, state="done", code=found.code)
    if not found.draft:
        return JoinState(join=name, state="waiting", code=found.code)
    payload = served.drafts.find(found.draft).payload
    return JoinState(join=name, state="to-sign", code=found.code, payload=payload)


HANDLERS: Final = (challenge, enter, leave, join, join_state, join_sign)
