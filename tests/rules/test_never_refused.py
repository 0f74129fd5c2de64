"""Refusals that would themselves create danger: one test a line, that it is not refused.

The lines are those of the trade's notes, by their numbers there; what a count finds at wrap (3) is
in ``test_wrap_story``, lines, relief and the other duty (4, 5, 6, 11) go on in
``test_never_refused_passing``, the wait after a misfire and the take in which a showing runs out
(7, 8) in ``test_gun_stories``, how seldom a set-up is voided (12) in ``test_plan_stories``. That
nothing here makes a sound (9) is ``tests/tidy/test_silence.py``; while a set-up rolls nothing is
asked of anybody (``test_floor``). The words for somebody who holds a gun (10) are the desk's own
here, and the misread ones are kept out by ``tests/tidy/test_words.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from showclear.errors import DeskStopped
from showclear.field.ids import EventId
from showclear.field.instants import Instant
from showclear.field.mechanisms import BODY, Holds, How, LookWay
from showclear.field.people import Role
from showclear.field.plan import Provision
from showclear.field.stock import Form, Kind, Odd, WeaponClass
from showclear.field.stock import Purpose as Use
from showclear.record.event import Seen
from showclear.record.events.base import Mood
from showclear.record.events.counting import BeginCount, CountFor, EndCount, EvidenceSeen
from showclear.record.events.desk import Outcome, Unattributed
from showclear.record.events.guns import (
    Discharge,
    FireResult,
    FireTest,
    FoundUnfit,
    Misfire,
    Part,
    Snapped,
)
from showclear.record.events.handling import (
    Ahead,
    Announced,
    CloseDay,
    Collect,
    EndCause,
    Fired,
    KeepAsFound,
    Lock,
    PositionAnswer,
    ShowingEnded,
    Unload,
    WentAhead,
)
from showclear.record.events.officers import Correct, Revoke, RevokeCause
from showclear.record.events.passing import (
    Destroyed,
    FoundWith,
    GuardedBy,
    OnPaper,
    PaperLine,
    Relieve,
    Ship,
)
from showclear.record.events.people import Carrier, CredentialEnded, Duty, Minor, Paper, Where
from showclear.record.events.people import Why as Carrying
from showclear.record.events.plan import Changed, Cut, ProvisionEnded, Rolling, SetUpChanged
from showclear.record.events.speaking import AskToSee, Concern, ConcernClass, Decline, Side, Stop
from showclear.record.events.stock import (
    FoundRound,
    Grade,
    Move,
    OpenDelivery,
    ReceiveContainer,
    ReceiveWeapon,
)
from showclear.record.events.table import TABLE, AnyBody
from showclear.record.state import By, Charge, PacksInForce, Topic
from tests.kit import (
    OnDesk,
    Story,
    Told,
    World,
    box,
    fake_root,
    gun,
    lot,
    person,
    signed_by,
    words,
)
from tests.planning import set_up

NOT_REFUSED: Final = frozenset({Outcome.ADMITTED, Outcome.OUT_OF_CHAIN, Outcome.ACCEPTED})
ARMORER: Final = Charge(By.HANDLER, person("armorer").id)


@pytest.fixture
def story() -> World:
    """Return the day up to the gun with dummies in the performer's hand."""
    told = World()
    told.handed_over()
    return told


def taken(told: Told) -> Told:
    """Return what was told, having seen that it was not refused."""
    assert told.outcome in NOT_REFUSED, told.codes
    return told


def in_charge(story: Story, name: str = "colt") -> Charge:
    """Return who answers for a gun."""
    return story.state.weapons[gun(name)].charge


def look_live(story: Story) -> Told:
    """Tell of a found round that looks live, graded by two."""
    return story.tell(FoundRound(grade=Grade.LOOKS_LIVE, kind=Kind.LIVE, rounds=1), "grip", "rep")


# -- 1 --------------------------------------------------------------------------------------------


