"""The suite itself: what it leaves out, and in which order it runs."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.engines import EVERY_CASE, SOME, chosen, spared
from tests.order import DEAREST

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("count", [1, 2, SOME, SOME + 1, 18, 80])
def test_some_cases_always_run_on_postgresql(count: int) -> None:
    assert {0, count - 1} <= chosen(count) <= set(range(count))
    assert len(chosen(count)) == min(count, SOME)


def test_today_is_the_day_of_the_office_whatever_the_hour() -> None:
    # For seven hours of each day UTC is a day behind: a test that asks there passes in the morning only.
    wrong = re.compile(r"noqa: DTZ011|now\(UTC\)(\.date\(\)|:%)")
    found = [str(path) for path in TESTS.rglob("*.py") if wrong.search(path.read_text("utf-8"))]
    assert [name for name in found if not name.endswith("test_suite.py")] == []


def case(room: str, name: str, engine: str) -> Any:
    spec = SimpleNamespace(params={"database_url": engine, "seed": name})
    path = TESTS / room / "test_it.py"
    item = SimpleNamespace(path=path, nodeid=f"{path}::test_it[{engine}-{name}]", callspec=spec)
    return type("Case", (), {**vars(item), "__repr__": lambda self: f"{room} {engine} {name}"})()


def test_only_cases_on_postgresql_are_spared_and_none_in_the_rooms_that_ask_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("EXAMPLES", raising=False)
    rooms = ("pages", EVERY_CASE[-1])
    items = [
        case(room, str(n), engine) for room in rooms for engine in ("sqlite", "postgresql") for n in range(9)
    ]
    left = spared(items)
    assert {repr(one).rsplit(" ", 1)[0] for one in left} == {"pages postgresql"}
    assert len(left) == 9 - SOME
    monkeypatch.setenv("EXAMPLES", "5")
    assert spared(items) == set()


def test_the_files_that_come_first_are_there() -> None:
    assert [name for name in DEAREST if not (TESTS / name).exists()] == []
    assert len({*DEAREST}) == len(DEAREST)
