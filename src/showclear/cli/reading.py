"""What is on record now and how it came about: status, log, trace. Reading changes nothing.

They work beside a running desk and on a folder that cannot be written, and show the ledger as of
its last signed head. The answers of a look that is still closed are shown to nobody. Who declined,
and which gun, is for the handler and the first AD to know (R52): log leaves both out, and trace
leaves the entry out, since its subject would give them away. The ledger's bytes hold them.
"""

from __future__ import annotations

from typing import Any, Final

import click
import msgspec

from showclear.cli.paper import STRONG, counted
from showclear.cli.reports import last_shown, shown_data
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command
from showclear.cli.sentences import because, outcome_word
from showclear.cli.session import Session
from showclear.desk.closed import closed_looks
from showclear.desk.entries import Entry, entries_from
from showclear.desk.questions import OpenMatter, open_matters, standing
from showclear.field.ids import DESK
from showclear.field.instants import MINUTE_MS, from_text, to_text
from showclear.field.stock import Form
from showclear.outputs.words.catalogue import SOURCE_LANGUAGE, catalogue
from showclear.record.events.base import Body
from showclear.record.events.desk import Decision, Unattributed
from showclear.record.events.handling import Look
from showclear.record.events.speaking import Decline
from showclear.record.events.stock import Prove
from showclear.record.events.table import BY_BODY
from showclear.record.state import By, Charge

LOG_LINES: Final = 20
FIRST_LINE: Final = "Statements people made; not an assessment."
DECLINE: Final = "decline"
DECLINED: Final = "declined; seen by handler and AD only"
NOT_TRACED: Final = "who declined what is not traced: handler and AD only"


# -- status -----------------------------------------------------------------------------------


@command(root, "status", example="showclear status")
@as_json
def status(job: Job) -> None:
    """Show what is on record now: guns, containers, rounds, people, what is open."""
    with job.reading() as session:
        matters = open_matters(session.desk)
        job.paper.data(_status_data(session, matters))
        _tell_head(job, session)
        _tell_guns(job, session)
        _tell_containers(job, session)
        _tell_lots(job, session)
        _tell_people(job, session)
        _tell_matters(job, session, matters)


def _tell_head(job: Job, session: Session) -> None:
    state = session.state
    day = f"day {state.day} is open" if state.day else "no working day is open"
    job.paper.line(FIRST_LINE, style="dim")
    entries = counted(state.next_index, "entry", "entries")
    job.paper.line(f"{session.desk.parts.origin}: {entries}, {day}", style=STRONG)


def _tell_guns(job: Job, session: Session) -> None:
    if not session.state.weapons:
        return
    job.paper.line()
    rows = []
    for item in sorted(session.state.weapons, key=session.names.handle):
        now = standing(session.desk, item)
        weapon = session.state.weapons[item]
        hand = session.names.name(weapon.in_hand) if weapon.in_hand else "nobody can say"
        hand += " (as reported)" if weapon.in_hand_reported else ""
        handle = session.names.handle(item)
        charge = in_charge(session, weapon.charge)
        rows.append((handle, charge, hand, last_shown(session, now)))
    job.paper.table(("gun", "in charge", "in hand", "last shown"), rows)


def in_charge(session: Session, charge: Charge) -> str:
    """Return who answers for an item, in words."""
    match charge.by:
        case By.HANDLER | By.PLACE:
            return session.names.name(charge.who)
        case By.GAP:
            return "nobody: open question"
        case By.END:
            return charge.who


def _tell_containers(job: Job, session: Session) -> None:
    rows = []
    for item, held in session.state.containers.items():
        stock = "; ".join(
            f"{kept.rounds} {session.names.handle(lot)}, {_proved(kept.rounds, kept.proved)}"
            for lot, kept in held.stock.items()
        )
        stock = stock or "nothing entered"
        rows.append(
            (
                session.names.handle(item),
                form_word(held.form),
                in_charge(session, held.charge),
                stock,
            )
        )
    if rows:
        job.paper.line()
        job.paper.table(("container", "form", "in charge", "rounds"), sorted(rows))


