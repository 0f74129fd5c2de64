"""The desk of one ledger: ``submit`` and everything between a signed event and its receipt.

Steps of one commit, in this order and no other:

1. ``arrivals``: envelope, payload, signers, origin, keys, signatures. Failures are errors.
2. Replay: an event id the ledger has gets its first answer again, and a fresh receipt.
3. In order, each event: what the record holds against it, then the rules if it is a step; its
   outcome; the fold. The state moves on at once, so that the next event is judged after it.
4. ``decided``: one event of the desk's own, naming every outcome, the desk's time and the packs.
5. The store takes all of it in one transaction. **The commit point is not here yet.**
6. Read back from disk, hashed again, compared with what was meant to be written.
7. The head over it is signed and put in the head store by compare-and-swap. **This is the commit
   point**: from here on the events count and receipts may be handed out.
8. Receipts.

What a crash leaves: before 5, nothing; between 5 and 7, whole commits beyond the last head, which
start-up reads back, hashes and signs by the same steps 6 and 7; after 7, everything. After any
error from 5 on the desk stops: the state in memory may be ahead of the disk, and only a reopening
(``recovery``) may write again. The caller must hand over one batch at a time (``batching``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import msgspec

from showclear.desk.arrivals import (
    Arrival,
    Arrived,
    Examined,
    Orphan,
    admit,
    examine,
    orphan_body,
)
from showclear.desk.compose import Header, compose, seal
from showclear.desk.idindex import IdIndex
from showclear.desk.keeping import Keeping, Written
from showclear.desk.parts import (
    COMMIT_ENTRIES_MAX,
    FREE_BYTES_FLOOR,
    FREE_BYTES_RESERVE,
    Answer,
    Parts,
)
from showclear.errors import BadInput, DeskStopped, DiskFull
from showclear.field.ids import DESK, EventId, KeyId
from showclear.field.instants import Now, from_text, to_text
from showclear.field.people import Role, Way
from showclear.record.admission import outcome_of, structural
from showclear.record.codes import Code, Refusal
from showclear.record.envelope import event_id, open_envelope
from showclear.record.event import Event, Seen, SignedBy, decode_event
from showclear.record.events.base import Mood
from showclear.record.events.desk import (
    Boot,
    Decided,
    Decision,
    Unattributed,
    Why,
)
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.fold import Kept, fold_decided, fold_entry, now_after
from showclear.record.folding.speaking import SPEAKING_UP
from showclear.record.limits import LATE_MS
from showclear.record.registry import Registry, mood_of
from showclear.record.state import State
from showclear.rules.decide import RULES_VERSION, Judge
from showclear.rules.verdict import Verdict


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a commit in the making."""

    raw: bytes
    id: EventId
    event: Event
    decision: Decision
    verdict: Verdict


