"""Labels and sheets as PDF: what to stick on things, what to write on, what to take home.

They repeat what is on record under the present head and change nothing; reading works beside a
running desk. A sheet is written to a new file, never over another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from showclear.cli.files import write_new
from showclear.cli.paper import counted
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command
from showclear.cli.session import Session
from showclear.cli.texts import DATE
from showclear.desk.entries import entries_from
from showclear.errors import UsageError
from showclear.outputs.labels.code import make_address, make_code
from showclear.outputs.labels.draw import Label, labels_pdf
from showclear.outputs.labels.stocks import stock, stocks
from showclear.outputs.labels.symbols import Symbology
from showclear.outputs.pdf import PAGES, missing_letters
from showclear.outputs.sheets.count import count_sheet
from showclear.outputs.sheets.day import WorkingDay
from showclear.outputs.sheets.gun_log import gun_log
from showclear.outputs.sheets.model import Book, Sheet
from showclear.outputs.sheets.pages import sheet_pdf
from showclear.outputs.sheets.receipt import performer_receipt
from showclear.outputs.sheets.roll import briefing_roll
from showclear.outputs.sheets.sign_out import sign_out_list, sign_out_pad
from showclear.outputs.sheets.source import book_of, day_named
from showclear.outputs.sheets.stage import stage_sheet
from showclear.outputs.words.catalogue import SOURCE_LANGUAGE, catalogue

Command = TypeVar("Command", bound=Callable[..., Any])
GROUPS: Final = ("guns", "containers", "lots")
STOCK_DEFAULT: Final = "l7160"
PDF: Final = click.Path(path_type=Path, dir_okay=False)
LANGUAGE: Final = click.option(
    "--language", default=SOURCE_LANGUAGE, show_default=True, metavar="LANGUAGE",
    help="Language of the printed text, such as en or es.",
)  # fmt: skip


# -- labels -----------------------------------------------------------------------------------


@command(
    root,
    "labels",
    example="""
