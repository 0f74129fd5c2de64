"""Counts by two, each for themselves; what a pair counts otherwise than the book is booked.

A line is settled when a handler and one other, who did not fill the container, have counted it the
same way on one working day and agree, and the container stood still between them. Fewer than the
book: the difference is missing; more: it is found; either opens a question. Where they disagree
nothing is booked and a question opens when the count ends. What nobody has counted is not yet
counted, never missing. No count makes a round better proved than it was (rules.md R23, R24, R46).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeVar

import msgspec

from showclear.field.ids import NO_EVENT, EventId, ItemId, LotId
from showclear.field.instants import HOUR_MS, elapsed_ms
from showclear.field.people import Role
from showclear.field.stock import Kind
from showclear.record.events.base import Body
from showclear.record.events.counting import (
    BeginCount,
    Counted,
    CountFor,
    EndCount,
    EvidenceSeen,
)
from showclear.record.facts_counting import (
    AgreedLine,
    CountFact,
    DayCounted,
    SaidCount,
    SaidLine,
    WorkingDay,
)
from showclear.record.folding.custody import (
    Entry,
    ask,
    change,
    forget_hand_over,
    open_gap,
    put_rounds,
    turned_up,
    weigh,
)
from showclear.record.showing import EITHER_ROLES
from showclear.record.state import By, Container, Held, Lot, State, Stock, Topic

_Line = TypeVar("_Line", SaidLine, AgreedLine)

NOT_SEEN: Final = "not-seen-in-a-count"
# The longest working day with its overtime; the next one begins later than this after it did.
SAME_DAY_MAX_MS: Final = 20 * HOUR_MS


def begin_working_day(state: State, entry: Entry, date: str) -> None:
    """Begin another working day: counts from before the last one are over (R46).

    Opened again on its own date it is the same day, for as long as a day lasts: one date for ever
    would put off for ever what is asked of the next day.
    """
    if _same_day(state.working_day, entry, date):
        return
    for count in list(state.counts.values()):
        if count.index < state.working_day.since:
            if not count.ended:
                _ask_at_end(state, entry, count)
            del state.counts[count.event]
    state.day_before = state.working_day
    state.working_day = WorkingDay(date=date, since=entry.index, opened=entry.now)


def _same_day(known: WorkingDay, entry: Entry, date: str) -> bool:
    if known.opened is None or known.date != date:
        return False
    since_ms = elapsed_ms(known.opened, entry.now)
    return since_ms is not None and since_ms <= SAME_DAY_MAX_MS


def begin_count(state: State, entry: Entry, body: BeginCount) -> None:
    """Keep an open count; one begun by a key that does not count only ever asks."""
    state.counts[entry.id] = CountFact(
        event=entry.id,
        index=entry.index,
        purpose=body.purpose,
        items=body.items,
        sound=not entry.marked,
    )


def counted(state: State, entry: Entry, body: Counted) -> None:
    """Keep what one person counted, and settle what a pair agrees in.

    One that belongs to no open count, or whose signature does not count, still asks where it
    differs from the book.
    """
    said = _said(state, entry, body)
    strange = [line for line in said.lines if line.rounds and line.lot not in state.lots]
    if strange:  # rounds of a lot that nobody received: nobody can name them (R15)
        ask(state, entry, Topic.NOT_NAMEABLE, _containers(strange))
    count = state.counts.get(body.count)
    if entry.marked or count is None or count.ended or not count.sound:
        _ask_about(state, entry, [line for line in said.lines if line.rounds != line.booked])
        return
    others = [one for one in count.said if (one.person, one.direction) != _whose(said)]
    partners = [one for one in _today(state, others) if _distinct(said, one)]
    alike = [line for line in said.lines if _agrees(state, said, line, partners)]
    agreed = [_agreed(line, entry) for line in alike]
    booked = {line.container: line.changed for line in alike if _book(state, entry, line)}
    count = msgspec.structs.replace(
        count,
        said=(*others, said),
        by=(*count.by, entry.id),
        agreed=(*[one for one in count.agreed if _cell(one) not in map(_cell, agreed)], *agreed),
        cases=_cases(said, partners, count.cases),
    )
    count = _after_booking(count, booked, entry.id)
    named = [item for item in said.seen if not _holds_rounds(state, item)]
    looked_at = dict.fromkeys((*named, *[line.container for line in agreed]))
    settled = [item for item in looked_at if _settled(state, count, item)]
    count = msgspec.structs.replace(count, settled=tuple(sorted({*count.settled, *settled})))
    state.counts[count.event] = count
    for item in settled:
        _counted_by_two(state, entry, count, item, booked=item in booked)
    _count_day(state, entry, count.purpose)


def end_count(state: State, entry: Entry, body: EndCount) -> None:
    """End a count: what differs is an open question, and nothing waits for it (R23, Applied)."""
    count = state.counts.get(body.count)
    if count is None or count.ended:
        return
    _ask_at_end(state, entry, count)
    for item in _unseen(state, count):
        weapon = state.weapons[item]
        open_gap(state, entry, item)
        change(weapon, entry, NOT_SEEN)
        forget_hand_over(weapon)
    state.counts[count.event] = msgspec.structs.replace(count, said=(), ended=True)


def evidence_seen(state: State, entry: Entry, body: EvidenceSeen) -> None:
    """Keep that something kept as found was looked at, in the order it was (R49)."""
    keep = state.keeps.get(body.keep)
    if keep is not None:
        state.keeps[body.keep] = msgspec.structs.replace(keep, seen=(*keep.seen, entry.id))


def void_of_counts(state: State, event: EventId) -> None:
    """Forget what rests on a corrected event: what a pair counted, a day counted, provenance.

    What was booked as missing or found stays, and so do the questions about it (DESIGN.md).
    """
    voided = {event}
    for count in state.counts.values():
        if event in {count.event, *count.by}:
            voided.update(count.by)
            _void(state, count, event)
    for box in state.containers.values():
        if box.counted in voided:
            box.counted = NO_EVENT
    for what, day in [*state.counted_on.items()]:
        if not voided.isdisjoint(day.by):
            del state.counted_on[what]
    for lot in state.lots.values():
        lot.provenance = lot.provenance and event not in lot.deliveries


def _void(state: State, count: CountFact, event: EventId) -> None:
    said = tuple([one for one in count.said if one.event != event])
    sound = count.sound and event != count.event
    state.counts[count.event] = msgspec.structs.replace(
        count,
        said=said,
        agreed=(),
        settled=(),
        cases=None,
        sound=sound,
    )
    for held in [held for item in count.settled if (held := state.item(item)) is not None]:
        held.counted_opening = held.counted_wrap = -1


# -- what was said -------------------------------------------------------------------------------


def _said(state: State, entry: Entry, body: Counted) -> SaidCount:
    signer = entry.event.signers[0]
    # Of two lines about the same rounds the later counts, as of two people's words about anything.
    lines = {(line.container, line.lot): line for line in body.lines}
    return SaidCount(
        event=entry.id,
        index=entry.index,
        person=signer.person,
        key=signer.key,
        role=signer.role,
        direction=body.direction,
        lines=tuple(
            [
                SaidLine(
                    container=line.container,
                    lot=line.lot,
                    rounds=line.rounds,
                    booked=_stock(state, line.container, line.lot).rounds,
                    changed=_changed(state, line.container),
                )
                for line in lines.values()
            ]
        ),
        seen=tuple(sorted(set(body.weapons))),
        fired_cases=body.fired_cases,
    )


def _whose(said: SaidCount) -> tuple[object, object]:
    return said.person, said.direction


def _cell(line: SaidLine | AgreedLine) -> tuple[ItemId, LotId]:
    return line.container, line.lot


def _containers(lines: list[SaidLine]) -> tuple[ItemId, ...]:
    return tuple(sorted({line.container for line in lines}))


def _stock(state: State, item: ItemId, lot: LotId) -> Stock:
    container = state.containers.get(item)
    return Stock() if container is None else container.stock.get(lot, Stock())


def _changed(state: State, item: ItemId) -> EventId:
    container = state.containers.get(item)
    return NO_EVENT if container is None else container.changed


def _holds_rounds(state: State, item: ItemId) -> bool:
    """Return whether naming it is no count of it: round by round somebody says what is in it."""
    container = state.containers.get(item)
    return container is not None and bool(container.stock)


# -- pairs ---------------------------------------------------------------------------------------


def _today(state: State, said: Iterable[SaidCount]) -> tuple[SaidCount, ...]:
    """Return what was said since the working day began: what was there yesterday may have gone."""
    return tuple([one for one in said if one.index > state.working_day.since])


def _distinct(first: SaidCount, second: SaidCount) -> bool:
    """Return whether these are two people with two keys who counted the same way."""
    same = first.person == second.person or first.key == second.key
    return not same and first.direction is second.direction


def _may_pair(first: SaidCount, second: SaidCount, container: Container | None) -> bool:
    """Return whether one presents and the other, who did not fill it, is second person."""
    filled = () if container is None else container.filled_by
    return any(
        handler.role is Role.HANDLER and other.role in EITHER_ROLES and other.person not in filled
        for handler, other in ((first, second), (second, first))
    )


def _agrees(state: State, said: SaidCount, line: SaidLine, partners: list[SaidCount]) -> bool:
    """Return whether a partner's line says the same, of the same book."""
    container = state.containers.get(line.container)
    if container is None or line.lot not in state.lots:
        return False
    return any(line in one.lines and _may_pair(said, one, container) for one in partners)


