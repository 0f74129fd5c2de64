"""Acts about guns: looks, showings, loads, hand-overs, what happened to one, and back again.

A look, a load and a hand-over of one showing go on one sheet; everything else is one sentence.
"""

from __future__ import annotations

from typing import Final

from showclear.errors import UsageError
from showclear.field.ids import EventId, ItemId, PersonId
from showclear.field.mechanisms import LookWay
from showclear.field.stock import GUNSHOTS_MAX, ROUNDS_MAX
from showclear.record.events.guns import Discharge, GoAgain, Misfire
from showclear.record.events.handling import (
    Act,
    Ahead,
    Announced,
    Collect,
    EndCause,
    Fired,
    HandOver,
    Load,
    Lock,
    Look,
    Purpose,
    ShowingEnded,
    Shown,
    TakeOut,
    Unload,
    WentAhead,
)
from showclear.record.showing import Shown as Stands
from showclear.record.showing import statement
from showclear.web.forms import Form
from showclear.web.looking import answers_of
from showclear.web.sheets import Sheet

SAID_OF: Final = {
    Stands.EMPTY: Announced.EMPTY,
    Stands.DUMMIES: Announced.DUMMIES,
    Stands.BLANKS: Announced.BLANKS,
    Stands.MIXED: Announced.MIXED,
    Stands.NON_FIRING: Announced.NON_FIRING,
}


def take_out(sheet: Sheet, form: Form) -> None:
    """Take things out of a locked place: a handler does."""
    body = TakeOut(items=form.items("items"), place=form.container("place"))
    sheet.add(body, form.person("by"))


def look(sheet: Sheet, form: Form) -> None:
    """Take down what one person answers about one gun."""
    _look(sheet, form, "by", form.choice("purpose", Purpose, Purpose.SHOWING))


def show(sheet: Sheet, form: Form) -> None:
    """Take down what two answer about one gun, each alone; then it may be handed over.

    With ``to`` the hand-over follows on the same sheet and names the two looks.
    """
    if form.has("stock"):
        load(sheet, form)
    purpose = form.choice("purpose", Purpose, Purpose.SHOWING)
    looks = [_look(sheet, form, who, purpose) for who in ("handler", "second")]
    if form.has("to"):
        _hand_over(sheet, form, form.person("handler"), tuple(looks))


def load(sheet: Sheet, form: Form) -> None:
    """Put rounds of one lot into named positions: a handler does."""
    box, _, lot = form.text("stock").partition(" ")
    chosen = Form({"container": box, "lot": lot}, sheet.state)
    body = Load(
        weapon=form.weapon("weapon"),
        container=chosen.container("container"),
        lot=chosen.lot("lot"),
        positions=form.texts("positions"),
    )
    sheet.add(body, form.person("handler" if form.has("handler") else "by"))


def unload(sheet: Sheet, form: Form) -> None:
    """Report a gun made clear, into a container."""
    body = Unload(
        weapon=form.weapon("weapon"),
        container=form.container("container"),
        lot=form.lot("lot"),
        rounds=form.count("rounds", most=ROUNDS_MAX),
        fired_cases=form.count("fired_cases", most=ROUNDS_MAX) if form.has("fired_cases") else 0,
    )
    sheet.add(body, form.person("by"))


def hand_over(sheet: Sheet, form: Form) -> None:
    """Hand a gun to a performer, on the looks that stand."""
    _hand_over(sheet, form, form.person("by"), ())


def shown(sheet: Sheet, form: Form) -> None:
    """Take down the performer's own sentence: I was shown. I took it."""
    gun = form.weapon("weapon")
    body = Shown(weapon=gun, hand_over=sheet.weapon(gun).handed)
    sheet.add(body, form.person("by"))


def collect(sheet: Sheet, form: Form) -> None:
    """Report guns back in a handler's hand."""
    body = Collect(weapons=form.items("items"), giver=form.person_or_nobody("giver"))
    sheet.add(body, form.person("by"))


