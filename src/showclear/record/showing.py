"""What a gun was last shown to be, and whether that still stands (invariant 2).

A statement rests on two looks by distinct people with distinct keys that name the same last
change, answer saw or heard for every position the mechanism requires, and agree. A look that is
part of no showing supports none, but hinders one it differs from. The rest of invariant 2 is here
too: *seen going in* needs the same two to have seen it empty, the second
person never loaded it nor filled its container, rounds count only as what they were proved to be.
Which roles may be second person is handed in: for a line issued to background the other handler
may be. Whether a statement is enough for a step is for the rules.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

import msgspec

from showclear.field.ids import EventId, PersonId
from showclear.field.instants import Now
from showclear.field.mechanisms import (
    PERCEIVED,
    Holds,
    LookWay,
    Mechanism,
    is_bore,
)
from showclear.field.patterns import as_such, bore_methods_of, is_primed, positions_required
from showclear.field.people import Role
from showclear.field.stock import Kind
from showclear.record.events.handling import PositionAnswer, Purpose
from showclear.record.state import By, Charge, LookFact, Weapon


class Shown(enum.Enum):
    """What a gun is stated to be (DESIGN.md, Words: statement)."""

    EMPTY = "empty"
    DUMMIES = "dummies"
    BLANKS = "blanks"
    MIXED = "mixed"
    FIRED_CASES = "fired-cases-in-gun"
    WAITING = "waiting-after-misfire"
    NON_FIRING = "non-firing"
    NOT_IDENTIFIED = "not-identified"
    UNKNOWN = "unknown"


class Cause(enum.Enum):
    """Why nothing stands."""

    NONE = ""
    NO_LOOKS = "no-looks"
    ONE_LOOK = "one-look"
    ENDED = "ended"
    INCOMPLETE = "incomplete"
    DISAGREE = "disagree"
    SECOND_PERSON = "second-person"
    NOT_SEEN_EMPTY = "not-seen-empty"
    DIFFERS_FROM_BOOK = "differs-from-book"
    CLOCK = "clock"


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What stands about a gun: rounds in it, by whom, resting on which looks, since when."""

    shown: Shown
    rounds: int = 0
    by: tuple[PersonId, ...] = ()
    looks: tuple[EventId, ...] = ()
    first_index: int = -1
    at: Now | None = None
    cause: Cause = Cause.NONE


class Reading(msgspec.Struct, frozen=True):
    """What one look says, reduced to what two looks must agree in."""

    way: LookWay
    held: tuple[tuple[str, Holds], ...]


SECOND_ROLES = frozenset({Role.SECOND_PERSON, Role.CALLER})
FAILED_MAX = 2  # a first "could not see" or disagreement: look again; a second: blocked (R32)
EITHER_ROLES = SECOND_ROLES | {Role.HANDLER}
WALKERS_MIN = 2  # of a line that no second person has walked


def required(weapon: Weapon, way: LookWay) -> tuple[str, ...] | None:
    """Return the positions a look at this gun must answer this way, or None for a wrong way."""
    return positions_required(weapon.mechanism, way) or None


def reading(weapon: Weapon, look: LookFact) -> Reading | None:
    """Return what a look says, or None when it does not cover every position it must.

    Every required position is answered exactly once, saw or heard, and the bore by a method
    that works on this pattern (rules.md R25).
    """
    made, said = weapon.mechanism, look.answers
    positions = positions_required(made, look.way)
    if not positions or positions != tuple([answer.position for answer in said]):
        return None
    if not all(_perceived(made, answer) for answer in said):
        return None
    return Reading(look.way, tuple([(answer.position, answer.holds) for answer in said]))


def bore_clear(weapon: Weapon, answers: Iterable[PositionAnswer]) -> bool:
    """Return whether the answers say that every bore was seen clear by a method that works."""
    made = weapon.mechanism
    positions = positions_required(made, LookWay.SEEN_EMPTY)
    bores = {position for position in positions if is_bore(position)}
    clear = {
        answer.position
        for answer in answers
        if answer.position in bores and answer.holds is Holds.EMPTY and _perceived(made, answer)
    }
    return bool(bores) and clear == bores


