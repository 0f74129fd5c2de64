"""What is authenticated and does not fit: kept as refused, marked, or kept as nobody's.

A step that does not fit is on record as refused, a report or look as marked, and a report that no
key stands for as nobody's, so that it is not lost.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Final

import msgspec
import pytest

from showclear.errors import EnvelopeError
from showclear.field.ids import EventId, ItemId, KeyId
from showclear.field.people import Role, Way
from showclear.field.stock import Kind
from showclear.record.envelope import open_envelope
from showclear.record.event import Seen, SignedBy, decode_event, encode_event
from showclear.record.events.desk import Decided, Outcome, Unattributed, Why
from showclear.record.events.handling import (
    Announced,
    Collect,
    HandOver,
    TakeOut,
)
from showclear.record.events.officers import Grant, Revoke, RevokeCause
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    Decline,
    LiftStop,
    Side,
    Stop,
)
from showclear.record.events.stock import FoundRound, Grade
from showclear.record.events.table import AnyBody
from showclear.record.state import By, Charge, Topic
from tests.desk.envelopes import a_day, a_stop, resigned, sealed, with_bad_signature, working_day
from tests.desk.receipts import checked, opened, whole
from tests.kit import (
    OnDesk,
    Told,
    box,
    gun,
    person,
    signed_by,
)


@pytest.fixture
def story() -> OnDesk:
    """Return a working day: a gun that passed its opening check in its lock, proved dummies."""
    return working_day()


# -- kept, but not taken -------------------------------------------------------------------------


def take_out(story: OnDesk, *, last: bool = True, signer: SignedBy | None = None) -> Told:
    """Tell the taking out of the gun, perhaps as somebody who knows no last event of it."""
    body = TakeOut(items=(gun("colt"),), place=box("vault"))
    known: dict[ItemId, EventId] | None = None if last else {}
    return story.tell_signed(body, (signer or signed_by("armorer", Role.HANDLER),), last=known)


def under_a_head_it_never_had(story: OnDesk) -> Told:
    """Tell a step whose author has seen a head that this ledger never had."""
    event = decode_event(open_envelope(a_day(story)).payload)
    other = msgspec.structs.replace(event, seen=Seen(size=event.seen.size, root=bytes(32)))
    return story.submit(resigned(encode_event(other), "first-ad"))


def by_one_key_under_two_names(story: OnDesk) -> Told:
    """Tell a revocation that one officer's key signs under two officers' names."""
    body = Revoke(key=person("grip").key, cause=RevokeCause.LOST)
    twin = SignedBy(
        person=person("manager").id,
        key=person("producer").key,
        role=Role.OFFICER,
        way=Way.KEY_FILE,
    )
    return story.tell_signed(body, (signed_by("producer", Role.OFFICER), twin))


def by_the_same_person_twice(story: OnDesk) -> Told:
    """Tell a revocation that one officer signs twice."""
    officer = signed_by("producer", Role.OFFICER)
    body = Revoke(key=person("grip").key, cause=RevokeCause.LOST)
    return story.tell_signed(body, (officer, officer))


def with_anothers_key(story: OnDesk) -> Told:
    """Tell a step in the armorer's name, signed with the assistant's key."""
    stolen = SignedBy(
        person=person("armorer").id,
        key=person("assistant").key,
        role=Role.HANDLER,
        way=Way.KEY_FILE,
    )
    return take_out(story, signer=stolen)


def against_a_rule(story: OnDesk) -> Told:
    """Tell the taking out while a stop is open."""
    story.stop()
    return take_out(story)


def with_a_revoked_key(story: OnDesk) -> Told:
    """Tell a step with a key that was revoked."""
    story.tell(Revoke(key=person("armorer").key, cause=RevokeCause.LOST), "producer", "manager")
    return take_out(story)


def of_an_unknown_item(story: OnDesk) -> Told:
    """Tell the handing over of a gun nobody has received."""
    body = HandOver(
        weapon=gun("derringer"),
        to=person("performer").id,
        announced=Announced.EMPTY,
        rounds=0,
        looks=(),
    )
    return story.tell(body, "armorer")


def a_role_for_nobody(story: OnDesk) -> Told:
    """Tell the granting of a role to somebody nobody enrolled."""
    body = Grant(person=person("stranger").id, roles=(Role.CREW,))
    return story.tell(body, "producer", "manager")


Refusal = tuple[str, tuple[str, ...], str]
OWN_KEY: Final = "each signs with a key of their own"

REFUSED: Final[dict[str, tuple[Callable[[OnDesk], Told], list[Refusal]]]] = {
    "the role is not held": (
        lambda story: take_out(story, signer=signed_by("grip", Role.HANDLER)),
        [
            (
                "role_not_held",
                (person("grip").id, "handler"),
                "two officers grant the role",
            ),
            (
                "no_key_to_place",
                (person("grip").id, box("vault")),
                f"somebody who holds a key to {box('vault')} takes it out",
            ),
        ],
    ),
    "one key under two names": (
        by_one_key_under_two_names,
        [
            (
                "key_of_another_person",
                (person("manager").id, person("producer").key),
                "sign with one's own key",
            ),
            (
                "one_key_two_names",
                (person("producer").id, person("manager").id, person("producer").key),
                OWN_KEY,
            ),
        ],
    ),
    "the same person twice": (
        by_the_same_person_twice,
        [("same_person_twice", (person("producer").id,), "another person signs too")],
    ),
    "another's key": (
        with_anothers_key,
        [
            (
                "key_of_another_person",
                (person("armorer").id, person("assistant").key),
                "sign with one's own key",
            )
        ],
    ),
    "a head this ledger never had": (
        under_a_head_it_never_had,
        [("head_never_had", ("{size}",), "sign under a head it had")],
    ),
    "an item nobody has received": (
        of_an_unknown_item,
        [
            ("item_unknown", (gun("derringer"),), "receive the item first"),
            ("item_unknown", (gun("derringer"),), "receive the item first"),
        ],
    ),
    "somebody nobody enrolled is granted a role": (
        a_role_for_nobody,
        [("person_unknown", (person("stranger").id,), "enrol the person first")],
    ),
    "a stop that is not open is lifted": (
        lambda story: story.tell_signed(
            LiftStop(stop=EventId("0" * 64)),
            (signed_by("first-ad", Role.CALLER), signed_by("armorer", Role.HANDLER)),
        ),
        [("nothing_to_lift", ("0" * 64,), "name an open stop")],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_step_that_does_not_fit_is_kept_as_refused(story: OnDesk, case: str) -> None:
    """An authenticated step that does not fit is recorded as refused, with facts and lift."""
    make, expected = REFUSED[case]
    size = len(story.disk.entries)
    told = make(story)
    found = [(one.code.value, one.facts, one.lift) for one in told.refusals]
    filled = [(code, _sized(facts, size), lift) for code, facts, lift in expected]
    assert found == filled
    assert told.outcome is Outcome.REFUSED
    assert len(story.disk.entries) == size + 2
    assert story.state.weapons[gun("colt")].charge == Charge(By.PLACE, box("vault"))
    whole(story)


def _sized(facts: tuple[str, ...], size: int) -> tuple[str, ...]:
    return tuple(fact.format(size=size) for fact in facts)


def test_a_stale_item_is_named_with_where_its_chain_ends(story: OnDesk) -> None:
    """A step signed without knowing an item's last event names each stale item and that event."""
    told = take_out(story, last=False)
    assert told.codes == ("item_elsewhere",)
    ends = {item: story.state.registry.last[item] for item in (gun("colt"), box("vault"))}
    assert {one.facts for one in told.refusals} == set(ends.items())
    assert {one.lift for one in told.refusals} == {
        f"sign again after the last event of {item}" for item in ends
    }
    assert told.refused


