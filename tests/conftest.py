"""Hypothesis profiles for every test.

`everyday` (the default) and `ci` (taken when CI is set) draw the same inputs every time, so that a
red gate is red again; `nightly` draws new ones: `pytest --hypothesis-profile=nightly`. Deadlines
are off: a busy machine is no defect.
"""

from __future__ import annotations

from hypothesis import settings

EVERYDAY_EXAMPLES = 60  # keeps the gate to minutes on two cores
NIGHTLY_EXAMPLES = 5_000  # hours are free at night

settings.register_profile(
    "everyday", max_examples=EVERYDAY_EXAMPLES, deadline=None, derandomize=True, database=None
)
settings.register_profile("ci", settings.get_profile("everyday"))
settings.register_profile(
    "nightly", max_examples=NIGHTLY_EXAMPLES, deadline=None, derandomize=False
)
settings.load_profile("everyday")
