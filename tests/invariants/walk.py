"""Random histories of a small production: sense and nonsense in any order.

A history is a start and a list of moves; a move is a name and numbers it chooses by, so that a
failing history shrinks to a few readable words. Some moves are whole routines done as they should
be (without them a random walk would never see a gun handed over), the others name any person, gun,
box or lot, received or not. ``walked(history)`` tells it to a ``World``::

    @given(histories())
    def test_something_always_holds(history: History) -> None:
        for story, told in walked(history): ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec
from hypothesis import strategies as st

from showclear.field.ids import NO_EVENT, NO_ITEM, EventId, ItemId, LotId
from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay, chamber
from showclear.field.people import Role
from showclear.field.stock import Form, Kind, Odd, Proof, WeaponClass
from showclear.field.stock import Purpose as Use
from showclear.record.events.counting import CountFor, Direction
from showclear.record.events.desk import Unattributed, Why
from showclear.record.events.handling import (
    Ahead,
    Announced,
    Collect,
    EndCause,
    EndKeep,
    Fired,
    HandOver,
    KeepAsFound,
    Load,
    Lock,
    Purpose,
    ShowingEnded,
    Shown,
    TakeOut,
    Unload,
    WentAhead,
)
from showclear.record.events.officers import Correct, Grant, Revoke, RevokeCause, Waive
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    Decline,
    LiftStop,
    Side,
    Stop,
)
from showclear.record.events.stock import (
    Answer,
    FoundRound,
    Grade,
    Move,
    OpenDelivery,
    ReceiveRounds,
)
from showclear.record.events.table import BY_BODY, AnyBody
from tests.counting import begins, ends, says, things
from tests.invariants.passing_moves import PASSING
from tests.kit import CAST, OFFICERS, Told, World, answers, box, first, gun, lot, person, words

GUNS = ("colt", "twin", "rubber", "ghost")  # the ghost was never received
BOXES = ("dummies", "blanks", "belt", "vault", "bay", "pen", "nowhere")
LOTS = ("d45", "b45", "stray")
PEOPLE = (*CAST, "producer", "stranger")
HANDLERS = ("armorer", "assistant")
LOOKERS = ("armorer", "first-ad", "second-ad", "performer", "assistant")
STALE = EventId("ab" * 32)

T = TypeVar("T")


class Choice:
    """Chooses by the numbers of one move, one after another; nought when they run out."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = list(numbers)

    def upto(self, limit: int) -> int:
        """Return a number from nought to below the limit."""
        return (self._numbers.pop(0) if self._numbers else 0) % limit

    def of(self, things: Sequence[T]) -> T:
        """Return one of these."""
        return things[self.upto(len(things))]

    def gun(self) -> str:
        """Return the name of a gun, mostly one that can go off."""
        return self.of(("colt", "twin", "colt", "rubber", "ghost"))

    def item(self) -> ItemId:
        """Return a gun or a container."""
        name = self.of((*GUNS, *BOXES))
        return gun(name) if name in GUNS else box(name)

    def rounds(self) -> int:
        """Return a number of rounds: few, none, or more than there are."""
        return self.of((6, 1, 2, 5, 0, 7, 60))


Said = tuple[AnyBody, tuple[str, ...]]


# -- moves that name anybody and anything ------------------------------------------------------


def take_out(choice: Choice) -> Said:
    """Take something out of somewhere."""
    items = tuple(sorted({choice.item() for _ in range(1 + choice.upto(2))}))
    return TakeOut(items=items, place=box(choice.of(("vault", "pen", "belt")))), (
        choice.of(HANDLERS),
    )


def lock(choice: Choice) -> Said:
    """Lock something away somewhere, by anybody."""
    items = tuple(sorted({choice.item() for _ in range(1 + choice.upto(2))}))
    place = box(choice.of(("vault", "pen", "vault", "belt", "nowhere")))
    return Lock(items=items, place=place), (choice.of(PEOPLE),)


def load(choice: Choice) -> Said:
    """Load anything from anything."""
    start = 1 + choice.upto(7)
    positions = tuple(chamber(start + offset) for offset in range(1 + choice.upto(6)))
    body = Load(
        weapon=gun(choice.gun()),
        container=box(choice.of(BOXES)),
        lot=lot(choice.of(LOTS)),
        positions=positions,
    )
    return body, (choice.of(HANDLERS),)


def unload(choice: Choice) -> Said:
    """Say that so much came out."""
    body = Unload(
        weapon=gun(choice.gun()),
        container=box(choice.of(BOXES)),
        lot=lot(choice.of(LOTS)),
        rounds=choice.rounds(),
        fired_cases=choice.upto(4),
    )
    return body, (choice.of(HANDLERS),)


