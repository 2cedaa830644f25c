"""One small invented document for each way of writing, beside what is read of it; GOLDEN=write writes that anew.

`NAME.txt` is read as text; `NAME.word.txt` as a Word file with a paragraph for each line and a table for lines with tabs.
"""

import io
import json
import os
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.read import read

KINDS = Path(__file__).parent / "kinds"
CALENDAR = Calendar.seeded(range(2024, 2032))
TASK = ("title", "lead", "partners", "due", "due_text", "recurrence", "unsure")
TARGET = ("index", "goal_op", "goal", "year", "responsible")


def as_word(text: str) -> bytes:
    document = docx.Document()
    for is_row, lines in groupby(text.splitlines(), key=lambda line: "\t" in line):
        if not is_row:
            for line in lines:
                document.add_paragraph(line)
            continue
        rows = [line.split("\t") for line in lines]
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def said(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in names if values[name]}


def made(path: Path) -> dict[str, Any]:
    """Header, targets, tasks and notes of a document, without what is empty."""
    text = path.read_text("utf-8")
    is_word = path.stem.endswith(".word")
    data, name = (as_word(text), "van-ban.docx") if is_word else (text.encode(), "van-ban.txt")
    whole = as_json(read(data, name, calendar=CALENDAR))
    return {
        "document": said(whole["document"], tuple(whole["document"])),
        "targets": [said(one, TARGET) for one in whole["targets"]],
        "tasks": [said(one, TASK) for one in whole["tasks"]],
        "notes": whole["notes"],
    }


@pytest.mark.parametrize("path", sorted(KINDS.glob("*.txt")), ids=lambda path: path.stem)
def test_each_kind_is_read_as_it_was(path: Path) -> None:
    golden, got = path.with_suffix(".json"), made(path)
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(json.dumps(got, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert got == json.loads(golden.read_text("utf-8"))


def test_no_golden_is_without_its_document() -> None:
    assert {path.stem for path in KINDS.glob("*.json")} == {path.stem for path in KINDS.glob("*.txt")}
