"""Rule packs as the tests write them: a small one by hand, and the shipped ones changed.

Example: ``rows(row("R54", showing_minutes_max=30))`` is the text of a pack of one's own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from showclear.record.events.officers import PackChoice
from showclear.rules.packs import digest_of, parse_pack

SHIPPED: Final = Path(__file__).parents[2] / "src" / "showclear" / "packs"
CORE: Final = (SHIPPED / "core.toml").read_bytes()
HOUSE: Final = (SHIPPED / "house-default.toml").read_bytes()

# Optional keys stand first: no text cut short loses only them and still is a pack.
SMALL: Final = b"""id = "own"
title = "Own"
sentence = "One row."
[[row]]
waivable_by = ["officer"]
parameters = { showing_minutes_max = 30 }
id = "R54"
title = "End"
sentence = "It ends."
authority = "practice"
evidence = "P"
sources = ["S-1"]
weight = "block"
check = "computed"
covers = [4]
tiers = ["full"]
"""


def row(
    rule: str,
    *,
    weight: str = "block",
    parameters: Mapping[str, int | list[str]] | None = None,
    **named: int | list[str],
) -> str:
    """Return the text of one row with these parameters."""
    both = {**(parameters or {}), **named}
    given = ", ".join(f"{name} = {json.dumps(value)}" for name, value in both.items())
    text = SMALL.decode().partition("[[row]]")[2]
    text = text.replace("showing_minutes_max = 30", given).replace('id = "R54"', f'id = "{rule}"')
    return "[[row]]" + text.replace('weight = "block"', f'weight = "{weight}"')


def rows(*texts: str, pack: str = "own") -> bytes:
    """Return the text of a pack with these rows."""
    head = f'id = "{pack}"\ntitle = "Own"\nsentence = "Rows."\n'
    return (head + "".join(texts)).encode() if texts else (head + "row = []\n").encode()


def choice(text: bytes, *, without: tuple[str, ...] = (), pack: str = "") -> PackChoice:
    """Return the adoption of every row of a pack, or of all but some."""
    parsed = parse_pack(text)
    return PackChoice(
        pack=pack or parsed.id,
        digest=digest_of(text),  # type: ignore[arg-type]  # a digest has the written form of a key
        rows=tuple(row.id for row in parsed.row if row.id not in without),
    )


def kept(*texts: bytes) -> dict[str, bytes]:
    """Return pack texts by digest, as a ledger keeps them."""
    return {digest_of(text): text for text in texts}
