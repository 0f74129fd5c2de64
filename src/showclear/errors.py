"""One tree of errors.

::

    ShowclearError
    ├── BadInput            what came from outside is not acceptable; nothing was written
    │   ├── EnvelopeError   the envelope, its payload or its signatures
    │   ├── NoteError       a signed note, checkpoint, cosignature, receipt, tile or policy
    │   ├── PackError       a rule pack's text
    │   ├── ScriptError     a day script's text
    │   └── UsageError      what a person typed
    ├── StoreError          the ledger's storage failed; the desk stops until it is reopened
    │   ├── DiskFull        free space is under the floor; nothing was written
    │   ├── LedgerInUse     another desk holds this ledger
    │   ├── ReadOnly        the folder or file cannot be written
    │   └── HeadMoved       the head store holds another head than expected
    ├── Damaged             stored bytes are not what was signed; says where
    ├── DeskStopped         the desk stopped itself after an error and has not been reopened
    └── InvariantError      a bug of ours; nothing below an entry point catches it

Every message names the thing and says what was expected and what was found; the hint, on its
own line, says what to do next. Refusals of steps are values, not errors: rules/verdict.py.
"""

from __future__ import annotations


class ShowclearError(Exception):
    """The root: something went wrong that Showclear can name."""


class BadInput(ShowclearError):
    """What came from outside is not acceptable; nothing was written.

    ``code`` is stable snake_case, never reused; ``thing``, ``expected`` and ``found`` are words
    for a person; ``hint`` says what to do next and may be empty.
    """

    def __init__(
        self, code: str, thing: str, *, expected: str, found: str, hint: str = ""
    ) -> None:
        self.code = code
        self.thing = thing
        self.expected = expected
        self.found = found
        self.hint = hint
        super().__init__(f"{thing}: expected {expected}, found {found}")


class EnvelopeError(BadInput):
    """The envelope, its payload or its signatures."""


class NoteError(BadInput):
    """A signed note, checkpoint, cosignature, receipt, tile or policy."""


class PackError(BadInput):
    """A rule pack's text."""


class ScriptError(BadInput):
    """A day script's text; ``lines`` says each thing that is wrong with it, in its order."""

    lines: tuple[str, ...] = ()


class UsageError(BadInput):
    """What a person typed."""


class StoreError(ShowclearError):
    """The ledger's storage failed; the desk stops until it is reopened."""


class DiskFull(StoreError):
    """Free space is under the floor; nothing was written."""


class LedgerInUse(StoreError):
    """Another desk holds this ledger."""


class ReadOnly(StoreError):
    """The folder or file cannot be written."""


class HeadMoved(StoreError):
    """The head store holds another head than the one this desk last signed."""


class Damaged(ShowclearError):
    """Stored bytes are not what was signed; ``place`` says where."""

    def __init__(self, place: str, *, expected: str, found: str) -> None:
        self.place = place
        self.expected = expected
        self.found = found
        super().__init__(f"{place}: expected {expected}, found {found}")


class DeskStopped(ShowclearError):
    """The desk stopped itself after an error and has not been reopened since."""


class InvariantError(ShowclearError):
    """A bug of ours; nothing below an entry point catches it."""
