"""One office per test, in a database file of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from report_house import House
from sqlmodel import SQLModel

from roviec.db.engine import Database


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/office.db")
    async with database.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    try:
        async with database.write() as session:
            yield House(session)
    finally:
        await database.dispose()
