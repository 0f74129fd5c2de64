"""A gun's way through the day, from the opening of the day to the lock."""

from __future__ import annotations

from typing import Any, Final

import click

from showclear.cli.answers import parse_positions
from showclear.cli.root import root
from showclear.cli.running import Job, asks, command, signed_by
from showclear.cli.session import Session
from showclear.cli.stock import HANDLER, lot_in, one_of
from showclear.cli.texts import DATE
from showclear.field.ids import NOBODY, SetUpId
from showclear.field.instants import MINUTE_MS, to_text
from showclear.field.stock import GUNSHOTS_MAX, ROUNDS_MAX
from showclear.record.events.handling import (
    Act as AllowedAct,
)
from showclear.record.events.handling import (
    Ahead,
    Announced,
    CloseDay,
    Collect,
    EndCause,
    Fired,
    HandOver,
    Load,
    Lock,
    OpenDay,
    ShowingEnded,
    Shown,
    TakeOut,
    Unload,
    WentAhead,
)
from showclear.record.events.table import AnyBody
from showclear.record.showing import statement

ITEMS: Final = "ITEM..."
FEW: Final = click.IntRange(0, ROUNDS_MAX)


@command(
    root,
    "open-day",
    example='showclear open-day --area "Ranch, north of the creek" --as "Ben Ode"',
)
@click.argument("date", type=DATE, required=False)
@click.option("--area", help="The working area; kept beside the log.")
@asks
@signed_by("The caller: first AD or stage manager.")
def open_day(job: Job, *, date: str | None, area: str | None) -> None:
    """Open the working day and name the working area.

    DATE is today when left out. Every gun's opening check is to be made anew.
    """

    def build(session: Session) -> AnyBody:
        offset_ms = session.state.utc_offset_minutes * MINUTE_MS
        today = to_text(session.opened.clock.now() + offset_ms)[:10]
        return OpenDay(date=date or today, working_area=session.keep("working-area", area))

    job.record(build)


@command(root, "close-day", example='showclear close-day --as "Ben Ode"')
@signed_by("The caller, or a handler.")
def close_day(job: Job) -> None:
    """Close the working day; waivers end with it. Locking up never waits for this."""
    job.record(lambda _session: CloseDay())


@command(
    root,
    "take-out",
    example='showclear take-out colt-3 box-a --from lockup --as "Anna Ruiz"',
)
@click.argument("items", nargs=-1, required=True, metavar=ITEMS)
@click.option("--from", "place", required=True, metavar="PLACE", help="The locked place.")
@asks
@signed_by(HANDLER)
def take_out(job: Job, *, items: tuple[str, ...], place: str) -> None:
    """Take items out of a locked place; whoever signs is in charge of them.

    Stands open once the opening check of today is made: two people, each for themselves.
    """
    job.record(
        lambda session: TakeOut(
            items=session.items(items), place=session.names.container(place, session.state)
        )
    )


@command(
    root,
    "load",
    example='showclear load colt-3 --from box-a --positions 1-6 --as "Anna Ruiz"',
)
@click.argument("weapon")
@click.option("--from", "container", required=True, metavar="CONTAINER")
@click.option("--positions", required=True, help="Where, as they come up: 1-6, 1,3,5 or barrel-1.")
@click.option("--lot", help="Which lot; needed where the container holds more than one.")
@asks
@signed_by(HANDLER)
def load(job: Job, *, weapon: str, container: str, positions: str, lot: str | None) -> None:
    """Put proved rounds into a gun that was just shown empty.

    The second person sees each one go in; then both answer: showclear show --way
    seen-going-in.
    """

    def build(session: Session) -> AnyBody:
        gun = session.names.weapon(weapon, session.state)
        place = session.names.container(container, session.state)
        made = session.state.weapons[gun].mechanism
        return Load(
            weapon=gun,
            container=place,
            lot=lot_in(session, place, lot),
            positions=parse_positions(positions, made),
        )

    job.record(build)


@command(
    root,
    "unload",
    example='showclear unload colt-3 --into box-a --rounds 6 --as "Anna Ruiz"',
)
@click.argument("weapon")
@click.option("--into", required=True, metavar="CONTAINER")
@click.option("--rounds", type=FEW, required=True, help="How many came out.")
@click.option("--fired-cases", type=FEW, default=0, show_default=True)
@click.option("--lot", help="Which lot; needed where the gun holds more than one.")
@signed_by(HANDLER)
def unload(job: Job, *, weapon: str, **options: Any) -> None:
    """Say that a gun was made clear, and what came out of it. Never refused.

    What the record had in it and did not come out becomes an open question.
    """

    def build(session: Session) -> AnyBody:
        gun = session.names.weapon(weapon, session.state)
        place = session.names.container(options["into"], session.state)
        held = list(session.state.weapons[gun].rounds)
        one = held[0] if len(held) == 1 and options["lot"] is None else None
        return Unload(
            weapon=gun,
            container=place,
            lot=one or lot_in(session, place, options["lot"]),
            rounds=options["rounds"],
            fired_cases=options["fired_cases"],
        )

    job.record(build)


