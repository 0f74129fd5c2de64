"""R25, R32, R34: the opening check, what was shown before a step, and what is announced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from showclear.field.ids import NO_EVENT, EventId
from showclear.field.mechanisms import BORE, BoreMethod, Holds, How
from showclear.field.stock import Kind, WeaponClass
from showclear.record.events.handling import Announced
from showclear.record.state import LookFact
from tests.rules import floor
from tests.rules.floor import (
    AD,
    ARMORER,
    ASSISTANT,
    BLANKS,
    COLT,
    DUMMIES,
    RING,
    RUBBER_GUN,
    SAFETY,
    Reason,
    Step,
    empty,
    going_in,
    looked,
    saying,
    with_colt,
)
from tests.rules.test_custody import unknown

Cases = dict[str, tuple[Callable[[], Step], list[Reason]]]

LOOK_TWICE: Final = (
    "two people look at every position of the open gun, bore by a method that works"
)
SHOW_IT: Final = (
    "the handler in charge: show it: all positions, out loud, then each answers for themselves"
)
BY_WHOM: Final = (
    "one of them a handler, the other a handler too, or enrolled as second person or caller"
)
SECOND_TOO: Final = (
    "a second person looks too: all positions, and answers for themselves; somebody enrolled as"
    " second person or caller, who neither loaded it nor filled the box or belt"
)
HANDLER_TOO: Final = "the handler in charge looks too: all positions, and answers for themselves"
SHOW_FIRST: Final = "show it to a second person: all positions, each answers for themselves"
NOBODY_SAW: Final = (
    "make it clear, show it empty to a second person, and let the same two watch the rounds go in"
)
THEY_WATCH: Final = (
    "only who saw it empty answers for rounds seen going in: armorer, safety-rep; if one of them"
    " did not watch, make it clear, show it empty, and let the same two watch"
)
HANDED_SINCE: Final = (
    "once it is back in the handler's hand show it: all positions, out loud,"
    " then each answers for themselves"
)
LOOK_AGAIN: Final = "look again at once; after a second time make it clear and start from empty"
BOTH_LOOKS: Final = ("look-of-armorer", "look-of-first-ad")


def answered(look: LookFact, position: str, **changes: object) -> LookFact:
    """Return the look with another answer for one position."""
    answers = tuple(
        msgspec.structs.replace(answer, **changes) if answer.position == position else answer
        for answer in look.answers
    )
    return msgspec.structs.replace(look, answers=answers)


# -- R25 ------------------------------------------------------------------------------------------


def opened(*looks: LookFact) -> Step:
    """Return the taking out after exactly these looks of the opening check."""
    return with_colt(floor.take_out(), opening=list(looks))


def unopened(*looks: str) -> Reason:
    """Return R25's reason with the looks there were."""
    lift = f"{LOOK_TWICE}; {BY_WHOM}" if looks else LOOK_TWICE
    return "R25", "opening_check_missing", ("colt", *looks), lift


def without_day(step: Step) -> Step:
    """Return the step before the day is opened."""
    step.state.day = ""
    return step


def with_fired_cases() -> Step:
    """Return the taking out of a revolver with two fired cases in it, at which nobody looked."""
    step = opened()
    step.colt.fired_cases = 2
    return step


CLEAR_IT: Final = (
    "R25",
    "opening_check_missing",
    ("colt",),
    f"make it clear, then {LOOK_TWICE}",
)
DAY_FIRST: Final = ("R25", "day_not_open", (), "the caller opens the working day")
ONE_LIGHT: Final = answered(empty(AD), BORE, method=BoreMethod.LIGHT)

