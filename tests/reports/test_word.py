"""The Word draft: opened again, its words compared with the figures, its layout with NĐ 30/2020."""

import shutil
import subprocess
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
from docx.shared import Pt
from report_house import TODAY, House, at

from roviec.db.figures import counts
from roviec.db.standings import tasks_as_of
from roviec.reports.digest import Digest, render
from roviec.reports.letterhead import Letterhead
from roviec.reports.word import TemplateBroken, draft, filled, letter_of, written
from roviec.reports.word_template import shipped
from roviec.survey.load import shipped as forms
from roviec.tasks.lateness import At
from roviec.tasks.punctuality import Outcome
from roviec.tasks.reporting import named
from roviec.texts import catalogue

VI = catalogue("vi")
HEAD = Letterhead(
    authority="Ủy ban nhân dân tỉnh Khánh Hòa",
    symbol="BC-UBND",
    place="Đại Lãnh",
    on_behalf="TM. Ủy ban nhân dân",
    position="Chủ tịch",
    signer="Nguyễn Văn A & B <C>",
    recipients=("Sở Nội vụ", "Thường trực Đảng ủy xã"),
)


async def sample(house: House) -> Digest:
    root = await house.unit("UBND xã Đại Lãnh")
    units = [await house.unit(name, root) for name in ("Phòng Kinh tế", "Văn phòng")]
    who = await house.person("Nguyễn Thị Ánh", units[0])
    for n, unit in enumerate((*units, *units, units[0])):
        task = await house.task(unit, title=f"=Việc & <{n}>\x0b", due=TODAY + timedelta(days=n - 2))
        await house.stuck(task, who, at(TODAY - timedelta(days=9)))
    campaign = await house.campaign(root)
    criteria = [item for content in forms()["mot-cua"].contents for item in content.criteria]
    for _ in range(8):
        await house.answers(campaign, root, dict.fromkeys(criteria, 4))
    return await house.digest(period=named("2026-Q3"), office="Ủy ban nhân dân xã Đại Lãnh")


def opened(data: bytes) -> Any:
    return docx.Document(BytesIO(data))


def words(document: Any) -> str:
    """Return the text of body and tables, a line each."""
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *tables])


async def test_the_draft_holds_head_figures_and_foot(house: House) -> None:
    digest = await sample(house)
    said = words(opened(draft(digest, HEAD)))
    for part in (
        "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA",
        "ỦY BAN NHÂN DÂN XÃ ĐẠI LÃNH",
        "/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Đại Lãnh, ngày 27 tháng 7 năm 2026",
        "BÁO CÁO",
        "quý III năm 2026",
        "từ ngày 15/6/2026 đến ngày 14/9/2026",
        "- Sở Nội vụ;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Nguyễn Văn A & B <C>",
        "Vướng mắc: =Việc & <0>",
        "Có 5 nội dung đang chờ lãnh đạo quyết định:",
        "100,0%",
    ):
        assert part in said, part
    assert "{" not in said
    assert said.count("./.") == 1


async def test_its_table_is_what_a_query_counts(house: House) -> None:
    digest = await sample(house)
    table = opened(draft(digest, HEAD)).tables[1]
    head, *rows, total = [[cell.text for cell in row.cells] for row in table.rows]
    assert head[0] == "Đơn vị"
    tasks = await tasks_as_of(house.session, moment=digest.now)
    _, counted = counts(tasks, at=At(TODAY), since=digest.since, calendar=digest.calendar)
    names = {line.unit_id: line.name for line in digest.units}
    assert {row[0]: row[1:] for row in rows} == {
        names[unit]: [str(n) for n in (ways.total, *(ways[way] for way in Outcome))]
        for unit, ways in counted.items()
    }
    assert total == ["Toàn cơ quan", "5", "0", "0", "3", "2"]


