"""The sentence for the radio: what a gun is, said once, in the pack's words (rules.md R33, R34).

The screen prints it for whoever holds the tablet; a person says it and another repeats it. It
always names the kind of round, so that an empty gun and one with dummies never sound alike. What
the gun and the people are called on this set is handed in: no names are kept here.

>>> said = Said(weapon="Colt three", announced=Announced.DUMMIES, rounds=6, holder="the lead",
...             shown_to=("the AD", "the lead"))
>>> radio_sentence(said, Spoken(cold=("cold",), hot=("hot",)))
'Colt three, six dummies, cold, with the lead, shown to the AD and the lead'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from showclear.record.events.handling import WITH_BLANKS, Announced
from showclear.rules.frame import Params

# Said aloud; above these a figure is as clear.
NUMBERS: Final = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip
ROUNDS: Final = {
    Announced.DUMMIES: ("dummy", "dummies"),
    Announced.BLANKS: ("blank", "blanks"),
    Announced.MIXED: ("round", "rounds"),
}
COLD: Final = frozenset({Announced.EMPTY, Announced.DUMMIES})


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """The words for cold and hot; the first of each is the one that is said."""

    cold: tuple[str, ...] = ()
    hot: tuple[str, ...] = ()


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said of one gun: its name, the hand-over's statement, with whom, shown to."""

    weapon: str
    announced: Announced
    rounds: int = 0
    load: str = ""  # the load's own words, such as "half load"
    holder: str = ""
    shown_to: tuple[str, ...] = ()


def spoken(params: Params) -> Spoken:
    """Return the words of the row R33 as in force."""
    return Spoken(cold=_list(params, "words_cold"), hot=_list(params, "words_hot"))


def _list(params: Params, name: str) -> tuple[str, ...]:
    value = params.values.get(name, ())
    return () if isinstance(value, int) else value


def radio_sentence(said: Said, words: Spoken) -> str:
    """Return the sentence; without a word for cold or hot it still names the kind.

    What cannot fire is neither cold nor hot. A gun that can is said to be shown to nobody rather
    than that being left out.
    """
    parts = [said.weapon, _state(said), said.load, _word(said.announced, words)]
    parts.append(f"with {said.holder}" if said.holder else "")
    if said.shown_to:
        parts.append(f"shown to {_all(said.shown_to)}")
    elif said.announced is not Announced.NON_FIRING:
        parts.append("shown to nobody")
    return ", ".join(part for part in parts if part)


def _state(said: Said) -> str:
    names = ROUNDS.get(said.announced)
    if names is None:
        return said.announced.value
    count, mixed = said.rounds, said.announced is Announced.MIXED
    figure = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{figure} {names[count != 1]}{', mixed' if mixed else ''}"


def _word(announced: Announced, words: Spoken) -> str:
    if announced in WITH_BLANKS:
        return "".join(words.hot[:1])
    return "".join(words.cold[:1]) if announced in COLD else ""


def _all(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
