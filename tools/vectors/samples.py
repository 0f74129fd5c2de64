"""One good event of every type, with who signs it: the story's pieces, not a story.

Example: ``SAMPLES["look/1"]`` is the body of a look and its one signer.
"""

from __future__ import annotations

from typing import Final

from showclear.field.ids import EventId, KeyId, PersonId
from showclear.field.instants import Instant
from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay
from showclear.field.people import Role, Way
from showclear.field.plan import Line, Moving, Phase, Provision
from showclear.field.stock import Form, Kind, Odd, Proof, WeaponClass
from showclear.field.stock import Purpose as Use
from showclear.record.event import SignedBy
from showclear.record.events import (
    counting,
    desk,
    guns,
    handling,
    officers,
    passing,
    people,
    plan,
    speaking,
    stock,
)
from showclear.record.events.table import AnyBody, type_of
from tools.vectors.cast import container, digest, key, lot, person, set_up, signer, weapon

COMMITMENT: Final = digest("a commitment").hex()
EVENT: Final = EventId(digest("an earlier event").hex())
REVOLVER: Final = weapon("revolver")
GUN_SAFE: Final = container("gun cupboard")
BOX: Final = container("box")
BELT: Final = container("belt")
DUMMIES: Final = lot("dummies")

HANDLER: Final = signer("armorer", Role.HANDLER)
OTHER_HANDLER: Final = signer("assistant", Role.HANDLER)
SECOND: Final = signer("first-ad", Role.SECOND_PERSON)
CALLER: Final = signer("first-ad", Role.CALLER)
PERFORMER: Final = signer("performer", Role.PERFORMER)
OFFICER_1: Final = signer("officer-1", Role.OFFICER)
OFFICER_2: Final = signer("officer-2", Role.OFFICER)
OFFICER_3: Final = signer("officer-3", Role.OFFICER)
OUTSIDE: Final = signer("outside", Role.OUTSIDE)
NEWCOMER: Final = signer("armorer", Role.ENROLLED)
THE_DESK: Final = SignedBy(
    person=PersonId("desk"), key=key("desk").hex, role=Role.DESK, way=Way.DESK
)

PACKS: Final = (
    officers.PackChoice(pack="core", digest=KeyId(digest("pack core").hex()), rows=("R02", "R15")),
)
ANSWERS: Final = (
    *(
        handling.PositionAnswer(position=f"chamber-{number}", how=How.SAW, holds=Holds.EMPTY)
        for number in range(1, 7)
    ),
    handling.PositionAnswer(
        position="bore", how=How.SAW, holds=Holds.EMPTY, method=BoreMethod.ROD_TO_MARK
    ),
)


def officer(name: str, *, key_name: str = "") -> officers.Officer:
    """Return an officer as the opening names them."""
    public = key(key_name or name).hex
    return officers.Officer(person=person(name), key=public, name=COMMITMENT)


