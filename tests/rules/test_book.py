"""The rulebook: which rows are in force, with which numbers, and what is wrong with a choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.field.ids import EventId, KeyId, PersonId, SetUpId
from showclear.field.people import Role
from showclear.field.plan import Provision
from showclear.field.stock import WeaponClass
from showclear.record.events.base import Body, Mood
from showclear.record.events.guns import ApproveLots, GoAgain, Release
from showclear.record.events.handling import (
    Ahead,
    Announced,
    CloseDay,
    Collect,
    EndKeep,
    Fired,
    HandOver,
    Load,
    Lock,
    OpenDay,
    TakeOut,
    Unload,
    WentAhead,
)
from showclear.record.events.officers import (
    Adopt,
    Enrol,
    Grant,
    Officer,
    Opening,
    PackChoice,
    Revoke,
    RevokeCause,
    Waive,
)
from showclear.record.events.passing import IssueLine, Voucher
from showclear.record.events.people import (
    ClassLimit,
    Credential,
    GuardianPresent,
    NameKeyHolders,
    Paper,
    WithdrawRoles,
)
from showclear.record.events.plan import (
    Assess,
    Brief,
    Briefing,
    CountArea,
    NothingMoved,
    Provide,
)
from showclear.record.events.speaking import LiftStop
from showclear.record.events.stock import Answer
from showclear.record.events.table import TABLE
from showclear.record.state import PacksInForce
from showclear.rules.book import CORE_ROWS, Rulebook, build_book
from showclear.rules.decide import CATALOGUE, Judge
from showclear.rules.frame import Case, Found, Params, Rule, Stricter
from showclear.rules.packs import Parameter, Weight, parse_pack
from showclear.rules.verdict import Verdict
from tests.rules import floor
from tests.rules.floor import (
    ARMORER,
    BOX,
    COLT,
    DUMMIES,
    GUN_SAFE,
    PERFORMER,
    Reason,
    Step,
    reason,
)
from tests.rules.pack_texts import CORE, HOUSE, choice, kept, row, rows
from tests.rules.plans import HOLD_UP, plan

WHOLE: Final = "adopt the core pack, whole"
BRING: Final = "bring the pack's text with this digest"


def book_of(*texts: bytes) -> Rulebook:
    """Return the rulebook of every row of these packs."""
    return build_book([choice(text) for text in texts], kept(*texts), CATALOGUE)


def wrongs(choices: list[PackChoice], *texts: bytes) -> list[Reason]:
    """Return what is wrong with a choice of packs, given these texts."""
    return [reason(wrong) for wrong in build_book(choices, kept(*texts), CATALOGUE).wrong]


def wrong(code: str, *facts: str, lift: str) -> Reason:
    """Return a reason about the packs themselves."""
    return "packs", code, facts, lift


OWN: Final = rows(row("R54", showing_minutes_max=30))
UNKNOWN: Final = rows(row("R99"))
WITHOUT_NUMBER: Final = rows(row("R43"), row("R54", other=1))
LISTED: Final = rows(row("R54", showing_minutes_max=["60"]))
BROKEN: Final = b"id ="
SHORT_CORE: Final = CORE[: CORE.rindex(b"[[row]]")]  # the last row is STOP
DIRECTED: Final = rows(row("R55", second_person_titles=["first-ad", "director"]))
LIFTED_BY_ONE: Final = rows(row("STOP", lifted_by=["caller"]))


def another_text() -> list[Reason]:
    """Return what is wrong when the store gives another text than was adopted."""
    texts = {**kept(CORE), choice(OWN).digest: OWN.replace(b"30", b"90")}
    book = build_book([choice(CORE), choice(OWN)], texts, CATALOGUE)
    return [reason(one) for one in book.wrong]


def no_pack() -> list[Reason]:
    """Return what is wrong when the adopted text is no pack."""
    texts = kept(CORE, BROKEN)
    digest = next(digest for digest, text in texts.items() if text == BROKEN)
    chosen = PackChoice(pack="own", digest=KeyId(digest), rows=())
    return [reason(one) for one in build_book([choice(CORE), chosen], texts, CATALOGUE).wrong]


def missing_row() -> PackChoice:
    """Return the adoption of a row that the pack does not have."""
    chosen = choice(OWN)
    return PackChoice(pack=chosen.pack, digest=chosen.digest, rows=("R55",))


WRONG: Final[dict[str, tuple[Callable[[], list[Reason]], list[Reason]]]] = {
    "core and house default": (lambda: wrongs([choice(CORE), choice(HOUSE)], CORE, HOUSE), []),
    "core alone": (lambda: wrongs([choice(CORE)], CORE), []),
    "core and a row of one's own": (lambda: wrongs([choice(CORE), choice(OWN)], CORE, OWN), []),
    "no pack at all": (
        lambda: wrongs([]),
        [wrong("no_rules_in_force", "core", lift=WHOLE)],
    ),
    "everything but core": (
        lambda: wrongs([choice(HOUSE)], HOUSE),
        [wrong("no_rules_in_force", "core", lift=WHOLE)],
    ),
    "core twice": (
        lambda: wrongs([choice(CORE), choice(CORE)], CORE),
        [wrong("no_rules_in_force", "core", lift=WHOLE)],
    ),
    "core without one row": (
        lambda: wrongs([choice(CORE, without=("STOP",))], CORE),
        [wrong("no_rules_in_force", "core", "STOP", lift=WHOLE)],
    ),
    "a text that calls itself core and has one row less": (
        lambda: [
            one
            for one in wrongs([choice(SHORT_CORE)], SHORT_CORE)
            if one[1] == "no_rules_in_force"
        ],
        [wrong("no_rules_in_force", "core", "STOP", lift=WHOLE)],
    ),
    "a list that names the director": (
        lambda: wrongs([choice(CORE), choice(DIRECTED)], CORE, DIRECTED),
        [
            wrong(
                "no_rules_in_force",
                "R55",
                "second_person_titles",
                "director",
                lift="adopt rows whose second_person_titles leaves out the director",
            )
        ],
    ),
    "the text is not there": (
        lambda: wrongs([choice(CORE), choice(OWN)], CORE),
        [wrong("pack_text_missing", "own", choice(OWN).digest, lift=BRING)],
    ),
    "another text under the digest": (
        another_text,
        [wrong("pack_text_missing", "own", choice(OWN).digest, lift=BRING)],
    ),
    "a text that is no pack": (
        no_pack,
        [
            wrong(
                "pack_text_missing",
                "own",
                "Invalid value (at end of document)",
                lift="bring a whole pack",
            )
        ],
    ),
    "a pack by another name": (
        lambda: wrongs([choice(CORE), choice(OWN, pack="theirs")], CORE, OWN),
        [wrong("pack_text_missing", "theirs", "own", lift="name the pack by its id")],
    ),
    "a row the pack does not have": (
        lambda: wrongs([choice(CORE), missing_row()], CORE, OWN),
        [wrong("rule_unknown", "own", "R55", lift="adopt rows the pack has")],
    ),
    "a row this program does not know": (
        lambda: wrongs([choice(CORE), choice(UNKNOWN)], CORE, UNKNOWN),
        [wrong("rule_unknown", "R99", lift="use a program that knows the rule")],
    ),
    "a number where a list is wanted": (
        lambda: wrongs([choice(CORE), choice(LISTED)], CORE, LISTED),
        [
            wrong(
                "parameters_disagree",
                "R54",
                "showing_minutes_max",
                lift="adopt only one of the rows, by name",
            )
        ],
    ),
    "two packs that name others to lift a stop": (
        lambda: wrongs([choice(CORE), choice(LIFTED_BY_ONE)], CORE, LIFTED_BY_ONE),
        [
            wrong(
                "parameters_disagree",
                "STOP",
                "lifted_by",
                lift="adopt only one of the rows, by name",
            )
        ],
    ),
    "a number missing": (
        lambda: wrongs([choice(WITHOUT_NUMBER)], WITHOUT_NUMBER),
        [
            wrong(
                "parameter_missing",
                "R54",
                "showing_minutes_max",
                lift="a row of R54 gives showing_minutes_max",
            ),
            wrong("no_rules_in_force", "core", lift=WHOLE),
        ],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_with_a_choice_is_named(case: str) -> None:
    """A choice of packs is whole, or each thing wrong with it is named with what would lift it."""
    found, expected = WRONG[case]
    assert found() == expected


def test_core_is_the_rows_the_design_names() -> None:
    """The shipped core has exactly the rows that must always be on."""
    assert {one.id for one in parse_pack(CORE).row} == set(CORE_ROWS)
    assert book_of(CORE).wrong == ()


MERGED: Final[dict[str, tuple[Stricter, tuple[Parameter, ...], Parameter | None]]] = {
    "the smaller number of minutes": (Stricter.SMALLER, (60, 30, 45), 30),
    "the larger number of proofs": (Stricter.LARGER, (1, 2), 2),
    "what both lists allow": (Stricter.FEWER, (("b", "a"), ("a", "c")), ("a",)),
    "lists that share nothing allow nothing": (Stricter.FEWER, (("a",), ("b",)), ()),
    "one list that allows nobody": (Stricter.FEWER, ((),), ()),
    "one list as it stands, in order": (Stricter.FEWER, (("b", "a"),), ("a", "b")),
    "what either list asks for": (Stricter.MORE, (("c", "a"), ("b", "a")), ("a", "b", "c")),
    "one list that asks, in order": (Stricter.MORE, (("b", "a"),), ("a", "b")),
    "a number beside a list that asks": (Stricter.MORE, (("a",), 60), None),
    "equal lists without an order": (Stricter.NONE, (("a", "b"), ("a", "b")), ("a", "b")),
    "equal numbers without an order": (Stricter.NONE, (1, 1), 1),
    "lists without an order in another order": (Stricter.NONE, (("a", "b"), ("b", "a")), None),
    "numbers without an order": (Stricter.NONE, (1, 2), None),
    "a list among the smaller numbers": (Stricter.SMALLER, (60, ("a",)), None),
    "a list among the larger numbers": (Stricter.LARGER, (60, ("a",)), None),
    "a number among lists": (Stricter.FEWER, (("a",), 60), None),
}


def bound(stricter: Stricter, values: tuple[Parameter, ...]) -> Rulebook:
    """Return the book of one rule with one parameter, given by one pack a value."""
    rule = Rule(id="R54", steps=frozenset(), function=no_finding, parameters={"limit": stricter})
    texts = [
        rows(row("R54", limit=value if isinstance(value, int) else list(value)), pack=f"p{number}")
        for number, value in enumerate(values)
    ]
    return build_book([choice(text) for text in texts], kept(*texts), (rule,))


def no_finding(_case: Case, _params: Params) -> Iterator[Found]:
    """Find nothing."""
    yield from ()


@pytest.mark.parametrize("case", MERGED)
def test_for_one_parameter_the_stricter_wins(case: str) -> None:
    """Of several rows' values the one that the code calls stricter counts, or none does."""
    stricter, values, expected = MERGED[case]
    binding = bound(stricter, values).find("R54")
    assert binding is not None
    assert binding.parameters.values.get("limit") == expected
    if expected is None:
        assert [one.code.value for one in bound(stricter, values).wrong] == [
            "parameters_disagree",
            "no_rules_in_force",
        ]


