"""What is wrong with a day script: file, line and column, what was expected, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from showclear.errors import ScriptError

PROBLEMS_SHOWN_MAX: Final = 20  # put these right first


class Mark(msgspec.Struct, frozen=True):
    """A place in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    # `typing.override` came with Python 3.12.
    def __str__(self) -> str:  # type: ignore[explicit-override]
        """Return it as editors and compilers write it."""
        return f"{self.file}:{self.line}:{self.column}"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, and a hint where one helps."""

    mark: Mark
    expected: str
    found: str
    hint: str = ""

    def __str__(self) -> str:  # type: ignore[explicit-override]  # see above
        """Return it in one line."""
        said = f"{self.mark}: expected {self.expected}, found {self.found}"
        return f"{said}; {self.hint}" if self.hint else said


class ScriptProblems(ScriptError):
    """One or more problems of a day script, in the order of its lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems[:PROBLEMS_SHOWN_MAX])
        first = self.problems[0]
        super().__init__(
            "day_script_malformed",
            str(first.mark),
            expected=first.expected,
            found=first.found,
            hint=first.hint,
        )
