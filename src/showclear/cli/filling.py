"""Filling in an event as typed: ``FIELD=VALUE`` words become a body, or a message per field.

Names become ids, words and files commitments staged beside the log, lengths millimetres. A part
is typed with its number: ``use.1.weapon=colt-1 use.1.performers="Cal Reed"``.

Example::

    fill(session, ApproveSetUp, typed(["set-up=duel", "nearest=8m"]))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from typing import Any, Final

import msgspec

from showclear.cli.blanks import Blank, Takes, blanks_of, choice, found_by, takes
from showclear.cli.files import digest_of
from showclear.cli.session import Session
from showclear.desk.directory import NAME, Named, slug
from showclear.errors import UsageError
from showclear.field.ids import ItemId, SetUpId
from showclear.field.instants import MINUTE_MS, from_text, is_instant, to_text
from showclear.record.events.base import Body
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.showing import statement

Typed = dict[str, Any]  # words by field; a part is a ``Typed`` of its own by number
NEW: Final = "new:"
FILE: Final = "@"
TYPE: Final = "TYPE"
HINT: Final = f"showclear write {TYPE} --help lists each field with what it takes"
LAST: Final = "last"
SHOWN_MAX: Final = 60
LENGTHS_MM: Final = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4, "ft": 304.8}
DEBRIS: Final = "debris_mm"  # rounded up: farther is what counts there; a distance, down
TRUTHS: Final = {"yes": True, "no": False}
_LETTERS: Final = {"weapon": "w", "container": "c", "lot": "l"}
_LENGTH: Final = re.compile(r"([0-9]{1,7}(?:\.[0-9]{1,3})?) ?([a-z]{1,2})")
_CLOCK: Final = re.compile(r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})[ T])?([0-9]{2}:[0-9]{2})")


def typed(words: Sequence[str]) -> Typed:
    """Return ``FIELD=VALUE`` words as a tree; ``UsageError`` for one that is none, or twice."""
    tree: Typed = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise wrong(word, "FIELD=VALUE, such as scene=street-duel", shown(word))
        *parts, last = name.split(".")
        inner = tree
        for part in parts:
            inner = inner.setdefault(part, {})
            if not isinstance(inner, dict):
                raise wrong(name, "a value, or parts, not both", "both")
        if last in inner:
            raise wrong(name, "each field once; several values with commas", "it twice")
        inner[last] = value
    return tree


def fill(session: Session, body: type[Body], tree: Typed) -> AnyBody:
    """Return the body that was typed, or raise ``UsageError`` for the first wrong field."""
    try:
        filled: AnyBody = Filling(session).struct(body, tree, "")
    except UsageError as problem:
        problem.hint = problem.hint.replace(TYPE, BY_BODY[body].name)
        raise
    return filled


def keep_words(session: Session, path: str, text: str | None) -> str:
    """Stage words, or for ``@FILE`` its SHA-256, and return the commitment; ``@@`` begins words.

    The file itself stays where it is: whoever has it can show later that it is the one.
    """
    if text is not None and text.startswith(FILE):
        whole = text[1:]
        text = whole if whole.startswith(FILE) else f"sha256:{digest_of(Path(whole))}"
    return session.keep(path, text)


def wrong(name: str, expected: str, found: str) -> UsageError:
    """Return what is wrong with a field."""
    return UsageError(
        "field_wrong", name, expected=expected, found=found,
        hint=HINT,
    )  # fmt: skip


def shown(text: str) -> str:
    """Return what was typed, as a message shows it."""
    return repr(text)[:SHOWN_MAX] if text else "nothing"


class Filling:
    """One event being filled in."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._state, self._names = session.state, session.names

    def struct(self, struct: Any, tree: Typed, before: str) -> Any:
        """Return an event's body, or one part of it."""
        blanks = blanks_of(struct)
        given = self._given(blanks, tree, before)
        filled: dict[str, Any] = {}
        for blank in blanks:
            name = before + blank.name
            if blank.field in given:
                filled[blank.field] = self._answer(blank, given[blank.field], name)
            elif blank.required:
                raise UsageError(
                    "field_wanted", name, expected=takes(blank), found="nothing",
                    hint=HINT,
                )  # fmt: skip
        for blank in blanks:
            if blank.takes in FOUND and not filled.get(blank.field):
                filled[blank.field] = FOUND[blank.takes](self, filled)
        return self._checked(struct, filled, before)

    def _given(self, blanks: Sequence[Blank], tree: Typed, before: str) -> dict[str, Any]:
        """Return what was typed by the fields' own names, each once."""
        given: dict[str, Any] = {}
        for name, value in tree.items():
            blank = found_by(name, blanks)
            if blank is None:
                raise wrong(before + name, ", ".join(one.name for one in blanks), shown(name))
            if blank.field in given:
                raise wrong(before + name, "each field once", "it twice")
            if not (blank.takes in FOUND and value == LAST):  # as if left out
                given[blank.field] = value
        return given

    def _checked(self, struct: Any, filled: dict[str, Any], before: str) -> Any:
        """Return the part held to every bound of its declaration."""
        made = struct(**filled)
        try:
            return msgspec.convert(msgspec.to_builtins(made), struct)
        except msgspec.ValidationError as problem:
            said, _, place = str(problem).partition(" - at `$.")
            field = place.rstrip("`") or "TYPE"
            raise wrong(
                before + field, said.removeprefix("Expected "), "something else"
            ) from problem

    def _answer(self, blank: Blank, value: Any, name: str) -> Any:
        if blank.takes is Takes.PART:
            return self._parts(blank, value, name)
        if not isinstance(value, str):
            raise wrong(name, takes(blank), "parts")
        read = READERS[blank.takes]
        if not blank.many:
            return read(self, blank, value, name)
        texts = [text.strip() for text in value.split(",")] if value.strip() else []
        self._held(blank, len(texts), name)
        answers = tuple(dict.fromkeys(read(self, blank, text, name) for text in texts))
        return tuple(sorted(answers)) if blank.takes in THINGS else answers

    def _parts(self, blank: Blank, value: Any, name: str) -> tuple[Any, ...]:
        one = name.removesuffix(blank.name) + blank.single
        if not isinstance(value, dict) or sorted(value) != sorted(map(str, _counted(value))):
            found = ", ".join(value) if isinstance(value, dict) else str(value)
            raise wrong(one, f"{one}.1.FIELD=VALUE, {one}.2... in their order", shown(found))
        self._held(blank, len(value), one)
        for number in map(str, _counted(value)):
            if not isinstance(value[number], dict):
                raise wrong(f"{one}.{number}", f"{one}.{number}.FIELD=VALUE", shown(value[number]))
        return tuple(
            self.struct(blank.part, value[str(number)], f"{one}.{number}.")
            for number in _counted(value)
        )

    def _held(self, blank: Blank, number: int, name: str) -> None:
        """Hold a list to how many it may have."""
        fewest, longest = blank.lengths
        if number < fewest or (longest and number > longest):
            most = f"{fewest} to {longest}" if longest else f"at least {fewest}"
            raise wrong(name, f"{most}: {takes(blank)}", f"{number:,}")

    # -- one answer ---------------------------------------------------------------------------

    def person(self, _blank: Blank, text: str, name: str) -> str:
        """Return somebody enrolled; ``new:NAME`` names somebody without a key, once for all."""
        if not text.startswith(NEW):
            return self._known(name, lambda: self._names.person(text, self._state))
        called = text.removeprefix(NEW).strip()
        for subject in self._names.subjects("p"):
            if slug(self._names.name(subject)) == slug(called):
                return subject
        subject = self._session.new_id("p")
        kept = self._session.keep(NAME, called)
        self._session.call(Named(subject=subject, details={NAME: kept}))
        return subject

    def _known(self, name: str, look_up: Callable[[], str]) -> str:
        try:
            return look_up()
        except UsageError as problem:
            thing = name if problem.thing in {name, "detail"} else f"{name}: {problem.thing}"
            raise UsageError(
                problem.code, thing, expected=problem.expected,
                found=problem.found, hint=problem.hint,
            ) from problem  # fmt: skip

    def thing(self, blank: Blank, text: str, name: str) -> str:
        """Return a gun, a container or a lot of this ledger."""
        look_up: dict[Takes, Callable[..., str]] = {
            Takes.WEAPON: self._names.weapon,
            Takes.CONTAINER: self._names.container,
            Takes.ITEM: self._names.item,
            Takes.LOT: self._names.lot,
        }
        return self._known(name, lambda: look_up[blank.takes](text, self._state))

    def new(self, blank: Blank, text: str, name: str) -> str:
        """Return the id of something that arrives, kept under its handle."""
        self._known(name, lambda: self._names.check_new(text))
        subject = self._session.new_id(_LETTERS[blank.field])
        self._session.call(Named(subject=subject, handle=text))
        return subject

    def set_up(self, blank: Blank, text: str, name: str) -> SetUpId:
        """Return a set-up by its name; the first approval of one gives it its name."""
        known = {self._names.handle(one) for one in self._names.subjects("s")}
        if text in known or blank.takes is not Takes.NEW_SET_UP:
            return SetUpId(self._known(name, lambda: self._names.set_up(text)))
        self._known(name, lambda: self._names.check_new(text))
        fresh = SetUpId(self._session.new_id("s"))
        self._session.call(Named(subject=fresh, handle=text))
        return fresh

    def event(self, _blank: Blank, text: str, name: str) -> str:
        """Return an event by its entry's number."""
        return self._known(name, lambda: self._session.event(text))

    def words(self, blank: Blank, text: str, name: str) -> str:
        """Return the commitment to words or to a file's hash, staged beside the log."""
        path = blank.field.replace("_", "-")
        return self._known(name, lambda: keep_words(self._session, path, text))

    def length(self, blank: Blank, text: str, name: str) -> int:
        """Return millimetres: a distance rounded down, how far debris reached rounded up."""
        found = _LENGTH.fullmatch(text.strip().casefold())
        if found is None or found[2] not in LENGTHS_MM:
            raise wrong(name, takes(blank), shown(text))
        exact = round(float(found[1]) * LENGTHS_MM[found[2]], 3)
        whole = ceil(exact) if blank.field == DEBRIS else int(exact)
        if whole > (blank.most or 0):
            raise wrong(name, f"at most {blank.most} mm", shown(text))
        return whole

    def day(self, blank: Blank, text: str, name: str) -> str:
        """Return a date of the calendar."""
        if text == "today":
            return self._today()
        if not is_instant(f"{text}T00:00:00.000Z"):
            raise wrong(name, takes(blank), shown(text))
        return text

    def instant(self, blank: Blank, text: str, name: str) -> str:
        """Return a time of the production's clock as an instant."""
        found = _CLOCK.fullmatch(text.strip())
        local = f"{found[1] or self._today()}T{found[2]}:00.000Z" if found else text
        if not is_instant(local):
            raise wrong(name, takes(blank), shown(text))
        return to_text(from_text(local) - (self._offset_ms() if found else 0))

    def _offset_ms(self) -> int:
        return self._state.utc_offset_minutes * MINUTE_MS

    def _today(self) -> str:
        return to_text(self._session.opened.clock.now() + self._offset_ms())[:10]

    def truth(self, blank: Blank, text: str, name: str) -> bool:
        """Return yes or no."""
        if text not in TRUTHS:
            raise wrong(name, takes(blank), shown(text))
        return TRUTHS[text]

    def count(self, blank: Blank, text: str, name: str) -> int:
        """Return a whole number in its bounds."""
        most = blank.most or 0
        digits = text.isascii() and text.isdigit() and len(text) <= len(str(most))
        if not digits or not (blank.least or 0) <= int(text) <= most:
            raise wrong(name, takes(blank), shown(text))
        return int(text)

    def choice(self, blank: Blank, text: str, name: str) -> Any:
        """Return one of the choices there are."""
        for one in blank.choices:
            if text.casefold() in {choice(one), one.name.casefold().replace("_", "-")}:
                return one
        raise wrong(name, takes(blank), shown(text))

    def slug(self, blank: Blank, text: str, name: str) -> str:
        """Return a short word, or whatever form the field is declared with."""
        try:
            word: str = msgspec.convert(text, blank.hint)
        except msgspec.ValidationError:
            raise wrong(name, takes(blank), shown(text)) from None
        return word

    # -- what the record knows ----------------------------------------------------------------

    def changed(self, filled: dict[str, Any]) -> str:
        """Return the last change of the gun or container that a look is at."""
        item = ItemId(filled.get("weapon") or filled.get("container") or "")
        guns, boxes = self._state.weapons, self._state.containers
        return guns[item].changed if item in guns else boxes[item].changed

    def looks(self, filled: dict[str, Any]) -> tuple[str, ...]:
        """Return the looks that stand of each gun that is handed over."""
        guns = [filled["weapon"]] if "weapon" in filled else [it.weapon for it in filled["line"]]
        epoch = self._session.desk.now().epoch
        weapons = [self._state.weapons[gun] for gun in guns]
        stands = [statement(weapon, epoch=epoch) for weapon in weapons]
        return tuple(dict.fromkeys(look for one in stands for look in one.looks))


