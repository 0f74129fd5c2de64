"""The rules about people through a whole day, and that evidence only ever helps them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.field.ids import EventId
from showclear.field.stock import WeaponClass
from showclear.record.events.guns import GoAgain
from showclear.record.events.people import (
    Carrier,
    ClassLimit,
    Credential,
    CredentialEnded,
    Duty,
    GuardianPresent,
    Minor,
    Paper,
    Where,
    Why,
)
from showclear.record.events.table import AnyBody
from showclear.record.state import PacksInForce
from showclear.rules.chapters import people
from showclear.rules.decide import CATALOGUE, Judge
from tests.kit import World, person, with_rows
from tests.rules import crew, floor
from tests.rules.floor import CREW, PERFORMER, Step
from tests.rules.pack_texts import CORE, HOUSE, choice, kept
from tests.rules.test_people import busy
from tests.rules.test_people_takers import GUARDIAN, assessed, carrier, guarded, limited, minor

ROWS: Final = tuple(rule.id for rule in people.RULES)


def paper(kind: Paper, who: str) -> Credential:
    """Return an officer's having seen a paper of somebody's, for this year and class 6."""
    return Credential(
        person=person(who).id,
        paper=kind,
        classes=(WeaponClass.LIVE_CAPABLE,),
        valid_from="2026-01-01",
        valid_until="2026-12-31",
    )


# Who says it, and what it lifts; each in turn, until the gun goes out.
PAPERS: Final[tuple[AnyBody, ...]] = (
    paper(Paper.PERMIT, "armorer"),
    paper(Paper.FEDERAL_DOCUMENT, "armorer"),
    paper(Paper.HANDLING_COURSE, "armorer"),
)
DEPUTY: Final = person("deputy").id


def deputy(where: Where) -> Carrier:
    """Return where the officer on the road is."""
    return Carrier(carrier=DEPUTY, why=Why.OFFICER_ON_DUTY, where=where)


def test_a_day_under_the_rules_about_people() -> None:
    """Each reason is lifted by what its sentence says, and the gun goes out."""
    story = World(packs=with_rows(*ROWS))
    story.working_day()
    story.tell(Duty(person=person("armorer").id, duty="driver"), "grip")
    story.tell(deputy(Where.INSIDE), "first-ad")
    refused = story.take_out("colt")
    assert refused.codes == ("other_duty", "credential_missing", "carrier_inside")
    for body in PAPERS:
        story.tell(body, "producer")
    assert story.take_out("colt").codes == ("other_duty", "carrier_inside")
    story.tell(Duty(person=person("armorer").id, duty="driver", ended=True), "armorer")
    story.tell(deputy(Where.OUTSIDE), "first-ad")
    assert not story.take_out("colt").refused
    story.show_empty("colt")
    story.load("colt", chambers=6)
    looks = story.show_going_in("colt", dummies=6)
    story.tell(Minor(person=person("performer").id), "grip")
    assert story.hand_over("colt", rounds=6, looks=looks).codes == (
        "performer_not_trained",
        "guardian_not_present",
        "above_class_limit",
    )
    story.tell(paper(Paper.PATTERN_ASSESSED, "performer"), "manager")
    story.tell(ClassLimit(person=person("performer").id, class_max=6), "producer")
    present = GuardianPresent(minor=person("performer").id, guardian=person("teacher").id)
    story.tell(present, "rep")
    assert not story.hand_over("colt", rounds=6, looks=looks).refused


def test_nothing_about_people_keeps_a_gun_from_coming_back() -> None:
    """With the permit withdrawn and another duty taken up the armorer collects and locks up."""
    story = World(packs=with_rows(*ROWS))
    story.working_day()
    for body in PAPERS:
        story.tell(body, "producer")
    story.take_out("colt")
    story.tell(CredentialEnded(person=person("armorer").id, paper=Paper.PERMIT), "producer")
    story.tell(Duty(person=person("armorer").id, duty="driver"), "grip")
    story.tell(deputy(Where.INSIDE), "first-ad")
    colt = story.state.weapons[next(iter(story.state.weapons))]
    assert story.collect("colt").codes == ()
    assert story.lock(next(iter(story.state.weapons))).codes == ()
    assert colt.charge.by.value == "place"


def test_going_again_is_asked_like_any_step() -> None:
    """A gun that is to go again waits for a carrier inside, a duty, a paper, as others do."""
    step = carrier(busy(floor.hand_over()), Where.INSIDE)
    step = minor(crew.planned(step, area=(CREW,)), CREW)
    step.colt.in_hand = floor.PERFORMER
    step.body = GoAgain(weapon=floor.COLT, set_up=crew.SET_UP)
    codes = {row: [one[1] for one in crew.judged(step, row)[0]] for row in ROWS}
    assert {row: found for row, found in codes.items() if found} == {
        "R03": ["credential_missing"],
        "R04": ["other_duty"],
        "R09": ["credential_missing"],
        "R10": ["performer_not_trained"],
        "R12": ["carrier_inside"],
        "R50": ["guardian_not_present"],
        "R51": ["above_class_limit"],
    }


OURS: Final = PacksInForce(
    packs=(choice(CORE), msgspec.structs.replace(choice(HOUSE), rows=ROWS)), digest="people"
)
JUDGE: Final = Judge(kept(CORE, HOUSE))
HELPS: Final[dict[str, Callable[[Step], Step]]] = {
    "permit": lambda step: crew.with_papers(step, Paper.PERMIT),
    "federal document": lambda step: crew.with_papers(step, Paper.FEDERAL_DOCUMENT),
    "handling course": lambda step: crew.with_papers(step, Paper.HANDLING_COURSE),
    "grip's course": lambda step: crew.with_papers(step, Paper.PROXIMITY_COURSE, who=CREW),
    "assessed": assessed,
    "asked in private": lambda step: limited(step, 6),
    "guardian of the performer": guarded,
    "guardian of the grip": lambda step: guarded(step, CREW),
}
HINDERS: Final[dict[str, Callable[[Step], Step]]] = {
    "performer is a minor": lambda step: minor(step, PERFORMER),
    "grip is a minor": lambda step: minor(step, CREW),
    "guardian is a minor": lambda step: minor(step, GUARDIAN),
    "other duty": busy,
    "carrier inside": lambda step: carrier(step, Where.INSIDE),
    "more guns out": lambda step: _guns(step, 21),
}


def _guns(step: Step, out: int) -> Step:
    step.state.guns_out = out
    return step


def found(helps: frozenset[str], hinders: frozenset[str]) -> frozenset[tuple[str, str]]:
    """Return rule and code of everything found about a hand-over with these facts."""
    step = crew.planned(floor.hand_over(), area=(CREW,))
    step.state.day_opened = EventId("opened")
    for name in sorted(helps):
        HELPS[name](step)
    for name in sorted(hinders):
        HINDERS[name](step)
    step.state.packs = OURS
    verdict = JUDGE.decide(step.state, floor.event(step), step.now)
    return frozenset((one.rule, one.code.value) for one in (*verdict.refusals, *verdict.alerts))


@given(
    st.frozensets(st.sampled_from(sorted(HELPS))),
    st.frozensets(st.sampled_from(sorted(HINDERS))),
    st.sampled_from(sorted(HELPS)),
    st.sampled_from(sorted(HINDERS)),
)
def test_evidence_only_helps(
    helps: frozenset[str], hinders: frozenset[str], helping: str, hindering: str
) -> None:
    """One more paper or guardian never adds a reason; one more hindrance takes none away."""
    before = found(helps, hinders)
    assert found(helps | {helping}, hinders) <= before
    assert before <= found(helps, hinders | {hindering})


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_chapter_is_shipped(row: str) -> None:
    """Each rule of the chapter has a row in the house default that gives its parameters."""
    rule = next(rule for rule in CATALOGUE if rule.id == row)
    assert crew.judged(floor.take_out(), row) is not None
    assert rule.steps
