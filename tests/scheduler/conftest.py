"""The small office as a fixture: on SQLite, and `anywhere` on each engine in turn."""

from pathlib import Path

import pytest
from small_office import SmallOffice

from roviec.db.engine import Database


@pytest.fixture
async def office(sqlite: Database, tmp_path: Path) -> SmallOffice:
    small = SmallOffice(sqlite, tmp_path / "files")
    await small.open()
    return small


@pytest.fixture
async def anywhere(db: Database, tmp_path: Path) -> SmallOffice:
    small = SmallOffice(db, tmp_path / "files")
    await small.open()
    return small
