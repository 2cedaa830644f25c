"""The inbox row by row: what is new, what waits behind what, what is quarantined, what is forgotten."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import inbox
from roviec.db.engine import Database
from roviec.db.models import Fact, Inbox, Seen
from roviec.db.models.delivery import Arrival
from roviec.messages.incoming import Raw
from tests.office import HANOI

NOW = datetime(2026, 6, 30, 8, 45, 10, 5, tzinfo=UTC)


def raw(external_id: str, chat: str = "a", **payload: Any) -> Raw:
    return Raw(external_id, chat, payload)


async def keep(
    session: AsyncSession, *names: str, channel: str = "web", chat: str = "a", now: datetime = NOW
) -> None:
    await inbox.keep(session, channel=channel, raws=[raw(name, chat) for name in names], now=now)


async def named(session: AsyncSession, name: str) -> Inbox:
    return (await session.exec(select(Inbox).where(Inbox.external_id == name))).one()


def ids(rows: list[Inbox]) -> list[str]:
    return [row.external_id for row in rows]


async def test_what_is_new_is_told_once_a_channel_in_the_order_it_came(sqlite: Database) -> None:
    async with sqlite.write() as session:

        async def accepted(*names: str, channel: str = "web") -> list[str]:
            raws = [raw(name, n=n) for n, name in enumerate(names)]
            return [
                f"{one.external_id}{one.payload['n']}"
                for one in await inbox.accept(session, channel=channel, raws=raws, now=NOW)
            ]

        assert await accepted("c", "a", "b", "a") == ["c0", "a1", "b2"]
        assert await accepted("d", "a") == ["d0"]
        assert await accepted("a", channel="plain") == ["a0"]
        assert await accepted() == []
        assert {row.month for row in (await session.exec(select(Seen))).all()} == {202606}


async def test_what_is_kept_of_a_payload_is_keyed_and_names_its_channel() -> None:
    one = inbox.digest(b"k", "web", "1")
    assert len(one) == 32
    others = {
        inbox.digest(b"l", "web", "1"),
        inbox.digest(b"k", "plain", "1"),
        inbox.digest(b"k", "web", "2"),
    }
    assert len(others | {one}) == 4


async def test_the_key_of_an_installation_stays(sqlite: Database) -> None:
    async with sqlite.write() as session:
        await keep(session, "1")
        key = (await session.get_one(Fact, inbox.SECRET)).value["key"]
        assert len(key) == 64
    for _ in range(2):
        async with sqlite.write() as session:
            assert await inbox.accept(session, channel="web", raws=[raw("1")], now=NOW) == []
    async with sqlite.write() as session:
        kept = {row.digest for row in (await session.exec(select(Seen))).all()}
        assert kept == {inbox.digest(bytes.fromhex(key), "web", "1")}


async def test_the_hour_of_each_channel_is_told_and_no_minute(sqlite: Database) -> None:
    for channel, now in (
        ("web", NOW.astimezone(HANOI)),
        ("web", NOW + timedelta(minutes=5)),
        ("plain", NOW),
        ("plain", NOW + timedelta(hours=1)),
    ):
        async with sqlite.write() as session:
            await inbox.accept(session, channel=channel, raws=[], now=now)
    async with sqlite.write() as session:
        hour = datetime(2026, 6, 30, 8, tzinfo=UTC)
        assert await inbox.last_heard(session) == {"web": hour, "plain": hour + timedelta(hours=1)}


async def test_an_hour_that_was_not_committed_is_noted_again(sqlite: Database) -> None:
    async with sqlite.write() as session:
        await inbox.accept(session, channel="web", raws=[], now=NOW)
        await session.rollback()
    for _ in range(2):
        async with sqlite.write() as session:
            await inbox.accept(session, channel="web", raws=[], now=NOW)
            assert list(await inbox.last_heard(session)) == ["web"]


async def test_a_payload_is_stored_in_every_part(sqlite: Database) -> None:
    async with sqlite.write() as session:
        row = inbox.in_hand("web", raw("1", "b", text="x"))
        await inbox.store(session, [row], now=NOW)
        await inbox.store(session, [], now=NOW)
        kept = await named(session, "1")
        assert (kept.id, kept.channel, kept.chat, kept.payload) == (row.id, "web", "b", {"text": "x"})
        assert (kept.files, kept.state, kept.tries, kept.error) == ([], Arrival.new, 0, None)
        assert kept.received_at == NOW
        assert await inbox.keep(session, channel="web", raws=[raw("1"), raw("2")], now=NOW) == 2
        assert await inbox.keep(session, channel="web", raws=[raw("2"), raw("3")], now=NOW) == 1
        every = (await session.exec(select(Inbox).order_by(col(Inbox.place)))).all()
        assert [one.payload for one in every] == [{"text": "x"}, {}, {}]
        assert row.id != inbox.in_hand("web", raw("1")).id


@pytest.mark.parametrize(
    ("state", "taken", "open_", "waits"),
    [
        (Arrival.new, ["1", "other", "elsewhere"], {"a"}, True),
        (Arrival.fetching, ["other", "elsewhere"], {"a"}, True),
        (Arrival.quarantined, ["2", "other", "elsewhere"], {"a"}, True),
    ],
)
async def test_what_is_open_holds_its_own_chat_alone(
    sqlite: Database, state: Arrival, taken: list[str], open_: set[str], waits: bool
) -> None:
    async with sqlite.write() as session:
        assert not await inbox.waits(session)
        assert await inbox.take(session) == []
        await keep(session, "1", "2")
        await keep(session, "other", chat="b")
        await keep(session, "elsewhere", channel="plain")
        (await named(session, "1")).state = state
        await session.flush()
        assert ids(await inbox.take(session)) == taken
        assert ids(await inbox.take(session, 1)) == taken[:1]
        assert await inbox.with_open(session, "web", ["a", "c"]) == open_
        assert await inbox.with_open(session, "web", ["b"]) == {"b"}
        assert await inbox.waits(session) is waits


async def test_a_chat_with_nothing_to_decide_is_not_open(sqlite: Database) -> None:
    async with sqlite.write() as session:
        await keep(session, "1")
        (await named(session, "1")).state = Arrival.quarantined
        await session.flush()
        assert await inbox.with_open(session, "web", ["a"]) == set()
        assert not await inbox.waits(session)


async def test_what_stands_behind_a_payload_is_the_rest_of_its_chat(sqlite: Database) -> None:
    async with sqlite.write() as session:
        await keep(session, *"1234")
        await keep(session, "other", chat="b")
        await keep(session, "elsewhere", channel="plain")
        for name, state in (("1", Arrival.fetching), ("3", Arrival.quarantined), ("4", Arrival.fetching)):
            (await named(session, name)).state = state
        for name in ("other", "elsewhere"):
            (await named(session, name)).state = Arrival.fetching
        await session.flush()
        first = await named(session, "1")
        assert ids(await inbox.behind(session, first)) == ["2", "4"]
        assert ids(await inbox.behind(session, await named(session, "2"))) == ["4"]
        assert ids(await inbox.fetching_in(session, first)) == ["1", "4"]
        assert ids(await inbox.to_fetch(session)) == ["1", "4", "other", "elsewhere"]
        assert ids(await inbox.to_fetch(session, 2)) == ["1", "4"]
        await keep(session, *map(str, range(10, 80)))
        assert len(await inbox.behind(session, first)) == inbox.BATCH
        assert ids(await inbox.take(session)) == []


async def test_no_more_than_a_batch_is_taken_at_once(sqlite: Database) -> None:
    async with sqlite.write() as session:
        raws = [raw(str(n), str(n)) for n in range(inbox.BATCH + 1)]
        await inbox.keep(session, channel="web", raws=raws, now=NOW)
        assert len(await inbox.take(session)) == inbox.BATCH
        for one in raws:
            (await named(session, one.external_id)).state = Arrival.fetching
        await session.flush()
        assert len(await inbox.to_fetch(session)) == 20


async def test_what_is_decided_leaves_and_the_rest_stays(sqlite: Database) -> None:
    async with sqlite.write() as session:
        await keep(session, *"123")
        await inbox.leave(session, [])
        await inbox.leave(session, [await named(session, "1"), await named(session, "3")])
        assert ids(list((await session.exec(select(Inbox))).all())) == ["2"]


async def test_the_third_failure_is_the_last(sqlite: Database) -> None:
    async with sqlite.write() as session:
        await keep(session, "1")
        row = await named(session, "1")
        for tries, state in ((1, Arrival.new), (2, Arrival.new), (3, Arrival.quarantined)):
            assert inbox.failed(row, f"lỗi {tries}") is (tries == 3)
            assert (row.tries, row.error, row.state) == (tries, f"lỗi {tries}", state)


@pytest.mark.parametrize(
    ("since", "left"),
    [
        (None, ["open", "fetching", "other", "elsewhere"]),
        (NOW, ["open", "fetching", "before", "other", "elsewhere"]),
        (NOW + timedelta(seconds=1), ["open", "fetching", "at", "before", "other", "elsewhere"]),
    ],
)
async def test_an_erasure_takes_what_was_quarantined_since(
    sqlite: Database, since: datetime | None, left: list[str]
) -> None:
    async with sqlite.write() as session:
        await keep(session, "open", "fetching", "at")
        await keep(session, "before", now=NOW - timedelta(seconds=1))
        await keep(session, "other", chat="b")
        await keep(session, "elsewhere", channel="plain")
        (await named(session, "fetching")).state = Arrival.fetching
        for name in ("at", "before", "other", "elsewhere"):
            (await named(session, name)).state = Arrival.quarantined
        await session.flush()
        await inbox.erase(session, channel="web", chat="a", since=since)
        found = (await session.exec(select(Inbox).order_by(col(Inbox.place)))).all()
        assert ids(list(found)) == left


async def test_months_are_forgotten_whole_once_they_are_over(sqlite: Database) -> None:
    async with sqlite.write() as session:
        for name, month in (("1", 5), ("2", 5), ("3", 6), ("4", 7)):
            await keep(session, name, now=NOW.replace(month=month))
        await keep(session, "5", now=NOW.replace(year=2025, month=12))
        assert await inbox.forget_seen(session, before=NOW.replace(day=1)) == 3
        assert await inbox.forget_seen(session, before=NOW) == 0
        assert {row.month for row in (await session.exec(select(Seen))).all()} == {202606, 202607}


async def test_the_oldest_undecided_payload_tells_since_when(sqlite: Database) -> None:
    async with sqlite.write() as session:
        assert await inbox.waits_since(session) is None
        for name, hours in (("1", 3), ("2", 2), ("3", 1)):
            await keep(session, name, now=NOW - timedelta(hours=hours))
        (await named(session, "1")).state = Arrival.quarantined
        await session.flush()
        assert await inbox.waits_since(session) == NOW - timedelta(hours=2)


async def test_what_cannot_be_stored_is_set_aside_once_as_plain_signs(sqlite: Database) -> None:
    async with sqlite.write() as session:
        deep: dict[str, Any] = {}
        for _ in range(100_000):
            deep = {"d": deep}

        async def aside(external_id: str, payload: dict[str, Any]) -> str:
            return await inbox.set_aside(
                session, channel="web", raw=Raw(external_id, "a", payload), error="hỏng", now=NOW
            )

        long = {"text": "ế\0" * inbox.SEEN}
        name = await aside("1\ud800" + "x" * 3000, long)
        assert len(name) == 64
        assert await aside("1\ud800" + "x" * 3000, long) == ""
        assert len({name, await aside("2", long), await aside("2", {}), await aside("3", deep)}) == 4
        row = await named(session, f"unfit/{name}")
        assert (row.state, row.tries, row.error, row.chat) == (Arrival.quarantined, 3, "hỏng", "")
        assert row.payload["unfit"] == ascii(long)[: inbox.SEEN]
        assert row.payload["external_id"] == ascii("1\ud800" + "x" * 3000)[: inbox.SEEN]
        assert row.received_at == NOW
        while deep:
            deep = deep["d"]


class Postgres:
    """What a session of PostgreSQL is asked; every lock is ours but that of the first chat."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def get_bind(self) -> Any:
        return SimpleNamespace(dialect=SimpleNamespace(name="postgresql"))

    async def exec(self, statement: Any, params: dict[str, list[int]]) -> Any:
        assert re.fullmatch(
            r"SELECT n, pg_try_advisory_xact_lock\(n\) FROM unnest\(.+:all.+\) AS n", str(statement)
        )
        self.asked = params["all"]
        return SimpleNamespace(all=lambda: [(number, number != NUMBER) for number in self.asked])


NUMBER = 6169545855830089461
"""The lock of the chat ("web", "a"): processes of two versions must agree on it."""


async def test_those_chats_are_free_whose_locks_are_ours(sqlite: Database) -> None:
    session, chats = Postgres(), {("web", f"{chr(97 + n)}") for n in range(20)} | {("we", "ba")}
    assert await inbox.free(session, chats) == chats - {("web", "a")}  # type: ignore[arg-type]
    assert len(set(session.asked)) == 21
    assert all(-(2**63) <= number < 2**63 for number in session.asked)
    assert min(session.asked) < 0
    async with sqlite.write() as alone:
        assert await inbox.free(alone, chats) == chats
