"""The floor: what is laid on, briefings, medical cover, who says cold or hot, area, animals.

R08, R26, R27, R28, R29, R33, R40, R53. Rolls, counts and what is laid on are attested by whoever
signs them; these rules compare what was attested with the step, and say no more than that.
Nothing here is asked while a set-up rolls: a take is made of reports (practice.md, Refusals 9).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from showclear.field.ids import ItemId, LotId, PersonId
from showclear.field.plan import Provision
from showclear.field.stock import Kind
from showclear.record.codes import Code
from showclear.record.events.handling import WITH_BLANKS, TakeOut
from showclear.record.events.plan import ApproveSetUp, Use
from showclear.record.floor import laid_on, not_briefed, todays
from showclear.record.state import State
from showclear.rules.chapters.custody import HANDING, Handing, handings
from showclear.rules.chapters.people import takings
from showclear.rules.chapters.rounds import kind_of
from showclear.rules.frame import Case, Found, Params, Rule, Stricter, steps

WORDS_DIFFER: Final = "adopt a row that gives a word for each of the two, and no word for both"


def with_blanks(case: Case) -> Iterator[Handing]:
    """Yield those that are hot: said to hold blanks, or with any but dummies in the book (R34)."""
    for hand in handings(case):
        weapon = case.state.weapons.get(hand.weapon)
        booked = () if weapon is None else tuple(weapon.rounds)
        if hand.announced in WITH_BLANKS or any(_may_fire(case.state, lot) for lot in booked):
            yield hand


def _may_fire(state: State, lot: LotId) -> bool:
    return kind_of(state, lot) is not Kind.DUMMY


def notified(case: Case, params: Params) -> Iterator[Found]:
    """R08: before the day's first gun comes out, those whom the row names have been told."""
    asked = sorted(params.names("laid_on"))
    missing = [what for what in asked if laid_on(case.state, what, case.now) is None]
    if missing:
        lift = f"somebody says that these are done, and until which date: {', '.join(missing)}"
        for item in _first_out(case):
            yield Found(Code.NOT_PROVIDED, (item, *missing), lift, item)


def on_call_sheet(case: Case, _params: Params) -> Iterator[Found]:
    """R28: the day's call sheet has the bulletin and the warning, and names whom to ask."""
    what = Provision.CALL_SHEET.value
    fact = laid_on(case.state, what, case.now)
    if fact is not None and fact.contact:
        return
    told = "the call sheet with scene, guns, load, hearing protection and a contact is out"
    for item in _first_out(case):
        facts = (item, what) if fact is None else (item, what, fact.event)
        yield Found(Code.NOT_PROVIDED, facts, f"somebody says that {told}", item)


def _first_out(case: Case) -> Iterator[ItemId]:
    """Yield the guns to be taken out, unless one was already on this working day.

    A gun that can fire is asked about until one that can fire was out.
    """
    state = case.state
    for item in case.body.items:
        weapon = state.weapons.get(item)
        if weapon is None or state.first_out:
            continue
        if weapon.firing or not state.first_out_non_firing:
            yield item


def met(case: Case, _params: Params) -> Iterator[Found]:
    """R26: the day's meeting was held with a walk-through, its roll taken by an AD."""
    briefings = todays(case.state, case.now)
    if briefings.walked is not None:
        return
    for hand in handings(case):
        if briefings.meeting is None:
            lift = "the day's meeting is held with a walk-through; an AD takes the roll"
            yield Found(Code.NOT_BRIEFED, (hand.weapon, "day"), lift, hand.weapon)
        else:
            lift = "the walk-through is held; an AD says so with the day's roll"
            facts = (hand.weapon, "walk-through", briefings.meeting.event)
            yield Found(Code.NOT_BRIEFED, facts, lift, hand.weapon)


def briefed(case: Case, _params: Params) -> Iterator[Found]:
    """R27: who takes the gun stands on a roll of today; who is near it is named if not.

    So does who takes it on the way, by a written movement (R31). Near it are those whom the
    set-up lists inside the muzzle line or in the firing area.
    """
    planned = case.state.set_ups.get(case.body.set_up)
    near = () if planned is None else (*planned.approved.inside, *planned.approved.area)
    absent = not_briefed(case.state, near, case.now)
    takers: dict[ItemId, list[PersonId]] = {}
    for taking in takings(case):
        takers.setdefault(taking.item, []).append(taking.person)
    for item, people in takers.items():
        for person in not_briefed(case.state, people, case.now):
            lift = "an AD or the handler briefs them, alone, before they take it"
            yield Found(Code.NOT_BRIEFED, (item, person), lift, item)
        others = [one for one in absent if one not in people]
        if others:
            lift = "an AD or the handler briefs each of them, one by one, before they go in"
            yield Found(Code.NOT_BRIEFED, (item, *others), lift, item, only_alert=True)


