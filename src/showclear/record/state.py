"""The state of one production at one index: what the fold keeps and everybody else reads.

Owned by the desk and changed only by ``fold``, in place, between decisions. What is closed
leaves it and stays in the log, so its size follows the number of items, not the length of
history. Aggregates (rounds loose, guns out, per-lot sums) are kept up to date here and
re-computed by a slow plain model in tests.
"""

from __future__ import annotations

import enum

import msgspec

from showclear.field.ids import (
    NO_EVENT,
    NOBODY,
    EventId,
    ItemId,
    KeyId,
    LotId,
    PersonId,
    SetUpId,
)
from showclear.field.instants import Now
from showclear.field.mechanisms import Adaptation, LookWay, Mechanism
from showclear.field.people import Role
from showclear.field.production import Tier
from showclear.field.stock import FIRING_CLASS_MIN, Form, Kind, Proof, Purpose, WeaponClass
from showclear.record.events.handling import PositionAnswer
from showclear.record.events.handling import Purpose as PartOf
from showclear.record.events.officers import ChosenDuty, PackChoice
from showclear.record.events.speaking import ConcernClass
from showclear.record.facts_counting import CountFact, DayCounted, WorkingDay
from showclear.record.facts_floor import AreaCount, Briefings, CutFact, LaidOn
from showclear.record.facts_guns import FireFact, WaitFact
from showclear.record.facts_people import (
    CarrierFact,
    DeclineFact,
    GuardianFact,
    LimitFact,
    PaperFact,
)
from showclear.record.facts_plan import AssessFact, SetUpChange, SetUpFact
from showclear.record.registry import Registry


class By(enum.Enum):
    """Who or what answers for an item: exactly one of these at every index (invariant 1)."""

    HANDLER = "handler"
    PLACE = "place"
    GAP = "gap"
    END = "end"


class Charge(msgspec.Struct, frozen=True):
    """In charge: a handler, a locked place, an open question's event, or the end of the item."""

    by: By
    who: str


class LookFact(msgspec.Struct, frozen=True, kw_only=True):
    """One admitted look at a gun, as the showing needs it.

    ``at`` is when the desk took it; ``lag_ms`` how much earlier the looker's device says it was.
    """

    event: EventId
    index: int
    person: PersonId
    key: KeyId
    role: Role
    purpose: PartOf
    way: LookWay
    answers: tuple[PositionAnswer, ...]
    at: Now
    lag_ms: int = 0
    booked_empty: bool = True  # the book had neither round nor fired case in the gun
    walked: bool = False  # one gun of a line that was walked (LookLine)
    late: bool = False  # says *going in* of rounds that were in somebody's hand since they went in


class LoadFact(msgspec.Struct, frozen=True, kw_only=True):
    """Rounds put into a gun: by whom, who filled the container, their kind and how proved.

    ``stayed`` until the gun was where somebody could have changed what is in it.
    """

    event: EventId
    loader: PersonId
    filled_by: tuple[PersonId, ...]
    lot: LotId
    kind: Kind
    positions: tuple[str, ...]
    proofs: frozenset[Proof] = frozenset()
    proved_by: tuple[EventId, ...] = ()
    stayed: bool = True
    at: Now | None = None  # when the desk took it; unknown counts as long ago (R35)


class Held(msgspec.Struct, kw_only=True):
    """What every item has: who is in charge, who holds it, what keeps it as found."""

    charge: Charge
    in_hand: str  # a person or a place; empty when nobody can say
    in_hand_reported: bool = False  # the holder did not sign for it
    kept: EventId = NO_EVENT
    counted_opening: int = -1  # index of the last count by two at an opening (R46)
    counted_wrap: int = -1  # the same, at wrap or while no day was open


