"""What is said for each code, outcome and event: sentences for people, none of them an assurance.

``BECAUSE`` completes "not yet: because ...", and says of a report that was taken down all the same
how it is marked. The trade's misread words are kept out (a test runs over this file).
"""

from __future__ import annotations

from typing import Final

from showclear.record.codes import Code
from showclear.record.events.desk import Outcome

BECAUSE: Final = {
    Code.KEY_REVOKED: "a key that signed was revoked",
    Code.KEY_OF_ANOTHER_PERSON: "a key that signed belongs to somebody else",
    Code.ONE_KEY_TWO_NAMES: "one key signed under two names",
    Code.SAME_PERSON_TWICE: "the same person signed twice",
    Code.ROLE_NOT_HELD: "a person who signed was not granted the role it takes",
    Code.KEY_ALREADY_ENROLLED: "this key is enrolled already",
    Code.PERSON_UNKNOWN: "nobody of that id or key is enrolled",
    Code.TOO_FEW_OFFICERS_LEFT: "too few officers would be left to enrol anybody",
    Code.HEAD_NEVER_HAD: "it names a head that this ledger never had",
    Code.ITEM_UNKNOWN: "an item in it was never received here",
    Code.ITEM_ELSEWHERE: "something has happened to an item since it was signed",
    Code.NO_RULES_IN_FORCE: "the core rows are not in force",
    Code.RULE_UNKNOWN: "an adopted row names a rule that this program does not know",
    Code.PARAMETER_MISSING: "an adopted row lacks a number its rule needs",
    Code.PARAMETERS_DISAGREE: "two adopted rows disagree where neither is the stricter",
    Code.DUTIES_CONTRADICT: "adopted rows contradict each other, and nobody has chosen",
    Code.PACK_TEXT_MISSING: "the text of an adopted rule pack is missing",
    Code.KEPT_AS_FOUND: "something is kept as found",
    Code.STOP_OPEN: "somebody said stop",
    Code.CONCERN_OPEN: "a concern is not answered yet",
    Code.LIVE_OR_UNKNOWN_ROUND_ABOUT: "a round that looks live, or that nobody can name, is about",
    Code.NOT_IN_CHARGE: "whoever signed is not in charge of it",
    Code.NOT_IN_HAND: "it is in somebody else's hand",
    Code.NO_KEY_TO_PLACE: "whoever signed holds no key to that place",
    Code.NOT_IN_THAT_PLACE: "it is not in that place",
    Code.OPENING_CHECK_MISSING: "the opening check of today is missing",
    Code.DAY_NOT_OPEN: "the working day is not open",
    Code.ONLY_TO_A_PERFORMER: "it is handed only to a performer or who stands in for one",
    Code.ROUND_NOT_PROVED: "the rounds are not proved one by one",
    Code.TOO_FEW_ROUNDS: "the record has fewer rounds there",
    Code.POSITION_NOT_FREE: "a position named is not free",
    Code.BORE_NOT_SEEN: "the bore has not been seen since",
    Code.NOT_SHOWN: "it has not been shown for this step",
    Code.HANDED_OVER_SINCE: "it was handed over since it was last shown",
    Code.SHOWING_ENDED: "what was last shown has ended",
    Code.SHOWING_TOO_OLD: "it was shown too long ago",
    Code.LOOKS_DISAGREE: "the looks disagree, or a position was not seen",
    Code.SECOND_PERSON_NOT_ADMISSIBLE: "the second person may not be one here",
    Code.LOOKS_NOT_CITED: "the looks it rests on are not named",
    Code.ANNOUNCED_DIFFERS: "what is announced is not what was shown",
    Code.NOT_NAMED_TO_LIFT: "those who signed are not the ones named for it",
    Code.NOTHING_TO_LIFT: "there is nothing open of that name",
    Code.TITLE_NOT_FOR_ROLE: "that title does not fill that role",
    Code.ROW_NOT_WAIVABLE: "that row cannot be waived",
    Code.LOWER_CLASS_SERVES: "a gun of a lower class may serve, and no reason is written",
    Code.OTHER_DUTY: "the handler has taken up another duty",
    Code.TOO_FEW_HANDLERS: "more guns would be out than the handlers present can watch",
    Code.CREDENTIAL_MISSING: "a paper of the handler is missing, out of date or does not cover it",
    Code.PERFORMER_NOT_TRAINED: "the performer is not on record as trained on that pattern",
    Code.NOT_TRAINED_NEAR: "somebody near it has no course on record",
    Code.NO_SET_UP: "no approved set-up is named",
    Code.NOT_IN_SET_UP: "the set-up does not provide for this",
    Code.NOT_ASSESSED: "the scene has no written assessment",
    Code.SET_UP_CHANGED: "the set-up changed since it was approved",
    Code.NOT_PROVIDED: "something that has to be laid on is not on record",
    Code.NOT_BRIEFED: "somebody has not been briefed today",
    Code.INTAKE_INCOMPLETE: "its papers or the inspection on arrival are missing",
    Code.CARRIER_INSIDE: "somebody with a weapon of their own is inside the working area",
    Code.NOT_FIT: "it waits for a gunsmith",
    Code.NOT_TEST_FIRED: "it was not test-fired with that lot",
    Code.LIVE_USE_HERE: "live rounds are on this ledger's books",
    Code.NO_PROVENANCE: "nobody can say where those rounds came from",
    Code.LIVE_PRIMER: "a dummy of that lot was seen with a live primer",
    Code.KINDS_MIXED: "kinds of rounds would be mixed",
    Code.LOAD_NOT_APPROVED: "that lot is not on the gun's list, or of another calibre",
    Code.MORE_THAN_WRITTEN: "it holds more rounds than the take is written for",
    Code.DIFFERENCE_OPEN: "a difference from an earlier day is not answered",
    Code.BELT_NOT_COUNTED: "the belt or pocket was not counted by two",
    Code.NOT_THEIRS_TO_SAY: "whoever announced it is not the one who may",
    Code.LOADED_TOO_LONG: "the blanks have been in it for longer than the row allows",
    Code.REHEARSE_LOWER: "a rehearsal uses the lowest class that serves",
    Code.POINTED_AT_PERSON: "the muzzle line meets a person",
    Code.TOO_NEAR: "somebody is nearer to the muzzle than the row allows",
    Code.NO_SHIELD: "the lens is in the line without shield or remote camera",
    Code.AREA_NOT_COUNTED: "the firing area was not counted",
    Code.NOT_COLLECTED: "another gun was not collected after the cut",
    Code.GOING_AGAIN_NOT_HERE: "going again is not for this gun now",
    Code.UNATTENDED: "something was found unattended",
    Code.WAIT_NOT_OVER: "the wait after the misfire is not over",
    Code.FUNCTION_NOT_SEEN: "its action was not seen to work since",
    Code.DISCHARGE_OPEN: "a gunshot that was not called for is not answered",
    Code.NOT_COUNTED: "the last working day was not counted by two",
    Code.KEYS_NOT_REVIEWED: "who holds the keys of that place was not reviewed",
    Code.GUARDIAN_NOT_PRESENT: "a minor's guardian is not on record as present",
    Code.ABOVE_CLASS_LIMIT: "an item of a lower class is offered",
    Code.DECLINED_BEFORE: "one of the two has declined it before",
    Code.ANIMALS_OR_HEARING: "animals or hearing protection are not named in the plan",
    Code.DAY_NOT_TODAY: "that date is not today's",
    Code.ABOUT_THEMSELVES: "it is about the very person who signed it",
    Code.NO_REASON_GIVEN: "rows would ask for less, or one was chosen, and no reason is written",
}

