"""What the printing commands do once their options are read.

It stands apart from them, because no other command should wait for the libraries that draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from showclear.cli.files import write_new
from showclear.cli.paper import counted
from showclear.cli.running import Job
from showclear.cli.session import Session
from showclear.desk.entries import entries_from
from showclear.field.ids import PersonId
from showclear.outputs.labels.code import make_address, make_code
from showclear.outputs.labels.draw import Label, labels_pdf
from showclear.outputs.labels.stocks import stock, stocks
from showclear.outputs.labels.symbols import Symbology
from showclear.outputs.pdf import missing_letters
from showclear.outputs.sheets.making import OF_A_DAY, PAD_LAST, Kind, Source, Wanted, made
from showclear.outputs.sheets.pages import sheet_pdf
from showclear.outputs.words.catalogue import catalogue


def tell_stocks(job: Job) -> None:
    """List the label stocks there are."""
    rows = [
        (one.id, one.title, f"{one.labels}" if one.labels > 1 else "one by one", one.source)
        for one in stocks()
    ]
    job.paper.table(("stock", "what it is", "labels on a page", "source of its figures"), rows)
    job.paper.data([{"stock": row[0], "title": row[1], "source": row[3]} for row in rows])


def print_labels(job: Job, file: Path, options: dict[str, Any]) -> None:
    """Print labels of the things and groups named to a new file."""
    with job.reading() as session:
        subjects = _subjects(session, options["things"], options["groups"])
        found = [_label(session, one, options) for one in subjects]
        data = labels_pdf(
            found,
            stock(options["stock_id"]),
            start=options["start"],
            at_ms=session.desk.now().utc_ms,
            words=catalogue(options["language"]),
        )
        write_new(file, data)
        job.paper.line(f"{counted(len(found), 'label')}: {file}")
        job.paper.data(
            {"file": str(file), "labels": [{"handle": it.handle, "code": it.code} for it in found]}
        )


def _subjects(session: Session, things: Sequence[str], groups: Sequence[str]) -> list[str]:
    """Return the things meant, each once: those named first, then whole sorts by handle."""
    state, names = session.state, session.names
    sorts: dict[str, list[str]] = {
        "guns": list(state.weapons),
        "containers": list(state.containers),
        "lots": list(state.lots),
    }
    found = [_subject(session, thing) for thing in things]
    for group in groups:
        found += sorted(sorts[group], key=names.handle)
    return list(dict.fromkeys(found))


def _subject(session: Session, text: str) -> str:
    wanted = text.strip().casefold()
    for lot in session.state.lots:
        if wanted in {lot, session.names.handle(lot)}:
            return lot
    return session.names.item(text, session.state)


def _label(session: Session, subject: str, options: dict[str, Any]) -> Label:
    origin, base = session.desk.parts.origin, options["address"]
    code = make_address(base, origin, subject) if base else make_code(origin, subject)
    kind = None if options["code"] is None else Symbology(options["code"])
    return Label(code=code, handle=session.names.handle(subject), symbology=kind)


def print_sheet(job: Job, kind: str, options: dict[str, Any]) -> None:
    """Print one sheet, by its name, to a new file."""
    with job.reading() as session:
        named = options.get("person")
        wanted = Wanted(
            kind=Kind(kind),
            day=options["day"],
            person=PersonId("") if named is None else session.person(named),
            first=options.get("first", 1),
            last=options.get("last", PAD_LAST),
        )
        entries = tuple(entries_from(session.desk, 0)) if wanted.kind in OF_A_DAY else ()
        words = catalogue(options["language"])
        source = Source(desk=session.desk, names=session.names, words=words, entries=entries)
        sheet, book = made(source, wanted)
        write_new(options["file"], sheet_pdf(sheet, book, options["paper"]))
        job.paper.line(f"{sheet.title}: {options['file']}")
        names = [book.production, *map(session.names.name, session.state.registry.people)]
        missing = missing_letters(names)
        if missing:
            job.paper.line(f"letters that the font lacks are printed as boxes: {missing}")
        job.paper.data({"file": str(options["file"]), "title": sheet.title, "day": book.date})
