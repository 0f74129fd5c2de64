"""Where the built parts of the app lie, and the hash that names this build of them."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

STATIC: Final = Path(str(files("showclear.web"))) / "static"


def app_hash() -> str:
    """Return the hex SHA-256 over every served part by name and bytes, in order of name."""
    whole = sha256()
    for path in sorted(STATIC.iterdir()):
        data = path.read_bytes()
        whole.update(f"{path.name}\n{len(data)}\n".encode())
        whole.update(data)
    return whole.hexdigest()
