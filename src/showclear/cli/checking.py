"""Checking a ledger from its bytes: verify, audit, receipt, export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click
import msgspec

from showclear.cli.exits import Exit
from showclear.cli.files import read_file, write_new
from showclear.cli.held import held_heads
from showclear.cli.paper import NOT_YET, STRONG, Paper, counted
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command
from showclear.cli.sentences import outcome_word
from showclear.desk.export import export_files, export_size
from showclear.errors import Damaged, UsageError
from showclear.record.envelope import event_id, open_envelope
from showclear.record.event import decode_event
from showclear.record.events.desk import Decided, Outcome
from showclear.record.events.table import BY_BODY
from showclear.record.note import TYPE_ED25519, VerifierKey
from showclear.record.receipt import RECEIPT_BYTES_MAX, CheckedReceipt, check_receipt
from showclear.record.verify import Anchor, Report, Source, verify_ledger
from showclear.record.walk import Observer, Problem, quiet
from showclear.rules.audit import Auditor, AuditReport
from showclear.wiring import (
    copied_ledger,
    mapped_over,
    open_source,
    verify_signature,
    write_folder,
)

PROVED: Final = (
    "every envelope and event is strictly well formed, and its signatures hold",
    "each key was enrolled before it signed and not revoked by then",
    "each item's chain, and what the desk decided of each entry, fit what the record makes of it",
    "the tree of all entries has the root that the ledger's key signed",
)
FILE: Final = click.Path(path_type=Path, dir_okay=False)
COPY: Final = click.argument(
    "copy", required=False, metavar="[COPY]", type=click.Path(path_type=Path, exists=True)
)
# Problems that only what the checker holds brings to light: everything was judged.
FROM_ELSEWHERE: Final = frozenset({"other_opening", "shorter_than_head", "other_history"})
CLOCK_MOVES_SHOWN: Final = 20  # more than a page of them says nothing further
UNITS: Final = (("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1))
ONLY_STATED: Final = (
    "what was seen, held or done: people said so, nothing can prove it",
    "times: the devices' and the desk's own, between the heads they name",
    "that this is the only copy: only outside keepers' cosignatures bear on that",
)


@command(
    root,
    "verify",
    example="""
showclear verify
showclear verify red-canyon-copy --opening 6b86b273...   (the id you wrote down)
showclear verify red-canyon-copy --receipt my-receipt.txt --receipt annas.txt
""",
)
@COPY
@click.option("--opening", default="", help="The opening's id as you know it from elsewhere.")
@click.option(
    "--receipt", "receipts", multiple=True, type=FILE, help="A receipt that somebody holds."
)
@click.option(
    "--head", "heads", multiple=True, type=FILE, help="A checkpoint of it that somebody kept."
)
@as_json
def verify(
    job: Job,
    *,
    copy: Path | None,
    opening: str,
    receipts: tuple[Path, ...],
    heads: tuple[Path, ...],
) -> None:
    """Check every byte of a ledger, or of an exported COPY: signatures, keys, chains, tree, head.

    Says what is proved and what is only stated. What is wrong is named with its place. Rules
    are not asked here: that is showclear audit.

    A ledger cut short, or made again from its entries, has good signatures too. Receipts and
    heads that people hold tell it from the real one: give every one you can get.
    """
    with _source(job, copy) as source:
        held = held_heads(source, receipts=receipts, heads=heads)
        report = _check(job, source, quiet, Anchor(opening=opening, heads=held))
    job.paper.data({**_report_data(report), "heads_compared": len(held)})
    tell_report(job, report, held=len(held))


@contextmanager
def _source(job: Job, copy: Path | None) -> Iterator[Source]:
    if copy is not None:
        yield copied_ledger(copy)
        return
    source = open_source(job.folder)
    try:
        yield source
    finally:
        source.close()


def _check(job: Job, source: Source, observer: Observer, anchor: Anchor) -> Report:
    report = verify_ledger(
        source,
        verify=verify_signature,
        mapped=mapped_over(_size(source)),
        anchor=anchor,
        observer=observer,
        progress=job.bar,
    )
    if not report.good:
        job.exit = Exit.PROBLEM_FOUND
    return report


def _size(source: Source) -> int:
    """Return how many entries to plan for; one that cannot be read is the report's to name."""
    try:
        return source.size()
    except Damaged:
        return 0


def tell_report(job: Job, report: Report, *, held: int = 0) -> None:
    """Tell what a verification found; ``held`` heads that somebody holds were looked for."""
    paper = job.paper
    name = report.origin or "a ledger without an opening"
    if report.good:
        paper.line(f"verified: the bytes of {name} hold", style=STRONG)
    else:
        paper.line(f"{name} is not what was signed, or not the one named", style=NOT_YET)
        _tell_problems(job, report)
    _tell_extent(paper, report)
    _tell_clock(paper, report)
    if report.good:
        if held:
            paper.pair(
                "held", f"{counted(held, 'head')} that somebody holds: this ledger has each"
            )
        paper.line("what the bytes bear out:", indent=2)
        for text in PROVED:
            paper.pair("-", text, indent=4, width=1)
    paper.line("only stated, whatever the bytes say:", indent=2)
    for text in ONLY_STATED:
        paper.pair("-", text, indent=4, width=1)


