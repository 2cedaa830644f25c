"""Words about being away: "tôi nghỉ phép từ 3/8 đến 7/8, Lò Thị Mai thay", and about being back. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from roviec.folding import fold, nfc
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines.chats import Named, named_in
from roviec.tasks.deadlines.model import Length, Unit
from roviec.tasks.words.tokens import joined, tokenise

_LONGEST = 200
"""Characters: nobody announces an absence in more."""
_LOOKBACK = timedelta(days=60)
"""A day without a year that lies so far back is meant as past, and refused; one further back is next year's."""
_TURNED = 200
"""Days: a range without years that is longer and begins before today was typed backwards."""
_ME = r"(?:(?:toi|em|minh|chau|tui) )?(?:(?:xin phep|xin|se|dang|duoc|can|phai|bao) )*"
_SURE = (
    r"nghi (?:phep(?: nam)?|om|che do|thai san|bu|mat|viec rieng)|di cong tac|di tap huan|vang mat|di vang"
)
_MAYBE = r"nghi(?! (?:viec|huu|ngoi|la|rang|toi))|cong tac|di hoc|di hop|nam vien|di vien|vang"
"""These mean an absence only where days follow."""
_OTHER = frozenset(("nghĩ", "vâng", "vàng", "vang"))
"""Thinking, agreeing and gold; "vang" without its accent is any of these."""
_PERSON = r"(?:(?:dong chi|d/c|ong|ba|anh|chi|co|chu|bac|em)\.? )?(?P<{}>[^\d,;.?!:]{{2,60}}?)"
_INSTEAD = (
    r"(?:(?:nho|de|co|va|do|da nho|nguoi thay(?: la)?:?) )?"
    + _PERSON.format("who")
    + r"(?: (?:se|giup|lam|truc|nhan|xu ly|phu trach))*(?: viec)? thay(?: (?:cho|the|toi|em|minh|viec|giup|nhe|a))*"
)
_GIVEN = r"(?:nho|nguoi thay(?: la)?:?|ban giao(?: lai)?(?: viec)? cho|uy quyen cho) " + _PERSON.format("to")
_AWAY = re.compile(
    rf"{_ME}(?:(?P<sure>{_SURE})|{_MAYBE})(?P<when>(?: [^;]*?)?)(?:[,;.:]? (?:{_INSTEAD}|{_GIVEN}))?[ .!]*(?: a)?"
)
_BETWEEN = re.compile(r"(?:\b(?:tu|den|toi|het|ngay|sang|chieu|ca|trong|vao|nghi|la|hom)\b|[-,.\s])*")
_BACK = re.compile(
    r"(?:toi |em |minh )?(?:hom nay )?(?:(?:da|se) )?(?:di lam|lam viec)(?: tro)? lai(?: roi)?(?: a)?[.!]?"
    r"|(?:huy|ket thuc|bo|dung)(?: dot| lich| bao)? (?:nghi phep|nghi om|nghi|cong tac|vang mat)(?: a)?[.!]?"
    r"|(?:toi |em |minh )?(?:da )?het (?:nghi phep|phep|dot nghi)(?: roi)?(?: a)?[.!]?"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The days of an absence and its stand-in as typed; None and "" for what was not said or not understood."""

    first: date | None = None
    last: date | None = None
    who: str = ""


def read_absence(text: str, *, today: date, calendar: Calendar) -> Asked | None:
    """Return what words say about an absence; None for words that are about something else."""
    if len(text) >= _LONGEST:
        return None
    typed = nfc(text).split()
    plain = " ".join(fold(word) for word in typed)
    found = _AWAY.fullmatch(plain)
    if found is None or _means_other(found, typed):
        return None
    group = "who" if found["who"] else "to"
    who = _as_typed(found, group, typed) if found[group] else ""
    words = _as_typed(found, "when", typed) if found["when"].strip() else ""
    if not words:
        return Asked(who=who) if found["sure"] else None
    named, rest = _named(words, today, calendar)
    if not named or not _BETWEEN.fullmatch(rest):
        return None
    first, last = _days(named, words, today, calendar)
    return Asked(first, last, who)


def _means_other(found: re.Match[str], typed: list[str]) -> bool:
    """Tell whether the word taken for an absence was typed as another one."""
    opening = found.string[: found.start("when")].split()
    return typed[len(opening) - 1].casefold().strip(" ,.") in _OTHER


def is_back(text: str) -> bool:
    """Tell whether somebody says that they are at work again, or that they will not be away."""
    return len(text) < _LONGEST and _BACK.fullmatch(fold(text)) is not None


def _as_typed(found: re.Match[str], group: str, typed: list[str]) -> str:
    """Return the words of a group with the accents and capitals that they were typed with."""
    value = found[group]
    start = found.start(group) + len(value) - len(value.lstrip())
    first = found.string[:start].count(" ")
    return " ".join(typed[first : first + len(value.split())]).strip(" ,;.:")


def _named(words: str, today: date, calendar: Calendar) -> tuple[list[Named], str]:
    """Return the days and lengths that words name, and what is left without them."""
    line, _ = joined(tokenise(words)[1])
    named = named_in(line, today=today, calendar=calendar, lookback=_LOOKBACK)
    rest, done = [], 0
    for one in named:
        rest.append(line[done : one.start])
        done = one.end
    return named, " ".join([*rest, line[done:]])


def _days(named: list[Named], words: str, today: date, calendar: Calendar) -> tuple[date | None, date | None]:
    """Return the first and the last day; None for one that nobody can be sure of."""
    if any(one.deadline.doubt for one in named):
        return None, None
    lengths = [one.deadline.length for one in named if one.deadline.length]
    spans = [(one.deadline.start or one.deadline.due, one.deadline.due) for one in named]
    days = [span for span, one in zip(spans, named, strict=True) if not one.deadline.length]
    if lengths:
        first = days[0][0] if days else today
        return (first, _after(first, lengths[0], calendar)) if first and len(named) <= 2 else (None, None)
    if len(days) == 1:
        return _of_one(*days[0], fold(words), today)
    return (days[0][0], days[1][1]) if len(days) == 2 else (None, None)


def _meant(first: date, last: date, today: date) -> tuple[date, date]:
    """Return a range without years in the years that are meant; one that was typed backwards, to be refused so."""
    if first.year < last.year and last < today:
        return _next_year(first), _next_year(last)
    if first < today <= last and (last - first).days > _TURNED:
        return _next_year(first), last
    return first, last


def _next_year(value: date) -> date:
    return value.replace(year=value.year + 1, day=28 if (value.month, value.day) == (2, 29) else value.day)


def _of_one(
    first: date | None, last: date | None, words: str, today: date
) -> tuple[date | None, date | None]:
    """Return the days of one that was named: "đến 7/8" begins today, "từ 3/8" has no end yet."""
    if first and last and not re.search(r"\d{4}", words):
        first, last = _meant(first, last, today)
    if first == last and re.match(r"(?:den|toi|het)\b", words):
        return today, last
    is_open = first == last and words.startswith("tu ") and not re.search(r"\b(?:den|toi)\b|-", words)
    return (first, None) if is_open else (first, last)


def _after(first: date, length: Length, calendar: Calendar) -> date | None:
    """Return the last of so many days off: leave is counted in working days."""
    if length.unit in (Unit.day, Unit.working_day) and length.n == int(length.n) >= 1:
        return calendar.add_working_days(calendar.on_or_after(first), int(length.n) - 1)
    if length.unit is Unit.week and length.n >= 1:
        return first + timedelta(days=int(length.n * 7) - 1)
    return None
