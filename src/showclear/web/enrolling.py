"""Newcomers and lost devices: keys enrolled and ended by two officers at the cart.

Officers whose key files lie in the ledger's folder sign on the cart's own machine, which the
record says (``key-file``). In a rehearsal they do so for whoever takes a part.
"""

from __future__ import annotations

from typing import Final

import msgspec

from showclear.desk.directory import NAME, Named
from showclear.desk.parts import Answer
from showclear.desk.ports import Signer
from showclear.desk.signing import Hand, signed_by
from showclear.errors import BadInput, UsageError
from showclear.field.ids import DESK, KeyId, PersonId
from showclear.field.people import Role, Way
from showclear.outputs.fingerprints import spoken
from showclear.record.envelope import signed_bytes
from showclear.record.event import public_key
from showclear.record.events.officers import Revoke, RevokeCause
from showclear.web.joins import Enrolment, Join, confirm
from showclear.web.served import Served

OFFICERS: Final = 2
ROLES_OF: Final = {  # what most packs let a title do; the officers see it and may choose others
    "armorer": (Role.HANDLER,),
    "assistant-armorer": (Role.HANDLER,),
    "property-master": (Role.HANDLER,),
    "first-ad": (Role.CALLER, Role.SECOND_PERSON),
    "second-ad": (Role.SECOND_PERSON,),
    "stunt-coordinator": (Role.SECOND_PERSON,),
    "performer": (Role.PERFORMER,),
    "safety-rep": (Role.SAFETY_REP,),
}


def ask(served: Served, join: Join) -> str:
    """Take in a request to join and return its name; in a rehearsal it is confirmed at once."""
    registry = served.desk.state.registry
    if join.person:
        if join.person not in registry.people:
            raise UsageError(
                "person_unknown", "person", expected="somebody enrolled", found=join.person
            )
        if not join.title:
            join.title = registry.people[join.person].title
    elif not join.name.strip():
        raise UsageError("name_wanted", "name", expected="a name", found="nothing entered")
    if join.key in registry.keys:
        raise UsageError(
            "key_known", "key", expected="a new one", found=f"{join.key[:16]}…, enrolled already"
        )
    name = served.opened.ids.fresh(8).hex()
    served.joins.ask(name, join)
    if served.settings.rehearsal:
        roles = tuple(registry.people[join.person].roles) if join.person else ()
        confirm_here(served, name, roles=roles, title=join.title)
    return name


def officers_here(served: Served) -> tuple[PersonId, ...]:
    """Return the officers whose key files lie in the folder, two at most."""
    return tuple(person for person, _ in _officer_keys(served, KeyId("")))


def confirm_here(served: Served, name: str, *, roles: tuple[Role, ...], title: str) -> None:
    """Have two officers' key files sign one newcomer's enrolment; the newcomer signs last."""
    join = served.joins.find(name)
    if join.draft:
        raise UsageError(
            "join_confirmed",
            "request to join",
            expected="one that waits for two officers",
            found="one they have confirmed",
            hint="the device signs next; look at its screen",
        )
    officers = _two_officers(served)
    registry = served.desk.state.registry
    commitment = ""
    if not join.person:
        join.person = PersonId(served.new_id("p"))
        commitment = served.keep(NAME, join.name)
        served.call(Named(subject=join.person, details={NAME: commitment}))
    enrolment = Enrolment(
        title=title or join.title or "crew",
        roles=roles or ROLES_OF.get(title or join.title, (Role.CREW,)),
        name=commitment,
    )
    hands = [Hand(person, KeyId(key.public.hex()), Way.KEY_FILE) for person, key in officers]
    draft = confirm(served.drafts, registry, join, hands, enrolment)
    for _, key in officers:
        served.drafts.sign(
            join.draft, KeyId(key.public.hex()), key.sign(signed_bytes(draft.payload))
        )


def complete(served: Served, name: str, signature: bytes) -> Answer:
    """Add the newcomer's own signature and enrol them."""
    join = served.joins.find(name)
    served.drafts.sign(join.draft, join.key, signature)
    answer = served.submit_signed()[join.draft]
    if isinstance(answer, BadInput):
        raise answer
    join.done = not answer.refused
    return answer


# -- keys that are ended ----------------------------------------------------------------------


class KeyView(msgspec.Struct, frozen=True, kw_only=True):
    """One key that counts: whose, in words to be compared, and the entry it was enrolled with."""

    key: KeyId
    name: str
    title: str
    words: str
    enrolled: int


def ledger_words(served: Served) -> str:
    """Return the ledger's own key in words: what every screen of this production shows."""
    return spoken(public_key(served.desk.state.registry.ledger_key))


def keys_that_count(served: Served) -> tuple[KeyView, ...]:
    """Return every person's keys that are not revoked, by name, the newest first."""
    registry = served.desk.state.registry
    views = [
        KeyView(
            key=key,
            name=served.names.name(record.person),
            title=registry.people[record.person].title,
            words=spoken(public_key(key)),
            enrolled=record.enrolled,
        )
        for key, record in registry.keys.items()
        if record.revoked < 0 and record.person != DESK
    ]
    return tuple(sorted(views, key=lambda one: (one.name, -one.enrolled)))


def revoke_here(served: Served, key: KeyId) -> Answer:
    """Have two officers' key files end one key; neither of the two is the key that ends."""
    registry = served.desk.state.registry
    if not registry.live_key(key) or registry.keys[key].person == DESK:
        raise UsageError(
            "key_unknown", "key", expected="one that is enrolled and not revoked", found=key[:16]
        )
    officers = _two_officers(served, besides=key)
    body = Revoke(key=key, cause=RevokeCause.LOST)
    hands = [Hand(person, KeyId(file.public.hex()), Way.KEY_FILE) for person, file in officers]
    name, draft = served.drafts.begin(body, signed_by(registry, body, hands))
    for _, file in officers:
        signature = file.sign(signed_bytes(draft.payload))
        served.drafts.sign(name, KeyId(file.public.hex()), signature)
    answer = served.submit_signed()[name]
    if isinstance(answer, BadInput):
        raise answer
    return answer


# -- the officers' key files ------------------------------------------------------------------


def _two_officers(
    served: Served,
    besides: KeyId = KeyId(""),  # noqa: B008 - a NewType of str
) -> list[tuple[PersonId, Signer]]:
    officers = _officer_keys(served, besides)
    if len(officers) < OFFICERS:
        raise UsageError(
            "officers_wanted",
            "officers' key files in this ledger's folder",
            expected=f"{OFFICERS} that are enrolled and not revoked",
            found=str(len(officers)),
            hint="officers whose keys are elsewhere sign with the command line: showclear enrol",
        )
    return officers


def _officer_keys(served: Served, besides: KeyId) -> list[tuple[PersonId, Signer]]:
    """Return officers with a key file here that counts, each once, without one key."""
    registry = served.desk.state.registry
    found: dict[PersonId, Signer] = {}
    for file in served.opened.keys.names():
        key = KeyId(file.public.hex())
        record = registry.keys.get(key)
        if key == besides or record is None or not registry.live_key(key):
            continue
        if registry.may_act(record.person, Role.OFFICER) and len(found) < OFFICERS:
            found.setdefault(record.person, served.opened.keys.load(file.name))
    return list(found.items())
