"""The words a made-up season is told in: wishes, waves and pauses; guns with their boxes.

Everything here is a value, or makes one from its arguments; who wishes for what when is for
``season_team`` and ``season_mishaps``.

Example: ``Wish(receive_gun(gun, cast), (handler,))`` is a gun's arrival, signed by its handler.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import msgspec

from showclear.adapters.season_cast import Cast, Person
from showclear.desk.parts import Answer
from showclear.field.ids import ItemId, LotId, PersonId
from showclear.field.mechanisms import Holds, How, chamber
from showclear.field.people import Role
from showclear.field.plan import Provision
from showclear.field.stock import Form, Kind, Proof, Purpose, WeaponClass
from showclear.record.events.handling import Announced, PositionAnswer
from showclear.record.events.officers import Enrol
from showclear.record.events.people import ClassLimit, Credential, Paper
from showclear.record.events.plan import Provide
from showclear.record.events.stock import ReceiveContainer, ReceiveRounds, ReceiveWeapon
from showclear.record.events.table import AnyBody

PATTERN: Final = "single-action-1873"
CALIBRE: Final = ".45-colt"
CHAMBERS: Final = 6
CHAMBER_NAMES: Final = tuple(chamber(number) for number in range(1, CHAMBERS + 1))
# The proofs that two people perceive of every round, by kind (R18, R19).
PROOFS: Final = {
    Kind.DUMMY: (Proof.RATTLE, Proof.HOLE),
    Kind.BLANK: (Proof.SEAL, Proof.MAKER_CODE, Proof.ONE_OPENED),
}
# Of ten guns of a team: two rubber, two for blanks only, six that could fire live rounds.
CLASSES: Final = (
    *(WeaponClass.RUBBER,) * 2,
    *(WeaponClass.BLANK_ONLY,) * 2,
    *(WeaponClass.LIVE_CAPABLE,) * 6,
)
FIRING: Final = (WeaponClass.BLANK_ONLY, WeaponClass.ADAPTED, WeaponClass.LIVE_CAPABLE)
VALID_FROM: Final = "2026-07-01"
VALID_UNTIL: Final = "2035-12-31"  # beyond any season that is ever made
# Which papers who has, by role (R03, R09, R10).
PAPERS: Final = {
    Role.HANDLER: (Paper.PERMIT, Paper.FEDERAL_DOCUMENT, Paper.HANDLING_COURSE),
    Role.SECOND_PERSON: (Paper.PROXIMITY_COURSE,),
    Role.CALLER: (Paper.PROXIMITY_COURSE,),
    Role.PERFORMER: (Paper.PROXIMITY_COURSE, Paper.PATTERN_ASSESSED),
}
# What is laid on once, and what anew each morning (R08, R28, R29, R53).
LAID_ON_ONCE: Final = (Provision.AUTHORITIES, Provision.NEIGHBOURS, Provision.PERMIT)
LAID_ON_DAILY: Final = (
    Provision.CALL_SHEET,
    Provision.MEDICAL_COVER,
    Provision.HEARING_PROTECTION,
)
ANNOUNCED: Final = {Kind.DUMMY: Announced.DUMMIES, Kind.BLANK: Announced.BLANKS}


class Wish(msgspec.Struct, frozen=True):
    """An event somebody wants to sign, and who signs it."""

    body: AnyBody
    people: tuple[Person, ...]


class Pause(msgspec.Struct, frozen=True):
    """A script lets so much time pass before it goes on; no answers come of it."""

    ms: int


Wave = list[Wish]
Script = Generator[Wave | Pause, list[Answer], None]
Answered = Generator[Wave | Pause, list[Answer], list[Answer]]


class Gun(msgspec.Struct, frozen=True, kw_only=True):
    """One gun with its box and the lot in it; a rubber gun's box is a spare."""

    id: ItemId
    weapon_class: WeaponClass
    box: ItemId
    lot: LotId
    kind: Kind

    @property
    def firing(self) -> bool:
        """Whether it can go off."""
        return self.weapon_class in FIRING

    @property
    def announced(self) -> Announced:
        """What it is announced as when it is loaded as planned."""
        return ANNOUNCED[self.kind] if self.firing else Announced.NON_FIRING


