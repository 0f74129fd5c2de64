"""A misfire, a jam, a drop, a wetting: what is due before the gun is readied again (rules.md R44).

It is made clear first; then its bore and its function are seen. The last of these ends it, in
whichever order bore and function come. How long it has waited is for the rules.
"""

from __future__ import annotations

import msgspec

from showclear.field.ids import NO_EVENT, EventId
from showclear.record.facts_guns import WaitFact, without_result
from showclear.record.folding.custody import Entry, change
from showclear.record.state import Weapon


def begin_misfire(weapon: Weapon, entry: Entry) -> None:
    """Let the gun wait: what was shown ends, and nothing but clearing is next (R44, R54).

    What is in it stays in the book: a blank that failed is no unknown round.
    """
    change(weapon, entry, "misfired")
    begin_trouble(weapon, entry)
    weapon.waiting = WaitFact(event=entry.id, by=entry.author, at=entry.now)


def begin_trouble(weapon: Weapon, entry: Entry) -> None:
    """Make clearing, bore and function due; what was seen of them before does not count."""
    weapon.function_due = weapon.clear_due = weapon.bore_due = entry.id
    weapon.function_seen, weapon.bore_seen = NO_EVENT, ()


def made_clear(weapon: Weapon) -> None:
    """Take it as clear once the book has nothing left in it; bore and function are seen after.

    Turns that failed are forgotten with it: it starts from empty (R32).
    """
    if weapon.rounds or weapon.fired_cases:
        return
    weapon.failed = 0
    if weapon.clear_due:
        weapon.clear_due = NO_EVENT
        weapon.function_seen, weapon.bore_seen = NO_EVENT, ()
        if weapon.waiting is not None:
            weapon.waiting = msgspec.structs.replace(weapon.waiting, cleared=True)


def released(weapon: Weapon, entry: Entry) -> None:
    """Make bore and function due on a gun that a gunsmith had: nobody here has seen them since.

    What counted of its test-fires was fired before its parts were changed; how far debris was
    seen to reach still counts (R13, R14, R38). It is made clear first if the book has anything
    in it, or if that was due before.
    """
    change(weapon, entry, "released")
    clear = not (weapon.clear_due or weapon.rounds or weapon.fired_cases)
    begin_trouble(weapon, entry)
    if clear:
        weapon.clear_due = NO_EVENT
    for lot, fact in weapon.test_fired.items():
        weapon.test_fired[lot] = without_result(fact)


def loaded_again(weapon: Weapon) -> None:
    """Forget a misfire that was dealt with: the rules have asked whether its wait was over."""
    settle(weapon)
    if weapon.waiting is not None and not weapon.function_due:
        weapon.waiting = None


def settle(weapon: Weapon) -> None:
    """End what was due, if all of it was done."""
    if weapon.function_seen and weapon.bore_seen and not weapon.clear_due:
        weapon.function_settled, weapon.function_was_due = (
            weapon.function_seen,
            weapon.function_due,
        )
        weapon.function_due = weapon.function_seen = NO_EVENT


def void_function(weapon: Weapon, event: EventId) -> None:
    """Take back what this event saw of the function: what it dealt with is due again (R44)."""
    if weapon.function_seen == event:
        weapon.function_seen = NO_EVENT
    if weapon.function_settled == event:
        weapon.function_due = weapon.function_due or weapon.function_was_due
        weapon.function_settled = weapon.function_was_due = NO_EVENT
