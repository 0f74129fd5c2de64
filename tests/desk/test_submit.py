"""Submitting to the desk: answers, receipts, repetition, order, marks and the desk's time."""

from __future__ import annotations

from typing import Final

import pytest

from showclear.desk.compose import seal
from showclear.desk.parts import COMMIT_ENTRIES_MAX, Answer
from showclear.desk.recovery import open_desk
from showclear.errors import BadInput, Damaged, DeskStopped, EnvelopeError, StoreError
from showclear.field.ids import EventId
from showclear.field.instants import MINUTE_MS, from_text, to_text
from showclear.field.people import Role, Way
from showclear.field.stock import Kind
from showclear.record.codes import Code
from showclear.record.event import SignedBy
from showclear.record.events.desk import Boot, Decided, Decision, Outcome, Unattributed, Why
from showclear.record.events.handling import Announced, Load, OpenDay, TakeOut
from showclear.record.events.officers import Opening, Revoke, RevokeCause
from showclear.record.events.speaking import Concern, ConcernClass, Stop
from showclear.record.events.stock import FoundRound, Grade
from showclear.record.limits import CODES_MAX, ENVELOPE_BYTES_MAX, LATE_MS
from showclear.record.state import By, Charge
from tests.desk.receipts import checked, head_of, opened, said, whole
from tests.kit import START_MS, OnDesk, box, gun, lot, person, signed_by, signers_of

REFUSING: Final = "expected one that writes, found it stopped"


@pytest.fixture
def story() -> OnDesk:
    """Return a desk with everybody enrolled."""
    return OnDesk()


def stop(story: OnDesk, by: str = "grip") -> bytes:
    """Return a signed stop, ready to be sent."""
    return story.sealed(Stop(), signers_of(Stop(), (by,)))


def answers(story: OnDesk, *envelopes: bytes) -> list[Answer]:
    """Submit together; every envelope must be answered."""
    given = story.desk.submit(envelopes)
    assert [one for one in given if isinstance(one, BadInput)] == []
    return [one for one in given if isinstance(one, Answer)]


def last_decided(story: OnDesk) -> Decided:
    """Return the last entry on the disk: it is always a `decided`."""
    body = opened(story.disk.entries[-1].envelope).body
    assert isinstance(body, Decided)
    return body


def test_an_answer_says_what_became_of_the_event(story: OnDesk) -> None:
    """A report is answered with index, outcome and a receipt that says the same."""
    envelope = stop(story)
    size = len(story.disk.entries)
    (answer,) = answers(story, envelope)
    assert (answer.index, answer.outcome, answer.codes) == (size, Outcome.ADMITTED, ())
    assert (answer.late, answer.repeated, answer.refused) == (False, False, False)
    identity, decision = said(answer.receipt)
    assert (identity, decision.outcome) == (answer.id, answer.outcome)
    assert checked(answer.receipt).event.envelope == envelope
    whole(story)


def test_a_refused_step_is_kept_with_its_reasons(story: OnDesk) -> None:
    """A refused step is on record as refused, changes nothing, and its answer says why."""
    story.working_day()
    story.stop()
    before = story.state.weapons[gun("colt")].charge
    body = TakeOut(items=(gun("colt"),), place=box("vault"))
    (answer,) = answers(story, story.sealed(body, signers_of(body, ("armorer",))))
    assert answer.refused
    assert answer.codes == ("stop_open",)
    assert [one.lift for one in answer.refusals] == ["caller and handler lift it together"]
    assert said(answer.receipt)[1].codes == ("stop_open",)
    assert story.state.weapons[gun("colt")].charge == before
    whole(story)


