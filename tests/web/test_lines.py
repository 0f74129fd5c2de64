"""A line of like guns: walked by two, issued by voucher number, back the same way."""

from __future__ import annotations

import io
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from litestar.status_codes import HTTP_303_SEE_OTHER

from showclear.cli.main import program
from showclear.cli.running import run
from showclear.field.ids import ItemId
from showclear.record.events.passing import IssueLine, LookLine
from showclear.record.events.table import AnyBody
from showclear.record.showing import opened
from showclear.web.pages.lines import likes
from showclear.web.served import Settings
from showclear.wiring import Folder, open_for_writing
from tests.web import kit
from tests.web.kit import PAGE, Device, Page, Production, open_day

ANNA, BEN = "Anna Ruiz", "Ben Ode"
GUNS = 11
ROD = "rod-to-mark"


def rifles(place: Production) -> list[ItemId]:
    """Return the line's guns, by name."""
    return [place.gun(f"henry-{number:02d}") for number in range(1, GUNS + 1)]


@pytest.fixture(scope="module")
def ranch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the example with eleven like rifles received and locked up, made once."""
    root = tmp_path_factory.mktemp("ranch") / "set"
    shutil.copytree(kit.example_folder(), root)
    names = [f"henry-{number:02d}" for number in range(1, GUNS + 1)]
    typed = [
        f"receive weapon {name} --class 5 --pattern lever --chambers 1 --capacity 10"
        f" --calibre .44-40 --serial H{name} --as armorer"
        for name in names
    ]
    for line in (*typed, f"lock {' '.join(names)} --in lockup --as armorer"):
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            ended = int(run(program(), ["--ledger", str(root), *shlex.split(line)]))
        assert ended == 0, said.getvalue()
    return root


@pytest.fixture
def tablet(ranch: Path, tmp_path: Path) -> Iterator[Device]:
    """Give the cart's tablet on an open day, eleven rifles in the lock."""
    shutil.copytree(ranch, tmp_path / "set")
    with open_for_writing(Folder(tmp_path / "set"), lambda *_: None) as opened_:
        device = Device(Production(opened_, Settings(cart=kit.CART_CODE)), ANNA)
        open_day(device)
        yield device


def checked(tablet: Device) -> None:
    """Have Anna and Ben walk the opening check, each apart, then take the line out."""
    place = tablet.production
    for name in (ANNA, BEN):
        tablet.done(
            "look-line", items=rifles(place), purpose="opening",
            by=place.person(name), **{"by.all": ROD},
        )  # fmt: skip
    tablet.done(
        "take-out", items=rifles(place), place=place.container("lockup"), by=place.person(ANNA)
    )


def walked(tablet: Device, **odd: str) -> str:
    """Have Anna walk first; return the path of the second walker's page."""
    place = tablet.production
    line = rifles(place)
    data = {
        "items": line, "purpose": "showing", "issue": "yes",
        "handler": place.person(ANNA), "handler.all": ROD, **odd,
    }  # fmt: skip
    answer = tablet.ask("POST", f"/line/{line[0]}/walked", data=data, headers=PAGE)
    assert answer.status == HTTP_303_SEE_OTHER, answer.words
    return str(answer.answer.headers["location"])


def issued(tablet: Device, page: str, **odd: str) -> Page:
    """Have Ben walk second, and the line issued from voucher 101 on; return the sheet."""
    return tablet.act(
        "line", half=page.partition("half=")[2], second=tablet.production.person(BEN),
        first="101", called="Background, voucher", **{"second.all": ROD, **odd},
    )  # fmt: skip


def bodies(place: Production) -> list[AnyBody]:
    """Return what is on the open sheet, in order."""
    return [draft.event.body for _, draft in place.served.drafts.open()]


def test_like_guns_are_offered_as_a_line(tablet: Device) -> None:
    """Eleven rifles of one make in one lock are a line; a gun alone of its make is none."""
    [line] = likes(tablet.production.served)
    assert line.guns == tuple(rifles(tablet.production))
    assert line.locked
    assert "11 guns · lever" in tablet.page("/line").words


def test_an_opening_check_along_the_line_is_two_walks_apart(tablet: Device) -> None:
    """Each walker signs one sentence; after both every gun is open for the day."""
    place = tablet.production
    head = rifles(place)[0]
    tablet.done(
        "look-line", items=rifles(place), purpose="opening", by=place.person(ANNA),
        **{"by.all": ROD},
    )  # fmt: skip
    assert "The first answer is in" in tablet.page(f"/line/{head}").words
    assert not opened(place.state.weapons[head])
    tablet.done(
        "look-line", items=rifles(place), purpose="opening", by=place.person(BEN),
        **{"by.all": ROD},
    )  # fmt: skip
    assert all(opened(place.state.weapons[gun]) for gun in rifles(place))
    assert "Take out" in tablet.page(f"/line/{head}").words


