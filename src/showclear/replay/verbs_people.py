"""Steps about people: keys, roles, papers, duties, minors, carriers; the rows that are adopted."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from showclear.field.people import Role
from showclear.field.stock import WeaponClass
from showclear.record.events.base import RowId
from showclear.record.events.officers import RevokeCause
from showclear.record.events.people import Paper, Where, Why
from showclear.replay.verbs_base import Asked, Told
from showclear.replay.words import (
    ContainerName,
    EarlierStep,
    ItemName,
    NewName,
    PersonName,
    PersonNames,
    Text,
)

Roles = Annotated[tuple[Role, ...], Meta(min_length=1, max_length=8)]
Rows = Annotated[tuple[RowId, ...], Meta(max_length=256)]
CalendarDate = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]


class Enrol(Asked, frozen=True, kw_only=True, tag="enrol"):
    """Two officers enrol somebody who was `enrolled: no` until now.

    Example: {do: enrol, person: dresser, by: [producer, manager]}
    """

    person: PersonName


class Revoke(Asked, frozen=True, kw_only=True, tag="revoke"):
    """Two officers revoke somebody's key.

    Example: {do: revoke, person: assistant, cause: lost, by: [producer, manager]}
    """

    person: PersonName
    cause: RevokeCause = RevokeCause.LOST


class Grant(Asked, frozen=True, kw_only=True, tag="grant"):
    """Two officers grant somebody further roles.

    Example: {do: grant, person: second-ad, roles: [caller], by: [producer, manager]}
    """

    person: PersonName
    roles: Roles


class WithdrawRoles(Asked, frozen=True, kw_only=True, tag="withdraw-roles"):
    """Two officers take roles back from somebody.

    Example: {do: withdraw-roles, person: second-ad, roles: caller, by: [producer, manager]}
    """

    person: PersonName
    roles: Roles


class Adopt(Asked, frozen=True, kw_only=True, tag="adopt"):
    """Two officers adopt the core and these rows of the house default.

    Example: {do: adopt, rows: [R25, R43], by: [producer, manager]}
    """

    rows: Rows = ()


class Waive(Asked, frozen=True, kw_only=True, tag="waive"):
    """Two officers waive one row for one item until the day closes.

    Example: {do: waive, row: R25, item: colt, instead: shown twice, by: [producer, manager]}
    """

    row: RowId
    item: ItemName
    instead: Text


class Correct(Told, frozen=True, kw_only=True, tag="correct"):
    """Somebody says that what an earlier step told the record is wrong.

    Example: {do: correct, step: first-look, item: colt, by: first-ad}
    """

    step: EarlierStep
    item: ItemName = ""


class ShowPaper(Asked, frozen=True, kw_only=True, tag="show-paper"):
    """An officer has seen a permit, document or proof of a course.

    Example: {do: show-paper, person: armorer, paper: permit, classes: [4, 5, 6], from: 2026-01-01, until: 2026-12-31, by: producer}
    """  # noqa: E501 - an example is one line

    person: PersonName
    paper: Paper
    classes: Annotated[tuple[WeaponClass, ...], Meta(min_length=1, max_length=6)]
    from_: CalendarDate
    until: CalendarDate
    patterns: Annotated[tuple[NewName, ...], Meta(max_length=32)] = ()


class PaperEnded(Told, frozen=True, kw_only=True, tag="paper-ended"):
    """A paper counts no more.

    Example: {do: paper-ended, person: armorer, paper: permit, by: producer}
    """

    person: PersonName
    paper: Paper


class ClassLimit(Asked, frozen=True, kw_only=True, tag="class-limit"):
    """The highest class of item that somebody is handed, after being asked in private.

    Example: {do: class-limit, person: lead, class-max: 6, by: producer}
    """

    person: PersonName
    class_max: Annotated[int, Meta(ge=0, le=6)]


class MinorPerson(Told, frozen=True, kw_only=True, tag="minor"):
    """Somebody is a minor.

    Example: {do: minor, person: child, by: first-ad}
    """

    person: PersonName


class GuardianPresent(Asked, frozen=True, kw_only=True, tag="guardian-present"):
    """A minor's guardian or studio teacher has been told and is present.

    Example: {do: guardian-present, minor: child, guardian: teacher, by: first-ad}
    """

    minor: PersonName
    guardian: PersonName


class OtherDuty(Told, frozen=True, kw_only=True, tag="other-duty"):
    """Somebody takes up, or ends, another duty than their own.

    Example: {do: other-duty, person: armorer, duty: props-assistant, by: producer}
    """

    person: PersonName
    duty: NewName
    ended: bool = False


class Carrier(Told, frozen=True, kw_only=True, tag="carrier"):
    """Somebody who is not of the production carries a weapon of their own.

    Example: {do: carrier, carrier: deputy, why: officer-on-duty, where: outside, by: first-ad}
    """

    carrier: PersonName
    why: Why
    where: Where
    place: Text = ""


class NameKeyHolders(Asked, frozen=True, kw_only=True, tag="name-key-holders"):
    """Two officers name who holds the keys of a locked place.

    Example: {do: name-key-holders, place: lockup, keys: [armorer], by: [producer, manager]}
    """

    place: ContainerName
    keys: PersonNames


VERBS = (
    Enrol,
    Revoke,
    Grant,
    WithdrawRoles,
    Adopt,
    Waive,
    Correct,
    ShowPaper,
    PaperEnded,
    ClassLimit,
    MinorPerson,
    GuardianPresent,
    OtherDuty,
    Carrier,
    NameKeyHolders,
)
