"""Holes that a reviewer found around guns: firing, collecting, opening check, who may receive.

Each is told as a small story through the rules and the fold; the name of a test says what holds.
"""

from __future__ import annotations

from typing import Final

import pytest

from showclear.field.mechanisms import BODY, BORE, BoreMethod, Holds, How, LookWay, chamber
from showclear.field.people import Role
from showclear.field.stock import Form, Kind, WeaponClass
from showclear.record.codes import Refusal
from showclear.record.events.handling import (
    Ahead,
    Announced,
    Collect,
    EndCause,
    EndKeep,
    Entered,
    HandOver,
    Look,
    PositionAnswer,
    Purpose,
    ShowingEnded,
    WentAhead,
)
from showclear.record.events.officers import Enrol, Grant, Revoke, RevokeCause, Waive
from showclear.record.events.speaking import AskToSee
from showclear.record.showing import Cause, Shown, Statement, opened, statement
from showclear.record.state import By, Charge, Topic, Weapon
from showclear.rules.chapters.showing import second_person
from showclear.rules.frame import Params
from tests.kit import World, answers, box, enrolment, first, gun, lot, person, signed_by, words
from tests.rules import floor
from tests.rules.test_custody import enrol

TWO: Final = ("producer", "manager")
EMPTY: Final = answers(LookWay.SEEN_EMPTY)
OVER_EMPTY: Final = Announced.EMPTY


def colt(story: World) -> Weapon:
    """Return the colt."""
    return story.state.weapons[gun("colt")]


def stated(story: World) -> Statement:
    """Return what stands about the colt."""
    return statement(colt(story), epoch=story.state.epoch)


def topics(story: World) -> list[Topic]:
    """Return what the open questions are about."""
    return [question.topic for question in story.state.questions.values()]


@pytest.fixture
def out() -> World:
    """Return a day on which the colt, opened and looked at, was just taken out."""
    story = World()
    story.working_day()
    story.take_out("colt")
    return story


def with_blanks(story: World, count: int = 6) -> World:
    """Load so many blanks into the colt and show them."""
    story.blanks()
    story.show_empty("colt")
    story.load("colt", chambers=count, from_box="blanks", lot_name="b45")
    story.show_going_in("colt", blanks=count)
    return story


def against_hand_over(story: World, to: str = "performer") -> dict[str, Refusal]:
    """Return by rule what stands against handing the colt over as shown."""
    now = stated(story)
    body = HandOver(
        weapon=gun("colt"), to=person(to).id, announced=OVER_EMPTY, rounds=0, looks=now.looks
    )
    return {refusal.rule: refusal for refusal in story.asks(body, "armorer")}


# -- gunshots -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("gunshots", "live"), [(6, False), (7, True)])
def test_a_gunshot_beyond_the_blanks_looks_live(out: World, gunshots: int, *, live: bool) -> None:
    """Six gunshots of six blanks ask nothing; the seventh was something else and stops work."""
    with_blanks(out).fire("colt", gunshots)
    assert (Topic.LOOKS_LIVE in topics(out)) == live
    assert bool(out.state.blocking) == live
    assert colt(out).fired_cases == gunshots
    assert out.state.lots[lot("b45")].fired == 6


def test_a_gunshot_from_a_gun_with_dummies_looks_live(out: World) -> None:
    """No dummy is booked as fired: it stays in the gun, and the gunshot looks live."""
    out.show_empty("colt")
    out.load("colt")
    shot = out.fire("colt", 1)
    assert out.state.lots[lot("d45")].fired == 0
    assert out.state.questions[shot.id].topic is Topic.LOOKS_LIVE
    assert out.state.questions[shot.id].items == (gun("colt"),)


def test_a_gunshot_from_an_empty_gun_looks_live(out: World) -> None:
    """An empty gun that went off was not empty."""
    out.fire("colt", 1)
    assert topics(out) == [Topic.LOOKS_LIVE]


