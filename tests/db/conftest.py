"""Fixtures of the database's room."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roviec.db import engine
from roviec.db.engine import Database
from tests.athand import THREADED
from tests.db.survey_town import Town
from tests.unordered import unordered


@pytest.fixture(autouse=True)
def threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connect as the house does, with a thread for what may wait, which other rooms spare."""
    monkeypatch.setattr(engine, "_sqlite_engine", THREADED)


@pytest.fixture
async def sqlite(tables: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty SQLite database whose rows come in no order but the one that is asked for."""
    shutil.copyfile(tables, tmp_path / "roviec.db")
    database = unordered(tmp_path / "roviec.db")
    yield database
    await database.dispose()


@pytest.fixture
async def town(sqlite: Database) -> AsyncIterator[Town]:
    """Surveys open at three units, inside one transaction."""
    async with sqlite.write() as session:
        yield await Town.of(session)
