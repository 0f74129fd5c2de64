"""A set with one revolver, as the rules see it, and how a step on it is asked about.

The state is made by hand, in the words of the trade, so that a rule's facts read like a sentence:
whether the fold makes such states is asked elsewhere. ``decide(hand_over())`` asks core and
the first rows of the house default (``cast.HOUSE_ROWS``) about handing the loaded revolver to the
performer; ``against`` says what stands against it. Each function that returns a ``Step`` returns
one that nothing stands against.
"""

from __future__ import annotations

from typing import Final

import msgspec

from showclear.field.ids import DESK, EventId, ItemId, KeyId, LotId, PersonId
from showclear.field.instants import MINUTE_MS, Instant, Now, to_text
from showclear.field.mechanisms import BODY, BORE, BoreMethod, Holds, How, LookWay, chamber
from showclear.field.people import Role, Way
from showclear.field.stock import Form, Kind, Proof, Purpose, WeaponClass
from showclear.record.codes import Refusal
from showclear.record.event import Event, Seen, SignedBy
from showclear.record.events.base import Body
from showclear.record.events.handling import (
    Announced,
    HandOver,
    Load,
    PositionAnswer,
    TakeOut,
)
from showclear.record.events.handling import Purpose as PartOf
from showclear.record.registry import KeyRecord, PersonRecord, Registry
from showclear.record.state import (
    By,
    Charge,
    Container,
    LoadFact,
    LookFact,
    Lot,
    PacksInForce,
    State,
    Stock,
    Weapon,
)
from showclear.record.tree import EMPTY_ROOT
from showclear.rules.decide import Judge
from showclear.rules.frame import Case, Params
from showclear.rules.packs import Parameter
from showclear.rules.verdict import Verdict
from tests.cast import HOUSE_ROWS
from tests.rules.pack_texts import CORE, HOUSE, choice, kept

ARMORER: Final = PersonId("armorer")
ASSISTANT: Final = PersonId("assistant")
AD: Final = PersonId("first-ad")
SAFETY: Final = PersonId("safety-rep")
PERFORMER: Final = PersonId("performer")
STAND_IN: Final = PersonId("stand-in")
OFFICER: Final = PersonId("officer")
SECOND_OFFICER: Final = PersonId("second-officer")
OUTSIDER: Final = PersonId("outsider")
CREW: Final = PersonId("grip")

COLT: Final = ItemId("colt")
RUBBER_GUN: Final = ItemId("rubber-gun")
BOX: Final = ItemId("box")
GUN_SAFE: Final = ItemId("gun-safe")
DUMMIES: Final = LotId("dummies")
BLANKS: Final = LotId("blanks")

NOON_MS: Final = 1_795_348_800_000
NOW: Final = Now(utc_ms=NOON_MS, boot=1, boot_ms=240 * MINUTE_MS, epoch=0)
RING: Final = tuple(chamber(number) for number in range(1, 7))

PEOPLE: Final = {
    ARMORER: ("armorer", {Role.HANDLER}),
    ASSISTANT: ("assistant-armorer", {Role.HANDLER}),
    AD: ("first-ad", {Role.CALLER, Role.SECOND_PERSON}),
    SAFETY: ("safety-rep", {Role.SAFETY_REP, Role.SECOND_PERSON}),
    PERFORMER: ("performer", {Role.PERFORMER}),
    STAND_IN: ("stand-in", {Role.PERFORMER}),
    OFFICER: ("officer", {Role.OFFICER}),
    SECOND_OFFICER: ("officer", {Role.OFFICER}),
    OUTSIDER: ("inspector", {Role.OUTSIDE}),
    CREW: ("grip", {Role.CREW}),
    DESK: ("desk", {Role.DESK}),
}

Reason = tuple[str, str, tuple[str, ...], str]


class Step(msgspec.Struct, kw_only=True):
    """One step about to be asked: the state it meets, what is asked, who signs in which role."""

    state: State
    body: Body
    by: tuple[tuple[PersonId, Role], ...] = ((ARMORER, Role.HANDLER),)
    now: Now = NOW

    @property
    def colt(self) -> Weapon:
        """The revolver."""
        return self.state.weapons[COLT]

    @property
    def box(self) -> Container:
        """The box of dummies."""
        return self.state.containers[BOX]

    def say(self, **changes: object) -> None:
        """Change what is asked."""
        self.body = msgspec.structs.replace(self.body, **changes)


def minutes_ago(minutes: float) -> Now:
    """Return the desk's time so many minutes before ``NOW``, in the same start of the machine."""
    back = int(minutes * MINUTE_MS)
    return Now(utc_ms=NOW.utc_ms - back, boot=1, boot_ms=NOW.boot_ms - back, epoch=0)


