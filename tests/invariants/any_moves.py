"""Moves of ``tests.invariants.walk`` that name any person, gun, box or lot, received or not."""

from __future__ import annotations

from typing import Final

from showclear.field.ids import NO_ITEM, LotId
from showclear.field.mechanisms import chamber
from showclear.field.people import Role
from showclear.field.stock import Form, Kind, Purpose, WeaponClass
from showclear.record.events.handling import (
    Ahead,
    Announced,
    Collect,
    EndCause,
    Fired,
    HandOver,
    KeepAsFound,
    Load,
    Lock,
    ShowingEnded,
    Shown,
    TakeOut,
    Unload,
    WentAhead,
)
from showclear.record.events.officers import Adopt, Grant, Revoke, RevokeCause
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    Decline,
    Side,
    Stop,
)
from showclear.record.events.stock import (
    FoundRound,
    Grade,
    Move,
    OpenDelivery,
    ReceiveContainer,
    ReceiveRounds,
    ReceiveWeapon,
)
from tests.invariants.choosing import (
    BOXES,
    HANDLERS,
    LOTS,
    PEOPLE,
    STALE,
    Choice,
    Said,
)
from tests.kit import OFFICERS, all_rows, box, enrolment, every_row, gun, lot, person, words


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


def enrol(choice: Choice) -> Said:
    """Enrol somebody anew, or once more."""
    name = choice.of(("newcomer", "stranger", "grip"))
    role = choice.of((Role.CREW, Role.PERFORMER, Role.SECOND_PERSON))
    return enrolment(name, choice.of(("grip", "stranger")), (role,)), (*OFFICERS[:2], name)


def adopt(choice: Choice) -> Said:
    """Adopt other rows, whole or not."""
    core, house = every_row()
    packs = choice.of(((core, house), (core,), all_rows(), all_rows(), (house,), ()))
    return Adopt(packs=packs, reason=words("why")), choice.of((OFFICERS[:2], ("producer", "grip")))


def receive_weapon(choice: Choice) -> Said:
    """Receive a gun, also one that is here or has left."""
    body = ReceiveWeapon(
        weapon=gun(choice.gun()),
        weapon_class=choice.of((WeaponClass.LIVE_CAPABLE, *WeaponClass)),
        pattern="single-action-1873",
        chambers=6,
        calibres=(".45-colt",),
    )
    return body, (choice.of((*HANDLERS, "grip")),)


def receive_container(choice: Choice) -> Said:
    """Receive a container, also one that is here or has left."""
    body = ReceiveContainer(
        container=box(choice.of(BOXES)),
        form=choice.of(tuple(Form)),
        purpose=choice.of(tuple(Purpose)),
        key_holders=tuple(person(name).id for name in HANDLERS[: choice.upto(3)]),
    )
    return body, (choice.of((*HANDLERS, "grip")),)


ANY: Final = (
    take_out, lock, load, unload, hand_over, collect, fired, showing_ended, went_ahead, keep,
    stop, concern, decline, ask_to_see, receive_rounds, open_delivery, found_round, move_rounds,
    shown, revoke, grant, enrol, adopt, receive_weapon, receive_container,
)  # fmt: skip
