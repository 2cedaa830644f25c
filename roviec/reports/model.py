"""What a digest holds once gathered: frozen values that text, picture and annex are made from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from roviec.db.figures import Counts, Delivery, Waiting


@dataclass(frozen=True)
class UnitLine:
    """One unit's tasks now and a week ago; `unit_id` is None for tasks that no unit leads."""

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
    """Working days to the deadline, below 0 when it has passed; None without a deadline."""


@dataclass(frozen=True)
class Estimate:
    """A share or score in percent with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class IndexLine:
    """A node of the index: overall, content or factor; `shown` is the headline measure, None if withheld."""

    id: str
    level: str
    title: str
    n: int
    shown: Estimate | None
    why_withheld: str = ""
    goal: float | None = None


@dataclass(frozen=True)
class IndexPart:
    """The satisfaction index of one form; `measure` names the headline (mean or top2)."""

    form: str
    measure: str
    since: date
    responses: int
    flagged: int
    lines: tuple[IndexLine, ...]
    without_flagged: Estimate | None = None

    @property
    def overall(self) -> IndexLine:
        """Return the line of the whole form."""
        return next(line for line in self.lines if line.level == "overall")


@dataclass(frozen=True)
class Digest:
    """One week of the office; units are in order of what is overdue, the worst first."""

    office: str
    today: date
    now: datetime
    total: UnitLine
    units: tuple[UnitLine, ...]
    suspended: int
    decisions: tuple[Decision, ...]
    index: IndexPart | None
    delivery: Delivery
    fresh_responses: int

    @property
    def week(self) -> tuple[int, int]:
        """Return the ISO year and week."""
        iso = self.today.isocalendar()
        return iso.year, iso.week

    @property
    def monday(self) -> date:
        """Return the first day of the week."""
        return self.today - timedelta(days=self.today.weekday())

    @property
    def name(self) -> str:
        """Return the stem of its files: digest-2024-W31."""
        year, week = self.week
        return f"digest-{year}-W{week:02d}"

    @property
    def is_empty(self) -> bool:
        """Tell that nothing waits, nothing is open, nothing changed and nobody answered this week."""
        changed = self.total.now != self.total.before
        return not (self.decisions or self.total.now.open or changed or self.fresh_responses)
