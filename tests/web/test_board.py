"""The board: what everybody on set may see, the same on every screen, rendered once for all."""

from __future__ import annotations

import time

import pytest

from showclear.outputs.words.catalogue import Catalogue, catalogue
from showclear.web import boards
from showclear.web.boards import BoardView, board
from showclear.web.rolling import against_rolling
from showclear.web.served import Served
from tests.web.floor import SET_UP, approved, handed_over, out_and_shown, tablet
from tests.web.kit import Device, Production, open_day

EN = catalogue("en")


def test_what_is_out_is_said_with_its_holder_as_reported(production: Production) -> None:
    """A gun in a performer's hand is there, with what was last shown and what ends it."""
    device = tablet(production)
    approved(device)
    out_and_shown(device)
    handed_over(device)
    said = device.page("/board").words
    assert "In hand: Cal Reed (as reported) · In charge: Anna Ruiz" in said
    assert "Last shown: seen empty, by Anna Ruiz to Ben Ode, 0 min ago" in said
    assert "What ends it: out of the armorer's sight" in said
    assert "for the next step also after" in said  # core's row limits a showing (R54)


def test_a_performers_own_sentence_takes_as_reported_away(production: Production) -> None:
    """Who signs *I was shown, I took it* is not merely reported to have it."""
    device = tablet(production)
    approved(device)
    out_and_shown(device)
    handed_over(device)
    gun = production.gun("colt-3")
    device.done("shown", weapon=gun, by=production.person("Cal Reed"))
    assert "as reported" not in device.page("/board").words


def test_where_guns_are_kept_is_on_no_board(production: Production) -> None:
    """Neither the board's page, nor its part, nor the API names the place."""
    device = Device(production, "Cal Reed")
    for path in ("/board", "/board/now"):
        assert "lockup" not in device.page(path).text
    for path in ("/api/board", "/api/guns"):
        answer = device.ask("GET", path).text
        assert "lockup" not in answer
        assert production.container("lockup") not in answer


def test_not_identified_is_told_apart_from_unknown(production: Production) -> None:
    """A rubber gun nobody has seen as such is not identified; one that can go off is unknown."""
    shown = {gun.name: gun.shown for gun in board(production.served, EN).others}
    assert shown == {"colt-3": "unknown", "rifle-1": "unknown", "rubber-1": "not-identified"}


def test_a_decline_is_on_no_board(production: Production) -> None:
    """Declining is seen by handler and first AD alone, on their first page."""
    cal = Device(production, "Cal Reed")
    cal.done(
        "sign-spoken",
        kind="decline",
        weapon=production.gun("rifle-1"),
        side="take",
        by=production.person("Cal Reed"),
    )
    assert "rifle-1: Cal Reed, taking it" in Device(production, "Anna Ruiz").page("/").words
    assert "rifle-1: Cal Reed, taking it" in Device(production, "Ben Ode").page("/").words
    assert "Declined" not in Device(production, "Eva Sand").page("/").words
    assert "Cal Reed" not in Device(production, "Eva Sand").page("/board").words


def test_a_concern_is_said_by_its_class_alone(production: Production) -> None:
    """The words of a concern lie beside the log and on no board."""
    Device(production).form("/speak/concern", about="live-round", words="under the cart")
    said = Device(production, "Ben Ode").page("/board").words
    assert "Concern: a live round · gun work waits for the answer" in said
    assert "under the cart" not in said


def test_what_is_not_cosigned_is_counted(production: Production) -> None:
    """How many entries nobody outside has, and how old the oldest is."""
    production.clock.advance(30 * 60_000)
    view = board(production.served, EN)
    assert view.not_cosigned == view.size == production.served.desk.keeping.tree.size
    assert view.not_cosigned_ms >= 30 * 60_000
    assert (
        f"{view.size} entries not yet signed" in Device(production, "Ben Ode").page("/board").words
    )


# -- what stands against rolling --------------------------------------------------------------


