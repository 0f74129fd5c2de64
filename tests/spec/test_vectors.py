"""The program agrees with every vector of the format, and the vectors are those made."""

from __future__ import annotations

import json
from typing import Final

import pytest

from tests.spec import running
from tools.make_vectors import MAKERS

RUNS: Final = {
    "envelopes.json": running.envelope,
    "events.json": running.envelope,
    "ids.json": running.identity,
    "trees.json": running.tree,
    "keys.json": running.verifier_key,
    "checkpoints.json": running.checkpoint,
    "receipts.json": running.receipt,
    "policies.json": running.policy,
    "ledgers.json": running.ledger,
    "states.json": running.state,
}
ALL: Final = [(name, case) for name in RUNS for case in running.cases(name)]


@pytest.mark.parametrize(("file", "name"), ALL)
def test_a_vector_comes_out_as_it_says(file: str, name: str) -> None:
    """The program accepts and refuses what the file says, with the value or code it says."""
    case = running.cases(file)[name]
    assert running.outcome(RUNS[file], case) == case["expect"]


@pytest.mark.parametrize("name", running.cases("ledgers.json"))
def test_the_command_line_finds_the_same(name: str) -> None:
    """What a user types over a ledger's folder says what the vector says."""
    case = running.cases("ledgers.json")[name]
    assert running.ledger_by_command(case) == case["expect"]


@pytest.mark.parametrize("name", ["an opening", "a morning", "roles taken back", "past one page"])
def test_the_rules_agree_with_the_good_ledgers(name: str) -> None:
    """Each verdict in a good ledger is the one that its packs' rows give."""
    report = running.audit_by_command(running.cases("ledgers.json")[name])
    assert report["audit"]["differences"] == []
    assert report["bytes"]["good"]


@pytest.mark.parametrize("name", MAKERS)
def test_the_vectors_are_those_made(name: str) -> None:
    """Making the vectors anew gives the committed bytes."""
    committed = (running.FOLDER / name).read_text("utf-8")
    assert committed == MAKERS[name](), f"{name} is out of date: python -m tools.make_vectors"


def test_every_file_is_run() -> None:
    """Each file in the folder has something that makes it and something that runs it."""
    files = {path.name for path in running.FOLDER.glob("*.json")}
    assert files == set(MAKERS) == set(RUNS)


@pytest.mark.parametrize("name", MAKERS)
def test_a_file_explains_itself(name: str) -> None:
    """Each file says what it is about and how to run it, and each case why."""
    whole = json.loads((running.FOLDER / name).read_text("utf-8"))
    assert list(whole) == ["about", "run", "cases"]
    assert [case["name"] for case in whole["cases"] if not case["why"].endswith(".")] == []