def medical_cover(case: Case, _params: Params) -> Iterator[Found]:
    """R29: medical cover is there when blanks are to be fired."""
    what = Provision.MEDICAL_COVER.value
    if laid_on(case.state, what, case.now) is None:
        for hand in with_blanks(case):
            lift = "somebody says that medical cover is there"
            yield Found(Code.NOT_PROVIDED, (hand.weapon, what), lift, hand.weapon)


def said_by(case: Case, params: Params) -> Iterator[Found]:
    """R33: cold or hot is said by those titles alone, and the two words differ."""
    allowed = params.names("declared_by_titles")
    cold, hot = params.names("words_cold"), params.names("words_hot")
    known = case.state.registry.people.get(PersonId(case.author))
    title = "" if known is None else known.title
    for hand in handings(case):
        if title not in allowed:
            lift = f"said by one of: {', '.join(sorted(allowed))}; the AD repeats it"
            facts: tuple[str, ...] = (hand.weapon, case.author, title)
            yield Found(Code.NOT_THEIRS_TO_SAY, facts, lift, hand.weapon)
        if not cold or not hot or cold & hot:
            facts = (hand.weapon, *sorted(cold & hot))
            yield Found(Code.NOT_THEIRS_TO_SAY, facts, WORDS_DIFFER, hand.weapon)


def area_counted(case: Case, _params: Params) -> Iterator[Found]:
    """R40: since the last cut the area was counted, and holds exactly those the set-up lists."""
    for hand in with_blanks(case):
        if not case.body.set_up:
            continue
        counted = case.state.area_counts.get(case.body.set_up)
        planned = case.state.set_ups.get(case.body.set_up)
        listed = set() if planned is None else set(planned.approved.area)
        if counted is None:
            lift = "an AD counts who is in the firing area"
            facts: tuple[str, ...] = (hand.weapon, case.body.set_up)
            yield Found(Code.AREA_NOT_COUNTED, facts, lift, hand.weapon)
        elif planned is None or listed != set(counted.people):
            lift = "only those whom the set-up lists are in the firing area; count again"
            differ = sorted(listed.symmetric_difference(counted.people))
            facts = (hand.weapon, counted.event, *differ)
            yield Found(Code.AREA_NOT_COUNTED, facts, lift, hand.weapon)


def animals_and_hearing(case: Case, _params: Params) -> Iterator[Found]:
    """R53: animals near and hearing protection are named in the plan, and are there."""
    if type(case.body) is ApproveSetUp:
        yield from _named(case, case.body)
        return
    for hand in with_blanks(case):
        planned = case.state.set_ups.get(case.body.set_up)
        if planned is None or not planned.approved.hearing_protection:
            lift = "hand over for a set-up that names hearing protection"
            facts = (hand.weapon, Provision.HEARING_PROTECTION.value)
            yield Found(Code.ANIMALS_OR_HEARING, facts, lift, hand.weapon)
        asked = [Provision.HEARING_PROTECTION]
        if planned is not None and planned.approved.animals:
            asked.append(Provision.ANIMAL_HANDLER)
        missing = [
            what.value for what in asked if laid_on(case.state, what.value, case.now) is None
        ]
        if missing:
            lift = f"somebody says that these are there: {', '.join(missing)}"
            yield Found(Code.ANIMALS_OR_HEARING, (hand.weapon, *missing), lift, hand.weapon)


def _named(case: Case, body: ApproveSetUp) -> Iterator[Found]:
    assessed = case.state.scenes.get(body.scene)
    for use in body.uses:
        if not _fires(case.state, use):
            continue
        if not body.hearing_protection:
            lift = "name hearing protection in the set-up"
            facts = (use.weapon, Provision.HEARING_PROTECTION.value)
            yield Found(Code.ANIMALS_OR_HEARING, facts, lift, use.weapon)
        if assessed is None or (assessed.assessed.animals and not body.animals):
            lift = "name in the set-up the animals near, as the scene's assessment does"
            yield Found(Code.ANIMALS_OR_HEARING, (use.weapon, body.scene), lift, use.weapon)


def _fires(state: State, use: Use) -> bool:
    return (
        use.holds in WITH_BLANKS
        or use.gunshots > 0
        or (bool(use.lot) and _may_fire(state, use.lot))
    )


RULES: Final = (
    Rule(
        id="R08",
        steps=steps(TakeOut),
        function=notified,
        parameters={"laid_on": Stricter.MORE},
    ),
    Rule(id="R26", steps=HANDING, function=met),
    Rule(id="R27", steps=HANDING, function=briefed),
    Rule(id="R28", steps=steps(TakeOut), function=on_call_sheet),
    Rule(id="R29", steps=HANDING, function=medical_cover),
    Rule(
        id="R33",
        steps=HANDING,
        function=said_by,
        parameters={
            "declared_by_titles": Stricter.FEWER,
            "words_cold": Stricter.NONE,
            "words_hot": Stricter.NONE,
        },
    ),
    Rule(id="R40", steps=HANDING, function=area_counted),
    Rule(id="R53", steps=HANDING | steps(ApproveSetUp), function=animals_and_hearing),
)
