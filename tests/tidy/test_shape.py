"""The shape of the code: how long a function or file may be and what may not stand in it.

Line lengths, argument counts and docstrings are ruff's business (pyproject.toml); this file holds
what ruff cannot say.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.tidy.tree import CODE, files_under, named

FUNCTION_LINES_MAX: Final = 50  # one screen; the docstring is not counted
FILE_LINES_MAX: Final = 500  # non-blank; longer files hold two subjects
PURE: Final = ("src/showclear/field", "src/showclear/record", "src/showclear/rules")
# Built-in functions that read, print or run text; no import gives them away.
IMPURE_CALLS: Final = frozenset(
    {"open", "print", "input", "eval", "exec", "compile", "__import__"}
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_functions(source: str) -> list[str]:
    """Return name and length of each function that is too long."""
    lengths = {
        (node.name, node.lineno): length_without_docstring(node) for node in functions(source)
    }
    return [
        f"{name} (line {line}) has {length} lines"
        for (name, line), length in lengths.items()
        if length > FUNCTION_LINES_MAX
    ]


def functions(source: str) -> Iterator[Function]:
    """Yield every function and method of a module, nested ones too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length_without_docstring(node: Function) -> int:
    """Return the lines from `def` to the end, without the docstring's."""
    whole = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node, clean=False) is None:
        return whole
    docstring = node.body[0]
    return whole - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def bare_asserts(source: str) -> list[int]:
    """Return the lines of assert statements, which vanish under `python -O`."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]


def impure_calls(source: str) -> list[str]:
    """Return the calls of built-in functions that a pure room must not make."""
    return [
        f"{node.func.id}() in line {node.lineno}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in IMPURE_CALLS
    ]


def undescribed_tests(source: str) -> list[str]:
    """Return the test functions that state no fact."""
    return [
        node.name
        for node in functions(source)
        if node.name.startswith("test_") and not ast.get_docstring(node)
    ]


def non_blank_lines(source: str) -> int:
    """Return how many lines hold anything."""
    return sum(1 for line in source.splitlines() if line.strip())


def python_files(*folders: str) -> list[Path]:
    """Return the Python files in these folders."""
    return files_under(*folders, suffixes=(".py",))


def test_functions_fit_on_a_screen() -> None:
    """No function is longer than the limit, docstring not counted."""
    found = {named(path): long_functions(path.read_text("utf-8")) for path in python_files(*CODE)}
    assert {path: names for path, names in found.items() if names} == {}


def test_files_hold_one_subject() -> None:
    """No Python file has more non-blank lines than the limit."""
    sizes = {named(path): non_blank_lines(path.read_text("utf-8")) for path in python_files(*CODE)}
    assert {path: size for path, size in sizes.items() if size > FILE_LINES_MAX} == {}


def test_nothing_shipped_asserts() -> None:
    """No statement in src disappears when Python is started with -O."""
    found = {named(path): bare_asserts(path.read_text("utf-8")) for path in python_files("src")}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_pure_rooms_call_nothing_impure() -> None:
    """The pure rooms neither open, print, ask nor run text."""
    found = {named(path): impure_calls(path.read_text("utf-8")) for path in python_files(*PURE)}
    assert {path: calls for path, calls in found.items() if calls} == {}


def test_every_test_states_a_fact() -> None:
    """Each test function has a docstring."""
    found = {
        named(path): undescribed_tests(path.read_text("utf-8")) for path in python_files("tests")
    }
    assert {path: names for path, names in found.items() if names} == {}


def test_no_file_is_named_for_nothing() -> None:
    """No module is called utils, helpers, common or misc: a name says what is inside."""
    empty_names = {"utils", "util", "helpers", "common", "misc"}
    assert [named(path) for path in python_files(*CODE) if path.stem in empty_names] == []


BODY_49: Final = "    x = 1\n" * (FUNCTION_LINES_MAX - 1)


@pytest.mark.parametrize(
    ("source", "too_long"),
    [
        pytest.param(f"def f():\n{BODY_49}", 0, id="at the limit"),
        pytest.param(f"def f():\n{BODY_49}    x = 1\n", 1, id="one past the limit"),
        pytest.param(f'def f():\n    """A\n    b."""\n{BODY_49}', 0, id="docstring is free"),
        pytest.param(f"@d\ndef f():\n{BODY_49}", 0, id="decorator is free"),
        pytest.param(f"class C:\n  def f(s):\n{BODY_49}    x = 1\n", 1, id="method"),
        pytest.param(f"async def f():\n{BODY_49}    x = 1\n", 1, id="coroutine"),
    ],
)
def test_the_ruler_measures(source: str, too_long: int) -> None:
    """A function is measured from `def` to its last line, its docstring left out."""
    assert len(long_functions(source)) == too_long


def test_the_other_rulers_see_what_they_look_for() -> None:
    """Each of the small checks reports a planted offence and passes its absence."""
    assert bare_asserts("x = 1\nassert x") == [2]
    assert bare_asserts("raise ValueError") == []
    assert impure_calls("x = open('a')") == ["open() in line 1"]
    assert impure_calls("x = door.open()") == []
    assert undescribed_tests("def test_a(): pass\ndef b(): pass") == ["test_a"]
    assert undescribed_tests("def test_a():\n  'A fact.'") == []
    assert non_blank_lines("a\n\n  \nb\n") == 2
