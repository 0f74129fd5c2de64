"""Flare guns, and what looks like a gun and fires no cartridge, as data.

General gunsmith knowledge, evidence mark M (``mechanisms.EVIDENCE``): to be struck out or
confirmed by working armorers. The check that matters for a rubber gun, a replica or a deactivated
one is that it is what it is said to be.
"""

from __future__ import annotations

from typing import Final

from showclear.field.mechanisms import (
    BODY,
    BORE,
    BREECH,
    CHAMBERS,
    GAS_SUPPLY,
    GUN_MAGAZINE,
    IGNITER,
    MUZZLE,
    PELLETS,
    Adaptation,
    LookWay,
    Pattern,
)
from showclear.field.patterns_handguns import AS_MADE, FROM_BEHIND, OPENED

AS_SUCH: Final = frozenset({LookWay.NON_FIRING})
DEACTIVATED: Final = (BODY, BREECH, MUZZLE)

OTHERS: Final = (
    Pattern(
        name="flare-gun",
        title="Flare gun",
        chambers_min=1,
        chambers_max=1,
        ways=OPENED,
        bore_methods=FROM_BEHIND,
        adaptations=AS_MADE,
        empty=(CHAMBERS, BORE),
        loaded=(CHAMBERS,),
        into=(CHAMBERS,),
        keeps_cases=True,
        goes_off=(
            "the trigger with the hammer cocked, or through a long pull",
            "a blow on a hammer that rests on a live primer",
        ),
        proof=("open", "the chamber", "the bore, looked through from the breech"),
        hidden=("what a cartridge throws: flare, smoke and report look alike from behind",),
        special="a tube put into the barrel makes it fire other cartridges: look for one",
    ),
    Pattern(
        name="gas-gun",
        title="Gas or propane gun: flame and report without cartridges",
        ways=AS_SUCH,
        identified=(BODY, GAS_SUPPLY, IGNITER),
        goes_off=(
            "gas that has gathered, and any spark",
            "the igniter while the supply is open",
        ),
        proof=(
            "the body: no chamber that takes a cartridge",
            "the gas supply: off, or not there",
            "the igniter: off, or not there",
        ),
        hidden=("gas that has gathered",),
        special="it throws flame: effects answer for it as well as props",
    ),
    Pattern(
        name="airsoft",
        title="Pellet or airsoft gun, by spring, gas or electric",
        capacity_max=1_000,
        ways=AS_SUCH,
        identified=(GUN_MAGAZINE, PELLETS, BODY),
        goes_off=("the trigger, by whatever drives it: a pellet leaves where there is one",),
        proof=(
            "the gun magazine out, and seen",
            "no pellet in the barrel or on the way to it",
            "the body: no chamber that takes a cartridge",
        ),
        hidden=("a pellet in the barrel once the gun magazine is back",),
        special="spring, gas or electric; pellets are counted like nothing else: seen or not",
    ),
    Pattern(
        name="solid",
        title="Rubber, resin, wood or solid metal",
        ways=AS_SUCH,
        identified=(BODY,),
        goes_off=("nothing",),
        proof=("the body: it bends, or is of one piece, with no bore and no chamber",),
        hidden=("whether the one on the table is the one that was looked at: look for the mark",),
        special="whether it is what it is said to be",
    ),
    Pattern(
        name="replica",
        title="Replica that moves like a gun and takes no cartridge",
        ways=AS_SUCH,
        identified=DEACTIVATED,
        goes_off=("nothing, while it is what it is said to be", "caps, where it takes caps"),
        proof=(
            "the body, and the maker's mark",
            "the breech: no chamber that takes a cartridge",
            "the muzzle: no bore, or a closed one",
        ),
        hidden=("with the action closed, whether it is a replica at all",),
        special="whether it is what it is said to be",
    ),
    Pattern(
        name="deactivated",
        title="Deactivated gun, of whatever action",
        ways=AS_SUCH,
        adaptations=frozenset({Adaptation.NONE, Adaptation.DEACTIVATED}),
        identified=DEACTIVATED,
        goes_off=("nothing, while the work done on it is whole",),
        proof=(
            "the body, its mark and its paper",
            "the breech: closed for good, or no firing pin",
            "the muzzle: closed or slotted",
        ),
        hidden=("with the action closed, whether the work is whole",),
        special="by whom and to which rules it was deactivated; these differ by country and year",
    ),
)
