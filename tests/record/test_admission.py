"""Admission: what the record itself settles about an event, each code with what would lift it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from showclear.field.ids import DESK, EventId
from showclear.field.people import Role, Way
from showclear.field.stock import WeaponClass
from showclear.record.admission import RECORD, outcome_of, structural
from showclear.record.codes import Code, Refusal
from showclear.record.event import Event, SignedBy, decode_event
from showclear.record.events.base import Mood
from showclear.record.events.desk import Outcome
from showclear.record.events.officers import Enrol, Grant, Opening, Revoke, RevokeCause
from showclear.record.events.people import WithdrawRoles
from showclear.record.events.speaking import LiftStop, Stop
from showclear.record.events.stock import ReceiveWeapon
from showclear.record.events.table import BY_TAG, AnyBody
from showclear.record.registry import mood_of
from tests.kit import (
    OFFICERS,
    World,
    all_rows,
    enrolment,
    fake_root,
    gun,
    opening,
    person,
    signed_by,
    signers_of,
)
from tests.record.examples import examples

STALE = EventId("ab" * 32)
HANDLER, OFFICER, CREW = Role.HANDLER, Role.OFFICER, Role.CREW
TWO = OFFICERS[:2]


def story() -> World:
    """Return a production with one gun, the grip's key revoked."""
    told = World()
    told.receive_gun("colt")
    told.tell(Revoke(key=person("grip").key, cause=RevokeCause.LOST), *TWO)
    return told


def with_key_of(name: str, key: str, role: Role) -> SignedBy:
    """Return a signer who names another's key as theirs."""
    return SignedBy(person=person(name).id, key=person(key).key, role=role, way=Way.PIN)


def stop_by(*signers: SignedBy) -> Callable[[World], Event]:
    """Return what makes a stop by these signers."""
    return lambda told: told.event(Stop(), signers)


def lift_by(*signers: SignedBy) -> Callable[[World], Event]:
    """Return what makes a lifting of a stop by these signers."""
    return lambda told: told.event(LiftStop(stop=STALE), signers)


def by_two(body: AnyBody, *names: str) -> Callable[[World], Event]:
    """Return what makes an event by two officers, and by these besides."""
    return lambda told: told.event(body, signers_of(body, (*TWO, *names)))


def of_a_gun(name: str, last: EventId | None) -> Callable[[World], Event]:
    """Return what makes a report about a gun whose last event the signer takes for this."""
    from_here = {gun(name): last} if last is not None else None

    def make(told: World) -> Event:
        body = ReceiveWeapon(
            weapon=gun(name),
            weapon_class=WeaponClass.ADAPTED,
            pattern="single-action-1873",
            chambers=6,
        )
        return told.event(body, signers_of(body, ("armorer",)), last=from_here)

    return make


def enrol(name: str, *, signer: SignedBy | None = None) -> Callable[[World], Event]:
    """Return what makes an enrolment as crew, the newcomer's signature replaced perhaps."""
    body = enrolment(name, "grip", (CREW,))
    officers = signers_of(body, TWO)
    last = signer or signed_by(name, Role.ENROLLED)
    return lambda told: told.event(body, (*officers, last))


def enrol_desk(told: World) -> Event:
    """Return an enrolment of somebody as the desk."""
    body = Enrol(person=DESK, key=person("newcomer").key, title="grip", roles=(CREW,))
    signer = SignedBy(person=DESK, key=body.key, role=Role.ENROLLED, way=Way.PIN)
    return told.event(body, (*signers_of(body, TWO), signer))


def under_another_head(told: World) -> Event:
    """Return a stop signed under a head that the ledger never had."""
    event = told.event(Stop(), (signed_by("rep", Role.SAFETY_REP),))
    seen = msgspec.structs.replace(event.seen, root=fake_root(1))
    return msgspec.structs.replace(event, seen=seen)


