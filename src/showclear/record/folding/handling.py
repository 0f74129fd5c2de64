"""Taking out, loading, looking, handing over, collecting, locking, and what goes otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from showclear.field.ids import NO_EVENT, NOBODY, ItemId, LotId, PersonId, SetUpId
from showclear.field.mechanisms import Holds
from showclear.field.patterns import is_primed, keeps_cases
from showclear.field.people import Role
from showclear.field.stock import Kind, Proof
from showclear.field.stock import Purpose as Use
from showclear.record.events.base import Body
from showclear.record.events.handling import (
    CloseDay,
    Collect,
    EndCause,
    EndKeep,
    Fired,
    HandOver,
    KeepAsFound,
    Load,
    Lock,
    Look,
    OpenDay,
    ShowingEnded,
    Shown,
    TakeOut,
    Unload,
    WentAhead,
)
from showclear.record.folding.counting import begin_working_day
from showclear.record.folding.custody import (
    UNPROVED,
    Entry,
    add_once,
    ask,
    change,
    count_again,
    forget_hand_over,
    lot_of,
    open_gap,
    out_of_sight,
    passed,
    put_in_charge,
    put_rounds,
    set_aside,
    signs_alone,
    take_charge,
    take_rounds,
    turned_up,
    weigh,
)
from showclear.record.folding.declining import forget_declines, taken_after_all
from showclear.record.folding.floor import begin_day, end_day
from showclear.record.folding.looking import asked_already, keep_look
from showclear.record.folding.trouble import begin_trouble, loaded_again, made_clear
from showclear.record.showing import (
    Shown as ShownAs,
)
from showclear.record.showing import (
    counted,
    statement,
    supports,
)
from showclear.record.state import (
    By,
    Charge,
    Container,
    Held,
    KeepFact,
    LoadFact,
    Lot,
    Proven,
    State,
    Stock,
    Topic,
    Weapon,
)

THAT_FIRE: Final = frozenset({Kind.BLANK, Kind.CHARGE})
UNANSWERED: Final = frozenset({By.GAP, By.END})
STILL_PROVED: Final = frozenset({ShownAs.DUMMIES, ShownAs.BLANKS, ShownAs.MIXED})
FROM_A_PLACE: Final = "collected-from-a-place"
TROUBLE: Final = frozenset({EndCause.WETTED, EndCause.DROPPED, EndCause.JAMMED})


def open_day(state: State, entry: Entry, body: OpenDay) -> None:
    """Begin a working day: every gun's opening check is to be made anew (R25).

    What was waived for the day before has ended with it, closed or not.
    """
    state.day = body.date
    state.day_opened = entry.id
    state.waivers.clear()  # they were given until the day before was closed
    begin_day(state, entry.id, body.date)
    begin_working_day(state, entry, body.date)
    for weapon in state.weapons.values():
        weapon.opening = []


def close_day(state: State, entry: Entry, body: CloseDay) -> None:
    """End the working day and the waivers given for it."""
    del entry, body
    state.day, state.day_opened = "", NO_EVENT
    state.waivers.clear()
    end_day(state)


def take_out(state: State, entry: Entry, body: TakeOut) -> None:
    """Put the handler in charge of what was taken out; it was locked away until now (R54)."""
    for item in body.items:
        put_in_charge(state, item, Charge(By.HANDLER, entry.author), in_hand=entry.author)
        if item in state.weapons:
            change(state.weapons[item], entry, "was-locked-away")
            forget_declines(state.weapons[item])
            _first_out(state, entry, firing=state.weapons[item].firing)


def _first_out(state: State, entry: Entry, *, firing: bool) -> None:
    """Keep the day's first; a rubber gun taken out answers nothing for a gun that can fire."""
    if not state.day:
        return
    if firing:
        state.first_out = state.first_out or entry.id
    else:
        state.first_out_non_firing = state.first_out_non_firing or entry.id


