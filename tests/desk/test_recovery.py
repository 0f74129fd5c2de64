"""Opening a ledger again: what a crash left is finished, what was damaged is named, not signed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from showclear.adapters.memory import MemoryHeadStore, MemoryLedgerStore
from showclear.desk import recovery
from showclear.desk.compose import Header, compose, seal
from showclear.desk.ports import Commit, StoredEntry
from showclear.desk.recovery import create_desk, open_desk
from showclear.errors import Damaged, EnvelopeError, StoreError, UsageError
from showclear.field.people import Role
from showclear.record.checkpoint import Checkpoint, sign_checkpoint
from showclear.record.envelope import event_id, open_envelope
from showclear.record.event import Seen
from showclear.record.note import TYPE_ED25519, VerifierKey
from showclear.record.registry import Registry
from showclear.record.tree import EMPTY_ROOT
from tests.desk.envelopes import a_stop, with_bad_signature
from tests.desk.receipts import head_of, said, whole
from tests.kit import OFFICERS, ORIGIN, OnDesk, all_rows, opening, pack_texts, person, signed_by


def closed(*, snapshot: bool = False) -> OnDesk:
    """Return the story of a day whose desk was closed."""
    story = OnDesk()
    story.handed_over()
    story.desk.close()
    if not snapshot:
        story.disk.snapshot = None
    return story


def cut_off(story: OnDesk) -> None:
    """Let the desk die between storing a commit and signing the head over it."""

    class Dies:
        """A head store that is not reached any more."""

        def swap(self, _old: bytes | None, _new: bytes) -> None:
            """Fail."""
            message = "the power is gone"
            raise StoreError(message)

        def close(self) -> None:
            """Do nothing."""

    parts = msgspec.structs.replace(story.desk.parts, heads=Dies())
    story.desk.parts = story.desk.keeping.parts = parts
    with pytest.raises(StoreError, match="the power is gone"):
        story.stop()
    story.desk.close()


# -- a crash around the commit point --------------------------------------------------------------


def test_a_commit_beyond_the_head_is_signed_over() -> None:
    """A crash between store and head loses nothing: the commit is read back and signed over."""
    story = OnDesk()
    story.handed_over()
    old = head_of(story)
    cut_off(story)
    assert len(story.disk.entries) == old.size + 2
    assert head_of(story) == old
    story.desk = open_desk(story.parts())
    assert head_of(story).size == old.size + 2
    assert len(story.state.stops) == 1
    whole(story)


def test_what_was_cut_off_gets_its_answer_when_it_is_sent_again() -> None:
    """The author who got no answer sends the event again and gets its receipt; it is kept once."""
    story = OnDesk()
    envelope = a_stop(story)
    parts = story.desk.parts
    story.desk.keeping.parts = msgspec.structs.replace(
        parts, heads=MemoryHeadStore(copy.deepcopy(story.disk), ORIGIN)
    )
    story.desk.keeping.head = b"moved"
    with pytest.raises(StoreError, match="expected"):
        story.submit(envelope)
    story.desk.close()
    story.desk = open_desk(story.parts())
    size = len(story.disk.entries)
    answer = story.desk.submit_one(envelope)
    assert answer.repeated
    assert said(answer.receipt)[0] == answer.id
    assert len(story.disk.entries) == size
    whole(story)


def test_a_ledger_cut_off_at_its_very_opening_is_signed_over() -> None:
    """A crash before the first head was ever signed leaves an opening that still counts."""
    story = OnDesk(enrolled=False)
    story.desk.close()
    story.disk.head = story.disk.snapshot = None
    story.desk = open_desk(story.parts())
    story.enrol_cast()
    assert not story.stop().refused
    whole(story)


def test_recovery_is_said_with_its_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a ledger is read anew the reader says how far it is, up to the end."""
    story = closed()
    monkeypatch.setattr(recovery, "READ_ENTRIES_MAX", 16)
    said_so_far: list[tuple[str, int, int]] = []
    parts = msgspec.structs.replace(
        story.parts(), progress=lambda what, done, of: said_so_far.append((what, done, of))
    )
    story.desk = open_desk(parts)
    size = len(story.disk.entries)
    assert said_so_far[0] == ("reading the ledger", 16, size)
    assert said_so_far[-1] == ("reading the ledger", size, size)
    whole(story)


# -- damage ---------------------------------------------------------------------------------------

Harm = Callable[[OnDesk], None]


def lose_the_end(story: OnDesk) -> None:
    """Lose the last commit, as a restored backup has."""
    del story.disk.entries[-2:]


def lose_half_a_commit(story: OnDesk) -> None:
    """Lose the `decided` of a commit that no head covers yet."""
    story.desk = open_desk(story.parts())
    cut_off(story)
    story.disk.snapshot = None
    story.disk.entries.pop()