def test_a_rubber_gun_that_went_off_is_not_identified(out: World) -> None:
    """A gun of class 1 that went off stops work, and no look makes it non-firing again."""
    out.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    out.fire("rubber", 1)
    assert topics(out) == [Topic.LOOKS_LIVE]
    seen = (PositionAnswer(position=BODY, how=How.SAW, holds=Holds.NON_FIRING),)
    out.look("rubber", seen, way=LookWay.NON_FIRING)
    now = statement(out.state.weapons[gun("rubber")])
    assert (now.shown, now.cause) == (Shown.NOT_IDENTIFIED, Cause.DIFFERS_FROM_BOOK)


def test_a_charge_fires(out: World) -> None:
    """A charge in the book is used up by a gunshot as a blank is."""
    colt(out).rounds[lot("d45")] = 1
    out.state.lots[lot("d45")].kind = Kind.CHARGE
    out.state.lots[lot("d45")].loaded = 1
    out.fire("colt", 1)
    assert (out.state.lots[lot("d45")].fired, topics(out)) == (1, [])


# -- collecting -----------------------------------------------------------------------------------


def test_collecting_out_of_a_lock_went_ahead() -> None:
    """What is collected though a place has it went ahead of the step; nothing shown stands."""
    story = World()
    story.working_day()
    told = story.collect("colt")
    assert story.state.questions[told.id].topic is Topic.WENT_AHEAD
    assert (colt(story).ended, colt(story).opening) == ("collected-from-a-place", [])
    story.show_empty("colt")
    refused = against_hand_over(story)["R25"]
    assert refused.facts == (gun("colt"),)
    assert refused.lift == (
        "it is out already: two people look at every position of the open gun, "
        "bore by a method that works"
    )
    story.show_empty("colt", purpose=Purpose.OPENING)
    assert against_hand_over(story) == {}


def test_a_box_collected_out_of_a_lock_is_no_longer_proved() -> None:
    """Rounds that came out of a lock without the step are proved again."""
    story = World()
    story.working_day()
    story.lock(box("dummies"))
    told = story.tell(Collect(weapons=(box("dummies"),)), "armorer")
    assert topics(story) == [Topic.WENT_AHEAD]
    held = story.state.containers[box("dummies")]
    assert (held.changed, held.stock[lot("d45")].proved) == (told.id, 0)
    assert held.charge == Charge(By.HANDLER, person("armorer").id)


def test_a_box_that_went_ahead_is_no_longer_proved() -> None:
    """A box that was in nobody's sight holds what nobody has proved."""
    story = World()
    story.working_day()
    body = WentAhead(what=Ahead.OTHER, items=(box("dummies"),), in_hand=person("performer").id)
    told = story.tell(body, "grip")
    held = story.state.containers[box("dummies")]
    assert (held.changed, held.stock[lot("d45")].proved) == (told.id, 0)
    assert story.state.loose_rounds == 50


def test_a_gun_collected_out_of_a_gap_came_from_elsewhere(out: World) -> None:
    """What nobody answered for comes from where nobody knows: it is opened and shown anew."""
    out.lock(gun("colt"), by="grip")
    out.collect("colt")
    assert (colt(out).ended, colt(out).opening) == ("came-from-elsewhere", [])


# -- opening check --------------------------------------------------------------------------------


def test_a_gun_out_without_its_opening_check_is_not_loaded_or_handed_over() -> None:
    """The opening check is asked about at each step, not only on the way out of the lock."""
    story = World()
    story.dummies()
    story.receive_gun("colt")
    story.open_day()
    story.show_empty("colt")
    assert list(against_hand_over(story)) == ["R25"]
    assert story.load("colt").codes == ("opening_check_missing",)


def test_a_day_that_is_not_open_lets_no_firing_gun_be_handed_over(out: World) -> None:
    """After the day is closed nothing that can fire is handed over, though it was shown."""
    out.show_empty("colt")
    out.close_day()
    assert against_hand_over(out)["R25"].code.value == "day_not_open"


