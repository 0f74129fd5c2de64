"""Invariant 2: a statement rests on a showing: two looks, checked here from the log alone."""

from __future__ import annotations

from hypothesis import given

from showclear.field.ids import EventId, PersonId
from showclear.field.mechanisms import Holds, How
from showclear.field.people import Role
from showclear.field.stock import Kind
from showclear.record.events.handling import Load, Look
from showclear.record.showing import Shown, Statement, statement
from showclear.record.state import Weapon
from tests.invariants.walk import History, histories, told_of, walked
from tests.kit import Told, World

LOADED = {Shown.DUMMIES, Shown.BLANKS, Shown.MIXED}
RING = tuple(f"chamber-{number}" for number in range(1, 7))
RODDED = {"cylinder-out", "rod-to-mark"}


def body_of(told: Told) -> Look:
    """Return what a look says."""
    assert isinstance(told.event.body, Look)
    return told.event.body


def check_look(told: Told, weapon: Weapon, shown: Shown) -> None:
    """Check one of the two looks: on the last change, whole, and perceived."""
    look = body_of(told)
    assert look.cites == weapon.changed
    assert not told.codes
    wanted = (*RING, "bore") if shown is Shown.EMPTY else RING
    assert tuple(answer.position for answer in look.answers) == wanted
    for answer in look.answers:
        assert answer.how in {How.SAW, How.HEARD}
        assert answer.position != "bore" or answer.method.value in RODDED


def check_pair(story: World, weapon: Weapon, now: Statement) -> None:
    """Check that two distinct people with distinct keys in fitting roles say the same."""
    first, second = (told_of(story, event) for event in now.looks)
    one, other = first.event.signers[0], second.event.signers[0]
    assert (one.person, other.person) == now.by
    assert one.person != other.person
    assert one.key != other.key
    assert one.role is Role.HANDLER
    assert other.role in {Role.SECOND_PERSON, Role.CALLER}
    for told in (first, second):
        check_look(told, weapon, now.shown)
    said = [[answer.holds for answer in body_of(told).answers] for told in (first, second)]
    assert said[0] == said[1]
    assert now.rounds == sum(holds is not Holds.EMPTY for holds in said[0])


def check_rounds(story: World, weapon: Weapon, now: Statement) -> None:
    """Check a statement about a loaded gun against every load since it was last clear."""
    kinds = {story.state.lots[lot].kind for lot, count in weapon.rounds.items() if count}
    wanted = {
        Shown.DUMMIES: {Kind.DUMMY},
        Shown.BLANKS: {Kind.BLANK},
        Shown.MIXED: {Kind.DUMMY, Kind.BLANK},
    }
    assert kinds == wanted[now.shown]
    assert now.rounds == sum(weapon.rounds.values())
    loaders = set()
    for fact in weapon.loads:
        told = told_of(story, fact.event)
        assert isinstance(told.event.body, Load)
        assert not told.refused
        loaders.add(told.event.signers[0].person)
    assert now.by[1] not in loaders


def saw_it_empty(story: World, weapon: Weapon, by: tuple[PersonId, ...]) -> bool:
    """Return whether each of these answered that it was empty just before the first load."""
    first = min(told_of(story, fact.event).index for fact in weapon.loads)
    empty: set[PersonId] = set()
    for told in story.told:
        if told.index >= first or not isinstance(told.event.body, Look):
            continue
        if all(answer.holds is Holds.EMPTY for answer in told.event.body.answers):
            empty.add(told.event.signers[0].person)
    return set(by) <= empty


@given(histories())
def test_a_statement_rests_on_two_looks(history: History) -> None:
    """What stands about a gun that can go off rests on two whole looks at its last change."""
    for story in walked(history):
        for weapon in story.state.weapons.values():
            now = statement(weapon, epoch=story.state.epoch)
            if not weapon.firing or now.shown is Shown.UNKNOWN:
                continue
            if now.shown is Shown.FIRED_CASES:
                assert weapon.fired_cases
                continue
            check_pair(story, weapon, now)
            if now.shown in LOADED:
                check_rounds(story, weapon, now)
                going_in = body_of(told_of(story, now.looks[0])).way.value == "seen-going-in"
                assert not going_in or saw_it_empty(story, weapon, now.by)
            else:
                assert not weapon.rounds


@given(histories())
def test_a_harmless_gun_is_known_by_one_handlers_look(history: History) -> None:
    """A rubber gun is non-firing by one handler's look, else not identified."""
    for story in walked(history):
        for weapon in story.state.weapons.values():
            if weapon.firing:
                continue
            now = statement(weapon)
            assert now.shown in {Shown.NON_FIRING, Shown.NOT_IDENTIFIED}
            for event in now.looks:
                told = told_of(story, EventId(event))
                assert told.event.signers[0].role is Role.HANDLER
                assert body_of(told).cites == weapon.changed
