"""Offices made once a run, on each engine in turn: what a cell tries there is rolled back."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.postgres import copied
from tests.rights import task_office
from tests.rights.cells import Cells


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=["sqlite", "postgresql"])
async def task_cells(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Cells]:
    """The office of nine tasks."""
    folder = tmp_path_factory.mktemp("rights")
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("tables"), folder / "roviec.db")
        cells = await furnished(f"sqlite+aiosqlite:///{folder}/roviec.db", folder)
        yield cells
        await cells.db.dispose()
        return
    server, made = request.getfixturevalue("postgres"), request.getfixturevalue("postgres_tables")
    async with copied(server, made) as url:
        cells = await furnished(url, folder)
        yield cells
        await cells.db.dispose()


async def furnished(url: str, folder: Path) -> Cells:
    cells = await Cells.open(url, folder)
    await task_office.furnish(cells)
    return cells
