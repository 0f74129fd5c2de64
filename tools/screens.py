"""Pictures of every page: phone, tablet and laptop, in the sun and in the dark, for the docs.

Run ``python -m tools.screens`` to make them anew: the example production with a day under way is
served, a real browser with a real key opens each page, and what it shows is kept in
``docs/_static/screens/`` with a page that lists it. Pictures are made small (few colours, reduced)
so that all of them together stay below ``BYTES_MAX``; somebody looks at them before they are kept.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import Final, Literal, NamedTuple

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.web.browser import CHROMIUM, Running, Screen, Size, running
from tests.web.browser_pages import busy, pages

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURES: Final = ROOT / "docs" / "_static" / "screens"
PAGE: Final = ROOT / "docs" / "reference" / "screens.md"
BYTES_MAX: Final = 3_000_000  # of all pictures: what a repository can carry for ever
# The themes of client/src/css/base.css, and what lies between a letter and its ground.
PALETTES: Final[dict[str, tuple[str, ...]]] = {
    "dark": (
        "#14161a", "#1f232a", "#0d0f12", "#000000", "#4a515d", "#84868a", "#c3c6cc", "#f4f2ec",
        "#ffd75e", "#8a773c", "#ffb000", "#ff9d8a",
    ),
    "light": (
        "#ffffff", "#f2f1ed", "#111111", "#1b1b1b", "#000000", "#44413c", "#77726a", "#b5b3b0",
        "#ffb000", "#806000", "#9c1f0b", "#ce8f85",
    ),
}  # fmt: skip
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
# A phone's picture stays as it is; the wider ones are reduced to what a page of the docs shows.
WIDTHS: Final = {Size.PHONE: 293, Size.TABLET: 369, Size.LAPTOP: 512}
ENTERED: Final = "Anna Ruiz"
OUTSIDE: Final = ("/", "/join", "/speak/concern", "/without-desk")


class Shot(NamedTuple):
    """One page to be taken: its address, its name, and whether somebody has entered."""

    path: str
    name: str
    entered: bool


def shots(on_air: Running) -> list[Shot]:
    """Return every page, those before entering first."""
    before = [Shot(path, _name(path, "before"), entered=False) for path in OUTSIDE]
    after = [Shot(path, _name(path, "page"), entered=True) for path in pages(on_air.production)]
    return [*before, *after]


def _name(path: str, kind: str) -> str:
    plain = re.sub(r"[wcls]-[0-9a-f]{16}|[0-9a-f]{32,}", "", path.partition("?")[0])
    return f"{kind}-{re.sub(r'[^a-z]+', '-', plain).strip('-') or 'first'}"


def small(png: bytes, width: int, scheme: str) -> bytes:
    """Return a picture reduced to a width and to the colours of its theme."""
    colours = PALETTES[scheme]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for one in colours for part in bytes.fromhex(one[1:])])
    picture: Image.Image = Image.open(io.BytesIO(png)).convert("RGB")
    height = round(picture.height * width / picture.width)
    picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    made = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    out = io.BytesIO()
    made.save(out, "PNG", optimize=True, bits=4)
    return out.getvalue()


def take(screen: Screen, shot: Shot, size: Size) -> None:
    """Open one page and keep what it shows, in the sun and in the dark."""
    answer = screen.page.goto(shot.path)
    if answer is None or not answer.ok:
        return
    screen.ready()
    for scheme in SCHEMES:
        screen.page.emulate_media(color_scheme=scheme)
        png = screen.page.screenshot()
        name = f"{shot.name}-{size.name.casefold()}-{scheme}.png"
        (PICTURES / name).write_bytes(small(png, WIDTHS[size], scheme))


def listing() -> str:
    """Return the page of the docs that shows every picture."""
    names = sorted({path.name.rsplit("-", 2)[0] for path in PICTURES.glob("*.png")})
    lines = [
        "# Screens",
        "",
        "Every page of the set app, in the example production with a day under way: on a phone, a",
        "tablet and a laptop, in the sun and in the dark. Made by `python -m tools.screens`; the",
        "pictures are reduced.",
    ]
    for name in names:
        kind, _, title = name.partition("-")
        where = " (nobody has entered)" if kind == "before" else ""
        lines += ["", f"## {title.replace('-', ' ').capitalize()}{where}", ""]
        for scheme in SCHEMES:
            lines += [
                f"![{title}, {size.name.casefold()}, {scheme}]"
                f"(../_static/screens/{name}-{size.name.casefold()}-{scheme}.png)"
                for size in Size
            ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Take every picture and write the page that lists them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with running(rehearsal=True) as on_air, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for number, size in enumerate(Size):
            outside, inside = Screen(browser, on_air, size), Screen(browser, on_air, size)
            inside.join(ENTERED)
            if number == 0:
                busy(on_air.production)
            for shot in shots(on_air):
                take(inside if shot.entered else outside, shot, size)
            outside.close()
            inside.close()
        browser.close()
    total = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
    PAGE.write_text(listing(), encoding="utf-8")
    sys.stdout.write(f"{len(list(PICTURES.glob('*.png')))} pictures, {total} bytes\n")
    if total > BYTES_MAX:
        raise SystemExit(f"pictures: expected at most {BYTES_MAX} bytes, found {total}")


if __name__ == "__main__":
    main()