def test_every_receipt_holds_under_its_head_and_is_given_anew_under_later_ones() -> None:
    """Each receipt of a day checks; asked again later, it checks under the newer head."""
    story = OnDesk()
    story.handed_over()
    first = {entry.index: entry.envelope for entry in story.disk.entries}
    own = Decided | Opening
    envelopes = [raw for raw in first.values() if not isinstance(opened(raw).body, own)]
    for round_number in range(2):
        story.stop()
        again = answers(story, *envelopes)
        assert all(one.repeated for one in again)
        for answer, raw in zip(again, envelopes, strict=True):
            parts = checked(answer.receipt)
            assert (parts.event.envelope, parts.event.index) == (raw, answer.index)
            assert parts.checkpoint == head_of(story)
        assert head_of(story).size == len(first) + 2 * (round_number + 1)


def test_an_old_receipt_holds_for_ever(story: OnDesk) -> None:
    """A receipt of the first minute still checks when hundreds of entries have followed."""
    (answer,) = answers(story, stop(story))
    for _ in range(3):
        answers(story, *[stop(story) for _ in range(100)])
    story.reopen()
    assert said(answer.receipt)[0] == answer.id
    (again,) = answers(story, checked(answer.receipt).event.envelope)
    assert (again.id, again.index, again.repeated) == (answer.id, answer.index, True)
    assert checked(again.receipt).checkpoint == head_of(story)
    whole(story)


def test_the_same_event_again_is_the_same_answer_and_no_second_leaf(story: OnDesk) -> None:
    """Sent again at once, later, or to a desk opened anew, an event is kept once."""
    envelope = stop(story)
    (answer,) = answers(story, envelope)
    size = len(story.disk.entries)
    for _ in range(2):
        (again,) = answers(story, envelope)
        assert again.repeated
        assert (again.id, again.index, again.outcome, again.codes) == (
            answer.id,
            answer.index,
            answer.outcome,
            answer.codes,
        )
        assert said(again.receipt) == said(answer.receipt)
        assert len(story.disk.entries) == size
        assert list(story.state.stops) == [answer.id]
        story.reopen()


def test_a_refused_step_sent_again_stays_refused(story: OnDesk) -> None:
    """What was refused once is not judged again, even when nothing stands against it by then."""
    story.working_day()
    halt = story.stop()
    body = TakeOut(items=(gun("colt"),), place=box("vault"))
    envelope = story.sealed(body, signers_of(body, ("armorer",)))
    assert answers(story, envelope)[0].refused
    story.state.stops.pop(halt.id)
    (again,) = answers(story, envelope)
    assert (again.refused, again.codes, again.repeated) == (True, ("stop_open",), True)


def test_the_same_event_twice_in_one_batch_is_kept_once(story: OnDesk) -> None:
    """Of two copies in one batch the second gets the first's answer."""
    envelope, other = stop(story), stop(story, "performer")
    size = len(story.disk.entries)
    first, between, again = answers(story, envelope, other, envelope)
    assert (first.id, first.repeated) == (again.id, False)
    assert again.repeated
    assert (first.index, between.index, again.index) == (size, size + 1, size)
    assert len(story.disk.entries) == size + 3
    assert len(story.state.stops) == 2
    whole(story)


def test_one_act_signed_with_randomness_is_one_event(story: OnDesk) -> None:
    """An event id is of what is signed: the same words in another envelope are no second event."""
    body = Stop()
    envelope = story.sealed(body, signers_of(body, ("grip",)))
    answers(story, envelope)
    size = len(story.disk.entries)
    assert answers(story, envelope)[0].repeated
    assert len(story.disk.entries) == size


def test_many_share_one_commit_and_come_out_in_order(story: OnDesk) -> None:
    """As many as a commit takes are one commit, listed by one `decided` in the order sent."""
    size = len(story.disk.entries)
    given = answers(story, *[stop(story) for _ in range(COMMIT_ENTRIES_MAX)])
    assert len(story.disk.entries) == size + COMMIT_ENTRIES_MAX + 1
    assert [one.index for one in given] == list(range(size, size + COMMIT_ENTRIES_MAX))
    assert [one.id for one in last_decided(story).entries] == [one.id for one in given]
    whole(story)


