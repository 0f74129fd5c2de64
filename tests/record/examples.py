"""One plain event of each type and the envelopes around them, the same at every run.

Used where every byte of an input is changed: the events are small and say something.
"""

from __future__ import annotations

from functools import cache

from showclear.desk.compose import seal
from showclear.field.ids import EventId
from showclear.field.instants import Instant
from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay
from showclear.field.people import Role
from showclear.field.plan import Provision
from showclear.field.stock import Kind, Odd, Proof, WeaponClass
from showclear.record.event import encode_event
from showclear.record.events.counting import (
    BeginCount,
    Counted,
    CountFor,
    CountLine,
    Direction,
    EndCount,
    EvidenceSeen,
)
from showclear.record.events.desk import Boot, Decided, Decision, Outcome, Unattributed, Why
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
    Release,
    Snapped,
)
from showclear.record.events.handling import Ahead as What
from showclear.record.events.handling import (
    Announced,
    EndCause,
    EndKeep,
    Entered,
    Look,
    PositionAnswer,
    Purpose,
    ShowingEnded,
    WentAhead,
)
from showclear.record.events.officers import Adopt, Correct, Grant, Revoke, RevokeCause, Waive
from showclear.record.events.passing import (
    Destroyed,
    FoundWith,
    GuardedBy,
    IssueLine,
    LookLine,
    OnPaper,
    PaperLine,
    Relieve,
    Ship,
    Voucher,
    Walked,
)
from showclear.record.events.people import (
    Carrier,
    ClassLimit,
    Credential,
    CredentialEnded,
    Duty,
    GuardianPresent,
    Minor,
    NameKeyHolders,
    Paper,
    Where,
    WithdrawRoles,
)
from showclear.record.events.people import Why as ForWhat
from showclear.record.events.plan import (
    Brief,
    Briefing,
    Changed,
    CountArea,
    Cut,
    NothingMoved,
    Provide,
    ProvisionEnded,
    Rolling,
    SetUpChanged,
)
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    Decline,
    LiftStop,
    Side,
)
from showclear.record.events.stock import Answer, FoundRound, Grade, Move, OddRounds, Prove
from showclear.record.events.table import BY_BODY, TABLE, AnyBody
from tests.kit import OFFICERS, World, all_rows, box, gun, lot, person, signers_of, words
from tests.planning import assessment, planned, set_up, use

EARLIER = EventId("ab" * 32)
AT = Instant("2026-11-22T05:35:00.000Z")


@cache
def examples() -> dict[str, bytes]:
    """Return one payload of each type by its tag."""
    story = World()
    told = story.handed_over()
    story.shown("colt", told.id)
    story.fire("colt", 2)
    story.collect("colt", giver="performer")
    story.unload("colt", 4, fired_cases=2)
    story.keep(gun("colt"))
    story.stop()
    story.close_day()
    found = {BY_BODY[type(item.event.body)].tag: item.event for item in story.told}
    for body in others():
        signers = signers_of(body, (*OFFICERS,)[: BY_BODY[type(body)].signers.least])
        found[BY_BODY[type(body)].tag] = story.event(body, signers)
    return {row.tag: encode_event(found[row.tag]) for row in TABLE}


def others() -> tuple[AnyBody, ...]:
    """Return bodies of the types that the day above has no use for."""
    odd = OddRounds(rounds=1, seen=Odd.LOOKS_LIVE)
    answer = PositionAnswer(position="chamber-1", how=How.TOLD, holds=Holds.DUMMY)
    return (
        Revoke(key=person("grip").key, cause=RevokeCause.LOST),
        Grant(person=person("grip").id, roles=(Role.PERFORMER,)),
        Adopt(packs=all_rows()[:1], reason=words("less")),
        Waive(row="R25", item=gun("colt"), measure=words("chamber flags")),
        Correct(event=EARLIER, item=gun("colt")),
        Prove(
            container=box("dummies"),
            lot=lot("d45"),
            cites=EARLIER,
            kind=Kind.DUMMY,
            rounds=49,
            each=(Proof.HOLE,),
            odd=(odd,),
        ),
        FoundRound(grade=Grade.OURS, kind=Kind.BLANK, rounds=1, lot=lot("b45"), into=box("b")),
        Move(lot=lot("d45"), rounds=3, source=box("dummies"), target=box("belt")),
        Answer(of=EARLIER, words=words("it was ours")),
        Look(
            weapon=gun("colt"),
            cites=EARLIER,
            purpose=Purpose.OWN,
            way=LookWay.TAKEN_OUT_AND_SEEN,
            entered=Entered.ALL_AS_IT_SHOULD_BE,
            answers=(answer,),
        ),
        ShowingEnded(weapon=gun("colt"), cause=EndCause.DROPPED),
        WentAhead(what=What.HAND_OVER, items=(gun("colt"),), in_hand=person("performer").id),
        EndKeep(keep=EARLIER),
        *_of_the_plan(),
        *_of_counts(),
        *_of_one_gun(),
        *_of_passing(),
        LiftStop(stop=EARLIER),
        Concern(about=ConcernClass.DISCHARGE),
        Decline(weapon=gun("colt"), side=Side.TAKE),
        AskToSee(weapon=gun("colt")),
        Decided(
            boot=Boot(mark="0123456789abcdef", number=1, ms=5),
            entries=(Decision(id=EARLIER, index=7, outcome=Outcome.REFUSED, codes=("x",)),),
            instant=AT,
            packs=person("grip").key,
            rules=1,
        ),
        Unattributed(reported="stop", why=Why.NO_KEY, arrived=person("grip").key),
        *of_people(),
    )


