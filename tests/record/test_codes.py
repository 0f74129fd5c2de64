"""Refusal codes: stable, in order of precedence."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from showclear.record.codes import PRECEDENCE, STRUCTURAL, Code, Refusal, by_precedence

# Codes are never reused or renumbered: this list only grows, each new one in its place.
WRITTEN = """
key_revoked key_of_another_person one_key_two_names same_person_twice role_not_held
key_already_enrolled person_unknown too_few_officers_left head_never_had item_unknown
item_elsewhere no_rules_in_force rule_unknown parameter_missing parameters_disagree
pack_text_missing kept_as_found stop_open concern_open live_or_unknown_round_about not_in_charge
not_in_hand no_key_to_place not_in_that_place opening_check_missing day_not_open
only_to_a_performer round_not_proved too_few_rounds position_not_free bore_not_seen not_shown
handed_over_since showing_ended showing_too_old looks_disagree second_person_not_admissible
looks_not_cited announced_differs not_named_to_lift nothing_to_lift title_not_for_role
row_not_waivable lower_class_serves other_duty too_few_handlers credential_missing
performer_not_trained not_trained_near no_set_up not_in_set_up not_assessed set_up_changed
not_provided not_briefed intake_incomplete carrier_inside not_fit not_test_fired live_use_here
no_provenance live_primer kinds_mixed load_not_approved more_than_written difference_open
belt_not_counted not_theirs_to_say loaded_too_long rehearse_lower pointed_at_person too_near
no_shield area_not_counted not_collected going_again_not_here unattended wait_not_over
function_not_seen discharge_open not_counted keys_not_reviewed guardian_not_present
above_class_limit declined_before animals_or_hearing day_not_today about_themselves
no_reason_given duties_contradict voucher_twice
"""


def refusal(code: Code, fact: str = "") -> Refusal:
    """Return a refusal with this code."""
    return Refusal(code=code, rule="R00", facts=(fact,), lift="")


def test_codes_stay_as_they_are() -> None:
    """The codes and their order are those that ledgers out there already hold."""
    assert [code.value for code in Code] == WRITTEN.split()


def test_codes_read_as_words() -> None:
    """Every code is lower-case words joined by underscores, and fits the log's field."""
    for code in Code:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code.value)
        assert len(code.value) <= 48


def test_the_record_comes_before_the_rules() -> None:
    """What the record settles comes before what rules settle."""
    record = [PRECEDENCE[code] for code in STRUCTURAL]
    assert sorted(record) == list(range(len(STRUCTURAL)))


@given(st.lists(st.sampled_from(Code), max_size=12))
def test_refusals_sort_by_precedence(codes: list[Code]) -> None:
    """Refusals come in the order of their codes, those of one code as they came."""
    given_ones = [refusal(code, str(place)) for place, code in enumerate(codes)]
    found = by_precedence(given_ones)
    assert sorted(found, key=lambda item: int(item.facts[0])) == given_ones
    ranks = [(PRECEDENCE[item.code], int(item.facts[0])) for item in found]
    assert ranks == sorted(ranks)