def statement(
    weapon: Weapon,
    *,
    second_roles: frozenset[Role] = SECOND_ROLES,
    epoch: int = 0,
    cited: frozenset[EventId] = frozenset(),
) -> Statement:
    """Return what stands about the gun; ``epoch`` is the clock epoch of now.

    Of pairs that agree, one whose looks are both ``cited`` goes before a fresher one: a look more
    must not stand in the way of the looks that a step rests on.
    """
    if not weapon.firing:
        return _identified(weapon)
    reported = _reported(weapon)
    if reported is not None:
        return reported
    looks = counted(weapon)
    support = [look for look in looks if supports(look)]
    if not support:
        return _unknown(Cause.ENDED if weapon.ended else Cause.NO_LOOKS)
    cause = opposition(weapon, looks)
    if cause is not Cause.NONE:
        return _unknown(cause)
    # Nobody can say how old a look of another epoch is: it opposes, and supports nothing.
    timed = [look for look in support if look.at.epoch == epoch]
    found = _paired(weapon, timed, _Pairing(second_roles, cited))
    untimed = found.shown is Shown.UNKNOWN and len(timed) < len(support)
    return _unknown(Cause.CLOCK) if untimed else found


def line_roles(weapon: Weapon) -> frozenset[Role]:
    """Return who may be second person for a gun issued along a line (rules.md R31, Applied).

    The other handler may be, where two handlers have walked the line; for a hand-over to a
    performer, or before a load, never. Looking once more, alone, takes nothing away.
    """
    handlers = [look for look in weapon.looks if look.role is Role.HANDLER and supports(look)]
    walkers = {look.person for look in handlers if look.walked}
    return EITHER_ROLES if len(walkers) >= WALKERS_MIN else SECOND_ROLES


def supports(look: LookFact) -> bool:
    """Return whether a look is part of a showing; one's own look in between is not.

    Nor is a whole look that says *going in* of rounds which were in somebody's hand since they
    went in: nobody sees that a second time (rules.md R32).
    """
    return in_showing(look) and not look.late


def in_showing(look: LookFact) -> bool:
    """Return whether whoever looked gave it as part of a showing."""
    return look.purpose is not Purpose.OWN


def counted(weapon: Weapon) -> list[LookFact]:
    """Return the looks that count: each person's last, and of a performer's only whole ones.

    A performer need not see every position (SAG-AFTRA: not the inspector); what they do answer
    in full is heard like anybody's. A look that is part of no showing does not take the place of
    the same person's look in the showing, and need not be whole either. One that says *going in*
    too late hinders only where it saw something else.
    """
    return [
        look
        for look in _last_said(weapon)
        if _bound(look) or (not look.late and reading(weapon, look) is not None)
    ]


def opposition(weapon: Weapon, looks: list[LookFact]) -> Cause:
    """Return what the looks hold against a statement: a position not seen, or disagreement."""
    if weapon.failed >= FAILED_MAX:
        return Cause.DISAGREE
    readings = [reading(weapon, look) for look in looks]
    if None in readings:
        return Cause.INCOMPLETE
    agree = all(one == other for one, other in pairwise(readings))
    return Cause.NONE if agree and not _contradicted(weapon, looks) else Cause.DISAGREE


def agreed(weapon: Weapon) -> bool:
    """Return whether an admissible pair has looked and nobody's look stands against it."""
    looks = counted(weapon)
    support = [look for look in looks if supports(look)]
    pair = next(pairs(weapon, support, SECOND_ROLES), None)
    return pair is not None and opposition(weapon, looks) is Cause.NONE


def opened(weapon: Weapon) -> bool:
    """Return whether the opening check of the day stands (rules.md R25).

    Each person's last opening look counts, an odd or incomplete one too: two distinct people, one
    of them a handler, looked at every position and found it empty, when the book had it empty,
    and nobody saw otherwise.
    """
    looks = latest(weapon.opening)
    whole = [look for look in looks if look.role in EITHER_ROLES]
    if not all(_asked_empty(weapon, look) for look in whole):
        return False
    said = (answer for look in looks for answer in look.answers if _answered(answer))
    pair = next(_distinct(whole, EITHER_ROLES), None)
    return pair is not None and all(answer.holds is Holds.EMPTY for answer in said)


