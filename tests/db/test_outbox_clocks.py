"""The outbox when clocks differ or are set: what need not wait leaves, what was planned waits."""

from datetime import timedelta

from roviec.db import outbox, outbox_moves
from roviec.db.engine import Database
from tests.db.test_outbox_rows import NOW, claim, post, row


async def test_what_a_host_with_a_clock_ahead_wrote_leaves_at_once(db: Database) -> None:
    ahead = NOW + timedelta(hours=1)
    async with db.write() as session:
        (mine,) = await post(session, "now", chat="a", now=ahead)
        (morning,) = await post(session, "tomorrow", chat="b", now=ahead)
        (await row(session, morning)).not_before = ahead + timedelta(hours=9)
    async with db.write() as session:
        assert [one.id for one in await claim(session)] == [mine]


async def test_what_was_put_back_is_tried_when_the_clock_was_set_back(db: Database) -> None:
    async with db.write() as session:
        (late,) = await post(session, "x", chat="a")
        (planned,) = await post(session, "y", chat="b")
        await outbox.put_back(session, late, not_before=NOW + timedelta(days=1), error="bận")
        (await row(session, planned)).not_before = NOW + timedelta(hours=9)
    async with db.write() as session:
        assert not await claim(session)
        await outbox_moves.try_now(session, channel="web", now=NOW)
        assert [one.id for one in await claim(session)] == [late]
