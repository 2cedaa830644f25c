"""An office made once a run, on each engine in turn: what a cell tries there is rolled back."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from tests.postgres import copied
from tests.rights import draft_office, feedback_office, survey_office, task_office
from tests.rights.cells import Cells


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=["sqlite", "postgresql"])
async def cells(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Cells]:
    """An office with tasks, feedback, drafts and surveys in every state."""
    folder = tmp_path_factory.mktemp("rights")
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("tables"), folder / "roviec.db")
        async with furnished(f"sqlite+aiosqlite:///{folder}/roviec.db", folder) as cells:
            yield cells
        return
    server, made = request.getfixturevalue("postgres"), request.getfixturevalue("postgres_tables")
    async with copied(server, made) as url, furnished(url, folder) as cells:
        yield cells


@asynccontextmanager
async def furnished(url: str, folder: Path) -> AsyncIterator[Cells]:
    cells = await Cells.open(url, folder)
    try:
        for part in (task_office, feedback_office, draft_office, survey_office):
            await part.furnish(cells)
        yield cells
    finally:
        await cells.db.dispose()
