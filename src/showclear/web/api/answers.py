"""What became of an event, as programs are told."""

from __future__ import annotations

import msgspec

from showclear.desk.parts import Answer
from showclear.record.codes import Refusal


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an event."""

    id: str
    index: int
    outcome: str
    codes: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    alerts: tuple[Refusal, ...]
    late: bool
    repeated: bool
    receipt: str


def taken(answer: Answer) -> Taken:
    """Return an answer of the desk as it is sent."""
    return Taken(
        id=answer.id,
        index=answer.index,
        outcome=answer.outcome.value,
        codes=answer.codes,
        refusals=answer.refusals,
        alerts=answer.alerts,
        late=answer.late,
        repeated=answer.repeated,
        receipt=answer.receipt.decode(),
    )
