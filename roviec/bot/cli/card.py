"""The printed card of a survey or of feedback: an A6 page with a unit's name and the QR code of the chat."""

from html import escape
from pathlib import Path

import segno

from roviec.bot.cli.look import say
from roviec.errors import PersonError
from roviec.reports.typeset import FAMILY, drawable, png, wrap

WIDTH, HEIGHT = 1240, 1748
"""A6 upright at 300 dots per inch."""
_MIDDLE = WIDTH // 2
_SIDE = 900
_TOP = 470


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
    drawing = _svg(link, unit, below)
    return drawing.encode() if kind == ".svg" else png(drawing, (WIDTH, HEIGHT))


def _svg(link: str, unit: str, below: tuple[str, str]) -> str:
    name = wrap(drawable(unit), WIDTH - 160, 76, 700, most=3)
    y = 150 + 46 * (3 - len(name))
    lines = [_text(y, say("cli.card.title"), 60, 600)]
    for place, words in enumerate(name, 1):
        lines.append(_text(y + 14 + 92 * place, words, 76, 700))
    lines.append(_squares(link))
    y = _TOP + _SIDE + 70
    for key, size in zip(below, (46, 40), strict=True):
        for words in wrap(say(key), WIDTH - 160, size, 400):
            lines.append(_text(y, words, size, 400))
            y += size + 16
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="105mm" height="148mm" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{"".join(lines)}</svg>'
    )


def _text(y: int, words: str, size: int, weight: int) -> str:
    return (
        f'<text x="{_MIDDLE}" y="{y}" text-anchor="middle" font-family="{FAMILY}" font-size="{size}" '
        f'font-weight="{weight}" fill="#111">{escape(words)}</text>'
    )


def _squares(link: str) -> str:
    """Draw the QR code in one path, with the quiet zone that ISO/IEC 18004 asks for."""
    rows = [list(row) for row in segno.make(link, error="m", micro=False).matrix_iter(border=4)]
    unit = _SIDE / len(rows)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    place = f"translate({_MIDDLE - _SIDE / 2} {_TOP}) scale({unit:.4f})"
    return f'<path transform="{place}" shape-rendering="crispEdges" d="{path}" fill="#000"/>'
