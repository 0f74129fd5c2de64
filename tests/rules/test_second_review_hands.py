"""Whose hand a gun comes into, and by what it leaves it: holes that a second review found.

Takers nobody named, takers who are no performers, going again, a line of one, a place kept as
found, the block after a cut. The name of each test says what holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import pytest
from msgspec.structs import replace

from showclear.field.ids import NOBODY, EventId, PersonId
from showclear.field.people import Role
from showclear.field.plan import Moving
from showclear.field.stock import Form, WeaponClass
from showclear.record.codes import Refusal
from showclear.record.events.guns import GoAgain
from showclear.record.events.handling import (
    Ahead,
    Announced,
    HandOver,
    TakeOut,
    WentAhead,
)
from showclear.record.events.officers import Revoke, RevokeCause
from showclear.record.events.plan import ApproveSetUp, Movement
from showclear.record.facts_people import LimitFact
from showclear.record.state import By, Charge
from tests.kit import (
    OFFICERS,
    World,
    all_rows,
    box,
    enrolment,
    gun,
    lot,
    person,
    with_rows,
)
from tests.lines import find, issue, line_day, ship, vouchers, walk
from tests.planning import planned, use

COLT: Final = gun("colt")
INTO_A_HAND: Final = (Moving.TAKEN_UP, Moving.THROWN, Moving.BETWEEN_PERFORMERS)
LEFT: Final = (Moving.LAID_DOWN, Moving.PRE_SET, Moving.IN_SCABBARD, Moving.LOADED_ON_CAMERA)


def moved(
    *moving: Moving,
    to: Sequence[str] = ("performer", "stand-in"),
    giver: str = "",
    taker: str = "",
    name: str = "colt",
) -> ApproveSetUp:
    """Return a set-up in which the gun moves so between these; who gives or takes may be named."""
    movements = tuple(
        Movement(
            moving=one,
            giver=person(giver).id if giver else NOBODY,
            taker=person(taker).id if taker else NOBODY,
        )
        for one in moving
    )
    return planned(replace(use(name, to=to), movements=movements))


def ready(*rows: str, plan: ApproveSetUp | None = None) -> World:
    """Return a day with the colt out and six dummies seen going in, under core and these rows."""
    story = World(packs=with_rows(*rows) if rows else all_rows())
    story.working_day()
    story.approve_set_up(plan)
    story.take_out("colt")
    story.show_empty("colt")
    story.load("colt")
    return story


def handing(story: World, to: str = "performer") -> HandOver:
    """Return the armorer's handing the colt out, looks and all."""
    looks = story.show_going_in("colt", dummies=6)
    return HandOver(
        weapon=COLT,
        to=person(to).id,
        announced=Announced.DUMMIES,
        rounds=6,
        looks=looks,
        set_up=story.working_on,
    )


def reasons(found: Sequence[Refusal], row: str) -> list[tuple[str, tuple[str, ...], str]]:
    """Return what one row holds against a step."""
    return [(one.code.value, one.facts, one.lift) for one in found if one.rule == row]


def about(found: Sequence[Refusal], row: str) -> set[str]:
    """Return whom, besides the gun, one row's reasons name."""
    return {fact for _, facts, _ in reasons(found, row) for fact in facts[1:]}


# -- who takes it on the way -------------------------------------------------------------------


ASKED_OF_TAKERS: Final[dict[str, str]] = {
    "R10": "performer_not_trained",
    "R27": "not_briefed",
    "R50": "guardian_not_present",
    "R51": "above_class_limit",
}


def asked_of(row: str, plan: ApproveSetUp) -> list[str]:
    """Return of whom the row finds that they lack what it asks for: of both nobody has it."""
    story = ready(row, plan=replace(plan, area=()))
    story.state.minors.update(
        {person(who).id: EventId("minor") for who in ("performer", "stand-in")}
    )
    found = [one for one in story.asks(handing(story), "armorer") if one.rule == row]
    assert {one.code.value for one in found} == {ASKED_OF_TAKERS[row]}
    names = {person(who).id: who for who in ("performer", "stand-in")}
    return sorted({names[PersonId(one.facts[1])] for one in found})


@pytest.mark.parametrize("row", ASKED_OF_TAKERS)
@pytest.mark.parametrize("moving", INTO_A_HAND)
def test_a_taker_whom_the_plan_does_not_name_is_anybody_in_it(row: str, moving: Moving) -> None:
    """Where the plan lets a gun be taken up and names nobody, each who may hold it is asked."""
    assert asked_of(row, moved(moving)) == ["performer", "stand-in"]


