"""Whom long sentences speak to: behind a speaker with a long name, after deeds that a paper is about, by fields alone."""

import io
from datetime import date

import docx
import pytest

from roviec.tasks.reading.read import read, read_pasted
from tests.reading.test_reading_kinds import CALENDAR, HEAD, rows

BY_FIELDS = [
    (
        "các Sở: Tài chính; Xây dựng; Nông nghiệp và Môi trường",
        "các Sở: Tài chính; Xây dựng; Nông nghiệp và Môi trường",
    ),
    ("các phòng: Kinh tế; Văn hóa - Xã hội", "các phòng: Kinh tế; Văn hóa - Xã hội"),
    ("các Bộ: Nông nghiệp và Môi trường, Xây dựng", "các Bộ: Nông nghiệp và Môi trường, Xây dựng"),
]


@pytest.mark.parametrize(("asked", "lead"), BY_FIELDS)
def test_bodies_named_by_their_fields_are_told_whole(asked: str, lead: str) -> None:
    text = f"I. NHIỆM VỤ\n\n1. Đối với 04 thủ tục còn vướng, yêu cầu {asked} rà soát danh mục trước ngày 15/5/2026.\n"
    assert rows(HEAD + text) == [("Đối với 04", [lead], [], "2026-05-15")]


def test_a_paper_on_deeds_is_followed_by_whoever_acts() -> None:
    text = (
        "I. NHIỆM VỤ\n\n1. Trên cơ sở Nghị quyết về phân cấp, phân quyền, các phòng, đơn vị rà soát quy chế làm việc.\n\n"
        "2. Căn cứ quy định về quản lý, sử dụng nhà văn hóa, Công an xã lập phương án bảo vệ trước ngày 20/4/2026.\n"
    )
    assert [(lead, due) for _, lead, _, due in rows(HEAD + text)] == [
        (["các phòng, đơn vị"], None),
        (["Công an xã"], "2026-04-20"),
    ]


def test_an_order_behind_the_comma_still_leaves_the_lead_to_the_heading() -> None:
    text = (
        "I. NHIỆM VỤ\n\n1. Công an xã\n\n- Căn cứ tình hình, lập danh sách, Trạm Y tế xã xác nhận theo mẫu.\n"
    )
    assert rows(HEAD + text)[0][1] == ["Công an xã"]


def test_a_lead_in_speaks_to_whom_its_speaker_asks() -> None:
    text = (
        "Thực hiện Kết luận số 12-KL/ĐU của Ban Thường vụ Đảng ủy, Ban Chỉ đạo thực hiện sắp xếp thôn, tổ dân phố của xã "
        "yêu cầu Trưởng các thôn khẩn trương thực hiện các nội dung sau:\n\n1. Rà soát sổ hộ khẩu trước ngày 20/3/2026.\n"
    )
    assert rows(HEAD + text) == [("Rà soát sổ", ["Trưởng các thôn"], [], "2026-03-20")]


def test_items_counted_in_small_letters_are_each_a_task() -> None:
    text = "I. NHIỆM VỤ\n\n1. Giao Phòng Kinh tế: (i) Lập danh mục ao hồ; (ii) Kiểm tra đê bao trước ngày 15/4/2026.\n"
    assert [(lead, due) for _, lead, _, due in rows(HEAD + text)] == [
        (["Phòng Kinh tế"], None),
        (["Phòng Kinh tế"], "2026-04-15"),
    ]


def test_a_letterhead_without_a_place_has_its_day() -> None:
    text = "BAN CHỈ ĐẠO PHÒNG CHỐNG THIÊN TAI XÃ AN PHÚ\n\nSố: 17/CV-BCĐ\n\nNgày 02 tháng 12 năm 2025\n\n"
    header = read_pasted(
        text + "Kính gửi: Các thôn\n\n1. Kiểm tra cống dưới đê trước ngày 15/12/2025.\n",
        calendar=CALENDAR,
    ).header
    assert (header.issued, header.place) == (date(2025, 12, 2), None)


def test_the_heads_of_a_list_that_no_rule_knows_are_no_tasks() -> None:
    document = docx.Document()
    document.add_paragraph("ỦY BAN NHÂN DÂN XÃ AN PHÚ")
    grid = document.add_table(rows=3, cols=3)
    cells = (
        ("TT", "Thông tin trao đổi", "Bản tin phát hành"),
        ("1", "Mùa vụ", "Số 4"),
        ("2", "Giá nông sản", "Số 5"),
    )
    for line, texts in zip(grid.rows, cells, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    data = io.BytesIO()
    document.save(data)
    assert read(data.getvalue(), "bang.docx", calendar=CALENDAR).tasks == ()


def test_a_post_is_named_without_the_address_of_comrades() -> None:
    text = "I. NHIỆM VỤ\n\n1. Đề nghị các đồng chí Trưởng thôn họp dân trước ngày 20/3/2026.\n"
    assert rows(HEAD + text) == [("Đề nghị các", ["Trưởng thôn"], [], "2026-03-20")]


@pytest.mark.parametrize(
    "body", ["Ban Quản lý các chợ trung tâm và chợ đầu mối", "Ban Quản lý các bến thuyền và bến xe"]
)
def test_a_body_that_sees_to_two_of_a_kind_is_one(body: str) -> None:
    text = f"I. NHIỆM VỤ\n\n1. Công an xã chủ trì, phối hợp với {body}, Phòng Kinh tế kiểm tra trước ngày 20/4/2026.\n"
    assert rows(HEAD + text)[0][1:] == (["Công an xã"], [body, "Phòng Kinh tế"], "2026-04-20")
