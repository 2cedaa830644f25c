"""What a person is told of how their deadline was read, word for word: text | due | why."""

from datetime import date

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, parse

SIGNED = date(2026, 3, 2)
"""A Monday."""
GUESSED = "; văn bản không ghi năm, hiểu là năm 2026."
REASONS = """
trước ngày 30/6/2026 | 2026-06-30 | Hạn là thứ Ba 30/6/2026 («trước» được hiểu là tính cả ngày 30/6/2026).
trước ngày 30 tháng 6 | 2026-06-30 | Hạn là thứ Ba 30/6/2026 («trước» được hiểu là tính cả ngày 30/6/2026)…
trước tháng 10/2026 | 2026-09-30 | Trước kỳ bắt đầu ngày 1/10/2026 thì hạn là ngày cuối trước đó: thứ Tư 30/9/2026.
trong tháng 9/2026 | 2026-09-30 | Ngày cuối của kỳ: thứ Tư 30/9/2026.
trong tháng 6 | 2026-06-30 | Ngày cuối của kỳ: thứ Ba 30/6/2026…
Quý III/2026 | 2026-09-30 | Kỳ bắt đầu 1/7/2026, ngày cuối là thứ Tư 30/9/2026.
quý II | 2026-06-30 | Kỳ bắt đầu 1/4/2026, ngày cuối là thứ Ba 30/6/2026…
6 tháng đầu năm | 2026-06-30 | Kỳ bắt đầu 1/1/2026, ngày cuối là thứ Ba 30/6/2026…
cuối năm | 2026-12-31 | Ngày cuối của kỳ: thứ Năm 31/12/2026…
giữa tháng 6/2026 | 2026-06-15 | Giữa kỳ theo Điều 146 Bộ luật Dân sự: thứ Hai 15/6/2026.
giữa quý III/2026 | 2026-08-15 | Giữa kỳ theo Điều 146 Bộ luật Dân sự: thứ Bảy 15/8/2026.
Tuần 1 | 2026-03-01 | Chủ nhật tuần thứ 1 của tháng: Chủ nhật 1/3/2026…
Tuần 5 | 2026-03-29 | Chủ nhật tuần thứ 5 của tháng: Chủ nhật 29/3/2026…
tuần 2 tháng 9/2026 | 2026-09-13 | Cuối tuần thứ 2 của tháng: Chủ nhật 13/9/2026.
tuần 5 tháng 5/2026 | 2026-05-31 | Cuối tuần thứ 5 của tháng: Chủ nhật 31/5/2026.
tuần thứ nhất của tháng 9/2026 | 2026-09-06 | Cuối tuần thứ 1 của tháng: Chủ nhật 6/9/2026.
tuần cuối tháng 9/2026 | 2026-09-30 | Cuối tuần thứ 6 của tháng: thứ Tư 30/9/2026.
từ ngày 1/7/2026 đến ngày 15/7/2026 | 2026-07-15 | Thực hiện từ 1/7/2026 đến thứ Tư 15/7/2026.
từ 20/12 đến 10/1/2027 | 2027-01-10 | Thực hiện từ 20/12/2026 đến Chủ nhật 10/1/2027.
7 - 11/9 | 2026-09-11 | Thực hiện từ 7/9/2026 đến thứ Sáu 11/9/2026…
từ ngày 1/7 đến ngày 31/6 | - | Ngày này không có trong lịch; cần ghi lại ngày.
trong 10 ngày kể từ ngày 15/7/2026 | 2026-07-27 | Tính từ thứ Tư 15/7/2026; không tính ngày đầu, ngày cuối là ngày nghỉ thì chuyển sang ngày làm việc; hết 10 ngày là thứ Hai 27/7/2026.
trong 5 ngày làm việc kể từ ngày ban hành | 2026-03-09 | Ký thứ Hai 2/3/2026; không tính ngày đầu, bỏ ngày nghỉ; hết 5 ngày làm việc là thứ Hai 9/3/2026.
sau 5 ngày | 2026-03-09 | Tính từ thứ Hai 2/3/2026, hết 5 ngày là thứ Hai 9/3/2026.
2 tuần nữa | 2026-03-16 | Tính từ thứ Hai 2/3/2026, hết 2 tuần là thứ Hai 16/3/2026.
rằm tháng 7 | 2026-08-27 | Hạn là thứ Năm 27/8/2026 (tính từ ngày âm lịch)…
rằm tháng 7 năm 2026 | 2026-08-27 | Hạn là thứ Năm 27/8/2026 (tính từ ngày âm lịch).
rằm tháng 7 năm 2025 | 2025-09-06 | Hạn là thứ Bảy 6/9/2025 (tính từ ngày âm lịch).
mùng 5 Tết năm 2027 | 2027-02-10 | Hạn là thứ Tư 10/2/2027 (tính từ ngày âm lịch).
29 Tết năm 2027 | 2027-02-05 | Hạn là thứ Sáu 5/2/2027 (tính từ ngày âm lịch).
30 Tết năm 2027 | - | Ngày này không có trong lịch; cần ghi lại ngày.
tháng Chạp năm 2026 | 2027-02-05 | Kỳ bắt đầu 8/1/2027, ngày cuối là thứ Sáu 5/2/2027 (tính từ ngày âm lịch).
tháng Giêng | 2026-03-18 | Kỳ bắt đầu 17/2/2026, ngày cuối là thứ Tư 18/3/2026 (tính từ ngày âm lịch)…
tháng 7 âm lịch | 2026-09-10 | Kỳ bắt đầu 13/8/2026, ngày cuối là thứ Năm 10/9/2026 (tính từ ngày âm lịch)…
rằm tháng 11 | 2026-12-23 | Hạn là thứ Tư 23/12/2026 (tính từ ngày âm lịch)…
từ ngày 1/7 đến ngày 31/6/2026 | - | Ngày này không có trong lịch; cần ghi lại ngày.
từ 5 đến 15/7/2026 | 2026-07-15 | Thực hiện từ 5/7/2026 đến thứ Tư 15/7/2026.
20 hằng tháng | - | Lặp lại hằng tháng, ngày 20.
hằng tháng 20 | - | Chưa đọc được trọn cụm từ chỉ thời gian; cần ghi ngày cụ thể.
định kỳ hằng quý 20 | - | Chưa đọc được trọn cụm từ chỉ thời gian; cần ghi ngày cụ thể.
hằng tháng 2 lần | - | Lặp lại hằng tháng, ngày cuối của tháng.
từ ngày 20/7/2026 đến ngày 15/7/2026 | - | Chưa đọc được trọn cụm từ chỉ thời gian; cần ghi ngày cụ thể.
trước Tết | 2027-02-03 | Hạn là thứ Tư 3/2/2027; văn bản không ghi năm, hiểu là năm 2027.
hằng ngày | - | Lặp lại hằng ngày.
thứ Sáu hằng tuần | - | Lặp lại hằng tuần, thứ Sáu.
hằng tháng | - | Lặp lại hằng tháng, ngày cuối của tháng.
ngày 20 hằng tháng | - | Lặp lại hằng tháng, ngày 20.
hằng quý | - | Lặp lại hằng quý, ngày cuối của tháng cuối kỳ.
ngày 25 của tháng cuối quý | - | Lặp lại hằng quý, ngày 25 tháng cuối kỳ.
ngày 5 của tháng đầu quý sau hằng quý | - | Lặp lại hằng quý, ngày 5 tháng đầu kỳ.
6 tháng một lần | - | Lặp lại 6 tháng một lần, ngày cuối của tháng cuối kỳ.
hằng năm | - | Lặp lại hằng năm, ngày cuối của tháng 12.
trước ngày 15/12 hằng năm | - | Lặp lại hằng năm, ngày 15 tháng 12.
định kỳ ngày 15 tháng 6 và 15 tháng 12 hằng năm | - | Lặp lại hằng năm, ngày 15 tháng 6, ngày 15 tháng 12.
khi có yêu cầu | - | Hạn tính theo sự kiện; cần ghi ngày khi sự kiện xảy ra.
thường xuyên | - | Không nêu thời hạn cụ thể.
"""  # noqa: E501
IN_JUNE = """
Tuần 1 | 2026-06-07 | Chủ nhật tuần thứ 1 của tháng: Chủ nhật 7/6/2026…
Tuần 2 | 2026-06-14 | Chủ nhật tuần thứ 2 của tháng: Chủ nhật 14/6/2026…
Tuần 5 | 2026-06-30 | Chủ nhật tuần thứ 5 của tháng: thứ Ba 30/6/2026…
"""


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split(" | ")) for line in table.strip().splitlines()]