def _cases(said: SaidCount, partners: list[SaidCount], before: int | None) -> int | None:
    """Return the fired cases that a pair counted alike; none said is none counted."""
    alike = any(
        one.fired_cases == said.fired_cases and _may_pair(said, one, None) for one in partners
    )
    return said.fired_cases if alike and said.fired_cases else before


def _both_saw(said: tuple[SaidCount, ...], item: ItemId) -> bool:
    return any(item in first.seen and item in second.seen for first, second in _pairs(said))


def _pairs(said: tuple[SaidCount, ...]) -> Iterator[tuple[SaidCount, SaidCount]]:
    for place, first in enumerate(said):
        for second in said[place + 1 :]:
            if _distinct(first, second) and _may_pair(first, second, None):
                yield first, second


def _agreed(line: SaidLine, entry: Entry) -> AgreedLine:
    return AgreedLine(
        container=line.container,
        lot=line.lot,
        rounds=line.rounds,
        changed=line.changed,
        index=entry.index,
    )


def _after_booking(count: CountFact, booked: dict[ItemId, EventId], event: EventId) -> CountFact:
    """Let what the count itself booked be no movement: what it says of the same box stands."""
    if not booked:
        return count
    said = [
        msgspec.structs.replace(
            one, lines=tuple([_since(line, booked, event) for line in one.lines])
        )
        for one in count.said
    ]
    agreed = [_since(line, booked, event) for line in count.agreed]
    return msgspec.structs.replace(count, said=tuple(said), agreed=tuple(agreed))


