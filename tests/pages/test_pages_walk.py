"""A commune's first day in a real browser: from an empty folder to the first reminder on an official's phone.

A real `roviec run` serves what `roviec init` wrote; only its clock is set to a Monday morning, and its port to a free
one. Nobody types a command after the start.
"""

import asyncio
import contextlib
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.chromium import chromium, needs_chromium
from tests.office import HANOI
from tests.pages.test_pages_browser import FAULTS, WIDTHS
from tests.pages.test_pages_roster import workbook
from tests.ports import free_port

pytestmark = [
    needs_chromium,
    pytest.mark.timeout(400),
]
ROVIEC = Path(sys.executable).parent / "roviec"
MONDAY = datetime(2026, 6, 15, 9, 0, tzinfo=HANOI)
TUESDAY = datetime(2026, 6, 16, 8, 0, 5, tzinfo=HANOI)
_MAIN = """
import sys
from datetime import datetime, timedelta
from roviec.bot import build
ahead, real = timedelta(seconds=float(sys.argv.pop(1))), build.real_clock
build.build.__defaults__ = (lambda: real() + ahead,)
from roviec.bot.cli import main
main()
"""
NAME = "UBND xã Đại Lãnh"
ROSTER = (
    ("Nguyễn Minh Sơn", "Chủ tịch", NAME, "", "0905000001", "lãnh đạo"),
    ("Lò Thị Mai", "Công chức", "Phòng Văn hóa – Xã hội", NAME, "0905000002", "cán bộ"),
    ("Trần Quốc Huy", "Công chức", "Phòng Kinh tế", NAME, "0905000003", "cán bộ"),
)
WRONG = (*ROSTER, ("Đỗ Văn Sai", "", "", "", "0905", "trưởng thôn"))

PLAN = """UỶ BAN NHÂN DÂN
XÃ ĐẠI LÃNH
Số: 41/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
Đại Lãnh, ngày 10 tháng 6 năm 2026

KẾ HOẠCH
Cải thiện Chỉ số cải cách hành chính năm 2026

1. Phòng Văn hóa – Xã hội
- Rà soát, công khai toàn bộ thủ tục hành chính tại Bộ phận Một cửa, hoàn thành trong ngày 19/6/2026.
2. Phòng Kinh tế
- Công khai dự toán thu chi ngân sách năm 2026 trên trang thông tin điện tử, hoàn thành trước 15/7/2026.
"""


@dataclass
class Serving:
    """A running office: its address, and what it printed."""

    address: str
    setup: str


@asynccontextmanager
async def serving(folder: Path, port: int, at: datetime) -> AsyncIterator[Serving]:
    """Run the office from a moment on."""
    ahead = (at - datetime.now(HANOI)).total_seconds()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _MAIN, str(ahead), "run",
        cwd=folder, env=os.environ | {"ROVIEC_WEB__PORT": str(port)}, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        line = await line_of(process.stderr)
        found = re.search(r"http://\S+", line)
        assert found, line
        link = None
        while at == MONDAY and link is None:
            line = await line_of(process.stderr)
            assert line, "the process ended"
            link = re.search(r"http://\S+/thiet-lap\?ma=\S+", line)
        yield Serving(found[0], link[0] if link else "")
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 10) == 0
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def line_of(stream: asyncio.StreamReader) -> str:
    return (await asyncio.wait_for(stream.readline(), 60)).decode()


async def look(page: Page, name: str, tmp_path: Path) -> None:
    """Check a page on a phone and on a desk, and keep a picture of each where SCREENSHOTS says."""
    await page.wait_for_load_state()
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 740})
        if folder := os.environ.get("SCREENSHOTS"):
            await page.screenshot(path=Path(folder) / f"ngay-dau-{name}-{width}.png", full_page=True)
        assert await page.evaluate(FAULTS) == [], (name, width)


