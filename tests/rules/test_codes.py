"""The refusal codes: never reused, never reordered; and the texts about them that people see."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.record.codes import PRECEDENCE, STRUCTURAL, Code, Refusal, by_precedence
from showclear.rules.decide import CATALOGUE
from showclear.rules.packs import parse_pack
from showclear.rules.verdict import verdict
from tests.rules import floor
from tests.rules.pack_texts import SHIPPED

# New codes go where their precedence belongs; a line is never taken out and never given another
# meaning, because ledgers hold them.
SNAPSHOT: Final = [
    "key_revoked",
    "key_of_another_person",
    "one_key_two_names",
    "same_person_twice",
    "role_not_held",
    "key_already_enrolled",
    "person_unknown",
    "too_few_officers_left",
    "head_never_had",
    "item_unknown",
    "item_elsewhere",
    "no_rules_in_force",
    "rule_unknown",
    "parameter_missing",
    "parameters_disagree",
    "pack_text_missing",
    "kept_as_found",
    "stop_open",
    "concern_open",
    "live_or_unknown_round_about",
    "not_in_charge",
    "not_in_hand",
    "no_key_to_place",
    "not_in_that_place",
    "opening_check_missing",
    "day_not_open",
    "only_to_a_performer",
    "round_not_proved",
    "too_few_rounds",
    "position_not_free",
    "bore_not_seen",
    "not_shown",
    "handed_over_since",
    "showing_ended",
    "showing_too_old",
    "looks_disagree",
    "second_person_not_admissible",
    "looks_not_cited",
    "announced_differs",
    "not_named_to_lift",
    "nothing_to_lift",
    "title_not_for_role",
    "row_not_waivable",
    "lower_class_serves",
    "other_duty",
    "too_few_handlers",
    "credential_missing",
    "performer_not_trained",
    "not_trained_near",
    "no_set_up",
    "not_in_set_up",
    "not_assessed",
    "set_up_changed",
    "not_provided",
    "not_briefed",
    "intake_incomplete",
    "carrier_inside",
    "not_fit",
    "not_test_fired",
    "live_use_here",
    "no_provenance",
    "live_primer",
    "kinds_mixed",
    "load_not_approved",
    "more_than_written",
    "difference_open",
    "belt_not_counted",
    "not_theirs_to_say",
    "loaded_too_long",
    "rehearse_lower",
    "pointed_at_person",
    "too_near",
    "no_shield",
    "area_not_counted",
    "not_collected",
    "going_again_not_here",
    "unattended",
    "wait_not_over",
    "function_not_seen",
    "discharge_open",
    "not_counted",
    "keys_not_reviewed",
    "guardian_not_present",
    "above_class_limit",
    "declined_before",
    "animals_or_hearing",
    "day_not_today",
    "about_themselves",
    "no_reason_given",
    "duties_contradict",
    "voucher_twice",
]
STRUCTURAL_COUNT: Final = 11

# The trade's table of words that are misread on a set, as far as single words can tell.
MISREAD: Final = (
    "claim", "claims", "freeze", "frozen", "loading", "empties", "mag", "mags", "clip", "shot",
    "shots", "shoot", "clear to", "hold on", "refused to", "finding", "findings", "witness",
    "observer", "cosigner", "safe to", "safely", "guaranteed", "certified", "blind",
    "independent", "independently", "verified", "accepted", "may i roll", "permission", "cold",
    "hot", "trigger", "release", "magazine",
)  # fmt: skip
# Loading is said of guns only, and here it is.
ALLOWED: Final = ("taking out, loading and handing over",)
SOURCES: Final = Path(__file__).parents[2] / "src" / "showclear"


def test_the_codes_are_those_ledgers_hold() -> None:
    """The codes stand in their order of precedence, as ever."""
    assert [code.value for code in Code] == SNAPSHOT
    assert [code.name.lower() for code in Code] == SNAPSHOT


def test_the_record_settles_the_first_of_them() -> None:
    """The codes that need no rule come before all others."""
    assert {code.value for code in STRUCTURAL} == set(SNAPSHOT[:STRUCTURAL_COUNT])


def _refusal(code: Code, lift: str = "") -> Refusal:
    return Refusal(code=code, rule="R00", facts=(), lift=lift)


@given(st.lists(st.tuples(st.sampled_from(Code), st.text(max_size=2))))
def test_reasons_come_in_order_of_precedence(given_codes: list[tuple[Code, str]]) -> None:
    """Reasons are sorted by the table, those of one code stay as they came, none is lost."""
    reasons = [_refusal(code, lift) for code, lift in given_codes]
    ranks = [PRECEDENCE[one.code] for one in by_precedence(reasons)]
    assert ranks == sorted(ranks)
    for code in Code:
        same = [one for one in reasons if one.code is code]
        assert [one for one in by_precedence(reasons) if one.code is code] == same


def test_a_verdict_names_each_code_once() -> None:
    """Two reasons of one code are both kept and named once; alerts are not codes."""
    twice = [_refusal(Code.STOP_OPEN, "b"), _refusal(Code.STOP_OPEN, "a")]
    found = verdict([_refusal(Code.NOT_SHOWN), *twice], [_refusal(Code.BORE_NOT_SEEN)])
    assert found.codes == ("stop_open", "not_shown")
    assert [one.lift for one in found.refusals] == ["b", "a", ""]
    assert [one.code for one in found.alerts] == [Code.BORE_NOT_SEEN]
    assert found.refused
    assert not verdict([], [_refusal(Code.BORE_NOT_SEEN)]).refused


# -- what a person can see ------------------------------------------------------------------------


def misread_words(text: str) -> list[str]:
    """Return the words of a text that mean something else on a set."""
    bare = text.lower()
    for compound in ALLOWED:
        bare = bare.replace(compound, "")
    return [word for word in MISREAD if re.search(rf"\b{re.escape(word)}\b", bare)]


def lifts_in(source: str) -> Iterator[str]:
    """Yield every sentence in a module: strings with a space that are no docstrings."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and node not in docstrings and " " in text:
            yield text


