"""Ledgers whose operator let roles be used, or taken back, otherwise than the record says.

Roles count by index, as keys do (spec/opening-and-keys.md): each row is one thing to be found.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from showclear.field.people import Role
from showclear.record.event import SignedBy
from showclear.record.events import handling, people
from showclear.record.events.desk import Outcome
from tools.vectors.cast import person
from tools.vectors.ledger_story import enrolled, opened, stocked, take_out
from tools.vectors.operator import Operator
from tools.vectors.samples import GUN_SAFE, HANDLER, OFFICER_1, OFFICER_2, REVOLVER, SECOND

Row = tuple[str, str, tuple[str, str], Callable[[], Operator]]
MARKED: Final = {"codes": ("role_not_held",)}
LEFT: Final = {"outcome": Outcome.REFUSED, "codes": ("too_few_officers_left",)}
LOCKED: Final = handling.Lock(items=(REVOLVER,), place=GUN_SAFE)


def withdrawn(book: Operator, name: str, *roles: Role) -> bytes:
    """Return two officers' taking back of roles."""
    body = people.WithdrawRoles(person=person(name), roles=roles)
    return book.sealed(body, OFFICER_1, OFFICER_2)


def roles_taken_back() -> Operator:
    """Take a handler's role back: they lock the gun up all the same, and take none out."""
    book = stocked()
    book.commit([take_out(book), withdrawn(book, "armorer", Role.HANDLER)])
    book.commit([book.sealed(LOCKED, HANDLER)], MARKED)
    book.commit([take_out(book)], {"outcome": Outcome.REFUSED, **MARKED})
    book.commit([withdrawn(book, "officer-3", Role.OFFICER)])
    book.commit([withdrawn(book, "officer-2", Role.OFFICER)], LEFT)
    return book


def used_after() -> Operator:
    """Accept a step in a role that was taken back before it in the same commit."""
    book = stocked()
    book.commit([withdrawn(book, "armorer", Role.HANDLER), take_out(book)])
    return book


def unmarked() -> Operator:
    """Admit a report in a role that was taken back, unmarked."""
    book = stocked()
    book.commit([withdrawn(book, "armorer", Role.HANDLER)])
    book.commit([book.sealed(LOCKED, HANDLER)])
    return book


def report_refused() -> Operator:
    """Refuse a report because a role was taken back."""
    book = stocked()
    book.commit([withdrawn(book, "armorer", Role.HANDLER)])
    book.commit([book.sealed(LOCKED, HANDLER)], {"outcome": Outcome.REFUSED, **MARKED})
    return book


def last_officers_withdrawn() -> Operator:
    """Take the officer's role back until one officer is left."""
    book = opened()
    for name in ("officer-3", "officer-2"):
        book.commit([withdrawn(book, name, Role.OFFICER)])
    return book


def withdrawn_from_a_stranger() -> Operator:
    """Take a role back from somebody who was never enrolled."""
    book = opened()
    book.commit([withdrawn(book, "stranger", Role.CREW)])
    return book


def withdrawn_by_a_handler() -> Operator:
    """Take a role back with a second signature by somebody who is no officer."""
    book = enrolled()
    body = people.WithdrawRoles(person=person("first-ad"), roles=(Role.CALLER,))
    acting = SignedBy(person=SECOND.person, key=SECOND.key, role=Role.OFFICER, way=SECOND.way)
    book.commit([book.sealed(body, OFFICER_1, acting)])
    return book


ROLE_FORGERIES: Final[tuple[Row, ...]] = (
    (
        "a role used after it was taken back",
        "Inside one commit order counts too.",
        ("outcome_differs", "entry 12"),
        used_after,
    ),
    (
        "a report in a role taken back, unmarked",
        "It would pass for one that supports.",
        ("outcome_differs", "entry 13"),
        unmarked,
    ),
    (
        "a report refused for a role taken back",
        "What has happened is never refused.",
        ("outcome_differs", "entry 13"),
        report_refused,
    ),
    (
        "the officer's role taken back from the last two",
        "Nobody could enrol or revoke any more.",
        ("outcome_differs", "entry 4"),
        last_officers_withdrawn,
    ),
    (
        "a role taken back from a stranger",
        "It would name somebody the ledger does not know.",
        ("outcome_differs", "entry 2"),
        withdrawn_from_a_stranger,
    ),
    (
        "a role taken back by one officer and another",
        "Officers act two together.",
        ("outcome_differs", "entry 6"),
        withdrawn_by_a_handler,
    ),
)
