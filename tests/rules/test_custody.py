"""R02, R31, R49: who is in charge, to whom a gun goes, what is kept as found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.ids import EventId, ItemId, KeyId, PersonId
from showclear.field.people import Role
from showclear.record.events.handling import EndKeep, OpenDay, TakeOut
from showclear.record.events.officers import Enrol, Grant
from showclear.record.state import By, Charge, KeepFact
from showclear.rules.chapters.custody import items_of
from tests.rules import floor
from tests.rules.floor import (
    AD,
    ARMORER,
    ASSISTANT,
    BOX,
    COLT,
    CREW,
    GUN_SAFE,
    OFFICER,
    OUTSIDER,
    PERFORMER,
    RUBBER_GUN,
    SECOND_OFFICER,
    STAND_IN,
    Reason,
    Step,
    saying,
)

HANDLERS: Final = (
    "enrol as one of: armorer, assistant-armorer, assistant-property-master, gunmaster, "
    "property-master, stage-manager, weapons-handler"
)
END_KEEPING: Final = "two officers and one outside person end keeping it as found"
CLEAR_OTHERS: Final = "collect every other gun and make it clear; end keeping things as found"
SHOW_IT: Final = (
    "the handler in charge: show it: all positions, out loud, then each answers for themselves"
)
PROVE_TWICE: Final = (
    "two people prove every round in it one by one, each for themselves; "
    "by at least 2 proofs for a gun that can fire live rounds"
)


def not_in_charge(item: str, by: str, who: str) -> Reason:
    """Return R02's reason when somebody else is in charge."""
    return "R02", "not_in_charge", (item, by, who), "whoever is in charge takes this step"


def enrol(title: str, *roles: Role) -> Step:
    """Return two officers' enrolling somebody with this title in these roles."""
    body = Enrol(person=PersonId("new"), key=KeyId("key-of-new"), title=title, roles=roles)
    return Step(state=floor.floor(), body=body, by=officers())


def grant(person: PersonId, role: Role) -> Step:
    """Return two officers' granting a person a further role."""
    return Step(state=floor.floor(), body=Grant(person=person, roles=(role,)), by=officers())


def officers() -> tuple[tuple[PersonId, Role], ...]:
    """Return two officers as signers."""
    return ((OFFICER, Role.OFFICER), (SECOND_OFFICER, Role.OFFICER))


def charged(step: Step, item: ItemId, charge: Charge, in_hand: str = "") -> Step:
    """Return the step with another in charge of the item."""
    held = step.state.item(item)
    assert held is not None
    held.charge, held.in_hand = charge, in_hand or held.in_hand
    return step


def signed_by(step: Step, person: PersonId) -> Step:
    """Return the step signed by another handler."""
    step.by = ((person, Role.HANDLER),)
    return step


def keep(step: Step, *items: ItemId) -> Step:
    """Return the step while these items are kept as found."""
    step.state.keeps[EventId("keep")] = KeepFact(
        event=EventId("keep"), items=items, guarded_by=CREW, index=60
    )
    for item in items:
        held = step.state.item(item)
        assert held is not None
        held.kept = EventId("keep")
    return step


def end_keep(of: str) -> Step:
    """Return two officers' and an outsider's ending of keeping the box as found."""
    step = keep(floor.load(), BOX)
    step.body = EndKeep(keep=EventId(of))
    step.by = (*officers(), (OUTSIDER, Role.OUTSIDE))
    return step


def unknown(step: Step, item: ItemId) -> Step:
    """Return the step with an item the ledger does not have."""
    step.state.weapons.pop(item, None)
    step.state.containers.pop(item, None)
    return step


