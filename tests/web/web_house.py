"""The web room on a real database, in this process and behind a real port."""

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from roviec.bot.road import Road
from roviec.channels.webchat.channel import WebChat
from roviec.db import conversations, people, sessions
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.db.models import Inbox, WebEvent, WebSession
from roviec.db.sessions import hashed
from roviec.messages.outgoing import Outgoing
from roviec.web.app import Deps, build, close
from roviec.web.demo import Persona, PersonaKind
from roviec.web.identity import chat_of, cookie_name
from roviec.web.limits import Connections
from roviec.web.server import server_of

NOW = datetime(2026, 6, 29, 0, 30, tzinfo=UTC)
SECRET = "mot-bi-mat-dung-trong-kiem-thu-0123456789"
CHAT = chat_of(SECRET)
OURS = {"sec-fetch-site": "same-origin"}


def png(width: int = 300, height: int = 180) -> bytes:
    """Return a real picture: a sky over a rice field."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = [b"\0" + (b"\x9c\xc9\xe8" if y < height // 2 else b"\x6f\xa8\x3b") * width for y in range(height)]
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"".join(rows))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


PNG = png()


class Bell(asyncio.Event):
    """Counts how often it rings."""

    def __init__(self, rung: list[int]) -> None:
        super().__init__()
        self.rung = rung

    def set(self) -> None:
        self.rung.append(1)
        super().set()


@dataclass
class House:
    """An app, its parts, and how often the road was woken."""

    deps: Deps
    app: Starlette
    woken: list[int]

    async def hears(self, text: str, key: str, chat: str = CHAT, **more: object) -> None:
        await self.deps.channel.send(chat, Outgoing(text, **more), key=key, now=self.deps.clock())  # type: ignore[arg-type]

    async def lines(self, chat: str = CHAT) -> list[WebEvent]:
        async with self.deps.db.read() as session:
            rows = select(WebEvent).where(WebEvent.chat == chat).order_by(WebEvent.id)  # type: ignore[arg-type]
            return list((await session.exec(rows)).all())

    async def inbox(self) -> list[Inbox]:
        async with self.deps.db.read() as session:
            return list((await session.exec(select(Inbox).order_by(Inbox.place))).all())  # type: ignore[arg-type]

    async def lets_in(self, secret: str, person_id: int | None = None) -> None:
        """Issue a secret, once."""
        async with self.deps.db.write() as session:
            if await session.get(WebSession, hashed(secret)) is None:
                now, life = self.deps.clock(), self.deps.life
                await sessions.begin(
                    session, secret, chat=chat_of(secret), person_id=person_id, now=now, life=life
                )

    async def awaits_a_file(self, chat: str = CHAT) -> None:
        """Let a chat be writing a feedback, to which a picture may be added."""
        async with self.deps.db.write() as session:
            address = await people.address_of(session, channel="web", chat=chat)
            talk = await conversations.of(session, address, self.deps.clock())
            conversations.enter(talk, "feedback.words", {"photos": []}, self.deps.clock())

    def again(self, **changes: object) -> "House":
        deps = replace(self.deps, **changes)  # type: ignore[arg-type]
        return House(deps, build(deps), self.woken)


class Stage:
    """A small demonstration: four people and a clock that moves by days."""

    def __init__(self) -> None:
        self.time = NOW

    def people(self) -> list[Persona]:
        unit = "UBND xã Đại Lãnh"
        return [
            Persona(
                "an", "Nguyễn Văn An", "Công chức Tư pháp – Hộ tịch", unit, PersonaKind.official, "Gõ /viec."
            ),
            Persona(
                "binh", "Trần Thị Bình", "Công chức Văn hóa – Xã hội", unit, PersonaKind.official, "Gõ /viec."
            ),
            Persona("chi", "Lê Minh Chí", "Chủ tịch UBND", unit, PersonaKind.leader, "Gõ /duyet."),
            Persona("dung", "Phạm Ngọc Dung", "Văn phòng – Thống kê", unit, PersonaKind.admin, "Gõ /tuan."),
            Persona("em", "Bà Hoa", "Người dân", "", PersonaKind.citizen, "Gõ /khaosat."),
        ]

    def chat_secret(self, persona_id: str) -> str:
        return f"demo-{persona_id}"

    def now(self) -> datetime:
        return self.time

    async def move(self, step: str) -> str:
        self.time += timedelta(days=7 if step == "week" else 1)
        return "Đã chuyển thời gian; 2 người được nhắc việc."


@pytest.fixture
async def house(sqlite: Database, tmp_path: Path) -> House:
    db = sqlite
    files = FileStore(tmp_path / "files")
    woken: list[int] = []
    channel = WebChat(db, files, "http://localhost")
    dispatcher = SimpleNamespace(house=SimpleNamespace(channels={}))
    road = Road(db, {channel.name: channel}, dispatcher, lambda: NOW)  # type: ignore[arg-type]
    road.arrived = Bell(woken)
    deps = Deps(
        db=db,
        files=files,
        channel=channel,
        wake=lambda: None,
        receive=road.receive,
        clock=lambda: NOW,
        office="UBND xã Đại Lãnh",
        public_url="http://localhost",
        max_file=200_000,
        demo=None,
    )
    made = House(deps, build(deps), woken)
    await made.lets_in(SECRET)
    return made


@pytest.fixture
async def page(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with visitor(house) as client:
        yield client


@asynccontextmanager
async def visitor(house: House, secret: str = SECRET) -> AsyncIterator[httpx.AsyncClient]:
    if secret:
        await house.lets_in(secret)
    transport = httpx.ASGITransport(app=house.app, raise_app_exceptions=False)
    cookies = {cookie_name(house.deps): secret}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost", cookies=cookies, headers=OURS
    ) as client:
        yield client


@asynccontextmanager
async def served(app: Starlette, port: int, connections: Connections | None = None) -> AsyncIterator[str]:
    server = server_of(app, connections or Connections(), port=port)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        close(app)
        server.should_exit = True
        await running


async def until(true: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)