def load(state: State, entry: Entry, body: Load) -> None:
    """Put rounds into a gun; who saw it empty just before is kept for *seen going in*.

    Rules refuse more rounds than the book has; the fold takes whatever was decided, and asks.
    """
    weapon, container = state.weapons.get(body.weapon), state.containers.get(body.container)
    lot = state.lots.get(body.lot)
    if weapon is None or container is None or lot is None:
        ask(state, entry, Topic.DIFFERENCE, tuple([touch.item for touch in entry.event.touches]))
        return
    saw_empty = _saw_empty(weapon)
    filled_by = container.filled_by
    count = len(body.positions)
    taken, proven = take_rounds(container, lot, body.lot, count)
    whole = proven.rounds == count
    if taken < count:
        ask(state, entry, Topic.DIFFERENCE, (body.container,))
        lot.found += count - taken
    if not weapon.rounds:
        weapon.bore_before = weapon.bore_seen
    weapon.rounds[body.lot] = weapon.rounds.get(body.lot, 0) + count
    lot.loaded += count
    if not weapon.loads:
        weapon.loaded_index = entry.index
    change(weapon, entry, "loaded")
    weapon.empty_seen_by = saw_empty
    weapon.last_kind = lot.kind
    loaded_again(weapon)
    if weapon.bore_seen:
        weapon.bore_due = NO_EVENT  # it was seen since it was due; a loaded bore cannot be
    weapon.bore_seen = ()
    weapon.loads.append(
        LoadFact(
            event=entry.id,
            loader=entry.author,
            filled_by=filled_by,
            lot=body.lot,
            kind=lot.kind,
            positions=body.positions,
            proofs=proven.proofs if whole else frozenset(),
            proved_by=proven.by if whole else (),
            at=entry.now,
        )
    )
    container.changed = entry.id
    weigh(state, container)
    count_again(state, weapon, container)


def unload(state: State, entry: Entry, body: Unload) -> None:
    """Book what came out; what the book had and did not come out is missing, and a question."""
    weapon, container = state.weapons.get(body.weapon), state.containers.get(body.container)
    if weapon is None:
        return
    lot = state.lots.get(body.lot)
    if lot is not None:
        _unload_lot(state, entry, body, weapon)
    elif body.rounds:
        ask(state, entry, Topic.NOT_NAMEABLE, (body.weapon,))
    weapon.fired_cases = max(0, weapon.fired_cases - body.fired_cases)
    if container is not None:
        container.fired_cases += body.fired_cases
        weigh(state, container)
    change(weapon, entry, "made-clear")
    if not entry.marked:
        made_clear(weapon)


def look(state: State, entry: Entry, body: Look) -> None:
    """Keep one look. It supports only unmarked and on the last change; odd always counts."""
    weapon = state.weapons.get(body.weapon)
    held = [answer.holds for answer in body.answers]
    if Holds.ODD in held and not asked_already(state, entry, body, weapon):
        ask(state, entry, Topic.NOT_NAMEABLE, (body.weapon,))
    if weapon is not None:
        keep_look(entry, body, weapon)


def hand_over(state: State, entry: Entry, body: HandOver) -> None:
    """Put the gun in the performer's hand; the handler stays in charge (R31)."""
    weapon = state.weapons.get(body.weapon)
    if weapon is None:
        return  # rules refuse it; the fold takes whatever was decided
    put_in_hand(weapon, entry, body.to, body.set_up)
    count_again(state, weapon)


def put_in_hand(weapon: Weapon, entry: Entry, to: PersonId, set_up: SetUpId) -> None:
    """Begin a hand-over; that they took it is reported until they say so themselves."""
    weapon.in_hand, weapon.in_hand_reported = to, True
    weapon.handed_to, weapon.handed, weapon.shown_by = to, entry.id, NO_EVENT
    weapon.voucher = 0
    passed(weapon, entry)
    weapon.handed_for, weapon.cut = set_up, None


def shown(state: State, entry: Entry, body: Shown) -> None:
    """Keep the performer's own sentence on the present hand-over."""
    weapon = state.weapons.get(body.weapon)
    if weapon is None or entry.marked:
        return
    if weapon.handed == body.hand_over and weapon.handed_to == entry.author:
        weapon.shown_by, weapon.in_hand_reported = entry.id, False
        taken_after_all(weapon, entry.author)


