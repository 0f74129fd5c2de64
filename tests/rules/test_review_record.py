"""What no pack can loosen: the core rows' weight and reach, a director's part, who may waive."""

from __future__ import annotations

from typing import Final

import pytest

from showclear.field.people import Role
from showclear.record.events.officers import Adopt, Waive
from showclear.record.state import PacksInForce
from showclear.rules.book import CORE_ROWS, build_book
from showclear.rules.decide import CATALOGUE, Judge
from showclear.rules.packs import parse_pack
from tests.rules import floor
from tests.rules.floor import COLT, Reason, Step, reason
from tests.rules.pack_texts import CORE, HOUSE, choice, kept, row, rows

NO_LESS: Final = "adopt a core whose rows ask for no less than the shipped one's"


def changed(row_id: str, old: str, new: str) -> bytes:
    """Return the shipped core with one line of one row changed."""
    before, mark, after = CORE.decode().partition(f'id = "{row_id}"')
    assert mark
    assert old in after
    return (before + mark + after.replace(old, new, 1)).encode()


def wrong(*texts: bytes) -> list[Reason]:
    """Return what is wrong with adopting every row of these packs."""
    book = build_book([choice(text) for text in texts], kept(*texts), CATALOGUE)
    return [reason(one) for one in book.wrong]


LOOSER: Final[dict[str, tuple[str, str, str, list[tuple[str, str]]]]] = {
    "a showing that only alerts": (
        "R32", 'weight = "block"', 'weight = "alert"', [("weight", "alert")],
    ),
    "a stop that is only noted": (
        "STOP", 'weight = "block"', 'weight = "log"', [("weight", "log")],
    ),
    "asking to see that blocks": (
        "R30", 'weight = "log"', 'weight = "block"', [("weight", "block")],
    ),
    "revolvers left out": (
        "R32", "covers = [4, 5, 6]", "covers = [4]", [("covers", "not 5"), ("covers", "not 6")],
    ),
    "rubber guns left out": (
        "R02", "covers = [1, 2, 3, 4, 5, 6]", "covers = [2, 3, 4, 5, 6]", [("covers", "not 1")],
    ),
    "the stage left out": (
        "R15", 'tiers = ["full", "stage"]', 'tiers = ["full"]', [("tiers", "not stage")],
    ),
    "a waivable stop": (
        "STOP", "unverified = true", 'waivable_by = ["officer"]', [("waivable_by", "officer")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LOOSER)
def test_a_core_that_asks_for_less_puts_nothing_in_force(case: str) -> None:
    """A core whose row differs from the pinned one is refused, naming row and difference."""
    row_id, old, new, differences = LOOSER[case]
    text = changed(row_id, old, new)
    assert wrong(text) == [
        ("packs", "no_rules_in_force", ("core", row_id, *difference), NO_LESS)
        for difference in differences
    ]
    step = floor.take_out()
    step.state.packs = PacksInForce(packs=(choice(text),))
    verdict = Judge(kept(text)).decide(step.state, floor.event(step), step.now)
    assert set(verdict.codes) == {"no_rules_in_force"}


def test_adopting_a_looser_core_is_refused() -> None:
    """The step that would put a looser core in force is itself refused."""
    text = changed("R55", 'weight = "block"', 'weight = "log"')
    body = Adopt(packs=(choice(text),))
    by = ((floor.OFFICER, Role.OFFICER), (floor.SECOND_OFFICER, Role.OFFICER))
    step = Step(state=floor.floor(), body=body, by=by)
    verdict = Judge(kept(text)).decide(step.state, floor.event(step), step.now)
    assert [reason(one) for one in verdict.refusals] == [
        ("packs", "no_rules_in_force", ("core", "R55", "weight", "log"), NO_LESS)
    ]


def test_a_core_may_ask_for_more() -> None:
    """A core row that covers more, with a row beside those pinned, is whole."""
    text = changed("R32", "covers = [4, 5, 6]", "covers = [1, 2, 3, 4, 5, 6]")
    assert wrong(text + row("R43").encode()) == []


def test_the_pinned_core_is_the_shipped_core() -> None:
    """What the code pins is what the shipped text says, row by row."""
    for one in parse_pack(CORE).row:
        pinned = CORE_ROWS[one.id]
        assert (pinned.weight, pinned.covers, pinned.tiers) == (
            one.weight,
            frozenset(one.covers),
            frozenset(one.tiers),
        )


@pytest.mark.parametrize(
    ("row_id", "name"),
    [
        pytest.param("R55", "second_person_titles", id="second person"),
        pytest.param("R02", "handler_titles", id="handler"),
    ],
)
def test_a_director_is_never_titled(row_id: str, name: str) -> None:
    """No adopted row lets a director hand out a gun or be the second person."""
    text = changed(row_id, f"{name} = [", f'{name} = ["director", ')
    own = rows(row(row_id, parameters={name: ["armorer", "director"]}))
    lift = f"adopt rows whose {name} leaves out the director"
    expected = [("packs", "no_rules_in_force", (row_id, name, "director"), lift)]
    assert wrong(text) == expected
    assert wrong(CORE, own) == expected


def test_other_parameters_are_the_packs_own() -> None:
    """A list that is no list of titles may hold any word, and a number is never searched."""
    own = rows(row("R48", answered_by=["director"]))
    assert wrong(CORE, own) == []
    other = rows(row("R02", parameters={"handler_titles": ["armorer"], "own_titles": 3}))
    assert wrong(CORE, other) == []


WAIVED_BY_OTHERS: Final = HOUSE.replace(b'waivable_by = ["officer"]', b'waivable_by = ["caller"]')


def waiving(text: bytes) -> list[Reason]:
    """Return what stands against two officers' waiving of the opening check under a pack."""
    body = Waive(row="R25", item=COLT, measure="ab" * 32)
    by = ((floor.OFFICER, Role.OFFICER), (floor.SECOND_OFFICER, Role.OFFICER))
    step = Step(state=floor.floor(), body=body, by=by)
    step.state.packs = PacksInForce(packs=(choice(CORE), choice(text)))
    verdict = Judge(kept(CORE, text)).decide(step.state, floor.event(step), step.now)
    return [reason(one) for one in verdict.refusals]


def test_a_row_is_waived_only_by_those_it_names() -> None:
    """Officers cannot waive a row that its pack lets only a caller waive."""
    assert waiving(HOUSE) == []
    assert waiving(WAIVED_BY_OTHERS) == [
        (
            "packs",
            "not_named_to_lift",
            ("R25", "officer"),
            "those whom every row of R25 names waive it: caller",
        )
    ]
