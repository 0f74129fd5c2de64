"""R25, R32, R34, R43, R54, R55: opening check, showing, announcement, bore, age, second person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from showclear.field.ids import NO_EVENT, EventId, KeyId, PersonId
from showclear.field.instants import MINUTE_MS, Now
from showclear.field.mechanisms import BORE, BoreMethod, Holds, How
from showclear.field.people import Role
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
    CREW,
    DUMMIES,
    NOW,
    RING,
    RUBBER_GUN,
    SAFETY,
    Reason,
    Step,
    empty,
    going_in,
)
from tests.rules.test_custody import enrol, grant, unknown

Cases = dict[str, tuple[Callable[[], Step], list[Reason]]]

ANOTHER: Final = PersonId("second-ad")  # on the call sheet, but holding no look here
LOOK_TWICE: Final = (
    "two people look at every position of the open gun, bore by a method that works"
)
SHOW_IT: Final = (
    "the handler in charge: show it: all positions, out loud, then each answers for themselves"
)
SHOW_FIRST: Final = "show it to a second person: all positions, each answers for themselves"
HANDED_SINCE: Final = (
    "it was handed over since: show it: all positions, out loud, then each answers for themselves"
)
LOOK_AGAIN: Final = "look again at once; after a second time make it clear and start from empty"
BORE_FIRST: Final = (
    "the handler looks at the bore by a method that works on this pattern, and says so"
)
SECOND_TITLES: Final = (
    "enrol as one of: assistant-stage-manager, fight-captain, first-ad, safety-rep, second-ad, "
    "stage-manager, stunt-coordinator"
)
BOTH_LOOKS: Final = ("look-of-armorer", "look-of-first-ad")
TITLED: Final = ("R55", "title_not_for_role")


def answered(look: LookFact, position: str, **changes: object) -> LookFact:
    """Return the look with another answer for one position."""
    answers = tuple(
        msgspec.structs.replace(answer, **changes) if answer.position == position else answer
        for answer in look.answers
    )
    return msgspec.structs.replace(look, answers=answers)


def looked(step: Step, *looks: LookFact) -> Step:
    """Return the step after exactly these looks."""
    step.colt.looks = list(looks)
    return step


def with_colt(step: Step, **changes: object) -> Step:
    """Return the step with the revolver in another state."""
    for name, value in changes.items():
        setattr(step.colt, name, value)
    return step


# -- R25 ------------------------------------------------------------------------------------------


def opened(*looks: LookFact) -> Step:
    """Return the taking out after exactly these looks of the opening check."""
    return with_colt(floor.take_out(), opening=list(looks))


def unopened(*looks: str) -> Reason:
    """Return R25's reason with the looks there were."""
    return "R25", "opening_check_missing", ("colt", *looks), LOOK_TWICE


def without_day(step: Step) -> Step:
    """Return the step before the day is opened."""
    step.state.day = ""
    return step


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
}

# -- R32 ------------------------------------------------------------------------------------------


def not_shown(*facts: str, lift: str = SHOW_FIRST) -> Reason:
    """Return R32's reason that it was not shown."""
    return "R32", "not_shown", ("colt", *facts), lift


def disagree(cause: str) -> Reason:
    """Return R32's reason that both looks do not say the same."""
    return "R32", "looks_disagree", ("colt", cause, *BOTH_LOOKS), LOOK_AGAIN


def saying(step: Step, **changes: object) -> Step:
    """Return the step that asks for something else."""
    step.say(**changes)
    return step


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
        [not_shown("one-look", "look-of-armorer")],
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
        [not_shown("not-seen-empty", *BOTH_LOOKS)],
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
        [not_shown(*BOTH_LOOKS, lift=HANDED_SINCE)],
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

# -- R43 ------------------------------------------------------------------------------------------


def fired(step: Step, *, bore_seen: bool) -> Step:
    """Return the step with a gun that was fired, its bore looked at since or not."""
    seen = (EventId("look-of-armorer"),) if bore_seen else ()
    return with_colt(step, bore_due=EventId("fired"), bore_seen=seen)


