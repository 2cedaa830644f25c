"""Working days of an office: holidays, swapped days, office hours, the Civil Code's counting."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
WEEK = frozenset(range(5))
"""Monday to Friday."""
_DAY = timedelta(days=1)


@lru_cache(maxsize=4096)  # a round asks for the same stretch of each task and of everybody who hears of it
def _working_days(calendar: "Calendar", a: date, b: date) -> int:
    return sum(calendar.is_working(a + n * _DAY) for n in range(1, (b - a).days + 1))


class DayOff(StrEnum):
    """What an office makes of a deadline that falls on a day off."""

    as_written = "as_written"
    next_working_day = "next_working_day"


@dataclass(frozen=True)
class Calendar:
    """The days of `week`, less `off` (holidays, days given in exchange), plus `work` (weekend days worked)."""

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    hours: tuple[time, time] = (time(7, 30), time(17, 0))
    tz: tzinfo = field(default=HANOI)
    day_off: DayOff = DayOff.as_written
    week: frozenset[int] = WEEK

    @classmethod
    def seeded(cls, years: Iterable[int]) -> Self:
        """Return the calendar of Vietnam's public sector for `years`."""
        # Loaded here: whoever only names a calendar should not wait for the table of holidays.
        from roviec.tasks.seed import seed

        off, work = seed(years)
        return cls(off=off, work=work)

    def edited(self, *, off: Iterable[date] = (), work: Iterable[date] = ()) -> Self:
        """Return a calendar in which an administrator's entries win over those already there."""
        closed, open_ = frozenset(off), frozenset(work)
        return replace(self, off=(self.off - open_) | closed, work=(self.work - closed) | open_)

    def is_working(self, day: date) -> bool:
        """Tell whether the office works on `day`; a day both off and worked is off."""
        if day in self.off:
            return False
        return day in self.work or day.weekday() in self.week

    def next_working(self, day: date) -> date:
        """Return the first working day after `day`."""
        return self.add_working_days(day, 1)

    def previous_working(self, day: date) -> date:
        """Return the last working day before `day`."""
        return self.add_working_days(day, -1)

    def on_or_after(self, day: date) -> date:
        """Return `day` if it is worked, else the next working day."""
        return day if self.is_working(day) else self.next_working(day)

    def on_or_before(self, day: date) -> date:
        """Return `day` if it is worked, else the previous working day."""
        return day if self.is_working(day) else self.previous_working(day)

    def add_working_days(self, day: date, n: int) -> date:
        """Return the `n`-th working day after `day` (before it when n < 0); `day` itself for n = 0."""
        step = timedelta(days=1 if n > 0 else -1)
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """Count the working days after `a` up to and with `b`; negative when b is before a."""
        if b < a:
            return -self.working_days_between(b, a)
        return _working_days(self, a, b)

    def is_office_time(self, now: datetime) -> bool:
        """Tell whether the aware moment `now` falls into office hours (the closing minute does not)."""
        here = self._local(now)
        start, end = self.hours
        return self.is_working(here.date()) and start <= here.time() < end

    def next_office_time(self, now: datetime) -> datetime:
        """Return `now` if it is office time, else the next opening, in the office's time zone."""
        here = self._local(now)
        if self.is_office_time(now):
            return here
        start, _ = self.hours
        opens_today = self.is_working(here.date()) and here.time() < start
        day = here.date() if opens_today else self.next_working(here.date())
        return datetime.combine(day, start, tzinfo=self.tz)

    def last_day(self, due: date) -> date:
        """Return the last day on which what is due on `due` is still on time (BLDS 2015, Điều 148)."""
        return due if self.day_off is DayOff.as_written else self.on_or_after(due)

    def passed(self, day: date) -> date:
        """Return the newest deadline that is late on `day`: every earlier one is late too."""
        return day - _DAY if self.day_off is DayOff.as_written else self.previous_working(day)

    def rests(self, first: date, last: date) -> list[tuple[date, date]]:
        """Return the stretches of days off that begin from `first` to `last`, both ends of each included."""
        found: list[tuple[date, date]] = []
        day = first
        while day <= last:
            if not self.is_working(day):
                end = self.next_working(day) - _DAY
                found.append((day, end))
                day = end
            day += _DAY
        return found

    def end_of_period_days(self, start: date, n: int) -> date:
        """Return the last day of `n` calendar days from `start` (BLDS 2015, Điều 147 and 148).

        The first day is not counted; a last day that is off moves to the next working day.
        """
        return self.on_or_after(start + timedelta(days=n))

    def end_of_period_months(self, start: date, n: int) -> date:
        """Return the last day of `n` months from `start`: the same day or the month's last (Điều 148)."""
        months = start.month - 1 + n
        year, month = start.year + months // 12, months % 12 + 1
        day = min(start.day, monthrange(year, month)[1])
        return self.on_or_after(date(year, month, day))

    def _local(self, now: datetime) -> datetime:
        """Return `now` in the office's time zone; a naive moment is a ValueError."""
        if now.tzinfo is None:
            raise ValueError("the moment must carry a time zone")
        return now.astimezone(self.tz)
