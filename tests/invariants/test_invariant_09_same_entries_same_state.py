"""Invariant 9: the same entries in the same order give the same state and bytes."""

from __future__ import annotations

import copy
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showclear.errors import InvariantError
from showclear.field.ids import EventId
from showclear.field.instants import Now
from showclear.record.event import Event, decode_event, encode_event
from showclear.record.events.base import Mood
from showclear.record.events.desk import Decision, Outcome
from showclear.record.events.guns import FireTest, FoundUnfit, GoAgain, Snapped
from showclear.record.events.handling import HandOver, Load, ShowingEnded, Shown, TakeOut
from showclear.record.events.passing import IssueLine
from showclear.record.events.speaking import AskToSee, Decline
from showclear.record.events.table import BY_BODY
from showclear.record.fold import Kept, fold_commit, fold_decided, fold_entry
from showclear.record.registry import mood_of
from showclear.record.state import State
from tests.invariants.choosing import Choice
from tests.invariants.facts import encoded, plain
from tests.invariants.starts import STARTS
from tests.invariants.walk import ANYTHING, History, histories, over_histories, walk
from tests.kit import World, gun, signers_of

INDEXES = frozenset({"index", "handed_index", "enrolled", "revoked", "since"})
Outcomes = list[tuple[EventId, Outcome]]
ABOUT = (
    "weapon", "container", "lot", "into", "source", "target", "person", "key", "to", "place",
    "carrier", "minor", "guardian", "set_up", "scene", "what", "guard", "holder", "count",
)  # fmt: skip
# About everything, or about all guns that are out: in no pair.
ALL = {
    "revoke", "grant", "stop", "concern", "adopt", "enrol", "withdraw_roles", "cut", "rolling",
    "brief", "provision_ended", "minor",
}  # fmt: skip
# What no rule about another gun looks at: these may stand before or after a step.
QUIET = (AskToSee, ShowingEnded, Shown, Snapped, FoundUnfit, FireTest, Decline)
HANDLING = (TakeOut, Load, HandOver, IssueLine, GoAgain)
PAIRS = 150


def read_back(story: World) -> list[tuple[Kept, ...]]:
    """Return the log as read back from its bytes."""
    return [
        tuple(
            msgspec.structs.replace(kept, event=decode_event(encode_event(kept.event)))
            for kept in commit
        )
        for commit in story.log
    ]


@over_histories
def test_folding_the_log_again_gives_the_same_bytes(history: History) -> None:
    """A log folded commit by commit from its bytes gives the state the desk had, byte for byte."""
    story = walk(history)
    again = State()
    for commit in read_back(story):
        fold_commit(again, commit)
    assert encoded(again) == encoded(story.state)
    assert again == story.state


@over_histories
def test_a_snapshot_at_any_index_goes_on_alike(history: History) -> None:
    """A state written down, read back and folded on ends as one that never was written down."""
    story = walk(history)
    log = read_back(story)
    again = State()
    for place, commit in enumerate(log):
        fold_commit(again, commit)
        if place % 17 == len(history.moves) % 17:
            written = msgspec.json.encode(again)
            again = msgspec.json.decode(written, type=State)
            assert encoded(again) == encoded(msgspec.json.decode(written, type=State))
    assert encoded(again) == encoded(story.state)


@given(histories(most=10))
def test_the_same_history_is_told_alike(history: History) -> None:
    """The same history told twice gives the same ids, outcomes and codes."""
    first, second = walk(history), walk(history)
    assert first.told == second.told
    assert encoded(first.state) == encoded(second.state)


def concerns(event: Event) -> set[str]:
    """Return every item, lot and person an event is about; a stop is about everything."""
    body = event.body
    row = BY_BODY[type(body)]
    named = {getattr(body, field) for field in ABOUT if hasattr(body, field)}
    return (
        {str(thing) for thing in (*row.touches(body), *row.cites(body), *named) if thing}
        | {signer.person for signer in event.signers}
        | {item.value for item in getattr(body, "roles", ())}
    )


def may_swap(one: Event, other: Event) -> bool:
    """Return whether two events share no item and no fact that a rule would look at."""
    if concerns(one) & concerns(other):
        return False
    steps = [mood_of(event) is Mood.STEP for event in (one, other)]
    if not any(steps):
        return True
    able = (*HANDLING, *QUIET)
    return isinstance(one.body, able) and isinstance(other.body, able)


def without_indexes(value: Any) -> Any:
    """Return a state as plain data without what follows from the order alone."""
    if isinstance(value, dict):
        kept = {key: without_indexes(item) for key, item in value.items() if key not in INDEXES}
        return dict(sorted(kept.items()))
    if isinstance(value, list):
        return [without_indexes(item) for item in value]
    return value


def told_at(story: World, now: Now, *events: Event) -> tuple[Outcomes, Any]:
    """Return outcomes and state after these events in this order, all at one time."""
    other = copy.copy(story)
    other._state = copy.deepcopy(story.state)
    found = []
    for event in events:
        told = other.judged(event, now)
        found.append((told.id, told.outcome))
    found.sort(key=lambda pair: pair[0])
    return found, without_indexes(plain(other.state))


moves = st.tuples(
    st.sampled_from(sorted(set(ANYTHING) - ALL)),
    st.lists(st.integers(0, 59), max_size=7),
)


@settings(max_examples=PAIRS)
@given(start=st.sampled_from(list(STARTS)), first=moves, second=moves)
def test_disjoint_neighbours_may_be_swapped(
    start: str, first: tuple[str, list[int]], second: tuple[str, list[int]]
) -> None:
    """Two neighbours about different things give the same state in either order."""
    story = STARTS[start]()
    one, other = (_event(story, *move) for move in (first, second))
    if not may_swap(one, other):
        return
    now = story.now()
    assert told_at(story, now, one, other) == told_at(story, now, other, one)


def _event(story: World, name: str, numbers: list[int]) -> Event:
    body, who = ANYTHING[name](Choice(numbers))
    return story.event(body, signers_of(body, who))


def test_swapping_is_told_apart_when_it_matters() -> None:
    """Two events about one gun do not swap: the later one is out of chain."""
    story = STARTS["in_hand"]()
    one, other = (_event(story, "fired", [0, 1]), _event(story, "ask_to_see", [0]))
    assert gun("colt") in concerns(one) & concerns(other)
    now = story.now()
    assert told_at(story, now, one, other) != told_at(story, now, other, one)


# -- the fold takes entries in order, each commit ended by its decided ---------------------------


def kept(story: World, event: Event, index: int) -> Kept:
    """Return an event as an entry at this index."""
    told = story.told[0]
    return Kept(index=index, id=told.id, event=event)


def test_an_entry_out_of_order_is_a_bug() -> None:
    """An entry at another index than the next is never folded."""
    story = World(enrolled=False)
    entry = kept(story, story.told[0].event, 7)
    decision = Decision(id=entry.id, index=7, outcome=Outcome.ADMITTED)
    with pytest.raises(InvariantError, match=r"^fold: entry 7 after 1$"):
        fold_entry(story.state, entry, decision, story.now())


def test_a_commit_without_its_decided_is_a_bug() -> None:
    """A commit that does not end with its decided is never folded."""
    story = World(enrolled=False)
    entry = kept(story, story.told[0].event, 2)
    with pytest.raises(InvariantError, match=r"^fold: entry 2 should be the commit's decided$"):
        fold_commit(story.state, [entry])
    with pytest.raises(InvariantError, match=r"^fold: entry 2 should be the commit's decided$"):
        fold_decided(story.state, entry, story.now())
