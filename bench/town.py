"""What is measured: the office or the stock bot as a process of its own, before the fake Bot API in another."""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from roviec.db.engine import Database
from roviec.db.migrate import upgrade
from tests.crash.lives import free_port
from tests.crash.office import seed
from tests.fakes.telegram.server import RemoteTelegram

STARTING = 20.0


@dataclass
class Bot:
    """A running bot and the server it talks to."""

    fake: RemoteTelegram
    pid: int
    folder: Path
    start_up: float = 0.0
    """Seconds from the start of the process to its first answered healthz."""

    @property
    def url(self) -> str:
        """The office's database."""
        return f"sqlite+aiosqlite:///{self.folder}/roviec.db"

    @property
    def peak_megabytes(self) -> float:
        """The most memory that the process held so far."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("no VmHWM: /proc is needed")

    @property
    def seconds_of_work(self) -> float:
        """Processor time that the process used so far: what stays comparable on a busy machine."""
        parts = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def office(fake: RemoteTelegram, *, per_second: float) -> AsyncIterator[Bot]:
    """Run `roviec run` over an office with one open survey."""
    with tempfile.TemporaryDirectory(prefix="roviec-bench-") as name:
        folder, port = Path(name), free_port()
        bot = Bot(fake, 0, folder)
        db = Database(bot.url)
        await upgrade(db)
        await seed(db, "telegram", [])
        await db.dispose()
        (folder / "config.toml").write_text("")
        settings = {
            "ROVIEC_CONFIG": f"{folder}/config.toml",
            "ROVIEC_DATABASE__URL": bot.url,
            "ROVIEC_DATABASE__FILES": f"{folder}/files",
            "ROVIEC_WEB__PORT": str(port),
            "ROVIEC_TELEGRAM__ENABLED": "true",
            "ROVIEC_TELEGRAM__TOKEN": fake.token,
            "ROVIEC_TELEGRAM__BASE_URL": fake.base_url,
            "ROVIEC_DELIVERY__TELEGRAM": str(per_second),
        }
        program = "from roviec.bot.cli import main; main()"
        begun = time.perf_counter()
        async with _process(["-c", program, "run"], settings) as bot.pid:
            await _answers(f"http://127.0.0.1:{port}/healthz")
            bot.start_up = time.perf_counter() - begun
            yield bot


@asynccontextmanager
async def stock(fake: RemoteTelegram) -> AsyncIterator[Bot]:
    """Run the stock bot."""
    with tempfile.TemporaryDirectory(prefix="roviec-stock-") as name:
        settings = {
            "STOCK_DATABASE": f"{name}/stock.db",
            "STOCK_BASE_URL": fake.base_url,
            "STOCK_TOKEN": fake.token,
        }
        async with _process(["-m", "bench.stock_bot"], settings) as pid:
            yield Bot(fake, pid, Path(name))


@asynccontextmanager
async def _process(arguments: list[str], settings: dict[str, str]) -> AsyncIterator[int]:
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=os.environ | settings, stdout=quiet, stderr=quiet
    )
    try:
        yield process.pid
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _answers(address: str) -> None:
    async with httpx.AsyncClient(timeout=2) as client, asyncio.timeout(STARTING):
        while True:
            try:
                if (await client.get(address)).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.01)
