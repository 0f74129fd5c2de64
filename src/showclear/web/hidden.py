"""What nobody can see of a loaded gun, as ends of catalogue ids: the action types' own sentences.

The sentences of ``field.patterns`` are in the first language; a page says them in the asker's.
"""

from __future__ import annotations

from typing import Final

HIDDEN: Final = {
    "case heads of blank and live look alike": "heads-alike",
    "a dummy's side hole, and its primer pocket seen from the front": "side-hole",
    "the bullet in a chamber that is seen from behind": "bullet",
    "more than one chamber at a time": "one-at-a-time",
    "a charge seen from behind": "charge-from-behind",
    "a ball or wad seated under another": "ball-under-another",
    "a percussion cylinder put in again": "percussion-cylinder",
    "rounds in the gun magazine, but for witness holes": "but-for-holes",
    "the round in the chamber of a closed action": "closed-action",
    "what lies in front of the case in the chamber": "in-front-of-case",
    "every round in the tube, and how many: only what was counted in": "tube",
    "a shell held back by its catch": "shell-held-back",
    "a round that stands up in the carrier of a closed action": "stands-up",
    "rounds in a closed gun magazine": "closed-gun-magazine",
    "the round in the chamber of a closed bolt": "closed-bolt",
    "rounds in the gun magazine": "in-gun-magazine",
    "a round or link under a closed feed cover": "feed-cover",
    "the barrels that are not at the opening": "other-barrels",
    "the charge in the barrel, and whether anything lies on it or under it": "charge",
    "a ramrod left in the barrel, from behind": "ramrod-left",
    "what a cartridge throws: flare, smoke and report look alike from behind": "what-it-throws",
    "gas that has gathered": "gas",
    "a pellet in the barrel once the gun magazine is back": "pellet",
    "whether the one on the table is the one that was looked at: look for the mark": "which-one",
    "with the action closed, whether it is a replica at all": "replica",
    "with the action closed, whether the work is whole": "work-whole",
}
