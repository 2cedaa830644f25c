"""A list of people comes in by a page: looked at first, whole or not at all; and sheets that invite them."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from pypdfium2 import PdfDocument

from roviec.db.models import AuditEntry, Invitation, Person, Role, Unit
from tests.chat import OFFICE
from tests.pages.conftest import HOME, Browser, Pages, form_with

HEAD = ("Họ và tên", "Chức vụ", "Đơn vị", "Đơn vị cấp trên", "Điện thoại", "Vai trò")
GOOD = (
    ("Bế Văn An", "Chuyên viên", "Phòng Kinh tế", "", "0905000001", ""),
    ("Cao Thị Bình", "Trưởng phòng", "Phòng Kinh tế", "", "0905000002", "lãnh đạo"),
    ("Lò Thị Mai", "Văn thư", HOME, "", "", ""),
)


def workbook(*people: Sequence[str]) -> bytes:
    """Return a list as Excel keeps it."""
    made = openpyxl.Workbook()
    for row in (HEAD, *people):
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def bomb() -> bytes:
    """Return a small workbook that unpacks to sixty megabytes."""
    file = io.BytesIO(workbook(*GOOD))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/media/a.bin", b"\0" * 60_000_000)
    return file.getvalue()


async def sends(browser: Browser, data: bytes, name: str = "can-bo.xlsx") -> str:
    """Choose a file and look at it."""
    await browser.opens("/trang/can-bo/nhap")
    fields = {"id": "0" * 16, "text": browser.token if "khoa" in browser.text else token(browser)}
    browser.last = await browser.client.post(
        "/trang/can-bo/nhap/xem", data=fields, files={"file": (name, data, "application/octet-stream")}
    )
    return browser.text


def token(browser: Browser) -> str:
    found = re.search(r'name="text" value="([0-9a-f]{32})"', browser.text)
    assert found is not None
    return found[1]


async def everything(pages: Pages) -> list[Any]:
    """Return what an import may change."""
    people = [one.model_dump() for one in await pages.chat.rows(Person)]
    units = [one.model_dump() for one in await pages.chat.rows(Unit)]
    return [people, units, len(await pages.chat.rows(AuditEntry))]


async def test_a_list_is_looked_at_and_then_written(both: Pages) -> None:
    async with both.browser(both.admin) as browser:
        before = await everything(both)
        text = await sends(browser, workbook(*GOOD))
        assert browser.status == 200
        assert "thêm 2 người, cập nhật 1 người" in text
        assert "Đơn vị mới: Phòng Kinh tế" in text
        assert "Cao Thị Bình: lãnh đạo" in text
        assert await everything(both) == before, "to look writes nothing"
        go = form_with(text, "lam", "ghi")
        text = await browser.sends(go)
        assert "Đã thêm 2 người, cập nhật 1 người" in text
        text = await browser.sends(go)
        assert "7 người" in await browser.opens("/trang/can-bo")
        assert "không cần ghi" in await sends(browser, workbook(*GOOD))
    (unit,) = await both.chat.rows(Unit, Unit.name == "Phòng Kinh tế")
    (root,) = await both.chat.rows(Unit, Unit.name == OFFICE)
    assert unit.parent_id == root.id, "a unit that says nothing of what is above it belongs to the office"
    (boss,) = await both.chat.rows(Person, Person.name == "Cao Thị Bình")
    assert (boss.role, boss.phone) == (Role.leader, "+84905000002")
    assert "people_import" in {one.what for one in await both.chat.rows(AuditEntry)}


async def test_every_row_that_is_wrong_is_named_and_nothing_is_written(both: Pages) -> None:
    wrong = (
        ("", "", "Phòng Kinh tế", "", "", ""),
        ("Đỗ Văn Sai", "", "", "", "090500", "trưởng thôn"),
        *((f"Người Thứ {n}", "", "", "", "", "") for n in range(30)),
    )
    async with both.browser(both.admin) as browser:
        before = await everything(both)
        text = await sends(browser, workbook(GOOD[0], *wrong))
        assert browser.status == 422
        assert "Chưa nhập ai" in text
        for says in ("Dòng 3", "Dòng 4", "090500", "trưởng thôn", "Dòng 34"):
            assert says in text, says
        assert await everything(both) == before


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0", "Excel đời cũ"),
        (b"PK\x03\x04 broken", "Không đọc được tệp"),
        (b"\xff\xfe\x00", "Chưa|Không|Tệp"),
        ("họ tên;đơn vị\n".encode(), "không có người nào"),
        (b"a,b\n1,2\n", "không có dòng tiêu đề"),
        (bomb, "cấu trúc bất thường"),
    ],
)
async def test_a_file_that_is_no_list_ends_in_a_sentence(
    pages: Pages, data: bytes | Callable[[], bytes], says: str
) -> None:
    async with pages.browser(pages.admin) as browser:
        before = await everything(pages)
        text = await sends(browser, data if isinstance(data, bytes) else data())
        assert browser.status == 422
        assert re.search(says, text)
        assert "Traceback" not in text
        assert await everything(pages) == before


async def test_units_written_in_two_ways_are_asked_about(both: Pages) -> None:
    twice = (GOOD[0], ("Đỗ Thị Cúc", "", "P. Kinh tế", "", "", ""))
    async with both.browser(both.admin) as browser:
        text = await sends(browser, workbook(*twice))
        assert "ghi theo nhiều cách" in text
        form = form_with(text, "lam", "xem")
        text = await browser.sends(form, **{"don-vi": "mot"})
        assert "thêm 2 người" in text
        await browser.sends(form_with(text, "lam", "ghi"))
    assert [one.name for one in await both.chat.rows(Unit) if "Kinh tế" in one.name] == ["Phòng Kinh tế"]


async def test_nobody_brings_in_a_file_that_they_have_not_looked_at(pages: Pages) -> None:
    async with pages.browser(pages.admin) as browser:
        text = await sends(browser, workbook(*GOOD))
        form = form_with(text, "lam", "ghi")
        before = await everything(pages)
        for changed in ({"tep": "0" * 64}, {"ten": "khac.xlsx"}, {"dau": "0" * 64}, {"tep": "../../x"}):
            await browser.sends(form, **changed)
            assert browser.status == 400, changed
        assert await everything(pages) == before


async def test_a_list_never_takes_the_last_admin_away(both: Pages) -> None:
    async with both.browser(both.admin) as browser:
        before = await everything(both)
        text = await sends(browser, workbook(("Phạm Ngọc Dung", "", OFFICE, "", "", "cán bộ")))
        assert browser.status == 422
        assert "quản trị viên duy nhất" in text
        assert await everything(both) == before


async def test_somebody_called_alike_elsewhere_is_pointed_out(pages: Pages) -> None:
    async with pages.browser(pages.admin) as browser:
        text = await sends(browser, workbook(("Phạm Ngọc Dung", "", "Văn phòng", "", "", "")))
        assert "Trùng tên với người đã có ở đơn vị khác: Phạm Ngọc Dung" in text


async def test_sheets_hold_a_code_for_each_that_links_them(both: Pages) -> None:
    both.chat.parts.house = replace(both.chat.parts.house, named=OFFICE, public_url="https://xa.gov.vn")
    async with both.chat.db.write() as session:
        from roviec.db import people

        unit = await people.unit_named(session, HOME)
        for n in range(9):
            await people.add_person(session, name=f"Người Mới {n}", unit=unit, role=Role.official)
    async with both.browser(both.admin) as browser:
        await browser.opens("/trang/can-bo/giay-moi")
        form = form_with(browser.text, "chua", "1")
        fields = [*form.hidden.items(), ("don-vi", ""), ("chua", "1")]
        answer = await browser.client.post(form.path, data=dict(fields))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    pdf = PdfDocument(answer.content)
    assert [tuple(map(round, page.get_size())) for page in pdf] == [(595, 842)] * 2, "A4, eight on a sheet"
    words = " ".join(page.get_textpage().get_text_range().replace("\r\n", " ") for page in pdf)
    assert words.count("Người Mới") == 9
    assert "Lò Thị Mai" not in words, "who is linked gets none"
    assert OFFICE in words
    assert "xa.gov.vn" in words
    codes = re.findall(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{2}", words)
    assert len(set(codes)) == 9
    one = both.chat.person("nguoi-moi")
    assert "Người Mới" in await one.says(f"/start {codes[0]}")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080", "http://0.0.0.0:80"]
)
async def test_no_sheet_carries_an_address_of_this_machine_alone(pages: Pages, url: str) -> None:
    pages.chat.parts.house = replace(pages.chat.parts.house, public_url=url)
    async with pages.browser(pages.admin) as browser:
        text = await browser.opens("/trang/can-bo/giay-moi")
        assert "web.public_url" in text
        assert '<form class="card"' not in text
        await browser.opens("/trang")
        await browser.posts("/trang/can-bo/giay-moi", {"khoa": browser.token, "lan": "0" * 16, "chua": "1"})
        assert browser.status == 422
        assert "web.public_url" in browser.text
    assert await pages.chat.rows(Invitation, Invitation.used_at.is_(None)) == []  # type: ignore[union-attr]
