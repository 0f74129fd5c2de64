"""A gun's day for the vectors of the state: the story's pieces in short words, one event a commit.

Example: ``day = Day(); day.taken_out(); day.look(HANDLER)`` is a ledger with one look at the gun.
"""

from __future__ import annotations

from typing import Any, Final

from showclear.field.ids import EventId
from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay
from showclear.field.people import Role
from showclear.field.stock import Form, Kind, Proof, Purpose, WeaponClass
from showclear.record.event import SignedBy
from showclear.record.events import handling, speaking, stock
from showclear.record.events.desk import Boot, Outcome
from showclear.record.events.handling import Purpose as PartOf
from showclear.record.events.table import AnyBody
from tools.vectors.cast import container, digest, lot, person, weapon
from tools.vectors.ledger_story import enrolment, opened
from tools.vectors.samples import BOX, DUMMIES, GUN_SAFE, HANDLER, OTHER_HANDLER, REVOLVER, SECOND

BLANKS: Final = lot("blanks")
BLANK_BOX: Final = container("box of blanks")
TWIN: Final = weapon("twin")
CHAMBERS: Final = tuple(f"chamber-{number}" for number in range(1, 7))
MARKED: Final = {"codes": ("role_not_held",)}
STALE: Final = {"outcome": Outcome.OUT_OF_CHAIN, "codes": ("item_elsewhere",)}


