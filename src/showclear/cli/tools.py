"""Beside the day's work: a made-up season to measure with, and shell completion."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import get_completion_class

from showclear.cli.paper import STRONG, counted
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command
from showclear.errors import UsageError
from showclear.wiring import COMPLETION_VARIABLE, make_bench_days, make_bench_ledger

SHELLS: Final = ("bash", "zsh", "fish")
EVENTS_MAX: Final = 10_000_000  # two hours of making; more is a slip of the hand
DAYS_MAX: Final = 1_000  # three years, some twenty minutes of making


@command(
    root,
    "bench-data",
    example="""
showclear bench-data --events 100000 ./season
showclear bench-data --days 60 ./sixty-days
""",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--events", type=click.IntRange(1, EVENTS_MAX), metavar="N",
    help="So many entries, and on to when every gun is ready.",
)  # fmt: skip
@click.option(
    "--days", type=click.IntRange(1, DAYS_MAX), metavar="N",
    help="So many shooting days, each opened and closed.",
)  # fmt: skip
@click.option("--seed", default="1", show_default=True, help="The same seed gives the same bytes.")
@as_json
def bench_data(job: Job, *, folder: Path, events: int | None, days: int | None, seed: str) -> None:
    """Make a ledger of a made-up season, to measure and try things with.

    It goes through the same submit as everything else. Its keys follow from the seed, which
    anybody may know: nothing in it is evidence of anything. How long it is, either --events or
    --days says. Where a folder holds just the days asked for already, it is left as it is.
    """
    told: dict[str, Any] = {"folder": str(folder)}
    match events, days:
        case None, int():
            made = make_bench_days(folder, seed=seed.encode(), days=days, progress=job.bar)
            told |= {"days": days, "entries": made.entries, "root": made.root}
        case int(), None:
            told["entries"] = make_bench_ledger(
                folder, seed=seed.encode(), entries=events, progress=job.bar
            )
        case _:
            raise UsageError(
                "size_wanted", "bench-data", expected="either --events or --days",
                found="neither" if events is None else "both",
            )  # fmt: skip
    made_of = counted(told["entries"], "entry", "entries")
    over = "" if days is None else f" over {counted(days, 'day')}"
    job.paper.line(f"made {made_of}{over}: {folder}", style=STRONG)
    if days is not None:
        job.paper.pair("root", told["root"])
    job.paper.line(f"try: showclear --ledger {folder} verify", indent=2)
    job.paper.data(told)


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
