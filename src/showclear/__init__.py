"""Showclear keeps the record that makes "cold gun" checkable.

The rooms and the direction of imports are in docs/explanation/rooms.md and enforced by
import-linter; each room's docstring says what it does and what it leaves to others.
"""

__version__ = "0.1.0"
