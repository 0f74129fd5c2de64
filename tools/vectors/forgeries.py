"""Ledgers that their own operator wrote wrongly: each row one thing that must be found.

The operator holds the ledger's key, the desk's key and the disk, and signs whatever comes out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from showclear.field.people import Role
from showclear.record.event import SignedBy
from showclear.record.events import officers, speaking
from showclear.record.events.desk import Boot, Outcome
from tools.vectors import samples
from tools.vectors.cast import OTHER_ORIGIN, digest, key, keys_of, person, signer
from tools.vectors.ledger_story import enrolled, opened, stocked, take_out
from tools.vectors.operator import CHOICE, Operator
from tools.vectors.samples import (
    HANDLER,
    OFFICER_1,
    OFFICER_2,
    SECOND,
    THE_DESK,
)
from tools.vectors.shape import base64_of
from tools.vectors.writing import canonical, envelope_of, pae, sealed

Row = tuple[str, str, tuple[str, str], Callable[[], Operator]]
REFUSED: Final = Outcome.REFUSED


def no_decided() -> Operator:
    """Leave out the last commit's decided."""
    book = enrolled()
    book.add(book.sealed(speaking.Stop(), SECOND))
    return book


def early_key() -> Operator:
    """Admit a report by a second key of a person's that is enrolled only afterwards."""
    book = enrolled()
    early = signer("armorer", Role.HANDLER, key_name="assistant")
    book.commit([book.sealed(speaking.Stop(), early)])
    body = officers.Enrol(
        person=person("armorer"), key=early.key, title="armorer", roles=(Role.HANDLER,)
    )
    proof = signer("armorer", Role.ENROLLED, key_name="assistant")
    book.commit([book.sealed(body, OFFICER_1, OFFICER_2, proof)])
    return book


def revoked_key() -> Operator:
    """Admit a report by a key that was revoked, unmarked."""
    book = stocked()
    lost = officers.Revoke(key=key("armorer").hex, cause=officers.RevokeCause.LOST)
    book.commit([book.sealed(lost, OFFICER_1, OFFICER_2)])
    book.commit([book.sealed(speaking.Stop(), HANDLER)])
    return book


def revoked_step() -> Operator:
    """Accept a step by a key that was revoked before it in the same commit."""
    book = stocked()
    lost = officers.Revoke(key=key("armorer").hex, cause=officers.RevokeCause.LOST)
    book.commit([book.sealed(lost, OFFICER_1, OFFICER_2), take_out(book)])
    return book


def stale_chain() -> Operator:
    """Accept a step whose signer had not seen the gun's last event."""
    book = stocked()
    stale = take_out(book)
    book.commit([take_out(book, nonce=digest("first")[:16].hex())])
    book.commit([stale])
    return book


def one_key_two_names() -> Operator:
    """Accept an enrolment that one officer's key signs for two officers."""
    book = opened()
    body = officers.Enrol(
        person=person("armorer"), key=key("armorer").hex, title="armorer", roles=(Role.HANDLER,)
    )
    second = signer("officer-2", Role.OFFICER, key_name="officer-1")
    book.commit([book.sealed(body, OFFICER_1, second, signer("armorer", Role.ENROLLED))])
    return book


def one_key_two_ids() -> Operator:
    """Sign an enrolment with one key spelled in two ways."""
    book = opened()
    body = officers.Enrol(
        person=person("armorer"), key=key("armorer").hex, title="armorer", roles=(Role.HANDLER,)
    )
    newcomer = signer("armorer", Role.ENROLLED)
    second = signer("officer-2", Role.OFFICER, key_name="officer-1")
    payload = book.payload(body, OFFICER_1, second, newcomer)
    lower, upper = OFFICER_1.key.encode(), OFFICER_1.key.upper().encode()
    at = payload.rindex(lower)
    payload = payload[:at] + upper + payload[at + len(upper) :]
    keys = keys_of((OFFICER_1, OFFICER_1, newcomer))
    whole = envelope_of(payload, keys)
    whole["signatures"][1]["keyid"] = upper.decode()
    book.commit_bytes(canonical(whole))
    return book


def one_person_twice() -> Operator:
    """Accept an adoption that one officer signs twice."""
    book = opened()
    body = officers.Adopt(packs=(CHOICE,))
    book.commit([book.sealed(body, OFFICER_1, OFFICER_1)])
    return book


