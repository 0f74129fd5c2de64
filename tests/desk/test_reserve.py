"""A disk that fills up: the floor, and the reserve below it that only speaking up may use."""

from __future__ import annotations

from typing import Final

import pytest

from showclear.desk.parts import FREE_BYTES_FLOOR, FREE_BYTES_RESERVE
from showclear.errors import DiskFull
from showclear.record.events.desk import Unattributed, Why
from showclear.record.events.handling import CloseDay, Collect, OpenDay
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    Decline,
    Side,
    Stop,
)
from showclear.record.events.table import AnyBody
from tests.desk.envelopes import a_day, a_stop, with_bad_signature
from tests.desk.receipts import whole
from tests.kit import OnDesk, gun, person

OTHERS: Final[dict[str, tuple[AnyBody, str]]] = {
    "a step": (OpenDay(date="2026-11-23"), "first-ad"),
    "a report": (Collect(weapons=(gun("colt"),)), "armorer"),
    "closing the day": (CloseDay(), "first-ad"),
}
SPEAKING: Final[dict[str, AnyBody]] = {
    "stop": Stop(),
    "concern": Concern(about=ConcernClass.OTHER),
    "decline": Decline(weapon=gun("colt"), side=Side.ISSUE),
    "ask to see": AskToSee(weapon=gun("colt")),
}


@pytest.fixture
def story() -> OnDesk:
    """Return a desk with one gun received."""
    told = OnDesk()
    told.receive_gun("colt")
    return told


@pytest.mark.parametrize("kind", OTHERS)
def test_below_the_floor_nothing_else_is_written(story: OnDesk, kind: str) -> None:
    """With the floor free an event is taken; with one byte less it is refused as a full disk."""
    body, who = OTHERS[kind]
    story.disk.free_bytes = FREE_BYTES_FLOOR
    assert not story.tell(body, who).refused
    story.disk.free_bytes = FREE_BYTES_FLOOR - 1
    size, head = len(story.disk.entries), story.disk.head
    message = "ledger volume: expected at least 64 MiB free, found 63; nothing was written; "
    with pytest.raises(DiskFull, match=f"^{message}free some space, speaking up still has a"):
        story.tell(body, who)
    assert (len(story.disk.entries), story.disk.head) == (size, head)
    assert story.desk.stopped == ""
    story.disk.free_bytes = FREE_BYTES_FLOOR
    assert not story.tell(body, who).refused
    whole(story)


@pytest.mark.parametrize("kind", SPEAKING)
def test_speaking_up_is_written_down_to_the_reserves_end(story: OnDesk, kind: str) -> None:
    """Below the floor speaking up is still taken, until the reserve itself is used up."""
    for free in (FREE_BYTES_FLOOR - 1, FREE_BYTES_RESERVE):
        story.disk.free_bytes = free
        story.tell(SPEAKING[kind], "grip")
    story.disk.free_bytes = FREE_BYTES_RESERVE - 1
    size = len(story.disk.entries)
    with pytest.raises(DiskFull, match="expected at least 16 MiB free, found 15"):
        story.tell(SPEAKING[kind], "grip")
    assert len(story.disk.entries) == size
    whole(story)


def test_a_stop_that_no_key_stands_for_uses_the_reserve_too(story: OnDesk) -> None:
    """A stop called out, or one with a bad signature, is written below the floor."""
    story.disk.free_bytes = FREE_BYTES_RESERVE
    story.tell_unsigned(Unattributed(reported="stop", why=Why.NO_KEY, arrived=person("grip").key))
    story.submit(with_bad_signature(a_stop(story)))
    assert len(story.state.stops) == 2
    other = Unattributed(reported="collect", why=Why.NO_KEY, arrived=person("grip").key)
    with pytest.raises(DiskFull, match="nothing was written"):
        story.tell_unsigned(other)
    whole(story)


def test_a_stop_in_a_batch_with_a_step_can_be_sent_alone(story: OnDesk) -> None:
    """A batch with anything else in it is refused whole, and the stop alone is taken."""
    story.disk.free_bytes = FREE_BYTES_FLOOR - 1
    halt, day = a_stop(story), a_day(story)
    with pytest.raises(DiskFull, match="nothing was written"):
        story.desk.submit([halt, day])
    assert story.state.stops == {}
    assert len(story.desk.submit([halt])) == 1
    assert len(story.state.stops) == 1
    whole(story)
