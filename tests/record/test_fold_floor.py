"""The fold of the floor's day: rolls, what is laid on, counts of the area, rolling and cuts."""

from __future__ import annotations

import copy
from typing import Final

import msgspec
import pytest

from showclear.desk.arrivals import hinders
from showclear.field.ids import NO_EVENT, EventId, PersonId
from showclear.field.instants import Now
from showclear.field.mechanisms import LookWay
from showclear.field.people import Role
from showclear.field.plan import Provision
from showclear.record.events.desk import Outcome, Unattributed, Why
from showclear.record.events.handling import Ahead, WentAhead
from showclear.record.events.officers import Correct
from showclear.record.events.plan import (
    Brief,
    Briefing,
    CountArea,
    Cut,
    Provide,
    ProvisionEnded,
    Rolling,
)
from showclear.record.events.table import AnyBody
from showclear.record.facts_floor import Briefings, CutFact, Day
from showclear.record.floor import day_at, laid_on, local_date, not_briefed, todays
from showclear.record.folding.custody import Entry
from showclear.record.folding.floor import FOLDS
from showclear.record.state import By, Charge, State, Topic, Weapon
from tests.kit import Told, World, box, gun, person, signed_by, signers_of, with_rows
from tests.planning import set_up

TODAY: Final = "2026-11-21"  # 2026-11-22T04:00Z on a clock seven hours behind
TOMORROW: Final = "2026-11-22"
NEAR: Final = set_up("near")
FAR: Final = set_up("far")
PERFORMER: Final = person("performer").id
STAND_IN: Final = person("stand-in").id
GRIP: Final = person("grip").id


def on_set() -> World:
    """Return a ledger without a row of the house, and the day open."""
    told = World(packs=with_rows("R43"))
    told.open_day(TODAY)
    return told


def absent(told: World, *people: PersonId) -> tuple[PersonId, ...]:
    """Return who of these people stands on no roll now."""
    return not_briefed(told.state, people, told.now())


def stands(told: World, what: Provision) -> bool:
    """Return whether this is laid on now."""
    return laid_on(told.state, what.value, told.now()) is not None


# -- briefings --------------------------------------------------------------------------------


def test_the_days_roll() -> None:
    """Who stands on the day's roll is briefed, and so is who took it; nobody else is."""
    told = on_set()
    roll = told.brief("performer", "stand-in", walk_through=False)
    known = told.state.briefings
    assert known.day == Day(TODAY, told.state.day_opened)
    assert absent(told, PERFORMER, STAND_IN, GRIP, GRIP) == (GRIP,)
    assert absent(told, person("second-ad").id) == ()
    assert known.people[PERFORMER].briefing is Briefing.DAY
    assert known.people[PERFORMER].by == person("second-ad").id
    assert known.meeting is not None
    assert (known.meeting.event, known.meeting.index) == (roll.id, roll.index)
    assert known.meeting.role is Role.SECOND_PERSON
    assert known.walked is None
    assert known.first == known.meeting


def test_the_first_of_each_is_kept() -> None:
    """The first briefing, the first day's roll and the first walk-through are kept, in time."""
    told = on_set()
    scene = told.brief("grip", briefing=Briefing.SCENE, set_up=NEAR, by="armorer")
    first = told.brief(walk_through=False)
    walked = told.brief("grip")
    told.brief("performer")
    known = told.state.briefings
    events = [fact.event for fact in (known.first, known.meeting, known.walked) if fact]
    assert events == [scene.id, first.id, walked.id]
    assert known.first is not None
    assert known.meeting is not None
    assert known.first.at.utc_ms < known.meeting.at.utc_ms


def test_the_handlers_roll_is_no_day_meeting() -> None:
    """A handler's day roll briefs those on it, but the meeting's roll is an AD's (R26)."""
    told = on_set()
    told.brief("grip", by="armorer")
    assert absent(told, GRIP) == ()
    assert told.state.briefings.meeting is None
    assert told.state.briefings.walked is None


def test_late_and_on_a_set_up() -> None:
    """A late-comer is briefed alone; a roll that names a set-up is kept for it too."""
    told = on_set()
    late = told.brief("grip", briefing=Briefing.LATE, by="armorer")
    scene = told.brief("performer", briefing=Briefing.SCENE, set_up=NEAR)
    known = told.state.briefings
    assert known.people[GRIP].event == late.id
    assert known.people[GRIP].briefing is Briefing.LATE
    assert known.set_ups == {
        NEAR: {PERFORMER: scene.id, person("second-ad").id: scene.id},
    }


