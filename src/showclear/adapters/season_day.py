"""The scripts of one team's ordinary day in a made-up season, in the order they happen.

A script yields a wave of wishes and is sent the answers in the same order. The wishes of one wave
neither touch the same item nor need each other's answers, and no other team touches this team's
things, so waves of different teams can be mixed in any order. A step that is refused because of
what another team has open (a stop, a discharge, a gun found unattended) is wished for again after
a while; what was refused for any other reason is a mistake of the season and raises
``InvariantError``.

``receive`` once; each morning ``take_out``; for each scene ``make_ready``, then ``scene``; in the
evening ``wrap``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from showclear.adapters.season_cast import ROUNDS_IN_BOX
from showclear.adapters.season_mishaps import (
    AFTER_CUT,
    AT_WRAP,
    BEFORE,
    BEFORE_SHOWING,
    IN_TAKE,
    LATE,
    MISCOUNTS,
    MORNING,
    brief_late,
    fires,
    now_and_then,
    one_of,
)
from showclear.adapters.season_team import SCENES_KEPT, Team
from showclear.adapters.season_things import (
    CHAMBERS,
    Script,
    Wave,
    Wish,
    locked_place,
    receive_box,
    receive_gun,
    receive_rounds,
)
from showclear.desk.parts import Answer
from showclear.field.ids import EventId, ItemId
from showclear.field.stock import Form, Kind
from showclear.field.stock import Purpose as For
from showclear.record.events.counting import (
    BeginCount,
    Counted,
    CountFor,
    CountLine,
    Direction,
    EndCount,
)
from showclear.record.events.guns import ApproveLots, FireResult, FireTest
from showclear.record.events.handling import (
    Collect,
    Fired,
    Lock,
    Purpose,
    Shown,
    TakeOut,
)
from showclear.record.events.people import NameKeyHolders
from showclear.record.events.plan import Assess, CountArea, Cut, Rolling
from showclear.record.events.stock import Answer as Reply
from showclear.record.events.stock import Move, OpenDelivery, ReceiveContainer
from showclear.record.showing import opened

IN_BELT: Final = 24
DEBRIS_MM: Final = 2_500  # as the test-fires of a made-up season have it
BOTH_WAYS: Final = (Direction.BOOK_TO_SHELF, Direction.SHELF_TO_BOOK)


# -- once ---------------------------------------------------------------------------------------


def receive(team: Team) -> Script:
    """Receive places, guns, boxes and rounds; look everything over; prove it; lock away."""
    keys = (team.handler.id,)
    yield [
        *[team.by_handler(locked_place(place, keys)) for place in (team.cabinet, team.store)],
        *[team.by_handler(body) for body in _carried(team)],
        *[team.by_handler(receive_gun(gun, team.cast)) for gun in team.guns],
        *[team.by_handler(receive_box(gun, keys)) for gun in team.guns],
    ]
    yield [
        Wish(NameKeyHolders(place=place, key_holders=keys), tuple(team.cast.officers[:2]))
        for place in (team.cabinet, team.store)
    ]
    yield [team.by_handler(receive_rounds(gun, ROUNDS_IN_BOX, team.cast)) for gun in team.guns]
    yield [team.by_handler(OpenDelivery(container=gun.box)) for gun in team.guns]
    yield [wish for gun in team.guns for wish in team.proofs(gun)]
    yield [team.by_handler(team.empty(gun, Purpose.INTAKE)) for gun in team.guns]
    yield [team.by_handler(ApproveLots(weapon=gun.id, lots=(gun.lot,))) for gun in team.firing]
    yield [team.by_handler(_test_fire(team, place)) for place in range(len(team.blanks))]
    last = team.guns[-1]
    yield [team.by_handler(Move(lot=last.lot, rounds=IN_BELT, source=last.box, target=team.belt))]
    yield from _lock(team)


def _carried(team: Team) -> tuple[ReceiveContainer, ...]:
    return (
        ReceiveContainer(container=team.belt, form=Form.BELT, purpose=For.CARRIED),
        ReceiveContainer(container=team.cases, form=Form.BOX, purpose=For.STORE),
        ReceiveContainer(container=team.apart, form=Form.BOX, purpose=For.QUARANTINE),
    )


def _test_fire(team: Team, place: int) -> FireTest:
    gun = team.blanks[place]
    return FireTest(
        weapon=gun.id, lot=gun.lot, result=FireResult.AS_IT_SHOULD, debris_mm=DEBRIS_MM
    )


# -- a day --------------------------------------------------------------------------------------


def late_today(team: Team) -> None:
    """Draw who misses the morning's meeting."""
    team.late = [team.performers[0]] if team.one_in(LATE) else []


