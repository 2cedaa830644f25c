"""Tables that came as text: their merged cells are gone, so that rows hold fewer cells than there are columns."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from roviec.folding import fold
from roviec.tasks.reading.columns import role_of, target_roles, task_roles
from roviec.tasks.reading.lexicon import ORDER, UNIT
from roviec.tasks.reading.merged import Row, filled, from_above, merged_in
from roviec.tasks.reading.source import Cell, Passage

_EMPTY = Cell(Passage("", ()))
INDEX = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-HĐ])[.)]?")
WHEN = re.compile(
    r"(?:trước|trong|từ|đến|chậm nhất|xong|hoàn thành|qu[ýí]|tháng|năm|hằng|hàng|cả năm|thường xuyên|ngày|định kỳ|cuối|đầu|"
    r"(?:thực hiện )?ngay\b|giai đoạn (?:20)?\d|"
    r"(?:ban hành|thực hiện|triển khai) (?:(?:trong|từ) (?:quý|năm|tháng)|thường xuyên)|"
    r"theo (?:kế hoạch|tiến độ|lộ trình|(?:các )?mốc|Điều \d)|khi có|sau khi|"
    r"\d{1,2}[/.-]\d|\d{1,2} ngày|20\d\d)",
    re.IGNORECASE,
)
# What stands in a column of quarters or months, and what says "as above".
MARK = re.compile(r"[xX×✓✔√●■]")
DITTO = re.compile(r"(?:-+\s*)?(?:n\.?\s*t\.?|nhu tren)(?:\s*-+)?")
# "Chủ trì: Phòng A": what a cell that names both says of each.
_NAMED = re.compile(
    r"(?:Đơn vị |Cơ quan )?(?P<part>chủ trì|phối hợp|thực hiện)(?: thực hiện)?\s*:", re.IGNORECASE
)
# More missing cells than this leave nothing to go by.
_MOST_MISSING = 3


def squared(rows: list[list[Cell]]) -> tuple[Row, ...]:
    """Return rows of one length: header cells that were merged are spread out, missing cells put in their columns.

    A cell that is missing below a merged one is that of the row above, and doubtful.
    """
    if not rows:
        return ()
    lengths = Counter(len(row) for row in rows if len(row) > 2)
    width = max(lengths, key=lambda length: (lengths[length], length), default=max(map(len, rows)))
    head = header_of(rows[0], rows[1], width) if len(rows) > 2 else None
    made = list(head) if head else []
    roles = roles_of(made) if head else roles_of([tuple(rows[0])])
    for row in rows[len(made) :]:
        made.append(_filled(row, made[-1] if made else None, width, roles))
    longest = max(map(len, made))
    return tuple(row + (_EMPTY,) * (longest - len(row)) for row in made)


def roles_of(head: list[Row]) -> dict[str, int]:
    """Return role → column of a table of tasks, {} of any other."""
    return task_roles(texts_of(head)) or {}


def goals_of(head: list[Row]) -> dict[str, int]:
    """Return role → column of a table of targets, {} of any other."""
    return target_roles(texts_of(head)) or {}


def texts_of(head: list[Row]) -> list[tuple[str, str]]:
    """Return (upper, lower) text of each column's head."""
    low = head[1] if len(head) > 1 else ()
    return [
        (cell.text, low[at].text if at < len(low) and low[at].home else "") for at, cell in enumerate(head[0])
    ]


def header_of(top: list[Cell], low: list[Cell], width: int) -> tuple[Row, Row] | None:
    """Return the two rows of a header whose upper cells reach over several columns or down both rows."""
    fresh = [cell for cell in low if cell.text]
    over = len(top) + len(fresh) - width
    if not (1 < len(top) < width and 1 <= over <= len(fresh) and len(fresh) % over == 0):
        return None
    if any(len(cell.text) > 60 or INDEX.fullmatch(cell.text) for cell in fresh):
        return None
    share = len(fresh) // over
    if share < 2:
        return None
    blank = next((at for at, cell in enumerate(low) if cell.text), 0) if len(low) == width else None
    starts = [blank] if blank is not None else range(len(top) - over + 1)
    spread = [_spread(top, fresh, start, over, share) for start in starts]
    return max(
        spread,
        key=lambda rows: (max(len(roles_of(list(rows))), len(goals_of(list(rows)))), agreeing(*rows)),
        default=None,
    )


