"""The action types as Markdown, made from their data: what is looked at, and in which order.

Leaves the data to ``showclear.field.patterns`` and where the page stands to `generate_docs`.

Example: ``section(PATTERNS["lever"])`` is the section on lever-action rifles.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

from showclear.field.mechanisms import (
    EVIDENCE,
    NAMED_ROUNDS_MAX,
    Adaptation,
    BoreMethod,
    LookWay,
    Pattern,
)
from showclear.field.patterns import PATTERNS
from showclear.field.patterns_others import DEACTIVATED

INTRODUCTION: Final = f"""\
What the record knows of each action type: which positions a look must answer for and in which
order, which ways there are to a showing, and how a bore can be checked. From this follows what
`showclear look` and `showclear show` ask about a gun. The page describes what is looked at; it
advises nobody to load or fire anything.

**Every statement on this page is general gunsmith knowledge, evidence mark `{EVIDENCE}`**: no
source has been held against it yet. Working armorers are asked to strike out or confirm each line.

A number sign stands for the number of a position: `chamber-#` is `chamber-1`, `chamber-2` and so
on; `bore-#` is `bore` where there is one barrel; `magazine-#` are the rounds of a gun magazine in
the order in which they come up. A position keeps its name from when the round went in; where the
action moves it later is not followed. `ramrod` is answered empty when it was seen and is not in
the barrel.

Rounds of a gun magazine are counted in by position up to {NAMED_ROUNDS_MAX}. A longer gun
magazine, or a belt, is a container of its own, received as one: the gun then has only its chamber
to load and its `magazine-well` to look into. A gun magazine that is put into a gun as a filled
container is not covered.

Two looks agree only if both answer these positions, in this order, and name a bore method that
works on that gun. A gun that cannot be by what stands below, such as a double with a restrictor,
is not taken in when it is typed; where a record has one all the same, it stays unknown.
"""
ADAPTATIONS: Final = {
    Adaptation.NONE: "as it was made",
    Adaptation.RESTRICTOR: "a restrictor in the barrel, so that blanks work the action",
    Adaptation.PLUG_FRONT_VENT: "the barrel plugged; gas leaves forward",
    Adaptation.PLUG_TOP_VENT: "the barrel plugged; gas leaves upward",
    Adaptation.PLUG_SIDE_VENT: "the barrel plugged; gas leaves sideways",
    Adaptation.DEACTIVATED: "made to fire nothing; seen as such, whatever action it was",
}
AFTER: Final = {
    Adaptation.NONE: "by the methods of its action type",
    Adaptation.DEACTIVATED: "answered: " + ", ".join(f"`{name}`" for name in DEACTIVATED),
}


def mechanics_page() -> str:
    """Return the whole page."""
    parts = [INTRODUCTION, "## Adaptations\n", _adaptations(), "## Overview\n", _overview()]
    sections = [section(pattern) for pattern in PATTERNS.values()]
    return "\n".join(["# Mechanics\n", *parts, "## Each action type\n", *sections])


def section(pattern: Pattern) -> str:
    """Return the section on one action type."""
    lines = [f"### `{pattern.name}`: {pattern.title}", "", *_facts(pattern), ""]
    lines += ["What can make it go off:", "", *_list(pattern.goes_off), ""]
    what = "clear" if pattern.fires else "what it is said to be"
    lines += [f"How it is seen to be {what}, in this order:", ""]
    lines += [f"{number}. {text}" for number, text in enumerate(pattern.proof, 1)]
    lines += ["", "What cannot be seen once it is loaded, or closed:", "", *_list(pattern.hidden)]
    if pattern.special:
        lines += ["", f"Worth writing down: {pattern.special}."]
    return "\n".join([*lines, ""])


def _facts(pattern: Pattern) -> list[str]:
    facts = {
        "chambers or barrels": _numbers(pattern.chambers_min, pattern.chambers_max),
        "rounds in its gun magazine": _numbers(pattern.capacity_min, pattern.capacity_max),
        "ways to a showing": _words(pattern.ways, LookWay),
        "bore checked by": _words(pattern.bore_methods, BoreMethod),
        "adaptations": _words(pattern.adaptations, Adaptation),
        "looked at when it is empty": _names(pattern.empty),
        "answered for when rounds are in it": _names(pattern.loaded),
        "rounds go into": _names(pattern.into),
        "looked at to say what it is": _names(pattern.identified),
        "fired cases": "stay in it" if pattern.keeps_cases else "do not stay in it",
    }
    if not pattern.fires:
        del facts["fired cases"]
    return [f"- {name}: {text}" for name, text in facts.items() if text]


def _adaptations() -> str:
    lines = ["| adaptation | what was done | bore |", "|---|---|---|"]
    plug = "seen as `plug-and-vent`, whole: never looked through"
    for adaptation, text in ADAPTATIONS.items():
        lines.append(f"| `{adaptation.value}` | {text} | {AFTER.get(adaptation, plug)} |")
    return "\n".join([*lines, ""])


def _overview() -> str:
    lines = ["| action type | empty | loaded | bore |", "|---|---|---|---|"]
    for pattern in PATTERNS.values():
        empty = _names(pattern.empty or pattern.identified)
        bore = _words(pattern.bore_methods, BoreMethod)
        lines.append(f"| `{pattern.name}` | {empty} | {_names(pattern.loaded)} | {bore} |")
    return "\n".join([*lines, ""])


def _numbers(least: int, most: int) -> str:
    if not most:
        return ""
    return str(most) if least == most else f"{least} to {most:,}"


def _words(found: Iterable[Enum], order: type[Enum]) -> str:
    """Return words of a closed list in its order: a set has none of its own."""
    given = set(found)
    return ", ".join(f"`{member.value}`" for member in order if member in given)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _list(texts: Iterable[str]) -> list[str]:
    return [f"- {text}" for text in texts]
