"""Who is in charge, who may hand over, what is kept as found: R02, R31, R49."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from showclear.field.ids import ItemId
from showclear.field.people import Role
from showclear.record.codes import Code
from showclear.record.events.handling import EndKeep, HandOver, Load, TakeOut
from showclear.record.events.officers import Enrol, Grant
from showclear.record.showing import Statement, statement
from showclear.record.state import By, Charge, Held, Weapon
from showclear.rules.frame import Case, Found, Params, Rule, Stricter, steps

READYING: Final = steps(TakeOut, Load, HandOver)
# Who runs the floor or answers for the gun does not also play with it (rules.md R31).
NEVER_A_LINK: Final = (Role.HANDLER, Role.CALLER)


def items_of(case: Case) -> tuple[ItemId, ...]:
    """Return the items a step of handling is about; a place is not one of them."""
    match case.body:
        case TakeOut(items=items):
            return items
        case Load(weapon=weapon, container=container):
            return (weapon, container)
        case HandOver(weapon=weapon):
            return (weapon,)
        case _:
            return ()


def weapons_of(case: Case) -> Iterator[tuple[ItemId, Weapon]]:
    """Yield the weapons a step of handling is about."""
    for item in items_of(case):
        weapon = case.state.weapons.get(item)
        if weapon is not None:
            yield item, weapon


def stands(case: Case, weapon: Weapon) -> Statement:
    """Return what stands about the gun now."""
    known = case.stood.get(id(weapon))
    if known is None:
        known = case.stood[id(weapon)] = statement(weapon, epoch=case.now.epoch)
    return known


def one_in_charge(case: Case, params: Params) -> Iterator[Found]:
    """R02: whoever takes the step is in charge now, or holds a key to the locked place."""
    match case.body:
        case TakeOut():
            yield from _from_place(case, case.body)
        case Load(weapon=weapon, container=container):
            yield from _by_author(case, weapon, case.state.weapons.get(weapon))
            yield from _by_author(case, container, case.state.containers.get(container))
        case HandOver(weapon=weapon):
            yield from _by_author(case, weapon, case.state.weapons.get(weapon))
        case Enrol(title=title, roles=roles):
            yield from _same_title(case, case.body)
            if Role.HANDLER in roles:
                yield from _title_fits(title, params)
        case Grant(person=person, roles=roles) if Role.HANDLER in roles:
            known = case.state.registry.people.get(person)
            yield from _title_fits("" if known is None else known.title, params)
        case _:
            return


def _same_title(case: Case, body: Enrol) -> Iterator[Found]:
    """Find another title than on record: a further key does not give a person a new one."""
    known = case.state.registry.people.get(body.person)
    if known is not None and known.title != body.title:
        facts = (body.title, known.title)
        yield Found(Code.TITLE_NOT_FOR_ROLE, facts, f"enrol as {known.title}, as on record")


def _title_fits(title: str, params: Params) -> Iterator[Found]:
    allowed = params.names("handler_titles")
    if title not in allowed:
        lift = f"enrol as one of: {', '.join(sorted(allowed))}"
        yield Found(Code.TITLE_NOT_FOR_ROLE, (title, Role.HANDLER.value), lift)


def _from_place(case: Case, body: TakeOut) -> Iterator[Found]:
    place = case.state.containers.get(body.place)
    if place is None or case.author not in place.key_holders:
        lift = f"somebody who holds a key to {body.place} takes it out"
        yield Found(Code.NO_KEY_TO_PLACE, (case.author, body.place), lift)
    for item in body.items:
        held = case.state.item(item)
        if held is not None and held.charge != Charge(By.PLACE, body.place):
            facts = (item, held.charge.by.value, held.charge.who)
            yield Found(Code.NOT_IN_THAT_PLACE, facts, f"collect {item} where it is", item)


def _by_author(case: Case, item: ItemId, held: Held | None) -> Iterator[Found]:
    if held is None:
        yield Found(Code.ITEM_UNKNOWN, (item,), "receive the item first", item)
        return
    if held.charge != Charge(By.HANDLER, case.author):
        facts = (item, held.charge.by.value, held.charge.who)
        yield Found(Code.NOT_IN_CHARGE, facts, "whoever is in charge takes this step", item)
    elif held.in_hand != case.author:
        yield Found(Code.NOT_IN_HAND, (item, held.in_hand), f"collect {item} first", item)


def only_to_performers(case: Case, _params: Params) -> Iterator[Found]:
    """R31: only a handler hands over, and only to a performer or who stands in for one.

    The receiver can sign for it, neither handles guns nor calls the floor, and is not one of the
    two on whose looks the statement rests.
    """
    body, registry = case.body, case.state.registry
    weapon = case.state.weapons.get(body.weapon)
    rests_on = () if weapon is None else stands(case, weapon).by
    facts = (body.weapon, body.to)
    if not registry.may_act(body.to, Role.PERFORMER) or body.to == case.author:
        lift = "hand it to somebody enrolled as performer, stand-in included"
        yield Found(Code.ONLY_TO_A_PERFORMER, facts, lift, body.weapon)
    elif any(registry.may_act(body.to, role) for role in NEVER_A_LINK):
        lift = "hand it to somebody who is neither handler nor caller"
        yield Found(Code.ONLY_TO_A_PERFORMER, facts, lift, body.weapon)
    elif not registry.can_sign(body.to):
        lift = "enrol a key for them: they have none that is not revoked"
        yield Found(Code.ONLY_TO_A_PERFORMER, facts, lift, body.weapon)
    elif body.to in rests_on:
        lift = "show it to another second person than the one who is to take it"
        yield Found(Code.ONLY_TO_A_PERFORMER, facts, lift, body.weapon)


def kept_as_found(case: Case, _params: Params) -> Iterator[Found]:
    """R49: what is kept as found is not touched by a step, and no gun goes out meanwhile."""
    if type(case.body) is EndKeep:
        if case.body.keep not in case.state.keeps:
            yield Found(Code.NOTHING_TO_LIFT, (case.body.keep,), "name what is kept as found")
        return
    for item in items_of(case):
        held = case.state.item(item)
        if held is not None and held.kept:
            lift = "two officers and one outside person end keeping it as found"
            yield Found(Code.KEPT_AS_FOUND, (item, held.kept), lift, item)
    if case.state.keeps:
        lift = "collect every other gun and make it clear; end keeping things as found"
        for item, weapon in weapons_of(case):
            if weapon.firing and not weapon.kept:
                yield Found(Code.KEPT_AS_FOUND, (item, *case.state.keeps), lift, item)


RULES: Final = (
    Rule(
        id="R02",
        steps=READYING | steps(Enrol, Grant),
        function=one_in_charge,
        parameters={"handler_titles": Stricter.FEWER},
    ),
    Rule(id="R31", steps=steps(HandOver), function=only_to_performers),
    Rule(id="R49", steps=READYING | steps(EndKeep), function=kept_as_found),
)
