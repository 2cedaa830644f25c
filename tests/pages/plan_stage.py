"""Documents on pages: brought in there or in the chat, read here, with what a page shows of each row."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from sqlmodel import col, select

from roviec.db.models.plans import ImportDraft
from roviec.handlers.plans.worker import read_drafts
from roviec.tasks.plans.rows import Row, loaded
from roviec.tasks.plans.stored import stored
from roviec.tasks.reading.read import read
from tests.chat import Talker
from tests.pages.conftest import Browser, Form, Pages, forms_of

LETTER = """UỶ BAN NHÂN DÂN
XÃ BÌNH LƯ
Số: 41/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
Bình Lư, ngày 10 tháng 6 năm 2026

KẾ HOẠCH
Cải thiện Chỉ số cải cách hành chính năm 2026

1. Phòng Nội vụ
- Rà soát, công khai toàn bộ thủ tục hành chính tại Bộ phận Một cửa, hoàn thành trước 30/6/2026.
- Tổng hợp kết quả thực hiện, báo cáo UBND xã hằng quý.
2. Phòng Tài chính
- Công khai dự toán thu chi ngân sách năm 2026 trên trang thông tin điện tử, hoàn thành trước 15/7/2026.
3. Tổ khảo sát hài lòng
- Tổ chức lấy ý kiến người dân về thái độ phục vụ tại các thôn, hoàn thành trong tháng 9/2026.
"""
AT = "/trang/van-ban"


@pytest.fixture(autouse=True)
def nearby(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read documents in this process: that a process of its own reads them is tested beside the chat."""

    async def read_here(data: bytes, name: str, **how: Any) -> dict[str, Any]:
        return stored(read(data, name, **how))

    monkeypatch.setattr("roviec.handlers.plans.worker.read_apart", read_here)


def letter(*changes: tuple[str, str]) -> bytes:
    """Return a plan of four tasks; its last addressee is nobody here."""
    text = LETTER
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


@dataclass
class Desk:
    """Somebody at the page of a draft."""

    pages: Pages
    browser: Browser
    draft: int

    @property
    def path(self) -> str:
        return f"{AT}/{self.draft}"

    async def row(self, n: int) -> Form:
        """Open a row and return its form."""
        await self.browser.opens(f"{self.path}?dong={n}")
        return row_form(self.browser.text, n)

    async def saves(self, n: int, **fields: str | list[str]) -> str:
        """Write in fields of a row and save it."""
        return await save(self.browser, await self.row(n), **fields)

    async def chooses(self, choice: str) -> str:
        """Press the button of a choice on the page that is open."""
        return await press(self.browser, choice)


async def read_all(pages: Pages) -> None:
    """Let the worker read whatever waits."""
    parts = pages.chat.parts
    await read_drafts(pages.chat.db, parts.files, parts.house, pages.chat.clock())
    await pages.chat.settle()


async def forwarded(pages: Pages, who: Talker, data: bytes, name: str = "ke-hoach.txt") -> int:
    """Send a document in the chat; return the number of its draft."""
    await who.sends_file(name, data, mime="text/plain", text="triển khai kế hoạch")
    await read_all(pages)
    await who.reads()
    return (await drafts(pages))[-1].id or 0


async def brought(browser: Browser, data: bytes, name: str = "ke-hoach.txt", **more: str) -> str:
    """Upload a document on the page, as a browser does."""
    await browser.opens(AT)
    form = next(one for one in forms_of(browser.text) if one.path == AT)
    browser.last = await browser.client.post(AT, data=form.hidden | more, files={"file": (name, data)})
    if browser.last.status_code == 303:
        return browser.last.headers["location"]
    return browser.text


async def drafts(pages: Pages) -> list[ImportDraft]:
    """Return every draft."""
    found = await pages.chat.rows(ImportDraft, col(ImportDraft.id) > 0)
    return sorted(found, key=lambda draft: draft.id)


async def rows_of(pages: Pages, draft: int) -> list[Row]:
    """Return the rows of a draft as the database has them."""
    async with pages.chat.db.read() as session:
        found = (await session.exec(select(ImportDraft).where(ImportDraft.id == draft))).one()
    return loaded(found.rows)


def row_form(text: str, n: int) -> Form:
    """Return the form of the open row."""
    return next(one for one in forms_of(text) if one.hidden.get("dong") == str(n))


def fields_of(form: Form) -> dict[str, list[str]]:
    """Return what the fields of a form hold."""
    found: dict[str, list[str]] = {}
    for _, name, value in re.findall(
        r'<(input)[^>]*type="text" name="([^"]*)"[^>]*?value="([^"]*)"', form.html
    ):
        found.setdefault(name, []).append(unescape(value))
    for name, value in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form.html, re.DOTALL
    ):
        found.setdefault(name, []).append(unescape(value))
    return found


async def save(browser: Browser, form: Form, **fields: str | list[str]) -> str:
    """Send the form of a row with some fields written anew; the others as they are."""
    wanted = {
        name.replace("_", "-"): [value] if isinstance(value, str) else value for name, value in fields.items()
    }
    posted = [*form.hidden.items()]
    for name, values in (fields_of(form) | wanted).items():
        posted += [(name, value) for value in values]
    return await browser.posts(form.path, posted)


async def press(browser: Browser, choice: str) -> str:
    """Press the button of a choice."""
    form = next(one for one in forms_of(browser.text) if one.hidden.get("viec") == choice)
    return await browser.posts(form.path, [*form.hidden.items()])
