"""What a person answers in a look, as typed: ``1-6 empty``, ``1-3 blank, rest empty``.

An answer is WHERE WHAT [HOW], several are set apart by commas. WHERE is a number, a range, the
name of a position (`bore`, `carrier`, `nipple-1-2`), `rest` or `all`, and may be left out for
`all`. The numbers are those of the chambers; of rounds in a gun magazine they are the order in
which these come up. WHAT is what was there; HOW is saw (when left out), heard, told or
could-not-see. The bore's method is given once, with ``--bore``.

>>> colt = Mechanism(pattern="single-action-1873", chambers=6)
>>> given = parse_answers("1-2 dummy heard, rest empty", colt, LookWay.SEEN_GOING_IN, bore=None)
>>> given[0].how.value
'heard'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import msgspec

from showclear.errors import UsageError
from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay, Mechanism, is_bore
from showclear.field.patterns import (
    impossible,
    positions_into,
    positions_required,
    ways_of,
)
from showclear.record.events.handling import PositionAnswer

ANSWER_CHARACTERS_MAX: Final = 400  # 24 chambers one by one, with room

_WORDS: Final = {
    **{holds.value: holds for holds in Holds},
    "dummies": Holds.DUMMY,
    "blanks": Holds.BLANK,
    "charges": Holds.CHARGE,
    "fired-cases": Holds.FIRED_CASE,
}
_HOW: Final = {how.value: how for how in How}
_PLACE: Final = re.compile(r"(?:([a-z]+)-)?([0-9]{1,2})(?:-([0-9]{1,2}))?\Z")
_NUMBERED: Final = ("magazine", "barrel", "chamber", "bore")  # what a mere number means, if there
_ALL, _REST = "all", "rest"


class Said(msgspec.Struct, frozen=True):
    """One part of what was typed: where, and what was there."""

    where: str
    holds: Holds
    how: How


def parse_answers(
    text: str, made: Mechanism, way: LookWay, *, bore: BoreMethod | None
) -> tuple[PositionAnswer, ...]:
    """Return the answers in the order of the positions, or raise ``UsageError``."""
    if len(text) > ANSWER_CHARACTERS_MAX:
        raise _error(f"at most {ANSWER_CHARACTERS_MAX} characters", str(len(text)))
    wanted = asked(made, way)
    named = [name for name in wanted if bore is not None or not is_bore(name)]
    found: dict[str, PositionAnswer] = {}
    for said in sorted(map(_said, text.split(",")), key=lambda said: said.where == _REST):
        for name in _where(said.where, named, wanted, found):
            if name in found:
                raise _error("each position once", f"{name} twice")
            method = (bore or BoreMethod.COULD_NOT) if is_bore(name) else BoreMethod.NOT_ASKED
            found[name] = PositionAnswer(
                position=name, how=said.how, holds=said.holds, method=method
            )
    missing = [name for name in wanted if name not in found]
    if missing:
        expected = f"an answer for each of {wanted[0]} to {wanted[-1]}"
        raise _error(expected, f"none for {', '.join(missing)}")
    return tuple(found[name] for name in wanted)


def asked(made: Mechanism, way: LookWay) -> tuple[str, ...]:
    """Return the positions such a gun is answered for this way; ``UsageError`` where none are."""
    wanted = positions_required(made, way)
    if wanted:
        return wanted
    wrong = impossible(made)
    ways = ", ".join(each.value for each in LookWay if each in ways_of(made))
    raise UsageError(
        "way_differs",
        f"way of looking ({made.pattern})",
        expected=ways or "a gun that there can be",
        found=way.value if wrong is None else wrong.sentence,
        hint=f"for example: --way {ways.partition(',')[0]}" if ways else "receive it as it is",
    )


def labels(made: Mechanism, way: LookWay) -> tuple[str, ...]:
    """Return what each position is asked for by: its number, or its name."""
    wanted = asked(made, way)
    numbers = {name: str(number) for number, name in enumerate(_numbered(wanted), 1)}
    return tuple(numbers.get(name, name) for name in wanted)


def parse_positions(text: str, made: Mechanism) -> tuple[str, ...]:
    """Return the positions meant by ``1-6``, ``1,3,5`` or ``barrel-1``."""
    into = positions_into(made)
    return tuple(name for part in text.split(",") for name in _places(part.strip(), into))


def _said(part: str) -> Said:
    words = part.split()
    how = How.SAW
    if words and words[-1] in _HOW:
        how = _HOW[words.pop()]
        if how is How.COULD_NOT_SEE and (not words or words[-1] not in _WORDS):
            words.append(Holds.NOT_SEEN.value)  # `4 could-not-see` says it all
    if not 1 <= len(words) <= 2 or words[-1] not in _WORDS:  # noqa: PLR2004 - where and what
        expected = f"WHERE WHAT [HOW], what being one of {', '.join(_WORDS)}"
        raise _error(expected, repr(" ".join(words)))
    holds = Holds.NOT_SEEN if how is How.COULD_NOT_SEE else _WORDS[words[-1]]
    return Said(words[0] if len(words) > 1 else _ALL, holds, how)


def _where(
    text: str, named: Sequence[str], wanted: Sequence[str], found: dict[str, PositionAnswer]
) -> Sequence[str]:
    if text == _ALL:
        return named
    if text == _REST:
        return [name for name in named if name not in found]
    return _places(text, wanted)


def _places(text: str, names: Sequence[str]) -> Sequence[str]:
    """Return the positions of this gun that a number, a range or a name means."""
    if text in names:
        return [text]
    found = _PLACE.match(text)
    if found is not None:
        family, first, last = found.groups()
        members = _numbered(names) if family is None else _of(family, names)
        low, high = int(first), int(last or first)
        if 1 <= low <= high <= len(members):
            return members[low - 1 : high]
    number = len(_numbered(names))
    short = [f"1 to {number}"] if number > 1 else []
    raise _error(f"one of: {', '.join([*short, *_ranges(names)])}", repr(text))


def _numbered(names: Sequence[str]) -> list[str]:
    """Return the positions that a mere number means."""
    return next((found for family in _NUMBERED if (found := _of(family, names))), [])


def _of(family: str, names: Sequence[str]) -> list[str]:
    return [name for name in names if re.fullmatch(f"{family}-[0-9]+", name)]


def _ranges(names: Sequence[str]) -> Iterator[str]:
    """Yield the names, those that differ in their number as one range."""
    for _, group in groupby(names, key=lambda name: name.rstrip("0123456789")):
        members = list(group)
        yield members[0] if len(members) == 1 else f"{members[0]} to {members[-1]}"


def _error(expected: str, found: str) -> UsageError:
    return UsageError(
        "answers_malformed",
        "answers of a look",
        expected=expected,
        found=found,
        hint='for example: --saw "all empty" --bore rod-to-mark, or --saw "1-6 dummy"',
    )
