"""The key of a locked place: who held it after each entry, gaps as gaps, locked and opened."""

from __future__ import annotations

from functools import cache

import pytest

from showclear.field.ids import ItemId
from showclear.record.events.desk import Outcome
from showclear.record.events.officers import Revoke, RevokeCause
from showclear.record.events.people import NameKeyHolders
from showclear.record.trace_keys import Door, KeyLine, KeyTracer
from showclear.record.verify import verify_ledger
from tests.kit import OnDesk, box, gun, person
from tests.record.forge import kept, verify

TWO = ("producer", "manager")
ARMORER, ASSISTANT = person("armorer").id, person("assistant").id


@cache
def story() -> OnDesk:
    """Return a safe whose key is named, handed on, and lost sight of."""
    told = OnDesk()
    told.handed_over("colt", dummies=6)
    told.collect("colt")
    holders = (ARMORER, ASSISTANT)
    told.tell(NameKeyHolders(place=box("vault"), key_holders=holders), *TWO)
    assert told.take_out("mauser").refused
    told.lock(gun("colt"))
    told.tell(Revoke(key=person("assistant").key, cause=RevokeCause.LEFT), *TWO)
    told.tell(NameKeyHolders(place=box("vault"), key_holders=(ARMORER,)), *TWO)
    return told


def traced(place: ItemId) -> list[KeyLine]:
    """Return the lines about the key of a place."""
    tracer = KeyTracer(place)
    verify_ledger(kept(story()), verify=verify, observer=tracer.commit)
    return tracer.keys


def test_each_line_says_who_held_the_key_afterwards() -> None:
    """Named at the receipt, named anew, gone with a revoked key, named anew again."""
    found = [
        (line.entry.type, line.held.named, line.held.silent, line.held.gap)
        for line in traced(box("vault"))
    ]
    both = (ARMORER, ASSISTANT)
    first = traced(box("vault"))[0].held.named
    assert found == [
        ("receive-container", first, (), False),
        ("lock", first, (), False),
        ("take-out", first, (), False),
        ("name-key-holders", both, (), False),
        ("take-out", both, (), False),
        ("lock", both, (), False),
        ("revoke", both, (ASSISTANT,), True),
        ("name-key-holders", (ARMORER,), (), False),
    ]


def test_each_line_says_whether_the_place_was_locked_or_opened_and_by_whom() -> None:
    """A lock and a take-out say so with their signer; one that was refused opened nothing."""
    lines = traced(box("vault"))
    assert [(line.door, line.entry.outcome) for line in lines] == [
        (Door.UNTOUCHED, Outcome.ADMITTED),
        (Door.LOCKED, Outcome.ADMITTED),
        (Door.OPENED, Outcome.ACCEPTED),
        (Door.UNTOUCHED, Outcome.ACCEPTED),
        (Door.UNTOUCHED, Outcome.REFUSED),
        (Door.LOCKED, Outcome.ADMITTED),
        (Door.UNTOUCHED, Outcome.ACCEPTED),
        (Door.UNTOUCHED, Outcome.ACCEPTED),
    ]
    (opened,) = [line for line in lines if line.door is Door.OPENED]
    assert [signer.person for signer in opened.entry.signers] == [ARMORER]


def test_where_nobody_is_named_nobody_holds_a_key() -> None:
    """A box that was received with no key-holder has a gap from its first entry on."""
    (line,) = traced(box("dummies"))
    assert (line.entry.type, line.held.named, line.held.gap) == ("receive-container", (), True)


@pytest.mark.parametrize("nothing", [ItemId(""), box("nowhere"), gun("colt")])
def test_what_is_no_place_has_no_key(nothing: ItemId) -> None:
    """No line of a gun, or of what was never received, is about a key."""
    assert traced(nothing) == []
