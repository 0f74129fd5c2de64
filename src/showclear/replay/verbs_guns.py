"""Steps of a gun's day: taken out, shown, loaded, handed over, fired, collected, locked up."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from showclear.field.mechanisms import BoreMethod, LookWay
from showclear.field.stock import GUNSHOTS_MAX, RoundsOrNone
from showclear.record.events.guns import FireResult, Part
from showclear.record.events.handling import Act, Ahead, Announced
from showclear.replay.verbs_base import Asked, Looked, Told
from showclear.replay.words import (
    ContainerName,
    EarlierStep,
    GunName,
    GunNames,
    ItemNames,
    LotName,
    Millimetres,
    PersonName,
    Positions,
    SetUpName,
    Steps,
    Text,
    TrueRounds,
)

Acts = Annotated[tuple[Act, ...], Meta(max_length=len(Act))]
Gunshots = Annotated[int, Meta(ge=1, le=GUNSHOTS_MAX)]


class OpenDay(Asked, frozen=True, kw_only=True, tag="open-day"):
    """The caller opens the working day and names the working area.

    Example: {do: open-day, at: "07:00", area: north of the creek, by: first-ad}
    """

    area: Text = ""


class CloseDay(Told, frozen=True, kw_only=True, tag="close-day"):
    """The working day is closed.

    Example: {do: close-day, by: first-ad}
    """


class TakeOut(Asked, frozen=True, kw_only=True, tag="take-out"):
    """A handler takes items out of a locked place.

    Example: {do: take-out, items: [colt], place: lockup, by: armorer}
    """

    items: ItemNames
    place: ContainerName


class Load(Asked, frozen=True, kw_only=True, tag="load"):
    """A handler puts rounds of one lot into a gun.

    Example: {do: load, gun: colt, from: box-a, lot: dummies-a, positions: [1-6], by: armorer}
    """

    gun: GunName
    from_: ContainerName
    lot: LotName
    positions: Positions
    true_rounds: TrueRounds = ()


class MakeClear(Told, frozen=True, kw_only=True, tag="make-clear"):
    """A gun is made clear: rounds and fired cases come out, into a container.

    Left out, the counts are what truly comes out.

    Example: {do: make-clear, gun: colt, into: box-a, lot: dummies-a, by: armorer}
    """

    gun: GunName
    into: ContainerName
    lot: LotName
    rounds: RoundsOrNone | None = None
    fired_cases: RoundsOrNone | None = None


class Look(Looked, frozen=True, kw_only=True):
    """What all looks at one gun share: the way it is looked at, and how the bore was checked."""

    gun: GunName
    way: LookWay = LookWay.SEEN_EMPTY
    bore: BoreMethod | None = None


class Show(Look, frozen=True, kw_only=True, tag="show"):
    """A gun is shown to a second person, who answers alone, as the handler does.

    Answers are phrases such as `all empty`, `1-5 dummy`, `6 could-not-see`, `bore empty`.

    Example: {do: show, gun: colt, way: seen-going-in, by: armorer, second: first-ad}
    """


class OpeningCheck(Look, frozen=True, kw_only=True, tag="opening-check"):
    """The opening check of the day: two separate looks.

    Example: {do: opening-check, gun: colt, by: armorer, second: assistant}
    """


class IntakeCheck(Look, frozen=True, kw_only=True, tag="intake-check"):
    """The handler's inspection when a gun arrives.

    Example: {do: intake-check, gun: colt, by: armorer}
    """


class OwnLook(Look, frozen=True, kw_only=True, tag="own-look"):
    """Somebody looks for themselves.

    Example: {do: own-look, gun: colt, by: lead, answers: {lead: [1-3 dummy, 4-6 could-not-see]}}
    """


class HandOver(Asked, frozen=True, kw_only=True, tag="hand-over"):
    """A handler hands a gun to a performer.

    Left out, `rounds` is what the record has in the gun and `looks` the last ones at it.

    Example: {do: hand-over, gun: colt, to: lead, announced: dummies, acts: point, by: armorer}
    """

    gun: GunName
    to: PersonName
    announced: Announced
    rounds: RoundsOrNone | None = None
    looks: Steps = ()
    acts: Acts = ()
    set_up: SetUpName = ""


class Shown(Told, frozen=True, kw_only=True, tag="shown"):
    """The performer's own sentence: I was shown. I took it.

    Example: {do: shown, gun: colt, by: lead}
    """

    gun: GunName
    hand_over: EarlierStep = ""


class Collect(Told, frozen=True, kw_only=True, tag="collect"):
    """A handler has guns back in hand.

    Example: {do: collect, guns: [colt], giver: lead, by: armorer}
    """

    guns: GunNames
    giver: PersonName = ""


class LockUp(Told, frozen=True, kw_only=True, tag="lock-up"):
    """Items are locked away.

    Example: {do: lock-up, items: [colt], place: lockup, by: armorer}
    """

    items: ItemNames
    place: ContainerName


class OneGun(Told, frozen=True, kw_only=True):
    """What steps about one gun share."""

    gun: GunName


class Fired(OneGun, frozen=True, kw_only=True, tag="fired"):
    """Gunshots that were called for; `pointed-at` is whom the muzzle truly points at.

    Example: {do: fired, gun: colt, gunshots: 2, by: armorer}
    """

    gunshots: Gunshots
    pointed_at: PersonName = ""
    distance_mm: Millimetres | None = None


class Discharge(OneGun, frozen=True, kw_only=True, tag="discharge"):
    """A gunshot that nobody called for.

    Example: {do: discharge, gun: colt, by: grip}
    """

    gunshots: Gunshots = 1
    pointed_at: PersonName = ""
    distance_mm: Millimetres | None = None


class Misfire(OneGun, frozen=True, kw_only=True, tag="misfire"):
    """It did not go off.

    Example: {do: misfire, gun: colt, by: lead}
    """


class Jam(OneGun, frozen=True, kw_only=True, tag="jam"):
    """It jammed.

    Example: {do: jam, gun: colt, by: lead}
    """


class Dropped(OneGun, frozen=True, kw_only=True, tag="dropped"):
    """It was dropped.

    Example: {do: dropped, gun: colt, by: grip}
    """


class OutOfSight(OneGun, frozen=True, kw_only=True, tag="out-of-sight"):
    """It left the handler's sight.

    Example: {do: out-of-sight, gun: colt, by: armorer}
    """


class Opened(OneGun, frozen=True, kw_only=True, tag="opened"):
    """It was opened without the second person.

    Example: {do: opened, gun: colt, by: armorer}
    """


class Wetted(OneGun, frozen=True, kw_only=True, tag="wetted"):
    """It got wet.

    Example: {do: wetted, gun: colt, by: armorer}
    """


class MayHaveBeenSwapped(OneGun, frozen=True, kw_only=True, tag="may-have-been-swapped"):
    """It may have been swapped for another.

    Example: {do: may-have-been-swapped, gun: colt, by: armorer}
    """


class WentAhead(Told, frozen=True, kw_only=True, tag="went-ahead"):
    """Somebody reports that something went ahead without the record's leave.

    Example: {do: went-ahead, what: hand-over, items: [colt], in-hand: lead, by: grip}
    """

    what: Ahead
    items: ItemNames
    in_hand: PersonName = ""
    refused: EarlierStep = ""


class KeepAsFound(Told, frozen=True, kw_only=True, tag="keep-as-found"):
    """The gun involved, what is in it and its place stay as found.

    Example: {do: keep-as-found, items: [colt], guard: grip, by: first-ad}
    """

    items: ItemNames
    guard: PersonName = ""


class EndKeep(Asked, frozen=True, kw_only=True, tag="end-keep"):
    """Two officers and one outside person end keeping as found.

    Example: {do: end-keep, keep: kept, by: [producer, manager, inspector]}
    """

    keep: EarlierStep = ""


class FireTest(OneGun, frozen=True, kw_only=True, tag="test-fire"):
    """A gun is test-fired with a lot, off the set.

    Example: {do: test-fire, gun: colt, lot: blanks-a, result: as-it-should, debris-mm: 3000, by: armorer}
    """  # noqa: E501 - an example is one line

    lot: LotName
    result: FireResult = FireResult.AS_IT_SHOULD
    debris_mm: Millimetres = 0


class ApproveLots(Asked, frozen=True, kw_only=True, tag="approve-lots"):
    """The handler lists the lots that fit a gun.

    Example: {do: approve-lots, gun: colt, lots: [blanks-a, dummies-a], by: armorer}
    """

    gun: GunName
    lots: Annotated[tuple[LotName, ...], Meta(max_length=32)]


class FoundUnfit(OneGun, frozen=True, kw_only=True, tag="found-unfit"):
    """Something about a gun is not as it should be; it waits for a gunsmith.

    Example: {do: found-unfit, gun: colt, part: hammer, by: armorer}
    """

    part: Part


class Release(Asked, frozen=True, kw_only=True, tag="release"):
    """A gunsmith has released a gun again, endorsed by the handler, who is named first.

    Example: {do: release, gun: colt, unfit: hammer-worn, by: [armorer, gunsmith]}
    """

    gun: GunName
    unfit: EarlierStep


class Snapped(OneGun, frozen=True, kw_only=True, tag="snapped"):
    """Snapped through all positions in a clear direction.

    Example: {do: snapped, gun: colt, by: armorer}
    """


class FunctionCheck(Looked, frozen=True, kw_only=True, tag="function-check"):
    """Whether the action works as it should; each answers `works` or `does-not-work`.

    Example: {do: function-check, gun: colt, by: armorer, answers: {armorer: works}}
    """

    gun: GunName


class GoAgain(Asked, frozen=True, kw_only=True, tag="go-again"):
    """After a cut the same performer keeps the gun, in the handler's sight.

    Example: {do: go-again, gun: colt, set-up: bar-1, by: armorer}
    """

    gun: GunName
    set_up: SetUpName


VERBS = (
    OpenDay,
    CloseDay,
    TakeOut,
    Load,
    MakeClear,
    Show,
    OpeningCheck,
    IntakeCheck,
    OwnLook,
    HandOver,
    Shown,
    Collect,
    LockUp,
    Fired,
    Discharge,
    Misfire,
    Jam,
    Dropped,
    OutOfSight,
    Opened,
    Wetted,
    MayHaveBeenSwapped,
    WentAhead,
    KeepAsFound,
    EndKeep,
    FireTest,
    ApproveLots,
    FoundUnfit,
    Release,
    Snapped,
    FunctionCheck,
    GoAgain,
)
