"""A catalogue: the texts of one language with its numbers, dates, lengths and lists.

Read once from its ``.po`` file. An id that is not there is a bug of ours and is never shown to
anybody: ``InvariantError`` names it. Which language a person gets is for the asker to say.

Example::

    words = catalogue("en")
    words.count("unit.rounds", 6)        # '6 rounds'
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from gettext import GNUTranslations
from importlib.resources import files
from string import Formatter
from typing import Final

# Babel reads the catalogues and knows how each language writes numbers, dates and lists.
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from showclear.errors import InvariantError, UsageError
from showclear.field.instants import HOUR_MS, MINUTE_MS

SOURCE_LANGUAGE: Final = "en"  # every id is in it
FEET_TERRITORIES: Final = frozenset({"US"})  # where sets measure in feet and inches
MINUTES_TOLD_MAX: Final = 120  # longer ago is told in hours
INCH_TENTHS_MM: Final = 254
INCHES_IN_FOOT: Final = 12
FORMS_TRIED: Final = range(112)  # no language has a plural form that none of these numbers takes
KEPT_MAX: Final = 32  # languages times regions that people of one production ask for

_PACKAGE: Final = "showclear.outputs.words"
_ENDING: Final = ".po"
_TAG: Final = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*\Z")
_HEADER: Final = re.compile(r'^"(X-[A-Za-z-]+): (.*?)\\n"$', re.MULTILINE)
# Babel writes a narrow space before "PM", which printed fonts and old tablets lack.
_SPACES: Final = str.maketrans({"\u202f": " ", "\u00a0": " "})


class Catalogue:
    """The texts of one language, as one place writes them; see the module's docstring."""

    def __init__(self, language: str, text: str, *, locale: Locale | None = None) -> None:
        headers = dict(_HEADER.findall(text))
        read = read_po(io.StringIO(text), locale=language)
        compiled = io.BytesIO()
        write_mo(compiled, read)
        compiled.seek(0)
        self.language = language
        self.reviewed = headers.get("X-Reviewed-By-Armorer", "not yet") != "not yet"
        self.locale = locale or Locale.parse(headers.get("X-Locale", language), sep="-")
        self._texts = GNUTranslations(compiled)
        self._plural = frozenset(str(one.id[0]) for one in read if one.pluralizable)
        self._said = frozenset(str(one.id) for one in read if one.id and not one.pluralizable)

    @property
    def ids(self) -> frozenset[str]:
        """Every id of this catalogue."""
        return self._said | self._plural

    @property
    def tag(self) -> str:
        """The language as a page's ``lang`` attribute writes it."""
        return str(self.locale).replace("_", "-")

    def has(self, id: str, /) -> bool:  # noqa: A002 - the trade's word for it
        """Return whether there is a text of this id."""
        return id in self._said or id in self._plural

    def counts(self, id: str, /) -> bool:  # noqa: A002
        """Return whether the text of an id is said with a number, by ``count``."""
        return id in self._plural

    def say(self, id: str, /, **values: str) -> str:  # noqa: A002
        """Return the text of an id with the values in it."""
        if id not in self._said:
            raise self._unknown(id)
        return self._filled(id, self._texts.gettext(id), values)

    def count(self, id: str, n: int, /, **values: str) -> str:  # noqa: A002
        """Return the text of an id for ``n`` things, in the plural form the language has."""
        if id not in self._plural:
            raise self._unknown(id)
        text = self._texts.ngettext(id, id, n)
        return self._filled(id, text, {"n": self.number(n), **values})

    def placeholders(self, id: str, /) -> frozenset[str]:  # noqa: A002
        """Return the names in braces that the text of an id asks for, in any plural form."""
        if not self.has(id):
            raise self._unknown(id)
        plural = id in self._plural
        texts = [self._texts.ngettext(id, id, n) for n in FORMS_TRIED] if plural else []
        texts = texts or [self._texts.gettext(id)]
        return frozenset(name for text in texts for name in _names_in(text))

    def number(self, n: int) -> str:
        """Return a whole number as the language writes it."""
        return format_decimal(n, locale=self.locale).translate(_SPACES)

    def listed(self, things: Iterable[str]) -> str:
        """Return things as a list in a sentence; none is said to be none."""
        named = list(things)
        if any("," in thing for thing in named):
            return "; ".join(named)
        return format_list(named, locale=self.locale) if named else self.say("as.none")

    def date(self, day: str) -> str:
        """Return a day such as ``2026-11-22`` as the language writes it."""
        written = format_date(date.fromisoformat(day), "medium", locale=self.locale)
        return written.translate(_SPACES)

    def clock(self, instant: str, offset_minutes: int = 0) -> str:
        """Return the time of day of an instant, on a clock that far from UTC."""
        there = _local(instant, offset_minutes)
        return format_time(there.time(), "short", locale=self.locale).translate(_SPACES)

    def moment(self, instant: str, offset_minutes: int | None = None) -> str:
        """Return date and time of an instant; without an offset in UTC, and says so."""
        away = offset_minutes or 0
        day = self.date(_local(instant, away).date().isoformat())
        clock = self.clock(instant, away)
        if offset_minutes is None:
            return self.say("moment.utc", date=day, clock=clock)
        return self.say("moment", date=day, clock=clock)

    def length(self, mm: int) -> str:
        """Return a length in metres, or in feet and inches where sets measure so."""
        if self.locale.territory not in FEET_TERRITORIES:
            metres = format_decimal(mm / 1000, format="#,##0.###", locale=self.locale)
            return self.say("unit.metres", n=metres.translate(_SPACES))
        feet, inches = divmod(round(mm * 10 / INCH_TENTHS_MM), INCHES_IN_FOOT)
        if not feet:
            return self.say("unit.inches", inches=self.number(inches))
        return self.say("unit.feet", feet=self.number(feet), inches=self.number(inches))

    def age(self, ms: int | None) -> str:
        """Return how long ago something was; None where times cannot be compared."""
        if ms is None:
            return self.say("age.unknown")
        minutes = max(ms, 0) // MINUTE_MS
        if minutes < MINUTES_TOLD_MAX:
            return self.count("age.minutes", minutes)
        return self.count("age.hours", ms // HOUR_MS)

    def _filled(self, id: str, text: str, values: dict[str, str]) -> str:  # noqa: A002
        try:
            return text.format_map(values)
        except KeyError as missing:
            raise InvariantError(
                f"words: expected a value for {missing} in {id!r} ({self.language}), found none"
            ) from None

    def _unknown(self, id: str) -> InvariantError:  # noqa: A002
        return InvariantError(
            f"words: expected a text for {id!r} in {self.language}{_ENDING}, found none"
        )


def _names_in(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def languages() -> tuple[str, ...]:
    """Return the languages there are, the first language first."""
    found = {
        entry.name.removesuffix(_ENDING)
        for entry in files(_PACKAGE).iterdir()
        if entry.name.endswith(_ENDING)
    }
    return (SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE}))


@lru_cache(KEPT_MAX)
def catalogue(tag: str) -> Catalogue:
    """Return the catalogue for a language tag such as ``es`` or ``es-US``; each is read once.

    The region says how dates and lengths are written. A language that is not here raises
    ``UsageError`` naming those that are.
    """
    language = re.split("[-_]", tag, maxsplit=1)[0].lower() if _TAG.match(tag) else ""
    if language not in languages():
        raise UsageError(
            "language_unknown",
            "language",
            expected=f"one of: {', '.join(languages())}",
            found=repr(tag)[:60],
            hint="a language is added by one file; see showclear.outputs.words",
        )
    text = (files(_PACKAGE) / f"{language}{_ENDING}").read_text("utf-8")
    return Catalogue(language, text, locale=_regional(tag) if tag != language else None)


def _regional(tag: str) -> Locale | None:
    """Return the locale of a tag with a region; None where there is no such region."""
    try:
        return Locale.parse(tag.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _local(instant: str, offset_minutes: int) -> datetime:
    return datetime.fromisoformat(instant).astimezone(UTC) + timedelta(minutes=offset_minutes)
