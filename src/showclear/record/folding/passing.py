"""A line walked and issued, relief, guarded by, found with, an hour on paper, shipped, destroyed.

Of all these only a relief that both handlers sign, and a movement written in an approved set-up,
leave a showing as it was; everything else moves things toward a gap and an open question.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from showclear.field.ids import NOBODY, ItemId, PersonId
from showclear.field.mechanisms import BoreMethod, Holds, How, is_bore
from showclear.field.people import Role
from showclear.field.plan import INTO_A_HAND
from showclear.record.events.base import Body
from showclear.record.events.handling import Entered, Look, PositionAnswer
from showclear.record.events.passing import (
    Destroyed,
    FoundWith,
    GuardedBy,
    IssueLine,
    LookLine,
    OnPaper,
    PaperLine,
    Relieve,
    Ship,
    Walked,
)
from showclear.record.folding.custody import (
    Entry,
    ask,
    change_container,
    count_again,
    forget_hand_over,
    lot_of,
    open_gap,
    out_of_sight,
    passed,
    put_in_charge,
    signs_alone,
    take_rounds,
    weigh,
)
from showclear.record.folding.handling import put_in_hand
from showclear.record.folding.looking import asked_already, keep_look
from showclear.record.showing import required
from showclear.record.state import ROUND_TOPICS, By, Charge, Held, State, Topic, Weapon

TWO: Final = 2  # rounds are destroyed by two, and one handler relieves another
# No gun has such a position: a look that answers for it is never whole (record.showing).
SOMEWHERE: Final = "somewhere"


def look_line(state: State, entry: Entry, body: LookLine) -> None:
    """Keep a look at each gun, as if it had been made alone; what is odd is about that gun only.

    Of a gun that is named twice only what was odd counts.
    """
    odd = [
        walked.weapon
        for walked in body.line
        if walked.odd is Holds.ODD and not _asked_already(state, entry, walked, body)
    ]
    if odd:
        ask(state, entry, Topic.NOT_NAMEABLE, tuple(sorted(set(odd))))
    doubted = {walked.weapon for walked in body.line if walked.odd is not None}
    for walked in dict.fromkeys(body.line):
        weapon = state.weapons.get(walked.weapon)
        if weapon is not None and (walked.odd is not None or walked.weapon not in doubted):
            keep_look(entry, _look_at(walked, body, weapon), weapon)


def _asked_already(state: State, entry: Entry, walked: Walked, body: LookLine) -> bool:
    weapon = state.weapons.get(walked.weapon)
    if weapon is None:
        return False
    return asked_already(state, entry, _look_at(walked, body, weapon), weapon)


def _look_at(walked: Walked, body: LookLine, weapon: Weapon) -> Look:
    """Return the look at one gun that the walk stands for: each position as it should be.

    Where in the gun it was odd is not said: such a look differs everywhere and is not whole.
    """
    positions = required(weapon, body.way) or ()
    holds, how = Holds.EMPTY if weapon.firing else Holds.NON_FIRING, How.SAW
    if walked.odd is not None:
        positions, holds = (*positions, SOMEWHERE), walked.odd
    if holds is Holds.NOT_SEEN:
        how = How.COULD_NOT_SEE
    answers = [
        PositionAnswer(
            position=position,
            how=how,
            holds=holds,
            method=body.method if is_bore(position) else BoreMethod.NOT_ASKED,
        )
        for position in positions
    ]
    return Look(
        weapon=walked.weapon,
        cites=walked.cites,
        purpose=body.purpose,
        way=body.way,
        entered=Entered.ALL_AS_IT_SHOULD_BE,
        answers=tuple(answers),
    )


def issue_line(state: State, entry: Entry, body: IssueLine) -> None:
    """Put each gun in the hand of its person, by voucher; the handler stays in charge (R31)."""
    for voucher in body.line:
        weapon = state.weapons.get(voucher.weapon)
        if weapon is not None:
            put_in_hand(weapon, entry, voucher.to, body.set_up)
            count_again(state, weapon)
            weapon.voucher = voucher.number


def relieve(state: State, entry: Entry, body: Relieve) -> None:
    """Put the handler who takes over in charge; what a performer holds stays in that hand.

    Nothing ends where the handler relieved was in charge and signs too; else it was out of sight
    as far as anybody has said, and a question opens (rules.md R02; chairs.md, 12:30).
    """
    able = _handler_signs(state, entry)
    signers = entry.event.signers
    both = able and len(signers) >= TWO and not entry.marked
    relieved = Charge(By.HANDLER, signers[1].person if both else NOBODY)
    unsaid: list[ItemId] = []
    for item, held in _known(state, body.items):
        before = held.charge
        if able and before == Charge(By.HANDLER, entry.author):
            continue  # in charge already: nothing passes
        in_hand, reported = held.in_hand, held.in_hand_reported
        if in_hand not in {before.who, entry.author}:
            passed(held, entry)
        if in_hand in {"", before.who}:
            in_hand, reported = entry.author, False
        if able:
            put_in_charge(state, item, Charge(By.HANDLER, entry.author), in_hand=in_hand)
        else:
            open_gap(state, entry, item, in_hand=in_hand)
        held.in_hand_reported = reported
        if before != relieved:
            out_of_sight(state, entry, item, "relieved")
            unsaid.append(item)
    if unsaid:
        ask(state, entry, Topic.ONE_SIDED, tuple(unsaid))


def guarded_by(state: State, entry: Entry, body: GuardedBy) -> None:
    """Say that somebody stands by them; nobody is in charge until a handler collects."""
    for item, held in _known(state, body.items):
        open_gap(state, entry, item)
        _found(state, entry, item, "guarded")
        held.in_hand, held.in_hand_reported = body.guard, True


def found_with(state: State, entry: Entry, body: FoundWith) -> None:
    """Put items in the hand they were found in; what nobody held, or was locked, is a gap."""
    if body.holder == NOBODY:
        left = tuple([item for item, _ in _known(state, body.items)])
        for item in left:
            open_gap(state, entry, item, topic=Topic.UNATTENDED)
            _found(state, entry, item, "unattended")
        ask(state, entry, Topic.UNATTENDED, left)
        return
    elsewhere: list[ItemId] = []
    for item, held in _known(state, body.items):
        if held.in_hand == body.holder:
            continue  # as on record
        if not entry.marked and _written(state, item, body.holder):
            held.in_hand, held.in_hand_reported = body.holder, True
            passed(held, entry)
        else:
            _in_other_hand(state, entry, PaperLine(item=item, in_hand=body.holder), "found")
            elsewhere.append(item)
    if elsewhere:
        ask(state, entry, Topic.WENT_AHEAD, tuple(elsewhere))


def on_paper(state: State, entry: Entry, body: OnPaper) -> None:
    """Put items in the hand that the sheet's last line names; nothing shown before stands.

    Paper supports nothing: what the record has locked away, and the sheet in a hand, is a gap. A
    sheet that ends before it begins does not fit, and that is asked about.
    """
    for line in body.lines:
        _in_other_hand(state, entry, line, "on-paper")
    if body.began >= body.ended:  # instants are of one written form: in order as texts
        items = tuple([item for line in body.lines for item, _ in _known(state, (line.item,))])
        ask(state, entry, Topic.OUT_OF_CHAIN, tuple(dict.fromkeys(items)))


def ship(state: State, entry: Entry, body: Ship) -> None:
    """End items here, with the rounds in them; who ships what they do not answer for is asked.

    What the book has in another's hand has not left by this, nor what a report names that
    something stands against: nobody answers for it, nor for what is locked in a place that has
    left and was not named. No handler makes unnamed rounds go away by shipping them (R15).
    """
    asked: list[ItemId] = []
    unnamed = tuple([item for item, _ in _known(state, body.items) if _unnamed(state, item)])
    able = _handler_signs(state, entry) and not entry.marked
    for item, held in _known(state, body.items):
        theirs = able and _answers_for(state, held, entry.author)
        elsewhere = _in_anothers_hand(held, entry.author)
        if held.kept or elsewhere or not theirs or _loaded(state, item):
            asked.append(item)
        if able and not elsewhere:
            _ship_rounds(state, item)
            put_in_charge(state, item, Charge(By.END, body.to), in_hand="")
        else:
            open_gap(state, entry, item)
        _found(state, entry, item, "shipped")
    for item in _locked_in(state, frozenset(body.items)):
        open_gap(state, entry, item)
        _found(state, entry, item, "shipped")
        asked.append(item)
    if asked:
        ask(state, entry, Topic.WENT_AHEAD, tuple(asked))
    if unnamed:
        ask(state, entry, Topic.NOT_NAMEABLE, unnamed)


def destroyed(state: State, entry: Entry, body: Destroyed) -> None:
    """Book rounds as destroyed; one who signs alone makes no unnamed round go away (R15)."""
    container, lot = state.containers.get(body.container), state.lots.get(body.lot)
    if container is None or lot is None:
        ask(state, entry, Topic.NOT_NAMEABLE, () if container is None else (body.container,))
        return
    loose = container.loose
    taken, _ = take_rounds(container, lot, body.lot, body.rounds)
    lot.destroyed += body.rounds
    lot.found += body.rounds - taken
    weigh(state, container)
    if len(entry.event.signers) < TWO or entry.marked:
        topic = Topic.NOT_NAMEABLE if container.loose < loose else Topic.ONE_SIDED
        ask(state, entry, topic, (body.container,))
    if taken < body.rounds:
        ask(state, entry, Topic.DIFFERENCE, (body.container,))
    container.changed = entry.id
    count_again(state, container)
    if entry.marked:
        change_container(state, container, entry)


def _known(state: State, items: tuple[ItemId, ...]) -> list[tuple[ItemId, Held]]:
    """Return the items of the ledger among these, each once."""
    found = [(item, state.item(item)) for item in dict.fromkeys(items)]
    return [(item, held) for item, held in found if held is not None]


def _handler_signs(state: State, entry: Entry) -> bool:
    """Return whether the first signer may be in charge: a handler, with a key of their own."""
    return signs_alone(state, entry) and state.registry.may_act(entry.author, Role.HANDLER)


def _found(state: State, entry: Entry, item: ItemId, cause: str) -> None:
    """End what was shown or proved, and the hand-over before: the item is not where it was."""
    out_of_sight(state, entry, item, cause)
    if item in state.weapons:
        forget_hand_over(state.weapons[item])


def _in_other_hand(state: State, entry: Entry, line: PaperLine, cause: str) -> None:
    """Put an item in a hand that the record did not expect; what was locked away is a gap."""
    for item, held in _known(state, (line.item,)):
        if held.charge.by in {By.PLACE, By.END}:
            open_gap(state, entry, item)
        held.in_hand, held.in_hand_reported = line.in_hand, True
        _found(state, entry, item, cause)


def _written(state: State, item: ItemId, holder: PersonId) -> bool:
    """Return whether the set-up that the gun is out for lets it be with this performer (R31).

    Up to the cut, and while nothing that matters has changed in the set-up since its approval.
    """
    weapon = state.weapons.get(item)
    fact = None if weapon is None else state.set_ups.get(weapon.handed_for)
    if weapon is None or fact is None or fact.changed or weapon.cut is not None:
        return False
    return any(
        movement.moving in INTO_A_HAND
        and movement.giver in {NOBODY, weapon.in_hand}
        and movement.taker in {NOBODY, holder}
        for use in fact.approved.uses
        if use.weapon == item and {weapon.in_hand, holder} <= set(use.performers)
        for movement in use.movements
    )


def _answers_for(state: State, held: Held, person: PersonId) -> bool:
    """Return whether the item is in charge of this person, or of a place they hold a key to."""
    if held.charge.by is By.PLACE:
        place = state.containers.get(ItemId(held.charge.who))
        return place is not None and person in place.key_holders
    return held.charge == Charge(By.HANDLER, person)


def _in_anothers_hand(held: Held, person: PersonId) -> bool:
    """Return whether somebody else has the item, or a place that does not answer for it."""
    return held.charge.by is not By.PLACE and held.in_hand not in {"", person}


def _loaded(state: State, item: ItemId) -> bool:
    """Return whether a gun has rounds in it, as far as the book goes."""
    return item in state.weapons and bool(state.weapons[item].rounds)


def _unnamed(state: State, item: ItemId) -> bool:
    """Return whether it is a container with rounds in it that nobody can name, or asked about."""
    container = state.containers.get(item)
    if container is None:
        return False
    asked = state.questions.values()
    return container.loose > 0 or any(
        question.topic in ROUND_TOPICS and item in question.items for question in asked
    )


def _ship_rounds(state: State, item: ItemId) -> None:
    """Book what is in an item as shipped: rounds ride with what they are in."""
    if item in state.weapons:
        weapon = state.weapons[item]
        for name, rounds in weapon.rounds.items():
            lot = lot_of(state, name)
            lot.loaded -= rounds
            lot.shipped += rounds
        weapon.rounds, weapon.loads, weapon.fired_cases = {}, [], 0
        return
    container = state.containers[item]
    for name, stock in container.stock.items():
        lot = lot_of(state, name)
        lot.stored -= stock.rounds
        lot.shipped += stock.rounds
    container.stock, container.filled_by, container.fired_cases = {}, (), 0


def _locked_in(state: State, places: frozenset[ItemId]) -> list[ItemId]:
    """Return what is locked in any of these places."""
    everything: dict[ItemId, Held] = {**state.weapons, **state.containers}
    return [
        item
        for item, held in everything.items()
        if held.charge.by is By.PLACE and held.charge.who in places
    ]


FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    LookLine: look_line,
    IssueLine: issue_line,
    Relieve: relieve,
    GuardedBy: guarded_by,
    FoundWith: found_with,
    OnPaper: on_paper,
    Ship: ship,
    Destroyed: destroyed,
}
