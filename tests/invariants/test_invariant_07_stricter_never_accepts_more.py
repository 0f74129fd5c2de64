"""Invariant 7: more rows or stricter numbers never accept what was refused."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from showclear.field.ids import KeyId
from showclear.record.event import Event
from showclear.record.events.handling import HandOver
from showclear.record.events.officers import PackChoice
from showclear.record.facts_plan import plan_digest
from showclear.record.folding.officers import packs_digest
from showclear.record.state import PacksInForce
from showclear.rules.decide import CATALOGUE, Judge
from showclear.rules.frame import Rule, Stricter
from showclear.rules.packs import digest_of, parse_pack
from tests.invariants.starts import STARTS
from tests.invariants.test_invariant_06_evidence_only_helps import asked
from tests.invariants.walk import History, drawn, histories, walk
from tests.kit import World, all_rows, every_row, pack_texts

HISTORIES = 12
UNORDERED = frozenset({Stricter.NONE, Stricter.CHOSEN})
Reasons = frozenset[tuple[str, str]]


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
    "performers test it, for every class": company_pack("R25", 'performers_part = ["tests-it"]'),
    "papers of who handles": company_pack("R03", 'papers = ["permit"]'),
    "others lift a stop": company_pack("STOP", 'lifted_by = ["caller", "officer"]'),
}


def choices(text: bytes, row: str) -> tuple[PackChoice, ...]:
    """Return every shipped row and one of a company's pack."""
    return (*all_rows(), PackChoice(pack="company", digest=KeyId(digest_of(text)), rows=(row,)))


def rows_of(text: bytes) -> str:
    """Return the row of a company's pack."""
    return text.decode().partition('[[row]]\nid = "')[2].partition('"')[0]


def refused(story: World, event: Event, packs: tuple[PackChoice, ...]) -> Reasons:
    """Return rule and code of what these rows hold against a step."""
    judge, force = in_force(packs)
    before, now = (story.state.packs, story.state.set_ups), story.now()
    # As if approved under these rows: to be approved under others voids a set-up by itself (R07).
    plan = plan_digest(packs)
    story.state.packs, story.state.set_ups = (
        force,
        {name: replace(fact, packs=plan) for name, fact in story.state.set_ups.items()},
    )
    verdict = judge.decide(story.state, event, now)
    story.state.packs, story.state.set_ups = before
    return frozenset((refusal.rule, refusal.code.value) for refusal in verdict.refusals)


@cache
def in_force(packs: tuple[PackChoice, ...]) -> tuple[Judge, PacksInForce]:
    """Return a judge that keeps the book of these rows, and the rows in force."""
    texts = {digest_of(text): text for text in (*STRICTER.values(), strictest())}
    force = PacksInForce(packs=packs, since=0, digest=packs_digest(packs))
    return Judge({**pack_texts(), **texts}), force


@cache
def strictest() -> bytes:
    """Return a company's pack that asks for more in every number and list of every rule."""
    rows = [
        company_pack(rule.id, _parameters(rule)).decode().partition("[[row]]")[2]
        for rule in CATALOGUE
        if rule.parameters and not UNORDERED & set(rule.parameters.values())
    ]
    head = company_pack("R54", "").decode().partition("[[row]]")[0]
    return (head + "".join(f"[[row]]{row}" for row in rows)).encode()


def _parameters(rule: Rule) -> str:
    """Return each parameter stricter than any shipped: nought, more, fewer of a list, or more."""
    values = {
        Stricter.SMALLER: "0",
        Stricter.LARGER: "9000000",
        Stricter.FEWER: '["nobody"]',
        Stricter.MORE: '["one-more"]',
    }
    return "\n".join(f"{name} = {values[way]}" for name, way in rule.parameters.items())


def with_strictest() -> tuple[PackChoice, ...]:
    """Return every shipped row, and the company's that asks for more in each."""
    text = strictest()
    rows = tuple(row.id for row in parse_pack(text).row)
    return (*every_row(), PackChoice(pack="company", digest=KeyId(digest_of(text)), rows=rows))


