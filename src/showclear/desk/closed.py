"""Looks that are still closed: the first of a pair, until the second is in or five minutes pass.

No page, query or export gives a closed look's answers; heads are published as always. It is a
courtesy against suggestion, not against two people who talk (DESIGN.md, "Looks stay closed").
"""

from __future__ import annotations

from collections.abc import Iterator

from showclear.field.instants import Now, elapsed_ms
from showclear.record.limits import LOOK_CLOSED_MS
from showclear.record.state import LookFact, ProveFact, State


def closed_looks(state: State, now: Now) -> frozenset[int]:
    """Return the indexes of looks whose answers nobody but their author may see yet."""
    return frozenset(
        look.index
        for looks in _groups(state)
        if len({look.person for look in looks}) == 1
        for look in looks
        if _fresh(look, now)
    )


def _groups(state: State) -> Iterator[list[LookFact] | list[ProveFact]]:
    for weapon in state.weapons.values():
        if weapon.firing:  # a rubber gun takes one look: there is no second to wait for
            yield weapon.looks
    for container in state.containers.values():
        for stock in container.stock.values():
            yield stock.looks


def _fresh(look: LookFact | ProveFact, now: Now) -> bool:
    age = elapsed_ms(look.at, now)
    return age is not None and age < LOOK_CLOSED_MS
