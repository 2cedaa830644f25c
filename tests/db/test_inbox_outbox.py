"""What the road's two tables promise, on both databases."""

import asyncio
from datetime import UTC, datetime

from roviec.db import inbox, outbox
from roviec.db.engine import Database
from roviec.db.models.delivery import Arrival, Lane
from roviec.messages.incoming import Raw
from roviec.messages.outgoing import Outgoing

NOW = datetime(2026, 6, 30, 8, tzinfo=UTC)


def raw(external_id: str, chat: str = "a") -> Raw:
    return Raw(external_id, chat, {"text": external_id})


async def keep(db: Database, *raws: Raw) -> int:
    async with db.write() as session:
        return await inbox.keep(session, channel="web", raws=raws, now=NOW)


async def test_a_payload_that_comes_again_is_kept_once(db: Database) -> None:
    assert await keep(db, raw("1"), raw("2")) == 2
    assert await keep(db, raw("2"), raw("3")) == 1


async def test_only_the_oldest_open_payload_of_a_chat_is_taken(db: Database) -> None:
    await keep(db, raw("1"), raw("2"), raw("3", "b"))
    async with db.write() as session:
        rows = await inbox.take(session, 10)
        assert [r.external_id for r in rows] == ["1", "3"]
        await inbox.leave(session, rows)
    async with db.write() as session:
        assert [r.external_id for r in await inbox.take(session, 10)] == ["2"]


async def test_a_payload_that_waits_for_its_file_holds_the_later_ones_of_its_chat(db: Database) -> None:
    await keep(db, raw("1"), raw("2"))
    async with db.write() as session:
        (await inbox.take(session, 1))[0].state = Arrival.fetching
    async with db.write() as session:
        assert await inbox.take(session, 10) == []
        assert [r.external_id for r in await inbox.to_fetch(session)] == ["1"]


async def test_a_payload_is_quarantined_at_its_third_failure(db: Database) -> None:
    await keep(db, raw("1"))
    async with db.write() as session:
        (row,) = await inbox.take(session, 1)
        assert [inbox.failed(row, "x") for _ in range(3)] == [False, False, True]
    async with db.write() as session:
        assert await inbox.take(session, 1) == []


async def test_two_processes_never_take_the_same_payload(db: Database) -> None:
    await keep(db, *(raw(str(n), chat=str(n % 7)) for n in range(70)))
    seen: list[str] = []

    async def work(process: Database) -> None:
        idle = 0
        while idle < 3:
            async with process.write() as session:
                rows = await inbox.take(session, 5)
                seen.extend(row.external_id for row in rows)
                await inbox.leave(session, rows)
            idle = 0 if rows else idle + 1
            await asyncio.sleep(0.01)

    other = Database(db.url.render_as_string(hide_password=False))
    await asyncio.gather(work(db), work(other), work(db))
    await other.dispose()
    assert sorted(seen, key=int) == [str(n) for n in range(70)]
    for chat in range(7):
        mine = [int(e) for e in seen if int(e) % 7 == chat]
        assert mine == sorted(mine)


async def post(
    db: Database, text: str, *, chat: str = "a", lane: Lane = Lane.reply, key: str | None = None
) -> None:
    async with db.write() as session:
        await outbox.post(
            session, channel="web", chat=chat, messages=[Outgoing(text)], lane=lane, now=NOW, key=key
        )


async def claim(db: Database, limit: int = 10) -> list[str]:
    async with db.write() as session:
        ready = await outbox.claim(session, channel="web", limit=limit, now=NOW)
    return [r.message.text for r in ready]


async def test_a_message_under_a_key_is_written_once(db: Database) -> None:
    await post(db, "một", key="digest/7")
    await post(db, "hai", key="digest/7")
    assert await claim(db) == ["một"]


async def test_replies_leave_before_reminders_and_bulk(db: Database) -> None:
    await post(db, "bulk", chat="a", lane=Lane.bulk)
    await post(db, "reminder", chat="b", lane=Lane.reminder)
    await post(db, "reply", chat="c", lane=Lane.reply)
    assert await claim(db) == ["reply", "reminder", "bulk"]


async def test_the_next_message_of_a_chat_waits_until_the_one_before_is_marked(db: Database) -> None:
    await post(db, "một")
    await post(db, "hai")
    async with db.write() as session:
        (first,) = await outbox.claim(session, channel="web", limit=10, now=NOW)
    assert await claim(db) == []
    async with db.write() as session:
        await outbox.mark_sent(session, sent={first.id: "m1"}, now=NOW)
    assert await claim(db) == ["hai"]


async def test_what_a_killed_courier_left_is_sent_again_and_recorded(db: Database) -> None:
    await post(db, "một")
    await claim(db)
    async with db.write() as session:
        assert await outbox.reclaim(session, channel="web") == 1
    async with db.write() as session:
        later = await outbox.claim(session, channel="web", limit=1, now=NOW)
    assert [r.tries for r in later] == [2]
