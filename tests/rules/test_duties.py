"""Duties that contradict each other: two adopted rows, and the choice that officers write down.

The stage has the performer test the gun; the bulletins give performers no duty to inspect it.
Neither is the stricter, so nobody may take both for granted (DESIGN.md, The rooms: rules).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from showclear.record.codes import Refusal
from showclear.record.events.officers import Adopt, ChosenDuty, PackChoice
from showclear.record.folding.officers import packs_digest
from showclear.record.state import PacksInForce
from showclear.rules.book import Rulebook, build_book
from showclear.rules.decide import CATALOGUE, Judge
from showclear.rules.loosening import loosened
from showclear.rules.packs import parse_pack
from tests.kit import World, words
from tests.rules import floor
from tests.rules.floor import COLT, Step
from tests.rules.pack_texts import CORE, SHIPPED, choice, kept, row, rows

STAGE: Final = (SHIPPED / "stage.toml").read_bytes()
BULLETIN: Final = (SHIPPED / "us-bulletin.toml").read_bytes()
HOUSE: Final = (SHIPPED / "house-default.toml").read_bytes()
PART: Final = "performers_part"
TESTS: Final = ["tests-it"]
AGREEING: Final = rows(row("R25", performers_part=TESTS).replace("[4]", "[4, 5, 6]"), pack="own")
SILENT: Final = rows(row("R25", parameters={}).replace("[4]", "[4, 5, 6]"), pack="silent")
LAW: Final = rows(
    row("R25", performers_part=TESTS)
    .replace("[4]", "[4, 5, 6]")
    .replace('authority = "practice"', 'authority = "statute"')
    .replace('waivable_by = ["officer"]\n', ""),
    pack="law",
)
UNWAIVED: Final = LAW.replace(b"statute", b"practice").replace(b"tests-it", b"does-not-inspect")
OTHER_LAW: Final = LAW.replace(b"tests-it", b"does-not-inspect").replace(b'"law"', b'"other-law"')
TEXTS: Final = (CORE, STAGE, BULLETIN, HOUSE, AGREEING, SILENT, LAW, OTHER_LAW, UNWAIVED)
AS_STAGE: Final = ChosenDuty(row="R25", pack="stage")
AS_BULLETIN: Final = ChosenDuty(row="R25", pack="us-bulletin")


def only(text: bytes, *named: str) -> PackChoice:
    """Return the choice of these rows of a pack, and of no other."""
    left_out = {one.id for one in parse_pack(text).row} - set(named)
    return choice(text, without=tuple(sorted(left_out)))


def r25_of(*texts: bytes) -> tuple[PackChoice, ...]:
    """Return core and the R25 of each of these packs."""
    return (choice(CORE), *(only(text, "R25") for text in texts))


def book(*texts: bytes, chosen: tuple[ChosenDuty, ...] = ()) -> Rulebook:
    """Return the book of core and the R25 of each of these packs, with a choice."""
    return build_book(r25_of(*texts), kept(*TEXTS), CATALOGUE, chosen)


def against(
    step: Step, packs: tuple[PackChoice, ...], chosen: tuple[ChosenDuty, ...] = ()
) -> list[Refusal]:
    """Return what stands against a step under these rows and this choice."""
    step.state.packs = PacksInForce(packs=packs, chosen=chosen)
    verdict = Judge(kept(*TEXTS)).decide(step.state, floor.event(step), step.now)
    return [*verdict.refusals]


STEPS: Final[dict[str, Callable[[], Step]]] = {
    "taking out": floor.take_out,
    "loading": floor.load,
    "handing over": floor.hand_over,
}
HOLDS: Final = {
    "the stage alone": ((STAGE,), ()),
    "the bulletins alone": ((BULLETIN,), ()),
    "the house, which says nothing of it": ((HOUSE,), ()),
    "the stage beside one that says nothing": ((STAGE, SILENT), ()),
    "two that say the same": ((STAGE, AGREEING), ()),
    "both, and the stage's was chosen": ((STAGE, BULLETIN), (AS_STAGE,)),
    "both, and the bulletins' was chosen": ((STAGE, BULLETIN), (AS_BULLETIN,)),
    "a statute and another, and the statute's was chosen": (
        (LAW, BULLETIN),
        (ChosenDuty(row="R25", pack="law"),),
    ),
}
REFUSED: Final = {
    "both, and nobody chose": ((STAGE, BULLETIN), (), ("stage", "us-bulletin")),
    "three, of which two agree": (
        (STAGE, BULLETIN, AGREEING),
        (),
        ("own", "stage", "us-bulletin"),
    ),
    "a choice of another row's": (
        (STAGE, BULLETIN),
        (ChosenDuty(row="R43", pack="stage"),),
        ("stage", "us-bulletin"),
    ),
    "a choice of one that says nothing": (
        (STAGE, BULLETIN, SILENT),
        (ChosenDuty(row="R25", pack="silent"),),
        ("stage", "us-bulletin"),
    ),
    "both chosen": ((STAGE, BULLETIN), (AS_STAGE, AS_BULLETIN), ("stage", "us-bulletin")),
    "a choice against a statute": ((LAW, BULLETIN), (AS_BULLETIN,), ("law", "us-bulletin")),
    "a choice between two statutes": (
        (LAW, OTHER_LAW),
        (ChosenDuty(row="R25", pack="law"),),
        ("law", "other-law"),
    ),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("case", HOLDS)
def test_a_duty_that_nobody_contradicts_holds(case: str, step: str) -> None:
    """One pack's word, several that agree, or the one that was chosen: the step is taken."""
    texts, chosen = HOLDS[case]
    assert against(STEPS[step](), r25_of(*texts), chosen) == []


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("case", REFUSED)
def test_contradictory_duties_refuse_what_they_bear_on(case: str, step: str) -> None:
    """Until officers choose, no gun that fires is taken out, loaded or handed over."""
    texts, chosen, packs = REFUSED[case]
    (found,) = against(STEPS[step](), r25_of(*texts), chosen)
    assert (found.rule, found.code.value) == ("R25", "duties_contradict")
    assert found.facts == (COLT, PART, *packs)
    assert found.lift == f"choose one and adopt it, with the reason: {' or '.join(packs)}"


