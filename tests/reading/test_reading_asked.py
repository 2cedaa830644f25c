"""Whom a lead-in speaks to, which office a clause tells apart, whose duty is told where nothing else is ordered."""

from typing import Any

import pytest

from roviec.tasks.reading.units import names_at
from tests.reading.test_reading_kinds import HEAD, pasted

PART = HEAD + "I. NỘI DUNG\n\n"
ORDERS = "1. Rà soát hồ sơ của từng hộ.\n2. Gửi danh sách về văn phòng trước ngày 15/8/2026.\n"


def tasks(text: str) -> list[dict[str, Any]]:
    return pasted(text)["tasks"]


@pytest.mark.parametrize(
    ("lead_in", "lead"),
    [
        (
            "Để chuẩn bị năm học mới, Trường THCS Lộc Sơn đề nghị giáo viên Tổ Toán triển khai các nội dung sau:",
            "giáo viên Tổ Toán",
        ),
        (
            "Thực hiện chỉ đạo của cấp trên; nhằm giữ sạch đường làng, Ban Thường vụ Đảng ủy xã yêu cầu "
            "Công an xã triển khai các nội dung sau:",
            "Công an xã",
        ),
        (
            "Nhân dịp Quốc khánh, Đảng ủy phường xây dựng kế hoạch đề nghị 12 Tổ Dân phố trên địa bàn phường "
            "thực hiện một số nội dung sau:",
            "12 Tổ Dân phố trên địa bàn phường",
        ),
        ("Phòng yêu cầu các trường thực hiện các nội dung sau:", "các trường"),
        ("Công đoàn trường kêu gọi toàn thể đoàn viên hưởng ứng các hoạt động sau:", "toàn thể đoàn viên"),
        ("Trung tâm Y tế kính đề nghị trạm y tế các xã phối hợp các nội dung sau:", "trạm y tế các xã"),
        ("Đội Thiếu niên Tiền phong đề nghị các chi đội thực hiện các nội dung sau:", "các chi đội"),
    ],
)
def test_whoever_is_spoken_to_does_what_stands_below(lead_in: str, lead: str) -> None:
    found = tasks(HEAD + f"{lead_in}\n{ORDERS}")
    assert [task["lead"] for task in found] == [[lead], [lead]]


def test_an_office_that_has_somebody_else_do_it_keeps_the_task() -> None:
    found = tasks(
        PART + "1. Trạm Y tế phân công cán bộ theo dõi từng thôn, báo cáo vào ngày 25 hằng tháng.\n"
    )
    assert found[0]["lead"] == ["Trạm Y tế"]


def test_a_letter_that_asks_after_it_was_received_is_an_order() -> None:
    found = tasks(
        HEAD + "1. Tổng vệ sinh trường lớp.\n"
        "Nhận được công văn này, yêu cầu ông (bà) Hiệu trưởng các trường nộp báo cáo trước ngày 15/8/2026.\n"
    )
    assert found[-1]["lead"] == ["ông (bà) Hiệu trưởng các trường"]
    assert found[-1]["due"] == "2026-08-15"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ban Chỉ đạo có nhiệm vụ xây dựng kế hoạch năm.", "Ban Chỉ đạo"),
        (
            "Đơn vị thu gom rác trên địa bàn xã có trách nhiệm dọn sạch chợ.",
            "Đơn vị thu gom rác trên địa bàn xã",
        ),
        ("Phòng Văn hóa, gia đình chủ trì hội thi.", "Phòng Văn hóa, gia đình"),
        ("Văn phòng Ban chỉ đạo cấp xã theo dõi mưa lũ.", "Văn phòng Ban chỉ đạo cấp xã"),
        ("các cơ quan quản lý cấp trên (nếu có)", "các cơ quan quản lý cấp trên"),
        ("Giáo viên trong tổ nộp minh chứng đúng hạn.", "Giáo viên trong tổ"),
        ("Nhà thầu thi công bàn giao mặt bằng.", "Nhà thầu thi công"),
        ("Đội tuyên truyền lưu động tổ chức biểu diễn.", "Đội tuyên truyền lưu động"),
        ("Bộ phận tiếp nhận và trả kết quả rà soát hồ sơ.", "Bộ phận tiếp nhận và trả kết quả"),
        ("Nhóm nghiên cứu lập đề cương.", "Nhóm nghiên cứu"),
        ("Phòng giao dịch Ngân hàng A gửi sao kê.", "Phòng giao dịch Ngân hàng A"),
        ("Ban biên tập Trang thông tin điện tử đăng bài.", "Ban biên tập Trang thông tin điện tử"),
        ("Khối thi đua số 2 tổ chức sơ kết.", "Khối thi đua số 2"),
        ("Lớp 9A chuẩn bị tiết mục.", "Lớp 9A"),
        ("các đoàn thể cấp phường vận động hội viên.", "các đoàn thể cấp phường"),
    ],
)
def test_where_the_name_of_an_office_ends(text: str, name: str) -> None:
    names = names_at(text, 0)
    assert names is not None
    assert names.texts(text) == [name]


