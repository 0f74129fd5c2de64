"""The parallel map: in order, over processes, and honest about errors."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from showclear.adapters.parallel import CHUNKS_PER_WORKER_MAX, process_map, serial_map
from showclear.errors import StoreError
from tests.adapters.work import die_at_three, double, fail_at_three


def test_results_come_in_order_from_other_processes() -> None:
    """Two workers answer in the order of the chunks, and neither is this process."""
    found = list(process_map(double, range(9), workers=2))
    assert [result for result, _ in found] == [2 * number for number in range(9)]
    assert os.getpid() not in {worker for _, worker in found}


@pytest.mark.parametrize("workers", [0, 1])
def test_one_worker_is_this_process(workers: int) -> None:
    """With one worker, as in the serial map, no process is started."""
    found = list(process_map(double, range(3), workers=workers))
    assert found == list(serial_map(double, range(3)))
    assert {worker for _, worker in found} == {os.getpid()}


def test_no_chunks_give_no_results() -> None:
    """An empty ledger gives an empty answer."""
    assert list(process_map(double, [], workers=2)) == []


def test_chunks_are_taken_as_they_are_needed() -> None:
    """No more chunks are read ahead than the workers' share."""
    taken: list[int] = []

    def chunks() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = process_map(double, chunks(), workers=2)
    assert next(results)[0] == 0
    assert len(taken) == 2 * CHUNKS_PER_WORKER_MAX
    results.close()  # type: ignore[attr-defined]  # a generator; ends the workers here


def test_an_error_of_the_function_is_raised_here() -> None:
    """What the function raises in a worker is raised by the map, after the results before it."""
    results = process_map(fail_at_three, range(9), workers=2)
    assert [next(results), next(results), next(results)] == [0, 1, 2]
    with pytest.raises(ValueError, match=r"^three$"):
        next(results)


def test_the_pool_ends_each_time_after_an_error() -> None:
    """Chunks that nobody wants any more do not keep the workers waiting (one in ten did)."""
    for _ in range(40):
        with pytest.raises(ValueError, match=r"^three$"):
            list(process_map(fail_at_three, range(9), workers=2))


def test_a_worker_that_dies_is_an_error() -> None:
    """A worker that ends without an answer is told, with what to try."""
    message = "worker processes: expected an answer from each, found one that ended without\nThe"
    with pytest.raises(StoreError, match=message):
        list(process_map(die_at_three, range(9), workers=2))
