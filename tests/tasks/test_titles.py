"""What a leader types, as the work in one line; the period of a recurring task; marks of urgency."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import DeadlineSettings, find
from roviec.tasks.periods import titled
from roviec.tasks.titles import LONGEST, Order, read_order
from roviec.tasks.urgency import is_urgent

CALENDAR = Calendar.seeded(range(2025, 2029))
UNITS = ("Phòng Nội vụ", "Phòng Tài chính", "Phòng Tài chính - Kế hoạch", "Văn phòng", "UBND xã Đại Lãnh")


def read(text: str) -> Order:
    found = find(text, issued=date(2026, 6, 29), year=2026, calendar=CALENDAR, settings=DeadlineSettings())
    return read_order(text, units=UNITS, dates=[one.span for one in found if one.span])


@pytest.mark.parametrize(
    ("text", "title", "unit"),
    [
        (
            "Giao Phòng Nội vụ báo cáo kết quả cải cách hành chính quý II trước 30/6",
            "Báo cáo kết quả cải cách hành chính quý II",
            "Phòng Nội vụ",
        ),
        (
            "Đề nghị Phòng Tài chính - Kế hoạch chủ trì tham mưu kế hoạch tuyên truyền, hoàn thành trước ngày 15/7 nhé",
            "Tham mưu kế hoạch tuyên truyền",
            "Phòng Tài chính - Kế hoạch",
        ),
        ("giao phong noi vu tong hop y kien cu tri truoc 20/7", "Tong hop y kien cu tri", "Phòng Nội vụ"),
        (
            "Phòng Nội vụ chủ trì rà soát hồ sơ trễ hạn trước 10/7 giúp tôi",
            "Rà soát hồ sơ trễ hạn",
            "Phòng Nội vụ",
        ),
        (
            "Rà soát hộ ngập, Phòng Nội vụ chủ trì. Báo cáo ngay về văn phòng.",
            "Rà soát hộ ngập",
            "Phòng Nội vụ",
        ),
        ("rà soát quy chế làm việc, giao Văn phòng", "Rà soát quy chế làm việc", "Văn phòng"),
        ("HỎA TỐC: rà soát hộ ngập trong tháng 7", "Rà soát hộ ngập", ""),
        ("Hằng tháng báo cáo số liệu dịch vụ công", "Báo cáo số liệu dịch vụ công", ""),
        ("Báo cáo kết quả 6 tháng đầu năm trước 30/6/2026", "Báo cáo kết quả 6 tháng đầu năm", ""),
        ("Tổng hợp ý kiến. Gửi kèm danh sách.", "Tổng hợp ý kiến", ""),
        ("Đôn đốc xử lý hồ sơ quá hạn", "Đôn đốc xử lý hồ sơ quá hạn", ""),
        ("Mua văn phòng phẩm", "Mua văn phòng phẩm", ""),
        ("Giao ban tuần thứ 27", "Giao ban tuần thứ 27", ""),
        ("Giao lưu với Phòng Nội vụ", "Giao lưu với Phòng Nội vụ", ""),
        ("Phòng Nội vụ phối hợp kiểm tra", "Phòng Nội vụ phối hợp kiểm tra", ""),
        ("khẩn trương rà soát", "Khẩn trương rà soát", ""),
        ("ạ", "ạ".upper(), ""),
    ],
)
def test_the_work_stands_in_one_line(text: str, title: str, unit: str) -> None:
    found = read(text)
    assert (found.title, found.unit) == (title, unit)


def test_the_whole_words_are_kept_where_they_said_more() -> None:
    assert read("tổng hợp ý kiến").quote == ""
    assert read("giao Văn phòng tổng hợp ý kiến").quote == "giao Văn phòng tổng hợp ý kiến"


def test_a_long_line_ends_where_a_part_of_it_ends() -> None:
    assert len(read("Rà soát hộ nghèo, hộ cận nghèo theo chuẩn mới của xã, " * 6).title) <= LONGEST


@given(st.text(max_size=200))
def test_any_words_give_a_title(text: str) -> None:
    found = read_order(text, units=UNITS)
    assert bool(found.title) == bool(" ".join(text.split())) or not found.title
    assert "\n" not in found.title


@pytest.mark.parametrize(
    ("title", "before", "due", "months", "following"),
    [
        ("Báo cáo CCHC", date(2026, 6, 20), date(2026, 9, 20), 3, "Báo cáo CCHC quý III/2026"),
        ("Báo cáo CCHC quý II/2026", date(2026, 6, 20), date(2026, 9, 20), 3, "Báo cáo CCHC quý III/2026"),
        ("Báo cáo CCHC quý II/2026", date(2026, 7, 15), date(2026, 10, 15), 3, "Báo cáo CCHC quý III/2026"),
        (
            "Báo cáo quý IV năm 2026 về CCHC",
            date(2026, 12, 20),
            date(2027, 3, 20),
            3,
            "Báo cáo quý I/2027 về CCHC",
        ),
        ("Báo cáo hằng tháng", date(2026, 7, 5), date(2026, 8, 5), 1, "Báo cáo tháng 7/2026"),
        ("Báo cáo tháng 12/2026", date(2026, 12, 25), date(2027, 1, 25), 1, "Báo cáo tháng 1/2027"),
        (
            "Hằng tháng báo cáo số liệu",
            date(2026, 6, 30),
            date(2026, 7, 31),
            1,
            "Báo cáo số liệu tháng 7/2026",
        ),
        (
            "Sơ kết 6 tháng đầu năm 2026",
            date(2026, 6, 30),
            date(2026, 12, 31),
            6,
            "Sơ kết 6 tháng cuối năm 2026",
        ),
        ("Kế hoạch CCHC năm 2026", date(2026, 1, 15), date(2027, 1, 15), 12, "Kế hoạch CCHC năm 2027"),
        ("Họp giao ban", date(2026, 6, 26), date(2026, 7, 3), 0, "Họp giao ban tuần 27/2026"),
        ("Họp giao ban tuần 27/2026", date(2026, 7, 3), date(2026, 7, 10), 0, "Họp giao ban tuần 28/2026"),
        ("Tổng kết năm học 2025-2026", None, date(2026, 6, 30), 12, "Tổng kết năm học 2025-2026 năm 2026"),
        ("Rà soát quý vị đại biểu", None, date(2026, 9, 30), 3, "Rà soát quý vị đại biểu quý III/2026"),
        ("Họp hai tháng một lần", None, date(2026, 9, 30), 2, "Họp hai tháng một lần"),
    ],
)
def test_an_occurrence_carries_its_period(
    title: str, before: date | None, due: date, months: int, following: str
) -> None:
    assert titled(title, due=due, months=months, before=before) == following


@given(st.sampled_from([0, 1, 3, 6, 12]), st.dates(date(2026, 1, 1), date(2040, 12, 31)), st.integers(0, 5))
def test_each_occurrence_has_one_period_and_another_than_the_last(months: int, day: date, steps: int) -> None:
    title, before, seen = "Báo cáo kết quả", None, set[str]()
    for step in range(steps + 1):
        index = day.year * 12 + day.month - 1 + step * months
        due = (
            date.fromordinal(day.toordinal() + 7 * step)
            if not months
            else date(index // 12, index % 12 + 1, min(day.day, 28))
        )
        title, before = titled(title, due=due, months=months, before=before), due
        assert title.startswith("Báo cáo kết quả ")
        assert title.count("/20") + title.count("năm 20") == 1
        seen.add(title)
    assert len(seen) == steps + 1


@pytest.mark.parametrize(
    ("words", "urgent"),
    [
        ("HỎA TỐC: rà soát hộ ngập", True), ("Công văn khẩn về phòng chống bão", True), ("việc thượng khẩn", True),
        ("Khẩn trương rà soát", False), ("tháo gỡ khó khăn", False), ("thao go kho khan", False),
        ("hoa toc ra soat", True), ("van ban khan cap", True), ("khan", False), ("khẩn cấp", True),
    ],
)  # fmt: skip
def test_marks_of_urgency(words: str, urgent: bool) -> None:
    assert is_urgent(words) is urgent