class Weapon(Held, kw_only=True):
    """One gun. ``changed`` is its last change of contents, opening or sight."""

    weapon_class: WeaponClass
    pattern: str
    chambers: int  # or barrels
    capacity: int = 0  # of its gun magazine
    adaptation: Adaptation = Adaptation.NONE
    changed: EventId
    ended: str = ""  # why what was last shown no longer stands
    looks: list[LookFact] = msgspec.field(default_factory=list)
    # Turns in which somebody could not see or disagreed, since a pair agreed or it was made clear.
    failed: int = 0
    failed_turn: int = 0  # the latest of them since the last change: each turn counts once
    opening: list[LookFact] = msgspec.field(default_factory=list)  # of the present day
    empty_seen_by: tuple[PersonId, ...] = ()
    loads: list[LoadFact] = msgspec.field(default_factory=list)
    loaded_index: int = -1  # of the first load of what is in it
    rounds: dict[LotId, int] = msgspec.field(default_factory=dict)
    fired_cases: int = 0
    last_kind: Kind | None = None
    bore_due: EventId = NO_EVENT
    bore_seen: tuple[EventId, ...] = ()  # since it was last due
    bore_before: tuple[EventId, ...] = ()  # when the first of the rounds in it went in (R20)
    handed_to: PersonId = NOBODY
    handed: EventId = NO_EVENT
    # Of the last entry by which it came into another hand than that of who is in charge, went on
    # there, or was back: looks before it serve no hand-over and no load (R32, R54).
    handed_index: int = -1
    voucher: int = 0  # of the line it was issued along
    shown_by: EventId = NO_EVENT  # the performer's own sentence on the present hand-over
    declined: tuple[DeclineFact, ...] = ()  # since it was last taken out or collected
    handed_for: SetUpId = SetUpId("")  # the set-up that the present hand-over names
    cut: CutFact | None = None  # out of the handler's hand since this cut
    calibres: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()  # what was not there when it was received (R11)
    intake: EventId = NO_EVENT  # the handler's whole look at arrival (R11)
    test_fired: dict[LotId, FireFact] = msgspec.field(default_factory=dict)
    lots_approved: tuple[LotId, ...] = ()  # the handler's latest list (R21)
    lots_listed: EventId = NO_EVENT  # by which
    unfit: tuple[EventId, ...] = ()  # found and not released since (R13)
    released: dict[EventId, EventId] = msgspec.field(default_factory=dict)  # by release: finding
    function_due: EventId = NO_EVENT  # misfire, jam, drop or wetting, not dealt with (R44)
    clear_due: EventId = NO_EVENT  # the same, until it was made clear
    function_seen: EventId = NO_EVENT  # since it was due and the gun was made clear
    function_settled: EventId = NO_EVENT  # by which what was due last was dealt with
    function_was_due: EventId = NO_EVENT  # and what that was
    waiting: WaitFact | None = None  # its last misfire
    snapped: EventId = NO_EVENT  # a further proof of ``snapped_on``, never the only one (R32)
    snapped_on: EventId = NO_EVENT

    @property
    def firing(self) -> bool:
        """Whether it can go off at all: classes 4 to 6."""
        return self.weapon_class >= FIRING_CLASS_MIN

    @property
    def mechanism(self) -> Mechanism:
        """How it is made: what a look at it must cover follows from this."""
        return Mechanism(
            pattern=self.pattern,
            chambers=self.chambers,
            capacity=self.capacity,
            adaptation=self.adaptation,
        )


class ProveFact(msgspec.Struct, frozen=True, kw_only=True):
    """One look at rounds one by one."""

    event: EventId
    person: PersonId
    key: KeyId
    role: Role
    kind: Kind
    rounds: int
    each: frozenset[Proof]
    odd: int
    index: int
    at: Now


class Stock(msgspec.Struct, kw_only=True):
    """Rounds of one lot in one container. ``proved`` of them are proved, one by one.

    ``named`` of them are not proved any more but came out of a gun that they went into proved:
    ours by the book, so not loose (R15), and to be proved again before the next load (R18).
    """

    rounds: int = 0
    sealed: int = 0
    proved: int = 0
    named: int = 0
    proofs: frozenset[Proof] = frozenset()
    proved_by: tuple[EventId, ...] = ()  # what the proof rests on: looks, then moves
    looks: list[ProveFact] = msgspec.field(default_factory=list)


