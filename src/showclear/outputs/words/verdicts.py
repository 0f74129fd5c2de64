"""Verdicts in words: why not yet and what would lift it, or what was last shown.

"Nothing on record against it" never stands alone: what was last shown, by whom, to whom and how
long ago stands with it, and no colour says it. The rules' own sentence of what would lift a
refusal is in the first language; in any other the general words for its code are said.

Example::

    not_yet(refusal, names, catalogue("en"))
    # 'Not yet: because it has not been shown for this step. To lift it: show it to ...'
"""

from __future__ import annotations

import re
from typing import Final, Protocol

import msgspec

from showclear.desk.questions import Standing
from showclear.outputs.words.catalogue import SOURCE_LANGUAGE, Catalogue
from showclear.record.codes import Refusal
from showclear.record.events.handling import Announced
from showclear.record.showing import Cause, Shown, Statement

_ID: Final = re.compile(r"\b[pwcls]-[0-9a-f]{16}\b")
_NUMBERED: Final = re.compile(r"([a-z]+(?:-[a-z]+)*)-([0-9]{1,2})\Z")
COUNTED: Final = frozenset({Shown.DUMMIES, Shown.BLANKS, Shown.MIXED})


class _Sentences(msgspec.Struct, frozen=True, kw_only=True):
    """What is said where one person's word stands, where it was shown to another, where none."""

    by: str
    by_to: str
    nothing: str


_AGAINST: Final = _Sentences(
    by="verdict.nothing-against",
    by_to="verdict.nothing-against.to",
    nothing="verdict.nothing-stands",
)
_LAST: Final = _Sentences(by="shown.last", by_to="shown.last.to", nothing="shown.nothing-stands")


class Names(Protocol):
    """What people, items, lots and set-ups are called here; a ledger's directory is one."""

    def name(self, subject: str) -> str:
        """Return what an id is called here, or the id where nobody has named it."""


def because(code: str, words: Catalogue) -> str:
    """Return the sentence of a code; one from a newer program is shown as it stands."""
    known = f"because.{code}"
    return words.say(known) if words.has(known) else code.replace("_", " ")


def lift(refusal: Refusal, names: Names, words: Catalogue) -> str:
    """Return what would lift a refusal, with names for ids."""
    general = f"lift.{refusal.code.value}"
    if refusal.lift and (words.language == SOURCE_LANGUAGE or not words.has(general)):
        return _ID.sub(lambda found: names.name(found.group()), refusal.lift)
    return words.say(general)


def not_yet(refusal: Refusal, names: Names, words: Catalogue) -> str:
    """Return why a step waits and what would lift it."""
    reason = because(refusal.code.value, words)
    return words.say("verdict.not-yet", reason=reason, lift=lift(refusal, names, words))


def noted(alert: Refusal, names: Names, words: Catalogue) -> str:
    """Return what was noted against a step that was not kept waiting."""
    reason = because(alert.code.value, words)
    return words.say("verdict.noted", reason=reason, lift=lift(alert, names, words))


def stated(stands: Statement, words: Catalogue) -> str:
    """Return a statement in words: ``6 dummies``, ``seen empty``, ``unknown``."""
    if stands.shown in COUNTED:
        return words.count(f"load.{stands.shown.value}", stands.rounds)
    return words.say(f"word.shown.{stands.shown.value}")


def load(announced: Announced, rounds: int, words: Catalogue) -> str:
    """Return what a gun is announced to hold: ``6 dummies``, ``seen empty``."""
    if announced in {Announced.EMPTY, Announced.NON_FIRING}:
        return words.say(f"load.{announced.value}")
    return words.count(f"load.{announced.value}", rounds)


def ended_by(cause: str, words: Catalogue) -> str:
    """Return why what was shown ended; a cause of a newer program is shown as it stands."""
    known = f"ended.{cause}"
    return words.say(known) if words.has(known) else cause.replace("-", " ")


def why_nothing_stands(cause: Cause, words: Catalogue) -> str:
    """Return why nothing stands, where nothing that happened to the gun says it."""
    if cause in {Cause.NONE, Cause.NO_LOOKS, Cause.ENDED}:
        return words.say("verdict.nobody-has")
    return words.say(f"word.why-not.{cause.value}")


def nothing_against(
    now: Standing, names: Names, words: Catalogue, *, still_closed: bool = False
) -> str:
    """Return that nothing on record stands against it, always with what was last shown.

    ``still_closed`` is whether one look is in whose answers nobody may see yet.
    """
    reason = _why_nothing_stands(now, words, still_closed=still_closed)
    return _shown(_AGAINST, now, names, words, reason)


def last_shown(
    now: Standing, names: Names, words: Catalogue, *, still_closed: bool = False
) -> str:
    """Return what was last shown of a gun, or why nothing stands; no word on any step."""
    reason = _why_nothing_stands(now, words, still_closed=still_closed)
    return _shown(_LAST, now, names, words, reason)


def shown_on_radio(now: Standing, names: Names, words: Catalogue) -> str:
    """Return what is said on the radio once a showing is complete; nothing before that."""
    if len(now.stands.by) < 2:  # noqa: PLR2004 - a showing rests on two
        return ""
    first, *others = [names.name(person) for person in now.stands.by]
    return words.say(
        "radio.showing-complete",
        weapon=names.name(now.weapon),
        load=stated(now.stands, words),
        by=first,
        to=words.listed(others),
    )


def position(name: str, words: Catalogue) -> str:
    """Return a position in words: ``chamber 3``, ``bore``; one nobody knows as it stands."""
    numbered = _NUMBERED.match(name)
    if numbered is not None and words.has(f"position.{numbered[1]}"):
        return words.count(f"position.{numbered[1]}", int(numbered[2]))
    whole = f"position.whole.{name}"
    return words.say(whole) if words.has(whole) else name


def _shown(
    sentences: _Sentences, now: Standing, names: Names, words: Catalogue, reason: str
) -> str:
    """Return the sentence for what stands, or ``reason`` where nothing does."""
    stands = now.stands
    if not stands.by:
        return words.say(sentences.nothing, reason=reason)
    first, *others = [names.name(person) for person in stands.by]
    said = {"load": stated(stands, words), "by": first, "age": words.age(now.age_ms)}
    if not others:
        return words.say(sentences.by, **said)
    return words.say(sentences.by_to, to=words.listed(others), **said)


def _why_nothing_stands(now: Standing, words: Catalogue, *, still_closed: bool) -> str:
    if still_closed:
        return words.say("verdict.still-closed")
    if now.stands.cause in {Cause.ENDED, Cause.NO_LOOKS} and now.ended:
        return ended_by(now.ended, words)
    return why_nothing_stands(now.stands.cause, words)
