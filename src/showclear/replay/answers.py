"""What people answer, from short phrases: of a look, a proof, a line, a count.

What a phrase does not name is answered as it truly is. Of a look ``all`` may stand first, with the
exceptions after it; any other position is named once. A phrase that says nothing understandable
raises ``BadPhrase`` with what was expected; ``reading`` asks before anything is played, so that a
person sees the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from showclear.field.mechanisms import (
    BoreMethod,
    Holds,
    How,
    LookWay,
    Mechanism,
    is_bore,
)
from showclear.field.patterns import bore_methods_of, positions_into, positions_required
from showclear.field.stock import Odd
from showclear.record.events.handling import PositionAnswer
from showclear.replay.words import TrueRound
from showclear.replay.world import TrueGun

ALL: Final = "all"
AS_SAID: Final = "as said"
AS_IT_SHOULD_BE: Final = "as-it-should-be"
WORKS: Final = {"works": True, "does-not-work": False}
_HOW: Final = {how.value: how for how in How}
_HOLDS: Final = {
    **{holds.value: holds for holds in Holds},
    "dummies": Holds.DUMMY,
    "blanks": Holds.BLANK,
    "fired-cases": Holds.FIRED_CASE,
}
_RANGE: Final = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?\Z")
_COUNTED: Final = re.compile(r"([0-9]{1,7}) ([a-z -]+)\Z")
TRULY_SEEN: Final = {
    TrueRound.DUMMY: Holds.DUMMY,
    TrueRound.BLANK: Holds.BLANK,
    TrueRound.CHARGE: Holds.CHARGE,
    TrueRound.LIVE: Holds.ODD,
    TrueRound.PRIMED_DUMMY: Holds.ODD,
    TrueRound.FIRED_CASE: Holds.FIRED_CASE,
}


class BadPhrase(Exception):
    """A phrase that cannot be understood; says what was expected."""


def positions_named(made: Mechanism, named: Sequence[str]) -> tuple[str, ...]:
    """Return positions by name for numbers, ranges and names; numbers count as they come up."""
    into = positions_into(made)
    return tuple(place for text in named for place in _places(text, into, into))


def _places(text: str, into: Sequence[str], known: Sequence[str]) -> Sequence[str]:
    found = _RANGE.match(text)
    if found is None:
        if text in known:
            return [text]
        raise BadPhrase(f"one of {', '.join(known) or 'no positions'}")
    first = int(found.group(1))
    last = int(found.group(2) or first)
    if not 1 <= first <= last <= len(into):
        raise BadPhrase(f"positions from 1 to {len(into)}")
    return into[first - 1 : last]


def method_of(made: Mechanism, named: BoreMethod | None) -> BoreMethod:
    """Return how a bore is checked: as named, else the first way that works on such a gun."""
    if named is not None:
        return named
    able = bore_methods_of(made)
    return next((it for it in BoreMethod if it in able), BoreMethod.COULD_NOT)


def look_answers(
    made: Mechanism,
    way: LookWay,
    phrases: Sequence[str],
    truth: TrueGun,
    method: BoreMethod | None = None,
) -> tuple[PositionAnswer, ...]:
    """Return one person's answers, a position each; what no phrase names is as it truly is."""
    wanted = positions_required(made, way)
    bore = method_of(made, method)
    said = dict(_said(phrases, positions_into(made), wanted))
    answers: list[PositionAnswer] = []
    for position in wanted:
        holds = true_holds(truth, position, way, bore)
        how, given = said.get(position, (How.SAW, holds))
        answers.append(
            PositionAnswer(
                position=position,
                how=how,
                holds=given,
                method=bore if is_bore(position) else BoreMethod.NOT_ASKED,
            )
        )
    return tuple(answers)


def true_holds(truth: TrueGun, position: str, way: LookWay, bore: BoreMethod) -> Holds:
    """Return what somebody would answer who sees what is truly there."""
    if way is LookWay.NON_FIRING:
        return Holds.NON_FIRING
    if is_bore(position):
        seen = truth.obstructed and bore is not BoreMethod.COULD_NOT
        return Holds.OBSTRUCTED if seen else Holds.EMPTY
    held = truth.positions.get(position)
    return Holds.EMPTY if held is None else TRULY_SEEN[held]


