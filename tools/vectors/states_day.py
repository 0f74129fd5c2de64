"""What the record makes of people, the plan, the floor, lines and speaking up.

Example: ``PEOPLE[0]`` is a case: its name, why it is one, and who tells it.
"""

from __future__ import annotations

from typing import Any, Final

from showclear.field.mechanisms import BoreMethod, Holds, LookWay
from showclear.field.people import Role
from showclear.field.plan import Line, Moving, Phase, Provision
from showclear.field.stock import WeaponClass
from showclear.record.events import (
    desk,
    guns,
    handling,
    officers,
    passing,
    people,
    plan,
    speaking,
    stock,
)
from tools.vectors.asking import (
    ACTOR,
    ARMORER,
    FIRST_AD,
    GUN,
    Asks,
    Row,
    charge,
    ended,
    gaps,
    hand,
    questions,
    shown,
)
from tools.vectors.cast import key, person, set_up
from tools.vectors.day import MARKED, Day
from tools.vectors.samples import (
    CALLER,
    COMMITMENT,
    GUN_SAFE,
    HANDLER,
    OFFICER_1,
    OFFICER_2,
    OTHER_HANDLER,
    PERFORMER,
    SECOND,
    THE_DESK,
)

PLACE: Final = set_up("scene 12")
STAND_IN: Final = person("stand-in")
DATE: Final = "2026-11-22"
UNSIGNED: Final = desk.Why.KEY_REVOKED


def opened(day: Day) -> str:
    """Open the working day."""
    return day.told(handling.OpenDay(date=DATE), CALLER)


def no_more(day: Day, who: str, role: Role) -> None:
    """Take a role back, so that what is signed in it is marked."""
    body = people.WithdrawRoles(person=person(who), roles=(role,))
    day.told(body, OFFICER_1, OFFICER_2)


def unsigned(day: Day, reported: str, **fields: Any) -> str:
    """Let the desk record a report that no key stands for."""
    arrived = key(reported).hex
    return day.told(
        desk.Unattributed(reported=reported, why=UNSIGNED, arrived=arrived, **fields), THE_DESK
    )


# -- people --------------------------------------------------------------------------------------


def paper(until: str) -> people.Credential:
    """Return a permit until this day."""
    return people.Credential(
        person=ARMORER,
        paper=people.Paper.PERMIT,
        classes=(WeaponClass.LIVE_CAPABLE,),
        valid_from="2026-01-01",
        valid_until=until,
    )


def _papers(day: Day) -> Asks:
    first = day.told(paper("2026-12-31"), OFFICER_1)
    second = day.told(paper("2026-06-30"), OFFICER_1)
    return [(["papers", ARMORER], [first, second])]


def _longer_paper(day: Day) -> Asks:
    day.told(paper("2026-06-30"), OFFICER_1)
    second = day.told(paper("2026-12-31"), OFFICER_1)
    return [(["papers", ARMORER], [second])]


def _paper_ended(day: Day) -> Asks:
    day.told(paper("2026-12-31"), OFFICER_1)
    no_more(day, "officer-1", Role.OFFICER)
    gone = people.CredentialEnded(person=ARMORER, paper=people.Paper.PERMIT)
    day.told(gone, OFFICER_1, said=MARKED)
    return [(["papers", ARMORER], [])]


def _paper_corrected(day: Day) -> Asks:
    first = day.told(paper("2026-12-31"), OFFICER_1)
    second = day.told(paper("2027-12-31"), OFFICER_1)
    day.told(officers.Correct(event=first), SECOND)
    return [(["papers", ARMORER], [second]), questions(("corrected", []))]


def _limits(day: Day) -> Asks:
    for most in (6, 3):
        day.told(people.ClassLimit(person=ACTOR, class_max=most), OFFICER_1)
    return [(["limit", ACTOR], 3), (["limit", ARMORER], None)]


