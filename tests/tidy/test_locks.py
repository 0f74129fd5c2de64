"""The lock files: every package pinned and hashed, no registry named.

Leaves to pip (`--require-hashes`) that the bytes fit the hashes.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.tidy.tree import ROOT

LOCKS: Final = ("run", "dev", "outside", "lock")
PINNED: Final = re.compile(r"[a-z0-9][a-z0-9._-]*==\S+( ; .+)?")
HASHED: Final = re.compile(r"--hash=sha256:[0-9a-f]{64}")
ADDRESS: Final = re.compile(r"https?://|index[-]url|find-links|trusted-host|@ file", re.IGNORECASE)


def faults(lock: str) -> list[str]:
    """Return what is wrong with one lock file's text."""
    found = [f"names an address: {line}" for line in lock.splitlines() if ADDRESS.search(line)]
    for requirement in requirements(lock):
        head, *hashes = (part.strip() for part in requirement.split(" \\\n"))
        if not PINNED.fullmatch(head):
            found.append(f"not pinned: {head}")
        if not hashes:
            found.append(f"not hashed: {head}")
        found.extend(f"not a hash: {it}" for it in hashes if not HASHED.fullmatch(it))
    return found


def requirements(lock: str) -> list[str]:
    """Return each requirement with its continuation lines, comments left out."""
    kept = [
        line for line in lock.splitlines() if line.strip() and not line.strip().startswith("#")
    ]
    return re.split(r"\n(?! )", "\n".join(kept)) if kept else []


def pins(lock: str) -> set[str]:
    """Return `name==version` of every requirement."""
    return {re.split(r"[ \\]", requirement)[0] for requirement in requirements(lock)}


def read(name: str) -> str:
    """Return one lock file's text."""
    return (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_and_hashes_everything(name: str) -> None:
    """Each requirement has one version and hashes, and no line names a registry."""
    assert requirements(read(name)) != []
    assert faults(read(name)) == []


def test_every_lock_is_looked_at() -> None:
    """No lock file or source of one is left out of this test."""
    for suffix in ("txt", "in"):
        assert {path.stem for path in Path(ROOT / "requirements").glob(f"*.{suffix}")} == set(
            LOCKS
        )


def test_the_runtime_lock_holds_what_the_project_asks_for() -> None:
    """Each runtime dependency of pyproject.toml is in run.txt."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [re.split(r"[><=~!]", line)[0].lower() for line in project["dependencies"]]
    asked = {re.sub(r"[._]", "-", name) for name in named}  # as registries write names
    assert asked - {pin.split("==")[0] for pin in pins(read("run"))} == set()


def test_one_version_of_each_package() -> None:
    """What runs is what is tested: dev.txt repeats run.txt's pins, outside.txt adds only two."""
    assert pins(read("run")) - pins(read("dev")) == set()
    added = pins(read("outside")) - pins(read("dev"))
    assert {pin.split("==")[0] for pin in added} == {"aics-tlog", "aics-witness"}


HASH: Final = "--hash=sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("lock", "fault"),
    [
        pytest.param("a==1\n", "not hashed: a==1", id="no hash"),
        pytest.param(f"a>=1 \\\n    {HASH}\n", "not pinned: a>=1", id="a range"),
        pytest.param("a==1 \\\n    --hash=md5:00\n", "not a hash: --hash=md5:00", id="weak hash"),
        pytest.param(
            f"--find-links x\na==1 \\\n    {HASH}\n",
            "names an address: --find-links x",
            id="an option",
        ),
        pytest.param(
            f"a==1 \\\n    {HASH}\n    # via http://x\n",
            "names an address:     # via http://x",
            id="address in a comment",
        ),
    ],
)
def test_a_bad_lock_is_seen(lock: str, fault: str) -> None:
    """A requirement without pin or hash, or a named registry, is reported as such."""
    assert fault in faults(lock)


def test_a_good_lock_passes() -> None:
    """A pinned and hashed requirement with a marker and an origin comment has no fault."""
    assert (
        faults(f"a==1 ; sys_platform == 'win32' \\\n    {HASH} \\\n    {HASH}\n    # via b\n")
        == []
    )
