"""Letterheads: which of the bodies in their capitals issues, however a text has set their lines."""

from collections.abc import Iterator

import pytest

from tests.reading.test_reading_kinds import pasted

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
NUMBER, DATE = "Số: 12/KH-ABC", "Bến Gỗ, ngày 02 tháng 2 năm 2026"
BODY = "KẾ HOẠCH\nKiểm kê sách năm 2026\n\nI. NHIỆM VỤ\n\n1. Phòng Kinh tế rà soát sổ sách trước ngày 20/3/2026.\n"


def shapes(lines: tuple[str, ...]) -> Iterator[str]:
    """Yield a letterhead a line each, its left column run together, in columns, and all of a row in one line."""
    left, right = "\n".join(lines), "\n".join(MOTTO)
    yield f"{left}\n{NUMBER}\n{right}\n{DATE}\n{BODY}"
    yield f"{' '.join(lines)}\n{right}\n{NUMBER}\n{DATE}\n\n{BODY}"
    yield (
        "".join(
            f"{one}\t{two}\n" for one, two in zip((*lines, "", NUMBER), (*MOTTO, "", DATE, ""), strict=False)
        )
        + BODY
    )
    yield f"{' '.join(lines)} {' '.join(MOTTO)}\n{NUMBER} {DATE}\n{BODY}"


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (("UBND TỈNH TRÀ SƠN", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "Sở Giáo dục và Đào tạo tỉnh Trà Sơn"),
        (("UBND THÀNH PHỐ HẢI PHÒNG", "BAN QUẢN LÝ CHỢ"), "Ban Quản lý chợ thành phố Hải Phòng"),
        (("ỦY BAN NHÂN DÂN", "XÃ BẾN GỖ"), "Ủy ban nhân dân xã Bến Gỗ"),
        (("UBND XÃ BẾN GỖ", "TRƯỜNG THCS LÊ LỢI"), "Trường THCS Lê Lợi"),
        (("CÔNG AN TỈNH TRÀ SƠN", "CÔNG AN XÃ BẾN GỖ"), "Công an xã Bến Gỗ"),
        (("CỤC THUẾ", "THUẾ TỈNH TRÀ SƠN"), "Thuế tỉnh Trà Sơn"),
        (("TỔNG CÔNG TY CẤP NƯỚC TRÀ SƠN", "CÔNG TY CẤP NƯỚC BẾN GỖ"), "Công ty cấp nước Bến Gỗ"),
        (("BẢO HIỂM XÃ HỘI VIỆT NAM", "BẢO HIỂM XÃ HỘI TỈNH TRÀ SƠN"), "Bảo hiểm xã hội tỉnh Trà Sơn"),
        (("TỈNH ỦY TRÀ SƠN", "BAN NỘI CHÍNH"), "Ban Nội chính Tỉnh ủy Trà Sơn"),
        (
            ("ỦY BAN MTTQ VIỆT NAM XÃ BẾN GỖ", "BAN THƯỜNG TRỰC"),
            "Ban Thường trực Ủy ban MTTQ Việt Nam xã Bến Gỗ",
        ),
        (("BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ", "XÃ BẾN GỖ"), "Ban Chỉ đạo chuyển đổi số xã Bến Gỗ"),
    ],
)
def test_the_lowest_body_issues_and_those_above_it_say_whose_it_is(
    lines: tuple[str, ...], issuer: str
) -> None:
    for text in shapes(lines):
        head = pasted(text)["document"]
        assert (head["issuer"] or "").casefold() == issuer.casefold()
        assert (head["number"], head["place"], head["issued"], head["subject"]) == (
            "12/KH-ABC",
            "Bến Gỗ",
            "2026-02-02",
            "Kiểm kê sách năm 2026",
        )


def test_a_body_whose_name_takes_several_lines_is_one() -> None:
    lines = (
        "UBND TỈNH TRÀ SƠN",
        "BAN CHỈ ĐẠO PHÒNG CHỐNG THIÊN TAI, TÌM KIẾM CỨU NẠN VÀ",
        "BẢO VỆ ĐÊ ĐIỀU, HỒ CHỨA NƯỚC TRÊN CÁC SÔNG",
    )
    head = pasted("\n".join((*lines, *MOTTO, NUMBER, DATE, BODY)))["document"]
    assert head["issuer"].casefold() == (
        "ban chỉ đạo phòng chống thiên tai, tìm kiếm cứu nạn và bảo vệ đê điều, hồ chứa nước trên các sông tỉnh trà sơn"
    )


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        (
            "NGHỊ QUYẾT\nVề kế hoạch năm 2026\n\nQUỐC HỘI\n\nCăn cứ Hiến pháp;\n\nQUYẾT NGHỊ:\n\nĐiều 1. Mục tiêu\n",
            "Quốc hội",
        ),
        (
            "CÔNG ĐIỆN\nVề giữ đê\n\nTHỦ TƯỚNG CHÍNH PHỦ điện:\n- Bộ trưởng các Bộ.\n\nYêu cầu:\n\n1. Bộ Xây dựng rà.\n",
            "Thủ tướng Chính phủ",
        ),
        (
            "Kính gửi: Các đơn vị thuộc Bộ\n\nTrước tình hình đó, Bộ Văn hóa, Thể thao và Du lịch yêu cầu:\n\n"
            "1. Vụ Pháp chế rà soát văn bản.\n",
            "Bộ Văn hóa, Thể thao và Du lịch",
        ),
        (
            "Kính gửi: Sở Y tế\n\nThời gian qua, Ủy ban nhân dân thành phố Hà Nội đã có nhiều văn bản.\n\n"
            "1. Sở Y tế rà soát giá thuốc.\n",
            "Ủy ban nhân dân thành phố Hà Nội",
        ),
    ],
)
def test_without_a_letterhead_whoever_enacts_sends_or_asks_is_the_issuer(text: str, issuer: str) -> None:
    assert pasted(text)["document"]["issuer"] == issuer
