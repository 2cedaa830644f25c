"""Survey answers to take away, a row a response: Excel, CSV, and SPSS with its labels."""

import math
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from roviec.db.surveys.wide import Row
from roviec.errors import PersonError
from roviec.reports.csv_out import csv_bytes
from roviec.reports.workbook import Cell, Sheet, workbook
from roviec.survey.questionnaire import Questionnaire
from roviec.survey.questionnaire import say as worded
from roviec.survey.variables import WITHHELD, Variable, value_of, variables
from roviec.texts import Texts


class SpssMissing(PersonError):
    """Chưa cài phần ghi tệp .sav. Ông/Bà chạy: .venv/bin/pip install pandas pyreadstat rồi làm lại, hoặc chọn xlsx, csv."""


_HEAD = ("phieu", "dot", "don_vi", "ngay")
"""What every row begins with: its random key, campaign, unit, day or month."""
_LABEL, _VALUE_LABEL = 250, 118
"""The bytes that SPSS keeps of a label."""


def as_csv(form: Questionnaire, rows: Sequence[Row]) -> bytes:
    """Return a CSV with the names of the variables."""
    columns = variables(form)
    return csv_bytes([*_HEAD, *(one.name for one in columns)], [_cells(columns, row) for row in rows])


def as_workbook(form: Questionnaire, rows: Sequence[Row], *, say: Texts, made: datetime) -> bytes:
    """Return a workbook of two sheets: the answers, and what their columns and numbers mean."""
    columns, title = variables(form), worded(form.title, "vi")
    under = say("export.answers.under", count=len(rows), withheld=WITHHELD)
    heads = [*say("export.answers.head").split("|"), *(one.name for one in columns)]
    meaning = [
        [one.name, one.item, one.label, number, words] for one in columns for number, words in _meanings(one)
    ]
    sheets = [
        Sheet(say("export.answers"), title, under, heads, [_cells(columns, row) for row in rows]),
        Sheet(say("export.meaning"), title, "", say("export.meaning.columns").split("|"), meaning),
    ]
    return workbook(sheets, title=form.code, made=made)


def _meanings(one: Variable) -> list[tuple[Cell, Cell]]:
    return list(one.values.items()) or [(None, None)]


def _cells(columns: Sequence[Variable], row: Row) -> list[Cell]:
    values = [value_of(one, row.given.get(one.item)) for one in columns]
    return [row.key, row.campaign, row.unit, row.on, *values]


def as_spss(form: Questionnaire, rows: Sequence[Row], *, say: Texts) -> bytes:
    """Return a .sav: labels of variables and values, what is withheld as a missing value of its own."""
    try:
        import pandas  # 80 MB, for one file a survey
        import pyreadstat
    except ImportError:
        raise SpssMissing from None
    columns = variables(form)
    table: dict[str, Any] = {
        name: [getattr(row, attr) for row in rows]
        for name, attr in zip(_HEAD, ("key", "campaign", "unit", "on"), strict=True)
    }
    for one in columns:
        table[one.name] = [_spss(one, value_of(one, row.given.get(one.item))) for row in rows]
    coded = [one for one in columns if not one.is_text]
    hidden = {WITHHELD: say("export.withheld")}
    labels = {
        one.name: {n: _cut(words, _VALUE_LABEL) for n, words in {**one.values, **hidden}.items()}
        for one in coded
    }
    heads = dict(zip(_HEAD, say("export.answers.head").split("|"), strict=True))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        pyreadstat.write_sav(
            pandas.DataFrame(table, dtype=object).astype({one.name: float for one in coded}),
            path,
            file_label=_cut(worded(form.title, "vi"), 60),
            column_labels={**heads, **{one.name: _cut(one.label, _LABEL) for one in columns}},
            variable_value_labels={
                name: {float(n): words for n, words in its.items()} for name, its in labels.items()
            },
            missing_ranges={one.name: [WITHHELD] for one in coded},
            variable_measure={one.name: "nominal" if one.option is not None else "ordinal" for one in coded},
        )
        return path.read_bytes()


def _spss(one: Variable, value: int | str | None) -> float | str:
    """Return a value as SPSS keeps it: what was not answered is missing."""
    if one.is_text:
        return str(value)
    return math.nan if value is None else float(value)


def _cut(words: str, most: int) -> str:
    """Cut words to bytes of UTF-8, between letters."""
    return words.encode()[:most].decode(errors="ignore").strip()
