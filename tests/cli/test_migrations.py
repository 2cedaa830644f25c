"""The tables that migrations make are the tables of the models, on both engines."""

import asyncio
import re
import sqlite3
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import autogenerate, command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import col, select

from roviec.db import migrate
from roviec.db.engine import Database
from roviec.db.migrations.shape import SHAPE
from roviec.db.models import Campaign, Conversation, Fact, Form, Inbox, Outbox, TaskUnit, Unit
from roviec.db.models.base import Row
from roviec.db.slots import slot_of
from roviec.tasks.lifecycle import FINAL, State
from tests.migrated import NOT_TABLES, SECRET, by_migrations, upgrade


@pytest.fixture(autouse=True)
def all_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the migrations themselves, which other tests spare."""
    monkeypatch.setattr(migrate, "_upgrade", by_migrations)


@pytest.fixture
async def empty(bare_url: str):
    database = Database(bare_url)
    yield database
    await database.dispose()


async def test_an_empty_database_is_pending_until_it_is_upgraded(empty: Database) -> None:
    assert await migrate.pending(empty)
    await migrate.upgrade(empty)
    assert not await migrate.pending(empty)
    await migrate.upgrade(empty)


async def test_autogenerate_finds_no_difference(empty: Database) -> None:
    await migrate.upgrade(empty)

    def differences(connection: sa.Connection) -> list[object]:
        options = {k: v for k, v in SHAPE.items() if k != "target_metadata"}
        context = MigrationContext.configure(connection, opts=options)
        return list(autogenerate.compare_metadata(context, Row.metadata))

    async with empty.engine.connect() as connection:
        assert await connection.run_sync(differences) == [], (
            "run: python tests/cli/regenerate_first_migration.py"
        )


async def test_sqlite_gets_the_very_tables_of_the_models(tmp_path: Path) -> None:
    """WITHOUT ROWID, AUTOINCREMENT and ON DELETE survive, which autogenerate does not compare."""
    migrated, created = (Database(f"sqlite+aiosqlite:///{tmp_path}/{name}.db") for name in "ab")
    await migrate.upgrade(migrated)
    async with created.engine.begin() as connection:
        await connection.run_sync(Row.metadata.create_all)
    shapes = [await _shape(database) for database in (migrated, created)]
    assert shapes[0] == shapes[1]
    assert "without rowid" in " ".join(shapes[0]["answer"])
    assert "without rowid" in " ".join(shapes[0]["webevent"])


async def _shape(database: Database) -> dict[str, list[str]]:
    listed = sa.text(
        # What once counted can't be dropped; that it counts nothing is tested below.
        "SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL "
        "AND tbl_name NOT IN ('alembic_version', 'sqlite_sequence')"
    )
    async with database.engine.connect() as connection:
        rows = (await connection.execute(listed)).all()
    await database.dispose()
    shape: dict[str, list[str]] = {}
    for table, code in rows:
        # Neither the order of constraints nor quoting is part of a table's shape.
        plain = re.sub(r"[\s\"]+", " ", code).casefold()
        plain = plain.replace(") without rowid", "), without rowid")
        shape.setdefault(table, []).extend(part.strip(" ()") for part in plain.split(","))
    return {table: sorted(parts) for table, parts in shape.items()}


async def test_a_migration_can_be_taken_back(empty: Database) -> None:
    await migrate.upgrade(empty)
    async with empty.engine.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(migrate._config(c), "base"))
        tables = await connection.run_sync(lambda c: sa.inspect(c).get_table_names())
    assert tables == ["alembic_version"]


async def test_processes_that_start_together_upgrade_once(bare_url: str) -> None:
    processes = [Database(bare_url) for _ in range(4)]
    await asyncio.gather(*(migrate.upgrade(process) for process in processes))
    assert not await migrate.pending(processes[0])
    for process in processes:
        await process.dispose()


@pytest.mark.parametrize("bare_url", ["sqlite"], indirect=True)
async def test_who_finds_a_long_upgrade_at_work_waits_for_its_end(
    bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "WAIT", 20)  # the wait of every day is over long before the upgrade is
    first, second = Database(bare_url), Database(bare_url)
    async with migrate.alone(second):
        pass
    async with migrate.alone(first) as connection:
        late = asyncio.create_task(migrate.upgrade(second))
        await asyncio.to_thread(time.sleep, 0.5)  # the loop's own clock doesn't keep the file
        await migrate.upgrade_here(connection)
    await late
    assert not await migrate.pending(second)
    await first.dispose()
    await second.dispose()


async def test_a_database_of_a_newer_version_is_left_alone(empty: Database) -> None:
    await migrate.upgrade(empty)
    async with empty.engine.begin() as connection:
        await connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    assert await migrate.pending(empty)
    with pytest.raises(migrate.DatabaseNewer):
        await migrate.upgrade(empty)


async def test_a_migration_that_fails_leaves_nothing_behind(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(connection: sa.Connection) -> None:
        command.upgrade(migrate._config(connection), "head")
        raise RuntimeError("power cut")

    monkeypatch.setattr(migrate, "_upgrade", half)
    with pytest.raises(RuntimeError):
        await migrate.upgrade(empty)
    async with empty.engine.connect() as connection:
        assert await connection.run_sync(lambda c: sa.inspect(c).get_table_names()) == []


async def test_foreign_keys_hold_again_after_an_upgrade(empty: Database) -> None:
    await migrate.upgrade(empty)
    with pytest.raises(sa.exc.IntegrityError):
        async with empty.write() as session:
            session.add(Campaign(form_id=99, unit_id=99, opens=date(2026, 1, 1), salt="x"))


async def test_rows_survive_the_migrated_tables(empty: Database) -> None:
    await migrate.upgrade(empty)
    async with empty.write() as session:
        session.add(Unit(name="Văn phòng", folded="van phong"))
        session.add(Form(code="a", version="1", title="A", checksum="x", source="y"))
        session.add(Fact(name="n", value={"chữ": "ắ"}))
    async with empty.read() as session:
        assert (await session.exec(select(Fact).where(Fact.name == "n"))).one().value == {"chữ": "ắ"}


def test_versions_are_known_by_their_files_as_the_migration_tool_knows_them() -> None:
    scripts = ScriptDirectory.from_config(migrate._config())
    walked = [script.revision for script in scripts.walk_revisions()]
    assert walked[::-1] == migrate._known()
    assert scripts.get_heads() == [migrate._known()[-1]]


async def test_the_dialogues_that_wait_during_an_upgrade_keep_whose_they_are(empty: Database) -> None:
    began = datetime(2026, 6, 29, 8, 0, tzinfo=UTC)
    waiting = ("survey", "feedback.words", "extend.date", None)
    async with empty.engine.begin() as connection:
        await connection.run_sync(lambda c: command.upgrade(migrate._config(c), "0004_official_account"))
        for n, dialogue in enumerate(waiting, 1):
            address = sa.text(
                "INSERT INTO address (id, channel, chat, reachable, language) VALUES (:n, 'web', :c, true, 'vi')"
            )
            await connection.execute(address, {"n": n, "c": str(n)})
            talk = sa.text(
                "INSERT INTO conversation (address_id, dialogue, data, options, first_number, updated_at) "
                "VALUES (:n, :d, '{}', '[]', 1, :at)"
            ).bindparams(sa.bindparam("at", type_=sa.DateTime(timezone=True)))
            await connection.execute(talk, {"n": n, "d": dialogue, "at": began})
    await migrate.upgrade(empty)
    async with empty.read() as session:
        talks = (await session.exec(select(Conversation).order_by(col(Conversation.address_id)))).all()
    day = began + timedelta(hours=24)
    assert [(talk.own, talk.stale_at) for talk in talks] == [
        (True, None), (True, day), (False, day), (False, None),
    ]  # fmt: skip


async def test_parts_in_tasks_that_were_closed_before_an_upgrade_are_closed_after_it(empty: Database) -> None:
    began = datetime(2026, 6, 29, 8, 0, tzinfo=UTC)

    def fill(connection: sa.Connection) -> None:
        command.upgrade(migrate._config(connection), "0031_owners")
        known = sa.MetaData()
        known.reflect(connection, only=["unit", "task", "taskunit"])
        unit, task, part = (known.tables[name] for name in ("unit", "task", "taskunit"))
        assert "is_open" not in part.c
        connection.execute(unit.insert(), _whole(unit, {"id": 1, "name": "Văn phòng", "folded": "van phong"}))
        for number, state in enumerate(State, 1):
            row = {"id": number, "title": state, "state": state, "created_at": began, "due_kind": "none"}
            connection.execute(task.insert(), _whole(task, row))
            row = {"id": number, "task_id": number, "unit_id": 1, "part": "lead"}
            connection.execute(part.insert(), _whole(part, row))

    async with empty.engine.begin() as connection:
        await connection.run_sync(fill)
    await migrate.upgrade(empty)
    async with empty.read() as session:
        parts = (await session.exec(select(TaskUnit).order_by(col(TaskUnit.id)))).all()
    told = dict(zip(State, [one.is_open for one in parts], strict=True))
    assert told == {state: state not in FINAL for state in State}


def _whole(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    """Fill the columns that must say something, as an older version would have."""
    wanted = [one for one in table.c if not one.nullable and one.name not in row]
    return row | {one.name: one.type.python_type() for one in wanted if one.server_default is None}


async def test_other_tests_start_from_what_the_migrations_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables, triggers and rows; alembic writes the keys of a table that it rebuilds in any order."""
    dumps, secrets = [], set()
    for name, way in (("made", by_migrations), ("copied", upgrade)):
        monkeypatch.setattr(migrate, "_upgrade", way)
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/{name}.db")
        await migrate.upgrade(database)
        await database.dispose()
        with closing(sqlite3.connect(tmp_path / f"{name}.db")) as opened:
            made = [SECRET.sub("…", line) for line in opened.iterdump() if line not in NOT_TABLES]
            secrets |= {found for line in opened.iterdump() for found in SECRET.findall(line)}
        dumps.append(sorted(sorted(re.split(r",?\s*\n\s*", line)) for line in made))
    assert dumps[0] == dumps[1]
    assert len(secrets) == 2
    assert len(dumps[0]) > len(Row.metadata.tables)


