"""Moves of ``tests.invariants.walk`` about people, plan, floor and guns: anybody, anything.

They name people in every role, wrong ones too, guns received or not, set-ups approved or not.
"""

from __future__ import annotations

from typing import Final

from showclear.field.ids import NOBODY, PersonId
from showclear.field.mechanisms import BoreMethod, Holds, LookWay
from showclear.field.people import Role
from showclear.field.plan import Line, Moving, Phase, Provision
from showclear.field.stock import WeaponClass
from showclear.record.events.guns import (
    ApproveLots,
    Discharge,
    FireResult,
    FireTest,
    FoundUnfit,
    FunctionSeen,
    GoAgain,
    Misfire,
    Part,
    Release,
    Snapped,
)
from showclear.record.events.handling import Act, Announced, Purpose
from showclear.record.events.passing import IssueLine, LookLine, Voucher, Walked
from showclear.record.events.people import (
    Carrier,
    ClassLimit,
    Credential,
    CredentialEnded,
    Duty,
    GuardianPresent,
    Minor,
    NameKeyHolders,
    Paper,
    Where,
    Why,
    WithdrawRoles,
)
from showclear.record.events.plan import (
    ApproveSetUp,
    Assess,
    Brief,
    Briefing,
    Changed,
    CountArea,
    Cut,
    Movement,
    NothingMoved,
    Provide,
    ProvisionEnded,
    Rolling,
    SetUpChanged,
    Use,
)
from tests.invariants.choosing import HANDLERS, LOTS, PEOPLE, RIFLES, STALE, Choice, Said
from tests.kit import OFFICERS, box, gun, lot, person, words
from tests.planning import SCENE, set_up

SCENES: Final = (SCENE, "street")
SET_UPS: Final = ("set-up", "set-up", "other")
TAKERS: Final = ("performer", "stand-in", "grip", "rider of rifle-1", "armorer")
BRIEFS: Final = ("second-ad", "first-ad", "armorer", "performer", "grip")


# -- people ------------------------------------------------------------------------------------


def credential(choice: Choice) -> Said:
    """Record a paper that counts today, or counted once."""
    body = Credential(
        person=person(choice.of(("armorer", *TAKERS))).id,
        paper=choice.of(tuple(Paper)),
        classes=tuple(WeaponClass)[choice.of((0, 3, 5)) :],
        valid_from="2026-01-01",
        valid_until=choice.of(("2026-12-31", "2026-11-21")),
        patterns=choice.of(((), ("single-action-1873",), ("lever",))),
    )
    return body, (choice.of(("producer", "producer", "grip")),)


def credential_ended(choice: Choice) -> Said:
    """Say that papers count no more."""
    who = person(choice.of(("armorer", *TAKERS))).id
    return CredentialEnded(person=who, paper=choice.of(tuple(Paper))), (choice.of(PEOPLE),)


def class_limit(choice: Choice) -> Said:
    """Record the highest class that somebody is handed."""
    who = person(choice.of(TAKERS)).id
    return ClassLimit(person=who, class_max=choice.of((6, 4, 0))), (
        choice.of(("producer", "manager", "rep")),
    )


def withdraw_roles(choice: Choice) -> Said:
    """Take a role back from anybody."""
    role = choice.of((Role.HANDLER, Role.SECOND_PERSON, Role.PERFORMER, Role.OFFICER, Role.CREW))
    body = WithdrawRoles(person=choice.person(), roles=(role,))
    return body, choice.of((OFFICERS[:2], OFFICERS[1:], ("producer", "grip")))


def minor(choice: Choice) -> Said:
    """Say that somebody is a minor."""
    return Minor(person=person(choice.of(TAKERS)).id), (choice.of(PEOPLE),)


def guardian_present(choice: Choice) -> Said:
    """Say that a guardian is present."""
    guardian = person(choice.of(("guardian", "grip", "performer"))).id
    body = GuardianPresent(minor=person(choice.of(TAKERS)).id, guardian=guardian)
    return body, (choice.of(("rep", "first-ad", "armorer", "grip")),)


def duty(choice: Choice) -> Said:
    """Take up another duty, or end it."""
    body = Duty(
        person=person(choice.of(HANDLERS)).id,
        duty=choice.of(("driver", "props")),
        ended=choice.upto(2) > 0,
    )
    return body, (choice.of(("armorer", "assistant", "first-ad", "grip")),)


