"""Invariant 7: more rows or stricter numbers never accept what was refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showclear.field.ids import KeyId
from showclear.record.event import Event
from showclear.record.events.officers import PackChoice
from showclear.record.folding.officers import packs_digest
from showclear.record.state import PacksInForce
from showclear.rules.decide import Judge
from showclear.rules.packs import digest_of
from tests.invariants.test_invariant_06_evidence_only_helps import asked
from tests.invariants.walk import STARTS, History, histories, walk
from tests.kit import World, all_rows, pack_texts

HISTORIES = 30


def company_pack(row: str, parameters: str, *, waivable: bool = False) -> bytes:
    """Return a company's pack of one row."""
    waived = 'waivable_by = ["officer"]\n' if waivable else ""
    return f"""
id = "company"
title = "Company"
sentence = "What this company asks for besides."
[[row]]
id = "{row}"
title = "Stricter"
sentence = "Stricter than the core."
authority = "adopted-policy"
evidence = "D"
sources = ["company handbook"]
weight = "block"
check = "computed"
covers = [1, 2, 3, 4, 5, 6]
tiers = ["full"]
{waived}[row.parameters]
{parameters}
""".encode()


STRICTER = {
    "a showing is old after a minute": company_pack("R54", "showing_minutes_max = 1"),
    "a showing is old at once": company_pack("R54", "showing_minutes_max = 0"),
    "a longer time changes nothing": company_pack("R54", "showing_minutes_max = 600"),
    "three proofs a dummy": company_pack("R18", "proofs_live_capable_min = 3"),
    "one proof changes nothing": company_pack("R18", "proofs_live_capable_min = 1"),
    "only armorers handle": company_pack("R02", 'handler_titles = ["armorer"]'),
    "only the safety rep looks": company_pack("R55", 'second_person_titles = ["safety-rep"]'),
    "only officers answer concerns": company_pack("R48", 'answered_by = ["officer"]'),
    "the opening check for every class, never waived": company_pack("R25", ""),
    "papers of who handles": company_pack("R03", 'papers = ["permit"]'),
    "others lift a stop": company_pack("STOP", 'lifted_by = ["caller", "officer"]'),
}


def choices(text: bytes, row: str) -> tuple[PackChoice, ...]:
    """Return every shipped row and one of a company's pack."""
    return (*all_rows(), PackChoice(pack="company", digest=KeyId(digest_of(text)), rows=(row,)))


def rows_of(text: bytes) -> str:
    """Return the row of a company's pack."""
    return text.decode().partition('[[row]]\nid = "')[2].partition('"')[0]


def refused(
    story: World, event: Event, packs: tuple[PackChoice, ...], judge: Judge
) -> frozenset[tuple[str, str]]:
    """Return rule and code of what these rows hold against a step."""
    before = story.state.packs
    now = story.now()
    story.state.packs = PacksInForce(packs=packs, since=0, digest=packs_digest(packs))
    verdict = judge.decide(story.state, event, now)
    story.state.packs = before
    return frozenset((refusal.rule, refusal.code.value) for refusal in verdict.refusals)


@pytest.mark.parametrize("text", STRICTER.values(), ids=STRICTER.keys())
@settings(max_examples=HISTORIES)
@given(history=histories(most=10))
def test_a_stricter_row_refuses_no_less(text: bytes, history: History) -> None:
    """What the shipped rows refuse, the same rows and a company's refuse too."""
    story = walk(history)
    judge = Judge({**pack_texts(), digest_of(text): text})
    looser, stricter = all_rows(), choices(text, rows_of(text))
    for event in asked(story):
        before = refused(story, event, looser, judge)
        after = refused(story, event, stricter, judge)
        assert not before or after
        if not {code for _, code in after} & {"parameters_disagree"}:
            assert {rule for rule, _ in before} <= {rule for rule, _ in after}


@given(histories(most=10), st.sets(st.sampled_from(["R25", "R43"])))
def test_more_rows_refuse_no_less(history: History, rows: set[str]) -> None:
    """What the core refuses with some rows of the house's, it refuses with all of them."""
    story = walk(history)
    judge = Judge(pack_texts())
    core, house = all_rows()
    fewer = (core, PackChoice(pack=house.pack, digest=house.digest, rows=tuple(sorted(rows))))
    for event in asked(story):
        assert refused(story, event, fewer, judge) <= refused(story, event, all_rows(), judge)


BITES = {
    "a showing is old at once": ("with_dummies", 1),
    "three proofs a dummy": ("on_the_day", 0),
}


@pytest.mark.parametrize(("name", "step"), [(k, v[1]) for k, v in BITES.items()], ids=list(BITES))
def test_a_stricter_number_bites(name: str, step: int) -> None:
    """A stricter number refuses a step that the shipped rows let pass."""
    story = STARTS[BITES[name][0]]()
    text = STRICTER[name]
    judge = Judge({**pack_texts(), digest_of(text): text})
    event = list(asked(story))[1 + step]
    assert refused(story, event, all_rows(), judge) == frozenset()
    assert refused(story, event, choices(text, rows_of(text)), judge)
