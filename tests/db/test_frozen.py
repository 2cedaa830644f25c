"""Transactions of frozen processes on PostgreSQL: who is ended, when, and who is not."""

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from roviec.db import duties
from roviec.db.engine import Database
from roviec.db.models import Duty, Fact
from tests.db.test_duties import NAME, run_out


async def test_a_transaction_that_writes_is_waited_for_and_one_that_hangs_is_not(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frozen process may hold its duty's row: the database lets go of what it holds."""
    monkeypatch.setattr("roviec.db.engine._IMPATIENT", {"idle_in_transaction_session_timeout": "3s"})
    one, two = Database(postgres_url), Database(postgres_url)
    try:
        async with one.duties.tried(NAME) as mine:
            assert mine is not None
            # Who is frozen renews nothing, however long this test takes.
            await one.duties.rest()

            async def freeze() -> None:
                async with one.guarded(mine.insist).write() as session:
                    session.add(Fact(name="frozen", value={}))
                    await session.flush()
                    await run_out(two)
                    async with asyncio.timeout(300), two.duties.held(NAME) as theirs:
                        numbers.append(theirs.number)

            numbers: list[int] = []
            with pytest.raises(DBAPIError):
                await freeze()
            assert numbers == [2]
            async with two.read() as session:
                assert (await session.exec(select(Fact.name))).all() == []
    finally:
        await one.dispose()
        await two.dispose()


async def test_transactions_of_a_frozen_process_that_waited_for_each_other_do_not_have_their_time_one_by_one(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second is idle only since the first one was ended; it has the duty's row, and nobody else could take it."""
    monkeypatch.setattr("roviec.db.engine._IMPATIENT", {"idle_in_transaction_session_timeout": "10min"})
    monkeypatch.setattr(duties, "STILL", 600)
    one, two = Database(postgres_url), Database(postgres_url)
    work: list[asyncio.Task[None]] = []
    try:
        async with two.write() as session:
            session.add(Fact(name="first", value={}))
            session.add(Fact(name="second", value={}))
        async with one.duties.tried(NAME) as mine:
            assert mine is not None
            await one.duties.rest()
            ours = one.guarded(mine.insist)

            async def hang(*names: str) -> None:
                async with ours.write() as session:
                    for name in names:
                        await session.exec(sa.update(Fact).where(sa.column("name") == name).values(value={}))
                    await asyncio.Event().wait()

            for names in (("first",), ("second", "first"), ("second",)):
                work.append(asyncio.create_task(hang(*names)))
                await asyncio.sleep(0.3)
            await run_out(two)
            async with asyncio.timeout(120), two.duties.held(NAME) as theirs:
                assert theirs.number == 2
    finally:
        for task in work:
            task.cancel()
        await asyncio.wait(work)
        await one.dispose()
        await two.dispose()


async def look_later(db: Database, left_by: str) -> None:
    """Look for frozen processes when all have been still for long: a server says only after a statement that it waits."""
    await asyncio.sleep(duties.HUNG + 0.5)
    async with db.write() as session:
        await duties.end_frozen(session, left_by=left_by)


async def test_only_who_let_a_duty_run_out_is_hurried(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties, "STILL", 60)
    one, two = Database(postgres_url), Database(postgres_url)
    try:
        async with one.write() as slow:
            slow.add(Fact(name="slow", value={}))
            await slow.flush()
            for left_by in ("", two.duties.me):
                await look_later(two, left_by)
            assert (await slow.exec(select(Fact.name))).all() == ["slow"]
            await look_later(two, one.duties.me)
            with pytest.raises(DBAPIError):
                await slow.exec(select(Fact.name))
            await slow.rollback()
    finally:
        await one.dispose()
        await two.dispose()


async def test_who_takes_back_its_own_duty_ends_nothing_of_its_own(postgres_url: str) -> None:
    """Its row stays behind where a database in trouble did not take it back."""
    one = Database(postgres_url)
    try:
        async with one.duties.tried(NAME):
            pass
        async with one.write() as session:
            await session.exec(sa.update(Duty).values(until=1.0, holder=one.duties.me))
        async with one.write() as slow:
            slow.add(Fact(name="slow", value={}))
            await slow.flush()
            await asyncio.sleep(duties.HUNG + 0.5)
            async with one.duties.tried(NAME) as mine:
                assert mine is not None
            assert (await slow.exec(select(Fact.name))).all() == ["slow"]
    finally:
        await one.dispose()
