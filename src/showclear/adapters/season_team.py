"""One team of a made-up season: its people and things, and everything it can wish for.

Who wishes for what when is for ``season_day`` and, where it is not everyday, ``season_mishaps``.
What stands about a gun and what is in a box is read from the desk's state, so that a season can
go on with a ledger that an earlier one made.

Example: ``yield team.both(team.empty(gun, Purpose.OPENING))`` is an opening check of one gun.
"""

from __future__ import annotations

from typing import Final

from showclear.adapters.ids import SeededIds
from showclear.adapters.season_cast import (
    GUNS_IN_TEAM,
    PERFORMERS_IN_TEAM,
    Cast,
    Person,
)
from showclear.adapters.season_things import (
    CHAMBER_NAMES,
    CHAMBERS,
    PROOFS,
    Answered,
    Gun,
    Pause,
    Script,
    Wave,
    Wish,
    chambers_hold,
    gun_of,
)
from showclear.desk.desk import Desk
from showclear.desk.parts import Answer
from showclear.errors import InvariantError
from showclear.field.ids import EventId, ItemId, LotId, SetUpId
from showclear.field.mechanisms import BODY, BORE, BoreMethod, Holds, How, LookWay
from showclear.field.plan import Line, Phase
from showclear.field.stock import Kind
from showclear.record.codes import Code
from showclear.record.events.guns import FunctionSeen
from showclear.record.events.handling import (
    Act,
    Announced,
    Entered,
    HandOver,
    Load,
    Look,
    PositionAnswer,
    Purpose,
    Unload,
)
from showclear.record.events.plan import ApproveSetUp, Use
from showclear.record.events.stock import Prove
from showclear.record.events.table import AnyBody
from showclear.record.showing import statement
from showclear.record.state import Container, Weapon

TRIES_MAX: Final = 200  # what another team has open is answered within minutes
AGAIN_MS: Final = 20_000  # how long a team waits before it asks again
SCENES_KEPT: Final = 4  # scenes and set-ups of a team, used in turn: the state stays as it is
SHOTS: Final = (4, 2, 6, 3)  # gunshots a scene is written for, by its number
FAR_MM: Final = 9_000
# What stands against a step until somebody of another team has done what is theirs to do.
PASSING: Final = frozenset(
    code.value
    for code in (
        Code.STOP_OPEN,
        Code.CARRIER_INSIDE,
        Code.DIFFERENCE_OPEN,
        Code.DISCHARGE_OPEN,
        Code.NOT_COLLECTED,
        Code.UNATTENDED,
    )
)
ACTS: Final = {
    Announced.NON_FIRING: (Act.POINT,),
    Announced.DUMMIES: (Act.POINT, Act.COCK),
    Announced.BLANKS: (Act.POINT, Act.COCK, Act.FIRE),
}


