"""Fixtures that every room's tests share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from roviec.db.engine import Database


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty SQLite database on disk."""
    import roviec.db.models  # noqa: F401

    database = Database(f"sqlite+aiosqlite:///{tmp_path}/roviec.db")
    async with database.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield database
    await database.dispose()
