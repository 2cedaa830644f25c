"""An office with a plan's worth of people, on both databases."""

from pathlib import Path

import pytest

from roviec.db.engine import Database
from tests.chat import Chat


@pytest.fixture
async def house(db: Database, tmp_path: Path) -> Chat:
    """An empty office."""
    return await Chat.bare(db, tmp_path)
