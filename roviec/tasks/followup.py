"""The follow-up sheet of an office in Excel (bảng theo dõi nhiệm vụ): its rows as tasks, with how each stands. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from roviec.folding import fold
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, Kind, parse
from roviec.tasks.reading.source import Cell, Document
from roviec.tasks.reading.tables import Grid, unfolded

_PERCENT = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*%")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)")
_NOT_YET = re.compile(r"\bchua (?:thuc hien|trien khai|lam|bat dau|nhan)\b")
_GOING = re.compile(r"\b(?:dang|chua|tiep tuc|con lai|mot phan|co ban)\b")
_FINISHED = re.compile(r"\b(?:hoan thanh|xong|ket thuc|da ban hanh|da bao cao|da nop|da gui|da trinh)\b")
_LATE = re.compile(r"\b(?:qua han|tre han|cham|tre)\b")
_STATUS = re.compile(r"tien do|tinh trang|trang thai|ket qua (?:thuc hien|den nay)|muc do|da thuc hien")
_UNDATED = ("khong han", "khong thoi han", "thuong xuyen", "khong", "-", "–")


class Doubt(StrEnum):
    """Why a row can't be taken as it is."""

    no_lead = "no_lead"
    due = "due"
    status = "status"


@dataclass(frozen=True)
class Stands:
    """How far a task is; `done_on` is guessed from its deadline where the sheet names no day."""

    is_done: bool = False
    percent: int = 0
    done_on: date | None = None
    is_guessed: bool = False


@dataclass(frozen=True)
class Line:
    """A row of the sheet, in its own words; `n` counts the rows below the heading from 1."""

    n: int
    title: str
    lead: str
    partners: str = ""
    leader: str = ""
    product: str = ""
    note: str = ""
    deadline: Deadline = field(default_factory=lambda: Deadline(Kind.none))
    stands: Stands = field(default_factory=Stands)
    doubts: tuple[Doubt, ...] = ()


def lines_of(
    document: Document, *, today: date, calendar: Calendar, settings: DeadlineSettings
) -> list[Line]:
    """Return the rows of the first tables of tasks that a workbook holds; none where it holds no such table."""
    found: list[Line] = []
    for grid in unfolded(document):
        if isinstance(grid, Grid) and grid.kind == "tasks":
            for row in grid.rows:
                line = _line(grid, row, len(found) + 1, today, calendar, settings)
                if line is not None:
                    found.append(line)
    return found


def _line(
    grid: Grid, row: Sequence[Cell], n: int, today: date, calendar: Calendar, settings: DeadlineSettings
) -> Line | None:
    def text(role: str) -> str:
        at = grid.roles.get(role)
        return row[at].text if at is not None and at < len(row) else ""

    # A heading over several rows reaches from one cell into the next ones.
    texts = {cell.text for cell in row if cell.text}
    if not text("task") or len(texts) < 2 or text("task") == text("lead"):
        return None
    due_at, words = grid.roles.get("due"), text("due")
    deadline = _deadline(row[due_at] if due_at is not None else None, today, calendar, settings)
    stands = stands_of(_status(grid, row), deadline.due if deadline else None, today)
    doubts = (
        (Doubt.no_lead, not text("lead")),
        (Doubt.due, deadline is None),
        (Doubt.status, stands is None),
    )
    return Line(
        n,
        text("task"),
        text("lead"),
        text("partners"),
        text("leader"),
        text("product"),
        text("note"),
        deadline or Deadline(Kind.none, words=words),
        stands or Stands(),
        tuple(doubt for doubt, is_so in doubts if is_so),
    )


def _deadline(
    cell: Cell | None, today: date, calendar: Calendar, settings: DeadlineSettings
) -> Deadline | None:
    """Return the deadline of a cell, one without a date where it is empty; None where it is not understood."""
    if cell is None or not cell.text or fold(cell.text) in _UNDATED:
        return Deadline(Kind.none)
    if cell.day is not None:
        return Deadline(Kind.fixed, due=cell.day, words=cell.text)
    found = parse(cell.text, issued=today, year=today.year, calendar=calendar, settings=settings)
    return None if found.kind is Kind.none else found


def _status(grid: Grid, row: Sequence[Cell]) -> str:
    """Return the words of how a task stands: of the columns that are headed so and hold nothing else."""
    taken = {at for role, at in grid.roles.items() if role != "status"}
    heads = [fold(" ".join(dict.fromkeys(pair))) for pair in grid.header]
    found = [at for at, head in enumerate(heads) if at not in taken and _STATUS.search(head)]
    if "status" in grid.roles and grid.roles["status"] not in found:
        found.append(grid.roles["status"])
    return "; ".join(dict.fromkeys(row[at].text for at in found if at < len(row) and row[at].text))


def stands_of(words: str, due: date | None, today: date) -> Stands | None:
    """Return how a task stands by the words of a sheet; None for words that say nothing of it.

    >>> stands_of("Đã hoàn thành ngày 12/6/2026", None, date(2026, 6, 29)).done_on
    datetime.date(2026, 6, 12)
    >>> stands_of("Đang thực hiện, đạt 60%", None, date(2026, 6, 29)).percent
    60
    """
    folded = fold(words)
    number = _PERCENT.search(folded)
    percent = min(int(number[1]), 100) if number else 0
    if not folded or _NOT_YET.search(folded):
        return Stands()
    if percent == 100 or (_FINISHED.search(folded) and not _GOING.search(folded) and not number):
        on = _named_day(folded, today)
        return Stands(True, 100, on or _guessed(folded, due, today), on is None)
    if number or _GOING.search(folded):
        return Stands(percent=percent)
    return Stands() if _LATE.search(folded) or "trong han" in folded or "den han" in folded else None


def _named_day(folded: str, today: date) -> date | None:
    for found in _DAY.finditer(folded):
        try:
            on = date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            continue
        if on <= today:
            return on
    return None


def _guessed(folded: str, due: date | None, today: date) -> date:
    """Return the day on which a task counts as done: its deadline, unless the sheet calls it late."""
    return today if due is None or due > today or _LATE.search(folded) else due