R02: Final[dict[str, tuple[Callable[[], Step], list[Reason]]]] = {
    "the armorer takes out with her key": (floor.take_out, []),
    "the assistant takes out without a key": (
        lambda: signed_by(floor.take_out(), ASSISTANT),
        [
            (
                "R02",
                "no_key_to_place",
                ("assistant", "gun-safe"),
                "somebody who holds a key to gun-safe takes it out",
            )
        ],
    ),
    "out of a place nobody knows": (
        lambda: unknown(floor.take_out(), GUN_SAFE),
        [
            (
                "R02",
                "no_key_to_place",
                ("armorer", "gun-safe"),
                "somebody who holds a key to gun-safe takes it out",
            )
        ],
    ),
    "taken out though a handler has it": (
        lambda: charged(floor.take_out(), COLT, Charge(By.HANDLER, ASSISTANT)),
        [
            (
                "R02",
                "not_in_that_place",
                ("colt", "handler", "assistant"),
                "collect colt where it is",
            )
        ],
    ),
    "taken out of another place than it is in": (
        lambda: charged(floor.take_out(), COLT, Charge(By.PLACE, "drawer")),
        [("R02", "not_in_that_place", ("colt", "place", "drawer"), "collect colt where it is")],
    ),
    "a gun the rules do not know is left to the record": (
        lambda: unknown(floor.take_out(), COLT),
        [],
    ),
    "the armorer loads": (floor.load, []),
    "the assistant loads the armorer's gun from her box": (
        lambda: signed_by(floor.load(), ASSISTANT),
        [
            not_in_charge("colt", "handler", "armorer"),
            not_in_charge("box", "handler", "armorer"),
            (
                "R32",
                "not_shown",
                ("colt", "empty", "armorer", "first-ad"),
                SHOW_IT,
            ),
        ],
    ),
    "the box is locked away": (
        lambda: charged(floor.load(), BOX, Charge(By.PLACE, GUN_SAFE)),
        [not_in_charge("box", "place", "gun-safe")],
    ),
    "nobody answers for the gun": (
        lambda: charged(floor.hand_over(), COLT, Charge(By.GAP, "went-ahead")),
        [not_in_charge("colt", "gap", "went-ahead")],
    ),
    "a performer still holds the gun": (
        lambda: charged(floor.hand_over(), COLT, Charge(By.HANDLER, ARMORER), PERFORMER),
        [("R02", "not_in_hand", ("colt", "performer"), "collect colt first")],
    ),
    "a box nobody has received": (
        lambda: unknown(floor.load(), BOX),
        [
            ("R02", "item_unknown", ("box",), "receive the item first"),
            (
                "R18",
                "round_not_proved",
                ("box", "dummies", "0 of 0"),
                PROVE_TWICE,
            ),
            (
                "R18",
                "too_few_rounds",
                ("box", "dummies", "0"),
                "take them from where the book has them",
            ),
        ],
    ),
    "a gun nobody has received is handed over": (
        lambda: unknown(floor.hand_over(), COLT),
        [("R02", "item_unknown", ("colt",), "receive the item first")],
    ),
    "an armorer is enrolled as handler": (lambda: enrol("armorer", Role.HANDLER), []),
    "a director is enrolled as handler": (
        lambda: enrol("director", Role.HANDLER),
        [("R02", "title_not_for_role", ("director", "handler"), HANDLERS)],
    ),
    "a director is enrolled as crew": (lambda: enrol("director", Role.CREW), []),
    "a further key under the title on record": (
        lambda: saying(enrol("armorer", Role.HANDLER), person=ARMORER),
        [],
    ),
    "a further key under another title": (
        lambda: saying(enrol("gunmaster", Role.CREW), person=ARMORER),
        [
            (
                "R02",
                "title_not_for_role",
                ("gunmaster", "armorer"),
                "enrol as armorer, as on record",
            )
        ],
    ),
    "the assistant is granted to handle": (lambda: grant(ASSISTANT, Role.HANDLER), []),
    "the first AD is granted to handle": (
        lambda: grant(AD, Role.HANDLER),
        [("R02", "title_not_for_role", ("first-ad", "handler"), HANDLERS)],
    ),
    "nobody known is granted to handle": (
        lambda: grant(PersonId("stranger"), Role.HANDLER),
        [("R02", "title_not_for_role", ("", "handler"), HANDLERS)],
    ),
    "the first AD is granted to be crew": (lambda: grant(AD, Role.CREW), []),
}


def handed_to(person: PersonId) -> Step:
    """Return the hand-over of the revolver to this person."""
    step = floor.hand_over()
    step.say(to=person)
    return step


def only_to(person: str) -> Reason:
    """Return R31's reason."""
    lift = "hand it to somebody enrolled as performer, stand-in included"
    return "R31", "only_to_a_performer", ("colt", person), lift


