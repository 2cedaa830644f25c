"""Start the demonstration, walk its main pages in a browser, and write small pictures to docs/pictures."""

import asyncio
import io
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, async_playwright
from pypdfium2 import PdfDocument

from roviec.reports.sheets import Poster, posters

ROOT = Path(__file__).parents[2]
OUT = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "roviec" / "web" / "static" / "van-ban-mau.docx"
CHROMIUM = "/usr/bin/chromium"
SMALL = 60 * 1024
PHONE, DESK = {"width": 360, "height": 900}, {"width": 1000, "height": 700}


async def keep(page: Page, name: str) -> None:
    """Write what is on the screen."""
    written(Image.open(io.BytesIO(await page.screenshot())), name)


def written(drawn: Image.Image, name: str) -> None:
    """Write a picture with as few colours as make it small."""
    shot = drawn.convert("RGB")
    for colours in (64, 32, 16, 8):
        data = io.BytesIO()
        shot.quantize(colours).save(data, "PNG", optimize=True)
        if len(data.getvalue()) <= SMALL:
            break
    (OUT / f"{name}.png").write_bytes(data.getvalue())
    sys.stderr.write(f"{name}.png {len(data.getvalue()) // 1024} KB\n")


async def become(page: Page, name: str) -> None:
    """Be somebody of the sample office from now on."""
    box = page.locator("select")
    await box.select_option(value=await box.locator(f'option[data-name^="{name}"]').get_attribute("value"))
    await page.locator(".line .bubble").first.wait_for()


async def walk(page: Page, address: str) -> None:
    """Go through the pages in the order of the guides."""
    await page.set_viewport_size(PHONE)
    await page.goto(f"{address}/demo")
    await become(page, "Lò Thị Mai")
    await page.locator("textarea").last.fill("/viec")
    await page.keyboard.press("Enter")
    await page.wait_for_timeout(2500)
    await page.goto(address)
    await page.wait_for_timeout(1500)
    await keep(page, "viec-cua-toi")
    await page.goto(f"{address}/demo")
    await become(page, "Bà Tẩn")
    await page.locator("textarea").last.fill("/khaosat")
    await page.keyboard.press("Enter")
    await page.wait_for_timeout(2500)
    await page.goto(address)
    await page.wait_for_timeout(1500)
    await keep(page, "phieu")
    await page.goto(f"{address}/demo")
    await become(page, "Nguyễn Minh Sơn")
    await page.set_viewport_size(DESK)
    for path, name in (("", "tong-quan"), ("/viec", "nhiem-vu"), ("/ban-tin", "ban-tin")):
        await page.goto(f"{address}/trang{path}")
        await keep(page, name)
    await page.goto(f"{address}/trang/van-ban")
    await page.locator("input[type=file]").set_input_files(SAMPLE)
    async with page.expect_navigation():
        await page.locator("main form button").first.click()
    while not await page.locator("ul.facts").count():
        async with page.expect_navigation():
            await page.get_by_role("link", name="Xem kết quả").click()
    await page.goto(f"{page.url}?dong=0#dong-0")
    await keep(page, "doi-chieu")
    await page.goto(f"{address}/trang/cham-diem")
    await page.locator(".tasks a").first.click()
    await keep(page, "tu-cham-diem")


def poster() -> None:
    """Draw the poster of a counter, as the page and the command make it."""
    made = Poster(
        "Ủy ban nhân dân huyện Tam Đường",
        "Bộ phận Một cửa",
        "https://khaosat.vi-du.gov.vn",
        (("Quầy số 3", "K7M2P4QDXW3N", "https://khaosat.vi-du.gov.vn/phieu/K7M2P4QDXW3N"),),
    )
    drawn = PdfDocument(posters(made, "A6"))[0].render(scale=1.5).to_pil()
    written(drawn, "to-dan")


async def main() -> int:
    """Make every picture."""
    if not Path(CHROMIUM).exists():
        sys.stderr.write(f"Cần trình duyệt Chromium tại {CHROMIUM}.\n")
        return 2
    OUT.mkdir(exist_ok=True)
    poster()
    roviec = Path(sys.executable).parent / "roviec"
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            roviec, "demo", "--port", "0", "--folder", f"{folder}/demo", stderr=asyncio.subprocess.PIPE
        )
        assert process.stderr is not None
        line = (await asyncio.wait_for(process.stderr.readline(), 60)).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        try:
            async with async_playwright() as tools:
                browser = await tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
                page = await browser.new_page()
                page.set_default_timeout(20_000)
                await walk(page, found[0])
                await browser.close()
        finally:
            process.terminate()
            await process.wait()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
