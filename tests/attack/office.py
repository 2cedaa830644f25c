"""An office to attack: a real `roviec run` on loopback, in a folder of its own, with people on its roster."""

import asyncio
import contextlib
import hashlib
import io
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from roviec.bot.cli.shell import run
from roviec.channels.telegram import webhook as telegram
from roviec.channels.zalo_bot import receiving as zalo_bot
from roviec.channels.zalo_oa.seal import Seal
from tests.attack.browser import Browser

NAME = "UBND xã Đại Lãnh"
UNIT = "Phòng Văn hóa"
ROSTER = f"""họ tên,chức vụ,đơn vị,đơn vị cấp trên,điện thoại,vai trò
Nguyễn Văn An,Chủ tịch,{NAME},,0912345671,lãnh đạo
Phạm Quản Trị,Chánh văn phòng,{NAME},,0912345672,quản trị
Trần Thị Bình,Công chức,{UNIT},{NAME},0912345673,cán bộ
Lê Văn Cường,Công chức,{UNIT},{NAME},0912345674,cán bộ
"""
SECRETS = {
    "ROVIEC_TELEGRAM__ENABLED": "true",
    "ROVIEC_TELEGRAM__MODE": "webhook",
    "ROVIEC_TELEGRAM__TOKEN": "1:telegram",
    "ROVIEC_TELEGRAM__BASE_URL": "http://127.0.0.1:9",
    "ROVIEC_ZALO_BOT__ENABLED": "true",
    "ROVIEC_ZALO_BOT__TOKEN": "1:zalo",
    "ROVIEC_ZALO_BOT__BASE_URL": "http://127.0.0.1:9",
    "ROVIEC_ZALO_OA__ENABLED": "true",
    "ROVIEC_ZALO_OA__APP_ID": "1234",
    "ROVIEC_ZALO_OA__APP_SECRET": "app-secret-of-the-attack",
    "ROVIEC_ZALO_OA__OA_SECRET": "oa-secret-of-the-attack",
    "ROVIEC_ZALO_OA__OPENAPI_URL": "http://127.0.0.1:9",
    "ROVIEC_ZALO_OA__OAUTH_URL": "http://127.0.0.1:9",
    "ROVIEC_ZALO_OA__BUSINESS_URL": "http://127.0.0.1:9",
}
_MAIN = "from roviec.bot.cli import main; main()"
_ALONE = ("PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV")


@contextlib.contextmanager
def _environment(known: Mapping[str, str]) -> Iterator[None]:
    """Have this environment, and write for the owner alone, as a command of its own does."""
    before, mask = dict(os.environ), os.umask(0o077)
    os.environ.clear()
    os.environ.update(known)
    try:
        yield
    finally:
        os.umask(mask)
        os.environ.clear()
        os.environ.update(before)


