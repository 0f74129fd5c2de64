"""What arrives and what it is: receive, open-delivery, prove, move-rounds, found."""

from __future__ import annotations

import enum
from typing import Any, Final

import click

from showclear.cli.filling import keep_words
from showclear.cli.root import root
from showclear.cli.running import Job, command, signed_by
from showclear.cli.session import Session
from showclear.cli.texts import CALIBRE
from showclear.desk.directory import Named
from showclear.desk.receiving import check_gun
from showclear.errors import UsageError
from showclear.field.ids import NO_ITEM, ItemId, LotId
from showclear.field.mechanisms import CAPACITY_MAX, CHAMBERS_MAX, Adaptation, Mechanism
from showclear.field.patterns import PATTERNS
from showclear.field.stock import (
    ROUNDS_MAX,
    Form,
    Kind,
    Odd,
    Proof,
    Purpose,
    WeaponClass,
)
from showclear.record.events.stock import (
    FoundRound,
    Grade,
    Move,
    OddRounds,
    OpenDelivery,
    Prove,
    ReceiveContainer,
    ReceiveRounds,
    ReceiveWeapon,
)
from showclear.record.events.table import AnyBody

HANDLER: Final = "The handler who signs."
HASHED: Final = "in words, or @FILE for the SHA-256 of a file; kept beside the log."
OF_WEAPON: Final = ("serial", "supplier", "papers", "photograph")
ROUNDS: Final = click.IntRange(1, ROUNDS_MAX)
LOOK_AGAIN: Final = "look at the gun again: --chambers, --capacity, --adaptation"


def one_of(kind: type[enum.Enum]) -> click.Choice[str]:
    """Return the choices of an enum by their written values."""
    return click.Choice([str(member.value) for member in kind])


class Receiving(click.Group):
    """The three things that can be received."""


@root.group("receive", cls=Receiving)
def receive() -> None:
    """Take in a weapon, a container or rounds.

    A handler does this when something arrives. What arrives is on record as unknown until
    somebody has shown or proved what it is.
    """


@command(
    receive,
    "weapon",
    example="""
showclear receive weapon colt-3 --class 6 --pattern single-action-1873 \\
  --chambers 6 --serial 184411 --as "Anna Ruiz"
""",
)
@click.argument("handle")
@click.option(
    "--class", "weapon_class", type=click.IntRange(1, 6), required=True,
    help="1 rubber, 2 replica, 3 deactivated, 4 blank-only, 5 adapted, 6 live-capable.",
)  # fmt: skip
@click.option("--pattern", type=click.Choice(sorted(PATTERNS)), required=True)
@click.option(
    "--chambers", type=click.IntRange(0, CHAMBERS_MAX), default=0, show_default=True,
    help="Or barrels.",
)  # fmt: skip
@click.option(
    "--capacity", type=click.IntRange(0, CAPACITY_MAX), default=0, show_default=True,
    help="Rounds its gun magazine holds.",
)  # fmt: skip
@click.option(
    "--adaptation", type=one_of(Adaptation), default=Adaptation.NONE.value, show_default=True,
    help="What was done to it so that it fires blanks, or nothing.",
)  # fmt: skip
@click.option(
    "--calibre", "calibres", type=CALIBRE, multiple=True,
    help="What it takes, such as .45-colt; once for each.",
)  # fmt: skip
@click.option("--serial", help="Its number; kept beside the log.")
@click.option("--supplier", help="Who sent it; kept beside the log.")
@click.option("--papers", help=f"Which papers came with it; {HASHED}")
@click.option("--photograph", help=f"What it looks like; {HASHED}")
@signed_by(HANDLER)
def receive_weapon(job: Job, *, handle: str, **options: Any) -> None:
    """Take in a weapon under a HANDLE, such as the number on its tag.

    Whoever signs is in charge of it from now on.
    """

    def build(session: Session) -> AnyBody:
        made = Mechanism(
            pattern=options["pattern"],
            chambers=options["chambers"],
            capacity=options["capacity"],
            adaptation=Adaptation(options["adaptation"]),
        )
        check_gun(made, WeaponClass(options["weapon_class"]), hint=LOOK_AGAIN)
        weapon = ItemId(session.new_id("w"))
        kept = _kept(session, handle, weapon, options, *OF_WEAPON)
        return ReceiveWeapon(
            weapon=weapon,
            weapon_class=WeaponClass(options["weapon_class"]),
            pattern=made.pattern,
            chambers=made.chambers,
            capacity=made.capacity,
            adaptation=made.adaptation,
            calibres=tuple(dict.fromkeys(options["calibres"])),
            serial=kept["serial"],
            supplier=kept["supplier"],
            papers=kept["papers"],
            photograph=kept["photograph"],
        )

    job.record(build)


