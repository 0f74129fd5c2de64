"""Where every round is: the one equation per lot, now or as the record stood at any entry.

Received and found is what is not admitted, in store, with people, in guns, fired by tally, in
quarantine, shipped, destroyed and missing (DESIGN.md, "What must always hold", 4). Figures, and
the questions that are open about them; no verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click
import msgspec

from showclear.cli.paper import QUIET, STRONG
from showclear.cli.reading import FIRST_LINE
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command
from showclear.cli.session import Session
from showclear.errors import Damaged, UsageError
from showclear.field.instants import from_text
from showclear.record.events.desk import Decided
from showclear.record.fold import Kept, fold_decided, fold_entry, now_after
from showclear.record.reckoning import FiredCases, Reckoning, fired_cases, reckon
from showclear.record.state import State
from showclear.record.verify import verify_ledger
from showclear.wiring import mapped_over, open_source, verify_signature

# What is shown of the equation, in its order: a word for people, and the field.
TERMS: Final = (
    ("not admitted yet", "not_admitted"),
    ("in store", "in_store"),
    ("with people", "with_people"),
    ("in guns", "loaded"),
    ("fired by tally", "fired"),
    ("in quarantine", "quarantined"),
    ("shipped", "shipped"),
    ("destroyed", "destroyed"),
    ("missing", "missing"),
)


@command(root, "rounds", example="showclear rounds --at 41")
@click.option("--at", "index", type=click.IntRange(min=0), metavar="ENTRY",
              help="As the record stood after this entry; now, when left out.")  # fmt: skip
@as_json
def rounds(job: Job, *, index: int | None) -> None:
    """Say where every round of every lot is: the figures add up, or a question is open.

    Received and found is everything below it. Missing and found rounds are open questions: they
    stand before the next working day's first gun, and never before locking up.
    """
    with job.reading() as session:
        state = session.state if index is None else _at(job, index)
        found = reckon(state)
        cases = fired_cases(state)
        job.paper.line(FIRST_LINE, style=QUIET)
        if not found:
            job.paper.line("no rounds were ever received here")
        for name in sorted(found, key=session.names.handle):
            _tell(job, session, found[name])
        if cases.fired:
            _tell_cases(job, cases)
        job.paper.data({"lots": [_data(one) for one in found.values()], "fired-cases": cases})


def _at(job: Job, index: int) -> State:
    """Return the state after one entry, folded from the ledger's first.

    Damage anywhere is said instead: what is read up to it only would pass for the whole.
    """
    state = State()

    def observe(commit: Sequence[Kept]) -> None:
        body = commit[-1].event.body
        if commit[0].index > index or not isinstance(body, Decided):
            return
        now = now_after(state, body.boot, from_text(body.instant))
        for kept, decision in zip(commit[:-1], body.entries, strict=True):
            if kept.index <= index:
                fold_entry(state, kept, decision, now)
        if commit[-1].index <= index:
            fold_decided(state, commit[-1], now)

    source = open_source(job.folder)
    try:
        size = source.size()
        if index >= size:
            raise UsageError(
                "entry_unknown", f"entry {index}", expected=f"0 to {size - 1}", found="none yet",
                hint="showclear log",
            )  # fmt: skip
        report = verify_ledger(
            source,
            verify=verify_signature,
            mapped=mapped_over(size),
            observer=observe,
            progress=job.bar,
        )
    finally:
        source.close()
    for problem in report.problems[:1]:
        raise Damaged(problem.place, expected=problem.expected, found=problem.found)
    return state


def _tell(job: Job, session: Session, one: Reckoning) -> None:
    paper, came = job.paper, one.received + one.found
    found = f" ({one.found} of them found)" if one.found else ""
    paper.line(
        f"{session.names.handle(one.lot)}, {one.kind.value}: {came} came in{found}", style=STRONG
    )
    for words, field in TERMS:
        number = getattr(one, field)
        if number:
            aside = f", {one.set_aside} of them in no container" if _aside(one, field) else ""
            paper.pair(words, f"{number}{aside}", width=17)
    if one.difference:
        paper.pair("difference", f"{one.difference}: the book is not whole", width=17)
    if one.questions:
        paper.pair("open questions", f"{len(one.questions)}: showclear status", width=17)


def _aside(one: Reckoning, field: str) -> bool:
    return field == "with_people" and bool(one.set_aside)


def _tell_cases(job: Job, cases: FiredCases) -> None:
    counted = (
        "not counted by two yet" if cases.counted is None else f"{cases.counted} counted by two"
    )
    job.paper.line("fired cases, a cross-check only", style=STRONG)
    job.paper.pair("gunshots", f"{cases.fired} by tally", width=17)
    job.paper.pair("cases", counted, width=17)
    job.paper.pair(
        "may stay out", f"{cases.tolerated} (no source gives a number: class D)", width=17
    )


def _data(one: Reckoning) -> dict[str, Any]:
    return {**msgspec.to_builtins(one), "difference": one.difference, "on_hand": one.on_hand}
