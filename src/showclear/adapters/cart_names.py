"""The name of the cart's box on its own network, and the next ones when a name is taken.

The box is called ``<name>.local`` (RFC 6762). Two carts may meet on one network: whoever comes
second takes ``<name>-2.local``, up to ``-9``. The certificates hold all nine from the start, so
that a name taken on the day of the shoot costs no device a second joining.

Example::

    cart_names("red-canyon")             # ("red-canyon", "red-canyon-2", ..., "red-canyon-9")
"""

from __future__ import annotations

import re
from typing import Final

from showclear.errors import UsageError

DOMAIN: Final = "local"  # RFC 6762, 3: names below it are asked of the network itself
# Nine carts of one name on one network is more than any set has; each is in every certificate.
NAMES_MAX: Final = 9
# A label has at most 63 (RFC 1035, 2.3.4); a name that is read aloud and typed has far fewer.
NAME_CHARACTERS_MAX: Final = 40
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


def check_cart_name(name: str) -> str:
    """Return the name, or raise ``UsageError`` when no browser could be sent to it."""
    if len(name) > NAME_CHARACTERS_MAX or _NAME.fullmatch(name) is None:
        raise UsageError(
            "cart_name",
            "name of the cart",
            expected=f"1 to {NAME_CHARACTERS_MAX} of a-z, 0-9 and '-', with no '-' at either end",
            found=repr(name)[: NAME_CHARACTERS_MAX * 2],
            hint="For example: red-canyon, for the address https://red-canyon.local",
        )
    return name


def cart_names(name: str) -> tuple[str, ...]:
    """Return the name and the ones taken after it, in the order they are tried."""
    return (check_cart_name(name), *(f"{name}-{number}" for number in range(2, NAMES_MAX + 1)))


def host_of(name: str) -> str:
    """Return the host name that browsers are sent to."""
    return f"{name}.{DOMAIN}"
