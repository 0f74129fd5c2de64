"""Acts, drafts, signatures, envelopes and speaking up, as JSON.

Two ways to the same sheet: ``/api/acts/NAME`` takes the fields of a page's form and makes the
events as the page would; ``/api/drafts`` takes the bodies of events themselves, of every type.
Then everybody signs, and what is whole goes to the desk. ``/api/events`` takes envelopes that were
signed elsewhere.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from litestar import Request, delete, get, post
from litestar.concurrency import sync_to_thread
from litestar.exceptions import NotFoundException, TooManyRequestsException
from litestar.status_codes import HTTP_200_OK
from msgspec import Meta

from showclear.errors import BadInput, UsageError
from showclear.field.ids import PersonId
from showclear.record.codes import Refusal
from showclear.record.events.speaking import AskToSee, Concern, Decline, Stop
from showclear.record.events.table import AnyBody
from showclear.web.acts import ACTS
from showclear.web.api.answers import Taken, taken
from showclear.web.asking import COOKIE, Asker
from showclear.web.forms import TEXT_CHARACTERS_MAX, Form
from showclear.web.pacing import is_stop
from showclear.web.served import Served
from showclear.web.sheets import Sheet, SheetView, Signature, sheet_view, take_signatures
from showclear.web.threads import in_thread

FIELDS_MAX: Final = 512  # a showing of a line of forty guns answers some four hundred
Value = Annotated[str, Meta(max_length=TEXT_CHARACTERS_MAX)]
Values = Value | Annotated[list[Value], Meta(max_length=256)]
Fields = Annotated[dict[str, Values], Meta(max_length=FIELDS_MAX)]


class ActAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act to be drafted: the body of an event, and who signs it."""

    body: AnyBody
    signers: Annotated[tuple[PersonId, ...], Meta(min_length=1, max_length=3)]


class DraftAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Acts of one sheet, in order."""

    acts: Annotated[tuple[ActAsk, ...], Meta(min_length=1, max_length=32)]


class FormAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of a page's form, as the page names them; a list for one that has several."""

    fields: Fields


class SignAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Signatures over drafts."""

    signatures: Annotated[tuple[Signature, ...], Meta(min_length=1, max_length=96)]


class SpeakAsk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody says without signing it."""

    body: Stop | Concern | Decline | AskToSee


class Kept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words to be kept beside the log, under the name of the field that stands for them."""

    path: Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    words: Annotated[str, Meta(min_length=1, max_length=TEXT_CHARACTERS_MAX)]


class Commitment(msgspec.Struct, frozen=True):
    """What stands for words in an event: 64 hex digits."""

    commitment: str


class Would(msgspec.Struct, frozen=True):
    """What would stand against an act now."""

    refusals: tuple[Refusal, ...]
    alerts: tuple[Refusal, ...]


@get("/api/acts")
@in_thread
def known_acts() -> dict[str, str]:
    """Return the acts that pages have forms for, each with what it does."""
    return {name: (build.__doc__ or "").strip() for name, build in ACTS.items()}


@post("/api/acts/{act:str}", status_code=HTTP_200_OK)
@in_thread
def act(served: Served, who: Asker, act: str, data: FormAsk) -> SheetView:
    """Draft what a page's form asks for, for people to sign."""
    build = ACTS.get(act)
    if build is None:
        raise NotFoundException(f"act: expected one of {', '.join(ACTS)}, found {act!r:.40}")
    with served.turn() as state:
        sheet = Sheet(served, who.recorder)
        try:
            build(sheet, Form(data.fields, state))
        except BadInput:
            _leave(served, sheet)
            raise
        return sheet_view(served, sheet.drafts, who.keys, who.words)


@post("/api/drafts", status_code=HTTP_200_OK)
@in_thread
def draft(served: Served, who: Asker, data: DraftAsk) -> SheetView:
    """Draft acts for people to sign; each is judged as if those before it were in."""
    with served.turn():
        sheet = Sheet(served, who.recorder)
        try:
            for one in data.acts:
                sheet.add(one.body, *one.signers)
        except BadInput:
            _leave(served, sheet)
            raise
        return sheet_view(served, sheet.drafts, who.keys, who.words)


@get("/api/drafts")
@in_thread
def waiting(served: Served, who: Asker) -> SheetView:
    """Return what waits for a key on this device, or was drafted by whoever has entered."""
    person = who.entered().person
    with served.turn():
        names = [
            name
            for name, one in served.drafts.open()
            if who.keys.intersection(one.missing) or one.recorder == person
        ]
        return sheet_view(served, names, who.keys, who.words)


@delete("/api/drafts/{name:str}")
@in_thread
def leave(served: Served, who: Asker, name: str) -> None:
    """Leave a draft: whoever drafted it, or one of those it asks to sign."""
    session = who.entered()
    with served.turn():
        found = served.drafts.find(name)
        if session.person not in {found.recorder, *[one.person for one in found.event.signers]}:
            raise UsageError(
                "not_your_draft", "draft", expected="one you drafted or sign", found="another's"
            )
        served.drafts.leave(name)


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
        _leave(served, sheet)
    return Would(verdict.refusals, verdict.alerts)


@post("/api/words", status_code=HTTP_200_OK)
@in_thread
def words(served: Served, who: Asker, data: Kept) -> Commitment:
    """Keep words beside the log, and return what stands for them in an event's body."""
    who.entered()
    with served.turn():
        return Commitment(served.keep(data.path, data.words))


@post("/api/speak/stop", status_code=HTTP_200_OK)
@in_thread
def stop(served: Served) -> Taken:
    """Take down a stop, from anybody."""
    return taken(served.speak(Stop()))


@post("/api/speak", status_code=HTTP_200_OK)
@in_thread
def speak(served: Served, data: SpeakAsk) -> Taken:
    """Take down what anybody says, unsigned; with a name to it, it is an event to be signed."""
    return taken(served.speak(data.body))


@post("/api/events", status_code=HTTP_200_OK)
async def event(served: Served, request: Request[Any, Any, Any]) -> Taken:
    """Take one whole envelope; sending it again gives its first answer again."""
    raw = await request.body()
    address = request.client.host if request.client is not None else ""
    wait = served.pacing.write(request.cookies.get(COOKIE, ""), address, stop=is_stop(raw))
    if wait:
        raise TooManyRequestsException(
            "envelopes: expected fewer in this time, found more",
            headers={"retry-after": str(-(-wait // 1000))},
        )
    return taken(await sync_to_thread(served.submit, raw))


def _leave(served: Served, sheet: Sheet) -> None:
    for name in sheet.drafts:
        served.drafts.leave(name)


HANDLERS: Final = (
    known_acts,
    act,
    draft,
    waiting,
    leave,
    sign,
    would,
    words,
    stop,
    speak,
    event,
)