def test_a_rule_refuses_after_the_record(story: OnDesk) -> None:
    """A step that fits the record and not the rules is refused by its rule."""
    told = against_a_rule(story)
    assert [(one.rule, one.code.value) for one in told.refusals] == [("STOP", "stop_open")]


def test_a_step_with_a_revoked_key_is_kept_as_refused(story: OnDesk) -> None:
    """A step signed with a revoked key is on record as refused, naming since when."""
    told = with_a_revoked_key(story)
    revoked = story.state.registry.keys[person("armorer").key].revoked
    assert told.refused
    assert told.refusals[0].facts == (person("armorer").id, person("armorer").key, str(revoked))
    assert told.refusals[0].lift == "enrol a new key, then sign again"
    whole(story)


def test_a_look_with_a_revoked_key_is_kept_as_refused(story: OnDesk) -> None:
    """A look signed with a revoked key supports nothing and is on record as refused."""
    story.take_out("colt")
    story.tell(Revoke(key=person("first-ad").key, cause=RevokeCause.LOST), "producer", "manager")
    story.show_empty("colt")
    last = opened(story.disk.entries[-1].envelope).body
    assert isinstance(last, Decided)
    assert [(one.outcome, one.codes) for one in last.entries] == [
        (Outcome.REFUSED, ("key_revoked",))
    ]
    looked = story.state.weapons[gun("colt")].looks
    assert [look.person for look in looked] == [person("armorer").id]
    whole(story)


