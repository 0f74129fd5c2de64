"""Which rows a played day adopts: the core whole, rows of the house default, other packs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from showclear.field.ids import KeyId
from showclear.record.events.officers import PackChoice
from showclear.replay.script import House, Packs
from showclear.rules.packs import digest_of, parse_pack

CORE: Final = "core"
HOUSE: Final = "house-default"


def pack_choice(
    texts: Mapping[str, bytes], rows: Sequence[str], others: Sequence[str] = ()
) -> tuple[PackChoice, ...]:
    """Return the core whole, these rows of the house default, and other shipped packs whole."""
    core = tuple(row.id for row in parse_pack(texts[CORE]).row)
    chosen = [(CORE, core)]
    of_house = tuple(row for row in dict.fromkeys(rows) if row not in core)  # core is whole anyway
    if of_house:
        chosen.append((HOUSE, of_house))
    chosen += [(name, tuple(row.id for row in parse_pack(texts[name]).row)) for name in others]
    return tuple(
        PackChoice(pack=name, digest=KeyId(digest_of(texts[name])), rows=adopted)
        for name, adopted in chosen
    )


def wrongly_left_out(texts: Mapping[str, bytes], packs: Packs) -> str:
    """Return what is wrong with the rows a script leaves out, or nothing.

    Who writes that a row of the core is left out believes so: no day is played on that.
    """
    core, house = ({row.id for row in parse_pack(texts[name]).row} for name in (CORE, HOUSE))
    for row in packs.without:
        if row in core:
            return f"{row} left out, a row of the core, which is always on"
        if row not in house:
            return f"{row} left out, which is no row of the house default"
    for row in packs.rows:
        if row not in house | core:
            return f"{row} among its `rows`, which is no row of the house default"
    return ""


def rows_chosen(texts: Mapping[str, bytes], packs: Packs) -> tuple[str, ...]:
    """Return the rows of the house default that a script adopts."""
    if packs.rows:
        return packs.rows
    if packs.house is House.NONE:
        return ()
    return tuple(row.id for row in parse_pack(texts[HOUSE]).row if row.id not in packs.without)