class Proven(msgspec.Struct, frozen=True):
    """So many rounds that are proved, how, and the events that this rests on."""

    rounds: int = 0
    proofs: frozenset[Proof] = frozenset()
    by: tuple[EventId, ...] = ()


class Container(Held, kw_only=True):
    """A box, belt, pouch, gun safe. ``changed`` is the last change of what is in it."""

    form: Form
    purpose: Purpose
    key_holders: tuple[PersonId, ...]
    changed: EventId
    stock: dict[LotId, Stock] = msgspec.field(default_factory=dict)
    filled_by: tuple[PersonId, ...] = ()
    fired_cases: int = 0
    loose: int = 0  # its share of ``State.loose_rounds``
    counted: EventId = NO_EVENT  # by two, since rounds were last put in or it was out of sight
    found: tuple[EventId, ...] = ()  # by which rounds turned up in it that the book lacked (R17)
    keys_reviewed: str = ""  # the working day, or the event, by which keys were last named
    keys_named: EventId = NO_EVENT


class Lot(msgspec.Struct, kw_only=True):
    """One lot: what it is and where its rounds went. Every round is in exactly one sum."""

    kind: Kind
    calibre: str
    proved_once: bool = False  # this delivery, by the whole set of proofs
    received: int = 0
    found: int = 0
    fired: int = 0
    missing: int = 0
    set_aside: int = 0  # in no container that the record knows: loose
    stored: int = 0
    loaded: int = 0
    shipped: int = 0  # to another ledger
    destroyed: int = 0  # as two people signed
    provenance: bool = False  # maker, supplier and receipt of every delivery (R17)
    deliveries: tuple[EventId, ...] = ()  # by which it was received
    live_primer: bool = False  # seen in one of its dummies: for ever (R19)


class Topic(enum.Enum):
    """What an open question is about."""

    GAP = "gap"
    OUT_OF_CHAIN = "out-of-chain"
    WENT_AHEAD = "went-ahead"
    LOOKS_LIVE = "looks-live"
    NOT_NAMEABLE = "not-nameable"
    DIFFERENCE = "difference"
    UNATTRIBUTED = "unattributed"
    CORRECTED = "corrected"
    DISCHARGE = "discharge"
    UNATTENDED = "unattended"
    ONE_SIDED = "one-sided"  # one signed alone where the other should have signed too
    ENDED = "ended"  # something is said of an item that has left this ledger


ROUND_TOPICS = frozenset({Topic.LOOKS_LIVE, Topic.NOT_NAMEABLE})  # those of R15
KEPT_APART = frozenset({Purpose.RECEIVING, Purpose.QUARANTINE})  # what is in it, if it is kept so
BLOCKING_TOPICS = ROUND_TOPICS | {Topic.DISCHARGE}


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """An open question, named by the event that opened it.

    A gap is closed by whoever answers for the item again, every other question by an answer.
    """

    event: EventId
    topic: Topic
    items: tuple[ItemId, ...]
    index: int
    day: str = ""  # the working day it was opened in
    lots: tuple[LotId, ...] = ()


class ConcernFact(msgspec.Struct, frozen=True, kw_only=True):
    """An open concern."""

    event: EventId
    about: ConcernClass
    index: int


class StopFact(msgspec.Struct, frozen=True, kw_only=True):
    """An open stop."""

    event: EventId
    by: PersonId
    index: int


class KeepFact(msgspec.Struct, frozen=True, kw_only=True):
    """Things kept as found."""

    event: EventId
    items: tuple[ItemId, ...]
    guarded_by: PersonId
    index: int
    seen: tuple[EventId, ...] = ()  # what was looked at as found, bag by bag


class WaiverFact(msgspec.Struct, frozen=True, kw_only=True):
    """A row waived for one item until the day closes."""

    event: EventId
    row: str
    item: ItemId


