"""Receiving, proving, moving and finding rounds; every lot's sums stay right (invariant 4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from showclear.field.ids import ItemId, PersonId
from showclear.field.people import Role
from showclear.field.stock import (
    ALARMING,
    BLANK_PROOFS,
    DUMMY_PROOFS,
    Kind,
    Odd,
    Proof,
    WeaponClass,
)
from showclear.record.codes import Code
from showclear.record.events.base import Body
from showclear.record.events.stock import (
    Answer,
    FoundRound,
    Grade,
    Move,
    OpenDelivery,
    Prove,
    ReceiveContainer,
    ReceiveRounds,
    ReceiveWeapon,
)
from showclear.record.facts_guns import without_result
from showclear.record.folding.custody import (
    UNPROVED,
    Entry,
    add_once,
    ask,
    change_container,
    close_question,
    count_again,
    kept_apart,
    lot_of,
    out_of_sight,
    put_rounds,
    set_aside,
    take_charge,
    take_rounds,
    turned_up,
    unprove,
    weigh,
)
from showclear.record.showing import SECOND_ROLES
from showclear.record.state import (
    By,
    Charge,
    Container,
    Held,
    Lot,
    ProveFact,
    Proven,
    State,
    Stock,
    Topic,
    Weapon,
)

TWO = 2  # a found round is named by two people together (R15)
# A stale list of what an item has seen since says nothing of what two people hold in their hands.
_STALE: Final = frozenset({Code.ITEM_ELSEWHERE.value, Code.ITEM_UNKNOWN.value})
# Nobody opens another blank for each count: once a delivery was proved by the whole set, its crimp
# and maker's code on each name it again (rules.md R18, R19).
_SEEN_AGAIN: Final = frozenset({Proof.CRIMP, Proof.MAKER_CODE})
BLANKS: Final = frozenset({Kind.BLANK, Kind.CHARGE})
ON_FILE: Final = ("serial", "supplier", "papers", "photograph")  # what R11 asks for at arrival
# What a gun that left this ledger has with it when it comes back.
STAYS_WITH_IT: Final = (
    "kept", "failed", "loads", "loaded_index", "rounds", "fired_cases", "last_kind", "bore_due",
    "handed_index", "unfit", "released", "function_due", "function_settled", "function_was_due",
    "clear_due", "waiting",
)  # fmt: skip
_PAIRED: Final = frozenset({Role.HANDLER}) | SECOND_ROLES


def receive_weapon(state: State, entry: Entry, body: ReceiveWeapon) -> None:
    """Take a weapon into the ledger, in charge of and held by its receiver, unknown."""
    known = state.weapons.get(body.weapon)
    if known is not None and known.charge.by is By.END:
        _gun_again(state, entry, body, known)
        return
    if known is not None:
        # It is here already: whoever receives it again names another gun, or the same one twice.
        ask(state, entry, Topic.OUT_OF_CHAIN, (body.weapon,))
        return
    charge = Charge(By.HANDLER, entry.author)
    state.weapons[body.weapon] = _gun(entry, body, charge)
    state.guns_out += int(body.weapon_class >= WeaponClass.BLANK_ONLY)
    take_charge(state, entry, body.weapon)
    _arrived(state, state.weapons[body.weapon])


def _gun(entry: Entry, body: ReceiveWeapon, charge: Charge) -> Weapon:
    """Return a gun as it is described on arrival: nothing of it was shown or looked over."""
    return Weapon(
        charge=charge,
        in_hand=entry.author,
        weapon_class=body.weapon_class,
        pattern=body.pattern,
        chambers=body.chambers,
        capacity=body.capacity,
        adaptation=body.adaptation,
        changed=entry.id,
        ended="received",
        calibres=body.calibres,
        lacks=tuple(name for name in ON_FILE if not getattr(body, name)),
    )


def _gun_again(state: State, entry: Entry, body: ReceiveWeapon, known: Weapon) -> None:
    """Take a gun that had left: as described now, never looked over, and no better than it was.

    What the book has in it and what was due on it or found stays; of two classes the higher. Of
    its test-fires only how far debris was seen to reach counts still (R11, R14, R21).
    """
    gun = state.weapons[body.weapon] = _gun(entry, body, known.charge)
    if (gun.weapon_class, gun.mechanism) != (known.weapon_class, known.mechanism):
        ask(state, entry, Topic.DIFFERENCE, (body.weapon,))
    gun.weapon_class = max(gun.weapon_class, known.weapon_class)
    for name in STAYS_WITH_IT:
        setattr(gun, name, getattr(known, name))
    for lot, fact in known.test_fired.items():
        gun.test_fired[lot] = without_result(fact)
    back_again(state, entry, body.weapon)


def receive_container(state: State, entry: Entry, body: ReceiveContainer) -> None:
    """Take a container into use; one that names key-holders is a locked place."""
    if back_again(state, entry, body.container):
        return
    if body.container in state.containers:  # as with a weapon: another box, or the same one twice
        ask(state, entry, Topic.OUT_OF_CHAIN, (body.container,))
        return
    state.containers[body.container] = Container(
        charge=Charge(By.HANDLER, entry.author),
        in_hand=entry.author,
        form=body.form,
        purpose=body.purpose,
        key_holders=body.key_holders,
        changed=entry.id,
    )
    take_charge(state, entry, body.container)


def back_again(state: State, entry: Entry, item: ItemId) -> bool:
    """Take an item that had left this ledger; what it was is as on record, its question is open.

    Nothing is known of what is in it, as with a new one. Return whether it had left at all.
    """
    held = state.item(item)
    if held is None or held.charge.by is not By.END:
        return False
    out_of_sight(state, entry, item, "received")
    take_charge(state, entry, item)
    return True


def receive_rounds(state: State, entry: Entry, body: ReceiveRounds) -> None:
    """Book rounds as received; what they are stays open until they are proved."""
    container = state.containers.get(body.container)
    lot = state.lots.get(body.lot)
    if lot is None:
        lot = state.lots[body.lot] = Lot(kind=body.kind, calibre=body.calibre)
    elif lot.kind is not body.kind or lot.calibre != body.calibre:
        ask(state, entry, Topic.NOT_NAMEABLE, ())  # one lot cannot be two things (R17)
    papers = bool(body.maker and body.supplier and body.receipt) and not entry.marked
    lot.provenance = papers and (lot.provenance or not lot.received)
    lot.received += body.rounds
    lot.deliveries = (*lot.deliveries, entry.id)
    lot.proved_once = False
    if not body.sealed and Kind.LIVE in {body.kind, lot.kind}:
        ask(state, entry, Topic.LOOKS_LIVE, () if container is None else (body.container,))
    if container is None:
        set_aside(state, lot, body.rounds)
        return
    put_rounds(container, lot, body.lot, body.rounds)
    stock = container.stock[body.lot]
    if body.sealed:
        stock.sealed += body.rounds
    else:
        container.filled_by = add_once(container.filled_by, entry.author)
    unprove(stock)
    container.changed = entry.id
    weigh(state, container)
    _arrived(state, container)


def _arrived(state: State, held: Held) -> None:
    """Let what arrives on a working day be counted at its wrap; between two it is of the next."""
    if state.day:
        count_again(state, held)


def open_delivery(state: State, entry: Entry, body: OpenDelivery) -> None:
    """Open every sealed lot in the container."""
    container = state.containers.get(body.container)
    if container is None:
        return
    for name, stock in container.stock.items():
        if stock.sealed and lot_of(state, name).kind is Kind.LIVE:
            ask(state, entry, Topic.LOOKS_LIVE, (body.container,))
        stock.sealed = 0
        stock.looks = []
    container.changed = entry.id
    weigh(state, container)


def prove(state: State, entry: Entry, body: Prove) -> None:
    """Keep one look at rounds; two that agree prove them (R18). What is odd always counts."""
    container = state.containers.get(body.container)
    _prove_odd(state, entry, body, container)
    stock = None if container is None else container.stock.get(body.lot)
    if container is None or stock is None or entry.marked or body.cites != container.changed:
        return
    signer = entry.event.signers[0]
    odd = sum(item.rounds for item in body.odd)
    stock.looks.append(
        ProveFact(
            event=entry.id,
            person=signer.person,
            key=signer.key,
            role=signer.role,
            kind=body.kind,
            rounds=body.rounds,
            each=frozenset(body.each),
            odd=odd,
            index=entry.index,
            at=entry.now,
        )
    )
    if body.rounds + odd != stock.rounds:
        ask(state, entry, Topic.DIFFERENCE, (body.container,))
    _settle(container, stock, lot_of(state, body.lot))
    weigh(state, container)


def found_round(state: State, entry: Entry, body: FoundRound) -> None:
    """Book found rounds; one that nobody can name, or that looks live, blocks (R15)."""
    doubted = not _STALE.issuperset(entry.mark_codes)
    named = body.grade is Grade.OURS and len(entry.event.signers) >= TWO and not doubted
    lot = state.lots.get(body.lot)
    container = state.containers.get(body.into)
    items = () if container is None else (body.into,)
    if body.grade is Grade.LOOKS_LIVE or body.kind is Kind.LIVE:
        ask(state, entry, Topic.LOOKS_LIVE, items)
        return
    ours = lot is not None and body.kind in {lot.kind, Kind.FIRED_CASE}
    if not named or lot is None or not ours:
        ask(state, entry, Topic.NOT_NAMEABLE, items)
        return
    if body.kind is Kind.FIRED_CASE:
        if container is not None:
            container.fired_cases += body.rounds
        return
    ask(state, entry, Topic.DIFFERENCE, items)
    lot.found += body.rounds
    if container is None:
        set_aside(state, lot, body.rounds)
        return
    put_rounds(container, lot, body.lot, body.rounds)
    for signer in entry.event.signers:
        container.filled_by = add_once(container.filled_by, signer.person)
    turned_up(state, container, entry.id)
    container.changed = entry.id
    weigh(state, container)
    count_again(state, container)


def move(state: State, entry: Entry, body: Move) -> None:
    """Move rounds between containers; more than the book has are found, and a question.

    Set-aside rounds are put away by moving them out of where the book has too few. Moved out of
    order or by somebody who may not, nothing in either container is proved any more.
    """
    source = state.containers.get(body.source)
    target = state.containers.get(body.target)
    lot = state.lots.get(body.lot)
    if lot is None or target is None or _nowhere(body, source, lot):
        ask(state, entry, Topic.NOT_NAMEABLE, (body.target,))
    elif source is target:
        ask(state, entry, Topic.DIFFERENCE, (body.source,))
    else:
        if lot.kind is Kind.LIVE:
            ask(state, entry, Topic.LOOKS_LIVE, (body.target,))
        _moved(state, entry, body, lot)
    for container in (source, target):
        if container is None:
            continue
        if entry.marked or lot is None or source is None:
            change_container(state, container, entry)
        container.changed = entry.id
        weigh(state, container)
        count_again(state, container)


def _nowhere(body: Move, source: Container | None, lot: Lot) -> bool:
    """Return whether the book cannot say where the rounds came from."""
    return source is None and lot.set_aside < body.rounds


def _moved(state: State, entry: Entry, body: Move, lot: Lot) -> None:
    source, target = state.containers.get(body.source), state.containers[body.target]
    fillers: tuple[PersonId, ...] = () if source is None else source.filled_by
    taken, proven = 0, UNPROVED
    if source is not None:
        taken, proven = take_rounds(source, lot, body.lot, body.rounds)
    aside = min(body.rounds - taken, lot.set_aside)
    set_aside(state, lot, -aside)
    if taken + aside < body.rounds:
        topic = Topic.NOT_NAMEABLE if entry.marked else Topic.DIFFERENCE
        ask(state, entry, topic, (body.source, body.target))
        lot.found += body.rounds - taken - aside
    came = () if source is None else source.found
    if entry.id in state.questions:
        came = (*came, entry.id)
    moved = Proven(proven.rounds, proven.proofs, (*proven.by, entry.id))
    put_rounds(target, lot, body.lot, body.rounds, moved)
    turned_up(state, target, *came)
    for person in (*fillers, entry.author):
        target.filled_by = add_once(target.filled_by, person)


def answer(state: State, entry: Entry, body: Answer) -> None:
    """Close the question or concern that was answered."""
    del entry
    close_question(state, body.of)
    state.concerns.pop(body.of, None)


def _prove_odd(state: State, entry: Entry, body: Prove, container: Container | None) -> None:
    seen = {item.seen for item in body.odd} & ALARMING
    kind = body.kind if body.rounds else None
    apart = container is not None and kept_apart(state, container)
    primed = Odd.LIVE_PRIMER in seen
    if primed and body.lot in state.lots:
        state.lots[body.lot].live_primer = True  # for ever (R19)
    if Odd.LOOKS_LIVE in seen or kind is Kind.LIVE:
        ask(state, entry, Topic.LOOKS_LIVE, (body.container,))
    elif primed or ((seen or kind is Kind.UNKNOWN) and not apart):
        ask(state, entry, Topic.NOT_NAMEABLE, (body.container,))


def _settle(container: Container, stock: Stock, lot: Lot) -> None:
    """Set ``proved`` from the last look of each person, if two distinct ones agree.

    A first look that says what the book says takes nothing away meanwhile. The handler of the
    pair may have filled the container, as he may have loaded the gun; the second person never.
    """
    newest = list({look.person: look for look in stock.looks}.values())
    if stock.sealed or not all(_as_booked(look, stock, lot) for look in newest):
        unprove(stock)
    if stock.sealed or any(not agree(look, newest[0]) for look in newest):
        return
    able = [look for look in newest if look.person not in container.filled_by]
    for first in newest:
        for second in able:
            both = first.each & second.each
            if _pair(first, second) and first.kind is lot.kind and _suffices(lot, both):
                unprove(stock)
                stock.proved = min(first.rounds, stock.rounds)
                stock.proofs = both
                stock.proved_by = (first.event, second.event)
                lot.proved_once = lot.proved_once or proves(lot.kind, both)


def _as_booked(look: ProveFact, stock: Stock, lot: Lot) -> bool:
    return look.kind is lot.kind and look.rounds == stock.rounds and not look.odd


def _pair(first: ProveFact, second: ProveFact) -> bool:
    """Return whether these two may prove rounds: a handler and one other who may be second."""
    distinct = first.person != second.person and first.key != second.key
    return distinct and first.role is Role.HANDLER and second.role in _PAIRED


def _suffices(lot: Lot, proofs: frozenset[Proof]) -> bool:
    again = lot.proved_once and lot.kind in BLANKS and proofs >= _SEEN_AGAIN
    return again or proves(lot.kind, proofs)


def agree(first: ProveFact, second: ProveFact) -> bool:
    """Return whether two looks at rounds say the same."""
    return (first.kind, first.rounds, first.odd) == (second.kind, second.rounds, second.odd)


def proves(kind: Kind, proofs: frozenset[Proof]) -> bool:
    """Return whether these proofs suffice for this kind (R18, R19)."""
    if kind is Kind.DUMMY:
        return bool(proofs & DUMMY_PROOFS)
    # Nothing proves a live or unknown round, nor a case, to be one that may be loaded.
    return kind in BLANKS and proofs >= BLANK_PROOFS


FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    ReceiveWeapon: receive_weapon,
    ReceiveContainer: receive_container,
    ReceiveRounds: receive_rounds,
    OpenDelivery: open_delivery,
    Prove: prove,
    FoundRound: found_round,
    Move: move,
    Answer: answer,
}
