"""The deadlines of hand-labelled plans, where these documents lie beside the project."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import DeadlineSettings, parse

PLANS = Path(__file__).parents[3] / "shared" / "plans"
CALENDAR = Calendar.seeded(range(2023, 2030))
# What the labels leave open: the plan's year where no date is given, the month of a monthly programme.
YEARS = {"dev-01": 2026, "tam-duong-ke-hoach-par-index-2024": 2024}
MONTHS = {"dev-05": 9}


def wrong(name: str, issued: str | None, task: dict[str, Any]) -> str | None:
    day = date.fromisoformat(issued) if issued and len(issued) == 10 else None
    read = parse(
        task["due_text"],
        issued=day,
        year=day.year if day else YEARS.get(name),
        month=MONTHS.get(name),
        calendar=CALENDAR,
        settings=DeadlineSettings(),
    )
    got = {"due": read.due and str(read.due), "kind": read.kind, "recurrence": read.recurrence}
    for key, value in got.items():
        open_ = key in task.get("unsure_fields", ())
        if not open_ and value != task[key] and value not in task.get("accept", {}).get(key, ()):
            return f"{name}: {task['due_text']!r} {key} {value} instead of {task[key]}"
    return None


def test_every_labelled_deadline_is_read_as_labelled() -> None:
    files = sorted(PLANS.glob("*.json"))
    if not files:
        pytest.skip("the labelled plans are not beside the project")
    mistakes = []
    for file in files:
        plan = json.loads(file.read_text(encoding="utf-8"))
        for task in plan["tasks"]:
            if task.get("due_text") and not task.get("unsure"):
                mistakes.append(wrong(file.stem, plan["document"].get("issued"), task))
    assert len(mistakes) > 100
    assert [one for one in mistakes if one] == []
