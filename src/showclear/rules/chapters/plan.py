"""The plan: lowest class that serves, assessment, set-up and its changes, muzzle line, distance.

R01, R06, R07, R36, R37, R38, R39. The plan is judged when it is approved; where a gun is used
(handed over, issued, going again) it is held against the plan as approved: what was planned, by
whom, with what in it, and whether anything that matters changed since. An approval also lapses
when the plan's rows are not those it was given under (``facts_plan.plan_digest``); of others'
rows it knows nothing.

What voids an approval is kept narrow on purpose (rules.md R07, Applied): a lens, a height or a
dolly is one tap, and somebody new outside the line is nothing at all. A rule that voids twenty
times a day is switched off by nine. Guns that cannot fire need no set-up under rows that cover
classes 4 to 6 only: findings name the gun, and the row's ``covers`` leaves them out. No load is
held against the plan before the gun is handed over: a lot is looked at where it matters, in the
gun that goes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from showclear.field.ids import NOBODY, ItemId, LotId, PersonId, SetUpId
from showclear.field.plan import REHEARSING, Line, Moving
from showclear.field.stock import Kind, WeaponClass
from showclear.record.codes import Code
from showclear.record.events.guns import GoAgain
from showclear.record.events.handling import WITH_BLANKS, Act, Announced, HandOver
from showclear.record.events.passing import IssueLine, Voucher
from showclear.record.events.plan import ApproveSetUp, Changed, NothingMoved, Use
from showclear.record.facts_plan import SetUpFact, plan_digest
from showclear.record.state import State, Weapon
from showclear.rules.chapters.rounds import kind_of
from showclear.rules.frame import Case, Found, Params, Rule, Stricter, steps

# What may be in a gun that is planned so; what is in it is the book's, what is said is R34's.
KINDS: Final[dict[Announced, frozenset[Kind]]] = {
    Announced.EMPTY: frozenset(),
    Announced.NON_FIRING: frozenset(),
    Announced.DUMMIES: frozenset({Kind.DUMMY}),
    Announced.BLANKS: frozenset({Kind.BLANK, Kind.CHARGE}),
    Announced.MIXED: frozenset({Kind.DUMMY, Kind.BLANK, Kind.CHARGE}),
}
APPROVE_AGAIN: Final = "handler and caller approve the set-up again, as it is now"


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """One gun about to be used: who takes it, what is announced, what they are to do with it.

    Going again announces nothing anew and asks for no acts: what it was handed over with stands,
    in the set-up it was handed over for. ``like`` guns of a line are changed about freely.
    """

    weapon: ItemId
    to: PersonId
    announced: Announced | None = None
    rounds: int = 0
    acts: tuple[Act, ...] = ()
    handed_for: SetUpId | None = None
    like: bool = False


def given(case: Case) -> tuple[Given, ...]:
    """Return the guns that a step of use puts, or leaves, in somebody's hand."""
    body = case.body
    match body:
        case HandOver():
            one = Given(
                weapon=body.weapon,
                to=body.to,
                announced=body.announced,
                rounds=body.rounds,
                acts=body.acts,
            )
            return (one,)
        case IssueLine():
            return tuple([_by_voucher(body, voucher) for voucher in body.line])
        case _:
            return (_again(case.state, body),)


def _again(state: State, body: GoAgain) -> Given:
    gun = state.weapons.get(body.weapon)
    if gun is None:
        return Given(weapon=body.weapon, to=NOBODY)
    return Given(
        weapon=body.weapon,
        to=PersonId(gun.in_hand),
        rounds=sum(gun.rounds.values()),
        handed_for=gun.handed_for,
    )


def _by_voucher(body: IssueLine, voucher: Voucher) -> Given:
    return Given(
        weapon=voucher.weapon,
        to=voucher.to,
        announced=body.announced,
        rounds=body.rounds,
        acts=body.acts,
        like=True,
    )


def lowest_class(case: Case, _params: Params) -> Iterator[Found]:
    """R01: a gun that can fire is planned only with a written reason why no lower class serves."""
    for use in case.body.uses:
        weapon = case.state.weapons.get(use.weapon)
        if use.reason or (weapon is not None and not weapon.firing):
            continue
        lower = "one that takes only blanks, or cannot fire,"
        if weapon is not None and weapon.weapon_class is WeaponClass.BLANK_ONLY:
            lower = "one that cannot fire"
        lift = f"write down why {lower} does not serve, or plan with that one"
        yield Found(Code.LOWER_CLASS_SERVES, (use.weapon,), lift, use.weapon)


