"""An office whose people open its pages by a link from their chat, on both databases."""

import re
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from starlette.applications import Starlette

from roviec.db import sessions
from roviec.db.engine import Database
from roviec.db.models import Person, Plan, Role, Task
from roviec.db.models.base import id_of
from roviec.web.app import Deps, build
from roviec.web.identity import REVIEW
from roviec.web.office.entry import token_of
from tests import office as made
from tests.apart import apart
from tests.chat import OFFICE, Chat, Talker

OURS = {"sec-fetch-site": "same-origin", "accept": "text/html"}
HOME, MONEY = "Phòng Nội vụ", "Phòng Tài chính"
PEOPLE = (
    ("Nguyễn Minh Sơn", OFFICE, Role.leader, "Chủ tịch"),
    ("Vàng Thị Hoa", HOME, Role.leader, "Trưởng phòng"),
    ("Lò Thị Mai", HOME),
    ("Trần Quốc Huy", MONEY),
    ("Phạm Ngọc Dung", OFFICE, Role.admin),
)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@dataclass
class Browser:
    """A browser at the office's pages: what it sees, and the forms on it."""

    client: httpx.AsyncClient
    last: httpx.Response | None = None

    async def opens(self, path: str) -> str:
        """Open an address; return the text of the page."""
        self.last = await self.client.get(path)
        return self.text

    @property
    def status(self) -> int:
        """The status of the page."""
        assert self.last is not None
        return self.last.status_code

    @property
    def text(self) -> str:
        """The page, its entities read."""
        assert self.last is not None
        return unescape(self.last.text)

    @property
    def token(self) -> str:
        """The token of the page's forms, or what they would carry where no page was looked at yet."""
        forms = forms_of(self.text)
        return forms[0].hidden["khoa"] if forms else token_of(self.client.cookies[REVIEW])

    async def presses(self, choice: str, *words: str, **more: str) -> str:
        """Send the form of the page that makes a packed choice, filled in; return the page that follows."""
        return await self.sends(form_with(self.text, "viec", choice), loi=words, viec=choice, **more)

    async def sends(self, form: "Form", **filled: str | Sequence[str]) -> str:
        """Send a form, filled in."""
        fields = [*form.hidden.items()]
        for name, value in filled.items():
            fields = [one for one in fields if one[0] != name]
            fields += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        return await self.posts(form.path, fields)

    async def posts(self, path: str, fields: Mapping[str, str] | Sequence[tuple[str, str]]) -> str:
        """Post fields as a browser does, and follow where that leads."""
        if location := await self.is_led(path, fields):
            await self.opens(location)
        return self.text

    async def is_led(self, path: str, fields: Mapping[str, str] | Sequence[tuple[str, str]]) -> str:
        """Post fields; return where that leads, "" for nowhere."""
        headers = {"content-type": "application/x-www-form-urlencoded"}
        self.last = await self.client.post(path, content=urlencode(fields), headers=headers)
        return self.last.headers["location"] if self.last.status_code == 303 else ""


@dataclass
class Form:
    """A form of a page: where it goes, and what it carries."""

    path: str
    hidden: dict[str, str]
    html: str


def forms_of(text: str) -> list[Form]:
    """Return the forms of a page that post."""
    found = re.findall(r'<form[^>]*method="post" action="([^"]*)"[^>]*>(.*?)</form>', text, re.DOTALL)
    return [Form(path, dict(_HIDDEN.findall(html)), html) for path, html in found]


def form_with(text: str, name: str, value: str) -> Form:
    """Return the form of a page in which a field has, or may be given, a value."""
    for form in forms_of(text):
        if form.hidden.get(name) == value or (
            f'name="{name}"' in form.html and f'value="{value}"' in form.html
        ):
            return form
    raise AssertionError(f"no form with {name}={value} among {[form.hidden for form in forms_of(text)]}")