def test_1_keeping_as_found_does_not_forbid_clearing(story: World) -> None:
    """While the gun is kept as found it is collected, made clear and locked away."""
    taken(story.keep(gun("colt")))
    taken(story.collect("colt", giver="performer"))
    assert in_charge(story) == ARMORER
    taken(story.unload("colt", 6))
    assert story.state.weapons[gun("colt")].rounds == {}
    taken(story.lock(gun("colt")))
    assert in_charge(story) == Charge(By.PLACE, box("vault"))
    assert story.state.weapons[gun("colt")].kept


def test_1_other_guns_are_collected_and_made_clear_meanwhile(story: World) -> None:
    """What is kept as found elsewhere stops no gun from coming back."""
    taken(story.receive_gun("winchester"))
    taken(story.keep(gun("winchester")))
    taken(story.collect("colt", giver="performer"))
    taken(story.unload("colt", 6))
    taken(story.lock(gun("colt")))


# -- 2 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("odd", [Odd.LOOKS_LIVE, Odd.NOT_NAMEABLE])
def test_2_a_round_nobody_can_name_stops_no_report(story: World, odd: Odd) -> None:
    """With a suspect round about, rounds are still looked at, found, moved and guns come back."""
    story.receive_box("loose")
    story.receive_rounds("found", "loose", 3, sealed=False)
    taken(story.find_odd("loose", "found", rounds=3, seen=odd))
    assert story.state.blocking
    taken(story.tell(FoundRound(grade=Grade.NOT_NAMEABLE, kind=Kind.UNKNOWN, rounds=1), "grip"))
    taken(story.collect("colt", giver="performer"))
    taken(story.unload("colt", 6))
    taken(story.lock(gun("colt"), box("loose")))


def test_2_an_unnamed_round_never_stops_a_gun_that_cannot_fire(story: World) -> None:
    """A rubber gun goes to the performer while a suspect round is searched for."""
    look_live(story)
    taken(story.receive_gun("rubber colt", weapon_class=WeaponClass.RUBBER))
    seen = PositionAnswer(position=BODY, how=How.SAW, holds=Holds.NON_FIRING)
    taken(story.look("rubber colt", (seen,), way=LookWay.NON_FIRING))
    taken(story.hand_over("rubber colt", announced=Announced.NON_FIRING, to="stand-in"))


# -- 3 --------------------------------------------------------------------------------------------


def test_3_locking_up_and_closing_wait_for_no_answer(story: World) -> None:
    """With rounds missing and questions open the guns are locked away and the day is closed."""
    taken(story.collect("colt", giver="performer"))
    taken(story.unload("colt", 4))
    assert story.state.lots[lot("d45")].missing == 2
    assert Topic.DIFFERENCE in {question.topic for question in story.state.questions.values()}
    taken(story.lock(gun("colt"), box("dummies")))
    taken(story.close_day())
    assert story.state.guns_out == 0


def test_3_more_came_out_than_went_in(story: World) -> None:
    """Rounds that the book does not have are taken in as found, and asked about."""
    taken(story.collect("colt", giver="performer"))
    taken(story.unload("colt", 7))
    assert story.state.lots[lot("d45")].found == 1
    taken(story.lock(gun("colt")))


# -- 4 --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", list(Ahead), ids=lambda what: what.value)
def test_4_what_went_ahead_is_recorded_and_comes_back(what: Ahead) -> None:
    """A gun that left its lock against the record is said to have, and is collected again."""
    story = World()
    story.working_day()
    story.stop()
    refused = story.take_out("colt")
    assert refused.refused
    ahead = WentAhead(
        what=what,
        items=(gun("colt"),),
        in_hand=person("performer").id,
        refused=refused.id,
    )
    told = taken(story.tell(ahead, "grip"))
    assert in_charge(story).by is By.GAP
    assert story.state.weapons[gun("colt")].in_hand == person("performer").id
    taken(story.collect("colt", giver="performer"))
    assert in_charge(story) == ARMORER
    assert story.state.questions[told.id].topic is Topic.WENT_AHEAD
    taken(story.lock(gun("colt")))


