"""What the state keeps of the plan: scenes assessed, set-ups approved and what changed since."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import msgspec

from showclear.field.ids import NO_EVENT, EventId
from showclear.record.events.officers import PackChoice
from showclear.record.events.plan import ApproveSetUp, Assess, Changed

# The rows of the plan's chapter: an approval rests on these (DESIGN.md, The rooms: Rules). The
# record only compares their names and texts; what they ask is for ``rules.chapters.plan`` to say.
PLAN_ROWS: Final = frozenset({"R01", "R06", "R07", "R36", "R37", "R38", "R39"})


_ENCODER: Final = msgspec.json.Encoder(order="sorted")


def plan_digest(packs: tuple[PackChoice, ...]) -> str:
    """Return what names the plan's rows in force: each pack's text, and which of them it gives.

    A new text of a pack may change any of its rows, so it counts as a change of those it gives;
    rows of other chapters may come and go, and no approval lapses for that.
    """
    of_plan = [
        (choice.pack, choice.digest, sorted(PLAN_ROWS.intersection(choice.rows)))
        for choice in packs
    ]
    return sha256(_ENCODER.encode(sorted(one for one in of_plan if one[2]))).hexdigest()


class AssessFact(msgspec.Struct, frozen=True, kw_only=True):
    """A scene's latest assessment, as its author and the handler signed it."""

    event: EventId
    index: int
    assessed: Assess


class SetUpChange(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was reported to have changed in a set-up, approved by then or not."""

    event: EventId
    index: int
    what: Changed


class SetUpFact(msgspec.Struct, frozen=True, kw_only=True):
    """A set-up's latest approval, and what was reported about it since.

    ``packs`` is the digest of the plan's rows in force when it was approved. ``changed`` keeps
    the latest report of each kind; ``unsettled`` is the last report of any other change, until
    handler and caller say that nothing that matters moved: ``settled`` is their last tap.
    """

    event: EventId
    index: int
    approved: ApproveSetUp
    packs: str
    changed: tuple[SetUpChange, ...] = ()
    unsettled: EventId = NO_EVENT
    unsettled_index: int = -1
    settled: EventId = NO_EVENT
