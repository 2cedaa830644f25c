"""Words that no list knows, put where a known one stood: a body, an order, a label. They are read, or said to be unsure."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from roviec.folding import fold
from roviec.tasks.reading.endings import doubted_end
from tests.reading.test_reading_kinds import HEAD, pasted

DOCUMENTS = Path(__file__).parent / "documents"
PARTS = "II. TỔ CHỨC THỰC HIỆN\n\n"
BODIES = (
    "Liên minh Hợp tác xã tỉnh",
    "Ngân hàng Chính sách xã hội chi nhánh tỉnh",
    "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh",
    "Văn phòng Đoàn ĐBQH và HĐND",
    "Bệnh viện Sản - Nhi",
    "Phòng Quản trị - Thiết bị",
    "Cảng vụ Hàng không miền Bắc",
    "Ban Trị sự Giáo hội Phật giáo tỉnh",
    "Phòng Kinh tế, hạ tầng và Đô thị",
    "Sở Văn hóa, Thể thao và du lịch",
    "Quỹ Bảo vệ môi trường",
    "Trạm Thú y khu vực",
    "Đồn Biên phòng Cửa khẩu Bình Hiệp",
    "Nhà hát Dân ca Quan họ",
    "Ban Giám hiệu",
    "Kho bạc Nhà nước Khu vực V",
    "Liên hiệp các Tổ chức hữu nghị tỉnh",
    "Cơ sở Cai nghiện ma túy số 1",
    "Cơ quan Cảnh sát điều tra",
    "Phòng An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao",
    "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên",
    "Phân viện Bắc Trung Bộ",
    "Khu Bảo tồn thiên nhiên Pù Luông",
    "Cổng Thông tin điện tử tỉnh",
    "Nhà xuất bản Chính trị quốc gia",
)
# Their first words open no name that a list knows.
STRANGE = ("Agribank chi nhánh Bắc Ninh", "FPT Telecom", "Ga Lào Cai", "Đập Cửa Đạt", "Tiệm Vàng Kim Phát")
VERBS = ("thả", "bịt kín", "vớt", "cào", "trám", "xoay xở", "gánh vác", "bồi trúc", "phúc khảo", "ươm")
ACTORS = ("Công an xã Bình Lư", "UBND các xã, phường", "Các đơn vị sự nghiệp", "Hội Nông dân tỉnh")
LABELS = (
    "Đơn vị đảm trách",
    "Cơ quan được phân công",
    "ĐV thực hiện",
    "Người làm",
    "Chịu trách nhiệm chính",
    "Đầu não",
)
# Four of a hundred: what is put in makes the sentence say something else.
SILENT = 0.04


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """Return sentences of the labelled documents that name who leads, and the name; one of four."""
    every = [
        (task["quote"].strip(" -+•./;"), task["lead"][0])
        for path in sorted(DOCUMENTS.glob("*.json"))
        for task in json.loads(path.read_text("utf-8"))["tasks"]
        if not task.get("unsure") and not re.match(r"\d", task["quote"]) and len(task["lead"]) == 1
    ]
    every = [(text, name) for text, name in every if text.count(name) == 1]
    return tuple((text, name) for text, name in every if len(text) > len(name) + 25)[::4]


def first(text: str) -> dict[str, Any]:
    return next(iter(pasted(HEAD + PARTS + text)["tasks"]), {"lead": [], "due": None, "unsure": {}})


def is_told(task: dict[str, Any], name: str) -> bool:
    """Tell whether a task is that body's, its post or person beside it, or says that its lead is unsure."""
    return "lead" in task["unsure"] or any(fold(name) in fold(one) for one in task["lead"])


def test_a_body_that_no_list_knows_is_read_or_said() -> None:
    silent = [
        (text, body)
        for number, (text, name) in enumerate(sentences())
        for body in (BODIES[number % len(BODIES)], BODIES[(number * 7 + 3) % len(BODIES)])
        if not is_told(first(f"1. {text.replace(name, body)}.\n"), body)
    ]
    assert len(sentences()) > 50
    assert len(silent) <= SILENT * 2 * len(sentences()), silent


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    "form",
    [
        "1. {body}\n\n- Sửa cầu treo, xong trước 30/6/2026.\n\n2. Sở Tư pháp\n\n- Soát văn bản.\n",
        "1. Giao {body} sửa cầu treo, xong trước 30/6/2026.\n",
        "1. Sửa cầu treo ({body}, xong trước 30/6/2026).\n",
        "1. Sửa cầu treo, xong trước 30/6/2026.\n\n- Đơn vị thực hiện: {body}.\n",
    ],
)
def test_wherever_a_body_stands_its_name_is_whole(form: str, body: str) -> None:
    task = first(form.format(body=body))
    assert (task["lead"], task["due"]) == ([body], "2026-06-30")


