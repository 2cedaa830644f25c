"""The audit log: a chain that can't fork, and that shows where it was touched."""

import asyncio
import random
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit
from roviec.db.audit import Act, Verdict
from roviec.db.engine import Database
from roviec.db.models import AuditEntry, Unit
from roviec.texts import LANGUAGES, catalogue

NOW = datetime(2026, 6, 30, 1, 2, 3, 456789, tzinfo=UTC)


async def add(session: AsyncSession, n: int = 1, what: Act = Act.role) -> None:
    await audit.record(
        session,
        what,
        actor=None,
        at=NOW,
        channel="cli",
        subject=f"person/{n}",
        before="",
        đơn_vị=["Đại Lãnh", n],
    )


async def write(db: Database, *numbers: int) -> None:
    async with db.write() as session:
        for n in numbers:
            await add(session, n)


async def verdict(db: Database, noted: str = "") -> Verdict:
    async with db.read() as session:
        return await audit.verify(session, noted=noted)


async def entries(db: Database) -> list[AuditEntry]:
    async with db.read() as session:
        return list((await session.exec(select(AuditEntry).order_by(col(AuditEntry.place)))).all())


async def test_an_empty_log_is_whole(db: Database) -> None:
    assert (await verdict(db)) == Verdict(0, "")


async def test_every_row_is_sealed_with_the_one_before(db: Database) -> None:
    await write(db, 1, 2)
    await write(db, 3)
    rows = await entries(db)
    assert [row.place for row in rows] == [1, 2, 3]
    assert [row.prev for row in rows] == ["", rows[0].hash, rows[1].hash]
    assert await verdict(db) == Verdict(3, rows[2].hash)


async def test_what_is_rolled_back_leaves_no_row_and_no_gap(db: Database) -> None:
    with suppress(RuntimeError):
        async with db.write() as session:
            await add(session)
            raise RuntimeError
    async with db.write() as session:
        session.add(Unit(name="A", folded="a"))
        await add(session, 1)
        with suppress(RuntimeError):
            async with session.begin_nested():
                await add(session, 2)
                await session.flush()
                raise RuntimeError
        async with session.begin_nested():
            await add(session, 3)
    assert [row.subject for row in await entries(db)] == ["person/1", "person/3"]
    assert (await verdict(db)).ok


async def test_processes_at_once_make_one_chain(db: Database) -> None:
    """On PostgreSQL the second of two commits waits for the first; the chain does not fork."""
    others = [Database(db.url.render_as_string(hide_password=False)) for _ in range(2)]
    try:
        crowd = [write(random.choice([db, *others]), n, -n) for n in range(1, 31)]
        await asyncio.gather(*crowd)
    finally:
        for other in others:
            await other.dispose()
    assert (await verdict(db)).count == 60
    assert (await verdict(db)).ok


async def _touch(db: Database, statement: sa.Executable) -> None:
    async with db.write() as session:
        await session.exec(statement)  # type: ignore[call-overload]


TABLE = sa.table(
    "audit",
    *(sa.column(name) for name in ("id", "place", "what", "subject", "prev", "hash", "channel", "actor_id")),
)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (lambda at: sa.update(TABLE).where(at == 2).values(subject="person/9"), 2),
        (lambda at: sa.update(TABLE).where(at == 3).values(what="leave"), 3),
        (lambda at: sa.update(TABLE).where(at == 1).values(channel="web"), 1),
        (lambda at: sa.update(TABLE).where(at == 4).values(hash="0" * 64), 4),
        (lambda at: sa.update(TABLE).where(at == 4).values(prev="0" * 64), 4),
        (lambda at: sa.delete(TABLE).where(at == 2), 2),
        (lambda at: sa.delete(TABLE).where(at == 1), 1),
        (lambda at: sa.update(TABLE).where(at == 5).values(place=None), 5),
        (lambda at: sa.update(TABLE).where(at == 2).values(place=9), 2),
    ],
)
async def test_the_first_broken_link_is_named(db: Database, change, broken: int) -> None:
    await write(db, 1, 2, 3, 4, 5)
    await _touch(db, change(TABLE.c.place))
    found = await verdict(db)
    assert (found.ok, found.broken, found.count) == (False, broken, broken - 1)


async def test_an_end_cut_off_is_seen_by_a_seal_that_was_noted(db: Database) -> None:
    await write(db, 1, 2, 3)
    noted = (await verdict(db)).head
    await write(db, 4)
    assert (await verdict(db, noted)).ok
    await _touch(db, sa.delete(TABLE).where(TABLE.c.place >= 3))
    assert (await verdict(db)).ok
    assert (await verdict(db, noted)) == Verdict(2, (await entries(db))[-1].hash, headless=True)


async def test_a_long_chain_is_followed_in_parts(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "CHUNK", 3)
    await write(db, *range(10))
    assert (await verdict(db)).count == 10
    async with db.read() as session:
        newest = await audit.latest(session, limit=2, before=9)
    assert [entry.place for entry, _ in newest] == [8, 7]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_noted_has_its_words(language: str) -> None:
    say = catalogue(language)
    wanted = [*(f"audit.act.{act}" for act in Act), *(f"audit.subject.{kind}" for kind in audit.SUBJECTS)]
    assert [key for key in wanted if key not in say.sentences] == []


async def test_nothing_is_noted_about_what_nobody_has_words_for(db: Database) -> None:
    async with db.write() as session:
        with pytest.raises(ValueError, match="kho/1"):
            await audit.record(session, Act.dossier, actor=None, at=NOW, channel="web", subject="kho/1")
