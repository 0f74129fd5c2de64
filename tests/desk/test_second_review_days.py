"""What a report by a lost or unknown key hinders, told through the real desk."""

from __future__ import annotations

import pytest

from showclear.field.ids import PersonId
from showclear.field.people import Role
from showclear.field.stock import WeaponClass
from showclear.record.events.desk import Unattributed
from showclear.record.events.desk import Why as Unsigned
from showclear.record.events.officers import Revoke, RevokeCause
from showclear.record.events.passing import FoundWith
from showclear.record.events.people import (
    Carrier,
    Credential,
    CredentialEnded,
    Duty,
    Minor,
    Paper,
    Where,
    Why,
)
from showclear.record.events.plan import Changed, SetUpChanged
from showclear.record.events.table import AnyBody
from showclear.record.state import BLOCKING_TOPICS, Topic
from tests.kit import OnDesk, Told, gun, person, signed_by, with_rows
from tests.planning import planned, set_up

ARMORER, PERFORMER = person("armorer").id, person("performer").id
NEAR = set_up()


@pytest.fixture
def story() -> OnDesk:
    """Return a working day with a set-up, on which the assistant's key was lost."""
    told = OnDesk(packs=with_rows("R42"))
    told.working_day()
    told.approve_set_up(planned())
    lost = Revoke(key=person("assistant").key, cause=RevokeCause.LOST)
    told.tell(lost, "producer", "manager")
    return told


def reports(story: OnDesk, body: AnyBody, *, by: str = "assistant") -> Told:
    """Send a report by a key that counts no more, or never did; it is asked about."""
    told = story.tell_signed(body, (signed_by(by, Role.HANDLER),))
    assert isinstance(told.event.body, Unattributed)
    question = story.state.questions[told.id]
    assert question.topic not in BLOCKING_TOPICS
    return told


@pytest.mark.parametrize("by", ["assistant", "stranger"])
@pytest.mark.parametrize("what", Changed)
def test_a_set_up_has_changed_whoever_says_so(story: OnDesk, what: Changed, by: str) -> None:
    """What matters ends the approval; anything else waits for a tap."""
    told = reports(story, SetUpChanged(set_up=NEAR, what=what), by=by)
    fact = story.state.set_ups[NEAR]
    changed = [(one.event, one.what) for one in fact.changed]
    other = what is Changed.OTHER
    assert changed == ([] if other else [(told.id, what)])
    assert fact.unsettled == (told.id if other else "")


def test_a_minor_is_one_whoever_says_so(story: OnDesk) -> None:
    """A lost key's word makes nobody grown up."""
    told = reports(story, Minor(person=PERFORMER))
    assert story.state.minors == {PERFORMER: told.id}


def test_a_paper_ends_whoever_says_so(story: OnDesk) -> None:
    """The kind that is named counts no more; another kind does."""
    for kind in (Paper.PERMIT, Paper.HANDLING_COURSE):
        body = Credential(
            person=ARMORER,
            paper=kind,
            classes=tuple(WeaponClass),
            valid_from="2026-01-01",
            valid_until="2026-12-31",
        )
        story.tell(body, "producer")
    reports(story, CredentialEnded(person=ARMORER, paper=Paper.PERMIT))
    assert [fact.paper for fact in story.state.papers[ARMORER]] == [Paper.HANDLING_COURSE]


@pytest.mark.parametrize("name", ["grip-work", "unit-2", "a-duty-of-more-letters-than-a-detail"])
def test_a_duty_is_taken_up_whoever_says_so(story: OnDesk, name: str) -> None:
    """And ended by its own person alone, under the name that it was taken up by."""
    told = reports(story, Duty(person=ARMORER, duty=name))
    assert story.state.duties == {ARMORER: {name: told.id}}
    reports(story, Duty(person=ARMORER, duty=name, ended=True))
    assert ARMORER in story.state.duties
    story.tell(Duty(person=ARMORER, duty=name, ended=True), "armorer")
    assert story.state.duties == {}


@pytest.mark.parametrize("where", Where)
def test_a_carrier_is_inside_whoever_says_so(story: OnDesk, where: Where) -> None:
    """That one is inside counts; that one is outside or gone does not."""
    who = PersonId("p-00000000000000ff")
    told = reports(story, Carrier(carrier=who, why=Why.GUARD, where=where))
    inside = {name: fact.event for name, fact in story.state.carriers.items()}
    assert inside == ({who: told.id} if where is Where.INSIDE else {})
    reports(story, Carrier(carrier=who, why=Why.GUARD, where=Where.GONE))
    assert len(story.state.carriers) == len(inside)


def test_a_gun_left_lying_is_unattended_whoever_found_it(story: OnDesk) -> None:
    """R42 asks about it before any other gun is readied, as if the finder's key counted."""
    told = reports(story, FoundWith(items=(gun("colt"),)))
    assert story.state.gaps[gun("colt")].topic is Topic.UNATTENDED
    assert story.state.questions[told.id].topic is Topic.UNATTENDED
    assert "unattended" in story.take_out("colt").codes


def test_a_gun_found_with_somebody_is_a_gap(story: OnDesk) -> None:
    """Whose hand it is in nobody can say who counts: a gap as before, and a question."""
    told = reports(story, FoundWith(items=(gun("colt"),), holder=PERFORMER))
    assert story.state.gaps[gun("colt")].topic is Topic.GAP
    assert story.state.questions[told.id].topic is Topic.UNATTRIBUTED


@pytest.mark.parametrize(
    ("reported", "detail"),
    [
        ("minor", ""),
        ("credential-ended", "permit"),
        ("duty", ""),
        ("carrier", "inside"),
        ("set-up-changed", "muzzle-line"),
        ("found-with", "unattended"),
    ],
)
def test_what_names_nobody_hinders_nobody(story: OnDesk, reported: str, detail: str) -> None:
    """Recorded without a person, a set-up or an item, it is asked about and nothing else."""
    body = Unattributed(
        reported=reported,
        why=Unsigned.KEY_UNKNOWN,
        arrived=person("stranger").key,
        detail=detail,
    )
    told = story.tell_unsigned(body)
    assert story.state.questions[told.id].topic is Topic.UNATTRIBUTED
    state = story.state
    assert (state.minors, state.duties, state.carriers) == ({}, {}, {})
    assert not state.set_ups[NEAR].changed


@pytest.mark.parametrize(
    ("reported", "detail"), [("duty", ""), ("carrier", "outside"), ("credential-ended", "pass")]
)
def test_what_says_too_little_hinders_nobody(story: OnDesk, reported: str, detail: str) -> None:
    """A person without a duty, a place or a paper that the record knows is asked about alone."""
    body = Unattributed(
        reported=reported,
        why=Unsigned.KEY_UNKNOWN,
        arrived=person("stranger").key,
        detail=detail,
        person=ARMORER,
    )
    assert story.tell_unsigned(body).id in story.state.questions
    assert (story.state.duties, story.state.carriers) == ({}, {})
