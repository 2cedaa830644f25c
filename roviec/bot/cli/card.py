"""The printed card of a survey or of feedback: an A6 page with a unit's name and the QR code of the chat."""

from pathlib import Path

import segno

from roviec.bot.cli.look import say
from roviec.errors import PersonError
from roviec.reports.typeset import render

PRINT = 300.0
"""Dots per inch of a picture to be printed."""


class CardFormat(PersonError):
    """Mã QR chỉ ghi được thành tệp .png hoặc .svg. Ông/Bà đổi đuôi tệp «{path}»."""


def check_kind(path: Path) -> str:
    """Return .png or .svg; raise `CardFormat` for any other ending."""
    kind = path.suffix.lower()
    if kind not in (".png", ".svg"):
        raise CardFormat(path=path)
    return kind


SURVEY = ("cli.card.scan", "cli.card.anonymous")
FEEDBACK = ("cli.card.write", "cli.card.nameless")


def card(path: Path, link: str, unit: str, below: tuple[str, str] = SURVEY) -> bytes:
    """Return the card as the file name wants it, the texts `below` the code: PNG or SVG; raise `CardFormat`."""
    kind = check_kind(path)
    data = {
        "language": say.language,
        "heading": say("cli.card.title"),
        "unit": unit,
        "code": _code(link),
        "below": [say(key) for key in below],
    }
    return render("card", data, "svg" if kind == ".svg" else "png", ppi=PRINT)


def _code(link: str) -> str:
    """Return the QR code as SVG, with the quiet zone that ISO/IEC 18004 asks for."""
    drawn: str = segno.make(link, error="m", micro=False).svg_inline(border=4, omitsize=True)
    return drawn
