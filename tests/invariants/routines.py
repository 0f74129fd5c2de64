"""Moves of ``tests.invariants.walk`` that look at the state: routines, done well or nearly so."""

from __future__ import annotations

from typing import Final

from showclear.field.ids import NO_EVENT, NO_ITEM, EventId
from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay
from showclear.field.stock import Kind, Odd, Proof
from showclear.record.events.counting import CountFor, Direction
from showclear.record.events.desk import Unattributed, Why
from showclear.record.events.handling import (
    Announced,
    EndKeep,
    OpenDay,
    Purpose,
)
from showclear.record.events.officers import Correct, Waive
from showclear.record.events.people import Carrier, Where
from showclear.record.events.people import Why as Armed
from showclear.record.events.speaking import LiftStop
from showclear.record.events.stock import Answer, FoundRound, Grade, Move
from tests.counting import begins, ends, says, things
from tests.invariants.choosing import (
    BOXES,
    HANDLERS,
    LOOKERS,
    LOTS,
    PEOPLE,
    STALE,
    Choice,
)
from tests.kit import World, answers, box, first, gun, lot, person, words

UNSIGNED: Final = (
    "stop", "concern", "decline", "ask-to-see", "collect", "lock", "found-round",
    "keep-as-found", "fired", "showing-ended", "misfire", "found-unfit", "discharge", "cut",
    "provision-ended",
)  # fmt: skip
DETAILS: Final = ("", "discharge", "looks-live", "nonsense", "dropped", "medical-cover")
PLACES_SAID: Final = (Where.INSIDE.value, Where.OUTSIDE.value)


def look_anyhow(story: World, choice: Choice) -> None:
    """Look at a gun, well or badly."""
    name = choice.of(("colt", "twin", "rubber"))
    way = choice.of(tuple(LookWay))
    holds = first(choice.upto(7), choice.of(tuple(Holds)))
    how, method = choice.of((How.SAW, *How)), choice.of((BoreMethod.ROD_TO_MARK, *BoreMethod))
    given = answers(way, holds, how=how, method=method, chambers=5 + choice.upto(2))
    purpose = choice.of(tuple(Purpose))
    story.look(name, given, by=choice.of(LOOKERS), way=way, purpose=purpose)


def show_empty(story: World, choice: Choice) -> None:
    """Show a gun empty as it should be done."""
    by = (choice.of(HANDLERS), choice.of(("first-ad", "second-ad", "assistant")))
    story.show_empty(choice.of(("colt", "twin")), by=by)


def opening_check(story: World, choice: Choice) -> None:
    """Make the opening check as it should be done."""
    story.show_empty(choice.of(("colt", "twin")), purpose=Purpose.OPENING)


def _booked(story: World, name: str, kind: Kind) -> int:
    held = story.state.weapons[gun(name)].rounds
    return sum(count for named, count in held.items() if story.state.lots[named].kind is kind)


def show_going_in(story: World, choice: Choice) -> None:
    """Show what the book has in a gun."""
    name = choice.of(("colt", "twin"))
    dummies, blanks = _booked(story, name, Kind.DUMMY), _booked(story, name, Kind.BLANK)
    by = (choice.of(HANDLERS), choice.of(("first-ad", "second-ad")))
    if dummies + blanks <= 6:
        story.show_going_in(name, dummies=dummies, blanks=blanks, by=by)


def load_shown(story: World, choice: Choice) -> None:
    """Load a gun from the right box."""
    name, number = choice.of(("colt", "twin")), 1 + choice.upto(6)
    if choice.upto(2):
        story.load(name, chambers=number, from_box="blanks", lot_name="b45")
    else:
        story.load(name, chambers=number)


def hand_over_shown(story: World, choice: Choice) -> None:
    """Hand over a gun with every look there is."""
    name = choice.of(("colt", "twin"))
    weapon = story.state.weapons[gun(name)]
    announced = choice.of(tuple(Announced)[1::-1] + tuple(Announced)[2:])
    looks = tuple(look.event for look in weapon.looks)[:16]
    told = story.hand_over(
        name, rounds=sum(weapon.rounds.values()), looks=looks, announced=announced
    )
    story.shown(name, told.id)


