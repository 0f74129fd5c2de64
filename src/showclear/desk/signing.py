"""In which role somebody signs, where the event's type allows several of theirs.

Used wherever an event is made for people to sign: the command line, the set app.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from showclear.errors import UsageError
from showclear.field.ids import KeyId, PersonId
from showclear.field.people import Role, Way
from showclear.record.event import SignedBy
from showclear.record.events.base import Mood
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.registry import Registry

ROLES_IN_ORDER: Final = (
    Role.HANDLER,
    Role.CALLER,
    Role.SAFETY_REP,
    Role.SECOND_PERSON,
    Role.PERFORMER,
    Role.CREW,
    Role.OUTSIDE,
    Role.OFFICER,
)
# A first AD who looks at a gun looks as second person.
LOOKING_IN_ORDER: Final = (Role.HANDLER, Role.SECOND_PERSON, Role.CALLER, Role.PERFORMER)


class Hand(msgspec.Struct, frozen=True):
    """Who signs, with which key, and how the signature comes about."""

    person: PersonId
    key: KeyId
    way: Way


def signed_by(
    registry: Registry, body: AnyBody, hands: Sequence[Hand], *, newcomer: Hand | None = None
) -> tuple[SignedBy, ...]:
    """Return the signers of an event, each in a role that its type takes and they hold.

    ``newcomer`` is whose key an enrolment brings; it signs last. Raises ``UsageError`` when the
    type takes more or fewer people.
    """
    row = BY_BODY[type(body)]
    new = newcomer is not None
    places, least = len(row.signers.roles) - new, row.signers.least - new
    if not least <= len(hands) <= places:
        wanted = str(least) if least == places else f"{least} to {places}"
        raise UsageError(
            "signers_wanted",
            "people who sign this",
            expected=f"{wanted} (--as, once for each)",
            found=str(len(hands)),
            hint="each signs with a key of their own",
        )
    order = LOOKING_IN_ORDER if row.mood is Mood.LOOK else ROLES_IN_ORDER
    signed = [
        SignedBy(
            person=hand.person,
            key=hand.key,
            role=_role(registry, hand.person, [role for role in order if role in allowed]),
            way=hand.way,
        )
        for hand, allowed in zip(hands, row.signers.roles, strict=False)
    ]
    if newcomer is not None:
        signed.append(
            SignedBy(
                person=newcomer.person, key=newcomer.key, role=Role.ENROLLED, way=newcomer.way
            )
        )
    return tuple(signed)


def _role(registry: Registry, person: PersonId, fitting: Sequence[Role]) -> Role:
    # Somebody without a fitting role signs in the first that fits: the record refuses it.
    record = registry.people.get(person)
    held = record.roles if record is not None else set()
    return next((role for role in fitting if role in held), fitting[0])