OPENING: Final = officers.Opening(
    desk_key=key("desk").hex,
    ledger_key=key("ledger").hex,
    officers=(officer("officer-1"), officer("officer-2"), officer("officer-3")),
    packs=PACKS,
    utc_offset_minutes=-420,
    production=COMMITMENT,
)
LOOK: Final = handling.Look(
    weapon=REVOLVER,
    cites=EVENT,
    purpose=handling.Purpose.SHOWING,
    way=LookWay.SEEN_EMPTY,
    entered=handling.Entered.EACH,
    answers=ANSWERS,
)
_OFFICERS: Final[tuple[tuple[AnyBody, tuple[SignedBy, ...]], ...]] = (
    (OPENING, (OFFICER_1, OFFICER_2, OFFICER_3)),
    (
        officers.Enrol(
            person=person("armorer"),
            key=key("armorer").hex,
            title="armorer",
            roles=(Role.HANDLER,),
            name=COMMITMENT,
        ),
        (OFFICER_1, OFFICER_2, NEWCOMER),
    ),
    (
        officers.Revoke(key=key("armorer").hex, cause=officers.RevokeCause.LOST),
        (OFFICER_1, OFFICER_2),
    ),
    (
        officers.Grant(person=person("first-ad"), roles=(Role.CALLER, Role.SECOND_PERSON)),
        (OFFICER_1, OFFICER_2),
    ),
    (officers.Adopt(packs=PACKS, reason=COMMITMENT), (OFFICER_1, OFFICER_2)),
    (officers.Waive(row="R47", item=GUN_SAFE, measure=COMMITMENT), (OFFICER_1, OFFICER_2)),
    (officers.Correct(event=EVENT, item=REVOLVER, words=COMMITMENT), (HANDLER,)),
)
_STOCK: Final[tuple[tuple[AnyBody, tuple[SignedBy, ...]], ...]] = (
    (
        stock.ReceiveWeapon(
            weapon=REVOLVER,
            weapon_class=WeaponClass.LIVE_CAPABLE,
            pattern="single-action-1873",
            chambers=6,
            serial=COMMITMENT,
        ),
        (HANDLER,),
    ),
    (
        stock.ReceiveContainer(
            container=GUN_SAFE,
            form=Form.SAFE,
            purpose=Use.STORE,
            key_holders=(person("armorer"),),
        ),
        (HANDLER,),
    ),
    (
        stock.ReceiveRounds(
            lot=DUMMIES,
            kind=Kind.DUMMY,
            calibre=".45-colt",
            rounds=50,
            container=BOX,
            sealed=True,
        ),
        (HANDLER,),
    ),
    (stock.OpenDelivery(container=BOX), (HANDLER,)),
    (
        stock.Prove(
            container=BOX,
            lot=DUMMIES,
            cites=EVENT,
            kind=Kind.DUMMY,
            rounds=49,
            each=(Proof.RATTLE, Proof.HOLE),
            odd=(stock.OddRounds(rounds=1, seen=Odd.LOOKS_LIVE),),
        ),
        (HANDLER,),
    ),
    (
        stock.FoundRound(
            grade=stock.Grade.LOOKS_LIVE, kind=Kind.UNKNOWN, rounds=1, into=BOX, where=COMMITMENT
        ),
        (PERFORMER,),
    ),
    (stock.Move(lot=DUMMIES, rounds=6, source=BOX, target=BELT), (HANDLER,)),
    (stock.Answer(of=EVENT, words=COMMITMENT), (CALLER,)),
)
_HANDLING: Final[tuple[tuple[AnyBody, tuple[SignedBy, ...]], ...]] = (
    (handling.OpenDay(date="2026-11-22", working_area=COMMITMENT), (CALLER,)),
    (handling.CloseDay(), (CALLER,)),
    (handling.TakeOut(items=(REVOLVER,), place=GUN_SAFE), (HANDLER,)),
    (
        handling.Load(
            weapon=REVOLVER, container=BOX, lot=DUMMIES, positions=("chamber-1", "chamber-2")
        ),
        (HANDLER,),
    ),
    (
        handling.Unload(weapon=REVOLVER, container=BOX, lot=DUMMIES, rounds=2, fired_cases=1),
        (HANDLER,),
    ),
    (LOOK, (SECOND,)),
    (
        handling.HandOver(
            weapon=REVOLVER,
            to=person("performer"),
            announced=handling.Announced.EMPTY,
            rounds=0,
            looks=(EVENT,),
            acts=(handling.Act.POINT, handling.Act.COCK),
            set_up=set_up("scene 12"),
        ),
        (HANDLER,),
    ),
    (handling.Shown(weapon=REVOLVER, hand_over=EVENT), (PERFORMER,)),
    (handling.Collect(weapons=(REVOLVER,), giver=person("performer")), (HANDLER,)),
    (handling.Lock(items=(REVOLVER,), place=GUN_SAFE), (HANDLER,)),
    (handling.Fired(weapon=REVOLVER, gunshots=3), (HANDLER,)),
    (
        handling.ShowingEnded(weapon=REVOLVER, cause=handling.EndCause.OUT_OF_SIGHT),
        (SECOND,),
    ),
    (
        handling.WentAhead(
            what=handling.Ahead.HAND_OVER,
            items=(REVOLVER,),
            in_hand=person("performer"),
            refused=EVENT,
        ),
        (SECOND,),
    ),
    (
        handling.KeepAsFound(items=(REVOLVER, BELT), guarded_by=person("first-ad")),
        (CALLER,),
    ),
    (handling.EndKeep(keep=EVENT), (OFFICER_1, OFFICER_2, OUTSIDE)),
)
_PEOPLE: Final[tuple[tuple[AnyBody, tuple[SignedBy, ...]], ...]] = (
    (
        people.Credential(
            person=person("armorer"),
            paper=people.Paper.PERMIT,
            classes=(WeaponClass.BLANK_ONLY, WeaponClass.LIVE_CAPABLE),
            valid_from="2026-01-01",
            valid_until="2026-12-31",
            patterns=("single-action-1873",),
            document=COMMITMENT,
        ),
        (OFFICER_1,),
    ),
    (
        people.CredentialEnded(person=person("armorer"), paper=people.Paper.PERMIT),
        (OFFICER_2,),
    ),
    (people.ClassLimit(person=person("performer"), class_max=4), (OFFICER_1,)),
    (
        people.WithdrawRoles(person=person("first-ad"), roles=(Role.CALLER,)),
        (OFFICER_1, OFFICER_2),
    ),
    (people.Minor(person=person("performer")), (SECOND,)),
    (
        people.GuardianPresent(minor=person("performer"), guardian=person("teacher")),
        (CALLER,),
    ),
    (people.Duty(person=person("armorer"), duty="driver", ended=True), (HANDLER,)),
    (
        people.Carrier(
            carrier=person("motor officer"),
            why=people.Why.OFFICER_ON_DUTY,
            where=people.Where.OUTSIDE,
            place=COMMITMENT,
        ),
        (CALLER,),
    ),
    (
        people.NameKeyHolders(place=GUN_SAFE, key_holders=(person("armorer"),)),
        (OFFICER_1, OFFICER_2),
    ),
)
_PLAN: Final[tuple[tuple[AnyBody, tuple[SignedBy, ...]], ...]] = (
    (
        plan.Assess(
            scene="scene-12",
            hazards=COMMITMENT,
            controls=COMMITMENT,
            affected=(person("performer"),),
            animals=True,
        ),
        (CALLER, HANDLER),
    ),
    (
        plan.ApproveSetUp(
            set_up=set_up("scene 12"),
            scene="scene-12",
            phase=Phase.TAKE,
            uses=(
                plan.Use(
                    weapon=REVOLVER,
                    performers=(person("performer"), person("stand-in")),
                    acts=(handling.Act.POINT, handling.Act.FIRE),
                    holds=handling.Announced.BLANKS,
                    rounds=3,
                    lot=lot("blanks"),
                    gunshots=3,
                    movements=(
                        plan.Movement(
                            moving=Moving.BETWEEN_PERFORMERS,
                            giver=person("performer"),
                            taker=person("stand-in"),
                        ),
                        plan.Movement(moving=Moving.LAID_DOWN, giver=person("stand-in")),
                    ),
                    reason=COMMITMENT,
                ),
            ),
            line=Line.ON_AXIS,
            nearest_mm=6500,
            shielded=True,
            inside=(person("operator"),),
            area=(person("performer"), person("stand-in"), person("operator")),
            hearing_protection=True,
        ),
        (HANDLER, CALLER),
    ),
    (
        plan.SetUpChanged(
            set_up=set_up("scene 12"), what=plan.Changed.MUZZLE_LINE, words=COMMITMENT
        ),
        (PERFORMER,),
    ),
    (plan.NothingMoved(set_up=set_up("scene 12")), (HANDLER, CALLER)),
)
_FLOOR: Final[tuple[tuple[AnyBody, tuple[SignedBy, ...]], ...]] = (
    (
        plan.Brief(
            briefing=plan.Briefing.DAY,
            roll=(person("performer"), person("stand-in")),
            set_up=set_up("scene 12"),
            walk_through=True,
        ),
        (SECOND,),
    ),
    (
        plan.Provide(what=Provision.PERMIT, until="2026-12-31", contact=COMMITMENT),
        (CALLER,),
    ),
    (plan.ProvisionEnded(what=Provision.MEDICAL_COVER), (PERFORMER,)),
    (plan.CountArea(set_up=set_up("scene 12"), people=(person("performer"),)), (SECOND,)),
    (plan.Rolling(set_up=set_up("scene 12")), (CALLER,)),
    (plan.Cut(set_up=set_up("scene 12")), (CALLER,)),
)
_GUNS: Final[tuple[tuple[AnyBody, tuple[SignedBy, ...]], ...]] = (
    (
        guns.FireTest(
            weapon=REVOLVER,
            lot=lot("blanks"),
            result=guns.FireResult.AS_IT_SHOULD,
            debris_mm=2800,
        ),
        (HANDLER,),
    ),
    (guns.ApproveLots(weapon=REVOLVER, lots=(lot("blanks"),)), (HANDLER,)),
    (
        guns.FoundUnfit(weapon=REVOLVER, part=guns.Part.TRIGGER, words=COMMITMENT),
        (PERFORMER,),
    ),
    (guns.Release(weapon=REVOLVER, unfit=EVENT, words=COMMITMENT), (HANDLER, OUTSIDE)),
    (guns.Snapped(weapon=REVOLVER, cites=EVENT), (HANDLER,)),
    (guns.FunctionSeen(weapon=REVOLVER, cites=EVENT, works=True), (HANDLER,)),
    (guns.Misfire(weapon=REVOLVER), (PERFORMER,)),
    (guns.Discharge(weapon=REVOLVER, gunshots=2, words=COMMITMENT), (PERFORMER,)),
    (guns.GoAgain(weapon=REVOLVER, set_up=set_up("scene 12")), (HANDLER,)),
)
_PASSING: Final[tuple[tuple[AnyBody, tuple[SignedBy, ...]], ...]] = (
    (
        passing.LookLine(
            line=(
                passing.Walked(weapon=REVOLVER, cites=EVENT),
                passing.Walked(weapon=weapon("twin"), cites=EVENT, odd=Holds.FIRED_CASE),
            ),
            purpose=handling.Purpose.SHOWING,
            way=LookWay.SEEN_EMPTY,
            method=BoreMethod.ROD_TO_MARK,
        ),
        (SECOND,),
    ),
    (
        passing.IssueLine(
            line=(passing.Voucher(weapon=REVOLVER, to=person("rider"), number=101),),
            announced=handling.Announced.EMPTY,
            rounds=0,
            looks=(EVENT,),
            acts=(handling.Act.POINT,),
            set_up=set_up("scene 12"),
        ),
        (HANDLER,),
    ),
    (passing.Relieve(items=(REVOLVER, BELT)), (HANDLER, OTHER_HANDLER)),
    (passing.GuardedBy(items=(REVOLVER,), guard=person("first-ad")), (CALLER,)),
    (
        passing.FoundWith(items=(REVOLVER,), holder=person("performer"), words=COMMITMENT),
        (CALLER,),
    ),
    (
        passing.OnPaper(
            sheet=COMMITMENT,
            began=Instant("2026-11-22T05:00:00.000Z"),
            ended=Instant("2026-11-22T05:40:00.000Z"),
            lines=(passing.PaperLine(item=REVOLVER, in_hand=person("performer")),),
        ),
        (HANDLER, SECOND),
    ),
    (passing.Ship(items=(REVOLVER, BOX), to="rentals.example/stock"), (HANDLER,)),
    (passing.Destroyed(container=BOX, lot=DUMMIES, rounds=3), (HANDLER, SECOND)),
)
_COUNTING: Final[tuple[tuple[AnyBody, tuple[SignedBy, ...]], ...]] = (
    (
        counting.BeginCount(items=(BOX, BELT, REVOLVER), purpose=counting.CountFor.WRAP),
        (HANDLER,),
    ),
    (
        counting.Counted(
            count=EVENT,
            direction=counting.Direction.BOOK_TO_SHELF,
            lines=(counting.CountLine(container=BOX, lot=DUMMIES, rounds=49),),
            weapons=(REVOLVER,),
            fired_cases=44,
        ),
        (SECOND,),
    ),
    (counting.EndCount(count=EVENT), (HANDLER, SECOND)),
    (
        counting.EvidenceSeen(
            keep=EVENT, photograph=digest("photograph").hex(), item=REVOLVER, bag=1
        ),
        (OUTSIDE,),
    ),
)
_SPEAKING: Final[tuple[tuple[AnyBody, tuple[SignedBy, ...]], ...]] = (
    (speaking.Stop(set_up=set_up("scene 12"), words=COMMITMENT), (PERFORMER,)),
    (speaking.LiftStop(stop=EVENT), (CALLER, HANDLER)),
    (speaking.Concern(about=speaking.ConcernClass.DISCHARGE, words=COMMITMENT), (PERFORMER,)),
    (speaking.Decline(weapon=REVOLVER, side=speaking.Side.TAKE), (PERFORMER,)),
    (speaking.AskToSee(weapon=REVOLVER), (PERFORMER,)),
)
_DESK: Final[tuple[tuple[AnyBody, tuple[SignedBy, ...]], ...]] = (
    (
        desk.Decided(
            boot=desk.Boot(mark=digest("boot")[:8].hex(), number=1, ms=2500),
            entries=(
                desk.Decision(
                    id=EVENT,
                    index=7,
                    outcome=desk.Outcome.REFUSED,
                    codes=("item_elsewhere", "stop_open"),
                    late=True,
                ),
            ),
            instant=Instant("2026-11-22T05:36:01.250Z"),
            packs=KeyId(digest("rows in force").hex()),
            rules=1,
        ),
        (THE_DESK,),
    ),
    (
        desk.Unattributed(
            reported="stop", why=desk.Why.BAD_SIGNATURE, arrived=KeyId(digest("bytes").hex())
        ),
        (THE_DESK,),
    ),
)
SAMPLES: Final = {
    type_of(body).tag: (body, signers)
    for body, signers in (
        *_OFFICERS,
        *_STOCK,
        *_HANDLING,
        *_PEOPLE,
        *_PLAN,
        *_FLOOR,
        *_GUNS,
        *_PASSING,
        *_COUNTING,
        *_SPEAKING,
        *_DESK,
    )
}