@pytest.mark.parametrize("values", [((),), (("a",), ()), ((), 60)])
def test_a_list_that_asks_for_nothing_is_no_list(values: tuple[Parameter, ...]) -> None:
    """A row that asks for nothing where more is stricter gives no parameter."""
    book = bound(Stricter.MORE, values)
    assert [(one.code.value, one.facts, one.lift) for one in book.wrong][:1] == [
        ("parameter_missing", ("R54", "limit"), "a row of R54 gives limit")
    ]


@given(st.lists(st.sets(st.sampled_from("abcd"), min_size=1), min_size=1, max_size=4))
def test_another_pack_never_asks_for_less(asked: list[set[str]]) -> None:
    """With one more row adopted a list of what is asked for only grows (invariant 7)."""
    lists = [tuple(sorted(one)) for one in asked]
    fewer = bound(Stricter.MORE, tuple(lists[:1])).find("R54")
    more = bound(Stricter.MORE, tuple(lists)).find("R54")
    assert fewer is not None
    assert more is not None
    assert fewer.parameters.names("limit") <= more.parameters.names("limit")


@given(st.lists(st.integers(0, 1_000), min_size=1, max_size=5), st.integers(0, 1_000))
def test_another_pack_never_loosens_a_number(numbers: list[int], another: int) -> None:
    """With one more row adopted a limit only gets stricter (invariant 7)."""
    for stricter, is_stricter in (
        (Stricter.SMALLER, int.__le__),
        (Stricter.LARGER, int.__ge__),
    ):
        fewer = bound(stricter, tuple(numbers)).find("R54")
        more = bound(stricter, (*numbers, another)).find("R54")
        assert fewer is not None
        assert more is not None
        assert is_stricter(more.parameters.number("limit"), fewer.parameters.number("limit"))


