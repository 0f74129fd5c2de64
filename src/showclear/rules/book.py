"""The rulebook: the rules in force, from the adopted rows and the packs' texts.

Built once per change of packs. What is wrong with a choice of packs (a text missing, a rule
unknown to this program, a parameter missing, two that cannot be ordered, a core row that asks
for less than it must) is kept as refusals: while there are any, every ruled step is refused and
no report ever is. Duties that contradict each other are nothing wrong with the packs: they refuse
the steps they bear on, until an adoption says whose counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from showclear.errors import PackError
from showclear.field.production import Tier
from showclear.field.stock import FIRING_CLASS_MIN, WeaponClass
from showclear.record.codes import Code, Refusal
from showclear.record.events.base import Body
from showclear.record.events.officers import ChosenDuty, PackChoice
from showclear.rules.frame import Binding, PackTexts, Params, Rule, Stricter
from showclear.rules.packs import (
    Authority,
    Pack,
    Parameter,
    Row,
    Weight,
    digest_of,
    parse_pack,
)

PACKS = "packs"  # the "rule" of a refusal about the packs themselves
CORE = "core"
# Who points a gun or has it pointed is never who hands it out or checks it (practice.md, Roles).
NEVER_TITLED: Final = "director"
_EVERY_CLASS: Final = frozenset(WeaponClass)
_FIRING: Final = frozenset({one for one in WeaponClass if one >= FIRING_CLASS_MIN})
_EVERY_TIER: Final = frozenset(Tier)
_FULL_AND_STAGE: Final = frozenset({Tier.FULL, Tier.STAGE})


class Adopted(msgspec.Struct, frozen=True):
    """One adopted row, and the pack it is a row of."""

    pack: str
    row: Row

    @property
    def statute(self) -> bool:
        """Whether it rests on a statute: nobody chooses against it."""
        return self.row.authority is Authority.STATUTE


class CoreRow(msgspec.Struct, frozen=True):
    """What the code asks of one core row: its weight, and the least that it covers."""

    weight: Weight
    covers: frozenset[WeaponClass]
    tiers: frozenset[Tier]

    def differences(self, row: Row) -> Iterator[tuple[str, str]]:
        """Yield what in a pack's row asks for less, and how much less."""
        if row.weight is not self.weight:
            yield "weight", row.weight.value
        for one in sorted(self.covers.difference(row.covers)):
            yield "covers", f"not {one.value}"
        for tier in sorted(tier.value for tier in self.tiers.difference(row.tiers)):
            yield "tiers", f"not {tier}"
        for role in row.waivable_by:
            yield "waivable_by", role


_ALWAYS: Final = CoreRow(Weight.BLOCK, _EVERY_CLASS, _EVERY_TIER)
_WHERE_FIRED: Final = CoreRow(Weight.BLOCK, _FIRING, _FULL_AND_STAGE)
_NOTED: Final = CoreRow(Weight.LOG, _EVERY_CLASS, _EVERY_TIER)
# The rows that are always on (DESIGN.md, Words: core). Pinned here too, so that a text that calls
# itself core and leaves one out, or asks for less in one, puts nothing in force.
CORE_ROWS: Final = {
    "R02": _ALWAYS,
    "R15": _WHERE_FIRED,
    "R18": _ALWAYS,
    "R30": _NOTED,
    "R31": _ALWAYS,
    "R32": _WHERE_FIRED,
    "R34": _ALWAYS,
    "R48": _ALWAYS,
    "R49": _ALWAYS,
    "R52": _NOTED,
    "R54": _WHERE_FIRED,
    "R55": _WHERE_FIRED,
    "STOP": _ALWAYS,
}


class Rulebook(msgspec.Struct, frozen=True, kw_only=True):
    """The bindings in the catalogue's order, by type of step; and what is wrong, if anything.

    ``idle`` are choices between duties that settle nothing: such an adoption is refused.
    """

    bindings: tuple[Binding, ...]
    by_step: dict[type[Body], tuple[Binding, ...]]
    wrong: tuple[Refusal, ...]
    idle: tuple[Refusal, ...] = ()

    def find(self, rule_id: str) -> Binding | None:
        """Return the binding of a rule, or None when no row calls for it."""
        for binding in self.bindings:
            if binding.rule.id == rule_id:
                return binding
        return None


def build_book(
    packs: Sequence[PackChoice],
    texts: PackTexts,
    rules: Sequence[Rule],
    chosen: Sequence[ChosenDuty] = (),
    tier: Tier = Tier.FULL,
) -> Rulebook:
    """Return the rulebook for adopted rows; ``texts`` maps digests to pack texts.

    Rows for another tier are not asked. Those of the full tier are asked of whatever can fire
    though the production says that nothing does.
    """
    wrong: list[Refusal] = []
    adopted = _adopted_rows(packs, texts, wrong)
    known = {rule.id: rule for rule in rules}
    for row_id in sorted({one.row.id for one in adopted} - set(known)):
        _add(wrong, Code.RULE_UNKNOWN, (row_id,), "use a program that knows the rule")
    open_choices = set(chosen)
    bindings = [
        _bind(rule, calling, wrong, open_choices)
        for rule in rules
        if (calling := [one for one in adopted if one.row.id == rule.id and _asked(one, tier)])
    ]
    _check_core(packs, texts, wrong)
    _check_titles([one.row for one in adopted], wrong)
    bindings = [_for_tier(binding, tier) for binding in bindings]
    steps = {step for binding in bindings for step in binding.rule.steps}
    return Rulebook(
        bindings=tuple(bindings),
        by_step={
            step: tuple(binding for binding in bindings if step in binding.rule.steps)
            for step in steps
        },
        wrong=tuple(wrong),
        idle=tuple(_idle(one) for one in chosen if one in open_choices),
    )


