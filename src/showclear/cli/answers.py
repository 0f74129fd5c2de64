"""What a person answers in a look, as typed: ``1-6 empty``, ``1-3 dummy, 4-6 empty``.

An answer is WHERE WHAT [HOW], several are set apart by commas. WHERE is a number, a range, `all`,
`bore` or `body`, and may be left out for `all`. WHAT is what was there; HOW is saw (when left
out), heard, told or could-not-see. The bore's method is given once, with ``--bore``.

>>> parse_answers("1-2 dummy heard", chambers=2, bore=None)[0].how.value
'heard'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from showclear.errors import UsageError
from showclear.field.mechanisms import (
    BODY,
    BORE,
    CHAMBERS_MAX,
    BoreMethod,
    Holds,
    How,
    LookWay,
    chamber,
    positions_required,
)
from showclear.record.events.handling import PositionAnswer

ANSWER_CHARACTERS_MAX: Final = 400  # 24 chambers one by one, with room

_WORDS: Final = {
    **{holds.value: holds for holds in Holds},
    "dummies": Holds.DUMMY,
    "blanks": Holds.BLANK,
    "fired-cases": Holds.FIRED_CASE,
}
_HOW: Final = {how.value: how for how in How}
_PLACE: Final = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?\Z")


def parse_answers(
    text: str, *, chambers: int, bore: BoreMethod | None
) -> tuple[PositionAnswer, ...]:
    """Return the answers in the order of the positions, or raise ``UsageError``."""
    if len(text) > ANSWER_CHARACTERS_MAX:
        raise _error(f"at most {ANSWER_CHARACTERS_MAX} characters", str(len(text)))
    found: dict[str, PositionAnswer] = {}
    for part in text.split(","):
        for answer in _part(part.split(), chambers, bore):
            if answer.position in found:
                raise _error("each position once", f"{answer.position} twice")
            found[answer.position] = answer
    order = [chamber(number) for number in range(1, chambers + 1)]
    return tuple(found[name] for name in (*order, BORE, BODY) if name in found)


def in_order(
    answers: tuple[PositionAnswer, ...], *, chambers: int, way: LookWay
) -> tuple[PositionAnswer, ...]:
    """Return the answers if they cover what this way of looking asks for, bore added where asked.

    Raises ``UsageError`` naming what is missing: a typing slip is no look. Somebody who could not
    see a position says so.
    """
    wanted = positions_required(chambers=chambers, way=way)
    given = {answer.position: answer for answer in answers}
    missing = [name for name in wanted if name not in given]
    extra = [name for name in given if name not in wanted]
    if missing or extra:
        wrong = f"none for {', '.join(missing)}" if missing else f"one for {', '.join(extra)}"
        raise _error(f"an answer for each of {wanted[0]} to {wanted[-1]}", wrong)
    return tuple(given[name] for name in wanted)


def parse_positions(text: str, *, chambers: int) -> tuple[str, ...]:
    """Return the chambers meant by ``1-6`` or ``1,3,5``."""
    return tuple(
        name
        for part in text.split(",")
        for name in _places(part.strip(), chambers or CHAMBERS_MAX)
    )


def _part(words: list[str], chambers: int, bore: BoreMethod | None) -> Iterator[PositionAnswer]:
    how = How.SAW
    if words and words[-1] in _HOW:
        how = _HOW[words.pop()]
        if how is How.COULD_NOT_SEE and (not words or words[-1] not in _WORDS):
            words.append(Holds.NOT_SEEN.value)  # `4 could-not-see` says it all
    if not 1 <= len(words) <= 2 or words[-1] not in _WORDS:  # noqa: PLR2004 - where and what
        expected = f"WHERE WHAT [HOW], what being one of {', '.join(_WORDS)}"
        raise _error(expected, repr(" ".join(words)))
    holds = _WORDS[words[-1]]
    if how is How.COULD_NOT_SEE:
        holds = Holds.NOT_SEEN
    names = _all(chambers, bore) if len(words) == 1 or words[0] == "all" else None
    for name in names if names is not None else _places(words[0], chambers):
        method = (bore or BoreMethod.COULD_NOT) if name == BORE else BoreMethod.NOT_ASKED
        yield PositionAnswer(position=name, how=how, holds=holds, method=method)


def _all(chambers: int, bore: BoreMethod | None) -> list[str]:
    names = [chamber(number) for number in range(1, chambers + 1)]
    if not chambers:
        return [BODY]
    return [*names, BORE] if bore is not None else names


def _places(text: str, chambers: int) -> list[str]:
    if text in {BORE, BODY}:
        return [text]
    found = _PLACE.match(text)
    if found is not None:
        first = int(found.group(1))
        last = int(found.group(2) or first)
        if 1 <= first <= last <= chambers:
            return [chamber(number) for number in range(first, last + 1)]
    raise _error(f"chambers from 1 to {chambers}, {BORE} or {BODY}", repr(text))


def _error(expected: str, found: str) -> UsageError:
    return UsageError(
        "answers_malformed",
        "answers of a look",
        expected=expected,
        found=found,
        hint='for example: --saw "all empty" --bore rod-to-mark, or --saw "1-6 dummy"',
    )