def assessed(case: Case, _params: Params) -> Iterator[Found]:
    """R06: the scene is assessed in writing and endorsed; the set-up is still as it was then."""
    body = case.body
    if isinstance(body, ApproveSetUp):
        for use in body.uses:
            yield from _scene_assessed(case.state, body, use.weapon)
        return
    fact = case.state.set_ups.get(body.set_up)
    for one in given(case):
        if fact is None:
            lift = "name an approved set-up: it says of which scene"
            yield Found(Code.NOT_ASSESSED, _named(body.set_up), lift, one.weapon)
            continue
        yield from _scene_assessed(case.state, fact.approved, one.weapon)
        if fact.changed:
            yield Found(Code.NOT_ASSESSED, _reports(fact), APPROVE_AGAIN, one.weapon)


def _scene_assessed(state: State, approved: ApproveSetUp, weapon: ItemId) -> Iterator[Found]:
    if approved.scene not in state.scenes:
        lift = f"assess scene {approved.scene} in writing; the handler endorses"
        yield Found(Code.NOT_ASSESSED, (approved.scene,), lift, weapon)


def _named(set_up: SetUpId) -> tuple[str, ...]:
    return (set_up,) if set_up else ()


def as_planned(case: Case, _params: Params) -> Iterator[Found]:
    """R07: a gun is used in an approved set-up, unchanged since, and as it says there."""
    match case.body:
        case ApproveSetUp() as body:
            yield from _whole(case.state, body)
        case NothingMoved(set_up=set_up):
            yield from _nothing_moved(case.state, set_up)
        case _:
            yield from _used(case)


def _whole(state: State, body: ApproveSetUp) -> Iterator[Found]:
    """Find what in a plan names nothing, or says two things at once."""
    seen: set[ItemId] = set()
    for use in body.uses:
        if use.weapon not in state.weapons:
            yield Found(Code.ITEM_UNKNOWN, (use.weapon,), "receive the item first", use.weapon)
        if use.weapon in seen:
            lift = "name each gun once; what else it is for is another set-up"
            facts = (use.weapon, body.set_up, "twice")
            yield Found(Code.NOT_IN_SET_UP, facts, lift, use.weapon)
        seen.add(use.weapon)
        yield from _lot_named(state, body.set_up, use)
        yield from _movements_named(body.set_up, use)


def _lot_named(state: State, set_up: SetUpId, use: Use) -> Iterator[Found]:
    """Find blanks without their lot, or a lot of another kind: the load is the lot (R07, R21)."""
    lot = state.lots.get(use.lot)
    if lot is None and (use.lot or use.holds in WITH_BLANKS):
        facts = (use.weapon, set_up, "lot", use.lot)
        yield Found(Code.NOT_IN_SET_UP, facts, "name a lot that was received", use.weapon)
    elif lot is not None and lot.kind not in KINDS[use.holds]:
        other = (use.weapon, set_up, "lot", use.lot, lot.kind.value)
        lift = f"name a lot that goes with {use.holds.value}"
        yield Found(Code.NOT_IN_SET_UP, other, lift, use.weapon)


def _movements_named(set_up: SetUpId, use: Use) -> Iterator[Found]:
    """Find a movement by somebody who does not have this gun, or from nobody to nobody (R31)."""
    for movement in use.movements:
        both = (movement.giver, movement.taker)
        strangers = [one for one in both if one != NOBODY and one not in use.performers]
        passes = movement.moving is Moving.BETWEEN_PERFORMERS
        if strangers or (passes and (NOBODY in both or movement.giver == movement.taker)):
            facts = (use.weapon, set_up, movement.moving.value, *strangers)
            lift = "name who gives and who takes, both among those who may hold this gun"
            yield Found(Code.NOT_IN_SET_UP, facts, lift, use.weapon)


def _nothing_moved(state: State, set_up: SetUpId) -> Iterator[Found]:
    """Find that more than nothing moved: then the tap would settle what it cannot."""
    fact = state.set_ups.get(set_up)
    if fact is None:
        yield Found(Code.NO_SET_UP, (set_up,), "name a set-up that is approved")
    elif fact.changed:
        for use in fact.approved.uses:
            yield Found(Code.SET_UP_CHANGED, _reports(fact), APPROVE_AGAIN, use.weapon)


