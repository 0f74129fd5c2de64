"""What a device keeps of the app: its parts by their build, and nothing of the ledger."""

from __future__ import annotations

import pytest

from tests.web.kit import Device, served


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/static/app.js?v=0123", "public, max-age=31536000, immutable"),
        ("/static/app.js", "no-store"),
        ("/", "no-store"),
        ("/board?v=0123", "no-store"),
    ],
)
def test_only_what_is_named_by_its_build_is_kept(path: str, kept: str) -> None:
    """A page is never kept; a part is, until the next build gives it another name."""
    with served() as production:
        answer = Device(production, "Ben Ode").page(path).answer
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == kept


def test_pages_name_the_build_of_their_parts() -> None:
    """Style and script carry the hash that this release is shown by."""
    with served(app_hash="abcdef0123456789" * 4) as production:
        text = Device(production, "Ben Ode").page("/").text
    assert '/static/style.css?v=abcdef0123456789"' in text
    assert '/static/app.js?v=abcdef0123456789"' in text
