"""What an office says of itself: its name, its days of the week and its hours. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from roviec.errors import PersonError
from roviec.folding import nfc
from roviec.tasks.calendar import WEEK

LONGEST = 120
_TIME = re.compile(r"(\d{1,2})\s*(?:[:.]|h|giờ)\s*(\d{2})?")


class OfficeNameEmpty(PersonError):
    """Chưa có tên cơ quan. Ông/Bà ghi tên đầy đủ, ví dụ: Ủy ban nhân dân xã Đại Lãnh."""


class OfficeNameLong(PersonError):
    """Tên cơ quan dài quá {most} ký tự. Ông/Bà ghi ngắn hơn."""


class HoursWrong(PersonError):
    """Giờ làm việc chưa đúng. Ông/Bà ghi giờ bắt đầu trước giờ kết thúc, ví dụ: 07:30 và 17:00."""


class NoWorkingDay(PersonError):
    """Chưa chọn ngày làm việc nào trong tuần. Ông/Bà chọn ít nhất một ngày."""


@dataclass(frozen=True)
class Own:
    """An office's name, opening and closing time, and the days of the week it works, Monday being 0."""

    name: str
    hours: tuple[time, time]
    week: frozenset[int] = WEEK


def own_of(name: str, opens: str, closes: str, days: Iterable[str]) -> Own:
    """Read what somebody wrote of the office; raise what is wrong with it."""
    words = " ".join(nfc(name).split())
    if not any(map(str.isalpha, words)):
        raise OfficeNameEmpty
    if len(words) > LONGEST:
        raise OfficeNameLong(most=LONGEST)
    hours = _time(opens), _time(closes)
    if hours[0] >= hours[1]:
        raise HoursWrong
    week = frozenset(int(one) for one in days if one in {"0", "1", "2", "3", "4", "5", "6"})
    if not week:
        raise NoWorkingDay
    return Own(words, hours, week)


def _time(text: str) -> time:
    """Read "07:30", "7h30", "17 giờ".

    >>> _time("7h30"), _time("17 giờ")
    (datetime.time(7, 30), datetime.time(17, 0))
    """
    found = _TIME.fullmatch(text.strip().lower())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise HoursWrong
    return time(int(found[1]), int(found[2] or 0))