def test_yesterdays_roll_is_not_todays() -> None:
    """A roll ends with the day that it was taken on: closed, or another one opened."""
    told = on_set()
    told.brief()
    told.close_day()
    assert told.state.briefings == Briefings()
    told.open_day(TOMORROW)
    assert absent(told, PERFORMER) == (PERFORMER,)
    told.brief()
    told.open_day(TOMORROW)  # nobody closed the day before
    assert absent(told, PERFORMER) == (PERFORMER,)


def test_a_day_opened_again_begins_anew() -> None:
    """The same date opened again is another working day: its opening checks are made anew too."""
    told = on_set()
    told.brief()
    told.open_day(TODAY)
    assert absent(told, PERFORMER) == (PERFORMER,)


def test_the_meeting_before_the_day_is_opened() -> None:
    """A roll taken on the day's date before the caller opened it counts; another date's not."""
    told = World(packs=with_rows("R43"))
    told.brief()
    assert absent(told, PERFORMER) == ()
    told.open_day(TODAY)
    assert absent(told, PERFORMER) == ()
    other = World(packs=with_rows("R43"))
    other.brief()
    other.open_day(TOMORROW)
    assert absent(other, PERFORMER) == (PERFORMER,)


def test_a_roll_taken_the_evening_before_has_ended() -> None:
    """With no day open a roll counts on its own date only, by the production's own clock."""
    told = World(packs=with_rows("R43"))
    told.brief()
    told.wait(minutes=24 * 60)
    assert todays(told.state, told.now()) == Briefings()
    told.brief("grip")
    assert absent(told, PERFORMER, GRIP) == (PERFORMER,)


# -- what is laid on --------------------------------------------------------------------------


def test_laid_on_for_today() -> None:
    """What is laid on without a date is there until the working day ends."""
    told = on_set()
    given = told.provide(Provision.MEDICAL_COVER)[0]
    fact = laid_on(told.state, "medical-cover", told.now())
    assert fact is not None
    assert (fact.event, fact.index, fact.by) == (given.id, given.index, person("first-ad").id)
    assert (fact.role, fact.until, fact.day.date) == (Role.CALLER, "", TODAY)
    assert not stands(told, Provision.PERMIT)
    told.close_day()
    assert not stands(told, Provision.MEDICAL_COVER)


def test_laid_on_before_the_day_is_opened() -> None:
    """What was said on the day's date before it was opened holds on it, no other date's does."""
    for date, holds in ((TODAY, True), (TOMORROW, False)):
        told = World(packs=with_rows("R43"))
        told.provide(Provision.NEIGHBOURS)
        told.provide(Provision.PERMIT, until="2026-12-31")
        assert stands(told, Provision.NEIGHBOURS)
        told.open_day(date)
        assert stands(told, Provision.NEIGHBOURS) is holds
        assert stands(told, Provision.PERMIT)


def test_what_was_said_yesterday_is_not_for_today() -> None:
    """Without an open day, what was said for today holds on that date only."""
    told = World(packs=with_rows("R43"))
    told.provide(Provision.NEIGHBOURS)
    told.wait(minutes=24 * 60)
    assert not stands(told, Provision.NEIGHBOURS)


def test_until_which_date() -> None:
    """A date is the last day it holds, by the production's own clock."""
    told = on_set()
    told.provide(Provision.PERMIT, until=TODAY)
    told.wait(minutes=2 * 60 + 30)  # 23:30 and some seconds
    assert local_date(told.state, told.now()) == TODAY
    assert stands(told, Provision.PERMIT)
    told.wait(minutes=30)
    assert local_date(told.state, told.now()) == TOMORROW
    assert not stands(told, Provision.PERMIT)


def test_a_farther_date_stays() -> None:
    """A shorter date, or a word for today only, never takes the place of a farther date."""
    told = on_set()
    told.provide(Provision.PERMIT, until="2026-12-31")
    told.provide(Provision.PERMIT, until="2026-11-30")
    told.provide(Provision.PERMIT)
    laid = told.state.laid_on["permit"]
    assert laid.dated is not None
    assert laid.dated.until == "2026-12-31"
    assert laid.today is not None
    told.provide(Provision.PERMIT, until="2027-01-31")
    told.close_day()
    laid = told.state.laid_on["permit"]
    assert laid.dated is not None
    assert (laid.dated.until, laid.today) == ("2027-01-31", None)