def take_out(team: Team) -> Script:
    """Make the opening checks, count the belt, then take everything out."""
    yield [wish for gun in team.guns for wish in team.seen_empty(gun, Purpose.OPENING)]
    yield from _count(team, CountFor.BELT, (team.belt,))
    yield from now_and_then(team, MORNING)
    if team.question is not None:
        yield [Wish(Reply(of=team.question), (team.caller, team.handler))]
        team.question = None
    for place, items in _places(team):
        yield from team.insist([team.by_handler(TakeOut(items=items, place=place))])


def make_ready(team: Team) -> Script:
    """Plan the scene; fill up boxes; show every gun empty, load, show again."""
    yield from now_and_then(team, BEFORE_SHOWING if team.scene_number() >= 0 else ())
    yield from _plan(team)
    yield from _fill_up(team)
    for gun in [gun for gun in team.firing if team.weapon(gun).clear_due]:
        yield [team.by_handler(team.unload(gun))]
    again = [gun for gun in team.firing if not opened(team.weapon(gun))]  # out of sight since
    yield [wish for gun in again for wish in team.seen_empty(gun, Purpose.OPENING)]
    yield [wish for gun in team.guns for wish in team.seen_empty(gun)]
    yield [team.function_seen(gun) for gun in team.firing if team.weapon(gun).function_due]
    yield from team.insist([team.by_handler(team.load(gun)) for gun in team.firing])
    yield [wish for gun in team.firing for wish in team.loaded(gun)]
    yield from brief_late(team)


def _plan(team: Team) -> Script:
    """Assess the scene and approve its set-up; each takes the place of the one before."""
    number = (team.scene_number() + 1) % SCENES_KEPT
    assessed = Assess(
        scene=team.scene_name(number),
        hazards=team.cast.words("hazards"),
        controls=team.cast.words("controls"),
        affected=tuple(person.id for person in team.performers),
        hearing_protection=True,
    )
    yield [Wish(assessed, (team.caller, team.handler))]
    yield from team.insist([Wish(team.approval(number), (team.handler, team.caller))])


def _fill_up(team: Team) -> Script:
    """Renew what is nearly used up, and prove what is not proved any more."""
    low = [gun for gun in team.blanks if team.rounds_in_box(gun) < CHAMBERS]
    yield [
        team.by_handler(receive_rounds(gun, ROUNDS_IN_BOX - team.rounds_in_box(gun), team.cast))
        for gun in low
    ]
    yield [team.by_handler(OpenDelivery(container=gun.box)) for gun in low]
    yield [wish for gun in team.firing if not team.all_proved(gun) for wish in team.proofs(gun)]


def scene(team: Team) -> Script:
    """Hand over, shown, roll, fire the blanks, cut, collect, make clear; now and then else."""
    set_up = team.set_up(team.scene_number())
    yield from now_and_then(team, BEFORE)
    people = tuple(person.id for person in team.area())
    yield [team.by_ad(CountArea(set_up=set_up, people=people))]
    answers = yield from team.insist(team.hand_overs())
    yield _shown(team, answers)
    yield [team.by_ad(Rolling(set_up=set_up))]
    yield from one_of(team, IN_TAKE, fires)
    yield [team.by_handler(Fired(weapon=gun.id, gunshots=team.shots())) for gun in team.blanks[1:]]
    yield [team.by_ad(Cut(set_up=set_up))]
    yield from now_and_then(team, AFTER_CUT)
    yield [
        team.by_handler(Collect(weapons=items, giver=who.id))
        for who in team.performers
        if (items := tuple(gun.id for gun in team.guns if team.performer(gun) is who))
    ]
    team.change_about(None)
    yield from _make_clear(team)


