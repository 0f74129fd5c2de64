"""R43, R54, R55: the bore, the end and age of a showing, and who the second person is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from showclear.field.ids import EventId, KeyId, PersonId, SetUpId
from showclear.field.instants import MINUTE_MS, Now
from showclear.field.people import Role
from showclear.field.stock import Kind
from showclear.record.events.guns import GoAgain
from showclear.record.facts_guns import WaitFact
from tests.rules import floor
from tests.rules.floor import (
    AD,
    ARMORER,
    ASSISTANT,
    COLT,
    CREW,
    NOW,
    RUBBER_GUN,
    SAFETY,
    Reason,
    Step,
    going_in,
    looked,
    saying,
    with_colt,
)
from tests.rules.test_custody import enrol, grant, unknown

Cases = dict[str, tuple[Callable[[], Step], list[Reason]]]

ANOTHER: Final = PersonId("second-ad")  # on the call sheet, but holding no look here
BORE_FIRST: Final = (
    "the handler looks at the bore by a method that works on this pattern, and says so"
)
SECOND_TITLES: Final = (
    "enrol as one of: assistant-stage-manager, fight-captain, first-ad, safety-rep, second-ad, "
    "stage-manager, stunt-coordinator"
)
BOTH_LOOKS: Final = ("look-of-armorer", "look-of-first-ad")
TITLED: Final = ("R55", "title_not_for_role")


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
    "only the first looked long ago": (one_looked_long_ago, [too_old("90", *BOTH_LOOKS)]),
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
    lift = (
        "another person, enrolled as second person or caller, who neither loaded it nor filled the"
        " box or belt, looks"
    )
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


# -- going again rests on a showing too, whatever rows are adopted -------------------------------

SHOW_AGAIN: Final = "collect it and show it again: nothing that was shown of it stands"


def test_an_older_look_of_somebody_else_ages_no_showing() -> None:
    """Of a showing its own two looks are asked how old they are, and no other look at the gun."""
    step = floor.hand_over()
    early = floor.aged(going_in(floor.PERFORMER), floor.minutes_ago(90))
    early = msgspec.structs.replace(early, role=Role.PERFORMER, index=9)
    step.colt.looks = [early, *step.colt.looks]
    assert floor.against(step) == []


def going_again(**changes: object) -> Step:
    """Return going again with the loaded and shown revolver, which the performer has."""
    step = with_colt(floor.hand_over(), in_hand=floor.PERFORMER, handed_to=floor.PERFORMER)
    step.body = GoAgain(weapon=COLT, set_up=SetUpId("set-up"))
    return with_colt(step, **changes)


WAIT: Final = WaitFact(event=EventId("misfire"), by=floor.PERFORMER, at=NOW)
NOTHING_STANDS: Final[dict[str, tuple[dict[str, object], str]]] = {
    "waiting after a misfire": ({"waiting": WAIT}, "waiting-after-misfire"),
    "fired cases in it": ({"looks": [], "fired_cases": 1}, "fired-cases-in-gun"),
    "nobody looked": ({"looks": []}, "unknown"),
    "one looked": ({"looks": [going_in(ARMORER)]}, "unknown"),
    "two differ": ({"looks": [going_in(ARMORER), going_in(AD, 5)]}, "unknown"),
    "the second person loaded": ({"looks": [going_in(ARMORER), going_in(ASSISTANT)]}, "unknown"),
}


def test_going_again_rests_on_what_was_shown() -> None:
    """A gun that was shown and stayed in sight goes again: core has nothing against it."""
    assert floor.against(going_again()) == []


@pytest.mark.parametrize("found", NOTHING_STANDS)
def test_nothing_goes_again_unshown(found: str) -> None:
    """With nothing that stands about it a gun does not go again, under core alone neither."""
    changes, shown = NOTHING_STANDS[found]
    assert floor.against(going_again(**changes)) == [
        ("R54", "showing_ended", ("colt", shown), SHOW_AGAIN)
    ]


def test_what_cannot_fire_goes_again() -> None:
    """R54 asks nothing of a rubber gun that goes again."""
    step = going_again()
    step.body = GoAgain(weapon=RUBBER_GUN, set_up=SetUpId("set-up"))
    assert floor.against(step) == []
