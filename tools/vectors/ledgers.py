"""Vectors of whole ledgers, as exported folders: some good, most with one thing wrong.

The bad ones are either a good folder with a file changed, as a disk, a copier or a stranger
changes it, or a ledger that its own operator wrote wrongly and signed: the operator has every
key but the people's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from tools.vectors.cast import OTHER_ORIGIN, digest, key
from tools.vectors.forgeries import FORGERIES
from tools.vectors.forgeries_roles import ROLE_FORGERIES, roles_taken_back
from tools.vectors.ledger_story import long, morning, opened
from tools.vectors.operator import CHOICE, PACK, Operator, bundle, payload_in
from tools.vectors.samples import HANDLER
from tools.vectors.shape import Case, base64_of, vector_file
from tools.vectors.writing import canonical, envelope_of

ABOUT: Final = "Whole ledgers as exported folders: spec/dossier-folder.md."
RUN: Final = (
    "Make a folder of `files` (of the case named in `files_of`, if there is one), leave out "
    "`without`, lay `with` over it, and verify it; `opening`, where given, is the opening's id "
    "known from elsewhere. `expect` is origin, number of entries and the opening's id, or code "
    "and place of the first thing that is found wrong."
)
DAY: Final = "a morning"
LONG: Final = "past one page"


def ledgers() -> str:
    """Return the vectors of whole ledgers."""
    return vector_file(
        ABOUT,
        RUN,
        [*_good(), *_disk(), *_files(), *_heads(), *_other_heads(), *_long(), *_written()],
    )


def _fine(name: str, why: str, book: Operator, size: int | None = None) -> Case:
    files = book.files(size=size)
    return {
        "name": name,
        "why": why,
        "files": _listed(files),
        "expect": {
            "ok": True,
            "origin": book.origin,
            "entries": len(book.entries[:size]),
            "opening": book.ids[0],
        },
    }


def _listed(files: dict[str, bytes]) -> dict[str, str]:
    return {name: base64_of(data) for name, data in files.items()}


def _good() -> list[Case]:
    return [
        _fine("an opening", "Two entries: the opening and its decided.", opened()),
        _fine(
            DAY,
            "Accepted, refused, admitted, late, out of chain, revoked, unattributed.",
            morning(),
        ),
        _fine(
            "roles taken back",
            "A role counts until the entry that takes it back; a report in it is marked since.",
            roles_taken_back(),
        ),
        _fine(LONG, "258 entries: a full page and a partial one.", long()),
        _fine(
            "cut back to an older head",
            "Whole commits left out under the head signed before "
            "them: the bytes are in order. Only a newer head that somebody outside holds shows "
            "what is missing.",
            morning(),
            size=11,
        ),
    ]


def _changed(name: str, why: str, *found: str, base: str = DAY, **how: Any) -> Case:
    code, place = found
    laid = {path: base64_of(data) for path, data in how.get("files", {}).items()}
    return {
        "name": name,
        "why": why,
        "files_of": base,
        "without": how.get("without", []),
        "with": laid,
        "expect": {"error": code, "place": place},
        **({"opening": how["opening"]} if "opening" in how else {}),
    }


def _disk() -> list[Case]:
    book = morning()
    count = len(book.entries)
    page, tile = f"tile/entries/000.p/{count}", f"tile/0/000.p/{count}"
    flipped = bytearray(book.files()[tile])
    flipped[5 * 32] ^= 1
    signed = list(book.entries)
    signed[7] = _other_signature(signed[7])
    lost = [*book.entries[:3], *book.entries[4:], book.entries[-1]]
    swapped = list(book.entries)
    swapped[6], swapped[7] = swapped[7], swapped[6]
    return [
        _changed(
            "a bit flipped in a signature",
            "A disk or a hand changed one entry.",
            "bad_signature",
            "entry 7",
            files={page: bundle(signed)},
        ),
        _changed(
            "a bit flipped in a leaf hash",
            "What ended Yeti 2022: the entries are good, the "
            "tree that was published is not theirs.",
            "tile_damaged",
            tile,
            files={tile: bytes(flipped)},
        ),
        _changed(
            "two entries swapped",
            "Order is the record.",
            "decided_differs",
            "entry 8",
            files={page: bundle(swapped)},
        ),
        _changed(
            "an entry left out, the last one doubled",
            "A page with the right number of entries.",
            "decided_differs",
            "entry 4",
            files={page: bundle(lost)},
        ),
    ]


def _files() -> list[Case]:
    book = morning()
    count = len(book.entries)
    page, tile = f"tile/entries/000.p/{count}", f"tile/0/000.p/{count}"
    pack = f"packs/{CHOICE.digest}.toml"
    return [
        _changed("the page missing", "A copier lost a file.", "unreadable", page, without=[page]),
        _changed(
            "the page cut short",
            "A full disk.",
            "unreadable",
            page,
            files={page: bundle(book.entries)[:-1]},
        ),
        _changed(
            "an entry more than the page's name says",
            "An entry no head covers.",
            "unreadable",
            page,
            files={page: bundle([*book.entries, book.entries[-1]])},
        ),
        _changed(
            "the hash tile missing",
            "A mirror could not prove what it serves.",
            "tile_damaged",
            tile,
            without=[tile],
        ),
        _changed(
            "a pack's text changed",
            "A number in a row was edited afterwards.",
            "pack_text_damaged",
            f"packs/{CHOICE.digest}",
            files={pack: PACK.replace(b"armorer", b"anybody")},
        ),
        _changed(
            "a pack's text missing",
            "Nobody could say which rows held.",
            "pack_text_damaged",
            f"packs/{CHOICE.digest}",
            without=[pack],
        ),
    ]


def _heads() -> list[Case]:
    book = morning()
    stranger = book.checkpoint(signer=key("stranger"))
    forked = book.checkpoint(root=digest("another history"))
    return [
        _changed(
            "no head",
            "Nothing is signed over the whole.",
            "unreadable",
            "checkpoint",
            without=["checkpoint"],
        ),
        _changed(
            "a head by a stranger",
            "Only the ledger's key signs heads.",
            "note_signed_by_nobody_known",
            "checkpoint",
            files={"checkpoint": stranger.encode()},
        ),
        _changed(
            "a head of another history",
            "Two heads of one size, both signed, prove what was done with the key.",
            "root_differs",
            f"entries 0 to {len(book.entries) - 1}",
            files={"checkpoint": forked.encode()},
        ),
        _changed(
            "the head of another ledger under one key",
            "One key for test and production showed two views (Izenpe 2016).",
            "checkpoint_origin",
            "checkpoint",
            files={"checkpoint": book.checkpoint(origin=OTHER_ORIGIN).encode()},
        ),
    ]


def _other_heads() -> list[Case]:
    book = morning()
    within = book.checkpoint(size=len(book.entries) - 1)
    page = f"tile/entries/000.p/{len(book.entries) - 1}"
    return [
        _changed(
            "a head in the middle of a commit",
            "Outcomes would not be covered.",
            "commit_without_decided",
            f"entry {len(book.entries) - 2}",
            files={"checkpoint": within.encode(), page: bundle(book.entries[:-1])},
        ),
        _changed(
            "another opening than the one known",
            "A whole ledger made up afterwards agrees "
            "with itself; the opening's id, noted at the time, does not.",
            "other_opening",
            "entry 0",
            opening=digest("another opening").hex(),
        ),
    ]


def _long() -> list[Case]:
    return [
        _changed(
            "the first page of two missing",
            "A copier lost a file.",
            "unreadable",
            "tile/entries/000",
            base=LONG,
            without=["tile/entries/000"],
        ),
        _changed(
            "the upper tile missing",
            "As above.",
            "tile_damaged",
            "tile/1/000.p/1",
            base=LONG,
            without=["tile/1/000.p/1"],
        ),
    ]


def _written() -> list[Case]:
    """Return ledgers that their own operator wrote wrongly and signed."""
    return [_forged(*row) for row in (*FORGERIES, *ROLE_FORGERIES)]


def _forged(name: str, why: str, found: tuple[str, str], make: Callable[[], Operator]) -> Case:
    code, place = found
    return {
        "name": name,
        "why": why,
        "files": _listed(make().files()),
        "expect": {"error": code, "place": place},
    }


def _other_signature(raw: bytes) -> bytes:
    return canonical(
        {
            **envelope_of(payload_in(raw), []),
            "signatures": [
                {"keyid": HANDLER.key, "sig": base64_of(key("armorer").sign(b"something else"))}
            ],
        }
    )
