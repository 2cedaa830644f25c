"""What each person must hear today, computed from what a round has read. No database here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from roviec.db.reminders import Heard, OpenTask, Pair, PartOf, Roster
from roviec.scheduler.hearers import deciders, hearers, instead_of, owners
from roviec.tasks.calendar import Calendar
from roviec.tasks.ladder import Audience, Ladder, Step, due_step, snoozed
from roviec.tasks.lateness import At, is_over
from roviec.tasks.lifecycle import State

CONFIRM_AFTER, CONFIRM_EVERY = 2, 5  # working days


@dataclass(frozen=True)
class Line:
    """One task in somebody's reminder: as whom they hear it, the step, and who leads it."""

    task: OpenTask
    due: date
    last: date
    """The last day on time: what was said is remembered for it, and said anew where it moves."""
    audience: Audience
    step: Step
    told: tuple[str, ...]
    leads: tuple[str, ...]
    instead: tuple[str, ...] = ()
    """For whom they hear it, who are away."""
    is_over: bool = False
    """Whether the deadline has passed."""


@dataclass
class Duty:
    """What a person hears today: lines of tasks, and what waits for their confirmation."""

    lines: list[Line] = field(default_factory=list)
    confirm: list[OpenTask] = field(default_factory=list)
    """Everything that has waited long enough; it is only said when `news` names some of it."""
    news: dict[int, Heard] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.lines or self.news)


@dataclass(frozen=True)
class Book:
    """What a round has read at one moment."""

    tasks: Sequence[OpenTask]
    parts: Mapping[int, Sequence[PartOf]]
    told: Mapping[Pair, Collection[Heard]]
    snoozes: Mapping[Pair, date]
    roster: Roster


class Rounds:
    """The rules of one day; the same step of the same deadline is worked out once."""

    def __init__(self, book: Book, at: At, calendar: Calendar, ladder: Ladder) -> None:
        self.book, self.at, self.calendar, self.ladder = book, at, calendar, ladder
        self.today = at.day
        self.spoilt: dict[int, Exception] = {}
        """The tasks of which nothing could be worked out."""
        self._known: dict[tuple[date, Audience, date, frozenset[Step]], Step | None] = {}

    def duties(self) -> dict[int, Duty]:
        """Return everyone's duty, each with the most urgent line first; nobody's is empty."""
        all_: dict[int, Duty] = {}
        for task in self.book.tasks:
            try:
                self._say(task, all_)
            except Exception as error:
                self.spoilt[task.id] = error
        for duty in all_.values():
            duty.lines.sort(key=lambda line: (line.step.days_left, line.due, line.task.id))
        return {person: duty for person, duty in all_.items() if duty}

    def _say(self, task: OpenTask, all_: dict[int, Duty]) -> None:
        if task.state == State.waiting:
            self._confirm(task, all_)
        elif task.due is not None:
            self._remind(task, task.due, all_)

    def _remind(self, task: OpenTask, due: date, all_: dict[int, Duty]) -> None:
        roster, parts = self.book.roster, self.book.parts.get(task.id, ())
        last, over = self.calendar.last_day(due), is_over(task, self.at, self.calendar)
        for person, audiences in hearers(task, parts, roster).items():
            # A partner hears nothing more of what is over.
            live = [one for one in audiences if not (over and one is Audience.partner)]
            steps = [(audience, self._step(task, due, person, audience)) for audience in live]
            due_now = [(audience, step) for audience, step in steps if step is not None]
            if due_now:
                names = tuple(roster.members[lead].name for lead in sorted(owners(parts, roster)))
                told = tuple(f"{audience}{step.offset:+d}" for audience, step in due_now)
                away = instead_of(person, task, parts, roster)
                instead = tuple(roster.members[one].name for one in away)
                line = Line(task, due, last, *due_now[0], told, names, instead, over)
                all_.setdefault(person, Duty()).lines.append(line)

    def _step(self, task: OpenTask, due: date, person: int, audience: Audience) -> Step | None:
        """Return the step that `person` hears as `audience`; a snooze never hides the last day."""
        heard, last = self.book.told.get((task.id, person), ()), self.calendar.last_day(due)
        told = frozenset(
            Step(int(step.removeprefix(audience)))
            for day, step in heard
            if day == last and step.startswith(audience)
        )
        step = self._due_step(due, audience, task.created_at.astimezone(self.calendar.tz).date(), told)
        is_escalation = audience in (Audience.leader, Audience.head)
        if step is None or step.offset == 0 or is_escalation:
            return step
        return None if snoozed(self.book.snoozes.get((task.id, person)), self.today) else step

    def _due_step(self, due: date, audience: Audience, since: date, told: frozenset[Step]) -> Step | None:
        key = (due, audience, since, told)
        if key not in self._known:
            self._known[key] = due_step(
                due, self.today, told, self.calendar, self.ladder, audience=audience, since=since
            )
        return self._known[key]

    def _confirm(self, task: OpenTask, all_: dict[int, Duty]) -> None:
        """Add a task that has waited two working days; it is said then and again each fifth day."""
        since = task.completed_on or task.created_at.astimezone(self.calendar.tz).date()
        waited = self.calendar.working_days_between(since, self.today)
        if waited < CONFIRM_AFTER:
            return
        said_at = waited - (waited - CONFIRM_AFTER) % CONFIRM_EVERY
        step = (since, f"confirm+{said_at}")
        for person in deciders(task, self.book.parts.get(task.id, ()), self.book.roster):
            duty = all_.setdefault(person, Duty())
            duty.confirm.append(task)
            if step not in self.book.told.get((task.id, person), ()):
                duty.news[task.id] = step
