"""Mechanisms: which positions one look must answer for."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.field.mechanisms import (
    BODY,
    BORE,
    CHAMBERS_MAX,
    PATTERNS,
    PERCEIVED,
    BoreMethod,
    How,
    LookWay,
    chamber,
    positions_required,
)
from showclear.record.events.handling import Position
from showclear.record.limits import ANSWERS_MAX

REQUIRED = {
    "a six-chambered revolver seen empty: every chamber, then the bore": (
        6,
        LookWay.SEEN_EMPTY,
        ("chamber-1", "chamber-2", "chamber-3", "chamber-4", "chamber-5", "chamber-6", "bore"),
    ),
    "rounds seen going in: the bore was seen just before": (
        5,
        LookWay.SEEN_GOING_IN,
        ("chamber-1", "chamber-2", "chamber-3", "chamber-4", "chamber-5"),
    ),
    "rounds taken out and seen: the chambers": (
        2,
        LookWay.TAKEN_OUT_AND_SEEN,
        ("chamber-1", "chamber-2"),
    ),
    "a rubber double: what it is made of": (0, LookWay.NON_FIRING, ("body",)),
    "a smooth-bore without chambers seen empty: the bore": (0, LookWay.SEEN_EMPTY, ("bore",)),
}


@pytest.mark.parametrize(("chambers", "way", "wanted"), REQUIRED.values(), ids=REQUIRED.keys())
def test_positions_a_look_must_cover(chambers: int, way: LookWay, wanted: tuple[str, ...]) -> None:
    """A look covers the positions of the mechanism in the order they are looked at."""
    assert positions_required(chambers=chambers, way=way) == wanted


@given(st.integers(0, CHAMBERS_MAX), st.sampled_from(LookWay))
def test_positions_fit_one_look(chambers: int, way: LookWay) -> None:
    """The positions of any gun fit one look, are named once and can be written."""
    wanted = positions_required(chambers=chambers, way=way)
    assert len(set(wanted)) == len(wanted) <= ANSWERS_MAX
    assert msgspec.convert(list(wanted), list[Position]) == list(wanted)


def test_chambers_are_counted_from_one() -> None:
    """Chambers are named from one upwards."""
    assert chamber(1) == "chamber-1"
    assert chamber(CHAMBERS_MAX) == "chamber-24"


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_says_how_it_is_shown(name: str) -> None:
    """Every pattern has a way to a showing, and a bore method exactly when it has a bore."""
    pattern = PATTERNS[name]
    assert pattern.name == name
    assert pattern.ways
    assert pattern.note
    assert 0 <= pattern.chambers_min <= pattern.chambers_max <= CHAMBERS_MAX
    assert bool(pattern.bore_methods) == (LookWay.SEEN_EMPTY in pattern.ways)
    assert not pattern.bore_methods & {BoreMethod.COULD_NOT, BoreMethod.NOT_ASKED}


def test_a_1873_revolver_cannot_be_looked_through() -> None:
    """The recoil shield stands behind the barrel, so light alone shows nothing of the bore."""
    works = PATTERNS["single-action-1873"].bore_methods
    assert works == {BoreMethod.CYLINDER_OUT, BoreMethod.ROD_TO_MARK}


def test_told_is_not_perceived() -> None:
    """Saw and heard count as perceived; told and could not see do not."""
    assert set(PERCEIVED) == {How.SAW, How.HEARD}
    assert {BORE, BODY}.isdisjoint(chamber(number) for number in range(CHAMBERS_MAX + 1))