# -- reports are admitted and marked -------------------------------------------------------------


def stale_collect(story: OnDesk) -> Told:
    """Tell the collecting of the gun by somebody who does not know its last event."""
    return story.tell_signed(
        Collect(weapons=(gun("colt"),)), (signed_by("armorer", Role.HANDLER),), last={}
    )


def collect_without_role(story: OnDesk) -> Told:
    """Tell the collecting of the gun by a grip."""
    return story.tell_signed(Collect(weapons=(gun("colt"),)), (signed_by("grip", Role.HANDLER),))


def stop_under_a_strange_head(story: OnDesk) -> Told:
    """Tell a stop whose author has seen a head this ledger never had."""
    event = decode_event(open_envelope(a_stop(story)).payload)
    other = msgspec.structs.replace(event, seen=Seen(size=event.seen.size, root=bytes(32)))
    return story.submit(resigned(encode_event(other), "grip"))


MARKED: Final[dict[str, tuple[Callable[[OnDesk], Told], Outcome, tuple[str, ...]]]] = {
    "stale": (stale_collect, Outcome.OUT_OF_CHAIN, ("item_elsewhere",)),
    "without the role": (collect_without_role, Outcome.ADMITTED, ("role_not_held",)),
    "under a strange head": (
        stop_under_a_strange_head,
        Outcome.ADMITTED,
        ("head_never_had",),
    ),
    "of an item nobody has received": (
        lambda story: story.collect("derringer"),
        Outcome.OUT_OF_CHAIN,
        ("item_unknown",),
    ),
}


@pytest.mark.parametrize("case", MARKED)
def test_a_report_that_does_not_fit_is_admitted_and_marked(story: OnDesk, case: str) -> None:
    """A report is never refused; what does not fit is marked on it."""
    make, outcome, codes = MARKED[case]
    told = make(story)
    assert (told.outcome, told.codes) == (outcome, codes)
    whole(story)


# -- what nobody's key stands for -----------------------------------------------------------------


SPEAKING: Final[dict[str, tuple[AnyBody, str]]] = {
    "stop": (Stop(), ""),
    "concern": (Concern(about=ConcernClass.LIVE_ROUND), "live-round"),
    "decline": (Decline(weapon=gun("colt"), side=Side.TAKE), ""),
    "ask-to-see": (AskToSee(weapon=gun("colt")), ""),
}


def nobodys(story: OnDesk, told: Told) -> Unattributed:
    """Return what the desk wrote instead of the report."""
    body = opened(story.disk.entries[told.index].envelope).body
    assert isinstance(body, Unattributed)
    return body


