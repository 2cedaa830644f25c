"""Who is away and who stands in: which days are taken, and who hears instead of whom. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from roviec.errors import PersonError
from roviec.texts.shapes import day

LONGEST = timedelta(days=366)


class AwayBackwards(PersonError):
    """Ngày đi làm lại trước ngày bắt đầu nghỉ ({first} – {last}). Ông/Bà gửi lại, ví dụ: từ 3/8 đến 7/8."""


class AwayInThePast(PersonError):
    """Ngày {first} đã qua. Ông/Bà ghi đợt nghỉ từ hôm nay trở đi, ví dụ: từ hôm nay đến 7/8."""


class AwayTooLong(PersonError):
    """Đợt nghỉ {first} – {last} dài quá một năm. Ông/Bà kiểm tra lại hai ngày; nghỉ lâu hơn thì bàn giao hẳn việc."""


def check_days(first: date, last: date, today: date) -> None:
    """Raise what is wrong with the first and last day of an absence."""
    if last < first:
        raise AwayBackwards(first=day(first), last=day(last))
    if first < today:
        raise AwayInThePast(first=day(first))
    if last - today > LONGEST:
        raise AwayTooLong(first=day(first), last=day(last))


def overlaps(first: date, last: date, other_first: date, other_last: date) -> bool:
    """Tell whether two absences share a day."""
    return first <= other_last and other_first <= last


def stand_ins(
    away: Mapping[int, int],
    *,
    is_here: Callable[[int], bool],
    above: Callable[[int], Iterable[int]],
) -> dict[int, int | None]:
    """Return who hears instead of each person of `away` (person → the one they named), None for nobody.

    A stand-in who is away too passes it on to their own. Where the last of them has left the office, it is the
    nearest head above the person (`above`, nearest first) who is there, or who stands in for that head.
    """

    def there(person: int) -> int | None:
        seen: set[int] = set()
        while person in away and person not in seen:
            seen.add(person)
            person = away[person]
        return person if person not in away and is_here(person) else None

    def found(person: int) -> int | None:
        return next((one for who in (away[person], *above(person)) if (one := there(who)) is not None), None)

    return {person: found(person) for person in away}
