"""What a reward depends on is no work: only what a named unit is to do, or what is to come in by a day."""

import pytest

from tests.reading.test_reading_kinds import HEAD, rows

ABOVE = HEAD + "I. NHIỆM VỤ\n\n1. Văn phòng tổ chức lễ phát động trước ngày 15/3/2026.\n\n"
FIRST = ("Văn phòng tổ", ["Văn phòng"], [], "2026-03-15")


@pytest.mark.parametrize(
    ("part", "work"),
    [
        (
            "II. TIÊU CHUẨN KHEN THƯỞNG\n\n1. Chấp hành tốt chủ trương của Đảng, chính sách của Nhà nước.\n\n"
            "2. Hoàn thành xuất sắc nhiệm vụ được giao trong năm.\n",
            [],
        ),
        (
            "II. SỐ LƯỢNG ĐỀ NGHỊ KHEN THƯỞNG\n\n1. Công an xã: Không quá 02 cá nhân.\n\n2. Trạm Y tế xã: 01 tập thể.\n\n"
            "3. Mỗi thôn chọn 02 hộ gia đình tiêu biểu.\n",
            [],
        ),
        (
            "II. TIÊU CHÍ CHẤM ĐIỂM THI ĐUA\n\n1. Tổ chức đầy đủ các buổi sinh hoạt: 10 điểm.\n\n"
            "2. Thực hiện tốt vệ sinh môi trường ở khu dân cư: 20 điểm.\n",
            [],
        ),
        (
            "II. HỒ SƠ, THỦ TỤC XÉT KHEN THƯỞNG\n\n1. Báo cáo thành tích của các tập thể, cá nhân theo mẫu.\n\n"
            "2. Phòng Kinh tế thẩm định hồ sơ, trình Chủ tịch UBND xã trước ngày 20/11/2026.\n",
            [("Phòng Kinh tế", ["Phòng Kinh tế"], [], "2026-11-20")],
        ),
        (
            "II. THỦ TỤC VÀ THỜI GIAN KHEN THƯỞNG\n\n1. Thủ tục, hồ sơ đề nghị khen thưởng\n\n- Tờ trình của các thôn.\n\n"
            "2. Thời gian trình khen thưởng: Hồ sơ gửi về Phòng Kinh tế trước ngày 10/11/2026.\n",
            [("Thời gian trình", [], [], "2026-11-10")],
        ),
        (
            "II. CÔNG TÁC THI ĐUA, KHEN THƯỞNG\n\n1. Phòng Kinh tế phát động đợt thi đua nước rút trước ngày 20/11/2026.\n",
            [("Phòng Kinh tế", ["Phòng Kinh tế"], [], "2026-11-20")],
        ),
    ],
    ids=["standards", "shares", "points", "papers", "a day to send them by", "a reward that is work"],
)
def test_the_terms_of_a_reward_are_no_work(
    part: str, work: list[tuple[str, list[str], list[str], str]]
) -> None:
    assert rows(ABOVE + part) == [FIRST, *work]
