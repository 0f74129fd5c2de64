"""How sheets are laid out: the lines on top, long tables, long names, every script, bad input."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from showclear.errors import UsageError
from showclear.field.ids import ItemId
from showclear.outputs import pdf
from showclear.outputs.pdf import BOX, missing_letters, printable
from showclear.outputs.sheets.day import Moment, Stretch, WorkingDay
from showclear.outputs.sheets.gun_log import gun_log
from showclear.outputs.sheets.model import Blanks, Book, Column, NewPage, Sheet, Table, Text
from showclear.outputs.sheets.pages import CELL_LINES_MAX, MARGIN, sheet_pdf
from tests.cast import person
from tests.kit import World
from tests.outputs.pictures import PIXELS_PER_MM, drawn
from tests.outputs.sheetbook import book_of, first_lines, read, texts

FIRST = "Statements people made; not an assessment."
POINT_MM = 25.4 / 72
PAPERS = [
    pytest.param("a4", (210.0, 297.0), id="a4"),
    pytest.param("letter", (215.9, 279.4), id="letter"),
]


@pytest.fixture
def book() -> Book:
    """Return what sheets are made with, of a ledger just opened."""
    return book_of(World())


def many_guns(count: int) -> WorkingDay:
    """Return a day on which so many guns went out."""
    day = WorkingDay()
    by = person("armorer").id
    for number in range(count):
        weapon = ItemId(f"w-{number:016x}")
        out = Moment(index=number, at="2026-11-22T15:00:00.000Z", by=by)
        day.stretches[weapon] = [Stretch(weapon=weapon, out=out, locked=out, back=out)]
    return day


def table(*rows: tuple[str, ...]) -> Sheet:
    """Return a sheet with one table of two columns."""
    columns = (Column("Left heading", 1), Column("Right heading", 1))
    return Sheet(title="A table", blocks=(Table(columns=columns, rows=rows),))


@pytest.mark.parametrize(("paper", "size"), PAPERS)
def test_sixty_guns_run_over_pages_with_repeated_headings(
    paper: str, size: tuple[float, float]
) -> None:
    """Each page has the first line, production, date, head, its number and the headings."""
    also = {f"w-{number:016x}": f"rifle-{number:02}" for number in range(60)}
    book = book_of(World(), also=also)
    data = sheet_pdf(gun_log(book, many_guns(60), {}), book, paper)
    pages = texts(data)
    assert len(pages) >= 3
    assert set(first_lines(data)) == {FIRST}
    for number, page in enumerate(pages, start=1):
        assert page.startswith(f"{FIRST} Red Canyon · Nov 22, 2026 page {number} of {len(pages)}")
        assert f"{book.head.size} entries, root 0001020304050607…" in page
        assert "Locked away, by" in page
    listed = [name for page in pages for name in page.split() if name.startswith("rifle-")]
    assert listed == sorted(also.values())
    box = PdfReader(io.BytesIO(data)).pages[0].mediabox
    on_its_side = (float(box.width) * POINT_MM, float(box.height) * POINT_MM)
    assert on_its_side == pytest.approx(size[::-1], abs=0.01)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_nothing_is_printed_in_the_margins(paper: str) -> None:
    """A binder's holes and a printer's rim cost no word."""
    also: dict[str, str] = {person("armorer").id: "Annalisa-Bartholomea " * 6}
    book = book_of(World(), also=also)
    for picture in drawn(sheet_pdf(gun_log(book, many_guns(40), {}), book, paper)):
        dark = picture.point(lambda level: 255 if level < 200 else 0).getbbox()
        assert dark is not None
        edge = (MARGIN - 0.5) * PIXELS_PER_MM
        left, top, right, bottom = dark
        assert min(left, top) >= edge
        assert right <= picture.width - edge
        assert bottom <= picture.height - edge


def test_a_long_name_wraps_whole(book: Book) -> None:
    """Every letter of a long name is there, in lines of its own column."""
    name = "Maximiliana Theodora von und zu Hohenberg-Wintersteiner de la Fuente y Montenegro"
    (page,) = read(table((name, "x"), ("y", name)), book)
    squeezed = page.replace(" ", "").replace("-", "")
    assert squeezed.count(name.replace(" ", "").replace("-", "")) == 2


def test_a_word_wider_than_its_column_is_broken_not_lost(book: Book) -> None:
    """A name without a space is broken where the column ends."""
    word = "".join(chr(ord("a") + number % 26) for number in range(300))
    (page,) = read(table((word, "")), book)
    assert word in page.replace(" ", "")


def test_an_endless_text_is_cut_and_the_cut_is_marked(book: Book) -> None:
    """One cell cannot fill the page; that something is missing shows."""
    (page,) = read(table(("word " * 5_000, "after")), book)
    assert "…" in page.partition("A table")[2]
    assert page.count("word") < CELL_LINES_MAX * 40
    assert "after" in page


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("José Ángel Muñoz Çelik", id="accents"),
        pytest.param("Đặng Thị Ánh", id="vietnamese"),
        pytest.param("Zoë O\u2019Brien-Łukasz", id="apostrophe"),
        pytest.param("Άννα Παπαδοπούλου", id="greek"),
        pytest.param("Ольга Петрова", id="cyrillic"),
    ],
)
def test_a_name_is_printed_as_it_is_written(book: Book, name: str) -> None:
    """Letters with accents and other alphabets come back letter for letter."""
    (page,) = read(table((name, "x")), book)
    assert name in page
    assert missing_letters([name]) == ""


@pytest.mark.parametrize("name", ["דוד כהן", "محمد علي"])
def test_a_name_from_right_to_left_is_printed_with_its_own_letters(book: Book, name: str) -> None:
    """Hebrew and Arabic are joined and ordered by a shaping engine; no letter is a box."""
    assert printable(name) == name
    picture = drawn(sheet_pdf(table((name, "x")), book, "a4"))[0]
    (page,) = read(table((name, "x")), book)
    letters = {letter for letter in page if letter in name and letter != " "}
    assert len(letters) >= len(set(name) - {" "}) - 2  # Arabic forms may be read back joined
    left, right = 12 * PIXELS_PER_MM, 105 * PIXELS_PER_MM
    cell = picture.crop((left + 5, 400, right - 5, 460)).point(lambda level: 255 * (level < 128))
    box = cell.getbbox()
    assert box is not None
    assert box[0] > cell.width / 2, "it stands at the right side of its column"


def cell_of(book: Book, text: str) -> bytes:
    """Return the picture of a table's first cell with this text."""
    picture = drawn(sheet_pdf(table((text, "x")), book, "a4"))[0]
    return picture.crop((130, 400, 1040, 470)).tobytes()


