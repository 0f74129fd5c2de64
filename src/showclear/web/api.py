"""Everything the pages do, as JSON: what devices and other programs ask and send.

An event travels as its envelope, a draft by its name; the OpenAPI document is made from the types
here and served beside it, at ``/api/schema/openapi.json``.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.concurrency import sync_to_thread
from litestar.exceptions import NotFoundException
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta

from showclear.desk.parts import Answer
from showclear.field.ids import ItemId, KeyId, PersonId
from showclear.field.people import Way
from showclear.record.codes import Refusal
from showclear.record.events.table import AnyBody
from showclear.web.asking import COOKIE, Asker
from showclear.web.boards import BoardView, board
from showclear.web.enrolling import ask, complete
from showclear.web.joins import Join
from showclear.web.seeing import GunView, gun_view, guns
from showclear.web.served import Served
from showclear.web.sessions import SESSION_MS
from showclear.web.sheets import Sheet, SheetView, Signature, sheet_view, take_signatures
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


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an event."""

    id: str
    index: int
    outcome: str
    codes: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    alerts: tuple[Refusal, ...]
    late: bool
    repeated: bool
    receipt: str


class ActAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act to be drafted: the body of an event, and who signs it."""

    body: AnyBody
    signers: Annotated[tuple[PersonId, ...], Meta(min_length=1, max_length=3)]


class DraftAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Acts of one sheet, in order."""

    acts: Annotated[tuple[ActAsk, ...], Meta(min_length=1, max_length=32)]


class SignAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Signatures over drafts."""

    signatures: Annotated[tuple[Signature, ...], Meta(min_length=1, max_length=96)]


class Would(msgspec.Struct, frozen=True):
    """What would stand against an act now."""

    refusals: tuple[Refusal, ...]
    alerts: tuple[Refusal, ...]


class Head(msgspec.Struct, frozen=True):
    """The newest signed head, as a C2SP checkpoint note."""

    note: str


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
        return _taken(complete(served, name, data.signature))


@post("/api/events", status_code=HTTP_200_OK)
async def event(served: Served, request: Request[Any, Any, Any]) -> Taken:
    """Take one whole envelope; sending it again gives its first answer again."""
    raw = await request.body()
    return _taken(await sync_to_thread(served.submit, raw))


@post("/api/drafts", status_code=HTTP_200_OK)
@in_thread
def draft(served: Served, who: Asker, data: DraftAsk) -> SheetView:
    """Draft acts for people to sign; each is judged as if those before it were in."""
    with served.turn():
        sheet = Sheet(served, who.recorder)
        for act in data.acts:
            sheet.add(act.body, *act.signers)
        return sheet_view(served, sheet.drafts, who.keys, who.words)


@post("/api/signatures", status_code=HTTP_200_OK)
@in_thread
def sign(served: Served, who: Asker, data: SignAsk) -> SheetView:
    """Add signatures to drafts; what is whole then goes to the desk."""
    who.entered()
    return take_signatures(served, data.signatures, who.keys, who.words)


@post("/api/would", status_code=HTTP_200_OK)
@in_thread
def would(served: Served, who: Asker, data: ActAsk) -> Would:
    """Return what would stand against an act now; leaves no record."""
    with served.turn():
        sheet = Sheet(served, who.recorder)
        sheet.add(data.body, *data.signers)
        verdict = served.drafts.forecast(sheet.drafts[0])
        served.drafts.leave(sheet.drafts[0])
    return Would(verdict.refusals, verdict.alerts)


@get("/api/board")
@in_thread
def whole_board(served: Served, who: Asker) -> BoardView:
    """Return what everybody on set may see; never where guns are kept."""
    who.entered()
    with served.turn():
        return board(served, who.words)


@get("/api/guns")
@in_thread
def every_gun(served: Served, who: Asker) -> tuple[GunView, ...]:
    """Return every gun that is still here."""
    who.entered()
    with served.turn():
        return guns(served, who.words)


@get("/api/guns/{item:str}")
@in_thread
def one_gun(served: Served, who: Asker, item: str) -> GunView:
    """Return one gun."""
    who.entered()
    with served.turn() as state:
        if item not in state.weapons:
            raise NotFoundException(f"gun: expected one of this ledger, found {item!r:.40}")
        return gun_view(served, ItemId(item), who.words, places=who.may_see_places())


@get("/api/head")
@in_thread
def head(served: Served) -> Head:
    """Return the newest signed head; anybody may ask."""
    with served.turn():
        return Head((served.desk.parts.heads.read() or b"").decode())


def _join_state(served: Served, name: str) -> JoinState:
    found = served.joins.find(name)
    if found.done:
        return JoinState(join=name, state="done", code=found.code)
    if not found.draft:
        return JoinState(join=name, state="waiting", code=found.code)
    payload = served.drafts.find(found.draft).payload
    return JoinState(join=name, state="to-sign", code=found.code, payload=payload)


def _taken(answer: Answer) -> Taken:
    return Taken(
        id=answer.id,
        index=answer.index,
        outcome=answer.outcome.value,
        codes=answer.codes,
        refusals=answer.refusals,
        alerts=answer.alerts,
        late=answer.late,
        repeated=answer.repeated,
        receipt=answer.receipt.decode(),
    )


HANDLERS: Final = (
    challenge,
    enter,
    leave,
    join,
    join_state,
    join_sign,
    event,
    draft,
    sign,
    would,
    whole_board,
    every_gun,
    one_gun,
    head,
)