def under_a_later_head(told: World) -> Event:
    """Return a stop signed under a head larger than the ledger."""
    event = told.event(Stop(), (signed_by("rep", Role.SAFETY_REP),))
    size = told.state.next_index + 1
    seen = msgspec.structs.replace(event.seen, size=size, root=fake_root(size))
    return msgspec.structs.replace(event, seen=seen)


def revoke(name: str) -> Callable[[World], Event]:
    """Return what makes a revocation by two officers."""
    return by_two(Revoke(key=person(name).key, cause=RevokeCause.LEFT))


NOTHING: dict[str, Callable[[World], Event]] = {
    "somebody says stop": stop_by(signed_by("rep", Role.SAFETY_REP)),
    "a caller and a handler lift": lift_by(
        signed_by("first-ad", Role.CALLER), signed_by("armorer", HANDLER)
    ),
    "somebody new is enrolled": enrol("newcomer"),
    "a role is granted": by_two(Grant(person=person("armorer").id, roles=(CREW,))),
    "a role is taken back": by_two(WithdrawRoles(person=person("armorer").id, roles=(HANDLER,))),
    "a role not held is taken back": by_two(
        WithdrawRoles(person=person("armorer").id, roles=(CREW, OFFICER))
    ),
    "the third officer is one no more": by_two(
        WithdrawRoles(person=person("owner").id, roles=(OFFICER,))
    ),
    "a handler's key is revoked": revoke("armorer"),
    "the third officer's key is revoked": revoke("owner"),
    "a new gun is received": of_a_gun("derringer", None),
    "a gun that is here, its last event named": of_a_gun("colt", None),
}

AGAINST: dict[str, tuple[Callable[[World], Event], Code, Callable[[World], tuple[str, ...]], str]]
AGAINST = {
    "a revoked key": (
        stop_by(signed_by("grip", CREW)),
        Code.KEY_REVOKED,
        lambda told: (
            person("grip").id,
            person("grip").key,
            str(told.state.registry.keys[person("grip").key].revoked),
        ),
        "enrol a new key, then sign again",
    ),
    "another's key": (
        stop_by(with_key_of("rep", "armorer", Role.SAFETY_REP)),
        Code.KEY_OF_ANOTHER_PERSON,
        lambda _: (person("rep").id, person("armorer").key),
        "sign with one's own key",
    ),
    "one person twice": (
        lift_by(signed_by("armorer", HANDLER), signed_by("armorer", HANDLER)),
        Code.SAME_PERSON_TWICE,
        lambda _: (person("armorer").id,),
        "another person signs too",
    ),
    "a role not held": (
        stop_by(signed_by("rep", HANDLER)),
        Code.ROLE_NOT_HELD,
        lambda _: (person("rep").id, "handler"),
        "two officers grant the role",
    ),
    "a key that is enrolled already": (
        enrol("armorer"),
        Code.KEY_ALREADY_ENROLLED,
        lambda _: (person("armorer").key, person("armorer").id),
        "make a fresh key and enrol it",
    ),
    "the new key does not sign": (
        enrol("newcomer", signer=signed_by("other", Role.ENROLLED)),
        Code.KEY_OF_ANOTHER_PERSON,
        lambda _: (person("other").id, person("other").key),
        "the enrolled key itself signs last, for the enrolled person",
    ),
    "the new key signs for another": (
        enrol("newcomer", signer=with_key_of("other", "newcomer", Role.ENROLLED)),
        Code.KEY_OF_ANOTHER_PERSON,
        lambda _: (person("other").id, person("newcomer").key),
        "the enrolled key itself signs last, for the enrolled person",
    ),
    "somebody enrolled as the desk": (
        enrol_desk,
        Code.KEY_OF_ANOTHER_PERSON,
        lambda _: (DESK, person("newcomer").key),
        "the enrolled key itself signs last, for the enrolled person",
    ),
    "a role for somebody unknown": (
        by_two(Grant(person=person("stranger").id, roles=(CREW,))),
        Code.PERSON_UNKNOWN,
        lambda _: (person("stranger").id,),
        "enrol the person first",
    ),
    "a role for the desk": (
        by_two(Grant(person=DESK, roles=(CREW,))),
        Code.PERSON_UNKNOWN,
        lambda _: (DESK,),
        "enrol the person first",
    ),
    "a role of somebody unknown taken back": (
        by_two(WithdrawRoles(person=person("stranger").id, roles=(CREW,))),
        Code.PERSON_UNKNOWN,
        lambda _: (person("stranger").id,),
        "name a person who is enrolled",
    ),
    "the desk's role taken back": (
        by_two(WithdrawRoles(person=DESK, roles=(Role.DESK,))),
        Code.PERSON_UNKNOWN,
        lambda _: (DESK,),
        "name a person who is enrolled",
    ),
    "an unknown key revoked": (
        revoke("stranger"),
        Code.PERSON_UNKNOWN,
        lambda _: (person("stranger").key,),
        "name a key that is enrolled and not revoked",
    ),
    "a key revoked twice": (
        revoke("grip"),
        Code.PERSON_UNKNOWN,
        lambda _: (person("grip").key,),
        "name a key that is enrolled and not revoked",
    ),
    "the desk's key revoked": (
        revoke("desk"),
        Code.PERSON_UNKNOWN,
        lambda _: (person("desk").key,),
        "name a key that is enrolled and not revoked",
    ),
    "a head the ledger never had": (
        under_another_head,
        Code.HEAD_NEVER_HAD,
        lambda told: (str(told.state.next_index),),
        "sign under a head it had",
    ),
    "a head to come": (
        under_a_later_head,
        Code.HEAD_NEVER_HAD,
        lambda told: (str(told.state.next_index + 1),),
        "sign under a head it had",
    ),
    "a gun that is here, taken for new": (
        of_a_gun("colt", EventId("")),
        Code.ITEM_ELSEWHERE,
        lambda told: (gun("colt"), told.state.registry.last[gun("colt")]),
        f"sign again after the last event of {gun('colt')}",
    ),
    "a new gun said to have a last event": (
        of_a_gun("derringer", STALE),
        Code.ITEM_ELSEWHERE,
        lambda _: (gun("derringer"), ""),
        f"sign again after the last event of {gun('derringer')}",
    ),
}


