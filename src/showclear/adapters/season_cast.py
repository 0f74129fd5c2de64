"""The people and things of a made-up season: ids and keys that follow from a seed by name.

Never for a real production: whoever has the seed has every key. It leaves what they do to
``season_team``.

Example: ``Cast(b"season 1").handlers[0].id`` is the same on every machine.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import msgspec
from nacl.signing import SigningKey

from showclear.adapters.keys import KeyName, KeySigner
from showclear.field.ids import ItemId, KeyId, LotId, PersonId, SetUpId, make_id
from showclear.field.people import Role

TEAMS: Final = 10
GUNS_IN_TEAM: Final = 10  # 100 guns in all
ROUNDS_IN_BOX: Final = 100  # one box to a gun: 10,000 rounds in all
PERFORMERS_IN_TEAM: Final = 2


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One person with one role and one key."""

    id: PersonId
    title: str
    role: Role
    signer: KeySigner

    @property
    def key(self) -> KeyId:
        """The public key in hex."""
        return KeyId(self.signer.public.hex())


class Cast:
    """Everybody and everything of one season."""

    def __init__(self, seed: bytes, *, origin: str) -> None:
        self.seed = seed
        self.origin = origin
        self.officers = [self._person(f"officer-{n}", "producer", Role.OFFICER) for n in range(3)]
        self.caller = self._person("caller", "first-ad", Role.CALLER)
        self.handlers = [
            self._person(f"handler-{n}", "armorer", Role.HANDLER) for n in range(TEAMS)
        ]
        self.seconds = [
            self._person(f"second-{n}", "second-ad", Role.SECOND_PERSON) for n in range(TEAMS)
        ]
        self.performers = [
            self._person(f"performer-{n}", "performer", Role.PERFORMER)
            for n in range(TEAMS * PERFORMERS_IN_TEAM)
        ]
        self.gunsmith = self._person("gunsmith", "gunsmith", Role.CREW)

    def everybody(self) -> list[Person]:
        """Return all who are enrolled after the opening."""
        return [self.caller, *self.handlers, *self.seconds, *self.performers, self.gunsmith]

    def signer(self, name: str) -> KeySigner:
        """Return the key of this name."""
        key = SigningKey(self._bytes(f"key of {name}"))
        public = bytes(key.verify_key)
        return KeySigner(KeyName(name=name, origin=self.origin, public=public), key)

    def item(self, letter: str, name: str) -> ItemId:
        """Return the id of a weapon (w) or container (c)."""
        return ItemId(make_id(letter, self._bytes(name)))

    def lot(self, name: str) -> LotId:
        """Return the id of a lot."""
        return LotId(make_id("l", self._bytes(name)))

    def set_up(self, name: str) -> SetUpId:
        """Return the id of a set-up."""
        return SetUpId(make_id("s", self._bytes(f"set-up {name}")))

    def words(self, name: str) -> str:
        """Return what stands in the log for words that lie beside it."""
        return self._bytes(f"words {name}").hex()

    def _person(self, name: str, title: str, role: Role) -> Person:
        person = PersonId(make_id("p", self._bytes(name)))
        return Person(id=person, title=title, role=role, signer=self.signer(name))

    def _bytes(self, name: str) -> bytes:
        return sha256(self.seed + b"\x00" + name.encode()).digest()
