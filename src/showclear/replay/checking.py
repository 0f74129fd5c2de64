"""What a step says that only its gun, lot or date can make sense of, looked at beforehand.

A range of positions must be one the gun has, an answer must be a phrase of its verb, a date must
be of the calendar. What comes back is the field, what was expected and what was found.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from typing import Any, Final

from showclear.field.instants import DATE_CHARACTERS
from showclear.field.mechanisms import Impossible
from showclear.field.patterns import PATTERNS, fires, impossible
from showclear.field.stock import FIRING_CLASS_MIN
from showclear.replay import verbs_guns, verbs_passing, verbs_people, verbs_stock, verbs_world
from showclear.replay.answers import (
    BadPhrase,
    count_answers,
    line_answers,
    look_answers,
    positions_named,
    proof_answers,
    works,
)
from showclear.replay.happening import mechanism
from showclear.replay.script import GunPart, Script
from showclear.replay.timing import is_day
from showclear.replay.verbs_base import Looked, Step, Told
from showclear.replay.world import TrueGun

# Where each thing that cannot be stands, by the word that names it.
_OF_GUN: Final = {
    "action type": "pattern",
    "chambers": "chambers",
    "rounds": "capacity",
    "adaptation": "adaptation",
}
Wrongs = Iterator[tuple[str, str, str]]


def wrong_of_gun(part: GunPart) -> Wrongs:
    """Yield what is wrong with a gun: there is none such, or nothing can be there in it."""
    made = mechanism(part)
    none_such = impossible(made)
    if none_such is not None:
        yield _none_such(none_such)
    elif fires(made) != (part.class_ >= FIRING_CLASS_MIN):
        able = "4 to 6, since it can go off" if fires(made) else "1 to 3, since it cannot go off"
        pattern = f"{made.pattern}, adaptation {made.adaptation.value}"
        yield "class", f"a class from {able} ({pattern})", str(int(part.class_))
    for named in part.truly.loaded if none_such is None else ():
        try:
            positions_named(made, [named])
        except BadPhrase as expected:
            yield "truly", str(expected), f"`{named}`"


def _none_such(wrong: Impossible) -> tuple[str, str, str]:
    """Return the field of a gun that cannot be, what was expected of it and what was found."""
    field = next(field for word, field in _OF_GUN.items() if wrong.what.startswith(word))
    if field != "pattern":
        return field, f"{wrong.what}: {wrong.expected}", wrong.found
    close = difflib.get_close_matches(wrong.found, sorted(PATTERNS), n=2)
    meant = f"; did you mean {' or '.join(close)}?" if close else ""
    return field, f"one of {', '.join(sorted(PATTERNS))}", f"`{wrong.found}`{meant}"


def wrong_of_step(script: Script, step: Step) -> Wrongs:
    """Yield each thing of a step that makes no sense where it stands."""
    if isinstance(step, Told) and step.second and step.second in step.by:
        yield "second", "somebody else than in `by`; leave it out where one acts alone", "the same"
    check = CHECKS.get(type(step))
    if check is not None:
        yield from check(script, step)


def _positions(field: str) -> Callable[[Script, Any], Wrongs]:
    def check(script: Script, step: Any) -> Wrongs:
        named = getattr(step, field)
        names = [named] if isinstance(named, str) else named
        for name in names:
            try:
                positions_named(mechanism(script.guns[step.gun]), [name] if name else [])
            except BadPhrase as expected:
                yield field, str(expected), f"`{name}`"

    return check


def _answers(understood: Callable[[Script, Any, tuple[str, ...]], object]) -> Any:
    def check(script: Script, step: Looked) -> Wrongs:
        everybody = {*step.by, step.second}
        for who, phrases in step.answers.items():
            if who not in everybody:
                yield "answers", "somebody named in `by` or `second`", f"`{who}`"
            try:
                understood(script, step, phrases)
            except BadPhrase as expected:
                yield "answers", str(expected), f"`{', '.join(phrases)[:60]}`"

    return check


def _look(script: Script, step: verbs_guns.Look, phrases: tuple[str, ...]) -> object:
    made = mechanism(script.guns[step.gun])
    return look_answers(made, step.way, phrases, TrueGun(), step.bore)


def _count(script: Script, step: verbs_passing.Counted, phrases: tuple[str, ...]) -> object:
    del step
    known = {
        "guns": frozenset(script.guns),
        "containers": frozenset(script.containers),
        "lots": frozenset(script.lots),
    }
    return count_answers(phrases, known)


def _paper(_script: Script, step: verbs_passing.OnPaper) -> Wrongs:
    for field in ("began", "ended"):
        clock = getattr(step, field)
        if len(clock) > DATE_CHARACTERS:
            yield from _dated(field, clock[:DATE_CHARACTERS])


def _dates(*fields: str) -> Callable[[Script, Any], Wrongs]:
    def check(_script: Script, step: Any) -> Wrongs:
        for field in fields:
            yield from _dated(field.rstrip("_"), getattr(step, field))

    return check


def _dated(field: str, text: str) -> Wrongs:
    if not is_day(text):
        yield field, "a date that exists", f"`{text}`"


CHECKS: Final[dict[type[Step], Callable[[Script, Any], Wrongs]]] = {
    verbs_guns.Load: _positions("positions"),
    verbs_world.PutsRound: _positions("position"),
    verbs_world.Pulls: _positions("position"),
    verbs_world.Slips: _positions("position"),
    verbs_guns.Show: _answers(_look),
    verbs_guns.OpeningCheck: _answers(_look),
    verbs_guns.IntakeCheck: _answers(_look),
    verbs_guns.OwnLook: _answers(_look),
    verbs_guns.FunctionCheck: _answers(lambda _script, _step, phrases: works(phrases)),
    verbs_stock.Prove: _answers(lambda _script, _step, phrases: proof_answers(phrases)),
    verbs_passing.LineLook: _answers(
        lambda _script, step, phrases: line_answers(phrases, step.guns)
    ),
    verbs_passing.Counted: _answers(_count),
    verbs_passing.OnPaper: _paper,
    verbs_people.ShowPaper: _dates("from_", "until"),
}
