"""A database in trouble says nothing of what it was asked: a payload, a message or a row is never blamed for it."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import col, select, text
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.receiving import Arrived, store
from roviec.db.engine import Database
from roviec.db.models import Inbox
from roviec.db.models.delivery import Arrival
from roviec.messages.incoming import Raw
from tests.chat import MONDAY, Chat
from tests.fakes.cable import cable

TROUBLES = {
    "08006": "connection failure",
    "08003": "connection does not exist",
    "25006": "a standby that only reads",
    "25P03": "a transaction that stood still",
    "40001": "serialization failure",
    "40P01": "deadlock",
    "53100": "disk full",
    "53200": "out of memory",
    "53300": "too many connections",
    "55P03": "lock not available",
    "57014": "query cancelled",
    "57P01": "shut down by an administrator",
    "57P02": "shut down by a crash",
    "57P03": "not ready yet",
    "58030": "input or output failed",
}
FAULTS = {
    "22021": "a character that can't be stored",
    "22003": "a number out of range",
    "23502": "a value missing",
    "23505": "a key twice",
    "42P01": "no such table",
    "54000": "too large",
    "P0001": "raised by a function",
    "XX000": "internal",
}
RAISES = """CREATE FUNCTION troubled() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$"""
BEFORE = "CREATE TRIGGER troubled BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION troubled()"


async def raised(session: AsyncSession, code: str) -> DBAPIError:
    words = f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$"
    with pytest.raises(DBAPIError) as caught:
        await session.exec(text(words))  # type: ignore[call-overload]
    return caught.value


@pytest.mark.parametrize("code", [*TROUBLES, *FAULTS])
async def test_the_code_of_the_server_tells_trouble_from_fault(postgres_url: str, code: str) -> None:
    db = Database(postgres_url)
    async with db.read() as session:
        error = await raised(session, code)
    assert isinstance(error, OperationalError) == (code in TROUBLES), (TROUBLES | FAULTS)[code]
    async with db.read() as session:
        assert (await session.exec(select(1))).one() == 1
    await db.dispose()


async def test_a_connection_that_the_server_ends_is_trouble(postgres_url: str) -> None:
    db = Database(postgres_url)
    end = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(OperationalError) as caught:
        async with db.write() as session:
            await session.exec(end)  # type: ignore[call-overload]
    assert caught.value.connection_invalidated
    async with db.read() as session:
        assert (await session.exec(select(1))).one() == 1
    await db.dispose()


async def test_a_server_that_is_not_there_or_leaves_in_the_middle_is_trouble(postgres_url: str) -> None:
    url = sa.make_url(postgres_url)
    async with cable(url.port or 5432) as line:
        db = Database(url.set(port=line.port).render_as_string(hide_password=False))
        async with db.read() as session:
            await session.exec(select(1))
        await db.dispose()
    with pytest.raises(OperationalError):  # the port that nobody listens at any more
        async with db.read() as session:
            await session.exec(select(1))
    await db.dispose()


async def test_an_answer_that_does_not_come_in_time_is_trouble(postgres_url: str) -> None:
    db = Database(postgres_url)
    assert db._apart is not None
    async with db._apart.connect() as connection:
        with pytest.raises(OperationalError):
            await connection.execute(sa.text("SELECT pg_sleep(5)"))
    await db.dispose()


@pytest.mark.parametrize("value", [2**70, "a\x00b"], ids=["a number too large", "NUL"])
async def test_a_value_that_no_database_takes_is_none(postgres_url: str, value: object) -> None:
    db = Database(postgres_url)
    kind = sa.BigInteger() if isinstance(value, int) else sa.Text()
    async with db.read() as session:
        with pytest.raises(DBAPIError) as caught:
            await session.exec(select(sa.literal(value, kind)))
    assert not isinstance(caught.value, OperationalError)
    await db.dispose()


@pytest.mark.parametrize("code", ["57P01", "40P01", "53100", "25006"])
async def test_what_cannot_be_stored_now_is_set_aside_nowhere(postgres_url: str, code: str) -> None:
    db = Database(postgres_url)
    await trouble(db, "seen", code)
    raws = [Raw(f"{n}", "a", {"text": "chào"}) for n in range(2)]
    for _ in range(4):
        with pytest.raises(OperationalError):
            await store(db, [Arrived("web", raws)], channels={}, now=MONDAY)
    await over(db, "seen")
    await store(db, [Arrived("web", raws)], channels={}, now=MONDAY)
    async with db.read() as session:
        kept = (await session.exec(select(Inbox.external_id, Inbox.state).order_by(col(Inbox.place)))).all()
    assert [tuple(row) for row in kept] == [("0", Arrival.new), ("1", Arrival.new)]
    await db.dispose()


@pytest.mark.parametrize("code", ["57P01", "40001", "55P03"])
async def test_what_cannot_be_answered_now_counts_no_try(
    postgres_url: str, tmp_path: Path, code: str
) -> None:
    """Decided on arrival or with care, in a batch or alone: it is answered as soon as the database is well again."""
    chat = await Chat.open(postgres_url, tmp_path)
    citizen = chat.person("a")
    await trouble(chat.db, "outbox", code)
    for _ in range(2):
        with pytest.raises(OperationalError):
            await citizen.posts({"kind": "text", "text": "/start"})
    await chat.road.receive("web", [], None)
    chat.road.at_once = False
    await citizen.posts({"kind": "text", "text": "/start"})
    await citizen.posts({"kind": "text", "text": "/khaosat"})
    for _ in range(4):
        with pytest.raises(OperationalError):
            await chat.road.decide()
    assert {(row.state, row.tries) for row in await chat.rows(Inbox)} == {(Arrival.new, 0)}
    await over(chat.db, "outbox")
    await chat.settle()
    assert await chat.rows(Inbox) == []
    assert len(await citizen.listens()) >= 2
    await chat.close()


async def trouble(db: Database, table: str, code: str) -> None:
    """Let the server answer each insertion as it does in this trouble."""
    async with db.write() as session:
        for words in (RAISES.format(code=code), BEFORE.format(table=table)):
            await session.exec(text(words))  # type: ignore[call-overload]


async def over(db: Database, table: str) -> None:
    async with db.write() as session:
        for words in (f"DROP TRIGGER troubled ON {table}", "DROP FUNCTION troubled()"):
            await session.exec(text(words))  # type: ignore[call-overload]
