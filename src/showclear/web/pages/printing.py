"""Labels and sheets as PDF, and the way from a label's code to the page of its thing.

A file is handed out to be saved or printed, never shown inside a page: its name is one of ours, a
sheet's and a date. Who may have which:

1. Where things are kept is for handlers and officers: labels of everything, the count.
2. A performer's receipt is theirs to keep: they alone, or the armorer who prints it for them at
   the cart. Nobody else collects what one person did in a day.
3. The rest is for whoever runs the floor as well.

Reading all entries takes the turn a thousand at a time; drawing takes none.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from itertools import islice
from typing import Annotated, Final

from litestar import Response, get
from litestar.exceptions import PermissionDeniedException
from litestar.params import CookieParameter
from litestar.response import Redirect
from litestar.status_codes import HTTP_404_NOT_FOUND

from showclear.desk.entries import Entry, entries_from
from showclear.errors import UsageError
from showclear.field.ids import PersonId
from showclear.field.people import Role
from showclear.outputs.labels.code import make_address, make_code, origin_mark
from showclear.outputs.labels.draw import Label, labels_pdf
from showclear.outputs.labels.stocks import stock, stocks
from showclear.outputs.sheets.making import OF_A_DAY, PAD_LAST, Kind, Source, Wanted, made
from showclear.outputs.sheets.pages import sheet_pdf
from showclear.record.state import By
from showclear.web.asking import Asker
from showclear.web.rendering import page
from showclear.web.served import Served
from showclear.web.threads import in_thread

PDF: Final = "application/pdf"
PAPER: Final = "paper"
YEAR_SECONDS: Final = 365 * 24 * 3600
BATCH: Final = 1_024  # entries read in one turn
FLOOR: Final = frozenset({Role.HANDLER, Role.CALLER, Role.SECOND_PERSON, Role.OFFICER})
KEEPERS: Final = frozenset({Role.HANDLER, Role.OFFICER})
WHO: Final[dict[Kind, frozenset[Role]]] = {
    **dict.fromkeys(Kind, FLOOR),
    Kind.COUNT: KEEPERS,
    Kind.RECEIPT: frozenset({Role.HANDLER}),  # besides whose it is
}
# What most cupboards have, by the paper.
STOCKS: Final = {"a4": "l7160", "letter": "5160"}
PERFORMING: Final = (Role.PERFORMER, Role.CREW)


class Paper(enum.Enum):
    """The paper in the printer; a device remembers it."""

    A4 = "a4"
    LETTER = "letter"


PAPERS: Final = {Paper.A4: "page.print.paper.a4", Paper.LETTER: "page.print.paper.letter"}


# -- the page -------------------------------------------------------------------------------------


Remembered = Annotated[str, CookieParameter(name=PAPER)]


@get("/print")
@in_thread
def printing(
    served: Served, who: Asker, remembered: Remembered = "", paper: Paper | None = None
) -> Response[str]:
    """Show what can be printed here; a paper that is chosen is remembered on this device."""
    who.entered()
    chosen = paper or _paper(remembered)
    with served.turn() as state:
        here = [item for item, gun in state.weapons.items() if gun.charge.by is not By.END]
        name = served.names.name
        answer = page(
            served, who, "print.html",
            paper=chosen,
            papers=PAPERS,
            kinds=frozenset(one.value for one in Kind if who.roles & WHO[one]),
            pad_last=PAD_LAST,
            performers=_performers(served, who),
            labels=bool(who.roles & KEEPERS),
            guns=sorted(here, key=name),
            boxes=sorted(state.containers, key=name),
            lots=sorted(state.lots, key=name),
            stocks=stocks(),
            stock=STOCKS[chosen.value],
            address=_address(served),
        )  # fmt: skip
    if paper is not None:
        answer.set_cookie(
            PAPER, paper.value, max_age=YEAR_SECONDS, path="/", secure=True, samesite="strict"
        )
    return answer


def _performers(served: Served, who: Asker) -> tuple[PersonId, ...]:
    """Return whose receipt may be had here: one's own, any for the armorer at the cart."""
    if who.roles & WHO[Kind.RECEIPT]:
        return served.in_role(*PERFORMING)
    return (who.person,) if who.roles & set(PERFORMING) else ()


# -- sheets ---------------------------------------------------------------------------------------


@get("/print/sheet/{kind:str}")
@in_thread
def sheet(  # noqa: PLR0913 - one parameter for each field of a form
    served: Served,
    who: Asker,
    *,
    kind: Kind,
    remembered: Remembered = "",
    day: str = "",
    person: str = "",
    first: int = 1,
    last: int = PAD_LAST,
) -> Response[bytes]:
    """Give one sheet as PDF, in the asker's language, on the paper of this device."""
    asked = person or who.entered().person
    _check(who, kind, asked)
    wanted = Wanted(kind=kind, day=day or None, person=PersonId(asked), first=first, last=last)
    entries = _entries(served) if kind in OF_A_DAY else ()
    with served.turn() as state:
        if asked not in state.registry.people:
            raise UsageError(
                "person_unknown", "person", expected="somebody who is enrolled", found=asked[:40]
            )
        source = Source(desk=served.desk, names=served.names, words=who.words, entries=entries)
        found, book = made(source, wanted)
    data = sheet_pdf(found, book, _paper(remembered).value)
    return _file(data, f"{kind.value}-{book.date}" if book.date else kind.value)


