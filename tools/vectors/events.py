"""Vectors for events: every type once, and every way to be refused.

A refused event is made from a good one by one change, so that only that change can be why. It is
signed all the same: what is wrong is the event, not its signature.
"""

from __future__ import annotations

import json

from showclear.record.event import SignedBy
from showclear.record.events import handling, officers, speaking, stock
from showclear.record.events.table import AnyBody
from tools.vectors import samples
from tools.vectors.cast import key, keys_of, lot, person, weapon
from tools.vectors.envelopes import ABOUT, BODY, PAYLOAD, RUN, SIGNERS, accepted, refused
from tools.vectors.samples import SAMPLES
from tools.vectors.shape import Case, bad, base64_of, changed, vector_file
from tools.vectors.shooting_day import shooting_day
from tools.vectors.writing import canonical, envelope_of, pae, payload_of, sealed


def events() -> str:
    """Return the vectors of events."""
    cases = [
        accepted(tag, f"A good {tag}.", body, signers) for tag, (body, signers) in SAMPLES.items()
    ]
    return vector_file(
        ABOUT,
        RUN,
        [
            *cases,
            *_optional(),
            *_characters(),
            *_canonical(),
            *_numbers(),
            *_instants(),
            *_header(),
            *_types(),
            *_bodies(),
            *_touches(),
            *_touched_twice(),
            *_signers(),
            *_keys(),
            *_roles(),
            *shooting_day(),
        ],
    )


def _optional() -> list[Case]:
    named = [person("performer"), person("outside")]
    rounds = SAMPLES["found-round/1"][0]
    both = (samples.PERFORMER, samples.HANDLER)
    opening = officers.Opening(
        desk_key=key("desk").hex,
        ledger_key=key("ledger").hex,
        officers=samples.OPENING.officers[:2],
        packs=(),
        utc_offset_minutes=840,
    )
    full = handling.TakeOut(
        items=tuple(weapon(f"gun {number}") for number in range(255)), place=samples.GUN_SAFE
    )
    return [
        accepted(
            "with people named",
            "`about` names people who sign nothing.",
            BODY,
            SIGNERS,
            about=named,
        ),
        accepted(
            "with an act", "Events of one act share an act id.", BODY, SIGNERS, act="a-" + "0" * 16
        ),
        accepted("graded by two", "A second signature where the type allows one.", rounds, both),
        accepted(
            "a lift of a stop by one",
            "The pack says how many; the type says one or two.",
            SAMPLES["lift-stop/1"][0],
            (samples.CALLER,),
        ),
        accepted(
            "an opening by two",
            "Two officers are the least.",
            opening,
            (samples.OFFICER_1, samples.OFFICER_2),
        ),
        accepted("256 touched items", "At the limit.", full, (samples.HANDLER,)),
    ]


def _characters() -> list[Case]:
    why = "The log holds no free text: no letters that look like others, no hidden direction."
    return [
        refused(
            "a letter outside ASCII",
            why,
            "event_characters",
            changed(PAYLOAD, b"custody", "cüstody".encode()),
        ),
        refused(
            "an escaped letter",
            "An escape would be a second spelling.",
            "event_characters",
            changed(PAYLOAD, b"custody", b"\\u0063ustody"),
        ),
        refused("a newline", why, "event_characters", PAYLOAD + b"\n"),
        refused("a tab", why, "event_characters", changed(PAYLOAD, b'{"at"', b'{\t"at"')),
        refused(
            "a delete character",
            why,
            "event_characters",
            changed(PAYLOAD, b"custody", b"cust\x7fody"),
        ),
        refused("not UTF-8", why, "event_characters", changed(PAYLOAD, b"custody", b"\xffustody")),
    ]