def _duty(day: Day) -> Asks:
    taken_up = people.Duty(person=ARMORER, duty="driver")
    ended_by = people.Duty(person=ARMORER, duty="driver", ended=True)
    day.told(taken_up, PERFORMER)
    day.told(ended_by, PERFORMER)
    return [(["duties", ARMORER], ["driver"])]


def _duty_ended(day: Day) -> Asks:
    day.told(people.Duty(person=ARMORER, duty="driver"), PERFORMER)
    day.told(people.Duty(person=ARMORER, duty="driver", ended=True), CALLER)
    return [(["duties", ARMORER], [])]


def _carrier(day: Day) -> Asks:
    inside, gone = (
        people.Carrier(carrier=person("guard"), why=people.Why.GUARD, where=where)
        for where in (people.Where.INSIDE, people.Where.GONE)
    )
    no_more(day, "first-ad", Role.CALLER)
    for body in (inside, gone):
        day.told(body, CALLER, said=MARKED)
    return [(["carrier", person("guard")], "inside")]


def _minor_corrected(day: Day) -> Asks:
    said = day.told(people.Minor(person=ACTOR), SECOND)
    day.told(officers.Correct(event=said), SECOND)
    other = day.told(people.Minor(person=STAND_IN), SECOND)
    day.told(officers.Correct(event=other), OFFICER_1)
    return [(["minor", ACTOR], True), (["minor", STAND_IN], False)]


def _guardian(day: Day) -> Asks:
    day.told(people.Minor(person=ACTOR), SECOND)
    present = people.GuardianPresent(minor=ACTOR, guardian=person("teacher"))
    day.told(present, CALLER)
    opened(day)
    day.told(people.GuardianPresent(minor=ACTOR, guardian=ACTOR), CALLER)
    return [(["minor", ACTOR], True), (["guardian", ACTOR], "")]


def _guardian_today(day: Day) -> Asks:
    opened(day)
    day.told(people.GuardianPresent(minor=ACTOR, guardian=person("teacher")), CALLER)
    return [(["minor", ACTOR], False), (["guardian", ACTOR], person("teacher"))]


def _keys_named(day: Day) -> Asks:
    day.locked()
    body = people.NameKeyHolders(place=GUN_SAFE, key_holders=(person("assistant"),))
    day.told(body, OFFICER_1, OFFICER_2)
    day.told(handling.Collect(weapons=(GUN,)))
    event = day.locked()
    return [charge(GUN, "gap", event), gaps(gun="gap")]


PEOPLE: Final[tuple[Row, ...]] = (
    ("a shorter renewal", "It shortens nothing.", _papers),
    ("a longer renewal", "The shorter one says nothing more.", _longer_paper),
    ("a paper ended, marked", "What hinders counts from anybody.", _paper_ended),
    ("a paper corrected", "The other one stands.", _paper_corrected),
    ("a lower limit", "The last one counts.", _limits),
    ("a duty ended by anybody", "Only they or who runs the floor may say so.", _duty),
    ("a duty ended by the caller", "They run the floor.", _duty_ended),
    ("a carrier, marked", "That they are inside counts, that they went does not.", _carrier),
    ("a minor, corrected", "Only an officer can put it right.", _minor_corrected),
    ("a guardian", "On no open day, and never the minor.", _guardian),
    ("a guardian today", "Kept for the day this opening began.", _guardian_today),
    ("other key-holders", "Who had a key and has none leaves a gap.", _keys_named),
)


# -- the plan and the floor ----------------------------------------------------------------------


def approval() -> plan.ApproveSetUp:
    """Return a set-up in which the performer may pass the gun to the stand-in."""
    movement = plan.Movement(moving=Moving.BETWEEN_PERFORMERS, giver=ACTOR, taker=STAND_IN)
    use = plan.Use(
        weapon=GUN,
        performers=(ACTOR, STAND_IN),
        holds=handling.Announced.EMPTY,
        movements=(movement,),
    )
    return plan.ApproveSetUp(
        set_up=PLACE,
        scene="scene-12",
        phase=Phase.TAKE,
        uses=(use,),
        line=Line.CLEAR,
        nearest_mm=0,
    )


