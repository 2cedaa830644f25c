"""Fixtures that every room's tests share: the database, on SQLite and on PostgreSQL."""

import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

import roviec.db.models  # noqa: F401  (fills the metadata)
from roviec.db.engine import Database
from tests.postgres import server

# A busy machine draws examples slowly: that says nothing of the code.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server, or the test is skipped by name."""
    with server() as address:
        if address is None:
            pytest.skip("no PostgreSQL: set TEST_POSTGRES or install the Debian package postgresql")
        yield address


async def create_tables(database: Database) -> Database:
    """Create every table of the models in an empty database."""
    async with database.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    return database


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty SQLite database on disk."""
    database = await create_tables(Database(f"sqlite+aiosqlite:///{tmp_path}/roviec.db"))
    yield database
    await database.dispose()


@pytest.fixture
async def postgres_url(postgres: str) -> AsyncIterator[str]:
    """The address of a new, empty PostgreSQL database, dropped after the test."""
    name = f"roviec_{uuid.uuid4().hex}"
    admin = create_async_engine(f"{postgres}/postgres", isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    yield f"{postgres}/{name}"
    async with admin.connect() as connection:
        await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    await admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, on each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/roviec.db"
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """An empty database: each test that takes it runs on both engines."""
    database = await create_tables(Database(database_url))
    yield database
    await database.dispose()