def form_word(form: Form) -> str:
    """Return what a kind of container is called; the record's own words are shorter."""
    return catalogue(SOURCE_LANGUAGE).say(f"word.form.{form.value}")


def _proved(rounds: int, proved: int) -> str:
    return "each proved by two" if proved == rounds else f"{proved} proved by two"


def _tell_lots(job: Job, session: Session) -> None:
    rows = [
        (
            session.names.handle(lot),
            f"{kept.kind.value} {kept.calibre}",
            f"{kept.received + kept.found}",
            f"{kept.stored}",
            f"{kept.loaded}",
            f"{kept.fired}",
            f"{kept.missing}",
        )
        for lot, kept in session.state.lots.items()
    ]
    if rows:
        job.paper.line()
        columns = ("lot", "kind", "came in", "stored", "in guns", "fired", "missing")
        job.paper.table(columns, sorted(rows))


def _tell_people(job: Job, session: Session) -> None:
    rows = [
        (
            session.names.name(person),
            record.title,
            ", ".join(sorted(role.value for role in record.roles)),
            _keys(session, person),
        )
        for person, record in session.state.registry.people.items()
        if person != DESK
    ]
    job.paper.line()
    job.paper.table(("person", "title", "may act as", "keys"), sorted(rows))


def _keys(session: Session, person: str) -> str:
    registry = session.state.registry
    own = [record for record in registry.keys.values() if record.person == person]
    live = sum(record.revoked < 0 for record in own)
    return f"{live}" if live == len(own) else f"{live}, {len(own) - live} revoked"


def _tell_matters(job: Job, session: Session, matters: tuple[OpenMatter, ...]) -> None:
    job.paper.line()
    if not matters:
        job.paper.line("nothing waits for an answer", indent=2)
        return
    rows = [
        (
            f"entry {session.desk.keeping.find(matter.event)}",
            f"{matter.kind} {matter.topic}".strip(),
            ", ".join(map(session.names.handle, matter.items)),
            "stands against steps" if matter.blocks else "",
        )
        for matter in matters
    ]
    job.paper.table(("open", "what", "about", ""), rows)


def _status_data(session: Session, matters: tuple[OpenMatter, ...]) -> dict[str, Any]:
    state, names = session.state, session.names
    return {
        "origin": session.desk.parts.origin,
        "entries": state.next_index,
        "day": state.day,
        "guns_out": state.guns_out,
        "weapons": [shown_data(session, standing(session.desk, item)) for item in state.weapons],
        "containers": [
            {
                "container": item,
                "handle": names.handle(item),
                "form": held.form.value,
                "purpose": held.purpose.value,
                "charge": held.charge.by.value,
                "in_charge": held.charge.who,
                "rounds": {lot: kept.rounds for lot, kept in held.stock.items()},
                "proved": {lot: kept.proved for lot, kept in held.stock.items()},
            }
            for item, held in state.containers.items()
        ],
        "lots": [
            {"lot": lot, "handle": names.handle(lot), **msgspec.to_builtins(kept)}
            for lot, kept in state.lots.items()
        ],
        "people": [
            {
                "person": person,
                "name": names.name(person),
                "title": record.title,
                "roles": sorted(role.value for role in record.roles),
                "keys": [
                    {"key": key, "enrolled": one.enrolled, "revoked": one.revoked}
                    for key, one in state.registry.keys.items()
                    if one.person == person
                ],
            }
            for person, record in state.registry.people.items()
        ],
        "open": [msgspec.to_builtins(matter) for matter in matters],
    }


# -- log --------------------------------------------------------------------------------------


