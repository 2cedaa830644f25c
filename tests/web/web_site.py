"""An office with its pages and its road, and browsers that open it; a name no other room has."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from sqlmodel import select
from web_house import OURS, served

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Person, Role, WebSession
from roviec.web.app import Deps, build
from roviec.web.limits import Limits
from tests.chat import Chat
from tests.ports import free_port

_FREE = Limits(chats_per_minute=0, posts_per_minute=0, wrong_codes_per_hour=0)


@dataclass
class Site:
    """An office with its pages and its road."""

    house: Chat
    address: str
    doors: list[httpx.AsyncClient] = field(default_factory=list)

    def browser(self, **cookies: str) -> httpx.AsyncClient:
        door = httpx.AsyncClient(base_url=self.address, headers=OURS, cookies=cookies, timeout=10)
        self.doors.append(door)
        return door

    async def person(self, name: str, role: Role = Role.official) -> tuple[Person, str]:
        """Return somebody on the roster and a code for them."""
        unit = await self.house.unit("Phòng Nội vụ", await self.house.unit("UBND xã Bình Lư"))
        async with self.house.db.write() as session:
            person = await people.add_person(session, name=name, unit=unit, role=role)
            return person, await people.invite(session, person=person, now=self.house.clock())

    async def linked(self, name: str = "Lò Thị Mai") -> tuple[httpx.AsyncClient, Person, str]:
        """Return the browser of somebody who has used their code, and their chat."""
        person, code = await self.person(name)
        mine = self.browser()
        chat = await opened(mine)
        assert (await said(mine, f"/start {code}")).status_code == 202
        await self.house.settle()
        assert await self.owner(chat) == person.id
        return mine, person, chat

    async def owner(self, chat: str) -> int | None:
        async with self.house.db.read() as session:
            return await people.person_at(session, channel="web", chat=chat)

    async def kept(self) -> list[WebSession]:
        async with self.house.db.read() as session:
            return list((await session.exec(select(WebSession))).all())


@pytest.fixture
async def site(db: Database, tmp_path: Path) -> AsyncIterator[Site]:
    house = await Chat.bare(db, tmp_path)
    parts = house.parts
    deps = Deps(
        db=parts.db,
        files=parts.files,
        channel=parts.web,
        wake=lambda: None,
        receive=house.process.road.receive,
        clock=house.clock,
        office="UBND xã Bình Lư",
        public_url="http://localhost",
        max_file=200_000,
        demo=None,
        house=parts.house,
        limits=_FREE,
    )
    async with served(build(deps), free_port()) as address:
        site = Site(house, address)
        yield site
        for door in site.doors:
            await door.aclose()


async def opened(browser: httpx.AsyncClient) -> str:
    """Open the page; return its chat."""
    page = await browser.get("/")
    assert page.status_code == 200, page.text
    return page.text.split('data-chat="')[1].split('"')[0]


_ids = iter(range(10**8, 10**9))


async def said(browser: httpx.AsyncClient, text: str, name: str = "") -> httpx.Response:
    return await browser.post("/chat/say", json={"id": name or f"post-{next(_ids)}", "text": text})


async def read(browser: httpx.AsyncClient, after: int = 0) -> str:
    """Return what the stream sends within a moment."""
    seen = ""

    async def listen() -> None:
        nonlocal seen
        async with browser.stream("GET", f"/chat/stream?after={after}") as answer:
            async for piece in answer.aiter_text():
                seen += piece

    with suppress(TimeoutError):
        await asyncio.wait_for(listen(), 0.6)
    return seen
