"""Every shipped pack can be adopted beside core, and says whose authority its rows have."""

from __future__ import annotations

import pytest

from showclear.adapters.packs import shipped_packs
from showclear.field.ids import KeyId
from showclear.record.codes import Code
from showclear.record.events.officers import PackChoice
from showclear.rules.book import Rulebook, build_book
from showclear.rules.decide import CATALOGUE
from showclear.rules.packs import Authority, Check, digest_of, parse_pack
from tests.kit import pack_texts

PACKS = sorted(set(shipped_packs()) - {"core"})
READY = ("house-default", "us-california-2025", "us-bulletin", "stage")
RULES = {rule.id: rule for rule in CATALOGUE}


def choice(name: str, *, without: tuple[str, ...] = ()) -> PackChoice:
    """Return the choice of a whole pack but for some rows."""
    text = shipped_packs()[name]
    rows = tuple(row.id for row in parse_pack(text).row if row.id not in without)
    return PackChoice(pack=name, digest=KeyId(digest_of(text)), rows=rows)


def book(*choices: PackChoice) -> Rulebook:
    """Return the rulebook of core and these."""
    return build_book((choice("core"), *choices), pack_texts(), CATALOGUE)


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_can_be_adopted_beside_core(name: str) -> None:
    """Nothing is missing in it: every rule is known and every number is there."""
    assert book(choice(name)).wrong == ()


@pytest.mark.parametrize("name", PACKS)
def test_no_row_looks_more_than_it_is(name: str) -> None:
    """Every row stays unverified, names its sources, and an attested one says by whom."""
    for row in parse_pack(shipped_packs()[name]).row:
        assert row.unverified
        assert row.sources
        assert bool(row.attested_by) is (row.check is Check.ATTESTED)
        assert not (row.authority is Authority.STATUTE and row.waivable_by)
        assert set(row.parameters) <= set(RULES[row.id].parameters)


def test_the_packs_that_are_named_are_there() -> None:
    """A film in California, one under the bulletins and a theatre find theirs."""
    assert set(READY) <= set(PACKS)


def test_every_rule_of_the_catalogue_has_a_row_in_core_or_house() -> None:
    """R01 to R55 are all there, and stopping."""
    rows = {
        row.id
        for name in ("core", "house-default")
        for row in parse_pack(shipped_packs()[name]).row
    }
    assert rows == {f"R{number:02}" for number in range(1, 56)} | {"STOP"}
    assert rows == set(RULES)


def test_all_packs_together_leave_the_strictest() -> None:
    """Whoever adopts every pack at once gets what all of them allow, and no contradiction."""
    everything = book(*(choice(name) for name in PACKS))
    assert [found.code for found in everything.wrong] in ([], [Code.PARAMETERS_DISAGREE])


@pytest.mark.parametrize(("left_out", "minutes"), [((), 0), (("R41",), 10)])
def test_going_again_is_adopted_by_name(left_out: tuple[str, ...], minutes: int) -> None:
    """Beside the house's own row the stricter holds, which is not at all; instead of it, ten."""
    rules = book(choice("house-default", without=left_out), choice("going-again"))
    binding = rules.find("R41")
    assert binding is not None
    assert binding.parameters.number("going_again_minutes_max") == minutes