def test_4_the_return_of_a_gun_that_never_left_is_taken(story: World) -> None:
    """A gun that the record thinks locked away comes back and is collected all the same."""
    taken(story.collect("colt", giver="performer"))
    taken(story.lock(gun("colt")))
    taken(story.collect("colt", giver="stand-in", by="assistant"))
    assert in_charge(story) == Charge(By.HANDLER, person("assistant").id)
    assert story.state.weapons[gun("colt")].ended == "collected-from-a-place"


# -- 5 --------------------------------------------------------------------------------------------


def stale_head(story: World) -> Told:
    """Collect under a head that the ledger never had."""
    event = story.event(Collect(weapons=(gun("colt"),)), (signed_by("armorer", Role.HANDLER),))
    seen = Seen(size=event.seen.size, root=bytes(32))
    return story.tell_event(msgspec.structs.replace(event, seen=seen))


def old_head(story: World) -> Told:
    """Collect under the head of the opening."""
    event = story.event(Collect(weapons=(gun("colt"),)), (signed_by("armorer", Role.HANDLER),))
    seen = Seen(size=2, root=fake_root(2))
    return story.tell_event(msgspec.structs.replace(event, seen=seen))


def stale_chain(story: World) -> Told:
    """Collect without knowing the gun's last event."""
    body = Collect(weapons=(gun("colt"),), giver=person("performer").id)
    return story.tell_signed(body, (signed_by("armorer", Role.HANDLER),), last={})


def lost_role(story: World) -> Told:
    """Collect by somebody who is no handler any more."""
    story.state.registry.people[person("armorer").id].roles.clear()
    return story.collect("colt", giver="performer")


def no_handler(story: World) -> Told:
    """Collect by a grip."""
    body = Collect(weapons=(gun("colt"),), giver=person("performer").id)
    return story.tell_signed(body, (signed_by("grip", Role.HANDLER),))


def in_anothers_name(story: World) -> Told:
    """Collect in the armorer's name, signed with the assistant's key."""
    body = Collect(weapons=(gun("colt"),), giver=person("performer").id)
    signer = msgspec.structs.replace(
        signed_by("armorer", Role.HANDLER), key=person("assistant").key
    )
    return story.tell_signed(body, (signer,))


def other_giver(story: World) -> Told:
    """Collect from the first AD, who brings the gun from the pew."""
    return story.collect("colt", giver="first-ad")


def nobody_gave(story: World) -> Told:
    """Collect without saying from whom."""
    return story.collect("colt")


def other_handler(story: World) -> Told:
    """Collect by the other handler."""
    return story.collect("colt", giver="performer", by="assistant")


STALE: Final = {
    "under a head the ledger never had": stale_head,
    "under an old head": old_head,
    "without knowing its last event": stale_chain,
    "from somebody else than the record says": other_giver,
    "from nobody named": nobody_gave,
    "by the other handler": other_handler,
}


@pytest.mark.parametrize("case", STALE)
def test_5_collecting_is_never_refused(story: World, case: str) -> None:
    """Whatever the record thinks, who collects has the gun, and answers for it."""
    told = taken(STALE[case](story))
    weapon = story.state.weapons[gun("colt")]
    assert weapon.in_hand == told.event.signers[0].person
    assert weapon.charge == Charge(By.HANDLER, told.event.signers[0].person)


@pytest.mark.parametrize("collect", [lost_role, no_handler, in_anothers_name])
def test_5_who_is_no_handler_holds_it_and_nobody_answers(
    story: World, collect: Callable[[World], Told]
) -> None:
    """Collected by somebody who cannot be in charge it is in their hand, in an open gap."""
    told = taken(collect(story))
    weapon = story.state.weapons[gun("colt")]
    assert weapon.in_hand == told.event.signers[0].person
    assert weapon.charge == Charge(By.GAP, told.id)
    assert story.state.gaps[gun("colt")].event == told.id