# Why what was last shown no longer stands, as the fold says it (rules.md R54).
ENDED_BY: Final = {
    "received": "it arrived and nobody has shown it yet",
    "was-locked-away": "it was locked away",
    "locked-away": "it was locked away",
    "loaded": "rounds went in",
    "made-clear": "it was made clear",
    "released": "a gunsmith has had it",
    "fired": "it was fired",
    "went-ahead": "something went ahead without the record's leave",
    "kept-as-found": "it is kept as found",
    "came-from-elsewhere": "it came back from somebody the record did not expect",
    "relieved": "another handler took it over, and only one of the two has said so",
    "out-of-chain": "a report about it does not fit the record",
    "out-of-sight": "it was out of sight",
    "opened": "it was opened",
    "wetted": "it got wet",
    "dropped": "it was dropped",
    "jammed": "it jammed",
    "misfired": "it did not go off when it should have",
    "may-have-been-swapped": "it may have been swapped",
    "asked-to-see": "somebody asked to see",
    "corrected": "an earlier entry about it is said to be wrong",
    "unattributed": "a report came that no key stands for",
}


# On screens; the record's own words ("accepted", "admitted") sound like assurances there.
OUTCOMES: Final = {
    Outcome.ACCEPTED: "not refused",  # what was only noted against it is not in the log
    Outcome.REFUSED: "not yet",
    Outcome.ADMITTED: "taken down",
    Outcome.OUT_OF_CHAIN: "taken down, out of chain",
}


def outcome_word(outcome: Outcome) -> str:
    """Return what is said of an outcome on a screen."""
    return OUTCOMES[outcome]


def because(code: str) -> str:
    """Return the sentence of a code; an unknown one is shown as it is."""
    try:
        return BECAUSE[Code(code)]
    except ValueError:
        return code.replace("_", " ")


def ended_by(cause: str) -> str:
    """Return why a showing ended, in words."""
    return ENDED_BY.get(cause, cause.replace("-", " "))