@dataclass
class Office:
    """A running office and what its attackers know: everything but its secrets and its folder."""

    folder: Path
    port: int
    client: httpx.AsyncClient
    process: subprocess.Popen[bytes] | None = None
    seats: dict[str, Browser] = field(default_factory=dict)
    """The browsers of the roster, by name."""
    visitors: list[Browser] = field(default_factory=list)
    """Every browser that was ever opened."""
    token: str = ""
    """What opens the survey."""

    @property
    def address(self) -> str:
        """Return where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def _environment(self) -> dict[str, str]:
        known = {name: os.environ[name] for name in _ALONE if name in os.environ}
        return known | SECRETS | {"ROVIEC_WEB__PORT": str(self.port)}

    def _typed(self, words: Sequence[str]) -> tuple[int, str, str]:
        with (
            contextlib.chdir(self.folder),
            _environment(self._environment),
            contextlib.redirect_stdout(io.StringIO()) as out,
            contextlib.redirect_stderr(io.StringIO()) as err,
        ):
            code = run(words)
        return code, out.getvalue(), err.getvalue()

    async def type(self, *words: str, fails: bool = False) -> str:
        """Type a command at the office's own terminal, one at a time; return what it printed.

        In this process, which is another one than the office's: to start one more takes longer than the command.
        """
        code, out, err = await asyncio.to_thread(self._typed, words)
        assert fails == (code != 0), err
        return out

    async def start(self) -> None:
        """Start serving and wait for the sign of life."""
        log = (self.folder / "log").open("ab")
        command = [sys.executable, "-c", _MAIN, "run"]
        self.process = subprocess.Popen(
            command, cwd=self.folder, env=self._environment, stderr=log, stdout=log
        )
        log.close()
        for _ in range(3000):
            assert self.process.poll() is None, self.log[-2000:]
            try:
                if (await self.client.get("/healthz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
        raise AssertionError("the office did not start")

    def stop(self) -> None:
        """End the process as an admin does; one that does not listen is killed."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)

    @property
    def log(self) -> str:
        """What the process wrote."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Read the database as whoever copied it would."""
        with sqlite3.connect(f"file:{self.folder}/var/roviec.db?mode=ro", uri=True) as database:
            found = database.execute(query, values).fetchall()
        database.close()
        return found

    async def browser(self, at: str = "127.0.0.1") -> Browser:
        """Open a browser that nobody knows, on a machine with this address."""
        one = self.visitor(at)
        await one.opens()
        return one

    def visitor(self, at: str = "127.0.0.1") -> Browser:
        """Return a browser that has opened no page yet."""
        self.visitors.append(Browser(self.address, at))
        return self.visitors[-1]

    async def hire(self, name: str, at: str = "127.0.0.1") -> Browser:
        """Give somebody on the roster a browser, by an invitation."""
        code = json.loads(await self.type("people", "invite", name, "--json"))["code"]
        one = await self.browser(at)
        said = await one.says(f"/start {code}")
        assert "Đã liên kết" in said, said
        self.seats[name] = one
        return one

    # What a platform knows.

    async def telegram(self, body: bytes, *, secret: str | None = None) -> httpx.Response:
        """Post an update as Telegram, or somebody who says so."""
        mine = telegram.secret_of("1:telegram", "") if secret is None else secret
        return await self._hook(telegram.path_of("1:telegram"), body, {telegram.HEADER: mine})

    async def zalo_bot(self, body: bytes, *, secret: str | None = None) -> httpx.Response:
        """Post an event as Zalo Bot."""
        mine = zalo_bot.secret_of("1:zalo", "") if secret is None else secret
        return await self._hook(zalo_bot.path_of("1:zalo"), body, {zalo_bot.HEADER: mine})

    async def zalo_oa(self, body: bytes, *, secret: str = "oa-secret-of-the-attack") -> httpx.Response:
        """Post an event as the Official Account."""
        stamp = str(int(time.time() * 1000))
        mac = hashlib.sha256(b"1234" + body + stamp.encode() + secret.encode()).hexdigest()
        headers = {"X-ZEvent-Signature": f"mac={mac}", "X-ZEvent-Timestamp": stamp}
        return await self._hook(Seal("app-secret-of-the-attack").path(), body, headers)

    async def _hook(self, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        return await self.client.post(
            path, content=body, headers={"content-type": "application/json", **headers}
        )


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Office]:
    """Open an office with four people, a task, and a survey; close it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder.chmod(0o755)
    (folder / "config.toml").write_text(f'[office]\nname = "{NAME}"\n', "utf-8")
    (folder / "can-bo.csv").write_text(ROSTER, "utf-8")
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=300) as client:
        office = Office(folder, port, client)
        await office.type("people", "import", "can-bo.csv")
        try:
            await office.start()
            for name in ("Nguyễn Văn An", "Phạm Quản Trị", "Trần Thị Bình", "Lê Văn Cường"):
                await office.hire(name)
            campaign = (await office.type("survey", "open", "mot-cua", "--unit", UNIT)).strip()
            made = json.loads(await office.type("survey", "link", campaign, "--unit", UNIT, "--json"))
            office.token = made["token"]
            yield office
        finally:
            for one in office.visitors:
                await one.close()
            office.stop()
