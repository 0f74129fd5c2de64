"""The non-firing tier: six screens, and how most people meet this app.

Items; each seen as what it is; out to somebody; back; counted and locked up; who was told. No AD,
no plan and no second device are asked for. Where a gun that can fire came in all the same, every
one of the six says that the full tier's rows are asked of it (practice.md, Small production).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec
from litestar import Response, get
from litestar.response import Redirect

from showclear.field.ids import ItemId
from showclear.field.instants import MINUTE_MS, to_text
from showclear.field.people import Role
from showclear.field.plan import Provision
from showclear.field.production import Tier
from showclear.field.stock import FIRING_CLASS_MIN, WeaponClass
from showclear.outputs.words.catalogue import Catalogue
from showclear.record.events.counting import Counted
from showclear.record.events.handling import Act
from showclear.record.facts_counting import CountFact
from showclear.record.floor import laid_on, todays
from showclear.record.showing import Shown, statement
from showclear.record.state import By, Topic, Weapon
from showclear.web.agenda import mine
from showclear.web.asking import Asker
from showclear.web.entries import event_named
from showclear.web.rendering import page
from showclear.web.seeing import matters
from showclear.web.served import Served
from showclear.web.threads import in_thread

# What shows that it is what it is said to be; general knowledge, to be struck out by armorers.
PROOFS: Final[dict[str, tuple[str, ...]]] = {
    "solid": ("my-mark", "bends", "no-bore"),
    "replica": ("my-mark", "no-chamber", "no-bore"),
    "deactivated": ("my-mark", "no-chamber", "muzzle-closed", "paper"),
    "airsoft": ("my-mark", "magazine-seen", "no-pellets", "no-chamber"),
    "gas-gun": ("my-mark", "no-chamber", "gas-off", "igniter-off"),
}
ONES: Final = ("my-mark", "no-chamber")  # of whatever else cannot fire
SCREENS: Final = ("items", "identify", "sign-out", "bring-back", "count-up", "told")
CLASSES: Final = tuple(one for one in WeaponClass if 0 < one < FIRING_CLASS_MIN)
TOLD: Final = {
    Provision.AUTHORITIES: "page.tier.told.authorities",
    Provision.NEIGHBOURS: "page.tier.told.neighbours",
}
# Nobody pulls anything that fires here; the other acts are told apart.
ACTS: Final = tuple(act for act in Act if act is not Act.FIRE)
LIVE: Final = frozenset({Topic.LOOKS_LIVE, Topic.NOT_NAMEABLE})


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One item as the six screens show it."""

    item: ItemId
    name: str
    what: str
    proofs: tuple[str, ...]
    seen: bool  # as what it is said to be, by somebody, and it still stands
    by: str
    locked: bool
    place: str
    hand: str  # in whose hand it is while out; empty where nobody can say
    home: bool  # locked away, or in the hand of the handler who is in charge of it


@get("/items")
@in_thread
def items(served: Served, who: Asker) -> Response[str]:
    """Show every item: what it is, where it is; and take in another."""
    return _screen(served, who, "items", lambda: {
        "mine": mine(served, who.person, who.words),
        "patterns": [(one, who.words.say(f"page.tier.pattern.{one}")) for one in PROOFS],
        "classes": CLASSES,
        "matters": matters(served, who.words),
    })  # fmt: skip


@get("/identify")
@in_thread
def identify(served: Served, who: Asker) -> Response[str]:
    """Ask of each item whether it is what it is said to be."""
    return _screen(served, who, "identify", dict)


@get("/sign-out")
@in_thread
def sign_out(served: Served, who: Asker) -> Response[str]:
    """Ask what goes out, to whom, and what they may do with it."""
    return _screen(served, who, "sign-out", lambda: {
        "performers": served.in_role(Role.PERFORMER, Role.CREW),
        "acts": ACTS,
    })  # fmt: skip


@get("/bring-back")
@in_thread
def bring_back(served: Served, who: Asker) -> Response[str]:
    """Ask what came back."""
    return _screen(served, who, "bring-back", dict)


