"""Moves that every part shares: charge, ends of a showing, open questions, aggregates."""

from __future__ import annotations

import msgspec

from showclear.errors import InvariantError
from showclear.field.ids import (
    NO_EVENT,
    NOBODY,
    EventId,
    ItemId,
    LotId,
    PersonId,
    SetUpId,
)
from showclear.field.instants import Now
from showclear.field.people import Role
from showclear.field.stock import CARRIED_FORMS
from showclear.record.event import Event
from showclear.record.events.counting import CountFor
from showclear.record.events.desk import Outcome
from showclear.record.state import (
    BLOCKING_TOPICS,
    KEPT_APART,
    By,
    Charge,
    Container,
    Held,
    Lot,
    Proven,
    Question,
    State,
    Stock,
    Topic,
    Weapon,
)

# What ends a showing but leaves in a gun what was put into it, under its people's eyes (R54).
STAYED = frozenset(
    {
        "fired",
        "dropped",
        "wetted",
        "jammed",
        "misfired",
        "opened",
        "asked-to-see",
        "loaded",
        "made-clear",
    }
)
# After these the bore is still as it was seen before the first round went in (R20, R43).
BORE_STAYS = frozenset({"loaded", "asked-to-see"})
UNPROVED = Proven()
NOT_OUT = frozenset({By.PLACE, By.END})  # locked away, or not in this ledger any more
MADE_CLEAR = "made-clear"
# It is the same gun after these, and what it holds is in the book; any other cause leaves doubt.
OPENING_STAYS = frozenset(
    {
        "loaded",
        MADE_CLEAR,
        "fired",
        "locked-away",
        "was-locked-away",
        "asked-to-see",
        "opened",
        "jammed",
        "misfired",
    }
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as the fold sees it: where, what, its outcome, its marks, the desk's time."""

    index: int
    id: EventId
    event: Event
    outcome: Outcome
    mark_codes: tuple[str, ...] = ()
    now: Now

    @property
    def marked(self) -> bool:
        """Whether anything stands against it, though it was admitted."""
        return bool(self.mark_codes)

    @property
    def author(self) -> PersonId:
        """The first signer."""
        return self.event.signers[0].person


def put_in_charge(state: State, item: ItemId, charge: Charge, *, in_hand: str) -> None:
    """Change who answers for an item and who holds it, keeping the aggregates right.

    An open gap about the item is closed when somebody answers for it again. What leaves a locked
    place, or comes back from another ledger, is to be counted again; locking up is no such move.
    """
    held = state.item(item)
    if held is not None and held.charge.by in NOT_OUT and charge.by not in NOT_OUT:
        count_again(state, held)
    weapon = state.weapons.get(item)
    if weapon is not None:
        was_out = weapon.firing and weapon.charge.by not in NOT_OUT
        weapon.charge = charge
        now_out = weapon.firing and charge.by not in NOT_OUT
        state.guns_out += int(now_out) - int(was_out)
        weapon.in_hand, weapon.in_hand_reported = in_hand, False
    container = state.containers.get(item)
    if container is not None:
        container.charge = charge
        container.in_hand, container.in_hand_reported = in_hand, False
        weigh_all(state, container)
    if charge.by is not By.GAP:
        state.gaps.pop(item, None)


def count_again(state: State, *things: Held) -> None:
    """Let what moves after a count be counted again, and the present day with it (R46).

    What cannot fire and holds no round may move: the day does not wait for it.
    """
    for held in things:
        held.counted_wrap = held.counted_opening = -1
        wrap = state.counted_on.get(CountFor.WRAP.value)
        if wrap is not None and wrap.index > state.working_day.since and _to_be_counted(held):
            del state.counted_on[CountFor.WRAP.value]


def _to_be_counted(held: Held) -> bool:
    if isinstance(held, Weapon):
        return held.firing
    return isinstance(held, Container) and bool(held.stock)


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


def open_gap(
    state: State, entry: Entry, item: ItemId, *, in_hand: str = "", topic: Topic = Topic.GAP
) -> None:
    """Say that nobody answers for the item: an explicit gap, open until somebody does again.

    What was found unattended stays so until then, whatever else is said of it (R42).
    """
    known = state.gaps.get(item)
    topic = topic if known is None or known.topic is Topic.GAP else known.topic
    put_in_charge(state, item, Charge(By.GAP, entry.id), in_hand=in_hand)
    if item in state.containers:
        change_container(state, state.containers[item], entry)
    state.gaps[item] = Question(
        event=entry.id, topic=topic, items=(item,), index=entry.index, day=state.day
    )


def change(weapon: Weapon, entry: Entry, cause: str) -> None:
    """Let the last showing of a gun end: it was changed, opened or out of sight (R54).

    The day's opening check ends with it where the gun could be another or hold something else.
    Failed turns are not forgotten: only what really was made clear starts from empty (R32).
    """
    weapon.changed = entry.id
    weapon.ended = cause
    weapon.looks = []
    weapon.failed_turn = 0
    if cause not in OPENING_STAYS:
        weapon.opening = []
    weapon.empty_seen_by = ()
    if cause not in BORE_STAYS:
        weapon.bore_before = ()
    if cause not in STAYED:
        weapon.loads = [msgspec.structs.replace(fact, stayed=False) for fact in weapon.loads]


def change_container(state: State, container: Container, entry: Entry) -> None:
    """Let every proof in a container end: it was out of sight, or its contents are uncertain.

    The twin of :func:`change` for containers. Its opened rounds are loose until proved again.
    """
    container.changed = entry.id
    container.counted = NO_EVENT
    for stock in container.stock.values():
        unprove(stock)
        stock.looks = []
    weigh_all(state, container)


def out_of_sight(state: State, entry: Entry, item: ItemId, cause: str) -> None:
    """End what was shown of a gun, or what was proved in a container."""
    if item in state.weapons:
        change(state.weapons[item], entry, cause)
    else:
        change_container(state, state.containers[item], entry)


def unprove(stock: Stock) -> None:
    """Take back what is proved or named of a stock; its looks stay."""
    stock.proved = stock.named = 0
    stock.proofs = frozenset()
    stock.proved_by = ()


def ask(
    state: State,
    entry: Entry,
    topic: Topic,
    items: tuple[ItemId, ...],
    lots: tuple[LotId, ...] = (),
) -> None:
    """Open a question, unless the same event has opened one already with a graver topic.

    It is about the lot that the event names, and any others given.
    """
    known = state.questions.get(entry.id)
    lots = tuple(sorted({*lots, getattr(entry.event.body, "lot", LotId(""))} - {LotId("")}))
    if known is not None:
        if known.topic in BLOCKING_TOPICS:
            return
        close_question(state, entry.id)
        items = tuple(sorted({*known.items, *items}))
        lots = tuple(sorted({*known.lots, *lots}))
    question = Question(
        event=entry.id, topic=topic, items=items, index=entry.index, lots=lots, day=state.day
    )
    state.questions[entry.id] = question
    state.blocking += int(topic in BLOCKING_TOPICS)


def ask_discharge(state: State, entry: Entry, items: tuple[ItemId, ...]) -> None:
    """Ask about a gunshot that was not called for: it stands until somebody answers (R45)."""
    ask(state, entry, Topic.DISCHARGE, items)
    state.discharges[entry.id] = items


def close_question(state: State, event: EventId) -> None:
    """Close a question, if it is open."""
    state.discharges.pop(event, None)
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


def weigh_all(state: State, container: Container) -> None:
    """Weigh a container, and those locked in it where whether they are apart hangs on it too.

    Nothing is apart for being locked in a store: of most places the rest need not be asked.
    """
    weigh(state, container)
    if container.purpose not in KEPT_APART:
        return
    for other in state.containers.values():
        if _place_of(state, other) is container:
            weigh(state, other)


def kept_apart(state: State, container: Container) -> bool:
    """Return whether it is for receiving or quarantine, and under its key-holder's eyes.

    Or locked in such a place; what somebody carries on them is not apart before. A purpose without
    key-holders is a word on a box (rules.md R15).
    """
    place = _place_of(state, container)
    return _apart(container) or (place is not None and _apart(place))


def _place_of(state: State, container: Container) -> Container | None:
    if container.charge.by is not By.PLACE:
        return None
    return state.containers.get(ItemId(container.charge.who))


def _apart(container: Container) -> bool:
    if container.purpose not in KEPT_APART or not container.key_holders:
        return False
    charge = container.charge
    if charge.by is By.HANDLER:
        if container.form in CARRIED_FORMS:
            return False  # on somebody's own body rounds are about, whatever the pocket is called
        return charge.who in container.key_holders and container.in_hand == charge.who
    return charge.by is By.PLACE


def set_aside(state: State, lot: Lot, rounds: int) -> None:
    """Put rounds where no container is, or take them from there: they are loose (invariant 3)."""
    lot.set_aside += rounds
    state.loose_rounds += rounds


def lot_of(state: State, lot: LotId) -> Lot:
    """Return the lot; asking for one the fold has not made is a bug."""
    found = state.lots.get(lot)
    if found is None:
        raise InvariantError(f"fold: lot {lot} is not known")
    return found


def put_rounds(
    container: Container, lot: Lot, name: LotId, rounds: int, proven: Proven = UNPROVED
) -> None:
    """Put rounds into a container; those that are proven keep the proofs all have in common."""
    stock = container.stock.setdefault(name, Stock())
    if proven.rounds:
        stock.proofs = stock.proofs & proven.proofs if stock.proved else proven.proofs
        stock.proved_by = tuple(dict.fromkeys((*stock.proved_by, *proven.by)))
    stock.rounds += rounds
    stock.proved += proven.rounds
    stock.named = 0
    stock.looks = []
    container.counted = NO_EVENT
    container.counted_wrap = container.counted_opening = -1
    lot.stored += rounds


def take_rounds(container: Container, lot: Lot, name: LotId, rounds: int) -> tuple[int, Proven]:
    """Take up to ``rounds`` out of a container; return how many there were, and those proved.

    Unproved rounds are taken first: what leaves a mixed box is what nobody has proved. Whoever
    takes a round out of what was sealed has opened it.
    """
    stock = container.stock.get(name)
    if stock is None:
        return 0, UNPROVED
    taken = min(rounds, stock.rounds)
    unproved = min(taken, stock.rounds - stock.proved)
    proven = UNPROVED
    if taken > unproved:
        proven = Proven(taken - unproved, stock.proofs, stock.proved_by)
    stock.rounds -= taken
    stock.proved -= proven.rounds
    stock.sealed = stock.named = 0
    stock.looks = []
    container.counted_wrap = container.counted_opening = -1
    lot.stored -= taken
    if stock.rounds == 0:
        del container.stock[name]
        if not container.stock:
            container.filled_by = ()
    return taken, proven


def turned_up(state: State, container: Container, *events: EventId) -> None:
    """Note by which events rounds turned up in a container, while their questions are open."""
    still = [event for event in container.found if event in state.questions]
    container.found = tuple(dict.fromkeys((*still, *events)))


def add_once(people: tuple[PersonId, ...], person: PersonId) -> tuple[PersonId, ...]:
    """Return the people with this one added, each once."""
    return people if person in people or person == NOBODY else (*people, person)


def passed(held: Held, entry: Entry) -> None:
    """Note that a gun came into a hand, or out of another's: looks before serve no hand-over."""
    if isinstance(held, Weapon):
        held.handed_index = entry.index


def forget_hand_over(weapon: Weapon) -> None:
    """Close the present hand-over; its index stays, so its looks are not used twice."""
    weapon.handed_to, weapon.handed, weapon.shown_by = NOBODY, NO_EVENT, NO_EVENT
    weapon.handed_for, weapon.voucher = SetUpId(""), 0