@pytest.mark.parametrize("text", ["Thuế thu nhập cá nhân", "Bản khai của chủ hộ", "Thuế GTGT hàng hóa"])
def test_a_tax_or_a_paper_is_no_office(text: str) -> None:
    assert names_at(text, 0) is None


def test_praise_that_is_to_be_passed_on_and_help_that_is_to_be_given_are_orders() -> None:
    found = tasks(
        PART + "1. Kịp thời biểu dương, nhân rộng các thôn làm tốt.\n"
        "2. Tạo điều kiện thuận lợi để người dân nộp hồ sơ.\n"
    )
    assert len(found) == 2


def test_a_duty_told_under_those_who_take_part_is_work_and_a_member_is_not() -> None:
    found = tasks(
        HEAD + "1. Đối tượng tham gia\na) Toàn thể hội viên trong xã.\n"
        "b) Các chi hội có trách nhiệm lập danh sách hội viên tham gia.\n"
        "2. Thành phần Ban Tổ chức\na) Ông Lê Văn An - Phó Chủ tịch UBND xã: Phó Trưởng ban thường trực.\n"
    )
    assert [task["lead"] for task in found] == [["Các chi hội"]]


def test_a_school_signs_for_itself_below_the_office_over_it() -> None:
    header = pasted(
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG TIỂU HỌC LỘC SƠN\nSố: 12/KH-TH\n"
        "Lộc Sơn, ngày 01 tháng 7 năm 2026\nKẾ HOẠCH\nVề tổng vệ sinh trường lớp\n"
        "1. Tổng vệ sinh trường lớp trước ngày 15/8/2026.\nNơi nhận:\n- Lưu.\nTỔ TRƯỞNG CHUYÊN MÔN\nLê Văn An\n"
    )["document"]
    assert header["issuer"] == "Trường tiểu học Lộc Sơn"
    assert header["signer"] == "Lê Văn An"


@pytest.mark.parametrize(
    ("sentence", "lead", "due"),
    [
        (
            "Tất cả đoàn viên có mặt lúc 7 giờ 00 ngày 26/3/2026 tại hội trường.",
            "Tất cả đoàn viên",
            "2026-03-26",
        ),
        ("Học sinh nộp bài dự thi trước ngày 20/3/2026.", "Học sinh", "2026-03-20"),
        ("Bà con nhân dân các thôn treo cờ Tổ quốc.", "Bà con nhân dân các thôn", None),
        ("Quý phụ huynh nhắc con em đội mũ bảo hiểm.", "Quý phụ huynh", None),
    ],
)
def test_people_who_are_no_office_may_be_told_what_to_do(sentence: str, lead: str, due: str | None) -> None:
    (found,) = tasks(PART + f"1. {sentence}\n")
    assert (found["lead"], found["due"]) == ([lead], due)
