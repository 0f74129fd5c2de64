"""Open a production: a new folder, two keys, three officers, the packs adopted; then entry 0.

In order: 1. names and packs are checked, nothing is written; 2. folder, ledger key, desk key and
a key file for each officer; 3. the opening is composed and every officer signs the same bytes;
4. the names are stored beside the log; 5. the desk takes the opening as entry 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import click
import msgspec

from showclear.cli.choosing import choose
from showclear.cli.paper import STRONG
from showclear.cli.root import root
from showclear.cli.running import Job, as_json, command
from showclear.cli.session import ID_BYTES, NONCE_BYTES
from showclear.desk.compose import Header, compose, seal
from showclear.desk.directory import HANDLE_CHARACTERS_MAX, NAME, Directory, Named, slug
from showclear.desk.ports import Detail, Signer
from showclear.errors import UsageError
from showclear.field.ids import Commitment, KeyId, PersonId, make_id
from showclear.field.people import Role, Way
from showclear.field.production import Tier
from showclear.record.commitment import SALT_BYTES, check_value, commitment
from showclear.record.event import Seen, SignedBy, is_origin
from showclear.record.events.officers import Officer, Opening
from showclear.record.limits import OFFICERS_MAX, OFFICERS_MIN, UTC_OFFSET_MINUTES_MAX
from showclear.record.registry import Registry
from showclear.record.tree import EMPTY_ROOT
from showclear.rules.packs import digest_of
from showclear.wiring import Fresh, create, fresh_bytes

ORIGIN_RANDOM_BYTES: Final = 4  # two productions of one title still get two origins


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """An officer about to sign the opening."""

    person: PersonId
    name: str
    commitment: Commitment
    salt: bytes
    signer: Signer


@command(
    root,
    "open",
    example="""
showclear open "Red Canyon" --officer "Olga Petrov" \\
  --officer "Omar Diaz" --officer "Ona Lee" --utc-offset -420
