"""Vectors of the state: what the record makes of a ledger's entries (spec/state.md).

Each case is a short ledger and some questions; the answers were written by hand from the format's
text. Entries are written by the vectors' own operator, not by the desk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tools.vectors.asking import Asks
from tools.vectors.day import Day
from tools.vectors.shape import Case, base64_of, vector_file
from tools.vectors.states_day import PEOPLE, PLANNED, SPOKEN
from tools.vectors.states_guns import CHARGE, SHOWN, TROUBLE, UNSIGNED
from tools.vectors.states_rounds import COUNTED, PASSED, ROUNDS

ABOUT: Final = "What the record makes of events: spec/state.md and the pages of the types."
FIRST: Final = "a gun is received"
RUN: Final = (
    "Take in the entries of the case named in `after`, if there is one, then `entries`; together "
    "they are a ledger. Then answer each of `asks`. charge ITEM: handler, place, gap or end, and "
    "who or what. hand ITEM: in whose hand, and whether as reported. ended GUN: by which cause it "
    "last ended. shown GUN: what it is stated to be, and how many rounds. booked GUN: rounds of "
    "each lot in it, and fired cases. stock BOX LOT: rounds, sealed, proved, named. sums LOT: "
    "received, found, stored, set aside, loaded, fired, missing, shipped, destroyed. questions: "
    "the open ones but gaps, in the order of the log, topic and items each. gaps: the items, "
    "ascending, each with its topic. due GUN: clear, bore, function. unfit GUN: findings. loose: "
    "rounds. out: guns of class 4 to 6. shown-line GUN: as shown, for a line issued. "
    "opened GUN: whether its opening check stands. cut GUN: the cut since which it is out, or "
    "none. kept ITEM: by which event, or none. declined GUN: who, which side. set-up SET-UP: its "
    "approval, what ended it, what unsettled it or none. laid-on WORD: by which event, or none. "
    "papers PERSON: events. limit PERSON: class, or null. duties PERSON: words. carrier PERSON: "
    "where, or none. minor PERSON: whether. guardian PERSON: who, or none. stops: events. "
    "concerns: events, each with its class. `expect` is the answers."
)


def states() -> str:
    """Return the vectors of the state."""
    rows = [
        *CHARGE,
        *SHOWN,
        *ROUNDS,
        *PASSED,
        *COUNTED,
        *TROUBLE,
        *UNSIGNED,
        *PEOPLE,
        *PLANNED,
        *SPOKEN,
    ]
    return vector_file(ABOUT, RUN, [_case(*row) for row in rows])


def _case(name: str, why: str, tell: Callable[[Day], Asks]) -> Case:
    day = Day()
    known = len(day.book.entries)
    asked = tell(day)
    told = day.book.entries[0 if name == FIRST else known :]
    return {
        "name": name,
        "why": why,
        **({} if name == FIRST else {"after": FIRST}),
        "entries": [base64_of(entry) for entry in told],
        "asks": [ask for ask, _ in asked],
        "expect": {"ok": True, "answers": [answer for _, answer in asked]},
    }