def agreeing(upper: Row, lower: Row) -> int:
    """Return how many lower heads tell a part of what their upper one tells ("Bắt đầu" of "Thời gian"), less the others."""
    parts = {"due": ("start", "due"), "lead": ("lead", "partners"), "partners": ("lead", "partners")}
    return sum(
        1 if role_of(low.text, "") in parts.get(role_of(top.text, ""), ()) else -1
        for top, low in zip(upper, lower, strict=True)
        if low.home
    )


def _spread(top: list[Cell], fresh: list[Cell], start: int, over: int, share: int) -> tuple[Row, Row]:
    """Lay `over` upper cells from `start` on over `share` lower ones each; the others reach down."""
    upper: list[Cell] = []
    lower: list[Cell] = []
    waiting = iter(fresh)
    for at, cell in enumerate(top):
        if start <= at < start + over:
            upper += [replace(cell, wide=True), *[replace(cell, home=False, wide=True)] * (share - 1)]
            lower += [next(waiting) for _ in range(share)]
        else:
            upper.append(cell)
            lower.append(replace(cell, home=False))
    return tuple(upper), tuple(lower)


def _filled(row: list[Cell], above: Row | None, width: int, roles: dict[str, int]) -> Row:
    """Return a body row with as many cells as there are columns."""
    missing = width - len(row)
    if missing <= 0 or not row:
        return with_merged(tuple(row), above, roles)
    if len([cell for cell in row if cell.text]) <= 2 and len(row) <= 2 and width > 2:
        return _group(row, width)
    if not roles or above is None or missing > _MOST_MISSING or len(above) < width:
        return tuple(row)
    return max(_laid(row, above, width, missing), key=lambda made: _fit(made, roles))


def with_merged(row: Row, above: Row | None, roles: dict[str, int]) -> Row:
    """Return a row without a number, whose cells are empty where merged ones reach down, with those from above."""
    index, task = roles.get("index"), roles.get("task", 0)
    if index is None or above is None or row[index].text or not row[task].text or above[task].wide:
        return row
    merged = merged_in(roles)
    return filled(row, above, merged) if any(row[at].text for at in merged) else row


def _group(row: list[Cell], width: int) -> Row:
    """Spread the text of a row that names a group over the whole width."""
    last = replace(row[-1], wide=True)
    return (*row[:-1], last, *[replace(last, home=False)] * (width - len(row)))


def _laid(row: list[Cell], above: Row, width: int, missing: int) -> Iterator[Row]:
    """Yield the ways to leave out `missing` columns, which then hold what stands above."""
    for left_out in combinations(range(width), missing):
        cells = iter(row)
        yield tuple(from_above(above[at]) if at in left_out else next(cells) for at in range(width))


def _fit(row: Row, roles: dict[str, int]) -> int:
    """Return how well the cells of a row suit their columns: a number, names, times."""
    return sum(suits(row[at].text, role) for role, at in roles.items() if at < len(row) and row[at].home)


def suits(text: str, role: str) -> int:
    """Return how well what a cell says suits the column of `role`: -3 (hardly) … 3."""
    if role == "index":
        return 3 if INDEX.fullmatch(text) else -3
    if role.startswith("slot"):
        return 2 if MARK.fullmatch(text) else -3
    if MARK.fullmatch(text):
        return -3
    if role in ("lead", "partners", "leader"):
        if DITTO.fullmatch(fold(text)):
            return 1
        if named := _NAMED.match(text):
            return 2 if role != "partners" or named["part"].lower() == "phối hợp" else -1
        other = WHEN.match(text) or INDEX.fullmatch(text) or ORDER.match(text)
        return 2 if UNIT.match(text) else -1 if other else 0
    if role in ("due", "start"):
        return 2 if WHEN.match(text) and len(text.split()) < 15 else -2 if text else 0
    if role.startswith(("goal", "baseline")):
        return 2 if re.search(r"\d", text) and len(text.split()) < 8 else -2
    if role in ("task", "label"):
        if _NAMED.match(text):
            return -3
        return 1 if len(fold(text).split()) > 3 and not UNIT.match(text) else -1
    return 0
