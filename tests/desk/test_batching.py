"""Many threads, one desk: every envelope exactly once, each answered, none lost silently."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from showclear.desk.arrivals import Examined
from showclear.desk.batching import WAITING_MAX, Gate
from showclear.desk.batching import _Waiting as Waiting
from showclear.desk.desk import Desk
from showclear.desk.parts import FREE_BYTES_FLOOR, FREE_BYTES_RESERVE, Answer
from showclear.errors import BadInput, DeskStopped, DiskFull, InvariantError, UsageError
from showclear.field.people import Role
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import OpenDay
from showclear.record.events.speaking import Stop
from tests.kit import OnDesk, signed_by
from tests.record.forge import kept, report_of

GRIP = (signed_by("grip", Role.CREW),)
THREADS, TIMES = 8, 20


def stop(story: OnDesk) -> bytes:
    """Return a stop."""
    return story.sealed(Stop(), GRIP)


def a_step(story: OnDesk) -> bytes:
    """Return the opening of a day, which is no speaking up."""
    return story.sealed(OpenDay(date="2026-11-22"), (signed_by("first-ad", Role.CALLER),))


def indexes(answers: Sequence[Answer | BadInput]) -> list[int]:
    """Return the indexes of answers that are none of errors."""
    return [answer.index for answer in answers if isinstance(answer, Answer)]


def test_every_envelope_of_every_thread_is_kept_once_and_answered() -> None:
    """Eight callers with twenty submissions each: all there, in each one's own order."""
    story = OnDesk()
    gate = Gate(story.desk)
    before = len(story.disk.entries)
    raws = [[[stop(story), stop(story)] for _ in range(TIMES)] for _ in range(THREADS)]
    together = threading.Barrier(THREADS)

    def caller(mine: list[list[bytes]]) -> list[list[int]]:
        together.wait()
        return [indexes(gate.submit(pair)) for pair in mine]

    with ThreadPoolExecutor(THREADS) as pool:
        given = list(pool.map(caller, raws))
    at = {entry.envelope: entry.index for entry in story.disk.entries[before:]}
    for mine, answers in zip(raws, given, strict=True):
        assert answers == [[at[raw] for raw in pair] for pair in mine]
        flat = [index for pair in answers for index in pair]
        assert flat == sorted(flat)
    commits = len(story.disk.entries) - before - THREADS * TIMES * 2
    assert 1 <= commits <= THREADS * TIMES
    assert report_of(kept(story)).good


def test_errors_come_back_to_who_caused_them() -> None:
    """A caller's garbage is answered as such, in its place, and the others' envelopes stand."""
    story = OnDesk()
    answers = Gate(story.desk).submit([stop(story), b"garbage", stop(story)])
    assert [type(answer).__name__ for answer in answers] == ["Answer", "EnvelopeError", "Answer"]
    assert Gate(story.desk).submit([]) == []


