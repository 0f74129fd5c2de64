"""What a second review found in the rules about days, people and packs, as small stories."""

from __future__ import annotations

from showclear.field.stock import WeaponClass
from showclear.record.events.handling import Announced, HandOver, TakeOut
from showclear.record.events.speaking import Decline, Side
from showclear.record.events.table import AnyBody
from tests.kit import Story, World, box, gun, person, signers_of, with_rows


def noted(story: World, body: AnyBody, row: str) -> list[tuple[str, ...]]:
    """Return the facts of what this row would note beside a step of the armorer's."""
    event = story.event(body, signers_of(body, ("armorer",)))
    return [alert.facts for alert in story.verdict(event, story.now()).alerts if alert.rule == row]


def rubber(story: Story) -> None:
    """Receive a rubber gun and lock it away."""
    story.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    story.lock(gun("rubber"))


# -- R08, R28: the day's first gun ----------------------------------------------------------------


def test_a_rubber_gun_taken_out_first_answers_nothing_for_one_that_can_fire() -> None:
    """The real guns are asked about until one of them was out; then none is."""
    story = World(packs=with_rows("R08", "R28"))
    story.working_day()
    rubber(story)
    both = TakeOut(items=(gun("rubber"), gun("colt")), place=box("vault"))
    assert [facts[0] for facts in noted(story, both, "R08")] == [gun("rubber"), gun("colt")]
    story.take_out("rubber")
    for row in ("R08", "R28"):
        assert [facts[0] for facts in noted(story, both, row)] == [gun("colt")]
    story.take_out("colt")
    assert noted(story, both, "R28") == noted(story, both, "R08") == []


# -- R52: who declined is in no verdict -----------------------------------------------------------


def test_who_declined_is_not_in_the_note() -> None:
    """The note beside a hand-over names the gun alone."""
    story = World()
    story.working_day()
    story.take_out("colt")
    story.tell(Decline(weapon=gun("colt"), side=Side.TAKE), "performer")
    body = HandOver(
        weapon=gun("colt"),
        to=person("performer").id,
        announced=Announced.EMPTY,
        rounds=0,
        looks=(),
    )
    assert noted(story, body, "R52") == [(gun("colt"),)]
