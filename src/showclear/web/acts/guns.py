"""Acts about guns: looks, showings, loads, hand-overs, what happened to one, and back again.

A look, a load and a hand-over of one showing go on one sheet; everything else is one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from showclear.errors import UsageError
from showclear.field.ids import EventId, ItemId, LotId, PersonId, SetUpId
from showclear.field.mechanisms import Holds, LookWay
from showclear.field.stock import GUNSHOTS_MAX, ROUNDS_MAX
from showclear.record.events.guns import Discharge, FunctionSeen, GoAgain, Misfire, Snapped
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
from showclear.record.events.passing import FoundWith, GuardedBy, Relieve
from showclear.record.events.speaking import Decline, Side
from showclear.record.showing import Shown as Stands
from showclear.record.showing import statement
from showclear.record.state import State
from showclear.web.forms import Form
from showclear.web.looking import HELD_AS, NOTHING, answers_of
from showclear.web.sheets import Sheet

SIDES: Final = ("handler", "second")
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
    asks = Asks(form.choice("purpose", Purpose, Purpose.SHOWING), form.choice("way", LookWay))
    _add_look(sheet, form, asks, ("by", form.person("by")))


def show(sheet: Sheet, form: Form) -> None:
    """Take down what two answer about one gun, each alone; then it may be handed over.

    ``half`` names what the first has answered. With ``stock`` rounds go in, in front of the same
    two: where nobody has seen it empty yet they answer for that first (rules.md R32). With ``to``
    the hand-over follows on the same sheet and names the two looks.
    """
    if form.has("half"):
        form = form.beside(sheet.served.halves.find(form.text("half"), sheet.served.boot_ms))
    handler, second = form.person("handler"), form.person("second")
    if handler == second:
        raise UsageError(
            "second_person_wanted",
            "second person",
            expected=f"somebody other than {sheet.served.names.name(handler)}",
            found="the same",
        )
    purpose = form.choice("purpose", Purpose, Purpose.SHOWING)
    gun = form.weapon("weapon")
    asks = Asks(purpose, form.choice("way", LookWay))
    if form.has("stock"):
        if form.has("before"):
            empty = Asks(purpose, LookWay.SEEN_EMPTY)
            for who in SIDES:
                _add_look(sheet, form, empty, (f"{who}.before", form.person(who)))
        going_in = goes_in(sheet.state, form)
        load(sheet, form)
        asks = Asks(purpose, LookWay.SEEN_GOING_IN, going_in)
    looks = [_add_look(sheet, form, asks, (who, form.person(who))) for who in SIDES]
    if form.has("snapped"):
        sheet.add(Snapped(weapon=gun, cites=sheet.weapon(gun).changed), handler)
    if form.has("to") or form.has("offer"):
        _hand_over(sheet, form, handler, tuple(looks))


def goes_in(state: State, form: Form) -> dict[str, Holds]:
    """Return what each position is to hold once the rounds that a form names are in."""
    lot = state.lots[chosen_stock(state, form)[1]]
    return {one: HELD_AS.get(lot.kind, Holds.ODD) for one in form.texts("positions")}


def chosen_stock(state: State, form: Form) -> tuple[ItemId, LotId]:
    """Return the container and the lot that a form's ``stock`` names."""
    box, _, lot = form.text("stock").partition(" ")
    chosen = Form({"container": box, "lot": lot}, state)
    return chosen.container("container"), chosen.lot("lot")


