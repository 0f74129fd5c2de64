"""Who may sign, and which rows are in force: enrol, grant, revoke, adopt, waive, correct."""

from __future__ import annotations

from typing import Any, Final

import click

from showclear.cli.choosing import choose, duties
from showclear.cli.root import root
from showclear.cli.running import Job, asks, command, signed_by
from showclear.cli.session import Act, Session
from showclear.cli.texts import TITLE
from showclear.desk.directory import NAME, Named
from showclear.desk.ports import Signer
from showclear.errors import UsageError
from showclear.field.ids import NO_ITEM, KeyId, PersonId
from showclear.field.people import Role
from showclear.field.production import Tier
from showclear.record.events.officers import (
    Adopt,
    Correct,
    Enrol,
    Grant,
    Revoke,
    RevokeCause,
    Waive,
)
from showclear.record.events.table import AnyBody
from showclear.rules.packs import digest_of

OFFICERS: Final = "An officer who signs; two always act together."
GRANTABLE: Final = [role.value for role in Role if role not in {Role.ENROLLED, Role.DESK}]


@command(
    root,
    "enrol",
    example="""
showclear enrol "Anna Ruiz" --title armorer --role handler \\
  --as "Olga Petrov" --as "Omar Diaz"
""",
)
@click.argument("name")
@click.option(
    "--title", type=TITLE, required=True, help="What the call sheet says, such as first-ad."
)
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(GRANTABLE),
    help="What this person may act as; may be given more than once.",
)  # fmt: skip
@click.option("--again", is_flag=True, help="A new key for somebody enrolled already.")
@signed_by(OFFICERS)
def enrol(job: Job, *, name: str, title: str, roles: tuple[str, ...], again: bool) -> None:
    """Enrol a person with a new key file, so that they can sign.

    Two officers sign, and the new key itself, as proof that it is held. The name stays beside
    the log and can be erased there; the log holds a commitment to it. With --again somebody who
    lost a key gets a new one; revoke the old one too.
    """
    with job.writing() as session:
        person, commitment = _who(session, name, again=again)
        key_name = _key_name(session, name)
        key = session.opened.keys.make(key_name)
        body = Enrol(
            person=person,
            key=KeyId(key.public.hex()),
            title=title,
            roles=tuple(dict.fromkeys(Role(role) for role in roles)),
            name=commitment,
        )
        newcomer: tuple[PersonId, Signer] = (person, key)
        act = Act(body=body, signers=session.people(job.signers), newcomer=newcomer)
        if job.submit(session, act)[0].refused:
            return
        job.paper.pair("enrolled", f"{session.names.name(person)}, {title}")
        job.paper.pair("key file", str(job.folder.keys / f"{key_name}.key"))


def _who(session: Session, name: str, *, again: bool) -> tuple[PersonId, str]:
    if again:
        return session.person(name), ""
    known = {session.names.name(person) for person in session.state.registry.people}
    if name in known:
        raise UsageError(
            "person_known",
            "person",
            expected="a name that is not enrolled yet",
            found=name,
            hint="for a new key add --again; for another person of that name add a middle name",
        )
    person = PersonId(session.new_id("p"))
    commitment = session.keep(NAME, name)
    session.call(Named(subject=person, details={NAME: commitment}))
    return person, commitment


def _key_name(session: Session, name: str) -> str:
    taken = {known.name for known in session.opened.keys.names()}
    return session.names.key_name(name, taken, spare=session.new_id("p"))


@command(
    root,
    "grant",
    example="""
showclear grant "Ben Ode" --role safety-rep --as "Olga Petrov" --as "Ona Lee"
""",
)
@click.argument("person")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(GRANTABLE))
@asks
@signed_by(OFFICERS)
def grant(job: Job, *, person: str, roles: tuple[str, ...]) -> None:
    """Let an enrolled person act in further roles; two officers sign."""

    def build(session: Session) -> AnyBody:
        granted = tuple(dict.fromkeys(Role(role) for role in roles))
        return Grant(person=session.person(person), roles=granted)

    job.record(build)