class PacksInForce(msgspec.Struct, frozen=True, kw_only=True):
    """The adopted rows, since which index, and the digest that names them all.

    ``chosen`` says whose duty counts where the duties of adopted rows contradict each other,
    ``tier`` what kind of production it is.
    """

    packs: tuple[PackChoice, ...] = ()
    since: int = -1
    digest: str = ""
    tier: Tier = Tier.FULL
    chosen: tuple[ChosenDuty, ...] = ()


class State(msgspec.Struct, kw_only=True):
    """Everything the desk knows at one index."""

    registry: Registry = msgspec.field(default_factory=Registry)
    next_index: int = 0
    utc_offset_minutes: int = 0
    weapons: dict[ItemId, Weapon] = msgspec.field(default_factory=dict)
    containers: dict[ItemId, Container] = msgspec.field(default_factory=dict)
    lots: dict[LotId, Lot] = msgspec.field(default_factory=dict)
    packs: PacksInForce = msgspec.field(default_factory=PacksInForce)
    waivers: dict[EventId, WaiverFact] = msgspec.field(default_factory=dict)
    stops: dict[EventId, StopFact] = msgspec.field(default_factory=dict)
    concerns: dict[EventId, ConcernFact] = msgspec.field(default_factory=dict)
    questions: dict[EventId, Question] = msgspec.field(default_factory=dict)
    gaps: dict[ItemId, Question] = msgspec.field(default_factory=dict)
    # Of discharges, whatever topic their question has: a round that looks live is graver (R45).
    discharges: dict[EventId, tuple[ItemId, ...]] = msgspec.field(default_factory=dict)
    keeps: dict[EventId, KeepFact] = msgspec.field(default_factory=dict)
    scenes: dict[str, AssessFact] = msgspec.field(default_factory=dict)
    set_ups: dict[SetUpId, SetUpFact] = msgspec.field(default_factory=dict)
    set_up_reports: dict[SetUpId, tuple[SetUpChange, ...]] = msgspec.field(default_factory=dict)
    briefings: Briefings = msgspec.field(default_factory=Briefings)
    laid_on: dict[str, LaidOn] = msgspec.field(default_factory=dict)
    area_counts: dict[SetUpId, AreaCount] = msgspec.field(default_factory=dict)
    rolling: SetUpId = SetUpId("")  # empty while nothing rolls
    # The first time today that a gun was taken out: one that can fire, and any other.
    first_out: EventId = NO_EVENT
    first_out_non_firing: EventId = NO_EVENT
    papers: dict[PersonId, tuple[PaperFact, ...]] = msgspec.field(default_factory=dict)
    limits: dict[PersonId, LimitFact] = msgspec.field(default_factory=dict)
    minors: dict[PersonId, EventId] = msgspec.field(default_factory=dict)
    guardians: dict[PersonId, GuardianFact] = msgspec.field(default_factory=dict)
    duties: dict[PersonId, dict[str, EventId]] = msgspec.field(default_factory=dict)
    carriers: dict[PersonId, CarrierFact] = msgspec.field(default_factory=dict)
    carriers_gone: dict[PersonId, EventId] = msgspec.field(default_factory=dict)  # by which
    counts: dict[EventId, CountFact] = msgspec.field(default_factory=dict)  # recent ones
    counted_on: dict[str, DayCounted] = msgspec.field(default_factory=dict)  # by what for
    working_day: WorkingDay = WorkingDay()  # the present or, when closed, the last one
    day_before: WorkingDay = WorkingDay()
    day: str = ""
    day_opened: EventId = NO_EVENT
    loose_rounds: int = 0  # opened or set aside, not proved or named, not apart
    guns_out: int = 0  # classes 4 to 6 not in a locked place
    blocking: int = 0  # open questions of a blocking topic
    boot_mark: str = ""
    boot: int = 0
    epoch: int = 0
    instant_ms: int = 0

    def item(self, item: str) -> Held | None:
        """Return the weapon or container of this id, or None."""
        found = self.weapons.get(ItemId(item))
        return found if found is not None else self.containers.get(ItemId(item))