def of_people() -> tuple[AnyBody, ...]:
    """Return bodies about people: papers, limits, minors, duties, carriers, keys."""
    grip, performer = person("grip").id, person("performer").id
    return (
        Credential(
            person=person("armorer").id,
            paper=Paper.PERMIT,
            classes=(WeaponClass.BLANK_ONLY, WeaponClass.ADAPTED),
            valid_from="2026-01-01",
            valid_until="2026-12-31",
            patterns=("single-action-1873",),
            document=words("permit 7"),
        ),
        CredentialEnded(person=person("armorer").id, paper=Paper.PERMIT),
        ClassLimit(person=performer, class_max=3),
        WithdrawRoles(person=grip, roles=(Role.CREW,)),
        Minor(person=performer),
        GuardianPresent(minor=performer, guardian=person("guardian").id),
        Duty(person=grip, duty="driver", ended=True),
        Carrier(
            carrier=person("deputy").id,
            why=ForWhat.OFFICER_ON_DUTY,
            where=Where.OUTSIDE,
            place=words("the gate"),
        ),
        NameKeyHolders(place=box("vault"), key_holders=(person("armorer").id,)),
    )


def _of_one_gun() -> tuple[AnyBody, ...]:
    """Return bodies of what happens to one gun beyond looking and loading."""
    colt, blanks = gun("colt"), lot("b45")
    return (
        FireTest(weapon=colt, lot=blanks, result=FireResult.AS_IT_SHOULD, debris_mm=3_000),
        ApproveLots(weapon=colt, lots=(blanks,)),
        FoundUnfit(weapon=colt, part=Part.TRIGGER),
        Release(weapon=colt, unfit=EARLIER),
        Snapped(weapon=colt, cites=EARLIER),
        FunctionSeen(weapon=colt, cites=EARLIER, works=True),
        Misfire(weapon=colt),
        Discharge(weapon=colt, gunshots=2),
        GoAgain(weapon=colt, set_up=set_up()),
    )


def _of_passing() -> tuple[AnyBody, ...]:
    """Return bodies of how guns pass other than by one hand-over."""
    colt, dummies, grip = gun("colt"), box("dummies"), person("grip").id
    return (
        LookLine(
            line=(
                Walked(weapon=colt, cites=EARLIER),
                Walked(weapon=gun("twin"), cites=EARLIER, odd=Holds.FIRED_CASE),
            ),
            purpose=Purpose.SHOWING,
            way=LookWay.SEEN_EMPTY,
            method=BoreMethod.ROD_TO_MARK,
        ),
        IssueLine(
            line=(Voucher(weapon=colt, to=person("rider").id, number=101),),
            announced=Announced.EMPTY,
            rounds=0,
            looks=(EARLIER,),
            set_up=set_up(),
        ),
        Relieve(items=(colt,)),
        GuardedBy(items=(colt,), guard=grip),
        FoundWith(items=(colt,), holder=grip, words=words("behind the barn")),
        OnPaper(
            sheet=words("sheet 4"),
            began=AT,
            ended=AT,
            lines=(PaperLine(item=colt, in_hand=grip),),
        ),
        Ship(items=(colt, dummies), to="rentals.example/stock"),
        Destroyed(container=dummies, lot=lot("d45"), rounds=3),
    )


def _of_the_plan() -> tuple[AnyBody, ...]:
    """Return what is said of scenes and set-ups, and on the floor of a day."""
    return (
        assessment(),
        planned(use(holds=Announced.BLANKS, rounds=2, lot_name="b45")),
        SetUpChanged(set_up=set_up(), what=Changed.DISTANCE, words=words("nearer")),
        NothingMoved(set_up=set_up()),
        *_of_the_floor(),
    )


def _of_the_floor() -> tuple[AnyBody, ...]:
    """Return what is said on the floor of a day: rolls, what is laid on, the area, the take."""
    performer = person("performer").id
    return (
        Brief(briefing=Briefing.LATE, roll=(performer,), set_up=set_up()),
        Provide(what=Provision.PERMIT, until="2026-12-31", contact=words("desk sergeant")),
        ProvisionEnded(what=Provision.MEDICAL_COVER),
        CountArea(set_up=set_up(), people=(performer, person("grip").id)),
        Rolling(set_up=set_up()),
        Cut(set_up=set_up()),
    )


def _of_counts() -> tuple[AnyBody, ...]:
    """Return what is said in a count, and of what is kept as found."""
    line = CountLine(container=box("dummies"), lot=lot("d45"), rounds=44)
    return (
        BeginCount(items=(box("dummies"), gun("colt")), purpose=CountFor.WRAP),
        Counted(
            count=EARLIER,
            direction=Direction.SHELF_TO_BOOK,
            lines=(line,),
            weapons=(gun("colt"),),
            fired_cases=17,
        ),
        EndCount(count=EARLIER),
        EvidenceSeen(keep=EARLIER, photograph=words("picture"), item=gun("colt"), bag=2),
    )


@cache
def envelope() -> bytes:
    """Return the envelope of a stop that the grip called, signed by the grip."""
    return seal(examples()["stop/1"], [person("grip")])


@cache
def envelope_of_three() -> bytes:
    """Return the envelope of the opening, signed by all three officers."""
    return seal(examples()["opening/1"], [person(name) for name in OFFICERS])
