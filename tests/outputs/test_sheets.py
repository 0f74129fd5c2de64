"""What stands on each sheet, told from a played day and read back from the PDF."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from showclear.errors import UsageError
from showclear.field.mechanisms import LookWay
from showclear.field.stock import WeaponClass
from showclear.outputs.labels.code import make_code, parse_code
from showclear.outputs.sheets.count import count_sheet
from showclear.outputs.sheets.day import WorkingDay, days_of
from showclear.outputs.sheets.gun_log import gun_log
from showclear.outputs.sheets.pages import sheet_pdf
from showclear.outputs.sheets.receipt import performer_receipt
from showclear.outputs.sheets.roll import briefing_roll
from showclear.outputs.sheets.sign_out import sign_out_list, sign_out_pad
from showclear.outputs.sheets.stage import stage_sheet
from showclear.record.events.desk import Unattributed, Why
from showclear.record.events.handling import Ahead, Announced, WentAhead
from showclear.record.events.passing import IssueLine, Voucher
from showclear.record.events.speaking import Decline, Side
from tests.cast import ORIGIN, answers_for
from tests.kit import World, gun, person
from tests.lines import find, guard, line_day, paper, relieve, rider, walk
from tests.outputs.pictures import codes, drawn
from tests.outputs.sheetbook import DATE, book_of, day_of, entries_of, read


@pytest.fixture
def story() -> World:
    """Return a day: handed over with dummies, taken, back; then a bypass; then locked away."""
    told = World()
    handed = told.handed_over()
    told.wait(minutes=2)
    told.shown("colt", handed.id)
    told.wait(minutes=20)
    told.collect("colt", giver="performer")
    told.wait(minutes=10)
    refused = told.hand_over("colt", rounds=6)
    assert refused.refused
    ahead = WentAhead(
        what=Ahead.HAND_OVER,
        items=(gun("colt"),),
        in_hand=person("performer").id,
        refused=refused.id,
    )
    told.tell(ahead, "first-ad")
    told.wait(minutes=5)
    told.collect("colt", giver="performer")
    told.wait(minutes=4)
    told.lock(gun("colt"))
    return told


def log(story: World) -> str:
    """Return the text of the gun log's first page."""
    book = book_of(story)
    return read(gun_log(book, day_of(story), story.state.weapons), book)[0]


def receipt(story: World, name: str = "performer") -> str:
    """Return the text of somebody's receipt."""
    book = book_of(story)
    return read(performer_receipt(book, day_of(story), person(name).id), book)[0]


# -- the daily gun log ------------------------------------------------------------------------


def test_the_log_tells_each_way_of_a_gun(story: World) -> None:
    """Out by whom, the looks named, to whom and as what, the performer's word, back, locked."""
    text = log(story)
    assert "9:01 PM Anna Ruiz" in text
    assert "9:01 PM Cal Reed 6 dummies" in text
    assert "9:03 PM Cal Reed" in text
    assert "9:23 PM Anna Ruiz from Cal Reed" in text
    assert "9:38 PM Anna Ruiz from Cal Reed 9:42 PM Anna Ruiz" in text
    first, second = day_of(story).stretches[gun("colt")][1:]
    assert [look.by for look in first.handed.looks] == [  # type: ignore[union-attr]
        person("armorer").id,
        person("first-ad").id,
    ]
    assert (first.locked, second.handed, second.locked is None) == (None, None, False)


def test_what_went_ahead_is_a_row_of_its_own_and_names_the_entry(story: World) -> None:
    """A bypass is as easy to see as the rest; the step that was not let through is left out."""
    text = log(story)
    refused = next(
        entry for entry in entries_of(story) if entry.decision.outcome.value == "refused"
    )
    assert "9:33 PM Cal Reed reported: went ahead" in text
    assert f"#{refused.index}" not in text
    assert f"9:33 PM reported: went ahead: Cal Reed (#{refused.index + 2})" in text