def hand_over(choice: Choice) -> Said:
    """Hand anything to anybody, a box too."""
    body = HandOver(
        weapon=choice.item(),
        to=person(choice.of(PEOPLE)).id,
        announced=choice.of(tuple(Announced)),
        rounds=choice.rounds(),
        looks=(),
    )
    return body, (choice.of(HANDLERS),)


def collect(choice: Choice) -> Said:
    """Have things back, a box too."""
    items = tuple(sorted({choice.item() for _ in range(1 + choice.upto(2))}))
    giver = choice.of(("", "performer", "grip"))
    from_whom = person(giver).id if giver else person("armorer").id
    return Collect(weapons=items, giver=from_whom), (choice.of(HANDLERS),)


def fired(choice: Choice) -> Said:
    """Count gunshots of any gun."""
    return Fired(weapon=gun(choice.gun()), gunshots=1 + choice.upto(8)), (choice.of(PEOPLE),)


def showing_ended(choice: Choice) -> Said:
    """Say what ended a showing."""
    body = ShowingEnded(weapon=gun(choice.gun()), cause=choice.of(tuple(EndCause)))
    return body, (choice.of(PEOPLE),)


def went_ahead(choice: Choice) -> Said:
    """Say that something went ahead."""
    items = tuple(sorted({choice.item() for _ in range(1 + choice.upto(2))}))
    body = WentAhead(
        what=choice.of(tuple(Ahead)), items=items, in_hand=person(choice.of(PEOPLE)).id
    )
    return body, (choice.of(PEOPLE),)


def keep(choice: Choice) -> Said:
    """Keep things as found."""
    items = tuple(sorted({choice.item() for _ in range(1 + choice.upto(3))}))
    return KeepAsFound(items=items, guarded_by=person("grip").id), (choice.of(PEOPLE),)


def stop(choice: Choice) -> Said:
    """Say stop."""
    return Stop(), (choice.of(PEOPLE),)


def concern(choice: Choice) -> Said:
    """Be concerned."""
    return Concern(about=choice.of(tuple(ConcernClass))), (choice.of(PEOPLE),)


def decline(choice: Choice) -> Said:
    """Decline."""
    return Decline(weapon=gun(choice.gun()), side=choice.of(tuple(Side))), (choice.of(PEOPLE),)


def ask_to_see(choice: Choice) -> Said:
    """Ask to see any gun."""
    return AskToSee(weapon=gun(choice.gun())), (choice.of(PEOPLE),)


def receive_rounds(choice: Choice) -> Said:
    """Receive more rounds, of a lot that may be said to be of another kind already."""
    body = ReceiveRounds(
        lot=lot(choice.of(LOTS)),
        kind=choice.of((Kind.DUMMY, Kind.BLANK, Kind.LIVE)),
        calibre=".45-colt",
        rounds=1 + choice.upto(9),
        container=choice.item(),
        sealed=bool(choice.upto(2)),
    )
    return body, (choice.of(HANDLERS),)


def open_delivery(choice: Choice) -> Said:
    """Open any container."""
    return OpenDelivery(container=box(choice.of(BOXES))), (choice.of(HANDLERS),)


def found_round(choice: Choice) -> Said:
    """Find rounds or cases, alone or by two."""
    body = FoundRound(
        grade=choice.of(tuple(Grade)),
        kind=choice.of(tuple(Kind)),
        rounds=1 + choice.upto(3),
        lot=choice.of((*map(lot, LOTS), LotId(""))),
        into=choice.of((NO_ITEM, *map(box, BOXES))),
    )
    both = (choice.of(PEOPLE), choice.of(PEOPLE))
    return body, both if choice.upto(2) else both[:1]


def move_rounds(choice: Choice) -> Said:
    """Move rounds from anywhere to anywhere."""
    body = Move(
        lot=lot(choice.of(LOTS)),
        rounds=max(1, choice.rounds()),
        source=box(choice.of(BOXES)),
        target=box(choice.of(BOXES)),
    )
    return body, (choice.of(HANDLERS),)


def shown(choice: Choice) -> Said:
    """Say: I took it, of no hand-over that was."""
    return Shown(weapon=gun(choice.gun()), hand_over=STALE), (choice.of(PEOPLE),)


def revoke(choice: Choice) -> Said:
    """Revoke a key."""
    name = choice.of(("grip", "second-ad", "assistant", "owner", "manager", "stranger"))
    return Revoke(key=person(name).key, cause=RevokeCause.LOST), OFFICERS[:2]


def grant(choice: Choice) -> Said:
    """Grant a role."""
    return Grant(person=person(choice.of(PEOPLE)).id, roles=(choice.of(tuple(Role)),)), (
        OFFICERS[:2]
    )


ANYTHING: Mapping[str, Callable[[Choice], Said]] = {
    function.__name__: function
    for function in (
        take_out, lock, load, unload, hand_over, collect, fired, showing_ended, went_ahead,
        keep, stop, concern, decline, ask_to_see, receive_rounds, open_delivery, found_round,
        move_rounds, shown, revoke, grant, *PASSING,
    )
}  # fmt: skip


