"""Stages for tests that read like chats; a test module names this one in its `pytest_plugins`."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.apart import apart
from tests.chat import Chat
from tests.handlers.work_stage import Work, furnish, furnished


async def _open(path: Path, *, is_at_work: bool) -> None:
    stage = await Chat.open(f"sqlite+aiosqlite:///{path}", path.parent)
    if is_at_work:
        await furnish(stage)
    await stage.close()


@pytest.fixture(scope="session")
def offices(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """A SQLite file with an empty office, and one with an office at work: made once, and copied for each test."""
    made = {}
    for is_at_work in (False, True):
        made[is_at_work] = path = tmp_path_factory.mktemp("office") / "roviec.db"
        shutil.copyfile(tables, path)
        apart(_open(path, is_at_work=is_at_work))
    return made


@pytest.fixture
async def chat(
    request: pytest.FixtureRequest, offices: dict[bool, Path], tmp_path: Path
) -> AsyncIterator[Chat]:
    """An empty office on SQLite, with every handler of the house."""
    shutil.copyfile(offices["work" in request.fixturenames], tmp_path / "roviec.db")
    stage = await Chat.again(f"sqlite+aiosqlite:///{tmp_path}/roviec.db", tmp_path)
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
    return await furnished(chat)
