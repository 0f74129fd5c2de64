"""The command group that every command registers with, and the one option they all share."""

from __future__ import annotations

from typing import Final

import click

from showclear.cli.running import Job
from showclear.wiring import FOLDER_DEFAULT, LEDGER_VARIABLE

SHORT_HELP_CHARACTERS_MAX: Final = 100  # two lines beside the command's name

# Commands in the order of a day, as the help lists them.
CHAPTERS: Final = (
    ("The production", ("open", "enrol", "grant", "revoke", "adopt", "waive", "correct")),
    ("Stock", ("receive", "open-delivery", "prove", "move-rounds", "found")),
    ("The day", ("open-day", "take-out", "show", "look", "load", "hand-over", "shown", "collect",
                 "unload", "fired", "ended", "lock", "ahead", "close-day")),
    ("Speaking up", ("stop", "lift-stop", "concern", "ask", "decline", "answer", "keep",
                     "end-keep")),
    ("Whatever has no command of its own", ("write",)),
    ("Reading", ("status", "rounds", "log", "trace", "verify", "audit", "receipt", "export")),
    ("Printing", ("labels", "sheets")),
    ("The set app", ("serve",)),
    ("Rules", ("rules",)),
    ("More", ("demo", "replay", "bench-data", "completion")),
)  # fmt: skip


class Chapters(click.Group):
    """A group whose help lists the commands in the order of a day, not of the alphabet."""

    # `typing.override` came with Python 3.12.
    def list_commands(self, ctx: click.Context) -> list[str]:  # type: ignore[explicit-override]
        """Return the names of the commands by chapter."""
        del ctx
        listed = [name for _, names in CHAPTERS for name in names]
        return [name for name in listed if name in self.commands]

    def format_commands(  # type: ignore[explicit-override]  # see above
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write each chapter with its commands."""
        for title, names in CHAPTERS:
            known = [self.commands[name] for name in names if name in self.commands]
            rows = [
                (one.name or "", one.get_short_help_str(limit=SHORT_HELP_CHARACTERS_MAX))
                for one in known
            ]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
        del ctx


@click.group(cls=Chapters, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="showclear", prog_name="showclear")
@click.option(
    "--ledger",
    metavar="FOLDER",
    help=f"The ledger's folder. Default: ${LEDGER_VARIABLE}, or ./{FOLDER_DEFAULT}.",
)
@click.pass_obj
def root(job: Job, ledger: str | None) -> None:
    """Keep the custody record of firearms, blanks and dummies on a film set.

    Showclear records statements that people made and signed. It says "not yet: because ..."
    while the record does not support a step, or that nothing on record stands against it.
    It never says more: people decide.

    Try: showclear demo
    """
    job.named = ledger


def chapter_commands() -> tuple[str, ...]:
    """Return every command that a chapter lists."""
    return tuple(name for _, names in CHAPTERS for name in names)
