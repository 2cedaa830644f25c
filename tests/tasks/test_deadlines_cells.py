"""Every wording of a deadline cell: text | kind | due | recurrence | start."""

from datetime import date

import pytest

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import DeadlineSettings, Kind, parse

CALENDAR = Calendar.seeded(range(2018, 2030))
SETTINGS = DeadlineSettings()

# The document is dated Monday 2 March 2026.
CELLS = """
hoàn thành trước 30/6/2023 | fixed | 2023-06-30
trước ngày 30/6/2025 | fixed | 2025-06-30
trước ngày **10/12/2024** | fixed | 2024-12-10
trước ngày 20.7.2020 | fixed | 2020-07-20
trước ngày 15-9-2026 | fixed | 2026-09-15
trước ngày 20- 5-2027 | fixed | 2027-05-20
xong trước 25 tháng 10 năm 2026 | fixed | 2026-10-25
ngày 30 tháng 6 năm 2025 | fixed | 2025-06-30
trước ngày 30 tháng 6 | fixed | 2026-06-30
Hoàn thành trước ngày 30/6 | fixed | 2026-06-30
trước 15/01 | fixed | 2027-01-15
18.9 | fixed | 2026-09-18
03/09 | fixed | 2026-09-03
31/12/2026 | fixed | 2026-12-31
2026-06-30 | fixed | 2026-06-30
Chiều 15/9/2026 | fixed | 2026-09-15
trước 17 giờ 00 ngày 17/7/2026 | fixed | 2026-07-17
trước 17h00, ngày 17/7/2026 | fixed | 2026-07-17
chậm nhất 11 giờ 30 phút ngày 14/8/2026 | fixed | 2026-08-14
chậm nhất là ngày 20/4/2026 | fixed | 2026-04-20
Đến hết ngày 31/12/2026 | fixed | 2026-12-31
Thời hạn hoàn thành: 31/7/2026 | fixed | 2026-07-31
ngay trong ngày 11/8/2026 | fixed | 2026-08-11
Xong trước mùa mưa (30/5/2026) | fixed | 2026-05-30
hoàn thành trước ngày khai giảng năm học mới (05/9/2026) | fixed | 2026-09-05
Tháng 3, 6, 9 năm 2026 | recurring | | yearly
Từ tháng 6/2026 đến tháng 6/2026 | period | 2026-06-30 | | 2026-06-01
từ tháng 7/2026 đến tháng 6/2026 | none |
ngày làm việc cuối cùng của tháng 10/2026 | fixed | 2026-10-30
ngày làm việc đầu tiên của tháng 8/2026 | fixed | 2026-08-03
nửa năm nữa | fixed | 2026-08-28
trong nửa tháng | fixed | 2026-03-17
Giai đoạn 1: 30/9/2026 Giai đoạn 2: 30/6/2027 | fixed | 2027-06-30
Trước 30/6 và 15/12/2026 | fixed | 2026-12-15
trước tháng 10/2026 | fixed | 2026-09-30
phải hoàn thành trước tháng 10/2024 | fixed | 2024-09-30
Trước quý IV/2026 | fixed | 2026-09-30
hoàn thành trong tháng 9/2023 | fixed | 2023-09-30 | | 2023-09-01
trong tháng 12 | fixed | 2026-12-31 | | 2026-12-01
trong quý III/2026 | fixed | 2026-09-30 | | 2026-07-01
trong quý IV năm 2026 | fixed | 2026-12-31 | | 2026-10-01
trong quý I, quý II năm 2019 | fixed | 2019-06-30 | | 2019-04-01
Tháng 7/2026 | period | 2026-07-31 | | 2026-07-01
Tháng 12/2021 | period | 2021-12-31 | | 2021-12-01
tháng 9-2023 | period | 2023-09-30 | | 2023-09-01
9/2026 | period | 2026-09-30 | | 2026-09-01
Quý III/2025 | period | 2025-09-30 | | 2025-07-01
Quý 3/2025 | period | 2025-09-30 | | 2025-07-01
Quí 4 năm 2026 | period | 2026-12-31 | | 2026-10-01
Quý III | period | 2026-09-30 | | 2026-07-01
6 tháng đầu năm | period | 2026-06-30 | | 2026-01-01
6 tháng cuối năm 2023 | period | 2023-12-31 | | 2023-07-01
9 tháng đầu năm | period | 2026-09-30 | | 2026-01-01
Cuối tháng 9 | period | 2026-09-30
Dự kiến giữa tháng 06/2025 | period | 2025-06-15
giữa năm 2026 | period | 2026-06-30
Cả năm | period | 2026-12-31 | | 2026-01-01
trong năm 2023 | period | 2023-12-31 | | 2023-01-01
vào cuối năm | period | 2026-12-31
Cả tháng | period | 2026-03-31 | | 2026-03-01
từ ngày 01/6/2022 đến 31/8/2022 | period | 2022-08-31 | | 2022-06-01
từ ngày 15/8/2019 - 05/9/2019 | period | 2019-09-05 | | 2019-08-15
Từ 01/4 đến 30/9/2026 | period | 2026-09-30 | | 2026-04-01
từ ngày 01/11 đến hết ngày 30/ 11/2026 | period | 2026-11-30 | | 2026-11-01
trong tuần từ 17/8 đến 21/8/2026 | period | 2026-08-21 | | 2026-08-17
7 - 11/9 | period | 2026-09-11 | | 2026-09-07
7-11/9/2026 | period | 2026-09-11 | | 2026-09-07
Từ 20/12 đến 10/01/2027 | period | 2027-01-10 | | 2026-12-20
Từ tháng 6/2026 đến tháng 12/2026 | period | 2026-12-31 | | 2026-06-01
trong 3 tháng (6 – 8/2018) | period | 2018-08-31 | | 2018-06-01
từ nay đến hết tháng 10/2024 | period | 2024-10-31
từ nay đến tháng 10 | period | 2026-10-31 | | 2026-03-02
từ nay đến hết ngày 15/4 | period | 2026-04-15 | | 2026-03-02
Đợt 1: tháng 6/2026; đợt 2: tháng 11/2026 | period | 2026-11-30 | | 2026-11-01
Vụ Xuân: tháng 4; vụ Thu: tháng 10 | period | 2026-10-31 | | 2026-10-01
05 ngày làm việc kể từ ngày ký | fixed | 2026-03-09
trong 02 tháng kể từ ngày ký Quyết định này | fixed | 2026-05-04
trong vòng 15 ngày kể từ ngày ký ban hành | fixed | 2026-03-17
Trong 10 ngày kể từ ngày 15/7/2026 | fixed | 2026-07-27
ngay trong ngày ban hành | fixed | 2026-03-02
05 ngày làm việc kể từ ngày văn bản được ký ban hành | event |
10 ngày kể từ ngày nhận được văn bản | event |
không quá 01 ngày làm việc | event |
ngay sau khi người dân nhận kết quả | event |
năm 2025 sau khi được công bố | event |
Khi sơ kết, tổng kết | event |
trước, trong và sau Tết | event |
nếu phát sinh khó khăn | event |
khắc phục ngay | immediate |
triển khai khắc phục ngay | immediate |
Ngay | immediate |
Hằng ngày | recurring | | daily
hàng tháng / hàng ngày | recurring | | daily
trước 9 giờ hằng ngày | recurring | | daily
Thứ Năm hằng tuần | recurring | | weekly
Chiều thứ Sáu hằng tuần | recurring | | weekly
hằng tháng | recurring | | monthly
mỗi tháng | recurring | | monthly
chậm nhất ngày 15 hàng tháng | recurring | | monthly
trước ngày 15 của tháng | recurring | | monthly
Hằng tháng, chậm nhất ngày 05 tháng sau | recurring | | monthly
Định kỳ từ ngày 1 đến ngày 5 hằng tháng | recurring | | monthly
hàng quý báo cáo | recurring | | quarterly
hằng quý, 6 tháng và hằng năm | recurring | | quarterly
quý, 6 tháng và năm | recurring | | quarterly
ngày 18 của tháng cuối quý | recurring | | quarterly
Ngày 05 của tháng đầu quý | recurring | | quarterly
trước ngày 05 tháng cuối cùng của mỗi quý | recurring | | quarterly
chậm nhất là ngày 20 của tháng cuối kỳ báo cáo | recurring | | quarterly
định kỳ hàng năm theo quy định | recurring | | yearly
trước ngày 20/11 hàng năm | recurring | | yearly
Trong tháng 9 hằng năm | recurring | | yearly
Mỗi năm 01 lần | recurring | | yearly
định kỳ 6 tháng, năm | recurring | |
Thường xuyên | none |
thường xuyên, liên tục | none |
thường xuyên và đột xuất | none |
kịp thời | none |
khẩn trương | none |
sớm | none |
đúng thời gian quy định | none |
trong thời gian tới | none |
trong báo cáo định kỳ về CCHC theo quy định | none |
Theo Kế hoạch số 12/KH-UBND ngày 20/1/2026 | none |
năm 2025 và các năm tiếp theo | none |
mục tiêu từ 01/6/2023 | none |
đến năm 2025 đạt 95% | none |
sau ngày 01/7/2025 | none |
kể từ ngày 01 tháng 8 năm 2022 | none |
trực 24/24 giờ | none |
31/36 | none |
30/02/2026 | none |
"""