def flip(index: int, place: int) -> Harm:
    """Return the flipping of one bit in an entry's envelope."""

    def harm(story: OnDesk) -> None:
        entry = story.disk.entries[index]
        raw = bytearray(entry.envelope)
        raw[place] ^= 1
        put(story, index, bytes(raw), entry.id)

    return harm


def put(story: OnDesk, index: int, envelope: bytes, identity: bytes) -> None:
    """Put other bytes in an entry's place."""
    story.disk.entries[index] = StoredEntry(index=index, id=identity, envelope=envelope)


def exchange(first: int, second: int) -> Harm:
    """Return the exchange of two entries, ids and all."""

    def harm(story: OnDesk) -> None:
        one, other = story.disk.entries[first], story.disk.entries[second]
        put(story, first, other.envelope, other.id)
        put(story, second, one.envelope, one.id)

    return harm


def other_id(story: OnDesk) -> None:
    """Let an entry stand under another id than its bytes have."""
    entry = story.disk.entries[4]
    put(story, 4, entry.envelope, bytes(32))


def other_signature(story: OnDesk) -> None:
    """Change a signature only: the event and its id stay the same."""
    entry = story.disk.entries[4]
    put(story, 4, with_bad_signature(entry.envelope), entry.id)


def other_signature_beyond(story: OnDesk) -> None:
    """Change a signature in a commit that no head covers yet."""
    story.desk = open_desk(story.parts())
    cut_off(story)
    story.disk.snapshot = None
    last = len(story.disk.entries) - 2
    entry = story.disk.entries[last]
    put(story, last, with_bad_signature(entry.envelope), entry.id)


def decided_by_another(story: OnDesk) -> None:
    """Let a `decided` beyond the head be signed by somebody who is not the desk."""
    story.desk = open_desk(story.parts())
    cut_off(story)
    story.disk.snapshot = None
    last = len(story.disk.entries) - 1
    payload = open_envelope(story.disk.entries[last].envelope).payload
    payload = payload.replace(person("desk").key.encode(), person("grip").key.encode())
    forged = seal(payload, [person("grip")])
    put(story, last, forged, bytes.fromhex(event_id(payload)))


def other_head(name: str, **changes: object) -> Harm:
    """Return the replacing of the head by one that this key signed."""

    def harm(story: OnDesk) -> None:
        head = msgspec.structs.replace(head_of(story), **changes)
        story.disk.head = sign_checkpoint(
            Checkpoint(origin=head.origin, size=head.size, root=head.root),
            key=VerifierKey(name=head.origin, type=TYPE_ED25519, public=person(name).public),
            sign=person(name).sign,
        )

    return harm


def head_is(data: bytes) -> Harm:
    """Return the replacing of the head by these bytes."""

    def harm(story: OnDesk) -> None:
        story.disk.head = data

    return harm


def twice_in_place_of_another(story: OnDesk) -> None:
    """Let one commit stand in another's place as well."""
    for place in (2, 3):
        entry = story.disk.entries[place]
        put(story, place + 2, entry.envelope, entry.id)


LOST: Final = "ledger: expected at least the 56 entries of the last signed head, found 54"
HEAD: Final = "head store: expected a head signed by this ledger's key, found "

