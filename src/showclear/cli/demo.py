"""The demonstration: a whole shooting day, two accidents of the public record, then a ledger.

First an ordinary, messy day is played through the real desk beside what was truly the case; then
two chains of events from the public record are put to the same rules. Last a small production is
typed command by command into a ledger that stays.

Every line that begins with ``$`` is a command as a person would type it, run by the same code;
nothing is staged but the people. It ends by verifying the ledger, then by changing one bit in a
copy and verifying that.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import msgspec

from showclear.cli.exits import Exit
from showclear.cli.paper import STRONG, Paper
from showclear.cli.root import root
from showclear.cli.running import Job, command, run
from showclear.errors import Damaged, UsageError
from showclear.record.envelope import open_envelope
from showclear.record.event import decode_event
from showclear.record.events.handling import Shown
from showclear.wiring import Folder, flip_bit, open_for_reading

FOLDER: Final = "showclear-demo"
FOLDERS_MAX: Final = 1_000
EXPECTED: Final = frozenset({Exit.OK, Exit.NOT_YET, Exit.NOT_YET_ASKED, Exit.HARM_PLAYED})


class Chapter(msgspec.Struct, frozen=True):
    """A part of the day: its heading, what happens, the commands typed."""

    heading: str
    tale: str
    typed: tuple[str, ...]


# What is played first. The accidents are told by role; the scripts cite their sources.
PLAYED: Final = """
# An ordinary, messy day of an invented western
Three hundred steps: each with its time, who did what, what the record said and
what would lift it, what was truly so. Most of it goes as it should.
$ showclear replay ordinary-day

# Two accidents of the public record, put to the same rules
As they went, with every refusal obeyed, with every refusal overridden. Exit
code 11 says that in the script somebody comes to harm.
$ showclear replay ranch-2021
$ showclear replay night-1993
"""

# A heading begins with #, a command with $ and goes on where a line ends with a backslash; what is
# between is told.
STORY: Final = """
# Three officers open a production
Each gets a key. Two of them always act together from here on.
$ showclear open "Red Canyon" --utc-offset -420 \\
    --officer "Olga Petrov" --officer "Omar Diaz" --officer "Ona Lee"

# They enrol the people who will sign
Names stay beside the log; the log holds random ids and commitments.
$ showclear enrol "Anna Ruiz" --title armorer --role handler \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear enrol "Dee Park" --title assistant-armorer --role handler \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear enrol "Ben Ode" --title first-ad --role caller \\
    --role second-person --as "Olga Petrov" --as "Ona Lee"
$ showclear enrol "Cal Reed" --title performer --role performer \\
    --as "Olga Petrov" --as "Ona Lee"

# A gun and a box of dummies arrive
What arrives is unknown. Two people prove the rounds, one round at a time, each
for themselves; the label proves nothing.
$ showclear receive container lockup --form safe --purpose store \\
    --key-holder armorer --as armorer
$ showclear receive weapon colt-3 --class 6 --pattern single-action-1873 \\
    --chambers 6 --serial 184411 --as armorer
$ showclear lock colt-3 --in lockup --as armorer
$ showclear receive container box-a --form box --purpose receiving \\
    --as armorer
$ showclear receive rounds dummies-a --kind dummy --calibre .45-colt \\
    --rounds 50 --into box-a --sealed --as armorer
$ showclear open-delivery box-a --as armorer
$ showclear prove box-a --rounds 50 --proof rattle --proof hole --as armorer
$ showclear prove box-a --rounds 50 --proof rattle --proof hole \\
    --as assistant-armorer

# Morning: the day opens
A question (--would) leaves no record, a signed step does. Until two people have
made the opening check, the gun stays where it is.
$ showclear open-day --area "Ranch, north of the creek" --as first-ad
$ showclear take-out colt-3 --from lockup --as armorer --would
$ showclear show colt-3 --opening-check --bore rod-to-mark \\
    --handler armorer --handler-saw "all empty" \\
    --second first-ad --second-saw "all empty"
$ showclear take-out colt-3 --from lockup --as armorer

# Shown empty, then six dummies go in
Rounds end what was shown: the hand-over has to wait for the next showing.
$ showclear show colt-3 --bore rod-to-mark \\
    --handler armorer --handler-saw "all empty" \\
    --second first-ad --second-saw "all empty"
$ showclear load colt-3 --from box-a --positions 1-6 --as armorer
$ showclear hand-over colt-3 --to performer --announced dummies --rounds 6 \\
    --as armorer

# Seen going in, handed over, shown, collected
The performer signs one sentence: I was shown, I took it. The handler stays in
charge all the while.
$ showclear show colt-3 --way seen-going-in \\
    --handler armorer --handler-saw "1-6 dummy" \\
    --second first-ad --second-saw "1-6 dummy"
$ showclear hand-over colt-3 --to performer --announced dummies --rounds 6 \\
    --act point --as armorer
$ showclear shown colt-3 --as performer
$ showclear collect colt-3 --from performer --as armorer