def look(
    person: PersonId,
    holds: dict[str, Holds],
    *,
    way: LookWay = LookWay.SEEN_EMPTY,
    index: int = 10,
) -> LookFact:
    """Return a person's look that answers *saw* for every position given, five minutes ago."""
    answers = tuple(
        PositionAnswer(
            position=position,
            how=How.SAW,
            holds=held,
            method=BoreMethod.ROD_TO_MARK if position == BORE else BoreMethod.NOT_ASKED,
        )
        for position, held in holds.items()
    )
    return LookFact(
        event=EventId(f"look-of-{person}"),
        index=index,
        person=person,
        key=KeyId(f"key-of-{person}"),
        role=_looks_as(person),
        purpose=PartOf.SHOWING,
        way=way,
        answers=answers,
        at=minutes_ago(5),
    )


def _looks_as(person: PersonId) -> Role:
    roles = PEOPLE[person][1]
    return Role.HANDLER if Role.HANDLER in roles else Role.SECOND_PERSON


def empty(person: PersonId) -> LookFact:
    """Return a look that saw every chamber and the bore empty."""
    return look(person, dict.fromkeys((*RING, BORE), Holds.EMPTY))


def going_in(person: PersonId, rounds: int = 6, holds: Holds = Holds.DUMMY) -> LookFact:
    """Return a look that saw so many rounds going into the first chambers."""
    held = {name: holds if place < rounds else Holds.EMPTY for place, name in enumerate(RING)}
    return look(person, held, way=LookWay.SEEN_GOING_IN)


def rubber_seen(person: PersonId = ARMORER) -> LookFact:
    """Return a handler's look at a gun that cannot fire."""
    return look(person, {BODY: Holds.NON_FIRING}, way=LookWay.NON_FIRING)


def floor() -> State:
    """Return a working day with a revolver in the armorer's hand and a box of proved dummies."""
    state = State(registry=_registry(), day="2026-11-22", next_index=100)
    opening = [empty(ARMORER), empty(AD)]
    state.weapons[COLT] = _weapon(WeaponClass.LIVE_CAPABLE, "single-action-1873", 6)
    state.weapons[COLT].opening = opening
    state.weapons[COLT].bore_seen = (EventId("look-of-armorer"),)
    state.weapons[RUBBER_GUN] = _weapon(WeaponClass.RUBBER, "solid", 0)
    state.containers[BOX] = _container(Form.BOX, Purpose.CARRIED)
    state.containers[BOX].stock[DUMMIES] = Stock(
        rounds=50, proved=50, proofs=frozenset({Proof.RATTLE, Proof.HOLE})
    )
    state.containers[GUN_SAFE] = _container(Form.SAFE, Purpose.STORE, ARMORER)
    state.lots[DUMMIES] = Lot(kind=Kind.DUMMY, calibre=".45-colt", received=50, stored=50)
    state.lots[BLANKS] = Lot(kind=Kind.BLANK, calibre=".45-colt")
    house = msgspec.structs.replace(choice(HOUSE), rows=HOUSE_ROWS)
    state.packs = PacksInForce(packs=(choice(CORE), house), since=0, digest="packs")
    state.boot, state.instant_ms, state.guns_out = 1, NOON_MS, 1
    return state


def _registry() -> Registry:
    registry = Registry(origin="set.example/floor")
    registry.people = {
        person: PersonRecord(title=title, roles=set(roles))
        for person, (title, roles) in PEOPLE.items()
    }
    registry.keys = {
        KeyId(f"key-of-{person}"): KeyRecord(person=person, enrolled=0) for person in PEOPLE
    }
    return registry


def _weapon(weapon_class: WeaponClass, pattern: str, chambers: int) -> Weapon:
    return Weapon(
        charge=Charge(By.HANDLER, ARMORER),
        in_hand=ARMORER,
        weapon_class=weapon_class,
        pattern=pattern,
        chambers=chambers,
        changed=EventId("taken-out"),
    )


def _container(form: Form, purpose: Purpose, *key_holders: PersonId) -> Container:
    return Container(
        charge=Charge(By.HANDLER, ARMORER),
        in_hand=ARMORER,
        form=form,
        purpose=purpose,
        key_holders=key_holders,
        changed=EventId("box-filled"),
    )


def looked(step: Step, *looks: LookFact) -> Step:
    """Return the step after exactly these looks."""
    step.colt.looks = list(looks)
    return step


def with_colt(step: Step, **changes: object) -> Step:
    """Return the step with the revolver in another state."""
    for name, value in changes.items():
        setattr(step.colt, name, value)
    return step


