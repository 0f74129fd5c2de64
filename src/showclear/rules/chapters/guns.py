"""One gun before it is used: intake, fitness, test-fire, load, time loaded.

R11, R13, R14, R21, R22, R35. Asked about guns by the rows' classes; what a misfire or a cut
leaves open is in ``aftermath``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from showclear.field.ids import ItemId
from showclear.field.instants import MINUTE_MS, elapsed_ms
from showclear.field.stock import Kind
from showclear.record.codes import Code
from showclear.record.events.guns import FireResult, GoAgain, Release
from showclear.record.events.handling import Load
from showclear.record.showing import Shown
from showclear.record.state import State, Weapon
from showclear.rules.chapters import aftermath
from showclear.rules.chapters.custody import HANDING, READYING, handings, stands, weapons_of
from showclear.rules.frame import Case, Found, Params, Rule, Stricter, steps

THAT_FIRE: Final = frozenset({Kind.BLANK, Kind.CHARGE})
LOOK_OVER: Final = "intake look"
NOT_IDENTIFIED: Final = "not seen as non-firing"


def intake(case: Case, _params: Params) -> Iterator[Found]:
    """R11: nothing is readied before its papers are there and a handler has looked it over.

    For what cannot fire it is enough that a handler has seen that it cannot (R11, Applied).
    """
    for item, weapon in weapons_of(case):
        if not weapon.firing:
            if not weapon.intake and stands(case, weapon).shown is not Shown.NON_FIRING:
                lift = "the handler looks at it and says: non-firing, seen as such"
                yield Found(Code.INTAKE_INCOMPLETE, (item, NOT_IDENTIFIED), lift, item)
            continue
        if weapon.lacks:
            lift = f"receive it anew, under an id of its own, with: {', '.join(weapon.lacks)}"
            yield Found(Code.INTAKE_INCOMPLETE, (item, *weapon.lacks), lift, item)
        if not weapon.intake:
            lift = "the handler looks it over as it came: every position, and says so"
            yield Found(Code.INTAKE_INCOMPLETE, (item, LOOK_OVER), lift, item)


def fit(case: Case, params: Params) -> Iterator[Found]:
    """R13: what was found changed, worn or missing waits until a gunsmith has released it."""
    if type(case.body) is Release:
        yield from _release(case, case.body, params)
        return
    for item, weapon in weapons_of(case):
        if weapon.unfit:
            lift = "a gunsmith releases it, endorsed by the handler; lock it away meanwhile"
            yield Found(Code.NOT_FIT, (item, *weapon.unfit), lift, item)


def _release(case: Case, body: Release, params: Params) -> Iterator[Found]:
    weapon = case.state.weapons.get(body.weapon)
    if weapon is None or body.unfit not in weapon.unfit:
        lift = "name what was found and is not released yet"
        yield Found(Code.NOTHING_TO_LIFT, (body.weapon, body.unfit), lift, body.weapon)
    allowed = params.names("released_by_titles")
    people = case.state.registry.people
    second = [people.get(signer.person) for signer in case.event.signers[1:]]
    signing = [known.title for known in second if known is not None]
    if not allowed.intersection(signing):
        lift = f"released by: {' or '.join(sorted(allowed)) or 'nobody'}"
        yield Found(Code.NOT_NAMED_TO_LIFT, (body.weapon, *signing), lift, body.weapon)


def tested(case: Case, _params: Params) -> Iterator[Found]:
    """R14: no blanks or charges go in before this gun was test-fired with this lot."""
    body: Load = case.body
    weapon, lot = case.state.weapons.get(body.weapon), case.state.lots.get(body.lot)
    if weapon is None or lot is None or lot.kind not in THAT_FIRE:
        return
    fact = weapon.test_fired.get(body.lot)
    if fact is None or fact.result is None:
        lift = "test-fire this gun with this lot, off the set, and record it"
        yield Found(Code.NOT_TEST_FIRED, (body.weapon, body.lot), lift, body.weapon)
    elif fact.result is not FireResult.AS_IT_SHOULD:
        lift = "it did not go as it should: find out why, and test-fire it again off the set"
        yield Found(Code.NOT_TEST_FIRED, (body.weapon, body.lot, fact.event), lift, body.weapon)


def load_approved(case: Case, _params: Params) -> Iterator[Found]:
    """R21: what goes in is on the handler's list for this gun, and of a calibre it is made for."""
    body: Load = case.body
    weapon, lot = case.state.weapons.get(body.weapon), case.state.lots.get(body.lot)
    if weapon is None or lot is None:
        return
    if body.lot not in weapon.lots_approved:
        lift = "the handler puts the lot on the gun's list"
        yield Found(Code.LOAD_NOT_APPROVED, (body.weapon, body.lot), lift, body.weapon)
    if lot.calibre not in weapon.calibres:
        facts = (body.weapon, body.lot, lot.calibre)
        made_for = ", ".join(weapon.calibres) or "none on record"
        lift = f"take a lot of a calibre that the gun is made for: {made_for}"
        yield Found(Code.LOAD_NOT_APPROVED, facts, lift, body.weapon)


def only_what_is_written(case: Case, _params: Params) -> Iterator[Found]:
    """R22: no more blanks in it than the take is written for; without a set-up none is."""
    for handing in handings(case):
        weapon = case.state.weapons.get(handing.weapon)
        blanks = 0 if weapon is None else _that_fire(case.state, weapon)
        written = _gunshots(case, handing.weapon)
        if blanks > written:
            facts = (handing.weapon, str(blanks), str(written))
            lift = f"make it clear and put in {written}, or have the set-up say {blanks}"
            yield Found(Code.MORE_THAN_WRITTEN, facts, lift, handing.weapon)


def _that_fire(state: State, weapon: Weapon) -> int:
    return sum(
        rounds
        for name, rounds in weapon.rounds.items()
        if name not in state.lots or state.lots[name].kind is not Kind.DUMMY
    )


def _gunshots(case: Case, weapon: ItemId) -> int:
    """Return how many gunshots the set-up that the step names is written for with this gun."""
    known = case.state.set_ups.get(case.body.set_up)
    uses = () if known is None else known.approved.uses
    return max((use.gunshots for use in uses if use.weapon == weapon), default=0)


def load_last(case: Case, params: Params) -> Iterator[Found]:
    """R35: blanks go in last; how long they have been in is said at the next step."""
    limit = params.number("loaded_minutes_max")
    for item, weapon in weapons_of(case):
        times = [load.at for load in weapon.loads if load.kind in THAT_FIRE]
        ages = [None if at is None else elapsed_ms(at, case.now) for at in times]
        known = [age for age in ages if age is not None]
        if len(known) == len(ages) and max(known, default=0) <= limit * MINUTE_MS:
            continue
        minutes = str(max(known) // MINUTE_MS) if len(known) == len(ages) else "?"
        lift = f"make it clear and put them in again: in for longer than {limit} minutes"
        yield Found(Code.LOADED_TOO_LONG, (item, minutes), lift, item)


RULES: Final = (
    Rule(id="R11", steps=READYING, function=intake),
    Rule(
        id="R13",
        steps=READYING | steps(Release),
        function=fit,
        parameters={"released_by_titles": Stricter.FEWER},
    ),
    Rule(id="R14", steps=steps(Load), function=tested),
    Rule(id="R21", steps=steps(Load), function=load_approved),
    Rule(id="R22", steps=HANDING, function=only_what_is_written),
    Rule(
        id="R35",
        steps=HANDING | steps(GoAgain),
        function=load_last,
        parameters={"loaded_minutes_max": Stricter.SMALLER},
    ),
    *aftermath.RULES,
)
