"""A bore that is due to be seen: what settles it, and that it is settled once seen (R43)."""

from __future__ import annotations

from showclear.field.ids import NO_EVENT
from showclear.field.stock import Proof
from showclear.record.events.handling import Announced
from showclear.record.state import Weapon
from tests.kit import World, gun

BLANK_PROOFS = (Proof.SEAL, Proof.MAKER_CODE, Proof.ONE_OPENED)


def fired_and_cleared() -> World:
    """Return a day on which a gun with six blanks fired four and was made clear."""
    story = World()
    story.working_day()
    story.take_out("colt")
    story.blanks()
    story.show_empty("colt")
    story.load("colt", from_box="blanks", lot_name="b45")
    story.fire("colt", 4)
    story.unload("colt", 2, fired_cases=4, into="blanks", lot_name="b45")
    for name in ("armorer", "second-ad"):
        story.prove("blanks", "b45", 46, by=name, each=BLANK_PROOFS)
    return story


def colt(story: World) -> Weapon:
    """Return the gun of the story."""
    return story.state.weapons[gun("colt")]


def test_a_gun_that_fired_is_not_loaded_before_its_bore_was_seen() -> None:
    """Loading after firing is refused while nobody has seen the bore."""
    story = fired_and_cleared()
    assert colt(story).bore_due != NO_EVENT
    assert "bore_not_seen" in story.load("colt").codes


def test_a_gun_whose_bore_was_seen_after_firing_can_be_handed_over_loaded() -> None:
    """The bore of a loaded gun cannot be seen: having seen it before loading settles it."""
    story = fired_and_cleared()
    story.show_empty("colt")
    assert story.load("colt").codes == ()
    assert colt(story).bore_due == NO_EVENT
    looks = story.show_going_in("colt", dummies=6)
    told = story.hand_over("colt", rounds=6, looks=looks, announced=Announced.DUMMIES)
    assert told.codes == ()
