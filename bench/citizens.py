"""`python -m bench.citizens [people]`: citizens who answer the short form on its pages at once: one process, SQLite."""

import asyncio
import os
import random
import re
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path

import aiohttp
from sqlmodel import func, select

from bench.index import FORM, office
from roviec.db.engine import Database
from roviec.db.models import Answer, Received, Response, SurveyRun, Unit
from roviec.db.surveys.doors import make_door
from roviec.survey.questionnaire import Kind

PATIENCE = 600.0
_ASKED = re.compile(r'name="at" value="([^"]+)"')
CONNECTIONS = 1_000
BRISK = {
    "ROVIEC_WEB__NEW_CHATS_PER_MINUTE": "0",
    "ROVIEC_WEB__POSTS_PER_MINUTE": "0",
    "ROVIEC_WEB__MAX_CONNECTIONS": "4000",
    "ROVIEC_WEB__MAX_CONNECTIONS_PER_ADDRESS": "4000",
}
"""All of them come from this one machine: the limits of new chats, posts and connections of one address are lifted."""


@dataclass
class Citizen:
    """Somebody with a browser: follows every redirect, keeps its cookies, reads each page."""

    http: aiohttp.ClientSession
    path: str
    waits: list[float]
    cookies: dict[str, str] = field(default_factory=dict)

    async def answers(self) -> None:
        """Answer every question and send the form."""
        await self._opens(self.path)
        await self._posts({"do": "begin"})
        page = await self._posts({"do": "give", "at": "age", "a.age": "1"})
        # A low answer asks for its reason: what the page shows is what is answered.
        while asked := _ASKED.search(page):
            page = await self._answers_one(asked[1])
        assert "đã được nhận" in await self._posts({"do": "send"}), page[:300]

    async def _answers_one(self, item: str) -> str:
        """Answer the question that a page shows; return the page after it."""
        if FORM.item(item).kind is not Kind.SCALE:
            return await self._posts({"do": "skip", "at": item})
        begun = time.monotonic()
        page = await self._posts({"do": "give", "at": item, f"a.{item}": str(random.randint(1, 5))})
        self.waits.append(time.monotonic() - begun)
        return page

    async def _posts(self, fields: dict[str, str]) -> str:
        headers = self._headers() | {"sec-fetch-site": "same-origin"}
        async with self.http.post(self.path, data=fields, headers=headers, allow_redirects=False) as answer:
            self._keep(answer)
            text = await answer.text()
            assert answer.status in (200, 303), (answer.status, text[:300])
        return await self._opens(answer.headers["location"]) if answer.status == 303 else text

    async def _opens(self, path: str) -> str:
        async with self.http.get(path, headers=self._headers(), allow_redirects=False) as answer:
            self._keep(answer)
            text = await answer.text()
            assert answer.status in (200, 303), (answer.status, text[:300])
        return await self._opens(answer.headers["location"]) if answer.status == 303 else text

    def _headers(self) -> dict[str, str]:
        return {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _keep(self, answer: aiohttp.ClientResponse) -> None:
        for line in answer.headers.getall("set-cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}


async def _served(folder: Path, port: int) -> asyncio.subprocess.Process:
    """Start the office's process and wait until it answers."""
    config = folder / "config.toml"
    config.write_text(
        f'[database]\nurl = "sqlite+aiosqlite:///{folder}/roviec.db"\nfiles = "{folder}/files"\n[web]\nport = {port}\n',
        "utf-8",
    )
    environ = os.environ | BRISK | {"ROVIEC_CONFIG": str(config)}
    log = (folder / "log").open("wb")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "roviec", "run", env=environ, stdout=log, stderr=log, cwd=folder
    )
    async with aiohttp.ClientSession() as http:
        for _ in range(300):
            try:
                async with http.get(f"http://127.0.0.1:{port}/livez"):
                    return process
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
    raise RuntimeError((folder / "log").read_text("utf-8"))


async def measure(people: int) -> None:
    """Print how many answers a second are taken, how long one waits, and whether all of them are there."""
    with tempfile.TemporaryDirectory(prefix="roviec-bench-") as name:
        folder = Path(name)
        db = Database(f"sqlite+aiosqlite:///{folder}/roviec.db")
        campaign = await office(db, 0)
        async with db.write() as session:
            code = await make_door(session, campaign_id=campaign, unit=await session.get_one(Unit, 1))
        await db.dispose()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = await _served(folder, port)
        waits: list[float] = []
        try:
            begun = time.monotonic()
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            limits = aiohttp.ClientTimeout(total=PATIENCE)
            async with aiohttp.ClientSession(
                f"http://127.0.0.1:{port}",
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=limits,
            ) as http:
                told = asyncio.create_task(_told(waits, begun))
                citizens = [Citizen(http, f"/phieu/{code}", waits) for _ in range(people)]
                found = await asyncio.gather(*(one.answers() for one in citizens), return_exceptions=True)
                told.cancel()
            took = time.monotonic() - begun
        finally:
            process.terminate()
            await process.wait()
        failed = [one for one in found if one is not None]
        await _report(db, people, waits, took, failed)
        await db.dispose()


async def _told(waits: Sequence[float], begun: float) -> None:
    """Say each half minute how far it is: who stops it knows what it did until then."""
    while True:
        await asyncio.sleep(30)
        took = time.monotonic() - begun
        print(f"{took:.0f} s: {len(waits)} answers, {len(waits) / took:.0f} a second", flush=True)


async def _report(
    db: Database, people: int, waits: list[float], took: float, failed: Sequence[BaseException | None]
) -> None:
    async with db.read() as session:
        kept = [
            (await session.exec(select(func.count()).select_from(table))).one()
            for table in (Response, Answer, SurveyRun)
        ]
        counted = (await session.exec(select(func.sum(Received.responses)))).one() or 0
    waits.sort()
    p95 = waits[len(waits) * 95 // 100] if waits else 0.0
    print(
        f"{people} citizens at once: {len(waits) / took:.0f} answers/s (each with the page after it) over {took:.0f} s"
    )
    print(f"an answer with the next page: median {waits[len(waits) // 2]:.2f} s, p95 {p95:.2f} s")
    print(
        f"kept: {kept[0]} responses of {people}, {kept[1]} answers of {len(waits)}, {kept[2]} runs left, {counted} counted"
    )
    if failed:
        print(f"failed: {len(failed)}, the first: {failed[0]!r}")
    assert not failed
    assert [*kept, counted] == [people, len(waits), 0, people], "something is lost"


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000))