def _shown(team: Team, answers: list[Answer]) -> Wave:
    return [
        Wish(Shown(weapon=gun.id, hand_over=answer.id), (team.performer(gun),))
        for gun, answer in zip(team.guns, answers, strict=True)
    ]


def _make_clear(team: Team) -> Script:
    """Make every gun clear; what jammed, misfired or fell is looked at too."""
    yield [team.by_handler(team.unload(gun)) for gun in team.firing if gun.kind is Kind.DUMMY]
    for gun in team.blanks:  # one after the other: their cases go into one box
        yield [team.by_handler(team.unload(gun))]
    due = [gun for gun in team.firing if team.weapon(gun).function_due]
    yield [wish for gun in due for wish in team.seen_empty(gun)]
    yield [team.function_seen(gun) for gun in due]


def wrap(team: Team) -> Script:
    """Lock everything away, then count it by two, in both directions."""
    yield from _lock(team)
    items = [item for _, held in _places(team) for item in held]
    yield from _count(team, CountFor.WRAP, items, miscounted=team.one_in(MISCOUNTS))
    yield from now_and_then(team, AT_WRAP)


def _places(team: Team) -> tuple[tuple[ItemId, tuple[ItemId, ...]], ...]:
    """Return what is locked where: guns and belt apart from rounds."""
    boxes = tuple(gun.box for gun in team.guns)
    return (
        (team.cabinet, (*[gun.id for gun in team.guns], team.belt)),
        (team.store, (*boxes, team.cases, team.apart)),
    )


def _lock(team: Team) -> Script:
    yield [team.by_handler(Lock(items=items, place=place)) for place, items in _places(team)]


def _count(
    team: Team, purpose: CountFor, items: Sequence[ItemId], *, miscounted: bool = False
) -> Script:
    """Count by two; now and then the second person is one round short, one way only.

    A pair agrees the other way, so nothing is booked: what was said otherwise stays a question
    until the next morning.
    """
    (begun,) = yield [team.by_handler(BeginCount(items=tuple(sorted(items)), purpose=purpose))]
    ways = BOTH_WAYS if purpose is CountFor.WRAP else BOTH_WAYS[:1]
    for direction in ways:
        said = _as_booked(team, begun.id, items, direction)
        short = _one_short(said) if miscounted and direction is ways[0] else said
        yield [team.by_handler(said), team.by_ad(short)]
    (ended,) = yield [Wish(EndCount(count=begun.id), (team.handler, team.second))]
    team.question = ended.id if miscounted else team.question


def _as_booked(
    team: Team, count: EventId, items: Sequence[ItemId], direction: Direction
) -> Counted:
    guns = {gun.id for gun in team.guns}
    lines = tuple(
        CountLine(container=item, lot=lot, rounds=stock.rounds)
        for item in items
        if item not in guns
        for lot, stock in team.container(item).stock.items()
    )
    seen = tuple(sorted(item for item in items if item in guns))
    cases = team.container(team.cases).fired_cases if seen else 0
    return Counted(count=count, direction=direction, lines=lines, weapons=seen, fired_cases=cases)


def _one_short(said: Counted) -> Counted:
    first, *others = said.lines
    fewer = CountLine(container=first.container, lot=first.lot, rounds=first.rounds - 1)
    return Counted(
        count=said.count,
        direction=said.direction,
        lines=(fewer, *others),
        weapons=said.weapons,
        fired_cases=said.fired_cases,
    )
