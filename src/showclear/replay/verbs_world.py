"""Steps that happen in the world only: nobody tells the record, and it cannot know."""

from __future__ import annotations

from showclear.replay.verbs_base import Happens
from showclear.replay.words import (
    ContainerName,
    GunName,
    LotName,
    Millimetres,
    PersonName,
    Position,
    TrueRound,
    TrueRounds,
)


class PutsRound(Happens, frozen=True, kw_only=True, tag="puts-round"):
    """A round gets into a gun; where a container is named, it is taken out of that.

    Example: {do: puts-round, gun: colt, position: 6, round: live, by: extra-1}
    """

    gun: GunName
    position: Position
    round: TrueRound
    from_: ContainerName = ""
    lot: LotName = ""


class PutsInto(Happens, frozen=True, kw_only=True, tag="puts-into"):
    """Rounds get into a container, among those of a lot or by themselves.

    Example: {do: puts-into, container: box-a, lot: dummies-a, rounds: [live], by: extra-1}
    """

    container: ContainerName
    rounds: TrueRounds
    lot: LotName = ""


class Swaps(Happens, frozen=True, kw_only=True, tag="swaps"):
    """Two guns are taken for each other from now on, with whatever is in them.

    Example: {do: swaps, gun: colt, for: colt-2, by: dresser}
    """

    gun: GunName
    for_: GunName


class Passes(Happens, frozen=True, kw_only=True, tag="passes"):
    """A gun goes from hand to hand, or is picked up, without the record being asked or told.

    Example: {do: passes, gun: colt, to: lead, by: first-ad}
    """

    gun: GunName
    to: PersonName


class LaysDown(Happens, frozen=True, kw_only=True, tag="lays-down"):
    """A gun is laid down and nobody holds it.

    Example: {do: lays-down, gun: colt, by: lead}
    """

    gun: GunName


class Points(Happens, frozen=True, kw_only=True, tag="points"):
    """The muzzle points at somebody, or, where nobody is named, in a clear direction.

    Example: {do: points, gun: colt, at-person: operator, distance-mm: 1200, by: lead}
    """

    gun: GunName
    at_person: PersonName = ""
    distance_mm: Millimetres | None = None


class Cocks(Happens, frozen=True, kw_only=True, tag="cocks"):
    """The hammer is drawn back.

    Example: {do: cocks, gun: colt, by: lead}
    """

    gun: GunName


class Pulls(Happens, frozen=True, kw_only=True, tag="pulls"):
    """The trigger is pulled; what happens follows from what is truly in the gun.

    Left out, the position under the hammer is the worst one that is loaded.

    Example: {do: pulls, gun: colt, position: 1, by: lead}
    """

    gun: GunName
    position: Position = ""


class Slips(Happens, frozen=True, kw_only=True, tag="slips"):
    """The hammer falls or is struck without the trigger being pulled on purpose.

    Example: {do: slips, gun: colt, by: lead}
    """

    gun: GunName
    position: Position = ""


class Gunshot(Happens, frozen=True, kw_only=True, tag="gunshot"):
    """The gun goes off, however that came about, if anything in it can.

    Example: {do: gunshot, gun: colt, pointed-at: operator, distance-mm: 1200}
    """

    gun: GunName
    pointed_at: PersonName = ""
    distance_mm: Millimetres | None = None


class Obstructs(Happens, frozen=True, kw_only=True, tag="obstructs"):
    """Something gets stuck in the bore.

    Example: {do: obstructs, gun: colt}
    """

    gun: GunName


class ClearsBore(Happens, frozen=True, kw_only=True, tag="clears-bore"):
    """What was stuck in the bore comes out.

    Example: {do: clears-bore, gun: colt, by: armorer}
    """

    gun: GunName


VERBS = (
    PutsRound,
    PutsInto,
    Swaps,
    Passes,
    LaysDown,
    Points,
    Cocks,
    Pulls,
    Slips,
    Gunshot,
    Obstructs,
    ClearsBore,
)
