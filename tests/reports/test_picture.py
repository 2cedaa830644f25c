"""The picture and the annex: right size, same bytes, every Vietnamese letter, any number of units."""

import struct
import unicodedata
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from report_house import TODAY, House

from roviec.reports.digest import render
from roviec.reports.fontfile import FONTS, advances, read
from roviec.reports.picture import drawn, picture
from roviec.reports.typeset import drawable, fit, png, width, wrap
from roviec.survey.load import shipped
from roviec.tasks.lifecycle import State
from roviec.texts import catalogue

VI = catalogue("vi")
MARKS = ["", *"\u0300\u0301\u0303\u0309\u0323"]
BASES = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
LETTERS = {
    letter
    for base in BASES
    for mark in MARKS
    for low in [unicodedata.normalize("NFC", base + mark)]
    for letter in (low, low.upper())
} | {"đ", "Đ"}


def size(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", data[16:24])


async def fill(house: House, units: int, tasks: int = 3) -> None:
    root = await house.unit("Ủy ban nhân dân xã Đại Lãnh")
    for n in range(units):
        unit = await house.unit(f"Trung tâm Giáo dục nghề nghiệp – Giáo dục thường xuyên số {n:02d}", root)
        for k in range(tasks):
            await house.task(unit, due=TODAY + timedelta(days=k - 1))
        await house.task(unit, state=State.done, due=TODAY, completed_on=TODAY)


async def survey(house: House, people: int, code: str) -> None:
    campaign = await house.campaign(1, code)
    items = [item for content in shipped()[code].contents for item in content.criteria]
    for n in range(people):
        await house.answers(campaign, 1, {item: 3 + (n + len(item)) % 3 for item in items})
    await house.goal(90.0)


@pytest.mark.parametrize(("units", "people"), [(0, 0), (1, 3), (8, 0), (9, 12), (40, 12)])
async def test_the_picture_is_a_png_of_phone_width_and_the_height_of_its_drawing(
    house: House, units: int, people: int
) -> None:
    await fill(house, units)
    if people:
        await survey(house, people, "sipas-2026")
    digest = await house.digest()
    drawing, height = drawn(digest, VI)
    ElementTree.fromstring(drawing)
    assert size(picture(digest, VI)) == (1080, height)
    assert height < 2700
    assert (f"và {units - 8} đơn vị khác" in drawing) is (units > 8)


async def test_the_same_digest_gives_the_same_bytes(house: House) -> None:
    await fill(house, 3)
    await survey(house, 6, "mot-cua")
    first, second = await house.digest(), await house.digest()
    assert render(first, VI) == render(second, VI)


async def test_text_never_leaves_the_page_whatever_the_names_are(house: House) -> None:
    long = "Ủy ban nhân dân " + "phường " * 40
    unit = await house.unit("&<>\"' " + "Nghiệp" * 40)
    await house.task(unit, due=TODAY)
    await house.task(due=TODAY)
    drawing, _ = drawn(await house.digest(office=long), VI)
    for node in ElementTree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text"):
        long_ = width(node.text or "", float(node.get("font-size", 0)), int(node.get("font-weight", 0)))
        start = float(node.get("x", 0)) - (long_ if node.get("text-anchor") == "end" else 0)
        assert start >= 0, node.text
        assert start + long_ <= 1080, node.text
    assert "Chưa giao đơn vị chủ trì" in drawing


def test_a_line_with_every_vietnamese_letter_can_be_drawn_by_every_font() -> None:
    assert len(LETTERS) == 146
    for file in FONTS.glob("*.ttf"):
        assert set(read(file.read_bytes())) >= LETTERS, file.name
    for weight in (400, 600, 700):
        assert set("–…%=+−0123456789“”") <= set(advances(weight))


def test_letters_draw_different_marks_and_not_the_same_empty_box() -> None:
    def drawn_letter(letter: str) -> bytes:
        text = f'<text x="10" y="60" font-size="50" font-family="Be Vietnam Pro">{letter}</text>'
        return png(f'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="90">{text}</svg>', (80, 90))

    assert len({drawn_letter(letter) for letter in "ệễểềếẸẼ"}) == 7


def test_pictographs_and_loose_marks_never_become_boxes() -> None:
    assert drawable("Xong 🎉 " + unicodedata.normalize("NFD", "Tiến độ")) == "Xong  Tiến độ"


def test_a_line_is_cut_at_a_word_and_keeps_to_its_room() -> None:
    text = "Tiếp nhận, xử lý phản ánh, kiến nghị của người dân"
    assert fit(text, 10_000, 25) == text
    for room in (60, 150, 300):
        assert width(fit(text, room, 25), 25) <= room
        lines = wrap(text, room, 25)
        assert len(lines) <= 2
        assert all(width(line, 25) <= room for line in lines)
    assert fit(text, 300, 25).endswith("…")


async def test_the_annex_holds_a_row_for_every_counted_task_and_no_formula(house: House) -> None:
    unit = await house.unit("Văn phòng")
    await house.task(unit, title="=1+1", due=TODAY - timedelta(days=2))
    await house.task(unit, state=State.cancelled)
    digest = await house.digest()
    (name, _, picture_), (annex_name, _, book) = render(digest, VI)
    assert (name, annex_name) == ("digest-2026-W31.png", "digest-2026-W31.xlsx")
    assert size(picture_)[0] == 1080
    sheet = load_workbook(BytesIO(book))["Nhiệm vụ"]
    assert sheet["B2"].data_type == "s"
    rows = list(sheet.iter_rows(values_only=True))
    assert [(row[1], row[7], row[8]) for row in rows[1:]] == [
        ("=1+1", 2, "Đang làm, quá hạn"),
        ("Việc 2", 0, "Không tính"),
    ]
