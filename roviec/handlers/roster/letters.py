"""Letters as the office meant them: old fonts converted, text that was read in the wrong encoding read anew."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from roviec.folding import fold, nfc
from roviec.tasks.reading.letters import from_tcvn3

Line = tuple[int, list[str]]
_LETTERS = frozenset(
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
)
_ONSET = r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
_RIME = (
    r"(?:a(?:[cimnopty]|ch|ng|nh|u)?|e(?:[cmnoptu]|ch|ng|nh)?|"
    r"i(?:[amnptu]|ch|nh|e(?:[cmnptu]|ng))?|o(?:[cimnpt]|ng|a(?:[cimnopty]|ch|ng|nh)?|e[not]?|o(?:c|ng))?|"
    r"u(?:[acimnptu]|ng|a(?:[cnty]|ng)|e(?:ch|nh|n|t)?|o(?:[cimnptu]|ng)?|y(?:[antpu]|ch|nh|e[nt])?)?|"
    r"y(?:[anptu]|ch|nh|e(?:[mntu]|ng))?)"
)
_SYLLABLE = re.compile(_ONSET + _RIME)
_GONE = re.compile(r"\ufffd|[^\W\d_]\?+(?=[^\W\d_]|\s|$)")
_MISREAD = re.compile(r"á[»º]|Ã[\x80-¿]|Æ[°¡]|Ä[‘\x91ƒ¨©]|Å[¨©]")
# "à" in UTF-8 ends with the byte of a no-break space.
_SPACE = re.compile(r"(?:(?<!Ã)\s)+")
_AROUND = "()[]{}<>\"'“”«».,;:/*-–—_&+"


@dataclass
class Mended:
    """The lines in Unicode; in which rows what was wrong, by number."""

    lines: list[Line]
    old: list[int] = field(default_factory=list)
    """Converted from TCVN3."""
    misread: list[int] = field(default_factory=list)
    """UTF-8 that somebody had read as Windows-1252."""
    unsure: list[int] = field(default_factory=list)
    """Perhaps TCVN3, perhaps not."""
    lost: list[int] = field(default_factory=list)
    """Letters are gone."""


class _Kind(Enum):
    """How a cell's letters may be meant."""

    plain = "plain"
    old = "old"
    new = "new"
    either = "either"


def mended(lines: Sequence[Line]) -> Mended:
    """Put the letters of a table right where that is sure; say in which rows it is not."""
    anew = [[_read_anew(cell) for cell in cells] for _, cells in lines]
    kinds = [{_kind(cell) for cell in cells} for cells in anew]
    first = next((n for n, kind in enumerate(kinds) if _Kind.old in kind), len(kinds))
    # The headings and titles above the first old row tell nothing of the rows below it.
    mixed = any(_Kind.new in kind for kind in kinds[first:])
    made = Mended([])
    for (number, cells), again, kind in zip(lines, anew, kinds, strict=True):
        is_old = _Kind.old in kind or (first < len(kinds) and not mixed and _Kind.new not in kind)
        unsure = (
            _Kind.either in kind
            and first < len(kinds)
            and mixed
            and (_Kind.old in kind) == (_Kind.new in kind)
        )
        made.unsure += [number] * unsure
        right = [_converted(cell, loose=is_old) for cell in again]
        made.old += [number] * (right != again)
        made.misread += [number] * (again != cells)
        made.lost += [number] * any(map(_is_lost, right))
        made.lines.append((number, right))
    return made


def _kind(cell: str) -> _Kind:
    if not any(letter.isalpha() and not letter.isascii() for letter in cell) and share(cell) == 1.0:
        return _Kind.plain
    converted = from_tcvn3(cell)
    if converted == cell:
        return _Kind.new
    if not looks_vietnamese(cell) and looks_vietnamese(converted):
        return _Kind.old
    return _Kind.either


def _converted(cell: str, *, loose: bool) -> str:
    kind = _kind(cell)
    return from_tcvn3(cell) if kind is _Kind.old or (loose and kind is _Kind.either) else cell


def _read_anew(cell: str) -> str:
    """Return what a cell said before it was read in the wrong encoding, once or twice."""
    for _ in range(2):
        if cell.isascii() or looks_vietnamese(cell):
            return cell
        try:
            before = b"".join(_byte(letter) for letter in cell).decode()
        except UnicodeError:
            return cell
        if not looks_vietnamese(before) and not _MISREAD.search(before):
            return cell
        cell = before
    return cell


def _is_lost(cell: str) -> bool:
    return bool(_GONE.search(cell)) or (bool(_MISREAD.search(cell)) and not looks_vietnamese(cell))


def _byte(letter: str) -> bytes:
    """Return the byte that Windows-1252 shows as a letter; its five empty places are control characters."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def looks_vietnamese(text: str) -> bool:
    """Tell whether every accented word of a text is a Vietnamese syllable."""
    return share(text) == 1.0


def share(text: str) -> float:
    """Return how much of the accented words of a text are Vietnamese syllables, 0 … 1."""
    words = [word for part in _SPACE.split(text) if not (word := part.strip(_AROUND)).isascii()]
    return sum(map(_is_syllable, words)) / len(words) if words else 1.0


def _is_syllable(word: str) -> bool:
    parts = re.split(r"[-–/.,()&+']", nfc(word).casefold()) if "\u00ad" not in word else [word]
    return all(set(part) <= _LETTERS and _SYLLABLE.fullmatch(fold(part)) for part in parts if part)


def decoded(data: bytes) -> str | None:
    """Return a text file's content by its byte order mark, else the encoding in which it reads as Vietnamese.

    A file in TCVN3 comes as Latin-1: its letters are still to be converted. None for what is no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(data, "utf-16")
    if data[1:2] == b"\0":
        return _as(data, "utf-16-le")
    if (text := _as(data, "utf-8-sig")) is not None:
        return text
    composed, old = _as(data, "cp1258"), _as(data, "latin-1")
    if composed is None or (old and share(from_tcvn3(old)) > share(composed)):
        return old
    return composed


def _as(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    # Composed at once: Windows-1258 keeps tones as letters of their own.
    return None if "\0" in text else text if encoding == "latin-1" else unicodedata.normalize("NFC", text)
