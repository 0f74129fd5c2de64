"""Which rows of which packs a production adopts, as typed: ``core``, ``house-default:R25,R43``.

A pack is a shipped one's id or the path of a file; without rows it is adopted whole.

>>> rows_named("house-default:R25,R43")
('house-default', ('R25', 'R43'))
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from showclear.errors import UsageError
from showclear.field.ids import KeyId
from showclear.record.events.officers import ChosenDuty, PackChoice
from showclear.rules.packs import Pack, digest_of, parse_pack
from showclear.wiring import pack_texts

# What a production starts with that names nothing else: every row here can be met with the
# commands of the command line. The rest of the house default is adopted by name.
STARTING: Final = ("core", "house-default:R25,R43")
_NAMED: Final = re.compile(
    r"(?P<pack>.+):(?P<rows>[A-Z]{1,12}[0-9]{0,3}(,[A-Z]{1,12}[0-9]{0,3})*)\Z"
)
_DUTY: Final = re.compile(r"(?P<row>[A-Z]{1,12}[0-9]{0,3})=(?P<pack>[a-z0-9]+(-[a-z0-9]+)*)\Z")


class Chosen(msgspec.Struct, frozen=True):
    """The rows chosen, by pack, and the packs' texts."""

    choices: tuple[PackChoice, ...]
    texts: tuple[bytes, ...]


def rows_named(named: str) -> tuple[str, tuple[str, ...]]:
    """Return the pack and the rows that a word names; no rows mean the whole pack."""
    found = _NAMED.match(named)
    if found is None:
        return named, ()
    return found["pack"], tuple(found["rows"].split(","))


def duties(named: Sequence[str]) -> tuple[ChosenDuty, ...]:
    """Return whose duty counts where adopted rows contradict each other: ``ROW=PACK``."""
    chosen: list[ChosenDuty] = []
    for word in named:
        found = _DUTY.match(word)
        if found is None:
            raise UsageError(
                "duty_not_named", f"--choose {word}", expected="ROW=PACK", found="something else",
                hint="showclear rules compare PACK PACK says where two contradict each other",
            )  # fmt: skip
        chosen.append(ChosenDuty(row=found["row"], pack=found["pack"]))
    return tuple(dict.fromkeys(chosen))


def choose(named: Sequence[str], without: Sequence[str] = ()) -> Chosen:
    """Return what these words choose; ``without`` names rows as ``PACK:ROW`` to leave out.

    A pack that is named without rows is adopted whole, whatever else of it is named.
    """
    wanted: dict[str, tuple[str, ...]] = {}
    for word in named or STARTING:
        pack, rows = rows_named(word)
        whole = not rows or wanted.get(pack) == ()
        wanted[pack] = () if whole else (*wanted.get(pack, ()), *rows)
    choices: dict[str, PackChoice] = {}
    texts: list[bytes] = []
    for name, rows in wanted.items():
        ((known, text),) = pack_texts((name,)).items()
        choices[known] = _choice(parse_pack(text), known, text, rows)
        texts.append(text)
    for word in without:
        _leave_out(choices, word)
    return Chosen(tuple(choices[name] for name in sorted(choices)), tuple(texts))


def _choice(pack: Pack, name: str, text: bytes, rows: tuple[str, ...]) -> PackChoice:
    if pack.id != name:
        raise UsageError(
            "pack_name", f"rule pack {name}", expected=f"a file named {pack.id}.toml", found=name,
            hint="a pack's file is named by its id",
        )  # fmt: skip
    for row in rows:
        if pack.find(row) is None:
            raise UsageError(
                "row_unknown", f"row {row}", expected=f"a row of {pack.id}", found="none such",
                hint=f"its rows are listed by: showclear rules list --pack {pack.id}",
            )  # fmt: skip
    taken = tuple(row.id for row in pack.row if not rows or row.id in rows)
    return PackChoice(pack=pack.id, digest=KeyId(digest_of(text)), rows=taken)


def _leave_out(choices: dict[str, PackChoice], word: str) -> None:
    """Take rows out of a choice; one that is not in it is a slip, which is said."""
    pack, rows = rows_named(word)
    taken = choices[pack].rows if pack in choices else ()
    if not rows or not set(rows) <= set(taken):
        raise UsageError(
            "row_unknown", f"--without {word}", expected="PACK:ROW of what is adopted here",
            found="none such", hint="showclear rules list",
        )  # fmt: skip
    left = tuple(row for row in taken if row not in rows)
    choices[pack] = msgspec.structs.replace(choices[pack], rows=left)
