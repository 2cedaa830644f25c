"""What a digest holds once gathered: frozen values that text, picture and annex are made from."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from roviec.db.figures import Counts, Delivery, Waiting
from roviec.db.standings import Standing
from roviec.messages.allowance import Budget
from roviec.reports.feedback import FeedbackPart
from roviec.reports.numbers import NumbersPart
from roviec.reports.satisfaction import IndexPart
from roviec.tasks.calendar import Calendar
from roviec.tasks.lateness import At
from roviec.tasks.reporting import Cycle, Period, running


class Piece(StrEnum):
    """What may be left out of a digest: the tasks and what waits for a decision always stay."""

    satisfaction = "index"
    feedback = "feedback"
    delivery = "delivery"
    numbers = "numbers"


@dataclass(frozen=True)
class UnitLine:
    """One unit's tasks now and a period ago; `unit_id` is None for the total and for tasks nobody leads."""

    unit_id: int | None
    name: str
    now: Counts
    before: Counts


@dataclass(frozen=True)
class Decision:
    """Something that only a leader can settle, how long it has waited and how near its deadline is."""

    item: Waiting
    waited: int
    """Working days since it was asked."""
    left: int | None
    """Working days to the deadline, below 0 once it has passed; None without a deadline."""
    is_late: bool
    """Whether the deadline has passed."""


@dataclass(frozen=True)
class Digest:
    """One period of the office, or of some units; units are in order of what is overdue, the worst first."""

    office: str
    period: Period
    today: date
    """The day of the figures: within the period."""
    before: date
    """The day they are compared with: a week ago, or the last of the period before."""
    now: datetime
    """In the office's time zone."""
    total: UnitLine
    units: tuple[UnitLine, ...]
    suspended: int
    decisions: tuple[Decision, ...]
    """All that wait, the most urgent first."""
    index: IndexPart | None
    feedback: FeedbackPart | None
    answered: bool
    """Whether anybody has answered a survey in the period."""
    calendar: Calendar
    """By which lateness is judged."""
    tasks: tuple[Standing, ...]
    """The rows behind the counts of today: the first of them, as `gather` says how many."""
    delivery: Delivery = field(default_factory=Delivery)
    budgets: tuple[Budget, ...] = ()
    """This month's messages of the channels that count them."""
    remark: str = ""
    """What somebody of the office adds to the figures."""
    remark_by: str = ""
    numbers: NumbersPart | None = None
    """Targets, periodic figures, self-scores."""
    untold: tuple[str, ...] = ()
    """Whom nothing can tell that something waits for them in the web chat: "name (unit)"."""

    @property
    def at(self) -> At:
        """Return the day and the hour by which lateness is judged."""
        return At(self.today, self.now.time())

    @property
    def since(self) -> date:
        """Return the first day whose completed tasks are counted."""
        return first_of_year(self.period, self.today)

    @property
    def name(self) -> str:
        """Return the stem of its files: digest-2024-W31."""
        return f"digest-{self.period.key}"

    @property
    def is_empty(self) -> bool:
        """Tell that nothing waits, nothing is open, nothing changed and nobody answered or wrote in the period."""
        changed = self.total.now != self.total.before
        heard = self.answered or (self.feedback is not None and self.feedback.has_news)
        return not (self.decisions or self.total.now.open or changed or heard)

    def corrected(self, *, remark: str, by: str, left_out: Collection[str]) -> "Digest":
        """Return the digest with a remark and without some pieces, for text, picture, annex and draft alike."""
        found = replace(self, remark=remark, remark_by=by)
        if Piece.satisfaction in left_out:
            found = replace(found, index=None)
        if Piece.feedback in left_out:
            found = replace(found, feedback=None)
        if Piece.delivery in left_out:
            found = replace(found, delivery=Delivery(), budgets=(), untold=())
        if Piece.numbers in left_out:
            found = replace(found, numbers=None)
        return found


def first_of_year(period: Period, today: date) -> date:
    """Return the first day of the year that figures are counted in: a week's own, else the reporting year from 15/12."""
    if period.cycle is Cycle.week:
        return date(today.year, 1, 1)
    return running(Cycle.year, period.last).first