# -- moves that look at the state --------------------------------------------------------------


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
    announced = choice.of((Announced.DUMMIES, Announced.EMPTY, Announced.BLANKS))
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
        story.open_day(choice.of(("2026-11-22", "2026-11-22", "2026-11-23")))
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
    body = Unattributed(
        reported=choice.of(("stop", "concern", "decline", "ask-to-see", "collect", "lock")),
        why=choice.of(tuple(Why)),
        arrived=person("stranger").key,
        items=items,
        detail=choice.of(("", "discharge", "live-round", "nonsense")),
    )
    story.tell_unsigned(body)


def stale(story: World, choice: Choice) -> None:
    """Tell anything by somebody who has not heard the latest of the items."""
    body, who = ANYTHING[choice.of(tuple(ANYTHING))](choice)
    story.tell(body, *who, last=dict.fromkeys(BY_BODY[type(body)].touches(body), STALE))


def pause(story: World, choice: Choice) -> None:
    """Let time pass, or the machine start anew with a clock that runs behind."""
    story.wait(minutes=choice.of((1, 61, 600)))
    if choice.upto(4) == 3:
        story.clock.restart(f"boot {len(story.told)}")
        story.clock.set_wall(story.clock.now() - 60_000 * choice.upto(100_000))


ROUTINES: Mapping[str, Callable[[World, Choice], None]] = {
    function.__name__: function
    for function in (
        look_anyhow, show_empty, opening_check, show_going_in, load_shown, hand_over_shown,
        unload_booked, prove_booked, find_odd, find_ours, correct, answer, lift_stop, end_keep,
        waive, day, unsigned, stale, pause, begin_count, counted_as_booked, counted_anyhow,
        end_count,
    )
}  # fmt: skip
MOVES = (*ROUTINES, *ANYTHING)


# -- starts ------------------------------------------------------------------------------------


def stocked() -> World:
    """Return a production with two guns, a rubber one, dummies, blanks and places for them."""
    story = World()
    story.receive_box("vault", form=Form.SAFE, keys=HANDLERS)
    story.receive_box("pen", use=Use.QUARANTINE, form=Form.SAFE, keys=("armorer",))
    story.receive_box("bay", use=Use.RECEIVING)
    story.receive_box("belt", form=Form.BELT)
    story.dummies()
    story.blanks()
    for name in ("colt", "twin"):
        story.receive_gun(name)
    story.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    return story


def on_the_day() -> World:
    """Return a production with the day open and the colt taken out, shown empty."""
    story = stocked()
    story.open_day()
    story.lock(gun("colt"))
    story.show_empty("colt", purpose=Purpose.OPENING)
    story.take_out("colt")
    story.show_empty("colt")
    return story


def with_dummies() -> World:
    """Return a production with the colt loaded and shown so."""
    story = on_the_day()
    story.load("colt", chambers=6)
    story.show_going_in("colt", dummies=6)
    return story


def in_hand() -> World:
    """Return a production with the colt in the performer's hand, dummies in it."""
    story = with_dummies()
    looks = tuple(look.event for look in story.state.weapons[gun("colt")].looks)
    told = story.hand_over("colt", rounds=6, looks=looks)
    story.shown("colt", told.id)
    return story


STARTS: Mapping[str, Callable[[], World]] = {
    function.__name__: function for function in (stocked, on_the_day, with_dummies, in_hand)
}


class History(msgspec.Struct, frozen=True):
    """A start and moves."""

    start: str
    moves: tuple[tuple[str, tuple[int, ...]], ...]


def histories(*, most: int = 25) -> st.SearchStrategy[History]:
    """Draw a history of at most so many moves."""
    numbers = st.lists(st.integers(0, 59), max_size=7).map(tuple)
    move = st.tuples(st.sampled_from(MOVES), numbers)
    moves = st.lists(move, max_size=most).map(tuple)
    return st.builds(History, st.sampled_from(list(STARTS)), moves)


def step(story: World, name: str, numbers: Sequence[int]) -> None:
    """Make one move."""
    choice = Choice(numbers)
    routine = ROUTINES.get(name)
    if routine is not None:
        routine(story, choice)
        return
    body, who = ANYTHING[name](choice)
    story.tell(body, *who)


def walked(history: History) -> Iterator[World]:
    """Yield the story at its start and after each move."""
    story = STARTS[history.start]()
    yield story
    for name, numbers in history.moves:
        step(story, name, numbers)
        yield story


def walk(history: History) -> World:
    """Return the story at its end."""
    *_, story = walked(history)
    return story


def told_of(story: World, event: EventId) -> Told:
    """Return what became of an event."""
    return next(told for told in story.told if told.id == event)
