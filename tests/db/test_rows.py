"""Rows as plain objects: what their classes write of columns, and what a new one begins with."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from roviec.db.models import Announcement, Task, Unit
from roviec.db.models.base import Row
from roviec.db.models.columns import Field, column, taken
from roviec.tasks.lifecycle import State

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


class Wanted:
    """As a table would write its columns."""

    number: int | None = Field(default=None, primary_key=True)
    name: str
    size: int | None
    share: float = 0.5
    boss: int | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    words: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    _apart = 3


COLUMNS = {name: column(name, *said) for name, said in taken(Wanted).items()}


def test_every_column_that_is_written_is_taken_and_nothing_else() -> None:
    assert list(COLUMNS) == ["number", "name", "size", "share", "boss", "words"]
    assert not hasattr(Wanted, "share")


def test_null_is_what_the_type_allows_but_for_a_key() -> None:
    assert {name for name, one in COLUMNS.items() if one.nullable} == {"size", "boss"}
    assert {name for name, one in COLUMNS.items() if one.primary_key} == {"number"}


def test_a_column_refers_and_is_indexed_as_written() -> None:
    (key,) = COLUMNS["boss"].foreign_keys
    assert (key.target_fullname, key.ondelete, COLUMNS["boss"].index) == ("person.id", "CASCADE", True)
    assert not COLUMNS["name"].foreign_keys
    assert isinstance(COLUMNS["share"].type, sa.Float)
    assert isinstance(COLUMNS["words"].type, sa.JSON)


def test_a_type_that_no_database_has_names_its_own() -> None:
    with pytest.raises(KeyError):
        column("wide", complex, Field())


def test_a_new_row_begins_with_the_defaults() -> None:
    task = Task(title="Việc", created_at=NOW)
    assert (task.id, task.state, task.percent, task.due) == (None, State.assigned, 0, None)
    assert Task(title="Việc", created_at=NOW, percent=40).percent == 40


def test_what_a_factory_makes_is_each_rows_own() -> None:
    one, other = Announcement(words="A", made_at=NOW), Announcement(words="B", made_at=NOW)
    one.files.append("x")
    assert other.files == []


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(TypeError, match="Task has no column titel"):
        Task(titel="Việc")


def test_rows_are_equal_by_what_they_hold() -> None:
    assert Unit(name="A", folded="a") == Unit(name="A", folded="a")
    assert Unit(name="A", folded="a") != Unit(name="B", folded="b")
    assert Unit(name="A", folded="a") != Task(title="A", created_at=NOW)
    assert repr(Unit(name="A", folded="a")) == "Unit(id=None, name='A', folded='a', parent_id=None)"


def test_values_are_returned_by_their_columns() -> None:
    unit = Unit(name="A", folded="a")
    assert unit.model_dump() == {"id": None, "name": "A", "folded": "a", "parent_id": None}
    assert unit.model_dump(include={"name", "id"}, exclude={"id"}) == {"name": "A"}


def test_every_table_is_a_row_and_none_is_kept_elsewhere() -> None:
    assert {one.__table__ for one in Row.__subclasses__()} == set(Row.metadata.tables.values())
    sources = [path for room in ("roviec", "tests", "bench") for path in (ROOT / room).rglob("*.py")]
    # Whoever asks the library's own base for tables is told that there are none.
    elsewhere = "SQL" + "Model"
    assert [str(path) for path in sources if elsewhere in path.read_text("utf-8")] == []