def _canonical() -> list[Case]:
    why = "Two texts of one event would have two ids."
    return [
        refused("a space", why, "event_not_canonical", changed(PAYLOAD, b',"body"', b', "body"')),
        refused(
            "keys in another order",
            why,
            "event_not_canonical",
            b'{"body"'
            + PAYLOAD.partition(b'"body"')[2].replace(
                b'"nonce"', b'"at":"2026-11-22T05:35:00.000Z","nonce"', 1
            ),
        ),
        refused(
            "a key twice",
            "Two readers would see two events.",
            "event_not_canonical",
            changed(PAYLOAD, b'{"at":', b'{"at":"2026-11-22T05:35:01.000Z","at":'),
        ),
        refused(
            "a default written out", why, "event_not_canonical", b'{"about":[],' + PAYLOAD[1:]
        ),
        refused(
            "a default written out in the body",
            why,
            "event_not_canonical",
            payload_of(*SAMPLES["answer/1"])
            .replace(b'"body":{', b'"body":{"words":"",', 1)
            .replace(samples.COMMITMENT.encode(), b"", 1),
        ),
        refused("nothing at all", "Not JSON.", "event_malformed", b""),
        refused("two values", "Not JSON.", "event_malformed", PAYLOAD + PAYLOAD),
    ]


def _numbers() -> list[Case]:
    shots = payload_of(*SAMPLES["fired/1"])
    field = b'"gunshots":3'

    def with_shots(text: bytes) -> bytes:
        return changed(shots, field, b'"gunshots":' + text)

    return [
        refused("a fraction", "Readers round differently.", "event_malformed", with_shots(b"3.5")),
        refused(
            "a whole fraction", "One number, one text.", "event_malformed", with_shots(b"3.0")
        ),
        refused("an exponent", "One number, one text.", "event_malformed", with_shots(b"3e0")),
        refused("minus zero", "One number, one text.", "event_malformed", with_shots(b"-0")),
        refused("a leading zero", "No JSON.", "event_malformed", with_shots(b"03")),
        refused("a number as text", "Types are strict.", "event_malformed", with_shots(b'"3"')),
        refused(
            "none where one is the least", "Below the limit.", "event_malformed", with_shots(b"0")
        ),
        refused("10,001 gunshots", "One past the limit.", "event_malformed", with_shots(b"10001")),
        refused(
            "a size of 2^53",
            "Not every JSON reader keeps it.",
            "event_malformed",
            changed(PAYLOAD, b'"size":0', b'"size":9007199254740992'),
        ),
        refused(
            "a negative size",
            "Sizes count entries.",
            "event_malformed",
            changed(PAYLOAD, b'"size":0', b'"size":-1'),
        ),
    ]


def _instants() -> list[Case]:
    at = "An instant has one written form."
    now = b"2026-11-22T05:35:00.000Z"

    def at_text(text: bytes) -> bytes:
        return changed(PAYLOAD, now, text)

    return [
        refused("an offset", at, "event_malformed", at_text(b"2026-11-22T05:35:00+00:00")),
        refused("a small z", at, "event_malformed", at_text(b"2026-11-22T05:35:00.000z")),
        refused("no milliseconds", at, "event_malformed", at_text(b"2026-11-22T05:35:00Z")),
        refused(
            "30 February", "No such day.", "event_malformed", at_text(b"2026-02-30T05:35:00.000Z")
        ),
        refused(
            "second 60",
            "Clocks without leap seconds cannot say it.",
            "event_malformed",
            at_text(b"2026-11-22T05:35:60.000Z"),
        ),
    ]


