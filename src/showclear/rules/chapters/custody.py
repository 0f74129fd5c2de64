"""Who is in charge, who may hand over, what is kept as found: R02, R31, R49."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from showclear.field.ids import EventId, ItemId, PersonId
from showclear.field.instants import DATE_CHARACTERS, HOUR_MS, to_text
from showclear.field.people import Role
from showclear.field.plan import INTO_A_HAND
from showclear.record.codes import Code
from showclear.record.events.guns import GoAgain
from showclear.record.events.handling import (
    Announced,
    EndKeep,
    HandOver,
    Load,
    OpenDay,
    TakeOut,
)
from showclear.record.events.officers import Enrol, Grant
from showclear.record.events.passing import IssueLine
from showclear.record.showing import SECOND_ROLES, Statement, line_roles, statement
from showclear.record.state import By, Charge, Held, Weapon
from showclear.rules.book import NEVER_TITLED
from showclear.rules.frame import Case, Found, Params, Rule, Stricter, steps

HANDING: Final = steps(HandOver, IssueLine)
READYING: Final = steps(TakeOut, Load, GoAgain) | HANDING
# Who runs the floor or answers for the gun does not also play with it (rules.md R31).
NEVER_A_LINK: Final = (Role.HANDLER, Role.CALLER)
# A night shoot keeps the date it began on, and no place is a whole day from UTC.
DATE_OFF_MAX_MS: Final = 24 * HOUR_MS


class Handing(msgspec.Struct, frozen=True, kw_only=True):
    """One gun that is to go to one person: by a hand-over, or by one voucher of a line.

    ``background`` need neither enrolment nor key: two have walked the line for them (R31).
    """

    weapon: ItemId
    to: PersonId
    announced: Announced
    rounds: int
    looks: tuple[EventId, ...]
    background: bool


def handings(case: Case) -> Iterator[Handing]:
    """Yield each gun that the step hands to somebody; none where it hands out nothing."""
    body = case.body
    match body:
        case HandOver(weapon=weapon, to=to):
            going = [(weapon, to)]
        case IssueLine(line=line):
            going = [(voucher.weapon, voucher.to) for voucher in line]
        case _:
            return
    for weapon, to in going:
        yield Handing(
            weapon=weapon,
            to=to,
            announced=body.announced,
            rounds=body.rounds,
            looks=body.looks,
            background=type(body) is IssueLine,
        )


def written_takers(case: Case) -> Iterator[tuple[ItemId, PersonId]]:
    """Yield who takes which gun by a written movement of the set-up that the step names (R31).

    Where it names no taker of a gun that comes into a hand, everybody is who may hold that gun.
    """
    fact = case.state.set_ups.get(case.body.set_up)
    for use in () if fact is None else fact.approved.uses:
        for moved in use.movements:
            if moved.taker:
                yield use.weapon, moved.taker
            elif moved.moving in INTO_A_HAND:
                yield from [(use.weapon, person) for person in use.performers]


def items_of(case: Case) -> tuple[ItemId, ...]:
    """Return the items a step of handling is about; a place is not one of them."""
    match case.body:
        case TakeOut(items=items):
            return items
        case Load(weapon=weapon, container=container):
            return (weapon, container)
        case HandOver() | IssueLine():
            return tuple([handing.weapon for handing in handings(case)])
        case GoAgain(weapon=weapon):
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
    """Return what stands about the gun now, as far as this step may rest on it."""
    known = case.stood.get(id(weapon))
    if known is None:
        known = statement(
            weapon,
            second_roles=_second_roles(case, weapon),
            epoch=case.now.epoch,
            cited=frozenset(case.body.looks) if type(case.body) in HANDING else frozenset(),
        )
        case.stood[id(weapon)] = known
    return known


def _second_roles(case: Case, weapon: Weapon) -> frozenset[Role]:
    """Return who may be second person: another handler only for who is given it as background.

    Whoever performs is handed a gun like anybody, whatever the step is called (R31, Applied).
    """
    if type(case.body) is not IssueLine:
        return SECOND_ROLES
    state = case.state
    to_performer = any(
        state.registry.may_act(voucher.to, Role.PERFORMER)
        for voucher in case.body.line
        if state.weapons.get(voucher.weapon) is weapon
    )
    return SECOND_ROLES if to_performer else line_roles(weapon)


def one_in_charge(case: Case, params: Params) -> Iterator[Found]:
    """R02: whoever takes the step is in charge now, or holds a key to the locked place.

    And the working day that everything is asked for by is today's, whoever opens it.
    """
    match case.body:
        case TakeOut():
            yield from _from_place(case, case.body)
        case Load(weapon=weapon, container=container):
            yield from _by_author(case, weapon, case.state.weapons.get(weapon))
            yield from _by_author(case, container, case.state.containers.get(container))
        case HandOver() | IssueLine():
            yield from _handed_by_author(case)
        case GoAgain(weapon=weapon):
            yield from _answered_for(case, weapon, case.state.weapons.get(weapon))
        case OpenDay(date=date):
            yield from _not_today(case, date)
        case _:
            yield from _titled(case, params)


def _titled(case: Case, params: Params) -> Iterator[Found]:
    """Find who would become a handler by a title that fills no such role."""
    match case.body:
        case Enrol(title=title, roles=roles):
            yield from _same_title(case, case.body)
            if Role.HANDLER in roles:
                yield from _title_fits(title, params)
        case Grant(person=person, roles=roles) if Role.HANDLER in roles:
            known = case.state.registry.people.get(person)
            yield from _title_fits("" if known is None else known.title, params)
        case _:
            return


def _not_today(case: Case, date: str) -> Iterator[Found]:
    """Find a date more than a day away, or before the last working day's: papers lapse by it.

    Dates are of one written form, so they are in order as texts.
    """
    utc_ms = case.now.utc_ms
    first, today, last = (
        to_text(utc_ms + off)[:DATE_CHARACTERS] for off in (-DATE_OFF_MAX_MS, 0, DATE_OFF_MAX_MS)
    )
    before = case.state.working_day.date
    if not max(first, before) <= date <= last:
        lift = f"open the day by today's date: by UTC it is {today}, and a day off will do"
        facts: tuple[str, ...] = (date, today)
        if before > date:
            lift = f"open the day by today's date, not before the last working day's: {before}"
            facts = (date, today, before)
        yield Found(Code.DAY_NOT_TODAY, facts, lift)


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


def _answered_for(case: Case, item: ItemId, held: Held | None) -> Iterator[Found]:
    """Find what the author is not in charge of, whoever holds it."""
    if held is None:
        yield Found(Code.ITEM_UNKNOWN, (item,), "receive the item first", item)
    elif held.charge != Charge(By.HANDLER, case.author):
        facts = (item, held.charge.by.value, held.charge.who)
        yield Found(Code.NOT_IN_CHARGE, facts, "whoever is in charge takes this step", item)


def _by_author(case: Case, item: ItemId, held: Held | None) -> Iterator[Found]:
    yield from _answered_for(case, item, held)
    charged = held is not None and held.charge == Charge(By.HANDLER, case.author)
    if held is not None and charged and held.in_hand != case.author:
        yield Found(Code.NOT_IN_HAND, (item, held.in_hand), f"collect {item} first", item)


def _handed_by_author(case: Case) -> Iterator[Found]:
    """Find guns that the author cannot hand out; of a line, each goes to one person only."""
    gone: dict[ItemId, PersonId] = {}
    for handing in handings(case):
        item = handing.weapon
        if item in gone:
            lift = f"name {item} once in the line"
            yield Found(Code.NOT_IN_HAND, (item, gone[item]), lift, item)
            continue
        gone[item] = handing.to
        yield from _by_author(case, item, case.state.weapons.get(item))


def only_to_performers(case: Case, _params: Params) -> Iterator[Found]:
    """R31: only a handler hands over, and only to a performer or who stands in for one.

    The receiver can sign for it, neither handles guns nor calls the floor, and is not one of the
    two on whose looks the statement rests. Background, issued along a line, need no key.
    """
    yield from _vouchers(case)
    handed = list(handings(case))
    going = {handing.weapon: handing for handing in handed}
    # Who takes it on the way is no more a link than who takes it first.
    for item, taker in dict.fromkeys(written_takers(case)):
        if item in going:
            handed.append(msgspec.structs.replace(going[item], to=taker))
    for handing in handed:
        lift = _no_link(case, handing)
        if lift:
            facts = (handing.weapon, handing.to)
            yield Found(Code.ONLY_TO_A_PERFORMER, facts, lift, handing.weapon)


def _vouchers(case: Case) -> Iterator[Found]:
    """Find numbers given twice in a line: at the return they would not say which gun is back."""
    used: set[int] = set()
    for voucher in case.body.line if type(case.body) is IssueLine else ():
        if voucher.number in used:
            lift = "give each gun of the line a voucher number of its own"
            facts = (voucher.weapon, str(voucher.number))
            yield Found(Code.VOUCHER_TWICE, facts, lift, voucher.weapon)
        used.add(voucher.number)


def _no_link(case: Case, handing: Handing) -> str:
    """Return what would let this person have this gun; nothing where nothing is against it."""
    registry, to = case.state.registry, handing.to
    weapon = case.state.weapons.get(handing.weapon)
    performs = handing.background or registry.may_act(to, Role.PERFORMER)
    if not performs or (to == case.author and not handing.background):
        return "hand it to somebody enrolled as performer, stand-in included"
    if to == case.author or any(registry.may_act(to, role) for role in NEVER_A_LINK):
        return "hand it to somebody who is neither handler nor caller"
    known = registry.people.get(to)
    if known is not None and known.title == NEVER_TITLED:
        return f"hand it to somebody who is no {NEVER_TITLED}"
    if not handing.background and not registry.can_sign(to):
        return "enrol a key for them: they have none that is not revoked"
    if weapon is not None and to in stands(case, weapon).by:
        return "show it to another second person than the one who is to take it"
    return ""


def kept_as_found(case: Case, _params: Params) -> Iterator[Found]:
    """R49: what is kept as found is not touched by a step, and no gun goes out meanwhile."""
    if type(case.body) is EndKeep:
        if case.body.keep not in case.state.keeps:
            yield Found(Code.NOTHING_TO_LIFT, (case.body.keep,), "name what is kept as found")
        return
    for item in _with_places(case):
        held = case.state.item(item)
        if held is not None and held.kept:
            lift = "two officers and one outside person end keeping it as found"
            yield Found(Code.KEPT_AS_FOUND, (item, held.kept), lift, item)
    if case.state.keeps:
        lift = "collect every other gun and make it clear; end keeping things as found"
        for item, weapon in weapons_of(case):
            if weapon.firing and not weapon.kept:
                yield Found(Code.KEPT_AS_FOUND, (item, *case.state.keeps), lift, item)


def _with_places(case: Case) -> list[ItemId]:
    """Return the items of a step, and the places that they are in or said to be taken from."""
    found = list(items_of(case))
    if type(case.body) is TakeOut:
        found.append(case.body.place)
    for item in found:  # which grows: a place may stand locked in another
        held = case.state.item(item)
        place = (
            ItemId(held.charge.who) if held is not None and held.charge.by is By.PLACE else item
        )
        if place not in found:
            found.append(place)
    return found


RULES: Final = (
    Rule(
        id="R02",
        steps=READYING | steps(Enrol, Grant, OpenDay),
        function=one_in_charge,
        parameters={"handler_titles": Stricter.FEWER},
    ),
    Rule(id="R31", steps=HANDING, function=only_to_performers),
    Rule(id="R49", steps=READYING | steps(EndKeep), function=kept_as_found),
)
