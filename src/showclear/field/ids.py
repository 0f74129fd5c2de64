"""Names of things: one type per kind of id, so that two kinds never mix.

An id is a letter, a dash and 16 lower-case hex digits: ``w-00c0ffee00c0ffee``. It is drawn at
random and says nothing about the thing (spec, "Ids"); serial numbers and names live beside the
log. Whether an id names something that exists is for the record to say, not for its form.

>>> is_id("w", "w-00c0ffee00c0ffee")
True
"""

from __future__ import annotations

import re
from typing import Annotated, Final, NewType

from msgspec import Meta

PersonId = NewType("PersonId", str)  # p-…
ItemId = NewType("ItemId", str)  # w-… weapon or c-… container
LotId = NewType("LotId", str)  # l-…
SetUpId = NewType("SetUpId", str)  # s-…
ActId = NewType("ActId", str)  # a-… groups the events of one act
EventId = NewType("EventId", str)  # 64 hex digits, SHA-256 of what was signed
KeyId = NewType("KeyId", str)  # 64 hex digits, the Ed25519 public key itself
Commitment = NewType("Commitment", str)  # 64 hex digits, salted hash of a detail kept elsewhere

ID_CHARACTERS_MAX: Final = 18  # letter, dash, 16 hex digits
HEX_CHARACTERS: Final = 64  # 32 bytes in hex
NONCE_CHARACTERS: Final = 32  # 128 bits in hex: collisions stay out of reach for any ledger

# Every id is held to its written form wherever it stands: the log is for ever, and a name typed
# into an id's place would be in it for ever. ``\Z``, because ``$`` also matches before a newline.
SomePerson = Annotated[PersonId, Meta(pattern=r"^(p-[0-9a-f]{16}|desk)\Z")]
SomeItem = Annotated[ItemId, Meta(pattern=r"^[wc]-[0-9a-f]{16}\Z")]
SomeLot = Annotated[LotId, Meta(pattern=r"^l-[0-9a-f]{16}\Z")]
SomeSetUp = Annotated[SetUpId, Meta(pattern=r"^s-[0-9a-f]{16}\Z")]
SomeAct = Annotated[ActId, Meta(pattern=r"^a-[0-9a-f]{16}\Z")]
SomeEvent = Annotated[EventId, Meta(pattern=r"^[0-9a-f]{64}\Z")]
# A signer's key must also decode to the bytes its signature is checked with (record.event).
SomeKey = Annotated[KeyId, Meta(min_length=HEX_CHARACTERS, max_length=HEX_CHARACTERS)]
Nonce = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]

NewPerson = Annotated[PersonId, Meta(pattern=r"^p-[0-9a-f]{16}\Z")]
NewWeapon = Annotated[ItemId, Meta(pattern=r"^w-[0-9a-f]{16}\Z")]
NewContainer = Annotated[ItemId, Meta(pattern=r"^c-[0-9a-f]{16}\Z")]
NewLot = SomeLot
NewKey = Annotated[KeyId, Meta(pattern=r"^[0-9a-f]{64}\Z")]

DESK: Final = PersonId("desk")  # the desk signs as itself; no person may have this id
NOBODY: Final = PersonId("")
NO_EVENT: Final = EventId("")  # "last event" of an item that has none yet
NO_ITEM: Final = ItemId("")

_ID = re.compile(r"^([pwclsa])-[0-9a-f]{16}\Z")


def is_id(letter: str, text: str) -> bool:
    """Return whether ``text`` is an id of the kind ``letter`` (p, w, c, l, s or a)."""
    found = _ID.match(text)
    return found is not None and found.group(1) == letter


def make_id(letter: str, randomness: bytes) -> str:
    """Return a fresh id of the kind ``letter`` from 8 random bytes handed in."""
    return f"{letter}-{randomness[:8].hex()}"
