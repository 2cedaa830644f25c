"""Tasks that come back: how often, and the day inside the period."""

import re
from dataclasses import dataclass

from roviec.tasks.deadlines import often
from roviec.tasks.deadlines.model import Deadline, Kind, Rule
from roviec.tasks.deadlines.patterns import compiled
from roviec.tasks.deadlines.resolve import QUARTERS, Context, is_day
from roviec.tasks.deadlines.wording import WEEKDAYS as DAY_NAMES

_REACH = 90
_STOP = re.compile(r";|\.(?!\d)|\n")


@dataclass(frozen=True)
class Found:
    """A deadline with its place in the text."""

    start: int
    end: int
    deadline: Deadline


def recurring(marked: str, context: Context) -> list[Found]:
    """Return the recurring deadlines of a marked text, one for each clause."""
    clauses: dict[tuple[int, int], list[tuple[str, int, int]]] = {}
    for unit, start, end in _bases(marked):
        clauses.setdefault(_clause(marked, start), []).append((unit, start, end))
    return [_read(marked, clause, units, context) for clause, units in clauses.items()]


def _bases(marked: str) -> list[tuple[str, int, int]]:
    """Return (unit, start, end) of each word that says how often."""
    bases = []
    for pattern in often.BASES:
        for found in compiled(pattern).finditer(marked):
            named = found.groupdict()
            unit = named.get("unit") or next(key for key in named if key != "unit")
            bases.append((unit, found.start(), found.end()))
    for pattern in often.HALF:
        bases += [("half", *found.span()) for found in compiled(pattern).finditer(marked)]
    return sorted(bases, key=lambda base: base[1])


def _clause(marked: str, at: int) -> tuple[int, int]:
    """Return the clause around a place."""
    start = max((stop.end() for stop in _STOP.finditer(marked, 0, at)), default=0)
    after = _STOP.search(marked, at)
    return start, after.start() if after else len(marked)


def _read(marked: str, clause: tuple[int, int], units: list[tuple[str, int, int]], context: Context) -> Found:
    """Return the deadline of one clause: the shortest period and the day inside it."""
    unit = min((unit for unit, _, _ in units), key=often.ORDER.index)
    first, last = min(start for _, start, _ in units), max(end for _, _, end in units)
    window = (max(clause[0], first - _REACH), min(clause[1], last + _REACH))
    rule, hits = _rule(marked, window, unit, context)
    start, end = min([first, *(a for a, _ in hits)]), max([last, *(b for _, b in hits)])
    text = f"Lặp lại {often.NAMES[unit]}{_where(rule)}."
    deadline = Deadline(
        Kind.recurring,
        explanation=text,
        recurrence=often.RECURRENCES.get(unit),
        rule=rule,
        inclusive=rule.shift == 0,
    )
    return Found(start, end, deadline)


def _hits(pattern: str, marked: str, window: tuple[int, int]) -> list[re.Match[str]]:
    """Return where a detail is named inside the window."""
    return list(compiled(pattern).finditer(marked, *window))


def _rule(
    marked: str, window: tuple[int, int], unit: str, context: Context
) -> tuple[Rule, list[tuple[int, int]]]:
    """Return the rule of a recurring task and the spans of the words that made it."""
    if unit == "ngay":
        return Rule(), []
    if unit == "tuan":
        return _weekly(_hits(often.WEEKDAY, marked, window))
    if unit == "nam":
        yearly = _yearly(marked, window, context)
        if yearly:
            return yearly
    return _day_in_month(marked, window, unit, context)


def _weekly(days: list[re.Match[str]]) -> tuple[Rule, list[tuple[int, int]]]:
    """Return the rule of a weekly task: its last weekday named, if any."""
    if not days:
        return Rule(), []
    weekday = 6 if days[-1]["sunday"] else often.WEEKDAYS[days[-1]["wd"]]
    return Rule(weekday=weekday), [day.span() for day in days]


def _yearly(
    marked: str, window: tuple[int, int], context: Context
) -> tuple[Rule, list[tuple[int, int]]] | None:
    """Return the rule of "trước ngày 20/11 hằng năm", "trong tháng 9 hằng năm"."""
    dates = [hit for hit in _hits(often.DATE, marked, window) if not hit["ay"] and is_day(hit)]
    if dates:
        hit = dates[-1]
        rule = Rule(months=12, month=int(hit["am"]), day=int(hit["ad"]), shift=_shift(hit, context))
        return rule, [one.span() for one in dates]
    months = _hits(often.MONTH, marked, window)
    if months:
        return Rule(months=12, month=int(months[-1]["month"])), [months[-1].span()]
    quarters = _hits(often.QUARTER, marked, window)
    if quarters:
        return Rule(months=12, month=3 * QUARTERS[quarters[-1]["quarter"]]), [quarters[-1].span()]
    return None


def _day_in_month(
    marked: str, window: tuple[int, int], unit: str, context: Context
) -> tuple[Rule, list[tuple[int, int]]]:
    """Return the rule of a task due on a day of the month, of the quarter's first or last month."""
    days = [hit for hit in _hits(often.DAY, marked, window) if 1 <= int(hit["day"]) <= 31]
    parts = _hits(often.PART_OF_MONTH, marked, window) if unit == "thang" else []
    places = _hits(often.MONTH_IN_PERIOD, marked, window) if unit != "thang" else []
    next_period = _hits(r"\bquy sau\b", marked, window) if unit == "quy" else []
    is_first = bool(next_period) or bool(places and places[-1]["pos"] == "dau")
    day, shift = (int(days[-1]["day"]), _shift(days[-1], context)) if days else (None, 0)
    if day is None and parts:
        day = 1 if parts[-1]["part"] == "dau" else 15
    rule = Rule(months=often.MONTHS[unit], month_in_period=1 if is_first else -1, day=day, shift=shift)
    return rule, [hit.span() for hit in (*days, *parts, *places, *next_period)]


def _shift(hit: re.Match[str], context: Context) -> int:
    """Return -1 where "trước" leaves out the day named."""
    excluded = hit["before"] and not hit.groupdict().get("clock") and not context.settings.before_is_inclusive
    return -1 if excluded else 0


def _where(rule: Rule) -> str:
    """Return the clause that names the day inside the period."""
    if rule.weekday is not None:
        return f", {DAY_NAMES[rule.weekday]}"
    if not rule.months:
        return ""
    place = ""
    if rule.month or rule.months == 12:
        place = f" tháng {rule.month or 12}"
    elif rule.months > 1:
        place = " tháng đầu kỳ" if rule.month_in_period == 1 else " tháng cuối kỳ"
    day = f", ngày {rule.day}{place}" if rule.day else f", ngày cuối của{place or ' tháng'}"
    return day + (" (không tính ngày này)" if rule.shift else "")
