"""Labels and sheets as PDF: what to stick on things, what to write on, what to take home.

They repeat what is on record under the present head and change nothing; reading works beside a
running desk. A sheet is written to a new file, never over another. Drawing needs libraries that
take a while to begin; ``printed`` has them, and is asked for only once something is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command
from showclear.cli.texts import DATE
from showclear.errors import UsageError
from showclear.outputs.words.catalogue import SOURCE_LANGUAGE

Command = TypeVar("Command", bound=Callable[..., Any])
GROUPS: Final = ("guns", "containers", "lots")
CODES: Final = ("qr", "datamatrix")
PAPERS: Final = ("a4", "letter")
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
    "--code", type=click.Choice(CODES),
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
        _drawing().tell_stocks(job)
        return
    file = options["file"]
    if file is None:
        raise UsageError(
            "file_wanted", "--out", expected="the name of a new file", found="nothing",
            hint="showclear labels colt-3 --out labels.pdf",
        )  # fmt: skip
    _drawing().print_labels(job, file, options)


def _drawing() -> Any:
    return import_module("showclear.cli.printed")


# -- sheets -----------------------------------------------------------------------------------


def printed(function: Command) -> Command:
    """Add what every sheet has: its file, the paper, the language, the day."""
    for add in (
        as_json,
        LANGUAGE,
        click.option(
            "--paper", type=click.Choice(PAPERS), default="a4", show_default=True,
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
    _drawing().print_sheet(job, "gun-log", options)


@command(sheets, "pad", example="showclear sheets pad pad.pdf --first 1 --last 10 --paper letter")
@click.option("--first", default=1, show_default=True, metavar="N", help="First sheet's number.")
@click.option("--last", default=5, show_default=True, metavar="N", help="Last sheet's number.")
@printed
def print_pad(job: Job, *, first: int, last: int, **options: Any) -> None:
    """Print numbered sheets of the sign-out pad, for hours without the desk.

    Print them beforehand and keep them on the cart; go on with the next number each time.
    """
    _drawing().print_sheet(job, "pad", {**options, "first": first, "last": last})


@command(sheets, "sign-out-list", example="showclear sheets sign-out-list list.pdf")
@printed
def print_sign_out_list(job: Job, **options: Any) -> None:
    """Print the sign-out list of items that cannot fire: rubber, replica, deactivated."""
    _drawing().print_sheet(job, "sign-out-list", options)


@command(sheets, "count", example="showclear sheets count count.pdf")
@printed
def print_count(job: Job, **options: Any) -> None:
    """Print the before-and-after count, for two counters, in both directions.

    The handler's own sheet: the only one that says where things are kept.
    """
    _drawing().print_sheet(job, "count", options)


@command(sheets, "roll", example="showclear sheets roll roll.pdf")
@printed
def print_roll(job: Job, **options: Any) -> None:
    """Print the briefing roll: everybody enrolled, with a code to scan and a box to tick."""
    _drawing().print_sheet(job, "roll", options)


@command(
    sheets,
    "receipt",
    example='showclear sheets receipt cal.pdf --person "Cal Reed" --paper letter',
)
@click.option("--person", required=True, metavar="NAME", help="Whose receipt it is.")
@printed
def print_receipt(job: Job, *, person: str, **options: Any) -> None:
    """Print a performer's own receipt: what they were handed and shown on the day, by whom."""
    _drawing().print_sheet(job, "receipt", {**options, "person": person})


@command(sheets, "stage", example="showclear sheets stage show.pdf")
@printed
def print_stage(job: Job, **options: Any) -> None:
    """Print the sheet for before and after the show: every weapon and lot, two initials each."""
    _drawing().print_sheet(job, "stage", options)
