"""How an answer of the desk is told: the verdict with its rules, and what was last shown.

A refusal reads "not yet: because ...", with the rule, its kind of authority and how far its source
was checked, the facts looked at, and what would lift it. "Nothing on record against it" never
stands alone: what was last shown, by whom to whom and how long ago, stands under it. Where a row
that only alerts, or that was waived, found something, it says "not refused; noted against it".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from showclear.cli.paper import NOT_YET, STRONG, Paper
from showclear.cli.sentences import because, ended_by
from showclear.cli.session import Session
from showclear.desk.closed import closed_looks
from showclear.desk.parts import Answer
from showclear.desk.questions import Standing, standing
from showclear.field.ids import EventId, ItemId
from showclear.field.instants import MINUTE_MS
from showclear.outputs.words.catalogue import SOURCE_LANGUAGE, catalogue
from showclear.outputs.words.verdicts import COUNTED, why_nothing_stands
from showclear.record.codes import Code, Refusal
from showclear.record.events.base import Mood
from showclear.record.events.desk import Outcome, Unattributed, Why
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.showing import Cause, Statement
from showclear.rules.verdict import Verdict

NOTHING_AGAINST: Final = "nothing on record against it"
NOTED_AGAINST: Final = "not refused; noted against it"
_EVENT = re.compile(r"^[0-9a-f]{64}$")
_BESIDE_RULES: Final = {
    "record": ("What the record itself settles", "whatever the rule packs say"),
    "packs": ("The rule packs as adopted", "settled before any rule is asked"),
}
_UNATTRIBUTED: Final = {
    Why.NO_KEY: "it came without a key",
    Why.KEY_UNKNOWN: "its key is not enrolled",
    Why.KEY_REVOKED: "its key was revoked",
    Why.BAD_SIGNATURE: "its signature does not hold",
}


def stated(stands: Statement) -> str:
    """Return a statement in words: ``6 dummies``, ``seen empty``, ``unknown``."""
    if stands.shown not in COUNTED:
        return catalogue(SOURCE_LANGUAGE).say(f"word.shown.{stands.shown.value}")
    word = stands.shown.value
    return f"{stands.rounds} {word.removesuffix('s') if stands.rounds == 1 else word}"


def last_shown(session: Session, now: Standing) -> str:
    """Return what was last shown of a gun, by whom to whom, how long ago."""
    stands, names = now.stands, session.names
    looks = session.state.weapons[now.weapon].looks
    closed = closed_looks(session.state, session.desk.now())
    if not stands.by and any(look.index in closed for look in looks):
        return "unknown; one look is in and still closed, a second person looks for themselves"
    if not stands.by:
        gone = stands.cause in {Cause.ENDED, Cause.NO_LOOKS}
        why = ended_by(now.ended) if gone and now.ended else ""
        tail = why or why_nothing_stands(stands.cause, catalogue(SOURCE_LANGUAGE))
        return f"{stated(stands)}; nothing stands: {tail}"
    by = [names.name(person) for person in stands.by]
    told = f"by {by[0]} to {by[1]}" if len(by) > 1 else f"by {by[0]}"
    age = (
        "times cannot be compared" if now.age_ms is None else f"{now.age_ms // MINUTE_MS} min ago"
    )
    return f"{stated(stands)}, {told}, {age}"


def weapons_in(session: Session, bodies: Iterable[AnyBody]) -> list[ItemId]:
    """Return the guns that events are about, each once."""
    found: dict[ItemId, None] = {}
    for body in bodies:
        row = BY_BODY[type(body)]
        for item in (*row.touches(body), *row.cites(body)):
            if item in session.state.weapons:
                found[item] = None
    return list(found)


def standings(session: Session, bodies: Iterable[AnyBody]) -> list[Standing]:
    """Return what stands now about each gun that events are about."""
    return [standing(session.desk, item) for item in weapons_in(session, bodies)]


# -- in words ---------------------------------------------------------------------------------


def tell_answer(
    paper: Paper, session: Session, body: AnyBody, answer: Answer, before: Sequence[Standing]
) -> None:
    """Tell what became of one submitted event."""
    place = f"entry {answer.index}"
    if answer.repeated:
        place += ", as answered before"
    match answer.outcome:
        case Outcome.REFUSED:
            _tell_refused(paper, session, answer.codes, answer.refusals)
            paper.line(f"recorded as refused: {place}", indent=2)
            _tell_shown(paper, session, before)
        case Outcome.ACCEPTED:
            paper.line(f"{_against(answer.alerts)}: {place}", style=STRONG)
            _tell_shown(paper, session, before)
        case Outcome.ADMITTED | Outcome.OUT_OF_CHAIN:
            word = "look" if BY_BODY[type(body)].mood is Mood.LOOK else "report"
            paper.line(f"{word} taken down: {place}", style=STRONG)
            _tell_unattributed(paper, session, answer)
            for code in answer.codes:
                paper.line(f"marked: {because(code)}", indent=2)
            if answer.outcome is Outcome.OUT_OF_CHAIN:
                paper.line("it does not fit the record: a question is open now", indent=2)
    _tell_alerts(paper, session, answer.alerts)


def _tell_unattributed(paper: Paper, session: Session, answer: Answer) -> None:
    """Say so where the desk recorded a report that no key stands for."""
    written = session.desk.keeping.event(answer.index).body
    if isinstance(written, Unattributed):
        why = _UNATTRIBUTED[written.why]
        paper.line(f"unattributed: {why}; it is kept, and supports nothing", indent=2)


def tell_forecast(
    paper: Paper, session: Session, verdict: Verdict, before: Sequence[Standing]
) -> None:
    """Tell what would stand against a step that nobody has signed."""
    if verdict.refusals:
        _tell_refused(paper, session, verdict.codes, verdict.refusals)
    else:
        paper.line(_against(verdict.alerts), style=STRONG)
    _tell_shown(paper, session, before)
    _tell_alerts(paper, session, verdict.alerts)
    paper.line("only asked: nothing was recorded", indent=2)


def _against(alerts: Sequence[Refusal]) -> str:
    return NOTED_AGAINST if alerts else NOTHING_AGAINST


def _tell_refused(
    paper: Paper, session: Session, codes: Sequence[str], refusals: Sequence[Refusal]
) -> None:
    reasons = "; ".join(because(code) for code in codes)
    paper.line(f"not yet: because {reasons}", style=NOT_YET)
    for refusal in refusals:
        _tell_reason(paper, session, refusal)


def _tell_alerts(paper: Paper, session: Session, alerts: Sequence[Refusal]) -> None:
    for alert in alerts:
        paper.line(f"noted: {because(alert.code.value)}", indent=2)
        _tell_reason(paper, session, alert)


def _tell_reason(paper: Paper, session: Session, refusal: Refusal) -> None:
    title, source = rule_of(session, refusal.rule)
    rule = refusal.rule if refusal.rule.isupper() else "-"
    paper.pair(rule, title, width=5)
    paper.line(source, indent=8, style="dim")
    facts = facts_of(session, refusal)
    if facts:
        paper.pair("looked at", facts, indent=8)
    paper.pair("to lift it", session.names.plain(refusal.lift), indent=8)


def _tell_shown(paper: Paper, session: Session, before: Sequence[Standing]) -> None:
    for now in before:
        handle = session.names.handle(now.weapon)
        paper.line(f"{handle}, last shown: {last_shown(session, now)}", indent=2)


def rule_of(session: Session, rule: str) -> tuple[str, str]:
    """Return a rule's title, and its authority, evidence mark and whether it is unverified."""
    binding = session.desk.judge.book(session.state.packs).find(rule)
    if binding is None:
        return _BESIDE_RULES.get(rule, (rule, "no row of a rule pack"))
    row = binding.rows[0]
    packs = sorted(choice.pack for choice in session.state.packs.packs if row.id in choice.rows)
    mark = (
        "unverified" if any(row.unverified for row in binding.rows) else "source read by a person"
    )
    says = f"{row.authority.value}, evidence {row.evidence.value}, {mark}"
    return row.title, f"{says}; pack {', '.join(packs)}"


