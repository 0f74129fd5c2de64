"""Labels and sheets from the pages: the right file for the right person, and labels that open."""

from __future__ import annotations

import pytest

from showclear.outputs.labels.code import make_address, make_code, origin_mark
from tests.outputs.pictures import codes, drawn
from tests.outputs.sheetbook import texts
from tests.web.kit import Device, Page, Production, looked, open_day, taken_out

SHEETS = ("gun-log", "pad", "sign-out-list", "count", "roll", "receipt", "stage")


def _text(page: Page) -> str:
    return "\n".join(texts(page.answer.content))


def _a_day(production: Production) -> Device:
    """Have Cal Reed handed a gun on an open day."""
    tablet = Device(production, "Anna Ruiz")
    open_day(tablet)
    for side in ("Anna Ruiz", "Ben Ode"):
        gun = production.gun("rubber-1")
        tablet.done(
            "look", weapon=gun, purpose="opening", way="non-firing", by=production.person(side),
            **{"by.all": "yes"},
        )  # fmt: skip
    taken_out(tablet, "rubber-1")
    looked(tablet, "rubber-1", way="non-firing", to=production.person("Cal Reed"))
    return tablet


@pytest.mark.parametrize("kind", SHEETS)
def test_the_armorer_has_each_sheet_as_a_file(production: Production, kind: str) -> None:
    """Each sheet is a PDF to be saved, under a name that is the sheet's and the day's alone."""
    tablet = _a_day(production)
    page = tablet.page(f"/print/sheet/{kind}?person={production.person('Cal Reed')}")
    assert page.status == 200, page.text
    assert page.answer.headers["content-type"] == "application/pdf"
    day = "" if kind == "pad" else "-2026-11-22"
    said = f'attachment; filename="showclear-{kind}{day}.pdf"'
    assert page.answer.headers["content-disposition"] == said
    assert _text(page).startswith("Statements people made; not an assessment.")


def test_a_performer_has_their_own_receipt_and_no_other(production: Production) -> None:
    """What one was handed and shown is theirs to keep; another performer does not get it."""
    _a_day(production)
    own = Device(production, "Cal Reed").page("/print/sheet/receipt")
    assert "Cal Reed" in _text(own)
    assert "rubber-1" in _text(own)
    other = Device(production, "Eva Sand")
    page = other.page(f"/print/sheet/receipt?person={production.person('Cal Reed')}")
    assert page.status == 403
    assert "receipt: expected your own, found another's" in page.words


@pytest.mark.parametrize("name", ["Ben Ode", "Olga Petrov"])
def test_nobody_collects_receipts(production: Production, name: str) -> None:
    """The first AD and officers have the gun log; a person's own day is not theirs to collect."""
    _a_day(production)
    page = Device(production, name).page(
        f"/print/sheet/receipt?person={production.person('Cal Reed')}"
    )
    assert page.status == 403
    assert Device(production, name).page("/print/sheet/gun-log").status == 200


def test_where_things_are_kept_is_not_for_the_floor(production: Production) -> None:
    """The count sheet says where things are kept: handlers and officers alone have it."""
    ad = Device(production, "Ben Ode")
    page = ad.page("/print/sheet/count")
    assert page.status == 403
    assert "sheet count: expected handler, officer, found caller, second-person" in page.words
    assert "/print/sheet/count" not in ad.page("/print").text
    assert Device(production, "Olga Petrov").page("/print/sheet/count").status == 200


def test_a_performer_sees_only_the_receipt_offered(production: Production) -> None:
    """The page offers a performer their own receipt and nothing else."""
    page = Device(production, "Cal Reed").page("/print")
    assert page.text.count('action="/print/') == 1
    assert 'action="/print/sheet/receipt"' in page.text
    assert Device(production, "Cal Reed").page("/print/labels?things=x").status == 403


def test_a_sheet_is_in_the_askers_language(production: Production) -> None:
    """Whoever reads Spanish has the sheet in Spanish."""
    page = Device(production, "Anna Ruiz", language="es").page("/print/sheet/roll")
    assert "Statements people made" not in _text(page)
    assert production.served.words("es").say("sheet.roll.title") in _text(page)


