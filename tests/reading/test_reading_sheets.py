"""Papers as they lie on a page or in a text file: no letterhead, bars between cells, lines that a program wrapped."""

import textwrap

import pytest

from tests.reading.test_reading_kinds import HEAD, pasted, rows

PART = HEAD + "I. NHIỆM VỤ\n\n"


def test_the_first_line_of_a_page_says_kind_subject_and_day() -> None:
    made = pasted(
        "Thông báo khẩn về việc dừng chợ phiên ngày 05/2/2026\n\nKính gửi: Các thôn\n\n1. Dừng bán hàng trên cầu treo.\n"
    )
    assert (made["document"]["kind"], made["document"]["issued"]) == ("Thông báo", "2026-02-05")


def test_whoever_makes_the_plan_issues_it_where_no_letterhead_says_so() -> None:
    made = pasted(
        "KẾ HOẠCH\nMở lớp học bơi năm 2026\n\nCăn cứ tình hình thực tế,\nTrường THPT Sủng Là xây dựng Kế hoạch mở lớp "
        "học bơi như sau:\n\nI. NHIỆM VỤ\n\n1. Thuê bể bơi trước ngày 15/5/2026.\n"
    )
    assert made["document"]["issuer"] == "Trường THPT Sủng Là"


def test_a_school_below_its_office_issues_in_one_line_too() -> None:
    made = pasted(
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH VÂN SƠN TRƯỜNG THPT SỦNG LÀ\nSố: 12/KH-THPT\n\nSủng Là, ngày 02 tháng 2 năm 2026\n\n"
        "KẾ HOẠCH\nMở lớp học bơi năm 2026\n\n1. Thuê bể bơi.\n"
    )
    assert made["document"]["issuer"].casefold() == "trường thpt sủng là"


def test_a_letter_may_say_what_it_is_about_below_its_number() -> None:
    made = pasted(
        "ĐẢNG ỦY XÃ SỦNG LÀ\nSố: 15-CV/ĐU\nChuẩn bị củi sưởi cho các điểm trường\nSủng Là, ngày 02 tháng 2 năm 2026\n\n"
        "Kính gửi: Các chi bộ\n\nĐề nghị các chi bộ góp củi trước ngày 15/2/2026.\n"
    )["document"]
    assert made["subject"] == "Chuẩn bị củi sưởi cho các điểm trường"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_bars_between_cells_alone_make_a_table(gap: str) -> None:
    table = (
        "TT | Nội dung | Chủ trì | Thời hạn",
        "1 | Kẻ vạch bãi đỗ xe chợ | Phòng Kinh tế | 15/5/2026",
        "2 | Đóng tủ sách cho thôn | Đoàn xã | Quý III/2026",
    )
    assert rows(PART + gap.join(table) + "\n") == [
        ("Kẻ vạch bãi", ["Phòng Kinh tế"], [], "2026-05-15"),
        ("Đóng tủ sách", ["Đoàn xã"], [], "2026-09-30"),
    ]


def test_a_date_line_that_is_not_filled_in_says_the_place() -> None:
    made = pasted(
        "UBND XÃ SỦNG LÀ\nSố: /TB-UBND\nSủng Là, ngày tháng năm\n\nTHÔNG BÁO\nVề việc treo đèn lồng\n\n"
        "1. Các thôn treo đèn lồng trước ngày 05/02/2026.\n"
    )["document"]
    assert (made["place"], made["issued"]) == ("Sủng Là", None)


@pytest.mark.parametrize("width", [66, 70, 72])
def test_lines_that_a_program_wrapped_end_where_the_next_word_had_room(width: int) -> None:
    bodies = ("Văn phòng", "Công an xã", "Đoàn xã", "Trạm Y tế xã", "Ban Văn hóa xã")
    works = (
        "số người qua cầu",
        "số xe qua cầu",
        "số trẻ qua cầu",
        "số ca ngã trên cầu",
        "số gánh hàng qua cầu",
    )
    paragraphs = [
        f"{body} ghi lại {work} vào các phiên chợ, gửi kèm ảnh chụp hai đầu cầu treo cùng tấm ván mục, ghi tên người "
        f"trông coi cầu cho thôn {n} biết, sau đó đóng thành sổ chung của cả xã"
        for n, (body, work) in enumerate(zip(bodies, works, strict=True), 1)
    ]
    text = PART + "\n".join(line for one in paragraphs for line in textwrap.wrap(one, width)) + "\n"
    assert [row[1] for row in rows(text)] == [[body] for body in bodies]


def test_a_column_that_only_numbers_the_weeks_is_not_the_time_beside_one_with_days() -> None:
    (found,) = pasted(
        "KẾ HOẠCH CÔNG TÁC THÁNG 3 NĂM 2026\n\nTuần | Thời gian | Nội dung công việc | Thực hiện\n"
        "1 | 02/3 - 06/3 | Ổn định nề nếp | GVCN\n"
    )["tasks"]
    assert (found["lead"], found["due"]) == (["GVCN"], "2026-03-06")


def test_the_forces_of_a_programme_are_those_who_do_it() -> None:
    (found,) = pasted(
        "KẾ HOẠCH CÔNG TÁC THÁNG 3 NĂM 2026\n\nSTT | Hoạt động | Thời gian | Địa điểm | Lực lượng\n"
        "1 | Mít tinh | 08/3/2026 | Sân trường | Toàn trường\n"
    )["tasks"]
    assert (found["lead"], found["due"]) == (["Toàn trường"], "2026-03-08")
