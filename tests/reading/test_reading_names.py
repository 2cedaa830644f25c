"""Where a name ends and whose it is: firms, fields after a colon, those whom a heading or a lead-in speaks of."""

import pytest

from tests.reading.test_reading_kinds import HEAD, LETTER, rows

PART = HEAD + "I. NHIỆM VỤ\n\n"


@pytest.mark.parametrize(
    ("order", "lead", "partners"),
    [
        ("Công ty Điện lực Vân Sơn bảo đảm cấp điện cho chợ phiên.", ["Công ty Điện lực Vân Sơn"], []),
        (
            "Công ty TNHH sản xuất và xuất khẩu chè Vân Sơn nộp báo cáo.",
            ["Công ty TNHH sản xuất và xuất khẩu chè Vân Sơn"],
            [],
        ),
        ("Chi nhánh Mỏ tuyển đồng Sủng Là nộp sơ đồ bãi thải.", ["Chi nhánh Mỏ tuyển đồng Sủng Là"], []),
        ("Đề nghị Công ty tổng hợp khó khăn gửi về UBND xã.", ["Công ty"], []),
        (
            "Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh tổ chức hội chợ.",
            ["Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch tỉnh"],
            [],
        ),
        (
            "Các sở, ngành: Xây dựng, Tài chính, Nông nghiệp và Môi trường tháo gỡ vướng mắc.",
            ["Các sở, ngành: Xây dựng, Tài chính, Nông nghiệp và Môi trường"],
            [],
        ),
        ("Các cấp, ngành chủ động lập kế hoạch kiểm tra.", ["Các cấp, ngành"], []),
        (
            "Các phòng liên quan khác trong phạm vi chức năng, nhiệm vụ, tăng cường kiểm tra.",
            ["Các phòng liên quan"],
            [],
        ),
        ("Chỉ thực hiện cho thuê sạp khi đủ hồ sơ.", [], []),
        ("Thành viên Ban Chỉ đạo xã kiểm tra địa bàn.", ["Thành viên Ban Chỉ đạo xã"], []),
        ("Kẻ vạch chợ (Phòng Kinh tế chủ trì, Công an xã phối hợp).", ["Phòng Kinh tế"], ["Công an xã"]),
        ("Bộ Xây dựng có Văn bản hướng dẫn việc thu phí.", ["Bộ Xây dựng"], []),
    ],
)
def test_a_name_is_whole_and_no_longer(order: str, lead: list[str], partners: list[str]) -> None:
    ((_, got, helped, _),) = rows(f"{PART}1. {order}\n")
    assert (got, helped) == (lead, partners)


def test_a_heading_says_of_whom_something_is_asked_and_the_issuer_only_speaks() -> None:
    text = LETTER.replace("Kính gửi: Văn phòng, Công an xã", "Kính gửi: Công ty TNHH Vân Anh") + (
        "Căn cứ kết quả kiểm tra ngày 20/01/2026, UBND xã Đồng Văn chấp thuận kết quả nghiệm thu, cụ thể như sau:\n\n"
        "1. Thông tin về công trình\n\na) Tên công trình: Mái chợ phiên.\n\nb) Địa điểm xây dựng: thôn Má Lủng.\n\n"
        "2. Yêu cầu đối với chủ đầu tư\n\na) Lưu giữ hồ sơ công trình.\n\nb) Sơn lại cột thép trước mùa mưa.\n"
    )
    assert [row[1] for row in rows(text)] == [["chủ đầu tư"], ["chủ đầu tư"]]


def test_a_lead_in_that_word_counted_as_an_item_leads_the_items_after_it() -> None:
    text = (
        f"{HEAD}III. TỔ CHỨC THỰC HIỆN\n\n1. Giao Phòng Kinh tế làm các việc liên quan:\n\n"
        "2. Chuẩn bị phòng họp cho lớp học.\n\n3. In tài liệu cho học viên.\n"
    )
    assert [row[1] for row in rows(text)] == [["Phòng Kinh tế"], ["Phòng Kinh tế"]]


def test_who_leads_another_part_does_not_take_the_units_own() -> None:
    text = f"{PART}1. Văn phòng\n\n- Chủ trì tập huấn an toàn; tham gia kiểm tra do Phòng Kinh tế hoặc Công an xã chủ trì.\n"
    assert [row[1] for row in rows(text)] == [["Văn phòng"]]


def test_items_counted_in_small_roman_figures_are_items() -> None:
    text = (
        LETTER.replace("Kính gửi: Văn phòng, Công an xã", "Kính gửi: Sở Xây dựng")
        + "Để kịp thời tháo gỡ, UBND xã đề nghị Sở Xây dựng:\n\n(i). Chỉ đạo ban hành hướng dẫn kiểm tra xe chở đá.\n\n"
        "(ii). Bố trí thêm một điểm đăng kiểm.\n"
    )
    assert [row[1] for row in rows(text)] == [["Sở Xây dựng"], ["Sở Xây dựng"]]
