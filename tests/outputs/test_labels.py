"""Labels on paper: every one read back from a picture of the page, each where it belongs."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from showclear.errors import UsageError
from showclear.outputs.labels.code import make_address, make_code, parse_code
from showclear.outputs.labels.draw import (
    LABELS_MAX,
    MODULE_MM_MIN,
    Label,
    labels_pdf,
    module_mm,
    places,
    symbology_for,
)
from showclear.outputs.labels.stocks import Stock, stock, stocks
from showclear.outputs.labels.symbols import Symbology, symbol
from showclear.outputs.words.catalogue import catalogue
from tests.outputs.pictures import codes, drawn

ORIGIN = "custody.example/prod7"
WORDS = catalogue("en")
EVERY_STOCK = [pytest.param(one, id=one.id) for one in stocks()]
HANDLES = ("colt-3", "a", "winchester-1892-no-11", "abcdefghijklmnopqrstuvwxyz0123456789-abc")
POINT_MM = 25.4 / 72


def labels(count: int, symbology: Symbology | None = None) -> list[Label]:
    """Return so many labels, each of another gun."""
    return [
        Label(
            code=make_code(ORIGIN, f"w-{number:016x}"),
            handle=HANDLES[number % len(HANDLES)],
            symbology=symbology,
        )
        for number in range(1, count + 1)
    ]


def printed(made: list[Label], on: Stock, start: int = 1) -> bytes:
    """Return labels as PDF."""
    return labels_pdf(made, on, start=start, at_ms=0, words=WORDS)


@pytest.mark.parametrize("on", EVERY_STOCK)
def test_every_label_of_a_page_is_read_back_from_its_picture(on: Stock) -> None:
    """A whole page is drawn; each code is read in its own label, clear of the label's rim."""
    made = labels(on.labels + 1)
    pages = drawn(printed(made, on))
    assert len(pages) == 2
    read = [(number, seen) for number, page in enumerate(pages) for seen in codes(page)]
    assert sorted(seen.text for _, seen in read) == sorted(label.code for label in made)
    by_code = {seen.text: (number, seen) for number, seen in read}
    for label, (page_number, x, y) in zip(made, places(on, len(made)), strict=True):
        number, seen = by_code[label.code]
        assert number == page_number
        assert seen.left >= x + on.pad_x - 0.2
        assert seen.top >= y + on.pad_y - 0.2
        assert seen.right <= x + on.width / 2
        assert seen.bottom <= y + on.height - on.pad_y + 0.2
        assert parse_code(seen.text).subject.startswith("w-")


@pytest.mark.parametrize("kind", list(Symbology))
@pytest.mark.parametrize("name", ["l7160", "l7651", "tape-24"])
def test_either_code_can_be_asked_for(name: str, kind: Symbology) -> None:
    """QR and DataMatrix are both read from the same stock."""
    made = labels(2, kind)
    seen = [one for page in drawn(printed(made, stock(name))) for one in codes(page)]
    assert sorted(one.text for one in seen) == [label.code for label in made]
    assert {one.kind for one in seen} <= {"QRCode", "QRCodeModel2", "DataMatrix"}
    assert {one.kind == "DataMatrix" for one in seen} == {kind is Symbology.DATAMATRIX}


def test_an_address_is_read_back_too() -> None:
    """The longer form for a telephone's own camera is fine enough on a common label."""
    code = make_address("https://showclear.local:8443", ORIGIN, "w-00c0ffee00c0ffee")
    data = printed([Label(code=code, handle="colt-3")], stock("l7651"))
    assert [seen.text for seen in codes(drawn(data)[0])] == [code]


@pytest.mark.parametrize("on", EVERY_STOCK)
def test_a_page_has_the_stocks_exact_size(on: Stock) -> None:
    """The page of the PDF is that of the stock, in millimetres, to a hundredth."""
    box = PdfReader(io.BytesIO(printed(labels(1), on))).pages[0].mediabox
    size = (float(box.width) * POINT_MM, float(box.height) * POINT_MM)
    assert size == pytest.approx(on.page, abs=0.01)


@pytest.mark.parametrize("on", EVERY_STOCK)
def test_labels_lie_on_the_page_and_beside_each_other(on: Stock) -> None:
    """No label reaches over the page's edge or into its neighbour."""
    assert on.pitch_x >= on.width
    assert on.pitch_y >= on.height
    x, y = on.corner(on.labels - 1)
    assert x + on.width <= on.page[0] + 0.001
    assert y + on.height <= on.page[1] + 0.001
    assert on.source


