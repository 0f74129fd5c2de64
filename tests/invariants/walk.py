"""Random histories of a small production: sense and nonsense in any order.

A history is a start and a list of moves; a move is a name and numbers it chooses by, so that a
failing history shrinks to a few readable words. Some moves are whole routines done as they should
be (without them a random walk would never see a gun handed over), the others name any person, gun,
box or lot, received or not. ``walked(history)`` tells it to a ``World``::

    @given(histories())
    def test_something_always_holds(history: History) -> None:
        for story in walked(history): ...

Moves that name anything are in ``any_moves``, ``day_moves`` and ``passing_moves``, routines in
``routines`` and ``day_routines``, where histories start in ``starts``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from showclear.field.ids import EventId
from showclear.record.events.table import BY_BODY
from tests.invariants.any_moves import ANY
from tests.invariants.choosing import STALE, Choice, Said
from tests.invariants.day_moves import DAY
from tests.invariants.day_routines import ON_SET
from tests.invariants.passing_moves import PASSING
from tests.invariants.routines import STORE
from tests.invariants.starts import STARTS
from tests.kit import Told, World

ANYTHING: Mapping[str, Callable[[Choice], Said]] = {
    function.__name__: function for function in (*ANY, *PASSING, *DAY)
}


def stale(story: World, choice: Choice) -> None:
    """Tell anything by somebody who has not heard the latest of the items."""
    body, who = ANYTHING[choice.of(tuple(ANYTHING))](choice)
    story.tell(body, *who, last=dict.fromkeys(BY_BODY[type(body)].touches(body), STALE))


ROUTINES: Mapping[str, Callable[[World, Choice], None]] = {
    function.__name__: function for function in (*STORE, *ON_SET, stale)
}
# On set things are mostly done as they should be: a walk that names only anything stays tame.
STEERED = tuple(function.__name__ for function in ON_SET)
MOVES = (*ROUTINES, *ANYTHING, *STEERED, *STEERED, *STEERED)


WILD_EACH = 2


class History(msgspec.Struct, frozen=True):
    """A start and moves."""

    start: str
    moves: tuple[tuple[str, tuple[int, ...]], ...]


def histories(*, most: int = 25) -> st.SearchStrategy[History]:
    """Draw a history of at most so many moves."""
    numbers = st.lists(st.integers(0, 59), max_size=7).map(tuple)
    move = st.tuples(st.sampled_from(MOVES), numbers)
    moves = st.lists(move, max_size=most).map(tuple)
    return st.builds(History, st.sampled_from(list(STARTS)), moves)


def drawn(start: str, number: int, *, moves: int = 40) -> History:
    """Return a long history chosen by hashes, the same on every machine."""
    chosen = []
    for place in range(moves):
        digest = sha256(f"wild {start} {number} {place}".encode()).digest()
        name = MOVES[int.from_bytes(digest[:2], "big") % len(MOVES)]
        chosen.append((name, tuple(byte % 60 for byte in digest[2:9])))
    return History(start, tuple(chosen))


def over_histories(test: Callable[[History], None]) -> Callable[[], None]:
    """Let a test hold over random histories, and over two long wild ones from each start."""
    for start in STARTS:
        for number in range(WILD_EACH):
            test = example(drawn(start, number))(test)
    return given(histories())(test)


def step(story: World, name: str, numbers: Sequence[int]) -> None:
    """Make one move."""
    choice = Choice(numbers)
    routine = ROUTINES.get(name)
    if routine is not None:
        routine(story, choice)
        return
    body, who = ANYTHING[name](choice)
    story.tell(body, *who)


def walked(history: History) -> Iterator[World]:
    """Yield the story at its start and after each move."""
    story = STARTS[history.start]()
    yield story
    for name, numbers in history.moves:
        step(story, name, numbers)
        yield story


def walk(history: History) -> World:
    """Return the story at its end."""
    *_, story = walked(history)
    return story


def told_of(story: World, event: EventId) -> Told:
    """Return what became of an event."""
    return next(told for told in story.told if told.id == event)