def test_not_there_any_more() -> None:
    """Anybody says that it is gone: it is, until somebody lays it on again."""
    told = on_set()
    told.provide(Provision.MEDICAL_COVER)
    told.provide(Provision.MEDICAL_COVER, until="2026-12-31")
    gone = told.tell(ProvisionEnded(what=Provision.MEDICAL_COVER), "grip")
    assert gone.outcome is Outcome.ADMITTED
    assert not stands(told, Provision.MEDICAL_COVER)
    told.tell(ProvisionEnded(what=Provision.PERMIT), "grip")  # of what was never there
    told.provide(Provision.MEDICAL_COVER)
    assert stands(told, Provision.MEDICAL_COVER)


def test_the_first_gun_of_the_day() -> None:
    """The first taking out of the day is kept; the next day, or a thing gone, begins it anew."""
    told = World(packs=with_rows("R43"))
    told.working_day()
    first = told.take_out("colt")
    assert told.state.first_out == first.id
    told.lock(gun("colt"))
    told.take_out("colt")
    assert told.state.first_out == first.id
    told.tell(ProvisionEnded(what=Provision.PERMIT), "grip")
    assert told.state.first_out == NO_EVENT
    told.lock(gun("colt"))
    told.take_out("colt")
    told.close_day()
    assert told.state.first_out == NO_EVENT
    told.lock(gun("colt"))
    told.take_out("colt")  # no day is open: it is the first of none
    assert told.state.first_out == NO_EVENT


# -- the area, rolling, cut -------------------------------------------------------------------


def handed() -> World:
    """Return a day on which the performer holds the colt for the near set-up."""
    told = World(packs=with_rows("R43"))
    told.working_on = NEAR
    told.handed_over()
    return told


def colt(told: World) -> Weapon:
    """Return the colt."""
    return told.state.weapons[gun("colt")]


def test_the_area_is_counted_until_the_cut() -> None:
    """The last count of a set-up's area is kept until its cut, or the day's end."""
    told = on_set()
    told.tell(CountArea(set_up=NEAR, people=(PERFORMER, GRIP)), "second-ad")
    last = told.tell(CountArea(set_up=NEAR, people=(PERFORMER,)), "first-ad")
    told.tell(CountArea(set_up=FAR, people=()), "second-ad")
    fact = told.state.area_counts[NEAR]
    assert (fact.event, fact.index, fact.people) == (last.id, last.index, (PERFORMER,))
    assert fact.by == person("first-ad").id
    told.tell(Rolling(set_up=NEAR), "first-ad")
    assert set(told.state.area_counts) == {NEAR, FAR}
    told.tell(Cut(set_up=NEAR), "first-ad")
    assert set(told.state.area_counts) == {FAR}
    told.close_day()
    assert told.state.area_counts == {}


def test_rolling_until_the_cut() -> None:
    """One set-up rolls until somebody says cut, of whichever set-up, or the day ends."""
    told = on_set()
    told.tell(Rolling(set_up=NEAR), "first-ad")
    assert told.state.rolling == NEAR
    told.tell(Rolling(set_up=FAR), "second-ad")
    assert told.state.rolling == FAR
    told.tell(CountArea(set_up=FAR, people=()), "second-ad")
    told.tell(Cut(set_up=NEAR), "grip")
    assert (told.state.rolling, told.state.area_counts) == ("", {})
    told.tell(Rolling(set_up=NEAR), "first-ad")
    told.close_day()
    assert told.state.rolling == ""


def test_marked_rolling_silences_nothing() -> None:
    """Rolling by somebody without the role silences nobody; a cut by anybody counts."""
    told = handed()
    assert told.tell_signed(Rolling(set_up=NEAR), (signed_by("grip", Role.CALLER),)).codes
    assert told.state.rolling == ""
    told.tell(Rolling(set_up=NEAR), "first-ad")
    cut = told.tell_signed(Cut(set_up=NEAR), (signed_by("grip", Role.CALLER),))
    assert cut.codes == ("role_not_held",)
    assert (told.state.rolling, colt(told).cut is not None) == ("", True)


def test_the_cut_of_a_gun_in_somebodys_hand() -> None:
    """A gun in the performer's hand has been so since the first cut, until it is collected."""
    told = handed()
    told.tell(Rolling(set_up=NEAR), "first-ad")
    cut = told.tell(Cut(set_up=NEAR), "grip")
    fact = colt(told).cut
    assert fact is not None
    assert (fact.event, fact.index) == (cut.id, cut.index)
    assert fact.at.utc_ms == told.state.instant_ms
    told.tell(Rolling(set_up=NEAR), "first-ad")
    told.tell(Cut(set_up=NEAR), "grip")
    assert colt(told).cut == fact
    told.collect("colt", giver="performer")
    assert colt(told).cut is None


