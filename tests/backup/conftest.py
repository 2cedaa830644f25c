"""A second, empty database beside the one that is saved: on each engine in turn."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from roviec.db.backup import sealing
from roviec.db.engine import Database
from tests.postgres import copied


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody pay for guesses where none are made: to derive keys took a third of what these tests do."""
    monkeypatch.setattr(sealing, "_COST", 2**4)


@pytest.fixture(params=["sqlite", "postgresql"])
async def target(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database without tables."""
    if request.param == "sqlite":
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/other/roviec.db")
        yield database
        await database.dispose()
        return
    async with copied(request.getfixturevalue("postgres")) as url:
        database = Database(url)
        yield database
        await database.dispose()


@pytest.fixture
async def old(bare_url: str) -> AsyncIterator[Database]:
    """A database without tables, to be made those of an older version."""
    database = Database(bare_url)
    yield database
    await database.dispose()
