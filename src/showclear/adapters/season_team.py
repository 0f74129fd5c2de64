"""What one team of a made-up season does: scripts that wish for events and hear the answers.

A script yields a wave of wishes and is sent the answers in the same order. The wishes of one wave
neither touch the same item nor need each other's answers, and no other team touches this team's
things, so waves of different teams can be mixed in any order. A step that is refused because of a
stop is wished for again; what was refused for any other reason is a mistake of the season and
raises ``InvariantError``.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import msgspec

from showclear.adapters.ids import SeededIds
from showclear.adapters.season_cast import GUNS_IN_TEAM, ROUNDS_IN_BOX, Cast, Person
from showclear.desk.desk import Desk
from showclear.desk.parts import Answer
from showclear.errors import InvariantError
from showclear.field.ids import EventId, ItemId, LotId, PersonId
from showclear.field.mechanisms import BODY, BORE, BoreMethod, Holds, How, LookWay, chamber
from showclear.field.stock import Form, Kind, Proof, Purpose, WeaponClass
from showclear.record.codes import Code
from showclear.record.events.handling import (
    Announced,
    Collect,
    Entered,
    Fired,
    HandOver,
    Load,
    Lock,
    Look,
    PositionAnswer,
    Shown,
    TakeOut,
    Unload,
)
from showclear.record.events.handling import Purpose as LookPurpose
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    LiftStop,
    Stop,
)
from showclear.record.events.stock import (
    Answer as Reply,
)
from showclear.record.events.stock import (
    OpenDelivery,
    Prove,
    ReceiveContainer,
    ReceiveRounds,
    ReceiveWeapon,
)
from showclear.record.events.table import AnyBody
from showclear.record.showing import statement
from showclear.record.state import Weapon

CHAMBERS: Final = 6
CHAMBER_NAMES: Final = tuple(chamber(number) for number in range(1, CHAMBERS + 1))
FIRED_IN_SCENE: Final = 4
TRIES_MAX: Final = 64  # a stop is lifted within a few batches
# How often what is not everyday happens: one in so many.
STOPS: Final = 150
CONCERNS: Final = 200
WISHES_TO_SEE: Final = 60
NOT_SHOWN: Final = 40
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


class Wish(msgspec.Struct, frozen=True):
    """An event somebody wants to sign, and who signs it."""

    body: AnyBody
    people: tuple[Person, ...]


Wave = list[Wish]
Script = Generator[Wave, list[Answer], None]
Answered = Generator[Wave, list[Answer], list[Answer]]


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
        return self.weapon_class >= WeaponClass.BLANK_ONLY


class Team:
    """A handler, a second person, two performers, a cabinet and ten guns."""

    def __init__(self, desk: Desk, cast: Cast, number: int) -> None:
        self._desk = desk
        self.handler = cast.handlers[number]
        self.second = cast.seconds[number]
        self.caller = cast.caller
        self.performers = cast.performers[2 * number : 2 * number + 2]
        self.cabinet = cast.item("c", f"cabinet-{number}")
        self.guns = [_gun(cast, number, place) for place in range(GUNS_IN_TEAM)]
        self._chances = SeededIds(cast.seed + f" team {number}".encode())

    # -- once -----------------------------------------------------------------------------

    def receive(self) -> Script:
        """Receive the cabinet, guns, boxes and rounds; prove every round; lock away."""
        keys = (self.handler.id,)
        cabinet = ReceiveContainer(
            container=self.cabinet, form=Form.SAFE, purpose=Purpose.STORE, key_holders=keys
        )
        yield [
            self._by_handler(cabinet),
            *[self._by_handler(_receive_gun(gun)) for gun in self.guns],
            *[self._by_handler(_receive_box(gun, keys)) for gun in self.guns],
        ]
        yield [self._by_handler(_receive_rounds(gun, ROUNDS_IN_BOX)) for gun in self.guns]
        yield [self._by_handler(OpenDelivery(container=gun.box)) for gun in self.guns]
        yield [wish for gun in self.guns for wish in self._proofs(gun)]
        yield from self.lock()

    # -- a day ----------------------------------------------------------------------------

    def take_out(self) -> Script:
        """Make the opening checks, then take every gun out."""
        looked = [wish for gun in self.guns for wish in self._empty(gun, LookPurpose.OPENING)]
        yield looked
        items = tuple(gun.id for gun in self.guns)
        yield from self._insist([self._by_handler(TakeOut(items=items, place=self.cabinet))])

    def make_ready(self) -> Script:
        """Fill up boxes, show every gun empty, load, show again: ready to be handed over."""
        yield from self._fill_up()
        yield [wish for gun in self.guns for wish in self._empty(gun, LookPurpose.SHOWING)]
        if self._one_in(NOT_SHOWN):
            yield [self._hand_over(self.guns[-1], Announced.DUMMIES, CHAMBERS)]  # refused
        firing = [gun for gun in self.guns if gun.firing]
        yield from self._insist([self._by_handler(_load(gun)) for gun in firing])
        yield [
            wish for gun in firing for wish in self._both(self._loaded(gun, LookWay.SEEN_GOING_IN))
        ]

    def hand_overs(self) -> list[Wish]:
        """Return a hand-over of every gun of which something stands."""
        wishes: list[Wish] = []
        for gun in self.guns:
            stands = statement(self._weapon(gun))
            wishes.append(
                self._hand_over(gun, Announced(stands.shown.value), stands.rounds, stands.looks)
            )
        return wishes

    def scene(self) -> Script:
        """Hand over, shown, fire the blanks, collect, make clear; now and then something else."""
        yield from self._speak_up()
        answers = yield from self._insist(self.hand_overs())
        yield [
            Wish(Shown(weapon=gun.id, hand_over=answer.id), (self._performer(gun),))
            for gun, answer in zip(self.guns, answers, strict=True)
        ]
        blanks = [gun for gun in self.guns if gun.kind is Kind.BLANK]
        yield [self._by_handler(Fired(weapon=gun.id, gunshots=FIRED_IN_SCENE)) for gun in blanks]
        yield [
            self._by_handler(Collect(weapons=(gun.id,), giver=self._performer(gun).id))
            for gun in self.guns
        ]
        yield [self._by_handler(self._unload(gun)) for gun in self.guns if gun.firing]
        yield [wish for gun in blanks for wish in self._proofs(gun)]

    def lock(self) -> Script:
        """Lock every gun away."""
        items = tuple(gun.id for gun in self.guns)
        yield [self._by_handler(Lock(items=items, place=self.cabinet))]

    def _fill_up(self) -> Script:
        low = [gun for gun in self.guns if self._rounds_in_box(gun) < CHAMBERS]
        yield [
            self._by_handler(_receive_rounds(gun, ROUNDS_IN_BOX - self._rounds_in_box(gun)))
            for gun in low
        ]
        yield [self._by_handler(OpenDelivery(container=gun.box)) for gun in low]
        yield [wish for gun in low for wish in self._proofs(gun)]

    def _speak_up(self) -> Script:
        who = self.performers[0]
        if self._one_in(STOPS):
            (stop,) = yield [Wish(Stop(), (who,))]
            yield [Wish(LiftStop(stop=stop.id), (self.caller, self.handler))]
        if self._one_in(CONCERNS):
            (concern,) = yield [Wish(Concern(about=ConcernClass.OTHER), (who,))]
            yield [Wish(Reply(of=concern.id), (self.caller,))]
        if self._one_in(WISHES_TO_SEE):
            gun = self.guns[-1]
            yield [Wish(AskToSee(weapon=gun.id), (who,))]
            yield self._both(self._loaded(gun, LookWay.TAKEN_OUT_AND_SEEN))

    # -- wishes ---------------------------------------------------------------------------

    def _insist(self, wave: Wave) -> Answered:
        """Wish again for what a stop holds up; return the answers that count."""
        answers: list[Answer] = list((yield wave))
        for _ in range(TRIES_MAX):
            held = [place for place, answer in enumerate(answers) if answer.refused]
            if not held:
                return answers
            again = yield [wave[place] for place in held]
            for place, answer in zip(held, again, strict=True):
                answers[place] = answer
                if answer.refused and answer.codes != (Code.STOP_OPEN.value,):
                    name = type(wave[place].body).__name__
                    raise InvariantError(f"season: {name} refused: {answer.codes}")
        raise InvariantError("season: a stop that nobody lifts")

    def _by_handler(self, body: AnyBody) -> Wish:
        return Wish(body, (self.handler,))

    def _both(self, body: AnyBody) -> Wave:
        return [Wish(body, (self.handler,)), Wish(body, (self.second,))]

    def _proofs(self, gun: Gun) -> Wave:
        box = self._desk.state.containers[gun.box]
        return self._both(
            Prove(
                container=gun.box,
                lot=gun.lot,
                cites=box.changed,
                kind=gun.kind,
                rounds=self._rounds_in_box(gun),
                each=PROOFS[gun.kind],
            )
        )

    def _empty(self, gun: Gun, purpose: LookPurpose) -> Wave:
        if not gun.firing:
            answer = PositionAnswer(position=BODY, how=How.SAW, holds=Holds.NON_FIRING)
            return self._both(self._look(gun, purpose, LookWay.NON_FIRING, (answer,)))
        bore = PositionAnswer(
            position=BORE, how=How.SAW, holds=Holds.EMPTY, method=BoreMethod.ROD_TO_MARK
        )
        answers = (*_chambers(Holds.EMPTY), bore)
        return self._both(self._look(gun, purpose, LookWay.SEEN_EMPTY, answers))

    def _loaded(self, gun: Gun, way: LookWay) -> Look:
        holds = Holds.BLANK if gun.kind is Kind.BLANK else Holds.DUMMY
        return self._look(gun, LookPurpose.SHOWING, way, _chambers(holds))

    def _look(
        self, gun: Gun, purpose: LookPurpose, way: LookWay, answers: tuple[PositionAnswer, ...]
    ) -> Look:
        return Look(
            weapon=gun.id,
            cites=self._weapon(gun).changed,
            purpose=purpose,
            way=way,
            entered=Entered.EACH,
            answers=answers,
        )

    def _hand_over(
        self, gun: Gun, announced: Announced, rounds: int, looks: tuple[EventId, ...] = ()
    ) -> Wish:
        return self._by_handler(
            HandOver(
                weapon=gun.id,
                to=self._performer(gun).id,
                announced=announced,
                rounds=rounds,
                looks=looks,
            )
        )

    def _unload(self, gun: Gun) -> Unload:
        weapon = self._weapon(gun)
        return Unload(
            weapon=gun.id,
            container=gun.box,
            lot=gun.lot,
            rounds=weapon.rounds.get(gun.lot, 0),
            fired_cases=weapon.fired_cases,
        )

    def _performer(self, gun: Gun) -> Person:
        return self.performers[self.guns.index(gun) % len(self.performers)]

    def _weapon(self, gun: Gun) -> Weapon:
        return self._desk.state.weapons[gun.id]

    def _rounds_in_box(self, gun: Gun) -> int:
        stock = self._desk.state.containers[gun.box].stock.get(gun.lot)
        return 0 if stock is None else stock.rounds

    def _one_in(self, number: int) -> bool:
        return int.from_bytes(self._chances.fresh(4), "big") % number == 0


def _gun(cast: Cast, team: int, place: int) -> Gun:
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


def _receive_gun(gun: Gun) -> ReceiveWeapon:
    pattern, chambers = ("single-action-1873", CHAMBERS) if gun.firing else ("solid", 0)
    return ReceiveWeapon(
        weapon=gun.id, weapon_class=gun.weapon_class, pattern=pattern, chambers=chambers
    )


def _receive_box(gun: Gun, keys: tuple[PersonId, ...]) -> ReceiveContainer:
    """Return a box under its key-holder's eyes: what is opened in it stops no other team."""
    return ReceiveContainer(
        container=gun.box, form=Form.BOX, purpose=Purpose.RECEIVING, key_holders=keys
    )


def _receive_rounds(gun: Gun, rounds: int) -> ReceiveRounds:
    return ReceiveRounds(
        lot=gun.lot,
        kind=gun.kind,
        calibre=".45-colt",
        rounds=rounds,
        container=gun.box,
        sealed=True,
    )


def _load(gun: Gun) -> Load:
    return Load(weapon=gun.id, container=gun.box, lot=gun.lot, positions=CHAMBER_NAMES)


def _chambers(holds: Holds) -> tuple[PositionAnswer, ...]:
    return tuple(PositionAnswer(position=name, how=How.SAW, holds=holds) for name in CHAMBER_NAMES)
