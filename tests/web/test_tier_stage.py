"""The stage tier: before the show and after it, each a look by two with two signatures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from showclear.field.production import Tier
from showclear.record.showing import Shown, opened, statement
from showclear.record.state import By
from tests.web.kit import Device, Page, Production
from tests.web.tierkit import SHOW, production, signed


@pytest.fixture
def show() -> Iterator[Production]:
    """Give the play with one blank-only revolver."""
    with production(Tier.STAGE) as made:
        yield made


def _tablet(show: Production, person: str = "Gil Marsh") -> Device:
    return Device(show, person, keys=SHOW)


def _open(show: Production) -> Device:
    tablet = _tablet(show)
    tablet.done("open-day", date="2026-11-22", area="Stage", by=show.person("Sue Byrne"))
    return tablet


def _both(show: Production, tablet: Device, when: str, **first: str) -> Page:
    """Have Gil and Amy look at the revolver, each alone; return the sheet."""
    gun = show.gun("revolver")
    half = tablet.form(
        f"/{when}/{gun}", handler=show.person("Gil Marsh"),
        **{"handler.all": "plug-and-vent"}, **first,
    )  # fmt: skip
    assert half.status == 303, half.words
    where = half.answer.headers["location"]
    asked = tablet.page(where)
    assert "The first answer is in" in asked.words
    return tablet.act(
        f"{when}-show", weapon=gun, half=where.partition("half=")[2],
        second=show.person("Amy Stone"), **{"second.all": "plug-and-vent"},
    )  # fmt: skip


def _looked_at(show: Production) -> Device:
    tablet = _open(show)
    assert set(signed(tablet, _both(show, tablet, "before"))) == {"taken"}
    return tablet


def test_it_begins_before_the_show(show: Production) -> None:
    """Whoever enters comes to the first of the two screens; there is no third in the head."""
    tablet = _tablet(show)
    assert tablet.page("/").answer.headers["location"] == "/before"
    text = tablet.page("/before").text
    top = text[: text.index('<main id="main"')]
    assert ('href="/before"' in top, 'href="/after"' in top, 'href="/board"' in top) == (
        True, True, False,
    )  # fmt: skip


def test_the_plan_signed_once_stands(show: Production) -> None:
    """The plan of the production week is there each night, until something in it changed."""
    tablet = _open(show)
    assert "Plan of act-two. Signed once; it stands" in tablet.page("/before").words
    [set_up] = show.state.set_ups
    tablet.done("set-up-changed", set_up=set_up, what="distance", by=show.person("Sue Byrne"))
    assert "Something in it changed: sign it anew" in tablet.page("/before").words


def test_one_look_by_two_before_the_show(show: Production) -> None:
    """Two signatures: the opening check stands, and the gun is in the gunmaster's charge."""
    _looked_at(show)
    weapon = show.state.weapons[show.gun("revolver")]
    assert opened(weapon)
    assert weapon.charge.who == show.person("Gil Marsh")


def test_the_second_sees_nothing_of_the_first(show: Production) -> None:
    """What the first answered is on no page before the second has answered too."""
    tablet = _open(show)
    gun = show.gun("revolver")
    half = tablet.form(
        f"/before/{gun}", handler=show.person("Gil Marsh"),
        **{"handler.all": "plug-and-vent", "handler.chamber-3": "odd"},
    )  # fmt: skip
    assert "handler.chamber-3" not in tablet.page(half.answer.headers["location"]).text


def test_one_person_is_not_two(show: Production) -> None:
    """The same name twice makes no sheet."""
    tablet = _open(show)
    gil = show.person("Gil Marsh")
    answer = tablet.act(
        "before-show", weapon=show.gun("revolver"), way="seen-empty", handler=gil, second=gil,
        **{"handler.all": "plug-and-vent", "second.all": "plug-and-vent"},
    )  # fmt: skip
    assert not answer.drafts
    assert "second person: expected somebody other than Gil Marsh" in answer.words


