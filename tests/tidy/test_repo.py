"""The project as a whole: its papers, its gate, and what must not be committed."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

import pytest

import showclear
from tests.tidy.tree import ROOT, SHIPPED, files_under, named

FOLDERS: Final = (*SHIPPED, "tests", "bench", "tools", "requirements")
KINDS: Final = (".py", ".md", ".toml", ".txt", ".in", ".json", ".sh", ".html", ".css", ".js")
TOP: Final = (
    *("Makefile", "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "NOTICE"),
    ".ci/run",
)
# Written so that the patterns do not find themselves.
MACHINE_PATH: Final = re.compile(r"(?<![\w.])/(?:work|root|farm)\b")
SOFTENED: Final = re.compile(
    r"pytest\.skip|skip[i]f|import[o]rskip|xf[a]il|--no-[v]erify|\|\| *(?:tru[e]\b|:(?:\s|$))"
)


def texts() -> dict[str, str]:
    """Return every text of the project by its path from the root."""
    paths = [*files_under(*FOLDERS, suffixes=KINDS), *(ROOT / name for name in TOP)]
    return {named(path): path.read_text("utf-8") for path in paths}


def lines_with(pattern: re.Pattern[str], files: dict[str, str]) -> list[str]:
    """Return `file:line` of each line in which the pattern is found."""
    return [
        f"{name}:{number}"
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_path_of_one_machine() -> None:
    """Nothing committed names a folder that exists on one machine only."""
    assert lines_with(MACHINE_PATH, texts()) == []


def test_nothing_softens_the_gate() -> None:
    """No test is left out or expected to fail, and no failing command is swallowed."""
    files = {name: text for name, text in texts().items() if not name.startswith(("docs", "spec"))}
    assert lines_with(SOFTENED, files) == []


def test_ci_runs_the_gate_and_nothing_else() -> None:
    """CI's script stops at the first failure and calls `make test`."""
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    commands = [line for line in script.splitlines() if line and not line.startswith("#")]
    assert commands == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make test"]


def test_the_licence_is_whole() -> None:
    """LICENSE is the Apache License 2.0 from its title to the end of its appendix."""
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.split()[:4] == ["Apache", "License", "Version", "2.0,"]
    assert text.rstrip().endswith("limitations under the License.")
    assert len(text.splitlines()) == 202


def test_the_changelog_awaits_the_next_change() -> None:
    """CHANGELOG.md's first section is Unreleased."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## .*$", text, re.MULTILINE)[0] == "## [Unreleased]"


def test_one_version() -> None:
    """The package says the version that pyproject.toml says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert showclear.__version__ == project["version"]


def test_a_wheel_holds_the_whole_package(tmp_path: Path) -> None:
    """Each module and rule pack of src is in the wheel, with licence and notice."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    package = files_under("src", suffixes=(".py", ".toml", ".sql", ".typed", ".yaml", ".json"))
    wanted = {path.relative_to(ROOT / "src").as_posix() for path in package}
    assert wanted - held == set()
    assert {name.rpartition("/")[2] for name in held} >= {"LICENSE", "NOTICE"}


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        pytest.param(MACHINE_PATH, "see " + "/wo" + "rk/main", id="a machine's folder"),
        pytest.param(MACHINE_PATH, '"' + "/ro" + 'ot/x"', id="a home"),
        pytest.param(SOFTENED, "make x |" + "| true", id="a swallowed failure"),
        pytest.param(SOFTENED, "@pytest.mark.sk" + "ipif(x)", id="a test left out"),
    ],
)
def test_the_patterns_see_what_they_look_for(pattern: re.Pattern[str], line: str) -> None:
    """A planted offence is found."""
    assert lines_with(pattern, {"a": f"\n{line}\n"}) == ["a:2"]


def test_the_patterns_leave_the_rest_alone() -> None:
    """Relative paths and addresses that merely hold the words are no machine's paths."""
    text = "src/work and day\nthe artwork/root cause\n"
    assert lines_with(MACHINE_PATH, {"a": text}) == []


def test_every_make_command_is_described() -> None:
    """Each command that `make help` lists has its row in the reference, and no other has."""
    listed = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    page = (ROOT / "docs" / "reference" / "make.md").read_text("utf-8")
    assert re.findall(r"^\| `make ([a-z]+)` \|", page, re.MULTILINE) == listed


def test_coverage_is_asked_of_rooms_that_exist() -> None:
    """Each pattern of the coverage gate finds files: a gate over nothing would always be full."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["coverage"]
    patterns = settings["report"]["include"]
    modules = files_under("src", suffixes=(".py",))
    assert [it for it in patterns if not any(fnmatch(str(path), it) for path in modules)] == []
    assert settings["report"]["fail_under"] == 100
