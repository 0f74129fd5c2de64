"""All action types by name, and what follows from one gun's mechanism: positions, ways, methods.

Required positions are action type x bore x adaptation (mechanics.md, "Additions from practice").
A gun magazine of up to ``NAMED_ROUNDS_MAX`` rounds is answered round by round as they go in. A
longer one, or a belt, is a container of its own (``Form.GUN_MAGAZINE``): the gun then has only its
chamber to load and its magazine well to look into. A position is named as the round went in;
where the action moves it afterwards is not followed.

>>> colt = Mechanism(pattern="single-action-1873", chambers=6)
>>> positions_required(colt, LookWay.SEEN_EMPTY)[-1]
'bore'
>>> positions_into(Mechanism(pattern="lever", chambers=1, capacity=2))
('chamber-1', 'magazine-1', 'magazine-2')
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from showclear.field.mechanisms import (
    BORE,
    BORES,
    GAS_SUPPLY,
    GUN_MAGAZINE,
    IGNITER,
    MAGAZINE,
    MAGAZINE_WELL,
    NAMED_ROUNDS_MAX,
    PELLETS,
    PRIMED,
    Adaptation,
    BoreMethod,
    Holds,
    Impossible,
    LookWay,
    Mechanism,
)
from showclear.field.patterns_handguns import HANDGUNS
from showclear.field.patterns_long_guns import LONG_GUNS
from showclear.field.patterns_others import DEACTIVATED, OTHERS

PATTERNS: Final = {pattern.name: pattern for pattern in (*HANDGUNS, *LONG_GUNS, *OTHERS)}
MADE_KEPT_MAX: Final = 512  # mechanisms remembered: more than any production has guns of

_NOT_AS_MADE: Final = frozenset({BoreMethod.PLUG_AND_VENT})
_PRIMED: Final = tuple(family.removesuffix("#") for family in PRIMED)
_MAY_BE_EMPTY: Final = frozenset({GUN_MAGAZINE, PELLETS, GAS_SUPPLY, IGNITER})
_AS_SUCH: Final = frozenset({LookWay.NON_FIRING})


@lru_cache(MADE_KEPT_MAX)  # a few dozen mechanisms, asked for at every look
def impossible(made: Mechanism) -> Impossible | None:
    """Return why there is no such gun, or None where there can be.

    A gun of which the record says what cannot be stays unknown: nobody can have seen it.
    """
    pattern = PATTERNS.get(made.pattern)
    if pattern is None:
        return Impossible("action type", "one that is known", made.pattern)
    found: dict[str, tuple[int, int, int]] = {
        "chambers or barrels": (made.chambers, pattern.chambers_min, pattern.chambers_max),
        "rounds in the gun magazine": (made.capacity, pattern.capacity_min, pattern.capacity_max),
    }
    for what, (number, least, most) in found.items():
        if not least <= number <= most:
            expected = f"{least} to {most}" if least < most else str(least)
            return Impossible(f"{what} ({pattern.name})", expected, str(number))
    if made.adaptation not in pattern.adaptations:
        fitting = ", ".join(sorted(each.value for each in pattern.adaptations))
        return Impossible(f"adaptation ({pattern.name})", fitting, made.adaptation.value)
    return None


def fires(made: Mechanism) -> bool:
    """Return whether such a gun can go off: of an action that does, and not deactivated."""
    pattern = PATTERNS.get(made.pattern)
    return pattern is not None and pattern.fires and made.adaptation is not Adaptation.DEACTIVATED


def ways_of(made: Mechanism) -> frozenset[LookWay]:
    """Return the ways in which a statement about such a gun can be reached (rules.md R32)."""
    if impossible(made):
        return frozenset()
    return PATTERNS[made.pattern].ways if fires(made) else _AS_SUCH


@lru_cache(MADE_KEPT_MAX)
def bore_methods_of(made: Mechanism) -> frozenset[BoreMethod]:
    """Return how the bore of such a gun can be checked (rules.md R25).

    One with a restrictor or a plug can never be seen through: plug and vent are seen, whole.
    """
    if impossible(made) or not fires(made):
        return frozenset()
    as_made = made.adaptation is Adaptation.NONE
    return PATTERNS[made.pattern].bore_methods if as_made else _NOT_AS_MADE


@lru_cache(MADE_KEPT_MAX)
def positions_required(made: Mechanism, way: LookWay) -> tuple[str, ...]:
    """Return the positions one look must answer for, in the order they are looked at.

    None where that way does not exist. A loaded gun's bore is not asked for: rounds are seen going
    into a gun whose bore was part of the showing of empty just before (rules.md R32, R43).
    """
    if way not in ways_of(made):
        return ()
    pattern = PATTERNS[made.pattern]
    if way is LookWay.NON_FIRING:
        return _named(made, pattern.identified or DEACTIVATED)
    return _named(made, pattern.empty if way is LookWay.SEEN_EMPTY else pattern.loaded)


@lru_cache(MADE_KEPT_MAX)
def positions_into(made: Mechanism) -> tuple[str, ...]:
    """Return the positions that rounds, charges and caps may be put into, as they come up."""
    if impossible(made) or not fires(made):
        return ()
    named = _named(made, PATTERNS[made.pattern].into)
    return tuple(name for name in named if name != MAGAZINE_WELL)


def is_primed(position: str) -> bool:
    """Return whether a cap or priming lies there: it goes with a charge elsewhere."""
    return position.startswith(_PRIMED)


def keeps_cases(made: Mechanism) -> bool:
    """Return whether fired cases stay in such a gun.

    Of one that is unknown, or went off though it cannot, nobody can say that they do not.
    """
    return not fires(made) or PATTERNS[made.pattern].keeps_cases


def as_such(position: str, holds: Holds) -> bool:
    """Return whether an answer about a gun that cannot fire is as it should be.

    Where something could be in it, a gun magazine or the way of the pellets, nothing being there
    says the same.
    """
    return holds is Holds.NON_FIRING or (holds is Holds.EMPTY and position in _MAY_BE_EMPTY)


def _named(made: Mechanism, families: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for family in families for name in _members(made, family))


def _members(made: Mechanism, family: str) -> Iterator[str]:
    """Yield the positions of one family, numbered where the gun has several."""
    apart = made.capacity > NAMED_ROUNDS_MAX
    if family == GUN_MAGAZINE and PATTERNS[made.pattern].fires:
        # One that is a container of its own is looked at as such; where there is none, nothing is.
        if made.capacity and not apart:
            yield family
    elif family == MAGAZINE and apart:
        yield MAGAZINE_WELL
    elif family == MAGAZINE:
        yield from _numbered(family, made.capacity)
    elif family == BORES and made.chambers == 1:
        yield BORE
    elif family.endswith("#"):
        yield from _numbered(family, made.chambers)
    else:
        yield family


def _numbered(family: str, count: int) -> Iterator[str]:
    for number in range(1, count + 1):
        yield family.replace("#", str(number))