def load(sheet: Sheet, form: Form) -> None:
    """Put rounds of one lot into named positions: a handler does."""
    container, lot = chosen_stock(sheet.state, form)
    body = Load(
        weapon=form.weapon("weapon"),
        container=container,
        lot=lot,
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
    gun, set_up = form.weapon("weapon"), form.set_up("set_up")
    if not set_up:
        raise UsageError(
            "set_up_wanted",
            f"set-up in which {sheet.served.names.name(gun)} goes again",
            expected="the approved one that it was handed over for",
            found="it was handed over for none",
            hint="write one and have it approved, then hand the gun over for it",
        )
    body = GoAgain(weapon=gun, set_up=set_up)
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


def snapped(sheet: Sheet, form: Form) -> None:
    """Report it snapped through all positions in a clear direction: a further proof."""
    gun = form.weapon("weapon")
    sheet.add(Snapped(weapon=gun, cites=sheet.weapon(gun).changed), form.person("by"))


def function_seen(sheet: Sheet, form: Form) -> None:
    """Take down whether the action was seen to work as it should."""
    gun = form.weapon("weapon")
    works = form.text("works") != "no"
    sheet.add(FunctionSeen(weapon=gun, cites=sheet.weapon(gun).changed, works=works),
              form.person("by"))  # fmt: skip


def relieve(sheet: Sheet, form: Form) -> None:
    """Report that one handler takes over from another, who signs too where they can."""
    people = dict.fromkeys([form.person("by"), *form.people("of")])
    sheet.add(Relieve(items=form.items("items")), *people)


def found_with(sheet: Sheet, form: Form) -> None:
    """Report something found with somebody, or unattended where nobody is named."""
    body = FoundWith(
        items=form.items("items"),
        holder=form.person_or_nobody("holder"),
        words=sheet.served.keep("words", form.text("words")),
    )
    sheet.add(body, form.person("by"))


def guarded_by(sheet: Sheet, form: Form) -> None:
    """Report who stands by things that no handler can collect now."""
    sheet.add(GuardedBy(items=form.items("items"), guard=form.person("guard")), form.person("by"))


def decline(sheet: Sheet, form: Form) -> None:
    """Take down that somebody declines to hand out or to take a gun; no reason is asked."""
    side = form.choice("side", Side, Side.ISSUE)
    sheet.add(Decline(weapon=form.weapon("weapon"), side=side), form.person("by"))


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
    "snapped": snapped,
    "function-seen": function_seen,
    "relieve": relieve,
    "found-with": found_with,
    "guarded-by": guarded_by,
    "decline": decline,
}


class Asks(NamedTuple):
    """What a look is part of, its way, and what goes in before it."""

    purpose: Purpose
    way: LookWay
    going_in: Mapping[str, Holds] = NOTHING


def _add_look(sheet: Sheet, form: Form, asks: Asks, who: tuple[str, PersonId]) -> EventId:
    """Add one person's look; ``who`` is what their fields begin with, and the person."""
    gun = form.weapon("weapon")
    weapon = sheet.weapon(gun)
    entered, answers = answers_of(weapon, asks.way, form, who[0], asks.going_in)
    body = Look(
        weapon=gun,
        cites=weapon.changed,
        purpose=asks.purpose,
        way=asks.way,
        entered=entered,
        answers=answers,
    )
    return sheet.add(body, who[1])


def _hand_over(sheet: Sheet, form: Form, handler: PersonId, looks: tuple[EventId, ...]) -> None:
    gun = form.weapon("weapon")
    announced, rounds, standing = _announced(sheet, gun)
    set_up, to, acts = _taker(sheet, form, gun)
    body = HandOver(
        weapon=gun,
        to=to,
        announced=form.choice("announced", Announced, announced),
        rounds=form.count("rounds", most=ROUNDS_MAX) if form.has("rounds") else rounds,
        looks=looks or standing,
        acts=acts,
        set_up=set_up,
    )
    sheet.add(body, handler)


def _taker(sheet: Sheet, form: Form, gun: ItemId) -> tuple[SetUpId, PersonId, tuple[Act, ...]]:
    """Return for which set-up, to whom, with which acts: one tap on an offer says all three."""
    if not form.has("offer"):
        if not form.has("to"):
            raise UsageError(
                "taker_wanted",
                "To whom",
                expected="the name of whoever takes it",
                found="no name chosen",
                hint="nothing was signed; choose a name on the same page",
            )
        return form.set_up("set_up"), form.person("to"), form.many("acts", Act)
    named, _, person = form.text("offer").partition(" ")
    chosen = Form({"set_up": named, "to": person}, sheet.state)
    set_up, to = chosen.set_up("set_up"), chosen.person("to")
    fact = sheet.state.set_ups.get(set_up)
    uses = fact.approved.uses if fact is not None else ()
    acts = [use.acts for use in uses if use.weapon == gun and to in use.performers]
    return set_up, to, acts[0] if acts else ()


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