async def test_a_commune_is_ready_and_its_first_reminder_arrives(tmp_path: Path) -> None:
    folder, port = tmp_path / "co-quan", free_port()
    init = await asyncio.create_subprocess_exec(ROVIEC, "init", folder, stderr=asyncio.subprocess.DEVNULL)
    assert await init.wait() == 0
    assert [one.name for one in folder.iterdir()] == ["config.toml"]
    (tmp_path / "sai.xlsx").write_bytes(workbook(*WRONG))
    (tmp_path / "can-bo.xlsx").write_bytes(workbook(*ROSTER))
    async with chromium() as browser:
        desk, phone = await browser.new_page(), await browser.new_page()
        async with serving(folder, port, MONDAY) as office:
            await set_up(desk, office, tmp_path)
            await take_in(desk, tmp_path)
            await look_around(desk, office, tmp_path)
            code = await invite(desk, office, "Lò Thị Mai", tmp_path)
            await links(phone, code)
            await assign(desk, office, tmp_path)
            await bring_plan(desk, office, tmp_path)
            await survey(desk, office, tmp_path)
            await desk.goto(f"{office.address}/trang/bat-dau")
            await look(desk, "buoc-cuoi", tmp_path)
        async with serving(folder, port, TUESDAY):
            await phone.set_viewport_size({"width": 360, "height": 740})
            await phone.goto(office.address)
            reminder = phone.locator(".line", has_text="Nhắc việc Thứ Ba")
            await expect(reminder).to_contain_text("Báo cáo cải cách hành chính quý II", timeout=90_000)
            await expect(reminder).to_contain_text("Rà soát, công khai toàn bộ thủ tục hành chính")
            await expect(reminder).to_contain_text("nhắc vì còn 3 ngày làm việc")
            if shots := os.environ.get("SCREENSHOTS"):
                await phone.screenshot(path=Path(shots) / "ngay-dau-loi-nhac-360.png")


async def set_up(desk: Page, office: Serving, tmp_path: Path) -> None:
    """Open the printed link, name the office, and become its first admin."""
    assert office.setup
    await desk.goto(office.setup)
    await look(desk, "cua", tmp_path)
    await desk.get_by_role("button", name="Bắt đầu thiết lập").click()
    await look(desk, "co-quan", tmp_path)
    await desk.get_by_label("Tên cơ quan").fill(NAME)
    await desk.get_by_label("Giờ bắt đầu").fill("7h")
    await desk.get_by_role("button", name="Lưu và tiếp tục").click()
    await look(desk, "quan-tri", tmp_path)
    # The browser is closed and opened again: the step waits.
    await desk.goto(office.address)
    await desk.get_by_label("Họ và tên").fill("Phạm Ngọc Dung")
    await desk.get_by_label("Chức vụ").fill("Công chức Văn phòng")
    await desk.get_by_role("button", name="Thêm quản trị viên").click()
    await expect(desk.get_by_role("heading", name="Thiết lập")).to_be_visible()
    await expect(desk.locator(".office")).to_have_text(NAME)
    await look(desk, "cac-buoc", tmp_path)


async def take_in(desk: Page, tmp_path: Path) -> None:
    """Choose a list with a mistake, see its row, choose the mended one."""
    await desk.get_by_role("link", name="Nhập danh sách cán bộ").first.click()
    await look(desk, "danh-sach", tmp_path)
    await desk.get_by_label("Tệp danh sách").set_input_files(tmp_path / "sai.xlsx")
    await desk.get_by_role("button", name="Xem trước").click()
    await expect(desk.get_by_role("alert")).to_contain_text("Chưa nhập ai")
    await expect(desk.locator("main")).to_contain_text("Dòng 5")
    await look(desk, "danh-sach-sai", tmp_path)
    await desk.get_by_label("Tệp danh sách").set_input_files(tmp_path / "can-bo.xlsx")
    await desk.get_by_role("button", name="Xem trước").click()
    await look(desk, "danh-sach-xem", tmp_path)
    await desk.get_by_role("button", name="Ghi 3 người").click()
    await expect(desk.get_by_role("status")).to_contain_text("Đã thêm 3 người")
    await look(desk, "can-bo", tmp_path)


