"""Fixtures that every room's tests share: the database, on SQLite and on PostgreSQL."""

import gc
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import httpx._transports.default as httpx_transports
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Mapper

import roviec.db.models  # noqa: F401  (fills the metadata)
from roviec import filling
from roviec.db import engine, migrate, statements
from roviec.db.backup import rows
from roviec.db.engine import Database
from roviec.db.models.base import Row
from roviec.db.statements import Statements
from roviec.handlers import drawing
from tests import migrated
from tests.apart import apart
from tests.athand import at_hand
from tests.db.furnished import furnish
from tests.doors import (  # noqa: F401
    pytest_addoption,
    pytest_configure,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)
from tests.engines import spared
from tests.examples import examples, searching
from tests.mutants.fresh import pytest_sessionstart  # noqa: F401
from tests.order import dearest_first
from tests.postgres import copied, emptied, forget, server, statement
from tests.reflected import reflected
from tests.unordered import unordered

# The same examples in every run, so that what passed here passes there; whoever asks for `EXAMPLES` searches new ones.
# A busy machine draws examples slowly: that says nothing of the code.
settings.register_profile(
    "steady",
    max_examples=examples(),
    derandomize=not searching(),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")
# A sentence that its caller does not fill to the letter is a fault here; in production it is logged.
filling.strict = True
# Else each test compiles its statements anew: a fifth of what a conversation takes.
_compiled = Statements()
engine.Statements = lambda: _compiled  # type: ignore[misc,assignment]
statements.MOST = 100_000
# So does each mapper what it writes, for each engine anew.
Mapper._compiled_cache = _compiled  # type: ignore[misc,assignment]
# Nor need a database outlive the machine; tests/crash kills offices that keep theirs whole.
engine._PRAGMAS = tuple(one.replace("synchronous=FULL", "synchronous=OFF") for one in engine._PRAGMAS)
# Nor need a statement hop to a thread and back.
engine._sqlite_engine = at_hand
# Nor need every office of tests/cli come all the way from the first version.
migrate._upgrade = migrated.upgrade
rows.reflected = reflected
# Nor must it say "please wait" where a test waits for the answer itself; tests/reports/test_asked_digests.py hears it.
drawing.PATIENCE = 3600.0
# Nor need every client read anew whom it trusts: a fiftieth of a second.
httpx_transports.create_ssl_context = cache(httpx_transports.create_ssl_context)


# Nothing that is collected goes again: to look for garbage among it takes a tenth of the time.
gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what need not run on PostgreSQL too, and begin with the dearest files."""
    if left := spared(items):
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=list(left))
    dearest_first(items)


def pytest_collection_finish() -> None:
    """Look for garbage among what tests make, not among the modules, ten thousand times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure() -> None:
    """Look for garbage once more; pytest would do so five times, among all that was ever loaded."""
    gc.collect()
    gc.collect()
    gc.freeze()


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
        await connection.run_sync(Row.metadata.create_all)
    return database


async def _make(url: str) -> None:
    await (await create_tables(Database(url))).dispose()


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table: copying it takes a tenth of making it."""
    path = tmp_path_factory.mktemp("tables") / "roviec.db"
    apart(_make(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
async def sqlite(tables: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty SQLite database on disk."""
    shutil.copyfile(tables, tmp_path / "roviec.db")
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/roviec.db")
    yield database
    await database.dispose()


async def _furnish(url: str) -> None:
    database = Database(url)
    async with database.write() as session:
        await furnish(session)
    await database.dispose()


@pytest.fixture(scope="session")
def commune(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the commune of tests/db/furnished.py: furnished once, and copied for each test."""
    path = tmp_path_factory.mktemp("commune") / "roviec.db"
    shutil.copyfile(tables, path)
    apart(_furnish(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
async def furnished(commune: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """The commune on SQLite: `Commune.of` reads it."""
    shutil.copyfile(commune, tmp_path / "roviec.db")
    database = unordered(tmp_path / "roviec.db")
    yield database
    await database.dispose()


@pytest.fixture(scope="session")
def postgres_tables(postgres: str) -> Iterator[str]:
    """The name of a PostgreSQL database with every table, to be copied."""
    name = f"tables_{uuid.uuid4().hex}"
    apart(statement(postgres, f"CREATE DATABASE {name}"))
    apart(_make(f"{postgres}/{name}"))
    yield name
    apart(forget(postgres))


@pytest.fixture(scope="session")
def postgres_commune(postgres: str, postgres_tables: str) -> str:
    """The name of a PostgreSQL database with the commune, to be copied."""
    name = f"commune_{uuid.uuid4().hex}"
    apart(statement(postgres, f"CREATE DATABASE {name} TEMPLATE {postgres_tables}"))
    apart(_furnish(f"{postgres}/{name}"))
    return name


@pytest.fixture
async def furnished_postgres(postgres: str, postgres_commune: str) -> AsyncIterator[Database]:
    """The commune on PostgreSQL."""
    async with copied(postgres, postgres_commune) as url:
        database = Database(url)
        yield database
        await database.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def furnished_db(request: pytest.FixtureRequest) -> Database:
    """The commune, on each engine in turn."""
    name = "furnished" if request.param == "sqlite" else "furnished_postgres"
    database: Database = request.getfixturevalue(name)
    return database


@pytest.fixture
async def bare_postgres(postgres: str) -> AsyncIterator[str]:
    """The address of a PostgreSQL database without tables, dropped after the test."""
    async with copied(postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
async def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database without tables, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/roviec.db"
        return
    async with copied(request.getfixturevalue("postgres")) as url:
        yield url


@pytest.fixture
async def postgres_url(postgres: str, postgres_tables: str) -> AsyncIterator[str]:
    """The address of a PostgreSQL database with every table and no row, dropped after the test."""
    async with emptied(postgres, postgres_tables) as url:
        yield url


@pytest.fixture
async def postgres_world_a(postgres: str, postgres_tables: str) -> AsyncIterator[str]:
    """One of two PostgreSQL databases that a test compares row by row.

    Fresh: in one that was emptied, rows go where others were deleted, and lie in no order that tells anything.
    """
    async with copied(postgres, postgres_tables) as url:
        yield url


@pytest.fixture
async def postgres_world_b(postgres: str, postgres_tables: str) -> AsyncIterator[str]:
    """The other one."""
    async with copied(postgres, postgres_tables) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with every table and no row, on each engine in turn."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("tables"), tmp_path / "roviec.db")
        return f"sqlite+aiosqlite:///{tmp_path}/roviec.db"
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """An empty database: each test that takes it runs on both engines."""
    database = Database(database_url)
    yield database
    await database.dispose()