def test_hebrew_runs_from_right_to_left(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """The letters stand as if somebody had laid them out backwards by hand."""
    ordered = cell_of(book, "דוד כהן")
    monkeypatch.setattr(pdf, "_needs_shaping", lambda _letter: False)
    assert cell_of(book, "דוד כהן"[::-1]) == ordered
    assert cell_of(book, "דוד כהן") != ordered


def test_letters_the_font_lacks_are_boxes_and_are_named(book: Book) -> None:
    """A name is never shortened in silence: what cannot be printed shows as a box."""
    assert printable("李 Ana") == f"{BOX} Ana"
    assert missing_letters(["李 Ana", "王", "Bo"]) == "李王"
    assert f"{BOX} Ana" in read(table(("李 Ana", "x")), book)[0]


def test_a_text_from_a_person_is_letters_and_nothing_else(book: Book) -> None:
    """Markup, line ends, control letters and turns of direction do nothing on paper."""
    name = "**Ana** <b>x</b>\n) Tj ET (\x07\u202egnirts\u202c {n} --y--"
    (page,) = read(table((name.replace("\n", " "), "x")), book)
    assert "**Ana** <b>x</b> ) Tj ET (gnirts {n} --y--" in page
    assert printable("a\u202eb\x07\n c") == "ab c"


def test_the_production_may_have_a_long_title() -> None:
    """A long title wraps beside the page's number."""
    base = book_of(World())
    title = "The Long and Winding Road to the Canyon Where Nobody Ever Came Back, Part Two"
    long = Book(
        production=title,
        origin=base.origin,
        date="",
        head=base.head,
        made_ms=0,
        offset_minutes=0,
        names=base.names,
        words=base.words,
    )
    (page,) = read(table(("a", "b")), long)
    assert title in page
    assert "date: ____________" in page
    assert "page 1 of 1" in page


def test_blocks_go_on_the_next_page_where_they_do_not_fit(book: Book) -> None:
    """Lines to write on, paragraphs and asked-for pages keep together what belongs together."""
    sheet = Sheet(
        title="Blocks",
        blocks=(
            Text(text="first"),
            NewPage(),
            *(Blanks(labels=(f"blank {number}:",)) for number in range(30)),
            Text(text="word " * 2_500),
        ),
    )
    pages = read(sheet, book)
    assert "blank" not in pages[0]
    assert pages[1].count("blank") + pages[2].count("blank") == 30
    assert sum(page.count("word") for page in pages) == 2_500
    assert all(page.startswith(FIRST) for page in pages)


def test_a_table_without_rows_has_its_headings(book: Book) -> None:
    """An empty table is still a table."""
    assert "Left heading Right heading" in read(table(), book)[0]


def test_the_same_sheet_gives_the_same_bytes(book: Book) -> None:
    """Nothing in the file depends on the machine or the moment."""
    sheet = table(("a", "b"))
    assert sheet_pdf(sheet, book, "a4") == sheet_pdf(sheet, book, "a4")


def test_paper_of_another_size_is_refused(book: Book) -> None:
    """Only the two papers that sets use are known."""
    with pytest.raises(UsageError, match="paper: expected one of: a4, letter, found 'a5'"):
        sheet_pdf(table(), book, "a5")
