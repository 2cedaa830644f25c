"""Days as people say them in a chat: a deadline in office wording, or "thứ 6", "tuần sau", "lùi 5 ngày"."""

from dataclasses import replace
from datetime import date

from roviec.db.tasks.assign import fixed
from roviec.errors import PersonError
from roviec.folding import fold
from roviec.handlers.frame.turn import Turn
from roviec.tasks.deadlines import Deadline, Kind, next_occurrence, parse
from roviec.tasks.words import understand
from roviec.texts.shapes import short

_UNDATED = ("khong han", "khong thoi han", "khong co han", "thuong xuyen")


class DeadlineNeeded(PersonError):
    """Chưa hiểu thời hạn «{words}». Ông/Bà gửi lại, ví dụ: trước 30/6, trong tháng 9, hằng quý, không hạn."""


def wished_day(turn: Turn, words: str, due: date | None = None) -> date | None:
    """Return the day that `words` wish for, counted from `due` where they say how long."""
    for wording in (words, f"xin lùi {words}", f"xin lùi đến {words}"):
        wish = understand(wording, today=turn.today, calendar=turn.house.calendar(), due=due)
        if wish.wished:
            return wish.wished
    return None


def deadline_in(turn: Turn, words: str) -> Deadline:
    """Return the deadline that `words` set from today on; raise `DeadlineNeeded` for anything else."""
    calendar = turn.house.calendar()
    found = parse(
        words, issued=turn.today, year=turn.today.year, calendar=calendar, settings=turn.house.deadlines
    )
    if found.recurrence and found.due is None:
        found = replace(found, due=next_occurrence(found, turn.today, calendar))
    if found.kind == Kind.none and fold(words) not in _UNDATED:
        found = fixed(wished_day(turn, words))
        if found.due is None:
            raise DeadlineNeeded(words=short(words, 60))
    if found.due is not None and found.due < turn.today:
        raise DeadlineNeeded(words=short(words, 60))
    return found
