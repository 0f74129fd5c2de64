"""Questions to a desk are answered from the state and leave no record."""

from __future__ import annotations

import pytest

from showclear.desk.questions import OpenMatter, open_matters, standing, would
from showclear.errors import UsageError
from showclear.field.ids import NO_EVENT, NOBODY
from showclear.field.mechanisms import LookWay
from showclear.field.people import Role
from showclear.record.codes import Code
from showclear.record.events.handling import TakeOut
from showclear.record.events.speaking import Concern, ConcernClass, Stop
from showclear.record.showing import Cause, Shown
from showclear.record.state import By, Charge
from tests.kit import OnDesk, answers, box, gun, person, signed_by

EMPTY = answers(LookWay.SEEN_EMPTY)


def test_a_question_leaves_no_record() -> None:
    """What would stand against a step is said without an entry, a head or a change of state."""
    story = OnDesk()
    story.working_day()
    before = (len(story.disk.entries), story.disk.head, story.state.next_index)
    handler = (signed_by("armorer", Role.HANDLER),)
    take_out = TakeOut(items=(gun("colt"),), place=box("vault"))
    assert not would(story.desk, take_out, handler).refused
    story.stop()
    verdict = would(story.desk, take_out, handler)
    assert [refusal.code for refusal in verdict.refusals] == [Code.STOP_OPEN]
    wrong = would(story.desk, take_out, (signed_by("grip", Role.HANDLER),))
    assert wrong.refusals[0].code is Code.ROLE_NOT_HELD
    assert not would(story.desk, Stop(), (signed_by("grip", Role.CREW),)).refused
    assert (len(story.disk.entries), story.state.next_index) == (before[0] + 2, before[2] + 2)
    head = story.disk.head
    would(story.desk, take_out, handler)
    assert (len(story.disk.entries), story.disk.head) == (before[0] + 2, head)


def test_nothing_stands_about_a_gun_nobody_showed() -> None:
    """A gun in its locked place has a key-holder's place in charge and no statement."""
    story = OnDesk()
    story.working_day()
    story.take_out("colt")
    found = standing(story.desk, gun("colt"))
    assert (found.weapon, found.weapon_class) == (gun("colt"), 6)
    assert found.charge == Charge(By.HANDLER, person("armorer").id)
    assert (found.in_hand, found.in_hand_reported) == (person("armorer").id, False)
    assert (found.stands.shown, found.age_ms) == (Shown.UNKNOWN, None)
    assert found.stands.cause in {Cause.NO_LOOKS, Cause.ENDED}
    assert (found.shown_to, found.kept) == (NOBODY, NO_EVENT)
    assert found.ended == story.state.weapons[gun("colt")].ended == "was-locked-away"


def test_one_look_says_nothing_yet() -> None:
    """A closed look's answers are not in what stands."""
    story = OnDesk()
    story.working_day()
    story.take_out("colt")
    story.look("colt", EMPTY)
    found = standing(story.desk, gun("colt")).stands
    assert (found.shown, found.cause, found.by) == (Shown.UNKNOWN, Cause.ONE_LOOK, ())


def test_what_stands_is_said_with_by_whom_and_how_long_ago() -> None:
    """A showing stands with both people, its age grows, and the performer is named."""
    story = OnDesk()
    story.handed_over("colt", dummies=6)
    found = standing(story.desk, gun("colt"))
    assert (found.stands.shown, found.stands.rounds) == (Shown.DUMMIES, 6)
    assert set(found.stands.by) == {person("armorer").id, person("first-ad").id}
    assert found.in_hand == found.shown_to == person("performer").id
    assert found.ended == ""
    first = found.age_ms
    story.wait(minutes=7)
    second = standing(story.desk, gun("colt")).age_ms
    assert first is not None
    assert second is not None
    assert 7 * 60_000 <= second - first <= 7 * 60_000 + 5_000


def test_a_gun_kept_as_found_is_said_to_be() -> None:
    """What keeps a gun as found is named by its event."""
    story = OnDesk()
    story.working_day()
    kept = story.keep(gun("colt"))
    assert standing(story.desk, gun("colt")).kept == kept.id


def test_a_gun_of_another_ledger_is_not_known() -> None:
    """The message names what was asked for."""
    story = OnDesk()
    with pytest.raises(UsageError, match="weapon: expected one of this ledger") as caught:
        standing(story.desk, gun("mauser"))
    assert (caught.value.code, caught.value.found) == ("weapon_unknown", gun("mauser"))


def test_open_matters_are_listed_oldest_first() -> None:
    """Stops, concerns, questions and what is kept as found, with what they block."""
    story = OnDesk()
    story.working_day()
    assert open_matters(story.desk) == ()
    small = story.tell(Concern(about=ConcernClass.OTHER), "grip").id
    stop = story.stop().id
    large = story.tell(Concern(about=ConcernClass.LIVE_ROUND), "grip").id
    kept = story.keep(gun("colt"), box("dummies")).id
    odd = story.fire("colt", 2).id
    found = open_matters(story.desk)
    assert found[:4] == (
        OpenMatter(kind="concern", event=small, topic="other", items=(), blocks=False),
        OpenMatter(kind="stop", event=stop, topic="", items=(), blocks=True),
        OpenMatter(kind="concern", event=large, topic="live-round", items=(), blocks=True),
        OpenMatter(
            kind="kept as found",
            event=kept,
            topic="",
            items=(gun("colt"), box("dummies")),
            blocks=True,
        ),
    )
    assert {(matter.kind, matter.event) for matter in found[4:]} == {("question", odd)}
    assert {(matter.topic, matter.items, matter.blocks) for matter in found[4:]} == {
        ("looks-live", (gun("colt"),), True)
    }