@dataclass
class Pages:
    """A commune: its chairman, a head of a unit, two officials and the admin."""

    chat: Chat
    chair: Talker
    head: Talker
    mai: Talker
    huy: Talker
    admin: Talker
    more: dict[str, Any] = field(default_factory=dict)

    def app(self, **changes: Any) -> Starlette:
        """Return the web application of the office."""
        parts = self.chat.parts
        deps = {
            "db": parts.db,
            "files": parts.files,
            "channel": parts.web,
            "wake": lambda: None,
            "clock": self.chat.clock,
            "office": OFFICE,
            "public_url": "http://localhost",
            "max_file": 200_000,
            "demo": None,
            "house": parts.house,
        }
        return build(Deps(**(deps | changes)))

    @asynccontextmanager
    async def nobody(self) -> AsyncIterator[Browser]:
        """A browser that nobody was let into."""
        transport = httpx.ASGITransport(app=self.app(), raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost", headers=OURS
        ) as client:
            yield Browser(client)

    @asynccontextmanager
    async def browser(self, who: Talker) -> AsyncIterator[Browser]:
        """A browser that somebody entered by the link from their chat."""
        async with self.nobody() as browser:
            assert who.person is not None
            async with self.chat.db.write() as session:
                token = await sessions.new_pass(session, person_id=id_of(who.person), now=self.chat.now)
            # To ask for the link in the chat takes five times as long, and to look at what it leads to thrice;
            # test_pages_door.py does both.
            assert await browser.is_led("/trang/vao", {"ma": token}) == "/trang", browser.text
            yield browser

    @asynccontextmanager
    async def of_one_who_left(self) -> AsyncIterator[Browser]:
        """A browser that somebody entered who has left the office since."""
        leaver = await self.chat.official("Đỗ Văn Nghỉ", HOME)
        async with self.browser(leaver) as browser:
            async with self.chat.db.write() as session:
                assert leaver.person is not None
                person = await session.get_one(Person, leaver.person.id)
                person.left_on = self.chat.now.date()
            yield browser

    async def link(self, who: Talker) -> str:
        """Return the path of the link that somebody asks for in their chat."""
        await who.says("/trang")
        return "/" + str(who.last["link"]).split("/", 3)[3]

    async def assign(self, title: str, unit: str = HOME, due: date | None = None, **more: Any) -> int:
        """Give a unit a task, a month ago; return its number."""
        async with self.chat.db.write() as session:
            of, before = await made.unit(session, unit), self.chat.now - timedelta(days=30)
            task = await made.task(session, title, of, due=due, by=self.chair.person, now=before)
            for name, value in more.items():
                setattr(task, name, value)
        return task.id or 0

    async def plan(self, subject: str, number: str) -> int:
        """Bring in a document; return its number."""
        async with self.chat.db.write() as session:
            plan = Plan(subject=subject, number=number, kind="Kế hoạch", created_at=self.chat.now)
            session.add(plan)
            await session.flush()
        return plan.id or 0

    async def task(self, number: int) -> Task:
        """Return a task as it stands."""
        (found,) = await self.chat.rows(Task, Task.id == number)
        assert isinstance(found, Task)
        return found


async def enter(browser: Browser, link: str) -> str:
    """Open a link and press its button."""
    await browser.opens(link)
    return await browser.posts("/trang/vao", dict(_HIDDEN.findall(browser.text)))


async def furnish(chat: Chat) -> Pages:
    """Fill an office."""
    await chat.unit(OFFICE)
    return Pages(chat, *[await chat.official(*one) for one in PEOPLE])


async def _furnish(path: Path) -> None:
    chat = await Chat.bare(Database(f"sqlite+aiosqlite:///{path}"), path.parent)
    await furnish(chat)
    await chat.close()


@pytest.fixture(scope="session")
def furnished_pages(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the commune: furnished once, and copied for each test."""
    path = tmp_path_factory.mktemp("pages") / "roviec.db"
    shutil.copyfile(tables, path)
    apart(_furnish(path))
    return path


@pytest.fixture
async def pages(furnished_pages: Path, sqlite: Database, tmp_path: Path) -> Pages:
    """The commune on SQLite."""
    shutil.copyfile(furnished_pages, tmp_path / "roviec.db")
    chat = await Chat.bare(sqlite, tmp_path)
    return Pages(chat, *[await chat.known(name) for name, *_ in PEOPLE])


@pytest.fixture
async def both(db: Database, tmp_path: Path) -> Pages:
    """The commune on each database in turn."""
    return await furnish(await Chat.bare(db, tmp_path))
