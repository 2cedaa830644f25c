"""Starting and stopping the real process."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx

from roviec.db.engine import Database
from roviec.db.migrate import upgrade

ROVIEC = Path(sys.executable).parent / "roviec"


@asynccontextmanager
async def started(folder: Path, *arguments: str, **env: str) -> AsyncIterator[asyncio.subprocess.Process]:
    (folder / "config.toml").write_text("", "utf-8")
    environment = os.environ | {"ROVIEC_WEB__PORT": "0"} | env
    process = await asyncio.create_subprocess_exec(
        ROVIEC, *arguments, cwd=folder, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def first_line(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    return (await asyncio.wait_for(process.stderr.readline(), 30)).decode()


async def address_of(process: asyncio.subprocess.Process) -> str:
    line = await first_line(process)
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found, line
    return found[0]


async def test_a_taken_port_ends_in_one_sentence_with_another_to_try(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with started(tmp_path, "demo", "--port", str(port)) as process:
            line = await first_line(process)
            assert await asyncio.wait_for(process.wait(), 20) == 2
    assert line.strip() == (
        f"Cổng {port} đang có chương trình khác dùng. Ông/Bà chọn cổng khác, ví dụ: --port {port + 1}."
    )


async def test_the_office_never_offers_the_sample_people_or_the_clock(tmp_path: Path) -> None:
    async with started(tmp_path, "run") as process:
        async with httpx.AsyncClient(base_url=await address_of(process)) as client:
            page = await client.get("/", follow_redirects=True)
            assert page.status_code == 200
            assert "BẢN TRÌNH DIỄN" not in page.text
            for path in ("/demo", "/demo/state"):
                assert (await client.get(path)).status_code == 404
            assert (await client.post("/demo/move", json={"step": "day"})).status_code in (404, 405)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_an_office_is_offered_to_be_set_up_once_nobody_else_holds_its_database(tmp_path: Path) -> None:
    file = tmp_path / "roviec.db"
    db = Database(f"sqlite+aiosqlite:///{file}")
    await upgrade(db)
    await db.dispose()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with started(tmp_path, "run", ROVIEC_DATABASE__URL=f"sqlite+aiosqlite:///{file}") as process:
            await address_of(process)
            # What waits for a lock has given up by then, and tries again.
            await asyncio.sleep(6)
            other.execute("ROLLBACK")
            assert process.stderr is not None
            async with asyncio.timeout(30):
                while b"?ma=" not in (line := await process.stderr.readline()):
                    assert line, "the process ended"


async def test_an_unknown_part_is_refused_with_those_there_are(tmp_path: Path) -> None:
    async with started(tmp_path, "run", "--only", "web,postman") as process:
        assert "Không có phần «postman»" in await first_line(process)
        assert await asyncio.wait_for(process.wait(), 20) == 2


async def test_a_demonstration_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    for expected in ("Thứ Hai, 25/11/2024", "Thứ Ba, 26/11/2024"):
        async with started(tmp_path, "demo", "--port", "0") as process:
            address = await address_of(process)
            async with httpx.AsyncClient(base_url=address, headers={"Origin": address}, timeout=30) as client:
                assert expected in (await client.get("/demo")).text
                await client.post("/demo/move", json={"step": "day"})
            process.send_signal(signal.SIGINT)
            assert await asyncio.wait_for(process.wait(), 10) == 0
