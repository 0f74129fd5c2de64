"""The API under a fuzzer: whatever is sent, the answer is one of those that the document names.

Requests are drawn by schemathesis from the very document the app serves, the same ones every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from showclear.web.api import OPERATIONS
from showclear.web.api.document import openapi
from tests.web.kit import Device, Production, open_day, served

EXAMPLES: Final = 12  # of each operation, good and bad: some seconds on two idle cores
DOCUMENT: Final = schemathesis.openapi.from_dict(openapi(OPERATIONS))
KNOWN: Final = {200, 204, 400, 401, 404, 405, 413, 415, 422}


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[tuple[Production, Device]]:
    """Give one production for all of it: a ledger takes what comes, and goes on."""
    with served() as production:
        device = Device(production, "Anna Ruiz")
        open_day(device)
        yield production, device


def cases() -> list[Any]:
    """Return every operation of the document."""
    found = list(DOCUMENT.get_all_operations())
    described = [one.ok() for one in found if isinstance(one, Ok)]
    assert len(described) == len(found)
    return described


@pytest.mark.parametrize("operation", cases(), ids=lambda one: one.label)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:schemathesis")
def test_whatever_is_sent_is_answered_as_described(
    operation: Any, fuzzed: tuple[Production, Device]
) -> None:
    """Never a fault of ours, always JSON, an error always with its code, detail and hint."""
    production, device = fuzzed
    modes = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
    drawn = st.one_of([operation.as_strategy(generation_mode=mode) for mode in modes])

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=drawn)
    def ask(case: Any) -> None:
        production.clock.advance(1_000)  # so that nobody asks too often
        sent = case.as_transport_kwargs(base_url="https://127.0.0.1")
        url, method = sent.pop("url"), sent.pop("method")
        known = {"params", "headers", "json", "data", "content"}
        given_ = {name: value for name, value in sent.items() if name in known and value}
        if isinstance(given_.get("data"), bytes):
            given_["content"] = given_.pop("data")
        answer = device.ask(method, url, **given_)
        assert answer.status in KNOWN, (answer.status, answer.text)
        if answer.status != 204:
            kind = answer.answer.headers["content-type"]
            assert kind.startswith("application/json"), kind
        if answer.status >= 400:
            assert set(answer.answer.json()) == {"code", "detail", "hint"}

    ask()
    if device.ask("GET", "/api/board").status != 200:
        device.enter("Anna Ruiz")
