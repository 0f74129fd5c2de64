"""Counts: two counters each alone, both directions, samples, the equation, lock-up never waits."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest

from showclear.field.ids import EventId
from showclear.record.events.counting import Direction
from showclear.record.facts_counting import CountFact
from showclear.record.reckoning import samples
from showclear.record.state import Topic
from showclear.web.entries import root_after
from tests.web.kit import Device, Page, Production, open_day

ANNA: Final = "Anna Ruiz"
BEN: Final = "Ben Ode"
BOOK: Final = Direction.BOOK_TO_SHELF.value
SHELF: Final = Direction.SHELF_TO_BOOK.value


@pytest.fixture
def tablet(production: Production) -> Device:
    """Give a tablet with everybody's keys on a day that is open."""
    tablet = Device(production, ANNA)
    open_day(tablet)
    return tablet


def begin(tablet: Device, purpose: str = "wrap") -> EventId:
    """Have Anna begin a count of the guns and the box of dummies; return its name."""
    place = tablet.production
    items = [place.gun("colt-3"), place.gun("rifle-1"), place.container("box-a")]
    tablet.done("begin-count", items=items, purpose=purpose, by=place.person(ANNA))
    return list(place.state.counts)[-1]


def test_a_count_takes_what_is_chosen_or_everything_at_one_tap(tablet: Device) -> None:
    """Nothing is ticked beforehand, and the page says where the second person counts."""
    page = tablet.page("/counts")
    form = page.text[page.text.index('data-hx-post="/acts/begin-count"') :]
    assert " checked" not in form
    assert "The second counts on their own phone" in page.words
    place = tablet.production
    tablet.done("begin-count", everything="yes", purpose="wrap", by=place.person(ANNA))
    count = fact(tablet, list(place.state.counts)[-1])
    assert {*place.state.weapons, place.container("box-a")} <= {*count.items}


def fact(tablet: Device, count: EventId) -> CountFact:
    """Return what the state has of a count."""
    return tablet.production.state.counts[count]


def counts(tablet: Device, count: EventId, name: str, rounds: str, **more: Any) -> Page:
    """Have one person count the box from the book and see both guns."""
    place = tablet.production
    cell = f"{place.container('box-a')}.{place.lot('dummies-a')}"
    fields = {
        "seen": [place.gun("colt-3"), place.gun("rifle-1")], "direction": BOOK,
        f"rounds.{cell}": rounds,
    }  # fmt: skip
    return tablet.done("counted", count=count, by=place.person(name), **{**fields, **more})


def ends(tablet: Device, count: EventId, **more: str) -> Page:
    """Have Anna and Ben end a count."""
    place = tablet.production
    people = {"by": place.person(ANNA), "second": place.person(BEN)}
    return tablet.done("end-count", count=count, **people, **more)


def test_two_who_count_alike_settle_everything(tablet: Device) -> None:
    """Each item goes from not yet counted over one to two, and nothing is asked."""
    count = begin(tablet)
    assert tablet.page(f"/count/{count}").words.count("not yet counted") == 3
    counts(tablet, count, ANNA, "50")
    assert tablet.page(f"/count/{count}").words.count("counted by one") == 3
    counts(tablet, count, BEN, "50")
    assert tablet.page(f"/count/{count}").words.count("counted by two") == 3
    ends(tablet, count)
    assert tablet.production.state.questions == {}


def test_the_second_counter_sees_neither_the_book_nor_the_first(tablet: Device) -> None:
    """No figure stands on the entry page or the count's page before two have counted."""
    count = begin(tablet)
    entering, whole = f"/count/{count}/enter", f"/count/{count}"
    before = tablet.page(entering).text
    signed = counts(tablet, count, ANNA, "47")
    assert tablet.page(entering).text == before
    for page in (signed, tablet.page(entering), tablet.page(whole), tablet.page("/counts")):
        assert not re.search(r"\b(47|50)\b", page.words), page.words
    assert "Where every round is" not in tablet.page(whole).words


def test_two_who_differ_count_again(tablet: Device) -> None:
    """That they differ is told, by how much is not."""
    count = begin(tablet)
    counts(tablet, count, ANNA, "50")
    counts(tablet, count, BEN, "49")
    page = tablet.page(f"/count/{count}")
    assert "the two differ: count again, each alone" in page.words
    assert not re.search(r"\b(49|50)\b", page.words)
    counts(tablet, count, BEN, "50")
    assert "the two differ" not in tablet.page(f"/count/{count}").words


def test_the_one_equation_is_shown_for_each_lot(tablet: Device) -> None:
    """Received and found on one side, every place a round can be in on the other."""
    count = begin(tablet)
    counts(tablet, count, ANNA, "50")
    counts(tablet, count, BEN, "50")
    words = tablet.page(f"/count/{count}").words
    assert "50 received + 0 found = 50 = 0 not admitted + 0 in store + 50 with people" in words
    assert "+ 0 destroyed + 0 missing" in words


def test_a_difference_stays_an_open_question_in_the_morning(tablet: Device) -> None:
    """Two agree in fewer: the rest is missing, nobody stays for it, the next day shows it."""
    count = begin(tablet)
    counts(tablet, count, ANNA, "48")
    counts(tablet, count, BEN, "48")
    ends(tablet, count)
    place = tablet.production
    lot = place.state.lots[place.lot("dummies-a")]
    assert (lot.missing, [one.topic for one in place.state.questions.values()]) == (
        2, [Topic.DIFFERENCE],
    )  # fmt: skip
    words = tablet.page(f"/count/{count}").words
    assert "2 missing" in words
    assert "It waits for the morning; nobody stays for it." in words
    tablet.done("close-day", by=place.person(BEN))
    place.clock.advance(12 * 3_600_000)
    tablet.enter(ANNA)
    [event] = place.state.questions
    assert f"/question/{event}" in tablet.page("/counts").text
    assert f"/question/{event}" in tablet.page("/").text


