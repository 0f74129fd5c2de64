"""Lines issued by voucher: what is asked of a hand-over is asked of each gun; and R42."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from showclear.field.ids import EventId, ItemId, PersonId
from showclear.field.mechanisms import Holds, LookWay
from showclear.field.people import Role
from showclear.field.stock import Kind, WeaponClass
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import (
    Announced,
    EndCause,
    HandOver,
    Load,
    Purpose,
    ShowingEnded,
    TakeOut,
)
from showclear.record.events.passing import LINE_MAX
from showclear.record.events.speaking import Concern, ConcernClass
from showclear.record.events.stock import Answer, FoundRound, Grade
from showclear.record.state import By, Charge
from showclear.rules.chapters.custody import handings
from showclear.rules.chapters.passing import never_unattended
from showclear.rules.frame import Case, Params
from tests.kit import OnDesk, World, box, enrolment, gun, lot, person, signed_by, with_rows
from tests.lines import against, find, issue, line_day, rider, vouchers, walk, walked

Reason = tuple[str, str, tuple[str, ...], str]
ARMORER: Final = Charge(By.HANDLER, person("armorer").id)
FIRST, SECOND, THIRD = (gun(f"rifle-{number}") for number in (1, 2, 3))
SHOW_ALL: Final = (
    "the handler in charge: show it: all positions, out loud, then each answers for themselves"
)
ANOTHER: Final = (
    "another person, enrolled as second person or caller, who neither loaded it nor filled the box"
    " or belt, looks"
)
LOOK_AGAIN: Final = "look again at once; after a second time make it clear and start from empty"
NO_HANDLER: Final = "hand it to somebody who is neither handler nor caller"


def reasons(story: World, looks: tuple[EventId, ...], **changes: object) -> list[Reason]:
    """Return what stands against issuing the three rifles now."""
    names = ("rifle-1", "rifle-2", "rifle-3")
    body = vouchers(*names, looks=looks, **changes)  # type: ignore[arg-type]  # named there
    return [
        (found.rule, found.code.value, found.facts, found.lift) for found in against(story, body)
    ]


@pytest.fixture
def story() -> World:
    """Return a day with three rifles out, opened and looked at by two."""
    told = World()
    line_day(told)
    return told


@pytest.fixture
def looks(story: World) -> tuple[EventId, ...]:
    """Return the looks of armorer and assistant, who have walked the line."""
    return walk(story, "rifle-1", "rifle-2", "rifle-3")


# -- who walks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("second", ["assistant", "second-ad", "first-ad"])
def test_two_walk_the_line_and_it_is_issued(story: World, second: str) -> None:
    """Handler and other handler, or any second person, walk; one event issues every gun."""
    looks = walk(story, "rifle-1", "rifle-2", "rifle-3", by=("armorer", second))
    told = issue(story, "rifle-1", "rifle-2", "rifle-3", looks=looks)
    assert told.outcome is Outcome.ACCEPTED, told.refusals
    for name in ("rifle-1", "rifle-2", "rifle-3"):
        weapon = story.state.weapons[gun(name)]
        assert (weapon.charge, weapon.in_hand) == (ARMORER, rider(name))


def test_one_walker_is_not_enough(story: World) -> None:
    """What one person has seen is shown to nobody."""
    looks = walk(story, "rifle-1", "rifle-2", "rifle-3", by=("armorer",))
    lift = (
        "a second person looks too: all positions, and answers for themselves; somebody enrolled"
        " as second person or caller, who neither loaded it nor filled the box or belt;"
        " or, of a line, the other handler, who walks it too"
    )
    assert reasons(story, looks) == [
        ("R32", "not_shown", (item, "one-look", looks[0]), lift) for item in (FIRST, SECOND, THIRD)
    ]


def test_the_issuing_handler_has_walked_it(story: World) -> None:
    """A line that others walked is shown again by who is in charge."""
    looks = walk(story, "rifle-1", "rifle-2", "rifle-3", by=("assistant", "second-ad"))
    others = (person("assistant").id, person("second-ad").id)
    assert reasons(story, looks) == [
        ("R32", "not_shown", (item, "empty", *others), SHOW_ALL) for item in (FIRST, SECOND, THIRD)
    ]


def test_two_handlers_who_did_not_walk_are_no_pair(story: World) -> None:
    """Looks made gun by gun need a second person; only a walked line lets a handler be one."""
    story.show_empty("rifle-1", by=("armorer", "assistant"))
    looks = walk(story, "rifle-2", "rifle-3")
    people = (person("armorer").id, person("assistant").id)
    assert reasons(story, looks) == [
        ("R55", "second_person_not_admissible", (FIRST, *people), ANOTHER)
    ]


def test_one_handler_who_walked_is_no_pair_with_one_who_did_not(story: World) -> None:
    """A look made gun by gun does not stand for the other handler's walk."""
    looks = walk(story, "rifle-1", "rifle-2", "rifle-3", by=("armorer",))
    walk(story, "rifle-2", "rifle-3", by=("assistant",))
    story.show_empty("rifle-1", by=("assistant",))
    people = (person("armorer").id, person("assistant").id)
    assert reasons(story, looks)[0] == (
        "R55",
        "second_person_not_admissible",
        (FIRST, *people),
        ANOTHER,
    )


