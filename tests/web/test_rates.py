"""How often somebody may ask: a burst, then as many per window; a first stop always passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.errors import InvariantError
from showclear.web.rates import Rate, Rates

FIVE_PER_SECOND = Rate(count=5, window_ms=1_000)


def test_a_burst_passes_and_the_next_one_waits() -> None:
    """As many as the rate's count pass at once; the next is told when one has come back."""
    rates = Rates(FIVE_PER_SECOND)
    assert [rates.take("tablet", now_ms=0) for _ in range(6)] == [0, 0, 0, 0, 0, 200]


def test_whoever_waits_as_told_passes() -> None:
    """A moment before the time that was told is too early, the time itself is not."""
    rates = Rates(FIVE_PER_SECOND)
    for _ in range(5):
        rates.take("tablet", now_ms=0)
    assert rates.take("tablet", now_ms=199) == 1
    assert rates.take("tablet", now_ms=200) == 0
    assert rates.take("tablet", now_ms=200) == 200


def test_asking_in_vain_costs_nothing() -> None:
    """Who asks again while waiting does not wait any longer for it."""
    rates = Rates(Rate(count=1, window_ms=1_000))
    rates.take("tablet", now_ms=0)
    assert [rates.take("tablet", now_ms=now) for now in (0, 500, 999)] == [1_000, 500, 1]
    assert rates.take("tablet", now_ms=1_000) == 0


def test_one_key_does_not_use_up_anothers() -> None:
    """Each key has its own count."""
    rates = Rates(Rate(count=1, window_ms=1_000))
    assert rates.take("tablet", now_ms=0) == 0
    assert rates.take("phone", now_ms=0) == 0
    assert rates.take("tablet", now_ms=0) == 1_000


def test_a_first_stop_never_waits() -> None:
    """What its caller calls a first stop passes however much was asked, and is counted."""
    rates = Rates(Rate(count=1, window_ms=1_000))
    assert rates.take("phone", now_ms=0, always=True) == 0
    assert rates.take("phone", now_ms=0) == 1_000
    assert [rates.take("phone", now_ms=0, always=True) for _ in range(100)] == [0] * 100
    assert rates.take("phone", now_ms=1_000) == 0


def test_a_long_rest_saves_up_one_burst_only() -> None:
    """After a day of quiet there is one burst, not a day's worth."""
    rates = Rates(FIVE_PER_SECOND)
    rates.take("tablet", now_ms=0)
    assert [rates.take("tablet", now_ms=86_400_000) for _ in range(6)] == [0, 0, 0, 0, 0, 200]


def test_a_clock_that_steps_back_gives_nothing() -> None:
    """Time that runs backwards neither gives a token nor takes the waiting time away."""
    rates = Rates(Rate(count=1, window_ms=1_000))
    rates.take("tablet", now_ms=5_000)
    assert rates.take("tablet", now_ms=1_000) == 1_000
    assert rates.take("tablet", now_ms=5_999) == 1
    assert rates.take("tablet", now_ms=6_000) == 0


@pytest.mark.parametrize(("keys_max", "again"), [(2, 1_000), (1, 0)])
def test_only_so_many_keys_are_remembered(keys_max: int, again: int) -> None:
    """The key that asked longest ago is forgotten first, and then begins anew."""
    rates = Rates(Rate(count=1, window_ms=1_000), keys_max=keys_max)
    rates.take("first", now_ms=0)
    rates.take("second", now_ms=0)
    assert rates.take("first", now_ms=0) == again


@pytest.mark.parametrize(("count", "window_ms"), [(0, 1_000), (5, 0)])
def test_a_rate_that_lets_nobody_pass_is_a_bug(count: int, window_ms: int) -> None:
    """A rate of none, or in no time, is refused where it is written."""
    message = f"^rate: expected at least 1 in at least 1 ms, found {count} in {window_ms} ms$"
    with pytest.raises(InvariantError, match=message):
        Rate(count=count, window_ms=window_ms)


@given(
    st.integers(1, 7),
    st.integers(1, 50),
    st.lists(st.integers(0, 30), min_size=1, max_size=60),
)
def test_no_window_sees_more_than_two_bursts(count: int, window_ms: int, steps: list[int]) -> None:
    """In any stretch as long as the window at most twice the count pass; a wait is kept to."""
    rates, now, passed = Rates(Rate(count=count, window_ms=window_ms)), 0, list[int]()
    for step in steps:
        now += step
        wait = rates.take("key", now_ms=now)
        if wait == 0:
            passed.append(now)
        else:
            assert 0 < wait <= window_ms
    for start in passed:
        assert sum(1 for at in passed if start <= at < start + window_ms) <= 2 * count