def to_oneself() -> Step:
    """Return the armorer's handing the revolver to herself, though enrolled as performer too."""
    step = handed_to(ARMORER)
    step.state.registry.people[ARMORER].roles.add(Role.PERFORMER)
    return step


def to_a_director() -> Step:
    """Return the hand-over to a performer who directs as well."""
    step = handed_to(PERFORMER)
    step.state.registry.people[PERFORMER].title = "director"
    return step


R31: Final[dict[str, tuple[Callable[[], Step], list[Reason]]]] = {
    "to the performer": (lambda: handed_to(PERFORMER), []),
    "to a stand-in": (lambda: handed_to(STAND_IN), []),
    "to the first AD": (lambda: handed_to(AD), [only_to("first-ad")]),
    "to another handler": (lambda: handed_to(ASSISTANT), [only_to("assistant")]),
    "to nobody known": (lambda: handed_to(PersonId("stranger")), [only_to("stranger")]),
    "to oneself": (to_oneself, [only_to("armorer")]),
    "to a director who performs too": (
        to_a_director,
        [
            (
                "R31",
                "only_to_a_performer",
                ("colt", "performer"),
                "hand it to somebody who is no director",
            )
        ],
    ),
    "a rubber gun to the performer": (floor.hand_over_rubber, []),
}


def kept_now(item: str) -> Reason:
    """Return R49's reason about what is itself kept as found."""
    return "R49", "kept_as_found", (item, "keep"), END_KEEPING


def kept_elsewhere(item: str) -> Reason:
    """Return R49's reason about another gun meanwhile."""
    return "R49", "kept_as_found", (item, "keep"), CLEAR_OTHERS


R49: Final[dict[str, tuple[Callable[[], Step], list[Reason]]]] = {
    "the revolver is kept as found": (
        lambda: keep(floor.hand_over(), COLT),
        [kept_now("colt")],
    ),
    "only the box is kept as found": (
        lambda: keep(floor.load(), BOX),
        [kept_now("box"), kept_elsewhere("colt")],
    ),
    "another gun is kept as found, and this one is locked": (
        lambda: keep(floor.take_out(), RUBBER_GUN),
        [kept_elsewhere("colt")],
    ),
    "a rubber gun goes out meanwhile": (lambda: keep(floor.hand_over_rubber(), COLT), []),
    "a rubber gun that is kept does not": (
        lambda: keep(floor.hand_over_rubber(), RUBBER_GUN),
        [kept_now("rubber-gun")],
    ),
    "keeping is ended by its name": (lambda: end_keep("keep"), []),
    "what is not kept is ended": (
        lambda: end_keep("lunch"),
        [("R49", "nothing_to_lift", ("lunch",), "name what is kept as found")],
    ),
}


@pytest.mark.parametrize("case", R02)
def test_r02_one_in_charge(case: str) -> None:
    """Only who is in charge and holds it, or holds a key to its lock, takes the step."""
    step, expected = R02[case]
    assert floor.against(step()) == expected


@pytest.mark.parametrize("case", R31)
def test_r31_only_to_performers(case: str) -> None:
    """A gun is handed only to somebody enrolled as performer, and never to oneself."""
    step, expected = R31[case]
    assert floor.against(step()) == expected


@pytest.mark.parametrize("case", R49)
def test_r49_keep_as_found(case: str) -> None:
    """What is kept as found is touched by no step, and no gun that can fire goes out."""
    step, expected = R49[case]
    assert floor.against(step()) == expected


def test_every_item_of_a_step_is_asked_about() -> None:
    """Two guns taken out together are each held against the place they are in."""
    step = floor.take_out()
    step.body = TakeOut(items=(COLT, RUBBER_GUN), place=GUN_SAFE)
    assert floor.against(step) == [
        (
            "R02",
            "not_in_that_place",
            ("rubber-gun", "handler", "armorer"),
            "collect rubber-gun where it is",
        )
    ]


def test_a_step_that_handles_nothing_is_about_no_item() -> None:
    """Opening the day names no item."""
    step = floor.take_out()
    step.body = OpenDay(date="2026-11-22")
    assert items_of(floor.case(step)) == ()