@pytest.mark.parametrize("make", NOTHING.values(), ids=NOTHING.keys())
def test_what_the_record_has_nothing_against(make: Callable[[World], Event]) -> None:
    """An event by those who may, under a head there was, on the last of its items, passes."""
    told = story()
    assert structural(told.state.registry, make(told), told.had) == []


@pytest.mark.parametrize(("make", "code", "facts", "lift"), AGAINST.values(), ids=AGAINST.keys())
def test_what_the_record_holds_against_an_event(
    make: Callable[[World], Event],
    code: Code,
    facts: Callable[[World], tuple[str, ...]],
    lift: str,
) -> None:
    """Each thing wrong gives its code, the facts looked at, and what would lift it."""
    told = story()
    found = structural(told.state.registry, make(told), told.had)
    assert found == [Refusal(code=code, rule=RECORD, facts=facts(told), lift=lift)]


def test_one_key_under_two_names() -> None:
    """One key that signs for two people is told by its code, besides being another's."""
    told = story()
    event = lift_by(signed_by("armorer", HANDLER), with_key_of("assistant", "armorer", HANDLER))(
        told
    )
    found = structural(told.state.registry, event, told.had)
    assert [refusal.code for refusal in found] == [
        Code.KEY_OF_ANOTHER_PERSON,
        Code.ONE_KEY_TWO_NAMES,
    ]
    armorer, assistant = person("armorer"), person("assistant")
    assert found[1].facts == (armorer.id, assistant.id, armorer.key)
    assert found[1].lift == "each signs with a key of their own"


