"""Counts: begin, each of two alone, both directions, samples drawn, the equation, lock up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from litestar import Response, get
from litestar.exceptions import NotFoundException

from showclear.desk.closed import closed_looks
from showclear.field.ids import EventId, ItemId, LotId
from showclear.field.people import Role
from showclear.field.stock import CARRIED_FORMS
from showclear.outputs.words.catalogue import Catalogue
from showclear.record.events.counting import CountFor, Direction
from showclear.record.facts_counting import CountFact
from showclear.record.reckoning import FiredCases, Samples, fired_cases, reckon, samples
from showclear.record.state import By, Held, State
from showclear.web.acts.counting import SHELF_ROWS, countable
from showclear.web.asking import Asker
from showclear.web.entries import root_after
from showclear.web.rendering import page
from showclear.web.seeing import matters
from showclear.web.served import Served
from showclear.web.threads import in_thread

# Class D: no source. As many each way as two people look up in a few minutes.
SAMPLES: Final = 3
# The two sides of the one equation of DESIGN.md, "What must always hold" 4, in its own order.
CAME: Final = ("received", "found")
IS: Final = (
    "not_admitted", "in_store", "with_people", "loaded", "fired", "quarantined", "shipped",
    "destroyed", "missing",
)  # fmt: skip
HOW: Final = {
    Direction.BOOK_TO_SHELF: "page.counts.how.book-to-shelf",
    Direction.SHELF_TO_BOOK: "page.counts.how.shelf-to-book",
}
COUNTERS: Final = (Role.HANDLER, Role.SECOND_PERSON, Role.CALLER, Role.PERFORMER)


class ItemView(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a count: how far it has come, and never a figure before a pair agrees."""

    item: ItemId
    name: str
    standing: str  # counted, differs, once, not-counted
    said: str  # the same, as the catalogues call it
    lots: tuple[tuple[LotId, str], ...]
    gun: bool
    sample: bool


class CountView(msgspec.Struct, frozen=True, kw_only=True):
    """One count."""

    event: EventId
    purpose: str
    ended: bool
    complete: bool
    items: tuple[ItemView, ...]
    counted_by: tuple[str, ...]
    from_book: tuple[str, ...]
    from_shelf: tuple[str, ...]
    shelf: frozenset[ItemId]


class EquationView(msgspec.Struct, frozen=True, kw_only=True):
    """The one equation of one lot, its terms by name, and whether questions are open about it."""

    lot: LotId
    name: str
    came: tuple[tuple[str, int], ...]
    total: int
    is_: tuple[tuple[str, int], ...]
    difference: int
    questions: tuple[EventId, ...]


@get("/counts")
@in_thread
def counts(served: Served, who: Asker) -> Response[str]:
    """Show the counts of today, what is open from before, and begin another."""
    who.entered()
    with served.turn() as state:
        return page(
            served, who, "counts.html",
            counts=[_count(served, fact) for fact in reversed(state.counts.values())],
            questions=[one for one in matters(served, who.words) if one.kind == "question"],
            purposes=tuple(CountFor),
            everything=_countable(served, state),
            carried=_carried(state),
            handlers=served.in_role(Role.HANDLER),
            day=state.day,
        )  # fmt: skip


@get("/count/{event:str}")
@in_thread
def count(served: Served, who: Asker, event: str) -> Response[str]:
    """Show one count: samples, how far it has come; the equation once two have counted all."""
    who.entered()
    with served.turn():
        return page(served, who, "count.html", **_whole(served, who.words, event))


@get("/count/{event:str}/now")
@in_thread
def count_now(served: Served, who: Asker, event: str) -> Response[str]:
    """Show the part of one count that keeps up."""
    who.entered()
    with served.turn():
        return page(served, who, "_count.html", **_whole(served, who.words, event))


@get("/count/{event:str}/enter")
@in_thread
def enter(
    served: Served, who: Asker, event: str, direction: Direction = Direction.BOOK_TO_SHELF
) -> Response[str]:
    """Ask one person what they count, alone: without the book's figures or the other's."""
    who.entered()
    with served.turn() as state:
        fact = _fact(state, event)
        view = _count(served, fact)
        return page(
            served, who, "count_enter.html",
            count=view,
            direction=direction,
            how=HOW[direction],
            directions=tuple(Direction),
            items=_asked(view, direction),
            lots=tuple(sorted(state.lots, key=served.names.name)),
            rows=range(SHELF_ROWS),
            people=served.in_role(*COUNTERS),
        )  # fmt: skip


HANDLERS: Final = (counts, count, count_now, enter)


# -- views ---------------------------------------------------------------------------------------


def _whole(served: Served, words: Catalogue, event: str) -> dict[str, object]:
    state = served.desk.state
    fact = _fact(state, event)
    view = _count(served, fact)
    shown = view.ended or view.complete
    return {
        "count": view,
        "lots": _equations(served, fact) if shown else (),
        "cases": _cases(state) if shown else None,
        "closed": bool(closed_looks(state, served.desk.now())),
        "questions": [one for one in matters(served, words) if one.kind == "question"],
        "out": _out(served, state),
        "places": [one for one, held in state.containers.items() if held.key_holders],
        "handlers": served.in_role(Role.HANDLER),
        "seconds": served.in_role(*COUNTERS),
    }


