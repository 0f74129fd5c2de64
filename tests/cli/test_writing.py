"""``showclear write`` reaches every event, and the how-to's session can be typed as it stands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec
import pytest

from showclear.cli.blanks import blanks_of, example_of, takes
from showclear.cli.filling import READERS, fill, typed
from showclear.cli.saying import ELSEWHERE, OWN, WRITABLE
from showclear.cli.session import Session
from showclear.record.events.base import Mood
from showclear.record.events.plan import ApproveSetUp
from showclear.record.events.table import TABLE
from showclear.wiring import Folder, open_for_reading
from tests.cli.typed import prepare, type_in
from tests.tidy.tree import ROOT

PAGE: Final = ROOT / "docs" / "howto" / "choose-the-rules.md"
WALK: Final = "## From the opening to the first hand-over"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Return a ledger whose names the samples use."""
    folder = tmp_path_factory.mktemp("written")
    prepare("stocked", folder)
    return Folder(folder / "showclear-ledger")


@pytest.fixture
def session(ledger: Folder) -> Iterator[Session]:
    """Return a session that knows one set-up by its name."""
    with open_for_reading(ledger, lambda *_: None) as opened:
        session = Session(opened)
        approval = typed(shlex.split(SET_UP))
        fill(session, ApproveSetUp, approval)  # stages the set-up's name
        yield session


SET_UP: Final = (
    "set-up=street-duel scene=street-duel phase=take line=clear nearest=8m "
    "use.1.weapon=colt-3 use.1.performers='Cal Reed' use.1.holds=empty"
)


def test_every_type_can_be_written_or_has_its_own_command() -> None:
    """No type of event is out of reach: each is written, or has a command of its own."""
    people_write = {row.name for row in TABLE if row.mood is not Mood.DESK}
    its_own = {row.name for row in TABLE if row.body in ELSEWHERE}
    assert set(WRITABLE) | its_own == people_write
    assert not set(WRITABLE) & its_own
    assert set(OWN) <= set(WRITABLE)


@pytest.mark.parametrize("name", sorted(WRITABLE))
def test_each_sample_makes_an_event(name: str, session: Session) -> None:
    """The sample that a type's help shows fills in an event that could be signed."""
    row = WRITABLE[name]
    words = shlex.split(example_of(row))
    assert words[:3] == ["showclear", "write", name]
    signers = [word for before, word in pairwise(words) if before == "--as"]
    assert len(signers) == len(set(signers)) == row.signers.least
    fields = words[3 : words.index("--as")]
    known = {"41": "0", "DIGITS": "0" * 64}
    fields = [re.sub(r"(?<==)(41|DIGITS)\Z", lambda m: known[m[1]], word) for word in fields]
    body = fill(session, row.body, typed(fields))
    assert type(body) is row.body
    assert msgspec.json.decode(msgspec.json.encode(body), type=row.body) == body


@pytest.mark.parametrize("name", sorted(WRITABLE))
def test_each_field_says_what_it_takes(name: str) -> None:
    """Every field of every type has words for what it takes and a reader, parts included."""
    blanks = [*blanks_of(WRITABLE[name].body)]
    for blank in blanks:
        assert takes(blank).strip(), blank.name
        if blank.part is None:
            assert blank.takes in READERS
        else:
            blanks += blanks_of(blank.part)


def commands(text: str) -> list[str]:
    """Return the commands of a page's ``sh`` blocks, continued lines joined."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    joined = "".join(blocks).replace("\\\n", " ")
    return [line for line in joined.splitlines() if line]


def test_the_how_to_can_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new user types the page from ``open`` on: nothing is refused but what it says is."""
    monkeypatch.chdir(tmp_path)
    for name in ("papers.pdf", "colt-3.jpg", "permit.pdf", "assessment.pdf"):
        Path(name).write_text(name, encoding="utf-8")
    before, _, after = PAGE.read_text("utf-8").partition(WALK)
    walk, _, _ = after.partition("\n## ")
    opening = [line for line in commands(before) if line.startswith("showclear open ")]
    assert opening, "the page opens a production"
    for typed_line in [*opening, *commands(walk)]:
        line, _, comment = typed_line.partition("  # ")
        lines = type_in(line)
        refused = any(said.startswith(("exit", "not yet")) for said in lines)
        assert refused is (comment == "not yet"), "\n".join([f"$ {line}", *lines])