def test_the_stricter_limit_is_the_one_that_refuses() -> None:
    """A pack with thirty minutes beside the core's sixty lets a showing end after thirty."""
    step = floor.hand_over()
    step.state.packs = PacksInForce(packs=(choice(CORE), choice(OWN)))
    judge = Judge(kept(CORE, OWN))
    at = floor.minutes_ago(31)
    step.colt.looks = [floor.aged(look, at) for look in step.colt.looks]
    verdict = judge.decide(step.state, floor.event(step), step.now)
    assert [one.lift for one in verdict.refusals] == ["show it again: longer ago than 30 minutes"]


def test_parameters_of_the_other_form_are_read_as_nothing() -> None:
    """A list asked for as a number is its length; a number asked for as a list is empty."""
    params = floor.parameters(names=("a", "b"), number=3)
    assert (params.number("number"), params.number("names")) == (3, 2)
    assert (params.names("names"), params.names("number")) == (frozenset("ab"), frozenset())


ALERTING: Final = rows(row("R43", weight="alert"))
LOGGING: Final = rows(row("R43", weight="log"), pack="logging")


@pytest.mark.parametrize(
    ("texts", "weight"),
    [
        pytest.param((ALERTING, LOGGING), Weight.ALERT, id="alert and log"),
        pytest.param((LOGGING,), Weight.LOG, id="log"),
        pytest.param((ALERTING, HOUSE, LOGGING), Weight.BLOCK, id="all three"),
    ],
)
def test_the_gravest_weight_counts(texts: tuple[bytes, ...], weight: Weight) -> None:
    """A rule that several rows call for weighs what the gravest of them says."""
    binding = book_of(*texts).find("R43")
    assert binding is not None
    assert binding.weight is weight