def test_the_paper_is_remembered(production: Production) -> None:
    """Letter is chosen once on a device; each sheet after that is on Letter, else on A4."""
    tablet = Device(production, "Anna Ruiz")
    assert b"595.28" in tablet.page("/print/sheet/pad").answer.content
    assert tablet.page("/print?paper=letter").status == 200
    assert b"612.00" in tablet.page("/print/sheet/pad").answer.content


def test_a_day_that_never_was_is_named(production: Production) -> None:
    """A day on which nothing was opened gives no sheet, and those there are are named."""
    page = _a_day(production).page("/print/sheet/gun-log?day=2026-11-23")
    assert page.status == 422
    assert "working day: expected one that was opened: 2026-11-22, found 2026-11-23" in page.words


def test_the_pads_numbers_go_on(production: Production) -> None:
    """The pad is printed from one number to another; a range that is none says so."""
    tablet = Device(production, "Anna Ruiz")
    assert " 7.11 " in _text(tablet.page("/print/sheet/pad?first=6&last=7"))
    page = tablet.page("/print/sheet/pad?first=7&last=6")
    assert page.status == 422
    assert "numbers of the pad: expected from 1 up" in page.words


def test_labels_begin_where_the_sheet_is_free(production: Production) -> None:
    """Labels chosen are printed once each from place n on, with this ledger's codes."""
    tablet = Device(production, "Anna Ruiz")
    gun, box = production.gun("colt-3"), production.container("box-a")
    page = tablet.page(f"/print/labels?things={gun}&things={box}&things={gun}&start=21")
    assert page.answer.headers["content-disposition"] == (
        'attachment; filename="showclear-labels.pdf"'
    )
    pictures = drawn(page.answer.content)
    origin = production.served.desk.parts.origin
    assert [code.text for picture in pictures for code in codes(picture)] == [
        make_code(origin, gun),
        make_code(origin, box),
    ]
    assert len(pictures) == 2


def test_labels_of_nothing_are_not_made(production: Production) -> None:
    """Nothing ticked, or a thing of another ledger: said, and no empty sheet is printed."""
    tablet = Device(production, "Anna Ruiz")
    page = tablet.page("/print/labels")
    assert (page.status, "labels: expected at least one thing ticked" in page.words) == (422, True)
    page = tablet.page("/print/labels?things=w-0000000000000000")
    assert page.status == 422
    assert "label: expected a gun, container or lot of this ledger" in page.words


def test_a_label_as_an_address_opens_its_thing(production: Production) -> None:
    """A telephone's own camera gets to the gun's page, and to a container's."""
    tablet = Device(production, "Anna Ruiz")
    origin = production.served.desk.parts.origin
    for thing, path in (
        (production.gun("colt-3"), "/gun/"),
        (production.container("box-a"), "/stock/box/"),
    ):
        address = make_address("https://cart.local", origin, thing)
        page = tablet.page(address.removeprefix("https://cart.local"))
        assert (page.status, page.answer.headers["location"]) == (303, path + thing)


def test_a_label_of_another_production_says_so(production: Production) -> None:
    """Even where the id is one of ours the mark decides; what to do with the thing is said."""
    tablet = Device(production, "Anna Ruiz")
    page = tablet.page(f"/i/{production.gun('colt-3')}?o={origin_mark('other.example/film')}")
    assert page.status == 404
    assert "This label is of another production" in page.words
    assert f"marked {origin_mark('other.example/film')}" in page.words
    page = tablet.page("/i/w-0000000000000000")
    assert (page.status, "Nothing here has this code" in page.words) == (404, True)


def test_whoever_has_not_entered_prints_nothing(production: Production) -> None:
    """Without a session there is no page, no sheet and no label."""
    stranger = Device(production)
    for path in ("/print", "/print/sheet/gun-log", "/print/labels"):
        assert stranger.page(path).answer.headers["location"] == "/"


def test_the_first_page_leads_to_printing(production: Production) -> None:
    """Everybody's first page leads to what they may print, and to the rules adopted."""
    text = Device(production, "Cal Reed").page("/").text
    assert 'href="/print"' in text
    assert 'href="/rows"' in text
