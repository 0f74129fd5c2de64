"""What may be taken away from the rows in force, by whom, and what has to be written for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from showclear.record.codes import Refusal
from showclear.record.events.officers import Adopt
from showclear.rules.book import Rulebook, build_book
from showclear.rules.frame import Case, Found, Params, Rule, Stricter
from showclear.rules.loosening import loosened
from tests.kit import World, every_row, with_rows, words
from tests.rules.pack_texts import choice, kept, row, rows

STATUTE: Final = 'authority = "statute"'
PRACTICE: Final = 'authority = "practice"'
WAIVABLE: Final = 'waivable_by = ["officer"]\n'
NUMBERS: Final[dict[str, int | list[str]]] = {
    "minutes_max": 10,
    "metres_min": 10,
    "may": ["armorer", "gunmaster"],
    "must": ["permit", "course"],
    "by": ["first-ad"],
    "count": 3,
}


def finds_nothing(_case: Case, _params: Params) -> Iterator[Found]:
    """Find nothing: only what is asked for is looked at here."""
    yield from ()


ONE: Final = Rule(
    id="R54",
    steps=frozenset(),
    function=finds_nothing,
    parameters={
        "minutes_max": Stricter.SMALLER,
        "metres_min": Stricter.LARGER,
        "may": Stricter.FEWER,
        "must": Stricter.MORE,
        "by": Stricter.NONE,
        "count": Stricter.NONE,
    },
)


def text(*, weight: str = "block", statute: bool = False, **other: int | list[str]) -> str:
    """Return the text of the one row, with these numbers in the place of the usual ones."""
    found = row("R54", weight=weight, parameters={**NUMBERS, **other})
    return found.replace(WAIVABLE, "").replace(PRACTICE, STATUTE if statute else PRACTICE)


def book(*texts: str) -> Rulebook:
    """Return the book of these rows, each from a pack of its own."""
    packs = [rows(one, pack=f"own-{place}") for place, one in enumerate(texts)]
    return build_book([choice(pack) for pack in packs], kept(*packs), [ONE])


def reasons(found: list[Refusal]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the codes with their facts."""
    return [(one.code.value, one.facts) for one in found]


LESS: Final = {
    "dropped": ((), "dropped"),
    "a lighter weight": ((text(weight="alert"),), "weight"),
    "logged alone": ((text(weight="log"),), "weight"),
    "fewer classes": ((text().replace("covers = [4]", "covers = [5]"),), "covers"),
    "another tier": ((text().replace('["full"]', '["stage"]'),), "dropped"),
    "somebody may waive it": ((WAIVABLE.join(["[[row]]\n", text()[8:]]),), "waivable_by"),
    "a larger most": ((text(minutes_max=11),), "minutes_max"),
    "a smaller least": ((text(metres_min=9),), "metres_min"),
    "more who may": ((text(may=["armorer", "gunmaster", "grip"]),), "may"),
    "fewer that must be": ((text(must=["permit"]),), "must"),
    "another who does": ((text(by=["grip"]),), "by"),
    "another number without an order": ((text(count=4),), "count"),
    "a list where a number was": ((text(count=["three"]),), "count"),
    "a number where a list was": ((text(by=3),), "by"),
}
NO_LESS: Final = {
    "the same": text(),
    "more classes": text().replace("covers = [4]", "covers = [4, 5]"),
    "more tiers": text().replace('["full"]', '["full", "stage"]'),
    "a smaller most": text(minutes_max=9),
    "a larger least": text(metres_min=11),
    "fewer who may": text(may=["armorer"]),
    "more that must be": text(must=["permit", "course", "meeting"]),
}


@pytest.mark.parametrize("case", LESS)
def test_a_statute_is_neither_dropped_nor_loosened(case: str) -> None:
    """Two officers with a reason take nothing away from a row that rests on a statute."""
    texts, what = LESS[case]
    found = loosened(book(text(statute=True)), book(*texts), reason=True)
    assert reasons(found) == [("row_not_waivable", ("R54", what))]
    assert found[0].lift == "adopt rows that ask for no less: R54 rests on a statute"


@pytest.mark.parametrize("case", LESS)
def test_any_other_row_is_loosened_with_a_reason(case: str) -> None:
    """What is no statute is the production's own to change, and it writes why."""
    texts, _ = LESS[case]
    found = loosened(book(text()), book(*texts), reason=False)
    assert reasons(found) == [("no_reason_given", ("R54",))]
    assert found[0].lift == "two officers write why these are dropped or ask for less"
    assert loosened(book(text()), book(*texts), reason=True) == []


@pytest.mark.parametrize("case", NO_LESS)
@pytest.mark.parametrize("statute", [False, True])
def test_asking_for_no_less_needs_no_reason(case: str, *, statute: bool) -> None:
    """A row that asks for as much or more takes the place of another as it is."""
    assert loosened(book(text(statute=statute)), book(NO_LESS[case]), reason=False) == []


def test_a_stricter_row_beside_a_statute_may_go() -> None:
    """What the statute asks for stays: the house's own number beside it needs a reason."""
    both = book(text(statute=True), text(minutes_max=5))
    alone = book(text(statute=True))
    assert reasons(loosened(both, alone, reason=False)) == [("no_reason_given", ("R54",))]
    assert loosened(both, alone, reason=True) == []


def test_what_was_missing_is_not_missed() -> None:
    """A number that no row gave held nothing, so any number for it asks for no less."""
    without = text().replace(', "course"', "").replace("minutes_max = 10, ", "")
    assert loosened(book(without), book(text()), reason=False) == []


def test_officers_say_why_they_drop_a_row() -> None:
    """An adoption that drops a row of the house is refused until a reason stands beside it."""
    story = World(packs=with_rows("R25", "R43"))
    silent = story.tell(Adopt(packs=with_rows("R25")), "producer", "manager")
    assert reasons([*silent.refusals]) == [("no_reason_given", ("R43",))]
    assert not story.tell(Adopt(packs=every_row()), "producer", "manager").refused
    said = Adopt(packs=with_rows("R25"), reason=words("rodded anyway"))
    assert not story.tell(said, "producer", "manager").refused


def test_a_broken_choice_is_wrong_before_it_is_less() -> None:
    """What is wrong with the rows themselves is said first, and alone."""
    story = World(packs=with_rows("R25"))
    told = story.tell(Adopt(packs=()), "producer", "manager")
    assert {code for code, _ in reasons([*told.refusals])} == {"no_rules_in_force"}


def test_a_row_for_fewer_tiers_asks_for_less() -> None:
    """A row that was for the stage too and is not any more needs a reason like any other."""
    both = text().replace('["full"]', '["full", "stage"]')
    found = loosened(book(both), book(text()), reason=False)
    assert reasons(found) == [("no_reason_given", ("R54",))]
    assert loosened(book(both), book(text()), reason=True) == []