class Held:
    """A desk whose next submission waits until it is let go: others queue up meanwhile."""

    def __init__(self, story: OnDesk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.entered = threading.Event()
        self.go = threading.Event()
        self.batches: list[int] = []
        submit = story.desk.submit_examined

        def held(examined: Sequence[Examined | BadInput]) -> list[Answer | BadInput]:
            self.batches.append(len(examined))
            self.entered.set()
            assert self.go.wait(10)
            return submit(examined)

        monkeypatch.setattr(story.desk, "submit_examined", held)


def all_at_once(
    story: OnDesk, monkeypatch: pytest.MonkeyPatch, callers: Sequence[list[bytes]]
) -> tuple[list[list[Answer | BadInput] | BaseException], list[int]]:
    """Hold one stop in the desk until all callers wait; return what each gets, and batches."""
    held = Held(story, monkeypatch)
    gate = Gate(story.desk)

    def caller(raws: list[bytes]) -> list[Answer | BadInput] | BaseException:
        try:
            return gate.submit(raws)
        except Exception as problem:  # noqa: BLE001 - whatever comes is looked at
            return problem

    with ThreadPoolExecutor(len(callers) + 1) as pool:
        first = pool.submit(gate.submit, [stop(story)])
        assert held.entered.wait(10)
        waiting = []
        for number, raws in enumerate(callers, start=1):
            waiting.append(pool.submit(caller, raws))
            while len(gate._queue) < number:
                pass
        held.go.set()
        first.result(10)
        return [future.result(10) for future in waiting], held.batches


def test_those_who_wait_share_one_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Callers that queued up behind a commit go into the next one together."""
    story = OnDesk()
    before = len(story.disk.entries)
    callers = [[stop(story)] for _ in range(5)]
    given, batches = all_at_once(story, monkeypatch, callers)
    assert batches == [1, 5]
    found = [indexes(answers) for answers in given if isinstance(answers, list)]
    assert found == [[before + 2 + number] for number in range(5)]
    assert len(story.disk.entries) == before + 2 + 6


def test_a_stop_among_others_is_recorded_though_the_disk_is_nearly_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Below the floor steps get the reason, and speaking up is written all the same."""
    story = OnDesk()
    story.disk.free_bytes = FREE_BYTES_FLOOR - 1
    callers = [[a_step(story)], [stop(story)], [a_step(story), stop(story)], [stop(story)]]
    before = len(story.disk.entries)
    given, _ = all_at_once(story, monkeypatch, callers)
    step, first, mixed, last = given
    assert isinstance(step, DiskFull)
    assert isinstance(mixed, DiskFull)
    assert "speaking up still has a reserve" in str(mixed)
    assert isinstance(first, list)
    assert isinstance(last, list)
    kept_raws = {entry.envelope for entry in story.disk.entries[before:]}
    stops = {callers[1][0], callers[2][1], callers[3][0]}
    assert stops <= kept_raws
    assert not {callers[0][0], callers[2][0]} & kept_raws
    story.disk.free_bytes = FREE_BYTES_FLOOR
    again = Gate(story.desk).submit(callers[2])
    assert [(one.outcome, one.repeated) for one in again if isinstance(one, Answer)] == [
        (Outcome.ACCEPTED, False),
        (Outcome.ADMITTED, True),
    ]


def test_below_the_reserve_nobody_is_told_it_was_written() -> None:
    """At the reserve a stop is still written; a byte below, each caller gets the error."""
    story = OnDesk()
    gate = Gate(story.desk)
    story.disk.free_bytes = FREE_BYTES_RESERVE
    assert len(gate.submit([stop(story)])) == 1
    story.disk.free_bytes = FREE_BYTES_RESERVE - 1
    for raws, floor in (([stop(story)], 16), ([a_step(story), stop(story)], 64)):
        with pytest.raises(DiskFull, match=f"expected at least {floor} MiB free, found 15"):
            gate.submit(raws)


def test_a_desk_that_stopped_tells_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """All who waited get the desk's own error, none an empty answer."""
    story = OnDesk()
    callers = [[stop(story)] for _ in range(4)]
    write, calls = story.desk.keeping.write, iter((True, False))

    def failing(entries: Sequence[object]) -> None:
        if not next(calls):
            story.disk.free_bytes = 0
        write(entries)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(story.desk.keeping, "write", failing)
    given, _ = all_at_once(story, monkeypatch, callers)
    assert all(isinstance(one, DiskFull | DeskStopped) for one in given)
    with pytest.raises(DeskStopped):
        Gate(story.desk).submit([stop(story)])


@pytest.mark.parametrize("bug", [InvariantError("bug"), KeyError("bug"), KeyboardInterrupt()])
def test_a_bug_is_raised_to_all_who_waited(
    monkeypatch: pytest.MonkeyPatch, bug: BaseException
) -> None:
    """Nobody takes silence for an answer: a fault of ours reaches every caller of the batch."""
    story = OnDesk()
    gate = Gate(story.desk)

    def broken(_desk: Desk, _examined: Sequence[Examined | BadInput]) -> list[Answer | BadInput]:
        raise bug

    monkeypatch.setattr(Desk, "submit_examined", broken)
    batch = [waiting(gate, stop(story)) for _ in range(2)]
    with pytest.raises(type(bug)):
        gate.submit([stop(story)])
    for each in batch:
        assert each.done.is_set()
        assert each.problem is bug


def waiting(gate: Gate, raw: bytes) -> Waiting:
    """Put a caller into the queue as if it waited."""
    mine = Waiting(gate._desk.examine([raw]))
    gate._queue.append(mine)
    return mine


def test_too_many_waiting_are_refused_early() -> None:
    """So many envelopes may wait, one more is refused and told to come again."""
    story = OnDesk()
    gate = Gate(story.desk)
    gate._waiting = WAITING_MAX - 1
    with pytest.raises(
        UsageError, match=f"desk: expected at most {WAITING_MAX} waiting"
    ) as caught:
        gate.submit([stop(story), stop(story)])
    assert (caught.value.code, caught.value.found) == ("desk_busy", str(WAITING_MAX - 1))
    assert caught.value.hint == "send it again in a moment; it is kept once"
    answers = gate.submit([stop(story)])
    assert isinstance(answers[0], Answer)
