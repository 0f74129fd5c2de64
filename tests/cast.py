"""The people, things and answers that the kit's stories are made of; see ``tests.kit``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256

from nacl.signing import SigningKey

from showclear.adapters.packs import shipped_packs
from showclear.field.ids import (
    ItemId,
    KeyId,
    LotId,
    PersonId,
    make_id,
)
from showclear.field.mechanisms import (
    BORE,
    BoreMethod,
    Holds,
    How,
    LookWay,
    Mechanism,
    chamber,
    is_bore,
)
from showclear.field.patterns import bore_methods_of, positions_required
from showclear.field.people import Role, Way
from showclear.field.stock import Proof
from showclear.record.event import SignedBy
from showclear.record.events.base import Mood
from showclear.record.events.handling import (
    PositionAnswer,
)
from showclear.record.events.officers import Enrol, Officer, Opening, PackChoice
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.rules.packs import digest_of, parse_pack

ORIGIN = "showclear.example/night-shoot"
START_MS = 1_795_320_000_000  # 2026-11-22T04:00:00.000Z
STEP_MS = 1_000
PATTERN = "single-action-1873"
TWO_PROOFS = (Proof.RATTLE, Proof.HOLE)

# Name on the call sheet: title and the roles granted. Nobody else is enrolled.
CAST: Mapping[str, tuple[str, tuple[Role, ...]]] = {
    "armorer": ("armorer", (Role.HANDLER,)),
    "assistant": ("assistant-armorer", (Role.HANDLER,)),
    "first-ad": ("first-ad", (Role.SECOND_PERSON, Role.CALLER)),
    "second-ad": ("second-ad", (Role.SECOND_PERSON,)),
    "performer": ("performer", (Role.PERFORMER,)),
    "stand-in": ("stand-in", (Role.PERFORMER,)),
    "rep": ("safety-rep", (Role.SAFETY_REP,)),
    "grip": ("grip", (Role.CREW,)),
    "inspector": ("inspector", (Role.OUTSIDE,)),
}
OFFICERS = ("producer", "manager", "owner")
_GRANTED = {name: roles for name, (_, roles) in CAST.items()} | dict.fromkeys(
    OFFICERS, (Role.OFFICER,)
)
# Of several roles that fit, the first in this order: a caller looks as a second person.
_LOOKING = tuple(Role)
_ACTING = (Role.CALLER, *Role)


class Person:
    """Somebody with a key of their own, made from their name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._private = SigningKey(sha256(f"person {name}".encode()).digest())
        self._public = bytes(self._private.verify_key)
        self.id = PersonId(_named("p", name))

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""
        return self._public

    @property
    def key(self) -> KeyId:
        """The key id: the public key in hex."""
        return KeyId(self._public.hex())

    def sign(self, message: bytes) -> bytes:
        """Return the signature, 64 bytes."""
        return bytes(self._private.sign(message).signature)


PEOPLE: dict[str, Person] = {}


def person(name: str) -> Person:
    """Return the person of this name, enrolled or not."""
    if name not in PEOPLE:
        PEOPLE[name] = Person(name)
    return PEOPLE[name]


def gun(name: str) -> ItemId:
    """Return the id of the gun of this name."""
    return ItemId(_named("w", name))


def box(name: str) -> ItemId:
    """Return the id of the container of this name."""
    return ItemId(_named("c", name))


def lot(name: str) -> LotId:
    """Return the id of the lot of this name."""
    return LotId(_named("l", name))


def words(text: str) -> str:
    """Return what stands in an event for free text: a commitment."""
    return sha256(text.encode()).hexdigest()


def _named(letter: str, name: str) -> str:
    return make_id(letter, sha256(f"{letter} {name}".encode()).digest())


@cache
def pack_texts() -> dict[str, bytes]:
    """Return the shipped packs' texts by digest."""
    return {digest_of(text): text for text in shipped_packs().values()}


# The rows that most stories are told under: those of core, and these of the house.
HOUSE_ROWS = ("R25", "R43")


def all_rows() -> tuple[PackChoice, ...]:
    """Return the choice of core and the first rows of the house default."""
    return with_rows(*HOUSE_ROWS)