def _asked(adopted: Adopted, tier: Tier) -> bool:
    tiers = adopted.row.tiers
    return tier in tiers or (tier is Tier.NON_FIRING and Tier.FULL in tiers)


def _for_tier(binding: Binding, tier: Tier) -> Binding:
    """Return the binding, narrowed where no row of it is for this tier."""
    if any(tier in row.tiers for row in binding.rows):
        return binding
    return msgspec.structs.replace(binding, narrowed=True)


def _adopted_rows(
    packs: Sequence[PackChoice], texts: PackTexts, wrong: list[Refusal]
) -> list[Adopted]:
    rows: list[Adopted] = []
    for choice in packs:
        pack = _pack(choice, texts, wrong)
        for row_id in () if pack is None else choice.rows:
            row = None if pack is None else pack.find(row_id)
            if row is None:
                _add(wrong, Code.RULE_UNKNOWN, (choice.pack, row_id), "adopt rows the pack has")
            else:
                rows.append(Adopted(choice.pack, row))
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
    rows = () if pack is None else pack.row
    names = {*CORE_ROWS, *(row.id for row in rows)}
    for row_id in sorted(names.difference(chosen[0].rows)):
        _add(wrong, Code.NO_RULES_IN_FORCE, (CORE, row_id), "adopt the core pack, whole")
    for row in rows:
        pinned = CORE_ROWS.get(row.id)
        for what, found in () if pinned is None else pinned.differences(row):
            facts = (CORE, row.id, what, found)
            lift = "adopt a core whose rows ask for no less than the shipped one's"
            _add(wrong, Code.NO_RULES_IN_FORCE, facts, lift)


def _check_titles(rows: list[Row], wrong: list[Refusal]) -> None:
    for row in rows:
        for name, value in row.parameters.items():
            if name.endswith("_titles") and not isinstance(value, int) and NEVER_TITLED in value:
                lift = f"adopt rows whose {name} leaves out the {NEVER_TITLED}"
                _add(wrong, Code.NO_RULES_IN_FORCE, (row.id, name, NEVER_TITLED), lift)


def _bind(
    rule: Rule, adopted: list[Adopted], wrong: list[Refusal], open_choices: set[ChosenDuty]
) -> Binding:
    """Return the rule with its rows; choices that settle something leave ``open_choices``."""
    values: dict[str, Parameter] = {}
    undecided: dict[str, tuple[str, ...]] = {}
    for name, stricter in rule.parameters.items():
        says = [one for one in adopted if name in one.row.parameters]
        given = [one.row.parameters[name] for one in says]
        if stricter is Stricter.CHOSEN:
            duty = _duty(name, says, open_choices)
            if duty is not None:
                values[name] = duty
            elif says:
                undecided[name] = tuple(sorted(one.pack for one in says))
            continue
        if not given or (stricter is Stricter.MORE and () in given):
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
    rows = tuple(one.row for one in adopted)
    return Binding(rule=rule, rows=rows, parameters=Params(values, undecided))


def _duty(name: str, says: list[Adopted], open_choices: set[ChosenDuty]) -> Parameter | None:
    """Return the one duty that counts: what all say, or what was chosen; against no statute."""
    if len({one.row.parameters[name] for one in says}) == 1:
        return says[0].row.parameters[name]
    picked = {choice for choice in open_choices if any(_names(choice, one) for one in says)}
    heard = [one for one in says if any(_names(choice, one) for choice in picked)]
    left = {one.row.parameters[name] for one in says if one.statute or one in heard}
    if not heard or len(left) != 1:
        return None
    open_choices -= picked
    return left.pop()


def _names(choice: ChosenDuty, one: Adopted) -> bool:
    return (choice.row, choice.pack) == (one.row.id, one.pack)


def _idle(choice: ChosenDuty) -> Refusal:
    lift = (
        f"choose between adopted packs whose rows of {choice.row} contradict each other, "
        "never against a statute"
    )
    facts = (choice.row, choice.pack)
    return Refusal(code=Code.NOTHING_TO_LIFT, rule=PACKS, facts=facts, lift=lift)


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
        case Stricter.MORE if not numbers:
            return tuple(sorted(set().union(*lists)))
        case Stricter.NONE if all(value == given[0] for value in given):
            return given[0]
        case _:
            return None


def _add(wrong: list[Refusal], code: Code, facts: tuple[str, ...], lift: str) -> None:
    wrong.append(Refusal(code=code, rule=PACKS, facts=facts, lift=lift))