def unload_booked(story: World, choice: Choice) -> None:
    """Make a gun clear, one lot: as the book has it, or with fewer or more."""
    name = choice.of(("colt", "twin"))
    weapon = story.state.weapons[gun(name)]
    for held, count in list(weapon.rounds.items())[:1]:
        into = "blanks" if held == lot("b45") else "dummies"
        lot_name = "b45" if held == lot("b45") else "d45"
        out = choice.of((max(0, count - 2), count, count + 1))  # nought is drawn most
        cases = weapon.fired_cases
        story.unload(name, out, fired_cases=cases, into=into, lot_name=lot_name)


def prove_booked(story: World, choice: Choice) -> None:
    """Prove a box by two people, each for themselves, and perhaps not all of it."""
    box_name, lot_name = choice.of((("dummies", "d45"), ("blanks", "b45"), ("belt", "d45")))
    container = story.state.containers[box(box_name)]
    stock = container.stock.get(lot(lot_name))
    known = lot(lot_name) in story.state.lots
    each = tuple(Proof)[: choice.of((6, 6, 2, 0))]
    for name in (choice.of(HANDLERS), choice.of(("second-ad", "first-ad"))):
        if stock is not None and known:
            story.prove(box_name, lot_name, stock.rounds, by=name, each=each)


def find_odd(story: World, choice: Choice) -> None:
    """Find one odd round in a box."""
    story.find_odd(
        choice.of(("dummies", "blanks", "belt", "bay")),
        choice.of(LOTS),
        rounds=1 + choice.upto(8),
        seen=choice.of(tuple(Odd)),
        by=choice.of(LOOKERS),
    )


def live_delivery(story: World, choice: Choice) -> None:
    """Receive live rounds; they stay sealed, are opened, poured over or put into a gun."""
    into = choice.of(("bay", "pen", "belt", "dummies"))
    became = choice.of(("opened", "sealed", "received open", "poured over", "sealed", "loaded"))
    sealed = became != "received open"
    story.receive_rounds("l45", into, 5, kind=Kind.LIVE, sealed=sealed)
    if became == "opened":
        story.open_delivery(into)
    if became == "poured over":
        body = Move(lot=lot("l45"), rounds=2, source=box(into), target=box("blanks"))
        story.tell(body, "armorer")
    if became == "loaded":
        story.load(choice.of(("colt", "twin")), from_box=into, lot_name="l45")


def carriers_move(story: World, choice: Choice) -> None:
    """Let every declared carrier, and one more, be where they are said to be."""
    carriers = {*story.state.carriers, person(choice.of(("deputy", "guard"))).id}
    for who in sorted(carriers):
        body = Carrier(carrier=who, why=Armed.GUARD, where=choice.of((Where.GONE, *Where)))
        story.tell(body, choice.of(("first-ad", "armorer")))


def find_ours(story: World, choice: Choice) -> None:
    """Find rounds or cases that two people name as ours."""
    body = FoundRound(
        grade=Grade.OURS,
        kind=choice.of((Kind.DUMMY, Kind.BLANK, Kind.FIRED_CASE)),
        rounds=1 + choice.upto(3),
        lot=lot(choice.of(LOTS)),
        into=choice.of((box("dummies"), box("belt"), NO_ITEM)),
    )
    story.tell(body, "armorer", "grip")


def correct(story: World, choice: Choice) -> None:
    """Say that something earlier was wrong."""
    event = choice.of(story.told[-12:]).id
    item = choice.of((NO_ITEM, gun("colt"), gun("ghost"), box("dummies")))
    story.tell(Correct(event=event, item=item), choice.of(PEOPLE))


def answer(story: World, choice: Choice) -> None:
    """Answer what is open, or nothing."""
    open_ones = (*story.state.questions, *story.state.concerns, NO_EVENT)
    story.tell(Answer(of=choice.of(open_ones)), "armorer", "first-ad")


