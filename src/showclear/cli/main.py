"""The program ``showclear``: every command registered, one entry point.

Example: ``main()`` is what the installed script calls; ``run(program(), ["status"])`` is the same
without ending the program.
"""

from __future__ import annotations

import sys

import click
from click.shell_completion import shell_complete

from showclear.cli import (
    checking,
    demo,
    handling,
    looks,
    officers,
    opening,
    printing,
    reading,
    replaying,
    rounds,
    rules,
    saying,
    serving,
    speaking,
    stock,
    tools,
    tracing,
)
from showclear.cli.root import root
from showclear.cli.running import run
from showclear.wiring import COMPLETION_VARIABLE, completion_asked

CHAPTERS = (
    opening,
    officers,
    stock,
    handling,
    looks,
    speaking,
    saying,
    reading,
    replaying,
    checking,
    rounds,
    rules,
    tracing,
    printing,
    serving,
    demo,
    tools,
)


def program() -> click.Group:
    """Return the group with every command registered."""
    return root


def main() -> None:
    """Run the command line and end with its exit code."""
    asked = completion_asked()
    if asked:
        sys.exit(shell_complete(program(), {}, "showclear", COMPLETION_VARIABLE, asked))
    sys.exit(run(program(), sys.argv[1:]))
