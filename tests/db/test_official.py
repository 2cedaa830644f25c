"""What the Official Account remembers of its visitors and templates, on both engines."""

import asyncio
from datetime import UTC, datetime, timedelta

from roviec.db import official, surveys
from roviec.db.engine import Database
from roviec.db.models import OaTemplate

NOW = datetime(2026, 6, 30, 8, 45, 30, tzinfo=UTC)


async def known(db: Database, chat: str) -> official.Visitor:
    async with db.read() as session:
        return await official.visitor(session, channel="zalo_oa", chat=chat)


async def test_an_interaction_is_kept_to_the_hour_and_gives_free_answers_back(db: Database) -> None:
    assert await known(db, "1") == official.Visitor(None, None, None)
    async with db.write() as session:
        await official.seen(session, chats=["1", "2", "1"], now=NOW)
        await official.spent(session, chat="1")
        await official.spent(session, chat="stranger")
    assert await known(db, "1") == official.Visitor(NOW.replace(minute=0, second=0), 0, None)
    async with db.write() as session:
        await official.seen(session, chats=["1"], now=NOW + timedelta(hours=1))
    assert (await known(db, "1")).remaining is None


async def test_what_the_platform_calls_closed_is_closed_and_never_opened_by_it(db: Database) -> None:
    async with db.write() as session:
        await official.seen(session, chats=["old"], now=NOW - timedelta(days=30))
        for chat in ("old", "new", "stranger"):
            await official.closed(session, chat=chat, now=NOW, age=timedelta(hours=48))
    assert (await known(db, "old")).last_seen == (NOW - timedelta(days=30)).replace(minute=0, second=0)
    assert (await known(db, "new")).last_seen < NOW - timedelta(hours=48)  # type: ignore[operator]


async def test_processes_that_note_the_same_people_do_not_stand_in_each_others_way(
    db: Database, database_url: str
) -> None:
    second = Database(database_url)

    async def note(one: Database, chats: list[str]) -> None:
        async with one.write() as session:
            await official.seen(session, chats=chats, now=NOW)

    people = [str(n) for n in range(20)]
    turns = [note(one, order) for one in (db, second) for order in (people, people[::-1]) for _ in range(5)]
    await asyncio.gather(*turns)
    await second.dispose()
    assert (await known(db, "7")).last_seen is not None


async def test_visitors_are_forgotten_with_the_chat_and_with_time(db: Database) -> None:
    from roviec.channels.zalo_oa.erasing import Visits
    from roviec.db import people

    async with db.write() as session:
        await official.seen(session, chats=["1", "2"], now=NOW)
        await official.seen(session, chats=["3"], now=NOW - timedelta(days=40))
        address = await people.address_of(session, channel="zalo_oa", chat="1")
        await surveys.forget_chat(session, address=address, traces={"zalo_oa": Visits()}, now=NOW)
    async with db.write() as session:
        assert await official.forget_old(session, before=NOW - timedelta(days=30)) == 1
    assert [(await known(db, chat)).last_seen is None for chat in "123"] == [True, False, True]


async def test_signs_of_life(db: Database) -> None:
    async with db.read() as session:
        assert await official.last_heard(session) is None
    for minutes in (0, 5):
        async with db.write() as session:
            await official.heard(session, now=NOW + timedelta(minutes=minutes), receipt=minutes == 0)
    async with db.read() as session:
        assert await official.last_heard(session) == NOW.replace(second=0) + timedelta(minutes=5)


async def test_a_purpose_is_served_by_an_approved_template_only(db: Database) -> None:
    async with db.write() as session:
        session.add(OaTemplate(id="1", purpose="digest", status="REJECT", updated_at=NOW))
        session.add(OaTemplate(id="2", status="ENABLE", updated_at=NOW))
    async with db.write() as session:
        assert not await official.is_served(session, purpose="digest")
        (await session.get_one(OaTemplate, "1")).status = official.USABLE
        await session.flush()
        assert await official.is_served(session, purpose="digest")
        assert not await official.is_served(session, purpose="task.news")
