"""The part of verification that goes in order: keys at index, chains, heads, ``decided``.

Entries of one commit are held until its ``decided`` comes; then each is judged against the
registry as it stood, compared with what ``decided`` says of it, and taken over. The walk keeps the
small registry only, not the whole state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from showclear.field.ids import DESK, EventId
from showclear.field.instants import from_text
from showclear.field.people import Role
from showclear.record.admission import outcome_of, structural
from showclear.record.codes import STRUCTURAL
from showclear.record.event import Event
from showclear.record.events.base import Mood
from showclear.record.events.desk import Decided, Decision, Outcome
from showclear.record.events.officers import Adopt, Opening, PackChoice
from showclear.record.fold import Kept
from showclear.record.folding.officers import packs_digest
from showclear.record.limits import LATE_MS
from showclear.record.registry import Registry, mood_of
from showclear.record.tree import EMPTY_ROOT

CLOCK_TOLERANCE_MS: Final = 60_000  # a clock kept by the network is off by less; as LATE_MS

_STRUCTURAL_CODES = frozenset(code.value for code in STRUCTURAL)
_DECODER = msgspec.json.Decoder(Event)


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong: a stable code, the place, what was expected, what was found."""

    code: str
    place: str
    expected: str
    found: str


class ClockMove(msgspec.Struct, frozen=True):
    """Where the desk's wall clock was moved: the entry that shows it, and by how many ms.

    No problem of the bytes: whoever owns the machine may set its clock, and it is only told.
    """

    index: int
    moved_ms: int


Add = Callable[[Problem], None]
Observer = Callable[[Sequence[Kept]], None]


def quiet(_commit: Sequence[Kept]) -> None:
    """Observe nothing."""


