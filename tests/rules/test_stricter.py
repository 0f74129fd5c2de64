"""Which way each number and list of the catalogue is stricter; what only shows elsewhere.

A pack gives the numbers, never the direction: a row that could turn "at most" into "at least"
would loosen what another row asks for. So the directions are written down once more here.
"""

from __future__ import annotations

from typing import Final

from showclear.rules.book import build_book
from showclear.rules.decide import CATALOGUE
from showclear.rules.frame import Stricter
from tests.rules import pack_texts

SMALLER, LARGER, FEWER, MORE, AGREED, CHOSEN = Stricter
DIRECTIONS: Final[dict[str, dict[str, Stricter]]] = {
    "R02": {"handler_titles": FEWER},
    "R03": {"papers": MORE},
    "R05": {"guns_per_handler_max": SMALLER},
    "R08": {"laid_on": MORE},
    "R09": {"handler_courses": MORE, "courses_near": FEWER},
    "R13": {"released_by_titles": FEWER},
    "R18": {"proofs_live_capable_min": LARGER},
    "R25": {"performers_part": CHOSEN},
    "R33": {"declared_by_titles": FEWER, "words_cold": AGREED, "words_hot": AGREED},
    "R35": {"loaded_minutes_max": SMALLER},
    "R38": {"distance_mm_min": LARGER},
    "R41": {"going_again_minutes_max": SMALLER, "collected_minutes_max": SMALLER},
    "R44": {"misfire_wait_ms_min": LARGER, "misfire_wait_muzzle_loader_ms_min": LARGER},
    "R45": {"answered_by": FEWER},
    "R48": {"answered_by": FEWER},
    "R54": {"showing_minutes_max": SMALLER},
    "R55": {"second_person_titles": FEWER},
    "STOP": {"lifted_by": AGREED},
}
ELSEWHERE: Final = {
    "R30": "asking to see is never refused and ends what was last shown (R54)",
    "R52": "declining is never refused, needs no reason, and is seen by handler and AD only",
}


def test_each_parameter_is_stricter_one_way() -> None:
    """A limit is stricter lower, a least higher; who may, shorter; what must be, longer."""
    found = {rule.id: rule.parameters for rule in CATALOGUE if rule.parameters}
    assert found == DIRECTIONS


def test_every_number_that_a_row_leaves_out_is_named() -> None:
    """R41 without either of its two limits: both are missing, and both are said."""
    bare = pack_texts.rows(pack_texts.row("R41"))
    choices = (pack_texts.choice(pack_texts.CORE), pack_texts.choice(bare))
    book = build_book(choices, pack_texts.kept(pack_texts.CORE, bare), CATALOGUE)
    assert [one.facts for one in book.wrong] == [
        ("R41", "going_again_minutes_max"),
        ("R41", "collected_minutes_max"),
    ]


def test_a_number_says_in_its_name_which_way_it_goes() -> None:
    """What ends in max is stricter smaller, what ends in min larger; lists end in neither."""
    by_name = {"_max": SMALLER, "_min": LARGER}
    for rule in CATALOGUE:
        for name, stricter in rule.parameters.items():
            assert by_name.get(name[-4:]) is (stricter if stricter in {SMALLER, LARGER} else None)


def test_a_rule_that_refuses_nothing_says_where_it_shows() -> None:
    """What speaking up does is said in one sentence, for the generated page of the rules."""
    assert {rule.id: rule.effect for rule in CATALOGUE if rule.effect} == ELSEWHERE