def test_it_stands_on_its_table_watched(show: Production) -> None:
    """Once looked at, the screen says who watches it and what the plan has going in."""
    words = _looked_at(show).page("/before").words
    assert "On its table. Gil Marsh watches it." in words
    assert "2 rounds go in by the plan: both look" in words


def test_after_the_show_all_comes_back(show: Production) -> None:
    """What came out, a look by two, and under lock: one sheet, two signatures."""
    tablet = _looked_at(show)
    sheet = _both(show, tablet, "after", place=show.container("locker"))
    stands = statement(show.state.weapons[show.gun("revolver")], epoch=show.state.epoch)
    assert stands.shown is not Shown.EMPTY
    assert set(signed(tablet, sheet)) == {"taken"}
    weapon = show.state.weapons[show.gun("revolver")]
    assert (weapon.charge.by, weapon.charge.who) == (By.PLACE, show.container("locker"))
    assert "locked away" in tablet.page("/after").words


def test_red_light_is_remembered(show: Production) -> None:
    """A tablet in the wings is painted red until somebody says room light."""
    tablet = _tablet(show)
    assert 'class="red-light"' in tablet.page("/before?paint=red").text
    assert 'class="red-light"' in tablet.page("/after").text
    assert 'class="red-light"' not in tablet.page("/after?paint=").text
    assert 'class="red-light"' not in tablet.page("/before").text


@pytest.mark.parametrize("path", ["/before", "/after"])
def test_both_screens_speak_spanish(show: Production, path: str) -> None:
    """Nothing on them is left in English."""
    page = Device(show, "Gil Marsh", keys=SHOW, language="es").page(path)
    assert page.status == 200
    assert "Before the show" not in page.words
    assert "Who signs" not in page.words


def test_a_whole_evening_on_two_screens(show: Production) -> None:
    """Looked at, two blanks in, taken from the table, two gunshots, cases out, locked away."""
    tablet = _looked_at(show)
    gun, tin, lot = show.gun("revolver"), show.container("tin"), show.lot("blanks-9")
    pair = {"handler": show.person("Gil Marsh"), "second": show.person("Amy Stone")}
    seen = {f"{side}{part}.all": "plug-and-vent" for side in pair for part in ("", ".before")}
    sheet = tablet.act(
        "show", weapon=gun, way="seen-going-in", before="yes", stock=f"{tin} {lot}",
        positions=["chamber-1", "chamber-2"], **pair, **seen,
    )  # fmt: skip
    assert set(signed(tablet, sheet)) == {"taken"}
    words = tablet.page("/before").words
    assert "You may: point and fire the gun Not: cock and dry fire" in words
    assert "Ian Frost takes it" in words
    [act_two] = show.state.set_ups
    gil, sue = show.person("Gil Marsh"), show.person("Sue Byrne")
    tablet.done(
        "hand-over", weapon=gun, to=show.person("Ian Frost"), set_up=act_two,
        acts=["point", "fire"], by=gil,
    )  # fmt: skip
    tablet.done("rolling", set_up=act_two, by=sue)
    assert "The scene is on" in tablet.page("/before").words
    tablet.done("cut", set_up=act_two, by=sue)
    text = tablet.page(f"/after/{gun}").text
    for field in ("gunshots", "rounds", "fired_cases", "container", "place"):
        assert f'name="{field}"' in text
    assert f'name="lot" value="{lot}"' in text
    sheet = _both(
        show, tablet, "after", place=show.container("locker"), gunshots="2", rounds="0",
        fired_cases="2", lot=lot, container=tin,
    )  # fmt: skip
    assert set(signed(tablet, sheet)) == {"taken"}
    assert show.state.containers[tin].charge.who == show.container("locker")
    assert not show.state.questions


def test_where_it_is_kept_is_not_for_performers(show: Production) -> None:
    """The place is named on the handler's screen alone, not to whoever only performs."""
    tablet = _looked_at(show)
    path = f"/after/{show.gun('revolver')}"
    assert "locker" in tablet.page(path).text
    performer = _tablet(show, "Ian Frost")
    for one in ("/before", "/after", path):
        assert "locker" not in performer.page(one).text