def latest(looks: list[LookFact]) -> list[LookFact]:
    """Return each person's last look: somebody who looked again has corrected themselves."""
    newest = {look.person: look for look in looks}
    return list(newest.values())


def pairs(
    weapon: Weapon, looks: list[LookFact], second_roles: frozenset[Role]
) -> Iterator[tuple[LookFact, LookFact]]:
    """Yield every admissible pair: a handler who presents, and a second person.

    The presenting handler's look counts though he loaded; the second person's never if they
    loaded the gun or filled a container it was loaded from (R55).
    """
    filled = {load.loader for load in weapon.loads}
    filled.update(person for load in weapon.loads for person in load.filled_by)
    for first, second in _distinct(looks, second_roles):
        if second.person not in filled:
            yield first, second


def _distinct(
    looks: list[LookFact], second_roles: frozenset[Role]
) -> Iterator[tuple[LookFact, LookFact]]:
    for first in looks:
        if first.role is not Role.HANDLER:
            continue
        for second in looks:
            distinct = first.person != second.person and first.key != second.key
            if distinct and second.role in second_roles:
                yield first, second


def _bound(look: LookFact) -> bool:
    """Return whether the look must be whole: by handler or second person, in a showing."""
    return look.role in EITHER_ROLES and supports(look)


def _last_said(weapon: Weapon) -> list[LookFact]:
    """Return each person's last look, and their last in a showing if they looked on their own."""
    last: dict[PersonId, tuple[LookFact, ...]] = {}
    for look in weapon.looks:
        before = () if supports(look) else last.get(look.person, ())
        last[look.person] = (*[known for known in before if supports(known)], look)
    return [look for looks in last.values() for look in looks]


def _contradicted(weapon: Weapon, looks: list[LookFact]) -> bool:
    """Return whether anybody saw something else, where they did see, than looks that agree."""
    held = {answer.position: answer.holds for look in looks for answer in look.answers}
    return any(
        held.get(answer.position, answer.holds) is not answer.holds
        for look in _last_said(weapon)
        for answer in look.answers
        if _answered(answer)
    )


def _answered(answer: PositionAnswer) -> bool:
    return answer.how in PERCEIVED and answer.holds is not Holds.NOT_SEEN


def _asked_empty(weapon: Weapon, look: LookFact) -> bool:
    """Return whether a look covers every position of the open gun, which the book had empty."""
    whole = look.way is LookWay.SEEN_EMPTY and reading(weapon, look) is not None
    return whole and look.booked_empty


class _Pairing(msgspec.Struct, frozen=True):
    """Who may be the second of a pair, and which looks a step cites."""

    second_roles: frozenset[Role]
    cited: frozenset[EventId]

    def rank(self, weapon: Weapon, pair: tuple[LookFact, LookFact]) -> tuple[bool, bool, int]:
        """Return where a pair stands among those that agree; the least counts.

        First those of the handler in charge: only they may take the step. Of these the cited
        ones; then the freshest, as old as the older of its looks.
        """
        first, second = pair
        return (
            weapon.charge != Charge(By.HANDLER, first.person),
            not {first.event, second.event} <= self.cited,
            -min(first.index, second.index),
        )


def _paired(weapon: Weapon, looks: list[LookFact], pairing: _Pairing) -> Statement:
    if len(looks) == 1:
        return _unknown(Cause.ONE_LOOK)
    cause = Cause.SECOND_PERSON
    found_pairs = sorted(
        pairs(weapon, looks, pairing.second_roles),
        key=lambda pair: pairing.rank(weapon, pair),
    )
    for first, second in found_pairs:
        found = _meaning(weapon, reading(weapon, first), (first.person, second.person))
        if found.shown is not Shown.UNKNOWN:
            older = min(first, second, key=lambda look: look.index)
            return msgspec.structs.replace(
                found,
                by=(first.person, second.person),
                looks=(first.event, second.event),
                first_index=older.index,
                at=older.at,  # the age that counts is that of the older look
            )
        cause = found.cause
    return _unknown(cause)