def _tell_extent(paper: Paper, report: Report) -> None:
    signed = counted(report.signatures, "signature")
    commits = counted(report.commits, "commit")
    read = "" if report.good else "read up to there: "
    paper.pair("entries", f"{report.entries:,}; {read}{commits}, {signed}, {report.people} people")
    paper.pair("opening", report.opening or "none")
    if report.head is not None:
        paper.pair("head", f"size {report.head.size}, root {report.head.root.hex()[:32]}…")
        known = len(report.cosignatures) or "no"
        paper.pair("keepers", f"{known} outside keepers' cosignatures known here")
    if report.earliest_instant:
        paper.pair("desk times", f"{report.earliest_instant} to {report.latest_instant}")
    if report.beyond > 0 and report.good:
        paper.pair("beyond", f"{counted(report.beyond, 'entry', 'entries')} under no head yet")


def _tell_clock(paper: Paper, report: Report) -> None:
    """Tell where the desk's clock was moved: no problem of the bytes, but times lean on it."""
    for move in report.clock_moves[:CLOCK_MOVES_SHOWN]:
        paper.line(
            f"the desk's clock was moved by {_duration(move.moved_ms)} at entry {move.index}: "
            "times around it are only stated",
            style=NOT_YET,
            indent=2,
        )
    more = len(report.clock_moves) - CLOCK_MOVES_SHOWN
    if more > 0:
        paper.line(f"and {more:,} more times", indent=2)


def _duration(milliseconds: int) -> str:
    """Return a signed duration in its two largest units: ``-3 h 51 min``."""
    sign = "-" if milliseconds < 0 else "+"
    left = abs(milliseconds)
    parts = []
    for unit, size in UNITS:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {unit}")
    return f"{sign}{' '.join(parts[:2])}"


def _tell_problems(job: Job, report: Report) -> None:
    for problem in report.problems:
        _tell_problem(job, problem)
    if report.problems_more:
        job.paper.line(f"and {report.problems_more:,} more places", indent=2)
    if report.problems[0].code not in FROM_ELSEWHERE:
        job.paper.line("what comes after the first place is not judged further", indent=2)


def _tell_problem(job: Job, problem: Problem) -> None:
    job.paper.line(f"PROBLEM at {problem.place} [{problem.code}]", style=NOT_YET, indent=2)
    job.paper.pair("expected", problem.expected, indent=4)
    job.paper.pair("found", problem.found, indent=4)


def _report_data(report: Report) -> dict[str, Any]:
    return {
        "good": report.good,
        "origin": report.origin,
        "entries": report.entries,
        "commits": report.commits,
        "signatures": report.signatures,
        "people": report.people,
        "opening": report.opening,
        "size": None if report.head is None else report.head.size,
        "root": None if report.head is None else report.head.root.hex(),
        "cosignatures": len(report.cosignatures),
        "earliest_instant": report.earliest_instant,
        "latest_instant": report.latest_instant,
        "clock_moves": [msgspec.structs.asdict(move) for move in report.clock_moves],
        "beyond": report.beyond,
        "problems": [msgspec.structs.asdict(problem) for problem in report.problems],
        "problems_more": report.problems_more,
    }


# -- audit ------------------------------------------------------------------------------------


class _Texts:
    def __init__(self, source: Source) -> None:
        self._source = source

    def get(self, digest: str, /) -> bytes | None:
        return self._source.text(digest)


@command(root, "audit", example="showclear audit")
@COPY
@as_json
def audit(job: Job, *, copy: Path | None) -> None:
    """Re-compute every verdict of a ledger, or of an exported COPY; report where one differs.

    Verifies the bytes first. A commit judged under another version of the rules is not
    re-computed, and that is said. Nothing is ever decided again.
    """
    with _source(job, copy) as source:
        auditor = Auditor(_Texts(source))
        report = _check(job, source, auditor.commit, Anchor())
    found = auditor.report()
    job.paper.data({"bytes": _report_data(report), "audit": _audit_data(found)})
    for problem in report.problems:
        _tell_problem(job, problem)
    if found.differences:
        job.exit = Exit.PROBLEM_FOUND
    there = "" if report.good else " up to there"
    job.paper.line(f"re-computed {counted(found.steps, 'verdict')}{there}", style=STRONG)
    for text in found.not_recomputed:
        job.paper.line(f"not recomputed: {text}", indent=2)
    for one in found.differences:
        job.paper.line(f"DIFFERENCE at entry {one.index}", style=NOT_YET, indent=2)
        job.paper.pair("recorded", ", ".join(one.recorded) or "no codes", indent=4)
        job.paper.pair("computed", ", ".join(one.computed) or "no codes", indent=4)
    if found.good and report.good:
        job.paper.line("every one is as recorded", indent=2)