def code_texts() -> list[str]:
    """Return the codes as a person reads them."""
    return [code.value.replace("_", " ") for code in Code]


def pack_texts() -> list[str]:
    """Return titles and sentences of every shipped pack."""
    packs = [parse_pack(path.read_bytes()) for path in sorted(SHIPPED.glob("*.toml"))]
    texts = [text for pack in packs for text in (pack.title, pack.sentence)]
    return texts + [
        text for pack in packs for row in pack.row for text in (row.title, row.sentence)
    ]


def rule_texts() -> list[str]:
    """Return every sentence in the rules and in what the record settles."""
    modules = [*(SOURCES / "rules").rglob("*.py"), SOURCES / "record" / "admission.py"]
    texts = [text for path in modules for text in lifts_in(path.read_text("utf-8"))]
    return texts + [rule.effect for rule in CATALOGUE]


@pytest.mark.parametrize("texts", [code_texts, pack_texts, rule_texts], ids=lambda it: it.__name__)
def test_no_text_about_a_verdict_is_misread(texts: Callable[[], list[str]]) -> None:
    """No code, lift, title or sentence holds a word that is heard as something else."""
    found = texts()
    assert len(found) >= 10
    assert {text: misread_words(text) for text in found if misread_words(text)} == {}


@pytest.mark.parametrize("word", MISREAD)
def test_each_misread_word_is_seen(word: str) -> None:
    """The check sees each word of the table, alone and in a sentence, and no longer word."""
    assert misread_words(f"They say {word.upper()}, then go.") == [word]
    assert misread_words(f"x{word}x") == []


def test_every_code_of_the_rules_is_raised_somewhere() -> None:
    """Each code stands in the rules or in admission: none is kept for nothing."""
    modules = [*(SOURCES / "rules").rglob("*.py"), *(SOURCES / "record").rglob("*.py")]
    sources = "".join(path.read_text("utf-8") for path in modules if path.name != "codes.py")
    assert [code.name for code in Code if f"Code.{code.name}" not in sources] == []


def test_every_row_names_a_rule_and_every_rule_a_row() -> None:
    """Shipped rows and the program's rules are the same set, and each is asked or says why not."""
    packs = [parse_pack(path.read_bytes()) for path in SHIPPED.glob("*.toml")]
    assert {row.id for pack in packs for row in pack.row} == {rule.id for rule in CATALOGUE}
    assert [rule.id for rule in CATALOGUE if not rule.steps and not rule.effect] == []
    assert floor.against(floor.take_out()) == []