def lock(sheet: Sheet, form: Form) -> None:
    """Report things locked away; this never waits."""
    body = Lock(items=form.items("items"), place=form.container("place"))
    sheet.add(body, form.person("by"))


def go_again(sheet: Sheet, form: Form) -> None:
    """Go again: the same performer keeps the gun, in the handler's sight."""
    body = GoAgain(weapon=form.weapon("weapon"), set_up=form.set_up("set_up"))
    sheet.add(body, form.person("by"))


def fired(sheet: Sheet, form: Form) -> None:
    """Report how many gunshots were counted from one gun."""
    body = Fired(
        weapon=form.weapon("weapon"), gunshots=form.count("gunshots", least=1, most=GUNSHOTS_MAX)
    )
    sheet.add(body, form.person("by"))


def showing_ended(sheet: Sheet, form: Form) -> None:
    """Report what ends what was last shown: a drop, a jam, out of sight."""
    body = ShowingEnded(weapon=form.weapon("weapon"), cause=form.choice("cause", EndCause))
    sheet.add(body, form.person("by"))


def misfire(sheet: Sheet, form: Form) -> None:
    """Report that it did not go off; it stays pointing where it points."""
    sheet.add(Misfire(weapon=form.weapon("weapon")), form.person("by"))


def discharge(sheet: Sheet, form: Form) -> None:
    """Report a gunshot that was not called for."""
    sheet.add(Discharge(weapon=form.weapon("weapon")), form.person("by"))


def went_ahead(sheet: Sheet, form: Form) -> None:
    """Report what happened without, or against, the record. Never turned away."""
    body = WentAhead(
        what=form.choice("what", Ahead),
        items=form.items("items"),
        in_hand=form.person_or_nobody("in_hand"),
        refused=EventId(form.text("refused")),
        words=sheet.served.keep("words", form.text("words")),
    )
    sheet.add(body, form.person("by"))


ACTS: Final = {
    "take-out": take_out,
    "look": look,
    "show": show,
    "load": load,
    "unload": unload,
    "hand-over": hand_over,
    "shown": shown,
    "collect": collect,
    "lock": lock,
    "go-again": go_again,
    "fired": fired,
    "showing-ended": showing_ended,
    "misfire": misfire,
    "discharge": discharge,
    "went-ahead": went_ahead,
}


def _look(sheet: Sheet, form: Form, who: str, purpose: Purpose) -> EventId:
    gun = form.weapon("weapon")
    weapon = sheet.weapon(gun)
    way = form.choice("way", LookWay)
    entered, answers = answers_of(weapon, way, form, who)
    body = Look(
        weapon=gun,
        cites=weapon.changed,
        purpose=purpose,
        way=way,
        entered=entered,
        answers=answers,
    )
    return sheet.add(body, form.person(who))


def _hand_over(sheet: Sheet, form: Form, handler: PersonId, looks: tuple[EventId, ...]) -> None:
    gun = form.weapon("weapon")
    announced, rounds, standing = _announced(sheet, gun)
    body = HandOver(
        weapon=gun,
        to=form.person("to"),
        announced=form.choice("announced", Announced, announced),
        rounds=form.count("rounds", most=ROUNDS_MAX) if form.has("rounds") else rounds,
        looks=looks or standing,
        acts=form.many("acts", Act),
        set_up=form.set_up("set_up"),
    )
    sheet.add(body, handler)


def _announced(sheet: Sheet, gun: ItemId) -> tuple[Announced, int, tuple[EventId, ...]]:
    """Return what the record has to be said of a gun, were everything on the sheet in."""
    weapon = sheet.weapon(gun)
    stands = statement(weapon, epoch=sheet.state.epoch)
    said = SAID_OF.get(stands.shown)
    if said is None:
        if weapon.rounds:
            raise UsageError(
                "nothing_to_announce",
                f"what is announced of {sheet.served.names.name(gun)}",
                expected="what two people have shown",
                found="nothing that stands",
                hint="show it again, or say what went ahead",
            )
        said = Announced.EMPTY if weapon.firing else Announced.NON_FIRING
    return said, stands.rounds, stands.looks
