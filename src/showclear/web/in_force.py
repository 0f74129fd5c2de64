"""Numbers and names of the adopted rows that pages show: a wait, a limit, who lifts a stop.

A row that is not adopted gives nothing: no page says a number that the production has not taken
on (DESIGN.md, Ten principles 10). What the numbers mean for a step is for the rules alone.
"""

from __future__ import annotations

from typing import Final

from showclear.field.people import Role
from showclear.field.stock import Kind
from showclear.record.state import Weapon
from showclear.rules.chapters.aftermath import MUZZLE_LOADING
from showclear.rules.frame import Params
from showclear.web.served import Served

WAIT: Final = "misfire_wait_ms_min"
LONGER_WAIT: Final = "misfire_wait_muzzle_loader_ms_min"


def row(served: Served, rule: str) -> Params | None:
    """Return a rule's parameters as in force, or None where no adopted row calls for it."""
    desk = served.desk
    binding = desk.judge.book(desk.state.packs).find(rule)
    return binding.parameters if binding is not None else None


def number(served: Served, rule: str, name: str) -> int | None:
    """Return one number in force, or None."""
    found = row(served, rule)
    return found.number(name) if found is not None and name in found.values else None


def names(served: Served, rule: str, name: str) -> tuple[str, ...]:
    """Return a list in force, in order; nothing where it is not adopted."""
    found = row(served, rule)
    given = found.names(name) if found is not None and name in found.values else frozenset()
    return tuple(sorted(given))


def roles(served: Served, rule: str, name: str) -> tuple[Role, ...]:
    """Return the roles that a row in force names."""
    known = {role.value: role for role in Role}
    return tuple([known[one] for one in names(served, rule, name) if one in known])


def misfire_wait_ms(served: Served, weapon: Weapon) -> int | None:
    """Return how long a gun waits after a misfire, or None where no row says (rules.md R44)."""
    slow = weapon.pattern in MUZZLE_LOADING or weapon.last_kind is Kind.CHARGE
    return number(served, "R44", LONGER_WAIT if slow else WAIT)