def borrowed_key() -> Operator:
    """Admit a report in one person's name by another's key."""
    book = enrolled()
    borrowed = signer("first-ad", Role.CREW, key_name="armorer")
    book.commit([book.sealed(speaking.Stop(), borrowed)], {"codes": ("role_not_held",)})
    return book


def no_role() -> Operator:
    """Accept a step in a role that was never granted."""
    book = enrolled()
    acting = signer("first-ad", Role.OFFICER)
    book.commit([book.sealed(officers.Adopt(packs=(CHOICE,)), OFFICER_1, acting)])
    return book


def other_ledger() -> Operator:
    """Replay an event that was signed for another ledger."""
    book = enrolled()
    event = book.sealed(speaking.Stop(), SECOND, origin=OTHER_ORIGIN)
    book.commit([event])
    return book


def replay() -> Operator:
    """Write one signed event a second time."""
    book = enrolled()
    event = book.sealed(speaking.Stop(), SECOND)
    book.commit([event])
    book.commit([event])
    return book


def replay_other_signature() -> Operator:
    """Write one event a second time under another signature."""
    book = enrolled()
    payload = book.payload(officers.Adopt(packs=(CHOICE,)), OFFICER_1, OFFICER_2)
    book.commit([sealed(payload, keys_of((OFFICER_1, OFFICER_2)))])
    again = envelope_of(payload, keys_of((OFFICER_1, OFFICER_2)))
    again["signatures"][0]["sig"] = base64_of(digest("r") + key("officer-1").sign(pae(b""))[32:])
    book.commit([canonical(again)])
    return book


def head_never_had() -> Operator:
    """Accept a step under a head that was never signed: one in the middle of a commit."""
    book = stocked()
    book.commit([take_out(book, seen=book.seen(7))])
    return book


def later_head() -> Operator:
    """Accept a step under a head that came later than it."""
    book = stocked()
    seen = {"root": base64_of(digest("later")), "size": 40}
    book.commit([take_out(book, seen=seen)])
    return book


def decided_head() -> Operator:
    """Write a decided that names a head this ledger never had."""
    book = enrolled()
    book.commit([book.sealed(speaking.Stop(), SECOND)], header={"seen": book.seen(5)})
    return book


def decided_by_officer() -> Operator:
    """Let an officer's key sign a decided in the desk's name."""
    book = enrolled()
    officer = SignedBy(
        person=THE_DESK.person, key=key("officer-1").hex, role=Role.DESK, way=THE_DESK.way
    )
    book.commit([book.sealed(speaking.Stop(), SECOND)], signer=officer)
    return book


def decided_leaves_out() -> Operator:
    """Write a decided that speaks of one entry of two."""
    book = enrolled()
    first = book.sealed(speaking.Stop(), SECOND)
    second = book.sealed(speaking.Concern(about=speaking.ConcernClass.OTHER), SECOND)
    book.add(second)
    book.commit([first])
    return book


def refused_silently() -> Operator:
    """Refuse a step without saying why."""
    book = stocked()
    book.commit([take_out(book)], {"outcome": REFUSED})
    return book


def refused_report() -> Operator:
    """Refuse a stop."""
    book = enrolled()
    book.commit(
        [book.sealed(speaking.Stop(), SECOND)], {"outcome": REFUSED, "codes": ("stop_open",)}
    )
    return book


def late_hidden() -> Operator:
    """Leave out that a report came an hour late."""
    book = enrolled()
    event = book.sealed(speaking.Stop(), SECOND)
    book.now += 3_600_000
    book.commit([event])
    return book


def other_packs() -> Operator:
    """Judge under rows that were not adopted."""
    book = enrolled()
    book.commit([book.sealed(speaking.Stop(), SECOND)], packs=digest("other rows").hex())
    return book


def boot_back() -> Operator:
    """Let the machine's own count run backwards."""
    book = enrolled()
    boot = Boot(mark=digest("boot")[:8].hex(), number=1, ms=0)
    book.commit([book.sealed(speaking.Stop(), SECOND)], boot=boot)
    return book


