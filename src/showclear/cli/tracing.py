"""Trace: one item, lot, key or person through the ledger, as text, JSON and a picture.

Who declined, and which gun, is for the handler and the first AD to know (R52): trace leaves that
entry out, since its subject would give it away. The answers of a closed look are shown to nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click
import msgspec

from showclear.cli.files import write_new
from showclear.cli.paper import QUIET, STRONG, counted
from showclear.cli.reading import FIRST_LINE, declined, in_charge, local
from showclear.cli.reports import stated
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command
from showclear.cli.sentences import ended_by
from showclear.cli.session import Session
from showclear.desk.closed import closed_looks
from showclear.errors import UsageError
from showclear.field.ids import ItemId
from showclear.field.instants import from_text
from showclear.outputs.lanes import Mark, lanes_picture
from showclear.record.events.desk import Outcome
from showclear.record.flow import Flow, FlowTracer, backwards, forwards
from showclear.record.fold import Kept
from showclear.record.showing import Shown
from showclear.record.trace import TraceLine, Tracer
from showclear.record.verify import verify_ledger
from showclear.wiring import mapped_over, open_source, verify_signature

NOT_TRACED: Final = "who declined what is not traced: handler and AD only"
NO_ROUND: Final = "True to lot and container: which single round it was, nobody can say."
NOTHING_STANDS: Final = frozenset({Shown.UNKNOWN, Shown.NOT_IDENTIFIED})


class Found(msgspec.Struct, frozen=True):
    """What one reading of the ledger found about a subject."""

    subject: str
    lines: list[TraceLine]
    flows: list[Flow]
    damaged: str


@command(
    root,
    "trace",
    example="""
showclear trace colt-3
showclear trace colt-3 --picture colt-3.svg
showclear trace belt-2 --backwards
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
    none.
    """
    with job.reading() as session:
        found = _read(job, session, subject)
        if onward or back:
            _tell_flows(job, session, found, back=back)
        else:
            _tell_lines(job, session, found)
        if picture is not None:
            marks = [_mark(session, line) for line in found.lines]
            title = session.names.name(found.subject)
            write_new(picture, lanes_picture(title, marks).encode())
            job.paper.line(f"picture: {picture}")
        if found.damaged:
            job.paper.line(f"the bytes are damaged at {found.damaged}: run showclear verify")


def _read(job: Job, session: Session, subject: str) -> Found:
    tracer, flows = Tracer(_subject(session, subject)), FlowTracer()
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
    return Found(tracer.subject, lines, flows.flows, damaged)


def _tell_lines(job: Job, session: Session, found: Found) -> None:
    job.paper.data([_line_data(line) for line in found.lines])
    _tell_head(job, session, found)
    closed = closed_looks(session.state, session.desk.now())
    rows = [_row(session, line, closed) for line in found.lines]
    job.paper.table(("entry", "at", "what", "signed by", "in charge after"), rows)
    job.paper.line(NOT_TRACED, style=QUIET)


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
    return names.person(text, state)


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