def test_a_gun_that_comes_back_twice_has_two_rows() -> None:
    """A second collection does not write over the first: both are on record, so both show."""
    told = World()
    told.handed_over()
    told.collect("colt", giver="performer")
    told.wait(minutes=7)
    told.collect("colt", giver="stand-in")
    text = log(told)
    assert "from Cal Reed" in text
    assert "from Ida Fox" in text


def test_the_log_says_which_guns_nothing_was_entered_about(story: World) -> None:
    """A gun that stayed where it was is named, so that none can be missing unseen."""
    story.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    assert "Nothing was entered this day about: rubber" in log(story)


def test_a_day_that_was_never_opened_says_so(story: World) -> None:
    """An empty log is not a blank page."""
    book = book_of(story)
    pages = read(gun_log(book, day_of(story, "2026-11-23"), story.state.weapons), book)
    assert "Nothing is on record of any gun on this day." in pages[0]


def test_a_gun_locked_after_the_day_was_closed_is_on_that_days_log() -> None:
    """Locking up never waits, so it may come after the close; the next opening ends the day."""
    told = World()
    told.handed_over()
    told.collect("colt", giver="performer")
    told.close_day()
    told.lock(gun("colt"))
    told.open_day("2026-11-23")
    told.take_out("colt")
    assert days_of(entries_of(told)) == [DATE, "2026-11-23"]
    assert day_of(told).stretches[gun("colt")][-1].locked is not None
    assert len(day_of(told).stretches[gun("colt")]) == 2


def test_a_line_is_on_the_log_with_its_vouchers() -> None:
    """Rifles issued along a line are rows like others, with the paper voucher's number."""
    told = World()
    names = line_day(told, guns=2)
    looks = walk(told, *names)
    vouchers = tuple(
        sorted(
            (
                Voucher(weapon=gun(name), to=rider(name), number=number)
                for number, name in enumerate(names, start=41)
            ),
            key=lambda one: one.weapon,
        )
    )
    told.tell(
        IssueLine(line=vouchers, announced=Announced.EMPTY, rounds=0, looks=tuple(looks)),
        "armorer",
    )
    also: dict[str, str] = {rider(name): f"Rider of {name}" for name in names}
    book = book_of(told, also=also)
    text = read(gun_log(book, day_of(told), told.state.weapons), book)[0]
    assert "Rider of rifle-1 seen empty voucher 41" in text
    assert "voucher 42" in text


def test_what_else_is_on_record_is_in_the_last_column() -> None:
    """Gunshots, a misfire, found with, guarded, relief, paper and what nobody signed for."""
    told = World()
    told.handed_over()
    colt = gun("colt")
    told.fire("colt", 2)
    told.misfire("colt")
    find(told, colt, holder="grip")
    guard(told, colt)
    relieve(told, colt)
    paper(told, (colt, "performer"))
    told.discharge("colt")
    told.tell_unsigned(
        Unattributed(reported="misfire", why=Why.NO_KEY, arrived=person("grip").key, items=(colt,))
    )
    text = log(told)
    for note in (
        "counted: 2 gunshots",
        "did not go off",
        "found with, or unattended: Grip",
        "guarded: Grip",
        "another handler took over",
        "kept on paper",
        "gunshot not called for: 1 gunshot",
        "no key stands for it: misfire",
    ):
        assert note in text


def test_nobody_reads_on_a_sheet_who_declined() -> None:
    """Declining is for the handler and the first AD to know, signed or not (R52)."""
    told = World()
    told.handed_over()
    told.tell(Decline(weapon=gun("colt"), side=Side.TAKE), "performer")
    told.tell_unsigned(
        Unattributed(
            reported="decline", why=Why.NO_KEY, arrived=person("grip").key, items=(gun("colt"),)
        )
    )
    assert "declin" not in log(told).lower()
    assert day_of(told).stretches[gun("colt")][-1].notes == []


