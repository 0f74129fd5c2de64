"""Drafts live in memory for two minutes, and everybody signs the same bytes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from showclear.adapters.clock import FrozenClock
from showclear.desk.drafts import DRAFTS_MAX, Drafts
from showclear.errors import BadInput, DeskStopped, UsageError
from showclear.field.ids import KeyId
from showclear.field.people import Role
from showclear.record.codes import Code
from showclear.record.envelope import signed_bytes
from showclear.record.event import SignedBy
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import TakeOut
from showclear.record.events.officers import Revoke, RevokeCause
from showclear.record.events.speaking import Stop
from showclear.record.limits import DRAFT_MS
from tests.kit import OnDesk, Person, box, gun, person, signed_by

GRIP = (signed_by("grip", Role.CREW),)
TWO = (signed_by("producer", Role.OFFICER), signed_by("manager", Role.OFFICER))
REVOKE = Revoke(key=person("stand-in").key, cause=RevokeCause.LEFT)


def drafting() -> tuple[OnDesk, Drafts, FrozenClock]:
    """Return a desk with drafts and a clock that only moves when it is told to."""
    story = OnDesk()
    clock = FrozenClock(now=story.clock.now())
    clock.advance(10_000_000)
    story.desk.parts = replace(story.desk.parts, clock=clock)
    return story, Drafts(story.desk), clock


def signature(who: Person, payload: bytes) -> bytes:
    """Return somebody's signature over a draft."""
    return who.sign(signed_bytes(payload))


def test_a_draft_waits_for_every_signature_and_is_forgotten_when_submitted() -> None:
    """Two officers sign the same bytes; the answer is a step accepted, and no draft stays."""
    story, drafts, _ = drafting()
    before = len(story.disk.entries)
    name, draft = drafts.begin(REVOKE, TWO)
    assert len(drafts) == 1
    assert draft.missing == tuple(signer.key for signer in TWO)
    for who in ("producer", "manager"):
        with pytest.raises(UsageError, match="expected a signature by each signer, found"):
            drafts.submit(name)
        drafts.sign(name, person(who).key, signature(person(who), draft.payload))
    assert draft.missing == ()
    assert len(story.disk.entries) == before
    answer = drafts.submit(name)
    assert (answer.outcome, answer.repeated) == (Outcome.ACCEPTED, False)
    assert len(story.disk.entries) == before + 2
    assert len(drafts) == 0
    with pytest.raises(UsageError) as caught:
        drafts.submit(name)
    assert caught.value.code == "draft_unknown"


def test_a_missing_signature_is_counted() -> None:
    """The message says how many are missing."""
    _, drafts, _ = drafting()
    name, _ = drafts.begin(REVOKE, TWO)
    with pytest.raises(UsageError, match="found 2 missing") as caught:
        drafts.submit(name)
    assert caught.value.code == "signatures_missing"


def test_a_bad_signature_is_refused_at_once() -> None:
    """Another's signature, a changed one, a short one and one over other bytes are refused."""
    _, drafts, _ = drafting()
    name, draft = drafts.begin(Stop(), GRIP)
    key = person("grip").key
    good = signature(person("grip"), draft.payload)
    for bad in (
        signature(person("producer"), draft.payload),
        bytes([good[0] ^ 1]) + good[1:],
        good[:-1],
        b"",
        signature(person("grip"), draft.payload + b" "),
    ):
        with pytest.raises(UsageError, match="found one that fails") as caught:
            drafts.sign(name, key, bad)
        assert caught.value.code == "bad_signature"
        assert caught.value.expected == f"a signature by {key[:16]}…"
    assert draft.missing == (key,)


def test_only_its_signers_sign_a_draft() -> None:
    """Somebody whom the draft does not name is refused, with the key."""
    _, drafts, _ = drafting()
    name, draft = drafts.begin(Stop(), GRIP)
    other = person("producer")
    with pytest.raises(UsageError, match="expected a key of its signers") as caught:
        drafts.sign(name, other.key, signature(other, draft.payload))
    assert (caught.value.code, caught.value.found) == ("not_a_signer", f"{other.key[:16]}…")


