"""A process in trouble: a platform that is gone, a clock that steps, a disk that is full."""

import asyncio
import resource
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.crash import sends
from tests.crash.bureau import Bureau, opened
from tests.crash.lives import Victim, living
from tests.fakes.cable import cable

HOUR, DAY = 3600, 86_400


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Bureau]:
    async with opened(f"sqlite+aiosqlite:///{tmp_path}/roviec.db", tmp_path) as found:
        yield found


@pytest.mark.parametrize("kind", ["bad_gateway", "drop", "commit_then_drop"])
async def test_a_platform_that_does_not_answer_is_asked_now_and_then_and_hears_everything_in_the_end(
    bureau: Bureau, kind: str
) -> None:
    async with living(await bureau.life()) as victim:
        await bureau.hears(8)
        await bureau.sent_by(victim)
        before = len(bureau.sends)
        await bureau.fake.perform("fault", kind=kind, method="sendMessage", count=None)
        await bureau.hears(40)
        await asyncio.sleep(6)
        # Each chat alone would have tried three times by now.
        assert len(bureau.sends) - before <= len(bureau.chats) + 6, "one message at a time asks"
        await bureau.fake.perform("clear_faults")
        await bureau.finish(victim)


async def test_a_line_to_the_platform_that_is_cut_loses_nothing(bureau: Bureau) -> None:
    async with cable(int(bureau.fake.base_url.rsplit(":", 1)[1])) as line:
        life = await bureau.life()
        life.settings["telegram"]["base_url"] = f"http://127.0.0.1:{line.port}"
        async with living(life) as victim:
            await bureau.hears(8)
            await bureau.sent_by(victim)
            line.cut()
            await bureau.hears(16)
            await asyncio.sleep(3)
            line.mend()
            await bureau.hears(16)
            await bureau.finish(victim)


@pytest.mark.parametrize("step", [-DAY, -2 * HOUR, 2 * HOUR, 30 * DAY])
async def test_a_clock_that_steps_keeps_nobody_waiting(bureau: Bureau, step: int) -> None:
    bureau.set_clock(0)
    async with living(await bureau.life()) as victim:
        await bureau.hears(16)
        await bureau.sent_by(victim)
        # Some wait in the outbox at this moment: the platform is gone for a while.
        await bureau.fake.perform("fault", kind="bad_gateway", method="sendMessage", count=None)
        await bureau.hears(16)
        await asyncio.sleep(1)
        bureau.set_clock(step)
        await bureau.fake.perform("clear_faults")
        await bureau.hears(16)
        await bureau.sent_by(victim, more=8)
        bureau.set_clock(0)
        await bureau.finish(victim)


def _limit(victim: Victim, most: int) -> None:
    """Let no file of a process grow past a size: to it that is a full disk."""
    hard = resource.prlimit(victim.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(victim.pid, resource.RLIMIT_FSIZE, (most, hard))


async def _health(victim: Victim) -> int:
    async with httpx.AsyncClient(timeout=10) as client:
        return (await client.get(f"http://127.0.0.1:{victim.port}/healthz")).status_code


async def test_a_full_disk_acknowledges_nothing_and_goes_on_when_there_is_room(bureau: Bureau) -> None:
    async with living(await bureau.life()) as victim:
        await bureau.hears(16)
        await bureau.sent_by(victim)
        before = await bureau.fake.perform("statistics")
        _limit(victim, 8192)
        await bureau.hears(24)
        await asyncio.sleep(3)
        found: Any = await bureau.fake.perform("statistics")
        assert found["waiting"] > 0, "what can't be kept is not acknowledged"
        assert await _health(victim) == 503
        _limit(victim, resource.RLIM_INFINITY)
        await bureau.until(lambda: len(bureau.sends) > before["sent"], "a send after there is room")
        await bureau.finish(victim)
        assert sends.silences(bureau.sends)[0][0] < 30
