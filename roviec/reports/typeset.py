"""Measure and break lines of Be Vietnam Pro; turn an SVG into a PNG with the fonts beside this file."""

from functools import cache
from typing import TYPE_CHECKING

from roviec.folding import nfc
from roviec.reports.fontfile import FONTS, advances

if TYPE_CHECKING:
    import typst

FAMILY = "Be Vietnam Pro"
_ELLIPSIS = "…"
_PAGE = """#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: {width}pt)"""


def drawable(text: str, weight: int = 400) -> str:
    """Return `text` in NFC without the characters that the font lacks, such as pictographs."""
    known = advances(weight)
    return "".join(letter for letter in nfc(text) if letter in known)


def width(text: str, size: float, weight: int = 400) -> float:
    """Return how many pixels `text` takes in one line; what the font lacks is not drawn."""
    known = advances(weight)
    return size * sum(known.get(letter, 0.0) for letter in nfc(text))


def fit(text: str, room: float, size: float, weight: int = 400) -> str:
    """Return `text` cut at a word, with an ellipsis, so that it takes at most `room` pixels."""
    if width(text, size, weight) <= room:
        return text
    kept = text
    while kept and width(kept + _ELLIPSIS, size, weight) > room:
        kept = kept[:-1]
    whole = kept.rfind(" ")
    at_word = kept[:whole] if whole > len(kept) // 2 and text[len(kept)] != " " else kept
    return at_word.rstrip(" ,;:–-") + _ELLIPSIS


def wrap(text: str, room: float, size: float, weight: int = 400, most: int = 2) -> list[str]:
    """Break `text` into at most `most` lines of `room` pixels; what is left over is cut."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        count = 1
        while count < len(words) and width(" ".join(words[: count + 1]), size, weight) <= room:
            count += 1
        lines.append(fit(" ".join(words[:count]), room, size, weight))
        words = words[count:]
    if words:
        lines.append(fit(" ".join(words), room, size, weight))
    return lines


def png(svg: str, size: tuple[int, int]) -> bytes:
    """Return the PNG of `svg` at `size` (width, height in pixels); no font of the system is used."""
    import typst  # 7 MB, for one picture a week

    page = _PAGE.format(width=size[0], height=size[1])
    compiler = typst.Compiler(page.encode(), font_paths=_fonts())
    picture = compiler.compile(format="png", ppi=72, sys_inputs={"svg": svg})
    assert isinstance(picture, bytes)
    return picture


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
