"""Paper: copying a sheet of the pad, and every sheet that was entered from paper."""

from __future__ import annotations

from typing import Final

import msgspec
from litestar import Response, get

from showclear.errors import InvariantError
from showclear.field.ids import ItemId
from showclear.field.instants import MINUTE_MS, to_text
from showclear.field.people import Role
from showclear.outputs.sheets.sign_out import PAD_LINES
from showclear.outputs.words.catalogue import Catalogue
from showclear.record.event import Event
from showclear.record.events.passing import OnPaper
from showclear.record.state import By
from showclear.web.acts.paper import Copied, CopiedLine
from showclear.web.asking import Asker
from showclear.web.entries import paper_sheets
from showclear.web.rendering import page
from showclear.web.served import Served
from showclear.web.threads import in_thread

SHOWN_MAX: Final = 100  # sheets on one page, newest first; the ledger has all of them


class SheetView(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet that was entered from paper."""

    index: int
    began: str
    ended: str
    signed: str
    pad: int
    photograph: str
    lines: tuple[CopiedLine, ...]
    whole: bool  # the copied lines are here; otherwise only the last line about each item


@get("/paper")
@in_thread
def paper(served: Served, who: Asker) -> Response[str]:
    """Ask for a sheet line by line, in its own order; list what was entered before."""
    who.entered()
    with served.turn() as state:
        offset = state.utc_offset_minutes
        local = to_text(served.opened.clock.now() + offset * MINUTE_MS)
        sheets = [
            _sheet(served, who.words, index, event)
            for index, event in reversed(paper_sheets(served.desk)[-SHOWN_MAX:])
        ]
        return page(
            served, who, "paper.html",
            sheets=sheets,
            next_pad=max((one.pad for one in sheets), default=0) + 1,
            today=local[:10],
            now=local[11:16],
            numbers=range(1, PAD_LINES + 1),
            items=_items(served),
            people=served.in_role(*[role for role in Role if role is not Role.DESK]),
            handlers=served.in_role(Role.HANDLER),
            seconds=served.in_role(Role.CALLER)
            + tuple(
                one
                for one in served.in_role(Role.SECOND_PERSON, Role.HANDLER)
                if one not in served.in_role(Role.CALLER)
            ),
        )  # fmt: skip


HANDLERS: Final = (paper,)


def _items(served: Served) -> tuple[ItemId, ...]:
    """Return what may stand on a sheet, guns first: that is what the pad is for."""
    state = served.desk.state
    every = (*state.weapons.items(), *state.containers.items())
    here = [item for item, held in every if held.charge.by is not By.END]
    return tuple(sorted(here, key=lambda one: (one in state.containers, served.names.name(one))))


def _sheet(served: Served, words: Catalogue, index: int, event: Event) -> SheetView:
    body = event.body
    if not isinstance(body, OnPaper):
        raise InvariantError(f"entry {index}: expected on-paper, found {type(body).__name__}")
    offset = served.desk.state.utc_offset_minutes
    copied = _copied(served.names.words(body.sheet))
    last = tuple(
        [
            CopiedLine(line=number, item=line.item, in_hand=line.in_hand)
            for number, line in enumerate(body.lines, start=1)
        ]
    )
    return SheetView(
        index=index,
        began=words.moment(body.began, offset),
        ended=words.clock(body.ended, offset),
        signed=words.listed([served.names.name(one.person) for one in event.signers]),
        pad=copied.pad if copied else 0,
        photograph=copied.photograph[:16] if copied else "",
        lines=copied.lines if copied else last,
        whole=copied is not None,
    )


def _copied(text: str) -> Copied | None:
    """Return the sheet as copied, or None where it is erased or was told in other words."""
    try:
        return msgspec.json.decode(text, type=Copied)
    except msgspec.MsgspecError:
        return None
