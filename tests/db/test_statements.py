"""A statement is compiled once for all engines of a kind."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from roviec.db import statements
from roviec.db.engine import Database
from roviec.db.models import Person
from roviec.db.statements import Statements
from tests.conftest import create_tables


async def ask(db: Database, *columns: sa.ColumnElement[object]) -> None:
    async with db.read() as session:
        await (await session.connection()).execute(
            sa.select(*columns or (sa.column("id"),)).select_from(Person)
        )


async def test_a_process_started_anew_finds_what_the_one_before_compiled(tmp_path: Path) -> None:
    kept = Statements()
    for _ in range(3):
        db = await create_tables(Database(f"sqlite+aiosqlite:///{tmp_path}/roviec.db", rehearsal=kept))
        await ask(db)
        await db.dispose()
        assert len(kept) == 1


async def test_who_writes_finds_what_who_reads_has_compiled(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Statements()
    monkeypatch.setattr("roviec.db.engine.Statements", lambda: kept)
    own = Database(db.url.render_as_string(hide_password=False))
    await ask(own)
    async with own.write() as session:
        await (await session.connection()).execute(sa.select(sa.column("id")).select_from(Person))
    await own.dispose()
    assert len(kept) == 1


async def test_both_databases_have_their_own(sqlite: Database, postgres_url: str) -> None:
    kept = Statements()
    for url in (sqlite.url.render_as_string(), postgres_url):
        one = Database(url, rehearsal=kept)
        await ask(one)
        await one.dispose()
    assert len(kept) == 2


async def test_the_oldest_give_way(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MOST", 8)
    kept = Statements()
    one = Database(sqlite.url.render_as_string(), rehearsal=kept)
    for n in range(30):
        await ask(one, *(sa.literal(True).label(f"a{n}_{m}") for m in range(n + 1)))
        assert len(kept) <= 8
    await one.dispose()