@command(
    root,
    "hand-over",
    example="""
showclear hand-over colt-3 --to "Cal Reed" --announced dummies --rounds 6 \\
  --act point --as "Anna Ruiz"
""",
)
@click.argument("weapon")
@click.option("--to", "performer", required=True, metavar="NAME")
@click.option("--announced", type=one_of(Announced), required=True, help="What you said it is.")
@click.option("--rounds", type=FEW, default=0, show_default=True)
@click.option(
    "--act", "acts", multiple=True, type=one_of(AllowedAct),
    help="What the performer may do with it; may be given more than once.",
)  # fmt: skip
@click.option(
    "--look", "looks", multiple=True, metavar="ENTRY",
    help="A look it rests on; those that stand are named when this is left out.",
)  # fmt: skip
@click.option(
    "--set-up", "set_up", metavar="NAME",
    help="The approved set-up it is for (showclear write approve-set-up --help).",
)  # fmt: skip
@asks
@signed_by(HANDLER)
def hand_over(job: Job, *, weapon: str, performer: str, **options: Any) -> None:
    """Hand a gun to a performer. The handler stays in charge.

    Show it first (showclear show), say out loud what it is, and hand it over. What is
    announced has to be what was shown.
    """

    def build(session: Session) -> AnyBody:
        gun, set_up = session.names.weapon(weapon, session.state), options["set_up"]
        stands = statement(session.state.weapons[gun], epoch=session.desk.now().epoch)
        named = tuple([session.event(look) for look in options["looks"]])
        return HandOver(
            weapon=gun,
            to=session.person(performer),
            announced=Announced(options["announced"]),
            rounds=options["rounds"],
            looks=named or stands.looks,
            acts=tuple(dict.fromkeys(AllowedAct(act) for act in options["acts"])),
            set_up=SetUpId("") if set_up is None else session.names.set_up(set_up),
        )

    job.record(build)


@command(root, "shown", example='showclear shown colt-3 --as "Cal Reed"')
@click.argument("weapon")
@click.option("--hand-over", "entry", metavar="ENTRY", help="Which; the present one if left out.")
@signed_by("The performer.")
def shown(job: Job, *, weapon: str, entry: str | None) -> None:
    """Say: I was shown. I took it. The performer's own sentence.

    It says no more than that. The performer checks nothing and is in charge of nothing.
    """

    def build(session: Session) -> AnyBody:
        gun = session.names.weapon(weapon, session.state)
        present = session.state.weapons[gun].handed
        return Shown(weapon=gun, hand_over=present if entry is None else session.event(entry))

    job.record(build)


@command(
    root,
    "collect",
    example='showclear collect colt-3 --from "Cal Reed" --as "Anna Ruiz"',
)
@click.argument("weapons", nargs=-1, required=True, metavar="WEAPON...")
@click.option("--from", "giver", metavar="NAME", help="Who gave it back, if anybody did.")
@signed_by(HANDLER)
def collect(job: Job, *, weapons: tuple[str, ...], giver: str | None) -> None:
    """Say that you have a gun back. Never refused, whoever held it and whatever was on record."""
    job.record(
        lambda session: Collect(
            weapons=tuple(sorted({session.names.weapon(one, session.state) for one in weapons})),
            giver=NOBODY if giver is None else session.person(giver),
        )
    )


@command(root, "lock", example='showclear lock colt-3 box-a --in lockup --as "Anna Ruiz"')
@click.argument("items", nargs=-1, required=True, metavar=ITEMS)
@click.option("--in", "place", required=True, metavar="PLACE")
@signed_by("Who locked it away; somebody who holds a key.")
def lock(job: Job, *, items: tuple[str, ...], place: str) -> None:
    """Say that items were locked away. Never refused, whatever else is open."""
    job.record(
        lambda session: Lock(
            items=session.items(items), place=session.names.container(place, session.state)
        )
    )


@command(root, "fired", example='showclear fired colt-3 --gunshots 3 --as "Anna Ruiz"')
@click.argument("weapon")
@click.option("--gunshots", type=click.IntRange(1, GUNSHOTS_MAX), required=True)
@signed_by("Who counted.")
def fired(job: Job, *, weapon: str, gunshots: int) -> None:
    """Say how many gunshots were counted from a gun. Never refused."""
    job.record(
        lambda session: Fired(
            weapon=session.names.weapon(weapon, session.state), gunshots=gunshots
        )
    )


@command(root, "ended", example='showclear ended colt-3 --cause dropped --as "Anna Ruiz"')
@click.argument("weapon")
@click.option("--cause", type=one_of(EndCause), required=True)
@signed_by("Who says so. Anybody enrolled may.")
def ended(job: Job, *, weapon: str, cause: str) -> None:
    """Say that something happened that ends what was last shown. Never refused."""
    job.record(
        lambda session: ShowingEnded(
            weapon=session.names.weapon(weapon, session.state), cause=EndCause(cause)
        )
    )


@command(
    root,
    "ahead",
    example="""
showclear ahead hand-over colt-3 --in-hand "Cal Reed" --refused 33 \\
  --words "we were losing the light" --as "Ben Ode"
""",
)
@click.argument("what", type=one_of(Ahead))
@click.argument("items", nargs=-1, required=True, metavar=ITEMS)
@click.option("--in-hand", metavar="NAME", help="Who has it now.")
@click.option("--refused", metavar="ENTRY", help="The step that was refused before.")
@click.option("--words", help="How it came about; kept beside the log.")
@signed_by("Who says so. Anybody enrolled may.")
def ahead(job: Job, *, what: str, items: tuple[str, ...], **options: Any) -> None:
    """Say that something went ahead without the record's leave. Never refused.

    The record then knows where things are, so that the way back stays open. What was shown
    no longer stands, and a question opens.
    """

    def build(session: Session) -> AnyBody:
        holder = options["in_hand"]
        return WentAhead(
            what=Ahead(what),
            items=session.items(items),
            in_hand=NOBODY if holder is None else session.person(holder),
            refused=session.event_or_none(options["refused"]),
            words=session.keep("words", options["words"]),
        )

    job.record(build)