""",
)
@click.argument("production")
@click.option(
    "--officer", "officers", multiple=True, required=True, metavar="NAME",
    help=f"An officer's name; {OFFICERS_MIN} or, better, {OFFICERS_MAX}. Each gets a key file.",
)  # fmt: skip
@click.option(
    "--pack", "packs", multiple=True, metavar="PACK",
    help="A rule pack's id or file, or some of its rows; core and a few when left out.",
)  # fmt: skip
@click.option(
    "--utc-offset", type=click.IntRange(-UTC_OFFSET_MINUTES_MAX, UTC_OFFSET_MINUTES_MAX),
    default=0, show_default=True, metavar="MINUTES", help="Local time's minutes from UTC.",
)  # fmt: skip
@click.option(
    "--tier", type=click.Choice([tier.value for tier in Tier]), default=Tier.FULL.value,
    show_default=True, help="What kind of production it is; non-firing asks for far less.",
)  # fmt: skip
@click.option("--origin", help="The ledger's name for ever; made from the title when left out.")
@as_json
def open_production(job: Job, production: str, **options: Any) -> None:
    """Open a production: make its ledger, signed by its officers.

    Done once, by the officers together. The opening names the ledger's keys, the officers and
    the rule packs adopted, and becomes entry 0. Write its id down somewhere else: whoever
    checks the ledger later compares it.
    """
    names = _officer_names(options["officers"])
    check_value(production)
    chosen = choose(options["packs"])
    fresh = create(job.folder, _origin(options["origin"], production), job.bar)
    officers = [_newcomer(fresh, name) for name in names]
    directory = Directory(fresh.details)
    kept = [_detail(fresh, directory, officer) for officer in officers]
    salt = fresh.parts.ids.fresh(SALT_BYTES)
    title = commitment("production", salt, production)
    kept.append([(title, Detail(path="production", salt=salt, value=production))])
    body = Opening(
        desk_key=KeyId(fresh.parts.desk_key.public.hex()),
        ledger_key=KeyId(fresh.parts.ledger_key.public.hex()),
        officers=tuple(
            Officer(person=one.person, key=KeyId(one.signer.public.hex()), name=one.commitment)
            for one in officers
        ),
        packs=chosen.choices,
        utc_offset_minutes=options["utc_offset"],
        production=title,
        tier=Tier(options["tier"]),
    )
    fresh.details.put([pair for pairs in kept for pair in pairs])
    _open(job, fresh, body, officers, {digest_of(text): text for text in chosen.texts})


def _open(
    job: Job, fresh: Fresh, body: Opening, officers: Sequence[Newcomer], texts: Mapping[str, bytes]
) -> None:
    header = Header(
        origin=fresh.parts.origin,
        at_ms=fresh.parts.clock.now(),
        nonce=fresh.parts.ids.fresh(NONCE_BYTES),
        seen=Seen(size=0, root=EMPTY_ROOT),
        signers=tuple(
            SignedBy(
                person=one.person,
                key=KeyId(one.signer.public.hex()),
                role=Role.OFFICER,
                way=Way.KEY_FILE,
            )
            for one in officers
        ),
    )
    payload = compose(Registry(), header, body)
    opened, answer = fresh.open_with(seal(payload, [one.signer for one in officers]), texts)
    with opened:
        job.paper.line(f"opened: {fresh.parts.origin}", style=STRONG)
        job.paper.pair("folder", str(fresh.folder.root))
        job.paper.pair("officers", ", ".join(one.name for one in officers))
        rows = ", ".join(f"{choice.pack} ({len(choice.rows)} rows)" for choice in body.packs)
        job.paper.pair("adopted", rows)
        job.paper.pair("opening", f"{answer.id}\nkeep this id somewhere else too", width=11)
        job.paper.data(
            {
                "origin": fresh.parts.origin,
                "folder": str(fresh.folder.root),
                "opening": answer.id,
                "outcome": answer.outcome.value,
                "officers": {one.name: one.person for one in officers},
            }
        )


def _officer_names(names: Sequence[str]) -> Sequence[str]:
    if not OFFICERS_MIN <= len(names) <= OFFICERS_MAX or len(set(map(slug, names))) != len(names):
        raise UsageError(
            "officers_wanted",
            "officers",
            expected=f"{OFFICERS_MIN} to {OFFICERS_MAX} people of different names",
            found=", ".join(names),
            hint="two always act together; with a third, one may lose a key",
        )
    for name in names:
        check_value(name)
    return names


def _origin(origin: str | None, production: str) -> str:
    if origin is not None and not is_origin(origin):
        raise UsageError(
            "origin_malformed",
            "origin",
            expected="lower-case letters, digits, '.', '-' and '/', at most 100",
            found=repr(origin)[:110],
            hint="for example: example.org/red-canyon/unit-1",
        )
    if origin is not None:
        return origin
    title = slug(production) or "production"
    return f"showclear.local/{title}-{fresh_bytes(ORIGIN_RANDOM_BYTES).hex()}"


def _newcomer(fresh: Fresh, name: str) -> Newcomer:
    ids = fresh.parts.ids
    person = PersonId(make_id("p", ids.fresh(ID_BYTES)))
    salt = ids.fresh(SALT_BYTES)
    key_name = slug(name)[:HANDLE_CHARACTERS_MAX] or person
    return Newcomer(
        person=person,
        name=name,
        commitment=commitment(NAME, salt, name),
        salt=salt,
        signer=fresh.keys.make(key_name),
    )


def _detail(fresh: Fresh, directory: Directory, one: Newcomer) -> list[tuple[str, Detail]]:
    named = Named(subject=one.person, details={NAME: one.commitment})
    directory.add(named)
    return [
        (one.commitment, Detail(path=NAME, salt=one.salt, value=one.name)),
        directory.entry(named, fresh.parts.ids.fresh(SALT_BYTES)),
    ]