def test_a_walk_on_ones_own_is_no_walk(story: World) -> None:
    """A handler's walk that was part of no showing makes no pair with the other's."""
    looks = walk(story, "rifle-1", "rifle-2", "rifle-3", by=("armorer",))
    own = walk(story, *("rifle-1", "rifle-2", "rifle-3"), by=("assistant",), purpose=Purpose.OWN)
    found = reasons(story, (*looks, *own))
    assert {reason[:2] for reason in found} == {("R32", "not_shown")}
    story.show_empty("rifle-1", by=("assistant",))
    assert ("R55", "second_person_not_admissible") in {one[:2] for one in reasons(story, looks)}


def test_looking_again_alone_takes_nothing_away(story: World, looks: tuple[EventId, ...]) -> None:
    """After the walk the armorer looks at one rifle once more: it may still be issued."""
    again = story.show_empty("rifle-2", by=("armorer",))
    assert reasons(story, (*looks, *again)) == []


def test_a_walk_by_two_handlers_serves_no_performer(
    story: World, looks: tuple[EventId, ...]
) -> None:
    """A hand-over to a performer, and a load, still ask for a second person who is no handler."""
    give = HandOver(
        weapon=FIRST,
        to=person("performer").id,
        announced=Announced.EMPTY,
        rounds=0,
        looks=looks,
    )
    story.dummies()
    load = Load(weapon=FIRST, container=box("dummies"), lot=lot("d45"), positions=("chamber-1",))
    for body in (give, load):
        codes = {(found.rule, found.code.value) for found in story.asks(body, "armorer")}
        assert ("R55", "second_person_not_admissible") in codes


def test_an_odd_gun_stands_alone(story: World) -> None:
    """One gun that was not as it should be is refused; the others are not."""
    looks = (
        *walk(story, "rifle-1", "rifle-2", "rifle-3", by=("armorer",)),
        *walk(
            story,
            *("rifle-1", "rifle-2", "rifle-3"),
            by=("assistant",),
            odd={"rifle-2": Holds.FIRED_CASE},
        ),
    )
    assert reasons(story, looks) == [
        ("R32", "looks_disagree", (SECOND, "incomplete", *looks), LOOK_AGAIN)
    ]
    rest = vouchers("rifle-1", "rifle-3", looks=looks)
    assert against(story, rest) == []


# -- to whom --------------------------------------------------------------------------------------


def enrol_director(story: World) -> None:
    """Enrol a director, who is no performer."""
    story.tell(
        enrolment("the director", "director", (Role.CREW,)), "producer", "manager", "the director"
    )


