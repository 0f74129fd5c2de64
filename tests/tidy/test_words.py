"""Words that are never shipped, and words that are misread on a set.

Showclear says what was done and by whom; it does not say that anything is in order. So no comment,
docstring, message, rule, page or name holds an assurance, and "verified" is said of bytes only.
The texts of the screens also keep clear of everyday words that mean something else beside a gun,
and so do the catalogues, in every language, each with its own list (misread.toml).

Allowed are technical compounds (`COMPOUNDS`), a word quoted in order to forbid it, and the rows of
allowed_words.toml. Leaves names that merely contain a word (`unsafe_...`) alone.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import pytest
from babel.messages.pofile import read_po

from tests.tidy.tree import ROOT, SHIPPED, files_under, named

ASSURANCES: Final = (
    "safe", "safely", "safer", "safest", "guarantee", "guarantees", "guaranteed", "certified",
    "certifies", "foolproof", "blind", "blinded", "independent", "independently",
)  # fmt: skip
COMPOUNDS: Final = (
    "thread-safe", "type-safe", "url-safe", "crash-safe", "colour-blind", "order-independent",
    "platform-independent", "language-independent", "gun safe",  # the last is a container
)  # fmt: skip
# What "verified" may be said of: bytes and what is made of them.
BYTES: Final = re.compile(
    r"\b(bytes?|signatures?|hash(es)?|digests?|heads?|checkpoints?|proofs?|receipts?|envelopes?|"
    r"tree|leaf|leaves|entry|entries|notes?|cosignatures?|tiles?|records?|ledgers?|vectors?)\b",
    re.IGNORECASE,
)
FORBIDDING: Final = re.compile(r"\b(never|not|no|nor|instead|without|forbid\w*)\b", re.IGNORECASE)
# Screen texts: what is heard on a set, and what to write instead (the trade's table).
MISREAD: Final = {
    "claim": "last shown: ...", "claims": "last shown: ...", "claimed": "stated",
    "freeze": "keep as found", "frozen": "kept as found", "loading": "one moment",
    "empties": "fired cases", "mag": "gun magazine", "mags": "gun magazines",
    "clip": "gun magazine", "shot": "gunshot", "shots": "gunshots", "shoot": "gunshot",
    "finding": "open question", "findings": "open questions", "witness": "second person",
    "observer": "second person", "cosigner": "outside keeper", "cosigners": "outside keepers",
}  # fmt: skip
CATALOGUES: Final = "src/showclear/outputs/words"
SCREENS: Final = ("src/showclear/cli", "src/showclear/web", "src/showclear/outputs")


class Allowed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One place that may hold a forbidden word, and why."""

    file: str
    phrase: str
    word: str
    why: str


