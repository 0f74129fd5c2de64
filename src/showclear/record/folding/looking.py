"""Looks at a gun: each is kept as it was given, and turns that fail are counted (R25, R32)."""

from __future__ import annotations

import msgspec

from showclear.field.ids import ItemId, PersonId
from showclear.field.instants import from_text
from showclear.field.mechanisms import Holds, LookWay
from showclear.field.patterns import as_such
from showclear.field.people import Role
from showclear.record.events.handling import Look, PositionAnswer, Purpose
from showclear.record.events.passing import LookLine
from showclear.record.folding.custody import Entry
from showclear.record.folding.trouble import settle
from showclear.record.showing import (
    EITHER_ROLES,
    agreed,
    bore_clear,
    in_showing,
    reading,
)
from showclear.record.state import LookFact, State, Weapon


def keep_look(entry: Entry, body: Look, weapon: Weapon) -> None:
    """Keep one look at a known gun, made alone or along a line."""
    held = [answer.holds for answer in body.answers]
    if Holds.OBSTRUCTED in held:
        weapon.bore_due, weapon.bore_seen = entry.id, ()
    if entry.marked or body.cites != weapon.changed:
        return
    fact = _look_fact(entry, body, weapon)
    if _late(weapon, fact):
        fact = msgspec.structs.replace(fact, late=True)
    weapon.looks.append(fact)
    if body.purpose is Purpose.OPENING:
        weapon.opening.append(fact)  # whatever it says: who saw it otherwise counts too
    if fact.role is Role.HANDLER and bore_clear(weapon, body.answers):
        weapon.bore_seen = (*weapon.bore_seen, entry.id)
        settle(weapon)
    _seen_on_arrival(weapon, fact)
    _count_failed(weapon, fact)


def asked_already(state: State, entry: Entry, body: Look, weapon: Weapon | None) -> bool:
    """Return whether what is odd is asked about: somebody saw it there since the last change.

    The two of a showing see one thing, and one answer is to be enough for it (R15). A look that
    something stands against, or at an earlier state of the gun, may have seen another thing.
    """
    if weapon is None or entry.marked or body.cites != weapon.changed:
        return False
    asked = (look for look in weapon.looks if _asks(state, look, body.weapon))
    known = {position for look in asked for position in _odd(look.answers)}
    return _odd(body.answers) <= known


def _asks(state: State, look: LookFact, item: ItemId) -> bool:
    """Return whether what this look found of this gun is an open question."""
    question = state.questions.get(look.event)
    return question is not None and item in question.items


def _odd(answers: tuple[PositionAnswer, ...]) -> set[str]:
    """Return the positions where something odd was seen."""
    return {answer.position for answer in answers if answer.holds is Holds.ODD}


def _look_fact(entry: Entry, body: Look, weapon: Weapon) -> LookFact:
    signer = entry.event.signers[0]
    return LookFact(
        event=entry.id,
        index=entry.index,
        person=signer.person,
        key=signer.key,
        role=signer.role,
        purpose=body.purpose,
        way=body.way,
        answers=body.answers,
        at=entry.now,
        lag_ms=max(0, entry.now.utc_ms - from_text(entry.event.at)),
        booked_empty=not weapon.rounds and not weapon.fired_cases,
        walked=type(entry.event.body) is LookLine,
    )


def _late(weapon: Weapon, fact: LookFact) -> bool:
    """Return whether a whole look says *going in* of what was handed over since it went in.

    One that leaves out a position hinders all the same, as any look does.
    """
    if fact.way is not LookWay.SEEN_GOING_IN or weapon.loaded_index >= weapon.handed_index:
        return False
    return reading(weapon, fact) is not None


def _seen_on_arrival(weapon: Weapon, fact: LookFact) -> None:
    """Keep a handler's look at arrival, if it is whole and finds nothing in the gun (R11)."""
    if fact.purpose is not Purpose.INTAKE or fact.role is not Role.HANDLER:
        return
    read, firing = reading(weapon, fact), weapon.firing
    if read is None:
        return
    if all(holds is Holds.EMPTY if firing else as_such(at, holds) for at, holds in read.held):
        weapon.intake = fact.event


def _may_fail(fact: LookFact) -> bool:
    """Return whether the look is one of a turn: by handler or second person, in a showing."""
    return fact.role in EITHER_ROLES and in_showing(fact)


def _count_failed(weapon: Weapon, fact: LookFact) -> None:
    """Count a turn that failed, once; forget those before when a pair has agreed since."""
    turn = _failed_turn(weapon, fact) if _may_fail(fact) else 0
    if turn > weapon.failed_turn:
        weapon.failed, weapon.failed_turn = weapon.failed + 1, turn
    elif weapon.failed and agreed(weapon):
        weapon.failed = 0


def _failed_turn(weapon: Weapon, fact: LookFact) -> int:
    """Return this person's turn if the look leaves out a position or differs, else 0.

    It differs from another's of the same turn: after a first disagreement both look again, and
    whoever does so first still differs from the other's old look, which is no second failure. One
    that is whole does not fail because somebody else's was not.
    """
    read = reading(weapon, fact)
    turns: dict[PersonId, list[LookFact]] = {}
    for look in weapon.looks:
        if in_showing(look):
            turns.setdefault(look.person, []).append(look)
    turn = len(turns.pop(fact.person))
    others = [looks[turn - 1] for looks in turns.values() if len(looks) >= turn]
    differs = any(
        reading(weapon, other) not in {None, read} for other in others if _may_fail(other)
    )
    return turn if read is None or differs else 0
