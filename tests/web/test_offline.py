"""Without the desk: what a device keeps is sent later, once; the kept page says what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from showclear.desk.compose import join
from showclear.field.ids import KeyId
from showclear.record.envelope import Signature
from showclear.web.served import Settings
from showclear.wiring import Folder, open_for_writing
from tests.web.kit import (
    CART_CODE,
    Device,
    Page,
    Production,
    example_folder,
    open_day,
    taken_out,
)

ANNA: Final = "Anna Ruiz"


@contextmanager
def desk(root: Path) -> Iterator[Production]:
    """Serve the production in a folder, as often as it is started."""
    with open_for_writing(Folder(root), lambda *_: None) as opened:
        yield Production(opened, Settings(cart=CART_CODE))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the example production's folder."""
    root = tmp_path / "set"
    shutil.copytree(example_folder(), root)
    return root


def begun(tablet: Device) -> Page:
    """Have Anna draft that a count of the box begins: one author, one signature."""
    place = tablet.production
    return tablet.act(
        "begin-count", items=place.container("box-a"), purpose="wrap", by=place.person(ANNA)
    )


def kept(tablet: Device, sheet: Page) -> bytes:
    """Return the whole envelope of a sheet's one sentence, as a tablet keeps it."""
    [drafted], [given] = sheet.drafts, tablet.signatures(sheet)
    signature = given["signature"]
    assert isinstance(signature, bytes)
    return join(drafted.payload, (Signature(keyid=KeyId(drafted.keys[0]), sig=signature),))


def sent(tablet: Device, envelope: bytes) -> Any:
    """Send one kept envelope; return what the desk says."""
    answer = tablet.ask(
        "POST", "/api/events", content=envelope, headers={"content-type": "application/json"}
    )
    assert answer.status == 200, answer.text
    return json.loads(answer.text)


def test_what_is_sent_twice_is_one_entry(production: Production) -> None:
    """The second time gives the first answer again, and nothing is recorded."""
    tablet = Device(production, ANNA)
    envelope = kept(tablet, begun(tablet))
    first, again = sent(tablet, envelope), sent(tablet, envelope)
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert (first["id"], first["index"]) == (again["id"], again["index"])
    assert len(production.state.counts) == 1


def test_an_answer_that_was_lost_is_given_again(production: Production) -> None:
    """The sheet was taken and its answer never came: what the tablet kept adds nothing."""
    tablet = Device(production, ANNA)
    sheet = begun(tablet)
    envelope = kept(tablet, sheet)
    assert tablet.sign(sheet).kinds == ["taken"]
    size = production.served.desk.keeping.tree.size
    assert sent(tablet, envelope)["repeated"]
    assert production.served.desk.keeping.tree.size == size


def test_a_desk_that_died_before_its_answer_takes_it_once_when_it_is_back(folder: Path) -> None:
    """Signed, the desk killed, started again: session and draft are gone, the sentence is not."""
    with desk(folder) as before:
        tablet = Device(before, ANNA)
        sheet = begun(tablet)
        envelope, given = kept(tablet, sheet), tablet.signatures(sheet)
    with desk(folder) as after:
        tablet = Device(after)
        assert tablet.post("/sheet", {"signatures": given}).status == 401
        assert after.state.counts == {}
        assert not sent(tablet, envelope)["repeated"]
    with desk(folder) as later:
        assert sent(Device(later), envelope)["repeated"]
        assert len(later.state.counts) == 1


def test_a_desk_that_died_after_it_wrote_has_it_once(folder: Path) -> None:
    """Written and not answered: the tablet sends it again and gets the first answer."""
    with desk(folder) as before:
        tablet = Device(before, ANNA)
        sheet = begun(tablet)
        envelope = kept(tablet, sheet)
        tablet.sign(sheet)
    with desk(folder) as after:
        answer = sent(Device(after), envelope)
        assert (answer["repeated"], answer["outcome"]) == (True, "admitted")
        assert len(after.state.counts) == 1


def test_the_answer_names_the_event_so_that_only_it_is_taken_off(production: Production) -> None:
    """A tablet takes off its list what is answered by the very id of what was signed."""
    tablet = Device(production, ANNA)
    told = sent(tablet, kept(tablet, begun(tablet)))
    [event] = production.state.counts
    assert told["id"] == event


def test_the_kept_page_says_what_to_do_for_guns_in_the_lock_and_out(
    production: Production,
) -> None:
    """The pad for what is locked up, back to the armorer for what is out; never where."""
    tablet = Device(production, ANNA)
    open_day(tablet)
    taken_out(tablet, "rubber-1")
    words = tablet.page("/without-desk").words
    assert "A gun that is out: give it back to the armorer." in words
    assert "Guns in the lock: use the pad." in words
    assert "colt-3 Use the pad" in words
    assert "rubber-1 Give it back to the armorer" in words
    assert "lockup" not in words


def test_the_kept_page_names_no_gun_to_whoever_has_not_entered(production: Production) -> None:
    """A tablet that nobody has entered on keeps the two sentences, and no list."""
    words = Device(production).page("/without-desk").words
    assert "Guns in the lock: use the pad." in words
    assert "colt-3" not in words


def test_the_part_that_opens_the_app_lies_at_the_top(production: Production) -> None:
    """A worker only has a say below its own address."""
    answer = Device(production).page("/worker.js").answer
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "/without-desk" in answer.text


def test_a_sheet_says_what_becomes_of_what_is_signed(production: Production) -> None:
    """Both sentences are on the page before the desk falls silent: kept, or to be signed again."""
    sheet = begun(Device(production, ANNA))
    assert "Kept on this tablet; it is sent by itself." in sheet.text
    assert "Sign it again, together, when the desk answers." in sheet.text
