"""Verify a ledger from its bytes alone: needs nothing above this room.

What is checked, for every entry: 1. the envelope and event are strictly well formed and
canonical; 2. every signature; 3. each key was enrolled at a lower index and not revoked; 4. who
may sign what, item chains, heads named, and that ``decided`` says of each entry what the record
alone makes of it; 5. every commit ends with its ``decided`` by the desk's key; 6. hash tiles;
7. the tree's root is the one in the head, which the ledger's key signed; 8. the adopted packs'
texts are there, by digest; 9. the opening and the heads that the checker holds are this ledger's.

What is *not* checked here: whether a step should have been refused by a rule (``rules.audit``
re-computes that), whether what people stated is true (nothing can), and whether this is the only
copy of the ledger (only outside keepers' cosignatures bear on that).

Steps 1 and 2 run wherever ``mapped`` runs them, in chunks; the rest runs here in order. A damaged
entry is named and ends step 3 to 5; step 1 and 2 go on, so that every damaged place is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Final, Protocol

import msgspec

from showclear.errors import Damaged, EnvelopeError, NoteError
from showclear.field.ids import KeyId
from showclear.record.checkpoint import Checkpoint, open_checkpoint
from showclear.record.envelope import Envelope, open_envelope, signed_bytes
from showclear.record.event import check_signers, decode_event, public_key
from showclear.record.events.officers import PackChoice
from showclear.record.note import TYPE_ED25519, KnownSignature, VerifierKey
from showclear.record.tiles import HashTile, encode_path
from showclear.record.tree import Tree, leaf_hash
from showclear.record.walk import ClockMove, Observer, Problem, Walk, quiet

CHUNK_ENTRIES: Final = 256  # one page of a folder: one that is damaged takes no other along
PROBLEMS_MAX: Final = 100  # named one by one; more are only counted

Verify = Callable[[bytes, bytes, bytes], bool]


class Source(Protocol):
    """Where a ledger is read from: a store, or a folder of tiles."""

    def size(self) -> int:
        """Return how many entries there are."""

    def head(self) -> bytes | None:
        """Return the signed head, or None."""

    def entries(self, first: int, stop: int) -> list[bytes]:
        """Return the envelopes of a range; raises ``Damaged`` naming the place."""

    def tile(self, tile: HashTile) -> bytes | None:
        """Return a hash tile as kept, None where the source keeps no such tile.

        Raises ``Damaged`` where it should be kept and is missing.
        """

    def text(self, digest: str) -> bytes | None:
        """Return a pack's text, or None."""


class Chunk(msgspec.Struct, frozen=True):
    """Envelopes to be checked, from index ``first`` on."""

    first: int
    envelopes: list[bytes]


