"""What every step of a day script has: when, who, and how it stands to the record."""

from __future__ import annotations

import msgspec

from showclear.replay.words import (
    Answers,
    Moment,
    NewName,
    PersonName,
    PersonNames,
    Steps,
    Text,
)


class Step(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename="kebab",
    tag_field="do",
):
    """The base of all steps of a script."""

    at: Moment = ""  # left out: two seconds after the step before
    id: NewName = ""  # so that later steps and --explain can name it
    by: PersonNames = ()  # who does it, and signs for it where it is recorded
    second: PersonName = ""  # the second person: signs too, or answers beside the first
    after: Steps = ()  # happens only if these did
    source: Text = ""  # where this is known from
    note: Text = ""  # a sentence for the reader


class Told(Step, frozen=True, kw_only=True):
    """A step that people may tell the record: a look or a report."""

    recorded: bool = True  # no: it happens in the world only
    only_record: bool = False  # yes: it is told, but it did not happen


class Asked(Told, frozen=True, kw_only=True):
    """A step that asks the record's leave and may be refused."""

    ahead: bool = False  # yes: they go ahead without asking


class Looked(Told, frozen=True, kw_only=True):
    """One person's answer each; ``second`` answers beside whoever is named in ``by``."""

    answers: Answers = {}


class Happens(Step, frozen=True, kw_only=True):
    """Something that happens in the world only; nobody tells the record."""
