"""The commune of figures, on both databases."""

from pathlib import Path

import pytest

from roviec.db.engine import Database
from tests.chat import Chat
from tests.measures.figure_stage import Figures


@pytest.fixture
async def figures(db: Database, tmp_path: Path) -> Figures:
    """On each engine in turn."""
    return await Figures.furnish(await Chat.bare(db, tmp_path))


@pytest.fixture
async def here(sqlite: Database, tmp_path: Path) -> Figures:
    """On SQLite alone: for what is a conversation and no statement of its own."""
    return await Figures.furnish(await Chat.bare(sqlite, tmp_path))