def saying(step: Step, **changes: object) -> Step:
    """Return the step that asks for something else."""
    step.say(**changes)
    return step


def lock_up(state: State, item: ItemId) -> None:
    """Put an item into the gun safe."""
    held = state.item(item)
    if held is not None:
        held.charge, held.in_hand = Charge(By.PLACE, GUN_SAFE), GUN_SAFE


def take_out(item: ItemId = COLT) -> Step:
    """Return the armorer's taking the revolver, opened and looked at by two, from its lock."""
    state = floor()
    lock_up(state, item)
    return Step(state=state, body=TakeOut(items=(item,), place=GUN_SAFE))


def load(rounds: int = 6) -> Step:
    """Return the armorer's loading dummies into the revolver that two have just seen empty."""
    step = Step(
        state=floor(),
        body=Load(weapon=COLT, container=BOX, lot=DUMMIES, positions=RING[:rounds]),
    )
    step.colt.looks = [empty(ARMORER), empty(AD)]
    return step


def hand_over(rounds: int = 6) -> Step:
    """Return the armorer's handing the loaded and shown revolver to the performer."""
    state = floor()
    put_in(state.weapons[COLT], rounds)
    state.weapons[COLT].looks = [going_in(ARMORER, rounds), going_in(AD, rounds)]
    return Step(state=state, body=handing(Announced.DUMMIES, rounds))


def hand_over_empty() -> Step:
    """Return the armorer's handing the revolver, shown empty, to the performer."""
    step = Step(state=floor(), body=handing(Announced.EMPTY, 0))
    step.colt.looks = [empty(ARMORER), empty(AD)]
    return step


def hand_over_rubber() -> Step:
    """Return the armorer's handing a rubber gun, seen as such, to the performer."""
    step = Step(state=floor(), body=handing(Announced.NON_FIRING, 0, RUBBER_GUN))
    step.state.weapons[RUBBER_GUN].looks = [rubber_seen()]
    return step


def handing(announced: Announced, rounds: int, weapon: ItemId = COLT) -> HandOver:
    """Return a hand-over to the performer that cites both looks."""
    looks = (EventId("look-of-armorer"), EventId("look-of-first-ad"))
    return HandOver(weapon=weapon, to=PERFORMER, announced=announced, rounds=rounds, looks=looks)


def put_in(
    weapon: Weapon, rounds: int, loader: PersonId = ARMORER, kind: Kind = Kind.DUMMY
) -> None:
    """Put rounds into the revolver that armorer and first AD had seen empty."""
    lot = DUMMIES if kind is Kind.DUMMY else BLANKS
    weapon.loads = [
        LoadFact(
            event=EventId("loaded"),
            loader=loader,
            filled_by=(),
            lot=lot,
            kind=kind,
            positions=RING[:rounds],
        )
    ]
    weapon.rounds = {lot: rounds}
    weapon.empty_seen_by = (ARMORER, AD)
    weapon.last_kind, weapon.bore_seen, weapon.changed = kind, (), EventId("loaded")


def event(step: Step) -> Event:
    """Return the step as a signed event that the record has nothing against."""
    signers = tuple(
        SignedBy(person=person, key=KeyId(f"key-of-{person}"), role=role, way=Way.PIN)
        for person, role in step.by
    )
    return Event(
        at=Instant(to_text(step.now.utc_ms)),
        body=step.body,  # type: ignore[arg-type]  # one of the table's bodies
        nonce="0" * 32,
        origin=step.state.registry.origin,
        seen=Seen(size=0, root=EMPTY_ROOT),
        signers=signers,
    )


def case(step: Step) -> Case:
    """Return the step as one rule sees it."""
    return Case(step.state, event(step), step.body, step.now)


def no_parameters(*empty: str) -> Params:
    """Return parameters in which each of these lists is empty."""
    return Params(dict.fromkeys(empty, ()))


def parameters(**values: Parameter) -> Params:
    """Return these parameters."""
    return Params(dict(values))


def aged(look: LookFact, at: Now) -> LookFact:
    """Return the look as if it had come in then."""
    return msgspec.structs.replace(look, at=at)


def decide(step: Step) -> Verdict:
    """Ask every adopted row about the step, under the shipped packs' texts."""
    return Judge(kept(CORE, HOUSE)).decide(step.state, event(step), step.now)


def against(step: Step) -> list[Reason]:
    """Return what stands against the step: rule, code, facts and what would lift it."""
    return [reason(refusal) for refusal in decide(step).refusals]


def reason(refusal: Refusal) -> Reason:
    """Return a refusal as a row of a table."""
    return refusal.rule, refusal.code.value, refusal.facts, refusal.lift
