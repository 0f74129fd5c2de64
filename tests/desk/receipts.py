"""What the desk's tests do with receipts, heads and the whole ledger: check them from outside.

Nothing here asks the desk: a receipt is checked with the ledger's key alone, and ``whole`` reads
the disk. ``whole(story)`` is what the tests of crashes and refusals end with.
"""

from __future__ import annotations

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from showclear.errors import Damaged
from showclear.field.ids import EventId
from showclear.record.checkpoint import Checkpoint, open_checkpoint
from showclear.record.envelope import event_id, open_envelope
from showclear.record.event import Event, decode_event
from showclear.record.events.desk import Decided, Decision
from showclear.record.note import TYPE_ED25519, VerifierKey
from showclear.record.receipt import CheckedReceipt, check_receipt
from showclear.record.tiles import HashTile
from showclear.record.tree import Tree, leaf_hash
from showclear.record.verify import Report, verify_ledger
from showclear.rules.audit import Auditor, AuditReport
from tests.kit import ORIGIN, OnDesk, pack_texts, person

LEDGER = VerifierKey(name=ORIGIN, type=TYPE_ED25519, public=person("ledger").public)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Check one signature without the desk's own checker."""
    try:
        VerifyKey(public).verify(message, signature)
    except BadSignatureError:
        return False
    return True


def checked(receipt: bytes) -> CheckedReceipt:
    """Return the receipt's parts; raises when anything does not hold."""
    return check_receipt(receipt, log=LEDGER, cosigners=(), verify=verify)


def said(receipt: bytes) -> tuple[EventId, Decision]:
    """Return the event's id and what the `decided` in the receipt says of it."""
    parts = checked(receipt)
    decided = opened(parts.decided.envelope).body
    assert isinstance(decided, Decided)
    decision = next(one for one in decided.entries if one.index == parts.event.index)
    identity = event_id(open_envelope(parts.event.envelope).payload)
    assert decision.id == identity
    return identity, decision


def opened(envelope: bytes) -> Event:
    """Return the event in an envelope."""
    return decode_event(open_envelope(envelope).payload)


class Disk:
    """A story's disk as ``record.verify`` reads it."""

    def __init__(self, story: OnDesk) -> None:
        self._disk = story.disk

    def size(self) -> int:
        """Return how many entries there are."""
        return len(self._disk.entries)

    def head(self) -> bytes | None:
        """Return the signed head."""
        return self._disk.head

    def entries(self, first: int, stop: int) -> list[bytes]:
        """Return the envelopes of a range."""
        found = [entry.envelope for entry in self._disk.entries[first:stop]]
        if len(found) != stop - first:
            raise Damaged("entries", expected=str(stop - first), found=str(len(found)))
        return found

    def tile(self, tile: HashTile) -> bytes | None:
        """Return a full tile as kept; a partial one is not kept."""
        return self._disk.tiles.get((tile.level, tile.number)) if tile.width == 256 else None

    def text(self, digest: str) -> bytes | None:
        """Return a pack's text."""
        return self._disk.texts.get(digest)


def head_of(story: OnDesk) -> Checkpoint:
    """Return the head in the head store, its signature checked."""
    assert story.disk.head is not None
    return open_checkpoint(story.disk.head, log=LEDGER, cosigners=(), verify=verify).checkpoint


def whole(story: OnDesk) -> None:
    """Check that everything on the disk is under the head, and that verify and audit agree."""
    report, audit = verified(story)
    assert report.problems == ()
    assert report.beyond == 0
    assert audit.differences == ()
    head = head_of(story)
    tree = Tree(_NoTiles())
    for entry in story.disk.entries:
        tree.append(leaf_hash(entry.envelope))
    assert (head.size, head.root) == (tree.size, tree.root())


def verified(story: OnDesk) -> tuple[Report, AuditReport]:
    """Return what verify and audit say of the disk."""
    auditor = Auditor(pack_texts())
    report = verify_ledger(Disk(story), verify=verify, observer=auditor.commit)
    return report, auditor.report()


class _NoTiles:
    """Nothing to read: the tree is made from its leaves."""

    def tile(self, level: int, number: int) -> bytes | None:
        """Return none."""
        del level, number
        return None