class Day:
    """A ledger with two handlers, a first AD, a performer, a gun, a locked place and two boxes."""

    def __init__(self) -> None:
        self.book = book = opened()
        book.commit(
            [
                enrolment(book, "armorer", "armorer", Role.HANDLER),
                enrolment(book, "assistant", "armorer", Role.HANDLER),
                enrolment(book, "first-ad", "first-ad", Role.CALLER, Role.SECOND_PERSON),
                enrolment(book, "performer", "performer", Role.PERFORMER),
            ]
        )
        keys = (person("armorer"),)
        self.told(self._place(GUN_SAFE, Form.SAFE, Purpose.STORE, key_holders=keys))
        self.told(self._place(BOX, Form.BOX, Purpose.CARRIED))
        self.told(self._place(BLANK_BOX, Form.BOX, Purpose.CARRIED))
        self.told(self.gun(REVOLVER))

    def told(self, body: AnyBody, *signers: SignedBy, said: Any = None, **header: Any) -> EventId:
        """Write one event, signed by the handler unless others are named; return its id."""
        raw = self.book.sealed(body, *(signers or (HANDLER,)), **header)
        index = len(self.book.ids)
        self.book.commit([raw], *([said] if said else []))
        return EventId(self.book.ids[index])

    def started_again(self, *, later_ms: int) -> None:
        """Start the machine a second time, with its clock so much later, or earlier."""
        self.book.now += later_ms
        boot = Boot(mark=digest("second boot")[:8].hex(), number=2, ms=0)
        self.book.commit([self.book.sealed(speaking.Stop(), SECOND)], boot=boot)

    def gun(self, name: str) -> stock.ReceiveWeapon:
        """Return a revolver's arrival."""
        return stock.ReceiveWeapon(
            weapon=weapon("revolver") if name == REVOLVER else TWIN,
            weapon_class=WeaponClass.LIVE_CAPABLE,
            pattern="single-action-1873",
            chambers=6,
        )

    def locked(self, *signers: SignedBy, **how: Any) -> EventId:
        """Lock the gun away."""
        return self.told(handling.Lock(items=(REVOLVER,), place=GUN_SAFE), *signers, **how)

    def taken_out(self) -> EventId:
        """Lock the gun away and take it out again."""
        self.locked()
        return self.told(handling.TakeOut(items=(REVOLVER,), place=GUN_SAFE))

    def look(
        self, *signers: SignedBy, held: tuple[Holds, ...] = (), said: Any = None, **how: Any
    ) -> EventId:
        """Look at the gun: empty, or with rounds seen going in in this order."""
        way = how.get("way", LookWay.SEEN_GOING_IN if held else LookWay.SEEN_EMPTY)
        holds = [*held, *[Holds.EMPTY] * (len(CHAMBERS) - len(held))]
        answers = [
            handling.PositionAnswer(position=position, how=How.SAW, holds=each)
            for position, each in zip(CHAMBERS, holds, strict=True)
        ]
        if way is LookWay.SEEN_EMPTY:
            bore = handling.PositionAnswer(
                position="bore", how=How.SAW, holds=Holds.EMPTY, method=BoreMethod.ROD_TO_MARK
            )
            answers.append(bore)
        return self.told(
            handling.Look(
                weapon=REVOLVER,
                cites=how.get("cites", self.last(REVOLVER)),
                purpose=how.get("purpose", PartOf.SHOWING),
                way=way,
                entered=handling.Entered.EACH,
                answers=tuple(answers),
            ),
            *signers,
            said=said,
        )

    def both_look(self, *held: Holds) -> None:
        """Let handler and second person look, one after the other."""
        self.look(HANDLER, held=held)
        self.look(SECOND, held=held)

    def dummies(self) -> None:
        """Receive ten dummies in the box, opened, and let two prove them."""
        self.rounds(Kind.DUMMY)
        for signer in (HANDLER, SECOND):
            self.prove(signer, Proof.RATTLE)

    def rounds(self, kind: Kind, *, sealed: bool = False, by: SignedBy = OTHER_HANDLER) -> EventId:
        """Receive ten rounds: dummies in the one box, blanks in the other."""
        name, box = (DUMMIES, BOX) if kind is Kind.DUMMY else (BLANKS, BLANK_BOX)
        body = stock.ReceiveRounds(
            lot=name, kind=kind, calibre=".45-colt", rounds=10, container=box, sealed=sealed
        )
        return self.told(body, by)

    def prove(self, signer: SignedBy, *proofs: Proof, **how: Any) -> EventId:
        """Prove the dummies, by one person."""
        body = stock.Prove(
            container=BOX,
            lot=DUMMIES,
            cites=self.last(BOX),
            kind=Kind.DUMMY,
            rounds=how.get("rounds", 10),
            each=proofs,
            odd=how.get("odd", ()),
        )
        return self.told(body, signer, said=how.get("said"))

    def load(self, count: int, *, name: str = DUMMIES, box: str = BOX) -> EventId:
        """Load so many of the first chambers."""
        return self.told(
            handling.Load(
                weapon=REVOLVER,
                container=container("box") if box == BOX else BLANK_BOX,
                lot=DUMMIES if name == DUMMIES else BLANKS,
                positions=CHAMBERS[:count],
            )
        )

    def shown_with(self, count: int) -> None:
        """Take the gun out, show it empty, load so many dummies, show them."""
        self.dummies()
        self.taken_out()
        self.both_look()
        self.load(count)
        self.both_look(*[Holds.DUMMY] * count)

    def handed_over(self) -> EventId:
        """Hand the gun to the performer."""
        body = handling.HandOver(
            weapon=REVOLVER,
            to=person("performer"),
            announced=handling.Announced.EMPTY,
            rounds=0,
            looks=(),
        )
        return self.told(body)

    def unloaded(self, rounds: int, **how: Any) -> EventId:
        """Make the gun clear into the box it was loaded from."""
        body = handling.Unload(weapon=REVOLVER, container=BOX, lot=DUMMIES, rounds=rounds)
        return self.told(body, **how)

    def last(self, item: str) -> EventId:
        """Return the last event of an item."""
        return EventId(self.book.last[item])

    @staticmethod
    def _place(name: Any, form: Form, purpose: Purpose, **fields: Any) -> stock.ReceiveContainer:
        return stock.ReceiveContainer(container=name, form=form, purpose=purpose, **fields)
