"""Stages for tests that read like chats; a test module names this one in its `pytest_plugins`."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat import Chat
from tests.handlers.work_stage import Work, furnish


@pytest.fixture
async def chat(tables: Path, tmp_path: Path) -> AsyncIterator[Chat]:
    """An empty office on SQLite, with every handler of the house."""
    shutil.copyfile(tables, tmp_path / "roviec.db")
    stage = await Chat.open(f"sqlite+aiosqlite:///{tmp_path}/roviec.db", tmp_path)
    yield stage
    await stage.close()


@pytest.fixture
async def chat_anywhere(database_url: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """An empty office, on SQLite and on PostgreSQL in turn."""
    stage = await Chat.open(database_url, tmp_path)
    yield stage
    await stage.close()


@pytest.fixture
async def work(chat: Chat) -> Work:
    """An office at work, on SQLite."""
    return await furnish(chat)
