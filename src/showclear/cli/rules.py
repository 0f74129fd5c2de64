"""``showclear rules``: list, explain, compare and ask, leaving no record.

Every place that cites a rule says whose authority a row has, how far its source was looked up,
and whether the row is computed or only attested: advice must never look like law.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

import click
import msgspec

from showclear.cli.exits import Exit
from showclear.cli.paper import QUIET, STRONG, counted
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command, run
from showclear.errors import UsageError
from showclear.field.stock import WeaponClass
from showclear.record.events.base import Mood
from showclear.record.events.table import BY_BODY
from showclear.rules.decide import CATALOGUE
from showclear.rules.frame import Rule, Stricter
from showclear.rules.packs import Check, Pack, Parameter, Row, parse_pack
from showclear.wiring import pack_texts

EVERY_CLASS: Final = len(WeaponClass)
RULES: Final = {rule.id: rule for rule in CATALOGUE}
UNSAID: Final = "-"
CONTRADICT: Final = "these duties contradict each other; adopted together, officers choose:"
ADVICE: Final = "Rows that a production has not adopted are advice: they refuse nothing."


class Cited(msgspec.Struct, frozen=True):
    """One row, and the pack it is a row of."""

    pack: Pack
    row: Row


@root.group("rules")
def rules() -> None:
    """Read the rules: whose they are, what they ask, how packs differ. Leaves no record."""


@command(rules, "list", example="showclear rules list --pack house-default")
@click.option("--pack", "packs", multiple=True, metavar="PACK", help="Only this pack's rows.")
@as_json
def list_rows(job: Job, *, packs: tuple[str, ...]) -> None:
    """List the rows of the shipped packs, or of the packs named.

    A row says what kind of authority it has and how far its source was looked up (V read in the
    source, Q quoted elsewhere, P practice, M memory, D design).
    """
    cited = list(_cited(packs))
    for pack_id in dict.fromkeys(one.pack.id for one in cited):
        rows = [one for one in cited if one.pack.id == pack_id]
        job.paper.line(f"{pack_id}: {rows[0].pack.title}", style=STRONG)
        columns = ("row", "asks", "authority", "weight", "check")
        job.paper.table(columns, [_listed(one.row) for one in rows])
        job.paper.line()
    job.paper.line(ADVICE, style=QUIET)
    job.paper.data([{"pack": one.pack.id, **_row_data(one.row)} for one in cited])


@command(rules, "explain", example="showclear rules explain R32")
@click.argument("rule")
@as_json
def explain_rule(job: Job, *, rule: str) -> None:
    """Explain one rule: what each pack's row of it says, asks and rests on."""
    cited = [one for one in _cited(()) if one.row.id == rule]
    if not cited:
        known = ", ".join(sorted(RULES))
        raise UsageError(
            "rule_unknown", f"rule {rule}", expected=f"one of {known}", found="none of this id",
            hint="showclear rules list",
        )  # fmt: skip
    for one in cited:
        _tell_row(job, one)
    job.paper.line(ADVICE, style=QUIET)
    job.paper.data([{"pack": one.pack.id, **_row_data(one.row)} for one in cited])


@command(rules, "compare", example="showclear rules compare house-default us-california-2025")
@click.argument("one")
@click.argument("other")
@as_json
def compare(job: Job, *, one: str, other: str) -> None:
    """Compare two packs: which rows only one has, and where they ask for something else.

    Adopted together, the stricter of two numbers counts, and which is stricter is declared in
    the program, never in a pack. Where two duties contradict each other officers choose one
    when they adopt both.
    """
    first, second = _pack(one), _pack(other)
    lines = list(_differences(first, second))
    shared = sorted({row.id for row in first.row} & {row.id for row in second.row})
    job.paper.line(f"{first.id} and {second.id}", style=STRONG)
    job.paper.line(f"{counted(len(shared), 'row')} in both: {', '.join(shared) or 'none'}")
    if lines:
        job.paper.table(("row", "what", first.id, second.id), lines)
    contradict = [line[0] for line in lines if _contradict(*line)]
    for row in contradict:
        job.paper.line(f"{row}: {CONTRADICT}")
        job.paper.line(f"--choose {row}={first.id} or --choose {row}={second.id}", indent=2)
    job.paper.data(
        {
            "both": shared,
            "contradict": contradict,
            "differences": [
                dict(zip(("row", "what", first.id, second.id), line, strict=True))
                for line in lines
            ],
        }
    )


@command(rules, "in-force", example="showclear rules in-force")
@as_json
def in_force(job: Job) -> None:
    """Say which rows this ledger has adopted, and which rows of their packs it has not."""
    with job.reading() as session:
        choices, chosen = session.state.packs.packs, session.state.packs.chosen
        tier = session.state.packs.tier
        texts = {choice.digest: session.desk.parts.store.text(choice.digest) for choice in choices}
    job.paper.pair("tier", tier.value)
    found = []
    for choice in choices:
        text = texts[choice.digest]
        every = () if text is None else parse_pack(text).row
        left = tuple(sorted(row.id for row in every if row.id not in choice.rows))
        other = tuple(row.id for row in every if row.id in choice.rows and tier not in row.tiers)
        job.paper.line(choice.pack, style=STRONG)
        job.paper.pair("adopted", ", ".join(choice.rows) or "none")
        job.paper.pair("advice only", ", ".join(left) or "none")
        if other:
            job.paper.pair("other tiers", ", ".join(other))
        counts = tuple(one.row for one in chosen if one.pack == choice.pack)
        if counts:
            job.paper.pair("chosen", ", ".join(counts))
        found.append(
            {
                "pack": choice.pack,
                "adopted": choice.rows,
                "advice": left,
                "chosen": counts,
                "other_tiers": other,
            }
        )
    job.paper.data({"tier": tier.value, "packs": found})


