"""The import contracts: each is broken on purpose in a copy of src, and the linter must say so.

A contract that names a module wrongly, or that was switched off, keeps silently; so every contract
of pyproject.toml has a plant here, and its own name must come back as broken::

    plant(copy, "field/planted.py", "import showclear.desk")
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from tests.tidy.tree import ROOT

PURE: Final = ("field", "record", "rules")
LINTER: Final = "from importlinter.cli import lint_imports_command; lint_imports_command()"


class Plant(msgspec.Struct, frozen=True, kw_only=True):
    """A bad import: into which contract it runs, what is written where, what must be named."""

    contract: str
    files: tuple[tuple[str, str], ...]
    named: tuple[str, ...]


def contracts() -> dict[str, dict[str, Any]]:
    """Return the contracts of pyproject.toml by their id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {it["id"]: it for it in settings["tool"]["importlinter"]["contracts"]}


def rooms_built() -> list[str]:
    """Return the rooms that have Python in them."""
    package = ROOT / "src" / "showclear"
    folders = {path.parent.name for path in package.glob("*/__init__.py")}
    modules = {path.stem for path in package.glob("*.py")} - {"__init__", "__main__"}
    return sorted(folders | modules)


def lint(source: Path) -> tuple[int, str]:
    """Run the linter with the project's contracts over a source folder; return code and output."""
    done = subprocess.run(
        [
            *(sys.executable, "-c", LINTER),
            *("--config", str(ROOT / "pyproject.toml"), "--no-cache", "--no-logo"),
        ],
        cwd=source,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of src that may be spoiled."""
    return Path(
        shutil.copytree(
            ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__")
        )
    )


def forbidden_everywhere() -> Plant:
    """Return a plant that imports every module forbidden to the pure rooms into each of them."""
    modules = contracts()["pure"]["forbidden_modules"]
    text = "".join(f"import {module}\n" for module in modules)
    return Plant(
        contract="pure",
        files=tuple((f"{room}/planted.py", text) for room in PURE),
        named=tuple(
            f"showclear.{room}.planted -> {module}" for room in PURE for module in modules
        ),
    )


PLANTS: Final = {
    "a lower room imports a higher one": Plant(
        contract="rooms",
        files=(("field/planted.py", "import showclear.desk\n"),),
        named=("showclear.field.planted -> showclear.desk",),
    ),
    "an import for types only is knowledge too": Plant(
        contract="rooms",
        files=(
            (
                "record/planted.py",
                "import typing\nif typing.TYPE_CHECKING:\n    import showclear.rules\n",
            ),
        ),
        named=("showclear.record.planted -> showclear.rules",),
    ),
    "an import inside a function counts": Plant(
        contract="rooms",
        files=(("rules/planted.py", "def f():\n    import showclear.wiring\n"),),
        named=("showclear.rules.planted -> showclear.wiring",),
    ),
    "a room that nobody placed": Plant(
        contract="rooms", files=(("attic/__init__.py", ""),), named=("attic",)
    ),
    "a pure room imports what is forbidden to it": forbidden_everywhere(),
    "a pure room reaches a library through another room": Plant(
        contract="pure",
        files=(
            ("field/planted.py", "import showclear.errors_planted\n"),
            ("errors_planted.py", "import nacl\n"),
        ),
        named=("showclear.errors_planted -> nacl",),
    ),
    "a database driver outside the adapters": Plant(
        contract="drivers",
        files=(
            ("desk/planted.py", "import apsw\n"),
            ("cli/planted.py", "import sqlite3\n"),
            ("record/planted.py", "import psycopg\n"),
        ),
        named=(
            "showclear.desk.planted -> apsw",
            "showclear.cli.planted -> sqlite3",
            "showclear.record.planted -> psycopg",
        ),
    ),
    "certificates, a server or the network's names outside the adapters": Plant(
        contract="network",
        files=(
            ("web/planted.py", "import uvicorn\nimport h11\n"),
            ("cli/planted.py", "import zeroconf\nimport ifaddr\n"),
            ("desk/planted.py", "import cryptography\n"),
        ),
        named=(
            "showclear.web.planted -> uvicorn",
            "showclear.web.planted -> h11",
            "showclear.cli.planted -> zeroconf",
            "showclear.cli.planted -> ifaddr",
            "showclear.desk.planted -> cryptography",
        ),
    ),
    "an adapter named outside the wiring": Plant(
        contract="wiring",
        files=(("cli/planted.py", "import showclear.adapters\n"),),
        named=("showclear.cli.planted -> showclear.adapters",),
    ),
    "two modules of one room import each other": Plant(
        contract="acyclic",
        files=(
            ("record/planted.py", "import showclear.record.planted_too\n"),
            ("record/planted_too.py", "import showclear.record.planted\n"),
        ),
        named=("planted_too",),
    ),
}


def test_the_source_keeps_every_contract(copy: Path) -> None:
    """An unspoiled copy passes, so that what a plant breaks is the plant's doing."""
    code, output = lint(copy)
    assert code == 0, output
    assert f"Contracts: {len(contracts())} kept, 0 broken." in output


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS.keys())
def test_a_bad_import_breaks_its_contract(copy: Path, plant: Plant) -> None:
    """The linter fails, calls the contract broken and names each planted import."""
    for name, text in plant.files:
        path = copy / "showclear" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    code, output = lint(copy)
    assert code == 1, output
    assert f"{contracts()[plant.contract]['name']} BROKEN" in output
    assert [it for it in plant.named if it not in output] == []


def test_every_contract_has_a_plant() -> None:
    """No contract is taken on trust."""
    assert {plant.contract for plant in PLANTS.values()} == set(contracts())


def test_no_built_room_is_left_out() -> None:
    """A room that exists stands without parentheses and is kept from drivers and the network."""
    layers = " | ".join(contracts()["rooms"]["layers"]).split(" | ")
    assert [room for room in rooms_built() if room not in layers] == []
    kept_out = [f"showclear.{room}" for room in rooms_built() if room != "adapters"]
    for contract in ("drivers", "network"):
        assert sorted(contracts()[contract]["source_modules"]) == kept_out
