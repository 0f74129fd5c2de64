"""Every id that is asked for has its text, and every text is asked for by somebody.

Ids are found in code, templates and browser modules as quoted strings, whole or as a beginning
(``f"sheet.column.{name}"``) whose ends are quoted in the same folder; those that are made from a
value (a code's, an event's, a field's) are worked out from the types they are made from. Any other
that nobody asks for is left over.
"""

from __future__ import annotations

import ast
import enum
import re
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import pytest

from showclear.field.patterns import PATTERNS
from showclear.outputs.words.catalogue import catalogue
from showclear.outputs.words.telling import VARIANTS
from showclear.outputs.words.values import WORDS_OF
from showclear.record.codes import Code
from showclear.record.event import SignedBy
from showclear.record.events.handling import Announced
from showclear.record.events.table import TABLE
from showclear.record.showing import Cause
from tests.tidy.tree import files_under, named

ASKED: Final = re.compile(
    r"""(?<![\w-])(?:say|count|t|n)\(\s*["']([a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+|first-line|"""
    r"""rehearsal|moment|offset)["']"""
)
QUOTED: Final = re.compile(r"""["']([a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*)["']""")
NAMED: Final = re.compile(r"[(\s]([a-z][a-z_]*)=")
BEGUN: Final = re.compile(r"""(?:f["']|["'])((?:[a-z][a-z0-9_-]*\.)+)(?:\{|["']\s*[~+])""")
SIGNED: Final[tuple[type[msgspec.Struct], ...]] = (*(row.body for row in TABLE), SignedBy)
KINDS: Final = (".py", ".html", ".jinja", ".jinja2", ".ts")
ENDS: Final = "ended."  # causes are words of the fold; verdicts fall back to them as they stand


def asking() -> dict[str, str]:
    """Return the texts of everything that may ask for an id, by file."""
    paths = files_under("src/showclear", "client/src", suffixes=KINDS)
    return {named(path): path.read_text("utf-8") for path in paths}


def asked_for(text: str) -> set[str]:
    """Return the ids that a text asks for by name."""
    return set(ASKED.findall(text))


def quoted(text: str) -> set[str]:
    """Return every quoted string that could be an id, and names of values, which may end one."""
    names = {name.rstrip("_").replace("_", "-") for name in NAMED.findall(text)}
    return set(QUOTED.findall(text)) | names


def begun() -> set[str]:
    """Return the ids that are put together of a beginning and an end quoted in the same folder."""
    texts: dict[Path, str] = {}
    for file, text in asking().items():
        texts[Path(file).parent] = texts.get(Path(file).parent, "") + text
    named_types = {row.name for row in TABLE} | {end.rpartition(".")[2] for end in positions()}
    found: set[str] = set()
    for text in texts.values():
        beginnings = set(BEGUN.findall(text))
        ends = quoted(text) | named_types
        inner = {beginning + end for beginning in beginnings for end in ends}
        found |= inner | {beginning + end for beginning in beginnings for end in inner}
    return found


def made() -> set[str]:
    """Return the ids that are made from codes, types, fields, words and positions."""
    ids = {f"{family}.{code.value}" for code in Code for family in ("because", "lift")}
    ids |= {f"event.{row.name}" for row in TABLE}
    ids |= {
        f"word.{slug}.{value.value}"
        for kind, slug in WORDS_OF.items()
        for value in kind
        if value is not Cause.NONE
    }
    ids |= {f"load.{announced.value}" for announced in Announced} | {"word.weapon-class.0"}
    ids |= {f"field.{name}" for row in TABLE for name in fields_of(row.body)}
    ids |= {f"position.{name}" for name in positions()}
    ids |= {"page.matter.kept-as-found"}  # made from desk.questions' "kept as found"
    return ids


def sentences(ids: frozenset[str]) -> set[str]:
    """Return the sentences that there must be: one to a type, or one to each of its variants."""
    several = {row.name for row in TABLE if row.body in VARIANTS}
    wanted = {f"says.{row.name}" for row in TABLE if row.name not in several}
    return wanted | {
        id_ for id_ in ids for name in several if re.match(rf"says\.{name}(\.|\Z)", id_)
    }


def fields_of(kind: type[msgspec.Struct]) -> Iterator[str]:
    """Yield the name of every field of a struct and of those inside it."""
    for field in msgspec.structs.fields(kind):
        yield field.name
        for inner in structs_in(field.type):
            yield from fields_of(inner)


