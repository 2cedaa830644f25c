"""A date written in any wording is read back."""

import unicodedata
from calendar import monthrange
from datetime import date, time

from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.folding import fold
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import Deadline, DeadlineSettings, Doubt, find, parse
from roviec.tasks.deadlines.marking import mark
from tests.effort import fits, quickest
from tests.examples import examples

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
@settings(max_examples=examples(200))
def test_a_full_date_is_read_back_from_any_wording(day: date, lead: str, written: str, shape) -> None:
    text = shape(lead + written.format(d=day))
    assert (read(text).due, read(fold(text)).due) == (day, day)


@given(DAYS, st.sampled_from(LEADS), st.sampled_from(WRITTEN))
@settings(max_examples=examples(100))
def test_it_is_found_inside_a_sentence_beside_a_cited_document(day: date, lead: str, written: str) -> None:
    words = lead + written.format(d=day)
    text = f"Theo Công văn số 12/UBND-NV ngày 5/1/2026 của UBND tỉnh, Phòng Nội vụ báo cáo {words}, gửi Sở."
    options = {"issued": ISSUED, "year": None, "calendar": CALENDAR, "settings": DeadlineSettings()}
    (one,) = find(text, **options)
    assert one.due == day
    assert one.span
    assert text[slice(*one.span)] == " ".join(words.split())


@given(DAYS, st.dates(date(2024, 1, 1), date(2030, 12, 31)))
@settings(max_examples=examples(100))
def test_a_date_without_year_is_the_next_such_day_of_the_document(day: date, issued: date) -> None:
    due = read(f"trước ngày {day.day}/{day.month}", issued).due
    if due is not None:
        assert (due.month, due.day) == (day.month, day.day)
        assert due >= issued
        assert due.year - issued.year in (0, 1)
    else:
        assert (day.month, day.day) == (2, 29)


