"""What a page's form sends, read strictly: the field, what was expected, what was found."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from typing import Final, TypeVar

from showclear.errors import UsageError
from showclear.field.ids import ItemId, KeyId, LotId, PersonId, SetUpId
from showclear.record.state import State

Choice = TypeVar("Choice", bound=enum.Enum)
TEXT_CHARACTERS_MAX: Final = 2_000  # as much as anybody reads beside one act

KEYS_MAX: Final = 64  # people who have a key on one tablet
_KEY: Final = re.compile(r"[0-9a-f]{64}\Z")


class Form:
    """The fields of one form; a field that is left out reads as nothing entered."""

    def __init__(self, fields: Mapping[str, str | list[str]], state: State) -> None:
        self._fields = {
            name: [value] if isinstance(value, str) else list(value)
            for name, value in fields.items()
        }
        self._state = state

    def beside(self, fields: Mapping[str, str | list[str]]) -> Form:
        """Return this form with fields entered before; where both have one, those before count."""
        return Form({**self._fields, **fields}, self._state)

    def has(self, name: str) -> bool:
        """Return whether something was entered."""
        return any(value.strip() for value in self._fields.get(name, []))

    def text(self, name: str) -> str:
        """Return a text, trimmed; nothing where nothing was entered."""
        value = self._fields.get(name, [""])[0].strip()
        if len(value) > TEXT_CHARACTERS_MAX:
            raise _odd(name, f"at most {TEXT_CHARACTERS_MAX} characters", str(len(value)))
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return every value of a field that may be given more than once, each once."""
        return tuple(
            dict.fromkeys(one.strip() for one in self._fields.get(name, []) if one.strip())
        )

    def choice(self, name: str, kind: type[Choice], otherwise: Choice | None = None) -> Choice:
        """Return one of a kind by its written value."""
        text = self.text(name)
        if not text and otherwise is not None:
            return otherwise
        known = {str(one.value): one for one in kind}
        if text not in known:
            raise _odd(name, f"one of: {', '.join(known)}", text)
        return known[text]

    def many(self, name: str, kind: type[Choice]) -> tuple[Choice, ...]:
        """Return every one of a kind that was chosen, in the kind's own order."""
        known = {str(one.value): one for one in kind}
        chosen = self.texts(name)
        for text in chosen:
            if text not in known:
                raise _odd(name, f"some of: {', '.join(known)}", text)
        return tuple(one for value, one in known.items() if value in chosen)

    def count(self, name: str, *, least: int = 0, most: int = 100_000) -> int:
        """Return a whole number in its bounds."""
        text = self.text(name)
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
            raise _odd(name, f"a number from {least} to {most}", text)
        if not least <= int(text) <= most:
            raise _odd(name, f"a number from {least} to {most}", text)
        return int(text)

    def person(self, name: str) -> PersonId:
        """Return somebody who is enrolled."""
        text = self.text(name)
        if text not in self._state.registry.people:
            raise _odd(name, "somebody who is enrolled", text)
        return PersonId(text)

    def person_or_nobody(self, name: str) -> PersonId:
        """Return somebody who is enrolled, or nobody where nothing was entered."""
        return self.person(name) if self.has(name) else PersonId("")

    def people(self, name: str) -> tuple[PersonId, ...]:
        """Return everybody who was chosen, each enrolled; none where nothing was entered."""
        chosen = self.texts(name)
        for text in chosen:
            if text not in self._state.registry.people:
                raise _odd(name, "people who are enrolled", text)
        return tuple(PersonId(text) for text in chosen)

    def weapon(self, name: str) -> ItemId:
        """Return a gun of this ledger."""
        text = self.text(name)
        if text not in self._state.weapons:
            raise _odd(name, "a gun of this ledger", text)
        return ItemId(text)

    def container(self, name: str) -> ItemId:
        """Return a container of this ledger."""
        text = self.text(name)
        if text not in self._state.containers:
            raise _odd(name, "a container of this ledger", text)
        return ItemId(text)

    def items(self, name: str) -> tuple[ItemId, ...]:
        """Return guns and containers of this ledger, at least one, ascending."""
        chosen = self.texts(name)
        for text in chosen:
            if self._state.item(text) is None:
                raise _odd(name, "guns and containers of this ledger", text)
        if not chosen:
            raise _odd(name, "at least one gun or container", "")
        return tuple(sorted(ItemId(text) for text in chosen))

    def lot(self, name: str) -> LotId:
        """Return a lot of this ledger."""
        text = self.text(name)
        if text not in self._state.lots:
            raise _odd(name, "a lot of this ledger", text)
        return LotId(text)

    def set_up(self, name: str) -> SetUpId:
        """Return a set-up that was approved here, or none where nothing was entered."""
        text = self.text(name)
        if text and text not in self._state.set_ups:
            raise _odd(name, "a set-up of this ledger", text)
        return SetUpId(text)


def keys_here(header: str) -> frozenset[KeyId]:
    """Return the public keys that a device says it holds: 64 hex digits each, at most 64."""
    found = [one for one in header.split(",") if _KEY.match(one)]
    return frozenset(KeyId(one) for one in found[:KEYS_MAX])


def _odd(name: str, expected: str, found: str) -> UsageError:
    return UsageError(
        "field_odd",
        name,
        expected=expected,
        found=repr(found)[:60] if found else "nothing entered",
        hint="nothing was signed; put it right on the same page",
    )
