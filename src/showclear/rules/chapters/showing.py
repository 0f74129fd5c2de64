"""Opening check, showing, announcement, bore, end of a showing, second person.

R25, R32, R34, R43, R54, R55. What was shown is computed once by ``record.showing``; each rule
looks at the part of the answer that is its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from showclear.field.ids import ItemId
from showclear.field.instants import MINUTE_MS, Now, elapsed_ms
from showclear.field.patterns import positions_into
from showclear.field.people import Role
from showclear.record.codes import Code
from showclear.record.events.guns import GoAgain
from showclear.record.events.handling import Announced, HandOver, Load, TakeOut
from showclear.record.events.officers import Enrol, Grant
from showclear.record.events.passing import IssueLine
from showclear.record.showing import (
    Cause,
    Shown,
    Statement,
    latest,
    opened,
)
from showclear.record.state import By, Charge, State, Weapon
from showclear.rules.chapters.custody import (
    HANDING,
    READYING,
    handings,
    stands,
    weapons_of,
)
from showclear.rules.frame import Case, Found, Params, Rule, Stricter, contradictions, steps

SHOWN_FOR_HAND_OVER: Final = frozenset({Shown.EMPTY, Shown.DUMMIES, Shown.BLANKS, Shown.MIXED})
SHOWING_STEPS: Final = steps(Load) | HANDING
# What may stay in a performer's hand over a cut: nothing in it can go off (rules.md R41, Applied).
GOES_ON: Final = frozenset({Shown.EMPTY, Shown.DUMMIES, Shown.NON_FIRING})
PAIR: Final = 2  # a showing rests on two
NOTHING_GOES_OFF: Final = (
    "collect it: only with an empty gun, or dummies, that was not out of sight"
)


LOOK_AT_ALL: Final = (
    "two people look at every position of the open gun, bore by a method that works"
)
BY_WHOM: Final = (
    "one of them a handler, the other a handler too, or enrolled as second person or caller"
)
SECOND: Final = (
    "enrolled as second person or caller, who neither loaded it nor filled the box or belt"
)
SECOND_TOO: Final = (
    f"a second person looks too: all positions, and answers for themselves; somebody {SECOND}"
)
# A director decides what is done with the gun: no second pair of eyes (rules.md R31).
NEVER_SECOND: Final = frozenset({"director"})
SECOND_OR_CALLER: Final = (Role.SECOND_PERSON, Role.CALLER)


def opening_check(case: Case, params: Params) -> Iterator[Found]:
    """R25: since the day was opened two people looked, each for themselves, at every position.

    Asked again before loading and handing over: a gun that got out without the step is not
    excused by being out. Whether a performer tests it too is theirs and the handler's: no look of
    theirs is asked for, but the adopted rows must not say two things of it (``performers_part``).
    """
    state = case.state
    firing = [(item, weapon) for item, weapon in weapons_of(case) if weapon.firing]
    for item, _ in firing:
        yield from contradictions(params, item)
    if not state.day and (firing or type(case.body) is TakeOut):
        yield Found(Code.DAY_NOT_OPEN, (), "the caller opens the working day")
        return
    for item, weapon in firing:
        if not opened(weapon):
            out = "" if type(case.body) is TakeOut else "it is out already: "
            clear = "make it clear, then " if weapon.rounds or weapon.fired_cases else ""
            facts = (item, *[look.event for look in latest(weapon.opening)])
            # Where somebody has looked and it does not count, it is said whose looks would.
            whose = f"; {BY_WHOM}" if len(facts) > 1 else ""
            lift = f"{out}{clear}{LOOK_AT_ALL}{whose}"
            yield Found(Code.OPENING_CHECK_MISSING, facts, lift, item)


def shown_before(case: Case, _params: Params) -> Iterator[Found]:
    """R32: shown to a second person before every hand-over, and empty before every load.

    Nobody goes again with what was shown to hold anything that goes off, whether R41, which asks
    more, is adopted or not; where nothing stands, R54 says so.
    """
    for item, weapon in _firing(case):
        now = stands(case, weapon)
        if type(case.body) is GoAgain:
            if now.looks and now.shown not in GOES_ON:
                facts = (item, now.shown.value, now.cause.value)
                yield Found(Code.GOING_AGAIN_NOT_HERE, facts, NOTHING_GOES_OFF, item)
        elif now.shown is not Shown.UNKNOWN:
            yield from _shown(case, item, weapon, now)
        elif now.cause not in {Cause.ENDED, Cause.SECOND_PERSON, Cause.CLOCK}:
            yield from _unknown(item, weapon, now, line=type(case.body) is IssueLine)


def _firing(case: Case) -> Iterator[tuple[ItemId, Weapon]]:
    """Yield the guns of the step that can go off."""
    for item, weapon in weapons_of(case):
        if weapon.firing:
            yield item, weapon


def _shown(case: Case, item: ItemId, weapon: Weapon, now: Statement) -> Iterator[Found]:
    body = case.body
    lift = "show it: all positions, out loud, then each answers for themselves"
    # Of a gun that no handler answers for R02 says no; which of several pairs would be taken for
    # it says nothing, and changes with each look more or less (DESIGN.md, invariant 6).
    theirs = weapon.charge == Charge(By.HANDLER, case.author) and case.author in now.by
    answered = weapon.charge.by is By.HANDLER
    if (answered and not theirs) or now.shown not in SHOWN_FOR_HAND_OVER:
        facts = (item, now.shown.value, *now.by)
        yield Found(Code.NOT_SHOWN, facts, f"the handler in charge: {lift}", item)
        return
    facts = (item, *now.looks)
    if now.first_index < weapon.handed_index:
        back = f"once it is back in the handler's hand {lift}"
        yield Found(Code.HANDED_OVER_SINCE, facts, back, item)
    if type(body) is Load:
        yield from _going_in(body, weapon)
    elif not set(now.looks) <= set(body.looks):
        yield Found(Code.LOOKS_NOT_CITED, facts, "cite these looks", item)


def _unknown(item: ItemId, weapon: Weapon, now: Statement, *, line: bool) -> Iterator[Found]:
    facts: tuple[str, ...] = (item, now.cause.value, *[look.event for look in weapon.looks])
    if now.cause in {Cause.DISAGREE, Cause.INCOMPLETE, Cause.DIFFERS_FROM_BOOK}:
        lift = "look again at once; after a second time make it clear and start from empty"
        yield Found(Code.LOOKS_DISAGREE, facts, lift, item)
        return
    if now.cause is Cause.NOT_SEEN_EMPTY:
        facts = (*facts, *weapon.empty_seen_by)
    lift = _who_is_missing(weapon, now.cause)
    if lift == SECOND_TOO and line:
        lift = f"{SECOND_TOO}; or, of a line, the other handler, who walks it too"
    yield Found(Code.NOT_SHOWN, facts, lift, item)


def _who_is_missing(weapon: Weapon, cause: Cause) -> str:
    """Return whose look would make a showing of what there is."""
    if cause is Cause.NOT_SEEN_EMPTY:
        clear = "make it clear, show it empty"
        saw = ", ".join(weapon.empty_seen_by)
        if len(weapon.empty_seen_by) < PAIR:
            return f"{clear} to a second person, and let the same two watch the rounds go in"
        return (
            f"only who saw it empty answers for rounds seen going in: {saw}; if one of them did"
            f" not watch, {clear}, and let the same two watch"
        )
    if cause is not Cause.ONE_LOOK:
        return "show it to a second person: all positions, each answers for themselves"
    if any(look.role is Role.HANDLER for look in weapon.looks):
        return SECOND_TOO
    return "the handler in charge looks too: all positions, and answers for themselves"


def _going_in(body: Load, weapon: Weapon) -> Iterator[Found]:
    into = positions_into(weapon.mechanism)
    taken = {position for load in weapon.loads for position in load.positions}
    free = set(into) - taken
    wrong = [position for position in body.positions if position not in free]
    if wrong or len(set(body.positions)) != len(body.positions):
        facts = (body.weapon, *wrong)
        lift = f"name free positions, each once: {', '.join(p for p in into if p in free)}"
        yield Found(Code.POSITION_NOT_FREE, facts, lift, body.weapon)


def announced(case: Case, _params: Params) -> Iterator[Found]:
    """R34: what is said on hand-over is what was shown, kind and number."""
    for handing in handings(case):
        item = handing.weapon
        weapon = case.state.weapons.get(item)
        now = None if weapon is None else stands(case, weapon)
        if now is None or now.shown is Shown.UNKNOWN:
            continue  # R32 or R54 says why
        if (handing.announced.value, handing.rounds) != (now.shown.value, now.rounds):
            facts = (item, now.shown.value, str(now.rounds), handing.announced.value)
            lift = f"last shown: {now.shown.value}, {now.rounds}"
            if now.shown is Shown.NOT_IDENTIFIED:
                lift = "the handler looks at it and says: non-firing, seen as such"
            yield Found(Code.ANNOUNCED_DIFFERS, facts, lift, item)


def bore_seen(case: Case, _params: Params) -> Iterator[Found]:
    """R43: bore seen after each firing sequence and before any change of the kind of round."""
    body = case.body
    lift = "the handler looks at the bore by a method that works on this pattern, and says so"
    for item, weapon in _firing(case):
        if weapon.bore_seen:
            continue
        if weapon.bore_due:
            yield Found(Code.BORE_NOT_SEEN, (item, weapon.bore_due), lift, item)
        elif type(body) is Load:
            lot = case.state.lots.get(body.lot)
            changes = lot is not None and weapon.last_kind not in {None, lot.kind}
            if lot is not None and changes and not _seen_before_mixing(case, weapon):
                kinds = (item, body.lot, lot.kind.value)
                yield Found(Code.BORE_NOT_SEEN, kinds, lift, item)


def _seen_before_mixing(case: Case, weapon: Weapon) -> bool:
    """Return whether the bore was seen before the first round went into a gun to be mixed.

    The bore of a gun with rounds in it cannot be looked at: what was seen just before they went
    in counts, where a set-up asks for mixed by name and nothing else was done to it since (R20).
    """
    before = bool(weapon.rounds and weapon.bore_before)
    return before and mixed_asked(case.state, case.body.weapon)


def mixed_asked(state: State, weapon: str) -> bool:
    """Return whether any approved set-up, unchanged since, asks for mixed in this gun by name.

    Which one the rounds go in for nobody can know yet; the hand-over says (R07).
    """
    return any(
        use.weapon == weapon and use.holds is Announced.MIXED
        for fact in state.set_ups.values()
        if not fact.changed and not fact.unsettled
        for use in fact.approved.uses
    )


def showing_stands(case: Case, params: Params) -> Iterator[Found]:
    """R54: a showing ends by what happened to the gun; its age counts for the next step only."""
    limit = params.number("showing_minutes_max")
    for item, weapon in _firing(case):
        now = stands(case, weapon)
        if now.cause is Cause.ENDED:
            facts = (item, weapon.ended, weapon.changed)
            yield Found(Code.SHOWING_ENDED, facts, "show it again to a second person", item)
        elif now.cause is Cause.CLOCK:
            clock = (item, "the desk's clock ran backwards")
            yield Found(Code.SHOWING_TOO_OLD, clock, "show it again", item)
        elif now.looks:
            age = _age_ms(weapon, now, case.now)
            if age is None or age > limit * MINUTE_MS:
                minutes = "?" if age is None else str(age // MINUTE_MS)
                old = (item, minutes, *now.looks)
                lift = f"show it again: longer ago than {limit} minutes"
                yield Found(Code.SHOWING_TOO_OLD, old, lift, item)
        elif type(case.body) is GoAgain:  # of any other step R32 says why nothing stands
            lift = "collect it and show it again: nothing that was shown of it stands"
            yield Found(Code.SHOWING_ENDED, (item, now.shown.value), lift, item)


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
        case Load() | HandOver() | IssueLine():
            lift = f"another person, {SECOND}, looks"
            for item, weapon in _firing(case):
                if stands(case, weapon).cause is Cause.SECOND_PERSON:
                    facts = (item, *[look.person for look in weapon.looks])
                    yield Found(Code.SECOND_PERSON_NOT_ADMISSIBLE, facts, lift, item)
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
    Rule(
        id="R25",
        steps=READYING,
        function=opening_check,
        parameters={"performers_part": Stricter.CHOSEN},
    ),
    Rule(id="R32", steps=SHOWING_STEPS | steps(GoAgain), function=shown_before),
    Rule(id="R34", steps=HANDING, function=announced),
    Rule(id="R43", steps=SHOWING_STEPS, function=bore_seen),
    Rule(
        id="R54",
        steps=SHOWING_STEPS | steps(GoAgain),
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
