"""What a second review found in the rules about days, people and packs, as small stories."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from showclear.field.stock import WeaponClass
from showclear.record.codes import Code
from showclear.record.events.handling import Announced, HandOver, TakeOut
from showclear.record.events.people import (
    ClassLimit,
    Credential,
    GuardianPresent,
    Minor,
    Paper,
)
from showclear.record.events.speaking import Decline, Side
from showclear.record.events.table import AnyBody
from tests.kit import Story, World, box, gun, person, signers_of, with_rows


def noted(story: World, body: AnyBody, row: str) -> list[tuple[str, ...]]:
    """Return the facts of what this row would note beside a step of the armorer's."""
    event = story.event(body, signers_of(body, ("armorer",)))
    return [alert.facts for alert in story.verdict(event, story.now()).alerts if alert.rule == row]


def rubber(story: Story) -> None:
    """Receive a rubber gun and lock it away."""
    story.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    story.lock(gun("rubber"))


# -- R08, R28: the day's first gun ----------------------------------------------------------------


def test_a_rubber_gun_taken_out_first_answers_nothing_for_one_that_can_fire() -> None:
    """The real guns are asked about until one of them was out; then none is."""
    story = World(packs=with_rows("R08", "R28"))
    story.working_day()
    rubber(story)
    both = TakeOut(items=(gun("rubber"), gun("colt")), place=box("vault"))
    assert [facts[0] for facts in noted(story, both, "R08")] == [gun("rubber"), gun("colt")]
    story.take_out("rubber")
    for row in ("R08", "R28"):
        assert [facts[0] for facts in noted(story, both, row)] == [gun("colt")]
    story.take_out("colt")
    assert noted(story, both, "R28") == noted(story, both, "R08") == []


# -- R52: who declined is in no verdict -----------------------------------------------------------


def test_who_declined_is_not_in_the_note() -> None:
    """The note beside a hand-over names the gun alone."""
    story = World()
    story.working_day()
    story.take_out("colt")
    story.tell(Decline(weapon=gun("colt"), side=Side.TAKE), "performer")
    body = HandOver(
        weapon=gun("colt"),
        to=person("performer").id,
        announced=Announced.EMPTY,
        rounds=0,
        looks=(),
    )
    assert noted(story, body, "R52") == [(gun("colt"),)]


# -- R02: the working day is today's --------------------------------------------------------------

OPENS: Mapping[str, tuple[str, ...]] = {
    "2026-11-20": ("2026-11-20", "2026-11-22"),
    "2026-11-21": (),
    "2026-11-22": (),
    "2026-11-23": (),
    "2026-11-24": ("2026-11-24", "2026-11-22"),
    "2024-11-22": ("2024-11-22", "2026-11-22"),
}


@pytest.mark.parametrize("date", OPENS)
def test_a_working_day_is_opened_by_todays_date_give_or_take_one(date: str) -> None:
    """From the day before to the day after, by UTC, and under core alone; years off never."""
    story = World(packs=with_rows())
    told = story.open_day(date)
    lift = "open the day by today's date: by UTC it is 2026-11-22, and a day off will do"
    found = [(one.rule, one.code.value, one.facts, one.lift) for one in told.refusals]
    assert found == ([("R02", "day_not_today", OPENS[date], lift)] if OPENS[date] else [])
    assert story.state.day == ("" if OPENS[date] else date)


def test_no_working_day_goes_back_before_the_last() -> None:
    """Opened by tomorrow's date, it is not opened by today's again; tomorrow's still goes."""
    story = World(packs=with_rows())
    story.open_day("2026-11-23")
    story.close_day()
    told = story.open_day("2026-11-22")
    lift = "open the day by today's date, not before the last working day's: 2026-11-23"
    assert [(one.facts, one.lift) for one in told.refusals] == [
        (("2026-11-22", "2026-11-22", "2026-11-23"), lift)
    ]
    assert not story.open_day("2026-11-23").refused


