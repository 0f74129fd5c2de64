"""The board: what everybody on set may see of the day, the same on every screen.

What is out and in whose hand, what is open, which clocks run, what stands against rolling each
set-up, how much of the record nobody outside has yet. Never where guns are kept, never what
somebody declined (rules.md R52), never a figure about a person.

A screen is told that something was recorded and asks again; two hundred ask at once. The board is
rendered once for each entry, language and minute (ages are told in minutes) and kept.
"""

from __future__ import annotations

from typing import Final

import msgspec
from litestar import Response

from showclear.field.instants import MINUTE_MS, from_text
from showclear.field.people import Role
from showclear.outputs.words.catalogue import Catalogue
from showclear.web.asking import Asker
from showclear.web.clocks import ClockView, clocks
from showclear.web.rendering import HTML, page
from showclear.web.rolling import RollingView, set_ups
from showclear.web.seeing import GunView, MatterView, guns, matters
from showclear.web.served import Served

SET_UPS_MAX: Final = 6  # the one that rolls and the latest: what a big screen has room for
KEPT_MAX: Final = 32  # renderings of one entry: languages, and minutes that it stays the last


class BoardView(msgspec.Struct, frozen=True, kw_only=True):
    """The board: what is out, what is open, how far the record has come."""

    day: str
    rolling: str
    out: tuple[GunView, ...]
    others: tuple[GunView, ...]
    matters: tuple[MatterView, ...]
    clocks: tuple[ClockView, ...]
    set_ups: tuple[RollingView, ...]
    size: int
    stopped: bool
    not_cosigned: int
    not_cosigned_ms: int


def board(served: Served, words: Catalogue) -> BoardView:
    """Return what everybody on set may see. Never where guns are kept."""
    state = served.desk.state
    every = guns(served, words)
    return BoardView(
        day=state.day,
        rolling=served.names.name(state.rolling) if state.rolling else "",
        out=tuple(gun for gun in every if gun.out),
        others=tuple(gun for gun in every if not gun.out),
        matters=matters(served, words),
        clocks=clocks(served, words),
        set_ups=set_ups(served, words, SET_UPS_MAX),
        size=served.desk.keeping.tree.size,
        stopped=bool(state.stops),
        not_cosigned=served.desk.keeping.tree.size,
        not_cosigned_ms=_oldest_ms(served),
    )


def board_part(served: Served, who: Asker) -> str:
    """Return the board as a part of a page, once for all who see the same; takes the turn."""
    with served.turn():
        now = served.desk.now().utc_ms
        key = (
            who.words.tag, served.desk.keeping.tree.size, now // MINUTE_MS, served.pauses.changes,
            bool(served.desk.stopped), Role.HANDLER in who.roles,
        )  # fmt: skip
        kept = served.renderings.get(key)
        if kept is None:
            if len(served.renderings) >= KEPT_MAX:
                served.renderings.clear()
            kept = str(page(served, who, "_board.html", board=board(served, who.words)).content)
            served.renderings[key] = kept
        return kept


def board_answer(served: Served, who: Asker) -> Response[str]:
    """Return the part of the board that keeps up, as an answer."""
    return Response(board_part(served, who), media_type=HTML)


def _oldest_ms(served: Served) -> int:
    """Return how old the oldest entry is that no outside keeper has cosigned.

    No outside keeper signs yet (``desk.export``), so it is the first of all.
    """
    if not served.desk.keeping.tree.size:
        return 0
    first = from_text(served.desk.keeping.event(0).at)
    return max(served.desk.now().utc_ms - first, 0)
