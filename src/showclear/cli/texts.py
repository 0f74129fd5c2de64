"""Short texts with a fixed form, refused as they are typed and not only when they are signed."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import click

from showclear.field.people import TITLE_CHARACTERS_MAX
from showclear.field.stock import CALIBRE_CHARACTERS_MAX


class Form(click.ParamType[str]):
    """A text of a fixed form; the message shows an example."""

    def __init__(self, name: str, pattern: str, example: str) -> None:
        self.name = name
        self._pattern = re.compile(pattern)
        self._example = example

    def convert(  # type: ignore[explicit-override]  # `typing.override` came with Python 3.12
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the text, or fail naming the form."""
        if self._pattern.fullmatch(value) is None or not self.holds(value):
            self.fail(
                f"expected a {self.name} such as {self._example}, found {value!r}", param, ctx
            )
        return value

    def holds(self, value: str) -> bool:
        """Return whether a text of the right form also makes sense."""
        del value
        return True


class Day(Form):
    """A date of the calendar."""

    def holds(self, value: str) -> bool:  # type: ignore[explicit-override]  # see above
        """Return whether there is such a day."""
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
        return True


_SLUG: Final = "[a-z0-9]+(-[a-z0-9]+)*"
TITLE: Final = Form("title", f"(?=.{{1,{TITLE_CHARACTERS_MAX}}}$){_SLUG}", "first-ad")
CALIBRE: Final = Form("calibre", f"[a-z0-9.-]{{1,{CALIBRE_CHARACTERS_MAX}}}", ".45-colt")
DATE: Final = Day("date", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "2026-11-22")
