"""A whole showing in drafts: a load, looks and the hand-over that names them, signed after."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from showclear.adapters.clock import FrozenClock
from showclear.desk.ahead import Ahead
from showclear.desk.drafts import Drafts
from showclear.desk.parts import Answer
from showclear.desk.signing import Hand, signed_by
from showclear.errors import UsageError
from showclear.field.ids import EventId, KeyId
from showclear.field.mechanisms import Holds, LookWay
from showclear.field.patterns import positions_into
from showclear.field.people import Role, Way
from showclear.record.envelope import event_id, signed_bytes
from showclear.record.events.base import Body
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import (
    Announced,
    Collect,
    Entered,
    HandOver,
    Load,
    Look,
    Purpose,
    Shown,
)
from showclear.record.events.officers import Revoke, RevokeCause
from showclear.record.limits import DRAFT_MS
from showclear.record.showing import Shown as Stands
from showclear.record.showing import statement
from tests.kit import OnDesk, answers_for, box, gun, lot, person

COLT = gun("colt")


class Floor:
    """A gun out and shown empty, and a recorder who drafts what comes next."""

    def __init__(self) -> None:
        self.story = OnDesk()
        self.clock = FrozenClock(now=self.story.clock.now())
        self.story.desk.parts = replace(self.story.desk.parts, clock=self.clock)
        self.story.working_day()
        self.story.take_out("colt")
        self.story.show_empty("colt")
        self.drafts = Drafts(self.story.desk)
        self.names: list[str] = []

    def draft(self, body: Body, who: str) -> EventId:
        """Draft one sentence after those before it; return the id it will have."""
        made: object = body
        assert isinstance(made, Load | Look | HandOver | Shown | Collect)
        signers = signed_by(self.story.state.registry, made, [hand(who)])
        after = self.names[-1] if self.names else ""
        name, draft = self.drafts.begin(made, signers, after=after)
        self.names.append(name)
        return event_id(draft.payload)

    def showing(self) -> tuple[EventId, ...]:
        """Draft six dummies going in, both looks and the hand-over."""
        ring = positions_into(self.story.state.weapons[COLT].mechanism)
        load = Load(weapon=COLT, container=box("dummies"), lot=lot("d45"), positions=ring)
        told = [self.draft(load, "armorer")]
        made = self.drafts.ahead(self.names[-1]).state.weapons[COLT]
        given = answers_for(
            made.mechanism, LookWay.SEEN_GOING_IN, dict.fromkeys(ring, Holds.DUMMY)
        )
        look = Look(
            weapon=COLT,
            cites=made.changed,
            purpose=Purpose.SHOWING,
            way=LookWay.SEEN_GOING_IN,
            entered=Entered.EACH,
            answers=given,
        )
        looks = tuple(self.draft(look, who) for who in ("armorer", "first-ad"))
        body = HandOver(
            weapon=COLT,
            to=person("performer").id,
            announced=Announced.DUMMIES,
            rounds=6,
            looks=looks,
        )
        return (*told, *looks, self.draft(body, "armorer"))

    def sign(self, who: str, names: Sequence[str]) -> None:
        """Have somebody sign what is theirs among these drafts."""
        key = person(who).key
        for name in names:
            draft = self.drafts.find(name)
            if key in draft.missing:
                self.drafts.sign(name, key, person(who).sign(signed_bytes(draft.payload)))

    def submitted(self) -> dict[str, Outcome]:
        """Submit what is whole; return the outcomes by draft."""
        answers = self.drafts.submit_signed()
        assert all(isinstance(answer, Answer) for answer in answers.values())
        return {
            name: answer.outcome for name, answer in answers.items() if isinstance(answer, Answer)
        }


def hand(who: str, way: Way = Way.RECORDER) -> Hand:
    """Return somebody's hand."""
    return Hand(person(who).id, person(who).key, way)


def test_a_hand_over_is_forecast_on_the_looks_drafted_before_it() -> None:
    """Nothing is signed yet, and nothing stands against what follows from what is drafted."""
    floor = Floor()
    floor.showing()
    assert [floor.drafts.forecast(name).refused for name in floor.names] == [False] * 4
    weapon = floor.drafts.ahead(floor.names[-1]).state.weapons[COLT]
    assert (statement(weapon).shown, statement(weapon).rounds) == (Stands.DUMMIES, 6)
    assert weapon.in_hand == person("performer").id
    now = floor.story.state.weapons[COLT]
    assert (now.in_hand, now.rounds) == (person("armorer").id, {})


