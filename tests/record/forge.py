"""Ledgers as bytes, and a dishonest desk: it holds both keys and signs whatever a test asks.

``kept(story)`` is a told ledger as plain bytes, to be tampered with. ``Forger`` goes on from a
told story: its heads, tiles and signatures are always good, so that only what ``walk`` looks at
can give it away::

    forger = Forger(story)
    forger.commit(forger.event(Stop(), "grip"), say=lambda told: replace(told, late=True))
    problems_of(forger.kept())          # [("late_differs", "entry 41")]
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from showclear.adapters.signatures import SodiumCheck
from showclear.desk.compose import seal
from showclear.errors import Damaged
from showclear.field.ids import DESK, NO_EVENT, KeyId
from showclear.field.instants import to_text
from showclear.field.people import Role, Way
from showclear.record.admission import outcome_of, structural
from showclear.record.checkpoint import Checkpoint, sign_checkpoint
from showclear.record.envelope import event_id, open_envelope
from showclear.record.event import Event, Seen, SignedBy, Touch, decode_event, encode_event
from showclear.record.events.desk import Boot, Decided, Decision
from showclear.record.events.officers import Opening
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.note import TYPE_ED25519, VerifierKey
from showclear.record.registry import Registry
from showclear.record.tiles import TILE_WIDTH, HashTile, encode_path
from showclear.record.tree import EMPTY_ROOT, leaf_hash, node_hash
from showclear.record.verify import Anchor, Report, verify_ledger
from showclear.rules.decide import RULES_VERSION
from tests.kit import ORIGIN, OnDesk, person, signers_of

CHECK = SodiumCheck(threads=1)
DESK_SIGNER = SignedBy(person=DESK, key=person("desk").key, role=Role.DESK, way=Way.DESK)
Say = Callable[[Decision], Decision]
Change = Callable[[Decided], Decided]


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Check one signature by libsodium."""
    return CHECK.many([(public, message, signature)])[0]