def _changed(what: plan.Changed) -> plan.SetUpChanged:
    return plan.SetUpChanged(set_up=PLACE, what=what)


def _approved(day: Day) -> Asks:
    event = day.told(approval(), HANDLER, CALLER)
    return [(["set-up", PLACE], [event, [], ""])]


def _approval_ended(day: Day) -> Asks:
    event = day.told(approval(), HANDLER, CALLER)
    day.told(_changed(plan.Changed.MUZZLE_LINE), PERFORMER)
    day.told(_changed(plan.Changed.MUZZLE_LINE), SECOND)
    day.told(plan.NothingMoved(set_up=PLACE), HANDLER, CALLER)
    return [(["set-up", PLACE], [event, ["muzzle-line"], ""])]


def _unsettled(day: Day) -> Asks:
    event = day.told(approval(), HANDLER, CALLER)
    other = day.told(_changed(plan.Changed.OTHER), PERFORMER)
    return [(["set-up", PLACE], [event, [], other])]


def _settled(day: Day) -> Asks:
    event = day.told(approval(), HANDLER, CALLER)
    day.told(_changed(plan.Changed.OTHER), PERFORMER)
    day.told(plan.NothingMoved(set_up=PLACE), HANDLER, CALLER)
    return [(["set-up", PLACE], [event, [], ""])]


def _not_seen(day: Day) -> Asks:
    day.told(approval(), HANDLER, CALLER)
    seen = day.book.seen(day.book.head_size)
    day.told(_changed(plan.Changed.DISTANCE), PERFORMER)
    event = day.told(approval(), HANDLER, CALLER, seen=seen)
    return [(["set-up", PLACE], [event, ["distance"], ""])]


def _reported_before(day: Day) -> Asks:
    seen = day.book.seen(day.book.head_size)
    day.told(_changed(plan.Changed.GUN), PERFORMER)
    event = day.told(approval(), HANDLER, CALLER, seen=seen)
    return [(["set-up", PLACE], [event, ["gun"], ""])]


def _tap_corrected(day: Day) -> Asks:
    event = day.told(approval(), HANDLER, CALLER)
    other = day.told(_changed(plan.Changed.OTHER), PERFORMER)
    tap = day.told(plan.NothingMoved(set_up=PLACE), HANDLER, CALLER)
    day.told(officers.Correct(event=tap), SECOND)
    return [(["set-up", PLACE], [event, [], other]), questions(("corrected", []))]


def _unsigned_change(day: Day) -> Asks:
    event = day.told(approval(), HANDLER, CALLER)
    unsigned(day, "set-up-changed")
    return [(["set-up", PLACE], [event, [], ""]), questions(("unattributed", []))]


def _out_for(day: Day) -> None:
    day.told(approval(), HANDLER, CALLER)
    day.taken_out()
    day.both_look()
    body = handling.HandOver(
        weapon=GUN,
        to=ACTOR,
        announced=handling.Announced.EMPTY,
        rounds=0,
        looks=(),
        set_up=PLACE,
    )
    day.told(body)


def _written(day: Day) -> Asks:
    _out_for(day)
    day.told(passing.FoundWith(items=(GUN,), holder=STAND_IN), SECOND)
    return [hand(GUN, STAND_IN, reported=True), shown("empty"), questions()]


def _written_before_the_cut(day: Day) -> Asks:
    _out_for(day)
    cut = day.told(plan.Cut(set_up=PLACE), PERFORMER)
    asked: Asks = [(["cut", GUN], cut)]
    day.told(passing.FoundWith(items=(GUN,), holder=STAND_IN), SECOND)
    return [*asked, ended("found"), questions(("went-ahead", [GUN]))]


def _going_again(day: Day) -> Asks:
    _out_for(day)
    day.told(plan.Cut(set_up=PLACE), PERFORMER)
    day.told(guns.GoAgain(weapon=GUN, set_up=PLACE))
    return [(["cut", GUN], ""), shown("empty"), hand(GUN, ACTOR, reported=True)]


