"""Moves that every part shares: charge, ends of a showing, open questions, aggregates."""

from __future__ import annotations

import msgspec

from showclear.errors import InvariantError
from showclear.field.ids import NO_EVENT, NOBODY, EventId, ItemId, LotId, PersonId
from showclear.field.instants import Now
from showclear.field.people import Role
from showclear.field.stock import Purpose
from showclear.record.event import Event
from showclear.record.events.desk import Outcome
from showclear.record.state import (
    BLOCKING_TOPICS,
    By,
    Charge,
    Container,
    Lot,
    Question,
    State,
    Stock,
    Topic,
    Weapon,
)

KEPT_APART = frozenset({Purpose.RECEIVING, Purpose.QUARANTINE})


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as the fold sees it: where, what, its outcome, whether marked, the desk's time."""

    index: int
    id: EventId
    event: Event
    outcome: Outcome
    marked: bool
    now: Now

    @property
    def author(self) -> PersonId:
        """The first signer."""
        return self.event.signers[0].person


def put_in_charge(state: State, item: ItemId, charge: Charge, *, in_hand: str) -> None:
    """Change who answers for an item and who holds it, keeping the aggregates right.

    An open gap about the item is closed when somebody answers for it again.
    """
    weapon = state.weapons.get(item)
    if weapon is not None:
        was_out = weapon.firing and weapon.charge.by is not By.PLACE
        weapon.charge = charge
        now_out = weapon.firing and charge.by is not By.PLACE
        state.guns_out += int(now_out) - int(was_out)
        weapon.in_hand, weapon.in_hand_reported = in_hand, False
    container = state.containers.get(item)
    if container is not None:
        container.charge = charge
        container.in_hand, container.in_hand_reported = in_hand, False
        weigh(state, container)
    if charge.by is not By.GAP:
        state.gaps.pop(item, None)


def take_charge(state: State, entry: Entry, item: ItemId) -> None:
    """Put who signs in charge, holding it: only a handler with a key of their own can be.

    Whoever else reports to have it holds it, and nobody answers for it: a gap (DESIGN.md, Moods).
    """
    if signs_alone(state, entry) and state.registry.may_act(entry.author, Role.HANDLER):
        put_in_charge(state, item, Charge(By.HANDLER, entry.author), in_hand=entry.author)
    else:
        open_gap(state, entry, item, in_hand=entry.author)


def signs_alone(state: State, entry: Entry) -> bool:
    """Return whether the first signature is by a key of the person it names."""
    signer = entry.event.signers[0]
    key = state.registry.keys.get(signer.key)
    return key is not None and key.person == signer.person


def open_gap(state: State, entry: Entry, item: ItemId, *, in_hand: str = "") -> None:
    """Say that nobody answers for the item: an explicit gap, open until somebody does again."""
    put_in_charge(state, item, Charge(By.GAP, entry.id), in_hand=in_hand)
    if item in state.containers:
        change_container(state, state.containers[item], entry)
    state.gaps[item] = Question(event=entry.id, topic=Topic.GAP, items=(item,), index=entry.index)


def change(weapon: Weapon, entry: Entry, cause: str) -> None:
    """Let the last showing of a gun end: it was changed, opened or out of sight (R54)."""
    weapon.changed = entry.id
    weapon.ended = cause
    weapon.looks = []
    weapon.failed = weapon.failed_turn = 0
    weapon.empty_seen_by = ()


def change_container(state: State, container: Container, entry: Entry) -> None:
    """Let every proof in a container end: it was out of sight, or its contents are uncertain.

    The twin of :func:`change` for containers. Its opened rounds are loose until proved again.
    """
    container.changed = entry.id
    for stock in container.stock.values():
        unprove(stock)
        stock.looks = []
    weigh(state, container)


def unprove(stock: Stock) -> None:
    """Take back what is proved or named of a stock; its looks stay."""
    stock.proved = stock.named = 0
    stock.proofs = frozenset()
    stock.proved_by = ()


def ask(state: State, entry: Entry, topic: Topic, items: tuple[ItemId, ...]) -> None:
    """Open a question, unless the same event has opened one already with a graver topic."""
    known = state.questions.get(entry.id)
    if known is not None:
        if known.topic in BLOCKING_TOPICS:
            return
        close_question(state, entry.id)
        items = tuple(sorted({*known.items, *items}))
    question = Question(event=entry.id, topic=topic, items=items, index=entry.index)
    state.questions[entry.id] = question
    state.blocking += int(topic in BLOCKING_TOPICS)


def close_question(state: State, event: EventId) -> None:
    """Close a question, if it is open."""
    question = state.questions.pop(event, None)
    if question is not None:
        state.blocking -= int(question.topic in BLOCKING_TOPICS)


def weigh(state: State, container: Container) -> None:
    """Bring a container's share of the loose rounds up to date (invariant 3)."""
    loose = 0
    if not kept_apart(state, container):
        loose = sum(
            stock.rounds - stock.sealed - stock.proved - stock.named
            for stock in container.stock.values()
        )
    state.loose_rounds += loose - container.loose
    container.loose = loose


def kept_apart(state: State, container: Container) -> bool:
    """Return whether the container, or the place it is locked in, is receiving or quarantine."""
    if container.purpose in KEPT_APART:
        return True
    if container.charge.by is not By.PLACE:
        return False
    place = state.containers.get(ItemId(container.charge.who))
    return place is not None and place.purpose in KEPT_APART


def lot_of(state: State, lot: LotId) -> Lot:
    """Return the lot; asking for one the fold has not made is a bug."""
    found = state.lots.get(lot)
    if found is None:
        raise InvariantError(f"fold: lot {lot} is not known")
    return found


def put_rounds(container: Container, lot: Lot, name: LotId, rounds: int, *, proved: int) -> None:
    """Put rounds into a container; ``proved`` of them keep their proof."""
    stock = container.stock.setdefault(name, Stock())
    if proved and stock.proved == 0:
        stock.proofs = frozenset()
    stock.rounds += rounds
    stock.proved += proved
    stock.looks = []
    lot.stored += rounds


def take_rounds(container: Container, lot: Lot, name: LotId, rounds: int) -> tuple[int, int]:
    """Take up to ``rounds`` out of a container; return how many there were, and how many proved.

    Unproved rounds are taken first: what leaves a mixed box is what nobody has proved.
    """
    stock = container.stock.get(name)
    if stock is None:
        return 0, 0
    taken = min(rounds, stock.rounds)
    unproved = min(taken, stock.rounds - stock.proved)
    proved = taken - unproved
    stock.rounds -= taken
    stock.proved -= proved
    stock.sealed = min(stock.sealed, stock.rounds - stock.proved)
    stock.looks = []
    lot.stored -= taken
    if stock.rounds == 0:
        del container.stock[name]
        if not container.stock:
            container.filled_by = ()
    return taken, proved


def add_once(people: tuple[PersonId, ...], person: PersonId) -> tuple[PersonId, ...]:
    """Return the people with this one added, each once."""
    return people if person in people or person == NOBODY else (*people, person)


def forget_hand_over(weapon: Weapon) -> None:
    """Close the present hand-over; its index stays, so its looks are not used twice."""
    weapon.handed_to, weapon.handed, weapon.shown_by = NOBODY, NO_EVENT, NO_EVENT
