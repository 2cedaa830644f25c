"""What a deadline is once it has been read."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Kind(StrEnum):
    """The six kinds of deadline in official documents."""

    fixed = "fixed"
    period = "period"
    recurring = "recurring"
    event = "event"
    immediate = "immediate"
    none = "none"


class Recurrence(StrEnum):
    """How often a recurring task comes back."""

    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"
    quarterly = "quarterly"
    yearly = "yearly"


class Doubt(StrEnum):
    """Why words that speak of time give no day and must be asked back."""

    no_such_day = "no_such_day"
    weekday_differs = "weekday_differs"
    unread = "unread"
    vague = "vague"


class Unit(StrEnum):
    """What a length of time is counted in."""

    minute = "minute"
    hour = "hour"
    day = "day"
    working_day = "working_day"
    week = "week"
    month = "month"


@dataclass(frozen=True)
class Length:
    """A length of time; `rough` where it is only about that long ("nửa tháng")."""

    n: int
    unit: Unit
    rough: bool = False


@dataclass(frozen=True)
class Rule:
    """When a recurring task falls due inside its period; an unset part means the period's last day.

    `months` is the period's length (half a year has no Recurrence of its own, so it counts here);
    `month_in_period` 1 is its first month, -1 its last; `month` and `day` name a day of the year or
    month; `weekday` is 0 for Monday; `shift` moves the result by days (-1: "trước" read exclusively).
    """

    months: int = 0
    month_in_period: int = -1
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: int = 0


@dataclass(frozen=True)
class DeadlineSettings:
    """How an office reads its deadlines."""

    before_is_inclusive: bool = True


@dataclass(frozen=True)
class Deadline:
    """A deadline, the exact words it came from and one Vietnamese line that explains it.

    `due` is the last day and `at` its hour (local), `start` the first day of a range; `also` holds the further
    days of a period ("15 và 30 hằng tháng"); `length` is what was counted; `doubt` why nothing was; `span` gives
    offsets into the NFC text read.
    """

    kind: Kind
    due: date | None = None
    words: str = ""
    explanation: str = ""
    recurrence: Recurrence | None = None
    rule: Rule | None = None
    start: date | None = None
    span: tuple[int, int] | None = None
    at: time | None = None
    also: tuple[Rule, ...] = ()
    length: Length | None = None
    doubt: Doubt | None = None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return every day inside the period of a recurring task."""
        return (self.rule, *self.also) if self.rule else ()

    @property
    def period(self) -> int:
        """Return how many months one occurrence is about: three where four days of a year are as far apart."""
        months = self.rule.months if self.rule else 0
        named = sorted(rule.month or 0 for rule in self.rules)
        if months == 12 and len(named) > 1:
            apart = {
                (later - earlier) % 12 for earlier, later in zip(named, [*named[1:], named[0]], strict=True)
            }
            return apart.pop() if apart in ({3}, {6}) else 1
        return months
