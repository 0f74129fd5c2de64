"""The pages made from the code are those that are committed, and leave no code out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from showclear.record.codes import STRUCTURAL, Code
from showclear.record.events.table import TABLE
from tools.code_pages import KINDS, error_codes
from tools.generate_docs import BEGIN, END, REMAKE, ROOT, between_marks, pages
from tools.refusal_words import MEANINGS

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_the_one_the_code_makes(name: str) -> None:
    """Each made page is committed as the code would make it now."""
    committed = (ROOT / name).read_text("utf-8")
    assert committed == PAGES[name], f"{name} is out of date; {REMAKE}"


def test_every_refusal_code_has_its_words() -> None:
    """Each refusal code says what it means, when it is given, and what lifts it."""
    assert list(MEANINGS) == list(Code)
    assert [code for code, words in MEANINGS.items() if not all(vars_of(words))] == []


def vars_of(words: object) -> list[str]:
    """Return the three texts of a meaning."""
    return [getattr(words, name) for name in ("means", "when", "lift")]


def test_structural_codes_stand_in_the_format() -> None:
    """The format lists exactly the codes that the record alone settles, in their order."""
    text = (ROOT / "spec" / "refusal-codes.md").read_text("utf-8")
    listed = re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE)
    assert listed == [code.value for code in Code if code in STRUCTURAL]


def test_every_event_type_has_its_section() -> None:
    """Each type of the table has one section in the format and one in the reference."""
    for name in ("spec/events.md", "docs/reference/events.md"):
        sections = re.findall(r"^### `([a-z-]+/[0-9]+)`$", PAGES[name], re.MULTILINE)
        assert sections == [row.tag for row in TABLE]


def made_with_a_code(path: Path) -> set[str]:
    """Return the codes that stand literally where a module makes an error of ours."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in KINDS and call.args
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }


def test_every_error_code_is_in_the_reference() -> None:
    """Each code that is made anywhere in src has a row among the error codes."""
    page = PAGES["docs/reference/error-codes.md"]
    listed = set(re.findall(r"^\| `([a-z0-9_]+)` \|", page, re.MULTILINE))
    literal = set[str]()
    for path in (ROOT / "src" / "showclear").rglob("*.py"):
        literal |= made_with_a_code(path)
    assert literal - listed == set()
    assert {it.code for it in error_codes()} == listed


@pytest.mark.parametrize(
    ("code", "file"),
    [
        pytest.param("envelope_too_large", "record/envelope.py", id="by way of _error"),
        pytest.param("receipt_decided_not_included", "record/receipt.py", id="put together"),
        pytest.param("tile_path", "record/tiles.py", id="in a function without a code"),
        pytest.param("boot_backwards", "record/walk.py", id="by way of a method"),
        pytest.param("keys_differ", "desk/recovery.py", id="made in place"),
    ],
)
def test_a_code_is_found_however_it_is_made(code: str, file: str) -> None:
    """A code counts whether it is made in place, handed on, or put together from a parameter."""
    assert (code, file) in {(it.code, it.file) for it in error_codes()}


def test_only_what_stands_between_the_marks_is_made() -> None:
    """A page keeps its own words around what is made, and one without marks is refused."""
    page = f"a\n{BEGIN}old\n{END}b\n"
    assert between_marks(page, "new\n") == f"a\n{BEGIN}\nnew\n\n{END}b\n"
    with pytest.raises(ValueError, match="no marks here"):
        between_marks("no marks here", "new")