def test_one_more_than_a_commit_takes_is_two_commits(story: OnDesk) -> None:
    """The first commit is full and the second holds the rest; the answers stay in order."""
    size = len(story.disk.entries)
    given = answers(story, *[stop(story) for _ in range(COMMIT_ENTRIES_MAX + 1)])
    assert len(story.disk.entries) == size + COMMIT_ENTRIES_MAX + 3
    assert given[-1].index == given[-2].index + 2
    assert len(last_decided(story).entries) == 1
    whole(story)


def test_each_event_of_a_batch_is_judged_after_the_one_before(story: OnDesk) -> None:
    """A stop in a batch refuses the step behind it, and not the one before it."""
    story.working_day()
    body = TakeOut(items=(gun("colt"),), place=box("vault"))
    step = story.sealed(body, signers_of(body, ("armorer",)))
    first, _, second = answers(
        story, step, stop(story), story.sealed(body, signers_of(body, ("assistant",)))
    )
    assert not first.refused
    assert second.codes[:2] == ("item_elsewhere", "stop_open")
    whole(story)


def test_a_bad_one_in_a_batch_spoils_no_other(story: OnDesk) -> None:
    """An envelope that is no event is answered with its error, its neighbours as ever."""
    given = story.desk.submit([stop(story), b"no envelope", stop(story)])
    assert [isinstance(one, EnvelopeError) for one in given] == [False, True, False]
    assert len(story.state.stops) == 2
    whole(story)


def test_a_batch_of_nothing_good_writes_nothing(story: OnDesk) -> None:
    """Errors alone make no commit, and no submissions at all make none either."""
    size, head = len(story.disk.entries), story.disk.head
    assert story.desk.submit([]) == []
    assert len(story.desk.submit([b"", b"x"])) == 2
    assert (len(story.disk.entries), story.disk.head) == (size, head)


def test_a_key_revoked_in_a_batch_counts_no_more_behind_it(story: OnDesk) -> None:
    """A report behind the revocation of its key is unattributed: it puts nobody in charge."""
    story.working_day()
    story.take_out("colt")
    take_out = TakeOut(items=(gun("colt"),), place=box("vault"))
    collect = story.sealed(take_out, signers_of(take_out, ("armorer",)))
    body = Revoke(key=person("armorer").key, cause=RevokeCause.LOST)
    revoke = story.sealed(body, signers_of(body, ("producer", "manager")))
    halted = stop(story, "armorer")
    _, step, spoken = answers(story, revoke, collect, halted)
    assert step.refused
    assert "key_revoked" in step.codes
    unattributed = opened(checked(spoken.receipt).event.envelope).body
    assert isinstance(unattributed, Unattributed)
    assert (unattributed.reported, unattributed.why) == ("stop", Why.KEY_REVOKED)
    assert story.state.weapons[gun("colt")].charge == Charge(By.HANDLER, person("armorer").id)
    assert list(story.state.stops) == [spoken.id]
    whole(story)


def test_the_decided_of_a_full_commit_fits_whatever_is_refused(story: OnDesk) -> None:
    """With the most entries, the most and longest codes and large indexes it is one envelope."""
    longest = sorted((code.value for code in Code), key=len, reverse=True)[:CODES_MAX]
    decision = Decision(
        id=EventId("f" * 64),
        index=10**9,
        outcome=Outcome.REFUSED,
        codes=tuple(longest),
        late=True,
    )
    boot = Boot(mark="f" * 16, number=10**6, ms=10**12)
    body = Decided(
        boot=boot,
        entries=(decision,) * COMMIT_ENTRIES_MAX,
        instant=to_text(START_MS),
        packs=person("desk").key,
        rules=10**6,
    )
    payload = story.desk.compose(body, (signed_by("desk", Role.DESK),))
    envelope = seal(payload, [person("desk")])
    assert ENVELOPE_BYTES_MAX - 2_500 < len(envelope) <= ENVELOPE_BYTES_MAX


