"""Where the cells of a printed row may begin whose columns ran together: at a body's name, a time, a figure, an order."""

import re
from collections.abc import Iterable

from roviec.tasks.reading.laying import best_runs
from roviec.tasks.reading.lexicon import ORDER, UNIT
from roviec.tasks.reading.ragged import WHEN
from roviec.tasks.reading.rejoined import Piece
from roviec.tasks.reading.source import Passage

NUMBER = re.compile(r"\s*(?P<number>\d{1,3})(?P<mark>[.)]?)\s+(?=\S)")
WORD = re.compile(r"\S+")
# What ends so goes on.
JOINS = re.compile(r"(?:\b(?:và|của|các|với|cho|về|theo|tại)|,|&|[-–/])\Z")
# A time or a name that is open goes on: "Trước ngày" | "15/5/2026", "Sở" | "KH&CN".
_OPEN_TIME = re.compile(r"\b(?:ngày|tháng|năm|quý|trước|từ|đến|đợt|hết|trong|cuối|đầu)\Z", re.IGNORECASE)
_HEAD = re.compile(
    r"\b(?:Sở|Phòng|Ban|Bộ|Văn phòng|Trung tâm|Trưởng|UBND|Tổ|Đội|Đoàn|Hội|Công an|Chủ tịch|Giám đốc)\Z"
)
_DITTO = re.compile(r"-?nt-?(?=\s|\Z)")
# "… đúng hạn | 97,8% | Tối thiểu 99%": a figure is a cell where no word before it calls for one.
_FIGURE = re.compile(r"(?:[<>≥≤]\s?)?\d[\d.,]*(?:/\d+)?%?(?=\s|\Z)|%(?=\s)")
_CALLS_FIGURE = re.compile(
    r"(?:\b(?:năm|số|quý|ngày|tháng|từ|trên|dưới|thiểu|đa|nhất|quá|đạt|mức|hạng|thứ|đợt|khoảng|hơn|điểm|tuần|đoạn|đến)|"
    r"[-–/<>≥≤])\Z",
    re.IGNORECASE,
)
# No row is cut into more parts.
_MOST_PARTS = 10

Span = tuple[int, int]
# The span of each column that a line has something of.
Way = dict[int, Span]


def suggested(raw: str, names: tuple[str, ...], *, whole: bool = False) -> Way:
    """Return how the words of a row's first line suggest that its cells begin: with a body's name, a time, a capital."""
    parts = parts_of(raw, whole=whole)
    runs = (1,) * len(names) if len(parts) == len(names) else best_runs(parts, names)[1]
    return _way(parts, runs)


def parts_of(raw: str, *, whole: bool = False) -> list[Piece]:
    """Return a line cut before each word with which a cell may begin."""
    match = NUMBER.match(raw)
    begin = match.end() if match else 0
    starts = (word.start() for word in WORD.finditer(raw, begin + 1))
    cuts = [begin, *[start for start in starts if _may_begin(raw, start, whole=whole)][: _MOST_PARTS - 1]]
    ends = [len(raw[:end].rstrip()) for end in [*cuts[1:], len(raw)]]
    return [Piece(a, b, Passage(raw[a:b], ((0, a),))) for a, b in zip(cuts, ends, strict=True)]


def _way(parts: list[Piece], runs: Iterable[int]) -> Way:
    """Return the span of each column that takes one of the next parts at least."""
    made: Way = {}
    at = 0
    for column, count in enumerate(runs):
        if count:
            made[column] = (parts[at].start, parts[at + count - 1].end)
        at += count
    return made


def _may_begin(raw: str, at: int, *, whole: bool) -> bool:
    """Tell a word with which a cell may begin; before it a cell may end anywhere unless it stands there as a `whole`."""
    before = raw[:at].rstrip()
    open_ = _OPEN_TIME.search(before) or _HEAD.search(before) or JOINS.search(before)
    of_office = before.endswith("Văn phòng") and raw.startswith(("UBND", "HĐND"), at)
    if before.endswith(" -") or of_office or (whole and open_):
        return False
    if _FIGURE.match(raw, at) and _CALLS_FIGURE.search(before) is None:
        return whole
    if not (raw[at].isupper() or not raw[at].isalpha()):
        return _DITTO.match(raw, at) is not None
    if ORDER.match(raw, at) or UNIT.match(raw, at) or WHEN.match(raw, at) or raw[at : at + 2] == "- ":
        return True
    last = before.rsplit(" ", 1)[-1]
    return raw[at].isupper() and not last[:1].isupper() and JOINS.search(before) is None