def test_5_a_lock_closed_in_a_key_holders_name_is_a_gap(story: World) -> None:
    """Locked away in the armorer's name with another's key nobody answers for the gun."""
    signer = msgspec.structs.replace(signed_by("armorer", Role.HANDLER), key=person("grip").key)
    told = story.tell_signed(Lock(items=(gun("colt"),), place=box("vault")), (signer,))
    assert taken(told).codes == ("key_of_another_person",)
    assert in_charge(story) == Charge(By.GAP, told.id)


def test_5_what_no_handler_received_is_in_a_gap(story: World) -> None:
    """A gun and a box that a grip receives are here, in the grip's hand, and in a gap."""
    signer = (signed_by("grip", Role.HANDLER),)
    weapon = ReceiveWeapon(
        weapon=gun("derringer"),
        weapon_class=WeaponClass.BLANK_ONLY,
        pattern="single-action-1873",
        chambers=6,
    )
    belt = ReceiveContainer(container=box("belt"), form=Form.BELT, purpose=Use.CARRIED)
    before = story.state.guns_out
    for body, item in ((weapon, gun("derringer")), (belt, box("belt"))):
        told = taken(story.tell_signed(body, signer))
        held = story.state.item(item)
        assert held is not None
        assert (held.charge, held.in_hand) == (Charge(By.GAP, told.id), person("grip").id)
    assert story.state.guns_out == before + 1
    taken(story.collect("derringer"))
    assert in_charge(story, "derringer") == ARMORER


def test_5_a_lapsed_day_stops_no_collecting(story: World) -> None:
    """After the day was closed a gun still comes back."""
    taken(story.close_day())
    taken(story.collect("colt", giver="performer"))
    taken(story.lock(gun("colt")))


def test_5_a_revoked_key_collects_into_a_gap() -> None:
    """Collecting with a revoked key is kept as nobody's and opens a gap; the next closes it."""
    story = OnDesk()
    story.handed_over()
    story.tell(Revoke(key=person("armorer").key, cause=RevokeCause.LOST), "producer", "manager")
    told = taken(story.collect("colt", giver="performer"))
    assert isinstance(told.event.body, Unattributed)
    assert in_charge(story).by is By.GAP
    taken(story.collect("colt", by="assistant"))
    assert in_charge(story) == Charge(By.HANDLER, person("assistant").id)


# -- 6 --------------------------------------------------------------------------------------------


def test_6_when_the_handler_is_hurt_somebody_guards_it(story: World) -> None:
    """With the only handler hurt anybody says who guards the gun, and any handler collects it."""
    guarded = KeepAsFound(items=(gun("colt"),), guarded_by=person("grip").id)
    told = taken(story.tell(guarded, "first-ad"))
    assert story.state.keeps[told.id].guarded_by == person("grip").id
    taken(story.collect("colt", giver="grip", by="assistant"))
    assert in_charge(story) == Charge(By.HANDLER, person("assistant").id)


def test_6_anybody_says_where_it_is_now(story: World) -> None:
    """A grip who holds the gun says so; nobody else has to confirm it."""
    ahead = WentAhead(what=Ahead.OTHER, items=(gun("colt"),), in_hand=person("grip").id)
    taken(story.tell(ahead, "grip"))
    assert story.state.weapons[gun("colt")].in_hand == person("grip").id


# -- 7 and 8 --------------------------------------------------------------------------------------


def test_7_nothing_asks_for_a_hand_over(story: World) -> None:
    """After a misfire the performer keeps it as long as it takes: only reports follow."""
    for body in (
        ShowingEnded(weapon=gun("colt"), cause=EndCause.JAMMED),
        Fired(weapon=gun("colt"), gunshots=1),
    ):
        taken(story.tell(body, "first-ad"))
    story.wait(minutes=30)
    taken(story.collect("colt", giver="performer"))