def _since(line: _Line, booked: dict[ItemId, EventId], event: EventId) -> _Line:
    """Return the line as of the booking, if it was of the box as it was just before."""
    if booked.get(line.container) != line.changed:
        return line
    return msgspec.structs.replace(line, changed=event)


# -- the book ------------------------------------------------------------------------------------


def _book(state: State, entry: Entry, line: SaidLine) -> bool:
    """Bring the book to what two people counted; return whether it differed."""
    container, lot = state.containers[line.container], state.lots[line.lot]
    loose = container.loose
    more = line.rounds - _stock(state, line.container, line.lot).rounds
    if more == 0:
        return False
    if more > 0 and lot.kind is Kind.LIVE:
        ask(state, entry, Topic.LOOKS_LIVE, (line.container,), (line.lot,))
    else:
        ask(state, entry, Topic.DIFFERENCE, (line.container,), (line.lot,))
    if more > 0:
        lot.found += more
        put_rounds(container, lot, line.lot, more)
        turned_up(state, container, entry.id)
    else:
        _miss(container, lot, line.lot, -more)
    container.changed = entry.id
    weigh(state, container)
    if container.loose < loose:  # nobody counts unnamed rounds away: they are about (R15)
        ask(state, entry, Topic.NOT_NAMEABLE, (line.container,), (line.lot,))
    return True


