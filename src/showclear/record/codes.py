"""Every refusal code, in order of precedence. Codes are never reused or renumbered.

The first group is settled by the record alone (``admission``); the second by rules. The text
beside each says what it means; ``Refusal`` carries the facts and what would lift it.
"""

from __future__ import annotations

import enum
from typing import Final

import msgspec


class Code(enum.Enum):
    """Why a step was refused, or how a report or look is marked."""

    # Settled by the record: signatures, heads, chains.
    KEY_REVOKED = "key_revoked"
    KEY_OF_ANOTHER_PERSON = "key_of_another_person"
    ONE_KEY_TWO_NAMES = "one_key_two_names"
    SAME_PERSON_TWICE = "same_person_twice"
    ROLE_NOT_HELD = "role_not_held"
    KEY_ALREADY_ENROLLED = "key_already_enrolled"
    PERSON_UNKNOWN = "person_unknown"
    TOO_FEW_OFFICERS_LEFT = "too_few_officers_left"
    HEAD_NEVER_HAD = "head_never_had"
    ITEM_UNKNOWN = "item_unknown"
    ITEM_ELSEWHERE = "item_elsewhere"
    # Settled by rules.
    NO_RULES_IN_FORCE = "no_rules_in_force"
    RULE_UNKNOWN = "rule_unknown"
    PARAMETER_MISSING = "parameter_missing"
    PARAMETERS_DISAGREE = "parameters_disagree"
    PACK_TEXT_MISSING = "pack_text_missing"
    KEPT_AS_FOUND = "kept_as_found"
    STOP_OPEN = "stop_open"
    CONCERN_OPEN = "concern_open"
    LIVE_OR_UNKNOWN_ROUND_ABOUT = "live_or_unknown_round_about"
    NOT_IN_CHARGE = "not_in_charge"
    NOT_IN_HAND = "not_in_hand"
    NO_KEY_TO_PLACE = "no_key_to_place"
    NOT_IN_THAT_PLACE = "not_in_that_place"
    OPENING_CHECK_MISSING = "opening_check_missing"
    DAY_NOT_OPEN = "day_not_open"
    ONLY_TO_A_PERFORMER = "only_to_a_performer"
    ROUND_NOT_PROVED = "round_not_proved"
    TOO_FEW_ROUNDS = "too_few_rounds"
    POSITION_NOT_FREE = "position_not_free"
    BORE_NOT_SEEN = "bore_not_seen"
    NOT_SHOWN = "not_shown"
    HANDED_OVER_SINCE = "handed_over_since"
    SHOWING_ENDED = "showing_ended"
    SHOWING_TOO_OLD = "showing_too_old"
    LOOKS_DISAGREE = "looks_disagree"
    SECOND_PERSON_NOT_ADMISSIBLE = "second_person_not_admissible"
    LOOKS_NOT_CITED = "looks_not_cited"
    ANNOUNCED_DIFFERS = "announced_differs"
    NOT_NAMED_TO_LIFT = "not_named_to_lift"
    NOTHING_TO_LIFT = "nothing_to_lift"
    TITLE_NOT_FOR_ROLE = "title_not_for_role"
    ROW_NOT_WAIVABLE = "row_not_waivable"
    # The shooting day, in the catalogue's order.
    LOWER_CLASS_SERVES = "lower_class_serves"
    OTHER_DUTY = "other_duty"
    TOO_FEW_HANDLERS = "too_few_handlers"
    CREDENTIAL_MISSING = "credential_missing"
    PERFORMER_NOT_TRAINED = "performer_not_trained"
    NOT_TRAINED_NEAR = "not_trained_near"
    NO_SET_UP = "no_set_up"
    NOT_IN_SET_UP = "not_in_set_up"
    NOT_ASSESSED = "not_assessed"
    SET_UP_CHANGED = "set_up_changed"
    NOT_PROVIDED = "not_provided"
    NOT_BRIEFED = "not_briefed"
    INTAKE_INCOMPLETE = "intake_incomplete"
    CARRIER_INSIDE = "carrier_inside"
    NOT_FIT = "not_fit"
    NOT_TEST_FIRED = "not_test_fired"
    LIVE_USE_HERE = "live_use_here"
    NO_PROVENANCE = "no_provenance"
    LIVE_PRIMER = "live_primer"
    KINDS_MIXED = "kinds_mixed"
    LOAD_NOT_APPROVED = "load_not_approved"
    MORE_THAN_WRITTEN = "more_than_written"
    DIFFERENCE_OPEN = "difference_open"
    BELT_NOT_COUNTED = "belt_not_counted"
    NOT_THEIRS_TO_SAY = "not_theirs_to_say"
    LOADED_TOO_LONG = "loaded_too_long"
    REHEARSE_LOWER = "rehearse_lower"
    POINTED_AT_PERSON = "pointed_at_person"
    TOO_NEAR = "too_near"
    NO_SHIELD = "no_shield"
    AREA_NOT_COUNTED = "area_not_counted"
    NOT_COLLECTED = "not_collected"
    GOING_AGAIN_NOT_HERE = "going_again_not_here"
    UNATTENDED = "unattended"
    WAIT_NOT_OVER = "wait_not_over"
    FUNCTION_NOT_SEEN = "function_not_seen"
    DISCHARGE_OPEN = "discharge_open"
    NOT_COUNTED = "not_counted"
    KEYS_NOT_REVIEWED = "keys_not_reviewed"
    GUARDIAN_NOT_PRESENT = "guardian_not_present"
    ABOVE_CLASS_LIMIT = "above_class_limit"
    DECLINED_BEFORE = "declined_before"
    ANIMALS_OR_HEARING = "animals_or_hearing"
    DAY_NOT_TODAY = "day_not_today"
    ABOUT_THEMSELVES = "about_themselves"
    NO_REASON_GIVEN = "no_reason_given"
    DUTIES_CONTRADICT = "duties_contradict"
    VOUCHER_TWICE = "voucher_twice"


STRUCTURAL: Final = frozenset(
    {
        Code.KEY_REVOKED,
        Code.KEY_OF_ANOTHER_PERSON,
        Code.ONE_KEY_TWO_NAMES,
        Code.SAME_PERSON_TWICE,
        Code.ROLE_NOT_HELD,
        Code.KEY_ALREADY_ENROLLED,
        Code.PERSON_UNKNOWN,
        Code.TOO_FEW_OFFICERS_LEFT,
        Code.HEAD_NEVER_HAD,
        Code.ITEM_UNKNOWN,
        Code.ITEM_ELSEWHERE,
    }
)
PRECEDENCE: Final = {code: rank for rank, code in enumerate(Code)}


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """One reason against a step: its code, its rule, the facts looked at, what would lift it.

    ``rule`` is a row id such as ``R32``, or ``record`` for what the record itself settles.
    ``facts`` are event ids, item ids and short words, for a person to follow up.
    """

    code: Code
    rule: str
    facts: tuple[str, ...]
    lift: str


def by_precedence(refusals: list[Refusal]) -> tuple[Refusal, ...]:
    """Return the refusals in the order of ``Code``, stable within one code."""
    return tuple(sorted(refusals, key=lambda refusal: PRECEDENCE[refusal.code]))