def test_the_same_hand_over_alone_is_forecast_to_wait() -> None:
    """Drafted after nothing, it rests on looks that nobody has."""
    floor = Floor()
    ids = floor.showing()
    body = floor.drafts.find(floor.names[-1]).event.body
    assert isinstance(body, HandOver)
    floor.names.clear()
    floor.draft(body, "armorer")
    assert floor.drafts.forecast(floor.names[-1]).refused
    assert len(set(ids)) == 4


def test_signed_together_they_go_in_one_commit_in_order() -> None:
    """Two people sign with free hands; the ids are those the hand-over named."""
    floor = Floor()
    ids = floor.showing()
    before = len(floor.story.disk.entries)
    floor.sign("armorer", floor.names)
    # The armorer's load and look wait for nobody; the hand-over waits for the AD's look.
    assert floor.submitted() == dict.fromkeys(floor.names[:1], Outcome.ACCEPTED) | dict.fromkeys(
        floor.names[1:2], Outcome.ADMITTED
    )
    floor.sign("first-ad", floor.names[2:])
    assert list(floor.submitted().values()) == [Outcome.ADMITTED, Outcome.ACCEPTED]
    assert len(floor.drafts) == 0
    written = [entry.id.hex() for entry in floor.story.disk.entries[before:]]
    assert [one for one in written if one in ids] == list(ids)
    assert len(written) == len(ids) + 2  # one `decided` for each of the two commits
    assert floor.story.state.weapons[COLT].in_hand == person("performer").id


def test_what_follows_an_unsigned_draft_waits_for_it() -> None:
    """A hand-over that is signed is not submitted before the look it names."""
    floor = Floor()
    floor.showing()
    floor.sign("armorer", floor.names[3:])
    assert floor.submitted() == {}
    assert len(floor.drafts) == 4


def test_what_follows_a_lapsed_draft_is_submitted_and_waits_no_longer() -> None:
    """The look was never signed: the hand-over is on record as not let through."""
    floor = Floor()
    floor.showing()
    floor.clock.advance(DRAFT_MS - 1)
    floor.sign("armorer", floor.names)
    late, *_ = floor.names[2:]
    floor.drafts.leave(late)
    assert floor.submitted() == {
        floor.names[0]: Outcome.ACCEPTED,
        floor.names[1]: Outcome.ADMITTED,
        floor.names[3]: Outcome.REFUSED,
    }
    assert floor.story.state.weapons[COLT].in_hand == person("armorer").id


def test_what_happens_meanwhile_is_found_at_submit() -> None:
    """The gun was collected by the assistant meanwhile: the forecast counts no more."""
    floor = Floor()
    floor.showing()
    floor.story.collect("colt", giver="armorer", by="assistant")
    floor.sign("armorer", floor.names)
    floor.sign("first-ad", floor.names)
    outcomes = list(floor.submitted().values())
    assert outcomes == [Outcome.REFUSED, Outcome.ADMITTED, Outcome.ADMITTED, Outcome.REFUSED]


def test_a_copy_is_only_made_where_something_is_ahead() -> None:
    """With nothing before it, a draft is judged on the state itself."""
    floor = Floor()
    assert Ahead(floor.story.desk, ()).state is floor.story.state
    floor.showing()
    ahead = floor.drafts.ahead(floor.names[0])
    assert ahead.state is not floor.story.state
    assert ahead.state.next_index == floor.story.state.next_index + 1


def test_who_looks_signs_as_the_role_that_looks() -> None:
    """A first AD who may also call the day looks as second person, and opens it as caller."""
    registry = OnDesk().state.registry
    look = Look(
        weapon=COLT,
        cites=EventId("0" * 64),
        purpose=Purpose.SHOWING,
        way=LookWay.SEEN_EMPTY,
        entered=Entered.EACH,
        answers=(),
    )
    (signer,) = signed_by(registry, look, [hand("first-ad")])
    assert (signer.role, signer.way) == (Role.SECOND_PERSON, Way.RECORDER)


def test_too_few_and_too_many_who_sign_are_counted() -> None:
    """Revoking takes two officers: one and three are told apart."""
    registry = OnDesk().state.registry
    body = Revoke(key=KeyId("0" * 64), cause=RevokeCause.LEFT)
    for people in (["producer"], ["producer", "manager", "owner"]):
        with pytest.raises(UsageError, match=f"found {len(people)}") as caught:
            signed_by(registry, body, [hand(who) for who in people])
        assert caught.value.code == "signers_wanted"
