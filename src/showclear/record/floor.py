"""Questions about the floor's day: which day it is, what is laid on, who was not briefed.

Pure questions to the state; the fold that keeps it is ``folding.floor``, the rules that ask are
``rules.chapters.floor``. A day's briefings count only on that working day.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from showclear.field.ids import PersonId, SetUpId
from showclear.field.instants import DATE_CHARACTERS, MINUTE_MS, Now, to_text
from showclear.record.facts_floor import Briefings, Day, ProvisionFact
from showclear.record.state import State

NO_SET_UP: Final = SetUpId("")


def local_date(state: State, now: Now) -> str:
    """Return the date on the production's own clock."""
    return to_text(now.utc_ms + state.utc_offset_minutes * MINUTE_MS)[:DATE_CHARACTERS]


def day_at(state: State, now: Now) -> Day:
    """Return the working day: the one that is open, else today's date, not opened."""
    return Day(state.day or local_date(state, now), state.day_opened)


def todays(state: State, now: Now) -> Briefings:
    """Return the briefings of the working day; those of another day count for nothing."""
    kept = state.briefings
    return kept if kept.day == day_at(state, now) else Briefings()


def not_briefed(state: State, people: Iterable[PersonId], now: Now) -> tuple[PersonId, ...]:
    """Return those of the people who stand on no roll of the working day, each once (R27)."""
    briefed = todays(state, now).people
    return tuple(dict.fromkeys(one for one in people if one not in briefed))


def laid_on(state: State, what: str, now: Now) -> ProvisionFact | None:
    """Return what somebody attested of this kind that holds now, or None.

    A date given is the last one, by the production's own clock; without one it is for the
    working day only.
    """
    laid = state.laid_on.get(what)
    if laid is None:
        return None
    if laid.dated is not None and local_date(state, now) <= laid.dated.until:
        return laid.dated
    today = laid.today
    return today if today is not None and today.day == day_at(state, now) else None
