"""What a statement rests on, asked of single looks: walks, looks of one's own, rubber guns."""

from __future__ import annotations

import msgspec

from showclear.record.events.handling import Purpose
from showclear.record.showing import (
    EITHER_ROLES,
    SECOND_ROLES,
    Cause,
    Shown,
    agreed,
    line_roles,
    statement,
)
from showclear.record.state import LookFact, Weapon
from tests.rules import floor
from tests.rules.floor import AD, ARMORER, ASSISTANT, RUBBER_GUN


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