DAMAGED: Final[dict[str, tuple[Harm, str]]] = {
    "the last commit is lost": (lose_the_end, LOST),
    "half a commit beyond the head": (
        lose_half_a_commit,
        "entries 56 to 56: expected a commit that ends with its decided, found none",
    ),
    "a bit flipped in the opening": (flip(0, 20), "entry 0: expected "),
    "a bit flipped in a payload": (flip(7, 400), "entry 7: expected "),
    "a bit flipped in the last entry": (flip(55, 100), "entry 55: expected "),
    "an entry under another id": (other_id, "entry 4: expected id 0000000000000000…, found "),
    "a signature that was another": (other_signature, "entries 0 to 55: expected the signed root"),
    "a signature beyond the head": (
        other_signature_beyond,
        "entry 56: expected signatures that hold, found one that fails",
    ),
    "a decided of somebody else beyond the head": (
        decided_by_another,
        "entry 57: expected a decided by the desk's key, found another's",
    ),
    "two entries exchanged": (exchange(4, 6), "entries 4 to 5: expected "),
    "an entry and a decided exchanged": (exchange(4, 5), "entries 4 to 4: expected the entries"),
    "a commit twice": (twice_in_place_of_another, "entries 4 to 5: expected "),
    "a head of another root": (
        other_head("ledger", root=bytes(32)),
        "entries 0 to 55: expected the signed root 0000000000000000…",
    ),
    "a head of another size": (
        other_head("ledger", size=54),
        "entries 0 to 53: expected the signed root",
    ),
    "a head beyond the entries": (
        other_head("ledger", size=57),
        "ledger: expected at least the 57 entries of the last signed head, found 56",
    ),
    "a head of another key": (other_head("grip"), HEAD),
    "a head of another ledger": (other_head("ledger", origin="set.example/other"), HEAD),
    "no head but bytes": (head_is(b"none"), HEAD),
    "an empty head": (head_is(b""), HEAD),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damage_is_named_and_nothing_is_signed(case: str) -> None:
    """What does not lead to the last signed head is named by its place, and the head stays."""
    story = closed()
    harm, message = DAMAGED[case]
    harm(story)
    head, size = story.disk.head, len(story.disk.entries)
    with pytest.raises(Damaged) as damaged:
        open_desk(story.parts())
    assert str(damaged.value).startswith(message)
    assert (story.disk.head, len(story.disk.entries)) == (head, size)


def test_a_page_that_is_missing_is_named() -> None:
    """An entry the store cannot give is damage, named by the store."""
    story = closed()
    parts = story.parts()
    original = parts.store.read

    def torn(first: int, stop: int) -> list[StoredEntry]:
        if first <= 7 < stop:
            raise Damaged("entry 7", expected="a row", found="none")
        return original(first, stop)

    parts.store.read = torn  # type: ignore[method-assign]  # one page is gone
    with pytest.raises(Damaged, match="entry 7: expected a row, found none"):
        open_desk(parts)


@pytest.mark.parametrize("snapshot", [False, True], ids=["read anew", "with its snapshot"])
def test_damage_under_a_snapshot_is_found_when_it_is_read(
    snapshot: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A ledger opens by its snapshot without reading old entries; read anew it names the place."""
    story = closed(snapshot=snapshot)
    flip(7, 400)(story)
    if snapshot:
        story.desk = open_desk(story.parts())
        assert not story.stop().refused
    else:
        with pytest.raises(Damaged, match="entry 7"):
            open_desk(story.parts())


def test_a_snapshot_beyond_the_head_is_not_used() -> None:
    """What a snapshot holds and no head covers is read and checked all the same."""
    story = OnDesk()
    old = story.disk.head
    story.stop()
    story.desk.close()
    story.disk.head = old
    entry = story.disk.entries[-2]
    put(story, entry.index, with_bad_signature(entry.envelope), entry.id)
    assert story.disk.snapshot is not None
    with pytest.raises(Damaged, match="expected signatures that hold, found one that fails"):
        open_desk(story.parts())
    assert story.disk.head == old


def test_what_reads_back_otherwise_is_never_signed() -> None:
    """A disk that keeps other bytes than it was given is found out before the head is signed."""
    story = OnDesk()
    store = story.desk.parts.store
    original, head = store.append, story.disk.head

    def lies(commit: Commit) -> None:
        original(commit)
        entry = story.disk.entries[commit.first]
        put(story, commit.first, with_bad_signature(entry.envelope), entry.id)

    store.append = lies  # type: ignore[method-assign]  # one bit is kept otherwise
    size = len(story.disk.entries)
    with pytest.raises(Damaged, match=f"entry {size}: expected the bytes just written, leaf "):
        story.stop()
    assert story.disk.head == head
    assert story.desk.stopped.startswith("Damaged")


# -- the wrong ledger -----------------------------------------------------------------------------


def test_another_ledgers_key_does_not_open_this_one() -> None:
    """With no head to tell, the opening says whose ledger it is."""
    story = closed()
    story.disk.head = None
    parts = msgspec.structs.replace(story.parts(), ledger_key=person("other ledger"))
    with pytest.raises(UsageError, match="another ledger's key or origin") as refused:
        open_desk(parts)
    assert refused.value.code == "keys_differ"
    assert refused.value.expected == f"the ledger key of {ORIGIN}"


def test_an_empty_ledger_cannot_be_opened() -> None:
    """A ledger without entries has to be made first."""
    story = closed()
    story.disk.entries.clear()
    story.disk.head = None
    with pytest.raises(UsageError, match="expected an opening, found no entries") as refused:
        open_desk(story.parts())
    assert refused.value.code == "ledger_empty"


def test_an_emptied_ledger_with_a_head_is_damage() -> None:
    """When the head store remembers entries and the store has none, they are lost."""
    story = closed()
    story.disk.entries.clear()
    with pytest.raises(Damaged, match="expected at least the 56 entries"):
        open_desk(story.parts())


def test_two_desks_on_one_ledger_are_one_too_many() -> None:
    """While a desk is open no second one opens."""
    story = OnDesk()
    with pytest.raises(StoreError, match="expected no other desk on this ledger"):
        story.parts()


def test_a_head_that_moved_stops_the_desk() -> None:
    """When another copy has signed meanwhile, this one finds out and stops."""
    story = OnDesk()
    story.disk.head = b"another copy's"
    with pytest.raises(StoreError, match="expected"):
        story.stop()
    assert story.desk.stopped.startswith("HeadMoved")


# -- making a ledger ------------------------------------------------------------------------------


def fresh() -> OnDesk:
    """Return a story whose disk is empty again."""
    story = OnDesk(enrolled=False)
    story.desk.close()
    story.disk.entries.clear()
    story.disk.head = story.disk.snapshot = None
    story.disk.texts.clear()
    return story


def an_opening(story: OnDesk, **changes: object) -> bytes:
    """Return a signed opening with some fields changed."""
    header = Header(
        origin=ORIGIN,
        at_ms=story.clock.now(),
        nonce=story.ids.fresh(16),
        seen=Seen(size=0, root=EMPTY_ROOT),
        signers=tuple(signed_by(name, Role.OFFICER) for name in OFFICERS),
    )
    body = msgspec.structs.replace(opening(all_rows()), **changes)
    return seal(compose(Registry(), header, body), [person(name) for name in OFFICERS])


def repeated_officer() -> object:
    """Return three officers of whom two have one key."""
    officers = opening(all_rows()).officers
    return (officers[0], officers[1], msgspec.structs.replace(officers[2], key=officers[0].key))


UNUSABLE: Final = "expected distinct Ed25519 keys of full order, found a repeated or unusable one"

OPENINGS: Final[dict[str, tuple[dict[str, object], str, str]]] = {
    "another ledger key": (
        {"ledger_key": person("grip").key},
        "keys_differ",
        "opening: expected this desk's keys, found others",
    ),
    "another desk key": (
        {"desk_key": person("grip").key},
        "keys_differ",
        "opening: expected this desk's keys, found others",
    ),
    "one key for two officers": (
        {"officers": repeated_officer()},
        "key_not_usable",
        f"opening: {UNUSABLE}",
    ),
    "no packs": (
        {"packs": ()},
        "no_rules_in_force",
        "opening: expected adopt the core pack, whole, found core",
    ),
}


@pytest.mark.parametrize("case", OPENINGS)
def test_an_opening_that_cannot_stand_makes_no_ledger(case: str) -> None:
    """A ledger is not made with other keys, one key twice, or rules that cannot be asked."""
    changes, code, message = OPENINGS[case]
    story = fresh()
    envelope = an_opening(story, **changes)
    with pytest.raises(UsageError) as refused:
        create_desk(story.parts(), envelope, pack_texts())
    assert refused.value.code == code
    assert str(refused.value) == message
    assert (story.disk.entries, story.disk.head) == ([], None)


def test_a_first_event_that_is_no_opening_makes_no_ledger() -> None:
    """Entry 0 is an opening."""
    story = fresh()
    envelope = a_stop(OnDesk())
    with pytest.raises(UsageError, match="expected opening/1, found another") as refused:
        create_desk(story.parts(), envelope, pack_texts())
    assert refused.value.code == "not_an_opening"


def test_an_opening_with_a_bad_signature_makes_no_ledger() -> None:
    """An opening that its officers did not sign is no opening."""
    story = fresh()
    envelope = with_bad_signature(an_opening(story))
    with pytest.raises(EnvelopeError, match="found one that fails"):
        create_desk(story.parts(), envelope, pack_texts())
    assert story.disk.entries == []


def test_a_ledger_is_made_once() -> None:
    """Where a ledger is, no second one is made; nor where a head is left of one."""
    story = closed()
    envelope = an_opening(story)
    for _ in range(2):
        with pytest.raises(UsageError, match="found one with entries") as refused:
            create_desk(story.parts(), envelope, pack_texts())
        assert refused.value.code == "ledger_not_new"
        assert refused.value.hint == "a new production takes a new folder and a new origin"
        story.disk.holder = None
        story.disk.entries.clear()


def test_the_texts_a_ledger_adopts_are_kept_with_it() -> None:
    """Packs are read from the ledger's own store afterwards."""
    story = closed()
    assert story.disk.texts == pack_texts()
    parts = story.parts()
    assert isinstance(parts.store, MemoryLedgerStore)
    texts = recovery.Texts(parts)
    digest = next(iter(pack_texts()))
    assert texts.get(digest) == pack_texts()[digest]
    story.disk.texts.clear()
    assert texts.get(digest) == pack_texts()[digest]
    assert recovery.Texts(parts).get(digest) is None