# A bypass, and its report
Losing the light, they hand it over again without a showing. The record said not
yet; what happened is taken down all the same, and the way back stays open.
$ showclear hand-over colt-3 --to performer --announced dummies --rounds 6 \\
    --as armorer
$ showclear ahead hand-over colt-3 --in-hand performer --refused last \\
    --words "losing the light" --as first-ad
$ showclear collect colt-3 --from performer --as armorer

# Made clear, locked up
Locking up never waits for anything. Six rounds were out of sight: they are to
be proved again. The bypass stays an open question until it is answered.
$ showclear unload colt-3 --into box-a --rounds 6 --as armorer
$ showclear lock colt-3 box-a --in lockup --as armorer
$ showclear status

# Anybody checks the record
Without having to trust whoever kept it.
$ showclear verify
$ showclear audit

# One bit of a copy is changed
A copy that was changed gives itself away.
"""


@command(root, "demo", example="showclear demo")
@click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False),
    help=f"Where to put the ledger; ./{FOLDER}, or the next free number, when left out.",
)  # fmt: skip
def demo(job: Job, *, folder: Path | None) -> None:
    """Play the shipped days, then keep a small ledger and leave it behind to try things on.

    Real commands, a real desk, a real SQLite ledger and real key files; made-up people.
    """
    place = free_folder(Path(FOLDER)) if folder is None else folder
    paper = job.paper
    paper.line("Showclear: days played, and a small production of its own", style=STRONG)
    paper.line("Each line that begins with $ is a command you can type yourself.")
    for number, chapter in enumerate((*chapters(PLAYED), *chapters(STORY)), start=1):
        _head(paper, number, chapter)
        for typed in chapter.typed:
            _type(paper, Folder(place), typed)
    _spoil(paper, place)
    _next(paper, place)


def chapters(story: str) -> Iterator[Chapter]:
    """Yield the chapters of a story written as above."""
    for part in story.split("\n# ")[1:]:
        heading, _, rest = part.partition("\n")
        tale, *typed = rest.strip().split("\n$ ")
        yield Chapter(heading, tale, tuple(typed))


def free_folder(wanted: Path) -> Path:
    """Return the folder wanted, or the first with a number that is not there yet."""
    for number in range(1, FOLDERS_MAX):
        found = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        if not found.exists() and not spoiled(found).exists():
            return found
    raise UsageError(
        "folder_not_new", str(wanted), expected="a free number behind it", found="none",
        hint="remove old demonstrations, or name a --folder",
    )  # fmt: skip


def spoiled(folder: Path) -> Path:
    """Return where the changed copy of a demonstration goes."""
    return folder.with_name(f"{folder.name}-changed")


def _head(paper: Paper, number: int, chapter: Chapter) -> None:
    paper.line()
    paper.line(f"{number}. {chapter.heading}", style=STRONG)
    paper.line(chapter.tale)


def _type(paper: Paper, folder: Folder, typed: str) -> Exit:
    paper.line()
    paper.line(f"$ {typed}", style=STRONG)
    arguments = shlex.split(typed.replace("\\\n", " "))[1:]
    ended = run(root, ["--ledger", str(folder.root), *arguments])
    if ended not in EXPECTED:
        raise click.exceptions.Exit(int(ended))
    return ended


def _spoil(paper: Paper, place: Path) -> None:
    """Copy the ledger, change one bit of the performer's sentence in it, verify the copy."""
    copy = spoiled(place)
    shutil.copytree(place, copy)
    index, envelope = _shown(place)
    offset = flip_bit(Folder(copy), envelope)
    paper.line()
    paper.line(f"$ cp -r {place} {copy}", style="bold")
    what = f'one bit of entry {index}, "I was shown. I took it.", is changed'
    paper.line(f"{what}: byte {offset:,} of ledger.sqlite", indent=2)
    paper.line()
    paper.line(f"$ showclear --ledger {copy} verify", style="bold")
    ended = run(root, ["--ledger", str(copy), "verify"])
    paper.line(f"exit code {int(ended)}", indent=2)
    if ended is not Exit.PROBLEM_FOUND:
        raise Damaged(str(copy), expected="a changed bit to be named", found=f"exit code {ended}")


def _shown(place: Path) -> tuple[int, bytes]:
    with open_for_reading(Folder(place), lambda *_: None) as opened:
        size = opened.desk.keeping.tree.size
        for entry in opened.desk.parts.store.read(0, size):
            body = decode_event(open_envelope(entry.envelope).payload).body
            if isinstance(body, Shown):
                return entry.index, entry.envelope
    raise Damaged(str(place), expected="a performer's sentence", found="none")


def _next(paper: Paper, place: Path) -> None:
    paper.line()
    paper.line("The ledger is yours to try things on:", style=STRONG)
    for line in (
        f"export SHOWCLEAR_LEDGER={place}",
        "showclear trace colt-3",
        "showclear log",
        'showclear stop --words "horse loose" --as performer',
        "showclear take-out colt-3 --from lockup --as armorer --would",
        "showclear receipt save 10 receipt.txt",
        "showclear replay ranch-2021 --explain cold",
        "showclear --help",
    ):
        paper.line(line, indent=2)