def _kept(
    session: Session, handle: str, subject: str, options: dict[str, Any], *paths: str
) -> dict[str, str]:
    """Stage a new subject with its details; return the commitments, nothing where none."""
    session.names.check_new(handle)
    kept = {path: keep_words(session, path, options.get(path)) for path in paths}
    details = {path: made for path, made in kept.items() if made}
    session.call(Named(subject=subject, handle=handle, details=details))
    return kept


@command(
    receive,
    "container",
    example="""
showclear receive container lockup --form safe --purpose store \\
  --key-holder "Anna Ruiz" --as "Anna Ruiz"
""",
)
@click.argument("handle")
@click.option("--form", type=one_of(Form), required=True)
@click.option("--purpose", type=one_of(Purpose), required=True)
@click.option("--key-holder", "holders", multiple=True, metavar="NAME", help="Who holds a key.")
@click.option("--label", help="What is written on it; kept beside the log.")
@signed_by(HANDLER)
def receive_container(job: Job, *, handle: str, **options: Any) -> None:
    """Take a container into use: a box, belt, pouch, drawer, gun safe.

    A place that locks names who holds its keys. A receiving place counts as quarantine, under
    its key-holder's eyes, until each round in it is proved.
    """

    def build(session: Session) -> AnyBody:
        container = ItemId(session.new_id("c"))
        kept = _kept(session, handle, container, options, "label")
        return ReceiveContainer(
            container=container,
            form=Form(options["form"]),
            purpose=Purpose(options["purpose"]),
            key_holders=session.people(options["holders"]),
            label=kept["label"],
        )

    job.record(build)


@command(
    receive,
    "rounds",
    example="""
showclear receive rounds dummies-a --kind dummy --calibre .45-colt --rounds 50 \\
  --into box-a --sealed --maker "Golden West" --as "Anna Ruiz"
""",
)
@click.argument("handle")
@click.option("--kind", type=one_of(Kind), required=True, help="What the supplier says they are.")
@click.option("--calibre", type=CALIBRE, required=True, help="Such as .45-colt.")
@click.option("--rounds", type=ROUNDS, required=True)
@click.option("--into", required=True, metavar="CONTAINER")
@click.option("--sealed", is_flag=True, help="The box is still sealed.")
@click.option("--maker", help="Kept beside the log.")
@click.option("--supplier", help="Kept beside the log.")
@click.option("--receipt", help=f"What it came with; {HASHED}")
@signed_by(HANDLER)
def receive_rounds(job: Job, *, handle: str, **options: Any) -> None:
    """Take in rounds of one lot, in a container; HANDLE names the lot.

    The label says what the supplier says. What they are rests on proof, one round at a time.
    """

    def build(session: Session) -> AnyBody:
        lot = LotId(session.new_id("l"))
        kept = _kept(session, handle, lot, options, "maker", "supplier", "receipt")
        return ReceiveRounds(
            lot=lot,
            kind=Kind(options["kind"]),
            calibre=options["calibre"],
            rounds=options["rounds"],
            container=session.names.container(options["into"], session.state),
            sealed=options["sealed"],
            maker=kept["maker"],
            supplier=kept["supplier"],
            receipt=kept["receipt"],
        )

    job.record(build)


@command(root, "open-delivery", example='showclear open-delivery box-a --as "Anna Ruiz"')
@click.argument("container")
@signed_by(HANDLER)
def open_delivery(job: Job, *, container: str) -> None:
    """Open a sealed delivery; from now on its rounds are proved or unknown."""
    job.record(
        lambda session: OpenDelivery(container=session.names.container(container, session.state))
    )


@command(
    root,
    "prove",
    example="""
showclear prove box-a --rounds 50 --proof rattle --proof hole --as "Anna Ruiz"
""",
)
@click.argument("container")
@click.option("--lot", help="Which lot; needed where the container holds more than one.")
@click.option("--rounds", type=click.IntRange(0, ROUNDS_MAX), required=True)
@click.option(
    "--proof", "proofs", multiple=True, type=one_of(Proof),
    help="What was perceived of each single round; may be given more than once.",
)  # fmt: skip
@click.option(
    "--odd", "odd", multiple=True, metavar="N:WHAT",
    help=f"Rounds that were not as they should be, such as 1:looks-live. WHAT is one of "
    f"{', '.join(odd.value for odd in Odd)}.",
)  # fmt: skip
@signed_by("Who looked. Each signs alone: run it once for each person.")
def prove(job: Job, *, container: str, **options: Any) -> None:
    """Say what you perceived of rounds, each one taken in the hand.

    Two people do this, each for themselves: a rattle heard, a hole seen, an empty primer
    pocket seen. --rounds counts those that were as they should be. When two agree, the rounds
    are proved; a label proves nothing.
    """

    def build(session: Session) -> AnyBody:
        place = session.names.container(container, session.state)
        lot = lot_in(session, place, options["lot"])
        return Prove(
            container=place,
            lot=lot,
            cites=session.state.containers[place].changed,
            kind=session.state.lots[lot].kind,
            rounds=options["rounds"],
            each=tuple(dict.fromkeys(Proof(proof) for proof in options["proofs"])),
            odd=tuple(_odd(text) for text in options["odd"]),
        )

    job.record(build, lambda session: _tell_proved(job, session, container))


