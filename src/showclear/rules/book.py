"""The rulebook: the rules in force, from the adopted rows and the packs' texts.

Built once per change of packs. What is wrong with a choice of packs (a text missing, a rule
unknown to this program, a parameter missing, two that cannot be ordered) is kept as refusals:
while there are any, every ruled step is refused and no report ever is.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from showclear.errors import PackError
from showclear.record.codes import Code, Refusal
from showclear.record.events.base import Body
from showclear.record.events.officers import PackChoice
from showclear.rules.frame import Binding, PackTexts, Params, Rule, Stricter
from showclear.rules.packs import Pack, Parameter, Row, digest_of, parse_pack

PACKS = "packs"  # the "rule" of a refusal about the packs themselves
CORE = "core"
# The rows that are always on (DESIGN.md, Words: core). Named here too, so that a text that calls
# itself core and leaves one out puts nothing in force.
CORE_ROWS = frozenset(
    {"R02", "R15", "R18", "R30", "R31", "R32", "R34", "R48", "R49", "R52", "R54", "R55", "STOP"}
)


class Rulebook(msgspec.Struct, frozen=True, kw_only=True):
    """The bindings in the catalogue's order, by type of step; and what is wrong, if anything."""

    bindings: tuple[Binding, ...]
    by_step: dict[type[Body], tuple[Binding, ...]]
    wrong: tuple[Refusal, ...]

    def find(self, rule_id: str) -> Binding | None:
        """Return the binding of a rule, or None when no row calls for it."""
        for binding in self.bindings:
            if binding.rule.id == rule_id:
                return binding
        return None


def build_book(packs: Sequence[PackChoice], texts: PackTexts, rules: Sequence[Rule]) -> Rulebook:
    """Return the rulebook for adopted rows; ``texts`` maps digests to pack texts."""
    wrong: list[Refusal] = []
    rows = _adopted_rows(packs, texts, wrong)
    known = {rule.id: rule for rule in rules}
    for row_id in sorted({row.id for row in rows} - set(known)):
        _add(wrong, Code.RULE_UNKNOWN, (row_id,), "use a program that knows the rule")
    bindings = [
        _bind(rule, [row for row in rows if row.id == rule.id], wrong)
        for rule in rules
        if any(row.id == rule.id for row in rows)
    ]
    _check_core(packs, texts, wrong)
    steps = {step for binding in bindings for step in binding.rule.steps}
    return Rulebook(
        bindings=tuple(bindings),
        by_step={
            step: tuple(binding for binding in bindings if step in binding.rule.steps)
            for step in steps
        },
        wrong=tuple(wrong),
    )


def _adopted_rows(
    packs: Sequence[PackChoice], texts: PackTexts, wrong: list[Refusal]
) -> list[Row]:
    rows: list[Row] = []
    for choice in packs:
        pack = _pack(choice, texts, wrong)
        for row_id in () if pack is None else choice.rows:
            row = None if pack is None else pack.find(row_id)
            if row is None:
                _add(wrong, Code.RULE_UNKNOWN, (choice.pack, row_id), "adopt rows the pack has")
            else:
                rows.append(row)
    return rows


def _pack(choice: PackChoice, texts: PackTexts, wrong: list[Refusal]) -> Pack | None:
    text = texts.get(choice.digest)
    if text is None or digest_of(text) != choice.digest:
        facts = (choice.pack, choice.digest)
        _add(wrong, Code.PACK_TEXT_MISSING, facts, "bring the pack's text with this digest")
        return None
    try:
        pack = parse_pack(text)
    except PackError as problem:
        _add(wrong, Code.PACK_TEXT_MISSING, (choice.pack, problem.found), "bring a whole pack")
        return None
    if pack.id != choice.pack:
        _add(wrong, Code.PACK_TEXT_MISSING, (choice.pack, pack.id), "name the pack by its id")
        return None
    return pack


def _check_core(packs: Sequence[PackChoice], texts: PackTexts, wrong: list[Refusal]) -> None:
    """Refuse steps while any row of ``core`` is off (DESIGN.md, Words)."""
    chosen = [choice for choice in packs if choice.pack == CORE]
    if len(chosen) != 1:
        _add(wrong, Code.NO_RULES_IN_FORCE, (CORE,), "adopt the core pack, whole")
        return
    pack = _pack(chosen[0], texts, [])
    rows = CORE_ROWS.union(() if pack is None else [row.id for row in pack.row])
    for row_id in sorted(rows.difference(chosen[0].rows)):
        _add(wrong, Code.NO_RULES_IN_FORCE, (CORE, row_id), "adopt the core pack, whole")


def _bind(rule: Rule, rows: list[Row], wrong: list[Refusal]) -> Binding:
    values: dict[str, Parameter] = {}
    for name, stricter in rule.parameters.items():
        given = [row.parameters[name] for row in rows if name in row.parameters]
        if not given:
            _add(
                wrong, Code.PARAMETER_MISSING, (rule.id, name), f"a row of {rule.id} gives {name}"
            )
            continue
        merged = _merge(given, stricter)
        if merged is None:
            lift = "adopt only one of the rows, by name"
            _add(wrong, Code.PARAMETERS_DISAGREE, (rule.id, name), lift)
        else:
            values[name] = merged
    return Binding(rule=rule, rows=tuple(rows), parameters=Params(values))


def _merge(given: list[Parameter], stricter: Stricter) -> Parameter | None:
    numbers = [value for value in given if isinstance(value, int)]
    lists = [value for value in given if not isinstance(value, int)]
    match stricter:
        case Stricter.SMALLER if not lists:
            return min(numbers)
        case Stricter.LARGER if not lists:
            return max(numbers)
        case Stricter.FEWER if not numbers:
            common = set(lists[0]).intersection(*map(set, lists))
            return tuple(sorted(common))
        case Stricter.NONE if all(value == given[0] for value in given):
            return given[0]
        case _:
            return None


def _add(wrong: list[Refusal], code: Code, facts: tuple[str, ...], lift: str) -> None:
    wrong.append(Refusal(code=code, rule=PACKS, facts=facts, lift=lift))
