"""Deadlines inside sentences, and all that only looks like one."""

import unicodedata
from datetime import date

import pytest

from roviec.folding import nfc
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, find

CALENDAR = Calendar.seeded(range(2023, 2030))


def found(text: str) -> list[Deadline]:
    return find(text, issued=date(2026, 3, 2), year=None, calendar=CALENDAR, settings=DeadlineSettings())


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Công văn số 715/UBND-KSTT ngày 19/4/2023 của UBND tỉnh",
        "Thực hiện Nghị quyết 19-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương",
        "Báo cáo số 29/BC-UBND ngày 29/5/2026 của UBND xã",
        "giảm 10% số lượng đơn vị sự nghiệp so với năm 2021",
        "phấn đấu năm 2023 trên 85%, đến năm 2025 đạt 95%",
        "xếp thứ 14/63, đạt 88,60/100 điểm; 31/36 xã đạt",
        "có 7/9 xã hoàn thành nhiệm vụ",
        "trực 24/24 giờ, hỗ trợ người dân 24/7",
        "Ngày 17/3/2023, Chủ tịch UBND xã chủ trì họp giao ban",
        "các nhiệm vụ được giao trong quý I, quý II",
        "báo cáo kết quả công tác cải cách hành chính quý III",
        "giai đoạn 2021-2030",
        "Từ ngày 01/7/2025, chính quyền địa phương hai cấp đi vào hoạt động",
        "văn bản ban hành sau ngày 01/7/2025",
        "chỉ tiêu UBND tỉnh giao hàng năm",
        "Tính đến hết ngày 31/5/2026, giải ngân đạt 45%",
        "Trong 6 tháng đầu năm 2026, xã tiếp nhận 1.234 hồ sơ",
        "UBND xã đã hoàn thành trong tháng 01/2026 việc kiểm kê",
        "Lễ kỷ niệm chiến thắng 30/4 và Quốc tế lao động 1/5",
        "Quỹ 2 năm 2026 chi đúng quy định",
        "nông thôn mới năm 2026",
        "Ngân hàng năm 2026 giải ngân 95% kế hoạch",
        "số liệu tính từ ngày 15/12/2025 đến ngày 14/3/2026",
        "tiếp tục triển khai thường xuyên, kịp thời",
    ],
)
def test_what_only_looks_like_a_deadline_is_left_out(text: str) -> None:
    assert [one.words for one in found(text)] == []


@pytest.mark.parametrize(
    ("text", "words", "due"),
    [
        (
            "Căn cứ Công văn số 715/UBND ngày 19/4/2023, đề nghị hoàn thành trước ngày 30/6/2026.",
            "hoàn thành trước ngày 30/6/2026",
            "2026-06-30",
        ),
        ("Niêm yết mã tại 100% quầy giao dịch trong tháng 11/2026.", "trong tháng 11/2026", "2026-11-30"),
        ("Báo cáo kết quả quý III gửi Văn phòng trước ngày 25/9.", "trước ngày 25/9", "2026-09-25"),
        (
            "Thực hiện Kế hoạch số 12/KH-UBND, gửi báo cáo chậm nhất 15/9 để tổng hợp.",
            "chậm nhất 15/9",
            "2026-09-15",
        ),
        ("Tham mưu UBND xã trong quý II/2026 phương án sắp xếp.", "trong quý II/2026", "2026-06-30"),
        (
            "Nộp hồ sơ trong 05 ngày làm việc kể từ ngày ký văn bản này, không gia hạn.",
            "trong 05 ngày làm việc kể từ ngày ký văn bản này",
            "2026-03-09",
        ),
        (
            "mỗi tháng thống kê gửi Văn phòng UBND tỉnh trước ngày 10.",
            "mỗi tháng thống kê gửi Văn phòng UBND tỉnh trước ngày 10",
            "None",
        ),
        ("Khắc phục ngay các tồn tại, hạn chế.", "Khắc phục ngay", "None"),
        (
            "Công bố kết quả ngay sau khi được phê duyệt, đúng quy định.",
            "ngay sau khi được phê duyệt",
            "None",
        ),
    ],
)
def test_a_deadline_is_found_with_its_exact_words(text: str, words: str, due: str) -> None:
    (one,) = found(text)
    assert (one.words, str(one.due)) == (words, due)


def test_two_deadlines_of_a_sentence_come_in_order() -> None:
    text = "Báo cáo về UBND xã chậm nhất là ngày 20/4/2026 và khắc phục xong trong quý II/2026."
    assert [one.due for one in found(text)] == [date(2026, 4, 20), date(2026, 6, 30)]


def test_spans_point_into_the_composed_text() -> None:
    text = unicodedata.normalize("NFD", "Phòng Nội vụ báo cáo trước ngày\n30/6/2026 theo quy định.")
    (one,) = found(text)
    assert one.span
    assert nfc(text)[slice(*one.span)].split() == ["trước", "ngày", "30/6/2026"]
    assert one.words == "trước ngày 30/6/2026"


def test_an_empty_text_has_no_deadline() -> None:
    assert found("") == []


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        ("xét duyệt trước ngày l5/11/2026", "fixed", "2026-11-15"),
        ("khắc phục sự cố trong 24 giờ kể từ khi nhận được thông báo", "event", None),
        ("gửi Tổ Kiểm tra chậm nhất 03 ngày trước ngày kiểm tra", "event", None),
        ("phát lệnh gọi khám trước thời điểm khám ít nhất 15 ngày", "event", None),
        ("kết thúc trước khi phát lệnh gọi nhập ngũ", "event", None),
        ("ban hành thông báo kết quả trong thời hạn 05 ngày làm việc", "event", None),
        ("quán triệt trong kỳ sinh hoạt chi bộ tháng 11/2026", "period", "2026-11-30"),
        ("báo cáo kết quả vào cuộc họp giao ban ngày 18/5/2026", "fixed", "2026-05-18"),
        ("hoàn thành trong tuần thứ ba tháng 10", "period", "2026-10-18"),
        ("Định kỳ sáng thứ Hai, gửi danh sách", "recurring", None),
        ("họp vào chiều thứ Sáu tuần cuối tháng", "recurring", None),
        ("Định kỳ ngày 20 hằng tháng", "recurring", None),
    ],
)
def test_days_before_an_occasion_and_at_a_meeting(text: str, kind: str, due: str | None) -> None:
    (one,) = found(text)
    assert (one.kind.value, one.due and one.due.isoformat()) == (kind, due)


@pytest.mark.parametrize(
    "text",
    [
        "không dồn thanh toán vào cuối năm",
        "rút ngắn xuống còn 02 ngày làm việc",
        "rút ngắn thời gian xuống không quá 02 ngày làm việc",
        "kiểm tra kỹ hồ sơ trước khi trình",
    ],
)
def test_what_is_warned_of_or_only_a_measure_is_no_deadline(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "words",
    ["trước thứ Tư ngày 04/3/2026", "chậm nhất thứ Tư ngày 04/3/2026", "trước thứ Tư, ngày 04/3/2026"],
)
def test_the_fourth_weekday_opens_no_range(words: str) -> None:
    """Folded, "thứ Tư ngày" reads like "từ ngày"."""
    assert [one.due for one in found(f"Báo cáo kết quả về Văn phòng {words} để tổng hợp")] == [
        date(2026, 3, 4)
    ]