def test_a_row_that_only_alerts_does_not_refuse() -> None:
    """What a row of weight alert finds is noted beside the step and not against it."""
    step = floor.load()
    step.colt.bore_due, step.colt.bore_seen = EventId("fired"), ()
    step.colt.weapon_class = WeaponClass.BLANK_ONLY
    step.state.packs = PacksInForce(packs=(choice(CORE), choice(ALERTING)))
    verdict = Judge(kept(CORE, ALERTING)).decide(step.state, floor.event(step), step.now)
    assert verdict.refusals == ()
    assert [one.rule for one in verdict.alerts] == ["R43"]


def test_a_row_covers_only_the_classes_it_names() -> None:
    """A row for class 4 says nothing about a gun of class 6."""
    narrow = rows(row("R43"))
    step = floor.load()
    step.colt.bore_due, step.colt.bore_seen = EventId("fired"), ()
    step.state.packs = PacksInForce(packs=(choice(CORE), choice(narrow)))
    judge = Judge(kept(CORE, narrow))
    assert judge.decide(step.state, floor.event(step), step.now) == Verdict()
    step.colt.weapon_class = WeaponClass.BLANK_ONLY
    found = judge.decide(step.state, floor.event(step), step.now)
    assert found.codes == ("bore_not_seen",)


