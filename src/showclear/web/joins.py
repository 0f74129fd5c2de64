"""Joining: somebody's new key waits until two officers have looked at it, face to face.

1. A device makes a key and asks to join, under a name or as somebody who is enrolled already.
2. Two officers compare the five words on both screens and confirm; both sign the enrolment. The
   device makes its words from its own key: a desk between them that lies is seen here.
3. The device signs the very same bytes, as proof that it holds the key; then it goes to the desk.

What is asked here is forgotten after ten minutes; nothing is recorded before the third step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from showclear.desk.drafts import Draft, Drafts
from showclear.desk.signing import Hand, signed_by
from showclear.errors import UsageError
from showclear.field.ids import KeyId, PersonId
from showclear.field.people import Role, Way
from showclear.outputs.fingerprints import spoken
from showclear.record.event import public_key
from showclear.record.events.officers import Enrol
from showclear.record.registry import Registry

JOIN_MS: Final = 10 * 60_000
JOINS_MAX: Final = 64  # as many as can stand in line at a cart
JOINS_OF_ADDRESS_MAX: Final = 16  # as many as take turns at one tablet before two officers look


class Join(msgspec.Struct, kw_only=True):
    """One key that waits: whose, as what, since when; ``draft`` once the officers confirmed."""

    key: KeyId
    person: PersonId
    name: str  # empty for somebody who is enrolled already
    title: str
    since_ms: int
    way: Way = Way.PIN
    address: str = ""
    draft: str = ""
    done: bool = False

    @property
    def code(self) -> str:
        """What both screens show: five words, 80 bits, that nobody can make a second key for."""
        return spoken(public_key(self.key))


class Joins:
    """Everybody who asked to join in the last ten minutes."""

    def __init__(self) -> None:
        self._joins: dict[str, Join] = {}

    def ask(self, name: str, join: Join) -> None:
        """Take somebody in under a random name of the request."""
        self._forget_old(join.since_ms)
        if len(self._joins) >= JOINS_MAX:
            raise UsageError(
                "too_many_joining",
                "people who join",
                expected=f"at most {JOINS_MAX} waiting",
                found=str(len(self._joins)),
                hint="the officers confirm one after the other; try again in a minute",
            )
        if join.address:
            self._check_address(join.address)
        self._joins[name] = join

    def find(self, name: str) -> Join:
        """Return a request, or raise ``UsageError``."""
        found = self._joins.get(name)
        if found is None:
            raise UsageError(
                "join_unknown",
                "request to join",
                expected="one of the last ten minutes",
                found="none of this name",
                hint="begin again; nothing was recorded",
            )
        return found

    def waiting(self, now_ms: int) -> tuple[tuple[str, Join], ...]:
        """Return those whom no officer has confirmed yet, the longest waiting first."""
        self._forget_old(now_ms)
        return tuple((name, join) for name, join in self._joins.items() if not join.draft)

    def _check_address(self, address: str) -> None:
        # One device must not fill the line for everybody.
        here = sum(one.address == address and not one.draft for one in self._joins.values())
        if here >= JOINS_OF_ADDRESS_MAX:
            raise UsageError(
                "too_many_joining",
                "people who join on this device",
                expected=f"at most {JOINS_OF_ADDRESS_MAX} waiting",
                found=str(here),
                hint="have the officers confirm those; try again then",
            )

    def _forget_old(self, now_ms: int) -> None:
        for name, join in list(self._joins.items()):
            if not 0 <= now_ms - join.since_ms <= JOIN_MS:
                del self._joins[name]


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """As what somebody is enrolled: title, roles, and the commitment to the name."""

    title: str
    roles: tuple[Role, ...]
    name: str = ""


def confirm(
    drafts: Drafts, registry: Registry, join: Join, officers: Sequence[Hand], enrolled: Enrolment
) -> Draft:
    """Begin the enrolment that the officers and the new key will sign."""
    body = Enrol(
        person=join.person,
        key=join.key,
        title=enrolled.title,
        roles=enrolled.roles,
        name=enrolled.name,
    )
    newcomer = Hand(join.person, join.key, join.way)
    join.draft, draft = drafts.begin(body, signed_by(registry, body, officers, newcomer=newcomer))
    return draft
