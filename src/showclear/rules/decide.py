"""Decide: what stands against one step, under the rows in force.

``decide`` is a pure question: the same state, step and time give the same verdict everywhere.
The desk asks it when a signed step arrives; a person may ask it beforehand and leave no record.
It runs after ``record.admission`` (signatures, roles, heads, chains), which it does not repeat.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from showclear.field.ids import ItemId
from showclear.field.instants import Now
from showclear.field.people import Role
from showclear.field.production import Tier
from showclear.record.codes import Code, Refusal
from showclear.record.event import Event
from showclear.record.events.base import Mood
from showclear.record.events.officers import Adopt, Opening, Revoke, Waive
from showclear.record.events.people import WithdrawRoles
from showclear.record.events.table import BY_BODY
from showclear.record.registry import mood_of
from showclear.record.state import PacksInForce, State
from showclear.rules.book import PACKS, Rulebook, build_book
from showclear.rules.chapters import (
    counts,
    custody,
    floor,
    guns,
    passing,
    people,
    plan,
    rounds,
    showing,
    speaking,
)
from showclear.rules.frame import Binding, Case, PackTexts, refusal
from showclear.rules.loosening import loosened
from showclear.rules.packs import Weight
from showclear.rules.verdict import Verdict, verdict

# Raised whenever any rule's verdicts can change; audit compares only equal versions.
RULES_VERSION: Final = 3
CATALOGUE: Final = tuple(
    sorted(
        (
            *people.RULES,
            *plan.RULES,
            *floor.RULES,
            *guns.RULES,
            *passing.RULES,
            *counts.RULES,
            *custody.RULES,
            *rounds.RULES,
            *showing.RULES,
            *speaking.RULES,
        ),
        key=lambda rule: rule.id,
    )
)
# Who may sign and which rows are on must stay changeable while the packs are broken.
_WITHOUT_RULES: Final = frozenset({Revoke, WithdrawRoles})


class Judge:
    """Decides under whatever packs a state has in force; keeps the last rulebook it built.

    ``texts`` maps digests to pack texts and may grow while the judge lives.
    """

    def __init__(self, texts: PackTexts) -> None:
        self._texts = texts
        self._packs: PacksInForce | None = None
        self._book: Rulebook | None = None

    def book(self, packs: PacksInForce) -> Rulebook:
        """Return the rulebook for the packs in force."""
        if self._book is None or packs is not self._packs or self._book.wrong:
            self._packs = packs
            self._book = build_book(packs.packs, self._texts, CATALOGUE, packs.chosen, packs.tier)
        return self._book

    def decide(self, state: State, event: Event, now: Now) -> Verdict:
        """Return the verdict on a step; reports, looks and desk events have an empty one."""
        if mood_of(event) is not Mood.STEP:
            return Verdict()
        body = event.body
        if isinstance(body, Opening | Adopt):
            return verdict(self._proposed(state, body))
        book = self.book(state.packs)
        if book.wrong and type(body) not in _WITHOUT_RULES:
            return verdict(list(book.wrong))
        case = Case(state, event, body, now)
        if isinstance(body, Waive):
            return verdict(_waiver(book, body, case.roles()))
        bindings = book.by_step.get(type(body), ())
        if state.packs.tier is Tier.NON_FIRING and not _can_fire(case):
            bindings = tuple(binding for binding in bindings if not binding.narrowed)
        return _ask(bindings, case)

    def _proposed(self, state: State, body: Opening | Adopt) -> list[Refusal]:
        """Return what is wrong with rows as proposed, or what they would take away unsaid."""
        chosen = body.chosen if isinstance(body, Adopt) else ()
        proposed = build_book(body.packs, self._texts, CATALOGUE, chosen, body.tier)
        if proposed.wrong or isinstance(body, Opening):
            return list(proposed.wrong)
        against = loosened(self.book(state.packs), proposed, reason=bool(body.reason))
        return [*against, *_choice(proposed, body)]


def _choice(proposed: Rulebook, body: Adopt) -> Iterator[Refusal]:
    """Yield what stands against the choices of an adoption: nothing to choose, or no reason."""
    yield from proposed.idle
    if body.chosen and not body.reason:
        facts = tuple(sorted({one.row for one in body.chosen}))
        lift = "two officers write why this one was chosen"
        yield Refusal(code=Code.NO_REASON_GIVEN, rule=PACKS, facts=facts, lift=lift)


def _ask(bindings: tuple[Binding, ...], case: Case) -> Verdict:
    against: list[Refusal] = []
    alerts: list[Refusal] = []
    waived = {(waiver.row, waiver.item) for waiver in case.state.waivers.values()}
    for binding in bindings:
        for found in binding.rule.function(case, binding.parameters):
            reason = refusal(binding.rule.id, found)
            item = found.item
            if item is not None and not _covered(binding, case, item):
                continue
            excused = binding.waivable() and (binding.rule.id, item) in waived
            blocks = binding.weight is Weight.BLOCK and not (excused or found.only_alert)
            (against if blocks else alerts).append(reason)
    return verdict(against, alerts)


def _can_fire(case: Case) -> bool:
    """Return whether the step is about any gun that can fire."""
    row = BY_BODY[type(case.body)]
    items = (*row.touches(case.body), *row.cites(case.body))
    weapons = [case.state.weapons[item] for item in items if item in case.state.weapons]
    return any(weapon.firing for weapon in weapons)


def _covered(binding: Binding, case: Case, item: ItemId) -> bool:
    weapon = case.state.weapons.get(item)
    return weapon is None or binding.covers(weapon)


def _waiver(book: Rulebook, body: Waive, roles: frozenset[Role]) -> list[Refusal]:
    binding = book.find(body.row)
    if binding is None or not binding.waivable():
        lift = "only a row that its pack says may be waived can be, and never a statute"
        facts: tuple[str, ...] = (body.row, body.item)
        return [Refusal(code=Code.ROW_NOT_WAIVABLE, rule=PACKS, facts=facts, lift=lift)]
    named = frozenset.intersection(*(frozenset(row.waivable_by) for row in binding.rows))
    others = sorted(role.value for role in roles if role.value not in named)
    if not others:
        return []
    able = ", ".join(sorted(named)) or "nobody"
    lift = f"those whom every row of {body.row} names waive it: {able}"
    facts = (body.row, *others)
    return [Refusal(code=Code.NOT_NAMED_TO_LIFT, rule=PACKS, facts=facts, lift=lift)]
