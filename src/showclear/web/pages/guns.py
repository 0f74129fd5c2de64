"""One gun's page: what stands, who has it, and what comes next for it; the rest further down."""

from __future__ import annotations

from typing import Any, Final

from litestar import Response, get
from litestar.exceptions import NotFoundException

from showclear.desk.questions import standing
from showclear.field.ids import ItemId, PersonId
from showclear.field.people import Role
from showclear.outputs.words.verdicts import stated
from showclear.record.events.handling import Act, Ahead, EndCause
from showclear.record.state import By, State, Weapon
from showclear.web.asking import Asker
from showclear.web.coming_next import Kit, Offer, errands, kit, offers, supplies
from showclear.web.rendering import page
from showclear.web.seeing import gun_view
from showclear.web.served import Served
from showclear.web.sheets import acts_said
from showclear.web.threads import in_thread

OFFERED_MAX: Final = 8  # performers offered at once; more are a list to choose from


@get("/gun/{item:str}")
@in_thread
def gun(served: Served, who: Asker, item: str) -> Response[str]:
    """Show one gun and what can be done with it now."""
    return _whole(served, who, item, "gun.html")


@get("/gun/{item:str}/errands")
@in_thread
def gun_errands(served: Served, who: Asker, item: str) -> Response[str]:
    """Show what can be done with one gun now, again: a device asks once something was recorded."""
    return _whole(served, who, item, "_gun_errands.html")


def _whole(served: Served, who: Asker, item: str, template: str) -> Response[str]:
    who.entered()
    with served.turn() as state:
        weapon = known(served, item)
        return page(
            served, who, template,
            gun=gun_view(served, ItemId(item), who.words),
            weapon=weapon,
            errands=errands(served, ItemId(item)),
            kit=_kit(served, who, kit(served, ItemId(item))),
            offers=offered(who, offers(served, ItemId(item))),
            supplies=supplies(served, ItemId(item)),
            people=People(served, who, weapon),
            enrolled=frozenset(state.registry.people),
            beside=_beside(served, ItemId(item)),
            # Where guns are kept is for handlers and officers: nobody else is offered a place.
            places=_places(served) if who.may_see_places() else (),
            boxes=tuple(
                sorted(set(state.containers).difference(_places(served)), key=served.names.name)
            ),
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
        known(served, item)
        return page(
            served, who, "_gun.html",
            gun=gun_view(served, ItemId(item), who.words),
            kit=_kit(served, who, kit(served, ItemId(item))),
        )  # fmt: skip


class People:
    """Whom the page of a gun offers to sign, and who most likely does."""

    def __init__(self, served: Served, who: Asker, weapon: Weapon) -> None:
        self.handlers = served.in_role(Role.HANDLER)
        self.performers = served.in_role(Role.PERFORMER, Role.CREW)
        self.everybody = served.in_role(*Role)
        self.callers = served.in_role(Role.CALLER)
        self._who = who.person
        self._charge = weapon.charge.who

    @property
    def handler(self) -> str:
        """The handler who most likely signs: the one at the tablet, else the one in charge."""
        for one in (self._charge, self._who):
            if one in self.handlers:
                return one
        return self.handlers[0] if self.handlers else ""

    @property
    def other_handler(self) -> str:
        """A handler who is not in charge of it."""
        others = [one for one in self.handlers if one != self._charge]
        return next((one for one in others if one == self._who), others[0] if others else "")

    @property
    def recorder(self) -> str:
        """Whoever is at the tablet."""
        return self._who


def offered(who: Asker, found: tuple[Offer, ...]) -> list[dict[str, Any]]:
    """Return performers with the two lines that are read aloud to them."""
    return [
        {
            "set_up": one.set_up,
            "person": one.person,
            "acts": one.acts,
            "may": acts_said(one.acts, who.words),
            "may_not": acts_said([act for act in Act if act not in one.acts], who.words),
        }
        for one in found[:OFFERED_MAX]
    ]


def known(served: Served, item: str) -> Weapon:
    """Return a gun of this ledger, or answer that there is none."""
    weapon = served.desk.state.weapons.get(ItemId(item))
    if weapon is None:
        raise NotFoundException(f"gun: expected one of this ledger, found {item!r:.40}")
    return weapon


def _kit(served: Served, who: Asker, found: Kit | None) -> dict[str, Any] | None:
    """Return a kit in words: each member with what is known of it, the worst named."""
    if found is None:
        return None
    state = served.desk.state
    members = [(served.names.name(one), _holds(served, who, state, one)) for one in found.members]
    return {"worst": served.names.name(found.worst), "members": members}


def _holds(served: Served, who: Asker, state: State, item: ItemId) -> str:
    if item in state.weapons:
        return stated(standing(served.desk, item).stands, who.words)
    stock = state.containers[item].stock.values()
    rounds, proved = sum(one.rounds for one in stock), sum(one.proved for one in stock)
    return who.words.say(
        "page.guns.kit-rounds",
        rounds=who.words.count("unit.rounds", rounds),
        proved=who.words.count("page.guns.proved", proved),
    )


def _beside(served: Served, item: ItemId) -> tuple[ItemId, ...]:
    """Return the other guns that are in the same hand, by name."""
    weapons = served.desk.state.weapons
    hand = weapons[item].in_hand
    found = [
        one
        for one, gun in weapons.items()
        if one != item and hand and gun.in_hand == hand and gun.charge.by is not By.PLACE
    ]
    return tuple(sorted(found, key=served.names.name))


def _places(served: Served) -> tuple[ItemId, ...]:
    """Return the places that lock: those with key-holders."""
    state = served.desk.state
    found = [item for item, place in state.containers.items() if place.key_holders]
    return tuple(sorted(found, key=served.names.name))


def beside_them(served: Served, first: PersonId) -> tuple[PersonId, ...]:
    """Return who may be second person beside somebody: whoever is not them, callers first."""
    seconds = served.in_role(Role.SECOND_PERSON, Role.CALLER)
    handlers = [one for one in served.in_role(Role.HANDLER) if one not in seconds]
    return tuple(one for one in (*seconds, *handlers) if one != first)


HANDLERS: Final = (gun, gun_now, gun_errands)