@pytest.mark.parametrize(
    ("receiver", "lift"),
    [
        ("armorer", NO_HANDLER),
        ("assistant", NO_HANDLER),
        ("first-ad", NO_HANDLER),
        ("the director", "hand it to somebody who is no director"),
        ("second-ad", "show it to another second person than the one who is to take it"),
        ("performer", ""),
        ("grip", ""),
        ("nobody the record knows", ""),
    ],
)
def test_r31_who_is_issued_a_gun_of_a_line(story: World, receiver: str, lift: str) -> None:
    """Background need no key and no enrolment, but neither handle guns nor looked at this one."""
    enrol_director(story)
    looks = walk(story, "rifle-1", "rifle-2", "rifle-3", by=("armorer", "second-ad"))
    who = person(receiver).id
    expected = [("R31", "only_to_a_performer", (SECOND, who), lift)] if lift else []
    assert reasons(story, looks, to={"rifle-2": who}) == expected


def test_r31_a_gun_that_is_not_known_goes_to_nobody(
    story: World, looks: tuple[EventId, ...]
) -> None:
    """An item nobody received is not issued; the others of the line are not touched by that."""
    body = vouchers("rifle-1", "rifle-9", looks=looks)
    found = [(one.rule, one.code.value, one.facts) for one in against(story, body)]
    assert found == [
        ("record", "item_unknown", (gun("rifle-9"),)),
        ("R02", "item_unknown", (gun("rifle-9"),)),
    ]


def test_r31_a_line_to_the_one_who_hands_it_out(story: World) -> None:
    """Who issues it takes none of it, whatever roles they hold."""
    looks = walk(story, "rifle-1", "rifle-2", "rifle-3", by=("armorer", "second-ad"))
    story.state.registry.people[person("armorer").id].roles.discard(Role.HANDLER)
    found = reasons(story, looks, to={"rifle-1": person("armorer").id})
    assert ("R31", "only_to_a_performer", (FIRST, person("armorer").id), NO_HANDLER) in found


