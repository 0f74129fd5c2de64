"""The pages of the format show bytes that the vectors hold, and point at what exists."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from showclear.record.envelope import PAYLOAD_TYPE
from showclear.record.tiles import decode_bundle
from tests.spec.running import FOLDER, cases, data
from tools.vectors.receipts import HEAD

SPEC: Final = FOLDER.parent
PAGES: Final = sorted(SPEC.glob("*.md"))
EXAMPLE: Final = re.compile(r"<!-- example: (.+?) -->\n```text\n(.*?)\n```", re.DOTALL)
NUMBERED: Final = re.compile(r"^ *([0-9]+)  (.*)$")
LINK: Final = re.compile(r"\]\(([^)#]+)\)")


def morning() -> tuple[bytes, ...]:
    """Return the entries of the ledger that the pages show pieces of."""
    files = cases("ledgers.json")["a morning"]["files"]
    (name,) = [name for name in files if name.startswith("tile/entries/")]
    return decode_bundle(base64.b64decode(files[name]), width=int(name.rpartition("/")[2]))


def payload(index: str) -> str:
    """Return the payload of one entry as text."""
    return base64.b64decode(json.loads(morning()[int(index)])["payload"]).decode()


def body(tag: str) -> str:
    """Return the body of the good vector of one type as it stands in its payload."""
    envelope = json.loads(data(cases("events.json")[tag], "input"))
    whole = base64.b64decode(envelope["payload"]).decode()
    return whole.partition('"body":')[2].partition(',"nonce":')[0]


def signed(index: str) -> str:
    """Return what is signed of one entry, and its id below."""
    whole = f"DSSEv1 36 {PAYLOAD_TYPE} {len(payload(index))} {payload(index)}"
    return f"{whole}\n{sha256(whole.encode()).hexdigest()}\n"


SOURCES: Final[dict[str, Callable[[str], str]]] = {
    "entry": lambda index: morning()[int(index)].decode(),
    "payload": payload,
    "body": body,
    "signed": signed,
    "part": lambda words: payload(words.split()[-1]),
    "checkpoint": lambda name: data(cases("checkpoints.json")[name], "note").decode(),
    "receipt": lambda name: data(cases("receipts.json")[name], "receipt").decode(),
    "policy": lambda _: f"{HEAD}group outside any insurer union\nquorum outside\n",
    "files": lambda _: "\n".join(cases("ledgers.json")["a morning"]["files"]) + "\n",
}
EXAMPLES: Final = {
    (page.name, name): block
    for page in PAGES
    for name, block in EXAMPLE.findall(page.read_text("utf-8"))
}


@pytest.mark.parametrize(("page", "name"), EXAMPLES)
def test_an_example_is_what_a_vector_holds(page: str, name: str) -> None:
    """Each example, its line numbers taken off, is found in the bytes it says it is from."""
    kind, _, which = name.partition(" ")
    lines = [NUMBERED.fullmatch(line) for line in EXAMPLES[page, name].split("\n")]
    numbers = [int(line[1]) for line in lines if line]
    assert numbers == list(range(1, len(lines) + 1))
    is_json = kind in {"entry", "payload", "part", "body"}
    shown = ("" if is_json else "\n").join(line[2] for line in lines if line)
    wanted = re.escape(shown).replace("…", r"[^\n]*")
    held = SOURCES[kind](which)
    assert re.search(wanted, held) if kind == "part" else re.fullmatch(wanted + "\n?", held)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_begins_with_an_example(page: Path) -> None:
    """Each page but the index shows numbered lines before it says what must be."""
    text = page.read_text("utf-8")
    example, _, rules = text.partition("```text\n")
    assert page.name == "README.md" or "MUST" not in example
    assert page.name == "README.md" or rules.lstrip(" ").startswith("1  ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_points_at_exists(page: Path) -> None:
    """Each link to a file of the format leads somewhere."""
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (SPEC / link).exists()] == []


def test_every_page_and_vector_file_is_named() -> None:
    """The index lists each page, and each vector file is named by a page."""
    index = (SPEC / "README.md").read_text("utf-8")
    assert [page.name for page in PAGES if f"({page.name})" not in index][:1] == ["README.md"]
    text = "".join(page.read_text("utf-8") for page in PAGES)
    assert [path.name for path in FOLDER.iterdir() if f"`{path.name}`" not in text] == []
