"""Acts of a show: looked at by two before it, looked at by two and locked away after it.

One sheet each, with two signatures: the sheet in the prompt book is no longer than that. What was
heard and what came out of the gun is entered with the look after the show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from showclear.errors import UsageError
from showclear.field.ids import ItemId, LotId, PersonId
from showclear.field.mechanisms import LookWay
from showclear.field.stock import GUNSHOTS_MAX, ROUNDS_MAX
from showclear.record.events.handling import Collect, Fired, Lock, Look, Purpose, TakeOut, Unload
from showclear.record.state import By, Charge, State
from showclear.web.forms import Form
from showclear.web.looking import answers_of
from showclear.web.sheets import Sheet

SIDES: Final = ("handler", "second")


def before_show(sheet: Sheet, form: Form) -> None:
    """Two look at a gun before the show; then it is taken out, to be set and watched."""
    form, gun = _whole(sheet, form), form.weapon("weapon")
    _both_look(sheet, form, Purpose.OPENING)
    charge = sheet.weapon(gun).charge
    if charge.by is By.PLACE:
        boxes = [one for one in _boxes(sheet.state, gun) if _charge(sheet.state, one) == charge]
        body = TakeOut(items=tuple(sorted((gun, *boxes))), place=ItemId(charge.who))
        sheet.add(body, form.person("handler"))


def after_show(sheet: Sheet, form: Form) -> None:
    """Take a gun back, what is in it out, have two look at it, and lock it away."""
    form, gun = _whole(sheet, form), form.weapon("weapon")
    handler = form.person("handler")
    hand = sheet.weapon(gun).in_hand
    if hand != handler:
        giver = PersonId(hand) if hand in sheet.state.registry.people else PersonId("")
        sheet.add(Collect(weapons=(gun,), giver=giver), handler)
    if form.has("gunshots") and (heard := form.count("gunshots", most=GUNSHOTS_MAX)):
        sheet.add(Fired(weapon=gun, gunshots=heard), handler)
    if form.has("lot"):
        came_out = Unload(
            weapon=gun,
            container=form.container("container"),
            lot=LotId(form.lot("lot")),
            rounds=form.count("rounds", most=ROUNDS_MAX),
            fired_cases=form.count("fired_cases", most=ROUNDS_MAX),
        )
        sheet.add(came_out, handler)
    _both_look(sheet, form, Purpose.SHOWING)
    boxes = [one for one in _boxes(sheet.state, gun) if _charge(sheet.state, one).who == handler]
    body = Lock(items=tuple(sorted((gun, *boxes))), place=form.container("place"))
    sheet.add(body, handler)


def _boxes(state: State, gun: ItemId) -> list[ItemId]:
    """Return the boxes with the rounds that the plan has for a gun: they go where it goes."""
    uses = [use for fact in state.set_ups.values() for use in fact.approved.uses]
    lots = {use.lot for use in uses if use.weapon == gun and use.lot}
    return [item for item, held in state.containers.items() if lots.intersection(held.stock)]


def _charge(state: State, box: ItemId) -> Charge:
    return state.containers[box].charge


def _whole(sheet: Sheet, form: Form) -> Form:
    """Return what both have entered: the second's form, with the first's half."""
    kept: Mapping[str, str | list[str]] = {}
    if form.has("half"):
        kept = sheet.served.halves.find(form.text("half"), sheet.served.boot_ms)
    whole = form.beside(kept)
    if whole.person("handler") == whole.person("second"):
        raise UsageError(
            "second_person_wanted",
            "second person",
            expected=f"somebody other than {sheet.served.names.name(whole.person('handler'))}",
            found="the same",
        )
    return whole


def _both_look(sheet: Sheet, form: Form, purpose: Purpose) -> None:
    gun = form.weapon("weapon")
    way = form.choice("way", LookWay)
    for side in SIDES:
        weapon = sheet.weapon(gun)
        entered, answers = answers_of(weapon, way, form, side)
        body = Look(
            weapon=gun, cites=weapon.changed, purpose=purpose, way=way, entered=entered,
            answers=answers,
        )  # fmt: skip
        sheet.add(body, form.person(side))


ACTS: Final = {"before-show": before_show, "after-show": after_show}