# -- broken packs: steps and reports --------------------------------------------------------------


def _opening(packs: tuple[PackChoice, ...]) -> Opening:
    officer = Officer(person=PersonId("officer"), key=KeyId("key"), name="")
    return Opening(
        desk_key=KeyId("desk"),
        ledger_key=KeyId("ledger"),
        officers=(officer, officer),
        packs=packs,
        utc_offset_minutes=0,
    )


def _adoption(packs: tuple[PackChoice, ...]) -> Adopt:
    return Adopt(packs=packs)


PROPOSALS: Final = (_opening, _adoption)
STEPS: Final[dict[str, Body]] = {
    "enrol": Enrol(person=ARMORER, key=KeyId("k"), title="armorer", roles=(Role.CREW,)),
    "grant": Grant(person=ARMORER, roles=(Role.CREW,)),
    "waive": Waive(row="R25", item=COLT, measure="0" * 64),
    "open day": OpenDay(date="2026-11-22"),
    "take out": TakeOut(items=(COLT,), place=GUN_SAFE),
    "load": Load(weapon=COLT, container=BOX, lot=DUMMIES, positions=("chamber-1",)),
    "hand over": floor.handing(Announced.DUMMIES, 6),
    "end keeping": EndKeep(keep=EventId("keep")),
    "lift a stop": LiftStop(stop=EventId("stop")),
    "answer": Answer(of=EventId("question")),
    "approve lots": ApproveLots(weapon=COLT, lots=(DUMMIES,)),
    "release": Release(weapon=COLT, unfit=EventId("unfit")),
    "issue a line": IssueLine(
        line=(Voucher(weapon=COLT, to=PERFORMER, number=1),),
        announced=Announced.EMPTY,
        rounds=0,
        looks=(),
    ),
    "go again": GoAgain(weapon=COLT, set_up=SetUpId("set-up")),
    "brief": Brief(briefing=Briefing.LATE, roll=(PERFORMER,)),
    "lay on": Provide(what=Provision.PERMIT),
    "assess": Assess(scene="saloon", hazards="h", controls="c"),
    "approve a set-up": plan(),
    "nothing moved": NothingMoved(set_up=HOLD_UP),
    "count the area": CountArea(set_up=SetUpId("set-up"), people=()),
    "see a paper": Credential(
        person=ARMORER,
        paper=Paper.PERMIT,
        classes=(WeaponClass.ADAPTED,),
        valid_from="2026-01-01",
        valid_until="2026-12-31",
    ),
    "ask in private": ClassLimit(person=PERFORMER, class_max=4),
    "a guardian is there": GuardianPresent(minor=PERFORMER, guardian=PersonId("guardian")),
    "name the keys": NameKeyHolders(place=GUN_SAFE, key_holders=(ARMORER,)),
}
ALWAYS_OPEN: Final[dict[str, Body]] = {
    "revoke": Revoke(key=KeyId("k"), cause=RevokeCause.LOST),
    "take roles back": WithdrawRoles(person=ARMORER, roles=(Role.HANDLER,)),
    "collect": Collect(weapons=(COLT,)),
    "lock": Lock(items=(COLT,), place=GUN_SAFE),
    "make clear": Unload(weapon=COLT, container=BOX, lot=DUMMIES, rounds=6),
    "fired": Fired(weapon=COLT, gunshots=1),
    "went ahead": WentAhead(what=Ahead.HAND_OVER, items=(COLT,)),
    "close day": CloseDay(),
}
BROKEN_PACKS: Final[dict[str, tuple[tuple[PackChoice, ...], tuple[bytes, ...], str]]] = {
    "no packs": ((), (), "no_rules_in_force"),
    "an unknown rule": ((choice(CORE), choice(UNKNOWN)), (CORE, UNKNOWN), "rule_unknown"),
    "a text missing": ((choice(CORE), choice(OWN)), (CORE,), "pack_text_missing"),
    "disagreeing": (
        (choice(CORE), choice(LIFTED_BY_ONE)),
        (CORE, LIFTED_BY_ONE),
        "parameters_disagree",
    ),
    "core not whole": ((choice(CORE, without=("R34",)),), (CORE,), "no_rules_in_force"),
}