# Where nobody typed an accent, or the keyboard sent another form.
PLAIN = """
truoc ngay 30/6/2026 | fixed | 2026-06-30
Trước ngay 30/6/2026 | fixed | 2026-06-30
hoan thanh trong thang 9/2026 | fixed | 2026-09-30 | | 2026-09-01
quy III/2026 | period | 2026-09-30 | | 2026-07-01
05 ngay lam viec ke tu ngay ky | fixed | 2026-03-09
hang thang, truoc ngay 20 | recurring | | monthly
thu sau hang tuan | recurring | | weekly
khac phuc ngay | immediate |
TRƯỚC NGÀY 30/6/2026 | fixed | 2026-06-30
"""


def rows(table: str) -> list[tuple[str, ...]]:
    split = [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]
    return [tuple(row + [""] * (5 - len(row))) for row in split]


def read(text: str, **settings: bool) -> tuple[str, str, str, str]:
    found = parse(
        text, issued=date(2026, 3, 2), year=None, calendar=CALENDAR, settings=DeadlineSettings(**settings)
    )
    return found.kind, str(found.due or ""), str(found.recurrence or ""), str(found.start or "")


@pytest.mark.parametrize(("text", "kind", "due", "recurrence", "start"), rows(CELLS) + rows(PLAIN))
def test_a_cell_is_read_as_the_office_reads_it(
    text: str, kind: str, due: str, recurrence: str, start: str
) -> None:
    assert read(text) == (kind, due, recurrence, start)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("trước ngày 30/6/2026", "2026-06-29"),
        ("chậm nhất ngày 30/6/2026", "2026-06-30"),
        ("trước 17 giờ 00 ngày 30/6/2026", "2026-06-30"),
        ("trước tháng 10/2026", "2026-09-30"),
    ],
)
def test_before_can_leave_out_the_day_it_names(text: str, due: str) -> None:
    assert read(text, before_is_inclusive=False)[1] == due


