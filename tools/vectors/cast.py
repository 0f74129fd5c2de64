"""The people, keys and things of the test vectors; everything follows from names.

A private key is the SHA-256 of ``showclear vectors: `` and a name: these keys are published and
sign nothing real. Ids are the first 8 bytes of the same kind of hash.

Example: ``person("armorer")`` is the same id on every machine, ``key("armorer").hex`` its key.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import Final

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from showclear.field.ids import ActId, ItemId, KeyId, LotId, PersonId, SetUpId
from showclear.field.people import Role, Way
from showclear.record.event import SignedBy

ORIGIN: Final = "custody.example/prod7"
OTHER_ORIGIN: Final = "custody.example/prod8"
START_MS: Final = 1_795_325_700_000  # 2026-11-22T05:35:00.000Z


def digest(name: str) -> bytes:
    """Return 32 bytes that follow from a name."""
    return sha256(f"showclear vectors: {name}".encode()).digest()


class Key:
    """One published test key."""

    def __init__(self, name: str) -> None:
        self._private = SigningKey(digest(name))
        self.public = bytes(self._private.verify_key)
        self.hex = KeyId(self.public.hex())

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature."""
        return bytes(self._private.sign(message).signature)


@cache
def key(name: str) -> Key:
    """Return the key of this name."""
    return Key(name)


def person(name: str) -> PersonId:
    """Return a person's id."""
    return PersonId("p-" + digest(name)[:8].hex())


def weapon(name: str) -> ItemId:
    """Return a weapon's id."""
    return ItemId("w-" + digest(name)[:8].hex())


def container(name: str) -> ItemId:
    """Return a container's id."""
    return ItemId("c-" + digest(name)[:8].hex())


def lot(name: str) -> LotId:
    """Return a lot's id."""
    return LotId("l-" + digest(name)[:8].hex())


def set_up(name: str) -> SetUpId:
    """Return a set-up's id."""
    return SetUpId("s-" + digest(name)[:8].hex())


def act(name: str) -> ActId:
    """Return an act's id."""
    return ActId("a-" + digest(name)[:8].hex())


def signer(name: str, role: Role, *, key_name: str = "") -> SignedBy:
    """Return a signer as an event names them; with another's key if ``key_name`` says so."""
    public = key(key_name or name).hex
    return SignedBy(person=person(name), key=public, role=role, way=Way.KEY_FILE)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature holds, as libsodium does."""
    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True


NAMES: Final = (
    *("officer-1", "officer-2", "officer-3", "armorer", "assistant", "first-ad", "performer"),
    *("outside", "stranger", "desk", "ledger"),
)


def keys_of(signers: Sequence[SignedBy]) -> list[Key]:
    """Return the keys that the signers name, in their order."""
    known = {key(name).hex: key(name) for name in NAMES}
    return [known[one.key] for one in signers]
