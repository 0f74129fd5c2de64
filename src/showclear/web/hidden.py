"""What nobody can see of a loaded gun, as ids of the catalogue: the action types' own sentences.

The sentences of ``field.patterns`` are in the first language; a page says them in the asker's.
"""

from __future__ import annotations

from typing import Final

HIDDEN: Final = {
    "case heads of blank and live look alike": "page.hidden.heads-alike",
    "a dummy's side hole, and its primer pocket seen from the front": "page.hidden.side-hole",
    "the bullet in a chamber that is seen from behind": "page.hidden.bullet",
    "more than one chamber at a time": "page.hidden.one-at-a-time",
    "a charge seen from behind": "page.hidden.charge-from-behind",
    "a ball or wad seated under another": "page.hidden.ball-under-another",
    "a percussion cylinder put in again": "page.hidden.percussion-cylinder",
    "rounds in the gun magazine, but for witness holes": "page.hidden.but-for-holes",
    "the round in the chamber of a closed action": "page.hidden.closed-action",
    "what lies in front of the case in the chamber": "page.hidden.in-front-of-case",
    "every round in the tube, and how many: only what was counted in": "page.hidden.tube",
    "a shell held back by its catch": "page.hidden.shell-held-back",
    "a round that stands up in the carrier of a closed action": "page.hidden.stands-up",
    "rounds in a closed gun magazine": "page.hidden.closed-gun-magazine",
    "the round in the chamber of a closed bolt": "page.hidden.closed-bolt",
    "rounds in the gun magazine": "page.hidden.in-gun-magazine",
    "a round or link under a closed feed cover": "page.hidden.feed-cover",
    "the barrels that are not at the opening": "page.hidden.other-barrels",
    "the charge in the barrel, and whether anything lies on it or under it": "page.hidden.charge",
    "a ramrod left in the barrel, from behind": "page.hidden.ramrod-left",
    "what a cartridge throws: flare, smoke and report look alike from behind": (
        "page.hidden.what-it-throws"
    ),
    "gas that has gathered": "page.hidden.gas",
    "a pellet in the barrel once the gun magazine is back": "page.hidden.pellet",
    "whether the one on the table is the one that was looked at: look for the mark": (
        "page.hidden.which-one"
    ),
    "with the action closed, whether it is a replica at all": "page.hidden.replica",
    "with the action closed, whether the work is whole": "page.hidden.work-whole",
}
