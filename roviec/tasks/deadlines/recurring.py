"""Tasks that come back: how often, and the day inside the period."""

import re
from datetime import time

from roviec.tasks.deadlines import often
from roviec.tasks.deadlines.clock import HOUR, clock
from roviec.tasks.deadlines.model import Deadline, Kind, Rule
from roviec.tasks.deadlines.patterns import compiled
from roviec.tasks.deadlines.resolve import QUARTERS, Context, Found, is_day
from roviec.tasks.deadlines.wording import WEEKDAYS as DAY_NAMES

_REACH = 90
_JOINED = re.compile(r"[ ,;]*(?:va )?")
_TIMED = re.compile(rf"(?<!\d)(?P<time>{HOUR})(?:\ +(?P<part>sang|trua|chieu|toi))?")
_NEXT = re.compile(r",? ?(?:(?:cua|vao|sang|chieu) )*")
_STOP = re.compile(r";|\.(?!\d)|\n")


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
            unit = named.get("unit") or next(iter(named))
            bases.append((unit, found.start(), found.end()))
    for pattern in often.HALF:
        bases += [("half", *found.span()) for found in compiled(pattern).finditer(marked)]
    return bases


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
    (rule, *also), hits = _rules(marked, window, unit, context)
    hour, hours = _hour(marked, window, [*hits, (first, last)])
    hits += hours
    start, end = min([first, *(a for a, _ in hits)]), max([last, *(b for _, b in hits)])
    where = "".join(map(_where, (rule, *also)))
    text = f"Lặp lại {often.NAMES[unit]}{where}."
    deadline = Deadline(
        Kind.recurring,
        explanation=text,
        recurrence=often.RECURRENCES.get(unit),
        rule=rule,
        also=tuple(also),
        at=hour,
    )
    return Found(start, end, deadline)


def _hour(
    marked: str, window: tuple[int, int], days: list[tuple[int, int]]
) -> tuple[time | None, list[tuple[int, int]]]:
    """Return the hour that stands with one of the days, and where; none where two are named."""
    hits = [
        hit
        for hit in _TIMED.finditer(marked, *window)
        if any(hit.end() <= end and _leads_to(marked, hit.end(), start) for start, end in days)
    ]
    hours = {clock(hit) for hit in hits}
    return (hours.pop(), [hit.span() for hit in hits]) if len(hours) == 1 else (None, [])


def _leads_to(marked: str, end: int, start: int) -> bool:
    return end >= start or _NEXT.fullmatch(marked, end, start) is not None


def _hits(pattern: str, marked: str, window: tuple[int, int]) -> list[re.Match[str]]:
    """Return where a detail is named inside the window."""
    return list(compiled(pattern).finditer(marked, *window))


def _rules(
    marked: str, window: tuple[int, int], unit: str, context: Context
) -> tuple[list[Rule], list[tuple[int, int]]]:
    """Return the days of a recurring task inside its period and the spans of the words that named them."""
    if unit == "ngay":
        return [Rule()], []
    if unit == "tuan":
        return _weekly(marked, _hits(often.WEEKDAY, marked, window))
    if unit == "nam" or (unit == "half" and _hits(often.DATE, marked, window)):
        yearly = _yearly(marked, window, context)
        if yearly:
            return yearly
    rules, hits = _days_in_month(marked, window, unit, context)
    every = _hits(often.EVERY_YEAR, marked, window) if unit != "nam" else []
    return rules, [*hits, *(hit.span() for hit in every if not hit["ay"] and is_day(hit))]


def _listed(marked: str, hits: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the last hit with those that "và" or a comma joins to it: "từ … đến …" leaves only the end."""
    kept = hits[-1:]
    for hit in reversed(hits[:-1]):
        if not _JOINED.fullmatch(marked, hit.end(), kept[0].start()):
            break
        kept.insert(0, hit)
    return kept


def _numbers(hit: re.Match[str], name: str) -> list[int]:
    """Return the number of a hit with those listed after it."""
    return [int(hit[name]), *map(int, re.findall(r"\d+", hit["more"]))]


def _weekly(marked: str, days: list[re.Match[str]]) -> tuple[list[Rule], list[tuple[int, int]]]:
    """Return the weekdays of a weekly task, if any is named."""
    numbers = [6 if day["sunday"] else often.WEEKDAYS[day["wd"]] for day in _listed(marked, days)]
    rules = [Rule(weekday=number) for number in dict.fromkeys(numbers)]
    return rules or [Rule()], [day.span() for day in days]


def _yearly(
    marked: str, window: tuple[int, int], context: Context
) -> tuple[list[Rule], list[tuple[int, int]]] | None:
    """Return the days of "trước ngày 20/11 hằng năm", "30/6 và 31/12 hằng năm", "trong tháng 9 hằng năm"."""
    dates = [hit for hit in _hits(often.DATE, marked, window) if not hit["ay"] and is_day(hit)]
    if dates:
        rules = [
            Rule(months=12, month=int(hit["am"]), day=int(hit["ad"]), shift=_shift(hit, context))
            for hit in _listed(marked, dates)
        ]
        return rules, [one.span() for one in dates]
    months = _hits(often.MONTH, marked, window)
    if months:
        numbers = [number for hit in _listed(marked, months) for number in _numbers(hit, "month")]
        return [Rule(months=12, month=number) for number in numbers], [hit.span() for hit in months]
    quarters = _hits(often.QUARTER, marked, window)
    if quarters:
        numbers = [3 * QUARTERS[hit["quarter"]] for hit in _listed(marked, quarters)]
        return [Rule(months=12, month=number) for number in numbers], [hit.span() for hit in quarters]
    return None


def _days_in_month(
    marked: str, window: tuple[int, int], unit: str, context: Context
) -> tuple[list[Rule], list[tuple[int, int]]]:
    """Return the days of the month, of the quarter's first or last month, on which a task is due."""
    hits = [
        hit for hit in _hits(often.DAY, marked, window) if all(1 <= n <= 31 for n in _numbers(hit, "day"))
    ]
    parts = _hits(often.PART_OF_MONTH, marked, window) if unit == "thang" else []
    places = _hits(often.MONTH_IN_PERIOD, marked, window) if unit != "thang" else []
    next_period = _hits(r"\bquy sau\b", marked, window) if unit == "quy" else []
    is_first = bool(next_period) or bool(places and places[-1]["pos"] == "dau")
    days: list[int | None] = [day for hit in _listed(marked, hits) for day in _numbers(hit, "day")]
    if not days and parts:
        days = [1 if parts[-1]["part"] == "dau" else 15]
    shift = _shift(hits[-1], context) if hits else 0
    rules = [
        Rule(months=often.MONTHS[unit], month_in_period=1 if is_first else -1, day=day, shift=shift)
        for day in days or [None]
    ]
    return rules, [hit.span() for hit in (*hits, *parts, *places, *next_period)]


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
