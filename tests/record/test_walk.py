"""What ``walk`` finds in ledgers whose every byte, signature and head is good.

A dishonest desk holds the ledger's key and its own and may sign anything with them; it does not
hold the keys of people. Each row is one lie, and its name says which.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from msgspec.structs import replace

from showclear.adapters.memory import MemoryDisk
from showclear.desk.recovery import create_desk
from showclear.errors import UsageError
from showclear.field.ids import DESK, EventId, KeyId, PersonId
from showclear.field.mechanisms import LookWay
from showclear.field.people import Role, Way
from showclear.record.envelope import open_envelope
from showclear.record.event import Event, Seen, SignedBy, decode_event
from showclear.record.events.desk import Boot, Decided, Decision, Outcome, Unattributed, Why
from showclear.record.events.handling import Entered, Look, OpenDay, Purpose, TakeOut
from showclear.record.events.officers import Adopt, Grant, Revoke, RevokeCause
from showclear.record.events.speaking import Stop
from showclear.record.events.table import AnyBody
from tests.kit import (
    OnDesk,
    all_rows,
    answers,
    box,
    enrolment,
    gun,
    opening,
    pack_texts,
    person,
    signed_by,
)
from tests.record.forge import DESK_SIGNER, Forger, kept, problems_of, report_of, sealed

N = 44  # entries of the honest day; the forged commit comes behind
STALE = {gun("colt"): EventId("ab" * 32), box("vault"): EventId("cd" * 32)}
SOME_KEY = KeyId("ab" * 32)
OFFICERS_TWO = ("producer", "manager")
NO_CODES = "no codes"
NO_RECORD_CODES = "no codes of the record"
Lie = Callable[[Forger], object]
Found = tuple[str, int, str, str]


@cache
def honest() -> OnDesk:
    """Return a story of a working day; nothing may be told on it."""
    story = OnDesk()
    story.working_day()
    story.take_out("colt")
    return story


def key_of(name: str) -> str:
    """Return how a message names somebody's key."""
    return person(name).key[:16]


def changed(event: Event, **changes: object) -> Event:
    """Return the event with a changed header."""
    return replace(event, **changes)


def stop(forger: Forger, by: str = "grip", **changes: object) -> bytes:
    """Return a stop, by the grip unless said otherwise."""
    return sealed(changed(forger.event(Stop(), by), **changes), by)


def take_out(forger: Forger) -> Event:
    """Return the armorer's step, against which the record alone holds nothing."""
    return forger.event(TakeOut(items=(gun("colt"),), place=box("vault")), "armorer")


def step(forger: Forger) -> bytes:
    """Return that step signed."""
    return sealed(take_out(forger), "armorer")


def stale(forger: Forger) -> bytes:
    """Return a step that names another last event of the gun than the ledger has."""
    event = take_out(forger)
    touches = tuple(replace(touch, last=STALE[touch.item]) for touch in event.touches)
    return sealed(changed(event, touches=touches), "armorer")


def look(forger: Forger) -> bytes:
    """Return the armorer's look."""
    body = Look(
        weapon=gun("colt"),
        cites=honest().changed("colt"),
        purpose=Purpose.SHOWING,
        way=LookWay.SEEN_EMPTY,
        entered=Entered.EACH,
        answers=answers(LookWay.SEEN_EMPTY),
    )
    return sealed(forger.event(body, "armorer"), "armorer")


def by_two(forger: Forger, body: AnyBody, *more: str) -> bytes:
    """Return a step of two officers, and of others who sign with them."""
    who = (*OFFICERS_TWO, *more)
    return sealed(forger.event(body, *who), *who)


def revoke(forger: Forger, name: str) -> bytes:
    """Return the revocation of somebody's key."""
    return by_two(forger, Revoke(key=person(name).key, cause=RevokeCause.LOST))


def enrol(forger: Forger, name: str) -> bytes:
    """Return somebody's enrolment as a handler."""
    return by_two(forger, enrolment(name, "armorer", (Role.HANDLER, Role.CREW)), name)


def say(**changes: object) -> Callable[[Decision], Decision]:
    """Alter each decision."""
    return lambda decision: replace(decision, **changes)


