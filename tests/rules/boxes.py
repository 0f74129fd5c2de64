"""Boxes and a gun on a working day, for tests of what becomes of rounds."""

from __future__ import annotations

from typing import Final

from showclear.field.ids import EventId
from showclear.field.stock import Form, Proof
from showclear.record.events.stock import Move
from showclear.record.state import Container, Stock, Topic
from tests.kit import Told, World, box, lot

ABOUT: Final = "live_or_unknown_round_about"
NOT_PROVED: Final = "round_not_proved"
AGAIN: Final = (Proof.CRIMP, Proof.MAKER_CODE)
STALE: Final = EventId("ab" * 32)


def on_the_day() -> World:
    """Return a working day with the colt out and shown empty, and an empty belt."""
    told = World()
    told.receive_box("belt", form=Form.BELT)
    told.working_day()
    told.take_out("colt")
    told.show_empty("colt")
    return told


def with_blanks(chambers: int = 6) -> World:
    """Return the same with the colt loaded with blanks and shown so."""
    told = on_the_day()
    told.blanks()
    told.load("colt", chambers=chambers, from_box="blanks", lot_name="b45")
    told.show_going_in("colt", blanks=chambers)
    return told


def held(told: World, name: str = "dummies") -> Container:
    """Return a container."""
    return told.state.containers[box(name)]


def stock(told: World, name: str = "dummies", of: str = "d45") -> Stock:
    """Return what a box has of a lot."""
    return held(told, name).stock[lot(of)]


def topics(told: World) -> list[Topic]:
    """Return what the open questions are about."""
    return [question.topic for question in told.state.questions.values()]


BELT: Final = ("dummies", "belt")


def move(
    told: World, rounds: int, way: tuple[str, str] = BELT, *, of: str = "d45", by: str = "armorer"
) -> Told:
    """Move rounds out of the first box into the second."""
    source, target = way
    body = Move(lot=lot(of), rounds=rounds, source=box(source), target=box(target))
    return told.tell(body, by)
