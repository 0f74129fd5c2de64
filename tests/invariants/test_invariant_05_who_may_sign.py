"""Invariant 5: an accepted event has the signatures its type requires, by keys good at that index.

Checked from the log alone; the tests of the desk check the signatures themselves.
"""

from __future__ import annotations

from showclear.field.people import Role
from showclear.record.events.base import Mood
from showclear.record.events.desk import Outcome
from showclear.record.events.officers import Enrol, Grant, Opening, Revoke
from showclear.record.events.people import WithdrawRoles
from showclear.record.events.table import BY_BODY
from showclear.record.registry import mood_of
from tests.invariants.walk import History, over_histories, walk
from tests.kit import Told


class Register:
    """Who may sign, by a plain reading of the log."""

    def __init__(self) -> None:
        self.owner: dict[str, str] = {}
        self.revoked: set[str] = set()
        self.roles: set[tuple[str, Role]] = set()

    def read(self, told: Told) -> None:
        """Take over one event."""
        body = told.event.body
        if told.refused:
            return
        if isinstance(body, Opening):
            for officer in body.officers:
                self.owner[officer.key] = officer.person
                self.roles.add((officer.person, Role.OFFICER))
            self.owner[body.desk_key] = "desk"
            self.roles.add(("desk", Role.DESK))
        elif isinstance(body, Enrol):
            self.owner[body.key] = body.person
            self.roles |= {(body.person, role) for role in body.roles}
        elif isinstance(body, Grant):
            self.roles |= {(body.person, role) for role in body.roles}
        elif isinstance(body, WithdrawRoles):
            self.roles -= {(body.person, role) for role in body.roles}
        elif isinstance(body, Revoke):
            self.revoked.add(body.key)

    def officers(self) -> int:
        """Return how many people can still sign as officers."""
        return len(
            {
                person
                for key, person in self.owner.items()
                if key not in self.revoked and (person, Role.OFFICER) in self.roles
            }
        )


def check_signers(told: Told, register: Register) -> None:
    """Check every signer of an accepted step against the register before it."""
    signers = told.event.signers
    slots = BY_BODY[type(told.event.body)].signers
    assert slots.least <= len(signers) <= len(slots.roles)
    assert len({signer.person for signer in signers}) == len(signers)
    assert len({signer.key for signer in signers}) == len(signers)
    for signer, allowed in zip(signers, slots.roles, strict=False):
        assert signer.role in allowed
        if signer.role is not Role.ENROLLED:
            assert register.owner[signer.key] == signer.person
            assert signer.key not in register.revoked
            assert (signer.person, signer.role) in register.roles


@over_histories
def test_accepted_steps_are_signed_by_those_who_may(history: History) -> None:
    """Every accepted step is signed by distinct people with good keys, in roles they hold."""
    register = Register()
    for told in walk(history).told:
        if told.outcome is Outcome.ACCEPTED and not isinstance(told.event.body, Opening):
            check_signers(told, register)
        register.read(told)
        assert register.officers() >= 2


@over_histories
def test_a_look_by_a_revoked_key_is_refused(history: History) -> None:
    """A look is refused exactly when its key was revoked before; else it is admitted."""
    register = Register()
    for told in walk(history).told:
        if mood_of(told.event) is Mood.LOOK:
            revoked = told.event.signers[0].key in register.revoked
            assert told.refused == revoked
        register.read(told)
