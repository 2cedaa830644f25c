"""An hour of one's own for reminders: "nhắc tôi 14 giờ", every day, or once about one task. Pure."""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Protocol

from roviec.errors import PersonError
from roviec.folding import fold


class HourOutside(PersonError):
    """{hour} ngoài giờ làm việc của cơ quan ({opens}–{closes}) nên không đặt được. Ông/Bà gửi giờ khác, hoặc /gio."""


class When(StrEnum):
    """On which days an hour is meant."""

    daily = "daily"
    today = "today"
    tomorrow = "tomorrow"
    unsaid = "unsaid"


@dataclass(frozen=True, slots=True)
class Wish:
    """At which hour of the office's day somebody wants to be reminded, and on which days."""

    at: time
    when: When = When.unsaid


_HOUR = (
    r"(?P<h>\d{1,2})(?: ?(?:gio|h|g)(?: ?(?P<m>\d{2})(?: phut)?| (?P<half>ruoi))?|:(?P<m2>\d{2}))"
    r"(?: (?P<part>sang|trua|chieu|toi))?"
)
_DAYS = {
    When.daily: r"(?:hang|moi) (?:ngay|sang|chieu|hom|buoi)|tu (?:nay|mai)(?: tro di)?|thuong xuyen|luon",
    When.today: r"(?:hom|trua|chieu|sang) nay|nay|lat nua",
    When.tomorrow: r"(?:ngay |sang |chieu |trua )?mai",
}
_DAY = "|".join(f"(?P<{when}{{n}}>{words})" for when, words in _DAYS.items())
_ASKED = re.compile(
    r"(?:(?:toi|em|minh) (?:muon|can) )?(?:(?:hay|xin|nho|de nghi|lam on|vui long|" + _DAY.format(n=0) + r"),? )*"
    r"(?:duoc )?nhac(?: viec)?(?: lai)?(?: cho)?(?: (?:toi|em|minh|chau))?(?P<this> viec nay| ve viec nay)?"
    r"(?: (?:vao|luc|vao luc|" + _DAY.format(n=1) + r"))* " + _HOUR + r"(?P<this2> viec nay| ve viec nay)?"
    r"(?:,? (?:vao |" + _DAY.format(n=2) + r"))*(?: (?:nhe|nha|a|voi|giup(?: toi| em)?))*[.!]?"
)  # fmt: skip
_BARE = re.compile(_HOUR + r"[.!]?")
_LONGEST = 120
"""Characters: nobody names an hour in more."""
_EARLY = 6
"""Nobody works before: "2 giờ" by itself is two in the afternoon."""


def read_wish(text: str) -> Wish | None:
    """Return the hour at which words ask to be reminded, and on which days; None for other words."""
    found = _ASKED.fullmatch(fold(text)) if len(text) < _LONGEST else None
    at = _clock(found) if found else None
    if found is None or at is None:
        return None
    said = [when for when in _DAYS for n in range(3) if found[f"{when}{n}"]]
    if not said and (found["this"] or found["this2"]):
        said = [When.today]
    return Wish(at, said[0] if len(set(said)) == 1 else When.unsaid)


def read_hour(text: str) -> time | None:
    """Return an hour that is typed by itself or in a wish: "14 giờ", "8h30", "2 giờ chiều"."""
    plain = fold(text[:_LONGEST])
    found = _BARE.fullmatch(plain) or _ASKED.fullmatch(plain)
    return _clock(found) if found else None


def _clock(found: re.Match[str]) -> time | None:
    hour = int(found["h"])
    minute = 30 if found["half"] else int(found["m"] or found["m2"] or 0)
    if hour < 12 and (found["part"] in ("chieu", "toi") or (not found["part"] and 0 < hour < _EARLY)):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def check_hour(at: time, hours: tuple[time, time]) -> None:
    """Raise `HourOutside` for an hour at which the office is closed."""
    opens, closes = hours
    if not opens <= at < closes:
        raise HourOutside(hour=written(at), opens=written(opens), closes=written(closes))


def written(at: time) -> str:
    """Write an hour as 7:30."""
    return f"{at.hour}:{at:%M}"


class Due(Protocol):
    """What has a deadline, perhaps with an hour that was named with a day."""

    @property
    def due(self) -> date | None:
        """The day."""

    @property
    def hour(self) -> time | None:
        """The hour."""

    @property
    def hour_on(self) -> date | None:
        """The day with which the hour was named."""


def hour_of(task: Due) -> time | None:
    """Return the hour by which something is due on its day; None where none was named, or the day is another one."""
    return task.hour if task.due == task.hour_on else None
