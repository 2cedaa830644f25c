"""Labelled wordings of documents and chats: own ones, and those beside the project where they lie there."""

from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, Kind, next_occurrence, parse

HERE = Path(__file__).parent / "utterances"
SHARED = Path(__file__).parents[3] / "shared" / "vectors"
CALENDAR = Calendar.seeded(range(2022, 2031))
TODAY = "2026-07-08"
NAMES = ("wordings", "wordings_second", "wordings_third", "wordings_fourth")


@dataclass(frozen=True)
class Label:
    words: str
    today: date
    kinds: frozenset[str]
    days: frozenset[str]
    hour: str


def labels(file: Path, first: int = 0) -> list[Label]:
    """Read tab-separated words, day of writing, kinds, days and hour, from column `first` on."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    rows = [(line.split("\t") + [""] * 6)[first : first + 5] for line in lines]
    return [
        Label(
            words,
            date.fromisoformat(day or TODAY),
            frozenset(kinds.split("|")),
            frozenset(days.split("|")),
            hour,
        )
        for words, day, kinds, days, hour in rows
    ]


def read(words: str, today: date) -> Deadline:
    return parse(words, issued=today, year=today.year, calendar=CALENDAR, settings=DeadlineSettings())


def is_right(label: Label) -> bool:
    """Tell whether a wording was read as labelled; what doesn't exist or isn't understood gives no day."""
    got = read(label.words, label.today)
    kind = "fixed" if got.kind is Kind.period else got.kind.value
    due = got.due or next_occurrence(got, after=label.today, calendar=CALENDAR)
    if got.due is None and got.doubt and label.kinds & {"invalid", "none"}:
        return True
    dated = kind in {"fixed", "recurring"} and label.days != {""}
    return kind in label.kinds and (not dated or str(due) in label.days)


@pytest.mark.parametrize("name", NAMES)
def test_own_wordings_are_read_as_labelled(name: str) -> None:
    assert [label.words for label in labels(HERE / f"{name}.tsv") if not is_right(label)] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_hour_is_kept_with_the_day(name: str) -> None:
    named = [label for label in labels(HERE / f"{name}.tsv") if label.hour]
    assert named
    for label in named:
        assert read(label.words, label.today).at == time.fromisoformat(label.hour), label.words


def test_the_wordings_beside_the_project_reach_their_goal() -> None:
    if not (SHARED / "deadlines.tsv").exists():
        pytest.skip("the labelled wordings are not beside the project")
    every = labels(SHARED / "deadlines.tsv", first=1)
    wrong = [label for label in every if not is_right(label)]
    assert len(wrong) <= 0.05 * len(every), [label.words for label in wrong]
    assert [label.words for label in wrong if read(label.words, label.today).due] == []