def _said(
    phrases: Sequence[str], into: Sequence[str], wanted: Sequence[str]
) -> Iterator[tuple[str, tuple[How, Holds]]]:
    named: set[str] = set()
    for phrase in phrases:
        where, how, holds = _parts(phrase)
        places = wanted if where == ALL else _places(where, into, wanted)
        if not named.isdisjoint(places):
            raise BadPhrase("each position once; what is said of `all` stands first")
        if where != ALL:  # a position named after `all` is the exception to it
            named.update(places)
        yield from ((place, (how, holds)) for place in places)


def _parts(phrase: str) -> tuple[str, How, Holds]:
    """Return where, how and what a phrase says."""
    words = phrase.split()
    how = How.SAW
    if words and words[-1] in _HOW:
        how = _HOW[words.pop()]
    holds = _HOLDS.get(words[-1]) if words else None
    if holds is not None:
        words.pop()
    elif how is How.COULD_NOT_SEE:
        holds = Holds.NOT_SEEN
    if holds is None or len(words) > 1:
        raise BadPhrase("WHERE WHAT HOW, such as all empty, 1-5 dummy or 6 could-not-see")
    where = words[0] if words else ALL
    return where, how, Holds.NOT_SEEN if how is How.COULD_NOT_SEE else holds


def proof_answers(phrases: Sequence[str]) -> tuple[int, tuple[tuple[int, Odd], ...]]:
    """Return how many rounds are as said, and how many are odd in which way."""
    as_said = 0
    odd: list[tuple[int, Odd]] = []
    for phrase in phrases:
        found = _COUNTED.match(phrase)
        kinds = {it.value: it for it in Odd}
        if found is not None and found.group(2) == AS_SAID:
            as_said += int(found.group(1))
        elif found is not None and found.group(2) in kinds:
            odd.append((int(found.group(1)), kinds[found.group(2)]))
        else:
            expected = f"a number and `{AS_SAID}`, {', '.join(kinds)}"
            raise BadPhrase(f"{expected}: such as 49 as said")
    return as_said, tuple(odd)


def line_answers(phrases: Sequence[str], guns: Sequence[str]) -> dict[str, Holds | None]:
    """Return what is said of each gun of a line that a phrase names; None: as it should be."""
    said: dict[str, Holds | None] = {}
    for phrase in phrases:
        words = phrase.split()
        known = {**_HOLDS, AS_IT_SHOULD_BE: None}
        if len(words) != 2 or words[1] not in known or words[0] not in {*guns, "all"}:  # noqa: PLR2004
            raise BadPhrase(f"all {AS_IT_SHOULD_BE}, or a gun of the line and what it holds")
        for gun in guns if words[0] == "all" else [words[0]]:
            said[gun] = known[words[1]]
    return said


def works(phrases: Sequence[str]) -> bool:
    """Return whether the action is said to work."""
    if len(phrases) != 1 or phrases[0] not in WORKS:
        raise BadPhrase("works or does-not-work")
    return WORKS[phrases[0]]


def count_answers(
    phrases: Sequence[str], known: Mapping[str, frozenset[str]]
) -> tuple[list[tuple[str, str, int]], list[str], int]:
    """Return counted lines (container, lot, rounds), guns and fired cases."""
    lines: list[tuple[str, str, int]] = []
    guns: list[str] = []
    cases = 0
    for phrase in phrases:
        match phrase.split():
            case ["fired-cases", number] if number.isdigit():
                cases += int(number)
            case [gun] if gun in known["guns"]:
                guns.append(gun)
            case [box, lot, number] if (
                box in known["containers"] and lot in known["lots"] and number.isdigit()
            ):
                lines.append((box, lot, int(number)))
            case _:
                raise BadPhrase("a container, a lot and a number; a gun; or fired-cases 6")
    return lines, guns, cases
