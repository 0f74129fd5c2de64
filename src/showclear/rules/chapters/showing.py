"""Opening check, showing, announcement, bore, end of a showing, second person.

R25, R32, R34, R43, R54, R55. What was shown is computed once by ``record.showing``; each rule
looks at the part of the answer that is its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from showclear.field.instants import MINUTE_MS, Now, elapsed_ms
from showclear.field.mechanisms import chamber
from showclear.field.people import Role
from showclear.record.codes import Code
from showclear.record.events.handling import HandOver, Load, TakeOut
from showclear.record.events.officers import Enrol, Grant
from showclear.record.showing import (
    Cause,
    Shown,
    Statement,
    latest,
    opened,
)
from showclear.record.state import Weapon
from showclear.rules.chapters.custody import READYING, stands, weapons_of
from showclear.rules.frame import Case, Found, Params, Rule, Stricter, steps

SHOWN_FOR_HAND_OVER: Final = frozenset({Shown.EMPTY, Shown.DUMMIES, Shown.BLANKS, Shown.MIXED})
SHOWING_STEPS: Final = steps(Load, HandOver)


LOOK_AT_ALL: Final = (
    "two people look at every position of the open gun, bore by a method that works"
)
# A director decides what is done with the gun: no second pair of eyes (rules.md R31).
NEVER_SECOND: Final = frozenset({"director"})
SECOND_OR_CALLER: Final = (Role.SECOND_PERSON, Role.CALLER)


def opening_check(case: Case, _params: Params) -> Iterator[Found]:
    """R25: since the day was opened two people looked, each for themselves, at every position.

    Asked again before loading and handing over: a gun that got out without the step is not
    excused by being out.
    """
    state = case.state
    firing = [(item, weapon) for item, weapon in weapons_of(case) if weapon.firing]
    if not state.day and (firing or type(case.body) is TakeOut):
        yield Found(Code.DAY_NOT_OPEN, (), "the caller opens the working day")
        return
    for item, weapon in firing:
        if not opened(weapon):
            out = "" if type(case.body) is TakeOut else "it is out already: "
            clear = "make it clear, then " if weapon.rounds or weapon.fired_cases else ""
            facts = (item, *[look.event for look in latest(weapon.opening)])
            lift = f"{out}{clear}{LOOK_AT_ALL}"
            yield Found(Code.OPENING_CHECK_MISSING, facts, lift, item)


def shown_before(case: Case, _params: Params) -> Iterator[Found]:
    """R32: shown to a second person before every hand-over, and empty before every load."""
    body = case.body
    weapon = case.state.weapons.get(body.weapon)
    if weapon is None or not weapon.firing:
        return
    now = stands(case, weapon)
    if now.shown is Shown.UNKNOWN:
        if now.cause not in {Cause.ENDED, Cause.SECOND_PERSON, Cause.CLOCK}:
            yield from _unknown(case, weapon, now)
        return
    lift = "show it: all positions, out loud, then each answers for themselves"
    if case.author not in now.by or now.shown not in SHOWN_FOR_HAND_OVER:
        facts = (body.weapon, now.shown.value, *now.by)
        yield Found(Code.NOT_SHOWN, facts, f"the handler in charge: {lift}", body.weapon)
        return
    facts = (body.weapon, *now.looks)
    if now.first_index < weapon.handed_index:
        when = "after" if type(body) is Load else "before"
        yield Found(Code.HANDED_OVER_SINCE, facts, f"{when} each hand-over {lift}", body.weapon)
    if type(body) is Load:
        yield from _going_in(body, weapon, now)
    elif not set(now.looks) <= set(body.looks):
        yield Found(Code.LOOKS_NOT_CITED, facts, "cite these looks", body.weapon)


def _unknown(case: Case, weapon: Weapon, now: Statement) -> Iterator[Found]:
    facts = (case.body.weapon, now.cause.value, *[look.event for look in weapon.looks])
    if now.cause in {Cause.DISAGREE, Cause.INCOMPLETE, Cause.DIFFERS_FROM_BOOK}:
        lift = "look again at once; after a second time make it clear and start from empty"
        yield Found(Code.LOOKS_DISAGREE, facts, lift, case.body.weapon)
    else:
        lift = "show it to a second person: all positions, each answers for themselves"
        yield Found(Code.NOT_SHOWN, facts, lift, case.body.weapon)


def _going_in(body: Load, weapon: Weapon, now: Statement) -> Iterator[Found]:
    if weapon.rounds and now.shown is Shown.EMPTY:
        facts = (body.weapon, *weapon.rounds)
        yield Found(Code.NOT_SHOWN, facts, "make it clear first", body.weapon)
    ring = [chamber(number) for number in range(1, weapon.chambers + 1)]
    taken = {position for load in weapon.loads for position in load.positions}
    free = set(ring) - taken
    wrong = [position for position in body.positions if position not in free]
    if wrong or len(set(body.positions)) != len(body.positions):
        facts = (body.weapon, *wrong)
        lift = f"name free positions, each once: {', '.join(p for p in ring if p in free)}"
        yield Found(Code.POSITION_NOT_FREE, facts, lift, body.weapon)


def announced(case: Case, _params: Params) -> Iterator[Found]:
    """R34: what is said on hand-over is what was shown, kind and number."""
    body: HandOver = case.body
    weapon = case.state.weapons.get(body.weapon)
    if weapon is None:
        return
    now = stands(case, weapon)
    if now.shown is Shown.UNKNOWN:
        return  # R32 or R54 says why
    if (body.announced.value, body.rounds) != (now.shown.value, now.rounds):
        facts = (body.weapon, now.shown.value, str(now.rounds), body.announced.value)
        lift = f"last shown: {now.shown.value}, {now.rounds}"
        if now.shown is Shown.NOT_IDENTIFIED:
            lift = "the handler looks at it and says: non-firing, seen as such"
        yield Found(Code.ANNOUNCED_DIFFERS, facts, lift, body.weapon)


def bore_seen(case: Case, _params: Params) -> Iterator[Found]:
    """R43: bore seen after each firing sequence and before any change of the kind of round."""
    body = case.body
    weapon = case.state.weapons.get(body.weapon)
    if weapon is None or not weapon.firing or weapon.bore_seen:
        return
    lift = "the handler looks at the bore by a method that works on this pattern, and says so"
    if weapon.bore_due:
        facts = (body.weapon, weapon.bore_due)
        yield Found(Code.BORE_NOT_SEEN, facts, lift, body.weapon)
    elif type(body) is Load:
        lot = case.state.lots.get(body.lot)
        if lot is not None and weapon.last_kind not in {None, lot.kind}:
            kinds = (body.weapon, body.lot, lot.kind.value)
            yield Found(Code.BORE_NOT_SEEN, kinds, lift, body.weapon)


def showing_stands(case: Case, params: Params) -> Iterator[Found]:
    """R54: a showing ends by what happened to the gun; its age counts for the next step only."""
    body = case.body
    weapon = case.state.weapons.get(body.weapon)
    if weapon is None or not weapon.firing:
        return
    now = stands(case, weapon)
    if now.cause is Cause.ENDED:
        facts = (body.weapon, weapon.ended, weapon.changed)
        lift = "show it again to a second person"
        yield Found(Code.SHOWING_ENDED, facts, lift, body.weapon)
    elif now.cause is Cause.CLOCK:
        clock = (body.weapon, "the desk's clock ran backwards")
        yield Found(Code.SHOWING_TOO_OLD, clock, "show it again", body.weapon)
    elif now.at is not None:
        limit = params.number("showing_minutes_max")
        age = _age_ms(weapon, now, case.now)
        if age is None or age > limit * MINUTE_MS:
            minutes = "?" if age is None else str(age // MINUTE_MS)
            facts = (body.weapon, minutes, *now.looks)
            lift = f"show it again: longer ago than {limit} minutes"
            yield Found(Code.SHOWING_TOO_OLD, facts, lift, body.weapon)


def _age_ms(weapon: Weapon, stated: Statement, now: Now) -> int | None:
    """Return how long ago the older of the looks was made, or None when nobody can say.

    A look that was sent late is as old as the device says that made it.
    """
    looks = [look for look in weapon.looks if look.event in stated.looks]
    spans = [(elapsed_ms(look.at, now), look.lag_ms) for look in looks]
    ages = [span + lag for span, lag in spans if span is not None]
    return max(ages) if len(ages) == len(looks) else None


def second_person(case: Case, params: Params) -> Iterator[Found]:
    """R55: the second person never loaded the gun nor filled what it was loaded from.

    Who may be second person or caller at all is by title; a director never may, by any pack.
    """
    match case.body:
        case Load() | HandOver():
            weapon = case.state.weapons.get(case.body.weapon)
            if weapon is None or not weapon.firing:
                return
            if stands(case, weapon).cause is Cause.SECOND_PERSON:
                facts = (case.body.weapon, *[look.person for look in weapon.looks])
                lift = "another person, who neither loaded it nor filled the box or belt, looks"
                yield Found(Code.SECOND_PERSON_NOT_ADMISSIBLE, facts, lift, case.body.weapon)
        case Enrol(title=title, roles=roles):
            yield from _title_fits(title, roles, params)
        case _:  # a grant
            known = case.state.registry.people.get(case.body.person)
            title = "" if known is None else known.title
            yield from _title_fits(title, case.body.roles, params)


def _title_fits(title: str, roles: Iterable[Role], params: Params) -> Iterator[Found]:
    """Find titles that are neither for a second person nor for a caller, who looks as one too."""
    allowed = params.names("second_person_titles") - NEVER_SECOND
    for role in SECOND_OR_CALLER:
        if role in roles and title not in allowed:
            lift = f"enrol as one of: {', '.join(sorted(allowed))}"
            yield Found(Code.TITLE_NOT_FOR_ROLE, (title, role.value), lift)


RULES: Final = (
    Rule(id="R25", steps=READYING, function=opening_check),
    Rule(id="R32", steps=SHOWING_STEPS, function=shown_before),
    Rule(id="R34", steps=steps(HandOver), function=announced),
    Rule(id="R43", steps=SHOWING_STEPS, function=bore_seen),
    Rule(
        id="R54",
        steps=SHOWING_STEPS,
        function=showing_stands,
        parameters={"showing_minutes_max": Stricter.SMALLER},
    ),
    Rule(
        id="R55",
        steps=SHOWING_STEPS | steps(Enrol, Grant),
        function=second_person,
        parameters={"second_person_titles": Stricter.FEWER},
    ),
)
