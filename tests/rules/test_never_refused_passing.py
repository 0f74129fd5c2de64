"""Refusals that would themselves create danger, where guns pass other than by one hand-over.

The lines are those of the trade's notes, by their numbers there: what went ahead (4), collecting
(5), a handler who is hurt (6), the other duty (11). The others are in ``test_never_refused``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.ids import EventId, ItemId
from showclear.field.people import Role
from showclear.field.stock import WeaponClass
from showclear.record.codes import Code
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import Collect, TakeOut, Unload
from showclear.record.events.officers import Revoke, RevokeCause
from showclear.record.events.passing import FoundWith, GuardedBy, Relieve
from showclear.record.events.people import Duty, WithdrawRoles
from showclear.record.state import By, Charge
from tests.kit import Told, World, box, every_row, gun, lot, person, signed_by, with_rows
from tests.lines import (
    answers_for,
    find,
    guard,
    issue,
    line_day,
    paper,
    relieve,
    rider,
    ship,
    walk,
)

COLT: Final = gun("colt")
FIRST, SECOND, THIRD = (gun(f"rifle-{number}") for number in (1, 2, 3))
TAKEN: Final = frozenset({Outcome.ADMITTED, Outcome.OUT_OF_CHAIN})
ARMORER: Final = Charge(By.HANDLER, person("armorer").id)
ASSISTANT: Final = Charge(By.HANDLER, person("assistant").id)


@pytest.fixture
def story() -> World:
    """Return the day up to the gun with dummies in the performer's hand."""
    told = World()
    told.handed_over()
    return told


@pytest.fixture
def riding() -> World:
    """Return a day on which three riders have been issued their rifles."""
    told = World()
    names = line_day(told)
    issue(told, *names, looks=walk(told, *names))
    return told


def taken(told: Told) -> Told:
    """Return what was told, having seen that it was not refused."""
    assert told.outcome in TAKEN, told.codes
    return told


# -- 4: nothing records what went ahead -----------------------------------------------------------


def test_4_a_line_that_was_refused_comes_back(riding: World) -> None:
    """A line that was issued against the record is found with its riders, and collected."""
    riding.collect("rifle-1", "rifle-2", "rifle-3")
    riding.stop()
    assert issue(riding, "rifle-1", "rifle-2", "rifle-3").refused
    for name in ("rifle-1", "rifle-2", "rifle-3"):
        taken(find(riding, gun(name), holder=f"rider of {name}"))
        assert riding.state.weapons[gun(name)].in_hand == rider(name)
        taken(riding.collect(name, giver=f"rider of {name}"))
        assert answers_for(riding, gun(name)) == (ARMORER, person("armorer").id, False)


def test_4_a_gun_that_never_left_its_lock_is_found_and_comes_back(riding: World) -> None:
    """The record has it locked away, a rider has it in hand: found with, and collected."""
    riding.collect("rifle-1")
    riding.lock(FIRST)
    taken(find(riding, FIRST, holder="grip"))
    assert riding.state.weapons[FIRST].in_hand == person("grip").id
    taken(riding.collect("rifle-1", giver="grip"))
    assert answers_for(riding, FIRST)[0] == ARMORER


def test_4_what_was_shipped_is_here_after_all(riding: World) -> None:
    """A gun that the record has sent away is found, collected and made clear."""
    riding.collect("rifle-1")
    ship(riding, FIRST)
    taken(find(riding, FIRST, holder="grip"))
    taken(riding.collect("rifle-1"))
    body = Unload(weapon=FIRST, container=box("vault"), lot=lot("d45"), rounds=0)
    taken(riding.tell(body, "armorer"))


# -- 5: collect refused for form ------------------------------------------------------------------


def rider_gives(story: World) -> Told:
    """Let the armorer collect from the rider."""
    return story.collect("rifle-1", giver="rider of rifle-1")


def another_gives(story: World) -> Told:
    """Let the first AD bring it from the pew, and the assistant collect it."""
    return story.collect("rifle-1", giver="first-ad", by="assistant")


def after_it_lay_about(story: World) -> Told:
    """Find it unattended, then collect it."""
    find(story, FIRST)
    return story.collect("rifle-1")


def after_paper(story: World) -> Told:
    """Enter an hour on paper at whose end the grip has it, then collect it."""
    paper(story, (FIRST, "grip"))
    return story.collect("rifle-1", giver="grip")


def with_a_stale_list(story: World) -> Told:
    """Collect the whole line on a tablet that knows nothing of the issue."""
    items: tuple[ItemId, ...] = (FIRST, SECOND, THIRD)
    return story.tell(Collect(weapons=items), "armorer", last={})


def role_withdrawn(story: World) -> Told:
    """Let the assistant collect after two officers took the role away."""
    story.tell(
        WithdrawRoles(person=person("assistant").id, roles=(Role.HANDLER,)), "producer", "manager"
    )
    return story.collect("rifle-1", by="assistant")


def key_revoked(story: World) -> Told:
    """Let the assistant collect by a key that was revoked."""
    revoke = Revoke(key=person("assistant").key, cause=RevokeCause.LOST)
    story.tell(revoke, "producer", "manager")
    return story.collect("rifle-1", by="assistant")


