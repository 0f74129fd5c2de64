"""What a rule is, and how rules are bound to the rows a production has adopted.

For one parameter of one rule the stricter number wins; which direction is stricter is declared
here in code, never in a pack, and a parameter without an order must be agreed or it refuses.
Duties that contradict each other need a choice that officers write down.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import msgspec

from showclear.field.ids import ItemId
from showclear.field.instants import Now
from showclear.field.people import Role
from showclear.record.codes import Code, Refusal
from showclear.record.event import Event
from showclear.record.events.base import Body
from showclear.record.showing import Statement
from showclear.record.state import State, Weapon
from showclear.rules.packs import Parameter, Row, Weight


class Stricter(enum.Enum):
    """Which of two values of a parameter is the stricter."""

    SMALLER = "smaller"
    LARGER = "larger"
    FEWER = "fewer"  # a list: what both allow
    MORE = "more"  # a list: what either asks for; one that asks for nothing is none at all
    NONE = "none"  # no order: all must agree
    CHOSEN = "chosen"  # a duty: all who speak of it agree, or officers choose whose counts


class Params(msgspec.Struct, frozen=True):
    """The parameters of one rule as in force.

    ``undecided`` names duties that adopted rows contradict each other in, and their packs.
    """

    values: dict[str, Parameter]
    undecided: dict[str, tuple[str, ...]] = {}

    def number(self, name: str) -> int:
        """Return a numeric parameter; the book has checked that it is there."""
        value = self.values[name]
        return value if isinstance(value, int) else len(value)

    def names(self, name: str) -> frozenset[str]:
        """Return a list parameter as a set; the book has checked that it is there."""
        value = self.values[name]
        return frozenset() if isinstance(value, int) else frozenset(value)


class Case(msgspec.Struct, frozen=True):
    """One step as a rule sees it: the state, the event and its body, the desk's time.

    ``stood`` keeps what stands about a gun once one rule has asked for it: a case is put to all
    rules before anything changes.
    """

    state: State
    event: Event
    body: Any
    now: Now
    stood: dict[int, Statement] = {}

    @property
    def author(self) -> str:
        """The first signer."""
        return self.event.signers[0].person

    def roles(self) -> frozenset[Role]:
        """Return the roles the signers sign in."""
        return frozenset(signer.role for signer in self.event.signers)


class PackTexts(Protocol):
    """Where pack texts are found by digest; a dict will do."""

    def get(self, digest: str, /) -> bytes | None:
        """Return the text with this hex SHA-256, or None."""


RuleFunction = Callable[[Case, Params], Iterator["Found"]]


class Found(msgspec.Struct, frozen=True):
    """One thing a rule found: code, facts looked at, what would lift it, the item it is about.

    ``only_alert`` where the catalogue asks for no more than an alert beside what the row blocks.
    """

    code: Code
    facts: tuple[str, ...]
    lift: str
    item: ItemId | None = None
    only_alert: bool = False


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the catalogue: id, steps it is asked about, its parameters, its function.

    ``effect`` says in one sentence where the rule shows when it is not asked about any step.
    """

    id: str
    steps: frozenset[type[Body]]
    function: RuleFunction
    parameters: dict[str, Stricter] = {}
    effect: str = ""


def contradictions(params: Params, item: ItemId) -> Iterator[Found]:
    """Yield each duty nobody may take for granted: rows contradict each other, none is chosen."""
    for name, packs in params.undecided.items():
        lift = f"choose one and adopt it, with the reason: {' or '.join(packs)}"
        yield Found(Code.DUTIES_CONTRADICT, (item, name, *packs), lift, item)


def steps(*bodies: type[Body]) -> frozenset[type[Body]]:
    """Return the types of step a rule is asked about."""
    return frozenset(bodies)


class Binding(msgspec.Struct, frozen=True, kw_only=True):
    """A rule with the adopted rows that call for it, and its parameters as merged.

    ``narrowed``: in a production of the non-firing tier it is asked only about what can fire.
    """

    rule: Rule
    rows: tuple[Row, ...]
    parameters: Params
    narrowed: bool = False

    def covers(self, weapon: Weapon) -> bool:
        """Return whether any of the rows covers the weapon's class."""
        return any(weapon.weapon_class in row.covers for row in self.rows)

    @property
    def weight(self) -> Weight:
        """The gravest weight of the rows."""
        weights = {row.weight for row in self.rows}
        order = (Weight.BLOCK, Weight.ALERT, Weight.LOG)
        return next(weight for weight in order if weight in weights)

    def waivable(self) -> bool:
        """Return whether every row that calls for the rule lets somebody waive it."""
        return all(row.waivable_by for row in self.rows)


def refusal(rule: str, found: Found) -> Refusal:
    """Return what was found as a refusal in the name of its rule."""
    return Refusal(code=found.code, rule=rule, facts=found.facts, lift=found.lift)
