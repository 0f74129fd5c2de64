"""Vectors for envelopes, ids, and what event vectors are made with.

A refused envelope is made from a good one by one change, so that only that change can be why.
"""

from __future__ import annotations

import base64
import json
from typing import Any, Final

from showclear.record.event import SignedBy
from showclear.record.events.table import AnyBody, type_of
from tools.vectors.cast import keys_of
from tools.vectors.samples import SAMPLES
from tools.vectors.shape import Case, bad, base64_of, changed, good, vector_file
from tools.vectors.writing import TYPE, canonical, envelope_of, id_of, pae, payload_of, sealed

ABOUT: Final = "Envelopes and the events in them: spec/envelope.md and spec/event.md."
RUN: Final = (
    "Open `input` as an envelope, decode its payload as an event, compare signers with "
    "signatures, and check that each signer's key is lower-case hex. Signatures themselves, "
    "enrolment and chains are not checked here. `expect` is the event's id, type and touched "
    "items, or the code of the first thing that is wrong."
)
BODY, SIGNERS = SAMPLES["collect/1"]
PAYLOAD: Final = payload_of(BODY, SIGNERS)
ENVELOPE: Final = sealed(PAYLOAD, keys_of(SIGNERS))


def envelopes() -> str:
    """Return the vectors of envelopes."""
    return vector_file(
        ABOUT,
        RUN,
        [
            accepted("one signature", "The plain case.", BODY, SIGNERS),
            *_sizes(),
            *_json(),
            *_fields(),
            *_signatures(),
            *_base64(),
        ],
    )


def identities() -> str:
    """Return the vectors of signed bytes and event ids."""
    cases = []
    for tag in ("stop/1", "hand-over/1", "decided/1"):
        payload = payload_of(*SAMPLES[tag])
        cases.append(
            good(
                tag,
                "The id is the SHA-256 of what is signed, not of the envelope.",
                payload=payload,
                expect={"signed": base64_of(pae(payload)), "id": id_of(payload)},
            )
        )
    again = canonical(
        {
            **envelope_of(PAYLOAD, keys_of(SIGNERS)),
            "signatures": [{"keyid": SIGNERS[0].key, "sig": base64_of(bytes(64))}],
        }
    )
    cases.append(
        good(
            "another signature",
            "Some phones sign with randomness: another envelope, the same event.",
            payload=PAYLOAD,
            envelope=again,
            expect={"signed": base64_of(pae(PAYLOAD)), "id": id_of(PAYLOAD)},
        )
    )
    run = (
        "The signed bytes are the DSSE pre-authentication encoding of `payload`; the id is their "
        "SHA-256 in lower-case hex. Where there is an `envelope`, its event has that id too."
    )
    return vector_file("Signed bytes and event ids: spec/envelope.md.", run, cases)


def accepted(
    name: str, why: str, body: AnyBody, signers: tuple[SignedBy, ...], **fields: Any
) -> Case:
    """Return a case that is accepted, canonically written by the other way."""
    payload = payload_of(body, signers, **fields)
    row = type_of(body)
    return good(
        name,
        why,
        input=sealed(payload, keys_of(signers)),
        expect={"id": id_of(payload), "type": row.tag, "touches": list(row.touches(body))},
    )


def refused(name: str, why: str, error: str, payload: bytes) -> Case:
    """Return a case whose payload is wrong; it is signed all the same."""
    return bad(name, why, error, input=sealed(payload, keys_of(SIGNERS)))


def _altered(name: str, why: str, error: str, **parts: Any) -> Case:
    """Return a case whose envelope has other parts, canonically written."""
    return bad(
        name, why, error, input=canonical({**envelope_of(PAYLOAD, keys_of(SIGNERS)), **parts})
    )


def _sizes() -> list[Case]:
    room = 65_535 - len(ENVELOPE)
    long_id = changed(
        ENVELOPE, SIGNERS[0].key.encode() + b'","sig', b"f" * (64 + room) + b'","sig'
    )
    return [
        bad(
            "65,535 bytes",
            "At the limit: refused only for its key id, later.",
            "signers_differ",
            input=long_id,
        ),
        bad(
            "65,536 bytes",
            "One past it: refused before it is parsed, so nobody can make a desk parse megabytes.",
            "envelope_too_large",
            input=long_id.replace(b"fff", b"ffff", 1),
        ),
        bad("no bytes", "Nothing is no envelope.", "envelope_malformed", input=b""),
    ]