def _tell_proved(job: Job, session: Session, container: str) -> None:
    """Tell how many rounds are proved; never what a first look answered."""
    place = session.names.container(container, session.state)
    for lot, stock in session.state.containers[place].stock.items():
        number = f"{session.names.handle(lot)}: {stock.proved} of {stock.rounds} rounds proved"
        people = len({one.person for one in stock.looks})
        wait = "; a second person looks for themselves" if people == 1 else ""
        job.paper.line(number + wait, indent=2)


def lot_in(session: Session, place: ItemId, named: str | None) -> LotId:
    """Return the lot named, or the only one in a container."""
    if named is not None:
        return session.names.lot(named, session.state)
    held = list(session.state.containers[place].stock)
    if len(held) == 1:
        return held[0]
    found = ", ".join(map(session.names.handle, held)) or "none"
    raise UsageError(
        "lot_wanted",
        f"lot in {session.names.handle(place)}",
        expected="one lot there, or one that is named",
        found=found,
        hint="name it: --lot HANDLE",
    )


def _odd(text: str) -> OddRounds:
    number, _, what = text.partition(":")
    known = {odd.value: odd for odd in Odd}
    if not number.isdigit() or not 1 <= int(number) <= ROUNDS_MAX or what not in known:
        raise UsageError(
            "odd_malformed",
            "--odd",
            expected=f"N:WHAT, what being one of {', '.join(known)}",
            found=repr(text)[:60],
            hint="for example: --odd 1:looks-live",
        )
    return OddRounds(rounds=int(number), seen=known[what])


@command(
    root,
    "move-rounds",
    example='showclear move-rounds 12 --from box-a --to belt-1 --as "Anna Ruiz"',
)
@click.argument("rounds", type=ROUNDS)
@click.option("--from", "source", required=True, metavar="CONTAINER")
@click.option("--to", "target", required=True, metavar="CONTAINER")
@click.option("--lot", help="Which lot; needed where the container holds more than one.")
@signed_by(HANDLER)
def move_rounds(job: Job, *, rounds: int, source: str, target: str, lot: str | None) -> None:
    """Say that rounds of one lot were put from one container into another."""

    def build(session: Session) -> AnyBody:
        place = session.names.container(source, session.state)
        return Move(
            lot=lot_in(session, place, lot),
            rounds=rounds,
            source=place,
            target=session.names.container(target, session.state),
        )

    job.record(build)


@command(
    root,
    "found",
    example="""
showclear found 1 --grade ours --kind fired-case --lot dummies-a --into box-a \\
  --where "under the wagon" --as "Anna Ruiz" --as "Ben Ode"
""",
)
@click.argument("rounds", type=ROUNDS)
@click.option("--grade", type=one_of(Grade), required=True)
@click.option("--kind", type=one_of(Kind), default=Kind.UNKNOWN.value, show_default=True)
@click.option("--lot", help="Which lot, where two people can name it.")
@click.option("--into", metavar="CONTAINER", help="Where it was put.")
@click.option("--where", help="Where it was found; kept beside the log.")
@signed_by("Who found it, and a second person who graded it. One alone may say so too.")
def found(job: Job, *, rounds: int, **options: Any) -> None:
    """Say that rounds or cases were found. Anyone may, nothing is asked back: thank you.

    Two people grade it together: ours, not nameable, looks live. That two of them name it ours
    is what lets work go on; graded by one alone it counts as not nameable, which stops the
    guns that can fire until it is answered.
    """

    def build(session: Session) -> AnyBody:
        state, names = session.state, session.names
        lot, into = options["lot"], options["into"]
        return FoundRound(
            grade=Grade(options["grade"]),
            kind=Kind(options["kind"]),
            rounds=rounds,
            lot=LotId("") if lot is None else names.lot(lot, state),
            into=NO_ITEM if into is None else names.container(into, state),
            where=session.keep("where", options["where"]),
        )

    job.record(build)
