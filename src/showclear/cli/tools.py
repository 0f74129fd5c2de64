"""Beside the day's work: a made-up season to measure with, and shell completion."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
from click.shell_completion import get_completion_class

from showclear.cli.paper import STRONG, counted
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command
from showclear.wiring import COMPLETION_VARIABLE, make_bench_ledger

SHELLS: Final = ("bash", "zsh", "fish")
EVENTS_MAX: Final = 10_000_000  # two hours of making; more is a slip of the hand


@command(root, "bench-data", example="showclear bench-data --events 100000 ./season")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--events", type=click.IntRange(1, EVENTS_MAX), required=True, metavar="N")
@click.option("--seed", default="1", show_default=True, help="The same seed gives the same bytes.")
@as_json
def bench_data(job: Job, *, folder: Path, events: int, seed: str) -> None:
    """Make a ledger of a made-up season, to measure and try things with.

    It goes through the same submit as everything else. Its keys follow from the seed, which
    anybody may know: nothing in it is evidence of anything.
    """
    size = make_bench_ledger(folder, seed=seed.encode(), entries=events, progress=job.bar)
    job.paper.line(f"made {counted(size, 'entry', 'entries')}: {folder}", style=STRONG)
    job.paper.line(f"try: showclear --ledger {folder} verify", indent=2)
    job.paper.data({"folder": str(folder), "entries": size})


@command(
    root,
    "completion",
    example="""
showclear completion bash >> ~/.bashrc
showclear completion fish > ~/.config/fish/completions/showclear.fish
""",
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(job: Job, *, shell: str) -> None:
    """Print the script that completes showclear's commands and options in a shell."""
    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(root, {}, "showclear", COMPLETION_VARIABLE).source())
    del job
