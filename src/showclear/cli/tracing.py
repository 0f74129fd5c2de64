"""Trace: one item, lot, key or person through the ledger, as text, JSON and a picture.

``key:lockup`` is the key of the locked place ``lockup``: who was named to hold it, and when the
place was locked and opened. A signing key is named by its digits.

Who declined, and which gun, is for the handler and the first AD to know (R52): trace leaves that
entry out, since its subject would give it away. The answers of a closed look are shown to nobody.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click
import msgspec

from showclear.cli.files import write_new
from showclear.cli.paper import QUIET, STRONG, counted
from showclear.cli.reading import FIRST_LINE, declined, in_charge, local, zone
from showclear.cli.reports import stated
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command
from showclear.cli.sentences import ended_by
from showclear.cli.session import Session
from showclear.desk.closed import closed_looks
from showclear.desk.directory import NAMED_MAX, slug
from showclear.errors import UsageError
from showclear.field.ids import DESK, ItemId
from showclear.field.instants import from_text
from showclear.outputs.lanes import KEY_LANES, Mark, lanes_picture
from showclear.record.events.desk import Outcome
from showclear.record.flow import Flow, FlowTracer, backwards, forwards
from showclear.record.fold import Kept
from showclear.record.showing import Shown
from showclear.record.trace import TraceLine, Tracer
from showclear.record.trace_keys import Door, KeyLine, KeyTracer
from showclear.record.verify import verify_ledger
from showclear.wiring import mapped_over, open_source, verify_signature

NOT_TRACED: Final = "who declined what is not traced: handler and AD only"
NO_ROUND: Final = "True to lot and container: which single round it was, nobody can say."
KEY_OF: Final = "key:"
NOBODY_TURNED: Final = "Who turned the key nobody can prove: this is what people signed."
OF_ITEM: Final = frozenset({"charge", "in_hand", "stands", "ended"})  # not of its place's key
NOTHING_STANDS: Final = frozenset({Shown.UNKNOWN, Shown.NOT_IDENTIFIED})


class Found(msgspec.Struct, frozen=True):
    """What one reading of the ledger found about a subject."""

    subject: str
    lines: list[TraceLine]
    flows: list[Flow]
    damaged: str
    keys: list[KeyLine]  # of a place's key only


@command(
    root,
    "trace",
    example="""