def second_opening() -> Operator:
    """Open the ledger again, with one's own officers."""
    book = opened()
    body = officers.Opening(
        desk_key=key("desk").hex,
        ledger_key=key("ledger").hex,
        officers=(samples.officer("stranger"), samples.officer("outside")),
        packs=(CHOICE,),
        utc_offset_minutes=0,
    )
    signers = (signer("stranger", Role.OFFICER), signer("outside", Role.OFFICER))
    book.commit([book.sealed(body, *signers)])
    return book


def no_opening() -> Operator:
    """Begin without an opening."""
    book = Operator()
    book.commit([book.sealed(speaking.Stop(), SECOND)])
    return book


def _opened_by(*signers: SignedBy, named: tuple[officers.Officer, ...]) -> Operator:
    book = Operator()
    body = officers.Opening(
        desk_key=key("desk").hex,
        ledger_key=key("ledger").hex,
        officers=named,
        packs=(CHOICE,),
        utc_offset_minutes=0,
    )
    book.commit([book.sealed(body, *signers)])
    return book


def opened_by_strangers() -> Operator:
    """Let others sign the opening than the officers it names."""
    strangers = (signer("stranger", Role.OFFICER), signer("outside", Role.OFFICER))
    return _opened_by(*strangers, named=samples.OPENING.officers)


def opened_by_one_twice() -> Operator:
    """Let one officer sign the opening in both places."""
    return _opened_by(OFFICER_1, OFFICER_1, named=samples.OPENING.officers)


def opened_with_one_key() -> Operator:
    """Open with one key for two officers."""
    second = signer("officer-2", Role.OFFICER, key_name="officer-1")
    named = (samples.officer("officer-1"), samples.officer("officer-2", key_name="officer-1"))
    return _opened_by(OFFICER_1, second, named=named)


def opened_in_another_name() -> Operator:
    """Let an officer's key sign the opening in a person's name that it does not name."""
    outsider = signer("outside", Role.OFFICER, key_name="officer-2")
    return _opened_by(OFFICER_1, outsider, named=samples.OPENING.officers)


def officer_is_desk() -> Operator:
    """Give the desk's key to an officer."""
    second = signer("officer-2", Role.OFFICER, key_name="desk")
    named = (samples.officer("officer-1"), samples.officer("officer-2", key_name="desk"))
    return _opened_by(OFFICER_1, second, named=named)


def officer_named_twice() -> Operator:
    """Name one person as two officers, with two keys."""
    named = (
        *(samples.officer("officer-1"), samples.officer("officer-2")),
        officers.Officer(
            person=person("officer-2"), key=key("officer-3").hex, name=samples.COMMITMENT
        ),
    )
    return _opened_by(OFFICER_1, OFFICER_2, named=named)


def last_officers() -> Operator:
    """Revoke an officer's key when only one other is left."""
    book = opened()
    for name in ("officer-3", "officer-2"):
        lost = officers.Revoke(key=key(name).hex, cause=officers.RevokeCause.LEFT)
        book.commit([book.sealed(lost, OFFICER_1, OFFICER_2)])
    return book


def enrolled_unasked() -> Operator:
    """Enrol a key that did not sign: somebody else's stands in its place."""
    book = opened()
    body = officers.Enrol(
        person=person("armorer"), key=key("armorer").hex, title="armorer", roles=(Role.HANDLER,)
    )
    book.commit([book.sealed(body, OFFICER_1, OFFICER_2, signer("stranger", Role.ENROLLED))])
    return book


def chain_hidden() -> Operator:
    """Admit a report on an item nobody received, unmarked."""
    book = enrolled()
    book.commit([book.sealed(speaking.AskToSee(weapon=samples.REVOLVER), SECOND)])
    return book