async def test_what_waits_during_an_upgrade_has_the_slot_of_its_chat_after_it(empty: Database) -> None:
    at = datetime(2026, 6, 29, 8, 0, tzinfo=UTC)

    def fill(connection: sa.Connection) -> None:
        command.upgrade(migrate._config(connection), "0032_open_parts")
        known = sa.MetaData()
        known.reflect(connection, only=["inbox", "outbox"])
        inbox, outbox = (known.tables[name] for name in ("inbox", "outbox"))
        assert "slot" not in inbox.c
        for number, chat in enumerate(("a", "b", "a", ""), 1):
            row = {"id": number, "channel": "web", "chat": chat, "external_id": str(number), "state": "new"}
            row |= {"place": number, "payload": {}, "files": []}
            connection.execute(inbox.insert(), _whole(inbox, row))
            row = {
                "id": number,
                "channel": "web",
                "chat": chat,
                "not_before": at,
                "created_at": at,
                "body": {},
            }
            connection.execute(outbox.insert(), _whole(outbox, row))

    async with empty.engine.begin() as connection:
        await connection.run_sync(fill)
    await migrate.upgrade(empty)
    for table in (Inbox, Outbox):
        async with empty.read() as session:
            rows = (await session.exec(select(table.chat, table.slot))).all()
        assert sorted(rows) == [("", 0), *((chat, slot_of("web", chat)) for chat in ("a", "a", "b"))]