R25: Final[Cases] = {
    "armorer and first AD looked": (floor.take_out, []),
    "armorer and safety rep looked": (lambda: opened(empty(ARMORER), empty(SAFETY)), []),
    "two handlers looked": (lambda: opened(empty(ARMORER), empty(ASSISTANT)), []),
    "nobody looked": (opened, [unopened()]),
    "one looked": (lambda: opened(empty(AD)), [unopened("look-of-first-ad")]),
    "one looked twice": (
        lambda: opened(empty(ARMORER), empty(ARMORER)),
        [unopened("look-of-armorer")],
    ),
    "two second persons looked, no handler": (
        lambda: opened(empty(AD), empty(SAFETY)),
        [unopened("look-of-first-ad", "look-of-safety-rep")],
    ),
    "two looked with one key": (
        lambda: opened(empty(ARMORER), msgspec.structs.replace(empty(AD), key=empty(ARMORER).key)),
        [unopened(*BOTH_LOOKS)],
    ),
    "one looked at the bore by a light": (
        lambda: opened(empty(ARMORER), ONE_LIGHT),
        [unopened(*BOTH_LOOKS)],
    ),
    "one saw a dummy": (
        lambda: opened(empty(ARMORER), answered(empty(AD), "chamber-2", holds=Holds.DUMMY)),
        [unopened(*BOTH_LOOKS)],
    ),
    "one corrected what they saw": (
        lambda: opened(
            empty(ARMORER), answered(empty(AD), "chamber-2", holds=Holds.DUMMY), empty(AD)
        ),
        [],
    ),
    "the day is not open": (lambda: without_day(floor.take_out()), [DAY_FIRST]),
    "the day is not open for a rubber gun": (
        lambda: without_day(floor.take_out(RUBBER_GUN)),
        [DAY_FIRST],
    ),
    "nobody looked at the rubber gun": (lambda: floor.take_out(RUBBER_GUN), []),
    "nobody looked, and fired cases are in it": (with_fired_cases, [CLEAR_IT]),
}

# -- R32 ------------------------------------------------------------------------------------------


def not_shown(*facts: str, lift: str = SHOW_FIRST) -> Reason:
    """Return R32's reason that it was not shown."""
    return "R32", "not_shown", ("colt", *facts), lift


def disagree(cause: str) -> Reason:
    """Return R32's reason that both looks do not say the same."""
    return "R32", "looks_disagree", ("colt", cause, *BOTH_LOOKS), LOOK_AGAIN


def second_load() -> Step:
    """Return the loading of two more dummies into a gun with four, seen going in."""
    step = floor.load(2)
    floor.put_in(step.colt, 4)
    step.say(positions=RING[4:])
    return looked(step, going_in(ARMORER, 4), going_in(AD, 4))


def not_free(*wrong: str, free: str) -> Reason:
    """Return R32's reason that a position is taken, named twice, or none of the gun's."""
    lift = f"name free positions, each once: {free}"
    return "R32", "position_not_free", ("colt", *wrong), lift


def cites(*looks: str) -> Step:
    """Return the hand-over that cites exactly these looks."""
    return saying(floor.hand_over(), looks=tuple(EventId(look) for look in looks))


def fired_cases() -> Step:
    """Return the hand-over of a gun in which only fired cases are."""
    step = with_colt(floor.hand_over(), rounds={}, loads=[], fired_cases=6, looks=[])
    step.say(rounds=6)
    return step


ALL: Final = ", ".join(RING)
COULD_NOT: Final = answered(going_in(AD), "chamber-3", how=How.COULD_NOT_SEE)
WAS_TOLD: Final = answered(going_in(AD), "chamber-3", how=How.TOLD)
HEARD: Final = answered(going_in(AD), "chamber-3", how=How.HEARD)
FIVE: Final = going_in(AD, 5)

