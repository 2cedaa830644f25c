"""Names and times in layouts of central bodies, schools and the Party: who is meant, what only looks like an order."""

from io import BytesIO
from typing import Any

import docx
import pytest

from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.letterhead import issuer_of_letterhead
from roviec.tasks.reading.read import read
from roviec.tasks.reading.units import names_at
from tests.reading.test_reading_kinds import CALENDAR, HEAD, pasted

PART = HEAD + "I. TỔ CHỨC THỰC HIỆN\n\n"


def leads(text: str) -> list[tuple[list[str], str | None]]:
    return [(task["lead"], task["due"]) for task in pasted(text)["tasks"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ, Ủy ban nhân dân các tỉnh có trách nhiệm rà soát",
            ["Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", "Ủy ban nhân dân các tỉnh"],
        ),
        ("các Vụ, Cục, đơn vị thuộc Tổng cục rà soát", ["các Vụ, Cục, đơn vị thuộc Tổng cục"]),
        ("Thường trực Ủy ban KH,CN&MT của Quốc hội chủ trì", ["Thường trực Ủy ban KH,CN&MT của Quốc hội"]),
        ("Các thành viên khác trong tiểu ban căn cứ nhiệm vụ", ["Các thành viên khác trong tiểu ban"]),
        ("Các phòng, trường, khoa đào tạo lập danh sách", ["Các phòng, trường", "khoa đào tạo"]),
        ("Tiểu ban nhân sự lập danh sách", ["Tiểu ban nhân sự"]),
        ("Tổng Liên đoàn Lao động Việt Nam hướng dẫn", ["Tổng Liên đoàn Lao động Việt Nam"]),
        ("Đảng đoàn Hội Nông dân phối hợp", ["Đảng đoàn Hội Nông dân"]),
    ],
)
def test_names_are_whole(text: str, names: list[str]) -> None:
    found = names_at(text, 0)
    assert found is not None
    assert found.texts(text) == names


@pytest.mark.parametrize("text", ["Thường trực báo cáo hằng ngày", "Lãnh đạo việc thực hiện đề án"])
def test_what_somebody_does_is_no_name(text: str) -> None:
    assert names_at(text, 0) is None


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (["BAN CHẤP HÀNH TRUNG ƯƠNG", "ĐẢNG ĐOÀN QUỐC HỘI"], "Đảng đoàn Quốc hội"),
        (["BỘ TÀI CHÍNH", "TỔNG CỤC THUẾ"], "Tổng cục thuế"),
        (["ĐẠI HỌC QUỐC GIA HÀ NỘI", "TRƯỜNG ĐẠI HỌC VIỆT NHẬT"], "Trường đại học Việt Nhật"),
    ],
)
def test_a_body_with_a_name_of_its_own_is_the_issuer(lines: list[str], issuer: str) -> None:
    found = issuer_of_letterhead(lines)
    assert found is not None
    assert found.lower() == issuer.lower()


@pytest.mark.parametrize(
    ("heading", "lead"),
    [
        (
            "Sở Tài chính - Cơ quan thường trực Ban Chỉ đạo của tỉnh về chuyển đổi số và Đề án 06",
            "Sở Tài chính",
        ),
        ("Các đồng chí lãnh đạo Ban Chỉ đạo có trách nhiệm", "Các đồng chí lãnh đạo Ban Chỉ đạo"),
        ("Tiểu ban văn kiện", "Tiểu ban văn kiện"),
    ],
)
def test_a_heading_names_the_body_and_not_what_it_is_besides(heading: str, lead: str) -> None:
    text = f"{PART}1. {heading}\n\n- Đôn đốc các xã lập hồ sơ cầu treo.\n- Tổng hợp số liệu bến đò, báo cáo tỉnh.\n"
    assert leads(text) == [([lead], None), ([lead], None)]


def test_a_post_that_is_a_part_too_is_one_name() -> None:
    text = (
        PART
        + "1. Đồng chí Phó Trưởng ban Dân vận - Ủy viên: Trực tiếp chỉ đạo trang trí hội trường.\n\n"
        + "2. Văn phòng lập danh sách khách mời.\n"
    )
    assert leads(text)[0][0] == ["Đồng chí Phó Trưởng ban Dân vận"]


def test_who_does_it_may_stand_behind_a_dash() -> None:
    text = (
        HEAD
        + "I. NỘI DUNG\n\n1. Tham luận về phụ đạo học sinh yếu – Trường THPT Vân Sơn thực hiện.\n"
        + "2. Tham luận về ôn thi - Trường THPT Tân Lập hỗ trợ thực hiện.\n"
    )
    assert leads(text) == [(["Trường THPT Vân Sơn"], None), (["Trường THPT Tân Lập"], None)]


def test_the_issuer_is_given_work_where_work_is_organised() -> None:
    head = "TRƯỜNG THPT VÂN SƠN\n\nKẾ HOẠCH\nTổ chức hội giảng\n\n"
    head += "Trường THPT Vân Sơn xây dựng kế hoạch hội giảng như sau:\n\n"
    text = (
        head
        + "I. TỔ CHỨC THỰC HIỆN\n\n- Trường THPT Vân Sơn lập danh sách giáo viên dự thi.\n- Tổ Lịch sử chuẩn bị phòng học.\n"
    )
    assert [lead for lead, _ in leads(text)] == [["Trường THPT Vân Sơn"], ["Tổ Lịch sử"]]