def _check(who: Asker, kind: Kind, person: str) -> None:
    """Raise where a sheet is not for whoever asks."""
    session = who.entered()
    if who.roles & WHO[kind] or (kind is Kind.RECEIPT and person == session.person):
        return
    if kind is Kind.RECEIPT:
        raise PermissionDeniedException(
            "receipt: expected your own, found another's; the armorer prints it for them"
        )
    raise PermissionDeniedException(
        f"sheet {kind.value}: expected {_said(WHO[kind])}, found {_said(who.roles) or 'none'}"
    )


def _said(roles: Iterable[Role]) -> str:
    return ", ".join(sorted(role.value for role in roles))


def _entries(served: Served) -> tuple[Entry, ...]:
    """Return every entry, read with the turn given back now and then: nobody waits for a sheet.

    Entries that come meanwhile are read too, or not; none is changed, and none is taken away.
    """
    found: list[Entry] = []
    start = 0
    while True:
        with served.turn():
            some = list(islice(entries_from(served.desk, start), BATCH))
        found += some
        if len(some) < BATCH:
            return tuple(found)
        start = some[-1].index + 1


# -- labels ---------------------------------------------------------------------------------------


@get("/print/labels")
@in_thread
def labels(  # noqa: PLR0913 - one parameter for each field of a form
    served: Served,
    who: Asker,
    *,
    things: list[str] | None = None,
    on: str = "",
    start: int = 1,
    as_address: str = "",
    remembered: Remembered = "",
) -> Response[bytes]:
    """Give labels for the things chosen as PDF, beginning at label ``start`` of a sheet."""
    who.entered()
    if not who.roles & KEEPERS:
        raise PermissionDeniedException(
            f"labels: expected {_said(KEEPERS)}, found {_said(who.roles) or 'none'}"
        )
    chosen = stock(on or STOCKS[_paper(remembered).value])
    with served.turn() as state:
        known = {*state.weapons, *state.containers, *state.lots}
        wanted = list(dict.fromkeys(things or ()))
        for thing in wanted:
            if thing not in known:
                raise UsageError(
                    "thing_unknown", "label", expected="a gun, container or lot of this ledger",
                    found=thing[:40],
                )  # fmt: skip
        if not wanted:
            raise UsageError(
                "things_wanted", "labels", expected="at least one thing ticked",
                found="nothing entered",
            )  # fmt: skip
        base = _address(served) if as_address else ""
        made_of = [_label(served, thing, base) for thing in wanted]
        at_ms = served.desk.now().utc_ms
    return _file(labels_pdf(made_of, chosen, start=start, at_ms=at_ms, words=who.words), "labels")


def _label(served: Served, subject: str, base: str) -> Label:
    origin = served.desk.parts.origin
    code = make_address(base, origin, subject) if base else make_code(origin, subject)
    return Label(code=code, handle=served.names.handle(subject))


def _address(served: Served) -> str:
    """Return where telephones reach the set app, as a label may say it; nothing if nowhere."""
    trust = served.settings.trust
    return trust.address.rstrip("/") if trust is not None else ""


# -- a label's code -------------------------------------------------------------------------------


@get("/i/{item:str}")
@in_thread
def by_label(served: Served, who: Asker, item: str, o: str = "") -> Response[str]:
    """Open the page of the thing on a label; one of another production says so."""
    own = origin_mark(served.desk.parts.origin)
    with served.turn() as state:
        if item in state.weapons and o in {"", own}:
            return _to(f"/gun/{item}")
        if item in state.containers and o in {"", own}:
            return _to(f"/stock/box/{item}")
        if item in state.lots and o in {"", own}:
            return _to(f"/code?text={make_code(served.desk.parts.origin, item)}")
        other = o not in {"", own}
        answer = page(served, who, "print_code.html", other=other, mark=o[:8], own=own)
    answer.status_code = HTTP_404_NOT_FOUND
    return answer


def _to(path: str) -> Response[str]:
    answer: Response[str] = Redirect(path, status_code=303)
    return answer


# -- parts ----------------------------------------------------------------------------------------


def _paper(remembered: str) -> Paper:
    return Paper.LETTER if remembered == Paper.LETTER.value else Paper.A4


def _file(data: bytes, name: str) -> Response[bytes]:
    """Return a file to be saved; its name holds nothing that anybody typed."""
    return Response(
        data,
        media_type=PDF,
        headers={"content-disposition": f'attachment; filename="showclear-{name}.pdf"'},
    )


HANDLERS: Final = (printing, sheet, labels, by_label)