@command(root, "log", example="showclear log --last 10")
@click.option("--last", type=click.IntRange(1), default=LOG_LINES, show_default=True)
@click.option("--first", type=click.IntRange(0), help="From this entry on, instead of the last.")
@as_json
def log(job: Job, *, last: int, first: int | None) -> None:
    """List entries: what people signed, in order, and what became of it."""
    with job.reading() as session:
        size = session.desk.keeping.tree.size
        start = max(0, size - last * 2) if first is None else min(first, size)
        entries = list(entries_from(session.desk, start))
        entries = entries[-last:] if first is None else entries[:last]
        closed = closed_looks(session.state, session.desk.now())
        job.paper.data([_entry_data(session, entry, closed) for entry in entries])
        job.paper.line(FIRST_LINE, style="dim")
        job.paper.line(zone(session), style="dim")
        rows = [_row(session, entry, closed) for entry in entries]
        job.paper.table(("entry", "at", "what", "signed by", "outcome"), rows)


def declined(body: Body) -> bool:
    """Return whether somebody declines here, signed or not."""
    unsigned = isinstance(body, Unattributed) and body.reported == DECLINE
    return unsigned or isinstance(body, Decline)


def _row(session: Session, entry: Entry, closed: frozenset[int]) -> tuple[str, ...]:
    body = entry.event.body
    at = local(entry.at, session.state.utc_offset_minutes)[11:16]
    if declined(body):
        return f"{entry.index}", at, DECLINED, "", _outcome(entry.decision)
    items = (*BY_BODY[type(body)].touches(body), *BY_BODY[type(body)].cites(body))
    about = ", ".join(map(session.names.handle, dict.fromkeys(items)))
    what = f"{_called(body)} {about}".strip()
    answers = _answers(body, shown=entry.index not in closed)
    return (
        f"{entry.index}",
        at,
        what + (f": {answers}" if answers else ""),
        ", ".join(session.names.name(signer.person) for signer in entry.event.signers),
        _outcome(entry.decision),
    )


def _called(body: Body) -> str:
    """Return what an entry is called in a line: its type, or what nobody signed for."""
    if isinstance(body, Unattributed):
        return f"{body.reported.replace('-', ' ')}, unattributed"
    return BY_BODY[type(body)].name.replace("-", " ")


def _answers(body: Body, *, shown: bool) -> str:
    """Return what a look answers in short; a closed one's is shown to nobody."""
    match body:
        case Look() | Prove() if not shown:
            return "still closed"
        case Look():
            said = [f"{one.how.value} {one.holds.value}" for one in body.answers]
            kinds = dict.fromkeys(said)
            return ", ".join(f"{said.count(kind)} {kind}" for kind in kinds)
        case Prove():
            proofs = ", ".join(proof.value for proof in body.each)
            return f"{body.rounds} {body.kind.value} by {proofs or 'no proof'}"
        case _:
            return ""


def _outcome(decision: Decision) -> str:
    late = ", late" if decision.late else ""
    codes = "; ".join(because(code) for code in decision.codes)
    if decision.outcome.value == "refused":
        return f"not yet: {codes}{late}"
    return outcome_word(decision.outcome) + (f": {codes}" if codes else "") + late


def _entry_data(session: Session, entry: Entry, closed: frozenset[int]) -> dict[str, Any]:
    body = msgspec.to_builtins(entry.event.body)
    if entry.index in closed:
        body = {"type": body["type"], "closed": True}
    masked = declined(entry.event.body)
    if masked:
        body = {"type": body["type"], "declined": True}
    return {
        "index": entry.index,
        "id": entry.decision.id,
        "at": entry.at,
        "said_at": entry.event.at,
        "outcome": entry.decision.outcome.value,
        "codes": list(entry.decision.codes),
        "late": entry.decision.late,
        "signers": [
            {**msgspec.to_builtins(signer), "name": session.names.name(signer.person)}
            for signer in (() if masked else entry.event.signers)
        ],
        "body": body,
    }


def zone(session: Session) -> str:
    """Return which clock the times of a list are read on, said once above it."""
    minutes = session.state.utc_offset_minutes
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"Times are the desk's, on the production's clock: UTC{sign}{hours:02}:{rest:02}."


def local(instant: str, offset_minutes: int) -> str:
    """Return an instant in the production's own time, for people."""
    return to_text(from_text(instant) + offset_minutes * MINUTE_MS)