@get("/count-up")
@in_thread
def count_up(served: Served, who: Asker) -> Response[str]:
    """Ask what is there, and where it is locked up."""

    def shown() -> dict[str, Any]:
        state = served.desk.state
        places = [item for item, held in state.containers.items() if held.key_holders]
        counts = tuple(state.counts.values())
        return {
            "places": sorted(places, key=served.names.name),
            "open_counts": [fact.event for fact in counts if not fact.ended],
            "last": _last(served, counts, who.words),
        }

    return _screen(served, who, "count-up", shown)


@get("/told")
@in_thread
def told(served: Served, who: Asker) -> Response[str]:
    """Ask who was told: police, neighbours, and everybody here about live rounds."""

    def shown() -> dict[str, Any]:
        state = served.desk.state
        now = served.desk.now()
        local = to_text(now.utc_ms + state.utc_offset_minutes * MINUTE_MS)
        return {
            "today": local[:10],
            "told": [
                (one.value, text, laid_on(state, one.value, now) is not None)
                for one, text in TOLD.items()
            ],
            "asked": frozenset(todays(state, now).people),
            "live": [one for one in state.questions.values() if one.topic in LIVE],
            "everybody": served.in_role(*[role for role in Role if role is not Role.DESK]),
            "leading": served.in_role(Role.HANDLER, Role.CALLER),
        }

    return _screen(served, who, "told", shown)


HANDLERS: Final = (items, identify, sign_out, bring_back, count_up, told)


# -- views ----------------------------------------------------------------------------------------


def _screen(
    served: Served, who: Asker, screen: str, more: Callable[[], dict[str, Any]]
) -> Response[str]:
    who.entered()
    with served.turn() as state:
        if state.packs.tier is not Tier.NON_FIRING:  # what they say is said of that tier alone
            return Redirect("/", status_code=303)
        here = {item: gun for item, gun in state.weapons.items() if gun.charge.by is not By.END}
        found = [_item(served, who, item, gun) for item, gun in here.items() if not gun.firing]
        return page(
            served, who, f"tier_{screen}.html",
            screen=screen,
            items=sorted(found, key=lambda one: one.name),
            firing=sorted((item for item, gun in here.items() if gun.firing),
                          key=served.names.name),
            handlers=served.in_role(Role.HANDLER),
            **more(),
        )  # fmt: skip


def _item(served: Served, who: Asker, item: ItemId, gun: Weapon) -> Item:
    stands = statement(gun, epoch=served.desk.state.epoch)
    locked = gun.charge.by is By.PLACE
    name = served.names.name
    return Item(
        item=item,
        name=name(item),
        what=who.words.say(f"word.weapon-class.{int(gun.weapon_class)}"),
        proofs=tuple(
            [who.words.say(f"page.tier.proof.{one}") for one in PROOFS.get(gun.pattern, ONES)]
        ),
        seen=stands.shown is Shown.NON_FIRING,
        by=who.words.listed([name(one) for one in stands.by]),
        locked=locked,
        place=name(gun.charge.who) if locked and who.may_see_places() else "",
        hand=name(gun.in_hand) if gun.in_hand and not locked else "",
        home=locked or gun.in_hand == gun.charge.who,
    )


def _last(
    served: Served, counts: tuple[CountFact, ...], words: Catalogue
) -> tuple[tuple[str, str], ...]:
    """Return who saw which items in the latest count, from the entries themselves."""
    found = []
    for event in counts[-1].by if counts else ():
        said = event_named(served.desk, event)
        if said is not None and isinstance(said.body, Counted):
            seen = sorted(served.names.name(item) for item in said.body.weapons)
            found.append((served.names.name(said.signers[0].person), words.listed(seen)))
    return tuple(found)


def first_screen(tier: Tier) -> str:
    """Return the page that a production of this tier begins with; nothing for the full tier."""
    return {Tier.NON_FIRING: "/items", Tier.STAGE: "/before"}.get(tier, "")
