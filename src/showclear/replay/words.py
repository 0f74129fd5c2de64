"""The words a day script is written in: names, times, what rounds truly are.

A name's type says what it names, in ``extra``; the decoder collects every use of a name, so that
one that nobody declared is pointed at with its line.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

NAME_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"
NAME_CHARACTERS_MAX: Final = 40
TEXT_CHARACTERS_MAX: Final = 2_000  # as much as anybody reads beside one step
NAMES: Final = "names"  # key in a type's extra: the section that a name must be declared in
LIST_MAX: Final = 256

PersonName = Annotated[
    str,
    Meta(
        pattern=NAME_PATTERN,
        max_length=NAME_CHARACTERS_MAX,
        description="a person of `people`",
        extra={NAMES: "people"},
    ),
]
GunName = Annotated[
    str,
    Meta(
        pattern=NAME_PATTERN,
        max_length=NAME_CHARACTERS_MAX,
        description="a gun of `guns`",
        extra={NAMES: "guns"},
    ),
]
ContainerName = Annotated[
    str,
    Meta(
        pattern=NAME_PATTERN,
        max_length=NAME_CHARACTERS_MAX,
        description="a box, belt, gun safe or other container of `containers`",
        extra={NAMES: "containers"},
    ),
]
ItemName = Annotated[
    str,
    Meta(
        pattern=NAME_PATTERN,
        max_length=NAME_CHARACTERS_MAX,
        description="a gun of `guns` or a container of `containers`",
        extra={NAMES: "items"},
    ),
]
LotName = Annotated[
    str,
    Meta(
        pattern=NAME_PATTERN,
        max_length=NAME_CHARACTERS_MAX,
        description="a lot of `lots`",
        extra={NAMES: "lots"},
    ),
]
EarlierStep = Annotated[
    str,
    Meta(
        pattern=NAME_PATTERN,
        max_length=NAME_CHARACTERS_MAX,
        description="the `id` of an earlier step",
        extra={NAMES: "steps"},
    ),
]
NewName = Annotated[
    str,
    Meta(
        pattern=NAME_PATTERN,
        max_length=NAME_CHARACTERS_MAX,
        description="a name of lower-case letters, digits and dashes",
    ),
]
SetUpName = Annotated[
    str,
    Meta(
        pattern=NAME_PATTERN,
        max_length=NAME_CHARACTERS_MAX,
        description="a set-up; its name is made by using it",
    ),
]
SourceName = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*\Z",
        max_length=NAME_CHARACTERS_MAX,
        description="a short key of a source, such as S-NZH",
    ),
]
Text = Annotated[str, Meta(max_length=TEXT_CHARACTERS_MAX)]
Moment = Annotated[
    str,
    Meta(
        pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2} )?([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?\Z",
        description="a time by the clock on set, such as 08:15 or 2026-11-23 02:10:30",
    ),
]
Position = Annotated[
    str,
    Meta(
        pattern=r"^([a-z]+(-[a-z]+)*(-[0-9]{1,2})?|[0-9]{1,2}(-[0-9]{1,2})?)\Z",
        max_length=24,
        description="a position: 3 or 1-6 (in the order they come up), or its name: chamber-3",
    ),
]
Millimetres = Annotated[int, Meta(ge=0, le=1_000_000)]
PersonNames = Annotated[tuple[PersonName, ...], Meta(max_length=LIST_MAX)]
GunNames = Annotated[tuple[GunName, ...], Meta(min_length=1, max_length=LIST_MAX)]
ItemNames = Annotated[tuple[ItemName, ...], Meta(min_length=1, max_length=LIST_MAX)]
Positions = Annotated[tuple[Position, ...], Meta(min_length=1, max_length=LIST_MAX)]
Steps = Annotated[tuple[EarlierStep, ...], Meta(max_length=LIST_MAX)]
# What one person answers, in short phrases: see docs/reference/day-scripts.
Phrases = Annotated[
    tuple[Annotated[str, Meta(max_length=80)], ...], Meta(min_length=1, max_length=LIST_MAX)
]
Answers = Annotated[
    dict[PersonName, Phrases],
    Meta(max_length=16, description="what each person answers; left out: what is truly there"),
]


class TrueRound(enum.Enum):
    """What a round truly is, whatever anybody says of it."""

    DUMMY = "dummy"
    BLANK = "blank"
    CHARGE = "charge"  # of a muzzle-loader: powder without a ball, a cap or priming
    LIVE = "live"
    PRIMED_DUMMY = "primed-dummy"  # a bullet and a working primer without powder
    FIRED_CASE = "fired-case"


class Bore(enum.Enum):
    """What a bore truly is."""

    CLEAR = "clear"
    OBSTRUCTED = "obstructed"


TrueRounds = Annotated[
    tuple[TrueRound, ...],
    Meta(
        max_length=LIST_MAX,
        description="which odd rounds of a mixed lot are among these; left out: the worst ones",
    ),
]
