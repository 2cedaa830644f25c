"""The number of shards is one for all processes: it changes while nobody sends, and who counts otherwise sends nothing."""

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from roviec.db import shards
from roviec.db.engine import Database
from roviec.db.models import Duty
from roviec.db.shards import OfficeRuns, OtherDivision


@pytest.fixture
async def other(db: Database, database_url: str) -> AsyncIterator[Database]:
    """The same database in the hands of another process."""
    second = Database(database_url)
    yield second
    await second.dispose()


async def divide(db: Database, number: int) -> None:
    async with db.write() as session:
        await shards.divide(session, number)


async def counted(db: Database) -> int:
    async with db.read() as session:
        return await shards.count(session)


async def test_there_is_one_until_somebody_says_otherwise(db: Database) -> None:
    assert await counted(db) == 1
    await divide(db, 4)
    assert await counted(db) == 4


@pytest.mark.parametrize("name", ["courier/web", "courier/telegram/2"])
async def test_nothing_is_divided_anew_while_anybody_sends(db: Database, other: Database, name: str) -> None:
    async with other.duties.tried(name) as mine:
        assert mine is not None
        with pytest.raises(OfficeRuns):
            await divide(db, 2)
        assert await counted(db) == 1
    await divide(db, 2)
    assert await counted(db) == 2


async def test_duties_that_ran_out_and_those_of_other_work_hinder_nothing(db: Database) -> None:
    async with db.write() as session:
        session.add(Duty(name="courier/web", number=7, holder="gone", until=1.0))
    async with db.duties.tried("scheduler"):
        await divide(db, 2)
    assert await counted(db) == 2


async def test_who_counts_otherwise_may_not_begin(db: Database) -> None:
    await divide(db, 2)
    async with db.write() as session:
        await shards.insist(session, 2)
    with pytest.raises(OtherDivision, match="thành 2"):
        async with db.write() as session:
            await shards.insist(session, 1)


async def test_who_begins_and_who_divides_at_the_same_moment_never_both_succeed(
    db: Database, other: Database
) -> None:
    """Both hold the number until they commit: whichever comes second sees what the first one did."""
    if db.is_sqlite:
        pytest.skip("one writer at a time")
    async with other.duties.tried("courier/web") as mine:
        assert mine is not None
        async with db.write() as session:
            await shards.insist(session, 1)
            async with other.write() as second:
                await second.exec(sa.text("SET LOCAL lock_timeout = '300ms'"))
                with pytest.raises(sa.exc.DBAPIError):
                    await shards.divide(second, 2)
                await second.rollback()
    assert await counted(db) == 1
