"""Rule packs: what a text must be, its limits, and what a damaged one comes to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.errors import PackError
from showclear.record.codes import Code
from showclear.rules.book import build_book
from showclear.rules.decide import CATALOGUE
from showclear.rules.packs import (
    LIST_MAX,
    PACK_BYTES_MAX,
    PARAMETERS_MAX,
    Authority,
    Check,
    Weight,
    digest_of,
    parse_pack,
)
from tests.rules.pack_texts import CORE, HOUSE, SHIPPED, SMALL, choice, row, rows

STATUTE: Final = SMALL.replace(b'"practice"', b'"statute"')
ATTESTED: Final = SMALL.replace(b'"computed"', b'"attested"')


def test_a_small_pack_is_read_as_written() -> None:
    """Each key of a row is where its reader looks for it."""
    pack = parse_pack(SMALL)
    assert (pack.id, pack.title, pack.sentence) == ("own", "Own", "One row.")
    only = pack.row[0]
    assert (only.authority, only.weight, only.check) == (
        Authority.PRACTICE,
        Weight.BLOCK,
        Check.COMPUTED,
    )
    assert (only.parameters, only.waivable_by, only.unverified) == (
        {"showing_minutes_max": 30},
        ("officer",),
        True,
    )
    assert pack.find("R54") is only
    assert pack.find("R55") is None


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_pack_is_read(path: Path) -> None:
    """Each shipped pack parses, is named for its file, and gives only rows the program knows."""
    pack = parse_pack(path.read_bytes())
    assert pack.id == path.stem
    assert {row.id for row in pack.row} <= {rule.id for rule in CATALOGUE}
    assert all(row.unverified for row in pack.row)


REFUSED: Final = {
    "too large": (
        b"#" * (PACK_BYTES_MAX + 1),
        "pack_too_large",
        "at most 262144 bytes, found 262145",
    ),
    "not TOML": (b"id = ", "pack_malformed", "a rule pack in TOML, found Invalid value"),
    "not text": (b"\xff", "pack_malformed", "a rule pack in TOML, found 'utf-8' codec"),
    "nested without end": (
        b"a = " + b"[" * 9_000,
        "pack_malformed",
        "found .*nest|found .*recurs",
    ),
    "a number without end": (b"a = " + b"9" * 5_000, "pack_malformed", "found .*4300"),
    "empty": (b"", "pack_malformed", "missing required field `id`"),
    "a key nobody knows": (SMALL.replace(b"title =", b"titel =", 1), "pack_malformed", "`titel`"),
    "a row's key nobody knows": (SMALL.replace(b"check", b"cheque"), "pack_malformed", "cheque"),
    "a float": (SMALL.replace(b"30", b"30.5"), "pack_malformed", "found Expected `int | array`"),
    "a weight nobody knows": (SMALL.replace(b"block", b"stop"), "pack_malformed", "'stop'"),
    "a class nobody knows": (SMALL.replace(b"[4]", b"[7]"), "pack_malformed", "value 7"),
    "a rule id in lower case": (SMALL.replace(b"R54", b"r54"), "pack_malformed", "regex"),
    "no source": (SMALL.replace(b'["S-1"]', b"[]"), "pack_malformed", "length >= 1"),
    "no tier": (SMALL.replace(b'["full"]', b"[]"), "pack_malformed", "length >= 1"),
    "one row twice": (rows(row("R54"), row("R54")), "pack_row_twice", "each row once, found R54"),
    "a statute waived": (
        STATUTE,
        "pack_statute_waivable",
        "no waiver of a statute row, found R54",
    ),
    "attested by nobody": (
        ATTESTED,
        "pack_attestation",
        "exactly when check is attested, found R54",
    ),
    "computed and attested": (
        SMALL.replace(b"[[row]]", b'[[row]]\nattested_by = "caller"'),
        "pack_attestation",
        "attested_by exactly when check is attested, found R54",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_pack_is_refused_by_name(case: str) -> None:
    """A text that is no rule pack is refused with a code and with what was found."""
    text, code, message = REFUSED[case]
    with pytest.raises(PackError, match=message) as refused:
        parse_pack(text)
    assert refused.value.code == code
    assert refused.value.thing == "rule pack"


ACCEPTED: Final = {
    "as large as may be": SMALL + b"#" * (PACK_BYTES_MAX - len(SMALL)),
    "a statute nobody may waive": STATUTE.replace(b'waivable_by = ["officer"]\n', b""),
    "attested by the caller": ATTESTED.replace(b"[[row]]", b'[[row]]\nattested_by = "caller"'),
    "no rows": rows(),
    "two rows": rows(row("R54"), row("R55")),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_the_near_cases_are_packs(case: str) -> None:
    """Beside each refused text stands one that is a pack."""
    assert parse_pack(ACCEPTED[case]).id == "own"


def _list(length: int) -> bytes:
    return rows(row("R54", names=[f"n{number}" for number in range(length)]))


def _many(count: int) -> bytes:
    many: dict[str, int | list[str]] = {f"p{number}": number for number in range(count)}
    return rows(row("R54", parameters=many))


LIMITS: Final = {
    "a list": (_list, LIST_MAX),
    "parameters": (_many, PARAMETERS_MAX),
    "a title": (lambda size: SMALL.replace(b'"End"', b'"' + b"t" * size + b'"'), 80),
    "a sentence": (lambda size: SMALL.replace(b"It ends.", b"s" * size), 400),
    "a pack's title": (lambda size: SMALL.replace(b'"Own"', b'"' + b"t" * size + b'"'), 80),
    "a pack's sentence": (lambda size: SMALL.replace(b"One row.", b"s" * size), 400),
    "a pack's id": (lambda size: SMALL.replace(b'"own"', b'"' + b"o" * size + b'"'), 40),
    "a rule's id": (lambda size: SMALL.replace(b"R54", b"R" * (size - 3) + b"540"), 15),
    "sources": (lambda size: SMALL.replace(b'["S-1"]', str(["S"] * size).encode()), 16),
    "tiers": (lambda size: SMALL.replace(b'["full"]', str(["full"] * size).encode()), 3),
    "classes": (lambda size: SMALL.replace(b"[4]", str([4] * size).encode()), 6),
    "waivers": (lambda size: SMALL.replace(b'["officer"]', str(["officer"] * size).encode()), 8),
    "rows": (lambda size: rows(*[row(f"R{number}") for number in range(size)]), 256),
}


@pytest.mark.parametrize("case", LIMITS)
def test_each_limit_is_kept(case: str) -> None:
    """A pack at a limit is read; one past it is refused."""
    text, limit = LIMITS[case]
    assert parse_pack(text(limit)).row
    with pytest.raises(PackError, match=r"length <= |regex") as refused:
        parse_pack(text(limit + 1))
    assert refused.value.code == "pack_malformed"


def _pieces() -> Iterator[bytes]:
    for start in range(len(SMALL)):
        for stop in range(start, len(SMALL)):
            yield SMALL[start:stop]
    yield from (SMALL[start:] for start in range(1, len(SMALL)))


def _changes() -> Iterator[bytes]:
    for place, old in enumerate(SMALL):
        others = {old ^ 1 << bit for bit in range(8)} | set(b'"#=[]{},\n 0') - {old}
        for other in others:
            yield SMALL[:place] + bytes([other]) + SMALL[place + 1 :]


def _reading(text: bytes) -> str:
    """Return the code of the refusal, or an empty text when it reads as a pack."""
    try:
        parse_pack(text)
    except PackError as problem:
        return problem.code
    return ""


def test_no_piece_of_a_pack_is_a_pack() -> None:
    """Every piece of a pack is refused as no pack, but the whole without its last line's end."""
    whole = parse_pack(SMALL)
    for piece in _pieces():
        if piece == SMALL[:-1]:
            assert parse_pack(piece) == whole
        else:
            assert _reading(piece) == "pack_malformed", piece


