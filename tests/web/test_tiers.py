"""The non-firing tier: six screens carry a day of what cannot fire, each with one signature."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from showclear.field.plan import Provision
from showclear.field.production import Tier
from showclear.record.events.handling import Act
from showclear.record.floor import laid_on, todays
from showclear.record.showing import Shown, statement
from showclear.record.state import By
from tests.web.kit import Device, Production
from tests.web.kit import served as served_full
from tests.web.tierkit import SMALL, production, signed

SIX = ("/items", "/identify", "/sign-out", "/bring-back", "/count-up", "/told")


@pytest.fixture
def small() -> Iterator[Production]:
    """Give the school's film, in which nothing fires."""
    with production(Tier.NON_FIRING) as made:
        yield made


def _tablet(small: Production, person: str = "Pia Moss") -> Device:
    return Device(small, person, keys=SMALL)


def _out(small: Production, *handles: str) -> Device:
    tablet = _tablet(small)
    sheet = tablet.act(
        "sign-out", items=[small.gun(one) for one in handles], to=small.person("Cal Reed"),
        by=small.person("Pia Moss"), acts="point", shown="yes", **{"by.all": "yes"},
    )  # fmt: skip
    assert set(signed(tablet, sheet)) == {"taken"}
    return tablet


def test_it_begins_with_the_items(small: Production) -> None:
    """Whoever enters comes to the list of items, not to the full tier's first page."""
    answer = _tablet(small).page("/").answer
    assert (answer.status_code, answer.headers["location"]) == (303, "/items")


@pytest.mark.parametrize("path", SIX)
def test_the_six_screens_lead_to_each_other_and_nowhere_else(small: Production, path: str) -> None:
    """Each shows the six in order, where one is, and speaking up; no board, day or plan."""
    text = _tablet(small).page(path).text
    top = text[: text.index('<main id="main"')]
    assert [one for one in SIX if f'href="{one}"' in top] == list(SIX)
    assert f'href="{path}" aria-current="page"' in top
    assert 'href="/board"' not in top
    assert 'href="/speak/concern"' in text


def test_the_full_tier_has_no_six_screens() -> None:
    """A film with guns that fire keeps its own first page and its board."""
    with served_full() as film:
        page = Device(film, "Anna Ruiz").page("/")
    assert page.status == 200
    assert 'href="/board"' in page.text
    assert 'href="/identify"' not in page.text


@pytest.mark.parametrize(
    "path", ["/items", "/identify", "/sign-out", "/bring-back", "/count-up", "/told", "/before"]
)
def test_the_other_tiers_screens_lead_home(path: str) -> None:
    """What they say is true of their own tier alone: elsewhere the first page is shown."""
    with served_full() as film:
        answer = Device(film, "Anna Ruiz").page(path).answer
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_each_item_is_asked_for_what_shows_that_it_is_one(small: Production) -> None:
    """Rubber bends and has no bore; of an airsoft gun the gun magazine and pellets are seen."""
    words = _tablet(small).page("/identify").words
    assert "my mark is on it it bends, or is of one piece solid: no bore" in words
    assert "the gun magazine out, and seen no pellets: none in the barrel" in words


@pytest.mark.parametrize(("tap", "stands"), [("yes", Shown.NON_FIRING), ("none", Shown.UNKNOWN)])
def test_seen_as_such_by_one_tap(small: Production, tap: str, stands: Shown) -> None:
    """One tap says that each was seen; the other, that it could not be, identifies nothing."""
    tablet, gun = _tablet(small), small.gun("rubber-1")
    sheet = tablet.act(
        "look", weapon=gun, way="non-firing", purpose="showing",
        by=small.person("Pia Moss"), **{"by.all": tap},
    )  # fmt: skip
    assert signed(tablet, sheet) == ["taken"]
    shown = statement(small.state.weapons[gun], epoch=small.state.epoch).shown
    assert (shown is Shown.NON_FIRING) == (stands is Shown.NON_FIRING)


def test_signed_out_on_one_sheet(small: Production) -> None:
    """Out of the case, seen again, handed over, and taken by the performer: two signatures."""
    tablet = _out(small, "rubber-1", "airsoft-1")
    for handle in ("rubber-1", "airsoft-1"):
        weapon = small.state.weapons[small.gun(handle)]
        assert weapon.in_hand == small.person("Cal Reed")
        assert weapon.shown_by, "the performer said so"
    assert "airsoft-1 class 2, replica with Cal Reed" in tablet.page("/items").words
    mine = _tablet(small, "Cal Reed").page("/items").words
    assert "In your hand" in mine or "rubber-1" in mine


def test_nobody_here_may_fire(small: Production) -> None:
    """Of the acts that are read aloud, firing is not offered for what cannot."""
    text = _tablet(small).page("/sign-out").text
    assert f'value="{Act.POINT.value}"' in text
    assert f'name="acts" value="{Act.FIRE.value}"' not in text


