"""Where figures belong, and under which days they are kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

WAITING = date.max
"""The day of what has not moved into the figures yet."""


@dataclass(frozen=True)
class Place:
    """Whose figures: a campaign at one unit, of responses with a mark or of those without."""

    campaign_id: int
    unit_id: int
    flagged: bool

    @property
    def columns(self) -> dict[str, Any]:
        """The place as columns."""
        return {"campaign_id": self.campaign_id, "unit_id": self.unit_id, "flagged": self.flagged}


def month_of(day: date) -> date:
    """Return the day under which a month is kept: its first."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """Return the first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


@dataclass(frozen=True)
class Span:
    """The days from `first` to `last`, both included; None: without end on that side."""

    first: date | None = None
    last: date | None = None

    def months(self) -> tuple[date, date]:
        """Return the whole months within: the first days of the first one and of the one after the last."""
        first, after = self._ends()
        since = first if first.day == 1 else next_month(first)
        return since, max(since, month_of(after))

    def edges(self) -> list[tuple[date, date]]:
        """Return the days within that are in no whole month: (from, before)."""
        (first, after), (since, until) = self._ends(), self.months()
        if since == until:
            return [(first, after)]
        return [part for part in ((first, since), (until, after)) if part[0] < part[1]]

    def _ends(self) -> tuple[date, date]:
        """Return the first day, and the first one that no longer belongs to it; what waits never does."""
        last = min(self.last or _END, _END)
        return self.first or date.min, date.fromordinal(last.toordinal() + 1)


_END = date(9999, 11, 30)