@pytest.mark.parametrize("row", ASKED_OF_TAKERS)
@pytest.mark.parametrize("moving", LEFT)
def test_a_gun_that_is_only_put_down_comes_into_no_hand(row: str, moving: Moving) -> None:
    """A movement that leaves the gun somewhere asks nothing of who might have taken it."""
    assert asked_of(row, moved(moving)) == ["performer"]


def test_a_named_taker_is_asked_whether_they_were_briefed() -> None:
    """Who takes the gun on the way stands on the day's roll as well; the briefing lifts it."""
    story = ready(
        "R27", plan=moved(Moving.BETWEEN_PERFORMERS, giver="performer", taker="stand-in")
    )
    story.brief("performer")
    lift = "an AD or the handler briefs them, alone, before they take it"
    expected = [("not_briefed", (COLT, person("stand-in").id), lift)]
    assert reasons(story.asks(handing(story), "armorer"), "R27") == expected
    story.brief("stand-in")
    assert reasons(story.asks(handing(story), "armorer"), "R27") == []


# -- who takes it on the way is a performer too (R31) ------------------------------------------


def enrolled_as(story: World, name: str, title: str, *roles: Role) -> None:
    """Enrol somebody else."""
    story.tell(enrolment(name, title, roles), "producer", "manager", name)


def no_link(taker: str, lift: str) -> list[tuple[str, tuple[str, ...], str]]:
    """Return R31's reason against a taker."""
    return [("only_to_a_performer", (COLT, person(taker).id), lift)]


PERFORMERS_ONLY: Final = "hand it to somebody enrolled as performer, stand-in included"


@pytest.mark.parametrize(
    ("taker", "lift"),
    [
        ("grip", PERFORMERS_ONLY),
        ("first-ad", PERFORMERS_ONLY),
        ("armorer", PERFORMERS_ONLY),
        ("nobody known", PERFORMERS_ONLY),
        ("stand-in", ""),
    ],
)
def test_who_takes_it_on_the_way_performs(taker: str, lift: str) -> None:
    """A written movement passes the gun between performers only, whatever else is written."""
    to = ("performer", taker)
    story = ready(plan=moved(Moving.BETWEEN_PERFORMERS, to=to, giver="performer", taker=taker))
    found = reasons(story.asks(handing(story), "armorer"), "R31")
    assert found == (no_link(taker, lift) if lift else [])


def test_who_takes_it_on_the_way_can_sign() -> None:
    """Who is to take it on the way has a key that is not revoked."""
    story = ready(plan=moved(Moving.TAKEN_UP))
    body = Revoke(key=person("stand-in").key, cause=RevokeCause.LOST)
    story.tell(body, *OFFICERS[:2])
    lift = "enrol a key for them: they have none that is not revoked"
    assert reasons(story.asks(handing(story), "armorer"), "R31") == no_link("stand-in", lift)


def test_no_director_is_handed_a_gun() -> None:
    """A director who is enrolled as performer is refused by hand too, not only along a line."""
    story = ready()
    enrolled_as(story, "boss", "director", Role.PERFORMER)
    lift = "hand it to somebody who is no director"
    assert reasons(story.asks(handing(story, "boss"), "armorer"), "R31") == no_link("boss", lift)


def test_of_a_line_takers_need_no_key_but_are_no_crew() -> None:
    """Along a line the written taker may be background; who handles guns still takes none."""
    story = World()
    (name,) = line_day(story, guns=1)
    to = ("performer", "rider of rifle-1", "assistant")
    story.approve_set_up(moved(Moving.TAKEN_UP, to=to, name=name))
    looks = walk(story, name)
    body = vouchers(name, looks=looks, plan=story.working_on)
    lift = "hand it to somebody who is neither handler nor caller"
    expected = [("only_to_a_performer", (gun(name), person("assistant").id), lift)]
    assert reasons(story.asks(body, "armorer"), "R31") == expected


def test_a_movement_of_another_gun_is_not_asked_about() -> None:
    """Who takes another gun of the set-up is asked when that one is handed over."""
    other = moved(Moving.TAKEN_UP, to=("grip",), name="colt-2")
    story = ready(plan=planned(use(), *other.uses))
    assert reasons(story.asks(handing(story), "armorer"), "R31") == []


# -- a line of one -----------------------------------------------------------------------------


def test_two_handlers_are_enough_for_background_only() -> None:
    """A principal who is given a gun along a line has it shown to a second person all the same."""
    story = World()
    names = line_day(story, guns=2)
    story.brief("performer")
    looks = walk(story, *names)
    assert not issue(story, names[0], looks=looks).refused
    to = {names[1]: person("performer").id}
    found = story.asks(vouchers(names[1], looks=looks, to=to), "armorer")
    lift = (
        "another person, enrolled as second person or caller, who neither loaded it nor filled the"
        " box or belt, looks"
    )
    facts = (gun(names[1]), person("armorer").id, person("assistant").id)
    assert reasons(found, "R55") == [("second_person_not_admissible", facts, lift)]
    looks = (*looks, *walk(story, names[1], by=("first-ad",)))
    assert story.asks(vouchers(names[1], looks=looks, to=to), "armorer") == ()