class Team:
    """A handler, a second person, two performers, a cabinet and ten guns."""

    def __init__(self, desk: Desk, cast: Cast, number: int) -> None:
        self._desk = desk
        self.cast = cast
        self.number = number
        self.handler = cast.handlers[number]
        self.second = cast.seconds[number]
        self.caller = cast.caller
        first = PERFORMERS_IN_TEAM * number
        self.performers = cast.performers[first : first + PERFORMERS_IN_TEAM]
        self.cabinet = cast.item("c", f"cabinet-{number}")
        self.store = cast.item("c", f"store-{number}")
        self.belt = cast.item("c", f"belt-{number}")
        self.cases = cast.item("c", f"cases-{number}")  # what was fired, swept up
        self.apart = cast.item("c", f"apart-{number}")  # rounds that failed or were left over
        self.guns = [gun_of(cast, number, place) for place in range(GUNS_IN_TEAM)]
        self.firing = [gun for gun in self.guns if gun.firing]
        self.blanks = [gun for gun in self.guns if gun.kind is Kind.BLANK]
        self.late: list[Person] = []  # performers who missed the meeting
        self.question: EventId | None = None  # what last night's count left open
        self._changed_about: ItemId | None = None  # a gun that the other performer takes today
        self._chances = SeededIds(cast.seed + f" team {number}".encode())

    # -- what stands ----------------------------------------------------------------------

    def weapon(self, gun: Gun) -> Weapon:
        """Return what the record has about a gun."""
        return self._desk.state.weapons[gun.id]

    def container(self, item: ItemId) -> Container:
        """Return what the record has about a container."""
        return self._desk.state.containers[item]

    @property
    def epoch(self) -> int:
        """What the looks of the present stretch of the record rest on."""
        return self._desk.state.epoch

    def now_ms(self) -> int:
        """Return what the desk's clock says."""
        return self._desk.now().utc_ms

    def rounds_in_box(self, gun: Gun) -> int:
        """Return how many rounds of its lot are in the gun's box."""
        stock = self.container(gun.box).stock.get(gun.lot)
        return 0 if stock is None else stock.rounds

    def all_proved(self, gun: Gun) -> bool:
        """Return whether every round in the gun's box is proved."""
        return all(
            stock.proved == stock.rounds for stock in self.container(gun.box).stock.values()
        )

    def scene_number(self) -> int:
        """Return the number of the scene whose set-up was approved last, or of none yet -1."""
        facts = self._desk.state.set_ups
        known = [number for number in range(SCENES_KEPT) if self.set_up(number) in facts]
        return max(known, key=lambda number: facts[self.set_up(number)].index, default=-1)

    def one_in(self, number: int) -> bool:
        """Return whether something happens that happens once in so many times."""
        return int.from_bytes(self._chances.fresh(4), "big") % number == 0

    # -- wishes ---------------------------------------------------------------------------

    def by_handler(self, body: AnyBody) -> Wish:
        """Return a wish of the handler alone."""
        return Wish(body, (self.handler,))

    def by_ad(self, body: AnyBody) -> Wish:
        """Return a wish of the second AD, who runs this team's floor."""
        return Wish(body, (self.second,))

    def both(self, body: AnyBody) -> Wave:
        """Return what handler and second person say, each for themselves."""
        return [self.by_handler(body), self.by_ad(body)]

    def performer(self, gun: Gun) -> Person:
        """Return who takes this gun today."""
        other = int(gun.id == self._changed_about)
        return self.performers[(self.guns.index(gun) + other) % len(self.performers)]

    def change_about(self, gun: Gun | None) -> None:
        """Let the other performer take this gun, or everybody their own again."""
        self._changed_about = None if gun is None else gun.id

    def proofs(self, gun: Gun) -> Wave:
        """Return that both have proved every round in the gun's box."""
        body = Prove(
            container=gun.box,
            lot=gun.lot,
            cites=self.container(gun.box).changed,
            kind=gun.kind,
            rounds=self.rounds_in_box(gun),
            each=PROOFS[gun.kind],
        )
        return self.both(body)

    def empty(self, gun: Gun, purpose: Purpose) -> Look:
        """Return a look at a gun with nothing in it; at rubber: that it cannot fire."""
        if not gun.firing:
            answer = PositionAnswer(position=BODY, how=How.SAW, holds=Holds.NON_FIRING)
            return self._look(gun, purpose, LookWay.NON_FIRING, (answer,))
        bore = PositionAnswer(
            position=BORE, how=How.SAW, holds=Holds.EMPTY, method=BoreMethod.ROD_TO_MARK
        )
        answers = (*chambers_hold(Holds.EMPTY), bore)
        return self._look(gun, purpose, LookWay.SEEN_EMPTY, answers)

    def seen_empty(self, gun: Gun, purpose: Purpose = Purpose.SHOWING) -> Wave:
        """Return the looks at an empty gun: two; for one that cannot fire the handler's."""
        looks = self.both(self.empty(gun, purpose))
        return looks if gun.firing else looks[:1]

    def loaded(self, gun: Gun, way: LookWay = LookWay.SEEN_GOING_IN) -> Wave:
        """Return both looks at the rounds in a gun."""
        holds = Holds.BLANK if gun.kind is Kind.BLANK else Holds.DUMMY
        answers = chambers_hold(holds, self.planned_rounds(gun))
        return self.both(self._look(gun, Purpose.SHOWING, way, answers))

    def _look(
        self, gun: Gun, purpose: Purpose, way: LookWay, answers: tuple[PositionAnswer, ...]
    ) -> Look:
        return Look(
            weapon=gun.id,
            cites=self.weapon(gun).changed,
            purpose=purpose,
            way=way,
            entered=Entered.EACH,
            answers=answers,
        )

    def load(self, gun: Gun) -> Load:
        """Return that as many rounds go in as are planned."""
        positions = CHAMBER_NAMES[: self.planned_rounds(gun)]
        return Load(weapon=gun.id, container=gun.box, lot=gun.lot, positions=positions)

    def hand_over(self, gun: Gun) -> Wish:
        """Return a hand-over as planned, resting on what stands about the gun now."""
        body = HandOver(
            weapon=gun.id,
            to=self.performer(gun).id,
            announced=gun.announced,
            rounds=self.planned_rounds(gun),
            looks=statement(self.weapon(gun), epoch=self.epoch).looks,
            acts=ACTS[gun.announced],
            set_up=self.set_up(self.scene_number()),
        )
        return self.by_handler(body)

    def hand_overs(self) -> list[Wish]:
        """Return a hand-over of every gun."""
        return [self.hand_over(gun) for gun in self.guns]

    def unload(self, gun: Gun) -> Unload:
        """Return that a gun was made clear: dummies go into their box, blanks apart."""
        weapon = self.weapon(gun)
        rounds = weapon.rounds.get(gun.lot, 0)
        target = gun.box
        if gun.kind is Kind.BLANK:
            target = self.apart if rounds else self.cases
        return Unload(
            weapon=gun.id,
            container=target,
            lot=gun.lot,
            rounds=rounds,
            fired_cases=weapon.fired_cases,
        )

    def function_seen(self, gun: Gun) -> Wish:
        """Return that the handler has seen its action work."""
        body = FunctionSeen(weapon=gun.id, cites=self.weapon(gun).changed, works=True)
        return self.by_handler(body)

    # -- the plan -------------------------------------------------------------------------

    def scene_name(self, number: int) -> str:
        """Return the name of a scene."""
        return f"scene-{self.number}-{number}"

    def set_up(self, number: int) -> SetUpId:
        """Return the id of a scene's set-up."""
        return self.cast.set_up(f"{self.number}-{number}")

    def shots(self) -> int:
        """Return how many gunshots the present scene is written for."""
        return SHOTS[self.scene_number() % len(SHOTS)]

    def planned_rounds(self, gun: Gun) -> int:
        """Return how many rounds are planned for a gun in the present scene."""
        return _rounds(gun, self.shots())

    def area(self) -> tuple[Person, ...]:
        """Return who is in the firing area."""
        return (*self.performers, self.second)

    def approval(self, number: int) -> ApproveSetUp:
        """Return a scene's set-up: every gun, clear of everybody, far enough for blanks."""
        return ApproveSetUp(
            set_up=self.set_up(number),
            scene=self.scene_name(number),
            phase=Phase.TAKE,
            uses=tuple(self._use(gun, SHOTS[number % len(SHOTS)]) for gun in self.guns),
            line=Line.CLEAR,
            nearest_mm=FAR_MM,
            area=tuple(person.id for person in self.area()),
            hearing_protection=True,
        )

    def _use(self, gun: Gun, shots: int) -> Use:
        return Use(
            weapon=gun.id,
            performers=tuple(person.id for person in self.performers),
            acts=ACTS[gun.announced],
            holds=gun.announced,
            rounds=_rounds(gun, shots),
            lot=gun.lot if gun.firing else LotId(""),
            gunshots=shots if gun.kind is Kind.BLANK else 0,
            reason=self.cast.words("seen close") if gun.firing else "",
        )

    # -- asking again ---------------------------------------------------------------------

    def insist(self, wave: Wave) -> Answered:
        """Wish again for what another team's open business holds up; return what counts.

        One wish goes first, and again after a refusal: meanwhile nobody asks for the others.
        """
        answers: dict[int, Answer] = {}
        left, held = list(range(len(wave))), True
        for _ in range(TRIES_MAX):
            asked = left[:1] if held else [*left]
            got = yield [wave[place] for place in asked]
            for place, answer in zip(asked, got, strict=True):
                if not answer.refused:
                    answers[place] = answer
                    left.remove(place)
                elif not PASSING.issuperset(answer.codes):
                    name = type(wave[place].body).__name__
                    raise InvariantError(f"season: {name} refused: {answer.refusals}")
            if not left:
                return [answers[place] for place in range(len(wave))]
            held = any(answer.refused for answer in got)
            if held:
                yield Pause(AGAIN_MS)
        raise InvariantError("season: something that nobody answers")

    def refused(self, wish: Wish, *codes: Code) -> Script:
        """Wish for what is to be refused, with one of these codes among the reasons."""
        (answer,) = yield [wish]
        expected = [code.value for code in codes]
        if not set(expected) & set(answer.codes):
            name = type(wish.body).__name__
            raise InvariantError(f"season: {name}: expected {expected}, found {answer.codes}")


def _rounds(gun: Gun, shots: int) -> int:
    if not gun.firing:
        return 0
    return shots if gun.kind is Kind.BLANK else CHAMBERS