def _fact(state: State, event: str) -> CountFact:
    found = state.counts.get(EventId(event))
    if found is None:
        raise NotFoundException("count: expected one of today, found none of this name")
    return found


def _count(served: Served, fact: CountFact) -> CountView:
    state = served.desk.state
    drawn = _drawn(served, fact)
    looked_for = {one.partition(" ")[0] for one in drawn.from_book}
    items = [_item(served, fact, item, sample=item in looked_for) for item in fact.items]
    return CountView(
        event=fact.event,
        purpose=fact.purpose.value,
        ended=fact.ended,
        complete=fact.complete,
        items=tuple(sorted(items, key=lambda one: (not one.sample, not one.gun, one.name))),
        counted_by=tuple(dict.fromkeys(served.names.name(one.person) for one in fact.said)),
        from_book=tuple(_named(served, one) for one in drawn.from_book),
        from_shelf=tuple(map(served.names.name, drawn.from_shelf)),
        shelf=frozenset(
            drawn.from_shelf or [one for one in fact.items if one in state.containers]
        ),
    )


def _drawn(served: Served, fact: CountFact) -> Samples:
    """Draw the samples that the head over the count's beginning gives, the same for everybody."""
    seed = root_after(served.desk, fact.index)
    return samples(served.desk.state, fact.items, seed=seed, count=SAMPLES)


def _named(served: Served, sample: str) -> str:
    """Return a drawn gun by name, or a drawn lot with the container that the book has it in."""
    item, _, lot = sample.partition(" ")
    name = served.names.name
    return f"{name(lot)} · {name(item)}" if lot else name(item)


def _item(served: Served, fact: CountFact, item: ItemId, *, sample: bool) -> ItemView:
    held = served.desk.state.containers.get(item)
    lots = () if held is None else tuple((lot, served.names.name(lot)) for lot in held.stock)
    standing = _standing(fact, item)
    return ItemView(
        item=item,
        name=served.names.name(item),
        standing=standing,
        said=f"page.counts.item.{standing}",
        lots=lots,
        gun=held is None,
        sample=sample,
    )


def _standing(fact: CountFact, item: ItemId) -> str:
    """Return how far one item has come; that two differ is told, by how much is not."""
    if item in fact.settled:
        return "counted"
    by: dict[tuple[Direction, LotId], dict[str, int]] = {}
    people = {one.person for one in fact.said if item in one.seen}
    for said in fact.said:
        for line in said.lines:
            if line.container == item:
                people.add(said.person)
                by.setdefault((said.direction, line.lot), {})[said.person] = line.rounds
    if any(len(set(figures.values())) > 1 for figures in by.values()):
        return "differs"
    return "once" if people else "not-counted"


def _asked(view: CountView, direction: Direction) -> Sequence[ItemView]:
    if direction is Direction.BOOK_TO_SHELF:
        return view.items
    return [one for one in view.items if one.gun or one.item in view.shelf]


def _equations(served: Served, fact: CountFact) -> tuple[EquationView, ...]:
    state = served.desk.state
    about = {
        lot
        for item in fact.items
        if item in state.containers
        for lot in state.containers[item].stock
    } | {line.lot for line in fact.agreed}
    wanted = about or set(state.lots)
    return tuple(
        [
            EquationView(
                lot=lot,
                name=served.names.name(lot),
                came=tuple((f"page.counts.term.{term}", getattr(one, term)) for term in CAME),
                total=one.received + one.found,
                is_=tuple((f"page.counts.term.{term}", getattr(one, term)) for term in IS),
                difference=one.difference,
                questions=one.questions,
            )
            for lot, one in reckon(state).items()
            if lot in wanted
        ]
    )


def _cases(state: State) -> FiredCases | None:
    """Return the fired cases beside the gunshots, where there was any gunshot."""
    found = fired_cases(state)
    return found if found.fired or found.counted else None


def _countable(served: Served, state: State) -> tuple[ItemId, ...]:
    def order(item: ItemId) -> tuple[bool, str]:
        return item in state.containers, served.names.name(item)

    return tuple(sorted(countable(state), key=order))


def _carried(state: State) -> frozenset[ItemId]:
    return frozenset(item for item, held in state.containers.items() if held.form in CARRIED_FORMS)


def _out(served: Served, state: State) -> tuple[ItemId, ...]:
    """Return what a handler has and could lock up now; this never waits for a count."""
    held: list[tuple[ItemId, Held]] = [*state.weapons.items(), *state.containers.items()]
    places = {item for item, one in state.containers.items() if one.key_holders}
    out = [
        item for item, one in held if one.charge.by in {By.HANDLER, By.GAP} and item not in places
    ]
    return tuple(sorted(out, key=served.names.name))