def test_what_was_reached_is_no_work_whatever_its_heading_begins_with() -> None:
    text = (
        HEAD
        + "1. Về đánh giá tình hình hoạt động từ tháng 6/2022 đến nay\n\n"
        + "(1) Văn phòng tiếp tục khẳng định vai trò đầu mối.\n\n"
        + "2. Về nhiệm vụ trọng tâm\n\n(1) Văn phòng rà soát quy chế làm việc.\n"
    )
    assert [task["title"] for task in pasted(text)["tasks"]] == ["Văn phòng rà soát quy chế làm việc"]


def test_a_paragraph_may_order_before_it_leads_to_a_list() -> None:
    text = (
        PART
        + "Đề nghị UBND các xã chỉ đạo các trường cử người dự họp. Riêng UBND xã Tân Lập bố trí hội trường và phân công:\n\n"
        + "- Văn phòng đón tiếp đại biểu.\n- Công an xã giữ gìn trật tự.\n"
    )
    assert [lead for lead, _ in leads(text)] == [["UBND các xã"], ["Văn phòng"], ["Công an xã"]]


def test_an_enumeration_is_not_cut_into_orders() -> None:
    text = (
        PART
        + "- Sở Nội vụ tổng hợp biên chế đối với các sở, ban, ngành; ủy ban nhân dân cấp xã (bao gồm cơ quan chuyên môn); "
        + "Hội đồng nhân dân cấp xã (nếu có), gửi Ban Tổ chức Tỉnh ủy chậm nhất ngày 15/10/2026.\n"
        + "- Sở Tài chính lập dự toán.\n"
    )
    assert leads(text) == [(["Sở Nội vụ"], "2026-10-15"), (["Sở Tài chính"], None)]


@pytest.mark.parametrize(
    ("order", "due"),
    [
        ("Năm 2026: Văn phòng rà soát, tổng kết hệ thống văn bản.", "2026-12-31"),
        ("Phòng Kinh tế đề xuất nhiệm vụ của giai đoạn tiếp theo vào năm 2027.", "2027-12-31"),
    ],
)
def test_a_year_is_read_and_marked(order: str, due: str) -> None:
    (task, _) = pasted(f"{PART}- {order}\n- Văn phòng theo dõi, đôn đốc.\n")["tasks"]
    assert task["due"] == due
    assert "due" in task["unsure"]


def test_what_points_to_a_law_is_no_work() -> None:
    text = (
        f"{PART}- Ngày nghỉ lễ, tết: Thực hiện theo quy định của Bộ luật Lao động và các văn bản hướng dẫn.\n"
    )
    text += "- Văn phòng lập lịch trực tết.\n"
    assert [task["title"] for task in pasted(text)["tasks"]] == ["Văn phòng lập lịch trực tết"]


def test_a_year_that_is_over_is_no_deadline() -> None:
    (task, _) = pasted(f"{PART}- Năm 2024: Văn phòng rà soát văn bản.\n- Văn phòng theo dõi, đôn đốc.\n")[
        "tasks"
    ]
    assert task["due"] is None


def table(*rows: tuple[str, ...]) -> dict[str, Any]:
    document = docx.Document()
    made = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    document.save(data := BytesIO())
    return as_json(read(data.getvalue(), "lich.docx", calendar=CALENDAR))


def test_a_timetable_of_days_is_work_and_the_programme_of_one_day_is_not() -> None:
    days = table(
        ("Thời gian", "Nội dung công việc"),
        ("06/5/2026", "Ứng viên nộp đơn tại phòng Tổ chức cán bộ"),
        ("Từ 12-30/9/2026", "Hội đồng ngành họp xét hồ sơ"),
    )
    assert [task["due"] for task in days["tasks"]] == ["2026-05-06", "2026-09-30"]
    assert all("lead" in task["unsure"] for task in days["tasks"])
    hours = table(
        ("Thời gian", "Nội dung"),
        ("8h30 - 8h35", "Tuyên bố lý do, giới thiệu đại biểu"),
        ("8h35 - 9h00", "Báo cáo tóm tắt của nhà trường"),
    )
    assert hours["tasks"] == []


HEADS = ("TT", "Tên nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")


def row(number: int) -> tuple[str, ...]:
    return (f"{number}.", f"Sửa cầu treo số {number} qua suối", "Phòng Kinh tế", "Công an xã", "6/2026")


def test_a_torn_table_goes_on_where_an_excerpt_left_rows_out() -> None:
    group = ("III.", "Hoàn thiện hạ tầng giao thông của các thôn")
    numbers = (1, 2, 43, 44, 45)
    cells = [*HEADS, *row(1), *row(2), *group, *row(43), *row(44), *row(45)]
    made = pasted(HEAD + "PHỤ LỤC\n\n" + "\n".join(cells) + "\n")
    assert [(task["title"], task["lead"], task["due"]) for task in made["tasks"]] == [
        (row(n)[1], ["Phòng Kinh tế"], "2026-06-30") for n in numbers
    ]


def test_rows_that_no_table_took_are_marked() -> None:
    """Whatever is read of them: nothing stands unmarked below three numbers that stand alone in their lines."""
    lines = [
        line
        for n in (7, 8, 9)
        for line in (f"{n}", "Phòng Kinh tế lập hồ sơ cầu treo.", "Công an xã", "6/2026")
    ]
    made = pasted(HEAD + "I. VIỆC\n\n- Văn phòng lập danh sách.\n\n" + "\n".join(lines) + "\n")
    assert made["tasks"][0]["unsure"] == {}
    assert all({"lead", "due"} <= task["unsure"].keys() for task in made["tasks"][1:])