def test_the_cut_ends_by_locking_and_by_a_new_hand_over() -> None:
    """Locked away, or handed over anew, the gun waits for no cut any more."""
    told = handed()
    told.tell(Cut(set_up=NEAR), "first-ad")
    told.lock(gun("colt"))
    assert colt(told).cut is None
    again = handed()
    again.tell(Cut(set_up=NEAR), "first-ad")
    colt(again).in_hand = person("armorer").id  # as after a relief that collected nothing
    looks = again.show_going_in("colt", dummies=6, way=LookWay.TAKEN_OUT_AND_SEEN)
    assert again.hand_over("colt", rounds=6, looks=looks).outcome is Outcome.ACCEPTED
    assert (colt(again).cut, colt(again).handed_for) == (None, NEAR)


def test_a_cut_of_another_set_up() -> None:
    """A gun handed over for another set-up is not touched by the cut; one for none known is."""
    told = handed()
    told.tell(Cut(set_up=FAR), "first-ad")
    assert colt(told).cut is None
    told.tell(Rolling(set_up=NEAR), "first-ad")
    told.tell(Cut(set_up=FAR), "first-ad")  # misnamed: it is the rolling one that is cut
    assert colt(told).cut is not None
    loose = World(packs=with_rows("R43"))
    loose.handed_over()
    loose.tell(Cut(set_up=FAR), "first-ad")
    assert colt(loose).cut is not None


def test_a_cut_asks_nothing_of_what_is_with_its_handler() -> None:
    """A gun in its handler's hand, or in its lock, is out in nobody's hand at the cut."""
    told = World(packs=with_rows("R43"))
    told.working_day()
    told.tell(Cut(set_up=NEAR), "first-ad")
    assert colt(told).cut is None
    told.take_out("colt")
    told.tell(Cut(set_up=NEAR), "first-ad")
    assert colt(told).cut is None
    colt(told).charge, colt(told).in_hand = Charge(By.END, "shipped"), "another ledger"
    told.tell(Cut(set_up=NEAR), "first-ad")
    assert colt(told).cut is None


@pytest.mark.parametrize(("holder", "counts"), [("grip", True), ("", False)])
def test_a_cut_where_nobody_is_in_charge(holder: str, *, counts: bool) -> None:
    """A gun that nobody answers for counts where the record knows whose hand it is in."""
    told = handed()
    told.lock(gun("colt"), place="nowhere")
    in_hand = person(holder).id if holder else PersonId("")
    told.tell(WentAhead(what=Ahead.OTHER, items=(gun("colt"),), in_hand=in_hand), "grip")
    assert colt(told).handed_for == ""
    told.tell(Cut(set_up=FAR), "first-ad")
    assert (colt(told).cut is not None) is counts


def test_what_goes_ahead_keeps_its_cut() -> None:
    """A report that the gun went on to somebody else leaves the cut that it is out since."""
    told = handed()
    told.tell(Cut(set_up=NEAR), "first-ad")
    before = colt(told).cut
    told.tell(WentAhead(what=Ahead.HAND_OVER, items=(gun("colt"),), in_hand=STAND_IN), "grip")
    assert isinstance(before, CutFact)
    assert colt(told).cut == before


MARKED: Final[dict[str, AnyBody]] = {
    "brief": Brief(briefing=Briefing.DAY, roll=(PERFORMER,), walk_through=True),
    "provide": Provide(what=Provision.PERMIT),
    "count": CountArea(set_up=NEAR, people=(PERFORMER,)),
    "rolling": Rolling(set_up=NEAR),
}


@pytest.mark.parametrize("kind", MARKED)
def test_what_is_marked_supports_nothing(kind: str) -> None:
    """An entry that something stands against leaves the floor's day as it is (invariant 6)."""
    told, body = on_set(), MARKED[kind]
    event = told.event(body, signers_of(body, ("first-ad",)))
    entry = Entry(
        index=told.state.next_index,
        id=EventId("ab" * 32),
        event=event,
        outcome=Outcome.ADMITTED,
        mark_codes=("role_not_held",),
        now=told.now(),
    )
    before = copy.deepcopy(told.state)
    FOLDS[type(body)](told.state, entry, body)
    assert told.state == before


