"""One office per test, in a database file of its own."""

from collections.abc import AsyncIterator

import pytest
from report_house import House

from roviec.db.engine import Database


@pytest.fixture
async def house(sqlite: Database) -> AsyncIterator[House]:
    async with sqlite.write() as session:
        yield House(session)
