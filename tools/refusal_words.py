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
        "A signer acts in a role that they do not hold.",
        "a signer's role was never granted to them, or was taken back at a lower index",
        "two officers grant the role",
    ),
    Code.KEY_ALREADY_ENROLLED: Meaning(
        "The key to be enrolled is known to this ledger already.",
        "an enrolment names a key that is enrolled, or was and is revoked",
        "make a fresh key and enrol it",
    ),
    Code.PERSON_UNKNOWN: Meaning(
        "The person or key named is not one this can be done to.",
        "a grant to nobody enrolled, or roles taken back from nobody enrolled or the desk; a "
        "revocation of a key not enrolled, revoked, or the desk's",
        "enrol the person first; name a key that is enrolled and not revoked",
    ),
    Code.TOO_FEW_OFFICERS_LEFT: Meaning(
        "After this fewer than two officers could sign.",
        "an officer's key is revoked, or the role taken back, while at most one other has a key",
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
        "It was in another hand since it was last shown.",
        "a look that stands is older than the last time the gun was in any hand but the handler's",
        "once it is back in the handler's hand show it: all positions, out loud,"
        " then each answers for themselves",
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
    Code.LOWER_CLASS_SERVES: Meaning(
        "A gun that can fire is planned without a written reason.",
        "a use of a firing gun in a set-up has no reason",
        "write the reason into the set-up, or plan a lower class",
    ),
    Code.OTHER_DUTY: Meaning(
        "The handler has another duty while guns that can fire are out.",
        "a duty is open for the signer while a class 4 to 6 gun is out",
        "end the other duty, or another handler takes the step",
    ),
    Code.TOO_FEW_HANDLERS: Meaning(
        "More guns are out than the adopted number for each handler.",
        "guns out against handlers who can sign and have no other duty",
        "collect guns, or bring another handler",
    ),
    Code.CREDENTIAL_MISSING: Meaning(
        "A paper the row asks for is missing, out of date, or covers another class or pattern.",
        "the handler's papers against the working day's date, the gun's class and pattern",
        "an officer records the paper that covers it",
    ),
    Code.PERFORMER_NOT_TRAINED: Meaning(
        "The performer was not assessed on this pattern.",
        "a hand-over to somebody without an assessment that covers the pattern",
        "assess them and record it, or use a lower class",
    ),
    Code.NOT_TRAINED_NEAR: Meaning(
        "Somebody in the set-up's area has no course on record.",
        "people in the area or the muzzle line of the set-up against courses",
        "record the course, or they stay outside the area",
    ),
    Code.NO_SET_UP: Meaning(
        "The step names no approved set-up.",
        "a gun that can fire is handed over outside any plan",
        "approve the set-up and name it",
    ),
    Code.NOT_IN_SET_UP: Meaning(
        "The gun, the taker, what is in it or the acts are not those of the set-up.",
        "the step against the approved use",
        "do as approved, or approve the set-up anew",
    ),
    Code.NOT_ASSESSED: Meaning(
        "The scene has no endorsed assessment.",
        "a set-up of a scene that nobody has assessed",
        "assess the scene in writing; the handler endorses",
    ),
    Code.SET_UP_CHANGED: Meaning(
        "Something changed in the set-up since it was approved.",
        "a change was reported, or rows of the plan changed",
        "approve it anew; where nothing that matters moved, handler and caller say so",
    ),
    Code.NOT_PROVIDED: Meaning(
        "Something that has to be laid on or notified is not on record for today.",
        "provisions of the day against the row",
        "lay it on, and whoever knows attests it",
    ),
    Code.NOT_BRIEFED: Meaning(
        "The day's meeting was not held, or somebody was not at it.",
        "rolls of the day against who takes the gun and who is near",
        "brief them one by one, before they enter",
    ),
    Code.INTAKE_INCOMPLETE: Meaning(
        "Serial, supplier, papers, photograph or the handler's inspection are missing.",
        "a gun is taken out whose intake is not whole",
        "complete the intake: papers, photograph, a handler's look",
    ),
    Code.CARRIER_INSIDE: Meaning(
        "A declared carrier is inside the working area.",
        "a carrier was reported inside and not gone",
        "they leave the working area, and that is reported",
    ),
    Code.NOT_FIT: Meaning(
        "Something about the gun was found changed, worn or missing.",
        "a fault was reported and nobody has released the gun",
        "a gunsmith releases it and the handler endorses",
    ),
    Code.NOT_TEST_FIRED: Meaning(
        "This gun was not test-fired with this lot, or not as it should be.",
        "blanks or charges of a lot go into a gun",
        "test-fire it with the lot, off the set",
    ),
    Code.LIVE_USE_HERE: Meaning(
        "Live rounds are on record here, where blanks and dummies are.",
        "a load while a live lot is on record",
        "live rounds belong to another ledger: ship them there",
    ),
    Code.NO_PROVENANCE: Meaning(
        "The lot has no maker, supplier or receipt, or rounds of it were found.",
        "a load from a lot without provenance",
        "complete the lot's papers, or quarantine it",
    ),
    Code.LIVE_PRIMER: Meaning(
        "A dummy of the lot was seen with a live primer.",
        "a load from such a lot",
        "quarantine the whole lot; it does not come back into use",
    ),
    Code.KINDS_MIXED: Meaning(
        "More than one kind is, or would be, in one container or gun.",
        "a load from a mixed container, or of a second kind into a gun",
        "sort them by kind; a mixed gun only where a set-up asks for it by name",
    ),
    Code.LOAD_NOT_APPROVED: Meaning(
        "The lot is not on the list of those that fit this gun.",
        "a load against the gun's list and calibres",
        "the handler lists the lot for this gun",
    ),
    Code.MORE_THAN_WRITTEN: Meaning(
        "More blanks are in it than the take has gunshots.",
        "rounds in the gun against the set-up's gunshots",
        "take out what will not be fired, or write the take anew",
    ),
    Code.DIFFERENCE_OPEN: Meaning(
        "A count differed on an earlier day and the question is open.",
        "guns are taken out while an older difference is open",
        "search, then answer the open question",
    ),
    Code.BELT_NOT_COUNTED: Meaning(
        "What is carried was not counted by two people since it was filled.",
        "rounds are taken from a belt, pouch, scabbard, pocket or gun magazine",
        "two people count it, each for themselves",
    ),
    Code.NOT_THEIRS_TO_SAY: Meaning(
        "The announcement is not by somebody whom the row names.",
        "the announcer's title against the row",
        "a handler whom the row names announces it",
    ),
    Code.LOADED_TOO_LONG: Meaning(
        "Blanks have been in the gun for longer than the row allows.",
        "time since the load against the row",
        "make it clear and start again before the take",
    ),
    Code.REHEARSE_LOWER: Meaning(
        "A gun that can fire is planned for rehearsal without a written reason.",
        "a set-up that rehearses with a firing gun",
        "use rubber or a replica, or write the reason",
    ),
    Code.POINTED_AT_PERSON: Meaning(
        "The planned muzzle line meets a person.",
        "the set-up's line and distance",
        "change the angle; toward the lens only as approved and far enough",
    ),
    Code.TOO_NEAR: Meaning(
        "The planned distance is under the least one.",
        "the set-up's distance against the row and what was seen at the test-fire",
        "move back, or approve the shorter distance with offset aim",
    ),
    Code.NO_SHIELD: Meaning(
        "The line meets the lens, and neither shield nor remote camera is planned.",
        "a set-up toward the lens with blanks",
        "set a shield, or leave the camera alone",
    ),
    Code.AREA_NOT_COUNTED: Meaning(
        "The area was not counted, or others than those listed are in it.",
        "the count of the area against the set-up's list",
        "count it: exactly the people listed",
    ),
    Code.NOT_COLLECTED: Meaning(
        "A gun with blanks stayed with a performer after the cut.",
        "time since the cut against the row",
        "the handler collects it",
    ),
    Code.GOING_AGAIN_NOT_HERE: Meaning(
        "Going again is not adopted, or not for what is in this gun, or its limit ran out.",
        "the row's limit, what was last shown, who holds it",
        "the handler collects it and shows it again",
    ),
    Code.UNATTENDED: Meaning(
        "A gun was found unattended and nobody has collected it or said how it came about.",
        "any gun is readied while that is open",
        "collect it and answer the open question",
    ),
    Code.WAIT_NOT_OVER: Meaning(
        "It did not go off, and the wait has not run out.",
        "time since the misfire against the row",
        "wait where it points; then the handler takes it",
    ),
    Code.FUNCTION_NOT_SEEN: Meaning(
        "It jammed, misfired, fell or got wet, and nobody has seen its action work since.",
        "any step with the gun after that",
        "make it clear, look at the bore, see the action work",
    ),
    Code.DISCHARGE_OPEN: Meaning(
        "A gunshot that was not called for is open.",
        "any gun that can fire is readied meanwhile",
        "find the cause; somebody above the department answers the question",
    ),
    Code.NOT_COUNTED: Meaning(
        "Nobody counted at the last wrap, two together.",
        "guns are taken out on a new day",
        "two people count, each for themselves",
    ),
    Code.KEYS_NOT_REVIEWED: Meaning(
        "The key-holders of the place were never reviewed, or one should not hold a key.",
        "something is taken out of the place",
        "two officers name who holds the keys",
    ),
    Code.GUARDIAN_NOT_PRESENT: Meaning(
        "A minor takes it, or is within its sound, and no guardian was told and present today.",
        "minors of the step and the set-up",
        "tell the guardian or studio teacher; they are present",
    ),
    Code.ABOVE_CLASS_LIMIT: Meaning(
        "This item is not handed to this person.",
        "the person's highest class, kept on no screen",
        "offer one of a lower class; where nobody has asked them yet, an officer asks in private",
    ),
    Code.DECLINED_BEFORE: Meaning(
        "One of the two declined this hand-over before.",
        "a hand-over after a decline",
        "no reason is asked: a lower class is offered, or another person takes the part",
    ),
    Code.ANIMALS_OR_HEARING: Meaning(
        "Blanks are planned without a word on animals near or hearing protection.",
        "a set-up with blanks",
        "name them in the set-up",
    ),
    Code.DAY_NOT_TODAY: Meaning(
        "The date is more than a day away, or before that of the last working day.",
        "a working day is opened",
        "open the day by the date it has here",
    ),
    Code.ABOUT_THEMSELVES: Meaning(
        "The person whom it is about signed it.",
        "an officer records a paper or a class limit",
        "another officer records it",
    ),
    Code.NO_REASON_GIVEN: Meaning(
        "A row would be dropped, or ask for less than it does, or one duty was chosen over "
        "another, and nobody wrote why.",
        "rows are adopted",
        "write the reason",
    ),
    Code.DUTIES_CONTRADICT: Meaning(
        "Adopted rows contradict each other in a duty, and nobody has chosen whose counts.",
        "a gun that fires is taken out, loaded or handed over",
        "two officers choose one and adopt it, with the reason",
    ),
    Code.VOUCHER_TWICE: Meaning(
        "One voucher number stands for two guns of the line.",
        "guns are issued along a line, and a number is used twice in it",
        "give each gun of the line a voucher number of its own",
    ),
}
