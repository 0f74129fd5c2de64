"""The vocabulary that both tellers share; see ``tests.kit`` for how to use it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from showclear.adapters.clock import StepClock
from showclear.field.ids import (
    NOBODY,
    EventId,
    ItemId,
    SetUpId,
)
from showclear.field.instants import MINUTE_MS
from showclear.field.mechanisms import Holds, LookWay, Mechanism, chamber
from showclear.field.patterns import positions_into
from showclear.field.plan import Provision
from showclear.field.stock import Form, Kind, Odd, Proof, WeaponClass
from showclear.field.stock import Purpose as Use
from showclear.record.codes import Refusal
from showclear.record.event import Event, SignedBy
from showclear.record.events.desk import Decision, Outcome, Unattributed
from showclear.record.events.guns import (
    ApproveLots,
    Discharge,
    FireResult,
    FireTest,
    FoundUnfit,
    FunctionSeen,
    GoAgain,
    Misfire,
    Part,
)
from showclear.record.events.handling import (
    Act,
    Announced,
    CloseDay,
    Collect,
    EndCause,
    Entered,
    Fired,
    HandOver,
    KeepAsFound,
    Load,
    Lock,
    Look,
    OpenDay,
    PositionAnswer,
    Purpose,
    ShowingEnded,
    Shown,
    TakeOut,
    Unload,
)
from showclear.record.events.plan import ApproveSetUp, Brief, Briefing, Cut, Provide
from showclear.record.events.speaking import Stop
from showclear.record.events.stock import (
    OddRounds,
    OpenDelivery,
    Prove,
    ReceiveContainer,
    ReceiveRounds,
    ReceiveWeapon,
)
from showclear.record.events.table import AnyBody
from showclear.record.folding.stock import ON_FILE
from showclear.record.state import State
from tests.cast import (
    CAST,
    PATTERN,
    TWO_PROOFS,
    answers_for,
    box,
    enrolment,
    gun,
    lot,
    person,
    signers_of,
    words,
)
from tests.planning import SCENE, assessment, planned, set_up


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one event."""

    id: EventId
    index: int
    event: Event
    outcome: Outcome
    codes: tuple[str, ...]
    refusals: tuple[Refusal, ...]

    @property
    def refused(self) -> bool:
        """Whether it was a step and was refused."""
        return self.outcome is Outcome.REFUSED

    @property
    def decision(self) -> Decision:
        """What the ``decided`` says of it."""
        return Decision(id=self.id, index=self.index, outcome=self.outcome, codes=self.codes)