def carrier(choice: Choice) -> Said:
    """Say where somebody with a weapon of their own is."""
    who = person(choice.of(("deputy", "guard"))).id
    body = Carrier(carrier=who, why=choice.of(tuple(Why)), where=choice.of(tuple(Where)))
    return body, (choice.of(("first-ad", "armorer", "grip")),)


def name_key_holders(choice: Choice) -> Said:
    """Name who holds the keys of a place."""
    holders = {person(choice.of((*HANDLERS, "manager"))).id for _ in range(1 + choice.upto(2))}
    place = box(choice.of(("vault", "pen", "nowhere", "bay")))
    return NameKeyHolders(place=place, key_holders=tuple(sorted(holders))), (
        "producer",
        choice.of(("owner", "manager", "armorer")),
    )


# -- plan and floor ----------------------------------------------------------------------------


def assess(choice: Choice) -> Said:
    """Assess a scene."""
    body = Assess(
        scene=choice.of(SCENES),
        hazards=words("noise"),
        controls=words("distance"),
        affected=(choice.person(),),
        animals=choice.upto(3) > 1,
    )
    return body, (choice.of(PEOPLE), choice.of(HANDLERS))


def approve_set_up(choice: Choice) -> Said:
    """Approve a set-up, sound or not."""
    body = ApproveSetUp(
        set_up=set_up(choice.of(SET_UPS)),
        scene=choice.of((SCENE, *SCENES)),
        phase=choice.of((Phase.TAKE, *Phase)),
        uses=tuple(_use(choice) for _ in range(1 + choice.upto(2))),
        line=choice.of((Line.CLEAR, *Line)),
        nearest_mm=choice.of((7_000, 1_000)),
        near_approved=choice.upto(2) > 0,
        area=tuple(person(name).id for name in ("performer", "grip")[: choice.upto(3)]),
        animals=choice.upto(2) > 0,
        hearing_protection=choice.upto(2) > 0,
    )
    return body, (choice.of(HANDLERS), choice.of(("first-ad", "first-ad", "second-ad")))


def _use(choice: Choice) -> Use:
    holds = choice.of(tuple(Announced))
    both = (person("performer").id, person(choice.of(TAKERS)).id)
    movements = (Movement(moving=choice.of(tuple(Moving)), giver=both[0], taker=both[1]),)
    return Use(
        weapon=gun(choice.gun()),
        performers=both,
        acts=tuple(Act)[: choice.upto(5)],
        holds=holds,
        rounds=choice.rounds(),
        lot=lot("b45" if holds in {Announced.BLANKS, Announced.MIXED} else choice.of(LOTS)),
        gunshots=choice.upto(7),
        movements=movements[: choice.upto(2)],
        reason=choice.of((words("why"), "")),
    )


def set_up_changed(choice: Choice) -> Said:
    """Say that something changed in a set-up."""
    body = SetUpChanged(set_up=set_up(choice.of(SET_UPS)), what=choice.of(tuple(Changed)))
    return body, (choice.of(PEOPLE),)


def nothing_moved(choice: Choice) -> Said:
    """Say that nothing that matters moved."""
    body = NothingMoved(set_up=set_up(choice.of(SET_UPS)))
    return body, (choice.of(HANDLERS), choice.of(("first-ad", "second-ad")))


def brief(choice: Choice) -> Said:
    """Brief some people."""
    roll = tuple(sorted({person(choice.of(TAKERS)).id for _ in range(1 + choice.upto(3))}))
    body = Brief(
        briefing=choice.of(tuple(Briefing)),
        roll=roll,
        set_up=set_up(choice.of(SET_UPS)),
        walk_through=choice.upto(2) == 0,
    )
    return body, (choice.of(BRIEFS),)


def provide(choice: Choice) -> Said:
    """Say that something is laid on."""
    until = choice.of(("", "2026-12-31", "2026-11-20"))
    body = Provide(what=choice.of(tuple(Provision)), until=until, contact=words("ask"))
    return body, (choice.of(PEOPLE),)


def provision_ended(choice: Choice) -> Said:
    """Say that something is not there any more."""
    return ProvisionEnded(what=choice.of(tuple(Provision))), (choice.of(PEOPLE),)


def count_area(choice: Choice) -> Said:
    """Count the firing area."""
    people = tuple(person(name).id for name in ("performer", "grip")[: choice.upto(3)])
    return CountArea(set_up=set_up(choice.of(SET_UPS)), people=people), (choice.of(BRIEFS),)