def test_what_stands_against_rolling_leaves_no_record(production: Production) -> None:
    """Guns not shown, people not briefed: named, by questions that write nothing down."""
    device = tablet(production)
    open_day(device)
    approved(device)
    size = production.served.desk.keeping.tree.size
    view = against_rolling(production.served, SET_UP, EN)
    assert view.not_briefed == ("Cal Reed",)
    assert any("colt-3: Not yet: because the opening check" in line for line in view.against)
    assert not view.nothing
    assert production.served.desk.keeping.tree.size == size


def test_nothing_against_it_is_said_with_what_was_last_shown(production: Production) -> None:
    """Nothing on record against it never stands alone."""
    device = tablet(production)
    out_and_shown(device)
    approved(device)
    device.done("brief", roll=[production.person("Cal Reed")], by=production.person("Ben Ode"))
    view = against_rolling(production.served, SET_UP, EN)
    assert view.nothing, (view.against, view.not_briefed, view.changed)
    said = device.page(f"/set-up/{SET_UP}/now").words
    assert "Nothing on record against it. Last shown: colt-3 : Last shown: seen empty" in said


def test_a_gun_in_hand_that_waits_stands_against_rolling(production: Production) -> None:
    """After a misfire the gun in hand is named, though it was handed over by the book."""
    device = tablet(production)
    approved(device)
    out_and_shown(device)
    handed_over(device)
    device.done("misfire", weapon=production.gun("colt-3"), by=production.person("Ben Ode"))
    view = against_rolling(production.served, SET_UP, EN)
    assert any(
        "colt-3 is in hand. Last shown: waiting after misfire" in one for one in view.against
    )


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("muzzle-line", "the muzzle line"),
        ("other", "something else: one tap each: nothing that matters moved"),
    ],
)
def test_a_change_stands_against_rolling(production: Production, what: str, said: str) -> None:
    """What was reported to have changed is named; what does not matter asks for one tap each."""
    device = tablet(production)
    approved(device)
    device.done("set-up-changed", set_up=SET_UP, what=what, by=production.person("Cal Reed"))
    assert against_rolling(production.served, SET_UP, EN).changed == (said,)


def test_an_open_stop_stands_against_every_set_up(production: Production) -> None:
    """A stop is said of each set-up once, and its lifting takes it away."""
    device = tablet(production)
    approved(device)
    Device(production).form("/speak/stop")
    view = against_rolling(production.served, SET_UP, EN)
    assert view.against[0] == "Stop: gun work waits for the answer"


# -- rendered once ----------------------------------------------------------------------------


def test_two_hundred_screens_cost_one_rendering(
    production: Production, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The board is made once for an entry and a language, and again for the next."""
    made: list[str] = []

    def counted(served: Served, words: Catalogue) -> BoardView:
        made.append(words.language)
        return board(served, words)

    monkeypatch.setattr(boards, "board", counted)
    device, spanish = tablet(production), Device(production, "Ben Ode", language="es")
    said = {device.page("/board/now").text for _ in range(200)}
    assert (len(said), len(made)) == (1, 1)
    spanish.page("/board/now")
    assert len(made) == 2
    open_day(device)
    device.page("/board/now")
    assert len(made) == 3


def test_a_minute_later_ages_are_told_anew(production: Production) -> None:
    """Ages are told in minutes, so a rendering lasts no longer than one."""
    device = tablet(production)
    out_and_shown(device)
    assert "0 min ago" in device.page("/board/now").words
    production.clock.advance(5 * 60_000)
    assert "5 min ago" in device.page("/board/now").words


def test_the_board_is_there_within_half_a_second(production: Production) -> None:
    """From the last signature to the rendered part, with a set-up to be asked about."""
    device = tablet(production)
    approved(device)
    sheet = device.act(
        "set-up-changed", set_up=SET_UP, what="gun", by=production.person("Cal Reed")
    )
    signatures = device.signatures(sheet)
    began = time.perf_counter()
    device.post("/sheet", {"signatures": signatures})
    assert "the gun" in device.page("/board/now").words
    assert time.perf_counter() - began < 0.5


def test_the_board_wants_somebody_entered(production: Production) -> None:
    """A screen nobody has entered is sent to the first page."""
    assert Device(production).page("/board").answer.headers["location"] == "/"
