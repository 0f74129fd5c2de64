"""What is wrong with a day script: file, line and column, what was expected, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from showclear.errors import ScriptError

WRONGS_SHOWN_MAX: Final = 20  # put these right first


class Mark(msgspec.Struct, frozen=True):
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    # `typing.override` came with Python 3.12.
    def __str__(self) -> str:  # type: ignore[explicit-override]
        """Return it as editors and compilers write it."""
        return f"{self.file}:{self.line}:{self.column}"


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, and a hint where one helps."""

    mark: Mark
    expected: str
    found: str
    hint: str = ""

    def __str__(self) -> str:  # type: ignore[explicit-override]  # see above
        """Return it in one line."""
        said = f"{self.mark}: expected {self.expected}, found {self.found}"
        return f"{said}; {self.hint}" if self.hint else said


def malformed(wrongs: Sequence[Wrong]) -> ScriptError:
    """Return the error that says everything that is wrong, the first thing first."""
    first = wrongs[0]
    error = ScriptError(
        "day_script_malformed",
        str(first.mark),
        expected=first.expected,
        found=first.found,
        hint=first.hint,
    )
    error.lines = tuple(str(wrong) for wrong in wrongs[:WRONGS_SHOWN_MAX])
    return error
