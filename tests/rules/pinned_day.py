"""The shooting day's kinds of step, each once as it should be and once by somebody who may not."""

from __future__ import annotations

from typing import Final

from showclear.field.ids import EventId
from showclear.field.people import Role
from showclear.field.plan import Provision
from showclear.record.events.guns import ApproveLots, Release
from showclear.record.events.people import GuardianPresent, NameKeyHolders, Paper, WithdrawRoles
from showclear.record.events.plan import CountArea, NothingMoved
from tests.invariants.starts import STARTS, paper
from tests.invariants.walk import drawn, walk
from tests.kit import OFFICERS, World, box, gun, lot, person
from tests.lines import vouchers
from tests.planning import assessment, planned, set_up

NOTHING_FOUND: Final = EventId("ab" * 32)


def on_set() -> World:
    """Tell each kind of step of a shooting day rightly, and once more by the grip."""
    story = STARTS["in_hand_core_alone"]()
    found = story.find_unfit("twin")
    performer = person("performer").id
    keys = (person("armorer").id,)
    bodies = (
        (paper(Paper.PERMIT, "armorer"), ("producer",)),
        (GuardianPresent(minor=performer, guardian=person("teacher").id), ("rep",)),
        (NameKeyHolders(place=box("vault"), key_holders=keys), OFFICERS[:2]),
        (assessment(), ("first-ad", "armorer")),
        (planned(), ("armorer", "first-ad")),
        (NothingMoved(set_up=set_up()), ("armorer", "first-ad")),
        (CountArea(set_up=set_up(), people=(performer,)), ("second-ad",)),
        (ApproveLots(weapon=gun("twin"), lots=(lot("d45"),)), ("armorer",)),
        (Release(weapon=gun("twin"), unfit=NOTHING_FOUND), ("armorer", "gunsmith")),
        (Release(weapon=gun("twin"), unfit=found.id), ("armorer", "gunsmith")),
        (WithdrawRoles(person=person("grip").id, roles=(Role.CREW,)), OFFICERS[:2]),
    )
    for body, who in bodies:
        story.tell(body, *who)
        story.tell(body, "grip", *who[1:])
    story.provide(Provision.PERMIT, by="stranger")
    story.brief(by="stranger")
    story.tell(assessment(), "stranger", "armorer")
    story.go_again("colt")
    return story


def line() -> World:
    """Issue a line that two have walked, and once more by somebody who may not."""
    story = STARTS["line_out"]()
    names = ("rifle-1", "rifle-2", "rifle-3")
    looks = tuple(
        dict.fromkeys(
            look.event for name in names for look in story.state.weapons[gun(name)].looks
        )
    )
    body = vouchers(*names, looks=looks, plan=story.working_on)
    for by in ("grip", "armorer"):
        story.tell(body, by)
    return story


def days() -> list[World]:
    """Return the shooting day's stories: each kind of step, a line, and wild walks."""
    return [on_set(), line(), *(walk(drawn(start, 0)) for start in STARTS)]
