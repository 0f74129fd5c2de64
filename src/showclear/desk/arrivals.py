"""From bytes to an authenticated event, or to the reason why not.

1. Size and envelope. 2. Payload, strictly. 3. Signers against signatures. 4. Origin. 5. Not one
of the desk's own types, nor a second opening. 6. Keys known. 7. Signatures, all of a batch
together on the checker's threads. Up to here a failure is an error and nothing is written, except
that a report nobody's key stands for is handed on as unattributed (DESIGN.md, "What cannot be
attributed"): speaking up for any reason, another report only when its signature holds but its key
is unknown or revoked. What the record and the rules say comes after, in ``desk``.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeGuard

import msgspec

from showclear.desk.ports import SignatureCheck
from showclear.errors import BadInput, EnvelopeError
from showclear.field.ids import NOBODY, EventId, KeyId, PersonId, SetUpId
from showclear.field.people import Role
from showclear.field.stock import Kind
from showclear.record.envelope import Envelope, event_id, open_envelope, signed_bytes
from showclear.record.event import Event, check_signers, decode_event, public_key
from showclear.record.events.base import Mood
from showclear.record.events.desk import Unattributed, Why
from showclear.record.events.handling import ShowingEnded
from showclear.record.events.officers import Enrol, Opening
from showclear.record.events.passing import FoundWith
from showclear.record.events.people import Carrier, CredentialEnded, Duty, Minor, Where
from showclear.record.events.plan import ProvisionEnded, SetUpChanged
from showclear.record.events.speaking import Concern
from showclear.record.events.stock import FoundRound, Grade
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.folding.speaking import SPEAKING_UP
from showclear.record.registry import Registry
from showclear.record.state import Topic


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """An authenticated event with the very bytes it came in."""

    raw: bytes
    id: EventId
    event: Event
    envelope: Envelope


class Orphan(msgspec.Struct, frozen=True, kw_only=True):
    """A report to be recorded by the desk without a signature that counts."""

    body: Unattributed


Arrival = Arrived | Orphan | BadInput


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """A well-formed event of this ledger, and whether its signatures hold by the keys it names."""

    arrived: Arrived
    signed: bool


def examine(
    raws: Sequence[bytes], *, origin: str, check: SignatureCheck
) -> list[Examined | BadInput]:
    """Do what needs no state, steps 1 to 5 and 7: any thread may, while a commit is written."""
    opened = [_open(raw, origin) for raw in raws]
    triples: list[tuple[bytes, bytes, bytes]] = []
    spans: list[tuple[int, int]] = []
    for item in opened:
        start = len(triples)
        if isinstance(item, Arrived):
            triples.extend(_triples(item))
        spans.append((start, len(triples)))
    good = check.many(triples)
    return [
        item
        if isinstance(item, BadInput)
        else Examined(arrived=item, signed=all(good[start:stop]))
        for item, (start, stop) in zip(opened, spans, strict=True)
    ]


def admit(
    examined: Sequence[Examined | BadInput], *, registry: Registry, check: SignatureCheck
) -> list[Arrival]:
    """Return, for each examined submission in order, what it is by the keys the ledger knows."""
    return [
        item
        if isinstance(item, BadInput)
        else _judge(item.arrived, registry, signed=item.signed, check=check)
        for item in examined
    ]


def _open(raw: bytes, origin: str) -> Arrived | BadInput:
    try:
        envelope = open_envelope(raw)
        event = decode_event(envelope.payload)
        check_signers(event, envelope)
        for signer in event.signers:
            public_key(signer.key)
    except EnvelopeError as problem:
        return problem
    if event.origin != origin:
        return _error("wrong_origin", f"an event of {origin}", event.origin)
    if BY_BODY[type(event.body)].mood is Mood.DESK:
        return _error("desk_type", "an event of a person", "one that only the desk writes")
    return Arrived(raw=raw, id=event_id(envelope.payload), event=event, envelope=envelope)


def _triples(arrived: Arrived) -> list[tuple[bytes, bytes, bytes]]:
    message = signed_bytes(arrived.envelope.payload)
    return [
        (public_key(signer.key), message, signature.sig)
        for signer, signature in zip(
            arrived.event.signers, arrived.envelope.signatures, strict=True
        )
    ]


def _judge(
    arrived: Arrived, registry: Registry, *, signed: bool, check: SignatureCheck
) -> Arrival:
    body = arrived.event.body
    if type(body) is Opening and registry.keys:
        return _error("already_open", "a ledger that is not open yet", "one that is")
    why = _why_not(arrived.event, registry, signed=signed)
    if why is not None:
        return _without_key(arrived, why)
    if type(body) is Enrol and not check.usable(public_key(body.key)):
        return _error("key_not_usable", "an Ed25519 public key of full order", body.key)
    return arrived


def _why_not(event: Event, registry: Registry, *, signed: bool) -> Why | None:
    if not signed:
        return Why.BAD_SIGNATURE
    if type(event.body) is Opening:
        return None
    for signer in event.signers:
        record = registry.keys.get(signer.key)
        if record is None and signer.role is not Role.ENROLLED:
            return Why.KEY_UNKNOWN
        if record is not None and record.revoked >= 0:
            return Why.KEY_REVOKED
    return None


def _without_key(arrived: Arrived, why: Why) -> Arrival:
    event_type = BY_BODY[type(arrived.event.body)]
    report = event_type.mood is Mood.REPORT
    if event_type.name in SPEAKING_UP or (report and why is not Why.BAD_SIGNATURE):
        return Orphan(body=orphan_body(arrived, why))
    match why:
        case Why.BAD_SIGNATURE:
            return _error("bad_signature", "a signature by each signer's key", "one that fails")
        case Why.KEY_REVOKED:
            return arrived  # the record refuses it, by its index (admission)
        case Why.KEY_UNKNOWN | Why.NO_KEY:
            keys = ", ".join(signer.key[:16] for signer in arrived.event.signers)
            return _error("key_unknown", "keys enrolled in this ledger", f"{keys}…")


def orphan_body(arrived: Arrived, why: Why) -> Unattributed:
    """Return what the desk records of a report that no key stands for."""
    event = arrived.event
    event_type = BY_BODY[type(event.body)]
    items = tuple(sorted({*event_type.touches(event.body), *event_type.cites(event.body)}))
    return Unattributed(
        reported=event_type.name,
        why=why,
        arrived=KeyId(sha256(arrived.raw).hexdigest()),
        items=items,
        claimed=PersonId(event.signers[0].person),
        detail=hinders(event.body),
        set_up=event.body.set_up if isinstance(event.body, SetUpChanged) else SetUpId(""),
        person=_hindered(event.body),
        duty=event.body.duty if _taken_up(event.body) else "",
    )


def hinders(body: AnyBody) -> str:
    """Return what in a report hinders whoever signed it: a concern's class, a round's grade.

    Or what ended a showing: a drop makes more due than being out of sight (rules.md R44). Or what
    is not laid on any more, what changed in a set-up, which paper counts no more, where a carrier
    is, that things were left unattended.
    """
    match body:
        case Concern(about=about):
            return about.value
        case FoundRound(kind=Kind.LIVE):
            return Grade.LOOKS_LIVE.value
        case FoundRound(grade=grade):
            return grade.value
        case ShowingEnded(cause=cause):
            return cause.value
        case ProvisionEnded(what=what):
            return what.value
        case _:
            return _changed(body)


def _changed(body: AnyBody) -> str:
    match body:
        case SetUpChanged(what=what):
            return what.value
        case CredentialEnded(paper=paper):
            return paper.value
        case Carrier(where=where):
            return where.value
        case FoundWith(holder=holder) if holder == NOBODY:
            return Topic.UNATTENDED.value
        case _:
            return ""


def _hindered(body: AnyBody) -> PersonId:
    """Return whom a report hinders whoever signed it, or nobody."""
    match body:
        case Minor(person=person) | CredentialEnded(person=person):
            return person
        case Duty(person=person, ended=False):
            return person
        case Carrier(carrier=person, where=Where.INSIDE):
            return person
        case _:
            return NOBODY


def _taken_up(body: AnyBody) -> TypeGuard[Duty]:
    return isinstance(body, Duty) and not body.ended


def _error(code: str, expected: str, found: str) -> EnvelopeError:
    return EnvelopeError(code, "event", expected=expected, found=found)