def _miss(container: Container, lot: Lot, name: LotId, rounds: int) -> None:
    """Book rounds as missing: of those that are there, none is better proved for it.

    Which ones are missing nobody knows: the proved first, then those of our own, and a seal on a
    box that lacks rounds says nothing any more.
    """
    stock = container.stock[name]
    proved = min(rounds, stock.proved)
    stock.proved -= proved
    stock.named -= min(rounds - proved, stock.named)
    stock.rounds -= rounds
    stock.sealed = 0
    stock.looks = []
    container.counted = NO_EVENT
    lot.stored -= rounds
    lot.missing += rounds
    if stock.rounds == 0:
        del container.stock[name]
        if not container.stock:
            container.filled_by = ()


def _settled(state: State, count: CountFact, item: ItemId) -> bool:
    """Return whether a pair has counted all that the book has of this item now."""
    container = state.containers.get(item)
    if container is None:
        return item in state.weapons and _both_saw(_today(state, count.said), item)
    agreed = {
        line.lot: line.rounds
        for line in count.agreed
        if line.container == item
        and line.changed == container.changed
        and line.index > state.working_day.since
    }
    if not container.stock:
        return bool(agreed) or _both_saw(_today(state, count.said), item)
    return all(agreed.get(lot) == stock.rounds for lot, stock in container.stock.items())


def _counted_by_two(
    state: State, entry: Entry, count: CountFact, item: ItemId, *, booked: bool
) -> None:
    held = state.item(item)
    container = state.containers.get(item)
    if container is not None and not booked:
        container.counted = container.counted or entry.id
    if held is not None and _for_the_day(state, count.purpose) is CountFor.WRAP:
        held.counted_wrap = entry.index
    elif held is not None and count.purpose is CountFor.OPENING:
        held.counted_opening = entry.index


def _for_the_day(state: State, purpose: CountFor) -> CountFor:
    """Return what a count is for: one between two days is the wrap of the one before."""
    between = purpose is CountFor.OPENING and not state.day
    return CountFor.WRAP if between else purpose


def _count_day(state: State, entry: Entry, purpose: CountFor) -> None:
    """Note that everything was counted by two: guns that can fire, and all that holds rounds."""
    what = _for_the_day(state, purpose)
    if what not in {CountFor.OPENING, CountFor.WRAP}:
        return
    things: list[Held] = [gun for gun in state.weapons.values() if gun.firing]
    things += [box for box in state.containers.values() if box.stock]
    for held in things:
        last = held.counted_wrap if what is CountFor.WRAP else held.counted_opening
        if held.charge.by is not By.END and last <= state.working_day.since:
            return
    state.counted_on[what.value] = DayCounted(
        day=state.working_day.date,
        index=entry.index,
        by=tuple([event for count in state.counts.values() for event in count.by]),
    )


# -- the end -------------------------------------------------------------------------------------


def _ask_about(state: State, entry: Entry, lines: list[SaidLine]) -> None:
    if lines:
        lots = tuple(sorted({line.lot for line in lines}))
        ask(state, entry, Topic.DIFFERENCE, _containers(lines), lots)


def _ask_at_end(state: State, entry: Entry, count: CountFact) -> None:
    """Ask where somebody differs from the book or from what two agreed in; nothing is booked."""
    agreed = {_cell(line): line.rounds for line in count.agreed}
    lines = [line for said in count.said for line in said.lines]
    _ask_about(
        state, entry, [one for one in lines if one.rounds != agreed.get(_cell(one), one.booked)]
    )
    seen = {item for said in count.said for item in said.seen}
    unknown = {item for item in seen if state.item(item) is None}
    alone = {item for item in seen.intersection(count.items) if _one_missed_it(count, item)}
    if unknown | alone:
        ask(state, entry, Topic.DIFFERENCE, tuple(sorted(unknown | alone)))


def _one_missed_it(count: CountFact, item: ItemId) -> bool:
    """Return whether one of a pair saw it and the other did not."""
    return item not in count.settled and any(
        (item in first.seen) is not (item in second.seen) for first, second in _pairs(count.said)
    )


def _unseen(state: State, count: CountFact) -> list[ItemId]:
    """Return the guns that the count named, a pair looked for, and nobody saw."""
    if next(_pairs(count.said), None) is None:
        return []
    seen = {item for said in count.said for item in said.seen}
    return [
        item
        for item in count.items
        if item not in seen
        and item in state.weapons
        and state.weapons[item].charge.by is not By.END
    ]


FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    BeginCount: begin_count,
    Counted: counted,
    EndCount: end_count,
    EvidenceSeen: evidence_seen,
}
