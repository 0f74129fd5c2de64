"""A look as it is entered: one tap, what is odd named, could not see, nothing filled in."""

from __future__ import annotations

from typing import Any

import pytest

from showclear.errors import UsageError
from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay
from showclear.field.patterns import PATTERNS
from showclear.outputs.words.catalogue import catalogue, languages
from showclear.record.events.handling import Entered, PositionAnswer
from showclear.record.state import Weapon
from showclear.web.forms import Form
from showclear.web.hidden import HIDDEN
from showclear.web.looking import answers_of, asked
from tests.web.kit import Production

EMPTY = LookWay.SEEN_EMPTY


@pytest.fixture
def colt(production: Production) -> Weapon:
    """Give the example's six-chambered revolver."""
    return production.state.weapons[production.gun("colt-3")]


def answered(
    production: Production, weapon: Weapon, way: LookWay = EMPTY, **fields: str
) -> tuple[Entered, dict[str, PositionAnswer]]:
    """Return one person's answers by position; ``__`` in a field's name stands for a dot."""
    dotted: dict[str, str | list[str]] = {
        f"by.{name.replace('__', '.').replace('_', '-')}": value for name, value in fields.items()
    }
    form = Form(dotted, production.state)
    entered, answers = answers_of(weapon, way, form, "by")
    return entered, {one.position: one for one in answers}


def test_one_tap_says_each_position_and_the_bores_method(
    production: Production, colt: Weapon
) -> None:
    """All as it should be: six chambers and the bore, seen empty, the bore by a rod."""
    entered, answers = answered(production, colt, all="rod-to-mark")
    assert entered is Entered.ALL_AS_IT_SHOULD_BE
    assert len(answers) == 7
    assert {one.holds for one in answers.values()} == {Holds.EMPTY}
    assert {one.how for one in answers.values()} == {How.SAW}
    assert answers["bore"].method is BoreMethod.ROD_TO_MARK
    assert answers["chamber-1"].method is BoreMethod.NOT_ASKED


@pytest.mark.parametrize("how", [How.HEARD, How.TOLD])
def test_one_tap_says_how_it_is_known(production: Production, colt: Weapon, how: How) -> None:
    """Heard or was told is said of every position as it is said of the whole."""
    _, answers = answered(production, colt, all="rod-to-mark", how=how.value)
    assert {one.how for one in answers.values()} == {how}


def test_what_is_named_odd_is_the_exception(production: Production, colt: Weapon) -> None:
    """One chamber holds a fired case; the others stay as they should be, and it counts as each."""
    entered, answers = answered(production, colt, all="cylinder-out", chamber_3="fired-case")
    assert entered is Entered.EACH
    assert answers["chamber-3"].holds is Holds.FIRED_CASE
    assert answers["chamber-4"].holds is Holds.EMPTY


def test_could_not_see_holds_nothing_and_has_no_method(
    production: Production, colt: Weapon
) -> None:
    """A position that could not be seen says so; a bore that could not be seen has no method."""
    entered, answers = answered(
        production, colt, all="rod-to-mark",
        chamber_4__how="could-not-see", bore__how="could-not-see",
    )  # fmt: skip
    assert entered is Entered.EACH
    assert (answers["chamber-4"].holds, answers["chamber-4"].how) == (
        Holds.NOT_SEEN, How.COULD_NOT_SEE,
    )  # fmt: skip
    assert answers["bore"].method is BoreMethod.COULD_NOT


def test_i_could_not_see_is_one_tap_too(production: Production, colt: Weapon) -> None:
    """Whoever stood behind him says so of every position at once, and it is no agreement."""
    entered, answers = answered(production, colt, all="none")
    assert entered is Entered.EACH
    assert {one.how for one in answers.values()} == {How.COULD_NOT_SEE}


def test_what_nobody_answered_is_never_filled_in(production: Production, colt: Weapon) -> None:
    """Without the one tap the first position that is not answered is named."""
    with pytest.raises(UsageError, match=r"by\.chamber-2: expected one of: .*found nothing"):
        answered(production, colt, method="rod-to-mark", chamber_1="empty")


def test_a_bore_names_its_method(production: Production, colt: Weapon) -> None:
    """One tap that names no method is turned back, not completed."""
    with pytest.raises(UsageError, match=r"by\.method: expected one of: cylinder-out"):
        answered(production, colt, all="yes")


def test_what_goes_in_is_what_should_be_there(production: Production, colt: Weapon) -> None:
    """Rounds that go in before two are asked for by position, though the book has none yet."""
    form = Form({"by.all": "yes"}, production.state)
    going_in = {f"chamber-{number}": Holds.DUMMY for number in (1, 2, 3, 4, 5)}
    _, answers = answers_of(colt, LookWay.SEEN_GOING_IN, form, "by", going_in)
    assert [one.holds for one in answers] == [Holds.DUMMY] * 5 + [Holds.EMPTY]


@pytest.mark.parametrize(
    ("handle", "shapes"),
    [
        ("colt-3", {"chamber": "ring", "bore": "one"}),
        ("rifle-1", {"carrier": "one", "chamber": "one", "follower": "one", "bore": "one"}),
        ("rubber-1", {"body": "one"}),
    ],
)
def test_a_look_is_drawn_from_the_mechanism(
    production: Production, handle: str, shapes: dict[str, str]
) -> None:
    """A cylinder is a ring; carrier, follower and bore stand alone; rubber is a body."""
    weapon = production.state.weapons[production.gun(handle)]
    way = EMPTY if weapon.firing else LookWay.NON_FIRING
    assert {one.family: one.shape for one in asked(weapon, way).groups} == shapes


def test_a_gun_magazine_is_a_row_in_the_order_rounds_come_up(production: Production) -> None:
    """Of a tube ten rounds are asked for, numbered as they went in."""
    weapon = production.state.weapons[production.gun("rifle-1")]
    groups = asked(weapon, LookWay.SEEN_GOING_IN).groups
    row = next(one for one in groups if one.family == "magazine")
    assert row.shape == "row"
    assert [place.number for place in row.places] == list(range(1, 11))


def test_what_cannot_be_seen_once_loaded_is_said_there(colt: Weapon) -> None:
    """Of the loaded revolver it is said; of the empty one there is nothing to say."""
    assert asked(colt, EMPTY).hidden == ()
    assert "page.hidden.side-hole" in asked(colt, LookWay.SEEN_GOING_IN).hidden


def test_every_action_type_says_what_is_hidden_in_every_language() -> None:
    """Each sentence of each action type has its words, so that no page falls back to another's."""
    said: set[str] = {one for pattern in PATTERNS.values() for one in pattern.hidden}
    assert said == set(HIDDEN)
    for tag in languages():
        words: Any = catalogue(tag)
        assert all(words.has(id_) for id_ in HIDDEN.values())
