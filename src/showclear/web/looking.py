"""A look as it is entered: the gun's positions drawn by its mechanism, and one person's answers.

One tap says *all as it should be, each one seen*; every other answer is named position by
position (practice.md). What a position should hold is what the book has in it; whoever looks may
answer anything, and is never corrected.
"""

from __future__ import annotations

from typing import Final

import msgspec

from showclear.errors import UsageError
from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay, is_bore
from showclear.field.patterns import bore_methods_of, positions_required, ways_of
from showclear.field.stock import Kind
from showclear.record.events.handling import Entered, PositionAnswer
from showclear.record.state import Weapon
from showclear.web.forms import Form

HELD_AS: Final = {
    Kind.DUMMY: Holds.DUMMY,
    Kind.BLANK: Holds.BLANK,
    Kind.CHARGE: Holds.CHARGE,
}
RING_MIN: Final = 3  # fewer chambers or barrels are drawn side by side
ANSWERS: Final = (
    Holds.EMPTY,
    Holds.DUMMY,
    Holds.BLANK,
    Holds.CHARGE,
    Holds.FIRED_CASE,
    Holds.ODD,
    Holds.OBSTRUCTED,
    Holds.NOT_SEEN,
)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One position to be answered for: its name, its number if any, what should be in it."""

    position: str
    number: int
    bore: bool
    should: Holds
    answers: tuple[Holds, ...]


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Positions drawn together: a cylinder as a ring, a gun magazine as a row, others alone."""

    family: str
    shape: str  # ring, row, one
    places: tuple[Place, ...]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one look asks."""

    way: LookWay
    ways: tuple[LookWay, ...]
    groups: tuple[Group, ...]
    methods: tuple[BoreMethod, ...]


def asked(weapon: Weapon, way: LookWay) -> Asked:
    """Return what a look at this gun asks, this way; ``UsageError`` where the way cannot be."""
    wanted = positions_required(weapon.mechanism, way)
    ways = tuple(one for one in LookWay if one in ways_of(weapon.mechanism))
    if not wanted:
        raise UsageError(
            "way_differs",
            f"way of looking ({weapon.pattern})",
            expected=", ".join(one.value for one in ways) or "a gun that there can be",
            found=way.value,
            hint="choose another way on the same page",
        )
    families: dict[str, list[Place]] = {}
    for position in wanted:
        families.setdefault(_family(position), []).append(_place(weapon, position, way))
    able = bore_methods_of(weapon.mechanism)
    methods = [one for one in BoreMethod if one in able] if any(map(is_bore, wanted)) else []
    return Asked(
        way=way,
        ways=ways,
        groups=tuple([_group(family, places) for family, places in families.items()]),
        methods=(*methods, BoreMethod.COULD_NOT) if methods else (),
    )


def answers_of(
    weapon: Weapon, way: LookWay, form: Form, who: str
) -> tuple[Entered, tuple[PositionAnswer, ...]]:
    """Return one person's answers; ``who`` begins the names of their fields.

    ``who.all`` is the one tap. Otherwise every position is answered, or ``UsageError`` names the
    first that is not: what nobody answered is never filled in.
    """
    should = asked(weapon, way)
    places = [place for group in should.groups for place in group.places]
    method = BoreMethod.NOT_ASKED
    if should.methods:
        method = form.choice(f"{who}.method", BoreMethod)
    if form.has(f"{who}.all"):
        how = form.choice(f"{who}.how", How, How.SAW)
        return Entered.ALL_AS_IT_SHOULD_BE, tuple(
            [_answer(place, place.should, how, method) for place in places]
        )
    answers = [
        _answer(
            place,
            form.choice(f"{who}.{place.position}", Holds),
            form.choice(f"{who}.{place.position}.how", How, How.SAW),
            method,
        )
        for place in places
    ]
    return Entered.EACH, tuple(answers)


def _answer(place: Place, holds: Holds, how: How, method: BoreMethod) -> PositionAnswer:
    if holds is Holds.NOT_SEEN:
        how = How.COULD_NOT_SEE
    elif how is How.COULD_NOT_SEE:
        holds = Holds.NOT_SEEN
    return PositionAnswer(
        position=place.position,
        how=how,
        holds=holds,
        method=method if place.bore else BoreMethod.NOT_ASKED,
    )


def _place(weapon: Weapon, position: str, way: LookWay) -> Place:
    should = Holds.EMPTY
    if way is LookWay.NON_FIRING:
        should = Holds.NON_FIRING
    elif way is not LookWay.SEEN_EMPTY:
        kinds = [load.kind for load in weapon.loads if position in load.positions]
        should = HELD_AS.get(kinds[-1], Holds.ODD) if kinds else Holds.EMPTY
    bore = is_bore(position)
    return Place(
        position=position,
        number=int(position.rpartition("-")[2]) if position[-1].isdigit() else 0,
        bore=bore,
        should=should,
        answers=(should, *[one for one in _answers(way, bore=bore) if one is not should]),
    )


def _answers(way: LookWay, *, bore: bool) -> tuple[Holds, ...]:
    if bore:
        return (Holds.EMPTY, Holds.OBSTRUCTED, Holds.NOT_SEEN)
    if way is LookWay.NON_FIRING:
        return (Holds.NON_FIRING, Holds.EMPTY, Holds.ODD, Holds.NOT_SEEN)
    return tuple(one for one in ANSWERS if one is not Holds.OBSTRUCTED)


def _family(position: str) -> str:
    return position.rstrip("0123456789").rstrip("-")


def _group(family: str, places: list[Place]) -> Group:
    ring = family in {"chamber", "nipple", "barrel"} and len(places) >= RING_MIN
    shape = "ring" if ring else "row" if len(places) > 1 else "one"
    return Group(family=family, shape=shape, places=tuple(places))
