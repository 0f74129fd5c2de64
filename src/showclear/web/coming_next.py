"""What comes next for one gun: which errands its page opens with, and which wait under the rest.

Read from the state alone; a page that offers a step promises nothing of it: the desk decides when
it is signed. Reports are never left out, only further down (DESIGN.md, Ten principles 8).
"""

from __future__ import annotations

from typing import Final

import msgspec

from showclear.field.ids import ItemId, PersonId, SetUpId
from showclear.field.patterns import positions_into
from showclear.field.people import Role
from showclear.field.stock import CARRIED_FORMS
from showclear.record.events.handling import Act
from showclear.record.showing import Shown as Stands
from showclear.record.showing import opened, statement
from showclear.record.state import By, Stock, Weapon
from showclear.web.served import Served

GOES_ON: Final = frozenset({Stands.EMPTY, Stands.DUMMIES, Stands.NON_FIRING})
WITH_ROUNDS: Final = frozenset({Stands.DUMMIES, Stands.BLANKS, Stands.MIXED})
# From what hurts nobody by itself to what counts as the most dangerous thing it could be.
GRAVITY: Final = (
    Stands.NON_FIRING,
    Stands.EMPTY,
    Stands.DUMMIES,
    Stands.NOT_IDENTIFIED,
    Stands.FIRED_CASES,
    Stands.MIXED,
    Stands.BLANKS,
    Stands.WAITING,
    Stands.UNKNOWN,
)

# Under "something else", in this order; what a gun's page opens with is left out of it.
REST: Final = (
    "hand-over",
    "collect",
    "show",
    "going-in",
    "was-shown",
    "go-again",
    "make-clear",
    "lock",
    "function-seen",
    "snapped",
    "relief",
    "take-out",
    "opening-check",
    "declined",
)
# What may happen at any moment, to whomever it belongs: reports.
HAPPENED: Final = (
    "ended",
    "misfire",
    "fired",
    "found-with",
    "guarded",
    "went-ahead",
    "discharge",
)


class Errands(msgspec.Struct, frozen=True, kw_only=True):
    """What a gun's page offers: first what comes next, then the rest, then what may happen."""

    first: tuple[str, ...]
    rest: tuple[str, ...]
    happened: tuple[str, ...] = HAPPENED


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One performer whom an approved set-up names for a gun, and what they may do with it."""

    set_up: SetUpId
    person: PersonId
    acts: tuple[Act, ...]


class Supply(msgspec.Struct, frozen=True, kw_only=True):
    """Rounds of one lot in one container that could go in: how many are proved, if they fit."""

    container: ItemId
    lot: str
    rounds: int
    proved: int
    fits: bool

    @property
    def value(self) -> str:
        """What a form sends for it."""
        return f"{self.container} {self.lot}"


def errands(served: Served, item: ItemId) -> Errands:
    """Return what a gun's page offers now."""
    weapon = served.desk.state.weapons[item]
    first = _first(served, weapon)
    if weapon.charge.by is By.END:
        return Errands(first=(), rest=(), happened=())
    rest = tuple(one for one in REST if one not in first and _can(served, weapon, one))
    return Errands(first=first, rest=rest)


def _first(served: Served, weapon: Weapon) -> tuple[str, ...]:
    if weapon.waiting is not None and not weapon.waiting.cleared:
        return ("waiting",)  # while it waits nothing is asked of anybody (practice.md)
    if weapon.charge.by is By.PLACE:
        return ("take-out",) if not weapon.firing or opened(weapon) else ("opening-check",)
    stands = statement(weapon, epoch=served.desk.now().epoch)
    if weapon.charge.by is not By.HANDLER or not weapon.in_hand:
        return ("collect",)
    if weapon.in_hand != weapon.charge.who:
        return _in_another_hand(weapon, stands.shown)
    # What was shown before it was in another hand serves no next hand-over (rules.md R32, R54).
    fresh = stands.first_index >= weapon.handed_index
    return _in_the_handlers_hand(weapon, stands.shown if fresh else Stands.UNKNOWN)


def _in_another_hand(weapon: Weapon, shown: Stands) -> tuple[str, ...]:
    mine = weapon.handed and not weapon.shown_by and weapon.in_hand == weapon.handed_to
    again = weapon.handed and shown in GOES_ON
    shown_first = ("was-shown",) if mine else ()
    if again and not weapon.handed_for:  # it says what is wanting, below what can be done
        return (*shown_first, "collect", "go-again")
    return (*shown_first, *(("go-again",) if again else ()), "collect")


