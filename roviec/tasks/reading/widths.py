"""How wide the page was that a text was wrapped for, and how surely: what tells a broken line from an ended one."""

import re
from collections.abc import Iterator
from itertools import pairwise

_TERMINAL = re.compile(r"[.:;!?]\W*$")
_GAP = re.compile(r"\t+|(?<=\S) {4,}(?=\S)")
# A printed line of a page has no more characters; a letter has few that are full.
_PAGE = 110
_WIDEST = 140
_FEWEST_LINES = 8
# So many lines that go on in a small letter prove a width, and that a program kept to it.
_FEW_GOING, _SURE = 2, 4
# A person's own break inside one of so many lines proves nothing against it.
_ONE_OF = 40
# So many lines may be longer than the page is wide, each without others of its length.
_FEW_LONG, _ALONE, _BESIDE = 3, 2, 5


def width_of(lines: list[str]) -> int:
    """Return the line width of a text with hard breaks, 0 when each line is a paragraph."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip() and not _GAP.search(line.strip()))
    lengths = _without_outliers(lengths)
    if len(lengths) < _FEWEST_LINES or lengths[-1] > _WIDEST:
        return 0
    width = lengths[int(len(lengths) * 0.97)]
    long = [line.rstrip() for line in lines if len(line.rstrip()) >= 0.8 * width]
    broken = sum(not _TERMINAL.search(line) for line in long)
    mostly = broken >= 4 and broken >= 0.6 * len(long) and lengths[-1] <= _PAGE
    if width > 40 and (broken >= 0.3 * len(lengths) or mostly):
        return lengths[-1]
    going = list(_going_on(lines, lengths[-1]))
    kept = len(going) >= _FEW_GOING and not any(_had_room(*one, lengths[-1]) for one in going)
    return lengths[-1] if kept and 40 < lengths[-1] <= _PAGE else 0


def _without_outliers(lengths: list[int]) -> list[int]:
    """Return sorted lengths without the few that stand alone: both halves of a letterhead in one line, an address."""
    few = max(_FEW_LONG, len(lengths) // _ONE_OF)
    for kept in range(len(lengths), max(len(lengths) - few, _FEWEST_LINES) - 1, -1):
        beside = sum(length > lengths[kept - 1] - _BESIDE for length in lengths[:kept])
        if beside > _ALONE:
            return lengths[:kept]
    return lengths


def is_exact(lines: list[str], width: int) -> bool:
    """Tell a text wrapped by a program: no line that goes on in a small letter had room for the next word."""
    going = list(_going_on(lines, width))
    room = sum(_had_room(*one, width) for one in going)
    return bool(width) and len(going) >= _SURE and room * _ONE_OF <= len(going)


def _going_on(lines: list[str], width: int) -> Iterator[tuple[str, str]]:
    """Yield each long line that goes on in a small letter, and the next one's first word."""
    for line, following in pairwise(lines):
        words = following.split()[:1]
        text = line.rstrip()
        if len(text) >= 0.6 * width and words and words[0][:1].islower() and not _ENDED.search(text):
            yield text, words[0]


def _had_room(line: str, word: str, width: int) -> bool:
    return len(line) + 1 + len(word) <= width


# A colon or a semicolon ends no line that goes on in a small letter.
_ENDED = re.compile(r"[.!?]\W*$")
