"""A stranger writes the Decree's form in Excel from docs/questionnaires.md alone; it is checked, opened, graded."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import surveys
from roviec.db.surveys import finish
from roviec.survey.authoring.toml import to_toml
from roviec.survey.authoring.xlsform import read_xlsform
from roviec.survey.load import load
from roviec.survey.points import grade, indicators, mark
from tests.cli.conftest import Office
from tests.office import HANOI, hanoi_today

DOCS = (Path(__file__).parents[2] / "docs" / "questionnaires.md").read_text("utf-8")
INDICATORS = (
    ("thoi-gian", "Thời gian giải quyết so với quy định?", "nhanh-cham"),
    ("tung-co-quan", "Thời gian của từng cơ quan so với quy định?", "nhanh-cham"),
    ("lien-he", "Số lần liên hệ với nơi tiếp nhận để hoàn thiện hồ sơ?", "so-lan"),
    ("co-quan", "Số cơ quan phải liên hệ?", "so-lan"),
    ("bo-phan", "Việc tiếp nhận, trả kết quả tại {desk}?", "ba-muc"),
    ("cong-khai", "Mức độ công khai thủ tục?", "ba-muc"),
    ("thai-do", "Thái độ của cán bộ, công chức?", "ba-muc"),
    ("tiep-thu", "Việc tiếp thu, giải trình phản ánh, kiến nghị?", "ba-muc"),
    ("truc-tuyen", "Tiến độ và chất lượng dịch vụ công trực tuyến?", "ba-muc"),
)
LISTS = {
    "nhanh-cham": (
        ("som", "Ngắn hơn quy định", 2),
        ("dung", "Bằng quy định", 1),
        ("muon", "Dài hơn quy định", 0),
    ),
    "so-lan": (("0", "Không", 2), ("1", "Một", 1), ("2", "Nhiều hơn một", 0)),
    "ba-muc": (("tot", "Tốt", 2), ("duoc", "Chấp nhận được", 1), ("kem", "Chưa tốt", 0)),
}
LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")


def written() -> bytes:
    """Return the workbook, sheet by sheet as the page says."""
    survey: list[list[Any]] = [["type", "name", "label", "required", "appearance", "content"]]
    survey += [["begin_group", "cham-diem", "Chấm điểm việc giải quyết hồ sơ"]]
    survey += [[f"select_one {of}", name, label] for name, label, of in INDICATORS]
    survey += [["end_group"], ["begin_group", "tong-the", "Đánh giá tổng thể", "", "", "chung"]]
    survey += [
        ["select_one hai-long", "chung", "Mức độ hài lòng chung của Ông/Bà?", "", "likert"],
        ["end_group"],
    ]
    survey += [["begin_group", "them", "Ý kiến thêm"], ["text", "y-kien", "Ý kiến khác", "no"], ["end_group"]]
    choices: list[list[Any]] = [["list_name", "name", "label", "points"]]
    choices += [[of, *choice] for of, several in LISTS.items() for choice in several]
    choices += [["hai-long", n, label] for n, label in enumerate(LEVELS, 1)]
    sheets: dict[str, list[list[Any]]] = {
        "survey": survey,
        "choices": choices,
        "settings": [
            ["form_title", "form_id", "version", "thanks", "consent", "consent_yes", "consent_no"],
            [
                "Phiếu đánh giá hồ sơ",
                "danh-gia-ho-so",
                "2026.10",
                "Xin cảm ơn Ông/Bà.",
                "Ông/Bà đồng ý không?",
                "Đồng ý",
                "Không",
            ],
        ],
        "contents": [["name", "label"], ["chung", "Hài lòng chung"]],
        "words": [["name", "value"], ["desk", "Bộ phận Một cửa"]],
        "ghi chú": [["Ai viết", "Tổ Một cửa"]],
    }
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_every_word_that_the_stranger_needs_is_in_the_page() -> None:
    for word in (
        "begin_group",
        "select_one LIST",
        "likert",
        "`points`",
        "`required`",
        "`content`",
        "form_id",
        "2026.10",
    ):
        assert word in DOCS, word
    for name in ("survey", "choices", "settings", "contents", "words"):
        assert f"| `{name}` |" in DOCS, name
    for line in ("15/18", "12/18", "9/18", "6/18"):
        assert line in DOCS, line


@pytest.mark.parametrize(
    ("points", "wanted"),
    [(18, 5), (15, 5), (14, 4), (12, 4), (11, 3), (9, 3), (8, 2), (6, 2), (5, 1), (0, 1)],
)
def test_the_grades_are_those_of_the_decree(points: int, wanted: int) -> None:
    form = load(to_toml(read_xlsform(written()).data))
    each = [2] * (points // 2) + [1] * (points % 2)
    each += [0] * (len(INDICATORS) - len(each))
    answers: dict[str, Any] = {name: 3 - got for (name, _, _), got in zip(INDICATORS, each, strict=True)}
    assert mark(form, answers).points == points
    assert grade(form, answers) == wanted
    assert grade(form, dict.fromkeys(list(answers)[:4], 1)) is None


def test_the_form_is_checked_opened_answered_and_graded(staffed: Office) -> None:
    path = staffed.write("phieu.xlsx", written())
    assert "danh-gia-ho-so" in staffed.ok("survey", "check", path).out
    assert "2026.10" in staffed.ok("survey", "check", path).out
    number = int(staffed.ok("survey", "open", path, "--unit", "Văn phòng").out)

    async def answer(session: AsyncSession) -> None:
        campaign, unit, _ = await surveys.the_campaign(session, number)
        form = await surveys.form_of(session, campaign)
        for n in range(12):
            every = dict.fromkeys((name for name, _, _ in INDICATORS), 1 if n < 7 else 2)
            await finish.keep_response(
                session,
                campaign_id=number,
                unit_id=unit.id or 0,
                form=form,
                answers={**every, "chung": 4},
                found=(),
                minimum_cell=5,
                today=hanoi_today(),
                now=datetime.combine(hanoi_today(), datetime.min.time(), tzinfo=HANOI),
            )

    staffed.inside(answer)
    # Ten have moved into the figures, two wait: seven of eighteen points, three of nine.
    said = staffed.ok("index", "--form", "danh-gia-ho-so").out
    assert "Xếp loại theo điểm 2/1/0 của 10 hồ sơ: xuất sắc 7; tốt 0; khá 3; trung bình 0; yếu 0." in said
    assert staffed.ok("index", "--form", "danh-gia-ho-so", "--json").json["grades"] == [0, 0, 3, 0, 7]
    assert "khớp" in staffed.ok("index", "rebuild").out


def graded(staffed: Office, number: int, firsts: tuple[int, ...]) -> None:
    """Send an evaluation for each: all its indicators have that choice, 1 the best."""

    async def answer(session: AsyncSession) -> None:
        campaign, unit, _ = await surveys.the_campaign(session, number)
        form = await surveys.form_of(session, campaign)
        for first in firsts:
            await finish.keep_response(
                session,
                campaign_id=number,
                unit_id=unit.id or 0,
                form=form,
                answers=dict.fromkeys(indicators(form), first),
                found=(),
                minimum_cell=5,
                today=hanoi_today(),
                now=datetime.combine(hanoi_today(), datetime.min.time(), tzinfo=HANOI),
            )

    staffed.inside(answer)


def test_a_form_without_an_index_says_its_grades_and_moves_in_steps(staffed: Office) -> None:
    number = int(staffed.ok("survey", "open", "ho-so", "--unit", "Văn phòng").out)
    assert "Chưa có phiếu khảo sát nào" in staffed.ok("index").out
    graded(staffed, number, (1, 1, 2))
    few = staffed.ok("index").out
    assert "dưới 5 phiếu" in few
    assert "Xếp loại" not in few
    assert "Chưa có phiếu" not in few
    graded(staffed, number, (1, 3))
    said = staffed.ok("index").out
    assert "Xếp loại theo điểm 2/1/0 của 5 hồ sơ: xuất sắc 3; tốt 0; khá 1; trung bình 0; yếu 1." in said
    graded(staffed, number, (1,))
    assert "của 5 hồ sơ" in staffed.ok("index", "--campaign", str(number)).out
    (one,) = staffed.ok("index", "--json").json["evaluations"]
    assert (one["form"], one["grades"]) == ("ho-so", [1, 0, 1, 0, 3])
    assert "Chưa có phiếu" in staffed.ok("index", "--form", "mot-cua").out


def test_beside_a_form_with_an_index_the_grades_come_after_it(staffed: Office) -> None:
    path = staffed.write("phieu.xlsx", written())
    graded(staffed, int(staffed.ok("survey", "open", path, "--unit", "Văn phòng").out), (1,) * 5)
    graded(staffed, int(staffed.ok("survey", "open", "ho-so", "--unit", "Văn phòng").out), (1,) * 5)
    said = staffed.ok("index").out
    assert said.count("Xếp loại theo điểm") == 2
    found = staffed.ok("index", "--json").json
    assert (found["form"], [one["form"] for one in found["evaluations"]]) == ("danh-gia-ho-so", ["ho-so"])


def test_an_export_keeps_what_gives_points(staffed: Office) -> None:
    number = int(staffed.ok("survey", "open", "ho-so", "--unit", "Văn phòng").out)
    graded(staffed, number, (1, 2, 3))
    rows = staffed.ok("survey", "answers", "--csv").out
    assert "-9" not in rows
