"""A look as it is entered: the gun's positions drawn by its mechanism, and one person's answers.

One tap says *all as it should be, each one seen*, by which method the bore, and whether seen or
heard; every other answer is named position by position, the rest then stays as it should be
(practice.md). What a position should hold is what the book has in it, or what is about to go in;
whoever looks may answer anything, and is never corrected.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from showclear.errors import UsageError
from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay, is_bore
from showclear.field.patterns import PATTERNS, bore_methods_of, positions_required, ways_of
from showclear.field.stock import Kind
from showclear.record.events.handling import Entered, PositionAnswer
from showclear.record.state import Weapon
from showclear.web.forms import Form
from showclear.web.hidden import HIDDEN

HELD_AS: Final = {
    Kind.DUMMY: Holds.DUMMY,
    Kind.BLANK: Holds.BLANK,
    Kind.CHARGE: Holds.CHARGE,
}
RING_MIN: Final = 3  # fewer chambers or barrels are drawn side by side
RING_MAX: Final = 10  # more, and targets for gloves no longer fit round a phone's width
RINGS: Final = frozenset({"chamber", "nipple", "barrel"})
EACH_SEEN: Final = "yes"  # the one tap of a look that asks for no bore; otherwise its method
NONE_SEEN: Final = "none"  # the other tap: could not see
NOTHING: Final[Mapping[str, Holds]] = MappingProxyType({})
BASES: Final = (How.SAW, How.HEARD, How.TOLD)  # what one tap can say of every position
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
    hidden: tuple[str, ...] = ()  # what nobody can see this way, as ids of the catalogue


def asked(weapon: Weapon, way: LookWay, going_in: Mapping[str, Holds] = NOTHING) -> Asked:
    """Return what a look at this gun asks, this way; ``UsageError`` where the way cannot be.

    ``going_in`` is what goes in before it and is not in the book yet, by position.
    """
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
        place = _place(weapon, position, way, going_in)
        families.setdefault(_family(position), []).append(place)
    able = bore_methods_of(weapon.mechanism)
    methods = [one for one in BoreMethod if one in able] if any(map(is_bore, wanted)) else []
    return Asked(
        way=way,
        ways=ways,
        groups=tuple([_group(family, places) for family, places in families.items()]),
        methods=tuple(methods),
        hidden=() if way is LookWay.SEEN_EMPTY else hidden(weapon),
    )


def hidden(weapon: Weapon) -> tuple[str, ...]:
    """Return what nobody can see of such a gun once it is loaded, as ids of the catalogue."""
    pattern = PATTERNS.get(weapon.pattern)
    return tuple([HIDDEN[one] for one in pattern.hidden]) if pattern is not None else ()


def answers_of(
    weapon: Weapon, way: LookWay, form: Form, who: str, going_in: Mapping[str, Holds] = NOTHING
) -> tuple[Entered, tuple[PositionAnswer, ...]]:
    """Return one person's answers; ``who`` begins the names of their fields.

    ``who.all`` is the one tap, its value the bore's method where one is asked for; what is named
    besides is the exception; its value ``none`` is *I could not see*. Without it every position is
    answered, or ``UsageError`` names the first that is not: what nobody answered is not filled in.
    """
    should = asked(weapon, way, going_in)
    places = [place for group in should.groups for place in group.places]
    method = BoreMethod.COULD_NOT if should.methods else BoreMethod.NOT_ASKED
    if form.text(f"{who}.all") == NONE_SEEN:
        none = [_answer(place, Holds.NOT_SEEN, How.COULD_NOT_SEE, method) for place in places]
        return Entered.EACH, tuple(none)
    whole = form.has(f"{who}.all")
    if should.methods:
        named = f"{who}.all" if form.text(f"{who}.all") not in {"", EACH_SEEN} else f"{who}.method"
        method = form.choice(named, BoreMethod)
    answers = [_given(place, form, who, method) for place in places]
    odd = any(form.has(f"{who}.{place.position}") for place in places)
    odd = odd or any(form.has(f"{who}.{place.position}.how") for place in places)
    return Entered.ALL_AS_IT_SHOULD_BE if whole and not odd else Entered.EACH, tuple(answers)


def _given(place: Place, form: Form, who: str, method: BoreMethod) -> PositionAnswer:
    """Return the answer about one position: what was named, else what the one tap says."""
    field = f"{who}.{place.position}"
    whole = form.has(f"{who}.all")
    base = form.choice(f"{who}.how", How, How.SAW)
    how = form.choice(f"{field}.how", How, base)
    if whole or how is How.COULD_NOT_SEE:
        return _answer(place, form.choice(field, Holds, place.should), how, method)
    return _answer(place, form.choice(field, Holds), how, method)


def _answer(place: Place, holds: Holds, how: How, method: BoreMethod) -> PositionAnswer:
    if holds is Holds.NOT_SEEN:
        how = How.COULD_NOT_SEE
    elif how is How.COULD_NOT_SEE:
        holds = Holds.NOT_SEEN
    if how is How.COULD_NOT_SEE and method is not BoreMethod.NOT_ASKED:
        method = BoreMethod.COULD_NOT  # a method belongs to what was seen by it
    return PositionAnswer(
        position=place.position,
        how=how,
        holds=holds,
        method=method if place.bore else BoreMethod.NOT_ASKED,
    )


def _place(weapon: Weapon, position: str, way: LookWay, going_in: Mapping[str, Holds]) -> Place:
    should = Holds.EMPTY
    if way is LookWay.NON_FIRING:
        should = Holds.NON_FIRING
    elif way is not LookWay.SEEN_EMPTY:
        kinds = [load.kind for load in weapon.loads if position in load.positions]
        booked = HELD_AS.get(kinds[-1], Holds.ODD) if kinds else Holds.EMPTY
        should = going_in.get(position, booked)
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
    ring = family in RINGS and RING_MIN <= len(places) <= RING_MAX
    shape = "ring" if ring else "row" if len(places) > 1 else "one"
    return Group(family=family, shape=shape, places=tuple(places))
