"""What counts as a way on: a question, a command that is one, a label that can be typed; never a title."""

import pytest

from roviec.handlers.frame.leading import leads
from roviec.messages.outgoing import Outgoing


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("Vâng.", False),
        ("Đã ghi nhận việc «Báo cáo quý II».", False),
        ("Đã ghi nhận việc «Vì sao hồ sơ còn chậm?».", False),
        ("Đã ghi nhận việc «Họp theo /viec của “Tổ Một cửa”»; xin cảm ơn.", False),
        ("Đã ghi nhận “Rà soát /tuan «quý II» năm 2026”.", False),
        ("Xem tại https://xa.vn/viec và /khongcogi.", False),
        ("Gửi /viec để xem việc.", True),
        ("Việc «Báo cáo» xong chưa?", True),
        ("Ông/Bà gửi «Việc của tôi» để xem.", True),
        ("Ông/Bà gửi «quay lại» để trả lời lại.", False),
        ("Ông/Bà gửi «Giấy khai sinh» để chọn.", False),
    ],
)
def test_only_what_can_be_done_with_it_leads_on(text: str, is_so: bool) -> None:
    assert leads(Outgoing(text)) is is_so


def test_a_choice_that_still_stands_may_be_named() -> None:
    named = Outgoing("Ông/Bà gửi «quay lại» để trả lời lại câu trước.")
    assert leads(named, ["Tiếp tục", "Quay lại"])
    assert not leads(named, ["Tiếp tục"])
