"""The set app as a server: on the cart's box for tablets, and on its own screen.

Three addresses. Over TLS, from the box's own certificate authority, for every device on the cart's
access point; in plain text on this machine alone (127.0.0.1), for the cart's own screen: there
browsers keep keys without a certificate, and officers confirm newcomers; and in plain text one
page for new devices, which hands them the certificate and nothing else. ``--example`` makes an
invented production first, in which anybody may take a part.
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
from showclear.cli.exits import Exit
from showclear.cli.paper import STRONG
from showclear.cli.root import root
from showclear.cli.running import Job, command, run
from showclear.desk.directory import slug
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
PORT: Final = 8443
CART_CODE_BYTES: Final = 16
LOOPBACK: Final = "127.0.0.1"

# An invented production for trying the set app: everything is locked up, nothing is shown yet.
EXAMPLE: Final = """
# An example production is made: invented people, three guns, a box of proved dummies
Nothing in it is evidence of anything: its keys lie in one folder.
$ showclear open "Red Canyon" --utc-offset -420 \\
    --officer "Olga Petrov" --officer "Omar Diaz" --officer "Ona Lee"
$ showclear enrol "Anna Ruiz" --title armorer --role handler \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear enrol "Dee Park" --title assistant-armorer --role handler \\
    --as "Olga Petrov" --as "Omar Diaz"
$ showclear enrol "Ben Ode" --title first-ad --role caller \\
    --role second-person --as "Olga Petrov" --as "Ona Lee"
$ showclear enrol "Cal Reed" --title performer --role performer \\
    --as "Olga Petrov" --as "Ona Lee"
$ showclear enrol "Eva Sand" --title performer --role performer \\
    --as "Olga Petrov" --as "Ona Lee"
$ showclear receive container lockup --form safe --purpose store \\
    --key-holder armorer --key-holder assistant-armorer --as armorer
$ showclear receive weapon colt-3 --class 6 --pattern single-action-1873 \\
    --chambers 6 --calibre .45-colt --serial 184411 --as armorer
$ showclear receive weapon rifle-1 --class 6 --pattern lever \\
    --chambers 1 --capacity 10 --calibre .44-40 --serial 019388 --as armorer
$ showclear receive weapon rubber-1 --class 1 --pattern solid --as armorer
$ showclear receive container box-a --form box --purpose receiving \\
    --as armorer
$ showclear receive rounds dummies-a --kind dummy --calibre .45-colt \\
    --rounds 50 --into box-a --sealed --as armorer
$ showclear open-delivery box-a --as armorer
$ showclear prove box-a --rounds 50 --proof rattle --proof hole --as armorer
$ showclear prove box-a --rounds 50 --proof rattle --proof hole \\
    --as assistant-armorer
$ showclear lock colt-3 rifle-1 rubber-1 --in lockup --as armorer
"""


@command(
    root,
    "serve",
    example="""
showclear serve
showclear serve --example
""",
)
@click.option(
    "--example", is_flag=True,
    help=f"Make an invented production in ./{EXAMPLE_FOLDER} and rehearse with it.",
)  # fmt: skip
@click.option("--host", default="0.0.0.0", show_default=True, help="Where tablets reach it.")  # noqa: S104 - the cart's access point
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True,
    help="The tablets' port; the cart's own screen has the one below it, the page for new "
    "devices the one above. 0 takes free ones.",
)  # fmt: skip
@click.option("--name", help="The box's name on its network; made from the origin if left out.")
@click.option("--log", is_flag=True, help="One line of JSON for each request; no person in it.")
def serve(job: Job, *, example: bool, host: str, port: int, name: str | None, log: bool) -> None:  # noqa: PLR0913 - one option each
    """Serve the set app: the pages for tablets, the board, the API.

    Runs until it is stopped with Ctrl-C. Whoever can reach it sees its first page; everything
    else needs a key that two officers enrolled.
    """
    folder = _example(job) if example else job.folder
    with ExitStack() as ended:
        opened = ended.enter_context(open_for_writing(folder, job.bar))
        origin = opened.desk.parts.origin
        called = name or slug(origin.rpartition("/")[2]) or "showclear"
        authority = authority_of(folder, called, now_ms=opened.clock.now())
        settings = Settings(
            cart=opened.ids.fresh(CART_CODE_BYTES).hex(),
            rehearsal=example,
            app_hash=app_hash(),
            hosts=LOOPBACK_NAMES.union(authority.subjects.names, authority.subjects.addresses),
            trust=_trust(authority, address_of("https", host_of(called), port) if port else ""),
        )
        app = build(Served(opened, settings))
        own = Site(
            name=called, host=LOOPBACK, port=port and port - 1, authority=None,
            announced=False, log=log,
        )  # fmt: skip
        cart = ended.enter_context(served_beside(app, own))
        site = Site(name=called, host=host, port=port, authority=authority, log=log)
        beside = Beside(cart)
        if settings.trust is not None and reached_at(host):
            plain = structs.replace(own, host=host, port=port and port + 1)
            page = TrustSite(settings.trust, catalogue)
            beside = Beside(cart, ended.enter_context(served_beside(page, plain)))
        serve_site(
            app, site,
            told=lambda bound: _tell(job, bound, beside, settings, called),
            named=lambda said: _tell_name(job, said),
        )  # fmt: skip


def _example(job: Job) -> Folder:
    place = Folder(free_folder(Path(EXAMPLE_FOLDER)))
    [chapter] = chapters(EXAMPLE)
    job.paper.line(chapter.heading, style=STRONG)
    job.paper.line(chapter.tale)
    for number, typed in enumerate(chapter.typed, start=1):
        job.bar("making the example", number, len(chapter.typed))
        arguments = shlex.split(typed.replace("\\\n", " "))[1:]
        with redirect_stdout(io.StringIO()):
            ended = run(root, ["--ledger", str(place.root), *arguments])
        if ended is not Exit.OK:
            raise click.exceptions.Exit(int(ended))
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
