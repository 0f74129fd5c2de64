"""How guns pass: nothing that was found unattended is passed over (R42).

A line is asked what a hand-over is asked, by the rules of the other chapters; what was shipped or
destroyed is the counts'.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from showclear.field.ids import ItemId
from showclear.record.codes import Code
from showclear.record.state import Question, State, Topic
from showclear.rules.chapters.custody import READYING, weapons_of
from showclear.rules.frame import Case, Found, Params, Rule


def never_unattended(case: Case, _params: Params) -> Iterator[Found]:
    """R42: a gun was found unattended: until it is collected and answered for, no other goes out.

    The question holds for the working day it was opened in; a gun nobody has collected, for good.
    """
    open_ones = (*case.state.gaps.values(), *_of_this_day(case.state))
    found = [question for question in open_ones if question.topic is Topic.UNATTENDED]
    left = sorted({item for question in found for item in _firing(case.state, question)})
    if not left:
        return
    events = tuple(dict.fromkeys(question.event for question in found))
    lift = (
        f"a handler collects {', '.join(left)}; then caller and handler answer how it came about"
    )
    for item, weapon in weapons_of(case):
        if weapon.firing:
            yield Found(Code.UNATTENDED, (item, *left, *events), lift, item)


def _of_this_day(state: State) -> Iterator[Question]:
    """Yield the open questions but those of another working day."""
    for question in state.questions.values():
        if state.day in {"", question.day} or not question.day:
            yield question


def _firing(state: State, question: Question) -> Iterator[ItemId]:
    """Yield the guns of a question that can go off."""
    for item in question.items:
        weapon = state.weapons.get(item)
        if weapon is not None and weapon.firing:
            yield item


RULES: Final = (Rule(id="R42", steps=READYING, function=never_unattended),)