def structs_in(kind: object) -> Iterator[type[msgspec.Struct]]:
    """Yield the structs that a type is made of."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for part in typing.get_args(kind):
        yield from structs_in(part)


def enums_in(kind: object) -> Iterator[type[enum.Enum]]:
    """Yield the enumerations that a type is made of."""
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        yield kind
    for part in typing.get_args(kind):
        yield from enums_in(part)


def positions() -> Iterator[str]:
    """Yield what the ids of positions end in."""
    for pattern in PATTERNS.values():
        for family in (*pattern.empty, *pattern.loaded, *pattern.into, *pattern.identified):
            yield family.removesuffix("-#") if "#" in family else f"whole.{family}"


def test_every_id_that_is_asked_for_has_its_text() -> None:
    """Nobody asks for an id that the catalogues do not have."""
    ids = catalogue("en").ids
    ends = {id_.partition(".")[2] for id_ in begun() & ids}
    missing = {file: sorted(asked_for(text) - ids - ends) for file, text in asking().items()}
    assert {file: lacks for file, lacks in missing.items() if lacks} == {}


def test_every_id_that_is_made_from_a_value_has_its_text() -> None:
    """Codes, types, fields, words of enumerations and positions each have their text."""
    ids = catalogue("en").ids
    assert sorted((made() | sentences(ids)) - ids) == []


def test_no_text_is_left_over() -> None:
    """Every text is asked for by name, or made from a value."""
    ids = catalogue("en").ids
    named_ = set().union(*(quoted(text) for text in asking().values()))
    asked = named_ | begun() | made() | sentences(ids)
    left = {id_ for id_ in ids - asked if not id_.startswith(ENDS)}
    left -= {id_ for id_ in left if _labelled_for_one_type(id_)}
    assert sorted(left) == []


def _labelled_for_one_type(id_: str) -> bool:
    """Return whether this is a field's label in one type of event that has such a field."""
    of = {f"{name}.{row.name}" for row in TABLE for name in fields_of(row.body)}
    return id_.removeprefix("field.") in of


def test_every_enumeration_of_an_event_has_words() -> None:
    """No value of an event or a signer is shown to a person as it stands in the bytes."""
    found = {
        kind for struct in SIGNED for field in every_field(struct) for kind in enums_in(field.type)
    }
    assert found - set(WORDS_OF) == set()


def every_field(kind: type[msgspec.Struct]) -> Iterator[msgspec.structs.FieldInfo]:
    """Yield every field of a struct and of those inside it."""
    for field in msgspec.structs.fields(kind):
        yield field
        for inner in structs_in(field.type):
            yield from every_field(inner)


def calls(source: str) -> Iterator[tuple[str, frozenset[str], bool]]:
    """Yield id, the values named and whether all are named, of each call that says an id."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"say", "count"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            given = {word.arg for word in node.keywords if word.arg is not None}
            given |= {"n"} if node.func.attr == "count" else set()
            open_ended = any(word.arg is None for word in node.keywords)
            yield node.args[0].value, frozenset(given), not open_ended


def test_each_text_is_given_the_values_it_asks_for() -> None:
    """A call names every placeholder of its text, and none that the text has no use for."""
    words = catalogue("en")
    wrong = [
        f"{file}: {id_} asks for {sorted(words.placeholders(id_))}, given {sorted(given)}"
        for file, text in asking().items()
        if file.endswith(".py")
        for id_, given, whole in calls(text)
        if words.has(id_) and whole and given != words.placeholders(id_)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('words.say("page.sign.pin")', {"page.sign.pin"}),
        ("{{ t('page.sign.pin') }}", {"page.sign.pin"}),
        ('words.count(\n    "unit.rounds", 3)', {"unit.rounds"}),
        ('{{ n("unit.rounds", 3) }}', {"unit.rounds"}),
        ('text.count("a")', set()),
        ('start("page.sign.pin")', set()),
    ],
)
def test_an_id_that_is_asked_for_is_seen(text: str, found: set[str]) -> None:
    """Ids are seen in code and in templates, other calls' texts are not."""
    assert asked_for(text) == found


def test_an_id_put_together_is_seen() -> None:
    """A beginning in code or in a template is seen as one, and a value's name as an end."""
    assert "before-seen" in quoted("columns(book, before_seen=1.0)")
    assert "from" in quoted("columns(book, from_=1.0)")
    assert BEGUN.findall('say(f"sheet.column.{name}")') == ["sheet.column."]
    assert BEGUN.findall("t('page.day.' ~ name)") == ["page.day."]
    assert BEGUN.findall('say("column." + name)') == ["column."]
    assert BEGUN.findall('say("page.day.title")') == []


# -- nothing is said but from a catalogue -----------------------------------------------------

NAME: Final = "Showclear"  # a name is the same in every language
JINJA: Final = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
READ_OUT: Final = re.compile(r"""\b(?:title|alt|placeholder|aria-label)=["']([^"']*)["']""")
TAG: Final = re.compile(r"<[^>]*>")
LETTERS: Final = re.compile(r"[^\W\d_]{2,}")


def said_by_itself(template: str) -> list[str]:
    """Return the words that a template says without asking a catalogue."""
    bare = JINJA.sub("", template)
    texts = [*READ_OUT.findall(bare), TAG.sub(" ", bare)]
    return [word for text in texts for word in LETTERS.findall(text) if word != NAME]


def test_no_template_says_anything_by_itself() -> None:
    """Every word on a page is asked of a catalogue, so that every language has it."""
    templates = files_under("src/showclear/web", suffixes=(".html",))
    found = {named(path): said_by_itself(path.read_text("utf-8")) for path in templates}
    assert {file: words for file, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>{{ t('page.sign.pin') }}</p>", []),
        ('<p class="wide">Give it back</p>', ["Give", "it", "back"]),
        ('<button aria-label="Alto">{# why #}</button>', ["Alto"]),
        ("{% if a %}<b>1</b>{% endif %} Showclear", []),
    ],
)
def test_a_word_of_a_template_is_seen(template: str, words: list[str]) -> None:
    """Text between tags and in what is read out is seen; names of classes are not."""
    assert said_by_itself(template) == words
