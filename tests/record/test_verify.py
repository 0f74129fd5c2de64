"""What ``verify`` says of ledgers that somebody changed, entry by entry and file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

import pytest
from msgspec.structs import replace
from typing_extensions import override

from showclear.errors import Damaged
from showclear.field.people import Role, Way
from showclear.record.envelope import Envelope, encode_envelope, event_id, open_envelope
from showclear.record.fold import Kept
from showclear.record.note import (
    TYPE_COSIGNATURE,
    VerifierKey,
    add_signatures,
    cosign_note,
    encode_note,
    parse_note,
)
from showclear.record.tiles import HashTile
from showclear.record.verify import (
    CHUNK_ENTRIES,
    PROBLEMS_MAX,
    Anchor,
    Checked,
    Chunk,
    _NoTiles,
    check_chunk,
    verify_ledger,
)
from tests.kit import ORIGIN, OnDesk, all_rows, gun, person
from tests.record.forge import (
    Bytes,
    kept,
    problems_of,
    report_of,
    sealed,
    signed_head,
    tile_of,
    verify,
)

ENTRIES = 44
Tamper = Callable[[Bytes], Bytes]


@cache
def honest() -> OnDesk:
    """Return a story of a working day; nothing may be told on it."""
    story = OnDesk()
    story.working_day()
    story.take_out("colt")
    return story


@cache
def ledger() -> Bytes:
    """Return the day's ledger with its hash tile."""
    plain = kept(honest())
    name, data = tile_of(plain.envelopes)
    return replace(plain, tiles={name: data})


TILE = f"tile/0/000.p/{ENTRIES}"
ROOT = ("root_differs", f"entries 0 to {ENTRIES - 1}")
TILES = ("tile_damaged", TILE)


