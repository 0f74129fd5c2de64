"""The board, the stream that keeps screens up to date, and what shows when the desk is silent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from litestar import Response, get
from litestar.response import File, ServerSentEvent, ServerSentEventMessage

from showclear.web.asking import Asker
from showclear.web.rendering import page
from showclear.web.seeing import board
from showclear.web.served import Served
from showclear.web.static_files import STATIC
from showclear.web.threads import in_thread


@get("/board")
@in_thread
def whole_board(served: Served, who: Asker) -> Response[str]:
    """Show the board on a screen of its own."""
    who.entered()
    with served.turn():
        return page(served, who, "board.html", board=board(served, who.words))


@get("/board/now")
@in_thread
def board_now(served: Served, who: Asker) -> Response[str]:
    """Show the part of the board that keeps up."""
    who.entered()
    with served.turn():
        return page(served, who, "_board.html", board=board(served, who.words))


@get("/stream")
async def stream(served: Served, who: Asker) -> ServerSentEvent:
    """Tell a screen that something was recorded, never what."""
    person = who.entered().person

    async def told() -> AsyncIterator[ServerSentEventMessage]:
        async for one in served.stream.listen(person):
            yield ServerSentEventMessage(event=one.kind, data=one.data or "-")

    return ServerSentEvent(told())


@get("/without-desk")
@in_thread
def without_desk(served: Served, who: Asker) -> Response[str]:
    """Say what to do when the desk is silent; kept on the device beforehand."""
    return page(served, who, "without_desk.html")


@get("/worker.js", sync_to_thread=False)
def worker() -> File:
    """Return the part that opens the app without the desk; it must lie at the top."""
    return File(
        STATIC / "worker.js", media_type="text/javascript", content_disposition_type="inline"
    )


HANDLERS: Final = (whole_board, board_now, stream, without_desk, worker)