def test_rubber_is_handed_over_whoever_inspects() -> None:
    """The rows cover what fires: nobody waits for a choice with a rubber gun."""
    assert against(floor.hand_over_rubber(), r25_of(STAGE, BULLETIN)) == []


def test_the_choice_is_what_is_in_force() -> None:
    """What was chosen is the duty, as if only that pack had spoken."""
    for chosen, text in ((AS_STAGE, STAGE), (AS_BULLETIN, BULLETIN)):
        both = book(STAGE, BULLETIN, chosen=(chosen,)).find("R25")
        alone = book(text).find("R25")
        assert both is not None
        assert alone is not None
        assert both.parameters == alone.parameters
    assert book(STAGE, BULLETIN).wrong == ()


@given(
    st.sets(st.sampled_from([STAGE, BULLETIN, HOUSE, AGREEING, SILENT, LAW, OTHER_LAW])),
    st.sampled_from([STAGE, BULLETIN, HOUSE, AGREEING, SILENT, LAW, OTHER_LAW]),
    st.sets(st.sampled_from([AS_STAGE, AS_BULLETIN]), max_size=2),
)
def test_another_row_never_settles_a_contradiction(
    some: set[bytes], more: bytes, picked: set[ChosenDuty]
) -> None:
    """One more row refuses whatever fewer refused, with any choice they allow (invariant 7)."""
    chosen = tuple(sorted(picked, key=lambda one: one.pack))
    assume(not book(*sorted(some), chosen=chosen).idle)  # else it is no adoption
    fewer = against(floor.take_out(), r25_of(*sorted(some)), chosen)
    after = against(floor.take_out(), r25_of(*sorted({*some, more})), chosen)
    assert not fewer or after


# -- the choice is an event ---------------------------------------------------------------------

BETWEEN: Final = (
    "choose between adopted packs whose rows of {} contradict each other, never against a statute"
)
BOTH: Final = (choice(CORE), choice(BULLETIN), choice(STAGE))


