"""What the record itself settles about an authenticated event, before any rule is asked.

Signatures are good and the event is well formed when this runs. The answer is a list of
refusals; a step with any is recorded refused, a report or look is admitted with the codes as
marks. ``verify`` asks the same questions, so an outsider re-computes them without any rule.

Checks, in order: keys (revoked, of another person, one key under two names), people (the same
twice), roles held, enrolment sense, head seen, items known, item chains.
"""

from __future__ import annotations

from collections.abc import Callable

from showclear.field.ids import DESK, KeyId
from showclear.field.people import Role
from showclear.record.codes import Code, Refusal
from showclear.record.event import Event
from showclear.record.events.base import Mood
from showclear.record.events.desk import Outcome
from showclear.record.events.officers import Enrol, Grant, Opening, Revoke
from showclear.record.events.people import WithdrawRoles
from showclear.record.limits import OFFICERS_MIN
from showclear.record.registry import Registry, creates, mood_of

HadRoot = Callable[[int, bytes], bool]
RECORD = "record"  # the "rule" of a refusal that the record itself settles
ANOTHER_OFFICER = "enrol another officer first; with fewer than two the ledger can only be closed"
NEVER_GIVEN = (Role.DESK, Role.ENROLLED)  # the desk's own, and the new key's at its enrolment


def structural(registry: Registry, event: Event, had: HadRoot) -> list[Refusal]:
    """Return what the record alone holds against the event, in order of precedence.

    ``had(size, root)`` answers whether the ledger once had that head.
    """
    refusals: list[Refusal] = []
    body = event.body
    _check_keys(registry, event, refusals)
    if type(body) is Opening:
        _check_officers(body, event, refusals)
    else:
        _check_roles(registry, event, refusals)
        _check_enrolment(registry, event, refusals)
    if not had(event.seen.size, event.seen.root):
        _add(refusals, Code.HEAD_NEVER_HAD, (str(event.seen.size),), "sign under a head it had")
    if event.touches:
        _check_chain(registry, event, refusals)
    return refusals


def outcome_of(event: Event, refusals: list[Refusal]) -> Outcome:
    """Return the outcome that these refusals give an event of its mood."""
    codes = {refusal.code for refusal in refusals}
    match mood_of(event):
        case Mood.STEP:
            return Outcome.REFUSED if codes else Outcome.ACCEPTED
        case Mood.LOOK if Code.KEY_REVOKED in codes:
            return Outcome.REFUSED
        case Mood.REPORT if codes & {Code.ITEM_ELSEWHERE, Code.ITEM_UNKNOWN}:
            return Outcome.OUT_OF_CHAIN
        case _:
            return Outcome.ADMITTED


def _check_keys(registry: Registry, event: Event, refusals: list[Refusal]) -> None:
    people: dict[str, str] = {}
    keys: dict[str, str] = {}
    for signer in event.signers:
        if signer.role is not Role.ENROLLED:
            record = registry.keys.get(signer.key)
            if record is not None and record.revoked >= 0:
                revoked = (signer.person, signer.key, str(record.revoked))
                _add(refusals, Code.KEY_REVOKED, revoked, "enrol a new key, then sign again")
            if record is not None and record.person != signer.person:
                other = (signer.person, signer.key)
                _add(refusals, Code.KEY_OF_ANOTHER_PERSON, other, "sign with one's own key")
        if keys.get(signer.key, signer.person) != signer.person:
            both = (keys[signer.key], signer.person, signer.key)
            _add(refusals, Code.ONE_KEY_TWO_NAMES, both, "each signs with a key of their own")
        if signer.person in people:
            _add(refusals, Code.SAME_PERSON_TWICE, (signer.person,), "another person signs too")
        keys.setdefault(signer.key, signer.person)
        people[signer.person] = signer.key


