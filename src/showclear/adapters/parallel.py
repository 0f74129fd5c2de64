"""The parallel map that verify and audit are handed, over processes, and a serial twin.

Processes are started afresh (``spawn``), not forked: a fork would copy database connections,
locks and threads that the child must not have. So ``function`` is a module's own function, and
it and the chunks can be pickled; a program that maps keeps its entry point under
``if __name__ == "__main__"``. At most a few chunks per worker are under way, so that a long
ledger is never held in memory as a whole.

Example::

    for result in process_map(check_chunk, chunks_of(store), workers=2):
        ...
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, TypeVar

from showclear.adapters.translate import translated, worded
from showclear.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Chunk = TypeVar("Chunk")
Result = TypeVar("Result")

# One at work and one waiting keeps a worker busy; more only costs memory.
CHUNKS_PER_WORKER_MAX = 2


def serial_map(
    function: Callable[[Chunk], Result], chunks: Iterable[Chunk], _workers: int = 1
) -> Iterator[Result]:
    """Yield the result for each chunk, in order, in this process."""
    return map(function, chunks)


def process_map(
    function: Callable[[Chunk], Result], chunks: Iterable[Chunk], workers: int
) -> Iterator[Result]:
    """Yield the result for each chunk, in order, computed by ``workers`` processes.

    An error in ``function`` is raised here as it was there. A worker that dies, by lack of
    memory for instance, raises ``StoreError``. With one worker no process is started.
    """
    if workers <= 1:
        yield from serial_map(function, chunks)
        return
    context = multiprocessing.get_context("spawn")
    with (
        translated("worker processes", "starting them"),
        ProcessPoolExecutor(workers, mp_context=context) as pool,
    ):
        yield from _in_order(pool, function, chunks, workers)


def _in_order(
    pool: ProcessPoolExecutor,
    function: Callable[[Chunk], Result],
    chunks: Iterable[Chunk],
    workers: int,
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(function, chunk))
            if len(waiting) >= workers * CHUNKS_PER_WORKER_MAX:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise StoreError(
            worded(
                "worker processes",
                expected="an answer from each",
                found="one that ended without",
                hint="The machine may be short of memory: try again with one worker.",
            )
        ) from error
    finally:
        # Not future.cancel(): in CPython 3.11.2 (Debian 12) the pool's own thread, woken for
        # the shutdown before it has dropped a cancelled chunk, sleeps for ever after it.
        pool.shutdown(wait=False, cancel_futures=True)
