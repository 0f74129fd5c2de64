"""A test kit in the trade's words: people with keys, and stories told event by event.

Two tellers share one vocabulary (``Story``):

* ``World()`` folds events directly: admission, the judge with the shipped packs, the fold. No
  signature, no storage: a step takes a tenth of a millisecond, so random histories are cheap.
* ``OnDesk()`` sends signed envelopes through the real desk on stores in memory.

Both start with a ledger opened by three officers and the whole ``CAST`` enrolled; both are the
same on every machine and at every run (clock and ids come from seeds). Names stand for ids:
``gun("colt")`` is always the same id, so tests name things, never ids::

    story = World()
    story.working_day()                      # a locked place, a gun, proved dummies, an open day
    story.take_out("colt")
    story.show_empty("colt")
    story.load("colt", chambers=6)
    looks = story.show_going_in("colt", dummies=6)
    told = story.hand_over("colt", rounds=6, looks=looks)
    assert told.outcome is Outcome.ACCEPTED
    assert story.state.weapons[gun("colt")].in_hand == person("performer").id

``tell(body, "armorer")`` tells anything that has no word of its own here; who signs in which role
follows from the event table (``"first-ad"`` signs a look as second person and opens a day as
caller). ``tell`` never raises for a refusal: look at ``Told.outcome`` and ``Told.codes``.
``asks(body, ...)`` is a question to the rules and leaves no record. ``story.clock`` is turned by
hand: ``story.wait(minutes=61)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from typing_extensions import override

from showclear.adapters.clock import StepClock
from showclear.adapters.ids import SeededIds
from showclear.adapters.memory import (
    MemoryDisk,
    MemoryHeadStore,
    MemoryLedgerStore,
    MemorySnapshotStore,
)
from showclear.adapters.signatures import SodiumCheck
from showclear.desk.compose import Header, compose, seal
from showclear.desk.parts import Answer, Parts
from showclear.desk.recovery import create_desk, open_desk
from showclear.errors import BadInput
from showclear.field.ids import (
    DESK,
    NO_EVENT,
    EventId,
    ItemId,
    KeyId,
)
from showclear.field.instants import Now, to_text
from showclear.field.people import Role, Way
from showclear.record.admission import outcome_of, structural
from showclear.record.codes import Refusal
from showclear.record.envelope import event_id
from showclear.record.event import Event, Seen, SignedBy, Touch, decode_event, encode_event
from showclear.record.events.base import Mood
from showclear.record.events.desk import Boot, Decided, Unattributed
from showclear.record.events.officers import PackChoice
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.fold import Kept, fold_decided, fold_entry, now_after
from showclear.record.registry import Registry, mood_of
from showclear.record.state import State
from showclear.record.tree import EMPTY_ROOT
from showclear.rules.decide import RULES_VERSION, Judge
from showclear.rules.verdict import Verdict
from tests.cast import (
    CAST,
    OFFICERS,
    ORIGIN,
    PATTERN,
    PEOPLE,
    START_MS,
    STEP_MS,
    TWO_PROOFS,
    Person,
    all_rows,
    answers,
    answers_for,
    box,
    enrolment,
    every_row,
    first,
    gun,
    lot,
    opening,
    pack_texts,
    person,
    role_for,
    signed_by,
    signers_of,
    with_rows,
    words,
)
from tests.story import Story, Told

__all__ = [
    "CAST",
    "OFFICERS",
    "ORIGIN",
    "PATTERN",
    "START_MS",
    "STEP_MS",
    "TWO_PROOFS",
    "OnDesk",
    "Person",
    "Story",
    "Told",
    "World",
    "all_rows",
    "answers",
    "answers_for",
    "box",
    "enrolment",
    "every_row",
    "fake_root",
    "first",
    "gun",
    "lot",
    "opening",
    "pack_texts",
    "person",
    "role_for",
    "signed_by",
    "signers_of",
    "with_rows",
    "words",
]


def _desk_signs() -> SignedBy:
    return SignedBy(person=DESK, key=person("desk").key, role=Role.DESK, way=Way.DESK)


def fake_root(size: int) -> bytes:
    """Return what a ``World`` takes for its root at this size; it keeps no tree."""
    return EMPTY_ROOT if size == 0 else sha256(b"root %d" % size).digest()


class World(Story):
    """Folds events directly; every event is one commit of two entries, as the desk would write.

    ``packs`` are the rows adopted at the opening. ``log`` holds the commits told so far, and
    ``decisions`` the outcome of each event by its id.
    """

    def __init__(
        self, *, packs: tuple[PackChoice, ...] | None = None, enrolled: bool = True
    ) -> None:
        self.clock = StepClock(start=START_MS, step=STEP_MS)
        self.ids = SeededIds(b"world")
        self.judge = Judge(pack_texts())
        self.log: list[tuple[Kept, ...]] = []
        self.told: list[Told] = []
        self._state = State()
        choice = all_rows() if packs is None else packs
        self.tell(opening(choice), *OFFICERS)
        if enrolled:
            self.enrol_cast()

    @property
    @override
    def state(self) -> State:
        """The state after everything told so far."""
        return self._state

    def had(self, size: int, root: bytes) -> bool:
        """Return whether the ledger once had this head."""
        return size <= self._state.next_index and root == fake_root(size)

    def now(self) -> Now:
        """Return the time the next commit would have; the clock moves on."""
        return now_after(self._state, self._boot(), self.clock.now())

    def event(
        self,
        body: AnyBody,
        signers: tuple[SignedBy, ...],
        *,
        last: Mapping[ItemId, EventId] | None = None,
    ) -> Event:
        """Return the event that these people would sign now."""
        known = self._state.registry.last if last is None else last
        touches = tuple(
            Touch(item=item, last=known.get(item, NO_EVENT))
            for item in BY_BODY[type(body)].touches(body)
        )
        size = self._state.next_index
        return Event(
            at=to_text(self.clock.now()),
            body=body,
            nonce=self.ids.fresh(16).hex(),
            origin=ORIGIN,
            seen=Seen(size=size, root=fake_root(size)),
            signers=signers,
            touches=touches,
        )

    @override
    def tell_signed(
        self,
        body: AnyBody,
        signers: tuple[SignedBy, ...],
        *,
        last: Mapping[ItemId, EventId] | None = None,
    ) -> Told:
        """Judge and fold an event by exactly these signers."""
        return self.tell_event(self.event(body, signers, last=last))

    def tell_event(self, event: Event) -> Told:
        """Judge and fold one event, then the ``decided`` about it."""
        boot, utc_ms = self._boot(), self.clock.now()
        now = now_after(self._state, boot, utc_ms)
        told = self.judged(event, now)
        kept = Kept(index=told.index, id=told.id, event=event)
        self.log.append((kept, self._decided(told, boot, now)))
        self.told.append(told)
        return told

    def judged(self, event: Event, now: Now) -> Told:
        """Judge and fold one event without ending the commit: the log does not get it."""
        verdict = self.verdict(event, now)
        kept = Kept(index=self._state.next_index, id=event_id(encode_event(event)), event=event)
        told = Told(
            id=kept.id,
            index=kept.index,
            event=event,
            outcome=outcome_of(event, [*verdict.refusals]),
            codes=verdict.codes,
            refusals=verdict.refusals,
        )
        fold_entry(self._state, kept, told.decision, now)
        return told

    @override
    def tell_unsigned(self, body: Unattributed) -> Told:
        """Let the desk record what no key stands for."""
        return self.tell_signed(body, (_desk_signs(),))

    @override
    def asks(self, body: AnyBody, *who: str) -> tuple[Refusal, ...]:
        """Return what would stand against the event now; leaves no record."""
        return self.verdict(self.event(body, signers_of(body, who)), self.now()).refusals

    def verdict(self, event: Event, now: Now) -> Verdict:
        """Return what record and rules hold against an event."""
        against = structural(self._state.registry, event, self.had)
        found = Verdict()
        if mood_of(event) is Mood.STEP:
            found = self.judge.decide(self._state, event, now)
        return Verdict(refusals=(*against, *found.refusals), alerts=found.alerts)

    def _boot(self) -> Boot:
        mark, since = self.clock.boot()
        number = self._state.boot + int(mark != self._state.boot_mark)
        return Boot(mark=mark, number=number, ms=since)

    def _decided(self, told: Told, boot: Boot, now: Now) -> Kept:
        body = Decided(
            boot=boot,
            entries=(told.decision,),
            instant=to_text(now.utc_ms),
            packs=KeyId(self._state.packs.digest),
            rules=RULES_VERSION,
        )
        event = self.event(body, (_desk_signs(),))
        kept = Kept(index=self._state.next_index, id=event_id(encode_event(event)), event=event)
        fold_decided(self._state, kept, now)
        return kept


class OnDesk(Story):
    """Tells the same stories through the real desk, on stores in memory.

    ``disk`` is what stays when the desk is closed; ``reopen()`` starts a new desk on it.
    """

    def __init__(
        self, *, packs: tuple[PackChoice, ...] | None = None, enrolled: bool = True
    ) -> None:
        self.clock = StepClock(start=START_MS, step=STEP_MS)
        self.ids = SeededIds(b"desk")
        self.disk = MemoryDisk()
        self.check = SodiumCheck(threads=1)
        header = Header(
            origin=ORIGIN,
            at_ms=self.clock.now(),
            nonce=self.ids.fresh(16),
            seen=Seen(size=0, root=EMPTY_ROOT),
            signers=tuple(signed_by(name, Role.OFFICER) for name in OFFICERS),
        )
        body = opening(all_rows() if packs is None else packs)
        payload = compose(Registry(), header, body)
        sealed = seal(payload, [person(name) for name in OFFICERS])
        self.desk, self.opened = create_desk(self.parts(), sealed, pack_texts())
        if enrolled:
            self.enrol_cast()

    def parts(self) -> Parts:
        """Return fresh parts of a desk on the same disk."""
        return Parts(
            origin=ORIGIN,
            store=MemoryLedgerStore(self.disk),
            heads=MemoryHeadStore(self.disk, ORIGIN),
            snapshots=MemorySnapshotStore(self.disk),
            clock=self.clock,
            ids=self.ids,
            check=self.check,
            ledger_key=person("ledger"),
            desk_key=person("desk"),
        )

    @property
    @override
    def state(self) -> State:
        """The state after everything told so far."""
        return self.desk.state

    def reopen(self) -> None:
        """Close the desk and open another on the same disk."""
        self.desk.close()
        self.desk = open_desk(self.parts())

    def sealed(
        self,
        body: AnyBody,
        signers: tuple[SignedBy, ...],
        *,
        last: Mapping[ItemId, EventId] | None = None,
    ) -> bytes:
        """Return the envelope these people would send now."""
        header = Header(
            origin=ORIGIN,
            at_ms=self.clock.now(),
            nonce=self.ids.fresh(16),
            seen=self.desk.seen(),
            signers=signers,
        )
        known = self.state.registry if last is None else Registry(last=dict(last))
        by_key = {known_person.key: known_person for known_person in PEOPLE.values()}
        return seal(compose(known, header, body), [by_key[signer.key] for signer in signers])

    @override
    def tell_signed(
        self,
        body: AnyBody,
        signers: tuple[SignedBy, ...],
        *,
        last: Mapping[ItemId, EventId] | None = None,
    ) -> Told:
        """Submit an event by exactly these signers; raises ``BadInput`` for an error."""
        return self.submit(self.sealed(body, signers, last=last))

    def submit(self, envelope: bytes) -> Told:
        """Submit one envelope; raises ``BadInput`` for an error."""
        answer = self.desk.submit([envelope])[0]
        if isinstance(answer, BadInput):
            raise answer
        return self._told(answer)

    @override
    def tell_unsigned(self, body: Unattributed) -> Told:
        """Let the desk record what no key stands for."""
        return self._told(self.desk.record_unsigned(body))

    @override
    def asks(self, body: AnyBody, *who: str) -> tuple[Refusal, ...]:
        """Return what would stand against the event now; leaves no record."""
        payload = self.desk.compose(body, signers_of(body, who))
        return self.desk.forecast(decode_event(payload)).refusals

    def _told(self, answer: Answer) -> Told:
        return Told(
            id=answer.id,
            index=answer.index,
            event=self.desk.keeping.event(answer.index),
            outcome=answer.outcome,
            codes=answer.codes,
            refusals=answer.refusals,
        )
