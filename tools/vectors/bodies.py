"""How vectors of bodies are made: a sample of its type with one thing changed, and signed.

What is expected of each is written down by hand, from the format's text.

Example: ``wrong("minor/1", "a name", "Names stay out of the log.", person="anna")``.
"""

from __future__ import annotations

import json
from typing import Any, Final

from showclear.field.people import Role
from showclear.record.event import SignedBy
from tools.vectors import samples
from tools.vectors.cast import keys_of, lot, person, signer, weapon
from tools.vectors.samples import SAMPLES
from tools.vectors.shape import Case, bad, good
from tools.vectors.writing import id_of, payload_of, sealed

Signers = tuple[SignedBy, ...]
CREW: Final = signer("performer", Role.CREW)
LIST: Final = "Words are a closed list: what was not asked cannot be answered."
NEEDED: Final = "A field that is required says what nobody may leave open."
FORM: Final = "An id has one form: a name typed in its place would be in the log for ever."
FREE: Final = "Free text stays out of the log."
PAST: Final = "One past the limit."
LEAST: Final = "Below the limit."
ROLE: Final = "Each place among the signers has its roles."
COUNT: Final = "Each type says how many sign."
TOUCHED: Final = "What an event changes follows from its type."


def right(
    tag: str,
    name: str,
    why: str,
    /,
    *signers: SignedBy,
    touches: list[str] | None = None,
    **set_: Any,
) -> Case:
    """Return a case that is accepted: a sample with other fields, signers or touched items."""
    payload = payload_with(tag, signers, touches, set_)
    touched = [touch["item"] for touch in json.loads(payload).get("touches", [])]
    return good(
        f"{tag}: {name}",
        why,
        input=sealed(payload, keys_of(signers or SAMPLES[tag][1])),
        expect={"id": id_of(payload), "type": tag, "touches": touched},
    )


def wrong(tag: str, name: str, why: str, /, *, code: str = "event_malformed", **set_: Any) -> Case:
    """Return a case with other fields that is refused; a field set to None is left out."""
    return _bad((tag, name, why), code, payload_with(tag, (), None, set_))


def signed(tag: str, name: str, why: str, code: str, /, *signers: SignedBy) -> Case:
    """Return a case with other signers that is refused."""
    payload = payload_with(tag, signers, None, {})
    return _bad((tag, name, why), code, payload, signers)


def touching(tag: str, name: str, why: str, *items: str) -> Case:
    """Return a case that names other touched items and is refused."""
    return touching_of((tag, name, why), payload_with(tag, (), [*items], {}))


def touching_of(about: tuple[str, str, str], payload: bytes) -> Case:
    """Return a case of a payload whose touched items are not those of its body."""
    return _bad(about, "wrong_touches", payload)


def _bad(about: tuple[str, str, str], code: str, payload: bytes, signers: Signers = ()) -> Case:
    tag, name, why = about
    keys = keys_of(signers or SAMPLES[tag][1])
    return bad(f"{tag}: {name}", why, code, input=sealed(payload, keys))


def payload_with(
    tag: str, signers: Signers, touches: list[str] | None, set_: dict[str, Any]
) -> bytes:
    """Return the canonical payload of a sample with fields set, or left out where None."""
    sample, usual = SAMPLES[tag]
    whole = {**json.loads(payload_of(sample, usual))["body"], **set_}
    fields: dict[str, Any] = {
        "body": {name: value for name, value in whole.items() if value is not None}
    }
    if touches is not None:
        fields["touches"] = [{"item": item} for item in touches]
    return payload_of(sample, signers or usual, **fields)


def field(tag: str, name: str) -> Any:
    """Return one field of a sample's body as plain JSON."""
    return json.loads(payload_of(*SAMPLES[tag]))["body"][name]


def guns_named(count: int) -> list[str]:
    """Return so many weapons' ids, ascending."""
    return sorted(weapon(f"gun {number}") for number in range(count))


def people_named(count: int) -> list[str]:
    """Return so many people's ids."""
    return [person(f"person {number}") for number in range(count)]


def walked(count: int) -> list[dict[str, str]]:
    """Return so many guns of a line that was walked."""
    return [{"cites": samples.EVENT, "weapon": item} for item in guns_named(count)]


def vouchers(count: int) -> list[dict[str, Any]]:
    """Return so many guns of a line that is issued."""
    return [
        {"number": number, "to": person(f"rider {number}"), "weapon": item}
        for number, item in enumerate(guns_named(count), 1)
    ]


def lines_counted(count: int) -> list[dict[str, Any]]:
    """Return so many lines of a count."""
    return [
        {"container": samples.BOX, "lot": lot(f"lot {number}"), "rounds": number}
        for number in range(count)
    ]