def test_a_good_ledger_has_no_problems_and_the_right_counts() -> None:
    """What an honest desk wrote is borne out, and counted by what the story knows."""
    report = report_of(ledger(), Anchor(opening=honest().opened.id))
    assert report.problems == ()
    assert report.good
    assert (report.origin, report.entries, report.commits) == (ORIGIN, ENTRIES, ENTRIES // 2)
    signed = sum(len(open_envelope(raw).signatures) for raw in ledger().envelopes)
    assert report.signatures == signed
    assert report.people == len(honest().state.registry.people) - 1
    assert report.head is not None
    assert (report.head.size, report.head.root) == (ENTRIES, honest().desk.keeping.root)
    assert (report.beyond, report.problems_more, report.cosignatures) == (0, 0, ())
    assert report.opening == honest().opened.id
    assert report.earliest_instant < report.latest_instant
    assert report.clock_moves == ()


def flipped(index: int, at: int, flip: int = 1) -> Tamper:
    """Change one byte of an entry."""

    def tamper(good: Bytes) -> Bytes:
        raw = bytearray(good.envelopes[index])
        raw[at] ^= flip
        return good.but(index, bytes(raw))

    return tamper


def reopened(index: int, change: Callable[[Envelope], Envelope]) -> Tamper:
    """Change an entry's envelope and write it canonically again."""
    return lambda good: good.but(
        index, encode_envelope(change(open_envelope(good.envelopes[index])))
    )


def other_signature(envelope: Envelope) -> Envelope:
    """Flip one bit of the first signature."""
    one = envelope.signatures[0]
    sig = bytes([one.sig[0] ^ 1]) + one.sig[1:]
    return replace(envelope, signatures=(replace(one, sig=sig), *envelope.signatures[1:]))


def other_payload(envelope: Envelope) -> Envelope:
    """Change one digit of the nonce."""
    at = envelope.payload.index(b'"nonce":"') + 9
    digit = b"1" if envelope.payload[at : at + 1] == b"0" else b"0"
    return replace(envelope, payload=envelope.payload[:at] + digit + envelope.payload[at + 1 :])


def first_only(envelope: Envelope) -> Envelope:
    """Drop all signatures but the first."""
    return replace(envelope, signatures=envelope.signatures[:1])


def swapped(good: Bytes) -> Bytes:
    """Swap two entries of different commits."""
    one, other = good.envelopes[26], good.envelopes[28]
    return good.but(26, other).but(28, one)


def cut_tail(entries: int) -> Tamper:
    """Lose the last entries."""
    return lambda good: replace(good, envelopes=good.envelopes[:-entries])


def a_head_by(name: str, origin: str = ORIGIN) -> Tamper:
    """Sign the head by somebody else, or for another ledger."""
    return lambda good: replace(
        good, note=signed_head(good.envelopes, by=name, origin=origin), tiles={}
    )


def cut_head(good: Bytes) -> Bytes:
    """Lose the last byte of the head."""
    return replace(good, note=(good.note or b"")[:-1])


def without_text(good: Bytes) -> Bytes:
    """Lose one pack's text."""
    return replace(good, texts={name: text for name, text in good.texts.items() if name != TEXT})


def other_text(good: Bytes) -> Bytes:
    """Add a blank line to one pack's text."""
    return replace(good, texts=good.texts | {TEXT: good.texts[TEXT] + b"\n"})


TEXT = min(choice.digest for choice in all_rows())  # of the packs that the ledger adopted
PACK = f"packs/{TEXT}"
CASES: dict[str, tuple[Tamper, list[tuple[str, str]]]] = {
    "a byte of the envelope": (
        flipped(7, 0),
        [("envelope_malformed", "entry 7"), TILES, ROOT],
    ),
    "a signature": (
        reopened(7, other_signature),
        [("bad_signature", "entry 7"), TILES, ROOT],
    ),
    "a payload": (
        reopened(7, other_payload),
        [("bad_signature", "entry 7"), TILES, ROOT],
    ),
    "a signature dropped": (
        reopened(2, first_only),
        [("signers_differ", "entry 2"), TILES, ROOT],
    ),
    "a space more": (
        lambda good: good.but(7, good.envelopes[7] + b" "),
        [("envelope_not_canonical", "entry 7"), TILES, ROOT],
    ),
    "two entries at once": (
        lambda good: flipped(9, 3)(flipped(30, 5)(good)),
        [("envelope_malformed", "entry 9"), ("envelope_malformed", "entry 30"), TILES, ROOT],
    ),
    "two entries swapped": (
        swapped,
        [("decided_differs", "entry 27"), TILES, ROOT],
    ),
    "an entry cut in the middle": (
        lambda good: good.but(8, good.envelopes[8][: len(good.envelopes[8]) // 2]),
        [("envelope_malformed", "entry 8"), TILES, ROOT],
    ),
    "the last commit lost": (
        cut_tail(2),
        [("entries_missing", f"entry {ENTRIES - 2}")],
    ),
    "half a commit lost": (
        cut_tail(1),
        [
            ("commit_without_decided", f"entry {ENTRIES - 2}"),
            ("entries_missing", f"entry {ENTRIES - 1}"),
        ],
    ),
    "a page missing": (
        lambda good: replace(good, unreadable=0),
        [("unreadable", "page 3"), ("head_missing", "checkpoint")],
    ),
    "a tile changed": (
        lambda good: replace(good, tiles={TILE: bytes(32 * ENTRIES)}),
        [TILES],
    ),
    "no head": (lambda good: replace(good, note=None), [("head_missing", "checkpoint")]),
    "a head that is none": (
        cut_head,
        [("signatures_unterminated", "checkpoint")],
    ),
    "a head by another key": (a_head_by("desk"), [("note_signed_by_nobody_known", "checkpoint")]),
    "a head of another ledger": (
        a_head_by("ledger", "showclear.example/other"),
        [("note_signed_by_nobody_known", "checkpoint")],
    ),
    "a pack's text missing": (without_text, [("pack_text_damaged", PACK)]),
    "a pack's text changed": (other_text, [("pack_text_damaged", PACK)]),
    "nothing at all": (
        lambda good: replace(good, envelopes=(), note=None, tiles={}),
        [("head_missing", "checkpoint")],
    ),
}


@pytest.mark.parametrize(("tamper", "expected"), CASES.values(), ids=CASES.keys())
def test_what_was_changed_is_named(tamper: Tamper, expected: list[tuple[str, str]]) -> None:
    """Each change is reported by code and place, and nothing else is."""
    assert problems_of(tamper(ledger())) == expected


def test_another_opening_than_the_anchor_is_named() -> None:
    """Who knows the opening from elsewhere sees that this ledger has another, or none."""
    report = report_of(ledger(), Anchor(opening="00" * 32))
    assert [
        (found.code, found.place, found.expected, found.found) for found in report.problems
    ] == [("other_opening", "entry 0", "00" * 32, honest().opened.id)]
    empty = report_of(replace(ledger(), envelopes=()), Anchor(opening="00" * 32))
    assert ("other_opening", "none") in [(found.code, found.found) for found in empty.problems]


def test_problems_say_what_was_expected_and_what_was_found() -> None:
    """Each problem carries both sides in words."""
    words = {
        problem.code: (problem.expected, problem.found)
        for name in ("a signature", "the last commit lost", "a tile changed", "no head")
        for problem in report_of(CASES[name][0](ledger())).problems
    }
    key = open_envelope(ledger().envelopes[7]).signatures[0].keyid[:16]
    root = honest().desk.keeping.root.hex()[:16]
    assert words == {
        "bad_signature": (f"a signature by key {key}…", "one that fails"),
        "tile_damaged": ("the hashes of the entries", "others"),
        "root_differs": (f"the signed root {root}…", "another root, or no commit that ends there"),
        "entries_missing": (f"{ENTRIES} entries, as the signed head says", f"{ENTRIES - 2}"),
        "head_missing": ("a signed head", "none"),
    }
    for name, found in (("missing", "none"), ("changed", "another text")):
        problem = report_of(CASES[f"a pack's text {name}"][0](ledger())).problems[0]
        assert problem.expected.startswith("the text of ")
        assert problem.found == found
    lost = report_of(replace(ledger(), envelopes=())).problems[0]
    assert lost.found == "a head, but no opening that names the key"


def test_entries_beyond_the_head_are_counted_not_held_against_it() -> None:
    """A desk cut off between storing and signing leaves a commit that no head covers yet."""
    older = replace(ledger(), note=signed_head(ledger().envelopes[:-2]))
    report = report_of(older)
    assert (report.good, report.beyond) == (True, 2)


def test_a_damaged_entry_beyond_is_all_that_is_wrong() -> None:
    """Damage does not make the root under the last head another one."""
    damaged = flipped(7, 0)(ledger())
    older = replace(damaged, note=signed_head(damaged.envelopes[:-2]), tiles={})
    assert problems_of(older) == [("envelope_malformed", "entry 7")]


def test_a_head_in_the_middle_of_a_commit_is_refused() -> None:
    """No desk signs where no commit ends."""
    cut = replace(ledger(), note=signed_head(ledger().envelopes[:-1]))
    assert problems_of(cut) == [("root_differs", f"entries 0 to {ENTRIES - 2}")]


def test_missing_entries_are_not_counted_as_beyond() -> None:
    """No ledger has fewer than no entries beyond its head."""
    assert report_of(cut_tail(2)(ledger())).beyond == 0


def test_cosignatures_of_known_keepers_are_listed() -> None:
    """A keeper named by the checker is listed with its time; one nobody named is passed over."""
    keeper = person("union")
    key = VerifierKey(name="keeper.example/union", type=TYPE_COSIGNATURE, public=keeper.public)
    note = parse_note(ledger().note or b"")
    line = cosign_note(note.text, key=key, seconds=1_795_320_777, sign=keeper.sign)
    cosigned = replace(ledger(), note=encode_note(add_signatures(note, [line])))
    report = report_of(cosigned, Anchor(cosigners=(key,)))
    assert report.good
    assert [(found.key, found.seconds) for found in report.cosignatures] == [(key, 1_795_320_777)]
    assert report_of(cosigned).cosignatures == ()


class Broken:
    """A source that raises ``Damaged`` wherever it is told to."""

    def __init__(self, good: Bytes, *broken: str) -> None:
        self.good = good
        self.broken = broken

    def _check(self, name: str) -> None:
        if name in self.broken:
            raise Damaged(f"the {name}", expected="a plain file", found="a link")

    def size(self) -> int:
        """Return the size, or raise."""
        self._check("size")
        return self.good.size()

    def head(self) -> bytes | None:
        """Return the head, or raise."""
        self._check("head")
        return self.good.head()

    def entries(self, first: int, stop: int) -> list[bytes]:
        """Return entries, or raise."""
        self._check("entries")
        return self.good.entries(first, stop)

    def tile(self, tile: HashTile) -> bytes | None:
        """Return a tile, or raise."""
        self._check("tile")
        return self.good.tile(tile)

    def text(self, digest: str) -> bytes | None:
        """Return a text, or raise."""
        self._check("text")
        return self.good.text(digest)


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (("size",), [("unreadable", "the size"), ("head_missing", "checkpoint")]),
        (("size", "head"), [("unreadable", "the size"), ("unreadable", "the head")]),
        (("head",), [("unreadable", "the head")]),
        (("entries",), [("unreadable", "the entries"), ("head_missing", "checkpoint")]),
        (("tile",), [("tile_damaged", "the tile")]),
        (("text",), [("pack_text_damaged", "the text")]),
    ],
)
def test_what_cannot_be_read_is_named_and_never_raised(
    broken: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    """Whatever a source finds damaged ends in the report."""
    report = verify_ledger(Broken(ledger(), *broken), verify=verify)
    assert [(problem.code, problem.place) for problem in report.problems] == expected
    assert {(problem.expected, problem.found) for problem in report.problems} <= {
        ("a plain file", "a link"),
        ("a signed head", "a head, but no opening that names the key"),
    }


def garbage(entries: int) -> Bytes:
    """Return a ledger of entries that are none."""
    return replace(ledger(), envelopes=(b"x",) * entries, note=None, tiles={})


@pytest.mark.parametrize(("entries", "more"), [(PROBLEMS_MAX - 1, 0), (PROBLEMS_MAX, 1)])
def test_beyond_a_hundred_problems_are_only_counted(entries: int, more: int) -> None:
    """The hundredth problem is named, the next is counted; the missing head makes one more."""
    report = report_of(garbage(entries))
    assert (len(report.problems), report.problems_more) == (PROBLEMS_MAX, more)


def test_chunks_and_progress_go_up_to_the_last_entry() -> None:
    """Chunks hold at most 512 entries, in order, and progress is told after each."""
    seen: list[tuple[int, int]] = []
    told: list[tuple[str, int, int]] = []

    def mapped(chunks: Iterable[Chunk]) -> Iterator[Checked]:
        for chunk in chunks:
            seen.append((chunk.first, len(chunk.envelopes)))
            yield check_chunk(chunk, verify)

    verify_ledger(
        garbage(CHUNK_ENTRIES + 1),
        verify=verify,
        mapped=mapped,
        progress=lambda what, done, size: told.append((what, done, size)),
    )
    size = CHUNK_ENTRIES + 1
    assert seen == [(0, CHUNK_ENTRIES), (CHUNK_ENTRIES, 1)]
    assert told == [("verifying", CHUNK_ENTRIES, size), ("verifying", size, size)]


def test_the_observer_is_shown_whole_commits_up_to_the_first_damage() -> None:
    """Audit and trace see each commit once, with ids and indexes, and nothing behind damage."""
    shown: list[Sequence[Kept]] = []
    verify_ledger(ledger(), verify=verify, observer=shown.append)
    flat = [kept_one for commit in shown for kept_one in commit]
    assert [one.index for one in flat] == list(range(ENTRIES))
    ids = [event_id(open_envelope(raw).payload) for raw in ledger().envelopes]
    assert [one.id for one in flat] == ids
    shown.clear()
    verify_ledger(flipped(7, 0)(ledger()), verify=verify, observer=shown.append)
    assert [one.index for commit in shown for one in commit] == list(range(6))


def test_tiles_of_a_longer_ledger_are_compared() -> None:
    """Full tiles are compared as they fill, partial ones at the end, each under its own name."""
    asked: list[HashTile] = []

    class Asked(Broken):
        @override
        def tile(self, tile: HashTile) -> bytes | None:
            asked.append(tile)
            return None

    verify_ledger(Asked(garbage(513)), verify=verify)
    found = [(tile.level, tile.number, tile.width) for tile in asked]
    assert found == [(0, 0, 256), (0, 1, 256), (0, 2, 1), (1, 0, 2)]
    asked.clear()
    verify_ledger(Asked(garbage(512)), verify=verify)
    found = [(tile.level, tile.number, tile.width) for tile in asked]
    assert found == [(0, 0, 256), (0, 1, 256), (1, 0, 2)]


def test_no_tile_is_taken_on_trust() -> None:
    """The tree is made from the entries alone: it is given no tile to read."""
    assert _NoTiles().tile(0, 0) is None


def test_signatures_of_an_entry_are_all_checked() -> None:
    """The second and third signature count as much as the first."""
    event = honest().desk.keeping.event(2)
    names = {person(name).id: name for name in ("producer", "manager", "armorer")}
    by = [names[signer.person] for signer in event.signers]
    assert len(by) == 3
    for at in range(3):
        forged = [*by[:at], "stranger", *by[at + 1 :]]
        envelope = open_envelope(sealed(event, *forged))
        keyed = replace(
            envelope,
            signatures=tuple(
                replace(signature, keyid=signer.key)
                for signature, signer in zip(envelope.signatures, event.signers, strict=True)
            ),
        )
        found = problems_of(ledger().but(2, encode_envelope(keyed)))
        assert found[0] == ("bad_signature", "entry 2")


def test_the_gun_of_the_story_is_out() -> None:
    """The story these tests tamper with went as told: the gun is in the armorer's hand."""
    assert honest().state.weapons[gun("colt")].in_hand == person("armorer").id
    signer = honest().desk.keeping.event(ENTRIES - 1).signers[0]
    assert (signer.role, signer.way) == (Role.DESK, Way.DESK)
