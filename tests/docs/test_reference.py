"""The reference of commands, exit codes, settings and packs is that of the program."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from showclear.cli.exits import Exit
from showclear.cli.root import chapter_commands, root
from showclear.record.codes import Code
from showclear.rules.decide import CATALOGUE
from tools.command_pages import command_names, commands_page, exits_page
from tools.generate_docs import REMAKE, ROOT, pages
from tools.pack_pages import packs, packs_page

REFERENCE: Final = ROOT / "docs" / "reference"
MADE: Final = {
    "docs/reference/commands.md": commands_page,
    "docs/reference/exit-codes.md": exits_page,
    "docs/reference/packs.md": packs_page,
}
SETTING: Final = re.compile(r'"(_?SHOWCLEAR_[A-Z_]+)"')


def page(name: str) -> str:
    """Return a page of the reference."""
    return (REFERENCE / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("name", MADE)
def test_the_pages_of_the_program_are_made_with_the_others(name: str) -> None:
    """One command makes every page of the reference; this page is among them."""
    assert pages()[name] == MADE[name](), REMAKE


def test_every_command_has_its_section() -> None:
    """Each command, and each below a group, has one section, in the order of the help."""
    sections = re.findall(r"^### (.+)$", page("commands"), re.MULTILINE)
    assert sections == command_names()


def test_every_command_stands_in_a_chapter() -> None:
    """No command is left out of the help's chapters, and no chapter names one too many."""
    assert set(chapter_commands()) == set(root.commands)


def test_every_command_has_an_example_that_names_it() -> None:
    """Each command's help ends with an example of that very command."""
    text = page("commands")
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)
    groups = {name for name in command_names() if f"{name} " in " ".join(command_names()) + " "}
    for name, section in zip(parts[1::2], parts[2::2], strict=True):
        if any(other.startswith(f"{name} ") for other in groups):
            continue
        example = section.partition("Example:")[2]
        assert f"showclear {name}" in example, name


def test_every_exit_code_has_its_row() -> None:
    """Each exit code is listed with its number, and no other is."""
    listed = re.findall(r"^\| ([0-9]+) \| ([a-z_]+) \|", page("exit-codes"), re.MULTILINE)
    assert listed == [(str(int(code)), code.name.lower()) for code in Exit]


def test_every_refusal_code_has_its_row() -> None:
    """Each refusal code is listed, in order of precedence, and no other is."""
    listed = re.findall(r"^\| `([a-z_]+)` \|", page("refusal-codes"), re.MULTILINE)
    assert listed == [code.value for code in Code]


def test_every_setting_has_its_row() -> None:
    """Each name that is looked up in the environment is described, and no other of ours."""
    sources = (ROOT / "src").rglob("*.py")
    read = {name for path in sources for name in SETTING.findall(path.read_text("utf-8"))}
    listed = set(re.findall(r"^\| `(_?SHOWCLEAR_[A-Z_]+)` \|", page("settings"), re.MULTILINE))
    assert listed == read


def test_every_rule_and_row_has_its_section() -> None:
    """Each row of each shipped pack has a section; each rule of the catalogue has a row."""
    sections = re.findall(r"^### ([A-Z]+[0-9]*): ", page("packs"), re.MULTILINE)
    assert sections == [row.id for pack in packs() for row in pack.row]
    assert {rule.id for rule in CATALOGUE} == set(sections)


def test_no_row_hides_what_its_authority_is() -> None:
    """Each row's section says its kind of authority, its evidence, and that it is unverified."""
    parts = re.split(r"^### ", page("packs"), flags=re.MULTILINE)[1:]
    rows = [row for pack in packs() for row in pack.row]
    for row, part in zip(rows, parts, strict=True):
        authority = f"- authority: `{row.authority.value}`, evidence `{row.evidence.value}`"
        assert authority in part
        assert ("**unverified**" in part) is row.unverified


def test_nothing_is_made_that_is_not_committed() -> None:
    """Each page that the tool makes is there."""
    assert [name for name in pages() if not Path(ROOT / name).is_file()] == []