def _check_officers(body: Opening, event: Event, refusals: list[Refusal]) -> None:
    """Hold an opening to the officers it names: they sign, with their keys, and nobody else."""
    named = [(officer.person, officer.key) for officer in body.officers]
    signing = [(signer.person, signer.key) for signer in event.signers]
    if sorted(named) != sorted(signing):  # a key that did not sign is one nobody may hold
        facts = tuple(person for person, _ in signing)
        lift = "every officer named signs, and nobody else"
        _add(refusals, Code.KEY_OF_ANOTHER_PERSON, facts, lift)
    keys = [body.desk_key, body.ledger_key, *(officer.key for officer in body.officers)]
    people = [officer.person for officer in body.officers]
    if len({*keys}) < len(keys):
        lift = "each officer, the desk and the ledger have a key of their own"
        _add(refusals, Code.ONE_KEY_TWO_NAMES, tuple(keys), lift)
    if len({*people}) < len(people):
        _add(refusals, Code.SAME_PERSON_TWICE, tuple(people), "another person is an officer too")


def _check_roles(registry: Registry, event: Event, refusals: list[Refusal]) -> None:
    for signer in event.signers:
        if signer.role is Role.ENROLLED:
            continue
        if not registry.may_act(signer.person, signer.role):
            facts = (signer.person, signer.role.value)
            _add(refusals, Code.ROLE_NOT_HELD, facts, "two officers grant the role")


def _check_enrolment(registry: Registry, event: Event, refusals: list[Refusal]) -> None:
    match event.body:
        case Enrol(person=person, key=key, roles=roles):
            _check_given(person, roles, refusals)
            if key in registry.keys:
                known = (key, registry.keys[key].person)
                _add(refusals, Code.KEY_ALREADY_ENROLLED, known, "make a fresh key and enrol it")
            newcomer = event.signers[-1]
            if newcomer.key != key or newcomer.person != person or person == DESK:
                facts = (newcomer.person, newcomer.key)
                lift = "the enrolled key itself signs last, for the enrolled person"
                _add(refusals, Code.KEY_OF_ANOTHER_PERSON, facts, lift)
        case Grant(person=person, roles=roles):
            _check_given(person, roles, refusals)
            if person not in registry.people or person == DESK:
                _add(refusals, Code.PERSON_UNKNOWN, (person,), "enrol the person first")
        case Revoke(key=key):
            _check_revocation(registry, key, refusals)
        case WithdrawRoles():
            _check_withdrawal(registry, event.body, refusals)
        case _:
            return


def _check_given(person: str, roles: tuple[Role, ...], refusals: list[Refusal]) -> None:
    for role in NEVER_GIVEN:
        if role in roles:
            lift = f"leave out {role.value}: nobody is given that role"
            _add(refusals, Code.ROLE_NOT_HELD, (person, role.value), lift)


def _check_revocation(registry: Registry, key: KeyId, refusals: list[Refusal]) -> None:
    record = registry.keys.get(key)
    if record is None or record.revoked >= 0 or record.person == DESK:
        _add(refusals, Code.PERSON_UNKNOWN, (key,), "name a key that is enrolled and not revoked")
        return
    if registry.may_act(record.person, Role.OFFICER):
        left = registry.officers_without(key)
        if left < OFFICERS_MIN:
            facts = (key, str(left))
            _add(refusals, Code.TOO_FEW_OFFICERS_LEFT, facts, ANOTHER_OFFICER)


def _check_withdrawal(registry: Registry, body: WithdrawRoles, refusals: list[Refusal]) -> None:
    if body.person not in registry.people or body.person == DESK:
        _add(refusals, Code.PERSON_UNKNOWN, (body.person,), "name a person who is enrolled")
    elif Role.OFFICER in body.roles:
        left = registry.officers_besides(body.person)
        if left < OFFICERS_MIN:
            facts = (body.person, str(left))
            _add(refusals, Code.TOO_FEW_OFFICERS_LEFT, facts, ANOTHER_OFFICER)


def _check_chain(registry: Registry, event: Event, refusals: list[Refusal]) -> None:
    created = creates(event)
    for touch in event.touches:
        last = registry.last.get(touch.item)
        if last is None and touch.item != created:
            _add(refusals, Code.ITEM_UNKNOWN, (touch.item,), "receive the item first")
        elif (last or "") != touch.last:
            facts = (touch.item, last or "")
            lift = f"sign again after the last event of {touch.item}"
            _add(refusals, Code.ITEM_ELSEWHERE, facts, lift)


def _add(refusals: list[Refusal], code: Code, facts: tuple[str, ...], lift: str) -> None:
    refusals.append(Refusal(code=code, rule=RECORD, facts=facts, lift=lift))
