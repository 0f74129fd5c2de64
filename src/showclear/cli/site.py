"""The set app as a server: what ``showclear serve`` does once its options are read.

It stands apart from the command, because the web's libraries take a while to begin.
"""

from __future__ import annotations

import io
import logging
import shlex
from collections.abc import Sequence
from contextlib import ExitStack, redirect_stdout
from pathlib import Path
from typing import Final, NamedTuple

import click

# QR codes as lines of blocks, for a terminal.
import segno
from msgspec import structs

from showclear.cli.demo import chapters, free_folder
from showclear.cli.examples import EXAMPLES
from showclear.cli.exits import Exit
from showclear.cli.paper import STRONG
from showclear.cli.root import root
from showclear.cli.running import Job, run
from showclear.desk.directory import slug
from showclear.field.production import Tier
from showclear.outputs.fingerprints import spoken
from showclear.outputs.words.catalogue import SOURCE_LANGUAGE, catalogue
from showclear.web.app import build
from showclear.web.certificates import Trust
from showclear.web.served import LOOPBACK_NAMES, Served, Settings
from showclear.web.static_files import app_hash
from showclear.web.trusting import TrustSite
from showclear.wiring import Folder, open_for_writing
from showclear.wiring.serving import (
    Announced,
    Authority,
    Bound,
    NotAnnounced,
    ProfileWords,
    Site,
    address_of,
    addresses_of,
    authority_of,
    host_of,
    reached_at,
    serve_site,
    served_beside,
)

LOG: Final = logging.getLogger("showclear.web")
EXAMPLE_FOLDER: Final = "showclear-set"
CART_CODE_BYTES: Final = 16
LOOPBACK: Final = "127.0.0.1"


class Asked(NamedTuple):
    """How it is to be served; ``example`` is the kind of production that is made first, if any."""

    host: str
    port: int
    name: str | None
    log: bool
    example: Tier | None


def serve(job: Job, asked: Asked) -> None:
    """Serve the ledger until somebody stops it."""
    folder = _example(job, asked.example) if asked.example else job.folder
    with ExitStack() as ended:
        opened = ended.enter_context(open_for_writing(folder, job.bar))
        origin = opened.desk.parts.origin
        called = asked.name or slug(origin.rpartition("/")[2]) or "showclear"
        authority = authority_of(folder, called, now_ms=opened.clock.now())
        address = address_of("https", host_of(called), asked.port) if asked.port else ""
        settings = Settings(
            cart=opened.ids.fresh(CART_CODE_BYTES).hex(),
            rehearsal=folder.rehearsal.exists(),
            app_hash=app_hash(),
            hosts=LOOPBACK_NAMES.union(authority.subjects.names, authority.subjects.addresses),
            trust=_trust(authority, address),
        )
        app = build(Served(opened, settings))
        own = Site(
            name=called, host=LOOPBACK, port=asked.port and asked.port - 1, authority=None,
            announced=False, log=asked.log,
        )  # fmt: skip
        cart = ended.enter_context(served_beside(app, own))
        site = Site(
            name=called, host=asked.host, port=asked.port, authority=authority, log=asked.log
        )
        beside = Beside(cart)
        if settings.trust is not None and reached_at(asked.host):
            plain = structs.replace(own, host=asked.host, port=asked.port and asked.port + 1)
            page = TrustSite(settings.trust, catalogue)
            beside = Beside(cart, ended.enter_context(served_beside(page, plain)))
        serve_site(
            app, site,
            told=lambda bound: _tell(job, bound, beside, settings, called),
            named=lambda said: _tell_name(job, said),
        )  # fmt: skip


def _example(job: Job, tier: Tier) -> Folder:
    place = Folder(free_folder(Path(EXAMPLE_FOLDER)))
    [chapter] = chapters(EXAMPLES[tier])
    job.paper.line(chapter.heading, style=STRONG)
    job.paper.line(chapter.tale)
    for number, typed in enumerate(chapter.typed, start=1):
        job.bar("making the example", number, len(chapter.typed))
        arguments = shlex.split(typed.replace("\\\n", " "))[1:]
        with redirect_stdout(io.StringIO()):
            ended = run(root, ["--ledger", str(place.root), *arguments])
        if ended is not Exit.OK:
            raise click.exceptions.Exit(int(ended))
    # The mark stays with the folder: whoever serves it again still sees that it is invented.
    place.rehearsal.write_text(f"{tier.value}\n")
    return place


class Beside(NamedTuple):
    """What is served beside: the cart's own screen, and the page for new devices."""

    cart: Bound
    bare: Bound | None = None


def _scanned(addresses: Sequence[str]) -> str:
    """Return the address to be scanned: by number in four parts, which every device takes."""
    by_number = [one for one in addresses if one.partition("://")[2][:1].isdigit()]
    return (by_number or list(addresses))[0]


def _trust(authority: Authority, address: str) -> Trust:
    says = catalogue(SOURCE_LANGUAGE).say
    words = ProfileWords(title=f"Showclear: {authority.name}", explanation=says("page.trust.why"))
    return Trust(
        der=authority.der,
        fingerprint=authority.fingerprint,
        profile=authority.apple_profile(words),
        ends_ms=authority.ends_ms,
        names=(host_of(authority.name),),
        address=address,
    )


def _tell(job: Job, bound: Bound, beside: Beside, settings: Settings, name: str) -> None:
    # Who keeps the box can compare what it serves with the hash of the release.
    LOG.info("app %s", settings.app_hash)
    paper = job.paper
    job.bar.stop()
    addresses = addresses_of(bound, name)
    paper.line("Showclear is serving", style=STRONG)
    paper.pair("this screen", f"http://{LOOPBACK}:{beside.cart.port}/")
    scanned = _scanned(addresses)
    paper.pair("tablets", scanned)
    for address in addresses:
        if address != scanned:
            paper.pair("", address)
    if beside.bare is not None:
        paper.pair("new devices", _scanned(addresses_of(beside.bare, name)))
    paper.pair("officers", f"http://{LOOPBACK}:{beside.cart.port}/cart?code={settings.cart}")
    if settings.trust is not None:
        paper.pair("certificate", spoken(settings.trust.fingerprint))
    paper.pair("app", settings.app_hash)
    drawn = io.StringIO()
    segno.make(scanned, error="m").terminal(out=drawn, compact=True)
    paper.line(drawn.getvalue())
    paper.line("Stop it with Ctrl-C. Nothing that was answered is lost.")


def _tell_name(job: Job, said: Announced | NotAnnounced) -> None:
    match said:
        case Announced():
            job.paper.pair("name", f"https://{said.host}:{said.port}/")
        case NotAnnounced():
            job.paper.pair("no name", f"the network was told none: {said.found}")
