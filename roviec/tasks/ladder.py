"""The reminder ladder: which reminder of a task is due today, for whom, and why."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines.wording import long_day


class Audience(StrEnum):
    """Who hears of a task's deadline."""

    owner = "owner"
    partner = "partner"
    leader = "leader"
    head = "head"


@dataclass(frozen=True)
class Ladder:
    """The rungs, in working days before or after the deadline."""

    before: tuple[int, ...] = (7, 3, 1)
    leader_after: int = 1
    head_after: int = 3
    partners_before: int = 3


@dataclass(frozen=True)
class Step:
    """A rung: `offset` working days from the deadline (-7, 0, +2); steps with one offset are equal.

    `left` is the true number of working days left on the day it is told (negative: late), which a
    catch-up makes differ from the offset; `rest_day` is the last day on time where the office is closed on it.
    A step built from its offset alone (a stored one) takes `left` from it.
    """

    offset: int
    left: int | None = field(default=None, compare=False)
    rest_day: date | None = field(default=None, compare=False)

    @property
    def days_left(self) -> int:
        """Return the working days left when it is told, negative when late."""
        return -self.offset if self.left is None else self.left


def anchor(due: date, calendar: Calendar) -> date:
    """Return the working day on which "today is the last day" is said: the last day on time or the one before."""
    return calendar.on_or_before(calendar.last_day(due))


def step_day(due: date, offset: int, calendar: Calendar) -> date:
    """Return the day on which a rung comes."""
    return calendar.add_working_days(anchor(due, calendar), offset)


def audience(step: Step, ladder: Ladder) -> set[Audience]:
    """Return who hears a step when it comes on its day."""
    hearers = {Audience.owner}
    if step.offset == -ladder.partners_before:
        hearers.add(Audience.partner)
    if step.offset == ladder.leader_after:
        hearers.add(Audience.leader)
    if step.offset == ladder.head_after:
        hearers.add(Audience.head)
    return hearers


def due_step(
    due: date,
    today: date,
    told: Collection[Step],
    calendar: Calendar,
    ladder: Ladder,
    *,
    audience: Audience = Audience.owner,
    since: date | None = None,
) -> Step | None:
    """Return the newest step that has come for `audience` and is not in what this audience was told.

    Older steps that were missed are merged into it. `since` is the day of the assignment: steps up to the
    deadline that came on it or earlier were said by the assignment itself. Every late working day is a step
    of its own for the owner; leader and head hear once, however late that is; partners not after the
    deadline. Nothing is due on a day off.
    """
    if not calendar.is_working(today):
        return None
    left = calendar.working_days_between(today, anchor(due, calendar))
    offset = _newest(left, calendar.last_day(due), today, ladder, audience)
    if offset is None or Step(offset) in told:
        return None
    is_known = since is not None and offset <= 0 and step_day(due, offset, calendar) <= since
    if is_known:
        return None
    last = calendar.last_day(due)
    return Step(offset, left, None if calendar.is_working(last) else last)


def _newest(left: int, last: date, today: date, ladder: Ladder, hearer: Audience) -> int | None:
    """Return the offset of the newest rung that has come for one audience."""
    if hearer is Audience.leader:
        return ladder.leader_after if -left >= ladder.leader_after else None
    if hearer is Audience.head:
        return ladder.head_after if -left >= ladder.head_after else None
    if hearer is Audience.partner:
        return -ladder.partners_before if left <= ladder.partners_before and today <= last else None
    if left < 0:
        return -left
    come = [rung for rung in (0, *ladder.before) if rung >= left]
    return -min(come) if come else None


def why(step: Step) -> str:
    """Return the line that tells why a reminder comes today."""
    if step.days_left < 0:
        return f"đã quá hạn {-step.days_left} ngày làm việc"
    if step.days_left > 0:
        return f"nhắc vì còn {step.days_left} ngày làm việc"
    if step.rest_day is not None:
        return f"nhắc vì hạn là {long_day(step.rest_day)}, hôm nay là ngày làm việc cuối cùng"
    return "nhắc vì hôm nay là hạn cuối"


def snoozed(until: date | None, today: date) -> bool:
    """Tell whether a reminder still waits; a snooze moves the reminder, never the deadline."""
    return until is not None and today < until


def reminder_days(due: date, calendar: Calendar, ladder: Ladder) -> list[date]:
    """Return the owner's reminder days from the first rung to the one the head hears."""
    late = range(1, max(ladder.head_after, ladder.leader_after) + 1)
    offsets = [*(-rung for rung in sorted(ladder.before, reverse=True)), 0, *late]
    return [step_day(due, offset, calendar) for offset in offsets]