def test_8_a_showing_that_expires_in_a_take_stops_nothing(story: World) -> None:
    """An hour and more into the take the performer says I was shown, and the gun comes back."""
    hand_over = story.told[-1].id
    story.wait(minutes=90)
    taken(story.shown("colt", hand_over))
    assert story.state.weapons[gun("colt")].in_hand == person("performer").id
    taken(story.fire("colt", 1))
    taken(story.collect("colt", giver="performer"))
    taken(story.unload("colt", 5, fired_cases=1))
    taken(story.lock(gun("colt")))


def test_8_only_the_next_step_is_affected(story: World) -> None:
    """After the limit a further hand-over has to be shown again, and nothing else."""
    story.wait(minutes=90)
    taken(story.collect("colt", giver="performer"))
    looks = tuple(look.event for look in story.state.weapons[gun("colt")].looks)
    told = story.hand_over("colt", rounds=6, looks=looks)
    assert told.refused
    assert set(told.codes) <= {"showing_too_old", "handed_over_since"}


# -- 10 -------------------------------------------------------------------------------------------


def test_10_a_desk_that_cannot_write_says_so_and_names_the_pad() -> None:
    """Somebody with a gun in hand is told to use the pad, never that it stays locked."""
    story = OnDesk()
    story.handed_over()
    story.desk.stop("a test")
    with pytest.raises(DeskStopped, match="use the pad") as stopped:
        story.collect("colt", giver="performer")
    assert "locked" not in str(stopped.value)


# -- every report, whatever stands open -----------------------------------------------------------


def _everything_open(story: World) -> None:
    story.stop()
    story.tell(Concern(about=ConcernClass.DISCHARGE), "grip")
    look_live(story)
    story.keep(gun("colt"), box("dummies"))
    story.close_day()


