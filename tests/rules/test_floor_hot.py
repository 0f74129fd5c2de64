"""R29, R33, R40, R53: cover, who says cold or hot, the area, animals; nothing while rolling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.ids import SetUpId
from showclear.field.plan import Provision
from showclear.field.stock import Kind
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import Announced
from showclear.record.events.plan import (
    CountArea,
    Cut,
    Rolling,
)
from showclear.record.state import State
from showclear.rules.chapters import floor as chapter
from tests.kit import World, gun, with_rows
from tests.planning import planned, use
from tests.planning import set_up as named
from tests.rules import floor
from tests.rules.floor import (
    ARMORER,
    BLANKS,
    COLT,
    CREW,
    DUMMIES,
    PERFORMER,
    RUBBER_GUN,
    STAND_IN,
    Step,
)
from tests.rules.floor_day import (
    ALERT,
    BLOCK,
    NEAR,
    Reason,
    after,
    approve,
    approving,
    assessed,
    blanks,
    counted,
    dummies,
    found,
    line,
    no_such_lot,
    nobody_knows,
    not_enrolled,
    plan,
    provided,
    titled,
    using,
)

HANDLERS: Final = (
    "armorer, assistant-armorer, assistant-property-master, gunmaster, property-master, "
    "stage-manager, weapons-handler"
)
COVER: Final = "somebody says that medical cover is there"
SAID_BY: Final = f"said by one of: {HANDLERS}; the AD repeats it"
COUNT: Final = "an AD counts who is in the firing area"
COUNT_AGAIN: Final = "only those whom the set-up lists are in the firing area; count again"
NAME_HEARING: Final = "name hearing protection in the set-up"
NAME_ANIMALS: Final = "name in the set-up the animals near, as the scene's assessment does"
FOR_HEARING: Final = "hand over for a set-up that names hearing protection"


def charges(state: State) -> None:
    """Let the lot in the gun be charges for a muzzle-loader."""
    state.lots[DUMMIES].kind = Kind.CHARGE


def there(what: str) -> str:
    """Return what R53 asks for when these are not there."""
    return f"somebody says that these are there: {what}"


CASES: Final[dict[str, dict[str, tuple[Callable[[], Step], list[Reason]]]]] = {
    "R29": {
        "blanks without cover": (
            blanks,
            [(ALERT, "not_provided", (COLT, "medical-cover"), COVER)],
        ),
        "blanks with cover": (
            lambda: after(blanks(), lambda state: provided(state, Provision.MEDICAL_COVER)),
            [],
        ),
        "dummies need none": (dummies, []),
        "empty needs none": (floor.hand_over_empty, []),
        "said to be dummies, but blanks in the book": (
            lambda: blanks(said=Announced.DUMMIES),
            [(ALERT, "not_provided", (COLT, "medical-cover"), COVER)],
        ),
        "a lot the ledger does not know is no dummy": (
            lambda: after(dummies(), no_such_lot),
            [(ALERT, "not_provided", (COLT, "medical-cover"), COVER)],
        ),
        "a charge is hot too": (
            lambda: after(dummies(), charges),
            [(ALERT, "not_provided", (COLT, "medical-cover"), COVER)],
        ),
        "mixed": (
            lambda: after(
                floor.saying(dummies(), announced=Announced.MIXED),
            ),
            [(ALERT, "not_provided", (COLT, "medical-cover"), COVER)],
        ),
        "a gun the ledger does not know, said to hold blanks": (
            lambda: after(blanks(), nobody_knows),
            [(ALERT, "not_provided", (COLT, "medical-cover"), COVER)],
        ),
        "a gun the ledger does not know, said to be empty": (
            lambda: after(blanks(said=Announced.EMPTY), nobody_knows),
            [],
        ),
        "a line with blanks": (
            lambda: line(PERFORMER, STAND_IN, announced=Announced.BLANKS),
            [
                (ALERT, "not_provided", (COLT, "medical-cover"), COVER),
                (ALERT, "not_provided", ("colt-2", "medical-cover"), COVER),
            ],
        ),
    },
    "R33": {
        "the armorer says it": (dummies, []),
        "somebody of another title says it": (
            lambda: titled(dummies(), "first-ad"),
            [(BLOCK, "not_theirs_to_say", (COLT, ARMORER, "first-ad"), SAID_BY)],
        ),
        "somebody the ledger does not know": (
            lambda: after(dummies(), not_enrolled),
            [(BLOCK, "not_theirs_to_say", (COLT, ARMORER, ""), SAID_BY)],
        ),
        "rubber is neither": (lambda: titled(floor.hand_over_rubber(), "first-ad"), []),
        "each voucher of a line": (
            lambda: titled(line(PERFORMER, STAND_IN), "first-ad"),
            [
                (BLOCK, "not_theirs_to_say", (COLT, ARMORER, "first-ad"), SAID_BY),
                (BLOCK, "not_theirs_to_say", ("colt-2", ARMORER, "first-ad"), SAID_BY),
            ],
        ),
    },
    "R40": {
        "not counted": (
            lambda: after(blanks(), lambda state: plan(state, area=(PERFORMER,))),
            [(ALERT, "area_not_counted", (COLT, NEAR), COUNT)],
        ),
        "exactly those listed, in another order": (
            lambda: after(
                blanks(),
                lambda state: plan(state, area=(PERFORMER, CREW)),
                lambda state: counted(state, CREW, PERFORMER),
            ),
            [],
        ),
        "one more than listed": (
            lambda: after(
                blanks(),
                lambda state: plan(state, area=(PERFORMER,)),
                lambda state: counted(state, CREW, PERFORMER),
            ),
            [(ALERT, "area_not_counted", (COLT, "counted", CREW), COUNT_AGAIN)],
        ),
        "one fewer than listed": (
            lambda: after(
                blanks(),
                lambda state: plan(state, area=(PERFORMER, CREW)),
                lambda state: counted(state, CREW),
            ),
            [(ALERT, "area_not_counted", (COLT, "counted", PERFORMER), COUNT_AGAIN)],
        ),
        "nobody listed, nobody there": (
            lambda: after(blanks(), plan, counted),
            [],
        ),
        "no set-up of that name is approved": (
            lambda: after(blanks(), counted),
            [(ALERT, "area_not_counted", (COLT, "counted"), COUNT_AGAIN)],
        ),
        "dummies are not asked about": (dummies, []),
        "no set-up named": (lambda: blanks(SetUpId("")), []),
        "a line with blanks": (
            lambda: line(PERFORMER, announced=Announced.BLANKS),
            [(ALERT, "area_not_counted", (COLT, NEAR), COUNT)],
        ),
    },
    "R53": {
        "all named and there": (
            lambda: after(
                blanks(),
                lambda state: plan(state, animals=True),
                lambda state: provided(
                    state, Provision.HEARING_PROTECTION, Provision.ANIMAL_HANDLER
                ),
            ),
            [],
        ),
        "no animals near": (
            lambda: after(
                blanks(), plan, lambda state: provided(state, Provision.HEARING_PROTECTION)
            ),
            [],
        ),
        "hearing protection is not there": (
            lambda: after(blanks(), plan),
            [
                (
                    ALERT,
                    "animals_or_hearing",
                    (COLT, "hearing-protection"),
                    there("hearing-protection"),
                )
            ],
        ),
        "nor is whoever keeps the animals": (
            lambda: after(blanks(), lambda state: plan(state, animals=True)),
            [
                (
                    ALERT,
                    "animals_or_hearing",
                    (COLT, "hearing-protection", "animal-handler"),
                    there("hearing-protection, animal-handler"),
                )
            ],
        ),
        "there, but not named in the set-up": (
            lambda: after(
                blanks(),
                lambda state: plan(state, hearing=False),
                lambda state: provided(state, Provision.HEARING_PROTECTION),
            ),
            [(ALERT, "animals_or_hearing", (COLT, "hearing-protection"), FOR_HEARING)],
        ),
        "no set-up that says so": (
            lambda: after(blanks(), lambda state: provided(state, Provision.HEARING_PROTECTION)),
            [(ALERT, "animals_or_hearing", (COLT, "hearing-protection"), FOR_HEARING)],
        ),
        "dummies are not asked about": (dummies, []),
        "approving: hearing protection not named": (
            lambda: after(approve(approving()), assessed),
            [(ALERT, "animals_or_hearing", (COLT, "hearing-protection"), NAME_HEARING)],
        ),
        "approving: hearing protection named": (
            lambda: after(approve(approving(hearing_protection=True)), assessed),
            [],
        ),
        "approving: animals in the assessment only": (
            lambda: after(
                approve(approving(hearing_protection=True)),
                lambda state: assessed(state, animals=True),
            ),
            [(ALERT, "animals_or_hearing", (COLT, "saloon"), NAME_ANIMALS)],
        ),
        "approving: animals named": (
            lambda: after(
                approve(approving(hearing_protection=True, animals=True)),
                lambda state: assessed(state, animals=True),
            ),
            [],
        ),
        "approving: a scene nobody has assessed": (
            lambda: approve(approving(hearing_protection=True)),
            [(ALERT, "animals_or_hearing", (COLT, "saloon"), NAME_ANIMALS)],
        ),
        "approving: dummies": (
            lambda: approve(approving(using(holds=Announced.DUMMIES, lot=DUMMIES))),
            [],
        ),
        "approving: dummies and a take written with gunshots": (
            lambda: after(
                approve(approving(using(holds=Announced.DUMMIES, lot=DUMMIES, gunshots=1))),
                assessed,
            ),
            [(ALERT, "animals_or_hearing", (COLT, "hearing-protection"), NAME_HEARING)],
        ),
        "approving: said to be dummies of a lot of blanks": (
            lambda: after(
                approve(approving(using(holds=Announced.DUMMIES, lot=BLANKS))), assessed
            ),
            [(ALERT, "animals_or_hearing", (COLT, "hearing-protection"), NAME_HEARING)],
        ),
        "approving: empty": (
            lambda: approve(approving(using(holds=Announced.EMPTY))),
            [],
        ),
        "approving: rubber that makes no noise": (
            lambda: approve(approving(using(RUBBER_GUN, gunshots=1))),
            [],
        ),
    },
}


@pytest.mark.parametrize(
    ("row", "case"), [(row, case) for row, cases in CASES.items() for case in cases]
)
def test_the_hot_floor(row: str, case: str) -> None:
    """Each row of the floor holds or finds what is missing, and says what would lift it."""
    step, expected = CASES[row][case]
    assert found(step(), row) == expected


@pytest.mark.parametrize(
    ("cold", "hot", "facts"),
    [
        (("cold",), ("hot",), None),
        (("cold", "clear"), ("hot", "clear"), (COLT, "clear")),
        ((), ("hot",), (COLT,)),
        (("cold",), (), (COLT,)),
    ],
)
def test_the_words_of_the_pack_differ(
    cold: tuple[str, ...], hot: tuple[str, ...], facts: tuple[str, ...] | None
) -> None:
    """A row that has no word for one of the two, or one word for both, lets nobody say it."""
    params = floor.parameters(declared_by_titles=("armorer",), words_cold=cold, words_hot=hot)
    found_now = chapter.said_by(floor.case(dummies()), params)
    reasons = [(one.code.value, one.facts, one.lift) for one in found_now]
    lift = "adopt a row that gives a word for each of the two, and no word for both"
    assert reasons == ([] if facts is None else [("not_theirs_to_say", facts, lift)])


def test_a_pack_may_narrow_who_says_it() -> None:
    """The titles are the row's: the assistant's word does where the row has the title."""
    params = floor.parameters(
        declared_by_titles=("property-master",), words_cold=("cold",), words_hot=("hot",)
    )
    found_now = chapter.said_by(floor.case(dummies()), params)
    reasons = [(one.code.value, one.facts, one.lift) for one in found_now]
    lift = "said by one of: property-master; the AD repeats it"
    assert reasons == [("not_theirs_to_say", (COLT, ARMORER, "armorer"), lift)]


# -- told as a day ----------------------------------------------------------------------------


def test_nothing_is_asked_while_rolling() -> None:
    """A showing older than its limit refuses no report of the take; only the next step asks."""
    story = World(packs=with_rows("R26", "R27", "R29", "R40"))
    story.working_day()
    story.blanks()
    story.brief()
    story.approve_set_up(planned(use("colt", holds=Announced.BLANKS, lot_name="b45")))
    story.take_out("colt")
    story.show_empty("colt")
    story.load("colt", chambers=2, from_box="blanks", lot_name="b45")
    looks = story.show_going_in("colt", blanks=2)
    handed = story.hand_over("colt", rounds=2, looks=looks, announced=Announced.BLANKS)
    assert handed.outcome is Outcome.ACCEPTED
    assert story.tell(Rolling(set_up=named()), "first-ad").outcome is Outcome.ADMITTED
    story.wait(minutes=6 * 60)
    told = (
        story.shown("colt", handed.id),
        story.fire("colt", 2),
        story.tell(Cut(set_up=named()), "first-ad"),
        story.collect("colt", giver="performer"),
        story.unload("colt", 0, fired_cases=2, into="blanks", lot_name="b45"),
    )
    assert [(one.outcome, one.codes) for one in told] == [(Outcome.ADMITTED, ())] * len(told)
    assert story.state.weapons[gun("colt")].cut is None


def test_the_limit_that_ran_out_counts_for_the_next_step() -> None:
    """After the cut the old showing is no ground for the next hand-over (R54)."""
    story = World(packs=with_rows("R43"))
    assert story.handed_over().outcome is Outcome.ACCEPTED
    story.tell(Rolling(set_up=named()), "first-ad")
    story.wait(minutes=6 * 60)
    story.tell(Cut(set_up=named()), "first-ad")
    story.collect("colt", giver="performer")
    again = story.hand_over("colt", rounds=6, looks=())
    assert again.outcome is Outcome.REFUSED
    assert "showing_too_old" in again.codes


def test_counting_again_after_the_cut() -> None:
    """The area counted for one take is counted anew for the next (R40)."""
    story = World(packs=with_rows("R40"))
    story.working_day()
    people = planned().area
    story.tell(CountArea(set_up=named(), people=people), "second-ad")
    assert set(story.state.area_counts) == {named()}
    story.tell(Cut(set_up=named()), "first-ad")
    assert story.state.area_counts == {}