@pytest.mark.parametrize("how", [How.COULD_NOT_SEE, How.TOLD])
def test_an_opening_look_that_is_not_whole_counts_against(how: How) -> None:
    """Who could not see all at the opening is not left out: they look again."""
    story = World()
    story.working_day()
    for given, good in ((answers(LookWay.SEEN_EMPTY, how=how), False), (EMPTY, True)):
        story.look("colt", given, by="second-ad", purpose=Purpose.OPENING)
        assert opened(colt(story)) == good
        assert story.take_out("colt").refused != good


def test_a_performer_who_saw_something_at_the_opening_counts_against() -> None:
    """A performer's opening look may leave out positions, but what they saw counts."""
    story = World()
    story.working_day()
    story.look("colt", EMPTY[:2], by="performer", purpose=Purpose.OPENING)
    assert opened(colt(story))
    seen = answers(LookWay.SEEN_EMPTY, {1: Holds.DUMMY})[:2]
    story.look("colt", seen, by="performer", purpose=Purpose.OPENING)
    assert not opened(colt(story))


def test_an_obstructed_bore_at_the_opening_counts_against() -> None:
    """Two who agree that something is in the bore have not found the gun empty."""
    story = World()
    story.working_day()
    bore = PositionAnswer(
        position=BORE, how=How.SAW, holds=Holds.OBSTRUCTED, method=BoreMethod.ROD_TO_MARK
    )
    for name in ("armorer", "first-ad"):
        story.look("colt", (*EMPTY[:-1], bore), by=name, purpose=Purpose.OPENING)
    assert not opened(colt(story))


def test_an_opening_look_at_a_gun_the_book_has_rounds_in_opens_nothing(out: World) -> None:
    """Six blanks went into the lock with it: that two now say empty is no opening check."""
    with_blanks(out).lock(gun("colt"))
    out.close_day()
    out.open_day("2026-11-23")
    looks = out.show_empty("colt", purpose=Purpose.OPENING)
    told = out.take_out("colt")
    assert told.codes == ("opening_check_missing",)
    assert told.refusals[0].facts == (gun("colt"), *looks)
    assert told.refusals[0].lift == (
        "make it clear, then two people look at every position of the open gun, "
        "bore by a method that works; one of them a handler, the other a handler too, "
        "or enrolled as second person or caller"
    )


STAYS: Final = [EndCause.OPENED, EndCause.JAMMED]


@pytest.mark.parametrize("cause", EndCause, ids=lambda cause: cause.value)
def test_the_opening_check_ends_where_the_gun_could_be_another(cause: EndCause) -> None:
    """What only opened the gun leaves the day's opening check; what leaves doubt ends it."""
    story = World()
    story.working_day()
    story.tell(ShowingEnded(weapon=gun("colt"), cause=cause), "grip")
    assert opened(colt(story)) == (cause in STAYS)
    assert story.take_out("colt").refused != (cause in STAYS)


# -- who receives ---------------------------------------------------------------------------------


def test_nobody_receives_on_their_own_look(out: World) -> None:
    """A stand-in who is second person too does not take the gun on their own word."""
    out.tell(
        enrolment("stunt", "stunt-coordinator", (Role.SECOND_PERSON, Role.PERFORMER)),
        *TWO,
        "stunt",
    )
    out.show_empty("colt")
    assert against_hand_over(out, "stunt") == {}
    out.tell(AskToSee(weapon=gun("colt")), "grip")
    for name, role in (("armorer", Role.HANDLER), ("stunt", Role.SECOND_PERSON)):
        body = Look(
            weapon=gun("colt"),
            cites=out.changed("colt"),
            purpose=Purpose.SHOWING,
            way=LookWay.SEEN_EMPTY,
            entered=Entered.EACH,
            answers=EMPTY,
        )
        out.tell_signed(body, (signed_by(name, role),))
    refused = against_hand_over(out, "stunt")["R31"]
    assert refused.facts == (gun("colt"), person("stunt").id)
    assert refused.lift == "show it to another second person than the one who is to take it"
    assert against_hand_over(out) == {}