EARLIER: Final = Instant("2026-11-22T05:00:00.000Z")
REPORTS: Final[dict[str, tuple[AnyBody, tuple[str, ...]]]] = {
    "made clear": (
        Unload(weapon=gun("colt"), container=box("dummies"), lot=lot("d45"), rounds=6),
        ("armorer",),
    ),
    "collected": (Collect(weapons=(gun("colt"),)), ("armorer",)),
    "locked away": (Lock(items=(gun("colt"),), place=box("vault")), ("grip",)),
    "fired": (Fired(weapon=gun("colt"), gunshots=3), ("grip",)),
    "dropped": (ShowingEnded(weapon=gun("colt"), cause=EndCause.DROPPED), ("performer",)),
    "went ahead": (WentAhead(what=Ahead.OTHER, items=(gun("colt"),)), ("grip",)),
    "a permit ended": (
        CredentialEnded(person=person("armorer").id, paper=Paper.PERMIT),
        ("armorer",),
    ),
    "a minor": (Minor(person=person("performer").id), ("grip",)),
    "another duty": (Duty(person=person("armorer").id, duty="driver"), ("armorer",)),
    "a carrier inside": (
        Carrier(carrier=person("deputy").id, why=Carrying.GUARD, where=Where.INSIDE),
        ("armorer",),
    ),
    "test-fired": (
        FireTest(
            weapon=gun("colt"), lot=lot("d45"), result=FireResult.AS_IT_SHOULD, debris_mm=3_000
        ),
        ("armorer",),
    ),
    "found unfit": (FoundUnfit(weapon=gun("colt"), part=Part.TRIGGER), ("grip",)),
    "snapped": (Snapped(weapon=gun("colt"), cites=EventId("0" * 64)), ("armorer",)),
    "misfire": (Misfire(weapon=gun("colt")), ("performer",)),
    "discharge": (Discharge(weapon=gun("colt")), ("performer",)),
    "kept as found": (KeepAsFound(items=(gun("colt"),)), ("grip",)),
    "found": (FoundRound(grade=Grade.OURS, kind=Kind.DUMMY, rounds=1), ("grip",)),
    "moved": (
        Move(lot=lot("d45"), rounds=1, source=box("dummies"), target=box("vault")),
        ("armorer",),
    ),
    "opened": (OpenDelivery(container=box("dummies")), ("armorer",)),
    "corrected": (Correct(event=EventId("0" * 64), words=words("wrong")), ("grip",)),
    "relieved": (Relieve(items=(gun("colt"),)), ("assistant",)),
    "guarded": (GuardedBy(items=(gun("colt"),), guard=person("grip").id), ("grip",)),
    "found with": (FoundWith(items=(gun("colt"),)), ("grip",)),
    "on paper": (
        OnPaper(
            sheet=words("sheet"),
            began=EARLIER,
            ended=EARLIER,
            lines=(PaperLine(item=gun("colt"), in_hand=person("grip").id),),
        ),
        ("armorer", "grip"),
    ),
    "shipped": (Ship(items=(gun("colt"),), to="rentals.example/stock"), ("armorer",)),
    "destroyed": (
        Destroyed(container=box("dummies"), lot=lot("d45"), rounds=1),
        ("armorer", "grip"),
    ),
    "a count begun": (BeginCount(items=(gun("colt"),), purpose=CountFor.WRAP), ("armorer",)),
    "a count ended": (EndCount(count=EventId("0" * 64)), ("armorer",)),
    "seen as found": (
        EvidenceSeen(keep=EventId("0" * 64), photograph=words("photograph"), item=gun("colt")),
        ("grip",),
    ),
    "not there any more": (ProvisionEnded(what=Provision.MEDICAL_COVER), ("grip",)),
    "changed": (SetUpChanged(set_up=set_up(), what=Changed.GUN), ("grip",)),
    "rolling": (Rolling(set_up=set_up()), ("second-ad",)),
    "cut": (Cut(set_up=set_up()), ("performer",)),
    "day closed": (CloseDay(), ("armorer",)),
    "stop": (Stop(), ("performer",)),
    "concern": (Concern(about=ConcernClass.OTHER), ("performer",)),
    "declined": (Decline(weapon=gun("colt"), side=Side.TAKE), ("performer",)),
    "asked to see": (AskToSee(weapon=gun("colt")), ("performer",)),
}


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_is_taken_whatever_stands_open(story: World, report: str) -> None:
    """With a stop, a concern, a live round and things kept as found every report is taken."""
    _everything_open(story)
    body, who = REPORTS[report]
    told = taken(story.tell(body, *who))
    assert told.outcome in {Outcome.ADMITTED, Outcome.OUT_OF_CHAIN}


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_is_taken_without_any_packs(story: World, report: str) -> None:
    """With no rows in force at all every report is taken just the same."""
    story.state.packs = PacksInForce()
    body, who = REPORTS[report]
    taken(story.tell(body, *who))


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_about_what_nobody_received_is_taken(report: str) -> None:
    """In a ledger that has no item at all every report is taken."""
    story = World()
    body, who = REPORTS[report]
    taken(story.tell(body, *who))


RECEIVING: Final = {"receive-weapon", "receive-container", "receive-rounds", "shown"}


def test_every_report_of_the_format_was_told() -> None:
    """No type of report was forgotten: the rest receive things or are the performer's sentence."""
    told: set[type] = {type(body) for body, _ in REPORTS.values()}
    every = {one.body: one.name for one in TABLE if one.mood is Mood.REPORT}
    assert {name for body, name in every.items() if body not in told} == RECEIVING


@pytest.mark.parametrize("make", [World.working_day, World.handed_over], ids=["out", "in"])
def test_receiving_goes_on_whatever_stands_open(make: Callable[[World], object]) -> None:
    """With everything open new things are still received, and the performer says what is so."""
    story = World()
    make(story)
    hand_over = story.told[-1].id
    _everything_open(story)
    taken(story.receive_gun("winchester"))
    taken(story.receive_box("belt"))
    taken(story.receive_rounds("d30", "belt", 10))
    taken(story.shown("colt", hand_over))
    assert story.hand_over("winchester", announced=Announced.EMPTY).refused
