"""What is measured: the office or a peer as a process of its own, before the fake Bot API in another."""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.office import open_survey
from roviec.db.engine import Database
from roviec.db.migrate import upgrade
from tests.fakes.telegram.server import RemoteTelegram
from tests.ports import free_port

STARTING = 60.0
PEERS = Path(sys.prefix) / "peers"
"""Where `make bench` installs the peer that can't share our libraries' versions."""
STOCK, AIOGRAM = "bench.stock_bot", "bench.aiogram_bot"


@dataclass
class Bot:
    """A running bot and the server it talks to."""

    fake: RemoteTelegram
    pid: int
    folder: Path
    begun: float = 0.0
    """When its process was started, by the monotonic clock that all processes share."""
    database: str = ""
    """Where the office's database is; empty for a file in the folder."""

    @property
    def url(self) -> str:
        """The office's database."""
        return self.database or f"sqlite+aiosqlite:///{self.folder}/roviec.db"

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
async def office(
    fake: RemoteTelegram,
    *,
    per_second: float | None,
    fill: Callable[[Database], Awaitable[None]] = open_survey,
    database: str = "",
    **more: str,
) -> AsyncIterator[Bot]:
    """Run `roviec run` over an office with one open survey; None: at no pace of its own, whole or per chat.

    `fill` writes what the office begins with, `more` are settings by the names of their variables.
    """
    with tempfile.TemporaryDirectory(prefix="roviec-bench-") as name:
        bot = Bot(fake, 0, Path(name), database=database)
        db = Database(bot.url)
        await upgrade(db)
        await fill(db)
        await db.dispose()
        (bot.folder / "config.toml").write_text("")
        async with serving(bot, per_second=per_second, **more):
            yield bot


@asynccontextmanager
async def serving(bot: Bot, *, per_second: float | None, **more: str) -> AsyncIterator[Bot]:
    """Start a process of an office whose database is there, and wait until it answers."""
    port = free_port()
    settings = {
        "ROVIEC_CONFIG": f"{bot.folder}/config.toml",
        "ROVIEC_DATABASE__URL": bot.url,
        "ROVIEC_DATABASE__FILES": f"{bot.folder}/files",
        "ROVIEC_WEB__PORT": str(port),
        "ROVIEC_TELEGRAM__ENABLED": "true",
        "ROVIEC_TELEGRAM__TOKEN": bot.fake.token,
        "ROVIEC_TELEGRAM__BASE_URL": bot.fake.base_url,
        **more,
    }
    program = ["-m", "bench.unpaced"]
    if per_second is not None:
        settings["ROVIEC_DELIVERY__TELEGRAM"] = str(per_second)
        program = ["-c", "from roviec.bot.cli import main; main()"]
    bot.begun = time.monotonic()
    async with _process([*program, "run"], settings) as bot.pid:
        await _answers(f"http://127.0.0.1:{port}/healthz")
        yield bot


@asynccontextmanager
async def peer(fake: RemoteTelegram, module: str) -> AsyncIterator[Bot]:
    """Run a peer with what it pins itself, not with our libraries' versions."""
    with tempfile.TemporaryDirectory(prefix="roviec-peer-") as name:
        settings = {
            "PEER_DATABASE": f"{name}/peer.db",
            "PEER_BASE_URL": fake.base_url,
            "PEER_TOKEN": fake.token,
        }
        if module == AIOGRAM:
            settings["PYTHONPATH"] = str(PEERS)
        begun = time.monotonic()
        async with _process(["-m", module], settings) as pid:
            yield Bot(fake, pid, Path(name), begun)


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