R32: Final[Cases] = {
    "shown and handed over": (floor.hand_over, []),
    "shown empty and handed over": (floor.hand_over_empty, []),
    "shown empty and loaded": (floor.load, []),
    "nobody looked": (lambda: looked(floor.hand_over()), [not_shown("no-looks")]),
    "only the armorer looked": (
        lambda: looked(floor.hand_over(), going_in(ARMORER)),
        [not_shown("one-look", "look-of-armorer", lift=SECOND_TOO)],
    ),
    "only the first AD looked": (
        lambda: looked(floor.hand_over(), going_in(AD)),
        [not_shown("one-look", "look-of-first-ad", lift=HANDLER_TOO)],
    ),
    "the first AD heard it": (lambda: looked(floor.hand_over(), going_in(ARMORER), HEARD), []),
    "the first AD could not see one": (
        lambda: looked(floor.hand_over(), going_in(ARMORER), COULD_NOT),
        [disagree("incomplete")],
    ),
    "the first AD was told": (
        lambda: looked(floor.hand_over(), going_in(ARMORER), WAS_TOLD),
        [disagree("incomplete")],
    ),
    "the first AD counted five": (
        lambda: looked(floor.hand_over(), going_in(ARMORER), FIVE),
        [disagree("disagree")],
    ),
    "both failed twice": (lambda: with_colt(floor.hand_over(), failed=2), [disagree("disagree")]),
    "both counted one more than was loaded": (
        lambda: with_colt(floor.hand_over(5), looks=[going_in(ARMORER), going_in(AD)]),
        [disagree("differs-from-book")],
    ),
    "not seen empty before it was loaded": (
        lambda: with_colt(floor.hand_over(), empty_seen_by=(ARMORER,)),
        [not_shown("not-seen-empty", *BOTH_LOOKS, "armorer", lift=NOBODY_SAW)],
    ),
    "others than who saw it empty watched the rounds go in": (
        lambda: with_colt(floor.hand_over(), empty_seen_by=(ARMORER, SAFETY)),
        [not_shown("not-seen-empty", *BOTH_LOOKS, "armorer", "safety-rep", lift=THEY_WATCH)],
    ),
    "shown by another handler than hands over": (
        lambda: looked(
            with_colt(floor.hand_over(), empty_seen_by=(ASSISTANT, AD)),
            going_in(ASSISTANT),
            going_in(AD),
        ),
        [not_shown("dummies", "assistant", "first-ad", lift=SHOW_IT)],
    ),
    "only fired cases are in it": (
        fired_cases,
        [
            not_shown("fired-cases-in-gun", lift=SHOW_IT),
            (
                "R34",
                "announced_differs",
                ("colt", "fired-cases-in-gun", "6", "dummies"),
                "last shown: fired-cases-in-gun, 6",
            ),
        ],
    ),
    "handed over since it was shown": (
        lambda: with_colt(floor.hand_over(), handed_index=11),
        [("R32", "handed_over_since", ("colt", *BOTH_LOOKS), HANDED_SINCE)],
    ),
    "handed over just before it was shown": (
        lambda: with_colt(floor.hand_over(), handed_index=10),
        [],
    ),
    "cites only its own look": (
        lambda: cites("look-of-armorer"),
        [("R32", "looks_not_cited", ("colt", *BOTH_LOOKS), "cite these looks")],
    ),
    "cites a third look too": (lambda: cites(*BOTH_LOOKS, "look-of-performer"), []),
    "a gun that nobody has received": (
        lambda: unknown(floor.hand_over(), COLT),
        [("R02", "item_unknown", ("colt",), "receive the item first")],
    ),
    "a rubber gun needs no second person": (floor.hand_over_rubber, []),
    "two more into a gun with four": (second_load, []),
    "into a position that is taken": (
        lambda: saying(second_load(), positions=("chamber-4", "chamber-5")),
        [not_free("chamber-4", free="chamber-5, chamber-6")],
    ),
    "into one position twice": (
        lambda: saying(floor.load(2), positions=("chamber-1", "chamber-1")),
        [not_free(free=ALL)],
    ),
    "into a seventh chamber of six": (
        lambda: saying(floor.load(1), positions=("chamber-7",)),
        [not_free("chamber-7", free=ALL)],
    ),
    "shown empty, but the book has rounds in it": (
        lambda: with_colt(floor.load(), rounds={DUMMIES: 1}),
        [disagree("differs-from-book")],
    ),
}