def _another_cut(day: Day) -> Asks:
    _out_for(day)
    first = day.told(plan.Cut(set_up=PLACE), PERFORMER)
    day.told(plan.Cut(set_up=PLACE), SECOND)
    return [(["cut", GUN], first)]


def _cut_elsewhere(day: Day) -> Asks:
    _out_for(day)
    day.told(plan.Cut(set_up=set_up("scene 13")), SECOND)
    return [(["cut", GUN], "")]


def _cut_by_nobody(day: Day) -> Asks:
    _out_for(day)
    cut = unsigned(day, "cut")
    return [(["cut", GUN], cut), questions(("unattributed", []))]


def _laid_on(day: Day) -> Asks:
    opened(day)
    permit, cover = Provision.PERMIT, Provision.MEDICAL_COVER
    far = day.told(plan.Provide(what=permit, until="2026-12-31"), CALLER)
    day.told(plan.Provide(what=permit, until="2026-11-30"), CALLER)
    day.told(plan.Provide(what=cover), CALLER)
    day.told(plan.ProvisionEnded(what=cover), PERFORMER)
    return [(["laid-on", "permit"], far), (["laid-on", "medical-cover"], "")]


def _gone_unsigned(day: Day) -> Asks:
    opened(day)
    day.told(plan.Provide(what=Provision.MEDICAL_COVER), CALLER)
    unsigned(day, "provision-ended", detail="medical-cover")
    return [(["laid-on", "medical-cover"], ""), questions(("unattributed", []))]


def _for_yesterday(day: Day) -> Asks:
    opened(day)
    day.told(plan.Provide(what=Provision.MEDICAL_COVER), CALLER)
    day.told(handling.CloseDay(), CALLER)
    day.told(handling.OpenDay(date="2026-11-23"), CALLER)
    return [(["laid-on", "medical-cover"], "")]


PLANNED: Final[tuple[Row, ...]] = (
    ("a set-up approved", "By two, over the same bytes.", _approved),
    ("the muzzle line changed", "It ends the approval; no tap mends it.", _approval_ended),
    ("something else changed", "It asks for one tap.", _unsettled),
    ("nothing that matters moved", "That tap.", _settled),
    ("approved without having seen a change", "What they had not seen stays.", _not_seen),
    ("reported before any approval", "They had not seen it either.", _reported_before),
    ("the tap corrected", "It is unsettled again.", _tap_corrected),
    ("a change, by a revoked key", "Nobody can say of which set-up.", _unsigned_change),
    ("passed on as written", "The set-up lets the performer pass it.", _written),
    ("passed on after the cut", "What was written was for the action.", _written_before_the_cut),
    ("going again", "The cut is forgotten; nothing ends.", _going_again),
    ("a second cut", "The time runs from the first.", _another_cut),
    ("a cut of another set-up", "This gun is out for this one.", _cut_elsewhere),
    ("a cut, by a revoked key", "A cut is a cut.", _cut_by_nobody),
    ("laid on", "A shorter date takes no place; what is gone is gone.", _laid_on),
    ("gone, by a revoked key", "Whoever says so.", _gone_unsigned),
    ("laid on for yesterday", "Not for today.", _for_yesterday),
)


# -- lines, the opening check, speaking up -------------------------------------------------------


def _walk(day: Day, *signers: Any, odd: Holds | None = None) -> None:
    line = (passing.Walked(weapon=GUN, cites=day.last(GUN), odd=odd),)
    body = passing.LookLine(
        line=line,
        purpose=handling.Purpose.SHOWING,
        way=LookWay.SEEN_EMPTY,
        method=BoreMethod.ROD_TO_MARK,
    )
    day.told(body, *signers)


def _walked_by_handlers(day: Day) -> Asks:
    day.taken_out()
    _walk(day, HANDLER)
    _walk(day, OTHER_HANDLER)
    return [shown("unknown"), (["shown-line", GUN], ["empty", 0])]


