"""What a statement rests on, asked of single looks: walks, looks of one's own, rubber guns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
import pytest

from showclear.field.ids import EventId, KeyId
from showclear.field.mechanisms import BORE, Holds, How
from showclear.field.people import Role
from showclear.field.stock import Kind
from showclear.record.events.handling import Purpose
from showclear.record.facts_guns import WaitFact
from showclear.record.showing import (
    EITHER_ROLES,
    SECOND_ROLES,
    Cause,
    Shown,
    agreed,
    line_roles,
    opened,
    pairs,
    statement,
)
from showclear.record.state import By, Charge, LoadFact, LookFact, Weapon
from tests.rules import floor
from tests.rules.floor import (
    AD,
    ARMORER,
    ASSISTANT,
    BLANKS,
    DUMMIES,
    GUN_SAFE,
    NOW,
    PERFORMER,
    RING,
    RUBBER_GUN,
    SAFETY,
)

NIPPLES: Final = tuple(f"nipple-{number}" for number in range(1, 7))


def looked(*looks: LookFact) -> Weapon:
    """Return the revolver after these looks."""
    return floor.looked(floor.take_out(), *looks).colt


def walked(look: LookFact) -> LookFact:
    """Return the look as one of a walk along a line."""
    return msgspec.structs.replace(look, walked=True)


def alone(look: LookFact) -> LookFact:
    """Return the look as one's own, in no showing."""
    return msgspec.structs.replace(look, purpose=Purpose.OWN)


def test_only_handlers_who_walked_make_a_line_theirs() -> None:
    """A handler and the first AD who walked it are a pair, but no two handlers (R31)."""
    armorer, ad, assistant = (floor.empty(who) for who in (ARMORER, AD, ASSISTANT))
    assert line_roles(looked(walked(armorer), walked(ad))) == SECOND_ROLES
    assert line_roles(looked(walked(armorer), walked(ad), assistant)) == SECOND_ROLES
    assert line_roles(looked(walked(armorer), walked(assistant))) == EITHER_ROLES


def test_two_are_agreed_only_as_a_pair_in_a_showing() -> None:
    """One who looked, or a second who looked for themselves only, has agreed with nobody."""
    armorer, ad = floor.empty(ARMORER), floor.empty(AD)
    assert agreed(looked(armorer, ad))
    assert not agreed(looked(armorer))
    assert not agreed(looked(armorer, alone(ad)))
    assert not agreed(looked(armorer, floor.empty(ASSISTANT)))


def test_a_rubber_gun_rests_on_the_handlers_look() -> None:
    """The statement names who looked, in which look, and since when it holds."""
    weapon = floor.hand_over_rubber().state.weapons[RUBBER_GUN]
    look = weapon.looks[0]
    now = statement(weapon)
    assert (now.shown, now.cause) == (Shown.NON_FIRING, Cause.NONE)
    assert (now.by, now.looks) == ((ARMORER,), (look.event,))
    assert (now.first_index, now.at) == (look.index, look.at)


def test_looking_at_a_rubber_gun_again_alone_takes_nothing_away() -> None:
    """A handler's own look in between leaves the look before it standing."""
    weapon = floor.hand_over_rubber().state.weapons[RUBBER_GUN]
    weapon.looks.append(alone(floor.rubber_seen(ASSISTANT)))
    assert statement(weapon).by == (ARMORER,)


def test_a_rubber_gun_at_which_nobody_looked() -> None:
    """It is not identified, and why is said: nobody has looked."""
    weapon = floor.hand_over_rubber().state.weapons[RUBBER_GUN]
    weapon.looks = []
    now = statement(weapon)
    assert (now.shown, now.cause) == (Shown.NOT_IDENTIFIED, Cause.NO_LOOKS)
    weapon.rounds = {floor.DUMMIES: 1}
    assert statement(weapon).cause is Cause.DIFFERS_FROM_BOOK


# -- who makes a pair ------------------------------------------------------------------------


def test_one_person_with_two_keys_is_no_pair() -> None:
    """A handler who signs as second person too, with another key, is one person all the same."""
    armorer = floor.empty(ARMORER)
    again = msgspec.structs.replace(armorer, role=Role.SECOND_PERSON, key=KeyId("another-key"))
    assert list(pairs(looked(), [armorer, again], SECOND_ROLES)) == []
    assert list(pairs(looked(), [armorer, floor.empty(AD)], SECOND_ROLES)) != []