@command(
    rules,
    "would",
    example="showclear rules would take-out colt-3 --from lockup --as armorer",
)
@click.argument("asked", nargs=-1, required=True, type=click.UNPROCESSED, metavar="COMMAND...")
def would(job: Job, *, asked: tuple[str, ...]) -> None:
    """Ask what stands against a step, as typed without `showclear`; nothing is recorded.

    The same as the step's own command with --would.
    """
    _ask_only_steps(asked)
    ledger = () if job.named is None else ("--ledger", job.named)
    job.exit = Exit(run(root, [*ledger, *asked, "--would"]))


def _ask_only_steps(asked: Sequence[str]) -> None:
    """Raise ``UsageError`` for a command that no rule is ever asked about."""
    found: click.Command | None = root
    words = []
    for word in asked:
        if not isinstance(found, click.Group):
            break
        found = found.commands.get(word)
        words.append(word)
    options = {one.name for one in found.params} if found is not None else {"would"}
    if "would" in options or isinstance(found, click.Group):  # or the group says what is wrong
        return
    raise UsageError(
        "never_refused", " ".join(words), expected="a step, such as take-out or hand-over",
        found=_no_step(words[-1], options), hint=f"showclear {' '.join(words)} --help",
    )  # fmt: skip


def _no_step(name: str, options: AbstractSet[str | None]) -> str:
    """Return why rules are not asked about a command."""
    if any(row.name == name and row.mood is Mood.STEP for row in BY_BODY.values()):
        return "one that cannot be asked before its new key is made"
    if options & {"signers", "handler"}:
        return "a report or look: it is never turned away"
    return "a command that asks no rule"


rules.commands["would"].context_settings["ignore_unknown_options"] = True


def _cited(named: Sequence[str]) -> Iterator[Cited]:
    for text in pack_texts(named).values():
        pack = parse_pack(text)
        for row in pack.row:
            yield Cited(pack, row)


def _pack(named: str) -> Pack:
    (text,) = pack_texts((named,)).values()
    return parse_pack(text)


def _listed(row: Row) -> tuple[str, ...]:
    mark = ", unverified" if row.unverified else ""
    authority = f"{row.authority.value} ({row.evidence.value}{mark})"
    return (row.id, row.title, authority, row.weight.value, row.check.value)


def _tell_row(job: Job, one: Cited) -> None:
    row, rule = one.row, RULES[one.row.id]
    job.paper.line(f"{row.id} in {one.pack.id}: {row.title}", style=STRONG)
    job.paper.line(row.sentence, indent=2)
    mark = "unverified: nobody has held it against the source" if row.unverified else "checked"
    by = f", attested by {row.attested_by}" if row.check is Check.ATTESTED else ""
    facts = {
        "authority": row.authority.value,
        "evidence": f"{row.evidence.value}, {mark}",
        "sources": ", ".join(row.sources),
        "weight": row.weight.value,
        "check": f"{row.check.value}{by}",
        "asked about": _asked(rule),
        "covers": _classes(row),
        "tiers": ", ".join(tier.value for tier in row.tiers),
        "waived by": ", ".join(row.waivable_by) or "nobody",
    }
    for name, text in facts.items():
        job.paper.pair(name, text)
    for name, value in sorted(row.parameters.items()):
        stricter = rule.parameters[name].value if name in rule.parameters else "not used"
        job.paper.pair("parameter", f"{name}: {_value(value)} (stricter: {stricter})")
    job.paper.line()


def _asked(rule: Rule) -> str:
    return ", ".join(sorted(BY_BODY[step].name for step in rule.steps)) or rule.effect


def _classes(row: Row) -> str:
    if len(row.covers) == EVERY_CLASS:
        return "every class"
    return "classes " + ", ".join(str(int(one)) for one in row.covers)


def _value(value: Parameter) -> str:
    return str(value) if isinstance(value, int) else ", ".join(value) or "none"


def _row_data(row: Row) -> dict[str, Any]:
    return {str(key): value for key, value in msgspec.to_builtins(row).items()}


def _differences(first: Pack, second: Pack) -> Iterator[tuple[str, str, str, str]]:
    for row_id in sorted({row.id for row in (*first.row, *second.row)}):
        one, other = first.find(row_id), second.find(row_id)
        if one is None or other is None:
            yield row_id, "row", _title(one), _title(other)
            continue
        for what, left, right in _told_apart(one, other):
            if left != right:
                yield row_id, what, left, right


def _contradict(row: str, what: str, left: str, right: str) -> bool:
    """Return whether a difference is a duty of which neither pack is the stricter."""
    duty = RULES[row].parameters.get(what) is Stricter.CHOSEN
    return duty and UNSAID not in {left, right}


def _title(row: Row | None) -> str:
    return UNSAID if row is None else row.title


def _told_apart(one: Row, other: Row) -> Iterator[tuple[str, str, str]]:
    yield "authority", one.authority.value, other.authority.value
    yield "weight", one.weight.value, other.weight.value
    yield "check", one.check.value, other.check.value
    yield "covers", _classes(one), _classes(other)
    yield "waived by", _waivers(one), _waivers(other)
    for name in sorted({*one.parameters, *other.parameters}):
        yield name, _given(one, name), _given(other, name)


def _waivers(row: Row) -> str:
    return ", ".join(row.waivable_by) or UNSAID


def _given(row: Row, name: str) -> str:
    return _value(row.parameters[name]) if name in row.parameters else UNSAID
