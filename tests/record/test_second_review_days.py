"""What a second review found in what the record keeps of days and people, as small stories."""

from __future__ import annotations

import pytest

from showclear.field.instants import Instant
from showclear.field.stock import WeaponClass
from showclear.record.events.desk import Outcome
from showclear.record.events.passing import OnPaper, PaperLine
from showclear.record.events.people import Credential, Paper
from showclear.record.facts_people import PaperFact
from showclear.record.state import Topic
from tests.kit import World, gun, person, with_rows, words

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
