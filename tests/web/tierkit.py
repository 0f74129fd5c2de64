"""The example productions of the other two tiers, served; and devices with their people's keys.

``small()`` is the school's film in which nothing fires: Pia Moss (handler), Tom Hale (caller),
Cal Reed and Eva Sand (performers); rubber-1, rubber-2 and airsoft-1 locked up in props-case.
``show()`` is the play with one blank-only revolver: Gil Marsh (handler), Sue Byrne (caller, second
person), Amy Stone (second person), Ian Frost (performer); the plan act-two is signed.
"""

from __future__ import annotations

import io
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Final

from showclear.cli.demo import chapters
from showclear.cli.examples import EXAMPLES
from showclear.cli.main import program
from showclear.cli.running import run
from showclear.field.production import Tier
from showclear.web.served import Settings
from showclear.wiring import Folder, open_for_writing
from tests.web.kit import CART_CODE, Device, Page, Production

SMALL: Final = ("Pia Moss", "Tom Hale", "Cal Reed", "Eva Sand")
SHOW: Final = ("Gil Marsh", "Sue Byrne", "Amy Stone", "Ian Frost")


@cache
def made(tier: Tier) -> Path:
    """Return the folder of a tier's example, typed once; copy it, never write in it."""
    root = Path(tempfile.mkdtemp(prefix="showclear-tier-")) / "set"
    [chapter] = chapters(EXAMPLES[tier])
    for typed in chapter.typed:
        arguments = shlex.split(typed.replace("\\\n", " "))[1:]
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            ended = int(run(program(), ["--ledger", str(root), *arguments]))
        assert ended == 0, said.getvalue()
    return root


@contextmanager
def production(tier: Tier) -> Iterator[Production]:
    """Serve a fresh copy of a tier's example."""
    with tempfile.TemporaryDirectory(prefix="showclear-tier-") as name:
        root = Path(name) / "set"
        shutil.copytree(made(tier), root)
        with open_for_writing(Folder(root), lambda *_: None) as opened:
            yield Production(opened, Settings(cart=CART_CODE))


def signed(tablet: Device, sheet: Page) -> list[str]:
    """Have everybody sign in turn what is on a sheet; return what became of each sentence."""
    kinds: list[str] = []
    assert sheet.drafts, sheet.words
    while sheet.drafts:
        sheet = tablet.sign(sheet)
        kinds += sheet.kinds
    return kinds