showclear trace colt-3
showclear trace colt-3 --picture colt-3.svg
showclear trace belt-2 --backwards
showclear trace key:lockup --picture key.svg
""",
)
@click.argument("subject")
@click.option("--forwards", "onward", is_flag=True, help="Where rounds from there may have gone.")
@click.option("--backwards", "back", is_flag=True, help="Where rounds there may have come from.")
@click.option(
    "--picture", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.svg",
    help="Draw it: lanes over time, statements with their ends, gaps as gaps.",
)  # fmt: skip
@as_json
def trace(job: Job, *, subject: str, onward: bool, back: bool, picture: Path | None) -> None:
    """Tell everything on record about one item, lot, key or person, in order.

    For an item each line says who was in charge afterwards; a gap stands where it was. Trace
    is true to lot and container, never to a single cartridge. It repeats statements; it makes
    none. The key of a locked place is named key:PLACE: who was to hold it, and when somebody
    said that they locked the place or took something out.
    """
    if onward and back:
        raise click.UsageError("--forwards and --backwards exclude each other")
    with job.reading() as session:
        of_key = subject.strip().casefold().startswith(KEY_OF)
        if of_key and (onward or back):
            raise UsageError(
                "place_wanted", subject, expected="a gun, a container or a lot",
                found="a key", hint="leave --forwards and --backwards out",
            )  # fmt: skip
        found = _read(job, session, subject)
        if onward or back:
            _tell_flows(job, session, found, back=back)
        elif of_key:
            _tell_key(job, session, found)
        else:
            _tell_lines(job, session, found)
        if picture is not None:
            write_new(picture, _picture(session, found, of_key=of_key).encode())
            job.paper.line(f"picture: {picture}")
        if found.damaged:
            job.paper.line(f"the bytes are damaged at {found.damaged}: run showclear verify")


def _read(job: Job, session: Session, subject: str) -> Found:
    tracer, flows = _tracer(session, subject), FlowTracer()
    masked: set[int] = set()

    def observe(commit: Sequence[Kept]) -> None:
        tracer.commit(commit)
        flows.commit(commit)
        masked.update(kept.index for kept in commit if declined(kept.event.body))

    source = open_source(job.folder)
    try:
        report = verify_ledger(
            source,
            verify=verify_signature,
            mapped=mapped_over(source.size()),
            observer=observe,
            progress=job.bar,
        )
    finally:
        source.close()
    lines = [line for line in tracer.lines if line.index not in masked]
    damaged = str(report.problems[0].place) if report.problems else ""
    keys = tracer.keys if isinstance(tracer, KeyTracer) else []
    return Found(tracer.subject, lines, flows.flows, damaged, keys)


def _tracer(session: Session, text: str) -> Tracer:
    word = text.strip()
    if not word.casefold().startswith(KEY_OF):
        return Tracer(_subject(session, word))
    return KeyTracer(session.names.item(word[len(KEY_OF) :], session.state))


def _tell_lines(job: Job, session: Session, found: Found) -> None:
    job.paper.data([_line_data(line) for line in found.lines])
    _tell_head(job, session, found)
    job.paper.line(zone(session), style=QUIET)
    closed = closed_looks(session.state, session.desk.now())
    rows = [_row(session, line, closed) for line in found.lines]
    job.paper.table(("entry", "at", "what", "signed by", "in charge after"), rows)
    job.paper.line(NOT_TRACED, style=QUIET)


def _tell_key(job: Job, session: Session, found: Found) -> None:
    if not any(line.held.named or line.door is not Door.UNTOUCHED for line in found.keys):
        raise UsageError(
            "key_wanted", session.names.name(found.subject), expected="a place that is locked",
            found="one whose key nobody was named for", hint="showclear trace key:PLACE",
        )  # fmt: skip
    job.paper.data([_key_data(line) for line in found.keys])
    job.paper.line(FIRST_LINE, style=QUIET)
    name = session.names.name(found.subject)
    job.paper.line(f"the key of {name} ({found.subject})", style=STRONG)
    job.paper.line(zone(session), style=QUIET)
    rows = [
        (*_row(session, line.entry, frozenset())[:4], _door(line), _held(session, line))
        for line in found.keys
    ]
    columns = ("entry", "at", "what", "signed by", "the place", "key held by afterwards")
    job.paper.table(columns, rows)
    job.paper.line(NOBODY_TURNED, style=QUIET)


def _door(line: KeyLine) -> str:
    return "" if line.door is Door.UNTOUCHED else line.door.value


def _held(session: Session, line: KeyLine) -> str:
    """Return who is named to hold the key; where nobody answers for it, that it is a gap."""
    named = ", ".join(session.names.name(who) for who in line.held.named)
    return f"GAP: {_gap(session, line)}" if line.held.gap else named


def _gap(session: Session, line: KeyLine) -> str:
    silent = " and ".join(session.names.name(who) for who in line.held.silent)
    others = ", ".join(
        session.names.name(who) for who in line.held.named if who not in line.held.silent
    )
    if not silent:
        return "nobody is named"
    return f"{silent} cannot sign any more" + (f"; also held by {others}" if others else "")


def _key_data(line: KeyLine) -> Any:
    entry = {key: value for key, value in _line_data(line.entry).items() if key not in OF_ITEM}
    held = msgspec.to_builtins(line.held)
    return {**entry, "door": line.door.value, **held, "gap": line.held.gap}


def _picture(session: Session, found: Found, *, of_key: bool) -> str:
    title = session.names.name(found.subject)
    if not of_key:
        return lanes_picture(title, [_mark(session, line) for line in found.lines])
    marks, said = [], ""
    for line in found.keys:
        if line.door is not Door.UNTOUCHED:
            said = f"{line.door.value}, {_by(session, line.entry)}"
        held = _gap(session, line) if line.held.gap else _held(session, line)
        mark = _mark(session, line.entry)
        marks.append(
            msgspec.structs.replace(mark, charge=held, gap=line.held.gap, in_hand="", door=said)
        )
    return lanes_picture(f"the key of {title}", marks, lanes=KEY_LANES)


def _tell_head(job: Job, session: Session, found: Found) -> None:
    job.paper.line(FIRST_LINE, style=QUIET)
    job.paper.line(f"{session.names.name(found.subject)} ({found.subject})", style=STRONG)
    for path in ("serial", "supplier", "label", "maker"):
        words = session.names.detail(found.subject, path)
        if words:
            job.paper.pair(path, words)


def _tell_flows(job: Job, session: Session, found: Found, *, back: bool) -> None:
    """Tell where rounds came from or went; for a lot, every movement of it."""
    if found.subject in session.state.lots:
        flows = [flow for flow in found.flows if flow.lot == found.subject]
        flows = flows[::-1] if back else flows
    elif session.state.item(found.subject) is None:
        raise UsageError(
            "place_wanted", found.subject, expected="a gun, a container or a lot",
            found="a person or a key", hint="leave --forwards and --backwards out",
        )  # fmt: skip
    else:
        flows = (backwards if back else forwards)(found.flows, found.subject)
    names = session.names
    job.paper.data(flows)
    _tell_head(job, session, found)
    rows = [
        (
            f"{flow.index}",
            counted(flow.rounds, "round"),
            names.name(flow.lot),
            names.name(flow.source),
            names.name(flow.target),
        )
        for flow in flows
    ]
    job.paper.table(("entry", "how many", "of lot", "from", "to"), rows)
    job.paper.line(NO_ROUND, style=QUIET)


def _subject(session: Session, text: str) -> str:
    state, names = session.state, session.names
    wanted = text.strip().casefold()
    for subject in (*state.weapons, *state.containers, *state.lots):
        if wanted in {subject, names.handle(subject)}:
            return subject
    if wanted in state.registry.keys:
        return wanted
    try:
        return names.person(text, state)
    except UsageError as problem:
        if problem.code != "person_unknown":
            raise
        raise _unknown(session, text) from problem


def _unknown(session: Session, text: str) -> UsageError:
    """Return that nobody and nothing is called so, with what there is to trace."""
    state, names = session.state, session.names
    things = sorted(map(names.handle, (*state.weapons, *state.containers, *state.lots)))
    people = sorted(names.name(one) for one in state.registry.people if one != DESK)
    close = difflib.get_close_matches(text.strip().casefold(), [*things, *map(slug, people)], n=2)
    listed = ", ".join([*things[:NAMED_MAX], *people[:NAMED_MAX]])
    more = len(things) + len(people) - len(things[:NAMED_MAX]) - len(people[:NAMED_MAX])
    return UsageError(
        "subject_unknown",
        "what to trace",
        expected=f"a gun, container, lot, person or key known here: {listed}"
        + (f" and {more} more" if more else ""),
        found=repr(text)[:60] + (f"; did you mean {' or '.join(close)}?" if close else ""),
        hint="names and handles are listed by: showclear status",
    )


def _row(session: Session, line: TraceLine, closed: frozenset[int]) -> tuple[str, ...]:
    outcome = ""
    if line.outcome in {Outcome.REFUSED, Outcome.OUT_OF_CHAIN}:
        outcome = f" ({'not yet' if line.outcome is Outcome.REFUSED else 'out of chain'})"
    after = "" if line.charge is None else in_charge(session, line.charge)
    if line.gap:
        after = "GAP: nobody answers for it"
    holder = _holder(session, line)
    return (
        f"{line.index}",
        _clock(session, line)[5:16].replace("T", " "),
        line.type.replace("-", " ") + outcome + (": still closed" if line.index in closed else ""),
        _by(session, line),
        after + (f", in hand {holder}" if holder else ""),
    )


def _holder(session: Session, line: TraceLine) -> str:
    """Return who holds it, where that is not who is in charge of it."""
    held = line.in_hand and line.charge is not None and line.in_hand != line.charge.who
    return session.names.name(ItemId(line.in_hand)) if held else ""


def _by(session: Session, line: TraceLine) -> str:
    return ", ".join(session.names.name(signer.person) for signer in line.signers)


def _clock(session: Session, line: TraceLine) -> str:
    return local(line.at, session.state.utc_offset_minutes)


def _mark(session: Session, line: TraceLine) -> Mark:
    stands = line.stands
    shown = "" if stands is None or stands.shown in NOTHING_STANDS else stated(stands)
    return Mark(
        index=line.index,
        at_ms=from_text(line.at),
        clock=_clock(session, line)[11:16],
        day=_clock(session, line)[:10],
        what=line.type.replace("-", " "),
        by=_by(session, line),
        refused=line.outcome is Outcome.REFUSED,
        late=line.late,
        charge="" if line.charge is None or line.gap else in_charge(session, line.charge),
        in_hand="" if not line.in_hand else session.names.name(ItemId(line.in_hand)),
        gap=line.gap,
        shown=shown,
        ended=ended_by(line.ended),
    )


def _line_data(line: TraceLine) -> Any:
    return {**msgspec.to_builtins(line), "gap": line.gap}
