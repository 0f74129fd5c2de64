"""Sessions shown are what the program prints, links lead somewhere, the README is short."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.tidy.tree import files_under, named
from tools.sessions import (
    QUOTES,
    ROOT,
    SESSIONS,
    TUTORIAL,
    Session,
    blocks,
    commands,
    normal,
    page,
    quote,
)
from tools.sessions import replay as run_again

README_WORDS_MAX: Final = 400  # a reader gives a README a minute or two
SESSION_LINE_MAX: Final = 25  # and scrolls after this
# Commands of the project itself: tests/tidy holds them to the Makefile.
NOT_RUN: Final = {"docs/howto/work-on-it.md"}
LINK: Final = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
DOC_LINK: Final = re.compile(r"\{doc\}`(?:[^`<]*<)?(/[^`>]+)>?`")
PAGES: Final = [
    *files_under("docs", "spec", suffixes=(".md",)),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
]


Lesson = tuple[str, dict[str, Path]]


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    """Type the tutorial; return the page as it came out, and the folder it ended in."""
    done: dict[str, Path] = {}
    return run_again(TUTORIAL, tmp_path_factory.mktemp("lesson") / "day", done), done


def test_the_tutorial_is_what_the_program_prints(lesson: Lesson) -> None:
    """Typed into an empty folder, the tutorial's commands print what it shows."""
    assert normal(lesson[0]) == normal(page(TUTORIAL)), "run: python -m tools.sessions"


@pytest.mark.parametrize("name", [name for name, before in SESSIONS.items() if before])
def test_a_session_is_what_the_program_prints(name: str, lesson: Lesson, tmp_path: Path) -> None:
    """Typed where the tutorial ended, the commands of a page print what the page shows."""
    printed = run_again(name, tmp_path / "day", dict(lesson[1]))
    assert normal(printed) == normal(page(name)), "run: python -m tools.sessions"


@pytest.mark.parametrize("name", QUOTES)
def test_a_quoted_session_is_a_piece_of_a_whole_one(name: str) -> None:
    """A page that shows a piece of another page's session shows it as it stands there."""
    assert quote(name) == page(name)


def test_every_session_is_run_or_quoted() -> None:
    """No page shows a session that nobody runs."""
    shown = {named(path) for path in PAGES if blocks(path.read_text("utf-8"))}
    assert shown == {*SESSIONS, *QUOTES, *NOT_RUN}


def test_the_readme_is_short() -> None:
    """The README has fewer than 400 words, session included, and the session comes early."""
    text = page("README.md")
    assert len(text.split()) < README_WORDS_MAX
    before, fence, _ = text.partition("```console")
    assert fence
    assert before.count("\n") < SESSION_LINE_MAX


def test_the_readme_names_the_two_commands() -> None:
    """A reader finds `make run` and `make test` on lines of their own."""
    assert {"make run", "make test"} <= set(page("README.md").splitlines())


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_link_inside_the_project_leads_somewhere(path: Path) -> None:
    """Each relative link is to a file or folder that is there, as is each page named."""
    text = path.read_text("utf-8")
    targets = [it for it in LINK.findall(text) if "://" not in it and not it.startswith("mailto:")]
    lost = [it for it in targets if not (path.parent / it).exists()]
    lost += [it for it in DOC_LINK.findall(text) if not (ROOT / f"docs{it}.md").is_file()]
    assert lost == []


def test_commands_are_taken_apart_from_what_they_print() -> None:
    """A command goes on where its line ends with a backslash; the rest is what it printed."""
    (block,) = blocks("- x\n\n  ```console\n  $ a \\\n      b\n  c\n  $ d\n  ```\n")
    assert list(commands(block)) == [("a \\\n    b", "c\n"), ("d", "")]


def test_a_command_sees_how_the_one_before_ended(tmp_path: Path) -> None:
    """The shell's `$?` carries over from one command of a session to the next."""
    session = Session(tmp_path)
    assert session.run("exit 5") == ""
    assert session.run("echo $?") == "5\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("opening " + "a" * 64, "opening " + "b" * 64, id="an id"),
        pytest.param("colt-3 (w-0123456789abcdef)", "colt-3 (w-fedcba9876543210)", id="an item"),
        pytest.param("2026-11-22T05:35:00.000Z", "2027-01-01T00:00:00.123Z", id="an instant"),
        pytest.param("0 min ago", "12 min ago", id="how long ago"),
    ],
)
def test_what_is_another_each_time_is_put_aside(one: str, other: str) -> None:
    """Ids and times do not count when sessions are compared."""
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("entry 40", "entry 41", id="a place"),
        pytest.param("6 dummies", "5 dummies", id="a number of rounds"),
        pytest.param("day 2026-11-22", "day 2026-11-23", id="a day that was typed"),
    ],
)
def test_everything_else_counts(one: str, other: str) -> None:
    """Places, numbers of rounds and typed days do count."""
    assert normal(one) != normal(other)
