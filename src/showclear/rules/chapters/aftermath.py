"""What a cut, a misfire or a discharge leaves open: R41, R44, R45.

Collecting, making clear and waiting are reports: nothing here is asked about them, and a limit
that runs out in the middle of a take stands against the next step only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from showclear.field.ids import ItemId
from showclear.field.instants import MINUTE_MS, Now, elapsed_ms
from showclear.field.stock import Kind
from showclear.record.codes import Code
from showclear.record.events.guns import GoAgain
from showclear.record.events.handling import TakeOut
from showclear.record.events.stock import Answer
from showclear.record.state import By, Weapon
from showclear.rules.chapters.custody import HANDING, READYING, items_of, stands, weapons_of
from showclear.rules.chapters.showing import GOES_ON, NOTHING_GOES_OFF
from showclear.rules.frame import Case, Found, Params, Rule, Stricter, steps

# Charged through the muzzle, or with caps: the longer wait (mechanics.md, By action type).
MUZZLE_LOADING: Final = frozenset({"percussion-revolver", "percussion-long-gun", "flint-long-gun"})
SECOND_MS: Final = 1_000


def at_the_cut(case: Case, params: Params) -> Iterator[Found]:
    """R41: at the cut guns come back; going again is for those who adopt it, never with blanks."""
    if type(case.body) is GoAgain:
        yield from _goes_again(case, case.body, params)
        return
    limit = params.number("collected_minutes_max")
    these = items_of(case)
    for item, weapon in case.state.weapons.items():
        # Most guns are out since no cut: that is asked first, of every gun there is.
        if weapon.cut is None or not weapon.firing or item in these or _came_back(weapon):
            continue
        over = _minutes_over(weapon, case.now, limit)
        if over and stands(case, weapon).shown not in GOES_ON:
            facts = (item, weapon.in_hand, over)
            lift = f"collect {item}: the cut was longer ago than {limit} minutes"
            yield Found(Code.NOT_COLLECTED, facts, lift, item)


def _came_back(weapon: Weapon) -> bool:
    """Return whether whoever answers for the gun says to have it, or a lock does."""
    locked = weapon.charge.by in {By.PLACE, By.END}
    return locked or (weapon.in_hand == weapon.charge.who and not weapon.in_hand_reported)


def _minutes_over(weapon: Weapon, now: Now, limit: int) -> str:
    """Return how many minutes ago the cut was, if longer than the limit or nobody can say."""
    if weapon.cut is None:
        return ""
    age = elapsed_ms(weapon.cut.at, now)
    if age is None:
        return "?"
    return str(age // MINUTE_MS) if age > limit * MINUTE_MS else ""


def _goes_again(case: Case, body: GoAgain, params: Params) -> Iterator[Found]:
    limit = params.number("going_again_minutes_max")
    weapon = case.state.weapons.get(body.weapon)
    if weapon is None:
        return  # R02 says so
    if not limit:
        lift = "the handler collects it; going again is for a production that has adopted it"
        yield Found(Code.GOING_AGAIN_NOT_HERE, (body.weapon,), lift, body.weapon)
        return
    if body.set_up not in case.state.set_ups:
        # Whether it still stands as approved the plan's rows say, where they are adopted (R07).
        lift = "name a set-up that handler and caller approved"
        yield Found(Code.NO_SET_UP, (body.weapon, body.set_up), lift, body.weapon)
    if not weapon.handed_to or weapon.in_hand != weapon.handed_to:
        lift = "collect it: only whom it was handed to goes again with it"
        yield Found(Code.GOING_AGAIN_NOT_HERE, (body.weapon, weapon.in_hand), lift, body.weapon)
    stated = stands(case, weapon)
    if stated.shown not in GOES_ON:
        facts = (body.weapon, stated.shown.value, stated.cause.value)
        yield Found(Code.GOING_AGAIN_NOT_HERE, facts, NOTHING_GOES_OFF, body.weapon)
    over = _minutes_over(weapon, case.now, limit)
    if over:
        lift = f"collect it: the cut was longer ago than {limit} minutes"
        yield Found(Code.GOING_AGAIN_NOT_HERE, (body.weapon, over), lift, body.weapon)


def after_trouble(case: Case, params: Params) -> Iterator[Found]:
    """R44: after a misfire the wait; then, as after a jam or a drop: clear, bore, function."""
    for item, weapon in weapons_of(case):
        if not weapon.firing:
            continue
        yield from _wait(case, item, weapon, params)
        if not weapon.function_due:
            continue
        if weapon.clear_due:
            lift = "the handler makes it clear and says so, then sees its bore and its action"
            facts = (item, weapon.clear_due, "not made clear")
            yield Found(Code.FUNCTION_NOT_SEEN, facts, lift, item)
            continue
        if not weapon.bore_seen:
            lift = "the handler looks at the bore by a method that works on this pattern"
            yield Found(Code.BORE_NOT_SEEN, (item, weapon.function_due), lift, item)
        if not weapon.function_seen:
            lift = "the handler sees whether its action works, and says so"
            yield Found(Code.FUNCTION_NOT_SEEN, (item, weapon.function_due), lift, item)


def _wait(case: Case, item: ItemId, weapon: Weapon, params: Params) -> Iterator[Found]:
    if weapon.waiting is None:
        return
    slow = weapon.pattern in MUZZLE_LOADING or weapon.last_kind is Kind.CHARGE
    name = "misfire_wait_muzzle_loader_ms_min" if slow else "misfire_wait_ms_min"
    least = params.number(name)
    waited = _waited_ms(weapon.waiting.at, case.now)
    if waited < least:
        left = -(-(least - waited) // SECOND_MS)
        facts = (item, weapon.waiting.event, f"{left} s left")
        lift = f"it stays pointing where it points until {least // SECOND_MS} s are over"
        yield Found(Code.WAIT_NOT_OVER, facts, lift, item)


def _waited_ms(at: Now, now: Now) -> int:
    """Return how long it has waited at least.

    Where the two times cannot be compared, the desk was started again since: that long at least.
    """
    waited = elapsed_ms(at, now)
    return now.boot_ms if waited is None else waited


def discharge_open(case: Case, params: Params) -> Iterator[Found]:
    """R45: after a gunshot that was not called for, no gun is readied until it is answered."""
    allowed = params.names("answered_by")
    lift = f"answered by: {' or '.join(sorted(allowed)) or 'nobody'}"
    if type(case.body) is Answer:
        of = case.body.of
        if of in case.state.discharges and not {role.value for role in case.roles()} & allowed:
            yield Found(Code.NOT_NAMED_TO_LIFT, (of,), lift)
        return
    for item, weapon in weapons_of(case):
        if weapon.firing and case.state.discharges:
            facts = (item, *case.state.discharges)
            yield Found(Code.DISCHARGE_OPEN, facts, f"find the cause; {lift}", item)


RULES: Final = (
    Rule(
        id="R41",
        steps=HANDING | steps(TakeOut, GoAgain),
        function=at_the_cut,
        parameters={
            "going_again_minutes_max": Stricter.SMALLER,
            "collected_minutes_max": Stricter.SMALLER,
        },
    ),
    Rule(
        id="R44",
        steps=READYING,
        function=after_trouble,
        parameters={
            "misfire_wait_ms_min": Stricter.LARGER,
            "misfire_wait_muzzle_loader_ms_min": Stricter.LARGER,
        },
    ),
    Rule(
        id="R45",
        steps=READYING | steps(Answer),
        function=discharge_open,
        parameters={"answered_by": Stricter.FEWER},
    ),
)
