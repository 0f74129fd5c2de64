"""Pages made from the code: the reference of events, codes and limits, and parts of the format.

Run ``python -m tools.generate_docs`` to write them; a test compares what is committed with what
this would write. A page of `spec/` is written by hand but for what stands between two marks; a
page of `docs/reference/` is made whole.

Leaves to others: how an event (`event_pages`), limit (`limit_pages`), code (`code_pages`), command
(`command_pages`), row of a pack (`pack_pages`) or action type (`mechanics_pages`) reads.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from showclear.replay.schema import schema_text
from tools.code_pages import (
    error_table,
    problem_table,
    refusal_table,
    rule_codes,
    structural_codes,
)
from tools.command_pages import commands_page, exits_page
from tools.day_pages import day_scripts_page
from tools.event_pages import event_sections, fact_table, parts_of_bodies, summary, word_lists
from tools.limit_pages import limit_tables
from tools.mechanics_pages import mechanics_page
from tools.pack_pages import packs_page

ROOT: Final = Path(__file__).resolve().parents[1]
BEGIN: Final = "<!-- made from the code by tools/generate_docs.py; do not edit below -->\n"
END: Final = "<!-- end of what is made from the code -->\n"
REMAKE: Final = "run: python -m tools.generate_docs"

EVENTS: Final = """\
Every type of event: who signs it, what it changes, what its body holds. A *step* asks and may be
refused, a *look* is one person's answer, a *report* says what has happened and is always
admitted. Fields stand in ascending order, as they are written; a field at the value in the last
column is left out. The format itself is written down in the folder `spec`.
"""
LIMITS: Final = """\
Every limit on what comes from outside, with its reason. Each is tested at its value and one past
it.
"""
REFUSALS: Final = """\
Why a step was refused, or how a report or look is marked, in order of precedence. A code is never
reused or renumbered. The refusal at hand also names its rule, the facts it looked at and what
would lift it.
"""
ERRORS: Final = """\
What is wrong with bytes, files or words that came from outside; nothing was written when one of
these is given. Each message reads *thing: expected ..., found ...*; three dots stand for what
depends on the case. Refused steps have codes of their own (Refusal codes), and damage to what is
stored says its place instead.
"""
PROBLEMS: Final = """\
What is found wrong with a ledger that is read as a whole. Each names its place, mostly an entry.
A code of the first table may stand here too, where the entry itself or the head is malformed.
"""


def pages() -> dict[str, str]:
    """Return the text of each page that is made, whole or in part, by its path."""
    made = {
        "docs/reference/events.md": _events(),
        "docs/reference/limits.md": _limits(),
        "docs/reference/refusal-codes.md": _refusals(),
        "docs/reference/error-codes.md": _errors(),
        "docs/reference/commands.md": commands_page(),
        "docs/reference/exit-codes.md": exits_page(),
        "docs/reference/packs.md": packs_page(),
        "docs/reference/day-scripts.md": day_scripts_page(),
        "docs/reference/day-script.schema.json": schema_text(),
        "src/showclear/days/day-script.schema.json": schema_text(),  # so that it ships
        "docs/reference/mechanics.md": mechanics_page(),
    }
    for name, middle in {
        "spec/events.md": event_body(),
        "spec/limits.md": limit_tables(),
        "spec/refusal-codes.md": refusal_table(structural_codes()),
    }.items():
        made[name] = between_marks((ROOT / name).read_text("utf-8"), middle)
    return made


def between_marks(text: str, middle: str) -> str:
    """Return a page with what stands between its two marks put in anew."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(text[:60])
    return f"{before}{BEGIN}\n{middle.strip()}\n\n{END}{after}"


def event_body() -> str:
    """Return the tables and sections of all event types."""
    parts = [
        "## All types",
        summary(),
        "## Each type",
        event_sections(),
        "## Objects inside bodies",
        parts_of_bodies(),
        "## Closed lists of words",
        word_lists(),
        "## Facts and their polarity",
        fact_table(),
    ]
    return "\n".join(f"{part.rstrip()}\n" for part in parts)


def _events() -> str:
    return f"# Events\n\n{EVENTS}\n{event_body()}"


def _limits() -> str:
    return f"# Limits\n\n{LIMITS}\n{limit_tables().rstrip()}\n"


def _refusals() -> str:
    return (
        f"# Refusal codes\n\n{REFUSALS}\n"
        f"## Settled by the record alone\n\n{refusal_table(structural_codes())}\n"
        f"## Settled by rules\n\n{refusal_table(rule_codes())}"
    )


def _errors() -> str:
    return (
        f"# Error codes\n\n{ERRORS}\n## What comes in\n\n{error_table()}\n"
        f"## What checking a ledger finds\n\n{PROBLEMS}\n{problem_table()}"
    )


def main() -> None:
    """Write every page."""
    for name, text in pages().items():
        (ROOT / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