class Desk:
    """One ledger's only writer. Built by ``recovery``; not for two threads at once."""

    def __init__(self, parts: Parts, *, state: State, keeping: Keeping, judge: Judge) -> None:
        self.parts = parts
        self.state = state
        self.keeping = keeping
        self.judge = judge
        self._stopped: str = ""

    @property
    def stopped(self) -> str:
        """Why the desk stopped itself, or an empty text."""
        return self._stopped

    @property
    def ids(self) -> IdIndex:
        """The index of event ids."""
        return self.keeping.ids

    def submit(self, raws: Sequence[bytes]) -> list[Answer | BadInput]:
        """Take signed envelopes, in order; return for each its answer or what is wrong with it.

        Raises ``DeskStopped`` when the desk has stopped, ``DiskFull`` when free space is under
        the floor and something other than speaking up is among them (nothing is written then),
        and whatever made it stop when that happens now.
        """
        self._refuse_stopped()
        return self.submit_examined(self.examine(raws))

    def examine(self, raws: Sequence[bytes]) -> list[Examined | BadInput]:
        """Do all that needs no state, signatures included; any thread may, at any time."""
        return examine(raws, origin=self.parts.origin, check=self.parts.check)

    def submit_examined(self, examined: Sequence[Examined | BadInput]) -> list[Answer | BadInput]:
        """Take what ``examine`` returned; see ``submit``."""
        answers: list[Answer | BadInput] = []
        for start in range(0, len(examined), COMMIT_ENTRIES_MAX):
            answers += self._submit_some(examined[start : start + COMMIT_ENTRIES_MAX])
        return answers

    def submit_one(self, raw: bytes) -> Answer:
        """Take one envelope; raise what is wrong with it."""
        answer = self.submit([raw])[0]
        if isinstance(answer, BadInput):
            raise answer
        return answer

    def record_unsigned(self, body: Unattributed) -> Answer:
        """Record a report that came without any key (a stop called out, a device without one)."""
        return self._commit([Orphan(body=body)])[0]

    def now(self) -> Now:
        """Return the desk's time as the next commit would have it."""
        return now_after(self.state, self._boot(), self.parts.clock.now())

    def forecast(self, event: Event) -> Verdict:
        """Return what would stand against the event now; leaves no record."""
        refusals = structural(self.state.registry, event, self.keeping.had)
        found = self.judge.decide(self.state, event, self.now())
        return Verdict(refusals=(*refusals, *found.refusals), alerts=found.alerts)

    def seen(self) -> Seen:
        """Return the head to be named in the next event."""
        return Seen(size=self.keeping.tree.size, root=self.keeping.root)

    def compose(
        self, body: AnyBody, signers: tuple[SignedBy, ...], registry: Registry | None = None
    ) -> bytes:
        """Return a payload for people to sign, under the present head.

        ``registry`` stands in for the desk's own where drafts are to come first (``ahead``).
        """
        header = Header(
            origin=self.parts.origin,
            at_ms=self.parts.clock.now(),
            nonce=self.parts.ids.fresh(16),
            seen=self.seen(),
            signers=signers,
        )
        return compose(registry or self.state.registry, header, body)

    def close(self) -> None:
        """Save a snapshot and give up the stores."""
        if not self._stopped and self.keeping.tree.size:
            self.keeping.save_snapshot(self.state)
        self.parts.store.close()
        self.parts.heads.close()

    def stop(self, why: str) -> None:
        """Stop writing until the ledger is opened again (scrub found something)."""
        self._stopped = self._stopped or why

    # -- one commit ---------------------------------------------------------------------------

    def _submit_some(self, examined: Sequence[Examined | BadInput]) -> list[Answer | BadInput]:
        self._refuse_stopped()
        registry, check = self.state.registry, self.parts.check
        arrivals = admit(examined, registry=registry, check=check)
        had: dict[EventId, int | None] = {}  # the index before this commit; None: new
        new: list[Arrived | Orphan] = []
        for arrival in arrivals:
            if isinstance(arrival, Orphan):
                new.append(arrival)
            elif isinstance(arrival, Arrived) and arrival.id not in had:
                with self._failing_stops():
                    had[arrival.id] = self.keeping.find(arrival.id)
                if had[arrival.id] is None:
                    new.append(arrival)
        made = iter(self._commit(new)) if new else iter(())
        return self._in_order(arrivals, had, made)

    def _in_order(
        self,
        arrivals: list[Arrival],
        had: Mapping[EventId, int | None],
        made: Iterator[Answer],
    ) -> list[Answer | BadInput]:
        answers: list[Answer | BadInput] = []
        given: dict[EventId, Answer] = {}
        for arrival in arrivals:
            if isinstance(arrival, BadInput):
                answers.append(arrival)
            elif isinstance(arrival, Orphan):
                answers.append(next(made))
            elif arrival.id in given:
                answers.append(msgspec.structs.replace(given[arrival.id], repeated=True))
            else:
                index = had[arrival.id]
                answer = next(made) if index is None else self.answer_again(arrival.id, index)
                given[arrival.id] = answer
                answers.append(answer)
        return answers

    def answer_again(self, event: EventId, index: int) -> Answer:
        """Return the first answer to an event the ledger has, with a receipt of now."""
        with self._failing_stops():
            decided_index, decided = self.keeping.decided_of(index)
            receipt = self.keeping.receipt(index, decided_index)
        decision = next(entry for entry in decided.entries if entry.index == index)
        return Answer(
            id=event,
            index=index,
            outcome=decision.outcome,
            codes=decision.codes,
            refusals=(),
            alerts=(),
            late=decision.late,
            repeated=True,
            receipt=receipt,
        )

    def _commit(self, new: Sequence[Arrived | Orphan]) -> list[Answer]:
        self._refuse_stopped()
        self._refuse_full(new)
        boot, utc_ms = self._boot(), self.parts.clock.now()
        now = now_after(self.state, boot, utc_ms)
        with self._failing_stops():
            judged = [self._judge(item, now) for item in new]
            written = [Written.of(item.id, item.raw, item.event) for item in judged]
            written.append(self._decided(judged, boot, utc_ms, now))
            self.keeping.write(written)
            receipts = self.keeping.receipts(
                [item.decision.index for item in judged], self.keeping.tree.size - 1
            )
        return [_answer(item, receipt) for item, receipt in zip(judged, receipts, strict=True)]

    def _judge(self, item: Arrived | Orphan, now: Now) -> Judged:
        if isinstance(item, Orphan):
            raw = self._own(item.body)
            envelope = open_envelope(raw)
            event = decode_event(envelope.payload)
            identity = event_id(envelope.payload)
        else:
            raw, event, identity = item.raw, item.event, item.id
        refusals = structural(self.state.registry, event, self.keeping.had)
        if isinstance(item, Arrived) and _revoked_meanwhile(event, refusals):
            return self._judge(Orphan(body=orphan_body(item, Why.KEY_REVOKED)), now)
        found = Verdict()
        if mood_of(event) is Mood.STEP:
            found = self.judge.decide(self.state, event, now)
        verdict = Verdict(refusals=(*refusals, *found.refusals), alerts=found.alerts)
        decision = Decision(
            id=identity,
            index=self.state.next_index,
            outcome=outcome_of(event, [*verdict.refusals]),
            codes=verdict.codes,
            late=now.utc_ms - from_text(event.at) > LATE_MS,
        )
        kept = Kept(index=decision.index, id=identity, event=event)
        fold_entry(self.state, kept, decision, now)
        return Judged(raw=raw, id=identity, event=event, decision=decision, verdict=verdict)

    def _decided(self, judged: list[Judged], boot: Boot, utc_ms: int, now: Now) -> Written:
        body = Decided(
            boot=boot,
            entries=tuple(item.decision for item in judged),
            instant=to_text(utc_ms),
            packs=KeyId(self.state.packs.digest),
            rules=RULES_VERSION,
        )
        raw = self._own(body)
        envelope = open_envelope(raw)
        event = decode_event(envelope.payload)
        identity = event_id(envelope.payload)
        fold_decided(self.state, Kept(index=self.state.next_index, id=identity, event=event), now)
        return Written.of(identity, raw, event)

    def _own(self, body: AnyBody) -> bytes:
        key = KeyId(self.parts.desk_key.public.hex())
        signer = SignedBy(person=DESK, key=key, role=Role.DESK, way=Way.DESK)
        return seal(self.compose(body, (signer,)), [self.parts.desk_key])

    def _boot(self) -> Boot:
        mark, since = self.parts.clock.boot()
        number = self.state.boot if mark == self.state.boot_mark else self.state.boot + 1
        return Boot(mark=mark, number=number, ms=since)

    @contextmanager
    def _failing_stops(self) -> Iterator[None]:
        """Stop the desk on any failure, a bug or an interrupt included: state may be ahead."""
        try:
            yield
        except BaseException as problem:
            self.stop(f"{type(problem).__name__}: {problem}")
            raise

    def _refuse_stopped(self) -> None:
        if self._stopped:
            raise DeskStopped(
                f"desk: expected one that writes, found it stopped ({self._stopped}); "
                "nothing is lost that was answered; use the pad and open the ledger again"
            )

    def _refuse_full(self, new: Sequence[Arrived | Orphan]) -> None:
        speaking = all(_speaks_up(item) for item in new)
        floor = FREE_BYTES_RESERVE if speaking else FREE_BYTES_FLOOR
        with self._failing_stops():
            free = self.parts.store.free_bytes()
        if free < floor:
            raise DiskFull(
                f"ledger volume: expected at least {floor >> 20} MiB free, found {free >> 20}; "
                "nothing was written; free some space, speaking up still has a reserve"
            )


def _answer(item: Judged, receipt: bytes) -> Answer:
    return Answer(
        id=item.id,
        index=item.decision.index,
        outcome=item.decision.outcome,
        codes=item.decision.codes,
        refusals=item.verdict.refusals,
        alerts=item.verdict.alerts,
        late=item.decision.late,
        repeated=False,
        receipt=receipt,
    )


def _revoked_meanwhile(event: Event, refusals: list[Refusal]) -> bool:
    """Whether a report's key was revoked by an earlier entry of the very same commit."""
    revoked = any(refusal.code is Code.KEY_REVOKED for refusal in refusals)
    return revoked and mood_of(event) is Mood.REPORT


def _speaks_up(item: Arrived | Orphan) -> bool:
    if isinstance(item, Orphan):
        return item.body.reported in SPEAKING_UP
    return BY_BODY[type(item.event.body)].name in SPEAKING_UP