@pytest.mark.parametrize("text", STRICTER.values(), ids=STRICTER.keys())
@settings(max_examples=HISTORIES)
@given(history=histories(most=10))
def test_a_stricter_row_refuses_no_less(text: bytes, history: History) -> None:
    """What the shipped rows refuse, the same rows and a company's refuse too."""
    story = walk(history)
    looser, stricter = all_rows(), choices(text, rows_of(text))
    for event in asked(story):
        before = refused(story, event, looser)
        after = refused(story, event, stricter)
        assert not before or after
        if not {code for _, code in after} & {"parameters_disagree"}:
            assert {rule for rule, _ in before} <= {rule for rule, _ in after}


HOUSE_ROWS = every_row()[1].rows


@settings(max_examples=HISTORIES)
@given(histories(most=8), st.sets(st.sampled_from(HOUSE_ROWS)), st.sampled_from(HOUSE_ROWS))
def test_more_rows_refuse_no_less(history: History, rows: set[str], more: str) -> None:
    """What the core refuses with some rows of the house's, it refuses with one more and all."""
    story = walk(history)
    core, house = every_row()
    fewer, another = (
        (core, msgspec.structs.replace(house, rows=tuple(sorted(some))))
        for some in (rows, rows | {more})
    )
    for event in asked(story):
        found = refused(story, event, fewer)
        assert found <= refused(story, event, another)
        assert found <= refused(story, event, every_row())


@pytest.mark.parametrize("start", STARTS)
def test_the_strictest_numbers_accept_nothing_more(start: str) -> None:
    """With every number and list stricter, what was refused is refused, by the same rules too."""
    for story in (STARTS[start](), walk(drawn(start, 0)), walk(drawn(start, 1))):
        for event in asked(story):
            before = refused(story, event, every_row())
            after = refused(story, event, with_strictest())
            assert {rule for rule, _ in before} <= {rule for rule, _ in after}


def test_the_strictest_numbers_are_in_force() -> None:
    """The company's rows are whole: nothing is wrong with the packs, and they bite."""
    judge, force = in_force(with_strictest())
    assert judge.book(force).wrong == ()
    story = STARTS["with_dummies_every_row"]()
    event = next(event for event in asked(story) if isinstance(event.body, HandOver))
    assert len(refused(story, event, with_strictest())) > len(refused(story, event, every_row()))


BITES = {
    "a showing is old at once": ("with_dummies", 1),
    "three proofs a dummy": ("on_the_day", 0),
}


@pytest.mark.parametrize(("name", "step"), [(k, v[1]) for k, v in BITES.items()], ids=list(BITES))
def test_a_stricter_number_bites(name: str, step: int) -> None:
    """A stricter number refuses a step that the shipped rows let pass."""
    story = STARTS[BITES[name][0]]()
    text = STRICTER[name]
    event = list(asked(story))[1 + step]
    assert refused(story, event, all_rows()) == frozenset()
    assert refused(story, event, choices(text, rows_of(text)))


def duty_rows(*named: str) -> tuple[PackChoice, ...]:
    """Return every row of core and house, and the R25 of these shipped packs."""
    digests = {parse_pack(text).id: digest for digest, text in pack_texts().items()}
    return (
        *every_row(),
        *(PackChoice(pack=name, digest=KeyId(digests[name]), rows=("R25",)) for name in named),
    )


@pytest.mark.parametrize("start", STARTS)
def test_a_contradicting_duty_refuses_no_less(start: str) -> None:
    """The stage's word on who tests a gun, the bulletins', then both: each refuses no less."""
    story = STARTS[start]()
    for event in asked(story):
        house = refused(story, event, every_row())
        for one in ("stage", "us-bulletin"):
            alone = refused(story, event, duty_rows(one))
            assert house <= alone <= refused(story, event, duty_rows("stage", "us-bulletin"))
