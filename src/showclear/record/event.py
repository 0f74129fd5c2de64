"""One event: its header and body, decoded strictly from the very bytes that were signed.

Order of checks on decoding: characters (only printable ASCII, no escapes: the log holds no free
text, so none is ever needed), JSON and types, canonical form (the payload must equal what we
would write, which also refuses duplicate keys, spaces, floats and explicit defaults), instants,
origin, touched items. Not checked here: signers (``check_signers``), signatures, enrolment,
chains, rules.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from showclear.errors import EnvelopeError
from showclear.field.ids import (
    NO_EVENT,
    ActId,
    EventId,
    KeyId,
    Nonce,
    PersonId,
    SomeAct,
    SomeEvent,
    SomeItem,
    SomeKey,
    SomePerson,
)
from showclear.field.instants import SomeInstant, is_instant
from showclear.field.people import Role, Way
from showclear.record.envelope import Envelope
from showclear.record.events.desk import Decided
from showclear.record.events.handling import OpenDay
from showclear.record.events.passing import OnPaper
from showclear.record.events.people import Credential
from showclear.record.events.plan import Provide
from showclear.record.events.table import BY_BODY, BY_TAG, AnyBody
from showclear.record.limits import (
    ABOUT_MAX,
    ORIGIN_CHARACTERS_MAX,
    SIGNATURES_MAX,
    SIZE_MAX,
    TOUCHES_MAX,
)

_ORIGIN = re.compile(r"^[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9._-]*)*\Z")
_PRINTABLE: Final = bytes(byte for byte in range(0x20, 0x7F) if byte != ord("\\"))
_TAG = re.compile(rb'"type":"([^"]{0,48})"')


class SignedBy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One signer as the event names them: person, key, role, and how it was signed."""

    person: SomePerson
    key: SomeKey
    role: Role
    way: Way


class Seen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head of this ledger that the signer had last seen."""

    size: Annotated[int, Meta(ge=0, le=SIZE_MAX)]
    root: Annotated[bytes, Meta(min_length=32, max_length=32)]


class Touch(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """An item the event changes and the last event of that item its signer knew."""

    item: SomeItem
    last: SomeEvent = NO_EVENT


class Event(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The header, common to all types, and the body."""

    at: SomeInstant
    body: AnyBody
    nonce: Nonce
    origin: Annotated[str, Meta(max_length=ORIGIN_CHARACTERS_MAX)]
    seen: Seen
    signers: Annotated[tuple[SignedBy, ...], Meta(min_length=1, max_length=SIGNATURES_MAX)]
    touches: Annotated[tuple[Touch, ...], Meta(max_length=TOUCHES_MAX)] = ()
    about: Annotated[tuple[SomePerson, ...], Meta(max_length=ABOUT_MAX)] = ()
    act: SomeAct = ActId("")


_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder(Event)


def encode_event(event: Event) -> bytes:
    """Return the one canonical text of the event: what is signed."""
    return _ENCODER.encode(event)


@lru_cache(maxsize=16)  # every event of a ledger names the same one
def is_origin(text: str) -> bool:
    """Return whether ``text`` can name a ledger: a schema-less URL in lower case."""
    return len(text) <= ORIGIN_CHARACTERS_MAX and _ORIGIN.match(text) is not None


def decode_event(payload: bytes) -> Event:
    """Decode a payload strictly, or raise ``EnvelopeError`` naming what is wrong."""
    stray = payload.translate(None, _PRINTABLE)
    if stray:
        found = f"byte 0x{stray[0]:02x}"
        raise _error("event_characters", "printable ASCII without escapes", found)
    try:
        event = _DECODER.decode(payload)
    except (msgspec.MsgspecError, RecursionError) as problem:
        raise _explain(payload, problem) from None
    if _ENCODER.encode(event) != payload:
        raise _error("event_not_canonical", "its canonical form (RFC 8785)", "another form")
    _check_forms(event)
    expected = BY_BODY[type(event.body)].touches(event.body)
    if tuple([touch.item for touch in event.touches]) != expected:
        named = ", ".join(touch.item for touch in event.touches) or "none"
        wanted = f"touched items {', '.join(expected) or 'none'}, ascending"
        raise _error("wrong_touches", wanted, named[:200])
    return event


def _check_forms(event: Event) -> None:
    """Hold instants and origins to what no pattern of theirs can say."""
    for instant in _instants(event):
        if not is_instant(instant):
            raise _error("event_malformed", "an instant like 2026-11-22T05:35:00.000Z", instant)
    if not is_origin(event.origin):
        raise _error("event_malformed", "an origin like custody.example/prod7", event.origin)


def check_signers(event: Event, envelope: Envelope) -> None:
    """Check that the envelope's signatures are those of the event's signers, in their order.

    How many and which roles a type needs is checked too; whether the keys are enrolled is not.
    """
    keys = [signer.key for signer in event.signers]
    if keys != [signature.keyid for signature in envelope.signatures]:
        raise _error("signers_differ", "one signature per signer, in order", "other key ids")
    slots = BY_BODY[type(event.body)].signers
    if not slots.least <= len(keys) <= len(slots.roles):
        wanted = str(slots.least)
        if len(slots.roles) != slots.least:
            wanted = f"{slots.least} to {len(slots.roles)}"
        raise _error("wrong_signer_count", f"{wanted} signers for this type", str(len(keys)))
    for signer, allowed in zip(event.signers, slots.roles, strict=False):
        if signer.role not in allowed:
            names = ", ".join(sorted(role.value for role in allowed))
            raise _error("wrong_signer_role", f"one of: {names}", signer.role.value)


def public_key(key: KeyId) -> bytes:
    """Return the 32 bytes of a key id, or raise ``EnvelopeError`` when it is not hex."""
    try:
        public = bytes.fromhex(key)
    except ValueError:
        raise _error("key_not_hex", "64 lower-case hex digits", key) from None
    if public.hex() != key:
        raise _error("key_not_hex", "64 lower-case hex digits", key)
    return public


def signer_people(event: Event) -> tuple[PersonId, ...]:
    """Return the people who sign, in order."""
    return tuple([signer.person for signer in event.signers])


def _instants(event: Event) -> tuple[str, ...]:
    """Return every instant in an event; a day stands for its first."""
    match event.body:
        case Decided(instant=instant):
            return (event.at, instant)
        case OnPaper(began=began, ended=ended):
            return (event.at, began, ended)
        case OpenDay(date=date) | Provide(until=date) if date:
            return (event.at, _first_of(date))
        case Credential(valid_from=valid_from, valid_until=valid_until):
            return (event.at, _first_of(valid_from), _first_of(valid_until))
        case _:
            return (event.at,)


def _first_of(date: str) -> str:
    return f"{date}T00:00:00.000Z"


def _explain(payload: bytes, problem: Exception) -> EnvelopeError:
    found = _TAG.search(payload)
    tag = found.group(1).decode() if found else ""
    if tag and tag not in BY_TAG:
        name, _, version = tag.partition("/")
        known = sorted(other for other in BY_TAG if other.startswith(f"{name}/"))
        if known:
            return _error("unknown_version", " or ".join(known), f"{name}/{version}")
        return _error("unknown_type", "a type of the event table", tag)
    return _error("event_malformed", "an event of the spec", str(problem)[:300])


def _error(code: str, expected: str, found: str) -> EnvelopeError:
    return EnvelopeError(code, "event", expected=expected, found=found)


def id_of(event_id: EventId) -> bytes:
    """Return the 32 bytes of an event id."""
    return bytes.fromhex(event_id)