def rolling(choice: Choice) -> Said:
    """Say: rolling."""
    return Rolling(set_up=set_up(choice.of(SET_UPS))), (choice.of(BRIEFS),)


def cut(choice: Choice) -> Said:
    """Say: cut."""
    return Cut(set_up=set_up(choice.of(SET_UPS))), (choice.of(BRIEFS),)


# -- guns --------------------------------------------------------------------------------------


def test_fire(choice: Choice) -> Said:
    """Test-fire a gun with a lot."""
    body = FireTest(
        weapon=gun(choice.gun()),
        lot=lot(choice.of(LOTS)),
        result=choice.of(tuple(FireResult)),
        debris_mm=choice.of((3_000, 9_000)),
    )
    return body, (choice.of((*HANDLERS, "grip")),)


def approve_lots(choice: Choice) -> Said:
    """List the lots that fit a gun."""
    lots = tuple(map(lot, LOTS[: choice.upto(3)]))
    return ApproveLots(weapon=gun(choice.gun()), lots=lots), (choice.of((*HANDLERS, "grip")),)


def found_unfit(choice: Choice) -> Said:
    """Find that a gun is not as it should be."""
    return FoundUnfit(weapon=gun(choice.gun()), part=choice.of(tuple(Part))), (choice.of(PEOPLE),)


def release(choice: Choice) -> Said:
    """Release a gun of which nothing was found."""
    body = Release(weapon=gun(choice.gun()), unfit=STALE)
    return body, (choice.of(HANDLERS), choice.of(("gunsmith", "grip")))


def snapped(choice: Choice) -> Said:
    """Snap a gun through, and name another change than its last."""
    return Snapped(weapon=gun(choice.gun()), cites=STALE), (choice.of((*HANDLERS, "grip")),)


def function_seen_before(choice: Choice) -> Said:
    """See an action work or not, before the gun's last change."""
    body = FunctionSeen(weapon=gun(choice.gun()), cites=STALE, works=choice.upto(2) > 0)
    return body, (choice.of((*HANDLERS, "first-ad")),)


def misfire(choice: Choice) -> Said:
    """Say that a gun did not go off."""
    return Misfire(weapon=gun(choice.gun())), (choice.of(PEOPLE),)


def discharge(choice: Choice) -> Said:
    """Say that a gun went off uncalled for."""
    return Discharge(weapon=gun(choice.gun()), gunshots=1 + choice.upto(3)), (choice.of(PEOPLE),)


def go_again(choice: Choice) -> Said:
    """Go again with any gun."""
    body = GoAgain(weapon=gun(choice.gun()), set_up=set_up(choice.of(SET_UPS)))
    return body, (choice.of((*HANDLERS, "grip")),)


# -- lines -------------------------------------------------------------------------------------


def look_line_before(choice: Choice) -> Said:
    """Walk a line, before its guns' last changes."""
    line = tuple(
        Walked(weapon=gun(name), cites=STALE, odd=choice.of((None, Holds.ODD, Holds.OBSTRUCTED)))
        for name in (*RIFLES[: 1 + choice.upto(3)], choice.gun())
    )
    body = LookLine(
        line=line,
        purpose=choice.of(tuple(Purpose)),
        way=choice.of(tuple(LookWay)),
        method=BoreMethod.ROD_TO_MARK,
    )
    return body, (choice.of((*HANDLERS, "first-ad", "performer", "grip")),)


def issue_line(choice: Choice) -> Said:
    """Issue guns along a line that nobody has walked, to anybody."""
    names = (*RIFLES[: 1 + choice.upto(3)], choice.gun())
    line = tuple(
        Voucher(weapon=gun(name), to=_anybody(choice), number=number)
        for number, name in enumerate(names, start=1)
    )
    body = IssueLine(
        line=line, announced=choice.of(tuple(Announced)), rounds=choice.rounds(), looks=()
    )
    return body, (choice.of((*HANDLERS, "grip")),)


def _anybody(choice: Choice) -> PersonId:
    return person(choice.of((*TAKERS, "extra"))).id or NOBODY


DAY: Final = (
    credential, credential_ended, class_limit, withdraw_roles, minor, guardian_present, duty,
    carrier, name_key_holders, assess, approve_set_up, set_up_changed, nothing_moved, brief,
    provide, provision_ended, count_area, rolling, cut, test_fire, approve_lots, found_unfit,
    release, snapped, function_seen_before, misfire, discharge, go_again, look_line_before,
    issue_line,
)  # fmt: skip
