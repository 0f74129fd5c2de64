"""Papers and courses, class limits, minors, other duties, carriers, key-holders of a place.

What hinders counts from anybody, marked or not; what supports counts unmarked only. Withdrawing
roles is the registry's: who is in charge of a gun stays in charge until somebody reports more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from showclear.field.ids import EventId
from showclear.field.people import Role
from showclear.record.events.base import Body
from showclear.record.events.people import (
    Carrier,
    ClassLimit,
    Credential,
    CredentialEnded,
    Duty,
    GuardianPresent,
    Minor,
    NameKeyHolders,
    Where,
)
from showclear.record.facts_people import CarrierFact, GuardianFact, LimitFact, PaperFact
from showclear.record.folding.custody import Entry, weigh_all
from showclear.record.state import State

# Besides the person: who runs the floor knows when somebody is back at their own work.
ENDS_A_DUTY: Final = frozenset({Role.CALLER, Role.OFFICER})


def credential(state: State, entry: Entry, body: Credential) -> None:
    """Keep a paper beside those there are: a renewal never shortens what counts (R03).

    One that is covered by the new one is not kept beside it: nothing that counts is lost.
    """
    if entry.marked:
        return
    fact = PaperFact(
        event=entry.id,
        paper=body.paper,
        classes=body.classes,
        patterns=body.patterns,
        valid_from=body.valid_from,
        valid_until=body.valid_until,
    )
    others = [one for one in state.papers.get(body.person, ()) if not fact.covers(one)]
    state.papers[body.person] = (*others, fact)


def credential_ended(state: State, entry: Entry, body: CredentialEnded) -> None:
    """Forget every paper of this kind that the person has shown until now."""
    del entry
    left = tuple(
        [fact for fact in state.papers.get(body.person, ()) if fact.paper is not body.paper]
    )
    if left:
        state.papers[body.person] = left
    else:
        state.papers.pop(body.person, None)


def class_limit(state: State, entry: Entry, body: ClassLimit) -> None:
    """Keep the latest limit alone (R51)."""
    if not entry.marked:
        state.limits[body.person] = LimitFact(event=entry.id, class_max=body.class_max)


def minor(state: State, entry: Entry, body: Minor) -> None:
    """Keep that this person is a minor, whoever says so (R50)."""
    state.minors.setdefault(body.person, entry.id)


def guardian_present(state: State, entry: Entry, body: GuardianPresent) -> None:
    """Keep a guardian's presence for the open working day; a minor guards nobody (R50)."""
    if entry.marked or not state.day:
        return
    if body.guardian != body.minor and body.guardian not in state.minors:
        state.guardians[body.minor] = GuardianFact(
            event=entry.id, guardian=body.guardian, day_opened=state.day_opened
        )


def duty(state: State, entry: Entry, body: Duty) -> None:
    """Keep another duty until the person, or who runs the floor, says it has ended (R04)."""
    if not body.ended:
        state.duties.setdefault(body.person, {}).setdefault(body.duty, entry.id)
        return
    signer = entry.event.signers[0]
    if entry.marked or (signer.person != body.person and signer.role not in ENDS_A_DUTY):
        return
    held = state.duties.get(body.person, {})
    held.pop(body.duty, None)
    if not held:
        state.duties.pop(body.person, None)


def carrier(state: State, entry: Entry, body: Carrier) -> None:
    """Keep where a declared carrier is; that they are inside counts even marked (R12)."""
    if entry.marked and body.where is not Where.INSIDE:
        return
    was_gone = state.carriers_gone.pop(body.carrier, None) is not None
    if body.where is Where.GONE:
        if state.carriers.pop(body.carrier, None) is not None or was_gone:
            state.carriers_gone[body.carrier] = entry.id
    else:
        state.carriers[body.carrier] = CarrierFact(event=entry.id, where=body.where)


def name_key_holders(state: State, entry: Entry, body: NameKeyHolders) -> None:
    """Let exactly these people hold the keys of a place from now on (R47).

    Whether rounds are kept apart hangs on it: they are, under a key-holder's eyes (R15).
    """
    place = state.containers.get(body.place)
    if place is None or entry.marked:
        return
    place.key_holders = tuple(dict.fromkeys(body.key_holders))
    place.keys_reviewed = state.day or entry.id
    place.keys_named = entry.id
    weigh_all(state, place)


def void_of_people(state: State, event: EventId) -> None:
    """Forget what rests on a corrected event: papers, a limit, a presence, a review of keys.

    What it hindered stays: a correction opens a question and lifts nothing (DESIGN.md), but for
    :func:`no_minor`. A carrier of whom it was not so that they were outside, or gone, counts as
    inside until somebody says where they are (R12).
    """
    _void_of_carriers(state, event)
    for person, facts in [*state.papers.items()]:
        left = tuple([fact for fact in facts if fact.event != event])
        if left:
            state.papers[person] = left
        else:
            del state.papers[person]
    state.limits = {who: fact for who, fact in state.limits.items() if fact.event != event}
    state.guardians = {who: fact for who, fact in state.guardians.items() if fact.event != event}
    for place in state.containers.values():
        if place.keys_named == event:
            place.keys_reviewed = ""


def no_minor(state: State, entry: Entry, event: EventId) -> None:
    """Take back that somebody is a minor, where an officer says that it was said wrongly (R50).

    Anybody may say it, so somebody has to be able to put it right; from others it only asks.
    """
    if entry.marked or entry.event.signers[0].role is not Role.OFFICER:
        return
    state.minors = {who: said for who, said in state.minors.items() if said != event}


def _void_of_carriers(state: State, event: EventId) -> None:
    where = {who: fact.event for who, fact in state.carriers.items()} | state.carriers_gone
    for who, said in where.items():
        if said == event:
            state.carriers_gone.pop(who, None)
            state.carriers[who] = CarrierFact(event=event, where=Where.INSIDE)


FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    Credential: credential,
    CredentialEnded: credential_ended,
    ClassLimit: class_limit,
    Minor: minor,
    GuardianPresent: guardian_present,
    Duty: duty,
    Carrier: carrier,
    NameKeyHolders: name_key_holders,
}
