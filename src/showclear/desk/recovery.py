"""Opening a ledger: a new one from its signed opening, or an old one by checking and folding it.

Opening an old ledger, in order: 1. head store and count: a head beyond the entries means entries
are lost, and nothing is signed; 2. snapshot, if its name fits the ledger; 3. what came after it is
read, hashed and folded, with progress; 4. the tree's root at the head's size must be the head's,
else all is read anew without the snapshot, which may be of another history; 5. whole commits
beyond the head (a crash before the commit point) are read back and signed over by the code that
runs every day. No head speaks for those yet, so their signatures are checked while they are read,
and that the desk's key decided them. Signatures of older entries are not checked again here:
``verify`` does that, and the root says that the bytes are the ones checked when they came in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from showclear.desk.desk import Desk
from showclear.desk.idindex import IdIndex
from showclear.desk.keeping import Keeping
from showclear.desk.parts import Answer, Parts
from showclear.desk.ports import StoredEntry
from showclear.desk.snapshot import Snapshot, decode_snapshot
from showclear.errors import Damaged, EnvelopeError, ShowclearError, UsageError
from showclear.field.ids import EventId, KeyId
from showclear.record.checkpoint import Checkpoint, open_checkpoint
from showclear.record.envelope import event_id, open_envelope, signed_bytes
from showclear.record.event import decode_event, public_key
from showclear.record.events.desk import Decided
from showclear.record.events.officers import Opening
from showclear.record.fold import Kept, fold_commit
from showclear.record.note import TYPE_ED25519, VerifierKey
from showclear.record.state import State
from showclear.record.tree import Tree
from showclear.rules.decide import Judge

READ_ENTRIES_MAX: Final = 2048  # entries read at once: 2 MB of envelopes
Started = tuple[State, Tree, IdIndex]


class Texts:
    """Pack texts by digest, as kept in the ledger's store; each is read once."""

    def __init__(self, parts: Parts) -> None:
        self._store = parts.store
        self._known: dict[str, bytes] = {}

    def get(self, digest: str, /) -> bytes | None:
        """Return the text, from memory or the store, or None."""
        text = self._known.get(digest)
        if text is None:
            text = self._store.text(digest)
            if text is not None:
                self._known[digest] = text
        return text


def create_desk(parts: Parts, opening: bytes, texts: Mapping[str, bytes]) -> tuple[Desk, Answer]:
    """Open a new ledger with its signed opening; the pack texts it adopts are kept with it.

    Raises ``BadInput`` for what is wrong with the opening, ``UsageError`` when the store is not
    empty or the keys named are not this desk's.
    """
    if parts.store.count() or parts.heads.read() is not None:
        raise UsageError(
            "ledger_not_new",
            "ledger",
            expected="an empty one",
            found="one with entries",
            hint="a new production takes a new folder and a new origin",
        )
    event = decode_event(open_envelope(opening).payload)
    body = event.body
    if not isinstance(body, Opening):
        raise UsageError("not_an_opening", "first event", expected="opening/1", found="another")
    mine = (parts.ledger_key.public.hex(), parts.desk_key.public.hex())
    if (body.ledger_key, body.desk_key) != mine:
        raise UsageError("keys_differ", "opening", expected="this desk's keys", found="others")
    keys = [*(officer.key for officer in body.officers), body.ledger_key, body.desk_key]
    if len(set(keys)) != len(keys) or not all(
        parts.check.usable(bytes.fromhex(key)) for key in keys
    ):
        raise UsageError(
            "key_not_usable",
            "opening",
            expected="distinct Ed25519 keys of full order",
            found="a repeated or unusable one",
        )
    for digest, text in texts.items():
        parts.store.put_text(digest, text)
    keeping = Keeping(parts, tree=Tree(parts.store), ids=IdIndex(), head=None)
    desk = Desk(parts, state=State(), keeping=keeping, judge=Judge(Texts(parts)))
    for refusal in desk.forecast(event).refusals:
        raise UsageError(
            refusal.code.value, "opening", expected=refusal.lift, found=" ".join(refusal.facts)
        )
    return desk, desk.submit_one(opening)


def open_desk(parts: Parts) -> Desk:
    """Open an existing ledger for writing; see the module's docstring for the order.

    Raises ``Damaged`` when what is stored does not lead to the last signed head: nothing is
    signed then. Raises ``StoreError`` when storage fails.
    """
    count = parts.store.count()
    note = parts.heads.read()
    head = None if note is None else _head(parts, note)
    if head is not None and head.size > count:
        raise Damaged(
            "ledger",
            expected=f"at least the {head.size} entries of the last signed head",
            found=f"{count}; the rest was lost or another copy is in use",
        )
    if count == 0:
        raise UsageError("ledger_empty", "ledger", expected="an opening", found="no entries")
    snapshot = _snapshot(parts, 0 if head is None else head.size)
    try:
        state, tree, ids = _built(parts, snapshot, head, count)
    except Damaged:
        if snapshot is None:
            raise
        # Only the log can be damaged; a cache that led here is thrown away.
        state, tree, ids = _built(parts, None, head, count)
    _check_keys(parts, state)
    keeping = Keeping(parts, tree=tree, ids=ids, head=note)
    if head is None or head.size < count:
        keeping.sign_over()
    return Desk(parts, state=state, keeping=keeping, judge=Judge(Texts(parts)))