def _audit_data(found: AuditReport) -> dict[str, Any]:
    return {
        "good": found.good,
        "steps": found.steps,
        "differences": [msgspec.structs.asdict(one) for one in found.differences],
        "not_recomputed": list(found.not_recomputed),
    }


# -- receipts ---------------------------------------------------------------------------------


@root.group("receipt")
def receipt() -> None:
    """Save or check a receipt: one file that proves one entry."""


@command(receipt, "save", example="showclear receipt save 14 my-receipt.txt")
@click.argument("entry")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@as_json
def save_receipt(job: Job, *, entry: str, file: Path) -> None:
    """Save the receipt of an entry, under the present head, for somebody to keep."""
    with job.reading() as session:
        event = session.event(entry)
        answer = session.desk.answer_again(event, session.index_of(event))
        write_new(file, answer.receipt)
        job.paper.line(f"receipt of entry {answer.index}: {file}", style=STRONG)
        job.paper.line(
            "it can be checked by anybody, on any machine, without this ledger", indent=2
        )
        job.paper.data({"index": answer.index, "id": event, "file": str(file)})


@command(
    receipt,
    "check",
    example="""
showclear receipt check my-receipt.txt
showclear receipt check my-receipt.txt --origin example.org/x --key 3b6a27bc...
""",
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--origin", help="The ledger's name; taken from the ledger here when left out.")
@click.option("--key", help="The ledger's public key in hex; taken from the ledger here as well.")
@as_json
def check_receipt_file(job: Job, *, file: Path, origin: str | None, key: str | None) -> None:
    """Check a receipt against a ledger's key: the entry stands under a head that it signed."""
    checked = check_receipt(
        read_file(file, RECEIPT_BYTES_MAX),
        log=_ledger_key(job, origin, key),
        cosigners=(),
        verify=verify_signature,
    )
    event = decode_event(open_envelope(checked.event.envelope).payload)
    row = BY_BODY[type(event.body)]
    outcome, at = _decided(checked)
    job.paper.line(f"the receipt's bytes hold: entry {checked.event.index}", style=STRONG)
    job.paper.pair("ledger", checked.checkpoint.origin)
    job.paper.pair("head", f"size {checked.checkpoint.size}")
    job.paper.pair("statement", f"{row.name}: {row.says}")
    job.paper.pair(
        "signed by", ", ".join(f"{one.person}, {one.role.value}" for one in event.signers)
    )
    job.paper.pair("outcome", f"{outcome_word(outcome)}, at {at} by the desk's clock")
    job.paper.data(
        {
            "good": True,
            "index": checked.event.index,
            "origin": checked.checkpoint.origin,
            "size": checked.checkpoint.size,
            "type": row.name,
            "signers": msgspec.to_builtins(event.signers),
            "outcome": outcome.value,
            "at": at,
        }
    )


def _ledger_key(job: Job, origin: str | None, key: str | None) -> VerifierKey:
    if origin is not None and key is not None:
        try:
            return VerifierKey(name=origin, type=TYPE_ED25519, public=bytes.fromhex(key))
        except ValueError:
            raise UsageError(
                "key_not_hex", "--key", expected="64 hex digits", found=key[:80],
                hint="showclear status --json shows the keys of a ledger",
            ) from None  # fmt: skip
    with job.reading() as session:
        return session.desk.keeping.verifier_key()


def _decided(checked: CheckedReceipt) -> tuple[Outcome, str]:
    """Return what the receipt's ``decided`` says of its event, and the desk's instant."""
    body = decode_event(open_envelope(checked.decided.envelope).payload).body
    identity = event_id(open_envelope(checked.event.envelope).payload)
    if isinstance(body, Decided):
        for decision in body.entries:
            if (decision.id, decision.index) == (identity, checked.event.index):
                return decision.outcome, body.instant
    raise UsageError(
        "receipt_decided_differs",
        "decided in the receipt",
        expected=f"one that speaks of entry {checked.event.index}",
        found="another",
        hint="ask for the receipt again",
    )


# -- export -----------------------------------------------------------------------------------


@command(root, "export", example="showclear export ./red-canyon-copy")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@as_json
def export(job: Job, *, folder: Path) -> None:
    """Write the ledger as a folder of tiles: a complete copy that others' tools read.

    It holds entries, hash tiles, the adopted packs' texts and the signed head, and no names.
    While a look is closed it ends before that look.
    """
    with job.reading() as session:
        size = export_size(session.desk)
        whole = size == session.desk.keeping.tree.size
        count = _write(job, folder, session.desk, size) if whole else -1
    if not whole:  # a head of that earlier size is signed again: that takes the ledger's key
        with job.writing() as session:
            size = export_size(session.desk)
            count = _write(job, folder, session.desk, size)
    job.paper.line(f"exported {counted(size, 'entry', 'entries')}: {folder}", style=STRONG)
    job.paper.line(f"{counted(count, 'file')}; names and words stay behind", indent=2)
    job.paper.data({"folder": str(folder), "entries": size, "files": count})


def _write(job: Job, folder: Path, desk: Any, size: int) -> int:
    return write_folder(folder, export_files(desk, size, job.bar))
