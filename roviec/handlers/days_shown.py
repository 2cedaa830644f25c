"""How the office's days off look in a chat: a year of them, one entry, and what a change means for deadlines."""

from collections.abc import Sequence
from datetime import date

from roviec.db import calendar as office_days
from roviec.db.models import DayOff as Entry
from roviec.handlers.frame.turn import Turn
from roviec.tasks.calendar import DayOff
from roviec.tasks.days_listed import Line, listed
from roviec.tasks.seed import names
from roviec.texts.shapes import day, short, weekday

LABEL = 60


async def year_lines(turn: Turn, year: int) -> list[str]:
    """Return the days of a year that differ from the week, from today on; then those that wait for a decision."""
    first, last = max(date(year, 1, 1), turn.today), date(year, 12, 31)
    entered = {one.day: one.note for one in await office_days.entries(turn.session, first=first, last=last)}
    lines = listed(turn.house.calendar(), first, last, entered, names(year, turn.texts.language))
    shown = [_line(turn, one) for one in lines] or [turn.texts("days.none_left")]
    waiting = await office_days.open_days(turn.session, year=year, today=turn.today)
    return shown + [turn.texts("days.open", day=weekday(one, turn.texts.language)) for one in waiting]


def _line(turn: Turn, line: Line) -> str:
    one = line.span.first == line.span.last
    days = weekday(line.span.first, turn.texts.language) if one else str(line.span)
    key = f"days.line.{'work' if line.working else 'off'}{'.named' if line.name else ''}"
    what = turn.texts.out_of(key, {"days": days, "name": line.name})
    return f"{what}{turn.texts('days.line.entered') if line.entered else ''}"


def entered_label(turn: Turn, entry: Entry) -> str:
    """Return an entry as one line of a list."""
    what = turn.texts("days.is_worked" if entry.working else "days.is_off", day=day(entry.day))
    return f"{what}: {short(entry.note, LABEL)}" if entry.note else what


def named(turn: Turn, days: Sequence[date]) -> str:
    """Return days that were changed: one with its weekday, several by their ends and number."""
    if len(days) == 1:
        return weekday(days[0], turn.texts.language)
    return turn.texts("days.several", count=len(days), first=day(days[0]), last=day(days[-1]))


async def effects(turn: Turn, rest: Sequence[date]) -> list[str]:
    """Return what new days off mean: for deadlines on them, and for today's reminders."""
    lines = []
    if count := await office_days.due_on(turn.session, rest):
        moves = turn.house.calendar().day_off is DayOff.next_working_day
        lines.append(turn.texts("days.due_moved" if moves else "days.due_kept", count=count))
    if turn.today in rest:
        following = turn.house.calendar().edited(off=rest).next_working(turn.today)
        lines.append(turn.texts("days.today", day=weekday(following, turn.texts.language)))
    return lines