def _meaning(weapon: Weapon, read: Reading | None, pair: tuple[PersonId, PersonId]) -> Statement:
    if read is None or weapon.fired_cases or not _as_booked(weapon, read):
        return _unknown(Cause.DIFFERS_FROM_BOOK)
    held = {position: holds for position, holds in read.held if holds is not Holds.EMPTY}
    if not held:
        # Nothing is seen going in or taken out of an empty gun: that is no way to a statement.
        empty = read.way is LookWay.SEEN_EMPTY
        return Statement(shown=Shown.EMPTY) if empty else _unknown(Cause.INCOMPLETE)
    return _loaded(weapon, read, held, pair)


def _loaded(
    weapon: Weapon, read: Reading, held: Mapping[str, Holds], pair: tuple[PersonId, PersonId]
) -> Statement:
    kinds = set(held.values())  # rounds of a good kind: the book agrees with no look at others
    blanks = kinds != {Holds.DUMMY}
    # Only a dummy can be told by what is seen of it outside the gun (mechanics.md).
    told = not blanks and read.way is LookWay.TAKEN_OUT_AND_SEEN
    if not told and read.way is not LookWay.SEEN_GOING_IN:
        return _unknown(Cause.DIFFERS_FROM_BOOK)
    if not told and not set(pair) <= set(weapon.empty_seen_by):
        return _unknown(Cause.NOT_SEEN_EMPTY)
    # A charge is a muzzle-loader's blank; the cap that goes with it is none of its own.
    kind = Shown.MIXED if len(kinds) > 1 else Shown.BLANKS if blanks else Shown.DUMMIES
    charges = [position for position in held if not is_primed(position)]
    return Statement(shown=kind, rounds=len(charges or held))


def _as_booked(weapon: Weapon, read: Reading) -> bool:
    word = {Kind.DUMMY: Holds.DUMMY, Kind.BLANK: Holds.BLANK, Kind.CHARGE: Holds.CHARGE}
    booked: dict[str, Holds | None] = {}
    for load in weapon.loads:
        for position in load.positions:
            booked[position] = word.get(load.kind)  # no look agrees with any other kind
    if len(booked) != sum(weapon.rounds.values()):
        return False  # the book has rounds it cannot place: some were fired or came out
    held = dict(read.held)
    # What lies where this way of looking does not reach is in the gun all the same.
    return booked.keys() <= held.keys() and all(
        booked.get(position, Holds.EMPTY) is holds for position, holds in held.items()
    )


def _reported(weapon: Weapon) -> Statement | None:
    """Return what rests on a report alone: it allows waiting, collecting, clearing, no step."""
    misfire = weapon.waiting
    if misfire is not None and not misfire.cleared:
        return Statement(shown=Shown.WAITING, by=(misfire.by,), at=misfire.at)
    if weapon.fired_cases and not weapon.looks:
        return Statement(shown=Shown.FIRED_CASES, rounds=weapon.fired_cases)
    return None


def _identified(weapon: Weapon) -> Statement:
    misfired = weapon.waiting is not None and not weapon.waiting.cleared
    if weapon.rounds or weapon.fired_cases or misfired:
        # It was loaded or went off, whatever it is said to be: nobody's look makes up for that.
        return Statement(shown=Shown.NOT_IDENTIFIED, cause=Cause.DIFFERS_FROM_BOOK)
    for look in reversed(weapon.looks):
        read = reading(weapon, look)
        if look.role is Role.HANDLER and read is not None:
            if all(as_such(position, holds) for position, holds in read.held):
                if not supports(look):
                    continue
                return Statement(
                    shown=Shown.NON_FIRING,
                    by=(look.person,),
                    looks=(look.event,),
                    first_index=look.index,
                    at=look.at,
                )
            break
    return Statement(shown=Shown.NOT_IDENTIFIED, cause=Cause.NO_LOOKS)


def _perceived(made: Mechanism, answer: PositionAnswer) -> bool:
    if not _answered(answer):
        return False
    return not is_bore(answer.position) or answer.method in bore_methods_of(made)


def _unknown(cause: Cause) -> Statement:
    return Statement(shown=Shown.UNKNOWN, cause=cause)
