"""Where random histories start: an empty store, and days of every kind under every set of rows.

Each start is told once and copied, so that a hundred histories from it cost what their moves cost.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Final

import msgspec

from showclear.field.mechanisms import LookWay
from showclear.field.people import Role
from showclear.field.stock import Form, Kind, WeaponClass
from showclear.field.stock import Purpose as Use
from showclear.record.events.handling import Announced, KeepAsFound, Purpose, TakeOut
from showclear.record.events.officers import PackChoice
from showclear.record.events.people import (
    Carrier,
    ClassLimit,
    Credential,
    NameKeyHolders,
    Paper,
    Where,
    Why,
)
from showclear.record.events.stock import ReceiveWeapon
from showclear.record.events.table import AnyBody
from showclear.record.state import State
from tests.counting import begins
from tests.invariants.choosing import HANDLERS, RIFLES
from tests.kit import OFFICERS, World, box, enrolment, every_row, gun, person, with_rows, words
from tests.lines import RIFLE, WALKERS, rider
from tests.lines import walk as walk_line
from tests.planning import planned, use

TAKING: Final = ("performer", "stand-in", *(f"rider of {name}" for name in RIFLES))
PAPERS: Final = (Paper.PERMIT, Paper.FEDERAL_DOCUMENT, Paper.HANDLING_COURSE)
FIRING: Final = (WeaponClass.BLANK_ONLY, WeaponClass.ADAPTED, WeaponClass.LIVE_CAPABLE)


def core_alone() -> tuple[PackChoice, ...]:
    """Return the choice of core and of nothing else."""
    return every_row()[:1]


def all_but(*rows: str) -> tuple[PackChoice, ...]:
    """Return every row there is but these of the house."""
    core, house = every_row()
    kept = tuple(row for row in house.rows if row not in rows)
    return (core, msgspec.structs.replace(house, rows=kept))


def stocked(packs: tuple[PackChoice, ...] | None = None) -> World:
    """Return a production with two guns, a rubber one, dummies, blanks and places for them."""
    story = World(packs=packs)
    story.tell(enrolment("gunsmith", "gunsmith", (Role.CREW,)), *OFFICERS[:2], "gunsmith")
    story.receive_box("vault", form=Form.SAFE, keys=HANDLERS)
    story.receive_box("pen", use=Use.QUARANTINE, form=Form.SAFE, keys=("armorer",))
    story.receive_box("bay", use=Use.RECEIVING)
    story.receive_box("belt", form=Form.BELT)
    story.dummies()
    story.blanks()
    for name in ("colt", "twin"):
        story.receive_with_papers(name)
        story.show_empty(name, by=("armorer",), purpose=Purpose.INTAKE)
        story.test_fire(name)
        story.approve_lots(name, "d45", "b45")
    story.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    return story


def on_the_day(packs: tuple[PackChoice, ...] | None = None) -> World:
    """Return a production with the day open and the colt taken out, shown empty."""
    story = stocked(packs)
    story.open_day()
    prepared(story)
    story.lock(gun("colt"))
    story.show_empty("colt", purpose=Purpose.OPENING)
    story.take_out("colt")
    story.show_empty("colt")
    return story


def with_dummies(packs: tuple[PackChoice, ...] | None = None) -> World:
    """Return a production with the colt loaded and shown so."""
    story = on_the_day(packs)
    story.load("colt", chambers=6)
    story.show_going_in("colt", dummies=6)
    return story


def in_hand(packs: tuple[PackChoice, ...] | None = None) -> World:
    """Return a production with the colt in the performer's hand, dummies in it."""
    story = with_dummies(packs)
    looks = tuple(look.event for look in story.state.weapons[gun("colt")].looks)
    told = story.hand_over("colt", rounds=6, looks=looks)
    story.shown("colt", told.id)
    return story


def mixed(packs: tuple[PackChoice, ...] | None = None) -> World:
    """Return a production with the colt mixed, as a set-up asks by name, and shown so."""
    story = on_the_day(packs)
    story.approve_set_up(planned(use("colt", holds=Announced.MIXED, lot_name="b45")))
    story.load("colt", chambers=3)
    story.show_going_in("colt", dummies=3)
    story.load("colt", chambers=(4, 5, 6), from_box="blanks", lot_name="b45")
    story.show_going_in("colt", dummies=3, blanks=3)
    return story


