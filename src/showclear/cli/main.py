"""The program ``showclear``: every command registered, one entry point.

Example: ``main()`` is what the installed script calls; ``run(root, ["status"])`` is the same
without ending the program.
"""

from __future__ import annotations

import sys

from click.shell_completion import shell_complete

from showclear.cli import (
    checking,
    demo,
    handling,
    looks,
    officers,
    opening,
    reading,
    speaking,
    stock,
    tools,
)
from showclear.cli.root import root
from showclear.cli.running import run
from showclear.wiring import COMPLETION_VARIABLE, completion_asked

CHAPTERS = (opening, officers, stock, handling, looks, speaking, reading, checking, demo, tools)


def main() -> None:
    """Run the command line and end with its exit code."""
    asked = completion_asked()
    if asked:
        sys.exit(shell_complete(root, {}, "showclear", COMPLETION_VARIABLE, asked))
    sys.exit(run(root, sys.argv[1:]))
