"""Steps of speaking up, open to everyone; one without a key is called out."""

from __future__ import annotations

from showclear.record.events.speaking import ConcernClass, Side
from showclear.replay.verbs_base import Asked, Told
from showclear.replay.words import EarlierStep, GunName, SetUpName


class Stop(Told, frozen=True, kw_only=True, tag="stop"):
    """Somebody says stop; from a person without a key it is taken down as unattributed.

    Example: {do: stop, by: grip}
    """

    set_up: SetUpName = ""


class LiftStop(Asked, frozen=True, kw_only=True, tag="lift-stop"):
    """Those whom the pack names lift a stop; left out, `stop` is the only one that is open.

    Example: {do: lift-stop, by: [armorer, first-ad]}
    """

    stop: EarlierStep = ""


class Concern(Told, frozen=True, kw_only=True, tag="concern"):
    """Somebody is concerned; a person without a key may be.

    Example: {do: concern, about: discharge, note: second one this week, by: operator}
    """

    about: ConcernClass


class Decline(Told, frozen=True, kw_only=True, tag="decline"):
    """Somebody declines to hand out or to take a gun; no reason is asked.

    Example: {do: decline, gun: colt, side: take, by: lead}
    """

    gun: GunName
    side: Side


class AskToSee(Told, frozen=True, kw_only=True, tag="ask-to-see"):
    """Somebody asks to be shown.

    Example: {do: ask-to-see, gun: colt, by: grip}
    """

    gun: GunName


VERBS = (Stop, LiftStop, Concern, Decline, AskToSee)
