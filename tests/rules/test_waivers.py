"""Waivers: which rows can be waived, for what, and until when."""

from __future__ import annotations

from typing import Final

import msgspec
import pytest

from showclear.field.ids import EventId, ItemId
from showclear.field.people import Role
from showclear.record.events.officers import Adopt, PackChoice, Waive
from showclear.record.state import PacksInForce, WaiverFact
from showclear.rules.decide import Judge
from showclear.rules.packs import parse_pack
from showclear.rules.verdict import Verdict
from tests.cast import HOUSE_ROWS
from tests.kit import World, all_rows, gun
from tests.rules import floor
from tests.rules.floor import COLT, RUBBER_GUN, Step, reason
from tests.rules.pack_texts import CORE, HOUSE, SMALL, choice, kept, row, rows

MEASURE: Final = "ab" * 32
ONLY_THOSE: Final = "only a row that its pack says may be waived can be, and never a statute"
STRICT: Final = rows(row("R25").replace('["officer"]', "[]").replace("[4]", "[4, 5, 6]"))
STATUTE: Final = STRICT.replace(b'"practice"', b'"statute"')
WAIVABLE: Final = rows(row("R43").replace("[4]", "[4, 5, 6]"))


def waiving(row_id: str, item: ItemId = COLT) -> Step:
    """Return two officers' waiving of a row for an item."""
    body = Waive(row=row_id, item=item, measure=MEASURE)
    by = ((floor.OFFICER, Role.OFFICER), (floor.SECOND_OFFICER, Role.OFFICER))
    return Step(state=floor.floor(), body=body, by=by)


def unopened(*waived: tuple[str, ItemId]) -> Step:
    """Return the taking out of a gun without its opening check, with these rows waived."""
    step = floor.take_out()
    step.colt.opening = []
    for number, (row_id, item) in enumerate(waived):
        event = EventId(f"waiver-{number}")
        step.state.waivers[event] = WaiverFact(event=event, row=row_id, item=item)
    return step


def under(step: Step, *texts: bytes) -> Verdict:
    """Return the verdict under every row of these packs; of the house only the usual ones."""
    step.state.packs = PacksInForce(packs=tuple(map(_rows_of, texts)))
    return Judge(kept(*texts)).decide(step.state, floor.event(step), step.now)


def _rows_of(text: bytes) -> PackChoice:
    every = choice(text)
    return msgspec.structs.replace(every, rows=HOUSE_ROWS) if text == HOUSE else every


NOT_WAIVABLE: Final = [one.id for one in parse_pack(CORE).row]


def test_the_opening_check_can_be_waived() -> None:
    """A row whose pack names who may waive it is waived without a word against it."""
    assert floor.decide(waiving("R25")) == Verdict()


@pytest.mark.parametrize("row_id", [*NOT_WAIVABLE, "R43", "R99", "", "core"])
def test_no_other_row_can_be_waived(row_id: str) -> None:
    """No core row, no row that names nobody, and nothing unknown is waived."""
    assert floor.against(waiving(row_id)) == [
        ("packs", "row_not_waivable", (row_id, "colt"), ONLY_THOSE)
    ]


@pytest.mark.parametrize(
    "text", [pytest.param(STRICT, id="names nobody"), pytest.param(STATUTE, id="statute")]
)
def test_a_stricter_row_beside_it_takes_the_waiver_away(text: bytes) -> None:
    """One adopted row that nobody may waive, such as a statute, settles it for the rule."""
    assert under(waiving("R25"), CORE, HOUSE, text).codes == ("row_not_waivable",)
    found = under(unopened(("R25", COLT)), CORE, HOUSE, text)
    assert found.codes == ("opening_check_missing",)
    assert found.alerts == ()


def test_a_waived_row_alerts_instead() -> None:
    """What a waived row finds is said beside the step, with its facts, and not against it."""
    verdict = floor.decide(unopened(("R25", COLT)))
    assert verdict.refusals == ()
    assert not verdict.refused
    assert [reason(one) for one in verdict.alerts] == [
        (
            "R25",
            "opening_check_missing",
            ("colt",),
            "two people look at every position of the open gun, bore by a method that works",
        )
    ]


@pytest.mark.parametrize(
    "waived",
    [
        pytest.param((), id="nothing"),
        pytest.param((("R25", RUBBER_GUN),), id="for another gun"),
        pytest.param((("R43", COLT),), id="another row"),
    ],
)
def test_a_waiver_is_for_one_row_and_one_item(waived: tuple[tuple[str, ItemId], ...]) -> None:
    """A waiver lifts nothing but its row for its item."""
    verdict = floor.decide(unopened(*waived))
    assert verdict.codes == ("opening_check_missing",)
    assert verdict.refused


def test_a_day_that_is_not_open_cannot_be_waived() -> None:
    """What a waivable row says about no item stays."""
    step = unopened(("R25", COLT))
    step.state.day = ""
    assert floor.decide(step).codes == ("day_not_open",)


def test_all_who_may_waive_are_named() -> None:
    """A row may name more than one role; what lifts it names them all, in order."""
    both = rows(row("R25").replace('["officer"]', '["outside", "handler"]'))
    found = under(waiving("R25"), CORE, both).refusals
    assert [one.lift for one in found] == [
        "those whom every row of R25 names waive it: handler, outside"
    ]


def test_rows_that_name_different_people_let_nobody_waive() -> None:
    """Where one row names officers and another handlers, there is nobody whom both name."""
    other = rows(row("R25").replace('["officer"]', '["handler"]'))
    verdict = under(waiving("R25"), CORE, HOUSE, other)
    assert [reason(one) for one in verdict.refusals] == [
        (
            "packs",
            "not_named_to_lift",
            ("R25", "officer"),
            "those whom every row of R25 names waive it: nobody",
        )
    ]


def test_waiving_one_rule_leaves_the_others() -> None:
    """With R43 waived a gun that nobody showed is still not loaded."""
    step = floor.load()
    step.colt.looks, step.colt.bore_due, step.colt.bore_seen = [], EventId("fired"), ()
    step.state.waivers[EventId("w")] = WaiverFact(event=EventId("w"), row="R43", item=COLT)
    verdict = under(step, CORE, WAIVABLE)
    assert verdict.codes == ("not_shown",)
    assert [one.rule for one in verdict.alerts] == ["R43"]


def _waived_day() -> World:
    story = World()
    story.receive_box("vault", keys=("armorer",))
    story.receive_gun("colt")
    story.lock(gun("colt"))
    story.open_day()
    assert story.take_out("colt").codes == ("opening_check_missing",)
    told = story.tell(Waive(row="R25", item=gun("colt"), measure=MEASURE), "producer", "manager")
    assert not told.refused
    return story


def test_a_waiver_holds_until_the_day_is_closed() -> None:
    """After the day is closed and the next one opened the row stands again."""
    story = _waived_day()
    assert not story.take_out("colt").refused
    story.lock(gun("colt"))
    assert not story.take_out("colt").refused
    story.lock(gun("colt"))
    story.close_day()
    story.open_day("2026-11-23")
    assert story.take_out("colt").codes == ("opening_check_missing",)


def test_a_waiver_ends_with_the_packs_it_was_given_under() -> None:
    """Adopting packs anew ends every waiver."""
    story = _waived_day()
    assert not story.tell(Adopt(packs=all_rows()), "producer", "manager").refused
    assert story.take_out("colt").codes == ("opening_check_missing",)


def test_a_small_pack_is_waivable_as_it_says() -> None:
    """The pack by hand lets an officer waive its one row."""
    assert parse_pack(SMALL).row[0].waivable_by == ("officer",)
