"""Writers take turns; whoever keeps a duty does not queue behind a thousand pages."""

import asyncio

from roviec.db.engine import Database
from roviec.db.models import Fact
from roviec.db.turns import Turns


async def test_what_cannot_wait_goes_before_all_who_do() -> None:
    turns, seen = Turns(), []

    async def one(name: str, *, first: bool = False) -> None:
        async with turns.taken(first=first):
            seen.append(name)
            await asyncio.sleep(0.001)

    async with turns.taken():
        many = [asyncio.create_task(one(f"page {n}")) for n in range(50)]
        await asyncio.sleep(0)
        urgent = asyncio.create_task(one("duty", first=True))
        await asyncio.sleep(0)
    await asyncio.gather(*many, urgent)
    assert seen.index("duty") <= 1
    assert [one for one in seen if one != "duty"] == [f"page {n}" for n in range(50)]


async def test_who_gives_up_waiting_keeps_nobody_out() -> None:
    turns = Turns()
    async with turns.taken():
        waiting = [asyncio.create_task(_take(turns, first)) for first in (False, True, False)]
        await asyncio.sleep(0)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    async with asyncio.timeout(1), turns.taken():
        pass


async def _take(turns: Turns, first: bool) -> None:
    async with turns.taken(first=first):
        pass


async def test_a_renewal_waits_for_one_page_and_not_for_all(sqlite: Database) -> None:
    done = 0

    async def page(n: int) -> None:
        nonlocal done
        async with sqlite.write() as session:
            session.add(Fact(name=f"page {n}", value={}))
            await session.flush()
        done += 1

    pages = [asyncio.create_task(page(n)) for n in range(100)]
    await asyncio.sleep(0.02)
    before = done
    async with sqlite.write(first=True):
        assert done - before <= 2
    await asyncio.gather(*pages)