def _header() -> list[Case]:
    root = json.loads(PAYLOAD)["seen"]["root"].encode()
    return [
        refused(
            "a root of 31 bytes",
            "A hash has 32.",
            "event_malformed",
            changed(PAYLOAD, root, base64_of(bytes(31)).encode()),
        ),
        refused(
            "a nonce of 31 characters",
            "128 bits keep two events apart.",
            "event_malformed",
            changed(PAYLOAD, b'"nonce":"9', b'"nonce":"'),
        ),
        refused(
            "no nonce", "As above.", "event_malformed", changed(PAYLOAD, b'"nonce"', b'"nonces"')
        ),
        refused(
            "an unknown header field",
            "An old reader would not see what it changes.",
            "event_malformed",
            changed(PAYLOAD, b'"nonce"', b'"mood":"look","nonce"'),
        ),
        refused(
            "an origin in capitals",
            "An origin is a name people compare by eye.",
            "event_malformed",
            changed(PAYLOAD, b"custody.example", b"Custody.example"),
        ),
        refused(
            "an origin of 101 characters",
            "One past the limit.",
            "event_malformed",
            changed(PAYLOAD, b"custody.example/prod7", b"c" * 101),
        ),
        refused(
            "an origin with a space",
            "It could not name the ledger's key.",
            "event_malformed",
            changed(PAYLOAD, b"custody.example/", b"custody.example "),
        ),
        refused(
            "a scheme",
            "An origin is an address without a scheme.",
            "event_malformed",
            changed(PAYLOAD, b"custody.example/", b"https://c.example/"),
        ),
    ]


def _types() -> list[Case]:
    return [
        refused(
            "an unknown type",
            "What no reader knows, none may skip.",
            "unknown_type",
            changed(PAYLOAD, b'"collect/1"', b'"borrow/1"'),
        ),
        refused(
            "an unknown version",
            "A newer body may mean something else.",
            "unknown_version",
            changed(PAYLOAD, b'"collect/1"', b'"collect/2"'),
        ),
        refused(
            "no type",
            "As above.",
            "event_malformed",
            changed(PAYLOAD, b',"type":"collect/1"', b""),
        ),
        refused(
            "a type without version",
            "Type and version are one tag.",
            "unknown_version",
            changed(PAYLOAD, b'"collect/1"', b'"collect"'),
        ),
    ]


def _bodies() -> list[Case]:
    look = payload_of(*SAMPLES["look/1"])
    enrol = payload_of(*SAMPLES["enrol/1"])
    return [
        refused(
            "an unknown body field",
            "A word like *cold* has no field to stand in.",
            "event_malformed",
            changed(PAYLOAD, b'"type":', b'"state":"cold","type":'),
        ),
        refused(
            "an answer outside the list",
            "What was not asked cannot be answered: nobody may enter `fine`.",
            "event_malformed",
            look.replace(b'"how":"saw"', b'"how":"fine"', 1),
        ),
        refused(
            "a look without answers",
            "A look that looked at nothing supports nothing.",
            "event_malformed",
            payload_of(*SAMPLES["look/1"], body={**json.loads(look)["body"], "answers": []}),
        ),
        refused(
            "a name in place of a person's id",
            "Names stay out of the log.",
            "event_malformed",
            enrol.replace(
                b'"person":"' + person("armorer").encode() + b'","roles"',
                b'"person":"anna","roles"',
                1,
            ),
        ),
        refused(
            "words in place of a commitment",
            "Free text stays out of the log.",
            "event_malformed",
            enrol.replace(samples.COMMITMENT.encode(), b"Anna Ruiz", 1),
        ),
    ]


def _touches() -> list[Case]:
    why = "What an event changes follows from its type, so that no change is left out."
    two = payload_of(
        stock.Move(lot=lot("dummies"), rounds=1, source=samples.BOX, target=samples.BELT),
        (samples.HANDLER,),
    )
    items = json.loads(two)["touches"]
    return [
        refused(
            "none named",
            why,
            "wrong_touches",
            changed(PAYLOAD, b',"touches":[{"item":"' + samples.REVOLVER.encode() + b'"}]', b""),
        ),
        refused(
            "one too many",
            why,
            "wrong_touches",
            payload_of(BODY, SIGNERS, touches=[{"item": samples.BOX}, {"item": samples.REVOLVER}]),
        ),
        refused(
            "another item",
            why,
            "wrong_touches",
            payload_of(BODY, SIGNERS, touches=[{"item": weapon("another")}]),
        ),
        refused(
            "descending",
            "One order, one text.",
            "wrong_touches",
            payload_of(SAMPLES["move-rounds/1"][0], (samples.HANDLER,), touches=items[::-1]),
        ),
    ]