def story() -> World:
    """Return a ledger under core and the bulletins."""
    return World(packs=(choice(CORE), choice(BULLETIN)))


def in_force(told: World) -> tuple[ChosenDuty, ...]:
    """Return the choices in force."""
    return told.state.packs.chosen


def reasons(found: tuple[Refusal, ...]) -> list[tuple[str, tuple[str, ...], str]]:
    """Return code, facts and lift of each."""
    return [(one.code.value, one.facts, one.lift) for one in found]


def test_both_can_be_adopted_and_the_choice_made_later() -> None:
    """Adopting contradictory rows is no mistake of the packs; the choice is an adoption too."""
    told = story()
    why = words("the director of safety decided it")
    assert not told.tell(Adopt(packs=BOTH, reason=why), "producer", "manager").refused
    assert in_force(told) == ()
    adopted = Adopt(packs=BOTH, reason=why, chosen=(AS_STAGE,))
    assert not told.tell(adopted, "producer", "manager").refused
    assert in_force(told) == (AS_STAGE,)
    assert told.state.packs.digest == packs_digest(BOTH)


def test_a_choice_is_made_with_a_reason() -> None:
    """Officers who choose one duty over another write why."""
    told = World(packs=BOTH)
    silent = told.tell(Adopt(packs=BOTH, chosen=(AS_STAGE,)), "producer", "manager")
    assert reasons(silent.refusals) == [
        ("no_reason_given", ("R25",), "two officers write why this one was chosen")
    ]


@pytest.mark.parametrize(
    "idle",
    [
        ChosenDuty(row="R25", pack="core"),
        ChosenDuty(row="R25", pack="tombstone"),
        ChosenDuty(row="R43", pack="stage"),
        ChosenDuty(row="R99", pack="stage"),
    ],
    ids=["a pack without it", "a pack not adopted", "no such duty", "no such row"],
)
def test_a_choice_that_settles_nothing_is_not_adopted(idle: ChosenDuty) -> None:
    """A slip of the hand in a choice is told at once, not when the first gun stays in."""
    told = World(packs=BOTH)
    adopted = Adopt(packs=BOTH, reason=words("why"), chosen=(idle,))
    assert reasons(told.tell(adopted, "producer", "manager").refusals) == [
        (
            "nothing_to_lift",
            (idle.row, idle.pack),
            BETWEEN.format(idle.row),
        )
    ]


def test_an_adoption_without_a_choice_has_the_text_it_had() -> None:
    """Ledgers from before choices were written down keep their bytes."""
    assert Adopt(packs=BOTH) == Adopt(packs=BOTH, chosen=())


# -- what a choice takes away -------------------------------------------------------------------


def taken(before: Rulebook, after: Rulebook) -> list[tuple[str, tuple[str, ...]]]:
    """Return what an adoption without a reason is refused for."""
    return [(one.code.value, one.facts) for one in loosened(before, after, reason=False)]


def test_another_duty_than_before_needs_a_reason() -> None:
    """Choosing the other way round, or letting the duty go unsaid, is written down with why."""
    unsaid = [("no_reason_given", ("R25",))]
    as_stage = book(STAGE, BULLETIN, chosen=(AS_STAGE,))
    assert taken(as_stage, book(STAGE, BULLETIN, chosen=(AS_BULLETIN,))) == unsaid
    assert taken(as_stage, book(SILENT)) == unsaid
    assert taken(book(STAGE), as_stage) == []
    assert taken(book(STAGE), book(STAGE, BULLETIN)) == []  # refuses until somebody chooses
    assert taken(book(STAGE, BULLETIN), as_stage) == []


def test_no_choice_is_made_against_a_statute() -> None:
    """A statute's duty is not chosen away, nor left out, with whatever reason."""
    law = [("row_not_waivable", ("R25", PART))]
    found = loosened(book(LAW), book(UNWAIVED), reason=True)
    assert [(one.code.value, one.facts) for one in found] == law
    assert loosened(book(LAW), book(LAW, BULLETIN), reason=True) == []
