"""``showclear write``: anything the record can be told, field by field.

The steps of a usual day have commands of their own. Papers, an assessment, an approved set-up, a
briefing and all else that rules wait for are written with this one: its fields come from the
event table, so that nothing the record takes is out of reach of the command line.
"""

from __future__ import annotations

from typing import Final

import click

from showclear.cli.blanks import blanks_of, example_of, takes
from showclear.cli.filling import fill, typed
from showclear.cli.paper import QUIET, STRONG, Paper
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, asks, command
from showclear.errors import UsageError
from showclear.record.events import desk
from showclear.record.events.base import ANYONE, EventType, Mood
from showclear.record.events.officers import Adopt, Enrol, Opening
from showclear.record.events.table import TABLE

# What needs more than fields: keys are made, rule packs are read.
ELSEWHERE: Final = {Opening: "open", Enrol: "enrol", Adopt: "adopt"}
# What a usual day's events are called as commands, where that is not their own name.
OWN: Final = {
    "receive-weapon": "receive weapon",
    "receive-container": "receive container",
    "receive-rounds": "receive rounds",
    "found-round": "found",
    "look": "show, look",
    "showing-ended": "ended",
    "went-ahead": "ahead",
    "keep-as-found": "keep",
    "ask-to-see": "ask",
}
MOODS: Final = {
    Mood.STEP: "a step: it may have to wait",
    Mood.LOOK: "one person's look, never refused",
    Mood.REPORT: "a report, never refused",
}
WRITABLE: Final = {
    row.name: row for row in TABLE if row.mood is not Mood.DESK and row.body not in ELSEWHERE
}


@command(
    root,
    "write",
    example="""
showclear write --list
showclear write credential --help
showclear write credential person="Anna Ruiz" paper=permit classes=4,5,6 \\
  valid-from=2026-01-10 valid-until=2027-01-09 document=@permit.pdf --as "Olga Petrov"
showclear write brief briefing=day roll="Anna Ruiz, Ben Ode, Cal Reed" \\
  walk-through=yes --as "Ben Ode"
""",
)
@click.argument("type", required=False, metavar="[TYPE]")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--list", "listing", is_flag=True, help="List the types, and who signs each.")
@click.option("-h", "--help", "helping", is_flag=True, help="With TYPE: its fields, and a sample.")
@click.option(
    "--as", "signers", multiple=True, metavar="NAME", help="Who signs, in the order of the list."
)
@asks
@as_json
def write(job: Job, **given: object) -> None:
    """Write down anything the record takes, field by field.

    TYPE is what happened, such as credential, assess, approve-set-up, brief or misfire.
    People and things are named as everywhere; a set-up by a name of your own; somebody without
    a key as new:NAME. Lists have commas. Words are kept beside the log, a file as @FILE by its
    SHA-256. Parts are numbered: use.1.weapon=colt-3 use.1.performers="Cal Reed".
    """
    name = str(given["type"] or "")
    if given["listing"]:
        _list(job.paper)
    elif given["helping"] and not name:
        click.echo(click.get_current_context().get_help())
    elif given["helping"]:
        _help(job.paper, _row(name))
    else:
        _write(job, _row(name), [str(word) for word in _words(given["fields"])])


def _words(fields: object) -> tuple[object, ...]:
    return fields if isinstance(fields, tuple) else ()


def _write(job: Job, row: EventType, fields: list[str]) -> None:
    if not job.signers:
        raise UsageError(
            "signer_wanted", "--as", expected=f"who signs: {signers_of(row)}", found="nobody",
            hint=f"showclear write {row.name} --help",
        )  # fmt: skip
    if job.would and row.mood is not Mood.STEP:
        raise UsageError(
            "never_refused", f"--would {row.name}", expected="a step", found=MOODS[row.mood],
            hint="leave --would out: it is taken down, whatever the record thought",
        )  # fmt: skip
    tree = typed(fields)
    job.record(lambda session: fill(session, row.body, tree))


def _row(name: str) -> EventType:
    found = WRITABLE.get(name.casefold().replace("_", "-").partition("/")[0])
    if found is not None:
        return found
    own = {f"{body.__struct_config__.tag}".partition("/")[0]: it for body, it in ELSEWHERE.items()}
    its_own = {row.name for row in desk.TYPES}
    hint = f"showclear {own[name]} --help" if name in own else "showclear write --list"
    what = "what the desk alone writes" if name in its_own else repr(name)[:60]
    raise UsageError(
        "type_unknown", "TYPE", expected="a type that can be written",
        found="one with a command of its own" if name in own else what if name else "none",
        hint=hint,
    )  # fmt: skip


# -- told -------------------------------------------------------------------------------------


def signers_of(row: EventType) -> str:
    """Return who signs an event, one after the other, in words."""
    said = []
    for number, roles in enumerate(row.signers.roles):
        held = (
            "anybody enrolled" if roles == ANYONE else " or ".join(sorted(r.value for r in roles))
        )
        said.append(held if number < row.signers.least else f"{held}, where there is one")
    return "; ".join(said)


def _list(paper: Paper) -> None:
    paper.line("Types, who signs, and what it says", style=STRONG)
    for name, row in sorted(WRITABLE.items()):
        own = _own(name)
        paper.pair(name, f"{row.says}\nsigned by {signers_of(row)}{own}", width=18)
    paper.line("Fields of one type: showclear write TYPE --help", style=QUIET)
    paper.data([_data(row) for _, row in sorted(WRITABLE.items())])


def _own(name: str) -> str:
    known = OWN.get(name, name if name in root.commands else "")
    return f"\nalso: showclear {known}" if known else ""


def _help(paper: Paper, row: EventType) -> None:
    paper.line(f"{row.name}: {row.says}", style=STRONG)
    paper.pair("kind", MOODS[row.mood], indent=2)
    paper.pair("signed by", f"{signers_of(row)}{_own(row.name)}", indent=2)
    for blank in blanks_of(row.body):
        left = "" if blank.required else " (may be left out)"
        paper.pair(blank.name, f"{takes(blank)}{left}", indent=2, width=20)
        for part in blanks_of(blank.part) if blank.part is not None else ():
            left = "" if part.required else " (may be left out)"
            paper.pair(f"{blank.single}.1.{part.name}", f"{takes(part)}{left}", indent=4, width=18)
    paper.line("for example")
    paper.line(example_of(row), indent=2)
    paper.data(_data(row))


def _data(row: EventType) -> dict[str, object]:
    return {
        "type": row.name,
        "mood": row.mood.value,
        "says": row.says,
        "signed_by": signers_of(row),
        "fields": [
            {"name": one.name, "takes": takes(one), "required": one.required}
            for one in blanks_of(row.body)
        ],
        "example": example_of(row),
    }
