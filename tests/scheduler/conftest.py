"""The small office as a fixture."""

from pathlib import Path

import pytest
from small_office import SmallOffice

from roviec.db.engine import Database


@pytest.fixture
async def office(db: Database, tmp_path: Path) -> SmallOffice:
    small = SmallOffice(db, tmp_path / "files")
    await small.open()
    return small