def test_what_nobody_counted_is_not_missing(tablet: Device) -> None:
    """A line left open is not yet counted, also once the count is over."""
    count = begin(tablet)
    place = tablet.production
    counts(tablet, count, ANNA, "")
    counts(tablet, count, BEN, "")
    ends(tablet, count)
    words = tablet.page(f"/count/{count}").words
    assert re.search("box-a (sample )?not yet counted", words)
    assert place.state.lots[place.lot("dummies-a")].missing == 0


def test_from_the_shelf_everybody_says_what_lies_there(tablet: Device) -> None:
    """The other direction asks for lot and number of what is there, and settles as well."""
    count = begin(tablet)
    place = tablet.production
    box, lot = place.container("box-a"), place.lot("dummies-a")
    page = tablet.page(f"/count/{count}/enter?direction={SHELF}")
    assert f'name="shelf.{box}.0"' in page.text
    assert f'name="rounds.{box}.{lot}"' not in page.text
    for name in (ANNA, BEN):
        tablet.done(
            "counted", count=count, direction=SHELF, by=place.person(name),
            **{f"lot.{box}.0": lot, f"shelf.{box}.0": "50"},
        )  # fmt: skip
    assert box in fact(tablet, count).settled


def test_the_samples_follow_from_the_head_over_the_beginning(tablet: Device) -> None:
    """Anybody draws the same samples from the ledger; they come first on the page."""
    count = begin(tablet)
    place = tablet.production
    seed = root_after(place.served.desk, fact(tablet, count).index)
    drawn = samples(place.state, fact(tablet, count).items, seed=seed, count=3)
    page = tablet.page(f"/count/{count}").words
    name = place.served.names.name
    listed = [" · ".join(name(part) for part in reversed(one.split())) for one in drawn.from_book]
    assert f"Samples drawn: {place.served.words('en').listed(listed)}" in page
    assert "box-a" in page.partition("Look up whatever lies nearest in:")[2][:10]
    before = page
    counts(tablet, count, ANNA, "50")
    after = tablet.page(f"/count/{count}").words
    assert (
        after.partition("Samples")[2].partition("box-a")[0]
        == (before.partition("Samples")[2].partition("box-a")[0])
    )


def test_a_count_does_not_end_while_something_is_unsent(tablet: Device) -> None:
    """The tablet says how much it has signed and not sent; locking up goes on all the same."""
    count = begin(tablet)
    place = tablet.production
    page = tablet.page(f"/count/{count}")
    assert "data-needs-sent" in page.text
    answer = tablet.act("end-count", count=count, unsent="2", by=place.person(ANNA))
    assert "expected everything sent, found 2 not sent yet" in answer.words
    assert "lock up all the same" in answer.words
    assert not fact(tablet, count).ended
    ends(tablet, count, unsent="0")
    assert fact(tablet, count).ended


def test_locking_up_never_waits_for_a_count(tablet: Device) -> None:
    """With a count open and two who differ, the box goes into the lock."""
    count = begin(tablet)
    counts(tablet, count, ANNA, "50")
    counts(tablet, count, BEN, "49")
    place = tablet.production
    box = place.container("box-a")
    assert box in tablet.page(f"/count/{count}").text.partition("/acts/lock")[2]
    tablet.done("lock", items=box, place=place.container("lockup"), by=place.person(ANNA))
    assert place.state.containers[box].charge.who == place.container("lockup")


def test_fired_cases_are_beside_the_gunshots_and_stop_nothing(tablet: Device) -> None:
    """Missing brass is a figure: no question, no difference."""
    count = begin(tablet)
    for name in (ANNA, BEN):
        counts(tablet, count, name, "50", fired_cases="44")
    page = tablet.page(f"/count/{count}").words
    assert "Fired cases counted back: 44. A case that is not found stops nothing." in page
    assert tablet.production.state.questions == {}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({}, "expected at least one number, or one gun", id="nothing"),
        pytest.param(
            {"count": "0" * 64, "fired_cases": "1"}, "expected one that has begun", id="no"
        ),
        pytest.param({"direction": "upwards"}, "book-to-shelf, shelf-to-book", id="direction"),
        pytest.param({"fired_cases": "many"}, "a number from 0", id="number"),
    ],
)
def test_what_cannot_be_counted_is_told(tablet: Device, fields: dict[str, str], said: str) -> None:
    """A count that says nothing, or belongs to no count, is put right on the page."""
    count = begin(tablet)
    given = {"count": count, "direction": BOOK, "by": tablet.production.person(ANNA), **fields}
    answer = tablet.act("counted", **given)
    assert (answer.drafts, said in answer.words) == ((), True), answer.words


def test_a_count_that_is_over_takes_no_more(tablet: Device) -> None:
    """After the end nobody is asked to count, and who tries is told."""
    count = begin(tablet)
    ends(tablet, count)
    assert f"/count/{count}/enter" not in tablet.page(f"/count/{count}").text
    place = tablet.production
    late = tablet.act(
        "counted", count=count, direction=BOOK, fired_cases="1", by=place.person(ANNA)
    )
    assert "found one that has ended" in late.words
