"""The lists of choices of an Excel form."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from roviec.folding import whole
from roviec.survey.authoring.columns import said
from roviec.survey.authoring.sheets import Row, Sheet
from roviec.survey.shape import Problem

YES = ("yes", "true", "1", "có", "co", "x")
NO = ("no", "false", "0", "không", "khong")


@dataclass
class Choices:
    """One list: its rows in their order, the one that stands apart aside."""

    name: str
    rows: list[Row] = field(default_factory=list)
    aside: Row | None = None

    def number(self, name: str) -> int | None:
        """Return the place of a choice from 1; None where there is none."""
        return next((n for n, row in enumerate(self.rows, 1) if row["name"] == name), None)

    def labels(self, language: str) -> list[str]:
        """Return the labels in a language; [] where one is missing."""
        found = [said(row, "label", language) for row in self.rows]
        return found if all(found) else []

    def options(self) -> list[Any]:
        """Return the choices as options of a question."""
        return [_option(row) for row in self.rows]


def is_yes(text: str) -> bool:
    """Tell whether a cell says yes."""
    return text.casefold() in YES


def _option(row: Row) -> Any:
    label = said(row, "label")
    more: dict[str, Any] = {"write": True} if is_yes(row["write"]) else {}
    if (points := whole(row["points"])) is not None:
        more["points"] = points
    return {"label": label, **more} if more else label


def lists_of(sheet: Sheet) -> tuple[dict[str, Choices], list[Problem]]:
    """Return the lists of a sheet by their names, and what is wrong with its rows."""
    found: dict[str, Choices] = {}
    problems: list[Problem] = []
    for row in sheet.rows:
        problems += _check(row, found)
        if not row["list_name"]:
            continue
        one = found.setdefault(row["list_name"], Choices(row["list_name"]))
        if is_yes(row["aside"]):
            one.aside = row
        else:
            one.rows.append(row)
    return found, problems


def _check(row: Row, known: dict[str, Choices]) -> Iterator[Problem]:
    where = f"lựa chọn {row['name']}" if row["name"] else "lựa chọn"
    for heading in ("list_name", "name"):
        if not row[heading]:
            yield Problem(where, f"ô «{heading}» đang để trống; hãy điền.", row.number, sheet="choices")
    if not said(row, "label"):
        yield Problem(where, "ô «label» đang để trống; hãy điền.", row.number, sheet="choices")
    if row["points"] and whole(row["points"]) is None:
        yield Problem(where, "«points» phải là một số nguyên từ 0.", row.number, sheet="choices")
    one = known.get(row["list_name"])
    if one and row["name"] and one.number(row["name"]):
        advice = f"tên này đã dùng trong danh sách {one.name}; hãy đặt tên khác."
        yield Problem(where, advice, row.number, sheet="choices")
    if one and one.aside and is_yes(row["aside"]):
        yield Problem(where, "mỗi danh sách chỉ có một dòng «aside».", row.number, sheet="choices")
