"""Where declared carriers are, read from the log alone; it shares no code with the fold."""

from __future__ import annotations

from collections.abc import Iterable

from showclear.field.ids import NOBODY, EventId, PersonId
from showclear.record.events.desk import Outcome, Unattributed
from showclear.record.events.officers import Correct
from showclear.record.events.people import Carrier, Where
from tests.kit import Told

Said = tuple[EventId, Where]


def carriers(log: Iterable[Told]) -> dict[PersonId, Where]:
    """Return where each carrier is who is not gone.

    That somebody is inside counts whoever said it; that they are not, where nothing stands
    against it. Where that was wrong they count as inside.
    """
    said: dict[PersonId, Said] = {}
    for told in log:
        if told.outcome is not Outcome.REFUSED:
            _read(said, told)
    return {who: where for who, (_, where) in said.items() if where is not Where.GONE}


def _read(said: dict[PersonId, Said], told: Told) -> None:
    body = told.event.body
    if isinstance(body, Carrier):
        if body.where is Where.INSIDE or not told.codes:
            _move(said, body, told)
    elif isinstance(body, Unattributed):
        inside = (body.reported, body.detail) == ("carrier", Where.INSIDE.value)
        if inside and body.person != NOBODY:
            said[body.person] = (told.id, Where.INSIDE)
    elif isinstance(body, Correct):
        for who, (event, _) in said.items():
            if event == body.event:
                said[who] = (told.id, Where.INSIDE)


def _move(said: dict[PersonId, Said], body: Carrier, told: Told) -> None:
    """Let a carrier be where they are said to be; who was never here cannot go."""
    if body.where is not Where.GONE or body.carrier in said:
        said[body.carrier] = (told.id, body.where)
