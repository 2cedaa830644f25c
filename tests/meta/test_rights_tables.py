"""Every choice about a task, a decision, a feedback, a draft or a talk stands in a table of who may press it."""

from pathlib import Path

import pytest

from roviec.handlers.choices import away, decisions, feedback, plans, reception, tasks
from roviec.handlers.frame.choices import Action

TABLES = "\n".join(path.read_text() for path in (Path(__file__).parents[1] / "rights").glob("test_*.py"))


@pytest.mark.parametrize(
    "room", [tasks, decisions, feedback, plans, reception, away], ids=lambda room: room.__name__
)
def test_every_choice_stands_in_a_table(room: object) -> None:
    kinds = [one for one in vars(room).values() if isinstance(one, type) and issubclass(one, Action)]
    assert [kind.__name__ for kind in kinds if kind.verb and f"{kind.__name__}(" not in TABLES
            and f"{kind.__name__}:" not in TABLES] == []  # fmt: skip
