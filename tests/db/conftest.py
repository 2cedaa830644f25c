"""Fixtures of the database's room."""

from collections.abc import AsyncIterator

import pytest

from roviec.db.engine import Database
from tests.db.survey_town import Town


@pytest.fixture
async def town(sqlite: Database) -> AsyncIterator[Town]:
    """Surveys open at three units, inside one transaction."""
    async with sqlite.write() as session:
        yield await Town.of(session)
