"""The fold of papers, limits, minors, duties, carriers, key-holders, and of declining."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from showclear.field.ids import EventId
from showclear.field.people import Role
from showclear.field.stock import Form, WeaponClass
from showclear.field.stock import Purpose as Use
from showclear.record.events.desk import Decision, Outcome
from showclear.record.events.handling import Announced, Collect, HandOver
from showclear.record.events.officers import Correct
from showclear.record.events.people import (
    Carrier,
    ClassLimit,
    Credential,
    CredentialEnded,
    Duty,
    GuardianPresent,
    Minor,
    NameKeyHolders,
    Paper,
    Where,
    Why,
    WithdrawRoles,
)
from showclear.record.events.speaking import Decline, Side
from showclear.record.events.table import AnyBody
from showclear.record.fold import Kept, fold_entry
from showclear.record.state import By, Charge, State
from tests.invariants.facts import encoded
from tests.kit import OFFICERS, World, box, gun, person, signed_by, with_rows

ARMORER, ASSISTANT = person("armorer").id, person("assistant").id
PERFORMER, GRIP = person("performer").id, person("grip").id
DEPUTY, TEACHER = person("deputy").id, person("teacher").id
TWO = OFFICERS[:2]


def paper(
    kind: Paper = Paper.PERMIT, *, until: str = "2026-12-31", who: str = "armorer"
) -> Credential:
    """Return an officer's having seen a paper for guns that fire."""
    return Credential(
        person=person(who).id,
        paper=kind,
        classes=(WeaponClass.BLANK_ONLY, WeaponClass.LIVE_CAPABLE),
        valid_from="2026-01-01",
        valid_until=until,
    )


def marked(told: World, body: AnyBody, *who: str) -> None:
    """Let an event be folded though something stands against it."""
    event = told.event(body, tuple(signed_by(name, Role.OFFICER) for name in who))
    kept = Kept(index=told.state.next_index, id=EventId(told.ids.fresh(32).hex()), event=event)
    decision = Decision(
        id=kept.id, index=kept.index, outcome=Outcome.ADMITTED, codes=("role_not_held",)
    )
    fold_entry(told.state, kept, decision, told.now())


def test_papers_add_up_until_one_kind_ends() -> None:
    """A renewal stands beside the paper before it; ending a kind ends all of it, and no other."""
    told = World()
    told.tell(paper(until="2026-11-30"), "producer")
    told.tell(
        msgspec.structs.replace(paper(until="2027-11-30"), valid_from="2026-12-01"), "producer"
    )
    told.tell(paper(Paper.HANDLING_COURSE), "manager")
    assert [(one.paper, one.valid_until) for one in told.state.papers[ARMORER]] == [
        (Paper.PERMIT, "2026-11-30"),
        (Paper.PERMIT, "2027-11-30"),
        (Paper.HANDLING_COURSE, "2026-12-31"),
    ]
    told.tell(CredentialEnded(person=ARMORER, paper=Paper.PERMIT), "grip")
    assert [one.paper for one in told.state.papers[ARMORER]] == [Paper.HANDLING_COURSE]
    told.tell(CredentialEnded(person=ARMORER, paper=Paper.HANDLING_COURSE), "armorer")
    told.tell(CredentialEnded(person=GRIP, paper=Paper.PERMIT), "armorer")
    assert told.state.papers == {}


def test_a_paper_ends_whoever_says_so() -> None:
    """That a paper ended counts even from somebody who signs in a role not held."""
    told = World()
    told.tell(paper(), "producer")
    marked(told, CredentialEnded(person=ARMORER, paper=Paper.PERMIT), "grip")
    assert told.state.papers == {}


def test_the_latest_limit_counts() -> None:
    """Of a person's limits the latest is kept, and nothing but its number and its event."""
    told = World()
    told.tell(ClassLimit(person=PERFORMER, class_max=6), "producer")
    latest = told.tell(ClassLimit(person=PERFORMER, class_max=3), "manager")
    fact = told.state.limits[PERFORMER]
    assert (fact.class_max, fact.event) == (3, latest.id)
    assert fact.__struct_fields__ == ("event", "class_max")


