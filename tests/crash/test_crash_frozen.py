"""Two processes on PostgreSQL: one is frozen, cut off, or loses its database; the other one goes on, never both."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from tests.crash.bureau import Bureau, opened
from tests.crash.lives import KILLED, Victim, living
from tests.fakes.cable import Cable, cable
from tests.postgres import binaries, own, standby, statement


@pytest.fixture
async def bureau(bare_url: str, tmp_path: Path) -> AsyncIterator[Bureau]:
    async with opened(bare_url, tmp_path) as found:
        yield found


@asynccontextmanager
async def pair(bureau: Bureau, url: str = "") -> AsyncIterator[tuple[Victim, Victim]]:
    """Two processes: the first one, on its own address, has every duty before the second one starts."""
    async with living(await bureau.life(url)) as first:
        await bureau.hears(8)
        await bureau.sent_by(first)
        async with living(await bureau.life()) as second:
            yield first, second


async def test_a_frozen_process_is_replaced_and_stays_so_when_it_wakes(bureau: Bureau) -> None:
    async with pair(bureau) as (first, second):
        for frozen, other in ((first, second), (second, first)):
            await bureau.hears(16)
            await bureau.sent_by(frozen)
            await bureau.freeze(frozen)
            await bureau.hears(16)
            await bureau.sent_by(other)
            frozen.thaw()
            await bureau.hears(8)
            await bureau.sent_by(other)
        statistics = await bureau.fake.perform("statistics")
        assert statistics["errors"].get("409", 0) <= 4, "nobody polls beside the holder"
        await bureau.finish(first, second)


async def test_one_of_two_idle_processes_polls(bureau: Bureau) -> None:
    async with pair(bureau) as (first, second):
        await bureau.hears(8)
        await bureau.sent_by(first)
        await asyncio.sleep(3)
        assert not (await bureau.fake.perform("statistics"))["errors"].get("409", 0)
        await bureau.finish(first, second)


async def test_a_killed_process_is_replaced(bureau: Bureau) -> None:
    async with pair(bureau) as (first, second):
        await bureau.hears(16)
        await bureau.sent_by(first)
        await first.kill()
        assert first.process.exitcode == KILLED
        await bureau.hears(16)
        await bureau.sent_by(second)
        await bureau.finish(second)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Any]:
    tools = binaries()
    if tools is None:
        pytest.skip("no PostgreSQL of our own to stop")
    with own(tools) as mine:
        await statement(mine.address, "CREATE DATABASE office")
        yield mine


async def test_a_database_that_is_restarted_leaves_one_holder_and_processes_that_obey(
    server: Any, tmp_path: Path
) -> None:
    async with (
        opened(f"{server.address}/office", tmp_path) as bureau,
        living(await bureau.life()) as first,
        living(await bureau.life()) as second,
    ):
        for _ in range(2):
            await bureau.hears(16)
            await bureau.until(lambda: bool(bureau.sends), "a send")
            await asyncio.to_thread(server.stop)
            await asyncio.sleep(1)
            await asyncio.to_thread(server.start)
            await bureau.hears(16)
            count = len(bureau.sends)

            def has_sent_more(count: int = count) -> bool:
                return len(bureau.sends) > count

            await bureau.until(has_sent_more, "a send after the restart")
        await bureau.finish(first, second)


async def test_a_standby_takes_over_with_all_that_was_acknowledged(server: Any, tmp_path: Path) -> None:
    """The first server dies for good; the address leads to one that followed it, as a province's IT staff sets it up."""
    with standby(server) as second:
        await statement(server.address, "ALTER SYSTEM SET synchronous_standby_names = '*'")
        await statement(server.address, "SELECT pg_reload_conf()")
        async with cable(server.port) as line:
            url = make_url(f"{server.address}/office").set(port=line.port)
            async with (
                opened(url.render_as_string(hide_password=False), tmp_path) as bureau,
                living(await bureau.life()) as first,
                living(await bureau.life()) as other,
            ):
                await bureau.hears(24)
                await bureau.until(lambda: bool(bureau.sends), "a send")
                await asyncio.to_thread(server.stop)
                await bureau.hears(16)
                line.to = second.port
                await statement(second.address, "SELECT pg_promote()")
                count = len(bureau.sends)
                await bureau.until(lambda: len(bureau.sends) > count, "a send after the fail-over")
                await bureau.finish(first, other)


async def test_who_is_cut_off_from_the_database_stops_before_another_begins(
    bare_postgres: str, tmp_path: Path
) -> None:
    url = make_url(bare_postgres)
    async with opened(bare_postgres, tmp_path) as bureau, cable(url.port or 5432) as line:
        far = url.set(port=line.port).render_as_string(hide_password=False)
        async with pair(bureau, far) as (first, second):
            await bureau.hears(16)
            await bureau.sent_by(first)
            line.cut()
            await bureau.hears(16)
            await bureau.sent_by(second)
            line.mend()
            await bureau.hears(16)
            await bureau.sent_by(second)
            await bureau.finish(first, second)


@contextmanager
def _in(trouble: str, server: Any, line: Cable) -> Iterator[None]:
    """Let a trouble last."""
    backends = [server.process.pid, *_children(server.process.pid)] if trouble == "frozen" else []
    if trouble == "stopped":
        server.stop()
    elif trouble == "cut":
        line.cut()
    for pid in backends:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in backends:
            os.kill(pid, signal.SIGCONT)
        if trouble == "stopped":
            server.start()


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("trouble", ["stopped", "frozen", "cut"])
async def test_sigterm_ends_a_process_in_five_seconds_whatever_its_database_does(
    server: Any, tmp_path: Path, trouble: str
) -> None:
    async with opened(f"{server.address}/office", tmp_path) as bureau, cable(server.port) as line:
        url = make_url(bureau.url).set(port=line.port).render_as_string(hide_password=False)
        async with living(await bureau.life(url)) as victim:
            await bureau.hears(16)
            await bureau.sent_by(victim)
            with _in(trouble, server, line):
                await bureau.hears(16)
                await asyncio.sleep(1)
                victim.process.terminate()
                # Five seconds are promised; the machine may be busy.
                assert await victim.end(within=10) is not None