class Misread(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word that a catalogue of one language may not hold, why, and the phrases that may."""

    language: str
    word: str
    why: str
    unless: tuple[str, ...]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One forbidden word: where, in which line, and what to do."""

    file: str
    line: int
    word: str
    text: str

    def said(self) -> str:
        """Return the place and its line as a message."""
        return f"{self.file}:{self.line}: {self.word!r} in: {self.text.strip()}"


def assurances(text: str) -> Iterator[tuple[int, str]]:
    """Yield line number and word of each assurance in a prose text."""
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        bare = line
        for compound in COMPOUNDS:
            bare = re.sub(re.escape(compound), "", bare, flags=re.IGNORECASE)
        around = " ".join(lines[max(0, number - 2) : number + 1])
        for word in re.findall(rf"\b(?:{'|'.join(ASSURANCES)}|verified)\b", bare, re.IGNORECASE):
            if not _excused(word, line=bare, around=around):
                yield number, word.lower()


def _excused(word: str, *, line: str, around: str) -> bool:
    if word.lower() == "verified":
        return BYTES.search(around) is not None or _quoted(word, line, around)
    return _quoted(word, line, around)


def _quoted(word: str, line: str, around: str) -> bool:
    quoted = re.search(rf"[\"'`*]{word}[.,]?[\"'`*]", line, re.IGNORECASE)
    return quoted is not None and FORBIDDING.search(around) is not None


def prose(source: str) -> str:
    """Return a Python module with everything but strings, comments and names' words blanked.

    Line numbers stay. A name is taken apart at its underscores, so that `is_safe` is seen and
    `unsafe_clock` is not.
    """
    lines = [""] * (len(source.splitlines()) + 1)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME:
            words = [part for part in token.string.split("_") if part.lower() in ASSURANCES]
            lines[token.start[0] - 1] += " " + " ".join(words)
        elif token.type == tokenize.COMMENT or "STRING" in tokenize.tok_name[token.type]:
            _lay(lines, token.start[0] - 1, token.string)
    return "\n".join(lines)


def _lay(lines: list[str], first: int, text: str) -> None:
    for offset, piece in enumerate(text.splitlines()):
        lines[first + offset] += " " + piece


def screen_texts(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each string a person might read.

    Left out are codes and keys (one word) and the module's docstring; a function's is a help text.
    """
    module = ast.parse(source)
    skipped = module.body[0].lineno if ast.get_docstring(module) else 0
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            if node.lineno == skipped:
                continue
            last = node.end_lineno or node.lineno
            for offset, line in enumerate(node.value.splitlines()):
                yield min(node.lineno + offset, last), line


def misread(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and word of each misread word in a module's screen texts."""
    for line, text in screen_texts(source):
        for word in re.findall(rf"\b(?:{'|'.join(MISREAD)})\b", text, re.IGNORECASE):
            yield line, word.lower()


def misread_words() -> list[Misread]:
    """Return the words that no catalogue may hold, of every language."""
    text = (ROOT / "tests" / "tidy" / "misread.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text)["misread"], list[Misread])


def texts_of(catalogue: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each text in a catalogue, every plural form by itself."""
    for message in read_po(io.StringIO(catalogue)):
        said = message.string or ""
        for form in [said] if isinstance(said, str) else said:
            if message.id:
                yield message.lineno or 0, form


def misread_in(text: str, language: str) -> Iterator[str]:
    """Yield each word in a text that people of this language misread or take for an assurance."""
    if language == "en":
        yield from (word for _, word in assurances(text))
        yield from (word.lower() for word in _MISREAD.findall(text))
    for row in misread_words():
        if row.language == language:
            bare = re.sub(_whole("|".join(row.unless)), "", text) if row.unless else text
            yield from (found.group().lower() for found in re.finditer(_whole(row.word), bare))


def _whole(pattern: str) -> str:
    return rf"(?i)(?<!\w)(?:{pattern})(?!\w)"


_MISREAD: Final = re.compile(_whole("|".join(MISREAD)))


def allowed_places() -> list[Allowed]:
    """Return the rows of the allow-list."""
    text = (ROOT / "tests" / "tidy" / "allowed_words.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text)["allowed"], list[Allowed])


def shipped() -> list[Path]:
    """Return every text that reaches a user."""
    kinds = (".py", ".md", ".toml", ".txt")
    texts = files_under(*SHIPPED, suffixes=kinds)
    return [*texts, *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md"))]


def all_found() -> list[Found]:
    """Return every forbidden word of the shipped texts, allowed or not."""
    found: list[Found] = []
    for path in shipped():
        text = path.read_text("utf-8")
        lines = text.splitlines()
        seen = list(assurances(prose(text) if path.suffix == ".py" else text))
        if path.suffix == ".py" and named(path).startswith(SCREENS):
            seen.extend(misread(text))
        found.extend(
            Found(file=named(path), line=number, word=word, text=lines[number - 1])
            for number, word in seen
        )
    return found


def covers(row: Allowed, found: Found) -> bool:
    """Return whether this row of the allow-list is about this place."""
    return (row.file, row.word) == (found.file, found.word) and row.phrase in found.text


def test_no_shipped_text_gives_an_assurance_or_is_misread() -> None:
    """What we ship holds no forbidden word outside the allow-list."""
    rows = allowed_places()
    bad = [it.said() for it in all_found() if not any(covers(row, it) for row in rows)]
    assert bad == []


def test_the_allow_list_holds_only_what_is_needed() -> None:
    """Each row of the allow-list covers a place and says why."""
    found = all_found()
    stale = [row for row in allowed_places() if not any(covers(row, it) for it in found)]
    assert stale == []
    assert [row for row in allowed_places() if not row.why.strip()] == []


def test_no_catalogue_holds_a_word_that_is_misread() -> None:
    """No text for people, in any language, promises anything or is misread beside a gun."""
    bad = [
        f"{named(path)}:{line}: {word!r} in: {text}"
        for path in files_under(CATALOGUES, suffixes=(".po",))
        for line, text in texts_of(path.read_text("utf-8"))
        for word in misread_in(text, path.stem)
    ]
    assert bad == []


def test_every_language_has_its_own_list_of_misread_words() -> None:
    """Each catalogue's language has rows, each row is of a language there is and says why."""
    rows = misread_words()
    catalogues = {path.stem for path in files_under(CATALOGUES, suffixes=(".po",))}
    assert {row.language for row in rows} == catalogues
    assert [row.word for row in rows if not row.why.strip()] == []


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        pytest.param("en", "The board is live.", "live", id="live of a board"),
        pytest.param("en", "Two live rounds, live.", "live", id="beside an allowed phrase"),
        pytest.param("en", "It is safe.", "safe", id="assurance"),
        pytest.param("en", "No claim.", "claim", id="of the screens' list"),
        pytest.param("es", "El arma está descargada.", "descargada", id="descargada"),
        pytest.param("es", "Arma fría", "fría", id="fría"),
        pytest.param("es", "Frío", "frío", id="capital letter and accent"),
        pytest.param("es", "Es seguro.", "seguro", id="seguro"),
        pytest.param("es", "Un disparo", "disparo", id="disparo"),
        pytest.param("es", "Mirada a ciegas", "a ciegas", id="two words"),
    ],
)
def test_a_misread_word_of_a_catalogue_is_seen(language: str, text: str, word: str) -> None:
    """A word is reported in its language wherever it stands, allowed phrases beside it or not."""
    assert list(misread_in(text, language)) == [word]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "Live rounds, a gun safe, the gun's trigger.", id="allowed phrases"),
        pytest.param("es", "El cargador del arma", id="said in full"),
        pytest.param("es", "It is safe.", id="another language's word"),
        pytest.param("es", "El friso asegurado", id="inside a longer word"),
    ],
)
def test_an_allowed_phrase_of_a_catalogue_passes(language: str, text: str) -> None:
    """A word said in full, of another language, or inside a longer word passes."""
    assert list(misread_in(text, language)) == []


