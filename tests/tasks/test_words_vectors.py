"""Labelled messages: own ones, and those beside the project where they lie there."""

import csv
from datetime import date
from pathlib import Path

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.words import Intent, Understanding, understand

HERE = Path(__file__).parent / "utterances"
SHARED = Path(__file__).parents[3] / "shared" / "vectors"
CALENDAR = Calendar.seeded(range(2022, 2031))
TODAY, DUE = date(2026, 7, 8), date(2026, 7, 10)  # a Wednesday and its Friday
# What a sure answer writes down; the rest changes nothing.
CHANGES = {
    Intent.DONE, Intent.PROGRESS, Intent.NOT_STARTED, Intent.ACCEPT, Intent.REFUSE, Intent.OBSTACLE,
    Intent.EXTENSION,
}  # fmt: skip
Row = dict[str, str]


def rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def said(text: str) -> Understanding:
    return understand(text, today=TODAY, calendar=CALENDAR, due=DUE)


def is_heard(row: Row) -> bool:
    """Tell whether the main intent is one of those that are right."""
    return said(row["text"]).intent in row["want"].split(",")


def falsely_written(row: Row) -> set[Intent]:
    """Return the changes that would be made without asking and are not what was said."""
    got = said(row["text"])
    right = {*row["want"].split(","), *(row["also"] or "").split(",")}
    return {part.intent for part in got.parts if got.sure and part.intent in CHANGES} - right


def has_wrong_figure(row: Row) -> bool:
    """Tell whether a percentage or a day would be written down that nobody named."""
    got = said(row["text"])
    if not got.sure:
        return False
    share = row["pct"] and got.intent is Intent.PROGRESS and str(got.percent) not in row["pct"].split(",")
    asks = row["date"] and any(part.intent is Intent.EXTENSION for part in got.parts)
    return bool(share) or bool(asks and str(got.wished or "NONE") not in row["date"].split(","))


def check(every: list[Row]) -> None:
    missed = [row["text"] for row in every if not is_heard(row)]
    assert len(missed) <= 0.05 * len(every), missed
    false = {row["text"]: wrong for row in every if (wrong := falsely_written(row))}
    assert not any(Intent.DONE in wrong for wrong in false.values()), false
    assert len(false) <= 0.01 * len(every), false
    assert [row["text"] for row in every if has_wrong_figure(row)] == []


@pytest.mark.parametrize(
    "name", ["spoken", "spoken_second", "spoken_third", "spoken_fourth", "spoken_fifth", "spoken_sixth"]
)
def test_own_messages_are_heard_as_labelled(name: str) -> None:
    check(rows(HERE / f"{name}.tsv"))


def test_the_messages_beside_the_project_reach_their_goal() -> None:
    if not (SHARED / "words.tsv").exists():
        pytest.skip("the labelled messages are not beside the project")
    check(rows(SHARED / "words.tsv"))