def _touched_twice() -> list[Case]:
    collect = handling.Collect(weapons=(weapon("revolver"), weapon("revolver")))
    many = handling.TakeOut(
        items=tuple(weapon(f"gun {number}") for number in range(256)), place=samples.GUN_SAFE
    )
    return [
        refused(
            "an item named twice",
            "Each item once.",
            "wrong_touches",
            payload_of(collect, SIGNERS, touches=[{"item": samples.REVOLVER}] * 2),
        ),
        refused(
            "a stop that touches",
            "A stop changes no item.",
            "wrong_touches",
            payload_of(speaking.Stop(), (samples.HANDLER,), touches=[{"item": samples.REVOLVER}]),
        ),
        refused(
            "257 touched items",
            "One past the limit.",
            "event_malformed",
            payload_of(many, SIGNERS),
        ),
    ]


def _signers() -> list[Case]:
    enrol, enrolling = SAMPLES["enrol/1"]
    payload = payload_of(enrol, enrolling)
    swapped = [keys_of(enrolling)[1], keys_of(enrolling)[0], keys_of(enrolling)[2]]
    return [
        bad(
            "signatures in another order",
            "Each signature answers for one signer.",
            "signers_differ",
            input=sealed(payload, swapped),
        ),
        bad(
            "one signature missing",
            "As above.",
            "signers_differ",
            input=sealed(payload, keys_of(enrolling)[:2]),
        ),
        bad(
            "one signature too many",
            "As above.",
            "signers_differ",
            input=sealed(PAYLOAD, [key("armorer"), key("first-ad")]),
        ),
        bad(
            "a key id of another key",
            "A key id is no proof of who signed.",
            "signers_differ",
            input=sealed(PAYLOAD, [key("stranger")]),
        ),
    ]


def _roles() -> list[Case]:
    enrol = SAMPLES["enrol/1"][0]
    role = changed(PAYLOAD, b'"role":"handler"', b'"role":"producer"')

    def signed_by(body: AnyBody, *signers: SignedBy) -> bytes:
        return sealed(payload_of(body, signers), keys_of(signers))

    return [
        bad(
            "an enrolment by one officer",
            "Officers act two together.",
            "wrong_signer_count",
            input=signed_by(enrol, samples.OFFICER_1, samples.NEWCOMER),
        ),
        bad(
            "a stop by two",
            "A stop is one person's own.",
            "wrong_signer_count",
            input=signed_by(speaking.Stop(), samples.HANDLER, samples.PERFORMER),
        ),
        bad(
            "loaded by a performer",
            "Only a handler loads.",
            "wrong_signer_role",
            input=signed_by(SAMPLES["load/1"][0], samples.PERFORMER),
        ),
        bad(
            "an adoption by officer and handler",
            "Officers act two together.",
            "wrong_signer_role",
            input=signed_by(SAMPLES["adopt/1"][0], samples.OFFICER_1, samples.HANDLER),
        ),
        refused("an unknown role", "Roles are a closed list.", "event_malformed", role),
        refused(
            "no signers",
            "An event nobody signed is nobody's statement.",
            "event_malformed",
            payload_of(BODY, ()),
        ),
    ]


def _keys() -> list[Case]:
    upper = SIGNERS[0].key.upper()
    spelled = changed(PAYLOAD, SIGNERS[0].key.encode(), upper.encode())
    by_upper = canonical(
        {
            **envelope_of(spelled, []),
            "signatures": [{"keyid": upper, "sig": base64_of(key("armorer").sign(pae(spelled)))}],
        }
    )
    not_hex = changed(PAYLOAD, SIGNERS[0].key.encode(), b"g" * 64)
    by_none = canonical(
        {
            **envelope_of(not_hex, []),
            "signatures": [{"keyid": "g" * 64, "sig": base64_of(bytes(64))}],
        }
    )
    return [
        bad(
            "a key in capitals",
            "One key under two ids would pass for two keys.",
            "key_not_hex",
            input=by_upper,
        ),
        bad("a key that is no hex", "As above.", "key_not_hex", input=by_none),
    ]