@pytest.mark.parametrize("spoken", SPEAKING)
@pytest.mark.parametrize("why", [Why.BAD_SIGNATURE, Why.KEY_UNKNOWN, Why.KEY_REVOKED])
def test_speaking_up_is_never_lost(story: OnDesk, spoken: str, why: Why) -> None:
    """Stop, concern, decline and ask to see are kept by the desk when no key stands for them."""
    body, detail = SPEAKING[spoken]
    name = "stranger" if why is Why.KEY_UNKNOWN else "grip"
    if why is Why.KEY_REVOKED:
        revoke = Revoke(key=person(name).key, cause=RevokeCause.LOST)
        assert not story.tell(revoke, "producer", "manager").refused
    envelope = story.sealed(body, (signed_by(name, Role.CREW),))
    envelope = with_bad_signature(envelope) if why is Why.BAD_SIGNATURE else envelope
    told = story.submit(envelope)
    kept = nobodys(story, told)
    assert (kept.reported, kept.why, kept.detail) == (spoken, why, detail)
    assert kept.claimed == person(name).id
    assert told.outcome is Outcome.ADMITTED
    assert (told.id in story.state.stops) is (spoken == "stop")
    assert (told.id in story.state.concerns) is (spoken == "concern")
    ended = story.state.weapons[gun("colt")].ended
    assert (ended == "asked-to-see") is (spoken == "ask-to-see")
    whole(story)


@pytest.mark.parametrize("known", [True, False], ids=["revoked", "never enrolled"])
def test_a_report_by_no_key_in_force_opens_a_gap(
    story: OnDesk,
    known: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A report whose key is revoked or unknown puts nobody in charge: the gun is in a gap."""
    story.take_out("colt")
    name = "assistant" if known else "stranger"
    if known:
        revoke = Revoke(key=person(name).key, cause=RevokeCause.LOST)
        story.tell(revoke, "producer", "manager")
    told = story.tell_signed(Collect(weapons=(gun("colt"),)), (signed_by(name, Role.HANDLER),))
    kept = nobodys(story, told)
    assert (kept.reported, kept.items) == ("collect", (gun("colt"),))
    assert kept.why is (Why.KEY_REVOKED if known else Why.KEY_UNKNOWN)
    assert story.state.weapons[gun("colt")].charge == Charge(By.GAP, told.id)
    assert story.state.questions[told.id].topic is Topic.UNATTRIBUTED
    assert story.collect("colt").outcome is Outcome.ADMITTED
    assert story.state.weapons[gun("colt")].charge == Charge(By.HANDLER, person("armorer").id)
    assert told.id in story.state.questions  # the gap is closed, who reported it stays open
    whole(story)


def test_a_report_with_a_bad_signature_is_an_error(story: OnDesk) -> None:
    """Only speaking up is kept with a signature that fails: anybody could make up the rest."""
    collect = sealed(story, Collect(weapons=(gun("colt"),)), "armorer")
    size = len(story.disk.entries)
    with pytest.raises(EnvelopeError, match="found one that fails"):
        story.submit(with_bad_signature(collect))
    assert len(story.disk.entries) == size


def test_what_the_desk_keeps_of_nobodys_report_names_the_bytes_that_came(story: OnDesk) -> None:
    """The hash of what arrived is kept, so that the report can be laid beside it."""
    envelope = with_bad_signature(a_stop(story))
    told = story.submit(envelope)
    assert nobodys(story, told).arrived == KeyId(sha256(envelope).hexdigest())
    answer = story.desk.submit([a_stop(story)])[0]
    assert not isinstance(answer, EnvelopeError)
    assert checked(answer.receipt).event.index == told.index + 2  # type: ignore[union-attr]


FOUND: Final = {
    "it looks live": (Grade.LOOKS_LIVE, Kind.UNKNOWN, "looks-live", Topic.LOOKS_LIVE),
    "it is called live": (Grade.OURS, Kind.LIVE, "looks-live", Topic.LOOKS_LIVE),
    "nobody can name it": (Grade.NOT_NAMEABLE, Kind.UNKNOWN, "not-nameable", Topic.NOT_NAMEABLE),
    "it is called ours": (Grade.OURS, Kind.DUMMY, "ours", Topic.NOT_NAMEABLE),
}


@pytest.mark.parametrize("case", FOUND)
def test_a_round_found_by_no_key_in_force_stands_against_steps(story: OnDesk, case: str) -> None:
    """The grade of a found round is kept when no key stands for it, and blocks."""
    grade, kind, detail, topic = FOUND[case]
    body = FoundRound(grade=grade, kind=kind, rounds=1)
    told = story.tell_signed(body, (signed_by("stranger", Role.CREW),))
    assert nobodys(story, told).detail == detail
    assert story.state.questions[told.id].topic is topic
    assert "live_or_unknown_round_about" in story.take_out("colt").codes
    whole(story)
