"""Routines of a day on set, done as they should be: they steer random walks to what is rare.

Without them a walk would seldom see a gun going again, a line issued or a mixed load accepted;
``test_the_walk_is_wild`` counts that they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from showclear.field.ids import NOBODY, ItemId, PersonId
from showclear.field.mechanisms import LookWay
from showclear.field.stock import Kind, Proof
from showclear.record.events.counting import EvidenceSeen
from showclear.record.events.guns import Discharge, Release, Snapped
from showclear.record.events.handling import (
    Act,
    Announced,
    Collect,
    EndKeep,
    Fired,
    HandOver,
    Purpose,
    TakeOut,
)
from showclear.record.events.passing import Relieve
from showclear.record.events.plan import Cut, Rolling
from showclear.record.events.speaking import LiftStop
from showclear.record.events.stock import Answer, Move, OpenDelivery
from showclear.record.showing import Shown, statement
from showclear.record.state import By
from tests.counting import by_two
from tests.invariants.choosing import HANDLERS, LOTS, RIFLES, STALE, Choice
from tests.invariants.starts import prepared
from tests.kit import TWO_PROOFS, World, answers_for, box, gun, lot, person, words
from tests.lines import vouchers, walk
from tests.planning import planned, set_up, use

GUNS: Final = ("colt", "colt", "twin")
BLANK_PROOFS: Final = (Proof.SEAL, Proof.MAKER_CODE, Proof.ONE_OPENED)
STATED: Final[Mapping[Shown, Announced]] = {
    Shown.EMPTY: Announced.EMPTY,
    Shown.DUMMIES: Announced.DUMMIES,
    Shown.BLANKS: Announced.BLANKS,
    Shown.MIXED: Announced.MIXED,
}
CONTAINERS: Final = ("dummies", "blanks", "belt", "bay")
PLACES: Final = ("pen", *CONTAINERS)


def clear_the_air(story: World, _choice: Choice) -> None:
    """Answer, lift and end whatever is open, and prove every box."""
    for stop in tuple(story.state.stops):
        story.tell(LiftStop(stop=stop), "first-ad", "armorer")
    for keep in tuple(story.state.keeps):
        story.tell(EndKeep(keep=keep), "producer", "manager", "inspector")
    for question in (*story.state.questions, *story.state.concerns):
        story.tell(Answer(of=question), "producer", "armorer", "first-ad")
    story.tell(Collect(weapons=tuple(map(box, sorted(PLACES, key=box)))), "armorer")
    for name in CONTAINERS:
        _prove(story, name)
    _put_apart(story)
    for question in tuple(story.state.questions):
        story.tell(Answer(of=question), "producer", "armorer", "first-ad")


def _put_apart(story: World) -> None:
    """Move what nobody can prove into quarantine, and what lies about besides."""
    pen = box("pen")
    for name, held in tuple(story.state.lots.items()):
        if held.set_aside:
            body = Move(lot=name, rounds=held.set_aside, source=box("bay"), target=pen)
            story.tell(body, "armorer")
    for item, container in tuple(story.state.containers.items()):
        loose = tuple(container.stock.items()) if container.loose and item != pen else ()
        for name, stock in loose:
            body = Move(lot=name, rounds=stock.rounds, source=item, target=pen)
            story.tell(body, "armorer")


def _prove(story: World, name: str) -> None:
    container = story.state.containers[box(name)]
    if any(stock.sealed for stock in container.stock.values()):
        story.tell(OpenDelivery(container=box(name)), "armorer")
    for named in LOTS:
        stock = container.stock.get(lot(named))
        if stock is None or stock.proved == stock.rounds:
            continue
        dummy = story.state.lots[lot(named)].kind is Kind.DUMMY
        for who in ("armorer", "second-ad"):
            each = TWO_PROOFS if dummy else BLANK_PROOFS
            story.prove(name, named, stock.rounds, by=who, each=each)


def start_over(story: World, choice: Choice) -> None:
    """Have a gun back, make it clear, see that it works, open the day, look at it by two."""
    _start_over(story, choice.of(GUNS), choice.of(("armorer", "armorer", "assistant")))


def _start_over(story: World, name: str, handler: str) -> None:
    _open_day(story)
    weapon = story.state.weapons[gun(name)]
    if weapon.charge.by is By.PLACE:
        story.show_empty(name, purpose=Purpose.OPENING)
        story.tell(TakeOut(items=(gun(name),), place=ItemId(weapon.charge.who)), handler)
    if weapon.charge.by is not By.PLACE:
        story.tell(Collect(weapons=(gun(name),)), handler)
    if weapon.waiting is not None:
        story.wait(minutes=2)
    for named, rounds in tuple(weapon.rounds.items()):
        into = "blanks" if named == lot("b45") else "dummies"
        lot_name = "b45" if named == lot("b45") else "d45"
        story.unload(name, rounds, into=into, lot_name=lot_name)
    story.unload(name, 0, fired_cases=weapon.fired_cases)
    story.see_function(name)
    story.show_empty(name, by=(handler, "first-ad"), purpose=Purpose.OPENING)
    story.show_empty(name, by=(handler, "first-ad"))


def _open_day(story: World) -> None:
    if not story.state.day:
        story.open_day()
        prepared(story)


def lock_and_take_out(story: World, choice: Choice) -> None:
    """Lock a gun away, look at it by two as the day begins, and take it out."""
    name = choice.of((*GUNS, "rubber"))
    _open_day(story)
    story.tell(Collect(weapons=(gun(name),)), "armorer")
    story.lock(gun(name))
    if name == "rubber":
        given = answers_for(story.state.weapons[gun(name)].mechanism, LookWay.NON_FIRING)
        story.look(name, given, way=LookWay.NON_FIRING)
    else:
        story.show_empty(name, purpose=Purpose.OPENING)
    story.take_out(name, by=choice.of(HANDLERS))


def make_ready(story: World, choice: Choice) -> None:
    """Load a gun that was shown empty, and show it so: dummies, blanks, or both."""
    _make_ready(story, choice.of(GUNS), choice.of(tuple(STATED.values())))


def _make_ready(story: World, name: str, what: Announced) -> None:
    by = (story.state.weapons[gun(name)].charge.who == "assistant" and "assistant") or "armorer"
    uses = (use(name, holds=what, lot_name="d45" if what is Announced.DUMMIES else "b45"),)
    story.approve_set_up(planned(*uses))
    if what is Announced.DUMMIES:
        story.load(name, chambers=6, by=by)
        story.show_going_in(name, dummies=6)
    if what is Announced.BLANKS:
        story.load(name, chambers=3, from_box="blanks", lot_name="b45", by=by)
        story.show_going_in(name, blanks=3)
    if what is Announced.MIXED:
        story.load(name, chambers=3, by=by)
        story.show_going_in(name, dummies=3)
        story.load(name, chambers=(4, 5, 6), from_box="blanks", lot_name="b45", by=by)
        story.show_going_in(name, dummies=3, blanks=3)


def take(story: World, choice: Choice) -> None:
    """Hand a gun over as it is stated, roll, perhaps fire, cut; go again or collect."""
    _take(story, choice, choice.of(GUNS))


def whole_take(story: World, choice: Choice) -> None:
    """Clear the air, start over with a gun, make it ready and have a take with it."""
    name = choice.of(GUNS)
    clear_the_air(story, choice)
    _start_over(story, name, choice.of(("armorer", "armorer", "assistant")))
    _make_ready(story, name, choice.of(tuple(STATED.values())))
    _take(story, choice, name)


def _take(story: World, choice: Choice, name: str) -> None:
    to = choice.of(("performer", "performer", "stand-in"))
    weapon = story.state.weapons[gun(name)]
    stated = statement(weapon, epoch=story.state.epoch)
    announced = STATED.get(stated.shown, Announced.EMPTY)
    looks = tuple(look.event for look in weapon.looks)[:16]
    rounds = sum(weapon.rounds.values())
    told = story.hand_over(name, rounds=rounds, looks=looks, announced=announced, to=to)
    story.shown(name, told.id, by=to)
    plan = story.working_on or set_up()
    story.tell(Rolling(set_up=plan), "second-ad")
    if weapon.rounds.get(lot("b45")) and choice.upto(3) < 2:
        body = Fired if choice.upto(3) else Discharge
        story.tell(body(weapon=gun(name), gunshots=1 + choice.upto(3)), "armorer")
    story.tell(Cut(set_up=plan), "second-ad")
    if choice.upto(2):
        story.go_again(name)
    elif choice.upto(2):
        story.collect(name, giver=to)


def cut_and_go_again(story: World, choice: Choice) -> None:
    """Say cut, and go again with whatever is out."""
    name = choice.of(GUNS)
    story.cut()
    story.wait(minutes=choice.upto(2) * 5)
    story.go_again(name)


def shown_in_hand(story: World, choice: Choice) -> None:
    """Show a gun to whoever has it in hand, have it back and hand it on with these very looks."""
    name = choice.of(GUNS)
    weapon = story.state.weapons[gun(name)]
    if choice.upto(3) == 0:
        _take(story, Choice((0, 0, 0, 0)), name)  # so that somebody may have it
    by = "assistant" if weapon.charge.who == person("assistant").id else "armorer"
    if weapon.rounds:
        kinds = [story.state.lots[named].kind for named in weapon.rounds]
        dummies = sum(weapon.rounds.values()) if kinds == [Kind.DUMMY] else 0
        way = LookWay.TAKEN_OUT_AND_SEEN
        story.show_going_in(name, dummies=dummies, by=(by, "first-ad"), way=way)
    else:
        purpose = choice.of((Purpose.SHOWING, Purpose.OPENING))
        story.show_empty(name, by=(by, "first-ad"), purpose=purpose)
    looks = tuple(look.event for look in weapon.looks)[:16]
    someone = weapon.in_hand in story.state.registry.people
    giver = PersonId(weapon.in_hand) if someone else NOBODY  # it may lie in a place
    story.tell(Collect(weapons=(gun(name),), giver=giver), by)
    if choice.upto(3) == 1:
        story.load(name, chambers=6, by=by)
        return
    stated = statement(weapon, epoch=story.state.epoch)
    body = HandOver(
        weapon=gun(name),
        to=person(choice.of(("stand-in", "performer"))).id,
        announced=STATED.get(stated.shown, Announced.EMPTY),
        rounds=sum(weapon.rounds.values()),
        looks=looks,
        acts=(Act.POINT,),
        set_up=story.working_on,
    )
    story.tell(body, by)


def issue_walked(story: World, choice: Choice) -> None:
    """Have the rifles back, walk the line, by two handlers, and issue it by voucher."""
    names = tuple(name for name in RIFLES if gun(name) in story.state.weapons)
    if not names:
        return
    if choice.upto(4):
        clear_the_air(story, choice)
        _open_day(story)
        story.collect(*names)
        for name in names:
            story.unload(name, 0)
        walk(story, *names, purpose=Purpose.OPENING)
    by = choice.of((HANDLERS, HANDLERS, ("armorer", "first-ad")))
    looks = walk(story, *names, by=by)
    uses = (use(name, holds=Announced.EMPTY, to=(f"rider of {name}",)) for name in names)
    story.approve_set_up(planned(*uses))
    body = vouchers(*names, looks=looks, plan=story.working_on)
    story.tell(body, choice.of(("armorer", "armorer", "assistant")))


def walk_the_line(story: World, choice: Choice) -> None:
    """Walk what rifles there are for whatever purpose, by whomever."""
    names = tuple(name for name in (*RIFLES, "colt") if gun(name) in story.state.weapons)
    by = choice.of((HANDLERS, ("armorer", "first-ad"), ("assistant", "performer")))
    walk(story, *names[: 1 + choice.upto(4)], by=by, purpose=choice.of(tuple(Purpose)))


def release_found(story: World, choice: Choice) -> None:
    """Let a gunsmith, or somebody else, release what was found of a gun."""
    name = choice.of(GUNS)
    found = story.state.weapons[gun(name)].unfit or (STALE,)
    body = Release(weapon=gun(name), unfit=found[0], words=words("stoned"))
    story.tell(body, choice.of(HANDLERS), choice.of(("gunsmith", "gunsmith", "grip")))


def see_it_work(story: World, choice: Choice) -> None:
    """See a gun's action as it is now, work or not, and snap it through."""
    name = choice.of((*GUNS, "rubber"))
    story.see_function(name, works=choice.upto(4) < 3, by=choice.of(("armorer", "first-ad")))
    cites = story.changed(name)
    story.tell(Snapped(weapon=gun(name), cites=cites), "armorer")


