"""Read from a TrueType file which characters it draws and how wide they are."""

import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
_FILES = {
    400: "BeVietnamPro_400Regular.ttf",
    600: "BeVietnamPro_600SemiBold.ttf",
    700: "BeVietnamPro_700Bold.ttf",
}


@cache
def advances(weight: int) -> dict[str, float]:
    """Return the advance width of each character of Be Vietnam Pro at `weight`, in em."""
    return read((FONTS / _FILES[weight]).read_bytes())


def read(data: bytes) -> dict[str, float]:
    """Return the advance width of each character of a TrueType font, in em."""
    tables = _tables(data)
    (em,) = struct.unpack_from(">H", data, tables["head"] + 18)
    (metrics,) = struct.unpack_from(">H", data, tables["hhea"] + 34)
    widths = [struct.unpack_from(">H", data, tables["hmtx"] + 4 * n)[0] / em for n in range(metrics)]
    glyphs = _glyphs(data, tables["cmap"])
    return {chr(code): widths[min(glyph, metrics - 1)] for code, glyph in glyphs.items() if glyph}


def _tables(data: bytes) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", data, 4)
    rows = (struct.unpack_from(">4sLLL", data, 12 + 16 * n) for n in range(count))
    return {tag.decode(): offset for tag, _, offset, _ in rows}


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for n in range(count):
        (offset,) = struct.unpack_from(">L", data, cmap + 8 + 8 * n)
        if struct.unpack_from(">H", data, cmap + offset)[0] == 4:
            return _format_4(data, cmap + offset)
    raise ValueError("the font has no character map of format 4")


def _format_4(data: bytes, at: int) -> dict[int, int]:
    """Read a segmented map (OpenType specification, cmap format 4)."""
    (double,) = struct.unpack_from(">H", data, at + 6)
    found: dict[int, int] = {}
    for n in range(0, double, 2):
        (end,) = struct.unpack_from(">H", data, at + 14 + n)
        (start,) = struct.unpack_from(">H", data, at + 16 + double + n)
        (delta,) = struct.unpack_from(">H", data, at + 16 + 2 * double + n)
        place = at + 16 + 3 * double + n
        (reach,) = struct.unpack_from(">H", data, place)
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if reach:
                (glyph,) = struct.unpack_from(">H", data, place + reach + 2 * (code - start))
            found[code] = (glyph + delta) % 65536 if glyph or not reach else 0
    return found
