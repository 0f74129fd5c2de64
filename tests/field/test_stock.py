"""Stock and people: limits on counts, words that suffice as proof, and titles."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.field.patterns import PATTERNS
from showclear.field.people import TITLE_CHARACTERS_MAX, Role, Title, Way
from showclear.field.stock import (
    ALARMING,
    BLANK_PROOFS,
    CALIBRE_CHARACTERS_MAX,
    COUNT_MAX,
    DUMMY_PROOFS,
    FIRING_CLASS_MIN,
    GUNSHOTS_MAX,
    ROUNDS_MAX,
    Calibre,
    Kind,
    Odd,
    Proof,
    Rounds,
    RoundsOrNone,
    WeaponClass,
)
from tests.cast import CAST


def fits(value: object, wanted: Any) -> bool:
    """Return whether a value is of a type with its limits."""
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError:
        return False
    return True


LIMITS = {
    "rounds: the most, and one more": (Rounds, ROUNDS_MAX, ROUNDS_MAX + 1),
    "rounds: one, and none": (Rounds, 1, 0),
    "rounds or none: none, and fewer": (RoundsOrNone, 0, -1),
    "rounds or none: the most, and one more": (RoundsOrNone, ROUNDS_MAX, ROUNDS_MAX + 1),
    "calibre: the longest, and a letter more": (
        Calibre,
        "4" * CALIBRE_CHARACTERS_MAX,
        "4" * (CALIBRE_CHARACTERS_MAX + 1),
    ),
    "calibre: one letter, and none": (Calibre, "9", ""),
    "title: the longest, and a letter more": (
        Title,
        "a" * TITLE_CHARACTERS_MAX,
        "a" * (TITLE_CHARACTERS_MAX + 1),
    ),
    "title: small letters and dashes, not a capital": (Title, "first-ad", "First-AD"),
    "title: dashes inside, not at the end": (Title, "key-grip-2", "key-"),
}


@pytest.mark.parametrize(("wanted", "good", "past"), LIMITS.values(), ids=LIMITS.keys())
def test_limits_hold_at_and_one_past(wanted: object, good: object, past: object) -> None:
    """What is at the limit fits; what is one past it does not."""
    assert fits(good, wanted)
    assert not fits(past, wanted)


def test_counts_stay_exact_in_every_reader() -> None:
    """Every count is below 2^53, which each JSON reader keeps exactly."""
    assert COUNT_MAX == 2**53 - 1
    assert max(ROUNDS_MAX, GUNSHOTS_MAX) < COUNT_MAX


def test_what_proves_a_round() -> None:
    """A rattle, a hole or an empty pocket prove a dummy; a label or a dimple nothing."""
    assert {Proof.RATTLE, Proof.HOLE, Proof.EMPTY_POCKET} == DUMMY_PROOFS
    assert {Proof.SEAL, Proof.MAKER_CODE, Proof.ONE_OPENED} == BLANK_PROOFS
    alone = {Proof.LABEL, Proof.DIMPLE, Proof.WEIGHT, Proof.CRIMP, Proof.MARK}
    assert alone.isdisjoint(DUMMY_PROOFS | BLANK_PROOFS)


def test_what_stops_all_work_with_guns() -> None:
    """A round that looks live or cannot be named alarms; one without proof is set aside."""
    assert {Odd.LOOKS_LIVE, Odd.NOT_NAMEABLE, Odd.LIVE_PRIMER} == ALARMING


@given(st.sampled_from(WeaponClass))
def test_classes_four_to_six_can_go_off(weapon_class: WeaponClass) -> None:
    """Rubber, replica and deactivated guns cannot go off; the other three can."""
    harmless = {WeaponClass.RUBBER, WeaponClass.REPLICA, WeaponClass.DEACTIVATED}
    assert (weapon_class >= FIRING_CLASS_MIN) == (weapon_class not in harmless)


def test_words_are_written_once() -> None:
    """No two roles, ways, kinds or proofs are written alike."""
    for words in (Role, Way, Kind, Proof, Odd):
        values = [word.value for word in words]
        assert len(set(values)) == len(values)
    assert all(fits(title, Title) for title, _ in CAST.values())
    assert all(fits(name, Title) for name in PATTERNS)