@pytest.mark.parametrize("word", ASSURANCES)
def test_an_assurance_is_seen(word: str) -> None:
    """Each assurance is reported wherever it stands in a sentence, in either case."""
    assert list(assurances(f"one\nIt is {word}.")) == [(2, word)]
    assert list(assurances(f"{word.capitalize()}: yes")) == [(1, word)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('It never says "safe".', id="quoted to forbid it"),
        pytest.param("Write *guaranteed*\nnowhere, and never as a fact.", id="over two lines"),
        pytest.param("The table is thread-safe.", id="compound"),
        pytest.param("an unsafe_clock, a safety coordinator", id="other words"),
        pytest.param("The signature was verified.", id="verified bytes"),
        pytest.param("a gunsafe", id="inside a longer word"),
    ],
)
def test_what_is_allowed_passes(text: str) -> None:
    """A quoted, compound or different word is no assurance; bytes can be verified."""
    assert list(assurances(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The gun is not safe.", id="a negation alone"),
        pytest.param('It is "safe" to go.', id="quotes alone"),
        pytest.param("The gun was verified empty.", id="verified gun"),
        pytest.param("thread-safe and safe", id="beside a compound"),
    ],
)
def test_what_is_not_allowed_is_seen(text: str) -> None:
    """Neither a negation nor quotes alone excuse an assurance, and only bytes are verified."""
    assert len(list(assurances(text))) == 1


def test_names_comments_and_strings_are_read() -> None:
    """In Python a forbidden word is seen in a name's part, a comment, a docstring and a string."""
    source = 'def is_safe():\n    """It is safe."""\n    return "safe!"  # safe\n'
    assert [line for line, _ in assurances(prose(source))] == [1, 2, 3, 3]
    assert list(assurances(prose("unsafe_clock = verified"))) == []


@pytest.mark.parametrize("word", MISREAD)
def test_a_misread_word_is_seen(word: str) -> None:
    """Each misread word is reported in a sentence for a screen, and not in a code or key."""
    assert list(misread(f'say("the {word} here")')) == [(1, word)]
    assert list(misread(f'"""A day."""\n\nx = """a\nb {word} c"""')) == [(4, word)]
    assert list(misread(f'table["{word}"]')) == []
    assert list(misread(f'"""What the {word} does."""')) == []
