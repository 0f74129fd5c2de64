"""Looks: one person's (look), and the two of a showing in one command (show).

``show`` takes each person's answers apart from the other's: an option each, or, on a terminal, a
question to each in turn. Both looks go in as one act, in one commit.
"""

from __future__ import annotations

import sys
from typing import Any, Final

import click

from showclear.cli.answers import labels, parse_answers
from showclear.cli.reports import last_shown
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command, signed_by
from showclear.cli.session import Act, Session
from showclear.cli.stock import one_of
from showclear.desk.questions import standing
from showclear.errors import UsageError
from showclear.field.ids import ItemId
from showclear.field.mechanisms import BoreMethod, LookWay, is_bore
from showclear.field.patterns import positions_required
from showclear.record.events.handling import Entered, Look, Purpose

SAW: Final = 'WHERE WHAT [HOW], set apart by commas: "all empty", "1-6 dummy", "4 could-not-see".'
PURPOSES: Final = {
    "opening_check": Purpose.OPENING,
    "intake": Purpose.INTAKE,
    "own": Purpose.OWN,
}
METHODS: Final = [
    method.value for method in BoreMethod if method is not BoreMethod.NOT_ASKED
]  # not asking is what leaving the option out says


def _common(function: Any) -> Any:
    for option in (
        click.option("--bore", type=click.Choice(METHODS), help="How the bore was looked at."),
        click.option(
            "--opening-check", is_flag=True, help="Part of today's opening check of the gun."
        ),
        click.option(
            "--way", type=one_of(LookWay), default=LookWay.SEEN_EMPTY.value, show_default=True
        ),
    ):
        function = option(function)
    return function


@command(
    root,
    "look",
    example="""
showclear look colt-3 --saw "all empty" --bore rod-to-mark --opening-check \\
  --as "Anna Ruiz"
""",
)
@click.argument("weapon")
@click.option("--saw", help=f"What you answer for each position: {SAW}")
@click.option("--own", is_flag=True, help="A look of one's own, part of no showing.")
@click.option("--intake", is_flag=True, help="The handler's inspection as it arrived.")
@_common
@signed_by("Who looked. A look is one person's.")
def look(job: Job, *, weapon: str, **options: Any) -> None:
    """Answer, for yourself, what you saw in a gun.

    Every position is answered: saw, heard, was told, could not see. A look is never refused
    for what it says.
    """
    with job.writing() as session:
        gun = session.names.weapon(weapon, session.state)
        text = options["saw"] or _ask(session, gun, options, session.person(job.signers[0]))
        body = _look(session, gun, text, options)
        job.submit(session, job.act(session, body))
        _tell_now(job, session, gun)


@command(
    root,
    "show",
    example="""
showclear show colt-3 --handler "Anna Ruiz" --handler-saw "all empty" \\
  --second "Ben Ode" --second-saw "all empty" --bore rod-to-mark
""",
)
@click.argument("weapon")
@click.option("--handler", required=True, metavar="NAME", help="Who presents the gun.")
@click.option("--second", required=True, metavar="NAME", help="The second person.")
@click.option("--handler-saw", metavar="ANSWERS", help=f"The handler's answers: {SAW}")
@click.option("--second-saw", metavar="ANSWERS", help="The second person's own answers.")
@_common
@as_json
def show(job: Job, *, weapon: str, handler: str, second: str, **options: Any) -> None:
    """Show an open gun to a second person: two looks, one act.

    The handler presents every position, out loud. Then each answers alone; on a terminal each
    is asked in turn where an option is left out. Way: seen-empty, seen-going-in (rounds go in
    before both), taken-out-and-seen, or non-firing.
    """
    with job.writing() as session:
        gun = session.names.weapon(weapon, session.state)
        acts = []
        for name, key in ((handler, "handler_saw"), (second, "second_saw")):
            person = session.person(name)
            text = options[key] or _ask(session, gun, options, person)
            acts.append(Act(body=_look(session, gun, text, options), signers=(person,)))
        job.submit(session, *acts)
        _tell_now(job, session, gun)


def _look(session: Session, gun: ItemId, text: str, options: dict[str, Any]) -> Look:
    weapon = session.state.weapons[gun]
    way = LookWay(options["way"])
    bore = None if options["bore"] is None else BoreMethod(options["bore"])
    if bore is None and any(map(is_bore, positions_required(weapon.mechanism, way))):
        raise UsageError(
            "bore_method_wanted",
            "--bore",
            expected=f"how the bore was looked at: {', '.join(METHODS)}",
            found="nothing",
            hint="a bore that could not be looked at is answered: --bore could-not",
        )
    named = [one for option, one in PURPOSES.items() if options.get(option)]
    if len(named) > 1:
        raise click.UsageError("--opening-check, --intake and --own exclude each other")
    return Look(
        weapon=gun,
        cites=weapon.changed,
        purpose=named[0] if named else Purpose.SHOWING,
        way=way,
        entered=Entered.ALL_AS_IT_SHOULD_BE if _as_one(text) else Entered.EACH,
        answers=parse_answers(text, weapon.mechanism, way, bore=bore),
    )


def _as_one(text: str) -> bool:
    """Return whether the answers were typed as one sentence for all positions."""
    return "," not in text


def _ask(session: Session, gun: ItemId, options: dict[str, Any], person: str) -> str:
    """Ask one person at the terminal, position by position, not showing the other's answers."""
    name = session.names.name(person)
    if not sys.stdin.isatty():
        raise UsageError(
            "answers_wanted",
            f"answers of {name}",
            expected="what this person saw",
            found="nothing, and no terminal to ask at",
            hint="give them: --saw, or --handler-saw and --second-saw",
        )
    places = labels(session.state.weapons[gun].mechanism, LookWay(options["way"]))
    click.echo(f"{name}, answer for yourself (empty, dummy, blank, ..., or could-not-see).")
    parts = [f"{place} {click.prompt(f'  {place}', type=str)}" for place in places]
    return ", ".join(parts)


def _tell_now(job: Job, session: Session, gun: ItemId) -> None:
    now = standing(session.desk, gun)
    job.paper.line(
        f"{session.names.handle(gun)}, last shown: {last_shown(session, now)}", indent=2
    )
