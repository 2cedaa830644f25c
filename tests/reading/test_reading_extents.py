"""How far a name goes, and what stands where others have a letterhead."""

from typing import Any

import pytest

from roviec.tasks.reading.letters import cleaned
from tests.reading.test_reading_kinds import HEAD, pasted

PARTS = "II. TỔ CHỨC THỰC HIỆN\n\n"


def leads(text: str) -> list[list[str]]:
    tasks: list[dict[str, Any]] = pasted(HEAD + PARTS + text)["tasks"]
    return [task["lead"] for task in tasks]


@pytest.mark.parametrize(
    "who",
    [
        "các đơn vị thu gom, vận chuyển, xử lý rác sinh hoạt",
        "các cơ sở kinh doanh hàng ăn quanh hồ",
        "các hộ sử dụng nước giếng khoan",
        "các tổ chức, cá nhân khai thác cát ở bãi nổi",
    ],
)
@pytest.mark.parametrize("end", ["", ":", " (theo danh sách kèm theo):"])
def test_a_heading_may_tell_by_their_work_whom_it_means(who: str, end: str) -> None:
    made = leads(
        f"1. Đối với {who}{end}\n\n- Quét dọn bến thuyền hằng tuần.\n\n2. Công an xã\n\n- Giữ trật tự ở bến.\n"
    )
    assert made == [[who], ["Công an xã"]]


def test_a_heading_that_orders_is_no_name() -> None:
    made = leads(
        "1. Đối với các hộ kinh doanh ven hồ cần dọn sạp trước ngày 30/6/2026.\n\n2. Công an xã\n\n- Giữ trật tự ở bến.\n"
    )
    assert ["các hộ kinh doanh ven hồ cần dọn sạp"] not in made


@pytest.mark.parametrize(
    "who",
    [
        "các cơ quan, đơn vị, địa phương trên địa bàn tỉnh",
        "các cơ quan Trung ương đóng trên địa bàn",
        "các trường học trên địa bàn xã Nà Tăm",
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "1. Giao {who} sơn lại biển tên.\n",
        "1. Trong quý II, {who} sơn lại biển tên.\n",
        "1. {who}:\n\n- Sơn lại biển tên.\n",
    ],
)
def test_where_they_are_belongs_to_whom_many_are(form: str, who: str) -> None:
    (lead,) = leads(form.format(who=who))[0]
    assert lead == who


def test_the_title_of_a_part_is_no_issuer() -> None:
    made = pasted("VI. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\n- Soát sổ.\n\n2. Sở Y tế\n\n- Sửa kho.\n")
    assert made["document"]["issuer"] is None


def test_letters_of_broken_fonts_are_put_right() -> None:
    assert cleaned("Định kǶ báo cáo") == "Định kỳ báo cáo"


@pytest.mark.parametrize(
    "text",
    [
        "1. Sở Nội vụ\n\n- Dạy học 2 buổi/ngày ở ba điểm trường.\n",
        "1. Sở Nội vụ\n\n- Mở lớp; trung bình mỗi năm thi đỗ 05 em.\n",
    ],
)
def test_what_counts_by_the_day_or_on_average_is_no_rhythm_of_the_work(text: str) -> None:
    (task,) = pasted(HEAD + PARTS + text)["tasks"]
    assert task["recurrence"] is None or "due" in task["unsure"]


def test_what_a_reward_asks_of_somebody_is_no_task() -> None:
    text = (
        "III. TIÊU CHUẨN XẾP HẠNG THI ĐUA\n\n- Đối với các phòng: Có điểm chấm từ 90 trở lên.\n\n"
        "- Đối với các thôn: Nếu bằng điểm thì xét số hộ.\n\nIV. TỔ CHỨC THỰC HIỆN\n\n1. Giao Văn phòng mở sổ chấm điểm.\n"
    )
    assert [task["lead"] for task in pasted(HEAD + text)["tasks"]] == [["Văn phòng"]]


def test_whoever_needs_means_to_note_something_is_given_work() -> None:
    assert leads("1. Các cơ sở đào tạo cần có cơ chế ghi nhận nhật ký ra vào.\n") == [["Các cơ sở đào tạo"]]


def test_by_what_somebody_is_measured_is_no_task() -> None:
    text = (
        "III. XÉT CHỌN\n\n1. Cá nhân phải đáp ứng đầy đủ các tiêu chí sau:\n\n- Gương mẫu chấp hành nội quy cơ quan.\n\n"
        "- Hoàn thành tốt việc được giao.\n\n2. Giao Văn phòng mở sổ chấm điểm.\n"
    )
    assert [task["lead"] for task in pasted(HEAD + text)["tasks"]] == [["Văn phòng"]]