def _json() -> list[Case]:
    why = "One envelope has one text, or one act could have two leaves."
    shuffled = json.dumps(
        dict(reversed(list(json.loads(ENVELOPE).items()))), separators=(",", ":")
    )
    twice = changed(ENVELOPE, b'{"payload":', b'{"payload":"e30=","payload":')
    return [
        bad(
            "cut short", "A torn write is no envelope.", "envelope_malformed", input=ENVELOPE[:-1]
        ),
        bad(
            "187 zero bytes behind it",
            "What a power cut left in another project's file.",
            "envelope_malformed",
            input=ENVELOPE + bytes(187),
        ),
        bad("an array", "Another JSON value.", "envelope_malformed", input=b"[" + ENVELOPE + b"]"),
        bad("newline at the end", why, "envelope_not_canonical", input=ENVELOPE + b"\n"),
        bad("space in front", why, "envelope_not_canonical", input=b" " + ENVELOPE),
        bad("keys in another order", why, "envelope_not_canonical", input=shuffled.encode()),
        bad(
            "a key twice",
            "Two readers would see two payloads.",
            "envelope_not_canonical",
            input=twice,
        ),
        bad(
            "an escape",
            why,
            "envelope_not_canonical",
            input=changed(ENVELOPE, b"application/vnd", b"application\\/vnd"),
        ),
        bad("byte order mark", why, "envelope_malformed", input=b"\xef\xbb\xbf" + ENVELOPE),
        bad(
            "not UTF-8",
            "JSON is UTF-8.",
            "envelope_malformed",
            input=changed(ENVELOPE, b'"application', b'"\xffpplication'),
        ),
    ]


def _fields() -> list[Case]:
    one = envelope_of(PAYLOAD, keys_of(SIGNERS))["signatures"][0]
    whole = envelope_of(PAYLOAD, keys_of(SIGNERS))
    without = canonical({name: whole[name] for name in ("payload", "payloadType")})
    bare = [{"sig": one["sig"]}]
    return [
        _altered(
            "an unknown field",
            "What is not signed and not known could carry anything.",
            "envelope_malformed",
            note="x",
        ),
        _altered(
            "an unknown field at a signature",
            "As above.",
            "envelope_malformed",
            signatures=[{**one, "cert": "x"}],
        ),
        bad("no signatures field", "DSSE has three fields.", "envelope_malformed", input=without),
        _altered(
            "no key id", "A signer is found by its key.", "envelope_malformed", signatures=bare
        ),
        _altered("a number for the payload", "Base64 is text.", "envelope_malformed", payload=1),
        _altered(
            "another payload type",
            "Bytes signed for one purpose must not serve another.",
            "wrong_payload_type",
            payloadType="application/vnd.in-toto+json",
        ),
        _altered(
            "payload type in capitals",
            "As above; types are compared as bytes.",
            "wrong_payload_type",
            payloadType=TYPE.upper(),
        ),
    ]


def _signatures() -> list[Case]:
    one = envelope_of(PAYLOAD, keys_of(SIGNERS))["signatures"][0]
    return [
        _altered(
            "no signature",
            "An event nobody signed is nobody's statement.",
            "wrong_signature_count",
            signatures=[],
        ),
        _altered(
            "four signatures",
            "Each costs a check: the number bounds the work.",
            "wrong_signature_count",
            signatures=[one] * 4,
        ),
        _altered(
            "a signature of 63 bytes",
            "Ed25519 has 64.",
            "wrong_signature_length",
            signatures=[{**one, "sig": base64_of(bytes(63))}],
        ),
        _altered(
            "a signature of 65 bytes",
            "Ed25519 has 64.",
            "wrong_signature_length",
            signatures=[{**one, "sig": base64_of(bytes(65))}],
        ),
    ]


def _base64() -> list[Case]:
    text = base64_of(PAYLOAD + b"\xff" * (2 - len(PAYLOAD) % 3))
    plain = base64_of(PAYLOAD)
    padded = plain if plain.endswith("=") else text
    loose = padded.rstrip("=")
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    stray = loose[:-1] + last[last.index(loose[-1]) + 1] + "=" * (-len(loose) % 4)
    url = base64.urlsafe_b64encode(b"\xff\xfe\xfd" * 2).decode()
    return [
        _altered(
            "base64 without padding",
            "Base64 has one spelling here, or one envelope had two texts.",
            "envelope_malformed",
            payload=loose,
        ),
        _altered(
            "base64 with stray bits",
            "As above: bits nobody reads.",
            "envelope_not_canonical",
            payload=stray,
        ),
        _altered(
            "base64 for addresses", "As above: `-` and `_`.", "envelope_malformed", payload=url
        ),
        _altered(
            "base64 with a newline",
            "As above.",
            "envelope_malformed",
            payload=plain[:4] + "\n" + plain[4:],
        ),
    ]
