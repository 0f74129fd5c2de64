"""What an adoption would take away: rows dropped, and rows that would ask for less than they do.

Dropping or loosening a row needs what a waiver needs: two officers who write why; and no statute
is waived by a production (DESIGN.md, The rooms: rules). What is in force afterwards is compared
with what was, by rule, so that another pack's row may take the place of one that asks the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from showclear.field.production import Tier
from showclear.field.stock import WeaponClass
from showclear.record.codes import Code, Refusal
from showclear.rules.book import PACKS, Rulebook
from showclear.rules.frame import Binding, Stricter
from showclear.rules.packs import Authority, Parameter, Row, Weight

DROPPED: Final = "dropped"
_HEAVIER: Final = (Weight.LOG, Weight.ALERT, Weight.BLOCK)


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """How much rows ask for together."""

    weight: int
    covers: frozenset[WeaponClass]
    tiers: frozenset[Tier]
    narrowed: bool
    waivable_by: frozenset[str]
    parameters: Mapping[str, Parameter]
    undecided: frozenset[str] = frozenset()


def loosened(before: Rulebook, after: Rulebook, *, reason: bool) -> list[Refusal]:
    """Return what stands against adopting ``after`` in the place of ``before``."""
    against: list[Refusal] = []
    unsaid: list[str] = []
    for binding in before.bindings:
        now = after.find(binding.rule.id)
        statutes = [
            (row, less)
            for row in binding.rows
            if row.authority is Authority.STATUTE and (less := _less_than_row(binding, row, now))
        ]
        for row, less in statutes:
            lift = f"adopt rows that ask for no less: {row.id} rests on a statute"
            facts = (row.id, less)
            against.append(Refusal(code=Code.ROW_NOT_WAIVABLE, rule=PACKS, facts=facts, lift=lift))
        if not statutes and not reason and _less(binding, _of_binding(binding), now):
            unsaid.append(binding.rule.id)
    if unsaid:
        lift = "two officers write why these are dropped or ask for less"
        against.append(
            Refusal(code=Code.NO_REASON_GIVEN, rule=PACKS, facts=tuple(unsaid), lift=lift)
        )
    return against


def _less_than_row(binding: Binding, row: Row, now: Binding | None) -> str:
    was = _of_rows([row], row.parameters)
    return _less(binding, msgspec.structs.replace(was, narrowed=binding.narrowed), now)


def _less(binding: Binding, was: _Asked, now: Binding | None) -> str:
    """Return the first thing in which less is asked now, or nothing."""
    if now is None:
        return DROPPED
    return next(_differences(binding.rule.parameters, was, _of_binding(now)), "")


def _differences(order: Mapping[str, Stricter], was: _Asked, now: _Asked) -> Iterator[str]:
    if now.weight < was.weight:
        yield "weight"
    if not was.covers <= now.covers:
        yield "covers"
    if not was.tiers <= now.tiers or (now.narrowed and not was.narrowed):
        yield "tiers"
    if not now.waivable_by <= was.waivable_by:
        yield "waivable_by"
    for name, stricter in order.items():
        # One that was missing held nothing: such a book refused every step. A duty that is
        # undecided now refuses until somebody chooses; one that nobody speaks of has gone.
        if name not in was.parameters or name in now.undecided:
            continue
        if name not in now.parameters or _looser(
            stricter, was.parameters[name], now.parameters[name]
        ):
            yield name


def _of_binding(binding: Binding) -> _Asked:
    asked = _of_rows(binding.rows, binding.parameters.values)
    undecided = frozenset(binding.parameters.undecided)
    return msgspec.structs.replace(asked, undecided=undecided, narrowed=binding.narrowed)


def _of_rows(rows: Sequence[Row], parameters: Mapping[str, Parameter]) -> _Asked:
    return _Asked(
        weight=max(_HEAVIER.index(row.weight) for row in rows),
        covers=frozenset(one for row in rows for one in row.covers),
        tiers=frozenset(tier for row in rows for tier in row.tiers),
        narrowed=False,
        waivable_by=frozenset.intersection(*(frozenset(row.waivable_by) for row in rows)),
        parameters=parameters,
    )


def _looser(stricter: Stricter, was: Parameter, now: Parameter) -> bool:
    if isinstance(was, int) or isinstance(now, int):
        return _looser_number(stricter, was, now)
    match stricter:
        case Stricter.FEWER:
            return not set(now) <= set(was)
        case Stricter.MORE:
            return not set(was) <= set(now)
        case _:
            return now != was


def _looser_number(stricter: Stricter, was: Parameter, now: Parameter) -> bool:
    if not isinstance(was, int) or not isinstance(now, int):
        return True  # a number where a list was: nothing says which asks for more
    match stricter:
        case Stricter.SMALLER:
            return now > was
        case Stricter.LARGER:
            return now < was
        case _:
            return now != was
