"""An office with a plan's worth of people, on both databases."""

from pathlib import Path

import pytest

from roviec.db.engine import Database
from tests.chat import House


@pytest.fixture
async def house(db: Database, tmp_path: Path) -> House:
    """An empty office."""
    return await House.open(db, tmp_path)
