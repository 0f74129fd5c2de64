"""Where every round is: the one equation of DESIGN.md, "What must always hold" 4, as data.

For each lot: received and found is not admitted, in store, with people, loaded, fired by tally,
quarantined, shipped, destroyed and missing, each unfired round in exactly one of them. Fired cases
are a cross-check beside it, a figure and no verdict. What differs, what is found and what is
missing stands with its open questions; answering them is for people.

Example: ``reckon(state)[lot].difference`` is 0 at every index of a ledger that was folded right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

import msgspec

from showclear.field.ids import EventId, ItemId, LotId
from showclear.field.stock import Kind, Purpose
from showclear.record.folding.custody import kept_apart
from showclear.record.state import By, Container, Lot, State, Stock

# Of 100 gunshots so many cases may stay in the grass without anybody looking for them tonight.
# Class D: no source; a number from real days takes its place (practice.md, last line).
CASES_TOLERATED_PERCENT: Final = 30


class Reckoning(msgspec.Struct, kw_only=True):
    """Where the rounds of one lot are.

    ``not_admitted``: sealed, or opened in a receiving place and not proved yet. ``with_people``:
    in a container that a handler has or nobody answers for; ``set_aside`` of them are in no
    container that the record knows. ``questions`` are the open ones about the lot or about what
    holds it.
    """

    lot: LotId
    kind: Kind
    received: int = 0
    found: int = 0
    not_admitted: int = 0
    in_store: int = 0
    with_people: int = 0
    loaded: int = 0
    fired: int = 0
    quarantined: int = 0
    shipped: int = 0
    destroyed: int = 0
    missing: int = 0
    set_aside: int = 0
    questions: tuple[EventId, ...] = ()

    @property
    def on_hand(self) -> int:
        """Unfired rounds that are here: in containers, guns and hands."""
        admitted = self.in_store + self.with_people + self.loaded
        return admitted + self.not_admitted + self.quarantined

    @property
    def difference(self) -> int:
        """Received and found less everything accounted for: 0 where the book is whole."""
        gone = self.fired + self.shipped + self.destroyed + self.missing
        return self.received + self.found - self.on_hand - gone


class FiredCases(msgspec.Struct, frozen=True, kw_only=True):
    """The cross-check: gunshots by tally, cases in the book, cases as two people last counted.

    ``tolerated`` is how many of the gunshots may lack their case. The figures are shown side by
    side; a case not counted back leaves its round fired, and nobody is told what it means.
    """

    fired: int
    in_guns: int
    in_containers: int
    counted: int | None
    tolerated: int

    @property
    def not_counted_back(self) -> int | None:
        """Gunshots by tally less the cases that two people counted; None before any count."""
        return None if self.counted is None else self.fired - self.counted


class Samples(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for first in a count: from the book on the shelf, from the shelf in the book.

    ``from_book`` are lots in containers, and guns; ``from_shelf`` the places in which whatever
    lies nearest is looked up in the book.
    """

    from_book: tuple[str, ...]
    from_shelf: tuple[ItemId, ...]


def reckon(state: State) -> dict[LotId, Reckoning]:
    """Return where the rounds of every lot are now."""
    found = {name: _sums(name, lot) for name, lot in state.lots.items()}
    holding: dict[LotId, set[str]] = {name: {name} for name in state.lots}
    for item, container in state.containers.items():
        for name, stock in container.stock.items():
            holding[name].add(item)
            _place(state, found[name], container, stock)
    for item, weapon in state.weapons.items():
        for name, rounds in weapon.rounds.items():
            holding[name].add(item)
            found[name].loaded += rounds
    for name, about in holding.items():
        found[name].questions = _questions(state, about)
    return found


def fired_cases(state: State, *, tolerated_percent: int = CASES_TOLERATED_PERCENT) -> FiredCases:
    """Return the fired cases beside the tally of gunshots (R23, Applied); a charge has none."""
    fired = sum(lot.fired for lot in state.lots.values() if lot.kind is not Kind.CHARGE)
    counted = [count.cases for count in state.counts.values() if count.cases is not None]
    return FiredCases(
        fired=fired,
        in_guns=sum(weapon.fired_cases for weapon in state.weapons.values()),
        in_containers=sum(container.fired_cases for container in state.containers.values()),
        counted=counted[-1] if counted else None,
        tolerated=fired * tolerated_percent // 100,
    )


def samples(state: State, items: Sequence[ItemId], *, seed: bytes, count: int) -> Samples:
    """Return which samples a count of these items begins with, ``count`` each way.

    The seed is the root of the ledger's head after the count began: it follows from everything
    in the ledger up to then, so nobody can choose beforehand what will be drawn, the operator
    neither, and everybody can draw it again afterwards from the ledger alone.
    """
    boxes = [item for item in items if item in state.containers]
    booked = [item for item in items if item in state.weapons]
    booked_rounds = [f"{item} {lot}" for item in boxes for lot in state.containers[item].stock]
    return Samples(
        from_book=_drawn(seed, "from-book", [*booked, *booked_rounds], count),
        from_shelf=tuple(map(ItemId, _drawn(seed, "from-shelf", boxes, count))),
    )


def _drawn(seed: bytes, way: str, names: Iterable[str], count: int) -> tuple[str, ...]:
    def drawn(name: str) -> bytes:
        return sha256(seed + f" {way} {name}".encode()).digest()

    return tuple(sorted(set(names), key=drawn)[:count])


def _sums(name: LotId, lot: Lot) -> Reckoning:
    return Reckoning(
        lot=name,
        kind=lot.kind,
        received=lot.received,
        found=lot.found,
        with_people=lot.set_aside,
        fired=lot.fired,
        shipped=lot.shipped,
        destroyed=lot.destroyed,
        missing=lot.missing,
        set_aside=lot.set_aside,
    )


def _questions(state: State, about: set[str]) -> tuple[EventId, ...]:
    questions = (*state.questions.values(), *state.gaps.values())
    return tuple([one.event for one in questions if not about.isdisjoint((*one.items, *one.lots))])


def _place(state: State, lot: Reckoning, container: Container, stock: Stock) -> None:
    """Add the rounds of one lot in one container, each to exactly one of the sums."""
    purposes = {container.purpose, *_purpose_of_place(state, container)}
    if Purpose.QUARANTINE in purposes:
        lot.quarantined += stock.rounds
        return
    waiting = stock.sealed
    if Purpose.RECEIVING in purposes and kept_apart(state, container):
        waiting = stock.rounds - stock.proved - stock.named
    lot.not_admitted += waiting
    if container.charge.by is By.PLACE:
        lot.in_store += stock.rounds - waiting
    else:
        lot.with_people += stock.rounds - waiting


def _purpose_of_place(state: State, container: Container) -> tuple[Purpose, ...]:
    if container.charge.by is not By.PLACE:
        return ()
    place = state.containers.get(ItemId(container.charge.who))
    return () if place is None else (place.purpose,)