def kept_and_counted(packs: tuple[PackChoice, ...] | None = None) -> World:
    """Return a production whose colt went off in a hand: all is kept, and a count was begun.

    A delivery of live rounds has come besides, sealed, and a guard who stays outside.
    """
    story = in_hand(packs)
    story.receive_rounds("l45", "bay", 5, kind=Kind.LIVE)
    guard = person("guard").id
    story.tell(Carrier(carrier=guard, why=Why.GUARD, where=Where.OUTSIDE), "first-ad")
    story.discharge("colt")
    items = tuple(sorted((*story.state.weapons, *story.state.containers)))
    begins(story, *items)
    story.tell(KeepAsFound(items=items, guarded_by=person("grip").id), "grip")
    return story


def line_out(packs: tuple[PackChoice, ...] | None = None) -> World:
    """Return a production with three rifles out, walked by both handlers, for a set-up."""
    story = stocked(packs)
    for name in RIFLES:
        story.tell(_rifle(name), "armorer")
        story.show_empty(name, by=("armorer",), purpose=Purpose.INTAKE)
    story.open_day()
    prepared(story)
    uses = (
        msgspec.structs.replace(
            use(name, holds=Announced.EMPTY), performers=(rider(name), person("performer").id)
        )
        for name in RIFLES
    )
    story.approve_set_up(planned(*uses))
    items = tuple(map(gun, RIFLES))
    story.lock(*items)
    walk_line(story, *RIFLES, purpose=Purpose.OPENING)
    story.tell(TakeOut(items=items, place=box("vault")), "armorer")
    walk_line(story, *RIFLES, by=WALKERS, way=LookWay.SEEN_EMPTY)
    return story


def _rifle(name: str) -> ReceiveWeapon:
    return ReceiveWeapon(
        weapon=gun(name),
        weapon_class=WeaponClass.BLANK_ONLY,
        pattern=RIFLE.pattern,
        chambers=RIFLE.chambers,
        capacity=RIFLE.capacity,
        calibres=(".45-colt",),
        serial=words("serial"),
        supplier=words("supplier"),
        papers=words("papers"),
        photograph=words("photograph"),
    )


def prepared(story: World) -> None:
    """Do everything that any row asks for before a gun is used."""
    for who in HANDLERS:
        for kind in PAPERS:
            story.tell(paper(kind, who), "producer")
    for who in TAKING:
        story.tell(paper(Paper.PATTERN_ASSESSED, who), "manager")
        story.tell(ClassLimit(person=person(who).id, class_max=6), "producer")
    keys = tuple(person(who).id for who in HANDLERS)
    story.tell(NameKeyHolders(place=box("vault"), key_holders=keys), "producer", "owner")
    story.provide()
    story.brief(*TAKING, "rep")
    story.assess()
    story.approve_set_up(planned(use("colt"), use("twin")))


def paper(kind: Paper, who: str) -> AnyBody:
    """Return an officer's having seen a paper of somebody's, for this year and all that fires."""
    return Credential(
        person=person(who).id,
        paper=kind,
        classes=FIRING,
        valid_from="2026-01-01",
        valid_until="2026-12-31",
    )


# A start by its name, and the rows in force: the first of them unless it says otherwise.
_MADE: Final[Mapping[str, Callable[[], World]]] = {
    "stocked": stocked,
    "on_the_day": on_the_day,
    "with_dummies": with_dummies,
    "in_hand": in_hand,
    "in_hand_core_alone": lambda: in_hand(core_alone()),
    "mixed_core_alone": lambda: mixed(core_alone()),
    "with_dummies_every_row": lambda: with_dummies(every_row()),
    "in_hand_every_row_but_the_cut": lambda: in_hand(all_but("R41")),
    "mixed": lambda: mixed(with_rows("R20", "R25", "R43")),
    "kept_and_counted": kept_and_counted,
    "kept_and_counted_every_row": lambda: kept_and_counted(every_row()),
    "line_out": line_out,
    "line_out_every_row": lambda: line_out(every_row()),
}


@cache
def _told(name: str) -> World:
    return _MADE[name]()


def begun(name: str) -> World:
    """Return a story of one's own at this start."""
    return copy_of(_told(name))


def copy_of(first: World) -> World:
    """Return a copy of a story that goes on by itself."""
    story = copy.copy(first)
    story._state = copied(first.state)
    story.log, story.told = list(first.log), list(first.told)
    story.clock, story.ids = copy.copy(first.clock), copy.copy(first.ids)
    return story


def copied(state: State) -> State:
    """Return a copy of a state; the rows in force, which nobody changes in place, are shared."""
    return copy.deepcopy(state, {id(state.packs): state.packs})


STARTS: Final[Mapping[str, Callable[[], World]]] = {name: partial(begun, name) for name in _MADE}