FORGERIES: Final[tuple[Row, ...]] = (
    (
        "no decided at the end",
        "Nobody could say what became of the entry.",
        ("commit_without_decided", "entry 6"),
        no_decided,
    ),
    (
        "a key before its enrolment",
        "Statements could be made up for somebody who came later.",
        ("key_not_enrolled", "entry 6"),
        early_key,
    ),
    (
        "a report by a revoked key, unmarked",
        "A lost phone would still speak.",
        ("outcome_differs", "entry 13"),
        revoked_key,
    ),
    (
        "a step by a key revoked just before it",
        "Inside one commit order counts too.",
        ("outcome_differs", "entry 12"),
        revoked_step,
    ),
    (
        "a stale chain accepted",
        "A gun would be taken out twice.",
        ("outcome_differs", "entry 13"),
        stale_chain,
    ),
    (
        "one key for two officers",
        "A threshold of two would be met by one.",
        ("outcome_differs", "entry 2"),
        one_key_two_names,
    ),
    (
        "one key under two ids",
        "As above; a common library counts by key id.",
        ("key_not_hex", "entry 2"),
        one_key_two_ids,
    ),
    (
        "one officer twice",
        "As above, with two signatures by one key.",
        ("outcome_differs", "entry 2"),
        one_person_twice,
    ),
    (
        "in another's name",
        "A borrowed phone would speak for its owner.",
        ("outcome_differs", "entry 6"),
        borrowed_key,
    ),
    (
        "in a role not held",
        "Anybody could be an officer.",
        ("outcome_differs", "entry 6"),
        no_role,
    ),
    (
        "another ledger's event",
        "A showing on one production would count on another.",
        ("wrong_origin", "entry 6"),
        other_ledger,
    ),
    ("an event twice", "Yesterday's leave would serve today.", ("event_twice", "entry 8"), replay),
    (
        "an event twice under another signature",
        "As above; signatures are no ids.",
        ("bad_signature", "entry 8"),
        replay_other_signature,
    ),
    (
        "a head never had",
        "A history shown to one person only.",
        ("outcome_differs", "entry 11"),
        head_never_had,
    ),
    (
        "a head of later",
        "Nobody has seen what is not yet written.",
        ("outcome_differs", "entry 11"),
        later_head,
    ),
    (
        "a decided under a head never had",
        "As above, for the desk itself.",
        ("head_never_had", "entry 7"),
        decided_head,
    ),
    (
        "a decided by an officer's key",
        "Only the desk's key decides.",
        ("desk_key_misused", "entry 7"),
        decided_by_officer,
    ),
    (
        "a decided that leaves an entry out",
        "An entry would stand without an outcome.",
        ("decided_differs", "entry 8"),
        decided_leaves_out,
    ),
    (
        "a step refused without a reason",
        "A refusal names what would lift it.",
        ("outcome_differs", "entry 11"),
        refused_silently,
    ),
    (
        "a stop refused",
        "What has happened is never refused.",
        ("outcome_differs", "entry 6"),
        refused_report,
    ),
    (
        "a late report unmarked",
        "Written afterwards would pass for written then.",
        ("late_differs", "entry 6"),
        late_hidden,
    ),
    (
        "judged under other rows",
        "Nobody could compute the verdict again.",
        ("packs_differ", "entry 7"),
        other_packs,
    ),
    (
        "a count since the start that runs backwards",
        "A showing would look younger than it is.",
        ("boot_backwards", "entry 7"),
        boot_back,
    ),
    (
        "a second opening",
        "The officers would be replaced by the operator's own.",
        ("second_opening", "entry 2"),
        second_opening,
    ),
    ("no opening", "Nobody would be named who may sign.", ("no_opening", "entry 0"), no_opening),
    (
        "an opening by strangers",
        "Officers would be named without their knowledge.",
        ("outcome_differs", "entry 0"),
        opened_by_strangers,
    ),
    (
        "an opening signed by one officer twice",
        "Two would be named and one be there.",
        ("outcome_differs", "entry 0"),
        opened_by_one_twice,
    ),
    (
        "an opening with one key for two officers",
        "One would act as two from then on.",
        ("outcome_differs", "entry 0"),
        opened_with_one_key,
    ),
    (
        "an opening signed in another's name",
        "Its signers are the officers it names.",
        ("outcome_differs", "entry 0"),
        opened_in_another_name,
    ),
    (
        "the desk's key as an officer's",
        "The operator would enrol whom it likes.",
        ("outcome_differs", "entry 0"),
        officer_is_desk,
    ),
    (
        "one person named as two officers",
        "Two would be named and one be there.",
        ("outcome_differs", "entry 0"),
        officer_named_twice,
    ),
    (
        "too few officers left",
        "Nobody could enrol or revoke any more.",
        ("outcome_differs", "entry 4"),
        last_officers,
    ),
    (
        "an enrolled key that did not sign",
        "A key could be put under a person's name without them.",
        ("outcome_differs", "entry 2"),
        enrolled_unasked,
    ),
    (
        "a report on nothing received, unmarked",
        "An item would come from nowhere.",
        ("outcome_differs", "entry 6"),
        chain_hidden,
    ),
)
