"""People: papers, single duty, staffing, courses, own weapons, minors, limits.

R03, R04, R05, R09, R10, R12, R50, R51. Asked before a gun is taken out, loaded, handed over or
goes again; never when one is taken back. A voucher of a line is a hand-over like any other. The
plan's people come from the set-up that a step names; whether that set-up is approved is the plan's
chapter's to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from showclear.field.ids import ItemId, PersonId
from showclear.field.people import Role
from showclear.record.codes import Code
from showclear.record.events.guns import GoAgain
from showclear.record.events.handling import HandOver, TakeOut
from showclear.record.events.passing import IssueLine
from showclear.record.events.people import (
    ClassLimit,
    Credential,
    GuardianPresent,
    Paper,
    Where,
)
from showclear.record.facts_plan import SetUpFact
from showclear.record.state import By, Weapon
from showclear.rules.chapters.custody import (
    HANDING,
    READYING,
    handings,
    stands,
    weapons_of,
    written_takers,
)
from showclear.rules.frame import Case, Found, Params, Rule, Stricter, steps

# One sentence, whether nobody has asked them or the answer is a lower limit. Two would tell
# whoever reads the screen which it is: that nobody was asked, or, by its absence, that they were
# and what came of it. Both ways out stand in it; only the officer knows which of them is open. No
# class stands in it either: what is offered says no more than that it is lower than this gun.
NOT_THIS_ONE: Final = (
    "not this one for this person: an item of a lower class is offered; where nobody has asked"
    " them yet, an officer asks in private and records the answer"
)
# The steps by which somebody has a gun in hand, for a set-up that they name.
USES: Final = (HandOver, IssueLine, GoAgain)


class Taking(msgspec.Struct, frozen=True):
    """One person who is to have one gun in hand by the step that is asked about."""

    item: ItemId
    weapon: Weapon
    person: PersonId


def guns_of(case: Case) -> dict[ItemId, Weapon]:
    """Return the guns of a step, those of a line included, each once."""
    return dict(weapons_of(case))


def takings(case: Case) -> list[Taking]:
    """Return who is to have which gun: by hand, by voucher, or by a written movement (R31).

    Who goes again with a gun has it already.
    """
    guns = guns_of(case)
    pairs = [(handing.weapon, handing.to) for handing in handings(case)]
    if type(case.body) is GoAgain:
        pairs += [(item, PersonId(weapon.in_hand)) for item, weapon in guns.items()]
    if isinstance(case.body, USES):
        pairs += written_takers(case)
    return [
        Taking(item, guns[item], who) for item, who in dict.fromkeys(pairs) if item in guns and who
    ]


def set_up_of(case: Case) -> SetUpFact | None:
    """Return the set-up that the step names, as last approved."""
    if isinstance(case.body, USES):
        return case.state.set_ups.get(case.body.set_up)
    return None


def lacking(case: Case, person: str, weapon: Weapon, papers: frozenset[str]) -> tuple[str, ...]:
    """Return which of these papers the person has not shown, valid today and for this gun."""
    facts = case.state.papers.get(PersonId(person), ())
    shown = {
        fact.paper.value
        for fact in facts
        if fact.counts(case.state.day, weapon.weapon_class, weapon.pattern)
    }
    return tuple(sorted(papers - shown))


def papers_shown(case: Case, params: Params) -> Iterator[Found]:
    """R03: the handler's papers are valid on the working day and cover this gun.

    No officer records what they have themselves: that is another's to see.
    """
    yield from _about_themselves(case)
    yield from _handler_lacks(case, params.names("papers"))


def _about_themselves(case: Case) -> Iterator[Found]:
    if isinstance(case.body, Credential | ClassLimit) and case.body.person == case.author:
        lift = "another officer records it"
        yield Found(Code.ABOUT_THEMSELVES, (case.author,), lift)


def handlers_trained(case: Case, params: Params) -> Iterator[Found]:
    """R09: who handles guns has had the course, and so has everybody near; those by an alert."""
    yield from _handler_lacks(case, params.names("handler_courses"))
    fact = set_up_of(case)
    if fact is None or not case.state.day:
        return
    suffices = params.names("courses_near")
    near = sorted({*fact.approved.inside, *fact.approved.area})
    for item, weapon in guns_of(case).items():
        untrained = [who for who in near if lacking(case, who, weapon, suffices) == _all(suffices)]
        if untrained:
            facts = (item, fact.approved.set_up, *untrained)
            lift = "those near have a course, and an officer records it; or they leave the area"
            yield Found(Code.NOT_TRAINED_NEAR, facts, lift, item, only_alert=True)


def _all(papers: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(papers))


def _handler_lacks(case: Case, papers: frozenset[str]) -> Iterator[Found]:
    for item, weapon in guns_of(case).items():
        missing = lacking(case, case.author, weapon, papers)
        if missing and not case.state.day:
            yield _no_day(item)
        elif missing:
            facts = (case.author, item, *missing)
            lift = (
                f"an officer records what covers {item} on {case.state.day}: {', '.join(missing)};"
                " or another handler takes this step"
            )
            yield Found(Code.CREDENTIAL_MISSING, facts, lift, item)


def _no_day(item: ItemId) -> Found:
    """Return that papers cannot be held against a day that is not open."""
    return Found(Code.DAY_NOT_OPEN, (item,), "the caller opens the working day", item)


def single_duty(case: Case, _params: Params) -> Iterator[Found]:
    """R04: who handles a gun that can fire has no other duty until it is locked away."""
    duties = case.state.duties.get(PersonId(case.author), {})
    for item, weapon in guns_of(case).items():
        if duties and weapon.firing:
            facts = (case.author, item, *sorted(duties))
            lift = f"another handler takes this step, or {case.author} ends the other duty first"
            yield Found(Code.OTHER_DUTY, facts, lift, item)


def enough_handlers(case: Case, params: Params) -> Iterator[Found]:
    """R05: guns out at once, those of this step included, against handlers free to watch them."""
    state = case.state
    firing = {item: weapon for item, weapon in guns_of(case).items() if weapon.firing}
    if not firing:
        return
    out = state.guns_out + sum(weapon.charge.by is By.PLACE for weapon in firing.values())
    able = state.registry.who_can_sign()  # every key looked at once, not once for each person
    handlers = sum(
        person in able and person not in state.duties and Role.HANDLER in record.roles
        for person, record in state.registry.people.items()
    )
    limit = params.number("guns_per_handler_max")
    if out > handlers * limit:
        facts = (str(out), str(handlers))
        lift = f"lock guns away or have another handler: at most {limit} guns out for each"
        yield Found(Code.TOO_FEW_HANDLERS, facts, lift, next(iter(firing)))


def performer_assessed(case: Case, _params: Params) -> Iterator[Found]:
    """R10: who takes a gun was trained and assessed on its pattern."""
    wanted = frozenset({Paper.PATTERN_ASSESSED.value})
    for taking in takings(case):
        missing = lacking(case, taking.person, taking.weapon, wanted)
        if missing and not case.state.day:
            yield _no_day(taking.item)
        elif missing:
            pattern = taking.weapon.pattern
            lift = f"they are trained and assessed on {pattern}, and an officer records it"
            facts = (taking.item, taking.person, pattern)
            yield Found(Code.PERFORMER_NOT_TRAINED, facts, lift, taking.item)


def no_own_weapons(case: Case, _params: Params) -> Iterator[Found]:
    """R12: a declared carrier keeps out of the working area while guns are readied there."""
    inside = [who for who, fact in case.state.carriers.items() if fact.where is Where.INSIDE]
    lift = "the carrier leaves the working area, and caller or handler says so"
    for item in guns_of(case):
        for who in inside:
            yield Found(Code.CARRIER_INSIDE, (item, who), lift, item)


def guardian_there(case: Case, _params: Params) -> Iterator[Found]:
    """R50: a minor who handles anything, or is near a gun that can fire, has a guardian there.

    Whoever takes it, hands it out or has looked at it for this; and the guardian is somebody else
    than who says so, and handles no guns.
    """
    if isinstance(case.body, GuardianPresent):
        yield from _no_guardian(case, case.body)
        return
    takers = takings(case)
    near = _near(case)
    for item, weapon in guns_of(case).items():
        people = [taking.person for taking in takers if taking.item == item]
        people += near if weapon.firing else []
        handling = (PersonId(case.author), *stands(case, weapon).by)
        people += [who for who in dict.fromkeys(handling) if who not in people]
        for who in people:
            if who in case.state.minors and not _guarded(case, who):
                lift = "the guardian or studio teacher is told and present; their no is a stop"
                yield Found(Code.GUARDIAN_NOT_PRESENT, (item, who), lift, item)


def _no_guardian(case: Case, body: GuardianPresent) -> Iterator[Found]:
    """Find who cannot be told and present as a guardian: they are at work with the guns."""
    signs = body.guardian == case.author
    if signs or case.state.registry.may_act(body.guardian, Role.HANDLER):
        lift = "another guardian, who handles no guns, is told and present; somebody else says so"
        yield Found(Code.GUARDIAN_NOT_PRESENT, (body.guardian, body.minor), lift)


def _near(case: Case) -> list[PersonId]:
    fact = set_up_of(case)
    if fact is None:
        return []
    scene = case.state.scenes.get(fact.approved.scene)
    affected = () if scene is None else scene.assessed.affected
    return [*fact.approved.inside, *fact.approved.area, *affected]


def _guarded(case: Case, person: PersonId) -> bool:
    fact = case.state.guardians.get(person)
    if fact is None or not case.state.day:
        return False
    return fact.day_opened == case.state.day_opened and fact.guardian not in case.state.minors


def within_limit(case: Case, _params: Params) -> Iterator[Found]:
    """R51: a gun that can fire goes only to somebody with a recorded limit of its class or above.

    What stands against it is the same whether nobody has asked them or the limit is lower: the
    answer is nobody's to read here. Nobody records their own.
    """
    yield from _about_themselves(case)
    for taking in takings(case):
        fact = case.state.limits.get(taking.person)
        limit = -1 if fact is None else fact.class_max
        if taking.weapon.firing and limit < taking.weapon.weapon_class:
            facts = (taking.item, taking.person)
            yield Found(Code.ABOVE_CLASS_LIMIT, facts, NOT_THIS_ONE, taking.item)


RULES: Final = (
    Rule(
        id="R03",
        steps=READYING | steps(Credential),
        function=papers_shown,
        parameters={"papers": Stricter.MORE},
    ),
    Rule(id="R04", steps=READYING, function=single_duty),
    Rule(
        id="R05",
        steps=HANDING | steps(TakeOut),
        function=enough_handlers,
        parameters={"guns_per_handler_max": Stricter.SMALLER},
    ),
    Rule(
        id="R09",
        steps=READYING,
        function=handlers_trained,
        parameters={"handler_courses": Stricter.MORE, "courses_near": Stricter.FEWER},
    ),
    Rule(id="R10", steps=HANDING | steps(GoAgain), function=performer_assessed),
    Rule(id="R12", steps=READYING, function=no_own_weapons),
    Rule(id="R50", steps=HANDING | steps(GoAgain, GuardianPresent), function=guardian_there),
    Rule(id="R51", steps=HANDING | steps(GoAgain, ClassLimit), function=within_limit),
)
