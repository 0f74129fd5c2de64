"""The shipped rule packs as Markdown: each row with its authority, evidence and parameters.

What kind of authority a row has, and how far that was looked up, stands in every section, so
that nothing looks like law that is not. Leaves to others: what the rules do (`showclear.rules`)
and what their codes mean (`code_pages`).

Example: ``packs_page()`` has a section ``### R54: End of a showing``.
"""

from __future__ import annotations

from typing import Final

from showclear.field.stock import WeaponClass
from showclear.record.events.table import BY_BODY
from showclear.rules.decide import CATALOGUE
from showclear.rules.frame import Rule, Stricter
from showclear.rules.packs import Authority, Evidence, Pack, Parameter, Row, Weight, parse_pack
from showclear.wiring import pack_texts

INTRODUCTION: Final = """\
The rows that come with the program. A production adopts rows by name, and only rows it adopted
refuse anything; `core` is always on and has to be adopted whole. No text here is anybody's law:
sentences are our own, and each row says what kind of authority it has and how far that was looked
up. A row stays marked **unverified** until a person has held it against the source itself. Sources
are named as in the field catalogue that the packs were made from.
"""
AUTHORITIES: Final = {
    Authority.STATUTE: "a law or regulation; cannot be waived by a production",
    Authority.ADOPTED_POLICY: "a rule that a union, insurer or company has adopted",
    Authority.RECOMMENDATION: "published advice of a body of the trade",
    Authority.PRACTICE: "what working people are reported to do",
    Authority.DESIGN: "a choice of this program, to be struck out or confirmed by the trade",
}
EVIDENCES: Final = {
    Evidence.V: "read in a stored copy of the source",
    Evidence.Q: "read as a quotation inside another document",
    Evidence.P: "written by people of the trade: practice, not authority",
    Evidence.M: "from memory, not looked up",
    Evidence.D: "a design choice, nobody's rule",
}
WEIGHTS: Final = {
    Weight.BLOCK: "a step is refused while it does not hold",
    Weight.ALERT: "noted beside the step, refuses nothing",
    Weight.LOG: "kept in the record, refuses nothing",
}
STRICTER: Final = {
    Stricter.SMALLER: "the smaller is the stricter",
    Stricter.LARGER: "the larger is the stricter",
    Stricter.FEWER: "of two lists what both name",
    Stricter.MORE: "of two lists what either names",
    Stricter.NONE: "no order: adopted rows must agree",
    Stricter.CHOSEN: "a duty: adopted rows agree, or officers choose whose counts",
}
RULES: Final = {rule.id: rule for rule in CATALOGUE}


def packs() -> list[Pack]:
    """Return the shipped packs in the order of their ids."""
    texts = pack_texts(())
    return [parse_pack(text) for _, text in sorted(texts.items())]


def packs_page() -> str:
    """Return the page of all shipped packs."""
    words = [
        "## What the words say\n",
        _table("authority", {key.value: text for key, text in AUTHORITIES.items()}),
        _table("evidence", {key.value: text for key, text in EVIDENCES.items()}),
        _table("weight", {key.value: text for key, text in WEIGHTS.items()}),
    ]
    return "\n".join([f"# Rule packs\n\n{INTRODUCTION}", *words, *map(_pack, packs())])


def _table(name: str, rows: dict[str, str]) -> str:
    lines = [f"| {name} | what it says |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{key}` | {text} |" for key, text in rows.items())]) + "\n"


def _pack(pack: Pack) -> str:
    sections = "\n".join(map(_row, pack.row))
    return f"## Pack `{pack.id}`\n\n{pack.title}: {pack.sentence}\n\n{sections}"


def _row(row: Row) -> str:
    mark = "**unverified**" if row.unverified else "held against its source by a person"
    authority = f"`{row.authority.value}`, evidence `{row.evidence.value}`, {mark}"
    by = f" by {row.attested_by}" if row.attested_by else ""
    facts = {
        "authority": authority,
        "sources": ", ".join(row.sources),
        "weight": f"`{row.weight.value}`",
        "check": f"{row.check.value}{by}",
        "asked about": _asked(RULES[row.id]),
        "covers": _classes(row),
        "tiers": ", ".join(tier.value for tier in row.tiers),
        "may be waived by": ", ".join(row.waivable_by) or "nobody",
    }
    lines = [f"- {name}: {text}" for name, text in facts.items()]
    lines += [_parameter(RULES[row.id], *pair) for pair in sorted(row.parameters.items())]
    return f"### {row.id}: {row.title}\n\n{row.sentence}\n\n" + "\n".join(lines) + "\n"


def _asked(rule: Rule) -> str:
    tags = sorted(BY_BODY[step].name for step in rule.steps)
    return ", ".join(f"`{tag}`" for tag in tags) or rule.effect


def _classes(row: Row) -> str:
    if len(row.covers) == len(WeaponClass):
        return "every class of weapon"
    return "classes " + ", ".join(str(int(number)) for number in row.covers)


def _parameter(rule: Rule, name: str, value: Parameter) -> str:
    shown = str(value) if isinstance(value, int) else ", ".join(value)
    return f"- parameter `{name}`: {shown} ({STRICTER[rule.parameters[name]]})"