def with_rows(*house: str) -> tuple[PackChoice, ...]:
    """Return the choice of core, whole, and these rows of the house default."""
    return (_choice("core"), _choice("house-default", house))


def every_row() -> tuple[PackChoice, ...]:
    """Return the choice of core and of the house default, both whole."""
    return (_choice("core"), _choice("house-default"))


def _choice(name: str, rows: tuple[str, ...] = ()) -> PackChoice:
    text = shipped_packs()[name]
    every = tuple(row.id for row in parse_pack(text).row)
    return PackChoice(pack=name, digest=KeyId(digest_of(text)), rows=rows or every)


def signed_by(name: str, role: Role) -> SignedBy:
    """Return how an event names this signer in this role."""
    return SignedBy(person=person(name).id, key=person(name).key, role=role, way=Way.KEY_FILE)


def role_for(name: str, allowed: frozenset[Role], *, looking: bool = False) -> Role:
    """Return the first role this person holds among those allowed; else any allowed one."""
    order = _LOOKING if looking else _ACTING
    held = [role for role in order if role in allowed and role in _GRANTED.get(name, ())]
    return held[0] if held else next(role for role in order if role in allowed)


def signers_of(body: AnyBody, names: Sequence[str]) -> tuple[SignedBy, ...]:
    """Return the signers of a body: each signs in the role its slot in the event table allows."""
    row = BY_BODY[type(body)]
    looking = row.mood is Mood.LOOK
    return tuple(
        signed_by(name, role_for(name, allowed, looking=looking))
        for name, allowed in zip(names, row.signers.roles, strict=False)
    )


def opening(packs: tuple[PackChoice, ...]) -> Opening:
    """Return the opening by the three officers, with these rows adopted."""
    return Opening(
        desk_key=person("desk").key,
        ledger_key=person("ledger").key,
        officers=tuple(
            Officer(person=person(name).id, key=person(name).key, name=words(name))
            for name in OFFICERS
        ),
        packs=packs,
        utc_offset_minutes=-420,
    )


def enrolment(name: str, title: str, roles: tuple[Role, ...]) -> Enrol:
    """Return the enrolment of this person."""
    return Enrol(person=person(name).id, key=person(name).key, title=title, roles=roles)


def answers(
    way: LookWay,
    holds: Mapping[int, Holds] | None = None,
    *,
    chambers: int = 6,
    how: How = How.SAW,
    method: BoreMethod = BoreMethod.ROD_TO_MARK,
) -> tuple[PositionAnswer, ...]:
    """Return one answer a position; chambers not named in ``holds`` are empty."""
    given = holds or {}
    ring = tuple(
        PositionAnswer(position=chamber(n), how=how, holds=given.get(n, Holds.EMPTY))
        for n in range(1, chambers + 1)
    )
    if way is not LookWay.SEEN_EMPTY:
        return ring
    return (*ring, PositionAnswer(position=BORE, how=how, holds=Holds.EMPTY, method=method))


def answers_for(
    made: Mechanism,
    way: LookWay,
    holds: Mapping[str, Holds] | None = None,
    *,
    how: How = How.SAW,
    method: BoreMethod | None = None,
) -> tuple[PositionAnswer, ...]:
    """Return one answer a position of any gun; what is not named in ``holds`` is as it should be.

    The bore is checked by a method that works on such a gun unless one is named.
    """
    usual = Holds.NON_FIRING if way is LookWay.NON_FIRING else Holds.EMPTY
    works = min(bore_methods_of(made), key=_as_listed, default=BoreMethod.COULD_NOT)
    return tuple(
        PositionAnswer(
            position=name,
            how=how,
            holds=(holds or {}).get(name, usual),
            method=(method or works) if is_bore(name) else BoreMethod.NOT_ASKED,
        )
        for name in positions_required(made, way)
    )


def _as_listed(method: BoreMethod) -> int:
    """Return its place: rodding first, which most stories are told with."""
    return -1 if method is BoreMethod.ROD_TO_MARK else tuple(BoreMethod).index(method)


def first(count: int, holds: Holds) -> dict[int, Holds]:
    """Return chambers 1 to ``count`` each holding this."""
    return dict.fromkeys(range(1, count + 1), holds)
