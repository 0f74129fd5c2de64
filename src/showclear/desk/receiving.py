"""Whether there is such a gun as somebody describes: asked wherever one is received."""

from __future__ import annotations

from showclear.errors import UsageError
from showclear.field.mechanisms import Mechanism
from showclear.field.patterns import fires, impossible
from showclear.field.stock import FIRING_CLASS_MIN, WeaponClass


def check_gun(made: Mechanism, weapon_class: WeaponClass, *, hint: str) -> None:
    """Raise ``UsageError`` where there is no such gun: nobody could ever show one.

    ``hint`` says where the asker puts a mechanism right.
    """
    wrong = impossible(made)
    if wrong is not None:
        raise UsageError(
            "mechanism_impossible",
            wrong.what,
            expected=wrong.expected,
            found=wrong.found,
            hint=hint,
        )
    if fires(made) != (weapon_class >= FIRING_CLASS_MIN):
        raise UsageError(
            "class_differs",
            f"class ({made.pattern}, adaptation {made.adaptation.value})",
            expected="4 to 6" if fires(made) else "1 to 3",
            found=str(int(weapon_class)),
            hint="a gun that cannot fire is a replica, solid or deactivated",
        )