async def look_around(desk: Page, office: Serving, tmp_path: Path) -> None:
    """See the units as a tree, what can't be printed yet, and the channels."""
    await desk.goto(f"{office.address}/trang/don-vi")
    await expect(desk.locator("main")).to_contain_text("Phòng Kinh tế")
    await look(desk, "don-vi", tmp_path)
    await desk.get_by_role("link", name="Phòng Kinh tế").click()
    await look(desk, "mot-don-vi", tmp_path)
    await desk.goto(f"{office.address}/trang/can-bo/giay-moi")
    await expect(desk.get_by_role("alert")).to_contain_text("web.public_url")
    await look(desk, "giay-moi", tmp_path)
    await desk.goto(f"{office.address}/trang/kenh")
    await expect(desk.locator("main")).to_contain_text("Địa chỉ công khai")
    await look(desk, "kenh", tmp_path)


async def invite(desk: Page, office: Serving, name: str, tmp_path: Path) -> str:
    """Make a code for somebody; return the link that brings it."""
    await desk.goto(f"{office.address}/trang/can-bo?tim={name}")
    await desk.get_by_role("link", name=name).click()
    await look(desk, "mot-nguoi", tmp_path)
    await desk.get_by_role("button", name="Cấp mã mời mới").click()
    said = await desk.get_by_role("status").inner_text()
    found = re.search(r"http\S+", said)
    assert found is not None
    return found[0]


async def links(phone: Page, link: str) -> None:
    """Open an invitation on a phone, and use its code."""
    await phone.set_viewport_size({"width": 360, "height": 740})
    await phone.goto(link)
    await phone.get_by_role("button", name="Dùng mã này").click()
    await expect(phone.locator(".heard").last).to_contain_text("Lò Thị Mai", timeout=15_000)


async def assign(desk: Page, office: Serving, tmp_path: Path) -> None:
    """Give the first task: due in four working days, so the ladder's third rung is tomorrow."""
    await desk.goto(f"{office.address}/trang/giao")
    await desk.get_by_label("Việc cần làm").fill("Báo cáo cải cách hành chính quý II")
    await desk.get_by_label("Đơn vị chủ trì").select_option(label="Phòng Văn hóa – Xã hội")
    due = TUESDAY + timedelta(days=3)
    await desk.get_by_label("Thời hạn").fill(f"{due:%d/%m/%Y}")
    await desk.locator("main button").click()
    await expect(desk.get_by_role("status")).to_contain_text("Báo cáo cải cách hành chính")
    await look(desk, "giao-viec", tmp_path)


async def bring_plan(desk: Page, office: Serving, tmp_path: Path) -> None:
    """Upload the first plan from its step, look at what was read of it, assign all of it; its step is done."""
    document = tmp_path / "ke-hoach.txt"
    document.write_text(PLAN, "utf-8")
    await desk.goto(f"{office.address}/trang/bat-dau")
    await desk.get_by_role("link", name="Giao việc từ văn bản đầu tiên").first.click()
    await look(desk, "van-ban", tmp_path)
    await desk.get_by_label("Văn bản (Word").set_input_files(document)
    async with desk.expect_navigation():
        await desk.get_by_role("button", name="Đọc văn bản").click()
    # Another process reads it; the page works without a script, so it is opened again until that is done.
    async with asyncio.timeout(60):
        while not await desk.locator("ul.facts").count():
            # What is counted next is the page that came, not the one that was left.
            async with desk.expect_navigation():
                await desk.get_by_role("link", name="Xem kết quả").click()
            await asyncio.sleep(0.5)
    await expect(desk.get_by_role("heading", name="Kế hoạch 41/KH-UBND")).to_be_visible()
    await look(desk, "doi-chieu", tmp_path)
    await desk.get_by_role("button", name="Giao tất cả").click()
    await expect(desk.get_by_role("status").first).to_contain_text("2 nhiệm vụ")
    await look(desk, "da-giao", tmp_path)
    await desk.goto(f"{office.address}/trang/bat-dau")
    step = desk.locator(".steps li", has_text="Giao việc từ văn bản đầu tiên")
    await expect(step).to_contain_text("3 nhiệm vụ")


async def survey(desk: Page, office: Serving, tmp_path: Path) -> None:
    """Open the first survey."""
    await desk.goto(f"{office.address}/trang/bat-dau/khao-sat")
    await desk.get_by_label("Đơn vị").select_option(index=0)
    await desk.get_by_role("button", name="Mở đợt khảo sát").click()
    await expect(desk.get_by_role("status")).to_contain_text("Đã mở đợt")
    await look(desk, "khao-sat", tmp_path)
