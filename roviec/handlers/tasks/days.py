"""Days as people say them in a chat: a deadline ("trước 30/6", "thứ 6"), or a wish ("lùi 5 ngày")."""

from dataclasses import replace
from datetime import date

from roviec.errors import PersonError
from roviec.folding import fold
from roviec.handlers.frame.turn import Turn
from roviec.tasks.days_off import check_exists
from roviec.tasks.deadlines import Deadline, Kind, next_occurrence, parse
from roviec.tasks.lateness import Dated, is_over
from roviec.tasks.words import Understanding, understand
from roviec.texts.shapes import short

_UNDATED = ("khong han", "khong thoi han", "khong co han", "thuong xuyen")


class DeadlineNeeded(PersonError):
    """Chưa hiểu thời hạn «{words}». Ông/Bà gửi lại, ví dụ: trước 30/6, trong tháng 9, hằng quý, không hạn."""


def wished_day(turn: Turn, words: str, due: date | None = None) -> date | None:
    """Return the day that `words` wish for, counted from `due` where they say how long."""
    for wording in (words, f"xin lùi {words}", f"xin lùi đến {words}"):
        wish = understand(wording, today=turn.today, calendar=turn.house.calendar(), due=due)
        if wish.wished and _is_exact(wish, turn.today, due):
            return wish.wished
    return None


def _is_exact(wish: Understanding, today: date, due: date | None) -> bool:
    """Tell whether one day is named without doubt; one that comes too early is answered as such."""
    return wish.wished is not None and (wish.sure or wish.wished < today or (due or today) >= wish.wished)


def deadline_in(turn: Turn, words: str) -> Deadline:
    """Return the deadline that `words` set from today on; raise `DeadlineNeeded` for anything else."""
    calendar = turn.house.calendar()
    found = parse(
        words, issued=turn.today, year=turn.today.year, calendar=calendar, settings=turn.house.deadlines
    )
    if found.recurrence and found.due is None:
        found = replace(found, due=next_occurrence(found, turn.today, calendar))
    if found.kind == Kind.none and fold(words) not in _UNDATED:
        check_exists(words, turn.today)
        raise DeadlineNeeded(words=short(words, 60))
    is_early = found.due is not None and found.due < turn.today
    if is_early or is_over(Dated(found.due, found.at), turn.at, calendar):
        raise DeadlineNeeded(words=short(words, 60))
    return found