def body(**changes: object) -> Callable[[Decided], Decided]:
    """Alter the body of the ``decided``."""
    return lambda honest_body: replace(honest_body, **changes)


def found_in(forger: Forger) -> list[Found]:
    """Return what is found, with the place as an index."""
    problems = report_of(forger.kept()).problems
    return [
        (one.code, int(one.place.removeprefix("entry ")), one.expected, one.found)
        for one in problems
    ]


# -- what an honest desk writes ------------------------------------------------------------------


def test_what_an_honest_desk_writes_has_no_problems() -> None:
    """Refusals, marks, batches, revocation, adoption and unattributed reports are borne out."""
    story = OnDesk()
    story.working_day()
    story.take_out("colt")
    assert story.take_out("colt").refused
    refused = story.tell(OpenDay(date="2026-11-23"), "grip")
    assert refused.codes[0] == "role_not_held"
    taken = TakeOut(items=(gun("colt"),), place=box("vault"))
    assert "item_elsewhere" in story.tell(taken, "armorer", last=STALE).codes
    story.tell_unsigned(Unattributed(reported="stop", why=Why.NO_KEY, arrived=SOME_KEY))
    story.desk.submit([story.sealed(Stop(), (signed_by("grip", Role.CREW),)) for _ in range(3)])
    assert not story.tell(Adopt(packs=all_rows()[:1], reason=SOME_KEY), *OFFICERS_TWO).refused
    story.tell(Revoke(key=person("armorer").key, cause=RevokeCause.LOST), *OFFICERS_TWO)
    assert story.take_out("colt").codes[0] == "key_revoked"
    assert story.stop(by="armorer").event.signers[0].person == DESK
    story.clock.advance(-7_200_000)
    story.clock.restart("next morning")
    assert story.stop().codes == ()
    report = report_of(kept(story))
    assert report.problems == ()
    assert (report.entries, report.commits) == (N + 3 * 2 + 2 + 4 + 5 * 2, N // 2 + 3 + 1 + 1 + 5)


def test_a_forger_who_tells_no_lie_is_not_found_out() -> None:
    """The forger of these tests writes good ledgers, so that each lie stands alone."""
    forger = Forger(honest())
    forger.commit(stop(forger), look(forger)).commit(stale(forger)).commit(enrol(forger, "new"))
    forger.commit(stop(forger, "new")).commit(revoke(forger, "new"))
    late = changed(take_out(forger), at="2026-11-22T03:00:00.000Z")
    forger.commit(sealed(late, "armorer"), say=say(late=True))
    assert problems_of(forger.kept()) == []


def test_a_step_refused_by_a_rule_is_the_audits_matter() -> None:
    """Bytes cannot tell whether a rule refuses, so any rule's code passes here."""
    forger = Forger(honest())
    forger.commit(step(forger), say=say(outcome=Outcome.REFUSED, codes=("stop_open",)))
    assert problems_of(forger.kept()) == []


# -- lies about who signs ------------------------------------------------------------------------


def by_desk(**changes: object) -> Callable[[Event], bytes]:
    """Sign the ``decided`` by the desk's key with another header."""
    return lambda event: sealed(changed(event, **changes), "desk")


def ends_by(name: str, person_id: PersonId = DESK) -> Callable[[Event], bytes]:
    """Sign the ``decided`` by somebody's key."""
    signer = replace(DESK_SIGNER, key=person(name).key, person=person_id)
    return lambda event: sealed(changed(event, signers=(signer,)), name)


def as_handler(name: str, person_id: PersonId) -> Lie:
    """Sign a stop by somebody's key in a person's role."""
    signer = SignedBy(person=person_id, key=person(name).key, role=Role.HANDLER, way=Way.KEY_FILE)
    return lambda forger: forger.commit(sealed(forger.signed(Stop(), signer), name))


def unattributed_by(name: str) -> Lie:
    """Let somebody's key record what nobody signed for."""
    signer = replace(DESK_SIGNER, key=person(name).key)
    what = Unattributed(reported="stop", why=Why.NO_KEY, arrived=SOME_KEY)
    return lambda forger: forger.commit(sealed(forger.signed(what, signer), name))


SIGNERS: dict[str, tuple[Lie, Found]] = {
    "a key that nobody enrolled": (
        lambda forger: forger.commit(stop(forger, "stranger")),
        ("key_not_enrolled", N, "an enrolled key", f"{key_of('stranger')}…"),
    ),
    "a key that is enrolled by a later entry": (
        lambda forger: forger.commit(stop(forger, "new")).commit(enrol(forger, "new")),
        ("key_not_enrolled", N, "an enrolled key", f"{key_of('new')}…"),
    ),
    "a key that is enrolled later in the same commit": (
        lambda forger: forger.commit(stop(forger, "new"), enrol(forger, "new")),
        ("key_not_enrolled", N, "an enrolled key", f"{key_of('new')}…"),
    ),
    "a report by a revoked key, marked so": (
        lambda forger: forger.commit(revoke(forger, "grip")).commit(stop(forger)),
        ("key_revoked", N + 2, "a report without it, unattributed", key_of("grip")),
    ),
    "a report by a key revoked in the same commit": (
        lambda forger: forger.commit(revoke(forger, "grip"), stop(forger)),
        ("key_revoked", N + 1, "a report without it, unattributed", key_of("grip")),
    ),
    "a report by a revoked key, not marked": (
        lambda forger: forger.commit(revoke(forger, "grip")).commit(
            stop(forger), say=say(codes=())
        ),
        ("outcome_differs", N + 2, "key_revoked", NO_CODES),
    ),
    "a step by a revoked key accepted": (
        lambda forger: forger.commit(revoke(forger, "armorer")).commit(
            step(forger), say=say(codes=(), outcome=Outcome.ACCEPTED)
        ),
        ("outcome_differs", N + 2, "key_revoked", NO_CODES),
    ),
    "the desk's key for the desk as a person": (
        as_handler("desk", DESK),
        ("desk_key_misused", N, "the desk's own events", "others"),
    ),
    "the desk's key for somebody": (
        as_handler("desk", person("armorer").id),
        ("desk_key_misused", N, "the desk's own events", "others"),
    ),
    "a person's key for a decided": (
        lambda forger: forger.commit(stop(forger), ends=ends_by("producer")),
        ("desk_key_misused", N + 1, "the desk's own events", "others"),
    ),
    "a stranger's key for a decided": (
        lambda forger: forger.commit(stop(forger), ends=ends_by("stranger")),
        ("key_not_enrolled", N + 1, "an enrolled key", f"{key_of('stranger')}…"),
    ),
    "the desk's key for a decided of somebody": (
        lambda forger: forger.commit(stop(forger), ends=ends_by("desk", person("grip").id)),
        ("desk_key_misused", N + 1, "the desk's own name", person("grip").id),
    ),
    "a person's key for an unattributed report": (
        unattributed_by("grip"),
        ("desk_key_misused", N, "the desk's own events", "others"),
    ),
}

# -- lies about what became of an entry ----------------------------------------------------------


def told(make: Callable[[Forger], bytes], **changes: object) -> Lie:
    """Tell something else of an entry than the record makes of it."""
    return lambda forger: forger.commit(make(forger), say=say(**changes))


OUTCOMES: dict[str, tuple[Lie, Found]] = {
    "an item elsewhere, hidden": (
        told(stale, outcome=Outcome.ACCEPTED, codes=()),
        ("outcome_differs", N, "item_elsewhere", NO_CODES),
    ),
    "an item elsewhere, named but accepted": (
        told(stale, outcome=Outcome.ACCEPTED),
        ("outcome_differs", N, "refused", "accepted"),
    ),
    "an item elsewhere, behind a rule": (
        told(stale, codes=("stop_open",)),
        ("outcome_differs", N, "item_elsewhere", NO_CODES),
    ),
    "a step refused without a reason": (
        told(step, outcome=Outcome.REFUSED),
        ("outcome_differs", N, "accepted", "refused"),
    ),
    "a step refused for a record's reason it has not": (
        told(step, outcome=Outcome.REFUSED, codes=("role_not_held",)),
        ("outcome_differs", N, NO_RECORD_CODES, "role_not_held"),
    ),
    "a step accepted with a reason against it": (
        told(step, codes=("stop_open",)),
        ("outcome_differs", N, NO_CODES, "stop_open"),
    ),
    "a step admitted": (
        told(step, outcome=Outcome.ADMITTED),
        ("outcome_differs", N, "accepted", "admitted"),
    ),
    "a report refused": (
        told(stop, outcome=Outcome.REFUSED, codes=("stop_open",)),
        ("outcome_differs", N, NO_RECORD_CODES, "stop_open"),
    ),
    "a report out of chain": (
        told(stop, outcome=Outcome.OUT_OF_CHAIN),
        ("outcome_differs", N, "admitted", "out-of-chain"),
    ),
    "a report marked for nothing": (
        told(stop, codes=("role_not_held",)),
        ("outcome_differs", N, NO_RECORD_CODES, "role_not_held"),
    ),
    "a report marked with a rule's code": (
        told(stop, codes=("stop_open",)),
        ("outcome_differs", N, NO_RECORD_CODES, "stop_open"),
    ),
    "a look marked with a code that is none": (
        told(look, codes=("looked_away",)),
        ("outcome_differs", N, NO_RECORD_CODES, "looked_away"),
    ),
    "a head that this ledger never had, hidden": (
        told(lambda forger: stop(forger, seen=Seen(size=4, root=bytes(32))), codes=()),
        ("outcome_differs", N, "head_never_had", NO_CODES),
    ),
    "a head in the middle of a commit, hidden": (
        lambda forger: forger.commit(
            stop(forger, seen=replace(forger.seen(), size=N - 1, root=half_root(forger)))
        ),
        ("outcome_differs", N, "head_never_had", NO_CODES),
    ),
    "a grant to nobody, accepted": (
        told(
            lambda forger: by_two(forger, Grant(person=person("nobody").id, roles=(Role.CREW,))),
            outcome=Outcome.ACCEPTED,
            codes=(),
        ),
        ("outcome_differs", N, "person_unknown", NO_CODES),
    ),
    "a revocation of no key, accepted": (
        told(
            lambda forger: by_two(forger, Revoke(key=SOME_KEY, cause=RevokeCause.LOST)),
            outcome=Outcome.ACCEPTED,
            codes=(),
        ),
        ("outcome_differs", N, "person_unknown", NO_CODES),
    ),
    "late, and not said so": (
        lambda forger: forger.commit(stop(forger, at="2026-11-22T03:00:00.000Z")),
        ("late_differs", N, "late True", "late False"),
    ),
    "not late, and said so": (
        told(stop, late=True),
        ("late_differs", N, "late False", "late True"),
    ),
}


def half_root(forger: Forger) -> bytes:
    """Return the root in the middle of the last commit."""
    half = Forger(forger.story)
    half.envelopes = forger.envelopes[: N - 1]
    return half.seen().root


# -- lies about the commit -----------------------------------------------------------------------


def other(**changes: object) -> Lie:
    """Commit the grip's stop with another body of the ``decided``."""
    return lambda forger: forger.commit(stop(forger), change=body(**changes))


def listing(change: Callable[[tuple[Decision, ...]], tuple[Decision, ...]]) -> Lie:
    """Commit two entries and list others."""

    def lie(forger: Forger) -> Forger:
        return forger.commit(
            stop(forger),
            look(forger),
            change=lambda honest_body: replace(honest_body, entries=change(honest_body.entries)),
        )

    return lie


def differs(listed: int, there: int, at: int = N + 2) -> Found:
    """Return what is found when a ``decided`` lists other entries."""
    said = f"{listed} entries listed, {there} there, or other ids"
    return ("decided_differs", at, "the entries of its commit", said)


BOOT = honest().state.boot
MARK = honest().state.boot_mark
COMMITS: dict[str, tuple[Lie, Found]] = {
    "an entry listed under another index": (
        listing(lambda list_: (replace(list_[0], index=7), list_[1])),
        differs(2, 2),
    ),
    "an entry listed under another id": (
        listing(lambda list_: (list_[0], replace(list_[1], id="ab" * 32))),
        differs(2, 2),
    ),
    "an entry not listed": (listing(lambda list_: list_[:1]), differs(1, 2)),
    "an entry listed twice": (listing(lambda list_: (*list_, list_[1])), differs(3, 2)),
    "entries listed in another order": (listing(lambda list_: list_[::-1]), differs(2, 2)),
    "a decided for nothing": (
        lambda forger: forger.commit(stop(forger)).commit(
            change=lambda _body: honest_decided(forger)
        ),
        differs(1, 0, N + 2),
    ),
    "other packs in force": (
        other(packs=SOME_KEY),
        ("packs_differ", N + 1, honest().state.packs.digest[:16], SOME_KEY[:16]),
    ),
    "a boot before the last": (
        other(boot=Boot(mark=MARK, number=BOOT - 1, ms=10**9)),
        ("boot_backwards", N + 1, "", f"{(BOOT - 1, 10**9)}"),
    ),
    "the same boot, but earlier": (
        other(boot=Boot(mark=MARK, number=BOOT, ms=1)),
        ("boot_backwards", N + 1, "", f"{(BOOT, 1)}"),
    ),
    "a decided under a head never had": (
        lambda forger: forger.commit(
            stop(forger), ends=by_desk(seen=Seen(size=4, root=bytes(32)))
        ),
        ("head_never_had", N + 1, "a head of this ledger", "4"),
    ),
    "an event of another ledger": (
        lambda forger: forger.commit(stop(forger, origin="showclear.example/other")),
        ("wrong_origin", N, "showclear.example/night-shoot", "showclear.example/other"),
    ),
    "a decided of another ledger": (
        lambda forger: forger.commit(stop(forger), ends=by_desk(origin="showclear.example/other")),
        ("wrong_origin", N + 1, "showclear.example/night-shoot", "showclear.example/other"),
    ),
    "an event that was there before": (
        lambda forger: forger.commit(forger.envelopes[N - 2]),
        (
            "event_twice",
            N,
            "each event once",
            honest().desk.keeping.parts.store.read(N - 2, N - 1)[0].id.hex()[:16],
        ),
    ),
    "an event twice in one commit": (
        lambda forger: forger.commit(*[stop(forger)] * 2),
        ("event_twice", N + 1, "each event once", ""),
    ),
    "a second opening": (
        lambda forger: forger.commit(
            sealed(forger.event(opening(()), *OFFICERS_TWO), *OFFICERS_TWO),
        ),
        ("second_opening", N, "one opening, at entry 0", "another"),
    ),
}


def honest_decided(forger: Forger) -> Decided:
    """Return the body of the last ``decided``."""
    found = decode_event(open_envelope(forger.envelopes[-1]).payload).body
    assert isinstance(found, Decided)
    return found


CASES = SIGNERS | OUTCOMES | COMMITS


@pytest.mark.parametrize(("lie", "expected"), CASES.values(), ids=CASES.keys())
def test_a_lie_is_found_out(lie: Lie, expected: Found) -> None:
    """Each lie is one problem, at its entry, with what was expected and what was found."""
    forger = Forger(honest())
    lie(forger)
    (found,) = found_in(forger)
    code, index, should, was = expected
    assert found[:2] == (code, index)
    assert found[2] == (should or found[2])
    assert found[3] == (was or found[3])


def test_a_commit_without_its_decided_is_named() -> None:
    """A head over entries of which the desk never said what became of them is refused."""
    forger = Forger(honest())
    forger.envelopes += [stop(forger), look(forger)]
    report = report_of(forger.kept())
    first, second = report.problems
    assert (first.code, first.place) == ("commit_without_decided", f"entry {N}")
    assert (first.expected, first.found) == ("a decided that ends it", "none")
    assert (second.code, second.place) == ("root_differs", f"entries 0 to {N + 1}")


def test_a_boot_before_the_last_is_named_with_both() -> None:
    """The message holds the last boot and the one found."""
    forger = Forger(honest())
    forger.commit(stop(forger), change=body(boot=Boot(mark=MARK, number=BOOT, ms=1)))
    ((_, _, expected, found),) = found_in(forger)
    ms = honest_decided(Forger(honest())).boot.ms
    assert (expected, found) == (f"after {(BOOT, ms)}", f"{(BOOT, 1)}")


def test_the_first_problem_ends_what_can_be_judged() -> None:
    """Behind a lie nothing is judged, nothing is counted and nothing is shown to an observer."""
    forger = Forger(honest())
    forger.commit(stop(forger), say=say(late=True)).commit(stop(forger), say=say(late=True))
    report = report_of(forger.kept())
    assert [one.place for one in report.problems] == [f"entry {N}"]
    assert report.commits == N // 2


# -- openings ------------------------------------------------------------------------------------


HONESTLY = say()


def opened(
    *signers: SignedBy, by: tuple[str, ...], told: Callable[[Decision], Decision] = HONESTLY
) -> Forger:
    """Return a ledger whose opening is signed so."""
    forger = Forger(honest(), anew=True)
    return forger.commit(sealed(forger.signed(opening(all_rows()), *signers), *by), say=told)


def officer(name: str, key: str = "") -> SignedBy:
    """Return an officer as signer, perhaps with another's key."""
    return replace(signed_by(name, Role.OFFICER), key=person(key or name).key)


PRODUCER, MANAGER = officer("producer"), officer("manager")
OTHERS = [("key_not_enrolled", "entry 0"), ("head_missing", "checkpoint")]
OPENINGS: dict[str, tuple[tuple[SignedBy, ...], tuple[str, ...], str, list[tuple[str, str]]]] = {
    "by all three officers": (
        (PRODUCER, MANAGER, officer("owner")),
        (*OFFICERS_TWO, "owner"),
        "",
        [],
    ),
    "by somebody it does not name": (
        (PRODUCER, officer("grip")),
        ("producer", "grip"),
        "key_of_another_person",
        OTHERS,
    ),
    "by an officer under another's name": (
        (PRODUCER, officer("manager", "owner")),
        ("producer", "owner"),
        "key_of_another_person",
        OTHERS,
    ),
    "by one officer twice": (
        (PRODUCER, PRODUCER),
        ("producer", "producer"),
        "same_person_twice",
        [("key_not_enrolled", "entry 1"), ("head_missing", "checkpoint")],
    ),
}


@pytest.mark.parametrize(
    ("signers", "by", "code", "expected"), OPENINGS.values(), ids=OPENINGS.keys()
)
def test_an_opening_is_signed_by_the_officers_it_names(
    signers: tuple[SignedBy, ...], by: tuple[str, ...], code: str, expected: list[tuple[str, str]]
) -> None:
    """Officers sign with the keys and names that the opening gives them, each once.

    A desk opens no ledger otherwise, and a ledger that claims to be opened so is found out.
    """
    forger = opened(*signers, by=by)
    assert problems_of(forger.kept()) == expected
    hidden = opened(*signers, by=by, told=say(codes=(), outcome=Outcome.ACCEPTED))
    assert problems_of(hidden.kept())[:1] == [("outcome_differs", "entry 0")] * bool(code)
    story = OnDesk(enrolled=False)
    story.disk = MemoryDisk()
    if not code:
        create_desk(story.parts(), forger.envelopes[0], pack_texts())
        return
    with pytest.raises(UsageError, match="sign") as caught:
        create_desk(story.parts(), forger.envelopes[0], pack_texts())
    assert caught.value.code == code


def test_a_ledger_begins_with_its_opening() -> None:
    """Anything else at entry 0 is named, and nothing behind it is judged."""
    forger = Forger(honest(), anew=True)
    forger.commit(stop(forger))
    problems = report_of(forger.kept()).problems
    assert [(one.code, one.place, one.expected, one.found) for one in problems] == [
        ("no_opening", "entry 0", "the opening", "another event"),
        ("head_missing", "checkpoint", "a signed head", NO_OPENING),
    ]


NO_OPENING = "a head, but no opening that names the key"