def _looked_at_by_handlers(day: Day) -> Asks:
    day.taken_out()
    day.look(HANDLER)
    _walk(day, OTHER_HANDLER)
    return [shown("unknown"), (["shown-line", GUN], ["unknown", 0])]


def _walked_with_one_odd(day: Day) -> Asks:
    day.taken_out()
    _walk(day, HANDLER)
    _walk(day, SECOND, odd=Holds.ODD)
    return [shown("unknown"), questions(("not-nameable", [GUN]))]


def _opening(day: Day) -> None:
    for signer in (HANDLER, SECOND):
        day.look(signer, purpose=handling.Purpose.OPENING)


def _opening_check(day: Day) -> Asks:
    opened(day)
    day.taken_out()
    _opening(day)
    day.taken_out()
    return [(["opened", GUN], True), shown("unknown")]


def _opening_over(day: Day) -> Asks:
    opened(day)
    day.taken_out()
    _opening(day)
    cause = handling.EndCause.OUT_OF_SIGHT
    day.told(handling.ShowingEnded(weapon=GUN, cause=cause), SECOND)
    return [(["opened", GUN], False)]


def _opening_of_yesterday(day: Day) -> Asks:
    opened(day)
    day.taken_out()
    _opening(day)
    day.told(handling.OpenDay(date="2026-11-23"), CALLER)
    return [(["opened", GUN], False), shown("empty")]


def _kept(day: Day) -> Asks:
    day.told(handling.KeepAsFound(items=(GUN,)), SECOND)
    second = unsigned(day, "keep-as-found", items=(GUN,))
    return [(["kept", GUN], second), ended("kept-as-found"), questions(), gaps()]


def _spoken(day: Day) -> Asks:
    stop = day.told(speaking.Stop(), PERFORMER)
    unheard = unsigned(day, "stop")
    concern = day.told(speaking.Concern(about=speaking.ConcernClass.DISCHARGE), PERFORMER)
    by_nobody = unsigned(day, "concern", detail="live-round")
    day.told(speaking.LiftStop(stop=stop), CALLER)
    return [
        (["stops"], [unheard]),
        (["concerns"], [[concern, "discharge"], [by_nobody, "live-round"]]),
    ]


def _declined(day: Day) -> Asks:
    day.taken_out()
    day.told(speaking.Decline(weapon=GUN, side=speaking.Side.TAKE), PERFORMER)
    day.told(speaking.Decline(weapon=GUN, side=speaking.Side.ISSUE), SECOND)
    unsigned(day, "decline", items=(GUN,))
    event = day.handed_over()
    day.told(handling.Shown(weapon=GUN, hand_over=event), PERFORMER)
    return [(["declined", GUN], [[FIRST_AD, "issue"]])]


def _answered(day: Day) -> Asks:
    day.told(passing.FoundWith(items=(GUN,)), SECOND)
    event = day.told(handling.WentAhead(what=handling.Ahead.OTHER, items=(GUN,)), SECOND)
    day.told(stock.Answer(of=event, words=COMMITMENT), CALLER)
    day.told(handling.Collect(weapons=(GUN,)))
    return [questions(("unattended", [GUN])), gaps()]


SPOKEN: Final[tuple[Row, ...]] = (
    ("a line walked by two handlers", "Enough for a line alone.", _walked_by_handlers),
    ("one handler walked, one looked", "Two must have walked the line.", _looked_at_by_handlers),
    ("a line with one odd", "About that gun, and no statement.", _walked_with_one_odd),
    ("the opening check", "It outlives locking away and taking out.", _opening_check),
    ("the opening check, once out of sight", "It could be another gun.", _opening_over),
    ("the opening check of yesterday", "Each day has its own.", _opening_of_yesterday),
    ("kept as found twice", "By whoever says so.", _kept),
    ("stops and concerns", "One is lifted; nobody's stands.", _spoken),
    ("declined by both sides", "Who took it after all has not.", _declined),
    ("one question answered", "The other stands.", _answered),
)