@command(
    root,
    "revoke",
    example="""
showclear revoke "Cal Reed" --cause left --as "Olga Petrov" --as "Omar Diaz"
""",
)
@click.argument("person")
@click.option(
    "--cause", type=click.Choice([cause.value for cause in RevokeCause]), required=True,
    help="Why; no cause says anything about the person.",
)  # fmt: skip
@click.option("--key", help="Which of their keys, by the start of its hex; else the oldest.")
@asks
@signed_by(OFFICERS)
def revoke(job: Job, *, person: str, cause: str, key: str | None) -> None:
    """Revoke a person's key from the next entry on; two officers sign.

    What the key signed before stays as it is. Speaking up with a revoked key is still taken
    down, as unattributed.
    """

    def build(session: Session) -> AnyBody:
        found = _revocable(session, session.person(person), key or "")
        return Revoke(key=found, cause=RevokeCause(cause))

    job.record(build)


def _revocable(session: Session, person: PersonId, start: str) -> KeyId:
    registry = session.state.registry
    keys = sorted(
        (record.enrolled, key)
        for key, record in registry.keys.items()
        if record.person == person and key.startswith(start) and record.revoked < 0
    )
    if not keys:
        raise UsageError(
            "key_unknown",
            f"key of {session.names.name(person)}",
            expected="one that is enrolled and not revoked",
            found=f"none that begins with {start!r}" if start else "none",
            hint="keys are listed by: showclear status --json",
        )
    return keys[0][1]


@command(
    root,
    "adopt",
    example="""
showclear adopt core house-default --as "Olga Petrov" --as "Omar Diaz" \\
  --reason "back to the shipped rows"
""",
)
@click.argument("packs", nargs=-1, required=True, metavar="PACK...")
@click.option("--without", multiple=True, metavar="PACK:ROW", help="Leave a row out.")
@click.option(
    "--choose", "chosen", multiple=True, metavar="ROW=PACK",
    help="Whose duty counts where two rows contradict each other; needs --reason.",
)  # fmt: skip
@click.option(
    "--tier", type=click.Choice([tier.value for tier in Tier]),
    help="What kind of production it is from then on; as before when left out.",
)  # fmt: skip
@click.option("--reason", help="Why; kept beside the log.")
@asks
@signed_by(OFFICERS)
def adopt(
    job: Job, *, packs: tuple[str, ...], without: tuple[str, ...], chosen: tuple[str, ...],
    **options: Any,
) -> None:  # fmt: skip
    """Adopt rule packs by name; exactly these rows are in force from the next entry on.

    A PACK is a shipped pack's id or the path of a file, followed by its rows when not all of
    them are adopted (house-default:R25,R43). Nothing accepted before is judged
    again. Without the whole core pack every step is refused. Two officers sign.
    """
    rows, counting = choose(packs, without), duties(chosen)

    def build(session: Session) -> AnyBody:
        if not job.would:
            for text in rows.texts:
                session.desk.parts.store.put_text(digest_of(text), text)
        tier = options["tier"]
        return Adopt(
            packs=rows.choices,
            tier=Tier(tier) if tier else session.state.packs.tier,
            reason=session.keep("reason", options["reason"]),
            chosen=counting,
        )

    job.record(build)


@command(
    root,
    "waive",
    example="""
showclear waive R25 colt-3 --measure "opening check done on paper, sheet 12" \\
  --as "Olga Petrov" --as "Omar Diaz"
""",
)
@click.argument("row")
@click.argument("item")
@click.option("--measure", required=True, help="What is done instead; kept beside the log.")
@asks
@signed_by(OFFICERS)
def waive(job: Job, *, row: str, item: str, measure: str) -> None:
    """Waive one row for one item until the day closes; two officers sign.

    Only a row whose pack allows it can be waived, and never one that rests on a statute.
    """

    def build(session: Session) -> AnyBody:
        return Waive(
            row=row,
            item=session.names.item(item, session.state),
            measure=session.keep("measure", measure),
        )

    job.record(build)


@command(
    root,
    "correct",
    example="""
showclear correct 17 --item colt-3 --words "it was the other revolver" \\
  --as "Anna Ruiz"
""",
)
@click.argument("entry")
@click.option("--item", help="The item it is about: what was shown of it no longer stands.")
@click.option("--words", help="What is wrong; kept beside the log.")
@signed_by("Who says so.")
def correct(job: Job, *, entry: str, item: str | None, words: str | None) -> None:
    """Say that an earlier entry is wrong. Anyone may; it is never refused.

    Nothing is changed or removed: a question opens, and what rests on that entry no longer
    stands. Facts are put right by a new look, count or report.
    """
    job.record(
        lambda session: Correct(
            event=session.event(entry),
            item=NO_ITEM if item is None else session.names.item(item, session.state),
            words=session.keep("words", words),
        )
    )