def test_r31_each_gun_has_a_voucher_of_its_own(story: World, looks: tuple[EventId, ...]) -> None:
    """A number that stands for two guns would not say at the return which of them came back."""
    body = vouchers("rifle-1", "rifle-2", "rifle-3", looks=looks)
    twice = tuple(
        msgspec.structs.replace(one, number=101 + place // 2)
        for place, one in enumerate(body.line)
    )
    same = msgspec.structs.replace(body, line=twice)
    found = [(one.rule, one.code.value, one.facts, one.lift) for one in against(story, same)]
    lift = "give each gun of the line a voucher number of its own"
    assert found == [("R31", "voucher_twice", (SECOND, "101"), lift)]
    assert story.tell(same, "armorer").refused
    assert story.tell(body, "armorer").outcome is Outcome.ACCEPTED


# -- what else is asked ---------------------------------------------------------------------------


def opened_again(story: World) -> Reason:
    """Let one rifle be opened after the walk."""
    told = story.tell(ShowingEnded(weapon=SECOND, cause=EndCause.OPENED), "grip")
    facts = (SECOND, "opened", told.id)
    return "R54", "showing_ended", facts, "show it again to a second person"


def of_another(story: World) -> Reason:
    """Let the assistant have one rifle."""
    story.collect("rifle-2", by="assistant")
    facts = (SECOND, "handler", person("assistant").id)
    return "R02", "not_in_charge", facts, "whoever is in charge takes this step"


def not_cited(story: World) -> Reason:
    """Let the second AD look at one rifle again, in place of the assistant."""
    old = story.state.weapons[SECOND].looks
    story.state.weapons[SECOND].looks = [old[0]]
    (look,) = walk(story, "rifle-2", by=("second-ad",))
    return "R32", "looks_not_cited", (SECOND, old[0].event, look), "cite these looks"


def bore_due(story: World) -> Reason:
    """Let one rifle's bore be due since a gunshot that nobody saw to."""
    weapon = story.state.weapons[SECOND]
    weapon.bore_due, weapon.bore_seen = EventId("fired"), ()
    lift = "the handler looks at the bore by a method that works on this pattern, and says so"
    return "R43", "bore_not_seen", (SECOND, "fired"), lift


def kept(story: World) -> Reason:
    """Keep one rifle as found."""
    story.state.weapons[SECOND].kept = EventId("keep")
    lift = "two officers and one outside person end keeping it as found"
    return "R49", "kept_as_found", (SECOND, "keep"), lift


def not_opened(story: World) -> Reason:
    """Leave one rifle out of the opening check."""
    story.state.weapons[SECOND].opening = []
    lift = (
        "it is out already: two people look at every position of the open gun, "
        "bore by a method that works"
    )
    return "R25", "opening_check_missing", (SECOND,), lift


def handed_since(story: World) -> Reason:
    """Let one rifle have been in somebody's hand since the walk."""
    weapon = story.state.weapons[SECOND]
    weapon.handed_index = story.state.next_index
    show = SHOW_ALL.removeprefix("the handler in charge: ")
    lift = f"once it is back in the handler's hand {show}"
    facts = (SECOND, *[look.event for look in weapon.looks])
    return "R32", "handed_over_since", facts, lift


@pytest.mark.parametrize(
    "change", [opened_again, of_another, not_cited, bore_due, kept, not_opened, handed_since]
)
def test_what_stands_against_one_gun_names_that_gun(
    story: World, looks: tuple[EventId, ...], change: Callable[[World], Reason]
) -> None:
    """Each rule that a hand-over meets is asked of each gun of the line, and of no other."""
    expected = change(story)
    found = reasons(story, looks)
    assert found[0] == expected
    assert {reason[2][0] for reason in found} == {SECOND}


def test_a_gun_that_is_not_in_hand(story: World, looks: tuple[EventId, ...]) -> None:
    """A rifle that is with its rider already is collected first."""
    issue(story, "rifle-2", looks=looks)
    facts = (SECOND, rider("rifle-2"))
    assert ("R02", "not_in_hand", facts, f"collect {SECOND} first") in reasons(story, looks)


def test_a_gun_goes_to_one_person(story: World, looks: tuple[EventId, ...]) -> None:
    """A rifle named by two vouchers is with the first; the second is refused."""
    body = vouchers("rifle-1", "rifle-1", looks=looks)
    found = [(one.rule, one.code.value, one.facts, one.lift) for one in against(story, body)]
    facts = (FIRST, rider("rifle-1"))
    assert found == [("R02", "not_in_hand", facts, f"name {FIRST} once in the line")]


@pytest.mark.parametrize("announced", [Announced.DUMMIES, Announced.EMPTY])
def test_r34_what_is_announced_is_what_was_shown(
    story: World, looks: tuple[EventId, ...], announced: Announced
) -> None:
    """The whole line is announced as it was shown, kind and number."""
    said = announced.value
    assert reasons(story, looks, announced=announced, rounds=2) == [
        ("R34", "announced_differs", (item, "empty", "0", said), "last shown: empty, 0")
        for item in (FIRST, SECOND, THIRD)
    ]


@pytest.mark.parametrize(("minutes", "count"), [(59, 0), (61, 3)])
def test_r54_a_walk_grows_old(
    story: World, looks: tuple[EventId, ...], minutes: int, count: int
) -> None:
    """A line walked longer ago than the limit is walked again."""
    story.wait(minutes=minutes)
    found = reasons(story, looks)
    assert [reason[:2] for reason in found] == [("R54", "showing_too_old")] * count


def test_r15_r48_and_stop_hold_the_line(story: World, looks: tuple[EventId, ...]) -> None:
    """What stops every hand-over stops a line: a stop, a concern, a round that looks live."""
    story.stop()
    story.tell(Concern(about=ConcernClass.LIVE_ROUND), "grip")
    story.tell(FoundRound(grade=Grade.LOOKS_LIVE, kind=Kind.LIVE, rounds=1), "grip", "rep")
    assert [reason[:2] for reason in reasons(story, looks)] == [
        ("STOP", "stop_open"),
        ("R48", "concern_open"),
        *[("R15", "live_or_unknown_round_about")] * 3,
    ]


def test_r49_no_gun_of_a_line_goes_out_while_something_is_kept(
    story: World, looks: tuple[EventId, ...]
) -> None:
    """While anything is kept as found, each gun of a line that can fire stays in."""
    told = story.keep(box("vault"))
    lift = "collect every other gun and make it clear; end keeping things as found"
    assert reasons(story, looks) == [
        ("R49", "kept_as_found", (item, told.id), lift) for item in (FIRST, SECOND, THIRD)
    ]


# -- rubber ---------------------------------------------------------------------------------------


def test_a_rubber_line_needs_one_walker() -> None:
    """What cannot fire is seen as such by the handler, along the line too, and so announced."""
    story = World()
    names = line_day(story, weapon_class=WeaponClass.RUBBER)
    looks = walk(story, *names, by=("armorer",), way=LookWay.NON_FIRING)
    body = vouchers(*names, looks=looks, announced=Announced.NON_FIRING)
    assert against(story, body) == []
    assert {found[:2] for found in reasons(story, looks)} == {("R34", "announced_differs")}


def test_a_rubber_gun_that_is_odd_is_not_identified() -> None:
    """A rubber line in which one is not rubber goes out without that one."""
    story = World()
    names = line_day(story, weapon_class=WeaponClass.RUBBER)
    odd = {"rifle-2": Holds.EMPTY}
    looks = walk(story, *names, by=("armorer",), way=LookWay.NON_FIRING, odd=odd)
    found = reasons(story, looks, announced=Announced.NON_FIRING)
    lift = "the handler looks at it and says: non-firing, seen as such"
    facts = (SECOND, "not-identified", "0", "non-firing")
    assert found == [("R34", "announced_differs", facts, lift)]


# -- the longest line -----------------------------------------------------------------------------


def test_a_long_line_goes_through_the_real_desk() -> None:
    """One envelope holds the longest walk, another its issue; the desk reopens with both."""
    story = OnDesk()
    names = line_day(story, guns=LINE_MAX)
    looks = walk(story, *names)
    assert issue(story, *names, looks=looks).outcome is Outcome.ACCEPTED
    story.reopen()
    last = story.state.weapons[gun(names[-1])]
    assert (last.in_hand, last.voucher) == (rider(names[-1]), 100 + LINE_MAX)


# -- R42 ------------------------------------------------------------------------------------------


UNATTENDED: Final = with_rows("R25", "R42")


def left_lying() -> tuple[World, EventId]:
    """Return a day on which one of three guns was found on a hay bale, with nobody near."""
    story = World(packs=UNATTENDED)
    line_day(story)
    return story, find(story, SECOND).id


def steps_of(item: ItemId) -> tuple[HandOver, Load, TakeOut]:
    """Return the steps that ready a gun."""
    return (
        HandOver(
            weapon=item,
            to=person("performer").id,
            announced=Announced.EMPTY,
            rounds=0,
            looks=(),
        ),
        Load(weapon=item, container=box("dummies"), lot=lot("d45"), positions=("chamber-1",)),
        TakeOut(items=(item,), place=box("vault")),
    )


def r42(story: World, item: ItemId = FIRST) -> list[list[tuple[tuple[str, ...], str]]]:
    """Return what R42 holds against each step that readies a gun, and against a line of it."""
    bodies = (*steps_of(item), vouchers("rifle-1"))
    return [
        [(one.facts, one.lift) for one in story.asks(body, "armorer") if one.rule == "R42"]
        for body in bodies
    ]


def test_r42_nothing_else_goes_out() -> None:
    """While a gun lies about that nobody has collected, no other is readied."""
    story, event = left_lying()
    lift = f"a handler collects {SECOND}; then caller and handler answer how it came about"
    assert r42(story) == [[((FIRST, SECOND, event), lift)]] * 4
    code = story.asks(steps_of(FIRST)[2], "armorer")
    assert "unattended" in {found.code.value for found in code}


def test_r42_collecting_and_answering_lift_it() -> None:
    """Collected is not enough, nor is answered: both are needed, in either order."""
    story, event = left_lying()
    story.collect("rifle-2")
    assert all(r42(story))
    story.tell(Answer(of=event), "first-ad", "armorer")
    assert not any(r42(story))
    story, event = left_lying()
    story.tell(Answer(of=event), "first-ad", "armorer")
    assert all(r42(story))
    story.collect("rifle-2")
    assert not any(r42(story))


def test_r42_the_question_is_of_its_day() -> None:
    """On another day a gun that was collected holds nobody up, one that was not still does."""
    story, _ = left_lying()
    story.close_day()
    story.open_day("2026-11-23")
    assert all(r42(story))
    story.collect("rifle-2")
    assert not any(r42(story))
    story, _ = left_lying()
    story.collect("rifle-2")
    story.close_day()
    assert all(r42(story)), "no other day has been opened yet"
    story.open_day("2026-11-23")
    assert not any(r42(story))


def test_r42_found_between_days_is_asked_on_the_next() -> None:
    """What was found while no day was open holds until it is answered."""
    story = World(packs=UNATTENDED)
    line_day(story)
    story.close_day()
    event = find(story, SECOND).id
    story.collect("rifle-2")
    story.open_day("2026-11-23")
    assert all(r42(story))
    story.tell(Answer(of=event), "first-ad", "armorer")
    assert not any(r42(story))


def test_r42_standing_by_is_not_collecting() -> None:
    """A guard at a gun that was found lying keeps it where it is; nobody has collected it."""
    story, event = left_lying()
    story.tell(Answer(of=event), "first-ad", "armorer")
    story.lock(SECOND, by="grip")
    assert all(r42(story))


@pytest.mark.parametrize("weapon_class", [WeaponClass.RUBBER, WeaponClass.DEACTIVATED])
def test_r42_what_cannot_fire_holds_nobody_up(weapon_class: WeaponClass) -> None:
    """A rubber gun, or a box, on a hay bale is a gap and a question, and stops nothing."""
    story = World(packs=UNATTENDED)
    line_day(story)
    story.receive_gun("double", weapon_class=weapon_class)
    told = find(story, gun("double"), box("vault"))
    assert not any(r42(story))
    assert told.id in story.state.questions


def test_r42_a_rubber_gun_goes_out_meanwhile() -> None:
    """The row covers guns that can fire: a rubber one is handed out all the same."""
    story, _ = left_lying()
    story.receive_gun("double", weapon_class=WeaponClass.RUBBER)
    assert r42(story, gun("double"))[:3] == [[], [], []]
    for body in steps_of(gun("double")):
        event = story.event(body, (signed_by("armorer", Role.HANDLER),))
        case = Case(story.state, event, body, story.now())
        assert list(never_unattended(case, Params({}))) == []


def test_only_a_hand_over_and_a_line_hand_anything_over(story: World) -> None:
    """A hand-over hands one gun to one person, a line each of its guns, a load nothing."""
    give, load, take = steps_of(FIRST)
    signers = (signed_by("armorer", Role.HANDLER),)
    found = {}
    for body in (give, load, take, vouchers("rifle-1", "rifle-2")):
        case = Case(story.state, story.event(body, signers), body, story.now())
        found[type(body)] = [(one.weapon, one.to, one.background) for one in handings(case)]
    assert list(found.values()) == [
        [(FIRST, person("performer").id, False)],
        [],
        [],
        [(FIRST, rider("rifle-1"), True), (SECOND, rider("rifle-2"), True)],
    ]


def test_walked_by_somebody_unknown_is_no_look(story: World) -> None:
    """A walk is admitted and supports only if its author holds the role they sign in."""
    body = walked(story, "rifle-1", "rifle-2", "rifle-3")
    stranger = PersonId(person("stranger").id)
    assert stranger not in story.state.registry.people
    told = story.tell(body, "stranger")
    assert told.codes
    assert all(weapon.looks == [] for weapon in story.state.weapons.values())
