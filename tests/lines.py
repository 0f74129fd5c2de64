"""Lines of like guns and other ways of passing, told in the trade's words; see ``tests.kit``.

::

    story = World()
    names = line_day(story, guns=3)              # rifles out in the armorer's hand, all walked
    looks = walk(story, *names)                  # armorer and assistant walk the line
    told = issue(story, *names, looks=looks)     # each to a rider of its own, by voucher
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from showclear.field.ids import NOBODY, EventId, ItemId, PersonId, SetUpId
from showclear.field.instants import Instant
from showclear.field.mechanisms import BoreMethod, Holds, LookWay, Mechanism
from showclear.field.stock import Form, WeaponClass
from showclear.record.codes import Refusal
from showclear.record.events.handling import Announced, Purpose, TakeOut
from showclear.record.events.passing import (
    Destroyed,
    FoundWith,
    GuardedBy,
    IssueLine,
    LookLine,
    OnPaper,
    PaperLine,
    Relieve,
    Ship,
    Voucher,
    Walked,
)
from showclear.record.showing import Shown, Statement, line_roles, statement
from showclear.record.state import Charge, Topic
from tests.cast import box, gun, lot, person, words
from tests.story import Story, Told

RIFLE = Mechanism(pattern="lever", chambers=1, capacity=10)
COLT = gun("colt")
WALKERS = ("armorer", "assistant")
NO_SET_UP = SetUpId("")
ELSEWHERE = "rentals.example/stock"


def rifles(count: int) -> tuple[str, ...]:
    """Return the names of so many rifles."""
    return tuple(f"rifle-{number}" for number in range(1, count + 1))


def rider(name: str) -> PersonId:
    """Return who rides with this gun: background, with neither enrolment nor key."""
    return person(f"rider of {name}").id


def line_day(
    story: Story, *, guns: int = 3, weapon_class: WeaponClass = WeaponClass.BLANK_ONLY
) -> tuple[str, ...]:
    """Open a day and take out so many like guns that passed their opening check together."""
    names = rifles(guns)
    made = RIFLE if weapon_class >= WeaponClass.BLANK_ONLY else None
    story.receive_box("vault", form=Form.SAFE, keys=WALKERS)
    for name in names:
        story.receive_gun(name, weapon_class=weapon_class, made=made)
    story.open_day()
    items = tuple(gun(name) for name in names)
    story.lock(*items)
    if made is not None:
        walk(story, *names, purpose=Purpose.OPENING)
    story.tell(TakeOut(items=items, place=box("vault")), "armorer")
    return names


def walked(
    story: Story,
    *names: str,
    odd: Mapping[str, Holds] | None = None,
    purpose: Purpose = Purpose.SHOWING,
    way: LookWay = LookWay.SEEN_EMPTY,
    method: BoreMethod = BoreMethod.ROD_TO_MARK,
) -> LookLine:
    """Return one person's look along the line, as the guns are now; ``odd`` names exceptions."""
    unlike = odd or {}
    return LookLine(
        line=tuple(
            Walked(weapon=gun(name), cites=story.changed(name), odd=unlike.get(name))
            for name in names
        ),
        purpose=purpose,
        way=way,
        method=method if way is LookWay.SEEN_EMPTY else BoreMethod.NOT_ASKED,
    )


def walk(
    story: Story,
    *names: str,
    by: Sequence[str] = WALKERS,
    odd: Mapping[str, Holds] | None = None,
    purpose: Purpose = Purpose.SHOWING,
    way: LookWay = LookWay.SEEN_EMPTY,
) -> tuple[EventId, ...]:
    """Walk the line; each answers alone. Returns the looks."""
    body = walked(story, *names, odd=odd, purpose=purpose, way=way)
    return tuple(story.tell(body, who).id for who in by)


def vouchers(
    *names: str,
    looks: Sequence[EventId] = (),
    to: Mapping[str, PersonId] | None = None,
    announced: Announced = Announced.EMPTY,
    rounds: int = 0,
    plan: SetUpId = NO_SET_UP,
) -> IssueLine:
    """Return the line's issue: each gun to its rider, or to whom ``to`` says."""
    others = to or {}
    return IssueLine(
        line=tuple(
            Voucher(weapon=gun(name), to=others.get(name, rider(name)), number=number)
            for number, name in enumerate(names, start=101)
        ),
        announced=announced,
        rounds=rounds,
        looks=tuple(looks),
        set_up=plan,
    )


def issue(story: Story, *names: str, looks: Sequence[EventId] = (), by: str = "armorer") -> Told:
    """Issue the line."""
    return story.tell(vouchers(*names, looks=looks), by)


def against(story: Story, body: IssueLine, by: str = "armorer") -> list[Refusal]:
    """Return what stands against issuing the line now."""
    return list(story.asks(body, by))


def relieve(story: Story, *items: ItemId, by: str = "assistant", of: str = "armorer") -> Told:
    """Take over from another handler, who signs too unless ``of`` is empty."""
    return story.tell(Relieve(items=items), *((by, of) if of else (by,)))


def guard(story: Story, *items: ItemId, guard_by: str = "grip", by: str = "grip") -> Told:
    """Stand by items that nobody can collect."""
    return story.tell(GuardedBy(items=items, guard=person(guard_by).id), by)


def find(story: Story, *items: ItemId, holder: str = "", by: str = "grip") -> Told:
    """Find items with somebody, or unattended."""
    whose = person(holder).id if holder else NOBODY
    return story.tell(FoundWith(items=items, holder=whose), by)


def paper(story: Story, *lines: tuple[ItemId, str]) -> Told:
    """Enter a sheet whose last lines these are; armorer and second AD transcribe it."""
    body = OnPaper(
        sheet=words("sheet 4"),
        began=Instant("2026-11-22T05:00:00.000Z"),
        ended=Instant("2026-11-22T05:40:00.000Z"),
        lines=tuple(PaperLine(item=item, in_hand=person(name).id) for item, name in lines),
    )
    return story.tell(body, "armorer", "second-ad")


def ship(story: Story, *items: ItemId, by: str = "armorer") -> Told:
    """Ship items to the rental house."""
    return story.tell(Ship(items=items, to=ELSEWHERE), by)


def destroy(
    story: Story,
    rounds: int,
    *,
    from_box: str = "dummies",
    lot_name: str = "d45",
    by: Sequence[str] = ("armorer", "grip"),
) -> Told:
    """Destroy rounds out of a container."""
    body = Destroyed(container=box(from_box), lot=lot(lot_name), rounds=rounds)
    return story.tell(body, *by)


def stands(story: Story, item: ItemId) -> Statement:
    """Return what stands about a gun that is to be issued along a line."""
    weapon = story.state.weapons[item]
    return statement(weapon, second_roles=line_roles(weapon))


def shown(story: Story, item: ItemId = COLT) -> Shown:
    """Return what a gun is stated to be."""
    return statement(story.state.weapons[item]).shown


def asked(story: Story, told: Told) -> tuple[Topic, tuple[ItemId, ...]] | None:
    """Return what question an event opened, and about what."""
    question = story.state.questions.get(told.id)
    return None if question is None else (question.topic, question.items)


def answers_for(story: Story, item: ItemId = COLT) -> tuple[Charge, str, bool]:
    """Return who is in charge of an item, who holds it, and whether that is only reported."""
    held = story.state.item(item)
    assert held is not None
    return held.charge, held.in_hand, held.in_hand_reported
