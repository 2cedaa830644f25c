"""The dead-man's switch: called while rounds happen, silent when they don't; its address is in no log."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from aiohttp import web
from small_office import SmallOffice, at

from roviec.scheduler.alive import SignOfLife
from roviec.scheduler.clock import Job, Scheduler

SECRET = "/ping/mot-ma-rieng"


class Listener:
    """Somebody outside who counts the calls."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.status = 200
        self.silent = asyncio.Event()
        self.silent.set()

    async def answer(self, request: web.Request) -> web.Response:
        self.heard.append(request.path)
        await self.silent.wait()
        return web.Response(status=self.status)


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[Listener, str]]:
    listener, app = Listener(), web.Application()
    app.router.add_get(SECRET, listener.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield listener, f"http://127.0.0.1:{runner.addresses[0][1]}{SECRET}"
    finally:
        await runner.cleanup()


async def ended(alive: SignOfLife) -> None:
    assert alive._calling is not None
    await alive._calling


async def test_each_whole_round_is_told_and_a_failing_one_is_not(office: SmallOffice) -> None:
    broken = False

    async def shaky(_now: datetime) -> int:
        if broken:
            raise RuntimeError
        return 0

    async with listening() as (listener, url):
        alive = SignOfLife(url)
        clock = Scheduler(office.db, office.house, lambda: at("2026-06-30 08:00"), alive=alive)
        clock.jobs = (*clock.jobs, Job("shaky", shaky))
        for minute in range(2):
            await clock.tick(at(f"2026-06-30 08:0{minute}"))
            await ended(alive)
        assert listener.heard == [SECRET] * 2
        broken = True
        await clock.tick(at("2026-06-30 08:02"))
        await ended(alive)
        assert len(listener.heard) == 2
        broken = False
        await clock.tick(at("2026-06-30 08:03"))
        await ended(alive)
        assert len(listener.heard) == 3


async def test_who_listens_slowly_keeps_nobody_waiting(office: SmallOffice) -> None:
    async with listening() as (listener, url):
        listener.silent.clear()
        alive = SignOfLife(url)
        clock = Scheduler(office.db, office.house, lambda: at("2026-06-30 08:00"), alive=alive)
        async with asyncio.timeout(20):
            for minute in range(3):
                await clock.tick(at(f"2026-06-30 08:0{minute}"))
            while not listener.heard:
                await asyncio.sleep(0.01)
        assert len(listener.heard) == 1, "one call at a time"
        await alive.close()


@pytest.mark.parametrize("trouble", ["refused", "error"])
async def test_an_office_that_nobody_listens_to_goes_on_and_says_so_once(
    trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening() as (listener, url):
        listener.status = 503
        alive = SignOfLife(url if trouble == "error" else f"http://127.0.0.1:9{SECRET}")
        with caplog.at_level(logging.DEBUG):
            for _ in range(3):
                alive()
                await ended(alive)
        said = [record.getMessage() for record in caplog.records if record.name.startswith("roviec")]
        assert len(said) == 1
        assert "mot-ma-rieng" not in caplog.text
        listener.status = 200
        healed = SignOfLife(url)
        healed()
        await ended(healed)
        assert listener.heard
