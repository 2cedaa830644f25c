"""Tables whose columns ran together in a text: rows are told by their numbers, cells by what suits their column."""

import re
from dataclasses import replace
from itertools import pairwise

from roviec.folding import CAPITAL
from roviec.tasks.reading.beginnings import NUMBER, parts_of, suggested
from roviec.tasks.reading.columns import target_roles, task_roles
from roviec.tasks.reading.heads import MOST_COLUMNS
from roviec.tasks.reading.interleaved import Interleaved
from roviec.tasks.reading.laying import names_of
from roviec.tasks.reading.merged import filled
from roviec.tasks.reading.ragged import WHEN
from roviec.tasks.reading.rebuilt import APART, Torn
from roviec.tasks.reading.source import Cell, Passage, Table, join
from roviec.tasks.reading.tables import is_target
from roviec.tasks.reading.weblike import NumberedLine

_OPENS = re.compile(rf"\s*(?:S?TT|Stt|Số TT)\s+(?=[{CAPITAL}][^\t|]{{18,}}\Z)")
_GROUP = re.compile(rf"\s*(?:[IVX]{{1,5}}|[A-HĐ])[.)]?\s+(?=[{CAPITAL}])")
_PAGE = re.compile(r"\s*\d{0,3}\s*\Z")
_END = re.compile(
    r"\s*(?:Nơi nhận|Ghi chú\s*:|TM\.|KT\.|TL\.|TUQ\.|PHỤ LỤC|Phụ lục|Người lập|Trên đây|Điều \d|[a-zđ]\)\s)"
)
# "- Lập sổ theo - Sổ theo dõi; Quý IV": a cell begins with a bullet, and another one further on.
_FURTHER = re.compile(
    rf"- [{CAPITAL}].*\s(?:- [{CAPITAL}]|(?:Quý|Tháng|Trước|Năm|Giai đoạn|Trong|Thường|Hằng|Hàng)\s)"
)
_ENDED = 0.6
# What tells a time that is whole from the word that opens one.
_TOLD = re.compile(r"\d|xuyên|(?:hằng|hàng) \w", re.IGNORECASE)
# Without one of these a table tells nothing of tasks or goals.
_TOLD_BY = {"lead", "due", "goal"}
# No table holds more lines, no header more of them below its first.
_MOST_LINES, _MOST_HEAD_LINES = 400, 3
_FEWEST_ROWS = 2
_MOSTLY = 0.9

Row = tuple[Cell, ...]


def flattened(lines: list[NumberedLine], taken: list[Torn]) -> list[Torn]:
    """Return the tables outside those `taken` whose header is one line of heads that begins with a number's."""
    made: list[Torn] = []
    for at, (_, raw) in enumerate(lines):
        known = any(one.start <= at < one.end for one in (*taken, *made[-1:]))
        if not known and _OPENS.match(raw):
            torn = _at(lines, at)
            made += [torn] if torn else []
    return made


def _at(lines: list[NumberedLine], start: int) -> Torn | None:
    """Return the table whose header is the line at `start`, None where its columns or rows cannot be told."""
    heads = _heads(*lines[start])
    columns = [(head.text, "") for head in heads]
    roles = target_roles(columns) if is_target(columns) else task_roles(columns) or target_roles(columns)
    if not roles or not roles.keys() & _TOLD_BY or not 3 <= len(heads) <= MOST_COLUMNS:
        return None
    numbers, end = _rows(lines, start + 1)
    rows = [[lines[at] for at in row] for row in numbers]
    if sum(NUMBER.match(row[0][1]) is not None for row in rows) < _FEWEST_ROWS:
        return None
    outside = [raw for _, raw in (*lines[:start], *lines[end:])]
    return Torn(start, end, Table((tuple(heads), *_laid(rows, heads, roles, outside))))


def _laid(
    rows: list[list[NumberedLine]], heads: list[Cell], roles: dict[str, int], outside: list[str]
) -> list[Row]:
    """Return the cells of all rows; nothing proves where one ends, so that each is marked."""
    names = names_of(roles, len(heads))
    firsts = [row[0][1] for row in rows if not _GROUP.match(row[0][1])]
    through = _runs_through([[raw for _, raw in row] for row in rows], names)
    reader = Interleaved.of(names, [len(head.text) for head in heads[1:]], firsts, outside)
    made: list[Row] = []
    for row in rows:
        raw = row[0][1]
        if _GROUP.match(raw):
            made.append(_wide(row, len(heads)))
            continue
        # What goes on with the row above begins with its task; the cells before that are merged.
        first = roles.get("task", 1) - 1 if _FURTHER.match(raw) else 0
        index, *cells = _in_order(row, names) if through else reader.cells(row, first)
        laid = (Cell(index), *(Cell(cell, doubtful=APART) for cell in cells))
        made.append(_with_lead(laid, made[-1] if made else None, roles.get("lead", 0)))
    return made


