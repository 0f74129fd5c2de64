"""What is said for each code, outcome and event: sentences for people, none of them an assurance.

The sentences themselves are in the English catalogue (``outputs/words/en.po``): ``because``
completes "not yet: because ...", and says of a report that was taken down all the same how it is
marked. A new code needs its sentence there and in every other language; a test names what is
missing.
"""

from __future__ import annotations

from showclear.outputs.words import verdicts
from showclear.outputs.words.catalogue import SOURCE_LANGUAGE, catalogue
from showclear.record.events.desk import Outcome


def outcome_word(outcome: Outcome) -> str:
    """Return what is said of an outcome on a screen; the record's own words sound like praise."""
    return catalogue(SOURCE_LANGUAGE).say(f"word.outcome.{outcome.value}")


def because(code: str) -> str:
    """Return the sentence of a code; an unknown one is shown as it is."""
    return verdicts.because(code, catalogue(SOURCE_LANGUAGE))


def ended_by(cause: str) -> str:
    """Return why a showing ended, in words."""
    return verdicts.ended_by(cause, catalogue(SOURCE_LANGUAGE))