def test_a_line_is_held_against_each_of_its_takers() -> None:
    """One principal in a line does not take from the others what is enough for them."""
    story = World()
    names = line_day(story, guns=2)
    looks = walk(story, *names)
    to = {names[1]: person("performer").id}
    found = story.asks(vouchers(*names, looks=looks, to=to), "armorer")
    assert {facts[0] for _, facts, _ in reasons(found, "R55")} == {gun(names[1])}


# -- going again -------------------------------------------------------------------------------


def out(*rows: str, blanks: int = 0) -> World:
    """Return the colt in the performer's hand at a cut, with dummies or with blanks."""
    story = World(packs=with_rows(*rows) if rows else all_rows())
    story.blanks()
    story.working_day()
    story.take_out("colt")
    story.show_empty("colt")
    if blanks:
        story.load("colt", chambers=blanks, from_box="blanks", lot_name="b45")
        looks = story.show_going_in("colt", blanks=blanks)
    else:
        story.load("colt")
        looks = story.show_going_in("colt", dummies=6)
    announced = Announced.BLANKS if blanks else Announced.DUMMIES
    told = story.hand_over("colt", announced=announced, rounds=blanks or 6, looks=looks)
    assert not told.refused or rows
    story.cut()
    return story


def again(story: World) -> tuple[Refusal, ...]:
    """Return what stands against going again with the colt."""
    return story.asks(GoAgain(weapon=COLT, set_up=planned().set_up), "armorer")


def test_nobody_goes_again_with_blanks() -> None:
    """Core alone refuses going again with blanks, as it would refuse them in any other way."""
    lift = "collect it: only with an empty gun, or dummies, that was not out of sight"
    expected = [("going_again_not_here", (COLT, "blanks", ""), lift)]
    assert reasons(again(out(blanks=3)), "R32") == expected


def test_going_again_with_dummies_is_as_it_was() -> None:
    """Of dummies that stand core asks nothing more."""
    assert again(out()) == ()


def test_a_rubber_gun_goes_again() -> None:
    """What cannot fire is not shown before it goes again."""
    story = World()
    story.working_day()
    story.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    body = GoAgain(weapon=gun("rubber"), set_up=planned().set_up)
    assert reasons(story.asks(body, "armorer"), "R32") == []


def out_first(row: str) -> World:
    """Return the colt in the performer's hand when the row is adopted only then."""
    story = out()
    story.state.packs = replace(story.state.packs, packs=with_rows(row), digest=row)
    return story


def test_r10_is_asked_when_going_again() -> None:
    """Who keeps the gun over a cut was trained and assessed on it like who takes it."""
    lift = "they are trained and assessed on single-action-1873, and an officer records it"
    facts = (COLT, person("performer").id, "single-action-1873")
    expected = [("performer_not_trained", facts, lift)]
    assert reasons(again(out_first("R10")), "R10") == expected


@pytest.mark.parametrize(("class_max", "refused"), [(5, True), (6, False)])
def test_r51_is_asked_when_going_again(class_max: int, *, refused: bool) -> None:
    """Who keeps the gun over a cut may have come to a lower limit since."""
    story = out_first("R51")
    limit = LimitFact(event=EventId("asked"), class_max=class_max)
    story.state.limits[person("performer").id] = limit
    lift = (
        "not this one for this person: an item of a lower class is offered; where nobody has asked"
        " them yet, an officer asks in private and records the answer"
    )
    facts = (COLT, person("performer").id)
    expected = [("above_class_limit", facts, lift)] if refused else []
    assert reasons(again(story), "R51") == expected


def test_going_again_with_a_gun_in_nobodys_hand_asks_nothing_of_nobody() -> None:
    """Where nobody can say who has the gun there is nobody to ask about."""
    story = out_first("R10")
    find(story, COLT)
    assert reasons(again(story), "R10") == []


# -- a place kept as found ---------------------------------------------------------------------


END_KEEPING: Final = "two officers and one outside person end keeping it as found"


