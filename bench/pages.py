"""`python -m bench.pages`: what each page of a large office costs: 20,000 tasks, half of them open, 40 units."""

import asyncio
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

import httpx
from sqlalchemy import update

from bench.digest import NOW, office
from roviec.bot.build import Parts
from roviec.bot.build import build as parts_of
from roviec.bot.settings import make
from roviec.db import sessions
from roviec.db.engine import Database
from roviec.db.models import Person, Role
from roviec.web.app import Deps, build

TASKS_DONE, TIMES = 10_000, 20
PATHS = (
    *(
        "/trang",
        "/trang/viec",
        "/trang/viec?muc=qua-han",
        "/trang/viec?tim=thu+tuc",
        "/trang/viec?muc=tat-ca&trang=50",
    ),
    *(
        "/trang/theo/don-vi",
        "/trang/theo/lanh-dao",
        "/trang/theo/van-ban",
        "/trang/theo/thanh-phan",
        "/trang/lich",
    ),
    *("/trang/giao", "/trang/van-ban", "/trang/don-vi", "/trang/viec/1", "/trang/phien"),
    *("/trang/ban-tin", "/trang/ban-tin/viec?cach=overdue"),
)


def deps_of(db: Database, parts: Parts) -> Deps:
    """Return what the pages of an office need, at a fixed moment."""
    return Deps(
        db=db,
        files=parts.files,
        channel=parts.web,
        wake=lambda: None,
        clock=lambda: NOW,
        office="UBND",
        public_url="http://localhost",
        max_file=1000,
        demo=None,
        house=parts.house,
    )


async def client_of(db: Database, folder: Path) -> httpx.AsyncClient:
    """Return a browser in which an admin of the office is."""
    parts = await parts_of(make(database={"files": folder / "files"}), db, lambda: NOW)
    async with db.write() as session:
        await session.exec(update(Person).values(role=Role.admin))
        secret = sessions.new_secret()
        await sessions.begin(
            session, secret, chat=None, person_id=1, now=NOW, life=sessions.Life(timedelta(1), timedelta(9))
        )
    deps = deps_of(db, parts)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=build(deps)),
        base_url="http://localhost",
        cookies={"rv_review": secret},
        headers={"accept": "text/html"},
        timeout=60,
    )


async def measured(client: httpx.AsyncClient, path: str) -> tuple[int, float, float]:
    """Return the status of a page, and the 95th percentile of its processor time and of its time on the wall, in ms."""
    work, wall = [], []
    for _ in range(TIMES + 1):
        began, at = process_time(), perf_counter()
        answer = await client.get(path)
        work.append(1000 * (process_time() - began))
        wall.append(1000 * (perf_counter() - at))
    place = round(0.95 * TIMES)
    return answer.status_code, sorted(work[1:])[place - 1], sorted(wall[1:])[place - 1]


async def main() -> None:
    """Fill an office and print a line for each page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = Database(sys.argv[1] if len(sys.argv) > 1 else f"sqlite+aiosqlite:///{folder}/roviec.db")
        await office(db, TASKS_DONE)
        async with await client_of(db, folder) as client:
            for path in PATHS:
                status, work, wall = await measured(client, path)
                print(f"{path:36} {status} {work:7.0f} ms of work {wall:7.0f} ms on the wall", flush=True)
        await db.dispose()


if __name__ == "__main__":
    asyncio.run(main())