def test_an_entry_that_came_late_says_so(story: World) -> None:
    """Late marks protect the rest of the sheet."""
    entries = entries_of(story)
    late = [replace(entry, decision=replace(entry.decision, late=True)) for entry in entries]
    book = book_of(story)
    text = read(gun_log(book, WorkingDay.read(late, DATE), story.state.weapons), book)[0]
    assert "9:23 PM (entered late) Anna Ruiz" in text


# -- the performer's own ----------------------------------------------------------------------


def test_a_receipt_says_in_plain_sentences_what_others_and_the_performer_signed(
    story: World,
) -> None:
    """What was announced, who looked, when it was taken and when it went back."""
    text = receipt(story)
    assert "For Cal Reed, to keep" in text
    assert "At 9:01 PM Anna Ruiz signed: handed to you, announced as 6 dummies." in text
    assert "What was said you may do with it: point." in text
    assert "each signed by whoever looked: 9:01 PM Anna Ruiz; 9:01 PM Ben Ode." in text
    assert "At 9:03 PM you signed: I was shown. I took it." in text
    assert "At 9:23 PM Anna Ruiz signed: it is back." in text


def test_a_receipt_tells_what_went_ahead_of_the_record(story: World) -> None:
    """What was never shown is on the performer's paper too; no sentence is put in a mouth."""
    text = receipt(story).partition("2. colt")[2]
    assert "At 9:33 PM Ben Ode reported: it was handed to you ahead of the record." in text
    assert "No look is named for it." in text
    assert "You have signed no sentence of your own about it." in text


def test_a_receipt_of_nothing_and_of_a_gun_still_out() -> None:
    """Who was handed nothing gets a sheet that says so; what is not back is said."""
    told = World()
    told.handed_over()
    assert "Nothing is on record yet about its going back." in receipt(told)
    assert "No hand-over to you is on record for this day." in receipt(told, "stand-in")


def test_a_receipt_where_somebody_else_signed_for_taking_it() -> None:
    """The sentence names who signed it; it is not the performer's."""
    told = World()
    handed = told.handed_over()
    told.shown("colt", handed.id, by="stand-in")
    assert "Ida Fox signed that they were shown it and took it." in receipt(told)


# -- to write on ------------------------------------------------------------------------------


def test_the_pad_has_numbered_sheets_and_lines(story: World) -> None:
    """Each sheet is one page with its number on every line, so that a missing one shows."""
    book = book_of(story)
    for size in ("a4", "letter"):
        pages = read(sign_out_pad(book, 7, 9), book, size)
        assert len(pages) == 3
        assert ["Pad sheet 7" in pages[0], "Pad sheet 9" in pages[2]] == [True, True]
        assert "9.1" in pages[2]
        assert "9.11" in pages[2]
        assert "enter it as an hour on paper" in pages[2]
        assert "no second person, no gun that can fire" in pages[0]


@pytest.mark.parametrize(("first", "last"), [(0, 3), (4, 3), (1, 101), (99_999, 100_000)])
def test_numbers_no_pad_can_have_are_refused(story: World, first: int, last: int) -> None:
    """Numbers count from one, forwards, a block at a time."""
    with pytest.raises(UsageError, match=rf"at most 100 sheets at once, found {first} to {last}"):
        sign_out_pad(book_of(story), first, last)


def test_the_count_is_two_separate_counts_in_both_directions(story: World) -> None:
    """Each counter has pages of their own; none says how many there should be."""
    book = book_of(story)
    pages = read(count_sheet(book, story.state), book)
    heads = ("Counter A: from the book", "Counter A: from the thing",
             "Counter B: from the book", "Counter B: from the thing")  # fmt: skip
    assert [head in page for head, page in zip(heads, pages, strict=True)] == [True] * 4
    assert "d45 in dummies" in pages[0]
    assert "50" not in pages[0].partition("Counter A")[2]
    assert "44" not in pages[0].partition("Counter A")[2]