def round_in_no_chamber() -> Step:
    """Return the loading of a gun seen empty, with a round on the book where nobody looks."""
    step = floor.load()
    floor.put_in(step.colt, 1)
    loads = [msgspec.structs.replace(step.colt.loads[0], positions=("tube-1",))]
    return with_colt(step, loads=loads)


R32["a round on the book that is in no chamber"] = (
    round_in_no_chamber,
    [disagree("differs-from-book")],
)

# -- R34 ------------------------------------------------------------------------------------------


def announced(words: Announced, rounds: int) -> Step:
    """Return the hand-over of six dummies, announced like this."""
    return saying(floor.hand_over(), announced=words, rounds=rounds)


def differs(said: str) -> Reason:
    """Return R34's reason about six dummies announced as something else."""
    facts = ("colt", "dummies", "6", said)
    return "R34", "announced_differs", facts, "last shown: dummies, 6"


def rubber(*, seen: bool, words: Announced = Announced.NON_FIRING) -> Step:
    """Return the hand-over of the rubber gun, seen as such or not."""
    step = saying(floor.hand_over_rubber(), announced=words)
    if not seen:
        step.state.weapons[RUBBER_GUN].looks.clear()
    return step


R34: Final[Cases] = {
    "six dummies": (lambda: announced(Announced.DUMMIES, 6), []),
    "five dummies": (lambda: announced(Announced.DUMMIES, 5), [differs("dummies")]),
    "empty": (lambda: announced(Announced.EMPTY, 0), [differs("empty")]),
    "six blanks": (lambda: announced(Announced.BLANKS, 6), [differs("blanks")]),
    "empty, and it is": (floor.hand_over_empty, []),
    "a rubber gun, seen as such": (lambda: rubber(seen=True), []),
    "a rubber gun announced as empty": (
        lambda: rubber(seen=True, words=Announced.EMPTY),
        [
            (
                "R34",
                "announced_differs",
                ("rubber-gun", "non-firing", "0", "empty"),
                "last shown: non-firing, 0",
            )
        ],
    ),
    "a rubber gun nobody looked at": (
        lambda: rubber(seen=False),
        [
            (
                "R34",
                "announced_differs",
                ("rubber-gun", "not-identified", "0", "non-firing"),
                "the handler looks at it and says: non-firing, seen as such",
            )
        ],
    ),
    "not shown at all is R32's": (
        lambda: looked(floor.hand_over()),
        [not_shown("no-looks")],
    ),
}


@pytest.mark.parametrize("case", R25)
def test_r25_opening_check(case: str) -> None:
    """A gun leaves its lock after two people looked at every position since the day opened."""
    step, expected = R25[case]
    assert floor.against(step()) == expected


@pytest.mark.parametrize("case", R32)
def test_r32_shown_before(case: str) -> None:
    """A gun is loaded or handed over after two people saw or heard every position and agree."""
    step, expected = R32[case]
    assert floor.against(step()) == expected


@pytest.mark.parametrize("case", R34)
def test_r34_announced_as_shown(case: str) -> None:
    """What is said on hand-over is the kind and number that were shown."""
    step, expected = R34[case]
    assert floor.against(step()) == expected


@pytest.mark.parametrize("weapon_class", list(WeaponClass)[3:], ids=lambda item: item.name)
def test_all_guns_that_can_fire_are_covered(weapon_class: WeaponClass) -> None:
    """Classes 4 to 6 are not handed over unshown."""
    step = with_colt(looked(floor.hand_over()), weapon_class=weapon_class)
    assert floor.against(step) == [not_shown("no-looks")]


def test_blanks_are_announced_as_blanks() -> None:
    """A gun in which two saw six blanks going in is handed over as six blanks."""
    step = floor.hand_over()
    floor.put_in(step.colt, 6, kind=Kind.BLANK)
    assert step.colt.rounds == {BLANKS: 6}
    looked(step, going_in(ARMORER, holds=Holds.BLANK), going_in(AD, holds=Holds.BLANK)).say(
        announced=Announced.BLANKS
    )
    assert floor.against(step) == []
    assert step.colt.bore_due == NO_EVENT