def test_who_calls_may_be_second() -> None:
    """Whoever looks as the caller makes a pair with the handler as a second person does (R32)."""
    caller = msgspec.structs.replace(floor.empty(AD), role=Role.CALLER)
    assert statement(looked(floor.empty(ARMORER), caller)).by == (ARMORER, AD)


def test_a_step_rests_on_both_looks_it_cites() -> None:
    """With no handler in charge, of two pairs the one counts of which both looks are cited."""
    older = (floor.empty(ARMORER), floor.empty(AD))
    newer = (fresher(floor.empty(ASSISTANT)), fresher(floor.empty(SAFETY)))
    weapon = looked(*older, *newer)
    weapon.charge = Charge(By.PLACE, GUN_SAFE)
    assert statement(weapon).by == (ASSISTANT, SAFETY)
    assert statement(weapon, cited=cites(older)).by == (ARMORER, AD)
    mixed = (older[0], newer[1])
    assert statement(weapon, cited=cites(mixed)).by == (ARMORER, SAFETY)


def fresher(look: LookFact) -> LookFact:
    """Return the look as one made later than the others."""
    return msgspec.structs.replace(look, index=look.index + 10)


def cites(looks: Iterable[LookFact]) -> frozenset[EventId]:
    """Return the looks as a step cites them."""
    return frozenset(look.event for look in looks)


def test_who_looks_on_their_own_corrects_themselves() -> None:
    """Of what somebody saw on their own only the last counts; while it differs, nothing stands."""
    pair = (floor.empty(ARMORER), floor.empty(AD))
    saw_one = alone(floor.look(AD, {**dict.fromkeys((*RING, BORE), Holds.EMPTY), BORE: Holds.ODD}))
    assert statement(looked(*pair, saw_one)).cause is Cause.DISAGREE
    assert statement(looked(*pair, saw_one, alone(floor.empty(AD)))).shown is Shown.EMPTY


# -- what is in it ---------------------------------------------------------------------------


def loaded(*lots: tuple[Kind, tuple[str, ...]]) -> Weapon:
    """Return the revolver with these kinds in these chambers, which the pair saw going in."""
    weapon = looked()
    weapon.loads = [
        LoadFact(
            event=EventId(f"loaded-{kind.value}"),
            loader=ARMORER,
            filled_by=(),
            lot=DUMMIES if kind is Kind.DUMMY else BLANKS,
            kind=kind,
            positions=positions,
        )
        for kind, positions in lots
    ]
    weapon.rounds = {BLANKS: sum(len(positions) for _, positions in lots)}
    weapon.empty_seen_by = (ARMORER, AD)
    return weapon


def seen_going_in(weapon: Weapon, holds: dict[str, Holds], *among: str) -> Weapon:
    """Let the pair see these going in, everything else being empty."""
    held = {**dict.fromkeys(among or RING, Holds.EMPTY), **holds}
    way = floor.going_in(ARMORER).way
    weapon.looks = [floor.look(who, held, way=way) for who in (ARMORER, AD)]
    return weapon


def test_three_kinds_are_mixed_as_two_are() -> None:
    """A dummy, a blank and a charge, each where the book has it, are mixed."""
    weapon = loaded((Kind.DUMMY, RING[:1]), (Kind.BLANK, RING[1:2]), (Kind.CHARGE, RING[2:3]))
    held = {RING[0]: Holds.DUMMY, RING[1]: Holds.BLANK, RING[2]: Holds.CHARGE}
    now = statement(seen_going_in(weapon, held))
    assert (now.shown, now.rounds) == (Shown.MIXED, 3)


def test_charges_are_counted_and_caps_are_not() -> None:
    """Two charges of which one has its cap are two, of a cap-and-ball revolver."""
    weapon = loaded((Kind.CHARGE, (*RING[:2], NIPPLES[0])))
    weapon.pattern = "percussion-revolver"
    held = dict.fromkeys((*RING[:2], NIPPLES[0]), Holds.CHARGE)
    now = statement(seen_going_in(weapon, held, *RING, *NIPPLES))
    assert (now.shown, now.rounds) == (Shown.BLANKS, 2)