def no_link(title: str, role: Role) -> tuple[World, Refusal]:
    """Return a day with a receiver who holds this role too, and what R31 says of them."""
    story = World()
    story.working_day()
    story.take_out("colt")
    told = story.tell(enrolment("both", title, (role, Role.PERFORMER)), *TWO, "both")
    assert told.codes == ()
    story.show_empty("colt")
    return story, against_hand_over(story, "both")["R31"]


@pytest.mark.parametrize(
    ("title", "role"), [("first-ad", Role.CALLER), ("stage-manager", Role.HANDLER)]
)
def test_neither_handler_nor_caller_receives(title: str, role: Role) -> None:
    """Who handles guns or calls the floor is no link, though enrolled as performer too."""
    _, refused = no_link(title, role)
    assert refused.code.value == "only_to_a_performer"
    assert refused.lift == "hand it to somebody who is neither handler nor caller"


def test_who_cannot_sign_does_not_receive(out: World) -> None:
    """A performer whose only key was revoked could not say that they took it."""
    out.tell(Revoke(key=person("performer").key, cause=RevokeCause.LEFT), *TWO)
    out.show_empty("colt")
    refused = against_hand_over(out)["R31"]
    assert refused.lift == "enrol a key for them: they have none that is not revoked"


def test_a_further_key_gives_no_other_title(out: World) -> None:
    """A grip does not become first AD by a second key under another title."""
    grip = person("grip")
    body = Enrol(person=grip.id, key=person("grip 2").key, title="first-ad", roles=(Role.CALLER,))
    refused = {refusal.rule: refusal for refusal in out.asks(body, *TWO, "grip 2")}["R02"]
    assert refused.code.value == "title_not_for_role"
    assert (refused.facts, refused.lift) == (("first-ad", "grip"), "enrol as grip, as on record")


@pytest.mark.parametrize("role", [Role.SECOND_PERSON, Role.CALLER])
def test_who_calls_the_floor_has_a_title_for_it(out: World, role: Role) -> None:
    """A grip is granted neither to look as second person nor to call the floor."""
    told = out.tell(Grant(person=person("grip").id, roles=(role,)), *TWO)
    assert told.codes == ("title_not_for_role",)
    assert told.refusals[0].facts == ("grip", role.value)


# -- looks ----------------------------------------------------------------------------------------

FIVE: Final = answers(LookWay.SEEN_GOING_IN, first(5, Holds.DUMMY) | {6: Holds.BLANK})


def test_two_failures_are_not_mended_by_asking_to_see(out: World) -> None:
    """After two disagreements only making it clear lets a showing start anew."""
    out.show_empty("colt")
    out.load("colt")
    for _ in range(2):
        out.show_going_in("colt", dummies=6, by=("armorer",))
        out.look("colt", FIVE, by="first-ad", way=LookWay.SEEN_GOING_IN)
    out.tell(AskToSee(weapon=gun("colt")), "armorer")
    out.show_going_in("colt", dummies=6, way=LookWay.TAKEN_OUT_AND_SEEN)
    assert stated(out).cause is Cause.DISAGREE
    out.unload("colt", 6)
    assert colt(out).failed == 0
    out.show_empty("colt")
    assert stated(out).shown is Shown.EMPTY


def test_a_pair_that_agrees_forgets_one_failure(out: World) -> None:
    """One "could not see", mended by looking again, does not wait for the next showing."""
    for _ in range(2):
        out.look("colt", EMPTY)
        out.look("colt", answers(LookWay.SEEN_EMPTY, {2: Holds.NOT_SEEN}), by="first-ad")
        assert colt(out).failed == 1
        out.look("colt", EMPTY, by="first-ad")
        assert (colt(out).failed, stated(out).shown) == (0, Shown.EMPTY)
        out.tell(AskToSee(weapon=gun("colt")), "grip")


