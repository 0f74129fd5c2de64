"""Action types of revolvers, pistols and derringers, as data.

General gunsmith knowledge, evidence mark M (``mechanisms.EVIDENCE``): to be struck out or
confirmed by working armorers. What is looked at, never how a gun is used.
"""

from __future__ import annotations

from typing import Final

from showclear.field.mechanisms import (
    BORE,
    BORES,
    CHAMBERS,
    GUN_MAGAZINE,
    MAGAZINE,
    MAGAZINE_WELL,
    NIPPLES,
    Adaptation,
    BoreMethod,
    LookWay,
    Pattern,
)

PLUGS: Final = frozenset(
    {Adaptation.PLUG_FRONT_VENT, Adaptation.PLUG_TOP_VENT, Adaptation.PLUG_SIDE_VENT}
)
AS_MADE: Final = frozenset({Adaptation.NONE, Adaptation.DEACTIVATED})
WITH_PLUG: Final = AS_MADE | PLUGS
SELF_LOADING: Final = WITH_PLUG | {Adaptation.RESTRICTOR}

OPENED: Final = frozenset({LookWay.SEEN_EMPTY, LookWay.SEEN_GOING_IN, LookWay.TAKEN_OUT_AND_SEEN})
# Once it is in, a round of a gun magazine or a charge is not seen again (rules.md R32, Applied).
GOING_IN_ONLY: Final = frozenset({LookWay.SEEN_EMPTY, LookWay.SEEN_GOING_IN})

BEHIND_SHIELD: Final = frozenset({BoreMethod.CYLINDER_OUT, BoreMethod.ROD_TO_MARK})
FROM_THE_FRONT: Final = frozenset({BoreMethod.ROD_TO_MARK, BoreMethod.LIGHT})
FROM_BEHIND: Final = FROM_THE_FRONT | {BoreMethod.THROUGH_BREECH}

HEADS_ALIKE: Final = "case heads of blank and live look alike"
SIDE_HOLE: Final = "a dummy's side hole, and its primer pocket seen from the front"
BULLET: Final = "the bullet in a chamber that is seen from behind"
HALF_COCK: Final = "a half-cock notch that is worn or overcome by force"
SLIP: Final = "a hammer let slip before full cock with the trigger held back"