def test_a_missing_year_is_asked_for_when_nothing_is_known() -> None:
    found = parse("trước ngày 30/6", issued=None, year=None, calendar=CALENDAR, settings=SETTINGS)
    assert (found.kind, found.due) == (Kind.fixed, None)
    assert "không ghi năm" in found.explanation


def test_the_year_of_the_plan_wins_over_the_year_of_signing() -> None:
    found = parse("15/10", issued=date(2025, 12, 28), year=2026, calendar=CALENDAR, settings=SETTINGS)
    assert found.due == date(2026, 10, 15)


def test_a_monthly_programme_lends_its_month() -> None:
    found = parse(
        "Cả tháng", issued=date(2026, 8, 28), year=2026, month=9, calendar=CALENDAR, settings=SETTINGS
    )
    assert (found.start, found.due) == (date(2026, 9, 1), date(2026, 9, 30))


def test_the_words_are_exact_and_the_explanation_says_how_days_were_counted() -> None:
    text = "Trong 05 ngày làm việc kể từ ngày ký văn bản này"
    found = parse(text, issued=date(2026, 7, 6), year=None, calendar=CALENDAR, settings=SETTINGS)
    assert found.words == text
    assert found.due == date(2026, 7, 13)
    assert "Ký thứ Hai 6/7/2026" in found.explanation
    assert "thứ Hai 13/7/2026" in found.explanation


def test_working_days_skip_tet() -> None:
    text = "10 ngày làm việc kể từ ngày ký"
    found = parse(text, issued=date(2026, 2, 9), year=None, calendar=CALENDAR, settings=SETTINGS)
    assert found.due == date(2026, 3, 2)