def collect(state: State, entry: Entry, body: Collect) -> None:
    """Put the handler in charge of and in possession of what came back, whatever was thought.

    Out of a locked place a thing is taken by a step: collected from one, it went ahead of it.
    From another handler it is taken over by relief: collected, one of the two has said so (R02).
    """
    unsaid: list[ItemId] = []
    for item in body.weapons:
        held = state.item(item)
        if held is None:
            continue
        if held.charge.by is By.HANDLER and held.charge.who != entry.author:
            unsaid.append(item)
        cause, before = _by_collecting(held, entry, body), held.in_hand
        if cause == FROM_A_PLACE:
            ask(state, entry, Topic.WENT_AHEAD, (item,))
        if cause:
            out_of_sight(state, entry, item, cause)
        take_charge(state, entry, item)
        if item in state.weapons:
            _collected(entry, state.weapons[item], before)
    if unsaid:
        ask(state, entry, Topic.ONE_SIDED, tuple(unsaid))


def _by_collecting(held: Held, entry: Entry, body: Collect) -> str:
    """Return why what was shown ends as the item is collected; nothing where it does not."""
    if held.charge.by is By.PLACE:
        return FROM_A_PLACE
    if body.giver not in {NOBODY, held.in_hand} or held.charge.by in UNANSWERED:
        return "came-from-elsewhere"
    return "" if held.charge == Charge(By.HANDLER, entry.author) else "relieved"


def _collected(entry: Entry, weapon: Weapon, before: str) -> None:
    """Close the hand-over; what hindered since is over only where nothing is against this.

    What was shown of it in another's hand is shown again, whoever has it next (R54).
    """
    forget_hand_over(weapon)
    if before != entry.author:
        passed(weapon, entry)
    if not entry.marked:
        forget_declines(weapon)
        _came_back(weapon, Charge(By.HANDLER, entry.author))


def _came_back(weapon: Weapon, to: Charge) -> None:
    """Forget the cut that a gun is out since, if it came into this charge (R41)."""
    if weapon.charge == to:
        weapon.cut = None


def lock(state: State, entry: Entry, body: Lock) -> None:
    """Put a locked place in charge if the signer holds a key to it; else nobody answers."""
    place = state.containers.get(body.place)
    here = place is not None and place.charge.by is not By.END
    named = place is not None and here and entry.author in place.key_holders
    holds_key = named and signs_alone(state, entry)
    for item in body.items:
        if holds_key and item != body.place:
            put_in_charge(state, item, Charge(By.PLACE, body.place), in_hand=body.place)
        elif state.item(item) is not None:
            open_gap(state, entry, item, in_hand=body.place)
        if item in state.weapons:
            change(state.weapons[item], entry, "locked-away")
            forget_hand_over(state.weapons[item])
            _came_back(state.weapons[item], Charge(By.PLACE, body.place))


def fired(state: State, entry: Entry, body: Fired) -> None:
    """Book the gunshots that were counted."""
    book_gunshots(state, entry, body.weapon, body.gunshots)


def book_gunshots(state: State, entry: Entry, item: ItemId, gunshots: int) -> None:
    """Turn rounds into fired cases by the tally; the bore is to be seen before the next step.

    Only a blank or a charge goes off: a gunshot the book has neither for was something else, and
    it is never booked as a dummy fired.
    """
    weapon = state.weapons.get(item)
    if weapon is None:
        ask(state, entry, Topic.LOOKS_LIVE, (item,))
        return
    that_fire = _that_fire(state, weapon)
    caps = [name for name in that_fire if _caps(weapon, name)]
    charged = [name for name in that_fire if name not in caps]
    left = _use(state, weapon, charged or caps, gunshots)
    if charged:
        _use(state, weapon, caps, gunshots)  # where caps are on the book, one goes with each
    if left:
        ask(state, entry, Topic.LOOKS_LIVE, (item,))
    if keeps_cases(weapon.mechanism):
        weapon.fired_cases += gunshots  # others throw them out, or have none
    weapon.bore_due, weapon.bore_seen = entry.id, ()
    change(weapon, entry, "fired")
    count_again(state, weapon)