def refused_for_many_reasons(story: OnDesk) -> list[bytes]:
    """Return a full commit of loads that are refused for about as many reasons as one can be."""
    story.handed_over()
    story.fire("colt", 1)
    story.keep(gun("colt"))
    story.stop()
    story.tell(Concern(about=ConcernClass.LIVE_ROUND), "grip")
    story.tell(FoundRound(grade=Grade.LOOKS_LIVE, kind=Kind.LIVE, rounds=1), "grip")
    story.tell(Revoke(key=person("assistant").key, cause=RevokeCause.LEFT), "producer", "manager")
    body = Load(
        weapon=gun("colt"), container=box("none"), lot=lot("d45"), positions=("chamber-7",)
    )
    stolen = SignedBy(
        person=person("armorer").id,
        key=person("assistant").key,
        role=Role.HANDLER,
        way=Way.KEY_FILE,
    )
    loads = [story.sealed(body, (stolen,), last={}) for _ in range(COMMIT_ENTRIES_MAX)]
    story.wait(minutes=5)
    return loads


def test_a_full_commit_of_steps_refused_for_many_reasons_is_kept(story: OnDesk) -> None:
    """So many refusals at once do not stop the desk."""
    given = answers(story, *refused_for_many_reasons(story))
    assert {len(one.codes) for one in given} == {14}
    assert story.desk.stopped == ""
    whole(story)


# -- marks and time ------------------------------------------------------------------------------


