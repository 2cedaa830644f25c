"""Days off as an office enters them: which days words name, and whether they may be changed. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from roviec.errors import PersonError
from roviec.folding import fold, nfc
from roviec.tasks.calendar import Calendar
from roviec.texts.shapes import day as shown

AHEAD = 3
"""Years after this one for which days off may be entered."""
LONGEST = 31
_HALF_YEAR = timedelta(days=183)
_DATE = r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2}) ?[/.] ?(\d{1,2})(?: ?[/.] ?(\d{4}))?)"
_WORD = r"\b(?:hom nay|ngay mai|hom qua|today|tomorrow)\b"
_DAY = rf"(?:ngay )?(?:{_DATE}|({_WORD}))(?![\d/])"
_TO = r" ?(?:(?:den|toi) het|den|toi|until|to|-|–) ?"
_SHORT_SPAN = rf"(?:ngay |tu )?(\d{{1,2}}){_TO}(?={_DAY})"
_SPAN = re.compile(rf"(?<![\d/])(?:tu )?(?:{_SHORT_SPAN})?{_DAY}(?:{_TO}{_DAY})?")
_AWAY = {"hom nay": 0, "today": 0, "ngay mai": 1, "tomorrow": 1, "hom qua": -1}


class NoDay(PersonError):
    """Chưa thấy ngày nào trong «{words}». Ông/Bà gửi ngày và tháng, ví dụ: 24/11, hoặc 3/9 đến 5/9, hoặc hôm nay."""


_SPELLED = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?")


class NoSuchDay(PersonError):
    """Không có ngày {words} trong lịch. Ông/Bà xem lại rồi gửi ngày khác."""


class SpanBackwards(PersonError):
    """Ngày đầu {first} sau ngày cuối {last}. Ông/Bà đổi lại hai ngày."""


class SpanTooLong(PersonError):
    """Từ {first} đến {last} dài quá {most} ngày. Ông/Bà chia thành từng đợt."""


class YearPassed(PersonError):
    """Năm {year} đã qua nên lịch không đổi được nữa. Ông/Bà gửi ngày kèm năm, ví dụ: {example}."""


class YearTooFar(PersonError):
    """Lịch chỉ nhận đến hết năm {last}. Ông/Bà xem lại năm {year}."""


class AlreadyOff(PersonError):
    """{days} đã là ngày nghỉ nên không cần nhập. Ông/Bà gửi /lichnghi để xem lịch."""


class AlreadyWorked(PersonError):
    """{days} vốn là ngày làm việc nên không cần nhập. Ông/Bà gửi /lichnghi để xem lịch."""


@dataclass(frozen=True)
class Span:
    """Days that follow one another, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Return every day."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def __str__(self) -> str:
        return shown(self.first) if self.first == self.last else f"{shown(self.first)} – {shown(self.last)}"


def span_of(first: date, last: date) -> Span:
    """Return the days from one to another; raise `SpanBackwards` or `SpanTooLong`."""
    if first > last:
        raise SpanBackwards(first=shown(first), last=shown(last))
    if (last - first).days >= LONGEST:
        raise SpanTooLong(first=shown(first), last=shown(last), most=LONGEST)
    return Span(first, last)


def read_days(words: str, today: date) -> tuple[list[Span], str]:
    """Return the days that words name, in order, and what else was said: the reason.

    A day without a year is this year's, or next year's once it lies half a year back. Raise `NoDay` for
    words that name none, `NoSuchDay` for 31/2.
    """
    line = " ".join(nfc(words).split())
    folded = fold(line)
    if len(folded) != len(line):
        line = folded
    spans, rest, end = [], [], 0
    for found in _SPAN.finditer(folded):
        spans.append(_span(found, today))
        rest.append(line[end : found.start()])
        end = found.end()
    if not spans:
        raise NoDay(words=line[:60])
    return spans, " ".join(" ".join([*rest, line[end:]]).split()).strip(" ,.;:–-()")


def check_exists(words: str, today: date) -> None:
    """Raise `NoSuchDay` where words name a day that no calendar has: 31/6."""
    figures = _SPELLED.sub(lambda said: "/".join(filter(None, said.groups())), fold(words))
    try:
        read_days(figures, today)
    except NoSuchDay:
        raise
    except PersonError:
        return


def _span(found: re.Match[str], today: date) -> Span:
    groups = list(found.groups())
    # The day of "3-5/9", seven of what follows it (looked at ahead), the first day, the last one.
    short, first, last = groups[0], groups[8:15], groups[15:22]
    begins = _day(first, today)
    if short is not None:
        return span_of(_made(begins.year, begins.month, int(short)), begins)
    if not any(last):
        return Span(begins, begins)
    ends = _day(last, today)
    over = _or_none(ends.year + 1, ends.month, ends.day)
    # "31/12 đến 2/1" goes over the new year; "5/8 đến 3/8" is a slip.
    if ends < begins and not last[0] and not last[5] and over and (over - begins).days < LONGEST:
        ends = over
    return span_of(begins, ends)


def _day(parts: list[str], today: date) -> date:
    year, month, day, short_day, short_month, short_year, word = parts
    if word:
        return today + timedelta(days=_AWAY[word])
    if year:
        return _made(int(year), int(month), int(day))
    if short_year:
        return _made(int(short_year), int(short_month), int(short_day))
    # A leap day is looked for in either year.
    found = [
        made for year in (today.year, today.year + 1) if (made := _or_none(year, short_month, short_day))
    ]
    if not found:
        raise NoSuchDay(words=f"{short_day}/{short_month}")
    return found[0] if found[0] >= today - _HALF_YEAR else found[-1]


def _or_none(year: int, month: str | int, day: str | int) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _made(year: int, month: int, day: int) -> date:
    found = _or_none(year, month, day)
    if found is None:
        raise NoSuchDay(words=f"{day}/{month}/{year}")
    return found


def check_year(year: int, today: date) -> None:
    """Raise `YearPassed` or `YearTooFar` for a year whose days can't be changed."""
    if year < today.year:
        raise YearPassed(year=year, example=shown(today))
    if year > today.year + AHEAD:
        raise YearTooFar(year=year, last=today.year + AHEAD)


def to_change(
    span: Span, calendar: Calendar, today: date, *, working: bool, unsure: Collection[date] = ()
) -> list[date]:
    """Return the days of a span that are not yet as wanted; raise where none is, or it is not the time for it.

    `unsure` are days that nobody has decided on: they may be said to be worked, though they are.
    """
    for one in (span.first, span.last):
        check_year(one.year, today)
    wanted = [one for one in span.days if calendar.is_working(one) is not working or one in unsure]
    if not wanted:
        raise AlreadyWorked(days=span) if working else AlreadyOff(days=span)
    return wanted