def test_back_from_whoever_has_it(small: Production) -> None:
    """What is out is offered, with whom; one signature brings it back to the handler's hand."""
    tablet = _out(small, "rubber-1")
    assert "rubber-1 class 1, rubber or solid with Cal Reed" in tablet.page("/bring-back").words
    sheet = tablet.act("bring-back", items=small.gun("rubber-1"), by=small.person("Pia Moss"))
    assert signed(tablet, sheet) == ["taken"]
    assert small.state.weapons[small.gun("rubber-1")].in_hand == small.person("Pia Moss")
    assert "Nothing is out." in tablet.page("/bring-back").words


def _count(small: Production, tablet: Device, **more: str) -> list[str]:
    sheet = tablet.act(
        "count-up", seen=[small.gun("rubber-1"), small.gun("rubber-2")],
        place=small.container("props-case"), by=small.person("Pia Moss"), **more,
    )  # fmt: skip
    return signed(tablet, sheet)


def test_counted_and_locked_up_by_one(small: Production) -> None:
    """Locking up comes first; then the count, of everything; what had no tick is not missing."""
    tablet = _out(small, "rubber-1")
    tablet.done("bring-back", items=small.gun("rubber-1"), by=small.person("Pia Moss"))
    assert _count(small, tablet) == ["taken"] * 4
    assert small.state.weapons[small.gun("rubber-1")].charge.by is By.PLACE
    [count] = small.state.counts.values()
    assert (count.ended, len(count.items)) == (True, 3)
    assert not small.state.questions
    assert "Last count: Pia Moss saw rubber-1 and rubber-2." in tablet.page("/count-up").words


def test_a_second_person_may_count_too(small: Production) -> None:
    """With two the count stays open, and the screen leads the other to their own counting."""
    tablet = _tablet(small)
    assert _count(small, tablet, two="yes") == ["taken"] * 2
    [count] = small.state.counts.values()
    assert not count.ended
    assert f'href="/count/{count.event}/enter' in tablet.page("/count-up").text


def test_where_things_are_kept_is_not_for_performers(small: Production) -> None:
    """No screen names the place to whoever is neither handler nor officer."""
    tablet = _tablet(small, "Cal Reed")
    for path in SIX:
        assert "props-case" not in tablet.page(path).text


def test_who_was_told_is_on_record(small: Production) -> None:
    """Police and neighbours are written down with until when; everybody was asked about rounds."""
    tablet = _tablet(small)
    pia = small.person("Pia Moss")
    for what in (Provision.AUTHORITIES, Provision.NEIGHBOURS):
        tablet.done("provide", what=what.value, contact="the desk sergeant", by=pia)
        assert laid_on(small.state, what.value, small.served.desk.now()) is not None
    tablet.done("brief", briefing="day", roll=[small.person("Cal Reed"), pia], by=pia)
    assert small.person("Cal Reed") in todays(small.state, small.served.desk.now()).people
    words = tablet.page("/told").words
    assert words.count("told, on record") == 2
    assert "nothing on record" not in words


def test_a_gun_that_fires_is_held_to_the_full_tier(small: Production) -> None:
    """Once one came in, each of the six says so plainly; it is never signed out on the third."""
    tablet = _tablet(small)
    tablet.done(
        "receive-weapon", handle="colt-3", weapon_class="6", pattern="single-action-1873",
        chambers="6", by=small.person("Pia Moss"),
    )  # fmt: skip
    for path in SIX:
        page = tablet.page(path)
        assert "1 gun here can fire." in page.words, path
        assert "rows are asked of each gun that can" in page.words
        assert f'href="/gun/{small.gun("colt-3")}"' in page.text
    answer = tablet.act(
        "sign-out", items=small.gun("colt-3"), to=small.person("Cal Reed"),
        by=small.person("Pia Moss"), **{"by.all": "yes"},
    )  # fmt: skip
    assert not answer.drafts
    assert "colt-3: expected something that cannot fire, found a gun that can" in answer.words


def test_an_item_is_added_on_the_first_screen(small: Production) -> None:
    """A name, what it is, its class: nothing else is asked of rubber."""
    tablet = _tablet(small)
    tablet.done(
        "receive-weapon", handle="rubber-9", weapon_class="1", pattern="solid",
        by=small.person("Pia Moss"),
    )  # fmt: skip
    assert "rubber-9" in tablet.page("/items").words


@pytest.mark.parametrize("path", [*SIX, "/rows", "/print"])
def test_every_screen_speaks_spanish(small: Production, path: str) -> None:
    """No English is left on a screen for whoever reads Spanish, names of things apart."""
    page = Device(small, "Pia Moss", keys=SMALL, language="es").page(path)
    assert page.status == 200
    assert 'lang="es"' in page.text
    assert "Who signs" not in page.words


def test_the_rules_adopted_can_be_read(small: Production) -> None:
    """Each row with its authority, its mark and that nobody has held it against its source."""
    page = Device(small, "Olga Petrov", keys=SMALL).page("/rows")
    assert "Kind of production: non-firing: nothing that can fire." in page.words
    assert "R31 Handler to performer to handler unverified" in page.words
    assert "Authority practice Mark V: read in a copy of the source" in page.words
    assert "guns that can fire only" in page.words
    assert "showclear adopt --help" in page.words
    assert "<form" not in page.text[page.text.index("<main") : page.text.index("</main>")]