showclear labels colt-3 box-a --out labels.pdf
showclear labels --all guns --stock l7651 --start 14 --out guns.pdf
showclear labels dummies-a --code datamatrix --stock tape-12 --out lot.pdf
showclear labels --stocks
""",
)
@click.argument("things", nargs=-1, metavar="[THING]...")
@click.option(
    "--all", "groups", multiple=True, type=click.Choice(GROUPS), help="All of a sort; repeatable."
)
@click.option("--out", "file", type=PDF, metavar="FILE.pdf", help="Where to put them; a new file.")
@click.option("--stock", "stock_id", default=STOCK_DEFAULT, show_default=True, metavar="STOCK")
@click.option(
    "--start", default=1, show_default=True, metavar="N",
    help="First label to use on the sheet, counted along the rows.",
)  # fmt: skip
@click.option(
    "--code", type=click.Choice([one.value for one in Symbology]),
    help="Which printed code; by the height of the label when left out.",
)  # fmt: skip
@click.option(
    "--address", metavar="https://HOST",
    help="Print the code as an address there, for a telephone's own camera.",
)  # fmt: skip
@click.option("--stocks", "list_stocks", is_flag=True, help="List the label stocks there are.")
@LANGUAGE
@as_json
def labels(job: Job, *, list_stocks: bool, **options: Any) -> None:
    """Print labels: a code that a tablet opens, and the handle in large type.

    A label names a gun, container or lot and says nothing about what is inside. Print one sheet
    on plain paper first and lay it over the labels.
    """
    if list_stocks:
        _tell_stocks(job)
        return
    file = options["file"]
    if file is None:
        raise UsageError(
            "file_wanted", "--out", expected="the name of a new file", found="nothing",
            hint="showclear labels colt-3 --out labels.pdf",
        )  # fmt: skip
    with job.reading() as session:
        subjects = _subjects(session, options["things"], options["groups"])
        made = [_label(session, one, options) for one in subjects]
        data = labels_pdf(
            made,
            stock(options["stock_id"]),
            start=options["start"],
            at_ms=session.desk.now().utc_ms,
            words=catalogue(options["language"]),
        )
        write_new(file, data)
        job.paper.line(f"{counted(len(made), 'label')}: {file}")
        job.paper.data(
            {"file": str(file), "labels": [{"handle": it.handle, "code": it.code} for it in made]}
        )


def _tell_stocks(job: Job) -> None:
    rows = [
        (one.id, one.title, f"{one.labels}" if one.labels > 1 else "one by one", one.source)
        for one in stocks()
    ]
    job.paper.table(("stock", "what it is", "labels on a page", "source of its figures"), rows)
    job.paper.data([{"stock": row[0], "title": row[1], "source": row[3]} for row in rows])


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


# -- sheets -----------------------------------------------------------------------------------


def printed(function: Command) -> Command:
    """Add what every sheet has: its file, the paper, the language, the day."""
    for add in (
        as_json,
        LANGUAGE,
        click.option(
            "--paper", type=click.Choice(list(PAGES)), default="a4", show_default=True,
            help="Size of the paper.",
        ),
        click.option(
            "--day", type=DATE, metavar="DATE", help="The working day; the latest when left out."
        ),
        click.argument("file", type=PDF, metavar="FILE.pdf"),
    ):  # fmt: skip
        function = add(function)
    return function


@root.group("sheets")
def sheets() -> None:
    """Print a sheet as PDF: gun log, sign-out pad, count, briefing roll, receipt, show sheet."""


@command(sheets, "gun-log", example="showclear sheets gun-log gun-log.pdf --day 2026-11-22")
@printed
def print_gun_log(job: Job, **options: Any) -> None:
    """Print the daily gun log: each gun, when it went out, to whom, shown, back, locked away."""
    _print(job, options, lambda it, book, day: gun_log(book, day, it.state.weapons))


@command(sheets, "pad", example="showclear sheets pad pad.pdf --first 1 --last 10 --paper letter")
@click.option("--first", default=1, show_default=True, metavar="N", help="First sheet's number.")
@click.option("--last", default=5, show_default=True, metavar="N", help="Last sheet's number.")
@printed
def print_pad(job: Job, *, first: int, last: int, **options: Any) -> None:
    """Print numbered sheets of the sign-out pad, for hours without the desk.

    Print them beforehand and keep them on the cart; go on with the next number each time.
    """
    _print_form(job, options, lambda _, book: sign_out_pad(book, first, last), today=False)


@command(sheets, "sign-out-list", example="showclear sheets sign-out-list list.pdf")
@printed
def print_sign_out_list(job: Job, **options: Any) -> None:
    """Print the sign-out list of items that cannot fire: rubber, replica, deactivated."""
    _print(
        job, options, lambda session, book, day: sign_out_list(book, day, session.state.weapons)
    )


@command(sheets, "count", example="showclear sheets count count.pdf")
@printed
def print_count(job: Job, **options: Any) -> None:
    """Print the before-and-after count, for two counters, in both directions.

    The handler's own sheet: the only one that says where things are kept.
    """
    _print_form(job, options, lambda it, book: count_sheet(book, it.state))


@command(sheets, "roll", example="showclear sheets roll roll.pdf")
@printed
def print_roll(job: Job, **options: Any) -> None:
    """Print the briefing roll: everybody enrolled, with a code to scan and a box to tick."""
    _print_form(job, options, lambda it, book: briefing_roll(book, it.state.registry))


@command(
    sheets,
    "receipt",
    example='showclear sheets receipt cal.pdf --person "Cal Reed" --paper letter',
)
@click.option("--person", required=True, metavar="NAME", help="Whose receipt it is.")
@printed
def print_receipt(job: Job, *, person: str, **options: Any) -> None:
    """Print a performer's own receipt: what they were handed and shown on the day, by whom."""
    _print(job, options, lambda it, book, day: performer_receipt(book, day, it.person(person)))


@command(sheets, "stage", example="showclear sheets stage show.pdf")
@printed
def print_stage(job: Job, **options: Any) -> None:
    """Print the sheet for before and after the show: every weapon and lot, two initials each."""
    _print_form(job, options, lambda it, book: stage_sheet(book, it.state))


def _print(
    job: Job, options: dict[str, Any], make: Callable[[Session, Book, WorkingDay], Sheet]
) -> None:
    """Print a sheet that tells of a working day: the one named, or the latest."""
    with job.reading() as session:
        entries = tuple(entries_from(session.desk, 0))
        date = day_named(entries, options["day"])
        book = book_of(session.desk, session.names, catalogue(options["language"]), date)
        _write(job, session, book, make(session, book, WorkingDay.read(entries, date)), options)


def _print_form(
    job: Job,
    options: dict[str, Any],
    make: Callable[[Session, Book], Sheet],
    *,
    today: bool = True,
) -> None:
    """Print a sheet to be written on: for the date named, the open day, or one written by hand."""
    with job.reading() as session:
        date = options["day"] or (session.state.day if today else "")
        book = book_of(session.desk, session.names, catalogue(options["language"]), date)
        _write(job, session, book, make(session, book), options)


def _write(job: Job, session: Session, book: Book, sheet: Sheet, options: dict[str, Any]) -> None:
    write_new(options["file"], sheet_pdf(sheet, book, options["paper"]))
    job.paper.line(f"{sheet.title}: {options['file']}")
    names = [book.production, *map(session.names.name, session.state.registry.people)]
    missing = missing_letters(names)
    if missing:
        job.paper.line(f"letters that the font lacks are printed as boxes: {missing}")
    job.paper.data({"file": str(options["file"]), "title": sheet.title, "day": book.date})
