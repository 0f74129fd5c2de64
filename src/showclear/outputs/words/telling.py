"""What an event says, in plain words made from the very bytes that are signed.

``told`` takes the event that ``decode_event`` made of a payload. The sentence names some fields of
the body; every other field that is not at its default stands in the details, then who signs, in
which role and how, who is named besides, and the device's time. Left out is what ties an event to
its ledger and says nothing about a set: nonce, origin, head seen, last events of touched items,
and the id that groups the events of one act.

Example::

    told(decode_event(draft.payload), directory, catalogue("en")).sentence
    # 'I hand Colt 3 to Lena Ortiz. I announce: 6 dummies. ...'
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from showclear.outputs.words.catalogue import Catalogue
from showclear.outputs.words.values import Values, word
from showclear.outputs.words.verdicts import Names, load
from showclear.record.event import Event
from showclear.record.events.guns import Discharge, FunctionSeen, GoAgain, Misfire
from showclear.record.events.handling import (
    Announced,
    Collect,
    EndCause,
    HandOver,
    Load,
    Lock,
    ShowingEnded,
    WentAhead,
)
from showclear.record.events.passing import FoundWith, IssueLine, LookLine
from showclear.record.events.people import Duty
from showclear.record.events.speaking import Decline, Stop
from showclear.record.events.stock import ReceiveRounds
from showclear.record.events.table import BY_BODY, AnyBody

__all__ = ["Names", "Told", "told"]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed: a title, the sentence, everything else, and what is said on the radio."""

    title: str
    sentence: str
    details: tuple[tuple[str, str], ...]
    radio: str


class Variant(msgspec.Struct, frozen=True):
    """Which of a type's sentences an event takes, and the fields that the choice tells."""

    choose: Callable[[Any], str]
    tells: frozenset[str] = frozenset()


class Made(msgspec.Struct, frozen=True):
    """A part of a sentence that is made of several fields, and which of them it tells."""

    text: str
    tells: frozenset[str] = frozenset()


VARIANTS: Final[dict[type, Variant]] = {
    ReceiveRounds: Variant(
        lambda body: ".sealed" if body.sealed else ".not-sealed", frozenset({"sealed"})
    ),
    Collect: Variant(lambda body: ".from" if body.giver else ""),
    WentAhead: Variant(lambda body: ".in-hand" if body.in_hand else ""),
    Duty: Variant(lambda body: ".ended" if body.ended else "", frozenset({"ended"})),
    FunctionSeen: Variant(lambda body: ".works" if body.works else ".not", frozenset({"works"})),
    FoundWith: Variant(lambda body: "" if body.holder else ".unattended"),
    Decline: Variant(lambda body: f".{body.side.value}", frozenset({"side"})),
}
_ONE_SENTENCE: Final = Variant(lambda _body: "")

ON_RADIO: Final[dict[type, str]] = {
    Load: "radio.load",
    HandOver: "radio.hand-over",
    IssueLine: "radio.issue-line",
    Collect: "radio.collect",
    Lock: "radio.lock",
    GoAgain: "radio.go-again",
    Stop: "radio.stop",
    Misfire: "radio.misfire",
    Discharge: "radio.discharge",
}
JAM: Final = "radio.jam"
# What holds nothing is announced without a number; one that is signed all the same is told apart.
_WITHOUT_NUMBER: Final = frozenset({Announced.EMPTY, Announced.NON_FIRING})


def told(
    event: Event, names: Names, words: Catalogue, *, offset_minutes: int | None = None
) -> Told:
    """Return an event in words; without the production's offset, instants are told in UTC."""
    values = Values(names, words, offset_minutes=offset_minutes)
    body = event.body
    name = BY_BODY[type(body)].name
    variant = VARIANTS.get(type(body), _ONE_SENTENCE)
    made = _made(body, values)
    sentence, tells = _filled(f"says.{name}{variant.choose(body)}", body, made, values)
    details = (
        *values.rows(body, tells | variant.tells, event=name),
        *_header(event, values),
    )
    return Told(
        title=words.say(f"event.{name}"),
        sentence=sentence,
        details=details,
        radio=_radio(event, made, values),
    )


def _filled(
    id: str,  # noqa: A002 - as the catalogue calls it
    body: AnyBody,
    made: dict[str, Made],
    values: Values,
) -> tuple[str, frozenset[str]]:
    """Return a text with its placeholders filled from the body, and which fields it tells."""
    said: dict[str, str] = {}
    tells: set[str] = set()
    for asked in values.words.placeholders(id):
        if asked in made:
            said[asked] = made[asked].text
            tells |= made[asked].tells
        else:
            said[asked] = values.of(body, asked)
            tells.add(asked)
    return values.words.say(id, **said), frozenset(tells)


def _made(body: AnyBody, values: Values) -> dict[str, Made]:
    """Return the parts that are made of several fields, by placeholder."""
    words = values.words
    made: dict[str, Made] = {}
    if isinstance(body, HandOver | IssueLine):
        bare = body.announced in _WITHOUT_NUMBER and body.rounds
        tells = {"announced"} if bare else {"announced", "rounds"}
        made["load"] = Made(load(body.announced, body.rounds, words), frozenset(tells))
    if isinstance(body, IssueLine | LookLine):
        made["guns"] = Made(words.count("unit.guns", len(body.line)))
    if isinstance(body, Load):
        made["count"] = Made(words.count("unit.rounds", len(body.positions)))
    return made


def _header(event: Event, values: Values) -> tuple[tuple[str, str], ...]:
    """Return who signs, who is named besides, and the device's time."""
    words = values.words
    rows = [
        (
            words.say("field.signed_by"),
            words.say(
                "as.signer",
                person=values.called(signer.person),
                role=word(signer.role, words),
                way=word(signer.way, words),
            ),
        )
        for signer in event.signers
    ]
    if event.about:
        rows.append((words.say("field.about"), values.of(event, "about")))
    rows.append((words.say("field.device_time"), values.of(event, "at")))
    return tuple(rows)


def _radio(event: Event, made: dict[str, Made], values: Values) -> str:
    """Return the sentence for the radio; nothing for an act that is not said there."""
    body = event.body
    id_ = ON_RADIO.get(type(body), "")
    if isinstance(body, ShowingEnded) and body.cause is EndCause.JAMMED:
        id_ = JAM
    if not id_:
        return ""
    author = Made(values.called(event.signers[0].person))
    return _filled(id_, body, {**made, "author": author}, values)[0]
