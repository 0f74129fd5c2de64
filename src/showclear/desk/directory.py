"""Who and what a person means by a typed name: people, items and lots by name or handle.

The log holds random ids and commitments only. Beside it, in the detail store, lies one entry for
each person, item and lot: its id, the handle it is called by here, and which commitments stand
for its name or serial number. The entry is sealed like every detail; a person's handle is made
from the name each time it is needed, so that erasing the name erases the handle too.

A typed text may be an id, a handle, a name in any case, or a title or first name that one person
alone has.

Example::

    directory = Directory(details)
    directory.person("anna ruiz", state)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from showclear.desk.ports import Detail, DetailStore, Erased
from showclear.errors import UsageError
from showclear.field.ids import DESK, ItemId, LotId, PersonId, SetUpId
from showclear.record.commitment import commitment
from showclear.record.state import State

DIRECTORY_PATH: Final = "directory"
NAME: Final = "name"
HANDLE_CHARACTERS_MAX: Final = 40  # fits a table's column beside another
NAMED_MAX: Final = 12  # how many of the known names a message lists

_HANDLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_NOT_HANDLE = re.compile(r"[^a-z0-9]+")


class Named(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person, item, lot or set-up: its id, handle (nothing for a person) and commitments."""

    subject: str
    handle: str = ""
    details: dict[str, str] = {}


class Directory:
    """The names of one ledger, read once; ``add`` stages what the next commit needs."""

    def __init__(self, details: DetailStore) -> None:
        self._details = details
        self._named: dict[str, Named] = {}
        for _, detail in details.find(DIRECTORY_PATH):
            named = msgspec.json.decode(detail.value, type=Named)
            self._named[named.subject] = named

    def entry(self, named: Named, salt: bytes) -> tuple[str, Detail]:
        """Return the entry as a detail to be stored."""
        value = msgspec.json.encode(named, order="sorted").decode()
        detail = Detail(path=DIRECTORY_PATH, salt=salt, value=value)
        return commitment(DIRECTORY_PATH, salt, value), detail

    def add(self, named: Named) -> None:
        """Know a new person, item or lot from now on."""
        self._named[named.subject] = named

    # -- from ids to words --------------------------------------------------------------------

    def words(self, commitment_: str) -> str:
        """Return the words behind a commitment, or say that they are erased or not here."""
        match self._details.get(commitment_):
            case Detail(value=value):
                return value
            case Erased(at=at):
                return f"(erased {at[:10]}, commitment {commitment_[:8]}…)"
            case _:
                return f"(not here, commitment {commitment_[:8]}…)"

    def name(self, subject: str) -> str:
        """Return what a person, item or lot is called here, or its id."""
        if subject == DESK:
            return "the desk"
        named = self._named.get(subject)
        if named is None:
            return subject
        if NAME in named.details:
            return self.words(named.details[NAME])
        return named.handle or subject

    def detail(self, subject: str, path: str) -> str:
        """Return one detail of a subject, such as a serial number; nothing when it has none."""
        named = self._named.get(subject)
        known = {} if named is None else named.details
        return self.words(known[path]) if path in known else ""

    def handle(self, subject: str) -> str:
        """Return the handle of a subject; a person's is made from the name."""
        named = self._named.get(subject)
        if named is None:
            return subject
        return named.handle or slug(self.name(subject)) or subject

    def subjects(self, letter: str) -> list[str]:
        """Return the ids of one kind that have an entry here, whether the log names them or not.

        So a set-up is found by its name, and somebody without a key by theirs.
        """
        return [subject for subject in self._named if subject.startswith(f"{letter}-")]

    def plain(self, text: str) -> str:
        """Return a text with every id in it replaced by what it is called here."""
        return _ID.sub(lambda found: self.name(found.group()), text)

    # -- from words to ids --------------------------------------------------------------------

    def person(self, text: str, state: State) -> PersonId:
        """Return the person meant, or raise ``UsageError`` naming those there are."""
        people = {
            person: (self.name(person), record.title)
            for person, record in state.registry.people.items()
            if person != DESK
        }
        wanted = text.strip().casefold()
        found = [
            person
            for person, (name, _) in people.items()
            if wanted in {person, name.casefold(), slug(name)}
        ]
        found = found or [one for one, (_, title) in people.items() if title == slug(text)]
        found = found or [one for one, (name, _) in people.items() if slug(text) == first_of(name)]
        known = [f"{name} ({title})" for name, title in people.values()]
        return PersonId(_one("person", text, found, known))

    def weapon(self, text: str, state: State) -> ItemId:
        """Return the weapon meant."""
        return ItemId(self._item("gun", text, state.weapons))

    def container(self, text: str, state: State) -> ItemId:
        """Return the container meant."""
        return ItemId(self._item("container", text, state.containers))

    def item(self, text: str, state: State) -> ItemId:
        """Return the weapon or container meant."""
        return ItemId(self._item("item", text, [*state.weapons, *state.containers]))

    def lot(self, text: str, state: State) -> LotId:
        """Return the lot meant."""
        return LotId(self._item("lot", text, state.lots))

    def set_up(self, text: str) -> SetUpId:
        """Return the set-up meant; its name was kept here when it was first approved."""
        return SetUpId(self._item("set_up", text, self.subjects("s")))

    def _item(self, what: str, text: str, ids: Iterable[str] | Mapping[str, object]) -> str:
        known = {subject: self.handle(subject) for subject in ids}
        wanted = text.strip().casefold()
        found = [subject for subject, handle in known.items() if wanted in {subject, handle}]
        return _one(what, text, found, list(known.values()))

    def check_new(self, handle: str) -> str:
        """Return the handle if it is well formed and free, or raise ``UsageError``."""
        if len(handle) > HANDLE_CHARACTERS_MAX or _HANDLE.match(handle) is None:
            raise UsageError(
                "handle_malformed",
                "handle",
                expected=f"at most {HANDLE_CHARACTERS_MAX} of a-z, 0-9 and '-', such as colt-3",
                found=repr(handle)[:60],
                hint="a handle is what is written on the tag; keep it short",
            )
        if handle in {self.handle(subject) for subject in self._named}:
            raise UsageError(
                "handle_taken",
                "handle",
                expected="one that nothing here has yet",
                found=handle,
                hint="add a number: colt-4",
            )
        return handle

    def key_name(self, name: str, taken: Iterable[str], *, spare: str) -> str:
        """Return a name for a person's key file: from the name, numbered where it is taken."""
        base = slug(name) or spare
        known = set(taken)
        handle, number = base, 1
        while handle in known:
            number += 1
            handle = f"{base}-{number}"
        return handle


_ID = re.compile(r"\b[pwcls]-[0-9a-f]{16}\b")


def slug(text: str) -> str:
    """Return a text in lower case ASCII letters, digits and dashes; may be nothing."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return _NOT_HANDLE.sub("-", plain).strip("-")[:HANDLE_CHARACTERS_MAX].strip("-")


def first_of(name: str) -> str:
    """Return a person's first name in the form of a handle; nothing where there is none."""
    return slug(name).partition("-")[0]


def _one(what: str, text: str, found: Sequence[str], known: Sequence[str]) -> str:
    if len(found) == 1:
        return found[0]
    thing = what.replace("_", "-")
    listed = ", ".join(sorted(known)[:NAMED_MAX]) or f"no {thing} at all"
    raise UsageError(
        f"{what}_unknown" if not found else f"{what}_ambiguous",
        thing,
        expected=f"one known here: {listed}",
        found=repr(text)[:60] if not found else f"{text!r:.60}, which fits {len(found)}",
        hint="names and handles are listed by: showclear status",
    )
