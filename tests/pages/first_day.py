"""An office on its first day: nobody on its roster, and browsers that come from here or there."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.applications import Starlette

from roviec.db import setup
from tests.chat import OFFICE, Chat
from tests.pages.conftest import OURS, Browser, Pages, forms_of

HERE, AWAY = "127.0.0.1", "203.0.113.77"
OFFICE_FORM = {
    "ten": "UBND xã Đại Lãnh",
    "ngay": ["0", "1", "2", "3", "4", "5"],
    "mo": "7h30",
    "dong": "17:00",
}
ADMIN = {"ten": "Phạm Ngọc Dung", "chuc-vu": "Công chức Văn phòng", "dien-thoai": "0905 123 456"}


@dataclass
class FirstDay:
    """An empty office and its pages."""

    chat: Chat
    public_url: str = "http://localhost"
    app: Starlette | None = None

    async def key(self) -> str | None:
        """Return what `roviec run` prints."""
        async with self.chat.db.write() as session:
            return await setup.offer(session, now=self.chat.clock())

    @asynccontextmanager
    async def browser(self, at: str = HERE, **headers: str) -> AsyncIterator[Browser]:
        """A browser that asks from an address."""
        pages: Any = Pages(self.chat, *[None] * 5)  # type: ignore[arg-type]
        self.app = self.app or pages.app(first_day=True, public_url=self.public_url)
        transport = httpx.ASGITransport(app=self.app, client=(at, 5000), raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost", headers=OURS | headers
        ) as client:
            yield Browser(client)


async def enters(browser: Browser, key: str = "") -> str:
    """Open the set-up and press its button."""
    await browser.opens(f"/thiet-lap?ma={key}" if key else "/thiet-lap")
    return await browser.posts("/thiet-lap", {"ma": key})


async def fills(browser: Browser, **filled: Any) -> str:
    """Send the form of the step that is shown."""
    (form,) = forms_of(browser.text)
    return await browser.sends(form, **filled)


async def sets_up(browser: Browser, key: str = "", office: Mapping[str, Any] = OFFICE_FORM) -> str:
    """Go the whole way to the first admin."""
    await enters(browser, key)
    await fills(browser, **office)
    return await fills(browser, **ADMIN)


SECRET = (OFFICE, "Phạm Ngọc Dung", "<form", "khoa")
"""What an outsider's answer never holds."""
