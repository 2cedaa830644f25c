"""Which days words name, whatever the spelling, and what may be changed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.errors import PersonError
from roviec.tasks.calendar import Calendar
from roviec.tasks.days_listed import listed
from roviec.tasks.days_off import (
    AHEAD,
    LONGEST,
    AlreadyOff,
    AlreadyWorked,
    NoDay,
    NoSuchDay,
    Span,
    SpanBackwards,
    SpanTooLong,
    YearPassed,
    YearTooFar,
    read_days,
    to_change,
)
from tests.examples import examples

TODAY = date(2026, 6, 29)
CALENDAR = Calendar.seeded(range(2023, 2031))
DATES = st.dates(date(2026, 1, 1), date(2029, 12, 31))


def span(first: str, last: str = "") -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("words", "spans", "note"),
    [
        ("24/11", [span("2026-11-24")], ""),
        ("24/11/2027 Ngày Văn hóa", [span("2027-11-24")], "Ngày Văn hóa"),
        ("ngày 24.11.2026", [span("2026-11-24")], ""),
        ("2026-11-24", [span("2026-11-24")], ""),
        ("2/1", [span("2026-01-02")], ""),
        ("29/12", [span("2026-12-29")], ""),
        ("hôm nay bão số 9", [span("2026-06-29")], "bão số 9"),
        ("Ngày mai, mưa lũ", [span("2026-06-30")], "mưa lũ"),
        ("today storm", [span("2026-06-29")], "storm"),
        ("3/9 đến 5/9 lũ", [span("2026-09-03", "2026-09-05")], "lũ"),
        ("từ 3/9 tới hết 5/9", [span("2026-09-03", "2026-09-05")], ""),
        ("từ 3/9 đến hết 5/9", [span("2026-09-03", "2026-09-05")], ""),
        ("3-5/9", [span("2026-09-03", "2026-09-05")], ""),
        ("3 – 5/9/2027: nghỉ lũ", [span("2027-09-03", "2027-09-05")], "nghỉ lũ"),
        ("31/12 đến 2/1/2027", [span("2026-12-31", "2027-01-02")], ""),
        ("30/12-2/1", [span("2026-12-30", "2027-01-02")], ""),
        ("31/8, 22/8", [span("2026-08-31"), span("2026-08-22")], ""),
        ("31/8 thôn Mai", [span("2026-08-31")], "thôn Mai"),
    ],
)
def test_days_are_read_as_people_write_them(words: str, spans: list[Span], note: str) -> None:
    assert read_days(words, TODAY) == (spans, note)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("", NoDay),
        ("bão", NoDay),
        ("9", NoDay),
        ("31/2", NoSuchDay),
        ("29/2", NoSuchDay),
        ("0/5", NoSuchDay),
        ("12/13", NoSuchDay),
        ("2026-13-01", NoSuchDay),
        ("5/9 đến 3/9", SpanBackwards),
        ("1/7 đến 30/9", SpanTooLong),
    ],
)
def test_what_is_no_day_is_refused(words: str, error: type[PersonError]) -> None:
    with pytest.raises(error):
        read_days(words, TODAY)


def test_a_leap_day_is_one_in_its_year() -> None:
    assert read_days("29/2/2028", TODAY)[0] == [span("2028-02-29")]
    assert read_days("29/2", date(2027, 10, 1))[0] == [span("2028-02-29")]


WRITTEN = st.sampled_from(
    ["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}.{m}.{y}", "{y}-{m:02}-{d:02}", "ngày {d}/{m}/{y}"]
)


@given(DATES, DATES, WRITTEN, WRITTEN, st.sampled_from([" đến ", "-", " – ", " den het "]))
@settings(max_examples=examples(300))
def test_a_span_reads_back_as_it_was_written(a: date, b: date, one: str, other: str, to: str) -> None:
    first, last = (f.format(d=x.day, m=x.month, y=x.year) for f, x in ((one, a), (other, b)))
    wanted = a <= b and (b - a).days < LONGEST
    try:
        assert read_days(f"{first}{to}{last}", TODAY) == ([Span(a, b)], "")
        assert wanted
    except (SpanBackwards, SpanTooLong):
        assert not wanted


@given(st.text(max_size=60))
@settings(max_examples=examples(300))
def test_any_words_are_days_or_a_sentence(words: str) -> None:
    try:
        spans, note = read_days(words, TODAY)
    except PersonError:
        return
    assert spans
    assert all(one.first <= one.last for one in spans)
    assert len(note) <= len(words) + len(spans)


@given(DATES, st.integers(0, LONGEST - 1), st.booleans())
@settings(max_examples=examples(300))
def test_a_change_makes_every_day_of_a_span_as_wanted(first: date, more: int, working: bool) -> None:
    chosen = Span(first, first + timedelta(more))
    try:
        days = to_change(chosen, CALENDAR, TODAY, working=working)
    except (AlreadyOff, AlreadyWorked):
        assert all(CALENDAR.is_working(day) is working for day in chosen.days)
    except YearTooFar:
        assert chosen.last.year > TODAY.year + AHEAD
    else:
        after = CALENDAR.edited(work=days) if working else CALENDAR.edited(off=days)
        assert all(after.is_working(day) is working for day in chosen.days)
        assert all(CALENDAR.is_working(day) is not working for day in days)


def test_a_year_that_is_over_stays_as_it_was() -> None:
    with pytest.raises(YearPassed):
        to_change(span("2025-12-31", "2026-01-02"), CALENDAR, TODAY, working=False)


@given(st.sets(DATES, max_size=30), st.sets(DATES, max_size=10))
@settings(max_examples=examples(100))
def test_every_day_that_differs_is_listed_once(off: set[date], work: set[date]) -> None:
    calendar = CALENDAR.edited(off=off - work, work=work)
    notes = dict.fromkeys(off | work, "x")
    lines = listed(calendar, date(2026, 1, 1), date(2026, 12, 31), notes, {})
    for working in (False, True):
        days = [day for line in lines if line.working is working for day in line.span.days]
        known = calendar.work - calendar.off if working else calendar.off
        assert sorted(days) == sorted(day for day in known if day.year == 2026)