def test_a_pack_with_one_byte_changed_means_the_same_or_is_refused() -> None:
    """A changed byte is refused as no pack, or by the digest under which the pack was adopted."""
    chosen = choice(SMALL)
    for text in _changes():
        assert _reading(text) in {"", "pack_malformed"}, text
        assert digest_of(text) != chosen.digest
        book = build_book([chosen], {chosen.digest: text}, CATALOGUE)
        assert [wrong.code for wrong in book.wrong] == [
            Code.PACK_TEXT_MISSING,
            Code.NO_RULES_IN_FORCE,
        ]
        assert book.bindings == ()


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_any_bytes_are_a_pack_or_a_pack_error(text: bytes) -> None:
    """Whatever the bytes are, the answer is a pack or an error of ours."""
    assert _reading(text) in {"", "pack_malformed"}


@given(st.integers(0, len(CORE) - 1), st.integers(0, 255))
def test_the_core_pack_with_a_byte_changed_is_never_more_than_refused(
    place: int, byte: int
) -> None:
    """A changed byte in the shipped core never ends in an error that is not ours."""
    text = CORE[:place] + bytes([byte]) + CORE[place + 1 :]
    assert _reading(text) in {"", "pack_malformed", "pack_row_twice", "pack_attestation"}


def test_a_digest_is_of_the_very_bytes() -> None:
    """The digest of a pack is the hex SHA-256 of its text."""
    assert digest_of(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest_of(CORE) != digest_of(HOUSE)
