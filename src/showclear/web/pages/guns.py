"""One gun's page: what stands, who has it, and every act about it; what a look asks."""

from __future__ import annotations

from typing import Final

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from showclear.field.ids import ItemId
from showclear.field.mechanisms import How, LookWay
from showclear.field.patterns import positions_into, ways_of
from showclear.field.people import Role
from showclear.record.events.handling import Act, Ahead, EndCause, Purpose
from showclear.record.state import By, Weapon
from showclear.web.asking import Asker
from showclear.web.looking import asked
from showclear.web.rendering import page
from showclear.web.seeing import gun_view
from showclear.web.served import Served
from showclear.web.threads import in_thread

SECONDS: Final = (Role.SECOND_PERSON, Role.CALLER, Role.HANDLER)


@get("/i/{item:str}")
@in_thread
def by_label(served: Served, item: str) -> Response[str]:
    """Open the page that a label's code names."""
    with served.turn() as state:
        known = item in state.weapons
    answer: Response[str] = Redirect(f"/gun/{item}" if known else "/", status_code=303)
    return answer


@get("/gun/{item:str}")
@in_thread
def gun(served: Served, who: Asker, item: str) -> Response[str]:
    """Show one gun and what can be done with it now."""
    who.entered()
    with served.turn() as state:
        weapon = _weapon(served, item)
        locked = weapon.charge.by is By.PLACE
        return page(
            served, who, "gun.html",
            gun=gun_view(served, ItemId(item), who.words),
            weapon=weapon,
            locked=locked,
            handlers=served.in_role(Role.HANDLER),
            performers=served.in_role(Role.PERFORMER, Role.CREW),
            seconds=served.in_role(*SECONDS),
            everybody=served.in_role(*Role),
            people=frozenset(state.registry.people),
            places=_places(served),
            boxes=tuple(sorted(state.containers, key=served.names.name)),
            stocks=_stocks(served),
            into=positions_into(weapon.mechanism),
            acts=tuple(Act),
            causes=tuple(EndCause),
            aheads=tuple(Ahead),
        )  # fmt: skip


@get("/gun/{item:str}/now")
@in_thread
def gun_now(served: Served, who: Asker, item: str) -> Response[str]:
    """Show the part of one gun's page that keeps up."""
    who.entered()
    with served.turn():
        _weapon(served, item)
        return page(served, who, "_gun.html", gun=gun_view(served, ItemId(item), who.words))


@get("/gun/{item:str}/show")
@in_thread
def show(
    served: Served, who: Asker, item: str, way: LookWay | None = None,
    purpose: Purpose = Purpose.SHOWING,
) -> Response[str]:  # fmt: skip
    """Ask two people, each alone, what they saw in one gun; then, if wanted, hand it over."""
    who.entered()
    with served.turn():
        weapon = _weapon(served, item)
        chosen = way or _first_way(weapon)
        return page(
            served, who, "show.html",
            gun=gun_view(served, ItemId(item), who.words),
            weapon=weapon,
            asked=asked(weapon, chosen),
            purpose=purpose,
            hows=(How.SAW, How.HEARD, How.TOLD),
            handlers=served.in_role(Role.HANDLER),
            seconds=served.in_role(*SECONDS),
            performers=served.in_role(Role.PERFORMER, Role.CREW),
            acts=tuple(Act),
        )  # fmt: skip


def _weapon(served: Served, item: str) -> Weapon:
    weapon = served.desk.state.weapons.get(ItemId(item))
    if weapon is None:
        raise NotFoundException(f"gun: expected one of this ledger, found {item!r:.40}")
    return weapon


def _first_way(weapon: Weapon) -> LookWay:
    """Return the way most likely meant: of a loaded gun that its rounds went in before two."""
    ways = ways_of(weapon.mechanism)
    if weapon.loads and LookWay.SEEN_GOING_IN in ways:
        return LookWay.SEEN_GOING_IN
    return next((way for way in LookWay if way in ways), LookWay.SEEN_EMPTY)


def _places(served: Served) -> tuple[ItemId, ...]:
    """Return the places that lock: those with key-holders."""
    state = served.desk.state
    found = [item for item, place in state.containers.items() if place.key_holders]
    return tuple(sorted(found, key=served.names.name))


def _stocks(served: Served) -> tuple[tuple[str, str, int, int], ...]:
    """Return what could be put in: container, lot, rounds there, how many of them proved."""
    state = served.desk.state
    return tuple(
        (item, lot, stock.rounds, stock.proved)
        for item, container in state.containers.items()
        for lot, stock in container.stock.items()
        if stock.rounds
    )


HANDLERS: Final = (by_label, gun, gun_now, show)