def test_a_line_is_walked_and_issued_with_two_signatures(tablet: Device) -> None:
    """Two walks and one issue: Anna signs two sentences, Ben one; vouchers run from 101."""
    place = tablet.production
    checked(tablet)
    sheet = issued(tablet, walked(tablet))
    first, second, issue = bodies(place)
    assert isinstance(first, LookLine)
    assert isinstance(second, LookLine)
    assert isinstance(issue, IssueLine)
    assert [voucher.number for voucher in issue.line] == list(range(101, 101 + GUNS))
    assert len(issue.looks) == 2
    after = tablet.sign(sheet, ANNA)
    assert len(after.drafts) == 1
    answer = tablet.sign(after, BEN)
    assert set(answer.kinds) == {"taken"}, answer.words
    weapon = place.state.weapons[rifles(place)[2]]
    assert weapon.voucher == 103
    assert place.served.names.name(weapon.in_hand) == "Background, voucher 103"


def test_what_either_walker_finds_odd_is_not_issued(tablet: Device) -> None:
    """One rifle the first could not see, another odd to the second: nine go out."""
    place = tablet.production
    checked(tablet)
    line = rifles(place)
    page = walked(tablet, **{f"handler.odd.{line[2]}": "not-seen"})
    sheet = issued(tablet, page, **{f"second.odd.{line[5]}": "fired-case"})
    issue = bodies(place)[2]
    assert isinstance(issue, IssueLine)
    assert {voucher.weapon for voucher in issue.line} == set(line) - {line[2], line[5]}
    assert "henry-03: not seen" in sheet.words
    assert "henry-06: fired case" not in sheet.words
    after = tablet.sign(sheet, ANNA)
    assert "henry-06: fired case" in after.words
    assert set(tablet.sign(after, BEN).kinds) == {"taken"}


def test_the_second_walker_is_shown_nothing_of_the_first(tablet: Device) -> None:
    """What Anna named odd is not on Ben's page."""
    checked(tablet)
    line = rifles(tablet.production)
    text = tablet.page(walked(tablet, **{f"handler.odd.{line[2]}": "not-seen"})).text
    assert 'value="not-seen" checked' not in text
    assert "handler.odd" not in text


def test_a_walk_names_how_the_bores_were_looked_at(tablet: Device) -> None:
    """A walk without a method is turned back before anything is kept."""
    place = tablet.production
    checked(tablet)
    line = rifles(place)
    data = {"items": line, "purpose": "showing", "handler": place.person(ANNA)}
    answer = tablet.ask("POST", f"/line/{line[0]}/walked", data=data, headers=PAGE)
    assert "handler.all: expected one of: cylinder-out" in answer.words


def test_a_line_is_of_one_make(tablet: Device) -> None:
    """A revolver among rifles is a line of its own."""
    place = tablet.production
    mixed = [*rifles(place), place.gun("colt-3")]
    answer = tablet.act(
        "look-line", items=mixed, purpose="opening", by=place.person(ANNA), **{"by.all": ROD}
    )
    assert "line: expected at most 128 guns of one make, found 12 guns of 2 makes" in answer.words


def test_the_line_comes_back_with_one_signature(tablet: Device) -> None:
    """All that are out are ticked, by voucher; one Collect takes back what stays ticked."""
    place = tablet.production
    checked(tablet)
    sheet = issued(tablet, walked(tablet))
    tablet.sign(tablet.sign(sheet, ANNA), BEN)
    page = tablet.page("/back")
    assert "henry-01 voucher 101" in page.words
    ticked = re.findall(r'name="items" value="([^"]+)" checked', page.text)
    assert set(ticked) == set(rifles(place))
    missing = ticked.pop()
    tablet.done("collect", items=ticked, by=place.person(ANNA))
    assert place.state.weapons[ItemId(missing)].in_hand != place.person(ANNA)
    left = re.findall(r'name="items" value="([^"]+)" checked', tablet.page("/back").text)
    assert left == [missing]


def test_a_line_whose_guns_are_all_odd_is_not_issued(tablet: Device) -> None:
    """There is nothing to issue, and it says so."""
    place = tablet.production
    checked(tablet)
    odd = {f"handler.odd.{gun}": "not-seen" for gun in rifles(place)}
    assert (
        "line: expected a gun that is not odd, found none"
        in issued(tablet, walked(tablet, **odd)).words
    )