def last_held(kind: Kind | None, *, bore_seen: bool = False) -> Step:
    """Return the loading of dummies into a gun that last held this kind."""
    seen = (EventId("look-of-armorer"),) if bore_seen else ()
    return with_colt(floor.load(), last_kind=kind, bore_seen=seen)


def bore(*facts: str) -> Reason:
    """Return R43's reason."""
    return "R43", "bore_not_seen", ("colt", *facts), BORE_FIRST


def lotless() -> Step:
    """Return the loading of a lot nobody has received into a gun that last held blanks."""
    return saying(last_held(Kind.BLANK), lot="nobody-knows")


R43: Final[Cases] = {
    "fired, and the bore looked at": (lambda: fired(floor.load(), bore_seen=True), []),
    "fired, and loaded again": (lambda: fired(floor.load(), bore_seen=False), [bore("fired")]),
    "fired, and handed over": (
        lambda: fired(floor.hand_over_empty(), bore_seen=False),
        [bore("fired")],
    ),
    "last held dummies": (lambda: last_held(Kind.DUMMY), []),
    "last held nothing": (lambda: last_held(None), []),
    "last held blanks": (lambda: last_held(Kind.BLANK), [bore("dummies", "dummy")]),
    "last held blanks, and the bore looked at": (
        lambda: last_held(Kind.BLANK, bore_seen=True),
        [],
    ),
    "handed over with what it held last": (floor.hand_over, []),
    "a lot nobody has received is R18's": (
        lotless,
        [
            (
                "R18",
                "round_not_proved",
                ("box", "nobody-knows", "0 of 0"),
                "two people prove every round in it one by one, each for themselves",
            ),
            (
                "R18",
                "too_few_rounds",
                ("box", "nobody-knows", "0"),
                "take them from where the book has them",
            ),
        ],
    ),
}

# -- R54 ------------------------------------------------------------------------------------------


def shown_at(now: Now) -> Step:
    """Return the hand-over of a gun whose looks both came in at this time."""
    step = floor.hand_over()
    step.colt.looks = [msgspec.structs.replace(look, at=now) for look in step.colt.looks]
    return step


def too_old(*facts: str, lift: str = "show it again: longer ago than 60 minutes") -> Reason:
    """Return R54's reason about age."""
    return "R54", "showing_too_old", ("colt", *facts), lift


def last_boot(minutes: int) -> Now:
    """Return a time before the machine was started anew, so many minutes by the wall clock."""
    return Now(utc_ms=NOW.utc_ms - minutes * MINUTE_MS, boot=0, boot_ms=999 * MINUTE_MS, epoch=0)


def one_looked_long_ago() -> Step:
    """Return the hand-over after one look of an hour and a half ago and one of now."""
    step = floor.hand_over()
    first, second = step.colt.looks
    first = msgspec.structs.replace(first, at=floor.minutes_ago(90), index=9)
    step.colt.looks = [first, second]
    return step


ONE_OVER: Final = Now(utc_ms=0, boot=1, boot_ms=NOW.boot_ms - 60 * MINUTE_MS - 1, epoch=0)

R54: Final[Cases] = {
    "shown sixty minutes ago": (lambda: shown_at(floor.minutes_ago(60)), []),
    "a millisecond longer ago": (lambda: shown_at(ONE_OVER), [too_old("60", *BOTH_LOOKS)]),
    "shown two hours ago": (
        lambda: shown_at(floor.minutes_ago(120)),
        [too_old("120", *BOTH_LOOKS)],
    ),
    "only the first looked long ago": (one_looked_long_ago, []),
    "before the machine was started anew": (lambda: shown_at(last_boot(60)), []),
    "long before it was started anew": (
        lambda: shown_at(last_boot(61)),
        [too_old("61", *BOTH_LOOKS)],
    ),
    "before the desk's clock ran backwards": (
        lambda: shown_at(Now(utc_ms=NOW.utc_ms, boot=0, boot_ms=0, epoch=-1)),
        [too_old("the desk's clock ran backwards", lift="show it again")],
    ),
    "dropped since": (
        lambda: with_colt(floor.hand_over(), looks=[], ended="dropped"),
        [
            (
                "R54",
                "showing_ended",
                ("colt", "dropped", "loaded"),
                "show it again to a second person",
            )
        ],
    ),
    "locked away since, before loading": (
        lambda: with_colt(floor.load(), looks=[], ended="locked-away"),
        [
            (
                "R54",
                "showing_ended",
                ("colt", "locked-away", "taken-out"),
                "show it again to a second person",
            )
        ],
    ),
    "a rubber gun's look has no end": (
        lambda: with_looks_of_rubber(floor.minutes_ago(600)),
        [],
    ),
}


