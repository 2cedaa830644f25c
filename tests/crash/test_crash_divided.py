"""Two processes that divide the chats: each sends for its own, whoever is left sends for all, nothing is lost or doubled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.crash.bureau import Bureau, opened
from tests.crash.lives import Victim, living
from tests.crash.sends import Send


@pytest.fixture
async def bureau(bare_url: str, tmp_path: Path) -> AsyncIterator[Bureau]:
    async with opened(bare_url, tmp_path, people=40, shards=2) as found:
        yield found


@asynccontextmanager
async def another(bureau: Bureau) -> AsyncIterator[Victim]:
    async with living(await bureau.life()) as victim:
        yield victim


def of(sends: list[Send], victim: Victim) -> set[int]:
    """Return the shards for which a process sent."""
    return {one.shard for one in sends if one.pid == victim.pid}


async def shares(bureau: Bureau, *victims: Victim) -> None:
    """Let people speak until each process sends for one shard, and no two for the same."""

    async def divided() -> bool:
        before = len(bureau.sends)
        await bureau.hears(2)
        await asyncio.sleep(0.3)
        lately = [of(bureau.sends[before:], victim) for victim in victims]
        return sorted(map(sorted, lately)) == [[number] for number in range(1, len(victims) + 1)]

    await bureau.until(divided, "a division", within=60)


async def test_each_process_sends_for_its_own_and_who_is_left_for_all(bureau: Bureau) -> None:
    async with another(bureau) as first:
        await bureau.hears(8)
        await bureau.sent_by(first)
        async with another(bureau) as second:
            await shares(bureau, first, second)
            await first.kill()
            before = len(bureau.sends)

            async def all_by_the_second() -> bool:
                await bureau.hears(1)
                return of(bureau.sends[before:], second) == {1, 2}

            await bureau.until(all_by_the_second, "sends for both shards")
            async with another(bureau) as third:
                await shares(bureau, second, third)
                await bureau.finish(second, third)


async def test_who_was_frozen_loses_its_shard_and_has_one_again_when_it_wakes(bureau: Bureau) -> None:
    async with another(bureau) as first, another(bureau) as second:
        await shares(bureau, first, second)
        await bureau.freeze(first)
        before = len(bureau.sends)

        async def all_by_the_second() -> bool:
            await bureau.hears(1)
            return of(bureau.sends[before:], second) == {1, 2}

        await bureau.until(all_by_the_second, "sends for both shards")
        first.thaw()
        await shares(bureau, first, second)
        await bureau.finish(first, second)