def _used(case: Case) -> Iterator[Found]:
    """Hold each gun's use against the set-up that the step names."""
    set_up = case.body.set_up
    fact = case.state.set_ups.get(set_up)
    for one in given(case):
        if fact is None:
            lift = "handler and caller approve the set-up; name it when the gun goes out"
            yield Found(Code.NO_SET_UP, _named(set_up), lift, one.weapon)
        else:
            for facts, lift in _lapses(case.state, fact):
                yield Found(Code.SET_UP_CHANGED, facts, lift, one.weapon)
            yield from _not_written(case.state, fact, one)


def _lapses(state: State, fact: SetUpFact) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield why the approval does not hold now: what was reported, and what would lift it."""
    set_up = fact.approved.set_up
    if fact.changed:
        yield _reports(fact), APPROVE_AGAIN
    if fact.unsettled:
        lift = "one tap by handler and caller: nothing that matters moved"
        yield (set_up, Changed.OTHER.value, fact.unsettled), lift
    if fact.packs != plan_digest(state.packs.packs):
        lift = f"the plan's rows are not those it was approved under: {APPROVE_AGAIN}"
        yield (set_up, "rows", fact.event), lift


def _reports(fact: SetUpFact) -> tuple[str, ...]:
    told = [word for one in fact.changed for word in (one.what.value, one.event)]
    return (fact.approved.set_up, *told)


def _not_written(state: State, fact: SetUpFact, one: Given) -> Iterator[Found]:
    """Find in which words the use is not the one written down."""
    approved = fact.approved
    use = next((use for use in approved.uses if use.weapon == one.weapon), None)
    weapon = state.weapons.get(one.weapon)
    differs = ["gun"]
    if use is not None:
        taker = [] if _may_take(approved, use, one) else ["taker"]
        differs = [*taker, *_differs(state, use, one, weapon)]
    if one.handed_for not in {None, approved.set_up}:
        differs.append("set-up")
    if differs:
        facts = (one.weapon, approved.set_up, *differs)
        lift = f"do as the set-up says ({', '.join(differs)}), or approve it as it is to be"
        yield Found(Code.NOT_IN_SET_UP, facts, lift, one.weapon)


def _may_take(approved: ApproveSetUp, use: Use, one: Given) -> bool:
    """Return whether somebody is written in for this gun, or of a line for one just like it.

    Which of thirty like rifles a person gets is the voucher's matter (rules.md R31, Applied).
    """
    if one.to in use.performers:
        return True
    return one.like and any(
        one.to in other.performers
        and msgspec.structs.replace(
            other, weapon=use.weapon, performers=use.performers, reason=use.reason
        )
        == use
        for other in approved.uses
    )


def _differs(state: State, use: Use, one: Given, weapon: Weapon | None) -> Iterator[str]:
    """Yield what differs from the use as planned.

    Less is never a change that matters: a gun seen empty may stand for a loaded one, and fewer
    rounds for more. Refusing them would put the hotter gun into the hand.
    """
    inside = {} if weapon is None else weapon.rounds
    kinds = {kind_of(state, name) for name in inside}
    said = one.announced in {None, Announced.EMPTY, use.holds}
    if not said or not kinds <= KINDS[use.holds]:
        yield "load"
    if one.rounds > use.rounds:
        yield "rounds"
    if any(_other_lot(state, use, name) for name in inside):
        yield "lot"
    if not set(one.acts) <= set(use.acts):
        yield "acts"


def _other_lot(state: State, use: Use, name: LotId) -> bool:
    """Return whether rounds are of another lot; a mixed load names that of its blanks."""
    if not use.lot or name == use.lot:
        return False
    return use.holds is not Announced.MIXED or kind_of(state, name) is not Kind.DUMMY


def rehearsed_lower(case: Case, _params: Params) -> Iterator[Found]:
    """R36: blocking, rehearsal, camera set-up are done with what cannot fire, unless written."""
    body: ApproveSetUp = case.body
    for use in body.uses if body.phase in REHEARSING else ():
        weapon = case.state.weapons.get(use.weapon)
        if not use.reason and (weapon is None or weapon.firing):
            facts = (use.weapon, body.phase.value)
            lift = "rehearse with one that cannot fire, or write down why that does not serve"
            yield Found(Code.REHEARSE_LOWER, facts, lift, use.weapon)


def never_at_a_person(case: Case, _params: Params) -> Iterator[Found]:
    """R37: no muzzle line at a person; toward the lens only as both approve, and never near.

    Nearer than the policy is approved with offset aim (R38), which on the axis cannot be.
    """
    body: ApproveSetUp = case.body
    line = body.line.value
    for use in body.uses:
        if body.line is Line.AT_PERSON:
            lift = "plan the muzzle line clear of every person, by camera angle or offset"
            yield Found(Code.POINTED_AT_PERSON, (line,), lift, use.weapon)
        elif body.line is Line.CLEAR and body.inside:
            lift = "nobody is inside a clear line: move them or the line, or call it on-axis"
            yield Found(Code.POINTED_AT_PERSON, (line, *body.inside), lift, use.weapon)
        elif body.line is Line.ON_AXIS and body.near_approved and _goes_off(use):
            facts = (use.weapon, line, str(body.nearest_mm))
            lift = "keep the full distance on the axis, or take the muzzle off it"
            yield Found(Code.POINTED_AT_PERSON, facts, lift, use.weapon)


def _goes_off(use: Use) -> bool:
    """Return whether anything is planned that goes off, in whichever of its words it is said."""
    return Act.FIRE in use.acts or use.holds in WITH_BLANKS or use.gunshots > 0


def stand_off(case: Case, params: Params) -> Iterator[Found]:
    """R38: blanks stay the policy's distance away, and beyond where debris was seen to reach.

    Asked again where they are used: a test-fire may have shown more since.
    """
    body, least = case.body, params.number("distance_mm_min")
    if isinstance(body, ApproveSetUp):
        yield from _near(case.state, body, body.uses, least)
        return
    fact = case.state.set_ups.get(body.set_up)
    used = [one.weapon for one in given(case) if _with_blanks(case.state, one)]
    if fact is not None:
        uses = tuple([use for use in fact.approved.uses if use.weapon in used])
        yield from _near(case.state, fact.approved, uses, least)
        return
    for weapon in used:
        lift = "approve the set-up: it says how far everybody is from the muzzle"
        yield Found(Code.NO_SET_UP, _named(body.set_up), lift, weapon)


def _with_blanks(state: State, one: Given) -> bool:
    weapon = state.weapons.get(one.weapon)
    inside = {} if weapon is None else weapon.rounds
    # Whatever is no dummy may go off (DESIGN.md, Ten principles 2).
    return one.announced in WITH_BLANKS or any(
        kind_of(state, name) is not Kind.DUMMY for name in inside
    )


def _near(
    state: State, approved: ApproveSetUp, uses: tuple[Use, ...], least: int
) -> Iterator[Found]:
    planned = approved.nearest_mm
    for use in uses:
        if use.holds not in WITH_BLANKS:
            continue
        if planned < least and not approved.near_approved:
            lift = f"plan {least} mm or more; nearer only with offset aim, approved as near"
            yield Found(Code.TOO_NEAR, (use.weapon, str(planned), str(least)), lift, use.weapon)
        reach = _debris_mm(state.weapons.get(use.weapon), use.lot)
        if planned < reach:
            facts = (use.weapon, use.lot, str(planned), str(reach))
            lift = f"plan {reach} mm or more: so far debris was seen to reach in the test-fire"
            yield Found(Code.TOO_NEAR, facts, lift, use.weapon)


def _debris_mm(weapon: Weapon | None, lot: LotId) -> int:
    """Return how far debris was seen to reach; a lot nobody named may be any of those tested."""
    if weapon is None:
        return 0
    tested = weapon.test_fired
    return max((fact.debris_mm for name, fact in tested.items() if lot in {name, ""}), default=0)


def shielded(case: Case, _params: Params) -> Iterator[Found]:
    """R39: toward the lens with blanks there is a shield, or nobody at the camera."""
    body: ApproveSetUp = case.body
    if body.line is not Line.ON_AXIS or body.shielded or body.remote_camera:
        return
    for use in body.uses:
        if use.holds in WITH_BLANKS:
            lift = "put up a shield, or run the camera by remote"
            yield Found(Code.NO_SHIELD, (use.weapon, body.line.value), lift, use.weapon)


APPROVING: Final = steps(ApproveSetUp)
USING: Final = steps(HandOver, IssueLine, GoAgain)
RULES: Final = (
    Rule(id="R01", steps=APPROVING, function=lowest_class),
    Rule(id="R06", steps=APPROVING | USING, function=assessed),
    Rule(id="R07", steps=APPROVING | USING | steps(NothingMoved), function=as_planned),
    Rule(id="R36", steps=APPROVING, function=rehearsed_lower),
    Rule(id="R37", steps=APPROVING, function=never_at_a_person),
    Rule(
        id="R38",
        steps=APPROVING | USING,
        function=stand_off,
        parameters={"distance_mm_min": Stricter.LARGER},
    ),
    Rule(id="R39", steps=APPROVING, function=shielded),
)