def lift_stop(story: World, choice: Choice) -> None:
    """Lift an open stop, or none."""
    story.tell(LiftStop(stop=choice.of((*story.state.stops, STALE))), "first-ad", "armorer")


def end_keep(story: World, choice: Choice) -> None:
    """End keeping as found."""
    told = EndKeep(keep=choice.of((*story.state.keeps, STALE)))
    story.tell(told, "producer", "manager", "inspector")


def waive(story: World, choice: Choice) -> None:
    """Waive a row."""
    body = Waive(row=choice.of(("R25", "R32")), item=choice.item(), measure=words("x"))
    story.tell(body, "producer", "manager")


def day(story: World, choice: Choice) -> None:
    """Open or close the day, this one or the next."""
    if choice.upto(3):
        date = choice.of(("2026-11-22", "2026-11-22", "2026-11-23"))
        story.tell(OpenDay(date=date), choice.of(("first-ad", "first-ad", "grip")))
    else:
        story.close_day()


def _open_count(story: World) -> EventId:
    still = [one.event for one in story.state.counts.values() if not one.ended]
    return still[-1] if still else STALE


def begin_count(story: World, choice: Choice) -> None:
    """Begin a count of anything."""
    items = tuple(sorted({choice.item() for _ in range(1 + choice.upto(3))}))
    begins(story, *items, purpose=choice.of(tuple(CountFor)), by=choice.of(HANDLERS))


def counted_as_booked(story: World, choice: Choice) -> None:
    """Let two people count a box as the book has it, or both alike with fewer or more."""
    name = choice.of(BOXES)
    container = story.state.containers.get(box(name))
    less = choice.of((0, 1, -2, 60))
    lines = [
        (name, named, max(0, stock.rounds - less))
        for named in LOTS
        if container is not None and (stock := container.stock.get(lot(named))) is not None
    ]
    if _open_count(story) == STALE:
        begins(story, box(name), purpose=choice.of((CountFor.WRAP, CountFor.BELT)))
    for who in (choice.of(HANDLERS), choice.of(("first-ad", "second-ad", "assistant"))):
        says(story, _open_count(story), *lines, by=who, seen=things(guns=("colt",)))


def counted_anyhow(story: World, choice: Choice) -> None:
    """Let anybody count anything, into whatever count is open or into none."""
    lines = [(choice.of(BOXES), choice.of(LOTS), choice.rounds()) for _ in range(choice.upto(3))]
    count = STALE if choice.upto(4) == 3 else _open_count(story)
    way, by = choice.of(tuple(Direction)), choice.of((*LOOKERS, "grip"))
    says(story, count, *lines, by=by, direction=way, seen=(choice.item(),))


def end_count(story: World, choice: Choice) -> None:
    """End a count, by anybody."""
    ends(story, _open_count(story), by=choice.of(PEOPLE))


def unsigned(story: World, choice: Choice) -> None:
    """Record something no key stands for."""
    items = tuple(sorted({choice.item() for _ in range(choice.upto(3))}))
    reported = choice.of((*UNSIGNED, "carrier", "carrier"))
    body = Unattributed(
        reported=reported,
        why=choice.of(tuple(Why)),
        arrived=person("stranger").key,
        items=items,
        detail=choice.of(PLACES_SAID if reported == "carrier" else DETAILS),
        person=person("guard").id,
    )
    story.tell_unsigned(body)


def pause(story: World, choice: Choice) -> None:
    """Let time pass, or the machine start anew with a clock that runs behind."""
    story.wait(minutes=choice.of((1, 61, 600)))
    if choice.upto(4) == 3:
        story.clock.restart(f"boot {len(story.told)}")
        story.clock.set_wall(story.clock.now() - 60_000 * choice.upto(100_000))


STORE: Final = (
    look_anyhow, show_empty, opening_check, show_going_in, load_shown, hand_over_shown,
    unload_booked, prove_booked, live_delivery, carriers_move, find_odd, find_ours, correct,
    answer, lift_stop, end_keep, waive, day, unsigned, pause, begin_count, counted_as_booked,
    counted_anyhow, end_count,
)  # fmt: skip
