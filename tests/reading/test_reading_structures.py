"""Structures of real documents in small: who acts, which heading counts, what a table's columns hold."""

import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.tasks.calendar import Calendar
from roviec.tasks.reading.as_json import as_json
from roviec.tasks.reading.figures import value_and_rank
from roviec.tasks.reading.headings import heading_of
from roviec.tasks.reading.read import read, read_pasted
from roviec.tasks.reading.units import names_at
from tests.examples import examples

CALENDAR = Calendar.seeded(range(2024, 2029))
HEAD = (
    "UBND XÃ PHÚ LỘC\nSố: 18/KH-UBND\nPhú Lộc, ngày 20 tháng 3 năm 2026\nKẾ HOẠCH\n"
    "Công tác trọng tâm năm 2026\n\n"
)


def pasted(text: str) -> dict[str, Any]:
    return as_json(read_pasted(text, calendar=CALENDAR))


def leads(body: str) -> list[list[str]]:
    return [task["lead"] for task in pasted(HEAD + body)["tasks"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Đơn vị được kiểm tra chuẩn bị báo cáo", ["Đơn vị được kiểm tra"]),
        ("Các chi bộ, đảng bộ trực thuộc quán triệt", ["Các chi bộ, đảng bộ trực thuộc"]),
        ("các cấp ủy, cơ quan, đơn vị thực hiện", ["các cấp ủy, cơ quan, đơn vị"]),
        ("Các chủ đầu tư rà soát", ["Các chủ đầu tư"]),
        (
            "UBND các xã Đồng Lương, Minh Hạc, Phú Cát khẩn trương",
            ["UBND các xã Đồng Lương, Minh Hạc, Phú Cát"],
        ),
        ("Hội đồng thẩm định họp", ["Hội đồng thẩm định"]),
        ("Báo và Đài Phát thanh - Truyền hình tỉnh tăng", ["Báo và Đài Phát thanh - Truyền hình tỉnh"]),
        ("Phòng Kinh tế trưng bày sản phẩm", ["Phòng Kinh tế"]),
        ("Công an xã Phú Lộc dàn quân", ["Công an xã Phú Lộc"]),
        ("Phòng Kinh tế được giao chủ trì", ["Phòng Kinh tế"]),
    ],
)
def test_a_name_ends_where_the_order_begins(text: str, wanted: list[str]) -> None:
    names = names_at(text, 0)
    assert names is not None
    assert names.texts(text) == wanted


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Nhiệm vụ chung của các sở, ban, ngành; UBND các xã", ["các sở, ban, ngành", "UBND các xã"]),
        ("TRÁCH NHIỆM CỦA PHÒNG KINH TẾ", ["PHÒNG KINH TẾ"]),
        ("VĂN PHÒNG HĐND VÀ UBND XÃ", ["VĂN PHÒNG HĐND VÀ UBND XÃ"]),
        ("Các trường học trên địa bàn", ["Các trường học trên địa bàn"]),
        ("Đơn vị được kiểm tra", ["Đơn vị được kiểm tra"]),
        ("Chủ tịch UBND phường ban hành Kế hoạch kiểm tra như sau:", []),
        ("TỔ CHỨC THỰC HIỆN", []),
    ],
)
def test_a_heading_names_those_below_it(heading: str, wanted: list[str]) -> None:
    names = heading_of(heading)
    assert (names.texts(heading) if names else []) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "TỔ CHỨC THỰC HIỆN\nPhòng Kinh tế\nRà soát danh mục dự án trước ngày 30/6/2026.\n"
            "Đề nghị Đoàn Thanh niên xã\nHuy động đoàn viên ra quân trồng cây.",
            [["Phòng Kinh tế"], ["Đoàn Thanh niên xã"]],
        ),
        ("MỤC ĐÍCH, YÊU CẦU\nTổ chức thiết thực, tiết kiệm.\nNHIỆM VỤ\nLập hồ sơ trước 30/6.", [[]]),
        ("1. VĂN PHÒNG UBND XÃ\n- Lập hồ sơ lưu trữ trước 30/6.", [["Văn phòng UBND xã"]]),
        ("II. NỘI DUNG KIỂM TRA\n1. Việc tiếp nhận, trả kết quả hồ sơ.", []),
        (
            "1. Đối với 03 hộ còn lại, yêu cầu Chủ tịch UBND xã trực tiếp đối thoại.",
            [["Chủ tịch UBND xã"]],
        ),
        (
            "1. Thống nhất chủ trương sửa chợ, giao Phòng Kinh tế lập hồ sơ trước 30/6.",
            [["Phòng Kinh tế"]],
        ),
        (
            "1. Tổ chức đối thoại với Nhân dân.\nChủ trì: Văn phòng; phối hợp: Công an xã; thời gian: Quý II.",
            [["Văn phòng"]],
        ),
    ],
)
def test_headings_and_sentences_say_who_acts(body: str, wanted: list[list[str]]) -> None:
    assert leads(body) == wanted


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        (
            "STT|Tên đề án, văn bản|Cơ quan chủ trì|Cấp trình|Thời gian trình\n"
            "1|Đề án du lịch cộng đồng|Phòng Kinh tế|HĐND xã|30/4",
            ("Đề án du lịch cộng đồng", ["Phòng Kinh tế"], "2026-04-30"),
        ),
        (
            "TT|Việc được giao|Văn bản giao|Người được giao|Ngày giao|Hạn xử lý|Tình trạng\n"
            "1|Rà soát hộ nghèo|TB 15/TB-UBND|Chị Hoa|05/3/2026|15/4/2026|Đang làm",
            ("Rà soát hộ nghèo", ["Chị Hoa"], "2026-04-15"),
        ),
        (
            "TT|Nhóm|Việc phải làm|Ai làm|Khi nào xong\n1|Đất đai|Công khai bảng giá đất|Phòng Kinh tế|30/4",
            ("Công khai bảng giá đất", ["Phòng Kinh tế"], "2026-04-30"),
        ),
    ],
)
def test_columns_are_known_by_many_names(table: str, wanted: tuple[str, list[str], str]) -> None:
    (task,) = pasted(HEAD + table.replace("|", "\t"))["tasks"]
    assert (task["quote"], task["lead"], task["due"]) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("86,91 (37/63)", ("86,91", "37")),
        ("Trên 88,5; hạng 30", ("Trên 88,5", "30")),
        ("82,46% (xếp thứ 35/63)", ("82,46%", "35")),
        ("≥ 5,4", ("≥ 5,4", None)),
        ("31/36", ("31/36", None)),
    ],
)
def test_a_cell_may_hold_a_figure_and_a_place(cell: str, wanted: tuple[str, str | None]) -> None:
    assert value_and_rank(cell) == wanted