def under(broken: str, body: Body) -> Verdict:
    """Return the verdict on something signed while the packs are broken like this."""
    packs, texts, _ = BROKEN_PACKS[broken]
    step = Step(state=floor.floor(), body=body)
    step.state.packs = PacksInForce(packs=packs)
    return Judge(kept(*texts)).decide(step.state, floor.event(step), step.now)


@pytest.mark.parametrize("broken", BROKEN_PACKS)
@pytest.mark.parametrize("body", STEPS)
def test_with_broken_packs_every_ruled_step_is_refused(body: str, broken: str) -> None:
    """While anything is wrong with the packs no step is taken, and the packs are named."""
    verdict = under(broken, STEPS[body])
    assert verdict.codes == (BROKEN_PACKS[broken][2],)
    assert {one.rule for one in verdict.refusals} == {"packs"}


@pytest.mark.parametrize("broken", BROKEN_PACKS)
@pytest.mark.parametrize("body", ALWAYS_OPEN)
def test_with_broken_packs_no_report_is_refused(body: str, broken: str) -> None:
    """Whatever is wrong with the packs, what happened is taken in, keys and roles end."""
    assert under(broken, ALWAYS_OPEN[body]) == Verdict()


def test_every_step_of_the_format_is_tried() -> None:
    """No type of step was forgotten above."""
    tried = {type(body) for body in (*STEPS.values(), *ALWAYS_OPEN.values())}
    all_steps = {one.body for one in TABLE if one.mood is Mood.STEP}
    assert all_steps - tried == {Opening, Adopt}


@pytest.mark.parametrize(
    "make", [_opening, lambda packs: Adopt(packs=packs)], ids=["open", "adopt"]
)
@pytest.mark.parametrize("broken", BROKEN_PACKS)
def test_broken_packs_are_not_adopted(
    make: Callable[[tuple[PackChoice, ...]], Body], broken: str
) -> None:
    """A choice with anything wrong is refused when it is proposed, at the opening or later."""
    packs, texts, code = BROKEN_PACKS[broken]
    step = Step(state=floor.floor(), body=make(packs))
    verdict = Judge(kept(CORE, HOUSE, *texts)).decide(step.state, floor.event(step), step.now)
    assert verdict.codes == (code,)


@pytest.mark.parametrize(
    "make", [_opening, lambda packs: Adopt(packs=packs)], ids=["open", "adopt"]
)
def test_whole_packs_are_adopted_over_broken_ones(
    make: Callable[[tuple[PackChoice, ...]], Body],
) -> None:
    """Broken packs are mended by adopting whole ones."""
    step = Step(state=floor.floor(), body=make((choice(CORE),)))
    step.state.packs = PacksInForce()
    assert Judge(kept(CORE)).decide(step.state, floor.event(step), step.now) == Verdict()


def test_a_judge_keeps_its_book_until_the_packs_change() -> None:
    """One rulebook serves until other packs are in force, and a broken one is tried again."""
    texts: dict[str, bytes] = {}
    judge = Judge(texts)
    packs = PacksInForce(packs=(choice(CORE),))
    assert judge.book(packs).wrong
    texts.update(kept(CORE, HOUSE))
    whole = judge.book(packs)
    assert whole.wrong == ()
    assert judge.book(packs) is whole
    both = judge.book(PacksInForce(packs=(choice(CORE), choice(HOUSE))))
    assert both.find("R25") is not None
    assert whole.find("R25") is None


def test_the_catalogue_is_in_order_and_each_rule_once() -> None:
    """Rules are asked in the order of their ids, so verdicts come out the same everywhere."""
    ids = [rule.id for rule in CATALOGUE]
    assert ids == sorted(set(ids))
    assert {Load, HandOver, TakeOut} <= set(book_of(CORE).by_step)