def test_a_minor_stays_one() -> None:
    """That somebody is a minor counts from anybody, and from the first time it is said."""
    told = World()
    first = told.tell(Minor(person=PERFORMER), "grip")
    told.tell(Minor(person=PERFORMER), "rep")
    marked(told, Minor(person=GRIP), "stand-in")
    assert told.state.minors[PERFORMER] == first.id
    assert GRIP in told.state.minors


def test_a_guardian_is_present_for_the_open_day() -> None:
    """A guardian counts for the day they were present on, and before a day is open for none."""
    told = World()
    body = GuardianPresent(minor=PERFORMER, guardian=TEACHER)
    told.tell(body, "first-ad")
    assert told.state.guardians == {}
    opened = told.open_day()
    present = told.tell(body, "rep")
    fact = told.state.guardians[PERFORMER]
    assert (fact.event, fact.guardian, fact.day_opened) == (present.id, TEACHER, opened.id)
    told.open_day("2026-11-23")
    assert told.state.guardians[PERFORMER].day_opened != told.state.day_opened


def test_a_minor_guards_nobody() -> None:
    """Neither the minor nor another one counts as the guardian."""
    told = World()
    told.open_day()
    told.tell(Minor(person=TEACHER), "grip")
    told.tell(GuardianPresent(minor=PERFORMER, guardian=TEACHER), "first-ad")
    told.tell(GuardianPresent(minor=PERFORMER, guardian=PERFORMER), "first-ad")
    assert told.state.guardians == {}


def test_a_duty_is_ended_by_the_person_or_the_caller() -> None:
    """Anybody may say that a duty began; only the person or the caller says it ended."""
    told = World()
    begun = told.tell(Duty(person=ARMORER, duty="driver"), "grip")
    told.tell(Duty(person=ARMORER, duty="driver"), "rep")
    told.tell(Duty(person=ARMORER, duty="catering"), "grip")
    assert told.state.duties == {ARMORER: {"driver": begun.id, "catering": _other(told)}}
    told.tell(Duty(person=ARMORER, duty="driver", ended=True), "grip")
    assert set(told.state.duties[ARMORER]) == {"driver", "catering"}
    told.tell(Duty(person=ARMORER, duty="driver", ended=True), "armorer")
    assert set(told.state.duties[ARMORER]) == {"catering"}
    over = Duty(person=ARMORER, duty="catering", ended=True)
    told.tell_signed(over, (signed_by("first-ad", Role.CALLER),))
    assert told.state.duties == {}
    told.tell(Duty(person=GRIP, duty="driver", ended=True), "grip")
    assert told.state.duties == {}


def _other(told: World) -> str:
    return told.state.duties[ARMORER]["catering"]


def declare(where: Where) -> Carrier:
    """Return where the deputy is."""
    return Carrier(carrier=DEPUTY, why=Why.OFFICER_ON_DUTY, where=where)


def test_a_carrier_comes_and_goes() -> None:
    """A declared carrier is where they were last said to be; gone is gone."""
    told = World()
    told.tell(declare(Where.OUTSIDE), "first-ad")
    assert told.state.carriers[DEPUTY].where is Where.OUTSIDE
    inside = told.tell(declare(Where.INSIDE), "armorer")
    assert (told.state.carriers[DEPUTY].where, told.state.carriers[DEPUTY].event) == (
        Where.INSIDE,
        inside.id,
    )
    told.tell(declare(Where.OUTSIDE), "armorer")
    assert told.state.carriers[DEPUTY].where is Where.OUTSIDE
    told.tell(declare(Where.GONE), "armorer")
    told.tell(declare(Where.GONE), "armorer")
    assert told.state.carriers == {}


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_whose_going_was_said_wrongly_is_inside(gone: int) -> None:
    """However often it was said that a declared carrier is gone: they count as inside."""
    told = World()
    told.tell(declare(Where.OUTSIDE), "first-ad")
    last = [told.tell(declare(Where.GONE), "armorer").id for _ in range(gone)][-1]
    told.tell(Correct(event=last), "armorer")
    assert told.state.carriers[DEPUTY].where is Where.INSIDE


