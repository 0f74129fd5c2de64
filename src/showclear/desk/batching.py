"""Many submissions share one commit: whoever comes first commits for all who wait.

A desk is not for two threads at once; a ``Gate`` is. Each caller brings envelopes and waits for
its answers. Parsing and signatures are done by the caller's own thread before it queues up, so
they run while the commit before is being written; the first of those who queue takes the whole
queue into the next commit. Whatever ends a commit is raised to all who wait for
it; when the disk is nearly full each envelope is tried alone, so that a stop is never lost to a
step beside it. An envelope sent again gets its first answer again.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from typing import Final

from showclear.desk.arrivals import Examined
from showclear.desk.desk import Desk
from showclear.desk.parts import Answer
from showclear.errors import BadInput, DiskFull, ShowclearError, UsageError

WAITING_MAX: Final = 1024  # envelopes queued: refuse early instead of answering late (Aviator)


class _Waiting:
    def __init__(self, examined: Sequence[Examined | BadInput]) -> None:
        self.examined = examined
        self.done = threading.Event()
        self.answers: list[Answer | BadInput] = []
        self.problem: BaseException | None = None


class Gate:
    """The one way into a desk for many threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._queue: deque[_Waiting] = deque()
        self._guard = threading.Lock()
        self._writing = threading.Lock()
        self._waiting = 0  # envelopes brought and not answered yet

    def submit(self, raws: Sequence[bytes]) -> list[Answer | BadInput]:
        """Return the answers to these envelopes, in order; may wait for a commit to end.

        Raises what the desk raises, and ``UsageError`` when too many are waiting already.
        """
        self._take_places(len(raws))
        try:
            mine = _Waiting(self._desk.examine(raws))
            with self._guard:
                self._queue.append(mine)
            with self._writing:
                if not mine.done.is_set():
                    self._commit_queue()
        finally:
            with self._guard:
                self._waiting -= len(raws)
        if mine.problem is not None:
            raise mine.problem
        return mine.answers

    def _take_places(self, count: int) -> None:
        with self._guard:
            if self._waiting + count > WAITING_MAX:
                raise UsageError(
                    "desk_busy",
                    "desk",
                    expected=f"at most {WAITING_MAX} waiting",
                    found=str(self._waiting),
                    hint="send it again in a moment; it is kept once",
                )
            self._waiting += count

    def _commit_queue(self) -> None:
        with self._guard:
            batch = list(self._queue)
            self._queue.clear()
        try:
            self._commit_all(batch)
        except DiskFull:  # what speaks up still has its reserve; the rest gets the error
            for one in batch:
                self._commit_apart(one)
        except BaseException as problem:  # noqa: BLE001 - raised again by each who waited
            for one in batch:
                one.problem = problem
        finally:
            for one in batch:
                one.done.set()

    def _commit_all(self, batch: Sequence[_Waiting]) -> None:
        answers = iter(
            self._desk.submit_examined([item for one in batch for item in one.examined])
        )
        for one in batch:
            one.answers = [next(answers) for _ in one.examined]

    def _commit_apart(self, one: _Waiting) -> None:
        """Submit one by one; a caller with any problem gets it, and asks again for the rest."""
        for item in one.examined:
            try:
                one.answers += self._desk.submit_examined([item])
            except ShowclearError as problem:
                one.problem = one.problem or problem
