"""Writes the test vectors of the format, `spec/vectors`, the same bytes on every machine.

Run ``python -m tools.make_vectors``; a test compares what is committed with what this would
write, another runs the program over it. Keys follow from published seeds, time is fixed.

Leaves to others: what is in each file (`tools/vectors`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from tools.vectors import envelopes, events, ledgers, notes, receipts, states, trees

FOLDER: Final = Path(__file__).resolve().parents[1] / "spec" / "vectors"
MAKERS: Final[dict[str, Callable[[], str]]] = {
    "envelopes.json": envelopes.envelopes,
    "events.json": events.events,
    "ids.json": envelopes.identities,
    "trees.json": trees.trees,
    "keys.json": notes.verifier_keys,
    "checkpoints.json": notes.checkpoints,
    "receipts.json": receipts.receipts,
    "policies.json": receipts.policies,
    "ledgers.json": ledgers.ledgers,
    "states.json": states.states,
}


def main() -> None:
    """Write every file."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in MAKERS.items():
        (FOLDER / name).write_text(make(), "utf-8")


if __name__ == "__main__":
    main()
