"""One event signed and sent to the desk, and kept in mind by who signed it."""

from __future__ import annotations

from showclear.desk.compose import seal
from showclear.desk.desk import Desk
from showclear.desk.parts import Answer
from showclear.errors import BadInput
from showclear.replay.teller import Saying, Teller
from showclear.wiring import Rehearsal


def send(desk: Desk, teller: Teller, outside: Rehearsal, saying: Saying) -> Answer | BadInput:
    """Submit what people say; return the desk's answer, or what it could not take in."""
    signers = teller.signed_by(saying)
    keys = [outside.signer(name) for name in saying.signers[: len(signers)]]
    try:
        payload = desk.compose(saying.body, signers)
    except BadInput as problem:
        return problem
    answer = desk.submit([seal(payload, keys)])[0]
    if not isinstance(answer, BadInput):
        teller.signed[answer.id] = saying.signers[: len(signers)]
    return answer