def gun_of(cast: Cast, team: int, place: int) -> Gun:
    """Return a team's gun at this place in its cabinet."""
    weapon_class = CLASSES[place]
    kind = Kind.BLANK if weapon_class is WeaponClass.BLANK_ONLY else Kind.DUMMY
    name = f"{team}-{place}"
    return Gun(
        id=cast.item("w", f"gun-{name}"),
        weapon_class=weapon_class,
        box=cast.item("c", f"box-{name}"),
        lot=cast.lot(f"lot-{name}"),
        kind=kind,
    )


def enrolments(cast: Cast) -> Wave:
    """Return everybody's enrolment, by two officers and the new key."""
    first, second = cast.officers[:2]
    wave: Wave = []
    for person in cast.everybody():
        newcomer = msgspec.structs.replace(person, role=Role.ENROLLED)
        body = Enrol(person=person.id, key=person.key, title=person.title, roles=(person.role,))
        wave.append(Wish(body, (first, second, newcomer)))
    return wave


def papers(cast: Cast) -> Wave:
    """Return what an officer has seen of everybody: papers, courses, what they are handed."""
    officer = cast.officers[0]
    wave: Wave = []
    for person in cast.everybody():
        for paper in PAPERS.get(person.role, ()):
            wave.append(Wish(credential(person, paper), (officer,)))
        if person.role is Role.PERFORMER:
            body = ClassLimit(person=person.id, class_max=int(max(WeaponClass)))
            wave.append(Wish(body, (officer,)))
    return wave


def credential(person: Person, paper: Paper) -> Credential:
    """Return that an officer has seen this paper of this person."""
    patterns = (PATTERN,) if paper is Paper.PATTERN_ASSESSED else ()
    return Credential(
        person=person.id,
        paper=paper,
        classes=FIRING,
        patterns=patterns,
        valid_from=VALID_FROM,
        valid_until=VALID_UNTIL,
    )


def told_once(cast: Cast) -> Wave:
    """Return that those outside who must know were told, and for how long that holds."""
    return [
        Wish(Provide(what=what, until=VALID_UNTIL, contact=cast.words(what.value)), (cast.caller,))
        for what in LAID_ON_ONCE
    ]


def receive_gun(gun: Gun, cast: Cast) -> ReceiveWeapon:
    """Return a gun's arrival, with everything that R11 asks for."""
    pattern, chambers = (PATTERN, CHAMBERS) if gun.firing else ("solid", 0)
    return ReceiveWeapon(
        weapon=gun.id,
        weapon_class=gun.weapon_class,
        pattern=pattern,
        chambers=chambers,
        calibres=(CALIBRE,) if gun.firing else (),
        serial=cast.words(f"serial {gun.id}"),
        supplier=cast.words("supplier"),
        papers=cast.words(f"papers {gun.id}"),
        photograph=cast.words(f"photograph {gun.id}"),
    )


def locked_place(place: ItemId, keys: tuple[PersonId, ...]) -> ReceiveContainer:
    """Return a lock-up being taken into use."""
    return ReceiveContainer(
        container=place, form=Form.SAFE, purpose=Purpose.STORE, key_holders=keys
    )


def receive_box(gun: Gun, keys: tuple[PersonId, ...]) -> ReceiveContainer:
    """Return a box under its key-holder's eyes: what is opened in it stops no other team."""
    return ReceiveContainer(
        container=gun.box, form=Form.BOX, purpose=Purpose.RECEIVING, key_holders=keys
    )


def receive_rounds(gun: Gun, rounds: int, cast: Cast) -> ReceiveRounds:
    """Return a sealed delivery of the gun's own lot, with its papers (R17)."""
    return ReceiveRounds(
        lot=gun.lot,
        kind=gun.kind,
        calibre=CALIBRE,
        rounds=rounds,
        container=gun.box,
        sealed=True,
        maker=cast.words("maker"),
        supplier=cast.words("supplier"),
        receipt=cast.words(f"receipt {gun.lot}"),
    )


def chambers_hold(holds: Holds, rounds: int = CHAMBERS) -> tuple[PositionAnswer, ...]:
    """Return one person's answers: the first so many chambers hold this, the rest nothing."""
    return tuple(
        PositionAnswer(position=name, how=How.SAW, holds=holds if place < rounds else Holds.EMPTY)
        for place, name in enumerate(CHAMBER_NAMES)
    )
