"""Audit: every verdict of a ledger computed again, and what differs or cannot be computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from showclear.errors import InvariantError
from showclear.field.ids import EventId
from showclear.record.codes import Code
from showclear.record.events.desk import Decided, Decision, Outcome
from showclear.record.events.handling import TakeOut
from showclear.record.fold import Kept
from showclear.rules.audit import Auditor, AuditReport, Difference
from showclear.rules.decide import RULES_VERSION
from tests.kit import World, box, gun, pack_texts, signers_of

Log = list[tuple[Kept, ...]]
TAKE_OUT: Final = TakeOut(items=(gun("colt"),), place=box("vault"))


def audited(log: Log, texts: dict[str, bytes] | None = None) -> AuditReport:
    """Return what the audit says of these commits."""
    auditor = Auditor(pack_texts() if texts is None else texts)
    for commit in log:
        auditor.commit(commit)
    return auditor.report()


def decided(commit: tuple[Kept, ...]) -> Decided:
    """Return the body of the `decided` that ends a commit."""
    body = commit[-1].event.body
    assert isinstance(body, Decided)
    return body


def redecided(log: Log, place: int, change: Callable[[Decided], Decided]) -> Log:
    """Return the log with the `decided` of one commit changed."""
    *entries, last = log[place]
    event = msgspec.structs.replace(last.event, body=change(decided(log[place])))
    changed = (*entries, msgspec.structs.replace(last, event=event))
    return [changed if commit is log[place] else commit for commit in log]


def saying(outcome: Outcome, *codes: Code) -> Callable[[Decided], Decided]:
    """Return the change of the first decision to this outcome and these codes."""

    def change(body: Decided) -> Decided:
        first, *rest = body.entries
        values = tuple(code.value for code in codes)
        other: Decision = msgspec.structs.replace(first, outcome=outcome, codes=values)
        return msgspec.structs.replace(body, entries=(other, *rest))

    return change


def under_version(version: int) -> Callable[[Decided], Decided]:
    """Return the change of the version of the rules."""
    return lambda body: msgspec.structs.replace(body, rules=version)


def steps_of(log: Log) -> int:
    """Return how many entries are steps, by their outcomes: only a step is accepted or refused."""
    asked = {Outcome.ACCEPTED, Outcome.REFUSED}
    return sum(one.outcome in asked for commit in log for one in decided(commit).entries)


def stopped_day() -> World:
    """Return a day on which the taking out was refused, because of a stop."""
    story = World()
    story.working_day()
    story.stop()
    assert story.take_out("colt").codes == ("stop_open",)
    return story


def test_an_honest_ledger_has_no_differences() -> None:
    """Each step of a day is computed again, refused ones too, and comes out the same."""
    story = World()
    story.handed_over()
    story.stop()
    story.hand_over("colt")
    report = audited(story.log)
    assert report == AuditReport(steps=steps_of(story.log), differences=(), not_recomputed=())
    assert report.good
    assert report.steps > 10


DISHONEST: Final[dict[str, tuple[Callable[[Decided], Decided], tuple[str, ...]]]] = {
    "accepted what a rule refuses": (saying(Outcome.ACCEPTED), ()),
    "refused for another reason": (
        saying(Outcome.REFUSED, Code.DAY_NOT_OPEN),
        ("day_not_open",),
    ),
    "refused for a reason more": (
        saying(Outcome.REFUSED, Code.STOP_OPEN, Code.DAY_NOT_OPEN),
        ("stop_open", "day_not_open"),
    ),
}


@pytest.mark.parametrize("case", DISHONEST)
def test_a_verdict_that_differs_is_reported_with_both(case: str) -> None:
    """Where the recorded codes are not the computed ones, both are reported at their place."""
    story = stopped_day()
    change, recorded = DISHONEST[case]
    log = redecided(story.log, -1, change)
    report = audited(log)
    assert report.differences == (
        Difference(
            index=story.told[-1].index,
            event=story.told[-1].id,
            recorded=recorded,
            computed=("stop_open",),
        ),
    )
    assert not report.good


def test_a_refusal_of_what_nothing_stood_against_is_reported() -> None:
    """A desk that refuses without reason is found out as well."""
    story = World()
    story.working_day()
    story.take_out("colt")
    report = audited(redecided(story.log, -1, saying(Outcome.REFUSED, Code.STOP_OPEN)))
    assert [(one.recorded, one.computed) for one in report.differences] == [(("stop_open",), ())]


def test_the_audit_never_decides_anew() -> None:
    """What follows a differing verdict is judged by what was recorded, not by the audit."""
    story = World()
    story.working_day()
    story.take_out("colt")
    place = len(story.log) - 1
    story.show_empty("colt")
    log = redecided(story.log, place, saying(Outcome.REFUSED, Code.STOP_OPEN))
    auditor = Auditor(pack_texts())
    for commit in log:
        auditor.commit(commit)
    assert auditor.state.weapons[gun("colt")].charge.who == box("vault")
    assert [one.index for one in auditor.report().differences] == [log[place][0].index]


def test_verdicts_of_another_version_are_said_not_to_be_recomputed() -> None:
    """Commits judged under another version of the rules are named by range and not compared."""
    story = stopped_day()
    places = (-4, -1)
    log = story.log
    for place in places:
        log = redecided(log, place, under_version(RULES_VERSION + 2))
    log = redecided(log, -2, under_version(RULES_VERSION + 1))
    log = redecided(log, -1, saying(Outcome.ACCEPTED))
    report = audited(log)
    first, last = log[-4][0].index, log[-1][-1].index
    other = (log[-2][0].index, log[-2][-1].index)
    this = f"this is {RULES_VERSION}"
    later = f"entries {first} to {last}: judged under {RULES_VERSION + 2}, {this}"
    assert report.not_recomputed == (
        f"entries {other[0]} to {other[1]}: judged under {RULES_VERSION + 1}, {this}",
        later,
    )
    assert report.differences == ()
    assert not report.good


def test_without_the_packs_texts_every_ruled_step_differs() -> None:
    """An audit that was not given the packs reports what it could not confirm."""
    story = World(enrolled=False)
    story.enrol_cast()
    report = audited(story.log, {})
    assert len(report.differences) == report.steps
    assert {one.computed for one in report.differences} == {("pack_text_missing",)}


@pytest.mark.parametrize("known", [True, False], ids=["had", "never had"])
def test_whether_a_head_was_had_is_taken_from_the_record(
    known: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """The audit has no roots: it takes the record's word for heads and compares the rest."""
    story = World()
    story.working_day()
    event = story.event(TAKE_OUT, signers_of(TAKE_OUT, ("armorer",)))
    if not known:
        event = msgspec.structs.replace(
            event, seen=msgspec.structs.replace(event.seen, root=bytes(32))
        )
    told = story.tell_event(event)
    assert told.codes == (() if known else ("head_never_had",))
    assert audited(story.log).good


def test_a_commit_without_its_decided_is_a_bug() -> None:
    """Whoever hands over half a commit has not read the ledger as it is."""
    story = World()
    with pytest.raises(InvariantError, match="audit: entry 0 should be a decided"):
        Auditor(pack_texts()).commit(story.log[0][:1])


def test_a_difference_names_the_event() -> None:
    """A difference says index and id, so that the entry can be looked up."""
    one = Difference(index=7, event=EventId("e" * 64), recorded=(), computed=("stop_open",))
    assert (one.index, one.event) == (7, "e" * 64)
