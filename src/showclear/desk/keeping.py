"""How the desk keeps what it has decided: store, read-back, tree, head, receipts, snapshot.

``write`` is steps 5 to 7 of a commit (see ``desk``). Start-up signs commits that a crash left
beyond the last head by the same ``sign_over``: recovery runs the code that runs every day.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import msgspec

from showclear.desk.idindex import IdIndex
from showclear.desk.parts import Parts
from showclear.desk.ports import Commit, FullTile, NewEntry
from showclear.desk.snapshot import encode_snapshot
from showclear.errors import Damaged
from showclear.field.ids import EventId
from showclear.record.checkpoint import Checkpoint, sign_checkpoint
from showclear.record.envelope import open_envelope
from showclear.record.event import Event, decode_event
from showclear.record.events.desk import Decided
from showclear.record.events.table import BY_BODY
from showclear.record.limits import OUTCOMES_MAX
from showclear.record.note import TYPE_ED25519, VerifierKey
from showclear.record.receipt import LoggedEnvelope, encode_receipts
from showclear.record.state import State
from showclear.record.tree import EMPTY_ROOT, Tree, leaf_hash

ROOTS_CACHED_MAX: Final = 1024  # heads that signers may still name, without asking the tree
RECENT_ENTRIES_MAX: Final = 512  # envelopes just written: their receipts need no reading


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """One entry ready for the store."""

    id: bytes
    raw: bytes
    items: tuple[str, ...]

    @classmethod
    def of(cls, identity: EventId, raw: bytes, event: Event) -> Written:
        """Return the entry with the items that trace will look it up by."""
        row = BY_BODY[type(event.body)]
        items = (*row.touches(event.body), *row.cites(event.body))
        return cls(id=bytes.fromhex(identity), raw=raw, items=items)


class Keeping:
    """Tree, ids and stores of one ledger; not for two threads at once."""

    def __init__(self, parts: Parts, *, tree: Tree, ids: IdIndex, head: bytes | None) -> None:
        self.parts = parts
        self.tree = tree
        self.ids = ids
        self.head = head
        self.root = tree.root() if tree.size else EMPTY_ROOT
        self._roots: OrderedDict[int, bytes] = OrderedDict({0: EMPTY_ROOT})
        self._roots[tree.size] = self.root
        self._recent: OrderedDict[int, bytes] = OrderedDict()

    def verifier_key(self) -> VerifierKey:
        """Return the ledger's key as notes name it."""
        public = self.parts.ledger_key.public
        return VerifierKey(name=self.parts.origin, type=TYPE_ED25519, public=public)

    def write(self, entries: Sequence[Written]) -> None:
        """Store one commit durably, read it back, and sign the head over it."""
        first = self.tree.size
        leaves = [leaf_hash(entry.raw) for entry in entries]
        for leaf in leaves:
            self.tree.append(leaf)
        commit = Commit(
            first=first,
            entries=tuple(
                NewEntry(id=entry.id, envelope=entry.raw, items=entry.items) for entry in entries
            ),
            tiles=tuple(
                FullTile(level=level, number=number, hashes=hashes)
                for level, number, hashes in self.tree.take_full_tiles()
            ),
        )
        self.parts.store.append(commit)
        # A crash here leaves a whole commit beyond the last head: recovery signs over it.
        self._read_back(first, leaves)
        self.sign_over()
        # Commit point passed: the head over these entries is signed and stored.
        for offset, entry in enumerate(entries):
            self.ids.add(entry.id, first + offset)
            self._remember(first + offset, entry.raw)

    def sign_over(self) -> None:
        """Sign the head over everything in the tree and swap it into the head store."""
        self.root = self.tree.root()
        head = sign_checkpoint(
            Checkpoint(origin=self.parts.origin, size=self.tree.size, root=self.root),
            key=self.verifier_key(),
            sign=self.parts.ledger_key.sign,
        )
        self.parts.heads.swap(self.head, head)
        self.head = head
        self._roots[self.tree.size] = self.root
        if len(self._roots) > ROOTS_CACHED_MAX:
            self._roots.popitem(last=False)

    def _read_back(self, first: int, leaves: Sequence[bytes]) -> None:
        """Hash what the disk holds, with its own SHA-256 call, and compare (Yeti 2022)."""
        stored = self.parts.store.read(first, first + len(leaves))
        for entry, leaf in zip(stored, leaves, strict=True):
            if sha256(b"\x00" + entry.envelope).digest() != leaf:
                raise Damaged(
                    f"entry {entry.index}",
                    expected=f"the bytes just written, leaf {leaf.hex()[:16]}…",
                    found="other bytes on reading back",
                )

    def had(self, size: int, root: bytes) -> bool:
        """Return whether the ledger once signed a head of this size and root."""
        known = self._roots.get(size)
        if known is not None:
            return known == root
        if not 0 < size <= self.tree.size or self.tree.root_at(size) != root:
            return False
        return self._is_decided(size - 1)

    def find(self, event: EventId) -> int | None:
        """Return the index of an event the ledger has, or None; confirmed by reading the row."""
        identity = bytes.fromhex(event)
        for index in self.ids.candidates(identity):
            if self.parts.store.read(index, index + 1)[0].id == identity:
                return index
        return None

    def envelope(self, index: int) -> bytes:
        """Return one entry's envelope."""
        recent = self._recent.get(index)
        return recent or self.parts.store.read(index, index + 1)[0].envelope

    def event(self, index: int) -> Event:
        """Return one entry's event."""
        return decode_event(open_envelope(self.envelope(index)).payload)

    def decided_of(self, index: int) -> tuple[int, Decided]:
        """Return index and body of the ``decided`` that ends the commit of this entry."""
        stop = min(index + OUTCOMES_MAX + 1, self.tree.size)
        for entry in self.parts.store.read(index, stop):
            body = decode_event(open_envelope(entry.envelope).payload).body
            if type(body) is Decided:
                return entry.index, body
        raise Damaged(f"entry {index}", expected="a decided after it", found="none")

    def receipt(self, index: int, decided_index: int) -> bytes:
        """Return the receipt of an entry under the present head."""
        return self.receipts([index], decided_index)[0]

    def receipts(self, indexes: Sequence[int], decided_index: int) -> tuple[bytes, ...]:
        """Return the receipts of entries of one commit under the present head."""
        if self.head is None:
            raise Damaged("head store", expected="a signed head", found="none")
        return encode_receipts(
            [self._logged(index) for index in indexes],
            decided=self._logged(decided_index),
            checkpoint=self.head,
        )

    def save_snapshot(self, state: State) -> None:
        """Cache the state, so that the next start need not fold all of history."""
        self.parts.snapshots.save(encode_snapshot(state, self.tree.edge(), self.ids, self.root))

    def _logged(self, index: int) -> LoggedEnvelope:
        proof = self.tree.inclusion_proof(index=index, size=self.tree.size)
        return LoggedEnvelope(envelope=self.envelope(index), index=index, proof=proof)

    def _remember(self, index: int, raw: bytes) -> None:
        self._recent[index] = raw
        if len(self._recent) > RECENT_ENTRIES_MAX:
            self._recent.popitem(last=False)

    def _is_decided(self, index: int) -> bool:
        return type(self.event(index).body) is Decided