def _built(
    parts: Parts, snapshot: Snapshot | None, head: Checkpoint | None, count: int
) -> Started:
    started = _start(parts, snapshot)
    _fold_rest(parts, started, signed=0 if head is None else head.size, count=count)
    _, tree, _ = started
    if head is not None and tree.root_at(head.size) != head.root:
        raise Damaged(
            f"entries 0 to {head.size - 1}",
            expected=f"the signed root {head.root.hex()[:16]}…",
            found=f"{tree.root_at(head.size).hex()[:16]}…",
        )
    return started


def _head(parts: Parts, note: bytes) -> Checkpoint:
    key = VerifierKey(name=parts.origin, type=TYPE_ED25519, public=parts.ledger_key.public)

    def verify(public: bytes, message: bytes, signature: bytes) -> bool:
        return parts.check.many([(public, message, signature)])[0]

    try:
        return open_checkpoint(note, log=key, cosigners=(), verify=verify).checkpoint
    except ShowclearError as problem:
        raise Damaged(
            "head store", expected="a head signed by this ledger's key", found=str(problem)
        ) from None


def _snapshot(parts: Parts, signed: int) -> Snapshot | None:
    """Return the snapshot if it can be used: made at or before the last signed head.

    The head's root, compared after folding, then covers everything the snapshot stands for.
    """
    data = parts.snapshots.load()
    snapshot = None if data is None else decode_snapshot(data)
    if snapshot is None or not 0 < snapshot.name.size <= signed:
        return None
    try:
        tree = Tree.from_edge(snapshot.edge, parts.store)
    except Damaged:
        return None
    if tree.root() != snapshot.name.root or snapshot.state.registry.origin != parts.origin:
        return None
    return snapshot


def _start(parts: Parts, snapshot: Snapshot | None) -> Started:
    if snapshot is None:
        return State(), Tree(parts.store), IdIndex()
    return snapshot.state, Tree.from_edge(snapshot.edge, parts.store), snapshot.ids()


def _fold_rest(parts: Parts, started: Started, *, signed: int, count: int) -> None:
    state, tree, ids = started
    commit: list[Kept] = []
    stored: list[StoredEntry] = []
    for start in range(state.next_index, count, READ_ENTRIES_MAX):
        for entry in parts.store.read(start, min(start + READ_ENTRIES_MAX, count)):
            kept = _kept(entry)
            tree.append(sha256(b"\x00" + entry.envelope).digest())
            ids.add(entry.id, entry.index)
            commit.append(kept)
            stored.append(entry)
            if type(kept.event.body) is Decided:
                _check_listed(commit, kept.event.body)
                if entry.index >= signed:
                    _check_signatures(parts, stored)
                fold_commit(state, commit)
                commit, stored = [], []
        tree.take_full_tiles()  # they are in the store already: appended with their commit
        parts.progress("reading the ledger", min(start + READ_ENTRIES_MAX, count), count)
    if commit:
        raise Damaged(
            f"entries {commit[0].index} to {count - 1}",
            expected="a commit that ends with its decided",
            found="none; commits are stored whole or not at all",
        )


def _check_listed(commit: Sequence[Kept], body: Decided) -> None:
    listed = [(decision.index, decision.id) for decision in body.entries]
    if listed != [(kept.index, kept.id) for kept in commit[:-1]]:
        raise Damaged(
            f"entries {commit[0].index} to {commit[-1].index}",
            expected="the entries that their decided lists",
            found="others",
        )


def _check_signatures(parts: Parts, stored: Sequence[StoredEntry]) -> None:
    """Check a commit that no head speaks for: every signature, and that the desk decided it."""
    for entry in stored:
        envelope = open_envelope(entry.envelope)
        message = signed_bytes(envelope.payload)
        triples = [(public_key(KeyId(one.keyid)), message, one.sig) for one in envelope.signatures]
        if not all(parts.check.many(triples)):
            raise Damaged(
                f"entry {entry.index}",
                expected="signatures that hold",
                found="one that fails",
            )
    decided = open_envelope(stored[-1].envelope)
    if decided.signatures[0].keyid != parts.desk_key.public.hex():
        raise Damaged(
            f"entry {stored[-1].index}",
            expected="a decided by the desk's key",
            found="another's",
        )


def _kept(entry: StoredEntry) -> Kept:
    try:
        envelope = open_envelope(entry.envelope)
        event = decode_event(envelope.payload)
    except EnvelopeError as problem:
        raise Damaged(
            f"entry {entry.index}", expected=problem.expected, found=problem.found
        ) from None
    identity = event_id(envelope.payload)
    if bytes.fromhex(identity) != entry.id:
        raise Damaged(
            f"entry {entry.index}", expected=f"id {entry.id.hex()[:16]}…", found=identity[:16]
        )
    return Kept(index=entry.index, id=EventId(identity), event=event)


def _check_keys(parts: Parts, state: State) -> None:
    """Refuse another ledger's keys: one key for two ledgers made Izenpe show two views."""
    mine = parts.ledger_key.public.hex()
    if state.registry.ledger_key != mine or state.registry.origin != parts.origin:
        raise UsageError(
            "keys_differ",
            "ledger",
            expected=f"the ledger key of {parts.origin}",
            found="another ledger's key or origin",
        )