async def test_the_layout_is_that_of_the_decree(house: House) -> None:
    document = opened(draft(await sample(house), HEAD))
    section, normal = document.sections[0], document.styles["Normal"]
    assert (round(section.page_width.mm, 1), round(section.page_height.mm, 1)) == (210, 297)
    for margin, least, most in (
        (section.top_margin, 20, 25),
        (section.bottom_margin, 20, 25),
        (section.left_margin, 30, 35),
        (section.right_margin, 15, 20),
    ):
        assert least <= round(margin.mm, 1) <= most
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))
    assert 10 <= normal.paragraph_format.first_line_indent.mm <= 12.8
    assert normal.paragraph_format.space_after >= Pt(6)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    runs = {
        run.text: run
        for table in document.tables
        for cell in table._cells
        for line in cell.paragraphs
        for run in line.runs
    }
    nation, motto = runs["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], runs["Độc lập - Tự do - Hạnh phúc"]
    assert (nation.font.size, nation.bold, motto.font.size, motto.bold) == (Pt(12), True, Pt(13), True)
    assert (runs["Nơi nhận:"].italic, runs["Nơi nhận:"].bold, runs["Nơi nhận:"].font.size) == (
        True,
        True,
        Pt(12),
    )
    assert not any(run.underline for run in runs.values())


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 2, 3), "ngày 03 tháng 02 năm 2026"),
        (date(2026, 1, 10), "ngày 10 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_dates_have_a_nought_where_the_decree_wants_one(day: date, told: str) -> None:
    assert written(day, VI) == told


async def test_what_is_not_configured_is_left_for_the_pen(house: House) -> None:
    said = words(opened(draft(await sample(house), Letterhead())))
    assert "……, ngày 27 tháng 7 năm 2026" in said
    assert "/BC-UBND" in said
    assert "{" not in said


async def test_an_empty_period_makes_a_draft_too(house: House) -> None:
    await house.unit("UBND xã Đại Lãnh")
    said = words(opened(draft(await house.digest(period=named("2026-M07")), HEAD)))
    assert "Trong kỳ chưa có nhiệm vụ nào" in said
    assert "Trong kỳ chưa nhận phản ánh" in said


async def test_the_same_digest_gives_the_same_bytes(house: House) -> None:
    digest = await sample(house)
    assert draft(digest, HEAD) == draft(digest, HEAD)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The template as an office has changed it in Word."""
    document = opened(shipped())
    for line in document.paragraphs:
        if line.text == "BÁO CÁO":
            line.runs[0].text = "BÁO CÁO NHANH"
    document.styles["Normal"].font.size = Pt(13)
    path = tmp_path / "mau của xã.docx"
    document.save(str(path))
    return path


async def test_an_office_changes_the_template_in_word(house: House, own: Path) -> None:
    document = opened(draft(await sample(house), Letterhead(template=own)))
    assert "BÁO CÁO NHANH" in words(document)
    assert document.styles["Normal"].font.size == Pt(13)
    assert "{" not in words(document)


@pytest.mark.parametrize("wrong", ["{{ khong_co }}", "{% for %}", "{{ ().__class__.__mro__ }}", None])
async def test_a_template_that_cannot_be_filled_is_named_and_ours_goes_out(
    house: House, own: Path, wrong: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    if wrong is None:
        own.write_bytes(b"no archive")
    else:
        document = opened(own.read_bytes())
        document.add_paragraph(wrong)
        document.save(str(own))
    digest = await sample(house)
    with pytest.raises(TemplateBroken, match="mau của xã"):
        filled(letter_of(digest), Letterhead(template=own), digest.office)
    assert "BÁO CÁO" in words(opened(draft(digest, Letterhead(template=own))))
    assert "mau của xã" in caplog.text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice: soffice")
async def test_libreoffice_makes_the_same_pages_of_it(house: House, tmp_path: Path) -> None:
    (_, _, _), (_, _, _), (name, _, data) = render(await sample(house), VI, HEAD)
    (tmp_path / name).write_bytes(data)
    command = [
        "soffice",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / name),
    ]
    subprocess.run(command, check=True, timeout=110, capture_output=True)
    with pdfplumber.open(tmp_path / Path(name).with_suffix(".pdf")) as pages:
        first, *rest = pages.pages
        assert (round(first.width), round(first.height)) == (595, 842)
        text = first.extract_words()
        left, right = min(word["x0"] for word in text), max(word["x1"] for word in text)
        assert left >= 29 / 25.4 * 72
        assert right <= (210 - 14) / 25.4 * 72
        assert not any(word["text"] == "1" and word["top"] < 50 for word in text)
        for number, page in enumerate(rest, 2):
            assert any(word["text"] == str(number) and word["top"] < 60 for word in page.extract_words())