def told(text: str, *, issued: date | None = SIGNED, month: int | None = None) -> Deadline:
    calendar, settings = Calendar.seeded(range(2025, 2028)), DeadlineSettings()
    return parse(text, issued=issued, year=None, month=month, calendar=calendar, settings=settings)


@pytest.mark.parametrize(("text", "due", "why"), rows(REASONS))
def test_a_deadline_and_why(text: str, due: str, why: str) -> None:
    found = told(text)
    assert (str(found.due or "-"), found.explanation) == (due, why.replace("…", GUESSED))


@pytest.mark.parametrize(("text", "due", "why"), rows(IN_JUNE))
def test_a_week_of_a_monthly_programme(text: str, due: str, why: str) -> None:
    found = told(text, month=6)
    assert (str(found.due), found.explanation) == (due, why.replace("…", GUESSED))


@pytest.mark.parametrize("text", ["trong tháng 6", "trong quý II", "Tuần 2", "7 - 11/9"])
def test_without_a_year_or_a_date_of_issue_a_person_is_asked(text: str) -> None:
    found = told(text, issued=None, month=6)
    assert found.due is None
    assert found.explanation == "Văn bản không ghi năm và chưa rõ ngày ban hành; cần bổ sung ngày cụ thể."


@pytest.mark.parametrize(("issued", "due"), [((3, 18), "2026-03-18"), ((3, 19), "2027-03-07")])
def test_a_lunar_month_is_the_one_that_runs_until_its_last_day(issued: tuple[int, int], due: str) -> None:
    assert str(told("tháng Giêng", issued=date(2026, *issued)).due) == due


@pytest.mark.parametrize(
    ("hour", "at"), [("17h59", "17:59:00"), ("17h60", "None"), ("23h00", "23:00:00"), ("24h00", "None")]
)
def test_an_hour_is_one_of_the_clock(hour: str, at: str) -> None:
    assert str(told(f"trước {hour} ngày 17/7/2026").at) == at


def test_the_words_of_a_deadline_are_kept_as_they_stand_without_marks() -> None:
    assert told("trước ngày **10/12/2026**").words == "trước ngày 10/12/2026"
