"""Wordings that differ by a word or a day: each has its own meaning, or is asked back."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from roviec.folding import nfc
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, Doubt, Kind, find, parse
from tests.tasks.test_deadlines_cells import CELLS

CALENDAR = Calendar.seeded(range(2022, 2031))
WEDNESDAY = date(2026, 3, 4)
FORTNIGHT = [date(2026, 3, 2) + timedelta(days=n) for n in range(14)]
"""No holidays among them nor in the weeks that follow."""
NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "chủ nhật")


def read(text: str, today: date = WEDNESDAY) -> Deadline:
    return parse(text, issued=today, year=None, calendar=CALENDAR, settings=DeadlineSettings())


def shown(got: Deadline) -> str:
    """Write out what matters: a day, the first and the last day of a period, or why there is none."""
    if got.due is None:
        return got.doubt or "–"
    return f"{got.start} – {got.due}" if got.start else str(got.due)


@pytest.mark.parametrize("today", FORTNIGHT)
def test_a_weekday_is_the_next_one_and_that_of_a_week_is_in_it(today: date) -> None:
    monday = today - timedelta(days=today.weekday())
    for n, name in enumerate(NAMES):
        next_one = next(day for k in range(1, 8) if (day := today + timedelta(days=k)).weekday() == n)
        here, week = monday + timedelta(days=n), timedelta(days=7)
        this = here if here >= today else here + week
        wanted = {
            name: next_one,
            f"{name} này": this,
            f"{name} tuần này": this,
            f"tuần này, {name}": this,
            f"{name} tuần sau": here + week,
            f"{name} tuần tới": here + week,
            f"tuần sau {name}": here + week,
            f"{name} tuần sau nữa": here + 2 * week,
        }
        assert {text: read(text, today).due for text in wanted} == wanted


@pytest.mark.parametrize("today", FORTNIGHT)
def test_a_week_and_its_parts_lie_ahead(today: date) -> None:
    monday = today - timedelta(days=today.weekday())

    def at(weeks: int, day: int) -> date:
        return monday + timedelta(days=7 * weeks + day)

    weekend, midweek = int(today.weekday() > 4), int(today.weekday() > 2)
    wanted = {
        "tuần này": f"{at(0, 0)} – {at(0, 4)}",
        "tuần sau": f"{at(1, 0)} – {at(1, 4)}",
        "tuần sau nữa": f"{at(2, 0)} – {at(2, 4)}",
        "sang tuần": f"{at(1, 0)} – {at(1, 4)}",
        "qua tuần": f"{at(1, 0)} – {at(1, 4)}",
        "trong tuần": f"{at(weekend, 0)} – {at(weekend, 4)}",
        "đầu tuần": str(at(1, 0)),
        "giữa tuần": str(at(midweek, 2)),
        "cuối tuần": str(at(weekend, 4)),
        "hết tuần": str(at(weekend, 4)),
        "đầu tuần sau": str(at(1, 0)),
        "giữa tuần sau": str(at(1, 2)),
        "cuối tuần sau": str(at(1, 4)),
        "hôm nay": str(today),
        "mai": str(today + timedelta(days=1)),
        "ngày kia": str(today + timedelta(days=2)),
    }
    assert {text: shown(read(text, today)) for text in wanted} == wanted


DAYS = """
ngày 3 | 2026-04-03
ngày 4 | 2026-03-04
ngày 5 | 2026-03-05
ngày 3 tháng này | 2026-03-03
ngày 3 tháng sau | 2026-04-03
ngày 31 | 2026-03-31
ngày 31 tháng sau | no_such_day
3/3 | 2027-03-03
4/3 | 2026-03-04
29/2/2028 | 2028-02-29
29/2 | no_such_day
5/12 | 2026-12-05
5/13 | –
ngày 5/13 | no_such_day
31/36 | –
29/2/2027 | no_such_day
31/12/1899 | no_such_day
1/1/1900 | 1900-01-01
31/12/2199 | 2199-12-31
1/1/2200 | no_such_day
31/12/99 | 2099-12-31
"""
PERIODS = """
tháng 2 | 2027-02-01 – 2027-02-28
tháng 3 | 2026-03-01 – 2026-03-31
tháng này | 2026-03-01 – 2026-03-31
tháng sau | 2026-04-01 – 2026-04-30
quý I | 2026-01-01 – 2026-03-31
quý này | 2026-01-01 – 2026-03-31
quý sau | 2026-04-01 – 2026-06-30
năm nay | 2026-01-01 – 2026-12-31
năm sau | 2027-01-01 – 2027-12-31
đầu tháng sau | 2026-04-01
giữa tháng sau | 2026-04-15
đầu năm sau | 2027-01-01
giữa quý II/2026 | 2026-05-16
giữa năm 2027 | 2027-06-30
nửa đầu tháng 9 | 2026-09-01 – 2026-09-15
nửa cuối tháng 9 | 2026-09-16 – 2026-09-30
nửa đầu năm 2027 | 2027-01-01 – 2027-06-30
nửa cuối năm 2027 | 2027-07-01 – 2027-12-31
10 ngày đầu tháng 9 | 2026-09-01 – 2026-09-10
10 ngày cuối tháng 9 | 2026-09-21 – 2026-09-30
thượng tuần tháng 9 | 2026-09-01 – 2026-09-10
trung tuần tháng 9 | 2026-09-11 – 2026-09-20
hạ tuần tháng 10 | 2026-10-21 – 2026-10-31
ngày đầu tháng 8 | 2026-08-01
ngày làm việc đầu tháng 8 | 2026-08-03
ngày làm việc cuối tháng 5 | 2026-05-29
trước cuối tháng 8 | 2026-08-31
trước tháng 8 | 2026-07-31
3 tháng đầu năm | 2026-01-01 – 2026-03-31
3 tháng cuối năm | 2026-10-01 – 2026-12-31
sáu tháng đầu năm 2027 | 2027-01-01 – 2027-06-30
"""
RANGES = """
từ 1/9 đến 15/9 | 2026-09-01 – 2026-09-15
từ 15/9 đến 15/9 | 2026-09-15 – 2026-09-15
từ 15/9 đến 1/9 | unread
từ 15/9/2025 đến 1/9 | 2025-09-15 – 2026-09-01
từ 20/12 đến 5/1/2027 | 2026-12-20 – 2027-01-05
từ 20/12/2026 đến 5/1/2026 | unread
từ 20/12/2026 đến 5/1/2027 | 2026-12-20 – 2027-01-05
từ 5 đến 15/7 | 2026-07-05 – 2026-07-15
"""
# From the Wednesday on which it was written.
LENGTHS = """
0 ngày | vague
1 ngày | 2026-03-05
2 tuần | 2026-03-18
1 tháng | 2026-04-06
730 ngày | 2028-03-03
731 ngày | vague
104 tuần | 2028-03-01
105 tuần | vague
24 tháng | 2028-03-06
25 tháng | vague
2 năm | –
trong 2 năm | 2028-03-06
15 giờ | –
23 giờ | –
24 giờ | 2026-03-05
trong 15 giờ | 2026-03-04
48 giờ | 2026-03-06
15 giờ làm việc | 2026-03-05
16 giờ làm việc | 2026-03-06
5 ngày làm việc | 2026-03-11
nửa tháng | 2026-03-19
nửa năm | 2026-08-28
nửa tuần | vague
vài ngày | vague
3-4 ngày | vague
"""


@pytest.mark.parametrize(
    "table", [DAYS, PERIODS, RANGES, LENGTHS], ids=("days", "periods", "ranges", "lengths")
)
def test_a_word_or_a_day_makes_the_difference(table: str) -> None:
    rows = [line.split(" | ") for line in table.strip().splitlines()]
    assert {text: shown(read(text)) for text, _ in rows} == dict(rows)


@pytest.mark.parametrize(
    "words", ["trước ngày {}", "từ nay đến ngày {}", "từ ngày 1/5 đến ngày {}", "chậm nhất {}"]
)
def test_a_day_without_any_year_is_asked_for_its_year_and_an_impossible_one_for_its_day(words: str) -> None:
    """No document, no plan: nobody knows the year; a day of no calendar is wrong in every year."""
    how = {"issued": None, "year": None, "calendar": CALENDAR, "settings": DeadlineSettings()}
    known, leap, never = (parse(words.format(day), **how) for day in ("30/6", "29/2", "31/6"))
    for one in (known, leap):
        assert (one.due, one.doubt) == (None, None)
        assert "không ghi năm" in one.explanation
        assert one.kind is (Kind.period if "từ" in words else Kind.fixed)
    assert (never.due, never.kind) == (None, Kind.none)
    assert "không ghi năm" not in never.explanation
    for day in ("29/2", "31/6"):
        got = read(words.format(day))
        assert (got.due, got.kind, got.doubt) == (None, Kind.none, Doubt.no_such_day)


@pytest.mark.parametrize(
    "text",
    [
        "18.9 sau khi nghiệm thu",
        "7 - 11/9, sau khi nghiệm thu",
        "Quý III; ngay sau khi nhận kết quả",
        "ngay sau khi nhận kết quả, 18/9",
        "Tháng 7/2026; sau khi được công bố",
    ],
)
def test_a_bare_day_beside_something_that_must_happen_is_not_taken_for_the_deadline(text: str) -> None:
    got = read(text)
    assert (got.kind, got.due) == (Kind.event, None)


@pytest.mark.parametrize("around", ["  {}  ", "Nộp ({} \n ) cho xã"])
def test_a_span_is_exactly_the_words_without_what_is_blank_around_them(around: str) -> None:
    how = {"issued": WEDNESDAY, "year": None, "calendar": CALENDAR, "settings": DeadlineSettings()}
    for line in (DAYS + PERIODS + RANGES + LENGTHS + CELLS).strip().splitlines():
        text = around.format(line.split(" | ")[0])
        for one in (parse(text, **how), *find(text, **how)):
            if one.span:
                words = nfc(text)[slice(*one.span)]
                assert words == words.strip()
                assert " ".join(words.replace("**", "").split()) == one.words


@pytest.mark.parametrize("before", ["đầu", "sau", "hoặc", ""])
@pytest.mark.parametrize("after", ["trở đi", "hoặc 15/10", "- 2", "tết", ""])
def test_words_of_time_that_touch_a_day_and_were_not_read_leave_it_out(before: str, after: str) -> None:
    got = read(f"{before} trước ngày 30/9 {after}".strip())
    assert shown(got) == ("unread" if before or after else "2026-09-30")


@pytest.mark.parametrize("around", ["{}", "({})", "({}, gửi báo cáo)"])
@pytest.mark.parametrize("words", ["hoàn thành trước mùa mưa (30/5/2026)", "trước ngày 30/5/2026"])
def test_a_bracket_belongs_to_the_words_that_opened_it(around: str, words: str) -> None:
    assert read(around.format(words)).words == words


# What is known beside the words: nothing, the day, the year of a plan, the month of a programme.
NOTHING, ISSUED, PLANNED, PROGRAMME = (
    {"issued": None},
    {"issued": WEDNESDAY},
    {"issued": None, "year": 2027},
    {"issued": WEDNESDAY, "month": 10},
)
KNOWN: dict[str, tuple[str, str, str, str]] = {
    "trước ngày 30/6": ("–", "2026-06-30", "2027-06-30", "2026-06-30"),
    "trước ngày 3/3": ("–", "2027-03-03", "2027-03-03", "2027-03-03"),
    "trong quý III": ("–", "2026-07-01 – 2026-09-30", "2027-07-01 – 2027-09-30", "2026-07-01 – 2026-09-30"),
    "trước tháng 10": ("–", "2026-09-30", "2027-09-30", "2026-09-30"),
    "giữa tháng 6": ("–", "2026-06-15", "2027-06-15", "2026-06-15"),
    "từ tháng 6 đến tháng 8": ("–", "2026-06-01 – 2026-08-31", "2027-06-01 – 2027-08-31", "2026-06-01 – 2026-08-31"),
    "trong tuần cuối tháng 10": ("–", "2026-10-31", "2027-10-31", "2026-10-31"),
    "trong tuần thứ ba tháng 10": ("–", "2026-10-18", "2027-10-17", "2026-10-18"),
    "trong năm": ("–", "2026-01-01 – 2026-12-31", "2027-01-01 – 2027-12-31", "2026-01-01 – 2026-12-31"),
    "trong 05 ngày kể từ ngày ký": ("–", "2026-03-09", "–", "2026-03-09"),
    "trong 10 ngày kể từ ngày 15/7": ("–", "2026-07-27", "2027-07-26", "2026-07-27"),
}  # fmt: skip
ALONE: dict[str, tuple[str, str, str, str]] = {
    "Tuần 3": ("–", "2026-03-15", "–", "2026-10-18"),
    "Tuần 5": ("–", "2026-03-29", "–", "2026-10-31"),
    "cuối tháng": ("–", "2026-03-01 – 2026-03-31", "–", "2026-10-01 – 2026-10-31"),
    "tháng này": ("–", "2026-03-01 – 2026-03-31", "–", "2026-03-01 – 2026-03-31"),
    "năm nay": ("–", "2026-01-01 – 2026-12-31", "2027-01-01 – 2027-12-31", "2026-01-01 – 2026-12-31"),
    "Tháng 8 và tháng 9": ("–", "2026-08-01 – 2026-09-30", "2027-08-01 – 2027-09-30", "2026-08-01 – 2026-09-30"),
    "6 tháng đầu năm": ("–", "2026-01-01 – 2026-06-30", "2027-01-01 – 2027-06-30", "2026-01-01 – 2026-06-30"),
    "rằm tháng 7": ("unread", "2026-08-27", "unread", "2026-08-27"),
    "tháng Chạp": ("unread", "2027-01-08 – 2027-02-05", "unread", "2027-01-08 – 2027-02-05"),
    "trước Tết": ("–", "2027-02-03", "–", "2027-02-03"),
}  # fmt: skip


@pytest.mark.parametrize(
    "known", [NOTHING, ISSUED, PLANNED, PROGRAMME], ids=("nothing", "day", "year", "month")
)
def test_what_is_known_beside_the_words_completes_them_in_a_cell_and_in_a_sentence(
    known: dict[str, Any],
) -> None:
    how = {"year": None, "calendar": CALENDAR, "settings": DeadlineSettings()} | known
    place = [NOTHING, ISSUED, PLANNED, PROGRAMME].index(known)
    for text, wanted in (KNOWN | ALONE).items():
        assert (text, shown(parse(text, **how))) == (text, wanted[place])
    for text, wanted in KNOWN.items():
        if wanted[place] == "–":
            assert "chưa rõ ngày" in parse(text, **how).explanation
        assert (text, [shown(one) for one in find(f"Niêm yết {text}.", **how)]) == (text, [wanted[place]])


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_of_the_month_is_the_next_one_also_over_the_end_of_a_month_and_of_a_year(month: int) -> None:
    last = date(2026, month, monthrange(2026, month)[1])
    after = last + timedelta(days=1)
    for today in (after - timedelta(days=n) for n in (2, 1, 0)):
        this, following = (today, after) if today < after else (after, after + timedelta(days=31))
        for day in (1, 2, 28, 31):
            ahead = following if day < today.day else this
            wanted = {f"ngày {day}": (ahead, day), f"ngày {day} tháng sau": (following, day)}
            for text, (of, number) in wanted.items():
                exists = number <= monthrange(of.year, of.month)[1]
                said = str(of.replace(day=number)) if exists else "no_such_day"
                assert (today, text, shown(read(text, today))) == (today, text, said)
        start = following.replace(day=1)
        end = start.replace(day=monthrange(start.year, start.month)[1])
        assert shown(read("tháng sau", today)) == f"{start} – {end}"


# The surest first; of two as sure the later day.
SURE = (
    ("trước ngày 15/5/2026",),
    ("hằng tháng", "hằng quý"),
    ("trong quý II", "trước ngày 15/5", "trong tháng 4"),
    ("sau khi được duyệt", "khi có yêu cầu"),
    ("khắc phục ngay",),
)


def test_of_several_deadlines_in_a_cell_the_surest_one_counts() -> None:
    ranked = [(rank, text) for rank, texts in enumerate(SURE) for text in texts]
    for (rank, one), (other_rank, other) in permutations(ranked, 2):
        if rank < other_rank:
            for text in (f"{one}; {other}", f"{other}; {one}"):
                assert (text, read(text).words) == (text, one)
    for one, other in permutations(("trong quý II", "trước ngày 15/5", "trong tháng 4", "trước 29/6"), 2):
        later = max((one, other), key=lambda text: read(text).due or date.min)
        assert (one, other, read(f"{one}; {other}").words) == (one, other, later)
    # A full date is surer than a later one whose year was guessed.
    for text in ("trước ngày 15/5/2026; trong quý III", "trong quý III; trước ngày 15/5/2026"):
        assert read(text).due == date(2026, 5, 15)
