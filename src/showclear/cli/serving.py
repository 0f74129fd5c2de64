"""The set app as a server: on the cart's box for tablets, and on its own screen.

Two addresses. Over TLS, from the box's own certificate authority, for every device on the cart's
access point; and in plain text on this machine alone (127.0.0.1), for the cart's own screen: there
browsers keep keys without a certificate, and officers confirm newcomers. ``--example`` makes an
invented production first, in which anybody may take a part. What serves is ``site``; its libraries
take a while to begin, and no other command waits for them.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import click

from showclear.cli.examples import EXAMPLES
from showclear.cli.root import root
from showclear.cli.running import Job, command
from showclear.field.production import Tier

EXAMPLE_FOLDER: Final = "showclear-set"
EXAMPLE: Final = EXAMPLES[Tier.FULL]
PORT: Final = 8443


@command(
    root,
    "serve",
    example="""
showclear serve
showclear serve --example
showclear serve --example --tier non-firing
""",
)
@click.option(
    "--example", is_flag=True,
    help=f"Make an invented production in ./{EXAMPLE_FOLDER} and rehearse with it.",
)  # fmt: skip
@click.option(
    "--tier", type=click.Choice([tier.value for tier in EXAMPLES]), default=Tier.FULL.value,
    show_default=True, help="Which example: a film, one where nothing fires, a theatre's evening.",
)  # fmt: skip
@click.option("--host", default="0.0.0.0", show_default=True, help="Where tablets reach it.")  # noqa: S104 - the cart's access point
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True,
    help="The tablets' port; the cart's own screen has the one below it, the page for new "
    "devices the one above. 0 takes free ones.",
)  # fmt: skip
@click.option("--name", help="The box's name on its network; made from the origin if left out.")
@click.option("--log", is_flag=True, help="One line of JSON for each request; no person in it.")
def serve(job: Job, *, example: bool, tier: str, **options: Any) -> None:
    """Serve the set app: the pages for tablets, the board, the API.

    Runs until it is stopped with Ctrl-C. Whoever can reach it sees its first page; everything
    else needs a key that two officers enrolled.
    """
    site = import_module("showclear.cli.site")
    made = Tier(tier) if example else None
    site.serve(job, site.Asked(**options, example=made))
