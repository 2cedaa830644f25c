"""Real Excel: numbers and dates are such, a title stands over each table, and it prints on A4."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from report_house import TODAY, House, at

from roviec.db.standings import tasks_as_of
from roviec.reports.digest import render
from roviec.reports.workbook import HEAD, Percent, Sheet, workbook
from roviec.survey.load import shipped
from roviec.texts import catalogue

VI = catalogue("vi")
NAIVE = datetime.combine(date(2026, 6, 30), time(8, 5))
CRITERIA = [item for content in shipped()["mot-cua"].contents for item in content.criteria]


async def book(house: House) -> Any:
    return load_workbook(BytesIO(render(await house.digest(office="UBND xã Đại Lãnh"), VI)[1][2]))


async def sample(house: House) -> None:
    unit = await house.unit("Văn phòng")
    who = await house.person("Bình", unit)
    for n in range(3):
        task = await house.task(unit, due=TODAY - timedelta(days=n))
        await house.asks(task, who, at(TODAY - timedelta(days=4)), date(2026, 12, 31))
    campaign = await house.campaign(unit)
    for level in (5, 5, 5, 4, 1, 2):
        await house.answers(campaign, unit, dict.fromkeys(CRITERIA, level))


async def test_dates_and_numbers_are_dates_and_numbers(house: House) -> None:
    await sample(house)
    found = await book(house)
    rows = list(found["Nhiệm vụ"].iter_rows(min_row=HEAD + 2))
    tasks = await tasks_as_of(house.session, moment=at(TODAY, 23))
    assert {row[0].value: row[4].value.date() for row in rows} == {task.id: task.due for task in tasks}
    assert all(row[4].is_date and row[4].number_format == "dd/mm/yyyy" for row in rows)
    waiting = list(found["Chờ quyết định"].iter_rows(min_row=HEAD + 2))
    assert all(row[5].is_date and isinstance(row[6].value, int) for row in waiting)


async def test_the_index_is_in_numbers_with_its_interval(house: House) -> None:
    await sample(house)
    rows = list((await book(house))["Mức độ hài lòng"].iter_rows(min_row=HEAD + 2))
    overall, criterion = rows[0], rows[-1]
    assert [cell.value for cell in criterion[1:7]] == [6, 1, 1, 0, 1, 3]
    assert criterion[7].value == pytest.approx(4 / 6)
    assert criterion[7].number_format == "0.00%"
    assert overall[8].value < overall[7].value < overall[9].value
    assert criterion[10].value == pytest.approx((5 * 3 + 4 + 1 + 2) / 30)


async def test_every_table_has_a_title_and_prints(house: House) -> None:
    await sample(house)
    found = await book(house)
    assert len(found.worksheets) == 5
    for sheet in found.worksheets:
        assert sheet["A1"].value.isupper()
        assert sheet["A2"].value.startswith("UBND xã Đại Lãnh, tuần 31 năm 2026.")
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0), (
            "1 is what it is without"
        )
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == f"${HEAD + 1}:${HEAD + 1}"
        assert sheet.freeze_panes == f"A{HEAD + 2}"


def test_a_cell_is_what_it_is() -> None:
    row = [
        "=1+1",
        "http://a.vn",
        1234567,
        0.25,
        Percent(0.8394),
        date(2026, 6, 30),
        NAIVE,
        None,
        "x" * 40_000,
    ]
    data = workbook([Sheet("A", "T", "", [*"abcdefghi"], [row])], title="t", made=NAIVE)
    cells = next(load_workbook(BytesIO(data))["A"].iter_rows(min_row=HEAD + 2))
    assert [cell.data_type for cell in cells] == ["s", "s", "n", "n", "n", "d", "d", "n", "s"]
    assert [cell.value for cell in cells[:8]] == [*row[:5], datetime.combine(row[5], time()), row[6], None]
    assert cells[1].hyperlink is None
    assert len(cells[8].value) == 32_767
