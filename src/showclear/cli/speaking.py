"""Speaking up, and what is kept as found. Open to everyone; the reports are never refused."""

from __future__ import annotations

from typing import Final

import click

from showclear.cli.root import root
from showclear.cli.running import Job, asks, command, said_by_anyone, signed_by
from showclear.cli.stock import one_of
from showclear.field.ids import NOBODY
from showclear.record.events.handling import EndKeep, KeepAsFound
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    Decline,
    LiftStop,
    Side,
    Stop,
)
from showclear.record.events.stock import Answer

ANYONE: Final = "Who says so. Anybody enrolled may."
WORDS: Final = "In your own words; kept beside the log."


@command(root, "stop", example='showclear stop --words "horse loose" --as "Cal Reed"')
@click.option("--words", help=WORDS)
@said_by_anyone
def stop(job: Job, *, words: str | None) -> None:
    """Say stop. Anyone may, no reason is needed, and it is never refused.

    Taking out, putting rounds in and handing over wait until those whom the pack names lift
    it. Collecting, making clear and locking up go on. Say it out loud first. Called out by
    somebody without a key, it is taken down with --unsigned and counts all the same.
    """
    job.record(lambda session: Stop(words=session.keep("words", words)))


@command(
    root,
    "lift-stop",
    example='showclear lift-stop 41 --as "Anna Ruiz" --as "Ben Ode"',
)
@click.argument("entry")
@click.option("--words", help=WORDS)
@asks
@signed_by("Those whom the pack names, together: by default the handler and the first AD.")
def lift_stop(job: Job, *, entry: str, words: str | None) -> None:
    """Lift a stop; ENTRY is the stop's number in the log."""
    job.record(
        lambda session: LiftStop(stop=session.event(entry), words=session.keep("words", words))
    )


@command(
    root,
    "concern",
    example="""
showclear concern --about discharge --words "two bangs at lunch" --as "Cal Reed"
""",
)
@click.option("--about", type=one_of(ConcernClass), required=True)
@click.option("--words", help=WORDS)
@said_by_anyone
def concern(job: Job, *, about: str, words: str | None) -> None:
    """Raise a concern. It is never refused.

    One about a discharge or a live round stands against further steps until it is answered.
    It is signed, so it is not anonymous.
    """
    job.record(
        lambda session: Concern(about=ConcernClass(about), words=session.keep("words", words))
    )


@command(
    root,
    "answer",
    example='showclear answer 43 --words "door, not a gun" --as "Ben Ode"',
)
@click.argument("entry")
@click.option("--words", help=WORDS)
@asks
@signed_by("Those who may: for an open question the first AD and a handler together.")
def answer(job: Job, *, entry: str, words: str | None) -> None:
    """Answer a concern or an open question; ENTRY is its number in the log."""
    job.record(lambda session: Answer(of=session.event(entry), words=session.keep("words", words)))


@command(root, "ask", example='showclear ask colt-3 --as "Cal Reed"')
@click.argument("weapon")
@said_by_anyone
def ask(job: Job, *, weapon: str) -> None:
    """Ask to be shown a gun. Anyone may at any time; it is never refused.

    What was shown before no longer stands; showing it to you is the new showing.
    """
    job.record(lambda session: AskToSee(weapon=session.names.weapon(weapon, session.state)))


@command(root, "decline", example='showclear decline colt-3 --side take --as "Cal Reed"')
@click.argument("weapon")
@click.option(
    "--side", type=one_of(Side), required=True,
    help="issue: you will not hand it out; take: you will not take it.",
)  # fmt: skip
@said_by_anyone
def decline(job: Job, *, weapon: str, side: str) -> None:
    """Decline to hand out or to take a gun. No reason is asked."""
    job.record(
        lambda session: Decline(
            weapon=session.names.weapon(weapon, session.state), side=Side(side)
        )
    )


@command(
    root,
    "keep",
    example="""
showclear keep colt-3 box-a --guarded-by "Ben Ode" --words "as it lay" --as "Ben Ode"
""",
)
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@click.option("--guarded-by", metavar="NAME", help="Who stays with it.")
@click.option("--words", help=WORDS)
@signed_by(ANYONE)
def keep(job: Job, *, items: tuple[str, ...], guarded_by: str | None, words: str | None) -> None:
    """Keep things as found after something happened. Anyone may.

    No step touches them and no gun that can fire goes out meanwhile. Every other gun is
    collected and made clear; that stays open.
    """
    job.record(
        lambda session: KeepAsFound(
            items=session.items(items),
            guarded_by=NOBODY if guarded_by is None else session.person(guarded_by),
            words=session.keep("words", words),
        )
    )


@command(
    root,
    "end-keep",
    example="""
showclear end-keep 52 --as "Olga Petrov" --as "Omar Diaz" --as "Sgt Hale"
""",
)
@click.argument("entry")
@asks
@signed_by("Two officers, then one outside person.")
def end_keep(job: Job, *, entry: str) -> None:
    """End keeping things as found; ENTRY is the number of the report that began it."""
    job.record(lambda session: EndKeep(keep=session.event(entry)))