@given(st.integers(1, 12), st.integers(2020, 2035), st.sampled_from(["/", " năm ", "-"]))
@settings(max_examples=examples(60))
def test_a_month_ends_on_its_last_day(month: int, year: int, between: str) -> None:
    due = read(f"trong tháng {month}{between}{year}").due
    assert due
    assert (due.year, due.month) == (year, month)
    assert due.toordinal() + 1 == date(year + month // 12, month % 12 + 1, 1).toordinal()


SINGLE_DAYS = (
    "{d.day}/{d.month}/{d.year}",
    "{d.day:02}.{d.month:02}.{d.year}",
    "{d:%Y-%m-%d}",
    "{d.day} tháng {d.month} năm {d.year}",
    "ngày {d.day:02}-{d.month:02}-{d.year}",
    "{weekday}, ngày {d.day}/{d.month}/{d.year}",
    "{weekday} ({d.day}/{d.month}/{d.year})",
)
CHAT_LEADS = ("", "trước ", "chậm nhất ", "hạn ", "xong trước 17h ", "nộp trước 8 giờ 30 phút ")
NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ 5", "thứ 6", "thứ Bảy", "Chủ nhật")


@given(DAYS, st.sampled_from(CHAT_LEADS), st.sampled_from(SINGLE_DAYS))
@settings(max_examples=examples(200))
def test_a_day_by_itself_is_read_in_every_notation(day: date, lead: str, written: str) -> None:
    text = lead + written.format(d=day, weekday=NAMES[day.weekday()])
    assert (read(text).due, read(fold(text)).due) == (day, day)


@given(DAYS, st.integers(0, 6), st.sampled_from(SINGLE_DAYS[5:]))
@settings(max_examples=examples(100))
def test_a_weekday_that_is_not_the_dates_is_asked(day: date, weekday: int, written: str) -> None:
    found = read(written.format(d=day, weekday=NAMES[weekday]))
    assert (found.due == day) == (weekday == day.weekday())
    assert (found.doubt is Doubt.weekday_differs) == (weekday != day.weekday())


@given(
    st.integers(1, 12),
    st.integers(2020, 2035),
    st.sampled_from(["ngày {}/{}/{}", "{} tháng {} năm {}", "trước {}/{}/{}"]),
)
@settings(max_examples=examples(60))
def test_a_day_after_the_end_of_a_month_is_asked(month: int, year: int, written: str) -> None:
    beyond = monthrange(year, month)[1] + 1
    found = read(written.format(beyond, month, year))
    assert (found.due, found.doubt) == (None, Doubt.no_such_day)


@given(st.integers(0, 23), st.integers(0, 59), DAYS)
@settings(max_examples=examples(80))
def test_an_hour_is_kept_with_its_day(hour: int, minute: int, day: date) -> None:
    for clock in (f"{hour}h{minute:02}", f"{hour} giờ {minute:02}", f"{hour}:{minute:02}"):
        found = read(f"trước {clock} ngày {day.day}/{day.month}/{day.year}")
        assert (found.due, found.at) == (day, time(hour, minute))


@given(
    st.integers(1, 60),
    st.sampled_from(["{} ngày làm việc", "trong vòng {} ngày làm việc", "{} ngày làm việc kể từ ngày ký"]),
)
@settings(max_examples=examples(60))
def test_working_days_are_counted_from_the_day_after(n: int, words: str) -> None:
    due = read(words.format(n)).due
    assert due
    assert CALENDAR.working_days_between(ISSUED, due) == n
    assert CALENDAR.is_working(due)


REST = (
    "nửa đầu",
    "hoặc 31/7/2027",
    "và các ngày khác",
    "trở đi",
    "âm lịch năm sau",
    "số 5",
    "ở phố",
    "sau hội nghị",
)


@given(
    st.sampled_from(["15/8", "thứ Sáu", "tuần sau", "tháng 9", "quý IV", "ngày mai"]),
    st.sampled_from(REST),
    st.booleans(),
)
def test_what_stands_beside_a_day_and_is_not_read_leaves_no_day(day: str, rest: str, first: bool) -> None:
    text = f"{rest} {day}" if first else f"{day} {rest}"
    found = read(text)
    whole = found.due is None or fold(found.words) == fold(text)
    assert whole, found


NOISE = (
    "ông bà xã phường số nhà đường phố giá vàng học sinh 12 7 100 0912345678 5% điểm 3/4 1.500 thông tin liên hệ công ty"
    " hồ sơ đất đai chăn nuôi bò lợn quý khách năm mới thăng tuân ngây quỹ 31/36 24/24 14/63 a b c ạ nhé ! ? ; :"
)


@given(st.lists(st.sampled_from(NOISE.split()), min_size=1, max_size=10))
@settings(max_examples=examples(300))
def test_noise_gives_no_day(words: list[str]) -> None:
    text = " ".join(words)
    # A lone "3/4" or "ngày 7" is a day, and so is a word that leads to one; "nhà" without accents is a particle.
    if read(text).due:
        assert [word for word in words if word in {"3/4", "24/24", "14/63"}]
        assert not set(words) & {"xã", "phố", "vàng", "đường"}


@given(
    st.lists(
        st.sampled_from(
            [*KEYWORDS.split(), "9" * 40, "tuần sau", "nửa", "Tết", "rằm", "tháng Chạp", "lần", "giờ"]
        ),
        min_size=1,
    )
)
@settings(max_examples=examples(60), deadline=None)
def test_any_length_of_text_is_answered_at_once(words: list[str]) -> None:
    text = (" ".join(words) + " ") * 12_000
    text = text[:12_000]
    for part in (text, text[:1000]):
        assert fits(quickest(lambda: read(part)), beats=5)  # noqa: B023


@given(st.text(max_size=60))
@settings(max_examples=examples(150))
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
@settings(max_examples=examples(200))
def test_any_heap_of_keywords_is_read_without_error(words: list[str]) -> None:
    found = read(" ".join(words))
    assert found.explanation
    assert found.start is None or found.due is None or found.start <= found.due