@pytest.mark.parametrize("kind", [Kind.LIVE, Kind.UNKNOWN, Kind.FIRED_CASE])
@pytest.mark.parametrize("holds", [Holds.ODD, Holds.OBSTRUCTED, Holds.BLANK, Holds.EMPTY])
def test_no_look_agrees_with_a_round_of_no_good_kind(kind: Kind, holds: Holds) -> None:
    """While the book has something in the gun that nobody may load, nothing stands."""
    now = statement(seen_going_in(loaded((kind, RING[:1])), {RING[0]: holds}))
    assert (now.shown, now.cause) == (Shown.UNKNOWN, Cause.DIFFERS_FROM_BOOK)


# -- the opening check -----------------------------------------------------------------------


def opening(*looks: LookFact) -> Weapon:
    """Return the revolver after these looks at the opening of the day."""
    weapon = looked()
    weapon.opening = list(looks)
    return weapon


def test_the_opening_check_is_of_the_open_gun() -> None:
    """Two who saw nothing going in have not seen the bore: that opens nothing (R25)."""
    nothing_went_in = [floor.going_in(who, 0) for who in (ARMORER, AD)]
    assert opened(opening(floor.empty(ARMORER), floor.empty(AD)))
    assert not opened(opening(*nothing_went_in))


def test_the_opening_check_finds_nothing_anywhere() -> None:
    """One round in one chamber, seen by both, and the gun is not open for the day."""
    held = {**dict.fromkeys((*RING, BORE), Holds.EMPTY), RING[3]: Holds.DUMMY}
    assert not opened(opening(*[floor.look(who, held) for who in (ARMORER, AD)]))


def test_a_performer_who_could_not_see_hinders_no_opening() -> None:
    """What somebody who need not see all did not see says nothing; what they saw counts (R25)."""
    pair = (floor.empty(ARMORER), floor.empty(AD))
    odd = performer(dict.fromkeys((*RING, BORE), Holds.ODD))
    could_not = tuple(
        msgspec.structs.replace(answer, how=How.COULD_NOT_SEE) for answer in odd.answers
    )
    assert not opened(opening(*pair, odd))
    assert opened(opening(*pair, msgspec.structs.replace(odd, answers=could_not)))


def performer(holds: dict[str, Holds]) -> LookFact:
    """Return the performer's look."""
    return msgspec.structs.replace(floor.look(PERFORMER, holds), role=Role.PERFORMER)


# -- after a misfire -------------------------------------------------------------------------


def misfire(*, cleared: bool) -> WaitFact:
    """Return a misfire that the armorer reported."""
    return WaitFact(event=EventId("misfire"), by=ARMORER, at=NOW, cleared=cleared)


def test_a_misfire_waits_until_it_is_made_clear() -> None:
    """Until then it waits whoever looks; after that two looks say what is in it (R44)."""
    weapon = looked(floor.empty(ARMORER), floor.empty(AD))
    weapon.waiting = misfire(cleared=False)
    now = statement(weapon)
    assert (now.shown, now.by, now.at) == (Shown.WAITING, (ARMORER,), NOW)
    weapon.waiting = misfire(cleared=True)
    assert statement(weapon).shown is Shown.EMPTY


def test_a_rubber_gun_said_to_have_misfired() -> None:
    """It is no rubber gun until that is dealt with, whatever the handler saw."""
    weapon = floor.hand_over_rubber().state.weapons[RUBBER_GUN]
    weapon.waiting = misfire(cleared=False)
    now = statement(weapon)
    assert (now.shown, now.cause) == (Shown.NOT_IDENTIFIED, Cause.DIFFERS_FROM_BOOK)
    weapon.waiting = misfire(cleared=True)
    assert statement(weapon).shown is Shown.NON_FIRING


# -- the words -------------------------------------------------------------------------------


def test_the_words_for_what_was_shown_stay() -> None:
    """Facts of refusals and lists for other programs say these; nobody renames them."""
    assert " ".join(shown.value for shown in Shown) == (
        "empty dummies blanks mixed fired-cases-in-gun waiting-after-misfire "
        "non-firing not-identified unknown"
    )
    assert " ".join(cause.value for cause in Cause if cause is not Cause.NONE) == (
        "no-looks one-look ended incomplete disagree second-person "
        "not-seen-empty differs-from-book clock"
    )
    assert Cause.NONE.value == ""