@pytest.mark.parametrize(
    ("name", "place", "corner"),
    [
        ("l7160", 0, (7.21, 15.15)),
        ("l7160", 4, (73.25, 53.25)),
        ("l7160", 20, (139.29, 243.75)),
        ("5160", 29, (144.4625, 241.3)),
        ("l7651", 64, (167.23, 265.1)),
        ("5167", 79, (164.30625, 254.0)),
        ("tape-12", 0, (0, 0)),
    ],
)
def test_the_grid_of_a_stock(name: str, place: int, corner: tuple[float, float]) -> None:
    """Places count along the rows; these figures are what the stock's maker cuts."""
    assert stock(name).corner(place) == pytest.approx(corner, abs=0.001)


def test_printing_starts_at_the_first_label_that_is_left() -> None:
    """A sheet that is half used goes on where it was left off, then on the next page."""
    on = stock("l7160")
    made = labels(3)
    pages = drawn(printed(made, on, start=20))
    assert [len(codes(page)) for page in pages] == [2, 1]
    first = min(codes(pages[0]), key=lambda seen: seen.left)
    assert first.text == made[0].code
    assert 73.25 < first.left < 73.25 + on.width / 2
    assert 243.75 < first.top < 243.75 + on.height
    assert codes(pages[1])[0].text == made[2].code


def test_a_handle_is_printed_large_and_whole() -> None:
    """People read the handle across a cart: a short one takes an eighth of the height."""
    on = stock("l7160")
    reader = PdfReader(io.BytesIO(printed(labels(4), on)))
    text = "".join(reader.pages[0].extract_text().split())
    for handle in HANDLES:
        assert handle in text
    sizes: dict[str, float] = {}
    reader.pages[0].extract_text(
        visitor_text=lambda part, _cm, _tm, _font, size: sizes.update({part.strip(): size})
    )
    assert sizes["colt-3"] * POINT_MM > on.height / 8


def test_a_label_says_nothing_about_what_is_inside() -> None:
    """A label proves nothing; where there is room it says so itself."""
    text = PdfReader(io.BytesIO(printed(labels(1), stock("l7160")))).pages[0].extract_text()
    assert "A name. It says nothing about what is inside." in " ".join(text.split())
    small = PdfReader(io.BytesIO(printed(labels(1), stock("tape-12")))).pages[0].extract_text()
    assert "A name" not in small


def test_a_datamatrix_fits_a_cartridge_box() -> None:
    """On small stock a DataMatrix is put, at most twelve millimetres wide."""
    label = labels(1)[0]
    assert symbology_for(label, stock("l7160")) is Symbology.QR
    for name in ("5167", "tape-12"):
        assert symbology_for(label, stock(name)) is Symbology.DATAMATRIX
    made = symbol(label.code, Symbology.DATAMATRIX)
    module = module_mm(made, Symbology.DATAMATRIX, stock("l7160"))
    assert module * made.modules <= 12
    for one in stocks():
        assert module_mm(made, Symbology.DATAMATRIX, one) >= MODULE_MM_MIN


def test_a_code_too_fine_for_a_camera_is_not_printed() -> None:
    """What could not be read is refused, with the size it would have."""
    code = make_address("https://showclear.local:8443", ORIGIN, "w-00c0ffee00c0ffee")
    label = Label(code=code, handle="colt-3", symbology=Symbology.QR)
    with pytest.raises(UsageError, match=r"qr code on tape-12: .* at least 0\.33 mm, found 0\."):
        printed([label], stock("tape-12"))


@pytest.mark.parametrize("start", [0, -1, 22])
def test_a_start_that_is_not_on_the_sheet_is_refused(start: int) -> None:
    """The first label is one of those on the sheet."""
    with pytest.raises(UsageError, match=rf"expected 1 to 21 on l7160, found {start}"):
        printed(labels(1), stock("l7160"), start=start)


def test_neither_none_nor_thousands_are_printed() -> None:
    """No labels at all, or more than anybody means, are refused."""
    with pytest.raises(UsageError, match="labels: expected 1 to 2000, found 0"):
        printed([], stock("l7160"))
    with pytest.raises(UsageError, match="found 2001"):
        printed(labels(1) * (LABELS_MAX + 1), stock("l7160"))


def test_a_handle_longer_than_any_is_refused() -> None:
    """What cannot be printed whole is not printed in part."""
    label = Label(code=labels(1)[0].code, handle="x" * 200)
    with pytest.raises(UsageError, match="expected a handle that fits beside its code"):
        printed([label], stock("tape-12"))


def test_an_unknown_stock_names_those_there_are() -> None:
    """A stock's name is taken in any case; a wrong one gets the list."""
    assert stock(" L7160 ").labels == 21
    with pytest.raises(UsageError, match=r"expected one of: l7160, 5160, .*tape-36, found 'l1'"):
        stock("l1")


def test_the_same_labels_give_the_same_bytes() -> None:
    """Nothing in the file depends on the machine or the moment."""
    assert printed(labels(3), stock("5160")) == printed(labels(3), stock("5160"))
