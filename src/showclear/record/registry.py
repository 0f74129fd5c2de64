"""Who may sign and where each item's chain ends: the small part of the state that bytes need.

Shared by the fold and by ``verify``, which needs no more than this. Keys count by log index,
never by wall clock: a key is good for an entry when it was enrolled at a lower index and not
revoked at or below it (DESIGN.md, "Opening").
"""

from __future__ import annotations

import msgspec

from showclear.errors import InvariantError
from showclear.field.ids import DESK, NO_ITEM, EventId, ItemId, KeyId, PersonId
from showclear.field.people import Role
from showclear.record.event import Event
from showclear.record.events.base import Mood
from showclear.record.events.desk import Outcome
from showclear.record.events.officers import Enrol, Grant, Opening, Revoke
from showclear.record.events.people import WithdrawRoles
from showclear.record.events.stock import ReceiveContainer, ReceiveWeapon
from showclear.record.events.table import BY_BODY


class KeyRecord(msgspec.Struct, kw_only=True):
    """One enrolled key: whose, since which index, and the index of its revocation or -1."""

    person: PersonId
    enrolled: int
    revoked: int = -1


class PersonRecord(msgspec.Struct, kw_only=True):
    """One enrolled person: title and the roles they may act in."""

    title: str
    roles: set[Role]


class Registry(msgspec.Struct, kw_only=True):
    """Keys, people and the last event of every item. Changed only by ``apply``."""

    origin: str = ""
    ledger_key: KeyId = KeyId("")
    keys: dict[KeyId, KeyRecord] = msgspec.field(default_factory=dict)
    people: dict[PersonId, PersonRecord] = msgspec.field(default_factory=dict)
    last: dict[ItemId, EventId] = msgspec.field(default_factory=dict)

    def live_key(self, key: KeyId) -> bool:
        """Return whether the key is enrolled and not revoked."""
        record = self.keys.get(key)
        return record is not None and record.revoked < 0

    def can_sign(self, person: PersonId) -> bool:
        """Return whether the person has a key that is enrolled and not revoked."""
        return any(record.person == person and record.revoked < 0 for record in self.keys.values())

    def who_can_sign(self) -> set[PersonId]:
        """Return everybody who has a key that is enrolled and not revoked."""
        return {record.person for record in self.keys.values() if record.revoked < 0}

    def officers_without(self, key: KeyId = KeyId("")) -> int:  # noqa: B008 - a NewType of str
        """Return how many people can sign as officers, not counting one key."""
        able = {
            record.person
            for other, record in self.keys.items()
            if other != key and record.revoked < 0 and self.may_act(record.person, Role.OFFICER)
        }
        return len(able)

    def officers_besides(self, person: PersonId) -> int:
        """Return how many people can sign as officers, not counting one person."""
        others = [one for one in self.people if one != person]
        return sum(self.may_act(one, Role.OFFICER) and self.can_sign(one) for one in others)

    def may_act(self, person: PersonId, role: Role) -> bool:
        """Return whether the person was granted the role."""
        record = self.people.get(person)
        return record is not None and role in record.roles

    def apply(self, index: int, event_id: EventId, event: Event, outcome: Outcome) -> None:
        """Take over what an entry changes here, obeying its outcome."""
        body = event.body
        if outcome is Outcome.REFUSED:
            return
        if event.touches:
            self._chain(event_id, event)
        match body:
            case Opening():
                self._open(event.origin, body)
            case Enrol():
                self._enrol(index, body)
            case Grant():
                self.people[body.person].roles.update(body.roles)
            case Revoke():
                self.keys[body.key].revoked = index
            case WithdrawRoles():
                self.people[body.person].roles.difference_update(body.roles)
            case _:
                pass

    def _chain(self, event_id: EventId, event: Event) -> None:
        created = creates(event)
        for touch in event.touches:
            if touch.item in self.last or touch.item == created:
                self.last[touch.item] = event_id

    def _open(self, origin: str, body: Opening) -> None:
        if self.keys:
            raise InvariantError("registry: a ledger is opened once")
        self.origin = origin
        self.ledger_key = body.ledger_key
        for officer in body.officers:
            self.keys[officer.key] = KeyRecord(person=officer.person, enrolled=0)
            self.people[officer.person] = PersonRecord(title="officer", roles={Role.OFFICER})
        self.keys[body.desk_key] = KeyRecord(person=DESK, enrolled=0)
        self.people[DESK] = PersonRecord(title="desk", roles={Role.DESK})

    def _enrol(self, index: int, body: Enrol) -> None:
        self.keys[body.key] = KeyRecord(person=body.person, enrolled=index)
        known = self.people.get(body.person)
        if known is None:
            self.people[body.person] = PersonRecord(title=body.title, roles=set(body.roles))
        else:
            known.roles.update(body.roles)


def creates(event: Event) -> ItemId:
    """Return the item that comes into the ledger by this event, or no item."""
    match event.body:
        case ReceiveWeapon(weapon=weapon):
            return weapon
        case ReceiveContainer(container=container):
            return container
        case _:
            return NO_ITEM


def mood_of(event: Event) -> Mood:
    """Return the event's mood by the table."""
    return BY_BODY[type(event.body)].mood
