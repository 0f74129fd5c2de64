"""Runs the program over one vector: takes the case as JSON, returns what came out as JSON.

An answer is ``{"ok": true, ...}`` or ``{"error": code}``, as in the files. What cannot be run over
a vector for any other reason is a failure of the test.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from showclear.adapters.sources import FolderSource
from showclear.cli.exits import Exit
from showclear.cli.main import CHAPTERS
from showclear.cli.root import root as root_command
from showclear.cli.running import run
from showclear.errors import BadInput, NoteError
from showclear.record.checkpoint import open_checkpoint
from showclear.record.envelope import event_id, open_envelope, signed_bytes
from showclear.record.event import check_signers, decode_event, public_key
from showclear.record.events.table import type_of
from showclear.record.note import VerifierKey, parse_verifier_key
from showclear.record.policy import evaluate, parse_policy
from showclear.record.receipt import check_receipt
from showclear.record.tiles import EntryBundle, decode_bundle, parse_path
from showclear.record.tree import (
    RootBuilder,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from showclear.record.verify import Anchor, verify_ledger
from tests.spec.asking import answer, state_after
from tools.vectors.cast import verify

FOLDER: Final = Path(__file__).resolve().parents[2] / "spec" / "vectors"
Case = dict[str, Any]
REGISTERED: Final = CHAPTERS  # naming the chapters is what puts their commands under the root


def cases(name: str) -> dict[str, Case]:
    """Return the cases of one file by their names."""
    whole = json.loads((FOLDER / name).read_text("utf-8"))
    return {case["name"]: case for case in whole["cases"]}


def outcome(run: Callable[[Case], Case], case: Case) -> Case:
    """Return what came out, with the code if the input was refused."""
    try:
        return {"ok": True, **run(case)}
    except FoundWrong as problem:
        return {"error": problem.code, "place": problem.place}
    except BadInput as problem:
        return {"error": problem.code}


def data(case: Case, name: str) -> bytes:
    """Return a field's bytes."""
    return base64.b64decode(case[name], validate=True)


def text(value: bytes) -> str:
    """Return bytes as the files write them."""
    return base64.b64encode(value).decode("ascii")


def envelope(case: Case) -> Case:
    """Open an envelope and the event in it."""
    opened = open_envelope(data(case, "input"))
    event = decode_event(opened.payload)
    check_signers(event, opened)
    for signer in event.signers:
        public_key(signer.key)
    return {
        "id": event_id(opened.payload),
        "type": type_of(event.body).tag,
        "touches": [touch.item for touch in event.touches],
    }


def identity(case: Case) -> Case:
    """Return signed bytes and id of a payload; an envelope, if there is one, must agree."""
    payload = data(case, "payload")
    if "envelope" in case:
        payload = open_envelope(data(case, "envelope")).payload
    return {"signed": text(signed_bytes(payload)), "id": event_id(payload)}


def tree(case: Case) -> Case:
    """Do what the case's kind asks of the tree, a tile's name or a bundle."""
    return KINDS[case["kind"]](case)


def root(case: Case) -> Case:
    """Return the root over the example's first entries."""
    builder = RootBuilder()
    for number in range(case["size"]):
        builder.append(leaf_hash(f"entry-{number}".encode()))
    return {"root": text(builder.root())}


def inclusion(case: Case) -> Case:
    """Check an inclusion proof."""
    return held(
        verify_inclusion(
            leaf=data(case, "leaf"),
            index=case["index"],
            size=case["size"],
            proof=hashes(case),
            root=data(case, "root"),
        )
    )


def consistency(case: Case) -> Case:
    """Check a consistency proof."""
    return held(
        verify_consistency(
            old_size=case["old_size"],
            old_root=data(case, "old_root"),
            new_size=case["new_size"],
            new_root=data(case, "new_root"),
            proof=hashes(case),
        )
    )


def held(holds: bool) -> Case:  # noqa: FBT001 - the answer of one of two checks
    """Return nothing for a proof that holds; the library says no without a code."""
    if not holds:
        raise NoteError("proof_does_not_hold", "proof", expected="one that holds", found="none")
    return {}


def hashes(case: Case) -> list[bytes]:
    """Return the hashes of a proof."""
    return [base64.b64decode(value) for value in case["proof"]]


def path(case: Case) -> Case:
    """Read a tile's name."""
    tile = parse_path(case["path"])
    level: object = "entries" if isinstance(tile, EntryBundle) else tile.level
    return {"level": level, "number": tile.number, "width": tile.width}


