"""Acts: a form becomes a sheet, people sign it, the desk answers; what waits for somebody."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException
from litestar.params import Body

from showclear.errors import BadInput
from showclear.field.ids import KeyId
from showclear.web.acts import ACTS
from showclear.web.asking import Asker
from showclear.web.forms import Form
from showclear.web.rendering import page
from showclear.web.served import Served
from showclear.web.sheets import (
    Sheet,
    Signature,
    lapsed,
    leave,
    sheet_of,
    sheet_view,
    take_signatures,
)
from showclear.web.threads import in_thread

Fields = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


class Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a device sends once people have signed."""

    signatures: tuple[Signature, ...]


@post("/acts/{act:str}", status_code=200)
@in_thread
def act(served: Served, who: Asker, act: str, data: Fields) -> Response[str]:
    """Put on a sheet what a form asks for; nothing is recorded before it is signed."""
    build = ACTS.get(act)
    if build is None:
        raise NotFoundException(f"act: expected one of {', '.join(ACTS)}, found {act!r:.40}")
    with served.turn() as state:
        sheet = Sheet(served, who.recorder)
        try:
            build(sheet, Form(data, state))
        except BadInput as problem:
            for name in sheet.drafts:
                served.drafts.leave(name)
            return page(served, who, "_problem.html", problem=problem)
        view = sheet_view(served, sheet.drafts, who.keys, who.words)
    if not all(one.here for one in view.signers):
        served.stream.drafted()
    return page(served, who, "_sheet.html", sheet=view)


@post("/sheet", status_code=200)
@in_thread
def sign(served: Served, who: Asker, data: Signed) -> Response[str]:
    """Take signatures, hand in what is whole, show what became of it."""
    who.entered()
    try:
        view = take_signatures(served, data.signatures, who.keys, who.words)
    except BadInput as problem:
        steps = lapsed(served, list(dict.fromkeys(one.draft for one in data.signatures)))
        return page(served, who, "_problem.html", problem=problem, steps=steps)
    return page(served, who, "_sheet.html", sheet=view)


@get("/sheet")
@in_thread
def turn(served: Served, who: Asker, draft: str, key: str = "") -> Response[str]:
    """Show a sheet again, with one of its signers first."""
    who.entered()
    with served.turn():
        view = sheet_of(served, draft, KeyId(key), who.keys, who.words)
        return page(served, who, "_sheet.html", sheet=view)


@post("/sheet/leave", status_code=200)
@in_thread
def leave_sheet(served: Served, who: Asker, data: Fields) -> Response[str]:
    """Forget a sheet that waits; the other devices stop asking for it."""
    with served.turn() as state:
        view = leave(served, Form(data, state).texts("draft"), who.recorder)
    served.stream.drafted()
    return page(served, who, "_sheet.html", sheet=view)


@get("/waiting")
@in_thread
def waiting(served: Served, who: Asker) -> Response[str]:
    """Show what waits for a signature on this device; nothing once its session has ended."""
    if who.session is None:
        return Response("", status_code=204)
    with served.turn() as state:
        known = state.registry.keys.keys()  # a newcomer's own key signs where they join
        names = [
            name
            for name, draft in served.drafts.open()
            if (who.keys.intersection(draft.missing) or draft.recorder == who.person)
            and known >= set(draft.missing)
        ]
        view = sheet_view(served, names, who.keys, who.words)
        return page(served, who, "_sheet.html", sheet=view)


HANDLERS: Final = (act, sign, turn, leave_sheet, waiting)
