"""Labels and sheets from a real ledger: the right names, the right head, codes that read back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from showclear.outputs.labels.code import make_code
from showclear.outputs.labels.stocks import stocks
from showclear.wiring import Folder, open_for_reading
from tests.cli.typed import prepare, type_in
from tests.outputs.pictures import codes, drawn
from tests.outputs.sheetbook import texts

LEDGER = "showclear-ledger"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the demonstration's ledger at its end, made once."""
    folder = tmp_path_factory.mktemp("done")
    prepare("done", folder)
    return folder


@pytest.fixture
def here(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a fresh copy of that ledger, and stand beside it."""
    shutil.copytree(kept / LEDGER, tmp_path / LEDGER)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOWCLEAR_LEDGER", raising=False)
    return tmp_path


def test_labels_carry_this_ledgers_codes(here: Path) -> None:
    """Guns, containers and lots named or taken whole have a label each, once."""
    done = type_in("showclear labels colt-3 dummies-a --all guns --all containers --out a.pdf")
    assert done == ["4 labels: a.pdf"]
    seen = {code.text for code in codes(drawn((here / "a.pdf").read_bytes())[0])}
    with open_for_reading(Folder(here / LEDGER), lambda *_: None) as opened:
        state, origin = opened.desk.state, opened.desk.parts.origin
        things = (*state.weapons, *state.containers, *state.lots)
    assert seen == {make_code(origin, thing) for thing in things}


def test_a_sheet_names_production_head_and_people(here: Path) -> None:
    """What the ledger keeps beside the log is on the sheet: title and names, not ids."""
    assert type_in("showclear sheets gun-log log.pdf") == ["Daily gun log: log.pdf"]
    (page,) = texts((here / "log.pdf").read_bytes())
    with open_for_reading(Folder(here / LEDGER), lambda *_: None) as opened:
        seen, day = opened.desk.seen(), opened.desk.state.day
    assert page.startswith("Statements people made; not an assessment. Red Canyon · ")
    assert f"{seen.size} entries, root {seen.root.hex()[:16]}…" in page
    assert "Cal Reed 6 dummies" in page
    assert "reported: went ahead: Cal Reed" in page
    assert "lockup" not in page
    assert day


def test_a_receipt_takes_a_name_as_people_say_it(here: Path) -> None:
    """A first name is enough where one person alone has it."""
    type_in("showclear sheets receipt cal.pdf --person cal --paper letter")
    (page,) = texts((here / "cal.pdf").read_bytes())
    assert "For Cal Reed, to keep" in page
    assert "you signed: I was shown. I took it." in page


def test_a_form_has_the_open_day_or_none(here: Path) -> None:
    """The pad is printed beforehand, so its date is left to the pen; the count is today's."""
    type_in("showclear sheets pad pad.pdf --last 1")
    type_in("showclear sheets pad dated.pdf --last 1 --day 2026-12-01")
    type_in("showclear sheets count count.pdf")
    assert "date: ____________" in texts((here / "pad.pdf").read_bytes())[0]
    assert "Dec 1, 2026" in texts((here / "dated.pdf").read_bytes())[0]
    assert "date: ____________" not in texts((here / "count.pdf").read_bytes())[0]
    assert "colt-3 lockup" in texts((here / "count.pdf").read_bytes())[0]


def test_letters_the_font_lacks_are_said_on_the_screen(here: Path) -> None:
    """Whoever prints learns that a name came out with boxes."""
    type_in(
        'showclear enrol "李 Wei" --title grip --role crew --as "Olga Petrov" --as "Omar Diaz"'
    )
    done = type_in("showclear sheets roll roll.pdf")
    assert done[1] == "letters that the font lacks are printed as boxes: 李"
    assert "\u25a1 Wei grip" in " ".join(texts((here / "roll.pdf").read_bytes()))


def test_the_stocks_are_listed_with_the_source_of_their_figures(here: Path) -> None:
    """Each stock says where its measures come from; nothing is opened for that."""
    assert list(here.glob("*.pdf")) == []
    text = " ".join(" ".join(type_in("showclear labels --stocks")).split())
    assert text.count("general knowledge") >= 4
    assert all(one.id in text for one in stocks())


def test_nothing_is_left_behind_where_printing_did_not_come_about(here: Path) -> None:
    """A refused command writes no file and changes no file."""
    type_in("showclear sheets gun-log log.pdf")
    before = (here / "log.pdf").read_bytes()
    type_in("showclear sheets count log.pdf")
    type_in("showclear labels nothing-here --out none.pdf")
    assert (here / "log.pdf").read_bytes() == before
    assert not (here / "none.pdf").exists()