def relieve_by_two(story: World, choice: Choice) -> None:
    """Take over a gun from the other handler, who signs too."""
    name = choice.of((*GUNS, "dummies"))
    item = box(name) if name == "dummies" else gun(name)
    by = choice.of((("assistant", "armorer"), ("armorer", "assistant")))
    story.tell(Relieve(items=(item,)), *by)


def see_evidence(story: World, choice: Choice) -> None:
    """Look at what is kept as found, or at what is not."""
    keep = choice.of((*story.state.keeps, STALE))
    body = EvidenceSeen(keep=keep, photograph=words("photograph"), item=choice.item())
    story.tell(body, choice.of(("grip", "armorer")))


def count_all(story: World, choice: Choice) -> None:
    """Count every box and gun by two, as the book has it but for one lot perhaps."""
    less = choice.of((0, 0, 1, -1))
    lines = [
        (name, named, max(0, stock.rounds - less))
        for name in ("dummies", "blanks")
        for named in LOTS
        if (stock := story.state.containers[box(name)].stock.get(lot(named))) is not None
    ]
    seen = tuple(sorted(item for item, one in story.state.weapons.items() if one.firing))
    if lines:
        by_two(story, *lines, seen=seen, cases=choice.upto(3))


ON_SET: Final = (
    clear_the_air, start_over, lock_and_take_out, make_ready, take, whole_take, cut_and_go_again,
    shown_in_hand, issue_walked, walk_the_line, release_found, see_it_work, relieve_by_two,
    see_evidence, count_all,
)  # fmt: skip