def day_closed(story: World) -> Told:
    """Collect after the day was closed."""
    story.close_day()
    return story.collect("rifle-1")


@pytest.mark.parametrize(
    "collect",
    [
        rider_gives,
        another_gives,
        after_it_lay_about,
        after_paper,
        with_a_stale_list,
        role_withdrawn,
        key_revoked,
        day_closed,
    ],
)
def test_5_a_gun_of_a_line_always_comes_back(
    riding: World, collect: Callable[[World], Told]
) -> None:
    """Whoever gives it and whatever the record thought, a gun of a line is collected."""
    taken(collect(riding))
    charge, in_hand, _ = answers_for(riding, FIRST)
    assert in_hand in {person("armorer").id, person("assistant").id}
    assert charge.by in {By.HANDLER, By.GAP}
    assert riding.state.weapons[FIRST].voucher == 0


# -- 6: the handler is hurt -----------------------------------------------------------------------


@pytest.mark.parametrize("reporter", ["grip", "performer", "first-ad", "rep", "inspector"])
def test_6_anybody_says_who_stands_by(story: World, reporter: str) -> None:
    """With the only handler hurt, whoever is there says who guards; then any handler collects."""
    told = taken(guard(story, COLT, box("dummies"), guard_by="grip", by=reporter))
    assert answers_for(story, COLT) == (Charge(By.GAP, told.id), person("grip").id, True)
    taken(story.collect("colt", giver="grip", by="assistant"))
    assert answers_for(story, COLT) == (ASSISTANT, person("assistant").id, False)


def test_6_another_handler_takes_over_alone(story: World) -> None:
    """The assistant relieves a handler who cannot sign; the gun stays in the performer's hand."""
    taken(relieve(story, COLT, box("dummies"), of=""))
    assert answers_for(story, COLT)[:2] == (ASSISTANT, person("performer").id)
    taken(story.collect("colt", giver="performer", by="assistant"))
    assert answers_for(story, COLT)[1] == person("assistant").id


def test_6_somebody_without_a_key_stands_by(story: World) -> None:
    """The guard needs no enrolment: a medic who has never heard of the record may stand by."""
    body = GuardedBy(items=(COLT,), guard=person("medic").id)
    taken(story.tell(body, "grip"))
    assert story.state.weapons[COLT].in_hand == person("medic").id


# -- 11: the other duty ---------------------------------------------------------------------------


def busy() -> World:
    """Return a day on which armorer and assistant both have another duty, every row adopted."""
    story = World(packs=every_row())
    story.receive_box("vault", keys=("armorer", "assistant"))
    story.dummies()
    story.receive_gun("colt")
    for name in ("armorer", "assistant"):
        story.tell(Duty(person=person(name).id, duty="props-on-set"), name)
    return story


ACTS: Final[dict[str, Callable[[World], Told]]] = {
    "collected by the armorer": lambda story: story.collect("colt", giver="grip"),
    "collected by the other": lambda story: story.collect("colt", by="assistant"),
    "relieved by both": lambda story: relieve(story, COLT),
    "relieved by one": lambda story: relieve(story, COLT, of=""),
    "locked away": lambda story: story.lock(COLT),
    "made clear": lambda story: story.unload("colt", 0),
    "guarded": lambda story: guard(story, COLT, guard_by="armorer"),
    "shipped": lambda story: ship(story, COLT),
    "found": lambda story: find(story, COLT, holder="grip"),
}


@pytest.mark.parametrize("act", ACTS)
def test_11_another_duty_stops_nobody_taking_a_gun_back(act: str) -> None:
    """Logged in another duty, a property master still takes a gun in, over, and away."""
    taken(ACTS[act](busy()))


@pytest.mark.parametrize("weapon_class", list(WeaponClass))
def test_11_another_duty_asks_about_guns_that_can_fire_only(weapon_class: WeaponClass) -> None:
    """For classes 1 to 3 single duty is not asked at all, so nothing of it stands against."""
    story = World(packs=with_rows("R04"))
    line_day(story, weapon_class=weapon_class)
    story.lock(FIRST)
    story.tell(Duty(person=person("armorer").id, duty="driver"), "armorer")
    refused = story.asks(TakeOut(items=(FIRST,), place=box("vault")), "armorer")
    fires = weapon_class >= WeaponClass.BLANK_ONLY
    assert [found.code for found in refused] == [Code.OTHER_DUTY] * fires


# -- whatever stands open -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        Relieve(items=(COLT,)),
        GuardedBy(items=(COLT,), guard=person("grip").id),
        FoundWith(items=(COLT,)),
        FoundWith(items=(COLT,), holder=person("grip").id),
    ],
)
def test_signed_in_a_role_they_do_not_hold(
    story: World, body: Relieve | GuardedBy | FoundWith
) -> None:
    """Marked as such, it is taken all the same, and puts nobody in charge."""
    told = taken(story.tell_signed(body, (signed_by("stranger", Role.HANDLER),)))
    assert told.codes
    assert answers_for(story, COLT)[0] in {ARMORER, Charge(By.GAP, EventId(told.id))}