@pytest.mark.parametrize(("waited", "lives"), [(DRAFT_MS, True), (DRAFT_MS + 1, False)])
def test_a_draft_lapses_after_two_minutes(waited: int, *, lives: bool) -> None:
    """At 120 seconds a draft can still be signed and submitted; a millisecond later it is gone."""
    story, drafts, clock = drafting()
    name, draft = drafts.begin(Stop(), GRIP)
    grip = person("grip")
    drafts.sign(name, grip.key, signature(grip, draft.payload))
    before = len(story.disk.entries)
    clock.advance(waited)
    assert len(drafts) == int(lives)
    if lives:
        assert drafts.submit(name).outcome is Outcome.ADMITTED
        return
    with pytest.raises(UsageError, match="expected one begun in the last 120 s") as caught:
        drafts.submit(name)
    assert caught.value.code == "draft_unknown"
    assert caught.value.found == "none of this name"
    assert caught.value.hint == "begin again; nothing was recorded"
    assert len(story.disk.entries) == before
    assert DRAFT_MS == 120_000


def test_a_draft_of_another_boot_is_gone() -> None:
    """A counter that stands lower than at the beginning belongs to another start."""
    _, drafts, clock = drafting()
    drafts.begin(Stop(), GRIP)
    clock.restart("again")
    assert len(drafts) == 0


def test_the_forecast_changes_while_people_sign() -> None:
    """What would stand against a draft is asked anew each time, and leaves no record."""
    story, drafts, _ = drafting()
    story.working_day()
    body = TakeOut(items=(gun("colt"),), place=box("vault"))
    name, _ = drafts.begin(body, (signed_by("armorer", Role.HANDLER),))
    assert not drafts.forecast(name).refused
    story.stop()
    entries, head = len(story.disk.entries), story.disk.head
    assert [refusal.code for refusal in drafts.forecast(name).refusals] == [Code.STOP_OPEN]
    assert (len(story.disk.entries), story.disk.head) == (entries, head)


def test_a_draft_left_is_forgotten() -> None:
    """Leaving a draft forgets it; leaving one that is not there is no error."""
    _, drafts, _ = drafting()
    name, _ = drafts.begin(Stop(), GRIP)
    drafts.leave(name)
    drafts.leave(name)
    with pytest.raises(UsageError, match="draft: expected"):
        drafts.forecast(name)


def test_only_so_many_drafts_are_open_at_once() -> None:
    """The last of 256 is begun, one more is refused, and lapsed ones make room."""
    _, drafts, clock = drafting()
    names = {drafts.begin(Stop(), GRIP)[0] for _ in range(DRAFTS_MAX)}
    assert len(names) == len(drafts) == DRAFTS_MAX
    with pytest.raises(UsageError, match=f"expected at most {DRAFTS_MAX} open") as caught:
        drafts.begin(Stop(), GRIP)
    assert (caught.value.code, caught.value.found) == ("too_many_drafts", str(DRAFTS_MAX))
    assert caught.value.hint == "sign or leave some; old ones lapse by themselves"
    clock.advance(DRAFT_MS + 1)
    drafts.begin(Stop(), GRIP)
    assert len(drafts) == 1


def test_a_draft_stays_while_the_desk_is_stopped() -> None:
    """What could not be submitted is not lost: it may still be taken down on paper."""
    story, drafts, _ = drafting()
    name, draft = drafts.begin(Stop(), GRIP)
    grip = person("grip")
    drafts.sign(name, grip.key, signature(grip, draft.payload))
    story.desk.stop("test")
    with pytest.raises(DeskStopped):
        drafts.submit(name)
    assert len(drafts) == 1


def test_nobody_is_put_a_draft_that_could_not_be_read_back() -> None:
    """A draft by nobody is refused before anybody is shown it."""
    _, drafts, _ = drafting()
    signers: tuple[SignedBy, ...] = ()
    with pytest.raises(BadInput, match="expected an event of the spec"):
        drafts.begin(Stop(), signers)
    assert KeyId(person("grip").key) == GRIP[0].key