def _with_lead(row: Row, above: Row | None, lead: int) -> Row:
    """Return a row without a number with the lead of the row above where it has none."""
    if above is None or row[0].text or not lead:
        return row
    return filled(row, above, [lead], APART)


def _in_order(row: list[NumberedLine], names: tuple[str, ...]) -> list[Passage]:
    """Return what stands in each column of a row whose words stand in their order, its number first."""
    whole = join([Passage(raw, ((0, offset),)).cut(0, len(raw)) for offset, raw in row])
    number = NUMBER.match(whole.text)
    way = suggested(whole.text, names, whole=True)
    cells = [whole.cut(*way[column]) if column in way else Passage("", ()) for column in range(len(names))]
    return [whole.cut(0, number.end() if number else 0), *cells]


def _heads(offset: int, raw: str) -> list[Cell]:
    """Return the heads of a header's first line: each begins with a capital letter."""
    starts = [0, *(match.start() for match in re.finditer(rf"(?<=\s)(?<!Số )(?=[{CAPITAL}])", raw))]
    ends = [*starts[1:], len(raw)]
    return [Cell(Passage(raw, ((0, offset),)).cut(a, b)) for a, b in zip(starts, ends, strict=True)]


def _rows(lines: list[NumberedLine], start: int) -> tuple[list[list[int]], int]:
    """Return the lines of each row, from its number on, and where the table ends."""
    rows: list[list[int]] = []
    number, mark, end = 0, "", start
    for at in range(start, min(start + _MOST_LINES, len(lines))):
        raw = lines[at][1]
        match, group = NUMBER.match(raw), _GROUP.match(raw)
        if _END.match(raw) or (not rows and not match and at - start >= _MOST_HEAD_LINES):
            break
        if match and number and match["mark"] != mark:
            # Items of the text below are numbered otherwise than rows are; their heading is no group either.
            while rows and len(rows[-1]) == 1 and _GROUP.match(lines[rows[-1][0]][1]):
                end = rows.pop()[0]
            break
        if group and number and not _GROUP.match(lines[rows[0][0]][1]):
            break
        if match and int(match["number"]) in (number + 1, 1):
            number, mark = int(match["number"]), match["mark"]
            rows.append([at])
        elif group:
            rows.append([at])
        elif rows and not _PAGE.match(raw):
            # A group's name is one line, or goes on in capitals.
            ended = _GROUP.match(lines[rows[-1][0]][1]) and not raw.isupper()
            fresh = ended or _is_further(lines[rows[-1][-1]][1], raw)
            rows.append([at]) if fresh else rows[-1].append(at)
        end = at + 1 if rows else end
    return rows, end


def _is_further(above: str, raw: str) -> bool:
    """Tell a further task of the same row, whose merged cells stay as they are: all cells above it had ended before."""
    return _FURTHER.match(raw) is not None and len(above.rstrip()) < _ENDED * len(raw.rstrip())


def _runs_through(rows: list[list[str]], names: tuple[str, ...]) -> bool:
    """Tell rows whose cells follow each other, wrapped as one text: every line but the last is as wide as the page.

    Where the last column is the time's, no first line ends in one.
    """
    width = max(len(raw.rstrip()) for row in rows for raw in row)
    broken = [row for row in rows if len(row) > 1]
    going = [(one.rstrip(), two.split()) for row in broken for one, two in pairwise(row)]
    full = sum(len(one) + 1 + len("".join(words[:1])) > width for one, words in going)
    ends = [parts_of(row[0])[-1].text for row in broken] if names[-1] == "due" else []
    timed = sum(WHEN.match(end) is not None and _TOLD.search(end) is not None for end in ends)
    return full >= _MOSTLY * len(going) and 2 * timed < max(len(broken), 1)


def _wide(row: list[NumberedLine], width: int) -> Row:
    """Return the row of a group, whose name reaches over the whole width."""
    cell = Cell(join([Passage(raw, ((0, offset),)).cut(0, len(raw)) for offset, raw in row]), wide=True)
    return (cell, *[replace(cell, home=False)] * (width - 1))