def bundle(case: Case) -> Case:
    """Read an entry bundle."""
    entries = decode_bundle(data(case, "bundle"), width=case["width"])
    return {"entries": [text(entry) for entry in entries]}


KINDS: Final = {
    "root": root,
    "inclusion": inclusion,
    "consistency": consistency,
    "path": path,
    "bundle": bundle,
}


def verifier_key(case: Case) -> Case:
    """Parse a verifier key."""
    key = parse_verifier_key(case["key"])
    public = key.public if isinstance(key, VerifierKey) else key.key
    return {"name": key.name, "type": key.type, "public": text(public)}


def known(key: str) -> VerifierKey:
    """Return a verifier key of a known type."""
    parsed = parse_verifier_key(key)
    assert isinstance(parsed, VerifierKey)
    return parsed


def checkpoint(case: Case) -> Case:
    """Open a signed head."""
    cosigners = [known(key) for key in case["cosigners"]]
    opened = open_checkpoint(
        data(case, "note"), log=known(case["log"]), cosigners=cosigners, verify=verify
    )
    head = opened.checkpoint
    times = [[found.key.name, found.seconds] for found in opened.cosignatures]
    return {
        "origin": head.origin,
        "size": head.size,
        "root": text(head.root),
        "cosignatures": times,
    }


def receipt(case: Case) -> Case:
    """Check a receipt."""
    checked = check_receipt(
        data(case, "receipt"), log=known(case["log"]), cosigners=(), verify=verify
    )
    return {
        "event": checked.event.index,
        "decided": checked.decided.index,
        "size": checked.checkpoint.size,
    }


def policy(case: Case) -> Case:
    """Read a policy and ask it about some cosigners."""
    parsed = parse_policy(case["policy"].encode())
    signed = {
        one.key
        for one in parsed.cosigners
        if one.name in case["cosigned"] and isinstance(one.key, VerifierKey)
    }
    return {"met": evaluate(parsed, signed).is_met}


def lay(case: Case, folder: Path) -> None:
    """Write the folder that a case describes."""
    files = dict(case.get("files") or cases("ledgers.json")[case["files_of"]]["files"])
    for name in case.get("without", []):
        del files[name]
    files |= case.get("with", {})
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(base64.b64decode(content))


@contextmanager
def folder_of(case: Case) -> Iterator[Path]:
    """Lay out the folder that a case describes, for as long as it is looked at."""
    with TemporaryDirectory() as name:
        lay(case, Path(name))
        yield Path(name)


def ledger_by_command(case: Case) -> Case:
    """Verify a whole ledger as a user does: ``showclear verify FOLDER --json``."""
    printed = StringIO()
    with folder_of(case) as folder, redirect_stdout(printed):
        words = ["verify", str(folder), "--json"]
        code = run(root_command, [*words, "--opening", case.get("opening", "")])
    report = json.loads(printed.getvalue())
    for problem in report["problems"]:
        assert code == Exit.PROBLEM_FOUND
        return {"error": problem["code"], "place": problem["place"]}
    assert code == Exit.OK
    return {"ok": True, **{name: report[name] for name in ("origin", "entries", "opening")}}


def audit_by_command(case: Case) -> Case:
    """Re-compute a ledger's verdicts as a user does: ``showclear audit FOLDER --json``."""
    printed = StringIO()
    with folder_of(case) as folder, redirect_stdout(printed):
        assert run(root_command, ["audit", str(folder), "--json"]) == Exit.OK
    report: Case = json.loads(printed.getvalue())
    return report


def state(case: Case) -> Case:
    """Take in a ledger's entries and answer what the case asks of the state."""
    before = cases("states.json")[case["after"]]["entries"] if "after" in case else []
    entries = [base64.b64decode(entry) for entry in (*before, *case["entries"])]
    found = state_after(entries)
    return {"answers": [answer(found, ask) for ask in case["asks"]]}


def ledger(case: Case) -> Case:
    """Verify a whole ledger; the first thing found wrong is the answer."""
    with folder_of(case) as folder:
        anchor = Anchor(opening=case.get("opening", ""))
        report = verify_ledger(FolderSource(folder), verify=verify, anchor=anchor)
    for problem in report.problems:
        raise FoundWrong(problem.code, problem.place)
    return {"origin": report.origin, "entries": report.entries, "opening": report.opening}


class FoundWrong(BadInput):
    """What verification finds first, so that it comes out like any other code."""

    def __init__(self, code: str, place: str) -> None:
        super().__init__(code, "ledger", expected="nothing wrong", found=place)
        self.place = place