class Bytes(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger as plain bytes: a source that ``verify_ledger`` reads; tests change copies."""

    envelopes: tuple[bytes, ...]
    note: bytes | None
    texts: dict[str, bytes]
    tiles: dict[str, bytes] = {}
    unreadable: int = -1  # entries from this index on raise

    def size(self) -> int:
        """Return how many entries there are."""
        return len(self.envelopes)

    def head(self) -> bytes | None:
        """Return the signed head."""
        return self.note

    def entries(self, first: int, stop: int) -> list[bytes]:
        """Return a range of envelopes."""
        if 0 <= self.unreadable < stop:
            raise Damaged("page 3", expected="its entries", found="no such page")
        return list(self.envelopes[first:stop])

    def tile(self, tile: HashTile) -> bytes | None:
        """Return a hash tile if one was put beside the entries."""
        return self.tiles.get(encode_path(tile))

    def text(self, digest: str) -> bytes | None:
        """Return a pack's text."""
        return self.texts.get(digest)

    def but(self, index: int, envelope: bytes) -> Bytes:
        """Return the ledger with another envelope at this index."""
        return replace(
            self, envelopes=(*self.envelopes[:index], envelope, *self.envelopes[index + 1 :])
        )


def kept(story: OnDesk) -> Bytes:
    """Return what a story left behind."""
    return Bytes(
        envelopes=tuple(entry.envelope for entry in story.disk.entries),
        note=story.disk.head,
        texts=dict(story.disk.texts),
    )


def report_of(ledger: Bytes, anchor: Anchor | None = None) -> Report:
    """Verify a ledger in this process."""
    return verify_ledger(ledger, verify=verify, anchor=anchor)


def problems_of(ledger: Bytes) -> list[tuple[str, str]]:
    """Return code and place of each problem."""
    return [(problem.code, problem.place) for problem in report_of(ledger).problems]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root by RFC 6962's own definition; slow, and no code of ours but the hashes."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def tile_of(envelopes: Sequence[bytes]) -> tuple[str, bytes]:
    """Return name and bytes of the only hash tile of a ledger of fewer than 256 entries."""
    name = encode_path(HashTile(level=0, number=0, width=len(envelopes) % TILE_WIDTH))
    return name, b"".join(leaf_hash(raw) for raw in envelopes)


def signed_head(envelopes: Sequence[bytes], *, by: str = "ledger", origin: str = ORIGIN) -> bytes:
    """Return the head over these entries, signed by anybody under any origin."""
    root = root_of([leaf_hash(raw) for raw in envelopes])
    key = VerifierKey(name=origin, type=TYPE_ED25519, public=person(by).public)
    head = Checkpoint(origin=origin, size=len(envelopes), root=root)
    return sign_checkpoint(head, key=key, sign=person(by).sign)


def sealed(event: Event, *by: str) -> bytes:
    """Return the envelope of an event; the people who sign need not be those it names."""
    return seal(encode_event(event), [person(name) for name in by])


class Forger:
    """A desk that goes on from a story and answers for nothing; ``anew`` begins at entry 0."""

    def __init__(self, story: OnDesk, *, anew: bool = False) -> None:
        self.story = story
        self.registry = Registry() if anew else copy.deepcopy(story.state.registry)
        self.envelopes = [] if anew else list(kept(story).envelopes)

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.envelopes)

    def seen(self) -> Seen:
        """Return the present head as events name it."""
        return Seen(size=self.size, root=root_of([leaf_hash(raw) for raw in self.envelopes]))

    def event(self, body: AnyBody, *who: str) -> Event:
        """Return an honest event by these people, to be changed or signed."""
        return self.signed(body, *signers_of(body, who))

    def signed(self, body: AnyBody, *signers: SignedBy) -> Event:
        """Return an honest event by exactly these signers."""
        touches = tuple(
            Touch(item=item, last=self.registry.last.get(item, NO_EVENT))
            for item in BY_BODY[type(body)].touches(body)
        )
        return Event(
            at=to_text(self.story.clock.now()),
            body=body,
            nonce=self.story.ids.fresh(16).hex(),
            origin=ORIGIN,
            seen=self.seen(),
            signers=signers,
            touches=touches,
        )

    def told(self, raws: Sequence[bytes]) -> Iterator[Decision]:
        """Yield what an honest desk would decide, as far as the record goes."""
        for index, raw in enumerate(raws, start=self.size):
            payload = open_envelope(raw).payload
            event = decode_event(payload)
            refusals = structural(self.registry, event, self.had)
            codes = dict.fromkeys(refusal.code.value for refusal in refusals)
            outcome = outcome_of(event, refusals)
            yield Decision(id=event_id(payload), index=index, outcome=outcome, codes=tuple(codes))
            if not (isinstance(event.body, Opening) and self.registry.keys):
                self.registry.apply(index, event_id(payload), event, outcome)

    def had(self, size: int, root: bytes) -> bool:
        """Return whether there was a head of this size; where commits end is not asked."""
        return root == root_of([leaf_hash(raw) for raw in self.envelopes[:size]])

    def commit(
        self,
        *raws: bytes,
        say: Say = lambda decision: decision,
        change: Change = lambda body: body,
        ends: Callable[[Event], bytes] = lambda event: sealed(event, "desk"),
    ) -> Forger:
        """Add entries and a ``decided``: ``say`` alters each decision, ``change`` the rest."""
        state = self.story.state
        body = Decided(
            boot=Boot(mark=state.boot_mark, number=state.boot, ms=self.story.clock.boot()[1]),
            entries=tuple(say(decision) for decision in self.told(raws)),
            instant=to_text(self.story.clock.now()),
            packs=KeyId(state.packs.digest),
            rules=RULES_VERSION,
        )
        decided = ends(self.signed(change(body), DESK_SIGNER))
        self.envelopes += [*raws, decided]
        return self

    def kept(self) -> Bytes:
        """Return the ledger under a head that is good."""
        return replace(
            kept(self.story),
            envelopes=tuple(self.envelopes),
            note=signed_head(self.envelopes),
        )


def digest(text: bytes) -> str:
    """Return the name under which a pack's text is kept."""
    return sha256(text).hexdigest()