def facts_of(session: Session, refusal: Refusal) -> str:
    """Return the facts a refusal looked at, with names for ids and numbers for events."""
    return ", ".join(_fact(session, fact) for fact in refusal.facts if fact)


def _fact(session: Session, fact: str) -> str:
    if _EVENT.match(fact):
        index = session.desk.keeping.find(EventId(fact))
        return f"{fact[:12]}…" if index is None else f"entry {index}"
    return session.names.plain(fact)


# -- as JSON ----------------------------------------------------------------------------------


def refusal_data(session: Session, refusal: Refusal) -> dict[str, Any]:
    """Return one reason for a program."""
    title, source = rule_of(session, refusal.rule)
    return {
        "code": refusal.code.value,
        "rule": refusal.rule,
        "title": title,
        "source": source,
        "facts": list(refusal.facts),
        "lift": refusal.lift,
    }


def answer_data(session: Session, answer: Answer, before: Sequence[Standing]) -> dict[str, Any]:
    """Return one answer for a program."""
    return {
        "outcome": answer.outcome.value,
        "index": answer.index,
        "id": answer.id,
        "codes": list(answer.codes),
        "refusals": [refusal_data(session, refusal) for refusal in answer.refusals],
        "alerts": [refusal_data(session, alert) for alert in answer.alerts],
        "late": answer.late,
        "repeated": answer.repeated,
        "last_shown": [shown_data(session, now) for now in before],
    }


def forecast_data(
    session: Session, verdict: Verdict, before: Sequence[Standing]
) -> dict[str, Any]:
    """Return a forecast for a program."""
    return {
        "outcome": "asked",
        "codes": list(verdict.codes),
        "refusals": [refusal_data(session, refusal) for refusal in verdict.refusals],
        "alerts": [refusal_data(session, alert) for alert in verdict.alerts],
        "last_shown": [shown_data(session, now) for now in before],
    }


def shown_data(session: Session, now: Standing) -> dict[str, Any]:
    """Return what stands about a gun for a program."""
    return {
        "weapon": now.weapon,
        "handle": session.names.handle(now.weapon),
        "class": now.weapon_class,
        "charge": now.charge.by.value,
        "in_charge": now.charge.who,
        "in_hand": now.in_hand,
        "in_hand_reported": now.in_hand_reported,
        "shown": now.stands.shown.value,
        "rounds": now.stands.rounds,
        "by": list(now.stands.by),
        "age_ms": now.age_ms,
        "ended": now.ended,
        "kept_as_found": bool(now.kept),
    }


def known_code(code: str) -> bool:
    """Return whether this is a code of the record or the rules."""
    return code in {known.value for known in Code}