def test_a_sheet_may_hold_two_tables_and_an_order_below_them() -> None:
    book = openpyxl.Workbook()
    for row in (
        ["I. CHỈ TIÊU"],
        ["STT", "Chỉ tiêu", "Thực hiện 2025", "Mục tiêu 2026", "Đơn vị theo dõi"],
        [1, "Tỷ lệ hồ sơ đúng hạn", "97%", "Từ 99%", "Văn phòng"],
        ["II. NHIỆM VỤ"],
        ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"],
        [1, "Ban hành quy chế tiếp công dân", "Văn phòng", "30/4/2026"],
        ["Giao Văn phòng HĐND và UBND xã theo dõi, báo cáo trước ngày 15/12/2026."],
    ):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    made = as_json(read(file.getvalue(), "ke-hoach.xlsx", calendar=CALENDAR))
    assert [(row["index"], row["goal"], row["goal_op"]) for row in made["targets"]] == [
        ("Tỷ lệ hồ sơ đúng hạn", 99.0, ">=")
    ]
    assert [task["due"] for task in made["tasks"]] == ["2026-04-30", "2026-12-15"]


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("UBND TỈNH YÊN TRẠCH\nVĂN PHÒNG\nSố: 2/TB-VP", "Văn phòng Ủy ban nhân dân tỉnh Yên Trạch"),
        ("UBND XÃ PHÚ LỘC\nPHÒNG VĂN HÓA - XÃ HỘI\nSố: 8/KH-VHXH", "Phòng Văn hóa - Xã hội xã Phú Lộc"),
        ("ĐẢNG BỘ TỈNH AN SƠN\nĐẢNG ỦY XÃ BÌNH YÊN\n*\nSố 11-CT/ĐU", "Đảng ủy xã Bình Yên"),
        ("ĐẢNG ỦY PHƯỜNG TÂN HIỆP\nVĂN PHÒNG\n*\nSố 23-TB/VPĐU", "Văn phòng Đảng ủy phường Tân Hiệp"),
        (
            "UBND TỈNH YÊN TRẠCH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 4/KH-UBND",
            "Ủy ban nhân dân tỉnh Yên Trạch",
        ),
    ],
)
def test_letterheads_of_offices_and_of_the_party(head: str, wanted: str) -> None:
    made = pasted(f"{head}\nAn Sơn, ngày 20 tháng 3 năm 2026\n\nTHÔNG BÁO\nVề nghỉ lễ\n\n1. Rà soát hồ sơ.")
    assert made["document"]["issuer"] == wanted
    assert made["document"]["place"] == "An Sơn"


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(("", "Nhiệm vụ", "Chủ trì", "Quý I", "1", "Sơn lại cầu", "Công an xã")),
            max_size=8,
        ),
        min_size=3,
        max_size=6,
    )
)
def test_rows_of_any_length_are_read_or_answered(rows: list[list[str]]) -> None:
    read_pasted("\n".join("\t".join(row) for row in rows), calendar=CALENDAR)