def kept(place: str) -> list[tuple[str, tuple[str, ...], str]]:
    """Return what R49 holds against taking the rubber gun out, while a place is kept."""
    story = World()
    story.receive_box("truck", form=Form.SAFE, keys=("armorer",))
    story.receive_box("vault", form=Form.SAFE, keys=("armorer",))
    story.receive_box("case", keys=("armorer",))
    story.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    story.open_day()
    story.lock(gun("rubber"), place="case")
    story.lock(box("case"), place="vault")
    story.keep(box(place))
    body = TakeOut(items=(gun("rubber"),), place=box("case"))
    return [
        (code, facts[:1], lift)
        for code, facts, lift in reasons(story.asks(body, "armorer"), "R49")
    ]


@pytest.mark.parametrize("place", ["case", "vault"])
def test_nothing_is_taken_out_of_a_place_kept_as_found(place: str) -> None:
    """What lies in a place that is kept as found stays there, and so where that place stands."""
    assert kept(place) == [("kept_as_found", (box(place),), END_KEEPING)]


def test_another_place_is_not_kept() -> None:
    """A place that is kept hinders no other."""
    assert kept("truck") == []


def test_what_lies_in_a_kept_place_is_not_taken_out_of_another() -> None:
    """Naming another place does not get a thing out of the one it is locked in."""
    story = World()
    story.receive_box("vault", form=Form.SAFE, keys=("armorer",))
    story.receive_box("truck", form=Form.SAFE, keys=("armorer",))
    story.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    story.open_day()
    story.lock(gun("rubber"))
    story.keep(box("vault"))
    body = TakeOut(items=(gun("rubber"),), place=box("truck"))
    found = reasons(story.asks(body, "armorer"), "R49")
    assert [facts[0] for _, facts, _ in found] == [box("vault")]


# -- the block after a cut ---------------------------------------------------------------------


def over_the_cut() -> World:
    """Return blanks in the performer's hand three minutes after a cut, another gun ready."""
    story = World(packs=with_rows("R41"))
    story.blanks()
    story.working_day()
    story.receive_gun("colt-2")
    story.lock(gun("colt-2"))
    story.take_out("colt")
    story.show_empty("colt")
    story.load("colt", chambers=3, from_box="blanks", lot_name="b45")
    looks = story.show_going_in("colt", blanks=3)
    assert not story.hand_over("colt", announced=Announced.BLANKS, rounds=3, looks=looks).refused
    story.cut()
    story.wait(minutes=3)
    assert not_back(story)
    return story


def not_back(story: World) -> bool:
    """Return whether R41 holds the colt against taking another gun out."""
    body = TakeOut(items=(gun("colt-2"),), place=box("vault"))
    return bool(reasons(story.asks(body, "armorer"), "R41"))


LIFTS_NOTHING: Final[dict[str, Callable[[World], object]]] = {
    "a grip says that he has it": lambda told: told.collect("colt", by="grip"),
    "a grip says that it is locked away": lambda told: told.lock(COLT, by="grip"),
    "it was locked away where there is no such place": lambda told: told.lock(COLT, place="shed"),
    "a grip found it with the armorer": lambda told: find(told, COLT, holder="armorer"),
    "a grip says that it went ahead": lambda told: told.tell(
        WentAhead(what=Ahead.OTHER, items=(COLT,), in_hand=person("armorer").id), "grip"
    ),
    "it is said to be shipped": lambda told: ship(told, COLT),
    "a grip says that it is shipped": lambda told: ship(told, COLT, by="grip"),
}
LIFTS_IT: Final[dict[str, Callable[[World], object]]] = {
    "the armorer collects": lambda told: told.collect("colt"),
    "the assistant collects": lambda told: told.collect("colt", by="assistant"),
    "locked away by who has a key": lambda told: told.lock(COLT),
}


@pytest.mark.parametrize("what", LIFTS_NOTHING)
def test_what_somebody_says_does_not_bring_a_gun_back(what: str) -> None:
    """Blanks are back from a cut when a handler has them or a lock does, not when it is said."""
    story = over_the_cut()
    LIFTS_NOTHING[what](story)
    assert not_back(story)
    story.collect("colt")
    assert not not_back(story)


@pytest.mark.parametrize("what", LIFTS_IT)
def test_a_handler_or_a_lock_brings_a_gun_back(what: str) -> None:
    """Collected by a handler or locked away with a key, the gun is back from the cut."""
    story = over_the_cut()
    LIFTS_IT[what](story)
    assert not not_back(story)
    assert story.state.weapons[COLT].cut is None


def test_a_gun_in_anothers_hand_has_not_left() -> None:
    """A gun that the book has in a performer's hand cannot have been shipped: nobody answers."""
    story = over_the_cut()
    told = ship(story, COLT)
    assert story.state.weapons[COLT].charge == Charge(By.GAP, told.id)
    assert story.state.lots[lot("b45")].shipped == 0