def showing_ended(state: State, entry: Entry, body: ShowingEnded) -> None:
    """End what was last shown, by its cause (R54)."""
    weapon = state.weapons.get(body.weapon)
    if weapon is None:
        return
    change(weapon, entry, body.cause.value)
    if body.cause in TROUBLE:
        begin_trouble(weapon, entry)


def went_ahead(state: State, entry: Entry, body: WentAhead) -> None:
    """Take over where things are now; a gun that left its lock unasked has nobody in charge.

    Only a handler who signs may be in charge by this report (DESIGN.md, "Moods").
    """
    handler = entry.event.signers[0].role is Role.HANDLER and not entry.marked
    found = [(item, held) for item in body.items if (held := state.item(item)) is not None]
    for item, held in found:
        if held.charge.by is not By.HANDLER:
            if handler:
                charge = Charge(By.HANDLER, entry.author)
                put_in_charge(state, item, charge, in_hand=body.in_hand)
            else:
                open_gap(state, entry, item, in_hand=body.in_hand)
        held.in_hand, held.in_hand_reported = body.in_hand, True
        out_of_sight(state, entry, item, "went-ahead")
        if item in state.weapons:
            forget_hand_over(state.weapons[item])
    ask(state, entry, Topic.WENT_AHEAD, tuple([item for item, _ in found]))


def keep_as_found(state: State, entry: Entry, body: KeepAsFound) -> None:
    """Keep these items as found; making the gun clear stays a report and is never refused."""
    found = [(item, held) for item in body.items if (held := state.item(item)) is not None]
    known = tuple([item for item, _ in found])
    keep = KeepFact(event=entry.id, items=known, guarded_by=body.guarded_by, index=entry.index)
    state.keeps[entry.id] = keep
    for item, held in found:
        held.kept = entry.id
        if item in state.weapons:
            change(state.weapons[item], entry, "kept-as-found")


def end_keep(state: State, entry: Entry, body: EndKeep) -> None:
    """Let things go on that were kept as found, unless another keeping names them too."""
    del entry
    keep = state.keeps.pop(body.keep, None)
    for item in () if keep is None else keep.items:
        held = state.item(item)
        if held is not None and held.kept == body.keep:
            others = [other.event for other in state.keeps.values() if item in other.items]
            held.kept = others[-1] if others else NO_EVENT


def _unload_lot(state: State, entry: Entry, body: Unload, weapon: Weapon) -> None:
    lot = lot_of(state, body.lot)
    booked = weapon.rounds.get(body.lot, 0)
    loads = [fact for fact in weapon.loads if fact.lot == body.lot]
    # Proof lives on only for rounds that were shown in the gun and stayed in sight since: what was
    # still on record in somebody else's hand came back without anybody saying so.
    shown_as = statement(weapon, epoch=entry.now.epoch).shown
    stood = shown_as in STILL_PROVED and weapon.in_hand == entry.author
    whole = not entry.marked and booked == body.rounds and bool(_common_proofs(loads))
    stayed = all(fact.stayed for fact in loads)
    _out_of_the_gun(state, entry, body, lot, booked)
    _reduce(weapon, body.lot, booked)
    container = state.containers.get(body.container)
    if container is None:
        set_aside(state, lot, body.rounds)
        return
    if not body.rounds:
        return
    by = (*(event for fact in loads for event in fact.proved_by), entry.id)
    proven = Proven(body.rounds, _common_proofs(loads), by) if whole and stood else UNPROVED
    named = container.stock.get(body.lot, Stock()).named
    put_rounds(container, lot, body.lot, body.rounds, proven)
    if _failed_in(weapon) and container.purpose is not Use.QUARANTINE:
        lot.proved_once = False  # which of them failed, crimp and maker's code do not say (R44)
    elif whole and (stood or stayed):
        stock = container.stock[body.lot]
        stock.named = named if stood else named + body.rounds
        stock.proved_by = tuple(dict.fromkeys((*stock.proved_by, *by)))
    _put_back(state, entry, container, (*_loaders(loads), entry.author))
    if body.rounds > booked:
        turned_up(state, container, entry.id)