def _in_the_handlers_hand(weapon: Weapon, shown: Stands) -> tuple[str, ...]:
    into = ("going-in",) if positions_into(weapon.mechanism) else ()
    if weapon.clear_due or shown in {Stands.FIRED_CASES, Stands.WAITING}:
        return ("make-clear", "lock")
    if weapon.function_due:
        return ("function-seen", "show", "lock")
    if shown in WITH_ROUNDS:
        return ("hand-over", "make-clear")
    if shown in {Stands.EMPTY, Stands.NON_FIRING}:
        return ("hand-over", *into, "lock")
    if weapon.rounds or weapon.fired_cases:
        return ("show", "make-clear")
    return ("show", *into, "lock")


def _can(served: Served, weapon: Weapon, errand: str) -> bool:
    """Return whether an errand says anything of this gun as it is; reports of it always do."""
    out = weapon.charge.by is not By.PLACE
    says = {
        "take-out": not out,
        "opening-check": not out,
        "going-in": out and not weapon.rounds and bool(positions_into(weapon.mechanism)),
        "was-shown": bool(weapon.handed) and not weapon.shown_by,
        "go-again": bool(weapon.handed),
        "make-clear": weapon.firing,
        "snapped": weapon.firing,
        "function-seen": weapon.firing,
        "relief": out and len(served.in_role(Role.HANDLER)) > 1,
        "show": True,
        "declined": True,
    }
    return says.get(errand, out)


def offers(served: Served, item: ItemId) -> tuple[Offer, ...]:
    """Return whom approved set-ups name for a gun; one that was changed since offers nobody."""
    state = served.desk.state
    found = [
        (set_up != state.rolling, -fact.index, Offer(set_up=set_up, person=person, acts=use.acts))
        for set_up, fact in state.set_ups.items()
        if not fact.changed and not fact.unsettled
        for use in fact.approved.uses
        if use.weapon == item
        for person in use.performers
    ]
    return tuple(one for _, _, one in sorted(found, key=lambda each: each[:2]))


def supplies(served: Served, item: ItemId) -> tuple[Supply, ...]:
    """Return what could go into a gun: what fits and is proved first."""
    state = served.desk.state
    weapon = state.weapons[item]
    found = [
        Supply(
            container=container,
            lot=lot,
            rounds=stock.rounds,
            proved=stock.proved,
            fits=not weapon.calibres or state.lots[lot].calibre in weapon.calibres,
        )
        for container, held in state.containers.items()
        if held.charge.by is not By.END
        for lot, stock in held.stock.items()
        if stock.rounds
    ]
    return tuple(sorted(found, key=lambda one: (not one.fits, -one.proved)))


class Kit(msgspec.Struct, frozen=True, kw_only=True):
    """A gun with the belts and scabbards in the same hand, shown as one: by its worst member."""

    members: tuple[ItemId, ...]
    worst: ItemId


def kit(served: Served, item: ItemId) -> Kit | None:
    """Return the kit that a gun is part of while it is out, or None where it is alone."""
    state = served.desk.state
    weapon = state.weapons[item]
    if weapon.charge.by is By.PLACE or not weapon.in_hand:
        return None
    members: dict[ItemId, int] = {item: _gravity(served, weapon)}
    for other, gun in state.weapons.items():
        if gun.in_hand == weapon.in_hand and other != item and weapon.handed_to:
            members[other] = _gravity(served, gun)
    for other, held in state.containers.items():
        if held.in_hand == weapon.in_hand and held.form in CARRIED_FORMS:
            members[other] = max([_unproved(stock) for stock in held.stock.values()], default=0)
    if len(members) == 1:
        return None
    worst = max(members, key=lambda one: (members[one], one == item))
    return Kit(members=tuple(members), worst=worst)


def _gravity(served: Served, weapon: Weapon) -> int:
    """Return how grave what a gun may hold is: unknown is hot (DESIGN.md, principle 2)."""
    return GRAVITY.index(statement(weapon, epoch=served.desk.now().epoch).shown)


def _unproved(stock: Stock) -> int:
    """Return how grave rounds in a belt are: proved ones as dummies in a gun, others unknown."""
    if stock.proved < stock.rounds:
        return GRAVITY.index(Stands.UNKNOWN)
    return GRAVITY.index(Stands.DUMMIES) if stock.rounds else 0
