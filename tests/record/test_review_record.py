"""What nobody's key stands for hinders all the same, and roles that nobody is ever given."""

from __future__ import annotations

import pytest

from showclear.field.ids import NOBODY
from showclear.field.people import Role
from showclear.record.admission import structural
from showclear.record.events.desk import Outcome, Unattributed, Why
from showclear.record.events.officers import Enrol, Grant
from showclear.record.events.table import AnyBody
from showclear.record.state import State, Topic
from tests.kit import OFFICERS, Told, World, box, gun, person, signers_of


def unsigned(told: World, reported: str, *items: str, detail: str = "") -> Told:
    """Let the desk record a report without a key."""
    body = Unattributed(
        reported=reported,
        why=Why.KEY_UNKNOWN,
        arrived=person("stranger").key,
        items=items,  # type: ignore[arg-type]  # ids of items, as tests name them
        detail=detail,
    )
    return told.tell_unsigned(body)


def topics(state: State) -> list[tuple[Topic, tuple[str, ...]]]:
    """Return what is asked, and about what."""
    return [(question.topic, question.items) for question in state.questions.values()]


def working() -> World:
    """Return a day with a gun in its lock."""
    told = World()
    told.working_day()
    return told


@pytest.mark.parametrize(
    ("detail", "topic"),
    [
        pytest.param("looks-live", Topic.LOOKS_LIVE, id="looks live"),
        pytest.param("not-nameable", Topic.NOT_NAMEABLE, id="not nameable"),
        pytest.param("ours", Topic.NOT_NAMEABLE, id="said to be ours"),
        pytest.param("", Topic.NOT_NAMEABLE, id="nothing said"),
    ],
)
def test_a_round_found_by_nobody_blocks(detail: str, topic: Topic) -> None:
    """A found round that no key stands for blocks until it is answered, and opens no gap."""
    told = working()
    unsigned(told, "found-round", box("vault"), box("ghost"), detail=detail)
    assert topics(told.state) == [(topic, (box("vault"),))]
    assert told.state.blocking == 1
    assert told.state.gaps == {}
    assert "live_or_unknown_round_about" in told.take_out("colt").codes


def test_a_keep_by_nobody_keeps() -> None:
    """What is kept as found without a key is kept, over the items that are known."""
    told = working()
    kept = unsigned(told, "keep-as-found", gun("colt"), gun("ghost"))
    fact = told.state.keeps[kept.id]
    assert (fact.items, fact.guarded_by) == ((gun("colt"),), NOBODY)
    assert told.state.weapons[gun("colt")].kept == kept.id
    assert told.take_out("colt").codes[0] == "kept_as_found"


def test_a_gunshot_by_nobody_is_asked_about() -> None:
    """A gunshot that no key stands for opens a gap, blocks, and makes the bore due."""
    told = working()
    fired = unsigned(told, "fired", gun("colt"), box("vault"), gun("ghost"))
    assert topics(told.state) == [(Topic.NOT_NAMEABLE, (box("vault"), gun("colt")))]
    assert set(told.state.gaps) == {gun("colt"), box("vault")}
    colt = told.state.weapons[gun("colt")]
    assert (colt.ended, colt.bore_due, colt.bore_seen) == ("unattributed", fired.id, ())
    assert told.state.blocking == 1


def given(role: Role) -> list[AnyBody]:
    """Return an enrolment and a grant that give a role."""
    armorer, stranger = person("armorer"), person("stranger")
    return [
        Enrol(person=stranger.id, key=stranger.key, title="grip", roles=(role, Role.CREW)),
        Grant(person=armorer.id, roles=(role,)),
    ]


@pytest.mark.parametrize("role", [Role.DESK, Role.ENROLLED])
def test_nobody_is_given_the_desks_role(role: Role) -> None:
    """An enrolment or grant of the desk's role, or of a new key's, is refused by the record."""
    told = World()
    for body, newcomer in zip(given(role), ("stranger", ""), strict=True):
        event = told.event(body, signers_of(body, (*OFFICERS[:2], *([newcomer] * bool(newcomer)))))
        found = structural(told.state.registry, event, told.had)
        assert [(one.code.value, one.facts[1], one.lift) for one in found] == [
            ("role_not_held", role.value, f"leave out {role.value}: nobody is given that role")
        ]


def test_other_roles_are_given() -> None:
    """A role that people act in is granted."""
    told = World()
    body = Grant(person=person("armorer").id, roles=(Role.CREW, Role.OUTSIDE))
    assert told.tell(body, *OFFICERS[:2]).outcome is Outcome.ACCEPTED