SUPPORTING: dict[str, tuple[AnyBody, Callable[[State], object]]] = {
    "a paper": (paper(), lambda state: state.papers),
    "a limit": (ClassLimit(person=PERFORMER, class_max=6), lambda state: state.limits),
    "a guardian": (
        GuardianPresent(minor=PERFORMER, guardian=TEACHER), lambda state: state.guardians,
    ),
    "the end of a duty": (
        Duty(person=ARMORER, duty="driver", ended=True), lambda state: state.duties,
    ),
    "a carrier who left": (declare(Where.OUTSIDE), lambda state: state.carriers),
    "a carrier who is gone": (declare(Where.GONE), lambda state: state.carriers),
    "keys": (
        NameKeyHolders(place=box("vault"), key_holders=(GRIP,)),
        lambda state: state.containers[box("vault")].key_holders,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SUPPORTING)
def test_what_is_marked_supports_nothing(case: str) -> None:
    """What would help changes nothing while anything stands against it."""
    told = World()
    told.working_day()
    told.tell(Duty(person=ARMORER, duty="driver"), "grip")
    told.tell(declare(Where.INSIDE), "armorer")
    body, look = SUPPORTING[case]
    before = msgspec.json.encode(look(told.state))
    marked(told, body, "producer")
    assert msgspec.json.encode(look(told.state)) == before


def test_what_is_marked_still_hinders() -> None:
    """That a carrier is inside, or a duty began, counts whatever stands against who says it."""
    told = World()
    marked(told, declare(Where.INSIDE), "grip")
    marked(told, Duty(person=ARMORER, duty="driver"), "grip")
    assert told.state.carriers[DEPUTY].where is Where.INSIDE
    assert set(told.state.duties) == {ARMORER}


def name_keys(told: World, *holders: str, place: str = "vault") -> EventId:
    """Let two officers name who holds the keys of a place; return the event's id."""
    ids = tuple(person(name).id for name in holders)
    return told.tell(NameKeyHolders(place=box(place), key_holders=ids), *TWO).id


def test_two_officers_name_who_holds_the_keys() -> None:
    """From then on exactly those named, each once, lock up and take out; the day is noted."""
    told = World()
    told.working_day()
    vault = told.state.containers[box("vault")]
    assert vault.keys_reviewed == ""
    event = name_keys(told, "assistant", "assistant")
    assert (vault.key_holders, vault.keys_reviewed) == ((ASSISTANT,), "2026-11-22")
    assert vault.keys_named == event
    assert told.take_out("colt", by="armorer").codes == ("no_key_to_place",)
    assert not told.take_out("colt", by="assistant").refused


def test_keys_named_without_an_open_day() -> None:
    """Before a day is open the review of the keys is noted by its event."""
    told = World()
    told.receive_box("vault", form=Form.SAFE, keys=("armorer",))
    event = name_keys(told, "armorer")
    assert told.state.containers[box("vault")].keys_reviewed == event


def test_rounds_are_apart_under_the_eyes_of_who_is_named() -> None:
    """Unproved rounds in a box for receiving are loose once its holder has no key to it."""
    told = World()
    told.receive_box("parcel", use=Use.RECEIVING, keys=("armorer",))
    told.receive_rounds("d45", "parcel", 50, sealed=False)
    assert told.state.loose_rounds == 0
    name_keys(told, "assistant", place="parcel")
    assert told.state.loose_rounds == 50
    name_keys(told, "assistant", "armorer", place="parcel")
    assert told.state.loose_rounds == 0


def test_keys_of_a_place_that_nobody_knows() -> None:
    """Naming the keys of a place that was never received is refused, and folds as nothing."""
    told = World()
    body = NameKeyHolders(place=box("nowhere"), key_holders=(ARMORER,))
    assert told.tell(body, *TWO).codes == ("item_unknown",)
    marked(told, body, *TWO)
    assert told.state.containers == {}


def test_a_correction_voids_what_rests_on_it() -> None:
    """A corrected paper, limit, presence or review counts no more; what hinders stays."""
    told = World()
    told.working_day()
    seen = told.tell(paper(), "producer")
    course = told.tell(paper(Paper.HANDLING_COURSE), "producer")
    limit = told.tell(ClassLimit(person=PERFORMER, class_max=6), "producer")
    minor = told.tell(Minor(person=PERFORMER), "grip")
    present = told.tell(GuardianPresent(minor=PERFORMER, guardian=TEACHER), "rep")
    duty = told.tell(Duty(person=ARMORER, duty="driver"), "grip")
    inside = told.tell(declare(Where.INSIDE), "armorer")
    told.tell(Correct(event=seen.id), "armorer")
    assert [one.event for one in told.state.papers[ARMORER]] == [course.id]
    keys = name_keys(told, "armorer")
    for event in (course.id, limit.id, minor.id, present.id, duty.id, inside.id):
        told.tell(Correct(event=event), "armorer")
    assert (told.state.papers, told.state.limits, told.state.guardians) == ({}, {}, {})
    assert told.state.minors == {PERFORMER: minor.id}
    assert told.state.duties == {ARMORER: {"driver": duty.id}}
    assert told.state.carriers[DEPUTY].where is Where.INSIDE
    vault = told.state.containers[box("vault")]
    assert vault.keys_reviewed == "2026-11-22"
    told.tell(Correct(event=keys), "armorer")
    assert (vault.keys_reviewed, vault.key_holders) == ("", (ARMORER,))


def test_who_loses_the_role_stays_in_charge() -> None:
    """Taking back a role changes nobody's hands: the gun stays in the armorer's charge."""
    told = World()
    handed = told.handed_over()
    body = WithdrawRoles(person=ARMORER, roles=(Role.HANDLER,))
    assert told.tell(body, *TWO).outcome is Outcome.ACCEPTED
    colt = told.state.weapons[gun("colt")]
    assert colt.charge == Charge(By.HANDLER, ARMORER)
    assert (colt.in_hand, colt.handed, told.state.guns_out) == (PERFORMER, handed.id, 1)
    fired = told.fire("colt", 1, by="armorer")
    assert (fired.outcome, fired.codes) == (Outcome.ADMITTED, ("role_not_held",))
    assert colt.charge == Charge(By.HANDLER, ARMORER)
    assert told.collect("colt", giver="performer", by="assistant").outcome is Outcome.ADMITTED
    assert colt.charge == Charge(By.HANDLER, ASSISTANT)


def test_who_lost_the_role_may_still_collect() -> None:
    """A gun collected by who handles no more is in their hand, and that nobody answers is open."""
    told = World()
    told.handed_over()
    told.tell(WithdrawRoles(person=ARMORER, roles=(Role.HANDLER,)), *TWO)
    collected = told.collect("colt", giver="performer")
    assert (collected.outcome, collected.codes) == (Outcome.ADMITTED, ("role_not_held",))
    colt = told.state.weapons[gun("colt")]
    assert (colt.charge, colt.in_hand) == (Charge(By.GAP, collected.id), ARMORER)
    assert gun("colt") in told.state.gaps


def shown_day() -> World:
    """Return a day with the colt out, empty, in the armorer's hand."""
    told = World(packs=with_rows("R25"))
    told.working_day()
    told.take_out("colt")
    return told


def declines(told: World) -> list[tuple[str, Side]]:
    """Return who has declined the colt."""
    return [(fact.person, fact.side) for fact in told.state.weapons[gun("colt")].declined]


def test_a_decline_is_kept_once_a_side() -> None:
    """Who declines twice is named once; of a gun nobody knows nothing is kept."""
    told = shown_day()
    for side in (Side.TAKE, Side.ISSUE, Side.TAKE):
        told.tell(Decline(weapon=gun("colt"), side=side), "performer")
    told.tell(Decline(weapon=gun("ghost"), side=Side.TAKE), "performer")
    assert declines(told) == [(PERFORMER, Side.ISSUE), (PERFORMER, Side.TAKE)]


def decline_by(told: World, *who: tuple[str, Side]) -> None:
    """Let these people decline the colt."""
    for name, side in who:
        told.tell(Decline(weapon=gun("colt"), side=side), name)


def test_a_decline_ends_when_the_gun_is_taken_after_all() -> None:
    """The performer's own sentence clears theirs and the handler's; others' stay."""
    told = World()
    handed = told.handed_over()
    stand_in, assistant = person("stand-in").id, ASSISTANT
    decline_by(
        told,
        ("performer", Side.TAKE),
        ("armorer", Side.ISSUE),
        ("stand-in", Side.TAKE),
        ("assistant", Side.ISSUE),
    )
    told.shown("colt", handed.id, by="stand-in")
    assert len(declines(told)) == 4
    told.shown("colt", handed.id)
    assert declines(told) == [(stand_in, Side.TAKE), (assistant, Side.ISSUE)]


def test_a_decline_ends_with_the_gun_collected_or_taken_out() -> None:
    """Collected by a handler, or taken out anew, nobody has declined it."""
    told = shown_day()
    decline_by(told, ("performer", Side.TAKE))
    by_the_grip = (signed_by("grip", Role.HANDLER),)
    told.tell_signed(Collect(weapons=(gun("colt"),)), by_the_grip)
    assert declines(told) == [(PERFORMER, Side.TAKE)]
    told.collect("colt")
    assert declines(told) == []
    told = shown_day()
    told.lock(gun("colt"))
    decline_by(told, ("performer", Side.TAKE))
    assert not told.take_out("colt").refused
    assert declines(told) == []


def test_a_hand_over_after_a_decline_goes_ahead() -> None:
    """Who declined may take it after all: the note stands beside the step and refuses nothing."""
    told = shown_day()
    decline_by(told, ("performer", Side.TAKE))
    told.show_empty("colt")
    looks = tuple(look.event for look in told.state.weapons[gun("colt")].looks)
    body = HandOver(
        weapon=gun("colt"), to=PERFORMER, announced=Announced.EMPTY, rounds=0, looks=looks
    )
    event = told.event(body, (signed_by("armorer", Role.HANDLER),))
    verdict = told.verdict(event, told.now())
    assert verdict.refusals == ()
    assert [one.code.value for one in verdict.alerts] == ["declined_before"]


def test_a_snapshot_keeps_all_of_it() -> None:
    """What the state keeps of people comes back from a snapshot as it was."""
    told = World()
    told.working_day()
    for body, who in (
        (paper(), "producer"),
        (ClassLimit(person=PERFORMER, class_max=6), "producer"),
        (Minor(person=PERFORMER), "grip"),
        (GuardianPresent(minor=PERFORMER, guardian=TEACHER), "rep"),
        (Duty(person=ARMORER, duty="driver"), "grip"),
        (declare(Where.OUTSIDE), "armorer"),
        (Decline(weapon=gun("colt"), side=Side.TAKE), "performer"),
    ):
        told.tell(body, who)
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(told.state), type=State)
    assert encoded(again) == encoded(told.state)
    assert again.papers[ARMORER][0].classes == (WeaponClass.BLANK_ONLY, WeaponClass.LIVE_CAPABLE)
