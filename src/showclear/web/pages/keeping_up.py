"""The board, the stream that keeps screens up to date, and what shows when the desk is silent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from litestar import Response, get
from litestar.exceptions import HTTPException
from litestar.response import File, ServerSentEvent, ServerSentEventMessage
from litestar.status_codes import HTTP_503_SERVICE_UNAVAILABLE

from showclear.field.instants import to_text
from showclear.web.asking import Asker
from showclear.web.boards import board_answer, board_part
from showclear.web.rendering import page
from showclear.web.seeing import guns
from showclear.web.served import Served
from showclear.web.static_files import STATIC
from showclear.web.threads import in_thread


@get("/board")
@in_thread
def whole_board(served: Served, who: Asker) -> Response[str]:
    """Show the board on a screen of its own."""
    who.entered()
    return page(served, who, "board.html", board=board_part(served, who))


@get("/board/now")
@in_thread
def board_now(served: Served, who: Asker) -> Response[str]:
    """Show the part of the board that keeps up."""
    who.entered()
    return board_answer(served, who)


@get("/stream")
async def stream(served: Served, who: Asker) -> ServerSentEvent:
    """Tell a screen that something was recorded, never what; a screen nobody has entered too."""
    if served.stream.full:
        raise HTTPException(
            status_code=HTTP_503_SERVICE_UNAVAILABLE, detail="too many screens listen"
        )
    person = who.person

    async def told() -> AsyncIterator[ServerSentEventMessage]:
        async for one in served.stream.listen(person):
            yield ServerSentEventMessage(event=one.kind, data=one.data)

    return ServerSentEvent(told())


@get("/without-desk")
@in_thread
def without_desk(served: Served, who: Asker) -> Response[str]:
    """Say what to do when the desk is silent; kept on the device beforehand, with what was out."""
    with served.turn() as state:
        at = to_text(served.opened.clock.now())
        return page(
            served, who, "without_desk.html",
            guns=guns(served, who.words) if who.session is not None else (),
            as_of=who.words.clock(at, state.utc_offset_minutes),
        )  # fmt: skip


@get("/worker.js", sync_to_thread=False)
def worker() -> File:
    """Return the part that opens the app without the desk; it must lie at the top."""
    return File(
        STATIC / "worker.js", media_type="text/javascript", content_disposition_type="inline"
    )


HANDLERS: Final = (whole_board, board_now, stream, without_desk, worker)