def with_looks_of_rubber(now: Now) -> Step:
    """Return the hand-over of a rubber gun that was looked at then."""
    step = floor.hand_over_rubber()
    gun = step.state.weapons[RUBBER_GUN]
    gun.looks = [msgspec.structs.replace(look, at=now) for look in gun.looks]
    return step


# -- R55 ------------------------------------------------------------------------------------------


def loaded_by(loader: PersonId, *filled_by: PersonId) -> Step:
    """Return the hand-over of a gun loaded by this person from what those had filled."""
    step = floor.hand_over()
    step.colt.loads = [
        msgspec.structs.replace(load, loader=loader, filled_by=filled_by)
        for load in step.colt.loads
    ]
    return step


def not_admissible(*people: str) -> Reason:
    """Return R55's reason."""
    lift = "another person, who neither loaded it nor filled the box or belt, looks"
    return "R55", "second_person_not_admissible", ("colt", *people), lift


R55: Final[Cases] = {
    "the armorer loaded": (lambda: loaded_by(ARMORER), []),
    "the first AD loaded": (
        lambda: loaded_by(AD),
        [not_admissible("armorer", "first-ad")],
    ),
    "the first AD filled the belt": (
        lambda: loaded_by(ARMORER, AD),
        [not_admissible("armorer", "first-ad")],
    ),
    "somebody else filled the belt": (lambda: loaded_by(ARMORER, ANOTHER), []),
    "the armorer filled the belt": (lambda: loaded_by(ARMORER, ARMORER), []),
    "two handlers looked, nobody else": (
        lambda: looked(floor.hand_over(), going_in(ARMORER), going_in(ASSISTANT)),
        [not_admissible("armorer", "assistant")],
    ),
    "both looked with one key": (
        lambda: looked(
            floor.hand_over(),
            going_in(ARMORER),
            msgspec.structs.replace(going_in(AD), key=KeyId("key-of-armorer")),
        ),
        [not_admissible("armorer", "first-ad")],
    ),
    "a gun nobody has received": (
        lambda: unknown(floor.hand_over(), COLT),
        [("R02", "item_unknown", ("colt",), "receive the item first")],
    ),
    "a first AD is enrolled as second person": (lambda: enrol("first-ad", Role.SECOND_PERSON), []),
    "a director is enrolled as second person": (
        lambda: enrol("director", Role.SECOND_PERSON),
        [(*TITLED, ("director", "second-person"), SECOND_TITLES)],
    ),
    "the safety rep is granted to be second person": (
        lambda: grant(SAFETY, Role.SECOND_PERSON),
        [],
    ),
    "a grip is granted to be second person": (
        lambda: grant(CREW, Role.SECOND_PERSON),
        [(*TITLED, ("grip", "second-person"), SECOND_TITLES)],
    ),
    "a stranger is granted to be second person": (
        lambda: grant(PersonId("stranger"), Role.SECOND_PERSON),
        [(*TITLED, ("", "second-person"), SECOND_TITLES)],
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


@pytest.mark.parametrize("case", R43)
def test_r43_bore_seen(case: str) -> None:
    """The bore is looked at after firing and before another kind of round goes in."""
    step, expected = R43[case]
    assert floor.against(step()) == expected


@pytest.mark.parametrize("case", R54)
def test_r54_end_of_a_showing(case: str) -> None:
    """A showing ends by what happened to the gun, and by its age for the next step only."""
    step, expected = R54[case]
    assert floor.against(step()) == expected


@pytest.mark.parametrize("case", R55)
def test_r55_second_person(case: str) -> None:
    """The second person neither loaded the gun nor filled what it was loaded from."""
    step, expected = R55[case]
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