class Checked(msgspec.Struct, frozen=True):
    """What steps 1 and 2 made of a chunk: leaves and ids (32 bytes each, joined), payloads."""

    first: int
    leaves: bytes
    ids: bytes
    payloads: list[bytes]
    problems: list[Problem]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. Empty ``problems`` means that the bytes bear out what is listed.

    ``problems_more`` counts those beyond the first hundred; ``beyond`` counts stored entries
    that no head covers yet (a desk that was cut off between storing and signing).
    ``clock_moves`` are notes and no problems: what they say of the desk's instants, nobody signed.
    """

    origin: str
    entries: int
    commits: int
    signatures: int
    people: int
    head: Checkpoint | None
    cosignatures: tuple[KnownSignature, ...]
    opening: str
    earliest_instant: str
    latest_instant: str
    clock_moves: tuple[ClockMove, ...]
    beyond: int
    problems: tuple[Problem, ...]
    problems_more: int

    @property
    def good(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.problems


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """What the checker knows from elsewhere: the opening's event id, heads, keepers' keys.

    ``heads`` are those that somebody holds, from receipts or saved; the caller has checked that
    the ledger's key signed them. A ledger cut short or made again from its entries lacks them.
    """

    opening: str = ""
    heads: tuple[Checkpoint, ...] = ()
    cosigners: tuple[VerifierKey, ...] = ()


Mapped = Callable[[Iterable[Chunk]], Iterator[Checked]]
Progress = Callable[[str, int, int], None]


def check_chunk(chunk: Chunk, verify: Verify) -> Checked:
    """Do steps 1 and 2 for a chunk; may run in another process."""
    leaves: list[bytes] = []
    ids: list[bytes] = []
    payloads: list[bytes] = []
    problems: list[Problem] = []
    for index, raw in enumerate(chunk.envelopes, start=chunk.first):
        leaves.append(leaf_hash(raw))
        try:
            envelope = open_envelope(raw)
            event = decode_event(envelope.payload)
            check_signers(event, envelope)
            message = signed_bytes(envelope.payload)
            _check_signatures(envelope, message, verify)
        except EnvelopeError as problem:
            problems.append(_at(index, problem))
            ids.append(bytes(32))
            payloads.append(b"")
            continue
        ids.append(sha256(message).digest())
        payloads.append(envelope.payload)
    return Checked(chunk.first, b"".join(leaves), b"".join(ids), payloads, problems)


def _check_signatures(envelope: Envelope, message: bytes, verify: Verify) -> None:
    for signature in envelope.signatures:
        key = KeyId(signature.keyid)
        if not verify(public_key(key), message, signature.sig):
            raise EnvelopeError(
                "bad_signature",
                "envelope",
                expected=f"a signature by key {key[:16]}…",
                found="one that fails",
            )


def verify_ledger(  # noqa: PLR0913 - every one but the first two has its usual value
    source: Source,
    *,
    verify: Verify,
    mapped: Mapped | None = None,
    anchor: Anchor | None = None,
    observer: Observer = quiet,
    progress: Progress = lambda _what, _done, _all: None,
) -> Report:
    """Verify everything and return what was found; damaged input never raises.

    ``mapped`` runs ``check_chunk`` over chunks, in order, perhaps on several processes;
    ``observer`` is shown each commit as it is read, for audit and trace.
    """
    run = _Run(source, anchor or Anchor(), verify, observer)
    run.entries(mapped or _serially(verify), progress)
    return run.report()


class _Run:
    def __init__(self, source: Source, anchor: Anchor, verify: Verify, observer: Observer) -> None:
        self.source = source
        self.anchor = anchor
        self.verify = verify
        self.tree = Tree(_NoTiles())
        self.walk = Walk(self.add, observer)
        self.problems: list[Problem] = []
        self.more = 0
        self.size = 0
        self.cut = False

    def entries(self, mapped: Mapped, progress: Progress) -> None:
        """Read, check and walk every entry there is."""
        try:
            self.size = self.source.size()
        except Damaged as problem:
            self._unreadable(problem)
            return
        for checked in mapped(self._chunks()):
            self._take(checked)
            progress("verifying", checked.first + len(checked.payloads), self.size)
        if self.cut:
            self.walk.halt()

    def report(self) -> Report:
        """Check what belongs to the end, and sum up."""
        self.walk.finish()
        if not self.cut:  # a source keeps the partial tiles of all its entries, no others
            self._partial_tiles()
        self._texts(self.walk.packs)
        head, cosignatures = self._head()
        walk = self.walk
        if self.anchor.opening and self.anchor.opening != walk.opening:
            found = walk.opening or "none"
            self.add(Problem("other_opening", "entry 0", self.anchor.opening, found))
        for held in self.anchor.heads:
            self._check_held(held)
        return Report(
            origin=walk.registry.origin,
            entries=self.tree.size,
            commits=walk.commits,
            signatures=walk.signatures,
            people=max(0, len(walk.registry.people) - 1),
            head=head,
            cosignatures=cosignatures,
            opening=walk.opening,
            earliest_instant=walk.earliest_instant,
            latest_instant=walk.latest_instant,
            clock_moves=tuple(walk.clock_moves),
            beyond=max(0, self.tree.size - (0 if head is None else head.size)),
            problems=tuple(self.problems),
            problems_more=self.more,
        )

    def add(self, problem: Problem) -> None:
        """Keep a problem, once, or count it."""
        if problem in self.problems:
            return
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append(problem)
        else:
            self.more += 1

    def _unreadable(self, problem: Damaged) -> None:
        self.add(Problem("unreadable", problem.place, problem.expected, problem.found))

    def _chunks(self) -> Iterator[Chunk]:
        for first in range(0, self.size, CHUNK_ENTRIES):
            stop = min(first + CHUNK_ENTRIES, self.size)
            try:
                yield Chunk(first, self.source.entries(first, stop))
            except Damaged as problem:
                self._unreadable(problem)
                self.cut = True  # not halted yet: chunks before this one may still be under way
                return

    def _take(self, checked: Checked) -> None:
        for problem in checked.problems:
            self.add(problem)
        for offset, payload in enumerate(checked.payloads):
            span = slice(offset * 32, offset * 32 + 32)
            self.tree.append(checked.leaves[span])
            if not payload:
                self.walk.halt()
            else:
                event_id = checked.ids[span].hex()
                index = checked.first + offset
                self.walk.entry(index, event_id, payload)
            # Where commits end is not known behind a damaged entry: any size may be a head's.
            if self.walk.commit_ended or self.walk.halted:
                self.walk.end_commit(self.tree.size, self.tree.root())
        for level, number, hashes in self.tree.take_full_tiles():
            self._compare(HashTile(level=level, number=number, width=256), hashes)

    def _compare(self, tile: HashTile, hashes: bytes) -> None:
        place = encode_path(tile)
        try:
            kept = self.source.tile(tile)
        except Damaged as problem:
            self.add(Problem("tile_damaged", problem.place, problem.expected, problem.found))
            return
        if kept is not None and kept != hashes:
            self.add(Problem("tile_damaged", place, "the hashes of the entries", "others"))

    def _partial_tiles(self) -> None:
        for level, hashes in enumerate(self.tree.edge().partial):
            if hashes:
                number = (self.tree.size >> (8 * level)) >> 8
                self._compare(
                    HashTile(level=level, number=number, width=len(hashes) // 32), hashes
                )

    def _texts(self, packs: Sequence[PackChoice]) -> None:
        for choice in {choice.digest: choice for choice in packs}.values():
            try:
                text = self.source.text(choice.digest)
            except Damaged as problem:
                expected, found = problem.expected, problem.found
                self.add(Problem("pack_text_damaged", problem.place, expected, found))
                continue
            if text is None or sha256(text).hexdigest() != choice.digest:
                found = "none" if text is None else "another text"
                place = f"packs/{choice.digest}"
                self.add(Problem("pack_text_damaged", place, f"the text of {choice.pack}", found))

    def _head(self) -> tuple[Checkpoint | None, tuple[KnownSignature, ...]]:
        try:
            note = self.source.head()
        except Damaged as problem:
            self._unreadable(problem)
            return None, ()
        registry = self.walk.registry
        if note is None or not registry.ledger_key:
            found = "none" if note is None else "a head, but no opening that names the key"
            self.add(Problem("head_missing", "checkpoint", "a signed head", found))
            return None, ()
        key = VerifierKey(
            name=registry.origin, type=TYPE_ED25519, public=bytes.fromhex(registry.ledger_key)
        )
        try:
            opened = open_checkpoint(
                note, log=key, cosigners=self.anchor.cosigners, verify=self.verify
            )
        except NoteError as problem:
            self.add(Problem(problem.code, "checkpoint", problem.expected, problem.found))
            return None, ()
        self._check_head(opened.checkpoint)
        return opened.checkpoint, opened.cosignatures

    def _check_head(self, head: Checkpoint) -> None:
        if head.size > self.tree.size:
            self.add(
                Problem(
                    "entries_missing",
                    f"entry {self.tree.size}",
                    f"{head.size} entries, as the signed head says",
                    f"{self.tree.size}",
                )
            )
        elif self.walk.root_at(head.size) != head.root:
            self.add(
                Problem(
                    "root_differs",
                    f"entries 0 to {head.size - 1}",
                    f"the signed root {head.root.hex()[:16]}…",
                    "another root, or no commit that ends there",
                )
            )

    def _check_held(self, held: Checkpoint) -> None:
        """Check that this ledger goes on from a head that somebody holds."""
        place = f"head of size {held.size}"
        if held.size > self.tree.size:
            expected = f"at least {held.size} entries, as the head somebody holds says"
            self.add(Problem("shorter_than_head", place, expected, f"{self.tree.size}"))
        elif self.walk.root_at(held.size) != held.root:
            expected = f"the root {held.root.hex()[:16]}… of the head somebody holds"
            found = "another root, or no commit that ends there"
            self.add(Problem("other_history", place, expected, found))


class _NoTiles:
    """Verify asks the tree for nothing to the left of its edge."""

    def tile(self, level: int, number: int) -> bytes | None:
        """Keep nothing."""
        del level, number
        return None


def _serially(verify: Verify) -> Mapped:
    return lambda chunks: (check_chunk(chunk, verify) for chunk in chunks)


def _at(index: int, problem: EnvelopeError) -> Problem:
    return Problem(problem.code, f"entry {index}", problem.expected, problem.found)
