"""What a second review found in what the record keeps of days and people, as small stories."""

from __future__ import annotations

import pytest

from showclear.field.ids import EventId
from showclear.field.instants import Instant, Now
from showclear.field.people import Role
from showclear.field.stock import WeaponClass
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import OpenDay
from showclear.record.events.officers import Correct
from showclear.record.events.passing import OnPaper, PaperLine
from showclear.record.events.people import Credential, Minor, Paper
from showclear.record.facts_people import PaperFact
from showclear.record.folding.counting import SAME_DAY_MAX_MS, begin_working_day
from showclear.record.folding.custody import Entry
from showclear.record.state import State, Topic
from tests.kit import World, gun, person, signed_by, with_rows, words

ARMORER = person("armorer").id
COLT = gun("colt")


# -- papers said twice ----------------------------------------------------------------------------


def permit(  # noqa: PLR0913 - each test changes one of them
    *,
    paper: Paper = Paper.PERMIT,
    classes: tuple[WeaponClass, ...] = (WeaponClass.BLANK_ONLY, WeaponClass.LIVE_CAPABLE),
    patterns: tuple[str, ...] = ("lever",),
    since: str = "2026-02-01",
    until: str = "2026-11-30",
    who: str = "armorer",
) -> Credential:
    """Return an officer's having seen a permit."""
    return Credential(
        person=person(who).id,
        paper=paper,
        classes=classes,
        valid_from=since,
        valid_until=until,
        patterns=patterns,
    )


def shown(told: World) -> tuple[PaperFact, ...]:
    """Return what is kept of the armorer's papers."""
    return told.state.papers[ARMORER]


COVERING = {
    "the same again": permit(),
    "for longer": permit(until="2027-11-30"),
    "since earlier": permit(since="2026-01-01"),
    "for more patterns": permit(patterns=("lever", "single-action-1873")),
    "for every pattern": permit(patterns=()),
    "for more classes": permit(classes=tuple(WeaponClass)),
}
BESIDE = {
    "a shorter one": permit(until="2026-11-29"),
    "a later one": permit(since="2026-02-02", until="2027-01-01"),
    "for another pattern": permit(patterns=("single-action-1873",)),
    "for fewer classes": permit(classes=(WeaponClass.BLANK_ONLY,)),
    "of another kind": permit(paper=Paper.HANDLING_COURSE),
}


@pytest.mark.parametrize("case", COVERING)
def test_a_paper_that_covers_another_takes_its_place(case: str) -> None:
    """A paper seen again, or one that counts wherever another does, is kept alone."""
    told = World()
    told.tell(permit(), "producer")
    latest = told.tell(COVERING[case], "manager")
    assert [fact.event for fact in shown(told)] == [latest.id]


@pytest.mark.parametrize("case", BESIDE)
def test_a_paper_that_covers_less_is_kept_beside_it(case: str) -> None:
    """A paper that does not count wherever another does takes nothing from it."""
    told = World()
    first = told.tell(permit(), "producer")
    latest = told.tell(BESIDE[case], "manager")
    assert [fact.event for fact in shown(told)] == [first.id, latest.id]


def test_one_pattern_does_not_cover_all() -> None:
    """A paper for one pattern leaves the one for every pattern where it is."""
    told = World()
    first = told.tell(permit(patterns=()), "producer")
    latest = told.tell(permit(), "manager")
    assert [fact.event for fact in shown(told)] == [first.id, latest.id]


# -- the day's first gun --------------------------------------------------------------------------


def test_a_rubber_gun_is_not_the_first_that_can_fire() -> None:
    """The first of the day is kept apart for guns that can fire and for all others."""
    told = World(packs=with_rows("R43"))
    told.working_day()
    told.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    told.lock(gun("rubber"))
    rubber = told.take_out("rubber")
    assert (told.state.first_out, told.state.first_out_non_firing) == ("", rubber.id)
    colt = told.take_out("colt")
    assert (told.state.first_out, told.state.first_out_non_firing) == (colt.id, rubber.id)
    told.close_day()
    assert (told.state.first_out, told.state.first_out_non_firing) == ("", "")