def test_only_the_handlers_count_sheet_says_where_guns_are_kept(story: World) -> None:
    """The inventory is a burglary list: no other sheet names the locked place."""
    book, day, state = book_of(story), day_of(story), story.state
    assert "colt vault" in read(count_sheet(book, state), book)[0]
    assert "do not leave it lying" in read(count_sheet(book, state), book)[0]
    for sheet in (
        gun_log(book, day, state.weapons),
        sign_out_pad(book, 1, 1),
        sign_out_list(book, day, state.weapons),
        briefing_roll(book, state.registry),
        performer_receipt(book, day, person("performer").id),
        stage_sheet(book, state),
    ):
        assert not any("vault" in page for page in read(sheet, book)), sheet.title


def test_a_gap_is_an_open_question_on_the_count() -> None:
    """What nobody answers for is counted too, and said to be open."""
    told = World()
    told.handed_over()
    find(told, gun("colt"))
    book = book_of(told)
    text = read(count_sheet(book, told.state), book)[0]
    assert "colt nobody answers for it: open question" in text


def test_the_roll_has_a_code_for_everybody_that_reads_back(story: World) -> None:
    """Every person's code is read from the picture; the roll is attested, not signed."""
    book = book_of(story)
    data = sheet_pdf(briefing_roll(book, story.state.registry), book, "a4")
    seen = {code.text for page in drawn(data) for code in codes(page)}
    people = {one for one in story.state.registry.people if one.startswith("p-")}
    assert seen == {make_code(ORIGIN, one) for one in people}
    assert {parse_code(text).subject for text in seen} == people
    text = " ".join(read(briefing_roll(book, story.state.registry), book))
    assert "Those on it have signed nothing by being ticked." in text
    assert "Cal Reed performer" in text
    assert "Roll attested by:" in text


def test_the_sign_out_list_has_what_cannot_fire_and_what_is_out() -> None:
    """Rubber is listed, the revolver is not; a hand-over on record is filled in."""
    told = World()
    told.working_day()
    told.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    made = told.state.weapons[gun("rubber")].mechanism
    seen = answers_for(made, LookWay.NON_FIRING)
    look = told.look("rubber", seen, way=LookWay.NON_FIRING)
    handed = told.hand_over("rubber", looks=(look.id,), announced=Announced.NON_FIRING)
    assert not handed.refused, handed.codes
    told.collect("rubber", giver="performer")
    book = book_of(told)
    text = read(sign_out_list(book, day_of(told), told.state.weapons), book)[0]
    assert "rubber 9:01 PM Cal Reed 9:01 PM Anna Ruiz" in text
    assert "colt" not in text.partition("Item")[2]
    assert "rubber" in read(sign_out_list(book, WorkingDay(), told.state.weapons), book)[0]


def test_the_stage_sheet_has_two_initials_before_and_after(story: World) -> None:
    """Every weapon and every lot has a line with two initials before the show and two after."""
    book = book_of(story)
    text = read(stage_sheet(book, story.state), book)[0]
    assert text.count("Second initials") == 4
    assert "d45 dummies .45-colt" in text
    assert "colt" in text
    assert "After, second person:" in text


def test_every_sheet_can_be_printed_in_spanish(story: World) -> None:
    """The same sheets in Spanish say that an armorer has not reviewed the words yet."""
    book, day, state = book_of(story, language="es"), day_of(story), story.state
    for sheet in (
        gun_log(book, day, state.weapons),
        sign_out_pad(book, 1, 1),
        sign_out_list(book, day, state.weapons),
        count_sheet(book, state),
        briefing_roll(book, state.registry),
        performer_receipt(book, day, person("performer").id),
        stage_sheet(book, state),
    ):
        for page in read(sheet, book):
            assert page.startswith("Declaraciones que hicieron personas; no es una valoración.")
            assert "todavía no las ha revisado un armero" in page
    assert (
        "21:01 Anna Ruiz firmó"
        in read(performer_receipt(book, day, person("performer").id), book)[0]
    )
