"""`python -m bench.announce [people]`: a province announces something while citizens answer: how long these wait.

Copies leave at the platform's own limit, so the last of 100,000 would be sent after an hour: a stretch of it is watched.
"""

import asyncio
import sys
import time
from datetime import UTC, date, datetime

from sqlmodel import col, func, select

from bench.measures import Waits, waits
from bench.office import open_survey
from bench.town import Bot, office
from roviec.bot.simulation.past import shares
from roviec.db import announcements, simulated
from roviec.db.announcements import New
from roviec.db.engine import Database
from roviec.db.models import Address, Outbox, Person, Role
from roviec.folding import fold
from tests.fakes.telegram.server import RemoteTelegram, spawn

ALLOWED, WATCHED = 30.0, 90.0
"""Messages a second that the platform takes, and the seconds that are watched."""
FIRST = 8_000_001
"""The first of their chats."""
DAY_AND_NIGHT = {"ROVIEC_OFFICE__HOURS": "00:00-23:59"}


async def staffed(db: Database, people: int) -> None:
    """Write an office with an open survey and so many officials on Telegram."""
    await open_survey(db)
    for part in shares(people, first=1):
        names = {n: f"Nguyễn Văn {n}" for n in part}
        rows = [
            {"id": n, "name": name, "folded": fold(name), "unit_id": 1, "role": Role.official}
            for n, name in names.items()
        ]
        chats = [{"channel": "telegram", "chat": str(FIRST + n), "person_id": n} for n in part]
        async with db.write() as session:
            await simulated.pour(session, Person, rows)
            await simulated.pour(session, Address, chats)


async def _known(fake: RemoteTelegram, count: int) -> None:
    """Let those be known to the platform whose copies will leave while it is watched."""
    for number in range(1, count + 1):
        await fake.perform("add_user", user_id=FIRST + number)


async def _announced(bot: Bot, people: int) -> None:
    db = Database(bot.url)
    async with db.write() as session:
        new = New(words="Từ ngày 01/7/2026 áp dụng quy trình một cửa mới.", files=(), units=(), read_by=None)
        made = await announcements.make(
            session, new=new, by=None, remind_on=date(2099, 1, 1), now=datetime.now(UTC)
        )
        assert made.id
    await db.dispose()


async def _written(bot: Bot) -> int:
    db = Database(bot.url)
    async with db.read() as session:
        found = select(func.count(col(Outbox.id))).where(col(Outbox.channel) == "telegram")
        count = (await session.exec(found)).one()
    await db.dispose()
    return count


async def measure(people: int) -> None:
    """Print how long people wait for a reply before an announcement and during it, and how it goes."""
    async with (
        spawn("--limits") as fake,
        office(fake, per_second=ALLOWED, fill=lambda db: staffed(db, people), **DAY_AND_NIGHT) as bot,
    ):
        await _known(fake, min(people, int(2 * ALLOWED * WATCHED)))
        print(f"wait before it, p50 / p95 / p99: {await waits(fake, per_second=2, seconds=20)}", flush=True)
        before = bot.peak_megabytes
        await _announced(bot, people)
        await fake.perform("reset_statistics")
        begun = time.monotonic()
        found: Waits = await waits(fake, per_second=2, seconds=WATCHED)
        took, seen = time.monotonic() - begun, await fake.perform("statistics")
        print(f"wait during it, p50 / p95 / p99: {found}")
        print(
            f"sent a second: {seen['sent'] / took:.1f} of {ALLOWED:.0f}, refused as too much: {seen['limited']}"
        )
        print(f"written for sending after {took:.0f} s: {await _written(bot)} of {people}")
        print(f"peak memory before and after: {before:.0f} / {bot.peak_megabytes:.0f} MB")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