# -- a sheet that ends before it begins -----------------------------------------------------------


@pytest.mark.parametrize(("ended", "asked"), [("05:41", False), ("05:40", True), ("04:00", True)])
def test_a_sheet_that_ends_before_it_begins_is_asked_about(ended: str, *, asked: bool) -> None:
    """It is admitted, as all paper is, and a question says that it does not fit."""
    told = World()
    told.working_day()
    body = OnPaper(
        sheet=words("sheet 4"),
        began=Instant("2026-11-22T05:40:00.000Z"),
        ended=Instant(f"2026-11-22T{ended}:00.000Z"),
        lines=(
            PaperLine(item=COLT, in_hand=ARMORER),
            PaperLine(item=COLT, in_hand=person("grip").id),
        ),
    )
    paper = told.tell(body, "armorer", "second-ad")
    assert paper.outcome is Outcome.ADMITTED
    assert told.state.weapons[COLT].in_hand == person("grip").id
    question = told.state.questions.get(paper.id)
    assert (question is not None) is asked
    if question is not None:
        assert (question.topic, question.items) == (Topic.OUT_OF_CHAIN, (COLT,))


# -- how long a working day lasts -----------------------------------------------------------------


@pytest.mark.parametrize(("ms", "same"), [(SAME_DAY_MAX_MS, True), (SAME_DAY_MAX_MS + 1, False)])
def test_a_day_opened_again_on_its_date_is_the_same_for_twenty_hours(
    ms: int, *, same: bool
) -> None:
    """Up to 20 hours after it was first opened, the date opened again is no new working day."""
    state = State()
    begin_working_day(state, opening_at(0, index=3), "2026-11-22")
    begin_working_day(state, opening_at(1, index=5), "2026-11-22")
    begin_working_day(state, opening_at(ms, index=7), "2026-11-22")
    assert state.working_day.since == (3 if same else 7)


def test_a_day_whose_length_nobody_knows_is_another() -> None:
    """After the wall clock ran backwards the date opened again is a new working day."""
    state = State()
    begin_working_day(state, opening_at(0, index=3), "2026-11-22")
    begin_working_day(state, opening_at(1, index=5, epoch=1), "2026-11-22")
    assert state.working_day.since == 5
    assert state.day_before.since == 3


def opening_at(ms: int, *, index: int, epoch: int = 0) -> Entry:
    """Return the entry by which a day is opened so long after the first."""
    event = World(enrolled=False).event(OpenDay(date="2026-11-22"), ())
    return Entry(
        index=index,
        id=EventId(f"opened-{index}"),
        event=event,
        outcome=Outcome.ACCEPTED,
        now=Now(utc_ms=ms, boot=1, boot_ms=ms, epoch=epoch),
    )


# -- a minor who is none --------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "stays"), [("producer", False), ("grip", True), ("armorer", True)])
def test_an_officer_takes_back_that_somebody_is_a_minor(by: str, *, stays: bool) -> None:
    """Anybody says it and an officer puts it right; by anybody else a correction only asks."""
    told = World()
    wrong = told.tell(Minor(person=ARMORER), "grip")
    told.tell(Minor(person=person("performer").id), "grip")
    correction = told.tell(Correct(event=wrong.id), by)
    assert (ARMORER in told.state.minors) is stays
    assert person("performer").id in told.state.minors
    assert told.state.questions[correction.id].topic is Topic.CORRECTED
    told.tell(Minor(person=ARMORER), "grip")
    assert ARMORER in told.state.minors


def test_who_is_no_officer_any_more_takes_nothing_back() -> None:
    """Signed as officer by somebody who does not hold the role, it only asks."""
    told = World()
    wrong = told.tell(Minor(person=ARMORER), "grip")
    correction = told.tell_signed(Correct(event=wrong.id), (signed_by("grip", Role.OFFICER),))
    assert correction.codes
    assert ARMORER in told.state.minors