def _out_of_the_gun(state: State, entry: Entry, body: Unload, lot: Lot, booked: int) -> None:
    """Book what came out against what the book had in it; what differs is a question."""
    lot.loaded -= booked
    lot.missing += max(0, booked - body.rounds)
    lot.found += max(0, body.rounds - booked)
    if body.rounds and not booked:
        ask(state, entry, Topic.NOT_NAMEABLE, (body.weapon,))
    elif booked != body.rounds:
        ask(state, entry, Topic.DIFFERENCE, (body.weapon,))


def _put_back(
    state: State, entry: Entry, container: Container, fillers: tuple[PersonId, ...]
) -> None:
    """Note who filled the container with what came out of a gun, and that it was changed."""
    for person in fillers:
        container.filled_by = add_once(container.filled_by, person)
    container.changed = entry.id
    count_again(state, container)


def _saw_empty(weapon: Weapon) -> tuple[PersonId, ...]:
    """Return who saw it empty before the first round went in, and is still looking."""
    saw = tuple([look.person for look in counted(weapon) if supports(look)])
    if not weapon.loads:
        return saw
    return tuple([person for person in saw if person in weapon.empty_seen_by])


def _failed_in(weapon: Weapon) -> bool:
    """Return whether a round failed in it that has not come out since (R44)."""
    return weapon.waiting is not None and not weapon.waiting.cleared


def _common_proofs(loads: list[LoadFact]) -> frozenset[Proof]:
    """Return what all rounds of these loads were proved by when they went in."""
    proofs = [fact.proofs for fact in loads]
    return frozenset.intersection(*proofs) if proofs else frozenset()


def _loaders(loads: list[LoadFact]) -> tuple[PersonId, ...]:
    """Return who loaded, and who filled what it was loaded from."""
    return tuple([person for fact in loads for person in (*fact.filled_by, fact.loader)])


def _reduce(weapon: Weapon, name: LotId, rounds: int) -> None:
    left = weapon.rounds.get(name, 0) - rounds
    if left > 0:
        weapon.rounds[name] = left
        return
    weapon.rounds.pop(name, None)
    weapon.loads = [fact for fact in weapon.loads if fact.lot != name]


def _that_fire(state: State, weapon: Weapon) -> list[LotId]:
    """Return the lots in the gun whose rounds can have gone off, blanks first."""
    order = sorted(weapon.rounds, key=lambda name: lot_of(state, name).kind is not Kind.BLANK)
    return [name for name in order if lot_of(state, name).kind in THAT_FIRE]


def _use(state: State, weapon: Weapon, names: list[LotId], gunshots: int) -> int:
    """Book rounds of these lots as fired; return the gunshots that the book has none for."""
    left = gunshots
    for name in names:
        used = min(left, weapon.rounds[name])
        lot = lot_of(state, name)
        lot.fired += used
        lot.loaded -= used
        left -= used
        _reduce(weapon, name, used)
    return left


def _caps(weapon: Weapon, name: LotId) -> bool:
    """Return whether the book has this lot on nipples or pans only: they go with a charge."""
    places = [place for fact in weapon.loads if fact.lot == name for place in fact.positions]
    return bool(places) and all(is_primed(place) for place in places)


FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    OpenDay: open_day,
    CloseDay: close_day,
    TakeOut: take_out,
    Load: load,
    Unload: unload,
    Look: look,
    HandOver: hand_over,
    Shown: shown,
    Collect: collect,
    Lock: lock,
    Fired: fired,
    ShowingEnded: showing_ended,
    WentAhead: went_ahead,
    KeepAsFound: keep_as_found,
    EndKeep: end_keep,
}