def test_a_lapsed_permit_counts_on_no_day_that_can_be_opened() -> None:
    """Whose permit ended last year takes nothing out, whatever date the caller gives."""
    story = World(packs=with_rows("R03"))
    permit = Credential(
        person=person("armorer").id,
        paper=Paper.PERMIT,
        classes=tuple(WeaponClass),
        valid_from="2025-01-01",
        valid_until="2025-12-31",
    )
    story.tell(permit, "producer")
    story.working_day()
    story.open_day("2025-06-01")
    assert "credential_missing" in [code.value for code in taking(story)]


def taking(story: Story) -> list[Code]:
    """Return what stands against the armorer's taking the colt out."""
    body = TakeOut(items=(gun("colt"),), place=box("vault"))
    return [one.code for one in story.asks(body, "armorer")]


@pytest.mark.parametrize(("hours", "asked"), [(19, False), (21, True)])
def test_one_date_for_ever_puts_off_nothing(hours: int, *, asked: bool) -> None:
    """Opened again on its date it is the same day for 20 hours; then the wrap's count is asked."""
    story = World(packs=with_rows("R46"))
    story.working_day()
    story.close_day()
    story.wait(minutes=hours * 60)
    story.open_day()
    assert ("not_counted" in [code.value for code in taking(story)]) is asked


# -- R03, R50, R51: nobody is the evidence about themselves ---------------------------------------


def own_permit(who: str) -> Credential:
    """Return the record of this person's permit."""
    return Credential(
        person=person(who).id,
        paper=Paper.PERMIT,
        classes=tuple(WeaponClass),
        valid_from="2026-01-01",
        valid_until="2026-12-31",
    )


@pytest.mark.parametrize("row", ["R03", "R51"])
def test_an_officer_records_nothing_about_themselves(row: str) -> None:
    """Another officer records an officer's paper and class limit."""
    story = World(packs=with_rows("R03", "R51"))
    bodies: dict[str, AnyBody] = {
        "R03": own_permit("producer"),
        "R51": ClassLimit(person=ME, class_max=6),
    }
    own = story.tell(bodies[row], "producer")
    assert [(one.rule, one.code, one.facts, one.lift) for one in own.refusals] == [
        (row, Code.ABOUT_THEMSELVES, (ME,), "another officer records it")
    ]
    assert (story.state.papers, story.state.limits) == ({}, {})
    assert not story.tell(bodies[row], "manager").refused


@pytest.mark.parametrize(
    ("guardian", "by", "goes"),
    [
        ("grip", "armorer", True),
        ("armorer", "armorer", False),
        ("assistant", "armorer", False),
        ("first-ad", "first-ad", False),
        ("first-ad", "armorer", True),
    ],
)
def test_who_may_be_a_guardian(guardian: str, by: str, *, goes: bool) -> None:
    """Nobody says of themselves that they are the guardian present, and no handler is one."""
    story = World(packs=with_rows("R50"))
    story.open_day()
    minor = person("performer").id
    told = story.tell(GuardianPresent(minor=minor, guardian=person(guardian).id), by)
    lift = "another guardian, who handles no guns, is told and present; somebody else says so"
    facts = (person(guardian).id, minor)
    assert [(one.rule, one.code, one.facts, one.lift) for one in told.refusals] == (
        [] if goes else [("R50", Code.GUARDIAN_NOT_PRESENT, facts, lift)]
    )
    assert (minor in story.state.guardians) is goes


@pytest.mark.parametrize("who", ["performer", "armorer", "first-ad"])
def test_a_minor_who_hands_out_or_looks_has_a_guardian(who: str) -> None:
    """Taker, handler and second person alike: a guardian is told and present."""
    story = World(packs=with_rows("R50"))
    story.working_day()
    story.take_out("colt")
    looks = story.show_empty("colt")
    story.tell(Minor(person=person(who).id), "grip")
    told = story.hand_over("colt", looks=looks, announced=Announced.EMPTY)
    assert [(one.rule, one.facts) for one in told.refusals] == [
        ("R50", (gun("colt"), person(who).id))
    ]
    story.tell(GuardianPresent(minor=person(who).id, guardian=person("grip").id), "rep")
    assert not story.hand_over("colt", looks=looks, announced=Announced.EMPTY).refused


ME = person("producer").id