class Walk:
    """Goes through the entries in order; the first problem is named and ends it."""

    def __init__(self, add: Add, observer: Observer) -> None:
        self._add = add
        self._observer = observer
        self.registry = Registry()
        self.commits = 0
        self.signatures = 0
        self.opening = ""
        self.earliest_instant = ""
        self.latest_instant = ""
        self.clock_moves: list[ClockMove] = []
        self.packs: list[PackChoice] = []
        self._in_force = ""
        self._pending: list[Kept] = []
        self._roots: dict[int, bytes] = {0: EMPTY_ROOT}
        self._seen_ids: set[EventId] = set()
        self._boot = (0, 0)
        self._instant_ms = 0
        self._offset_ms = 0
        self.halted = False
        self.commit_ended = False

    def halt(self) -> None:
        """Take nothing over any more: what follows a damaged entry cannot be judged."""
        self.halted = True

    def root_at(self, size: int) -> bytes | None:
        """Return the root at a size at which a commit ended."""
        return self._roots.get(size)

    def entry(self, index: int, event_id: str, payload: bytes) -> None:
        """Take the next entry; its payload was decoded strictly before."""
        self.commit_ended = False
        if self.halted:
            return
        event = _DECODER.decode(payload)
        kept = Kept(index=index, id=EventId(event_id), event=event)
        self.signatures += len(event.signers)
        if not self._is_in_place(kept):
            return
        self._seen_ids.add(kept.id)
        if type(event.body) is not Decided:
            self._pending.append(kept)
            return
        self._decided(kept, event.body)
        if not self.halted:
            self._observer([*self._pending, kept])
        self._pending = []
        self.commit_ended = True

    def end_commit(self, size: int, root: bytes) -> None:
        """Remember the root at the size at which a commit ended: a head people may name."""
        self._roots[size] = root

    def finish(self) -> None:
        """Say if the last commit is not whole."""
        if self._pending:
            first = self._pending[0].index
            self._bad("commit_without_decided", first, "a decided that ends it", "none")

    def _is_in_place(self, kept: Kept) -> bool:
        """Check that the event belongs to this ledger, and here; say so if not."""
        event = kept.event
        if kept.index == 0:
            if type(event.body) is Opening:
                self.opening = kept.id
                self.registry.origin = event.origin
                return True
            self._bad("no_opening", 0, "the opening", "another event")
        elif type(event.body) is Opening:
            self._bad("second_opening", kept.index, "one opening, at entry 0", "another")
        if event.origin != self.registry.origin:
            self._bad("wrong_origin", kept.index, self.registry.origin, event.origin)
        elif kept.id in self._seen_ids:
            self._bad("event_twice", kept.index, "each event once", kept.id[:16])
        return not self.halted

    def _decided(self, kept: Kept, body: Decided) -> None:
        listed = [(decision.id, decision.index) for decision in body.entries]
        if listed != [(entry.id, entry.index) for entry in self._pending]:
            found = f"{len(listed)} entries listed, {len(self._pending)} there, or other ids"
            self._bad("decided_differs", kept.index, "the entries of its commit", found)
            return
        for entry, decision in zip(self._pending, body.entries, strict=True):
            self._judge(entry, decision, body)
            if self.halted:
                return
        self._desk_time(kept, body)
        self._check_signers(kept)
        signer = kept.event.signers[0]
        if signer.person != DESK:
            self._bad("desk_key_misused", kept.index, "the desk's own name", signer.person)
        if not self._had(kept.event.seen.size, kept.event.seen.root):
            found = str(kept.event.seen.size)
            self._bad("head_never_had", kept.index, "a head of this ledger", found)
        if body.packs != self._in_force:
            self._bad("packs_differ", kept.index, self._in_force[:16], body.packs[:16])
        self.commits += 1

    def _judge(self, entry: Kept, decision: Decision, body: Decided) -> None:
        event = entry.event
        refusals = structural(self.registry, event, self._had)
        codes = tuple(dict.fromkeys(refusal.code.value for refusal in refusals))
        said = decision.codes
        if mood_of(event) is Mood.STEP:  # its other codes are the rules' (audit)
            said = tuple(code for code in said if code in _STRUCTURAL_CODES)
        if codes != said:
            expected = ", ".join(codes) or "no codes of the record"
            self._bad("outcome_differs", entry.index, expected, ", ".join(said) or "no codes")
        self._check_outcome(entry, decision, outcome_of(event, refusals))
        late = from_text(body.instant) - from_text(event.at) > LATE_MS
        if late is not decision.late:
            self._bad("late_differs", entry.index, f"late {late}", f"late {decision.late}")
        self._check_signers(entry)
        if not self.halted:  # what a lie says of an entry may not even be possible
            self._take_packs(event, decision)
            self.registry.apply(entry.index, entry.id, event, decision.outcome)

    def _check_outcome(self, entry: Kept, decision: Decision, own: Outcome) -> None:
        """Compare outcomes; that a step is refused by a rule is the rules' matter (audit)."""
        outcome = decision.outcome
        by_rule = mood_of(entry.event) is Mood.STEP and outcome is Outcome.REFUSED
        if outcome is not own and not (by_rule and decision.codes):
            self._bad("outcome_differs", entry.index, own.value, outcome.value)
        elif outcome is Outcome.ACCEPTED and decision.codes:
            self._bad("outcome_differs", entry.index, "no codes", ", ".join(decision.codes))

    def _check_signers(self, entry: Kept) -> None:
        """Keys count by index: the registry holds those enrolled lower.

        A step or look by a revoked key is recorded refused; a report by one is no report of its
        signer's, and the desk records it without (``unattributed``).
        """
        event = entry.event
        if type(event.body) is Opening:
            named = {(officer.person, officer.key) for officer in event.body.officers}
            if {(signer.person, signer.key) for signer in event.signers} - named:
                self._bad("key_not_enrolled", entry.index, "the officers named", "others")
            return
        for signer in event.signers:
            if signer.role is Role.ENROLLED:
                continue
            record = self.registry.keys.get(signer.key)
            if record is None:
                found = f"{signer.key[:16]}…"
                self._bad("key_not_enrolled", entry.index, "an enrolled key", found)
            elif (record.person == DESK) != (signer.role is Role.DESK):
                self._bad("desk_key_misused", entry.index, "the desk's own events", "others")
            elif record.revoked >= 0 and mood_of(event) is Mood.REPORT:
                expected = "a report without it, unattributed"
                self._bad("key_revoked", entry.index, expected, signer.key[:16])

    def _desk_time(self, kept: Kept, body: Decided) -> None:
        boot = (body.boot.number, body.boot.ms)
        if boot < self._boot:
            self._bad("boot_backwards", kept.index, f"after {self._boot}", f"{boot}")
        self._compare_clocks(kept.index, body)
        self._boot = boot
        first = self.earliest_instant or body.instant
        self.earliest_instant = min(first, body.instant)  # all written in one width
        self.latest_instant = max(self.latest_instant, body.instant)

    def _compare_clocks(self, index: int, body: Decided) -> None:
        """Hold the wall clock to the machine's counter since its start, which nobody sets."""
        instant_ms = from_text(body.instant)
        offset_ms = instant_ms - body.boot.ms
        since_ms = instant_ms - self._instant_ms
        same_boot = body.boot.number == self._boot[0]
        moved_ms = offset_ms - self._offset_ms if same_boot else since_ms
        beyond = same_boot and abs(moved_ms) > CLOCK_TOLERANCE_MS
        moved = self.commits > 0 and (beyond or since_ms < 0)
        if moved:
            self.clock_moves.append(ClockMove(index, moved_ms))
        if moved or not same_boot or self.commits == 0:
            self._offset_ms = offset_ms
        self._instant_ms = instant_ms

    def _take_packs(self, event: Event, decision: Decision) -> None:
        body = event.body
        if isinstance(body, Opening | Adopt) and decision.outcome is Outcome.ACCEPTED:
            self.packs += body.packs
            self._in_force = packs_digest(body.packs, body.tier)

    def _had(self, size: int, root: bytes) -> bool:
        return self._roots.get(size) == root

    def _bad(self, code: str, index: int, expected: str, found: str) -> None:
        if not self.halted:
            self._add(Problem(code, f"entry {index}", expected, found))
        self.halted = True
