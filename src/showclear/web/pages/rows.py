"""The rules adopted, to be read: whose each row is, how far it was looked up, what it asks.

Nothing is changed here: two officers adopt rows with their keys at the cart's own machine. A row's
title and sentence are the pack's own words; what kind of authority it has is never shown as more
than it is, and ``unverified`` stays in sight until a person has read the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from litestar import Response, get

from showclear.record.state import PacksInForce
from showclear.rules.packs import Authority, Check, Evidence, Pack, Row, Weight, parse_pack
from showclear.web.asking import Asker
from showclear.web.rendering import page
from showclear.web.served import Served
from showclear.web.threads import in_thread

AUTHORITY: Final = {
    Authority.STATUTE: "page.rows.authority.statute",
    Authority.ADOPTED_POLICY: "page.rows.authority.adopted-policy",
    Authority.RECOMMENDATION: "page.rows.authority.recommendation",
    Authority.PRACTICE: "page.rows.authority.practice",
    Authority.DESIGN: "page.rows.authority.design",
}
MARK: Final = {
    Evidence.V: "page.rows.mark.v",
    Evidence.Q: "page.rows.mark.q",
    Evidence.P: "page.rows.mark.p",
    Evidence.M: "page.rows.mark.m",
    Evidence.D: "page.rows.mark.d",
}
WEIGHT: Final = {
    Weight.BLOCK: "page.rows.weight.block",
    Weight.ALERT: "page.rows.weight.alert",
    Weight.LOG: "page.rows.weight.log",
}
CHECK: Final = {
    Check.COMPUTED: "page.rows.check.computed",
    Check.ATTESTED: "page.rows.check.attested",
}
EVERY_STEP: Final = "page.rows.asked.all"
FIRING_ONLY: Final = "page.rows.asked.firing"
NOTHING: Final = "page.rows.asked.none"
COMMAND: Final = "showclear adopt --help"
GUIDE: Final = "docs/howto/choose-the-rules.md"


class RowView(msgspec.Struct, frozen=True, kw_only=True):
    """One adopted row, and the id that says of what it is asked."""

    row: Row
    asked: str


class PackView(msgspec.Struct, frozen=True, kw_only=True):
    """One adopted pack with its adopted rows; without its text only its name is known."""

    id: str
    pack: Pack | None
    rows: tuple[RowView, ...]


@get("/rows")
@in_thread
def rows(served: Served, who: Asker) -> Response[str]:
    """Show which rows are adopted, for which kind of production, and on whose authority."""
    who.entered()
    with served.turn() as state:
        return page(
            served, who, "tier_rows.html",
            packs=tuple(_packs(served, state.packs)),
            since=state.packs.since,
            authority=AUTHORITY,
            mark=MARK,
            weight=WEIGHT,
            check=CHECK,
            command=COMMAND,
            guide=GUIDE,
        )  # fmt: skip


def _packs(served: Served, in_force: PacksInForce) -> Iterator[PackView]:
    book = served.desk.judge.book(in_force)
    for choice in in_force.packs:
        text = served.desk.parts.store.text(choice.digest)
        pack = parse_pack(text) if text is not None else None
        found = [pack.find(row) for row in choice.rows] if pack is not None else []
        views = []
        for row in found:
            if row is None:
                continue
            binding = book.find(row.id)
            known = binding is not None and row in binding.rows
            narrowed = binding is not None and binding.narrowed
            asked = NOTHING if not known else FIRING_ONLY if narrowed else EVERY_STEP
            views.append(RowView(row=row, asked=asked))
        yield PackView(id=choice.pack, pack=pack, rows=tuple(views))


HANDLERS: Final = (rows,)
