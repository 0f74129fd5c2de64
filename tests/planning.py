"""Set-ups in the trade's words, with plain defaults; see ``tests.kit`` for the tellers.

``planned()`` is a take in which the performer points the colt, six dummies in it, clear of
everybody. ``planned(use("colt", holds=Announced.BLANKS, lot_name="b45"), name="shoot-out")`` is
another; ``msgspec.structs.replace(planned(), line=Line.ON_AXIS)`` changes anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from showclear.field.ids import LotId, SetUpId, make_id
from showclear.field.plan import Line, Phase
from showclear.record.events.handling import Act, Announced
from showclear.record.events.plan import ApproveSetUp, Assess, Use
from tests.cast import gun, lot, person, words

SCENE = "saloon"
FAR_MM = 7_000  # beyond every distance that a shipped pack asks for
_WITH_ROUNDS = frozenset({Announced.DUMMIES, Announced.BLANKS, Announced.MIXED})


def set_up(name: str = "set-up") -> SetUpId:
    """Return the id of the set-up of this name."""
    return SetUpId(make_id("s", sha256(f"s {name}".encode()).digest()))


def assessment(scene: str = SCENE) -> Assess:
    """Return a plain assessment of a scene."""
    return Assess(scene=scene, hazards=words("noise"), controls=words("distance"))


def use(
    name: str = "colt",
    *,
    to: Sequence[str] = ("performer",),
    holds: Announced = Announced.DUMMIES,
    rounds: int = 6,
    lot_name: str = "d45",
) -> Use:
    """Return one gun of a set-up: who may hold it and what is in it; they point it.

    An empty or non-firing gun holds nothing, whatever is said of rounds.
    """
    loaded = holds in _WITH_ROUNDS
    return Use(
        weapon=gun(name),
        performers=tuple(person(performer).id for performer in to),
        acts=(Act.POINT,),
        holds=holds,
        rounds=rounds if loaded else 0,
        lot=lot(lot_name) if loaded else LotId(""),
        reason=words("seen close, opened on camera"),
    )


def planned(*uses: Use, name: str = "set-up", phase: Phase = Phase.TAKE) -> ApproveSetUp:
    """Return the approval of a set-up of these uses; without any, of the plain one."""
    return ApproveSetUp(
        set_up=set_up(name),
        scene=SCENE,
        phase=phase,
        uses=uses or (use(),),
        line=Line.CLEAR,
        nearest_mm=FAR_MM,
        inside=(),
        area=(person("performer").id,),
    )
