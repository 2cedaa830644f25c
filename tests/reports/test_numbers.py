"""Targets, periodic figures and self-scores in a digest: a few lines in chat and picture, in full in Excel and Word."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import docx
from openpyxl import load_workbook
from PIL import Image
from report_house import NOW, TODAY, House

from roviec.db.models import Assessment, CriteriaSet, Measure, Measured, Plan, Score, Target
from roviec.reports.digest import Digest, render, text
from roviec.reports.picture import told
from roviec.reports.workbook import HEAD
from roviec.tasks.criteria.load import shipped
from roviec.tasks.reporting import Cycle, named
from roviec.texts import catalogue

VI, EN = catalogue("vi"), catalogue("en")
SHEETS = ("Chỉ tiêu", "Số liệu định kỳ", "Tự chấm điểm")
REMARK = "Đề nghị Phòng Tài chính = làm rõ trước 30/6"


async def fill(house: House) -> tuple[int, int]:
    """Two units: a figure over its goal with a target that follows it, and a half-scored set of each."""
    root = await house.unit("UBND xã Đại Lãnh")
    home, money = await house.unit("Phòng Nội vụ", root), await house.unit("Phòng Tài chính", root)
    late = await measure(
        house, "Tỷ lệ hồ sơ trễ hạn", home, "%", 1.0, "<", {"2026-M05": 0.5, "2026-M07": 1.25}
    )
    await measure(house, "Hồ sơ tiếp nhận", money, "hồ sơ", None, ">=", {"2026-M07": 1234.0, "2026-M08": 5.0})
    plan = await house.keep(Plan(subject="CCHC", number="41/KH-UBND", kind="Kế hoạch", created_at=NOW))
    aims: dict[str, Any] = {"plan_id": plan.id, "year": 2026, "goal_op": "<"}
    await house.keep(Target(index="Hồ sơ trễ hạn", goal=1.0, unit_id=home, measure_id=late, **aims))
    await house.keep(
        Target(index="PAR INDEX", component="Cải cách thể chế", goal=75.0, unit_id=money, **aims)
    )
    source = shipped()["qd-766"]
    kept = await house.keep(
        CriteriaSet(code="qd-766", version="1", title="QĐ 766", source=source, made_at=NOW)
    )
    for unit in (home, money):
        one = await house.keep(
            Assessment(set_id=kept.id, unit_id=unit, year=2026, opened_on=TODAY - timedelta(days=9))
        )
        await house.keep(Score(assessment_id=one.id, criterion="1", points=16.5))
    return home, money


async def measure(
    house: House, name: str, unit: int, noun: str, goal: float | None, op: str, stated: dict[str, float]
) -> int:
    shape = {"cycle": Cycle.month, "noun": noun, "goal": goal, "goal_op": op, "made_at": NOW}
    one = await house.keep(Measure(name=name, folded=name.lower(), unit_id=unit, **shape))
    for key, value in stated.items():
        row = Measured(measure_id=one.id, period=key, until=named(key).last, value=value, said_at=NOW)
        await house.keep(row)
    return int(one.id)


def sheets(digest: Digest) -> Any:
    return load_workbook(BytesIO(render(digest, VI)[1][2]))


def words_of(digest: Digest) -> str:
    document = docx.Document(BytesIO(render(digest, VI)[2][2]))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


async def test_an_office_without_any_hears_nothing_of_it(house: House) -> None:
    await house.task(await house.unit("Văn phòng"), due=TODAY)
    digest = await house.digest()
    assert digest.numbers is None
    assert not any(word in text(digest, VI) for word in ("Chỉ tiêu", "Số liệu định kỳ", "Tự chấm"))
    assert told(digest, VI)["numbers"]["lines"] == []
    assert not set(SHEETS) & set(sheets(digest).sheetnames)
    assert "TỰ CHẤM ĐIỂM" not in words_of(digest)


async def test_a_few_lines_in_the_chat_and_on_the_picture(house: House) -> None:
    await fill(house)
    digest = await house.digest()
    expected = (
        "Chỉ tiêu: 2; đạt 0, chưa đạt 1, chưa có kết quả 1.",
        "Số liệu định kỳ: 2; đạt mục tiêu 0, chưa đạt 1, chưa so được 1.",
        "- Hồ sơ trễ hạn: 1,25% (tháng 7 năm 2026), mục tiêu < 1%",
        "Tự chấm điểm 2026: 2 đợt, 0 đợt đã chấm đủ tiêu chí.",
    )
    assert all(line in text(digest, VI) for line in expected)
    # The figure that the target follows is said once.
    assert text(digest, VI).count("1,25%") == 1
    assert told(digest, VI)["numbers"]["lines"] == list(expected)
    assert "Periodic figures: 2" in text(digest, EN)


async def test_everything_stands_in_the_annex_as_numbers(house: House) -> None:
    await fill(house)
    book = sheets(await house.digest())
    rows = {
        name: [[cell.value for cell in row] for row in book[name].iter_rows(min_row=HEAD + 2)]
        for name in SHEETS
    }
    assert [row[2:] for row in rows["Chỉ tiêu"]] == [
        ["Hồ sơ trễ hạn", "Phòng Nội vụ", None, "–", "< 1%", "tháng 7 năm 2026", 1.25, "chưa đạt"],
        ["Cải cách thể chế", "Phòng Tài chính", None, "–", "< 75", None, None, None],
    ]
    assert rows["Số liệu định kỳ"] == [
        [
            "Hồ sơ tiếp nhận",
            "hồ sơ",
            "Phòng Tài chính",
            None,
            "tháng 7 năm 2026",
            1234,
            None,
            None,
            "–",
            None,
        ],
        [
            *("Tỷ lệ hồ sơ trễ hạn", "%", "Phòng Nội vụ", None),
            *("tháng 7 năm 2026", 1.25, "tháng 5 năm 2026", 0.5, "< 1%", "chưa đạt"),
        ],
    ]
    assert [row[1:7] for row in rows["Tự chấm điểm"]] == [
        ["Phòng Tài chính", 2026, 100, 16.5, 5, 0],
        ["Phòng Nội vụ", 2026, 100, 16.5, 5, 0],
    ]
    words = words_of(await house.digest())
    assert all(one in words for one in ("V. CHỈ TIÊU", "Cải cách thể chế", "1.234", "16,5", "chưa đạt"))


async def test_a_period_that_is_over_holds_its_own_values(house: House) -> None:
    await fill(house)
    digest = await house.digest(period=named("2026-M06"))
    assert digest.numbers is not None
    assert [one.latest.value if one.latest else None for one in digest.numbers.measures] == [None, 0.5]
    assert "đạt mục tiêu 1" in text(digest, VI)
    # Nothing was scored yet on its last day.
    assert digest.numbers.scores == ()


async def test_a_head_reads_of_their_own_units(house: House) -> None:
    home, _ = await fill(house)
    digest = await house.digest(unit_ids=[home])
    assert "Tự chấm điểm Phòng Nội vụ, năm 2026: 16,5/100" in text(digest, VI)
    assert "Số liệu định kỳ: 1;" in text(digest, VI)
    for name in SHEETS:
        page = [str(cell.value) for row in sheets(digest)[name].iter_rows() for cell in row]
        assert not any("Tài chính" in one for one in page)


async def test_it_can_be_left_out(house: House) -> None:
    await fill(house)
    digest = (await house.digest()).corrected(remark="", by="", left_out=["numbers"])
    assert "Số liệu định kỳ" not in text(digest, VI)
    assert not set(SHEETS) & set(sheets(digest).sheetnames)


async def test_a_remark_stands_in_all_four(house: House) -> None:
    await house.task(await house.unit("Văn phòng"), due=date(2026, 6, 30))
    plain = await house.digest()
    digest = replace(plain, remark=REMARK, remark_by="Vàng Thị Hoa")
    line = f"Ý kiến của Vàng Thị Hoa: {REMARK}"
    assert line in text(digest, VI), text(digest, VI)
    assert line in words_of(digest)
    first = sheets(digest).worksheets[0]
    assert first.cell(3, 1).value == line
    assert first.cell(3, 1).data_type == "s"
    assert told(digest, VI)["remark"] == line
    heights = [Image.open(BytesIO(render(one, VI)[0][2])).height for one in (plain, digest)]
    assert heights[1] > heights[0] + 60
