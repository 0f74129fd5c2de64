"""The event table: every type and version the format knows. It only grows.

>>> by_tag("look/1").mood.value
'look'
"""

from __future__ import annotations

from typing import Final

from showclear.record.events import (
    counting,
    desk,
    guns,
    handling,
    officers,
    passing,
    people,
    plan,
    speaking,
    stock,
)
from showclear.record.events.base import Body, EventType

TABLE: Final[tuple[EventType, ...]] = (
    *officers.TYPES,
    *stock.TYPES,
    *handling.TYPES,
    *people.TYPES,
    *plan.TYPES,
    *guns.TYPES,
    *passing.TYPES,
    *counting.TYPES,
    *speaking.TYPES,
    *desk.TYPES,
)
BY_TAG: Final = {event_type.tag: event_type for event_type in TABLE}
BY_BODY: Final = {event_type.body: event_type for event_type in TABLE}

AnyBody = (
    officers.Opening
    | officers.Enrol
    | officers.Revoke
    | officers.Grant
    | officers.Adopt
    | officers.Waive
    | officers.Correct
    | stock.ReceiveWeapon
    | stock.ReceiveContainer
    | stock.ReceiveRounds
    | stock.OpenDelivery
    | stock.Prove
    | stock.FoundRound
    | stock.Move
    | stock.Answer
    | handling.OpenDay
    | handling.CloseDay
    | handling.TakeOut
    | handling.Load
    | handling.Unload
    | handling.Look
    | handling.HandOver
    | handling.Shown
    | handling.Collect
    | handling.Lock
    | handling.Fired
    | handling.ShowingEnded
    | handling.WentAhead
    | handling.KeepAsFound
    | handling.EndKeep
    | people.Credential
    | people.CredentialEnded
    | people.ClassLimit
    | people.WithdrawRoles
    | people.Minor
    | people.GuardianPresent
    | people.Duty
    | people.Carrier
    | people.NameKeyHolders
    | plan.Assess
    | plan.ApproveSetUp
    | plan.SetUpChanged
    | plan.NothingMoved
    | plan.Brief
    | plan.Provide
    | plan.ProvisionEnded
    | plan.CountArea
    | plan.Rolling
    | plan.Cut
    | guns.FireTest
    | guns.ApproveLots
    | guns.FoundUnfit
    | guns.Release
    | guns.Snapped
    | guns.FunctionSeen
    | guns.Misfire
    | guns.Discharge
    | guns.GoAgain
    | passing.LookLine
    | passing.IssueLine
    | passing.Relieve
    | passing.GuardedBy
    | passing.FoundWith
    | passing.OnPaper
    | passing.Ship
    | passing.Destroyed
    | counting.BeginCount
    | counting.Counted
    | counting.EndCount
    | counting.EvidenceSeen
    | speaking.Stop
    | speaking.LiftStop
    | speaking.Concern
    | speaking.Decline
    | speaking.AskToSee
    | desk.Decided
    | desk.Unattributed
)


def by_tag(tag: str) -> EventType:
    """Return the row for a tag such as ``look/1``; raises ``KeyError`` for an unknown one."""
    return BY_TAG[tag]


def type_of(body: Body) -> EventType:
    """Return the row that a body belongs to."""
    return BY_BODY[type(body)]
