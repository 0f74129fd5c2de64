"""The verdict on one step: every reason against it, and what is to be noted besides."""

from __future__ import annotations

import msgspec

from showclear.record.codes import Refusal, by_precedence


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Refusals stand against the step; alerts need to be acknowledged but do not.

    An empty verdict means that nothing on record stands against the step. It does not say that
    the step is without danger: people decide.
    """

    refusals: tuple[Refusal, ...] = ()
    alerts: tuple[Refusal, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether anything stands against the step."""
        return bool(self.refusals)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the refusals, each once, in order of precedence."""
        return tuple(dict.fromkeys(refusal.code.value for refusal in self.refusals))


def verdict(refusals: list[Refusal], alerts: list[Refusal] | None = None) -> Verdict:
    """Return the verdict with its reasons, each once, in order of precedence.

    What stands against a whole set-up is found for each of its guns, and said once.
    """
    return Verdict(refusals=_each_once(refusals), alerts=_each_once(alerts or []))


def _each_once(reasons: list[Refusal]) -> tuple[Refusal, ...]:
    return by_precedence(list(dict.fromkeys(reasons)))
