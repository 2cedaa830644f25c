"""A date written in any wording is read back."""

import unicodedata
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.folding import fold
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, find, parse
from roviec.tasks.deadlines.marking import mark

CALENDAR = Calendar()
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
ISSUED = date(2026, 3, 2)

WRITTEN = (
    "{d.day}/{d.month}/{d.year}",
    "{d.day:02}/{d.month:02}/{d.year}",
    "{d.day}.{d.month}.{d.year}",
    "{d.day:02}-{d.month:02}-{d.year}",
    "{d.day} tháng {d.month} năm {d.year}",
    "{d.day:02} / {d.month:02}/ {d.year}",
)
LEADS = (
    "trước ",
    "trước ngày ",
    "hoàn thành trước ngày ",
    "Xong trước ",
    "chậm nhất ngày ",
    "chậm nhất là ngày ",
    "đến hết ngày ",
    "trước 17 giờ 00 ngày ",
    "Thời hạn hoàn thành: ",
    "muộn nhất vào ngày ",
)
KEYWORDS = "trước sau ngày tháng quý năm hằng mỗi từ đến 30/6 31/2/2026 15 III 2026 ngay khi , . ( )"
SHAPES = (
    str,
    lambda text: unicodedata.normalize("NFD", text),
    str.upper,
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace(" ", "\n"),
)


def read(text: str, issued: date | None = ISSUED) -> Deadline:
    return parse(text, issued=issued, year=None, calendar=CALENDAR, settings=DeadlineSettings())


@given(DAYS, st.sampled_from(LEADS), st.sampled_from(WRITTEN), st.sampled_from(SHAPES))
@settings(max_examples=200)
def test_a_full_date_is_read_back_from_any_wording(day: date, lead: str, written: str, shape) -> None:
    text = shape(lead + written.format(d=day))
    assert (read(text).due, read(fold(text)).due) == (day, day)


@given(DAYS, st.sampled_from(LEADS), st.sampled_from(WRITTEN))
@settings(max_examples=100)
def test_it_is_found_inside_a_sentence_beside_a_cited_document(day: date, lead: str, written: str) -> None:
    words = lead + written.format(d=day)
    text = f"Theo Công văn số 12/UBND-NV ngày 5/1/2026 của UBND tỉnh, Phòng Nội vụ báo cáo {words}, gửi Sở."
    options = {"issued": ISSUED, "year": None, "calendar": CALENDAR, "settings": DeadlineSettings()}
    (one,) = find(text, **options)
    assert one.due == day
    assert one.span
    assert text[slice(*one.span)] == " ".join(words.split())


@given(DAYS, st.dates(date(2024, 1, 1), date(2030, 12, 31)))
@settings(max_examples=100)
def test_a_date_without_year_is_the_next_such_day_of_the_document(day: date, issued: date) -> None:
    due = read(f"trước ngày {day.day}/{day.month}", issued).due
    if due is not None:
        assert (due.month, due.day) == (day.month, day.day)
        assert due >= issued
        assert due.year - issued.year in (0, 1)
    else:
        assert (day.month, day.day) == (2, 29)


@given(st.integers(1, 12), st.integers(2020, 2035), st.sampled_from(["/", " năm ", "-"]))
@settings(max_examples=60)
def test_a_month_ends_on_its_last_day(month: int, year: int, between: str) -> None:
    due = read(f"trong tháng {month}{between}{year}").due
    assert due
    assert (due.year, due.month) == (year, month)
    assert due.toordinal() + 1 == date(year + month // 12, month % 12 + 1, 1).toordinal()


@given(st.text(max_size=60))
@settings(max_examples=150)
def test_any_text_is_read_without_error_and_keeps_its_length(text: str) -> None:
    read(text)
    composed = unicodedata.normalize("NFC", text)
    assert len(mark(composed)) == len(composed)


@given(
    st.lists(
        st.sampled_from(KEYWORDS.split()),
        max_size=12,
    )
)
@settings(max_examples=200)
def test_any_heap_of_keywords_is_read_without_error(words: list[str]) -> None:
    found = read(" ".join(words))
    assert found.explanation
    assert found.start is None or found.due is None or found.start <= found.due
