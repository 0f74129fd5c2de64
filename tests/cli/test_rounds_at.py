"""Where every round was as the record stood at an entry, also in the middle of a commit."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import msgspec
import pytest

from showclear.cli import rounds
from showclear.cli.exits import Exit
from showclear.cli.main import program
from showclear.cli.running import Job, run
from showclear.cli.session import Act
from showclear.field.ids import LotId
from showclear.field.stock import Kind
from showclear.record.events.stock import ReceiveRounds
from showclear.record.verify import Report, Source, verify_ledger
from showclear.record.walk import Problem
from tests.cli.typed import prepare, type_in

BOXES = ("box-a", "box-b", "box-c")


def delivered_together() -> int:
    """Record a delivery of three lots, one for each box, as one commit; return its first entry."""
    for name in BOXES:
        type_in(f"showclear receive container {name} --form box --purpose store --as armorer")
    with Job().writing() as session:
        first = session.desk.keeping.tree.size
        bodies = [
            ReceiveRounds(
                lot=LotId(session.new_id("l")),
                kind=Kind.DUMMY,
                calibre=".45-colt",
                rounds=rounds,
                container=item,
                sealed=True,
            )
            for rounds, item in enumerate(session.items(BOXES), start=7)
        ]
        session.send([Act(body=body, signers=session.people(("armorer",))) for body in bodies])
        assert session.desk.keeping.tree.size == first + len(bodies) + 1  # and one ``decided``
    return first


def received(at: int) -> list[int]:
    """Return how many rounds of each lot had come in as of an entry."""
    out = io.StringIO()
    with redirect_stdout(out):
        assert run(program(), ["rounds", "--json", "--at", str(at)]) is Exit.OK
    return sorted(one["received"] for one in msgspec.json.decode(out.getvalue())["lots"])


def test_rounds_are_told_as_of_the_middle_of_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the same commit recorded after the entry named is not told yet."""
    monkeypatch.delenv("SHOWCLEAR_LEDGER", raising=False)
    prepare("opened", tmp_path)
    monkeypatch.chdir(tmp_path)
    first = delivered_together()
    told = [received(at) for at in range(first - 1, first + 4)]
    assert told == [[], [7], [7, 8], [7, 8, 9], [7, 8, 9]]


def test_a_damaged_ledger_is_never_added_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Damage that only a whole reading brings to light stops it, before any figure."""
    monkeypatch.delenv("SHOWCLEAR_LEDGER", raising=False)
    prepare("opened", tmp_path)
    monkeypatch.chdir(tmp_path)
    first = delivered_together()
    monkeypatch.setattr(rounds, "verify_ledger", found_damaged)
    assert run(program(), ["rounds", "--at", str(first)]) is Exit.PROBLEM_FOUND
    told = capsys.readouterr()
    assert "entry 2: expected the bytes signed, found others" in told.err
    assert "came in" not in told.out


def found_damaged(source: Source, **asked: Any) -> Report:
    """Return what a check of this ledger found, as if its entry 2 had been changed."""
    report = verify_ledger(source, **asked)
    damage = Problem("bad_signature", "entry 2", "the bytes signed", "others")
    return msgspec.structs.replace(report, problems=(damage,))
