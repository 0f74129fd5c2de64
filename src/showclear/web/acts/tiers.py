"""Acts of a production in which nothing fires: out to somebody, back, counted and locked up.

Each is one sheet and one signature where the full tier has several: no second person is asked for
what cannot fire. A gun that can is not signed out here; it goes by its own page, with all that is
asked of it there (DESIGN.md, The rooms: rules).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from showclear.errors import UsageError
from showclear.field.ids import ItemId, PersonId
from showclear.field.mechanisms import LookWay
from showclear.record.events.counting import BeginCount, Counted, CountFor, Direction, EndCount
from showclear.record.events.handling import (
    Act,
    Announced,
    Collect,
    HandOver,
    Lock,
    Look,
    Purpose,
    Shown,
    TakeOut,
)
from showclear.record.state import By, State
from showclear.web.forms import Form
from showclear.web.looking import answers_of
from showclear.web.sheets import Sheet


def sign_out(sheet: Sheet, form: Form) -> None:
    """Take items out, see each as what it is, hand them to one performer.

    With ``shown`` the performer says on the same sheet that they took them.
    """
    by, to = form.person("by"), form.person("to")
    items = _chosen(form, sheet.state)
    for place, locked in _by_place(sheet.state, items).items():
        sheet.add(TakeOut(items=locked, place=place), by)
    for item in items:
        weapon = sheet.weapon(item)
        if weapon.firing:
            raise UsageError(
                "gun_fires",
                sheet.served.names.name(item),
                expected="something that cannot fire",
                found="a gun that can",
                hint="open its own page: the full tier's rows are asked of it",
            )
        entered, answers = answers_of(weapon, LookWay.NON_FIRING, form, "by")
        look = Look(
            weapon=item, cites=weapon.changed, purpose=Purpose.SHOWING,
            way=LookWay.NON_FIRING, entered=entered, answers=answers,
        )  # fmt: skip
        seen = sheet.add(look, by)
        over = HandOver(
            weapon=item, to=to, announced=Announced.NON_FIRING, rounds=0, looks=(seen,),
            acts=form.many("acts", Act),
        )  # fmt: skip
        sheet.add(over, by)
    if form.has("shown"):
        for item in items:
            sheet.add(Shown(weapon=item, hand_over=sheet.weapon(item).handed), to)


def bring_back(sheet: Sheet, form: Form) -> None:
    """Report items back in the handler's hand, from whoever has each."""
    by = form.person("by")
    hands: dict[str, list[ItemId]] = {}
    for item in form.items("items"):
        hands.setdefault(sheet.weapon(item).in_hand, []).append(item)
    people = sheet.state.registry.people
    for hand, items in hands.items():
        giver = PersonId(hand) if hand in people and hand != by else PersonId("")
        sheet.add(Collect(weapons=tuple(items), giver=giver), by)


def count_up(sheet: Sheet, form: Form) -> None:
    """Lock up what was seen, and count: everything there is, by one person or by two.

    Locking up comes first, because it never waits for a count. With ``two`` the count stays open
    for the other person, who counts for themselves.
    """
    by, place = form.person("by"), form.container("place")
    seen = form.items("seen")
    held = sheet.state.weapons
    out = tuple(item for item in seen if held[item].charge.by is not By.PLACE)
    if out:
        sheet.add(Lock(items=out, place=place), by)
    here = tuple(sorted(item for item, gun in held.items() if gun.charge.by is not By.END))
    count = sheet.add(BeginCount(items=here, purpose=CountFor.WRAP), by)
    sheet.add(Counted(count=count, direction=Direction.SHELF_TO_BOOK, weapons=seen), by)
    if not form.has("two"):
        sheet.add(EndCount(count=count), by)


def _chosen(form: Form, state: State) -> tuple[ItemId, ...]:
    items = form.items("items")
    odd = [item for item in items if item not in state.weapons]
    if odd:
        raise UsageError("field_odd", "items", expected="items to sign out", found=odd[0])
    return items


def _by_place(state: State, items: Iterable[ItemId]) -> dict[ItemId, tuple[ItemId, ...]]:
    """Return those of these items that are locked away, by the place that they are locked in."""
    found: dict[ItemId, list[ItemId]] = {}
    for item in items:
        charge = state.weapons[item].charge
        if charge.by is By.PLACE:
            found.setdefault(ItemId(charge.who), []).append(item)
    return {place: tuple(locked) for place, locked in found.items()}


ACTS: Final = {"sign-out": sign_out, "bring-back": bring_back, "count-up": count_up}