def test_a_failure_lasts_over_a_change(out: World) -> None:
    """A first disagreement is not forgotten because the gun was opened in between."""
    out.look("colt", EMPTY)
    out.look("colt", answers(LookWay.SEEN_EMPTY, {2: Holds.BLANK}), by="first-ad")
    out.tell(ShowingEnded(weapon=gun("colt"), cause=EndCause.OPENED), "grip")
    assert (colt(out).failed, colt(out).failed_turn) == (1, 0)


PARTIAL: Final = {
    "saw a blank where the others saw nothing": (Holds.BLANK, How.SAW, Cause.DISAGREE),
    "heard a blank": (Holds.BLANK, How.HEARD, Cause.DISAGREE),
    "was told of a blank": (Holds.BLANK, How.TOLD, Cause.NONE),
    "could not see": (Holds.NOT_SEEN, How.SAW, Cause.NONE),
    "saw what the others saw": (Holds.EMPTY, How.SAW, Cause.NONE),
}


@pytest.mark.parametrize(("holds", "how", "cause"), PARTIAL.values(), ids=PARTIAL.keys())
def test_what_a_performer_saw_of_it_counts(
    out: World, holds: Holds, how: How, cause: Cause
) -> None:
    """A performer need not see all, but what they did see must be what the others say."""
    out.show_empty("colt")
    one = PositionAnswer(position=chamber(3), how=how, holds=holds)
    out.look("colt", (one,), by="performer")
    assert stated(out).cause is cause


def test_an_odd_round_in_a_gun_nobody_received_stops_work(out: World) -> None:
    """What looks odd in a gun the ledger does not know is as grave as in one it knows."""
    body = Look(
        weapon=gun("strange"),
        cites=out.changed("colt"),
        purpose=Purpose.OWN,
        way=LookWay.SEEN_EMPTY,
        entered=Entered.EACH,
        answers=answers(LookWay.SEEN_EMPTY, {1: Holds.ODD}),
    )
    told = out.tell(body, "armorer")
    assert out.state.questions[told.id].topic is Topic.NOT_NAMEABLE
    assert out.state.blocking == 1


def test_ones_own_look_supports_nothing(out: World) -> None:
    """Two looks that are part of no showing make none; after one in a showing one is missing."""
    out.show_empty("colt", purpose=Purpose.OWN)
    assert stated(out).cause is Cause.ENDED
    out.show_empty("colt", by=("armorer",))
    assert stated(out).cause is Cause.ONE_LOOK
    out.show_empty("colt", by=("first-ad",))
    assert stated(out).shown is Shown.EMPTY


def test_ones_own_look_hinders_where_it_differs(out: World) -> None:
    """One's own look afterwards need not be whole, but stands against what it differs from."""
    out.show_empty("colt")
    out.look("colt", EMPTY[:1], purpose=Purpose.OWN)
    assert stated(out).shown is Shown.EMPTY
    out.look("colt", answers(LookWay.SEEN_EMPTY, {1: Holds.BLANK})[:1], purpose=Purpose.OWN)
    assert stated(out).cause is Cause.DISAGREE
    assert colt(out).failed == 0
    out.show_empty("colt", by=("armorer",))
    assert stated(out).shown is Shown.EMPTY


def test_who_looked_on_their_own_did_not_see_it_empty(out: World) -> None:
    """Who looked on their own before a load is not one of the two who saw it empty."""
    out.show_empty("colt")
    out.show_empty("colt", by=("second-ad",), purpose=Purpose.OWN)
    out.load("colt")
    assert colt(out).empty_seen_by == (person("armorer").id, person("first-ad").id)


def test_the_pair_of_the_handler_in_charge_comes_first(out: World) -> None:
    """Another handler who looked too does not stand in the way of the one in charge."""
    out.show_empty("colt", by=("assistant", "armorer", "first-ad"))
    assert stated(out).by == (person("armorer").id, person("first-ad").id)
    assert out.load("colt").codes == ()


