"""Where rounds went: every movement of rounds between places, forwards and backwards.

A movement is found by comparing the book before and after an entry, so it is what the fold made
of it and not what somebody wrote. True to lot and container (rules.md R17): of two boxes poured
into one belt nobody can say which round came from which, so every path that is possible is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from showclear.errors import InvariantError
from showclear.field.ids import EventId, ItemId, LotId
from showclear.field.instants import from_text
from showclear.record.event import Event
from showclear.record.events.counting import Counted
from showclear.record.events.desk import Decided
from showclear.record.fold import Kept, fold_decided, fold_entry, now_after
from showclear.record.state import State

OUTSIDE: Final = "outside"  # received or found: before that this ledger knows nothing of them
ASIDE: Final = "set-aside"
# Sums of a lot that are places where its rounds end, by their words.
ENDS: Final = ("fired", "missing", "shipped", "destroyed")

Book = dict[tuple[LotId, str], int]


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """So many rounds of one lot went from one place to another by one entry."""

    index: int
    event: EventId
    lot: LotId
    source: str
    target: str
    rounds: int


class FlowTracer:
    """Collects every movement of rounds; hand ``commit`` to ``verify`` as observer."""

    def __init__(self) -> None:
        self.state = State()
        self.flows: list[Flow] = []

    def commit(self, commit: Sequence[Kept]) -> None:
        """Take one whole commit, ending with its ``decided``."""
        body = commit[-1].event.body
        if type(body) is not Decided:
            raise InvariantError(f"flow: entry {commit[-1].index} should be a decided")
        now = now_after(self.state, body.boot, from_text(body.instant))
        for kept, decision in zip(commit[:-1], body.entries, strict=True):
            items, lots = _places(kept.event), _lots(kept.event)
            before = _book(self.state, items, lots)
            fold_entry(self.state, kept, decision, now)
            after = _book(self.state, items, lots | {lot for lot, _ in before})
            self.flows.extend(_flows(kept, before, after))
        fold_decided(self.state, commit[-1], now)


def backwards(flows: Sequence[Flow], place: str, lot: str = "") -> list[Flow]:
    """Return every movement by which rounds that were ever in ``place`` may have come there."""
    return _reach(flows[::-1], place, lot, back=True)


def forwards(flows: Sequence[Flow], place: str, lot: str = "") -> list[Flow]:
    """Return every movement that rounds which were ever in ``place`` may have made since."""
    return _reach(flows, place, lot, back=False)


def _reach(ordered: Sequence[Flow], place: str, lot: str, *, back: bool) -> list[Flow]:
    """Follow from place to place; each lot is followed by itself, in the order of the log."""
    reached: set[tuple[str, str]] = {(name, place) for name in {flow.lot for flow in ordered}}
    found: list[Flow] = []
    for flow in ordered:
        if lot and flow.lot != lot:
            continue
        here, there = (flow.target, flow.source) if back else (flow.source, flow.target)
        if (flow.lot, here) in reached:
            found.append(flow)
            if there != OUTSIDE and there not in ENDS:
                reached.add((flow.lot, there))
    return found


def _places(event: Event) -> list[ItemId]:
    """Return where an event can change the book: what it touches, and what a count names."""
    lines = event.body.lines if type(event.body) is Counted else ()
    touched = [touch.item for touch in event.touches]
    return list(dict.fromkeys((*touched, *[line.container for line in lines])))


def _lots(event: Event) -> set[LotId]:
    """Return the lots an event names."""
    lines = event.body.lines if type(event.body) is Counted else ()
    return {getattr(event.body, "lot", LotId("")), *[line.lot for line in lines]}


def _book(state: State, items: Iterable[ItemId], named: set[LotId]) -> Book:
    """Return what the book has at these places, and the ends of their lots and of those named."""
    book: Book = {}
    lots = {lot for lot in named if lot in state.lots}
    for item in items:
        held: dict[LotId, int] = {}
        if item in state.containers:
            held = {name: stock.rounds for name, stock in state.containers[item].stock.items()}
        elif item in state.weapons:
            held = dict(state.weapons[item].rounds)
        book.update({(name, item): rounds for name, rounds in held.items()})
        lots.update(held)
    for name in sorted(lots):
        lot = state.lots[name]
        book[name, OUTSIDE] = -(lot.received + lot.found)
        book[name, ASIDE] = lot.set_aside
        for end in ENDS:
            book[name, end] = getattr(lot, end)
    return book


def _flows(kept: Kept, before: Book, after: Book) -> Iterator[Flow]:
    """Pair what became less with what became more, lot by lot, in the order of the places."""
    for lot in sorted({name for name, _ in (*before, *after)}):
        places = sorted({place for name, place in (*before, *after) if name == lot})
        changes = [
            (place, after.get((lot, place), 0) - before.get((lot, place), 0)) for place in places
        ]
        given = {place: -change for place, change in changes if change < 0}
        taken = {place: change for place, change in changes if change > 0}
        yield from _paired(kept, lot, given, taken)


def _paired(
    kept: Kept, lot: LotId, given: dict[str, int], taken: dict[str, int]
) -> Iterator[Flow]:
    while given and taken:
        source, target = next(iter(given)), next(iter(taken))
        rounds = min(given[source], taken[target])
        yield Flow(
            index=kept.index, event=kept.id, lot=lot, source=source, target=target, rounds=rounds
        )
        for side, place in ((given, source), (taken, target)):
            side[place] -= rounds
            if not side[place]:
                del side[place]