def test_two_officers_must_be_left() -> None:
    """An officer's key is not revoked when fewer than two people could sign as officers."""
    told = story()
    told.tell(Revoke(key=person("owner").key, cause=RevokeCause.LEFT), *TWO)
    event = revoke("manager")(told)
    assert structural(told.state.registry, event, told.had) == [
        Refusal(
            code=Code.TOO_FEW_OFFICERS_LEFT,
            rule=RECORD,
            facts=(person("manager").key, "1"),
            lift="enrol another officer first; with fewer than two the ledger can only be closed",
        )
    ]


def test_two_officers_stay_officers() -> None:
    """The role of officer is not taken back when fewer than two people could sign as officers."""
    told = story()
    told.tell(WithdrawRoles(person=person("owner").id, roles=(OFFICER,)), *TWO)
    event = by_two(WithdrawRoles(person=person("manager").id, roles=(CREW, OFFICER)))(told)
    assert structural(told.state.registry, event, told.had) == [
        Refusal(
            code=Code.TOO_FEW_OFFICERS_LEFT,
            rule=RECORD,
            facts=(person("manager").id, "1"),
            lift="enrol another officer first; with fewer than two the ledger can only be closed",
        )
    ]
    other = by_two(WithdrawRoles(person=person("manager").id, roles=(CREW,)))(told)
    assert structural(told.state.registry, other, told.had) == []


def test_an_unknown_item() -> None:
    """A report about an item that was never received is told so."""
    told = story()
    found = told.fire("ghost", 1)
    assert found.outcome is Outcome.OUT_OF_CHAIN
    assert [(refusal.code, refusal.facts, refusal.lift) for refusal in found.refusals] == [
        (Code.ITEM_UNKNOWN, (gun("ghost"),), "receive the item first")
    ]


def test_the_opening_needs_nobody_enrolled() -> None:
    """The opening enrols its own signers: only its head is asked about."""
    told = World(enrolled=False)
    body = opening(all_rows())
    event = told.event(body, signers_of(body, OFFICERS))
    assert isinstance(event.body, Opening)
    assert structural(told.state.registry, event, told.had) == []


def test_several_things_wrong_come_in_order() -> None:
    """Everything wrong is told at once, in the order in which it is looked at."""
    told = story()
    event = told.event(Stop(), (with_key_of("stranger", "grip", HANDLER), signed_by("grip", CREW)))
    codes = [refusal.code for refusal in structural(told.state.registry, event, told.had)]
    assert codes == [
        Code.KEY_REVOKED,
        Code.KEY_OF_ANOTHER_PERSON,
        Code.KEY_REVOKED,
        Code.ONE_KEY_TWO_NAMES,
        Code.ROLE_NOT_HELD,
    ]


def refusal(code: Code) -> Refusal:
    """Return a refusal with this code."""
    return Refusal(code=code, rule=RECORD, facts=(), lift="")


@pytest.mark.parametrize("tag", BY_TAG)
def test_what_becomes_of_an_event(tag: str) -> None:
    """A step with anything against it is refused; a report never; a look only by its key."""
    event = decode_event(examples()[tag])
    outcomes = {
        "nothing": outcome_of(event, []),
        "a role": outcome_of(event, [refusal(Code.ROLE_NOT_HELD)]),
        "a revoked key": outcome_of(event, [refusal(Code.KEY_REVOKED)]),
        "elsewhere": outcome_of(event, [refusal(Code.ITEM_ELSEWHERE)]),
        "unknown": outcome_of(event, [refusal(Code.ITEM_UNKNOWN)]),
    }
    admitted, refused, out = Outcome.ADMITTED, Outcome.REFUSED, Outcome.OUT_OF_CHAIN
    expected = {
        Mood.STEP: (Outcome.ACCEPTED, refused, refused, refused, refused),
        Mood.LOOK: (admitted, admitted, refused, admitted, admitted),
        Mood.REPORT: (admitted, admitted, admitted, out, out),
        Mood.DESK: (admitted,) * 5,
    }
    assert tuple(outcomes.values()) == expected[mood_of(event)]