# -- without a key, and corrected -------------------------------------------------------------


def unsigned(told: World, reported: str, detail: str = "") -> Told:
    """Let the desk record a report that nobody's key stands for."""
    body = Unattributed(
        reported=reported, why=Why.KEY_REVOKED, arrived=person("grip").key, detail=detail
    )
    return told.tell_unsigned(body)


def test_a_cut_that_nobodys_key_stands_for() -> None:
    """It names no set-up that counts: whatever rolls is cut, and every gun out is out since."""
    told = handed()
    told.tell(CountArea(set_up=FAR, people=()), "second-ad")
    told.tell(Rolling(set_up=FAR), "first-ad")
    cut = unsigned(told, "cut")
    fact = colt(told).cut
    assert fact is not None
    assert (fact.event, told.state.rolling, told.state.area_counts) == (cut.id, "", {})
    assert told.state.questions[cut.id].topic is Topic.UNATTRIBUTED


def test_gone_by_a_word_that_nobodys_key_stands_for() -> None:
    """What is said not to be there any more is not laid on, whoever says so."""
    told = on_set()
    told.provide(Provision.MEDICAL_COVER, Provision.PERMIT)
    body = ProvisionEnded(what=Provision.MEDICAL_COVER)
    gone = unsigned(told, "provision-ended", hinders(body))
    assert not stands(told, Provision.MEDICAL_COVER)
    assert stands(told, Provision.PERMIT)
    assert told.state.questions[gone.id].topic is Topic.UNATTRIBUTED


def test_a_corrected_roll_briefs_nobody() -> None:
    """Who stands on a corrected roll is to be briefed again; the other rolls stay."""
    told = on_set()
    day = told.brief("performer")
    scene = told.brief("grip", briefing=Briefing.SCENE, set_up=NEAR)
    told.tell(Correct(event=scene.id), "armorer")
    assert absent(told, PERFORMER, GRIP) == (GRIP,)
    assert told.state.briefings.set_ups == {NEAR: {}}
    assert told.state.briefings.walked is not None
    told.tell(Correct(event=day.id), "armorer")
    known = told.state.briefings
    assert absent(told, PERFORMER) == (PERFORMER,)
    assert (known.first, known.meeting, known.walked) == (None, None, None)


def test_a_corrected_word_lays_nothing_on() -> None:
    """What a corrected entry said is laid on is not; what another one said stays."""
    told = on_set()
    today = told.provide(Provision.PERMIT)[0]
    dated = told.provide(Provision.PERMIT, until="2026-12-31")[0]
    told.tell(Correct(event=today.id), "armorer")
    assert stands(told, Provision.PERMIT)
    told.tell(Correct(event=dated.id), "armorer")
    assert not stands(told, Provision.PERMIT)


def test_a_corrected_count_is_none() -> None:
    """A corrected count of the area is taken back, others and every cut stay."""
    told = handed()
    near = told.tell(CountArea(set_up=NEAR, people=()), "second-ad")
    told.tell(CountArea(set_up=FAR, people=()), "second-ad")
    told.tell(Correct(event=near.id), "armorer")
    assert set(told.state.area_counts) == {FAR}
    cut = told.tell(Cut(set_up=NEAR), "first-ad")
    told.tell(Correct(event=cut.id), "armorer")
    assert colt(told).cut is not None


# -- the queries by themselves ----------------------------------------------------------------


def test_the_working_day() -> None:
    """The open day is the working day, past midnight too; else today is by the set's clock."""
    midnight = Now(utc_ms=1_795_327_200_000, boot=1, boot_ms=0, epoch=0)  # 2026-11-22T06:00Z
    state = State(utc_offset_minutes=-420)
    assert day_at(state, midnight) == Day("2026-11-21")
    state.utc_offset_minutes = 0
    assert day_at(state, midnight) == Day("2026-11-22")
    state.day = "2026-11-20"
    assert day_at(state, midnight).date == "2026-11-20"


def test_the_floors_day_is_snapshot_able() -> None:
    """What is kept of the floor comes back from a snapshot as it was."""
    told = handed()
    told.brief("grip", briefing=Briefing.SCENE, set_up=NEAR)
    told.provide()
    told.tell(CountArea(set_up=NEAR, people=(PERFORMER,)), "second-ad")
    told.tell(Rolling(set_up=NEAR), "first-ad")
    told.tell(Cut(set_up=FAR), "first-ad")
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(told.state), type=State)
    assert again == told.state
    assert box("dummies") in again.containers