@pytest.mark.parametrize("body", STRANGE)
@pytest.mark.parametrize(
    "form",
    [
        "1. Chủ tịch UBND xã giao {body} sửa cầu treo trước mùa mưa.\n",
        "1. Thống nhất chủ trương làm cầu mới. Yêu cầu {body} khẩn trương sửa cầu treo.\n",
        "1. Sở Y tế\n\n- Riêng {body} sửa cầu treo.\n",
        "1. Sở Y tế\n\n- {body} sửa cầu treo.\n",
        "1. Sở Y tế và {body} sửa cầu treo.\n",
        "1. Đường đã xong; {body} chủ trì sửa cầu treo.\n",
        "1. Trong quý II, {body} sửa cầu treo.\n",
        "1. Việc sửa cầu treo do {body} thực hiện.\n",
    ],
)
def test_a_name_that_no_known_word_opens_is_never_passed_over(form: str, body: str) -> None:
    tasks = pasted(HEAD + PARTS + form.format(body=body))["tasks"]
    told = [task for task in tasks if "cầu treo" in task["quote"]]
    assert told
    assert all("lead" in task["unsure"] or body in task["lead"] for task in told)


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("verb", VERBS)
def test_an_order_in_a_word_that_no_list_knows_is_a_task(actor: str, verb: str) -> None:
    task = first(f"1. {actor} {verb} các lồng cá ở hồ lớn.\n")
    assert "lead" in task["unsure"] or task["lead"] == [actor]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("more", ["", "\n\n- Thời gian: tháng 6/2026."])
def test_a_label_that_no_list_knows_leaves_the_order_the_task(label: str, more: str) -> None:
    made = pasted(
        f"{HEAD}{PARTS}1. Rà soát các kè đá ven suối.\n\n- {label}: Phòng Kinh tế.{more}\n\n2. Thông báo.\n"
    )
    task = made["tasks"][0]
    assert (task["title"][:16], task["lead"]) == ("Rà soát các kè đ", ["Phòng Kinh tế"])
    assert task["due"] == ("2026-06-30" if more else None)


def test_a_list_of_groups_below_an_order_is_no_list_of_labels() -> None:
    made = pasted(
        f"{HEAD}{PARTS}1. Chia các đơn vị thành hai cụm như sau:\n\n"
        "- Cụm Bắc: Công an xã, Trạm Y tế.\n\n- Cụm Nam: Đoàn xã.\n"
    )
    assert "Lấy theo dòng" not in json.dumps(made, ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Sở Sây", "Sở Sây dựng chủ trì lập danh mục"),
        ("Ban Giám hiệu phụ trách", "Ban Giám hiệu phụ trách vận động hai hộ"),
        ("Đảng ủy phường lãnh đạo UBND", "Đảng ủy phường lãnh đạo UBND hoàn tất thủ tục"),
        ("Văn phòng UBND", "Văn phòng UBND tỉgnh công khai tỷ lệ"),
    ],
)
def test_a_name_that_ends_at_a_slip_or_takes_an_order_in_is_marked(name: str, text: str) -> None:
    assert doubted_end(name, text, own=True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Sở Tài chính", "Sở Tài chính chủ trì lập danh mục"),
        ("Phòng Thuế", "Phòng Thuế rà soát các hộ"),
        ("Phó Chủ tịch phụ trách kinh tế", "Phó Chủ tịch phụ trách kinh tế kiểm tra chợ"),
        ("Công an xã", "Công an xã và Trạm Y tế trực đêm"),
        ("Công an xã", "Công an xã khi có báo động"),
    ],
)
def test_a_whole_name_before_an_order_is_sure(name: str, text: str) -> None:
    assert doubted_end(name, text, own=True) == ""


@pytest.mark.parametrize(
    ("words", "due"),
    [("xong trong T6/2026", "2026-06-30"), ("xong trong T6", None), ("xong trong tháng Sáu", None)],
)
def test_a_month_in_short_or_in_words_is_read_or_said(words: str, due: str | None) -> None:
    task = first(f"1. Phòng Kinh tế vớt bèo ở kênh chính, {words}.\n")
    assert task["due"] == due
    assert due or "due" in task["unsure"]


@pytest.mark.parametrize(
    "text",
    [
        "1. Phòng Kinh tế lấy kết quả vớt bèo làm căn cứ để bình xét các thôn hằng năm.\n",
        "1. Phòng Kinh tế công bố tiêu chí nhằm xếp loại tổ dân phố hằng quý.\n",
    ],
)
def test_a_rhythm_of_what_the_work_is_for_is_marked(text: str) -> None:
    assert "due" in first(text)["unsure"]


def test_bodies_of_a_list_do_not_end_what_an_order_rests_on() -> None:
    text = (
        "1. Trên cơ sở cơ cấu, số lượng người của các cơ quan, tổ chức, đơn vị trong xã được giới thiệu, "
        "Ban Thường trực Ủy ban MTTQ Việt Nam xã có trách nhiệm gửi thông báo.\n"
    )
    assert first(text)["lead"] == ["Ban Thường trực Ủy ban MTTQ Việt Nam xã"]


def test_an_organisation_by_its_name_goes_on_with_a_list() -> None:
    assert first("1. Các phòng, ban, tổ chức Đoàn xã tổ chức sơ kết.\n")["lead"][-1].endswith("Đoàn xã")
    assert first("1. Công an xã, tổ chức Hội thi chữa cháy ở chợ.\n")["lead"] == ["Công an xã"]


def test_members_end_a_list_of_bodies() -> None:
    text = "1. Các cấp ủy, tổ chức đảng, cán bộ, đảng viên cần nắm rõ nội quy. Người đứng đầu phải trực tiếp chỉ đạo.\n"
    (lead,) = first(text)["lead"]
    assert lead == "Các cấp ủy, tổ chức đảng, cán bộ, đảng viên"
