"""What each refusal code means, in words for a person who has never read the code.

The codes are in ``showclear.record.codes``; a test sees that each has its words here. What lifts
a refusal in the case at hand comes with the refusal itself; here stands what does so in general.

Example: ``MEANINGS[Code.STOP_OPEN].lift`` says who lifts a stop.
"""

from __future__ import annotations

from typing import Final

import msgspec

from showclear.record.codes import Code


class Meaning(msgspec.Struct, frozen=True):
    """What a code means, when it is given, and what lifts it."""

    means: str
    when: str
    lift: str


MEANINGS: Final = {
    Code.KEY_REVOKED: Meaning(
        "A signer's key was revoked before this entry.",
        "a signature by a key whose revocation stands at a lower index",
        "enrol a new key, then sign again",
    ),
    Code.KEY_OF_ANOTHER_PERSON: Meaning(
        "A key is enrolled for somebody other than the signer named with it.",
        "a signer borrows a key; or an enrolment not signed last by the enrolled key and person",
        "sign with one's own key; the enrolled key signs its own enrolment, last",
    ),
    Code.ONE_KEY_TWO_NAMES: Meaning(
        "One key signs for two people.",
        "the same public key stands at two signers of one event",
        "each signs with a key of their own",
    ),
    Code.SAME_PERSON_TWICE: Meaning(
        "One person fills two places.",
        "the same person stands at two signers of one event, with one key or two",
        "another person signs too",
    ),
    Code.ROLE_NOT_HELD: Meaning(
        "A signer acts in a role that was never granted to them.",
        "a signer's role is not among those of their enrolment and grants",
        "two officers grant the role",
    ),
    Code.KEY_ALREADY_ENROLLED: Meaning(
        "The key to be enrolled is known to this ledger already.",
        "an enrolment names a key that is enrolled, or was and is revoked",
        "make a fresh key and enrol it",
    ),
    Code.PERSON_UNKNOWN: Meaning(
        "The person or key named is not one this can be done to.",
        "a grant to nobody enrolled; a revocation of a key not enrolled, revoked, or the desk's",
        "enrol the person first; name a key that is enrolled and not revoked",
    ),
    Code.TOO_FEW_OFFICERS_LEFT: Meaning(
        "After this revocation fewer than two officers could sign.",
        "the key of an officer is revoked while at most one other officer has a key",
        "enrol another officer first",
    ),
    Code.HEAD_NEVER_HAD: Meaning(
        "The head named as last seen is none this ledger signed.",
        "`seen` names a size at which no commit ended, or another root",
        "sign under a head the ledger had",
    ),
    Code.ITEM_UNKNOWN: Meaning(
        "An item is named that never came into this ledger.",
        "a touched item has no event, or a rule looks for an item that was not received",
        "receive the item first",
    ),
    Code.ITEM_ELSEWHERE: Meaning(
        "Something happened to the item that the signer had not seen.",
        "a touched item's last event is another than the one named",
        "look at what happened, then sign again after it",
    ),
    Code.NO_RULES_IN_FORCE: Meaning(
        "The rows that are always on are not adopted whole.",
        "the core pack, or a row of it, is missing among the adopted rows",
        "adopt the core pack, whole",
    ),
    Code.RULE_UNKNOWN: Meaning(
        "A row is adopted that this program has no rule for, or that its pack does not have.",
        "an adopted row's id has no rule in this version or is not in the pack's text",
        "use a program that knows the rule; adopt rows the pack has",
    ),
    Code.PARAMETER_MISSING: Meaning(
        "A rule in force lacks a number or list it needs.",
        "no adopted row of the rule gives the parameter",
        "adopt a row that gives it",
    ),
    Code.PARAMETERS_DISAGREE: Meaning(
        "Two adopted rows give one parameter values of which neither is the stricter.",
        "rows of one rule differ in a parameter without an order",
        "adopt only one of the rows, by name",
    ),
    Code.PACK_TEXT_MISSING: Meaning(
        "The text of an adopted pack is not there, or is another one.",
        "no text with the adopted digest, a text that is no pack, or one with another id",
        "bring the pack's text with this digest",
    ),
    Code.KEPT_AS_FOUND: Meaning(
        "The item, or something else, is kept as found.",
        "a step while things are kept as found",
        "collect every other gun and make it clear; end keeping things as found",
    ),
    Code.STOP_OPEN: Meaning(
        "Somebody said stop, and nobody has lifted it.",
        "taking out, loading or handing over while a stop is open",
        "those whom the pack names lift it together",
    ),
    Code.CONCERN_OPEN: Meaning(
        "A concern about a discharge or a live round is open.",
        "a step while such a concern has no answer",
        "those whom the pack names answer it",
    ),
    Code.LIVE_OR_UNKNOWN_ROUND_ABOUT: Meaning(
        "A round that looks live, or that nobody can name, is outside quarantine.",
        "a gun that can fire is to be taken out, loaded or handed over meanwhile",
        "prove the rounds or put them in quarantine; search, then answer the open question",
    ),
    Code.NOT_IN_CHARGE: Meaning(
        "The signer is not the one in charge of the item.",
        "a step with an item that somebody else, a place or a gap answers for",
        "whoever is in charge takes this step",
    ),
    Code.NOT_IN_HAND: Meaning(
        "The item is not in the hands of the signer.",
        "a step with an item that somebody else is reported to hold",
        "collect it first",
    ),
    Code.NO_KEY_TO_PLACE: Meaning(
        "The signer holds no key to the place.",
        "taking out of a locked place whose key-holders do not include the signer",
        "somebody who holds a key takes it out",
    ),
    Code.NOT_IN_THAT_PLACE: Meaning(
        "The item is not where it is to be taken from.",
        "taking out of a place that is not in charge of the item",
        "collect it where it is",
    ),
    Code.OPENING_CHECK_MISSING: Meaning(
        "The gun has not had its opening check.",
        "a gun that can fire, before two people looked at every position of it",
        "two people look at every position, the bore by a method that works",
    ),
    Code.DAY_NOT_OPEN: Meaning(
        "The working day is not open.",
        "a step outside an opened day",
        "the caller opens the working day",
    ),
    Code.ONLY_TO_A_PERFORMER: Meaning(
        "The gun is to be handed to somebody who is no performer here.",
        "the person named was not enrolled or granted as performer",
        "hand it to somebody enrolled as performer, stand-ins included",
    ),
    Code.ROUND_NOT_PROVED: Meaning(
        "The rounds to be loaded were not proved one by one.",
        "fewer proved rounds in the container than are to be loaded, or too few proofs on each",
        "two people prove every round in it one by one, each for themselves",
    ),
    Code.TOO_FEW_ROUNDS: Meaning(
        "The book does not have that many rounds there.",
        "more rounds are to be loaded than the container holds of the lot",
        "take them from where the book has them",
    ),
    Code.POSITION_NOT_FREE: Meaning(
        "A position to be filled is not free, not there, or named twice.",
        "loading a position that holds a round, or that this gun does not have",
        "name free positions, each once",
    ),
    Code.BORE_NOT_SEEN: Meaning(
        "The bore is due to be looked at and nobody has.",
        "loading or handing over after an event that made the bore due",
        "the handler looks at the bore by a method that works on this pattern",
    ),
    Code.NOT_SHOWN: Meaning(
        "No showing supports what the gun is said to be.",
        "no two looks that name the last change, see every position and agree",
        "show it: all positions, out loud, then each answers for themselves",
    ),
    Code.HANDED_OVER_SINCE: Meaning(
        "It was handed over since it was last shown.",
        "the looks that stand are older than the last hand-over",
        "before each hand-over show it: all positions, out loud, then each answers for themselves",
    ),
    Code.SHOWING_ENDED: Meaning(
        "What was shown has ended.",
        "the gun was out of sight, opened, dropped, or asked to be seen since",
        "show it again to a second person",
    ),
    Code.SHOWING_TOO_OLD: Meaning(
        "The showing is longer ago than the pack allows, or its age cannot be told.",
        "minutes passed, or the clock ran backwards across a start of the machine",
        "show it again",
    ),
    Code.LOOKS_DISAGREE: Meaning(
        "Two looks at the same gun do not agree.",
        "two people, the same last change, different answers",
        "look again at once; after a second time make it clear and start from empty",
    ),
    Code.SECOND_PERSON_NOT_ADMISSIBLE: Meaning(
        "The second person may not be the second pair of eyes here.",
        "the second person loaded the gun or filled the box or belt the rounds came from",
        "another person, who did neither, looks",
    ),
    Code.LOOKS_NOT_CITED: Meaning(
        "The hand-over does not name the looks it rests on.",
        "the looks of the showing are not among those the hand-over cites",
        "cite these looks",
    ),
    Code.ANNOUNCED_DIFFERS: Meaning(
        "The gun is announced as something other than it was last shown to be.",
        "the word or the number of rounds differs from the showing",
        "announce what was last shown",
    ),
    Code.NOT_NAMED_TO_LIFT: Meaning(
        "Those who sign are not those who may lift or answer this.",
        "a stop lifted, or a question answered, without the roles or titles the pack names",
        "those the pack names sign, together where it says so",
    ),
    Code.NOTHING_TO_LIFT: Meaning(
        "There is nothing open under the event named.",
        "a stop, question, concern or keeping that is not open is to be ended",
        "name what is open",
    ),
    Code.TITLE_NOT_FOR_ROLE: Meaning(
        "The person's title is not one that may fill the role.",
        "a handler or second person whose title the adopted row does not list",
        "enrol them under a title the row lists, or let another person do it",
    ),
    Code.ROW_NOT_WAIVABLE: Meaning(
        "The row cannot be waived.",
        "a waiver of a row that its pack does not let anybody waive, such as a statute",
        "nothing: do what the row asks",
    ),
}