class Story(ABC):
    """The vocabulary both tellers share. Words that take ``by`` default to who usually does it."""

    clock: StepClock
    working_on: SetUpId = SetUpId("")  # what hand-overs name: the set-up approved last

    @property
    @abstractmethod
    def state(self) -> State:
        """The state after everything told so far."""

    @abstractmethod
    def tell_signed(
        self,
        body: AnyBody,
        signers: tuple[SignedBy, ...],
        *,
        last: Mapping[ItemId, EventId] | None = None,
    ) -> Told:
        """Tell an event by exactly these signers; ``last`` overrides what they knew of items."""

    @abstractmethod
    def tell_unsigned(self, body: Unattributed) -> Told:
        """Let the desk record what no key stands for."""

    @abstractmethod
    def asks(self, body: AnyBody, *who: str) -> tuple[Refusal, ...]:
        """Return what would stand against the event now; leaves no record."""

    def tell(self, body: AnyBody, *who: str, last: Mapping[ItemId, EventId] | None = None) -> Told:
        """Tell an event signed by these people, in the roles the event table asks for."""
        return self.tell_signed(body, signers_of(body, who), last=last)

    def wait(self, *, minutes: int) -> None:
        """Let time pass."""
        self.clock.advance(minutes * MINUTE_MS)

    def changed(self, gun_name: str) -> EventId:
        """Return the last change of a gun."""
        return self.state.weapons[gun(gun_name)].changed

    def filled(self, box_name: str) -> EventId:
        """Return the last change of what is in a container."""
        return self.state.containers[box(box_name)].changed

    # -- people -------------------------------------------------------------------------------

    def enrol_cast(self) -> None:
        """Enrol everybody on the call sheet."""
        for name, (title, roles) in CAST.items():
            self.tell(enrolment(name, title, roles), "producer", "manager", name)

    # -- stock --------------------------------------------------------------------------------

    def receive_gun(
        self,
        name: str,
        *,
        by: str = "armorer",
        weapon_class: WeaponClass = WeaponClass.LIVE_CAPABLE,
        chambers: int = 6,
        made: Mechanism | None = None,
    ) -> Told:
        """Receive a gun: as it is ``made``, else rubber (classes 1 to 3) or a 1873 revolver."""
        if made is None:
            solid = weapon_class < WeaponClass.BLANK_ONLY
            made = Mechanism(
                pattern="solid" if solid else PATTERN, chambers=0 if solid else chambers
            )
        body = ReceiveWeapon(
            weapon=gun(name),
            weapon_class=weapon_class,
            pattern=made.pattern,
            chambers=made.chambers,
            capacity=made.capacity,
            adaptation=made.adaptation,
        )
        return self.tell(body, by)

    def receive_with_papers(self, name: str, *calibres: str, without: str = "") -> Told:
        """Receive a 1873 revolver with its papers on file, but for one of them perhaps."""
        body = ReceiveWeapon(
            weapon=gun(name),
            weapon_class=WeaponClass.LIVE_CAPABLE,
            pattern=PATTERN,
            chambers=6,
            calibres=calibres or (".45-colt",),
        )
        papers = {paper: words(paper) for paper in ON_FILE if paper != without}
        return self.tell(msgspec.structs.replace(body, **papers), "armorer")

    def receive_box(
        self,
        name: str,
        *,
        by: str = "armorer",
        use: Use = Use.STORE,
        form: Form = Form.BOX,
        keys: Iterable[str] = (),
    ) -> Told:
        """Take a container into use; ``keys`` names who holds the keys of a locked place."""
        body = ReceiveContainer(
            container=box(name),
            form=form,
            purpose=use,
            key_holders=tuple(person(holder).id for holder in keys),
        )
        return self.tell(body, by)

    def receive_rounds(  # noqa: PLR0913 - all but lot, box and number have their usual value
        self,
        lot_name: str,
        box_name: str,
        rounds: int,
        *,
        kind: Kind = Kind.DUMMY,
        sealed: bool = True,
        papers: bool = True,
    ) -> Told:
        """Receive rounds of a lot in a container, with papers or without; the armorer does."""
        body = ReceiveRounds(
            lot=lot(lot_name),
            kind=kind,
            calibre=".45-colt",
            rounds=rounds,
            container=box(box_name),
            sealed=sealed,
            maker=words("maker") if papers else "",
            supplier=words("supplier") if papers else "",
            receipt=words("receipt") if papers else "",
        )
        return self.tell(body, "armorer")

    def open_delivery(self, box_name: str, *, by: str = "armorer") -> Told:
        """Open a sealed delivery."""
        return self.tell(OpenDelivery(container=box(box_name)), by)

    def prove(
        self,
        box_name: str,
        lot_name: str,
        rounds: int,
        *,
        by: str = "armorer",
        each: tuple[Proof, ...] = TWO_PROOFS,
    ) -> Told:
        """Look at rounds one by one, as the box is now: all are what the lot is said to be."""
        body = Prove(
            container=box(box_name),
            lot=lot(lot_name),
            cites=self.filled(box_name),
            kind=self.state.lots[lot(lot_name)].kind,
            rounds=rounds,
            each=each,
        )
        return self.tell(body, by)

    def find_odd(
        self, box_name: str, lot_name: str, *, rounds: int, seen: Odd, by: str = "armorer"
    ) -> Told:
        """Look at rounds one by one and find all but one as they should be."""
        body = Prove(
            container=box(box_name),
            lot=lot(lot_name),
            cites=self.filled(box_name),
            kind=Kind.DUMMY,
            rounds=rounds - 1,
            each=TWO_PROOFS,
            odd=(OddRounds(rounds=1, seen=seen),),
        )
        return self.tell(body, by)

    def dummies(self, box_name: str = "dummies", lot_name: str = "d45", rounds: int = 50) -> None:
        """Receive, open and prove a box of dummies, by armorer and second AD."""
        self.receive_box(box_name, use=Use.STORE)
        self.receive_rounds(lot_name, box_name, rounds)
        self.open_delivery(box_name)
        self.prove(box_name, lot_name, rounds)
        self.prove(box_name, lot_name, rounds, by="second-ad")

    def blanks(self, box_name: str = "blanks", lot_name: str = "b45", rounds: int = 50) -> None:
        """Receive, open and prove a box of blanks, by armorer and second AD."""
        self.receive_box(box_name, use=Use.STORE)
        self.receive_rounds(lot_name, box_name, rounds, kind=Kind.BLANK)
        self.open_delivery(box_name)
        for name in ("armorer", "second-ad"):
            proofs = (Proof.SEAL, Proof.MAKER_CODE, Proof.ONE_OPENED)
            self.prove(box_name, lot_name, rounds, by=name, each=proofs)

    # -- the plan -----------------------------------------------------------------------------

    def assess(self, scene: str = SCENE) -> Told:
        """Assess a scene: the first AD writes it, the armorer endorses."""
        return self.tell(assessment(scene), "first-ad", "armorer")

    def approve_set_up(self, body: ApproveSetUp | None = None) -> Told:
        """Approve a set-up, the plain one by default; from now on hand-overs name it."""
        approved = planned() if body is None else body
        self.working_on = approved.set_up
        return self.tell(approved, "armorer", "first-ad")

    # -- the floor ----------------------------------------------------------------------------

    def brief(
        self,
        *names: str,
        briefing: Briefing = Briefing.DAY,
        set_up: SetUpId = SetUpId(""),  # noqa: B008 - a NewType of str
        walk_through: bool = True,
        by: str = "second-ad",
    ) -> Told:
        """Brief people and take the roll; without names, performer and stand-in."""
        roll = tuple(person(name).id for name in names or ("performer", "stand-in"))
        body = Brief(briefing=briefing, roll=roll, set_up=set_up, walk_through=walk_through)
        return self.tell(body, by)

    def provide(self, *what: Provision, until: str = "", by: str = "first-ad") -> tuple[Told, ...]:
        """Say that these, or all of them, are laid on, for today or until a date."""
        bodies = [
            Provide(what=one, until=until, contact=words("ask")) for one in what or Provision
        ]
        return tuple(self.tell(body, by) for body in bodies)

    # -- a gun's day --------------------------------------------------------------------------

    def open_day(self, date: str = "2026-11-22") -> Told:
        """Open the working day; the first AD does."""
        return self.tell(OpenDay(date=date), "first-ad")

    def close_day(self) -> Told:
        """Close the working day; the first AD does."""
        return self.tell(CloseDay(), "first-ad")

    def lock(self, *items: ItemId, place: str = "vault", by: str = "armorer") -> Told:
        """Lock items away."""
        return self.tell(Lock(items=items, place=box(place)), by)

    def take_out(self, name: str, *, place: str = "vault", by: str = "armorer") -> Told:
        """Take a gun out of its locked place."""
        return self.tell(TakeOut(items=(gun(name),), place=box(place)), by)

    def look(
        self,
        name: str,
        given: tuple[PositionAnswer, ...],
        *,
        by: str = "armorer",
        way: LookWay = LookWay.SEEN_EMPTY,
        purpose: Purpose = Purpose.SHOWING,
    ) -> Told:
        """Answer about a gun as it is now."""
        body = Look(
            weapon=gun(name),
            cites=self.changed(name),
            purpose=purpose,
            way=way,
            entered=Entered.EACH,
            answers=given,
        )
        return self.tell(body, by)

    def show_empty(
        self,
        name: str,
        *,
        by: Sequence[str] = ("armorer", "first-ad"),
        purpose: Purpose = Purpose.SHOWING,
    ) -> tuple[EventId, ...]:
        """Show a gun empty; each answers alone. Returns the looks."""
        given = answers_for(self.state.weapons[gun(name)].mechanism, LookWay.SEEN_EMPTY)
        return tuple(self.look(name, given, by=who, purpose=purpose).id for who in by)

    def show_going_in(
        self,
        name: str,
        *,
        dummies: int = 0,
        blanks: int = 0,
        by: Sequence[str] = ("armorer", "first-ad"),
        way: LookWay = LookWay.SEEN_GOING_IN,
    ) -> tuple[EventId, ...]:
        """Show rounds in a gun, dummies in the first positions, then blanks. Returns the looks."""
        made = self.state.weapons[gun(name)].mechanism
        into = positions_into(made)
        holds = dict.fromkeys(into[: dummies + blanks], Holds.BLANK)
        holds |= dict.fromkeys(into[:dummies], Holds.DUMMY)
        given = answers_for(made, way, holds)
        return tuple(self.look(name, given, by=who, way=way).id for who in by)

    def load(
        self,
        name: str,
        *,
        chambers: int | Iterable[int] = 6,
        from_box: str = "dummies",
        lot_name: str = "d45",
        by: str = "armorer",
    ) -> Told:
        """Put rounds into the first so many chambers, or into those named."""
        numbers = range(1, chambers + 1) if isinstance(chambers, int) else chambers
        return self.load_into(
            name, *map(chamber, numbers), from_box=from_box, lot_name=lot_name, by=by
        )

    def load_into(
        self,
        name: str,
        *positions: str,
        from_box: str = "dummies",
        lot_name: str = "d45",
        by: str = "armorer",
    ) -> Told:
        """Put rounds into these positions."""
        body = Load(
            weapon=gun(name), container=box(from_box), lot=lot(lot_name), positions=positions
        )
        return self.tell(body, by)

    def unload(
        self,
        name: str,
        rounds: int,
        *,
        fired_cases: int = 0,
        into: str = "dummies",
        lot_name: str = "d45",
    ) -> Told:
        """Make a gun clear; the armorer does."""
        body = Unload(
            weapon=gun(name),
            container=box(into),
            lot=lot(lot_name),
            rounds=rounds,
            fired_cases=fired_cases,
        )
        return self.tell(body, "armorer")

    def hand_over(
        self,
        name: str,
        *,
        rounds: int = 0,
        looks: tuple[EventId, ...] = (),
        announced: Announced = Announced.DUMMIES,
        to: str = "performer",
    ) -> Told:
        """Hand a gun to a performer; the armorer does."""
        body = HandOver(
            weapon=gun(name),
            to=person(to).id,
            announced=announced,
            rounds=rounds,
            looks=looks,
            acts=(Act.POINT,),
            set_up=self.working_on,
        )
        return self.tell(body, "armorer")

    def shown(self, name: str, hand_over: EventId, *, by: str = "performer") -> Told:
        """Say: I was shown. I took it."""
        return self.tell(Shown(weapon=gun(name), hand_over=hand_over), by)

    def collect(self, *names: str, giver: str = "", by: str = "armorer") -> Told:
        """Have guns back in hand."""
        from_whom = person(giver).id if giver else NOBODY
        guns = tuple(gun(name) for name in names)
        return self.tell(Collect(weapons=guns, giver=from_whom), by)

    def fire(self, name: str, gunshots: int, *, by: str = "armorer") -> Told:
        """Count gunshots."""
        return self.tell(Fired(weapon=gun(name), gunshots=gunshots), by)

    def test_fire(
        self,
        name: str,
        lot_name: str = "b45",
        *,
        as_it_should: bool = True,
        debris_mm: int = 3_000,
    ) -> Told:
        """Test-fire a gun with a lot, off the set; the armorer does."""
        result = FireResult.AS_IT_SHOULD if as_it_should else FireResult.NOT_AS_IT_SHOULD
        body = FireTest(weapon=gun(name), lot=lot(lot_name), result=result, debris_mm=debris_mm)
        return self.tell(body, "armorer")

    def approve_lots(self, name: str, *lots: str) -> Told:
        """List the lots that fit a gun; the armorer does."""
        return self.tell(ApproveLots(weapon=gun(name), lots=tuple(map(lot, lots))), "armorer")

    def find_unfit(self, name: str, *, part: Part = Part.TRIGGER, by: str = "grip") -> Told:
        """Find something about a gun that is not as it should be."""
        return self.tell(FoundUnfit(weapon=gun(name), part=part), by)

    def see_function(self, name: str, *, works: bool = True, by: str = "armorer") -> Told:
        """See whether the action works."""
        body = FunctionSeen(weapon=gun(name), cites=self.changed(name), works=works)
        return self.tell(body, by)

    def misfire(self, name: str, *, by: str = "performer") -> Told:
        """Say that it did not go off."""
        return self.tell(Misfire(weapon=gun(name)), by)

    def discharge(self, name: str, gunshots: int = 1, *, by: str = "grip") -> Told:
        """Say that it went off uncalled for."""
        return self.tell(Discharge(weapon=gun(name), gunshots=gunshots), by)

    def ended(self, name: str, cause: EndCause, *, by: str = "performer") -> Told:
        """Say what ended what was shown of a gun."""
        return self.tell(ShowingEnded(weapon=gun(name), cause=cause), by)

    def cut(self, *, by: str = "first-ad") -> Told:
        """Say cut."""
        return self.tell(Cut(set_up=self.working_on or set_up()), by)

    def go_again(self, name: str, *, by: str = "armorer") -> Told:
        """Go again: the performer keeps the gun."""
        return self.tell(GoAgain(weapon=gun(name), set_up=self.working_on or set_up()), by)

    def keep(self, *items: ItemId, by: str = "armorer", guard: str = "grip") -> Told:
        """Keep items as found."""
        return self.tell(KeepAsFound(items=items, guarded_by=person(guard).id), by)

    def stop(self, *, by: str = "grip") -> Told:
        """Say stop."""
        return self.tell(Stop(), by)

    # -- ready-made days ----------------------------------------------------------------------

    def working_day(self, name: str = "colt") -> None:
        """Open a day with a locked place, one gun in it that passed its opening check, dummies."""
        self.receive_box("vault", form=Form.SAFE, keys=("armorer", "assistant"))
        self.dummies()
        self.receive_gun(name)
        self.open_day()
        self.lock(gun(name))
        self.show_empty(name, purpose=Purpose.OPENING)

    def handed_over(self, name: str = "colt", *, dummies: int = 6) -> Told:
        """Tell a whole day up to the gun with dummies in the performer's hand."""
        self.working_day(name)
        self.take_out(name)
        self.show_empty(name)
        self.load(name, chambers=dummies)
        looks = self.show_going_in(name, dummies=dummies)
        return self.hand_over(name, rounds=dummies, looks=looks)
