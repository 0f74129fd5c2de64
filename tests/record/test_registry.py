"""The registry: who may sign, and where each item's chain ends."""

from __future__ import annotations

import msgspec
import pytest

from showclear.errors import InvariantError
from showclear.field.ids import DESK, NO_ITEM, KeyId
from showclear.field.people import Role
from showclear.record.events.base import Mood
from showclear.record.events.desk import Outcome
from showclear.record.events.officers import Enrol, Grant, Revoke, RevokeCause
from showclear.record.events.people import WithdrawRoles
from showclear.record.registry import creates, mood_of
from tests.kit import CAST, OFFICERS, World, box, gun, person, signers_of

TWO = OFFICERS[:2]


def test_the_opening_enrols_officers_and_desk() -> None:
    """The opening enrols its officers and the desk's key, and nobody else."""
    registry = World(enrolled=False).state.registry
    assert {record.person for record in registry.keys.values()} == {
        DESK,
        *(person(name).id for name in OFFICERS),
    }
    assert registry.people[person("producer").id].title == "officer"
    assert registry.people[DESK].title == "desk"
    assert registry.may_act(DESK, Role.DESK)
    assert registry.ledger_key == person("ledger").key
    assert registry.officers_without() == 3
    assert registry.officers_without(person("owner").key) == 2


def test_a_ledger_is_opened_once() -> None:
    """A second opening is a bug wherever it comes from."""
    story = World(enrolled=False)
    told = story.told[0]
    with pytest.raises(InvariantError, match=r"^registry: a ledger is opened once$"):
        story.state.registry.apply(9, told.id, told.event, Outcome.ACCEPTED)


def test_an_enrolment_counts_from_its_index() -> None:
    """Whoever was enrolled has key, title and roles from that index on."""
    story = World()
    registry = story.state.registry
    for name, (title, roles) in CAST.items():
        record = registry.people[person(name).id]
        assert (record.title, record.roles) == (title, set(roles))
        assert registry.live_key(person(name).key)
    told = story.told[1]
    assert registry.keys[person("armorer").key].enrolled == told.index


def test_a_second_key_for_the_same_person() -> None:
    """A person's second key adds the roles granted with it; under another title it is refused."""
    story = World()
    body = Enrol(
        person=person("grip").id, key=person("grip 2").key, title="grip", roles=(Role.PERFORMER,)
    )
    officers = signers_of(body, TWO)
    newcomer = signers_of(body, (*TWO, "grip 2"))[-1]
    own = type(newcomer)(person=body.person, key=body.key, role=newcomer.role, way=newcomer.way)
    other = msgspec.structs.replace(body, title="rigger")
    assert story.tell_signed(other, (*officers, own)).codes == ("title_not_for_role",)
    assert story.tell_signed(body, (*officers, own)).outcome is Outcome.ACCEPTED
    record = story.state.registry.people[person("grip").id]
    assert (record.title, record.roles) == ("grip", {Role.CREW, Role.PERFORMER})
    assert story.state.registry.live_key(body.key)


def test_who_can_sign() -> None:
    """A person can sign with any key of theirs that is not revoked."""
    story = World()
    grip = person("grip")
    assert story.state.registry.can_sign(grip.id)
    assert grip.id in story.state.registry.who_can_sign()
    assert not story.state.registry.can_sign(person("stranger").id)
    story.tell(Revoke(key=grip.key, cause=RevokeCause.LOST), *TWO)
    assert not story.state.registry.can_sign(grip.id)
    assert grip.id not in story.state.registry.who_can_sign()


def test_a_grant_adds_and_a_revocation_ends() -> None:
    """A granted role adds to those held; a revoked key counts no more, its person stays."""
    story = World()
    grip = person("grip")
    story.tell(Grant(person=grip.id, roles=(Role.PERFORMER,)), *TWO)
    assert story.state.registry.people[grip.id].roles == {Role.CREW, Role.PERFORMER}
    told = story.tell(Revoke(key=grip.key, cause=RevokeCause.LOST), *TWO)
    registry = story.state.registry
    assert registry.keys[grip.key].revoked == told.index
    assert not registry.live_key(grip.key)
    assert registry.may_act(grip.id, Role.CREW)


def test_roles_taken_back_are_gone_from_the_next_index_on() -> None:
    """A role taken back is gone, keys and title stay; it may be granted again."""
    story = World()
    first_ad = person("first-ad")
    body = WithdrawRoles(person=first_ad.id, roles=(Role.CALLER, Role.HANDLER))
    assert story.tell(body, *TWO).outcome is Outcome.ACCEPTED
    record = story.state.registry.people[first_ad.id]
    assert (record.title, record.roles) == ("first-ad", {Role.SECOND_PERSON})
    assert story.state.registry.live_key(first_ad.key)
    assert story.open_day().codes == ("role_not_held",)
    story.tell(Grant(person=first_ad.id, roles=(Role.CALLER,)), *TWO)
    assert not story.open_day().refused


def test_who_is_left_to_sign_as_officer() -> None:
    """Officers besides one are counted as people who have a key and the role."""
    story = World()
    registry = story.state.registry
    assert registry.officers_besides(person("owner").id) == 2
    assert registry.officers_besides(person("grip").id) == 3
    story.tell(Revoke(key=person("manager").key, cause=RevokeCause.LOST), *TWO)
    assert registry.officers_besides(person("owner").id) == 1
    assert registry.officers_besides(person("manager").id) == 2


def test_who_is_unknown() -> None:
    """A key or person that was never enrolled counts for nothing."""
    registry = World().state.registry
    assert not registry.live_key(KeyId("00" * 32))
    assert not registry.may_act(person("stranger").id, Role.CREW)


def test_one_person_with_two_officer_keys_is_one() -> None:
    """Officers are counted as people, not as keys."""
    story = World()
    registry = story.state.registry
    keys = registry.keys
    keys[KeyId("11" * 32)] = keys[person("owner").key]
    assert registry.officers_without() == 3
    assert registry.officers_without(person("owner").key) == 3


def test_a_refused_step_changes_nothing() -> None:
    """A refused step leaves keys, roles and chains as they were."""
    story = World()
    told = story.tell(Grant(person=person("stranger").id, roles=(Role.CREW,)), *TWO)
    assert told.refused
    assert person("stranger").id not in story.state.registry.people


def test_chains_are_of_items_received() -> None:
    """An item's chain begins when it is received; a report about an unknown one begins none."""
    story = World()
    story.fire("colt", 1)
    assert gun("colt") not in story.state.registry.last
    received = story.receive_gun("colt")
    assert story.state.registry.last[gun("colt")] == received.id
    fired = story.fire("colt", 1)
    assert story.state.registry.last[gun("colt")] == fired.id


def test_what_comes_into_the_ledger() -> None:
    """Receiving creates its gun or container; every other event creates nothing."""
    story = World()
    assert creates(story.receive_gun("colt").event) == gun("colt")
    assert creates(story.receive_box("belt").event) == box("belt")
    stop = story.stop().event
    assert creates(stop) == NO_ITEM
    assert mood_of(stop) is Mood.REPORT