@pytest.mark.parametrize(("behind", "late"), [(LATE_MS, False), (LATE_MS + 1, True)])
def test_what_was_signed_long_before_is_marked_late(
    story: OnDesk,
    behind: int,
    late: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """An event signed over a minute before the desk's instant is late, at the minute it is not."""
    envelope = stop(story)
    signed_at = from_text(opened(envelope).at)
    story.clock.set_wall(signed_at + behind)
    (answer,) = answers(story, envelope)
    assert from_text(last_decided(story).instant) == signed_at + behind
    assert answer.late is late
    assert said(answer.receipt)[1].late is late
    whole(story)


def test_the_desk_counts_the_starts_of_the_machine(story: OnDesk) -> None:
    """The boot number goes up by one when the machine was started anew, and only then."""
    first = last_decided(story).boot
    story.stop()
    assert last_decided(story).boot.number == first.number
    assert last_decided(story).boot.ms > first.ms
    story.reopen()
    story.stop()
    assert last_decided(story).boot.number == first.number
    story.clock.restart("again")
    story.stop()
    again = last_decided(story).boot
    assert again.number == first.number + 1
    assert again.mark != first.mark
    assert again.ms < first.ms
    whole(story)


def _shown(story: OnDesk) -> tuple[str, ...]:
    story.working_day()
    story.take_out("colt")
    return story.show_empty("colt")


def _hand_over(story: OnDesk, looks: tuple[str, ...]) -> tuple[str, ...]:
    told = story.hand_over("colt", looks=looks, announced=Announced.EMPTY)  # type: ignore[arg-type]
    return told.codes


def test_inside_one_start_the_wall_clock_does_not_matter(story: OnDesk) -> None:
    """Setting the wall clock back within one start of the machine ends no showing."""
    looks = _shown(story)
    story.clock.set_wall(START_MS - 600 * MINUTE_MS)
    assert _hand_over(story, looks) == ()
    whole(story)


def test_a_wall_clock_that_ran_backwards_over_a_restart_makes_all_times_unknown(
    story: OnDesk,
) -> None:
    """After a restart with an earlier wall clock what was shown before counts as too old."""
    looks = _shown(story)
    story.desk.close()
    story.clock.restart("back")
    story.clock.set_wall(START_MS - MINUTE_MS)
    story.desk = open_desk(story.parts())
    assert _hand_over(story, looks) == ("showing_too_old",)
    looks = story.show_empty("colt")
    assert _hand_over(story, looks) == ()
    assert story.state.epoch == 1
    whole(story)


def test_a_wall_clock_that_went_on_over_a_restart_ends_nothing(story: OnDesk) -> None:
    """After a quick restart with a good clock the showing still stands."""
    looks = _shown(story)
    story.clock.restart("again")
    story.reopen()
    assert _hand_over(story, looks) == ()
    assert story.state.epoch == 0
    whole(story)


# -- the desk that stopped -----------------------------------------------------------------------


def test_a_desk_whose_store_failed_writes_no_more(story: OnDesk) -> None:
    """After a storage error every submission is refused until the ledger is opened again."""
    size = len(story.disk.entries)
    story.desk.parts.store.close()
    with pytest.raises(StoreError, match="expected an open store"):
        story.stop()
    assert story.desk.stopped.startswith("StoreError")
    with pytest.raises(DeskStopped, match=REFUSING):
        story.desk.submit([b""])
    with pytest.raises(DeskStopped, match="use the pad and open the ledger again"):
        story.desk.record_unsigned(
            Unattributed(reported="stop", why=Why.NO_KEY, arrived=person("grip").key)
        )
    story.desk.parts.heads.close()
    story.desk = open_desk(story.parts())
    assert len(story.disk.entries) == size
    assert not story.stop().refused
    whole(story)


@pytest.mark.parametrize("problem", [KeyError, KeyboardInterrupt], ids=["a bug", "an interrupt"])
def test_whatever_breaks_a_commit_stops_the_desk(
    story: OnDesk, monkeypatch: pytest.MonkeyPatch, problem: type[BaseException]
) -> None:
    """A bug or an interrupt in the middle of a commit leaves nothing and stops the desk."""
    size = len(story.disk.entries)

    def breaks(_written: object) -> None:
        raise problem

    monkeypatch.setattr(story.desk.keeping, "write", breaks)
    with pytest.raises(problem):
        story.stop()
    assert story.desk.stopped.startswith(problem.__name__)
    with pytest.raises(DeskStopped, match=REFUSING):
        story.stop()
    story.desk.close()
    story.desk = open_desk(story.parts())
    assert (len(story.disk.entries), story.state.stops) == (size, {})
    whole(story)


def test_a_repeated_event_that_reads_back_damaged_stops_the_desk(story: OnDesk) -> None:
    """When what is on the disk cannot be read any more, nothing is signed either."""
    envelope = stop(story)
    answers(story, envelope)
    story.reopen()
    story.disk.entries.pop()
    with pytest.raises(Damaged, match="expected"):
        story.desk.submit([envelope])
    assert story.desk.stopped.startswith("Damaged")


def test_a_desk_told_to_stop_stops_and_keeps_the_first_reason(story: OnDesk) -> None:
    """Whoever stops the desk says why, and the first reason stays."""
    story.desk.stop("entry 7 is damaged")
    story.desk.stop("something else")
    with pytest.raises(DeskStopped, match=r"stopped \(entry 7 is damaged\)"):
        story.stop()


def test_a_stop_called_out_is_recorded_without_a_signature(story: OnDesk) -> None:
    """A stop without any key stands like every other, said to be nobody's."""
    told = story.tell_unsigned(
        Unattributed(reported="stop", why=Why.NO_KEY, arrived=person("grip").key)
    )
    assert told.outcome is Outcome.ADMITTED
    assert story.state.stops[told.id].by == ""
    assert story.asks(OpenDay(date="2026-11-22"), "first-ad") == ()
    whole(story)


def test_a_forecast_leaves_no_record(story: OnDesk) -> None:
    """What would stand against a step is said without writing anything."""
    story.working_day()
    story.stop()
    size, head = len(story.disk.entries), story.disk.head
    found = story.asks(TakeOut(items=(gun("colt"),), place=box("vault")), "armorer")
    assert [one.code.value for one in found] == ["stop_open"]
    assert (len(story.disk.entries), story.disk.head) == (size, head)
