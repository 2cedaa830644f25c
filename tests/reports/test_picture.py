"""The picture and the annex: right size, same bytes, every Vietnamese letter, any number of units."""

import struct
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from PIL import Image
from report_house import TODAY, House

from roviec.reports import gather
from roviec.reports.digest import render
from roviec.reports.picture import picture, told
from roviec.survey.load import shipped
from roviec.tasks.lifecycle import State
from roviec.texts import catalogue

VI, EN = catalogue("vi"), catalogue("en")


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


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def is_white(picture_: Image.Image, left: int, right: int) -> bool:
    """Tell whether nothing is drawn between two columns."""
    return picture_.crop((left, 0, right, picture_.height)).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("say", [VI, EN], ids=["vi", "en"])
@pytest.mark.parametrize(("units", "people"), [(0, 0), (1, 3), (8, 0), (9, 12), (40, 12)])
async def test_the_picture_is_three_times_a_phone_wide_and_not_endless(
    house: House, units: int, people: int, say: object
) -> None:
    await fill(house, units)
    if people:
        await survey(house, people, "sipas-2026")
    digest = await house.digest()
    width, height = size(picture(digest, say))
    assert width == 3 * 360
    assert height < 4000
    assert told(digest, VI)["more"] == (f"và {units - 8} đơn vị khác" if units > 8 else "")


async def test_the_same_digest_gives_the_same_bytes(house: House) -> None:
    await fill(house, 3)
    await survey(house, 6, "mot-cua")
    first, second = await house.digest(), await house.digest()
    assert render(first, VI) == render(second, VI)


async def test_text_never_leaves_the_page_whatever_the_names_are(house: House) -> None:
    long = "Ủy ban nhân dân " + "phường " * 40
    unit = await house.unit("&<>\"' #*_$@\\ " + "Nghiệp" * 40)
    await house.task(unit, due=TODAY)
    await house.task(due=TODAY)
    await survey(house, 12, "sipas-2026")
    digest = await house.digest(office=long)
    drawn = opened(picture(digest, VI))
    assert is_white(drawn, 0, 12)
    assert is_white(drawn, drawn.width - 42, drawn.width)
    assert drawn.height == opened(picture(await house.digest(office="A B " * 99), VI)).height, "two lines"
    assert told(digest, VI)["units"][0]["name"] == "Chưa giao đơn vị chủ trì"


async def test_bars_are_as_long_as_their_counts(house: House) -> None:
    one, two = await house.unit("Một"), await house.unit("Hai")
    for unit, tasks in ((one, 30), (two, 10)):
        for _ in range(tasks):
            await house.task(unit, due=TODAY - timedelta(days=1))
    drawn = opened(picture(await house.digest(), VI))
    red = (200, 56, 11)
    runs = [sum(drawn.getpixel((x, y)) == red for x in range(drawn.width)) for y in range(300, drawn.height)]
    lengths = sorted({run for run in runs if run > 100})
    full = 1080 - 2 * 48
    assert lengths[-1] == pytest.approx(full, abs=8)
    assert lengths[0] == pytest.approx(full / 3, abs=8)


async def test_the_axis_begins_below_everything_and_says_where(house: House) -> None:
    await fill(house, 1)
    await survey(house, 12, "mot-cua")
    part = told(await house.digest(), VI)["index"]
    shown = [line["figure"] for line in part["lines"] if line["figure"]]
    assert part["ticks"][0]["text"] == f"{part['low']}%"
    assert part["low"] <= min(figure["low"] for figure in shown)
    assert part["ticks"][-1]["text"] == "100%"
    for figure in shown:
        assert figure["low"] <= figure["value"] <= figure["high"]
        assert figure["missed"] == (figure["value"] < 90)


async def test_the_annex_of_a_large_office_says_what_it_leaves_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "MOST_TASKS", 3)
    await fill(house, 2)
    book = load_workbook(BytesIO(render(await house.digest(), VI)[1][2]))
    rows = list(book["Nhiệm vụ"].iter_rows(values_only=True, min_row=5))
    assert [row[8] for row in rows[:3]] == ["Đang làm, quá hạn", "Đang làm, quá hạn", "Đang làm, trong hạn"]
    assert rows[3][1] == "Còn 5 nhiệm vụ khác được tính nhưng không liệt kê."
    assert len(rows) == 4


async def test_the_annex_holds_a_row_for_every_counted_task_and_no_formula(house: House) -> None:
    unit = await house.unit("Văn phòng")
    await house.task(unit, title="=1+1", due=TODAY - timedelta(days=2))
    await house.task(unit, state=State.cancelled)
    digest = await house.digest()
    (name, _, picture_), (annex_name, _, book), (draft_name, _, _) = render(digest, VI)
    assert (name, annex_name) == ("digest-2026-W31.png", "digest-2026-W31.xlsx")
    assert draft_name == "digest-2026-W31.docx"
    assert size(picture_)[0] == 1080
    sheet = load_workbook(BytesIO(book))["Nhiệm vụ"]
    assert sheet["B5"].data_type == "s"
    rows = list(sheet.iter_rows(values_only=True, min_row=5))
    assert [(row[1], row[7], row[8]) for row in rows] == [
        ("=1+1", 2, "Đang làm, quá hạn"),
        ("Việc 2", 0, "Không tính"),
    ]
