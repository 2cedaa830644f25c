"""Targets from the rows of a table: one per row with a figure; a row below an index is a part of it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from roviec.folding import fold
from roviec.tasks.reading.cells import units_in, without_ditto
from roviec.tasks.reading.figures import number_of, operator_of, rank_of, value_and_rank
from roviec.tasks.reading.goals import goals_in
from roviec.tasks.reading.indexes import index_in, own_index
from roviec.tasks.reading.model import Named, ReadTarget
from roviec.tasks.reading.source import Cell, Document, Passage
from roviec.tasks.reading.tables import Grid

_GROUP = re.compile(r"[IVX]+|[A-HĐ]")
_MEASURE = re.compile(
    r"(?:%|diem|phan tram|(?:nghin |trieu |ty )?dong(?:/.*)?|ho|nguoi|ha|tan|kg|ngay|gio|hang|bac|don vi|cuoc|ho so|"
    r"thu tuc|xa|thon|lop|phieu|van ban|mo hinh|san pham|truong|giuong|km|lan|luot|bai|vu)(?:[/,].*)?"
)


def targets_of_grid(
    document: Document, grid: Grid, context: str, for_year: int | None
) -> Iterator[ReadTarget]:
    """Yield the targets of a table; `context` is what stands above it (headings, the document's subject).

    `for_year` is the year they are for where the table itself names none.
    """
    roles = grid.roles
    label_head = fold(" ".join(grid.header[roles["label"]]))
    parts = bool(re.search(r"thanh phan|linh vuc", label_head)) or "thanh phan" in fold(context)
    whole = index_in(context) if parts else None
    year = re.search(r"20\d\d", " ".join(grid.header[roles["goal"]]))
    above = _Above()
    for row in without_ditto(list(grid.rows), list(roles.values())):
        if roles["goal"] == roles["label"]:
            yield from _worded(document, row, roles, for_year)
            continue
        label = _at(row, roles, "label").text or _at(row, roles, "index").text
        goal = _at(row, roles, "goal")
        aim, aim_rank = value_and_rank(goal.text)
        base, base_rank = value_and_rank(_at(row, roles, "baseline").text)
        value = number_of(aim)
        if not re.search(r"[^\W\d]", label):
            continue
        part_of = above.index_over(
            _at(row, roles, "index").text, label, empty=not re.search(r"\d", goal.text)
        )
        if value is None or goal.text == label:
            for_year = _year_of_group(label, goal.text) or for_year
            continue
        index, component = _named(label, part_of or whole)
        made = ReadTarget(
            index=index,
            component=component,
            baseline=number_of(base),
            baseline_rank=rank_of(_apart(row, roles, "baseline")) or base_rank,
            goal=value,
            goal_op=operator_of(aim),
            goal_rank=rank_of(_apart(row, roles, "goal")) or aim_rank,
            year=int(year.group()) if year else for_year,
            responsible=_responsible(document, _at(row, roles, "lead")),
            quote=document.quote(
                _at(row, roles, "label").passage if _at(row, roles, "label").text else goal.passage
            ),
        )
        yield made
        yield from _later(row, roles, made)


def _year_of_group(label: str, goal: str) -> int | None:
    """Return the year that a row without a goal sets for the rows below: "Đến năm 2045", "Giai đoạn 2028-2030"."""
    found = re.fullmatch(
        r"(?:(?:Mục tiêu|Chỉ tiêu):? )?(?:(?:đến |trong )?(?:hết )?năm |(?:trong )?giai đoạn (?:\w+ ?[(:] ?)?20\d\d ?[-–] ?)"
        r"(20\d\d)\W*",
        label,
        re.IGNORECASE,
    )
    return int(found[1]) if found and goal.strip() in ("", label) else None


def _worded(
    document: Document, row: tuple[Cell, ...], roles: dict[str, int], for_year: int | None
) -> Iterator[ReadTarget]:
    """Yield the goals that a row's own words set: "Tỷ lệ hộ dùng nước sạch đạt 95%"."""
    cell = _at(row, roles, "label")
    for goal in goals_in(cell.text):
        yield ReadTarget(
            index=own_index(goal.label) or goal.label,
            component=None,
            baseline=goal.baseline,
            baseline_rank=None,
            goal=goal.value,
            goal_op=goal.op,
            goal_rank=goal.rank,
            year=goal.year or for_year,
            responsible=_responsible(document, _at(row, roles, "lead")),
            quote=document.quote(cell.passage),
        )


def _later(row: tuple[Cell, ...], roles: dict[str, int], first: ReadTarget) -> Iterator[ReadTarget]:
    """Yield what the same row sets for later years ("goal 2027" … of its roles)."""
    for role in sorted(role for role in roles if re.fullmatch(r"goal \d+", role)):
        aim, rank = value_and_rank(_at(row, roles, role).text)
        value = number_of(aim)
        if value is not None:
            op, year = operator_of(aim), int(role.split()[1])
            yield replace(first, goal=value, goal_op=op, goal_rank=rank, year=year)


class _Above:
    """Remembers which index the rows below belong to: "2 PAPI", then "2.1", "a)", "-" or a group's rows."""

    def __init__(self) -> None:
        self.index: str | None = None
        self.number = ""
        self.group = False

    def index_over(self, number: str, label: str, *, empty: bool) -> str | None:
        """Return the index that the row (`number`, `label`) is a part of; note a row that names one itself."""
        number = number.strip(" .)")
        below = self.index is not None and (
            (self.number and re.match(rf"{re.escape(self.number)}\.\d", number))
            or re.fullmatch(r"[-+•*–]|[a-zđ]", number)
            or (not number and re.match(r"[-+•*–]\s|[a-zđ][.)]\s", label))
            or (
                (self.group or _GROUP.fullmatch(self.number))
                and not self._beside(number)
                and not own_index(label)
            )
        )
        if below:
            return self.index
        own = own_index(label)
        self.index, self.number, self.group = own, number, bool(own) and empty
        return None

    def _beside(self, number: str) -> bool:
        """Tell a row that is counted on from the group's own row, or opens another group."""
        return bool(_GROUP.fullmatch(number)) or (number.isdigit() and self.number.isdigit())


def _apart(row: tuple[Cell, ...], roles: dict[str, int], role: str) -> str:
    """Return the cell of a rank where it is not the figure's own cell, merged."""
    rank = _at(row, roles, f"{role}_rank")
    return rank.text if rank.home or rank.text != _at(row, roles, role).text else ""


def _named(label: str, whole: str | None) -> tuple[str | None, str | None]:
    """Return (index, component) of a row's label."""
    if re.match(r"(?:tổng cộng|tổng|cộng|chung)\b", label.lower()):
        return whole or label, None
    label = re.sub(r"^(?:[-+•*–]|[a-zđ][.)])\s*", "", label)
    own = own_index(label)
    if own and own != whole:
        return own, None
    if own and re.search(r"(?:PAR INDEX|SIPAS|PAPI|DTI|PCI)", label):
        return own, None
    return (whole, label) if whole else (label, None)


def _responsible(document: Document, cell: Cell) -> tuple[Named, ...]:
    if _MEASURE.fullmatch(fold(cell.text)):
        return ()
    bracket = re.search(r"\(([^)]*) theo dõi\)", cell.passage.text)
    if bracket:
        return units_in(document, cell.passage.cut(*bracket.span(1)))
    return units_in(document, cell.passage)


def _at(row: tuple[Cell, ...], roles: dict[str, int], role: str) -> Cell:
    column = roles.get(role, -1)
    return row[column] if 0 <= column < len(row) else Cell(Passage("", ()))