def _counted(value: dict[str, Any]) -> range:
    return range(1, len(value) + 1)


THINGS: Final = frozenset({Takes.WEAPON, Takes.CONTAINER, Takes.ITEM})  # the record sorts them
READERS: Final[dict[Takes, Callable[[Filling, Blank, str, str], Any]]] = {
    Takes.PERSON: Filling.person,
    Takes.WEAPON: Filling.thing,
    Takes.CONTAINER: Filling.thing,
    Takes.ITEM: Filling.thing,
    Takes.LOT: Filling.thing,
    Takes.SET_UP: Filling.set_up,
    Takes.NEW: Filling.new,
    Takes.NEW_SET_UP: Filling.set_up,
    Takes.EVENT: Filling.event,
    Takes.CITES: Filling.event,
    Takes.LOOKS: Filling.event,
    Takes.KEY: Filling.slug,
    Takes.WORDS: Filling.words,
    Takes.LENGTH: Filling.length,
    Takes.DATE: Filling.day,
    Takes.INSTANT: Filling.instant,
    Takes.TRUTH: Filling.truth,
    Takes.COUNT: Filling.count,
    Takes.CHOICE: Filling.choice,
    Takes.SLUG: Filling.slug,
}
FOUND: Final[dict[Takes, Callable[[Filling, dict[str, Any]], Any]]] = {
    Takes.CITES: Filling.changed,
    Takes.LOOKS: Filling.looks,
}