def test_a_look_sent_late_is_as_old_as_its_device_says() -> None:
    """Looks made an hour before they arrive are too old when they do."""
    story = World()
    story.working_day()
    story.take_out("colt")
    bodies = [
        Look(
            weapon=gun("colt"),
            cites=story.changed("colt"),
            purpose=Purpose.SHOWING,
            way=LookWay.SEEN_EMPTY,
            entered=Entered.EACH,
            answers=EMPTY,
        )
    ] * 2
    events = [
        story.event(body, (signed_by(name, role),))
        for body, name, role in zip(
            bodies, ("armorer", "first-ad"), (Role.HANDLER, Role.SECOND_PERSON), strict=True
        )
    ]
    story.wait(minutes=61)
    for event in events:
        story.tell_event(event)
    assert stated(story).shown is Shown.EMPTY
    refused = against_hand_over(story)["R54"]
    assert refused.code.value == "showing_too_old"
    assert refused.facts[:2] == (gun("colt"), "61")


def test_a_device_ahead_of_the_desk_makes_no_look_younger(out: World) -> None:
    """A device whose clock is ahead does not make its look newer than its arrival."""
    body = Look(
        weapon=gun("colt"),
        cites=out.changed("colt"),
        purpose=Purpose.SHOWING,
        way=LookWay.SEEN_EMPTY,
        entered=Entered.EACH,
        answers=EMPTY,
    )
    event = out.event(body, (signed_by("armorer", Role.HANDLER),))
    out.clock.set_wall(out.clock.now() - 60_000)
    out.tell_event(event)
    assert colt(out).looks[0].lag_ms == 0


def test_a_gun_that_came_back_is_shown_before_it_is_loaded(out: World) -> None:
    """What was shown before a hand-over is not enough to load after it."""
    looks = out.show_empty("colt")
    out.hand_over("colt", announced=OVER_EMPTY, looks=looks)
    out.collect("colt", giver="performer")
    told = out.load("colt")
    assert told.codes == ("handed_over_since",)
    assert told.refusals[0].lift == (
        "once it is back in the handler's hand show it: all positions, out loud,"
        " then each answers for themselves"
    )
    out.show_empty("colt")
    assert out.load("colt").codes == ()


# -- keeps and waivers ----------------------------------------------------------------------------


def test_ending_one_keeping_leaves_the_other() -> None:
    """What two keepings name stays as found until both are ended."""
    story = World()
    story.working_day()
    one, other = story.keep(gun("colt")), story.keep(gun("colt"))
    story.tell(EndKeep(keep=other.id), *TWO, "inspector")
    assert colt(story).kept == one.id
    story.tell(EndKeep(keep=one.id), *TWO, "inspector")
    assert colt(story).kept == ""


def test_a_waiver_ends_with_its_day_closed_or_not() -> None:
    """A day opened without closing the one before has none of its waivers."""
    story = World()
    story.receive_box("vault", form=Form.SAFE, keys=("armorer",))
    story.receive_gun("colt")
    story.open_day()
    story.lock(gun("colt"))
    told = story.tell(Waive(row="R25", item=gun("colt"), measure=words("m")), *TWO)
    assert told.codes == ()
    story.open_day("2026-11-23")
    assert story.state.waivers == {}
    assert story.take_out("colt").codes == ("opening_check_missing",)


def test_a_director_is_never_second_person_or_caller() -> None:
    """Whatever titles a pack lists, a director neither looks as second person nor calls."""
    step = enrol("director", Role.SECOND_PERSON, Role.CALLER)
    found = list(second_person(floor.case(step), Params({"second_person_titles": ("director",)})))
    assert [item.facts for item in found] == [
        ("director", "second-person"),
        ("director", "caller"),
    ]
    assert [item.lift for item in found] == ["enrol as one of: "] * 2