HANDGUNS: Final = (
    Pattern(
        name="single-action-1873",
        title="Single-action revolver, 1873 pattern, no transfer bar",
        chambers_min=5,
        chambers_max=6,
        ways=OPENED,
        bore_methods=BEHIND_SHIELD,  # the recoil shield stands behind the barrel
        adaptations=WITH_PLUG,
        empty=(CHAMBERS, BORE),
        loaded=(CHAMBERS,),
        into=(CHAMBERS,),
        keeps_cases=True,
        goes_off=(
            "a blow on a hammer that rests on a live primer, or a fall on it",
            "the trigger at full cock",
            SLIP,
            HALF_COCK,
        ),
        proof=(
            "the gate open and the cylinder free to turn",
            "each chamber at the gate, one at a time, counted aloud, through all of them",
            "the bore with the cylinder out, or rodded to the mark: the shield is behind it",
        ),
        hidden=(HEADS_ALIKE, SIDE_HOLE, BULLET, "more than one chamber at a time"),
        special="which chambers hold rounds, and which comes up first",
    ),
    Pattern(
        name="single-action-transfer-bar",
        title="Single-action revolver, 1873 pattern, with transfer bar",
        chambers_min=5,
        chambers_max=6,
        ways=OPENED,
        bore_methods=BEHIND_SHIELD,
        adaptations=WITH_PLUG,
        empty=(CHAMBERS, BORE),
        loaded=(CHAMBERS,),
        into=(CHAMBERS,),
        keeps_cases=True,
        goes_off=(
            "the trigger at full cock",
            "a hammer that falls while the trigger is held back: only then is the bar up",
            "a bar that is broken, worn or taken out",
        ),
        proof=(
            "the gate open; on many of these it frees the cylinder",
            "each chamber at the gate, one at a time, counted aloud, through all of them",
            "the bore with the cylinder out, or rodded to the mark",
        ),
        hidden=(HEADS_ALIKE, SIDE_HOLE, BULLET, "more than one chamber at a time"),
        special="whether the transfer bar is there: from outside it looks like the older gun",
    ),
    Pattern(
        name="double-action-swing-out",
        title="Double-action revolver with swing-out cylinder",
        chambers_min=5,
        chambers_max=10,
        ways=OPENED,
        bore_methods=FROM_BEHIND,
        adaptations=WITH_PLUG,
        empty=(CHAMBERS, BORE),
        loaded=(CHAMBERS,),
        into=(CHAMBERS,),
        keeps_cases=True,
        goes_off=(
            "a long pull of the trigger, which cocks it and lets it fall",
            "the trigger with the hammer cocked",
        ),
        proof=(
            "the crane open",
            "all chambers at once, seen through",
            "the bore from the breech",
        ),
        hidden=(HEADS_ALIKE, SIDE_HOLE, BULLET),
        special="which chambers hold rounds, and which comes up first",
    ),
    Pattern(
        name="top-break",
        title="Top-break revolver",
        chambers_min=5,
        chambers_max=8,
        ways=OPENED,
        bore_methods=FROM_BEHIND,
        adaptations=WITH_PLUG,
        empty=(CHAMBERS, BORE),
        loaded=(CHAMBERS,),
        into=(CHAMBERS,),
        keeps_cases=True,
        goes_off=(
            "the trigger, cocked or through a long pull",
            "on old ones a blow on a hammer that rests on a live primer",
            "a worn latch that opens as it goes off",
        ),
        proof=(
            "broken open; what the ejector lifted is out, and no case has slipped under it",
            "all chambers at once, seen through",
            "the bore from the breech",
        ),
        hidden=(HEADS_ALIKE, SIDE_HOLE, BULLET),
        special="single or double action",
    ),
    Pattern(
        name="percussion-revolver",
        title="Percussion revolver, charged from the front of the cylinder",
        chambers_min=5,
        chambers_max=12,
        ways=GOING_IN_ONLY,
        bore_methods=BEHIND_SHIELD,
        adaptations=WITH_PLUG,
        empty=(NIPPLES, CHAMBERS, BORE),
        loaded=(CHAMBERS, NIPPLES),
        into=(CHAMBERS, NIPPLES),
        goes_off=(
            "a hammer that rests on a cap and is struck or dropped",
            "the trigger at full cock",
            SLIP,
            "one chamber that sets off its neighbours (chain fire)",
            "a cap alone, which makes a report of its own",
        ),
        proof=(
            "every nipple seen without a cap",
            "every chamber rodded from the front, or the front of the cylinder seen",
            "the bore with the cylinder out, or rodded to the mark",
        ),
        hidden=("a charge seen from behind", "a ball or wad seated under another"),
        special="capped or not, chamber by chamber; rodded or not",
    ),
    Pattern(
        name="cartridge-conversion",
        title="Percussion revolver converted to cartridges",
        chambers_min=5,
        chambers_max=6,
        ways=OPENED,
        bore_methods=BEHIND_SHIELD,
        adaptations=WITH_PLUG,
        empty=(CHAMBERS, BORE),
        loaded=(CHAMBERS,),
        into=(CHAMBERS,),
        keeps_cases=True,
        goes_off=(
            "a blow on a hammer that rests on a live primer, or on a firing pin before it",
            "the trigger at full cock",
            SLIP,
            HALF_COCK,
        ),
        proof=(
            "which cylinder is in it: cartridges or caps",
            "each chamber at the gate, or the cylinder out and seen through",
            "the bore with the cylinder out, or rodded to the mark",
        ),
        hidden=(HEADS_ALIKE, SIDE_HOLE, BULLET, "a percussion cylinder put in again"),
        special="from outside it looks like a percussion revolver; which cylinder it has",
    ),
    Pattern(
        name="derringer",
        title="Derringer, one to four barrels",
        chambers_min=1,
        chambers_max=4,
        ways=OPENED,
        bore_methods=FROM_BEHIND,
        adaptations=WITH_PLUG,
        empty=(CHAMBERS, BORES),
        loaded=(CHAMBERS,),
        into=(CHAMBERS,),
        keeps_cases=True,
        goes_off=(
            "a blow on a hammer that rests on a live primer, or a fall on it",
            "the trigger at full cock; many have no guard",
            "a second barrel after the first: it changes over by itself",
        ),
        proof=("open", "each chamber", "each bore, looked through from the breech"),
        hidden=(HEADS_ALIKE, SIDE_HOLE, BULLET),
        special="which barrel is next",
    ),
    Pattern(
        name="self-loading-pistol",
        title="Self-loading pistol",
        chambers_min=1,
        chambers_max=1,
        capacity_min=1,
        capacity_max=100,
        ways=GOING_IN_ONLY,
        bore_methods=FROM_THE_FRONT,
        adaptations=SELF_LOADING,
        empty=(GUN_MAGAZINE, MAGAZINE_WELL, CHAMBERS, BORE),
        loaded=(CHAMBERS, MAGAZINE),
        into=(CHAMBERS, MAGAZINE),
        goes_off=(
            "the trigger with a round in the chamber, the gun magazine in or out",
            "the slide worked after the gun magazine seemed empty: it brings up the next round",
            "an inertia or broken firing pin, or a fall",
        ),
        proof=(
            "the gun magazine out, and seen empty",
            "the well it came from",
            "the action locked open: the chamber by eye and by finger",
            "the bore, by a light from the front or rodded to the mark",
        ),
        hidden=(
            "rounds in the gun magazine, but for witness holes",
            "the round in the chamber of a closed action",
            HEADS_ALIKE,
        ),
        special="order: opened before the gun magazine is out, it takes up a round again",
    ),
)
