"""The index of event ids: candidates by prefix, exact after a dump, and small."""

from __future__ import annotations

import itertools
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.desk.idindex import IdIndex

IDS = st.binary(min_size=32, max_size=32)
# Few distinct prefixes, so that ids share buckets and whole prefixes.
CLOSE = st.builds(
    lambda head, tail: head + bytes(6) + tail,
    st.sampled_from([b"\x00\x00", b"\x00\x01", b"\x00\x10", b"\xff\xff"]),
    st.binary(min_size=24, max_size=24),
)


def _filled(ids: list[bytes]) -> IdIndex:
    index = IdIndex()
    index.extend(ids, 0)
    return index


@given(st.lists(IDS | CLOSE, max_size=40), IDS | CLOSE)
def test_candidates_are_those_with_the_same_first_eight_bytes(
    ids: list[bytes], other: bytes
) -> None:
    """An id's candidates are exactly the indexes whose ids begin with the same eight bytes."""
    index = _filled(ids)
    for wanted in (*ids, other):
        expected = [place for place, one in enumerate(ids) if one[:8] == wanted[:8]]
        assert sorted(index.candidates(wanted)) == expected
    assert len(index) == len(ids)


@given(st.lists(IDS | CLOSE, max_size=40), st.lists(IDS | CLOSE, max_size=5))
def test_a_loaded_dump_is_the_same_index(ids: list[bytes], later: list[bytes]) -> None:
    """Dumped, loaded and filled further it answers as if it had never been dumped."""
    index = _filled(ids)
    loaded = IdIndex.load(*index.dump())
    assert loaded.dump() == index.dump()
    assert len(loaded) == len(ids)
    loaded.extend(later, len(ids))
    index.extend(later, len(ids))
    for wanted in (*ids, *later):
        assert sorted(loaded.candidates(wanted)) == sorted(index.candidates(wanted))


def test_an_empty_index_knows_nothing() -> None:
    """Nothing was added, nothing is a candidate, and its dump is empty."""
    index = IdIndex()
    assert (len(index), index.candidates(bytes(32)), index.dump()) == (0, [], (b"", b""))


@pytest.mark.parametrize("edge", [b"\x00" * 32, b"\xff" * 32], ids=["first", "last"])
def test_the_outermost_ids_are_found(edge: bytes) -> None:
    """The smallest and the largest id there can be are kept and found after a dump."""
    index = _filled([edge])
    assert index.candidates(edge) == [0]
    assert IdIndex.load(*index.dump()).candidates(edge) == [0]


def test_two_ids_that_share_a_prefix_are_both_candidates() -> None:
    """Which of two ids with one prefix it is, is for the caller to read."""
    one, other = b"prefix00" + bytes(24), b"prefix00" + b"x" * 24
    index = _filled([one, bytes(32), other])
    assert sorted(index.candidates(one)) == [0, 2]
    assert sorted(index.candidates(other)) == [0, 2]


def test_an_event_costs_under_sixteen_bytes() -> None:
    """With a hundred thousand ids the index holds under sixteen bytes for each."""
    count = 100_000
    numbers = itertools.islice(itertools.count(), count)
    index = _filled([sha256(b"%d" % number).digest() for number in numbers])
    empty = IdIndex().bytes_used()
    assert (index.bytes_used() - empty) / count < 16
