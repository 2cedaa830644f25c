"""/gio and "nhắc tôi 14 giờ": the day's reminder at an hour of one's own, or one more about a single task."""

from datetime import date, datetime, time, timedelta

from roviec.db import held
from roviec.db.models import Task
from roviec.db.models.base import id_of
from roviec.db.models.tasks import HeldKind
from roviec.db.tasks import standing
from roviec.errors import PersonError
from roviec.handlers.choices.away import HourSet, RecallAt
from roviec.handlers.choices.commands import Command
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.focus import task_meant
from roviec.handlers.tasks.reporting import reported
from roviec.handlers.tasks.show import labels
from roviec.messages.outgoing import Choice
from roviec.tasks.hours import When, Wish, check_hour, read_hour, read_wish, written
from roviec.texts.shapes import clock, day, short

router = Router()
OFFERED = (time(7, 30), time(8, 0), time(10, 0), time(14, 0), time(16, 0))
LISTED = 8


class HourAsk(Dialogue, name="gio"):
    """At which hour the day's reminder comes."""


class HourNeeded(PersonError):
    """Ông/Bà gửi một giờ, ví dụ: 14 giờ hoặc 8h30. Gửi /huy để hủy."""


class HourPassed(PersonError):
    """{hour} đã qua. Ông/Bà gửi giờ khác, ví dụ: nhắc tôi 16 giờ, hoặc: mai nhắc tôi 8 giờ."""


class DayClosed(PersonError):
    """Ngày {day} cơ quan nghỉ nên không gửi lời nhắc. Ông/Bà chọn ngày làm việc khác."""


def minutes(at: time) -> int:
    """Return an hour as minutes of the day."""
    return at.hour * 60 + at.minute


def _time(count: int) -> time:
    return time(count // 60, count % 60)


@router.command(Command.gio)
async def show_hour(turn: Turn, rest: str = "") -> None:
    """Take the hour from the same line; else show it and offer others."""
    me = turn.official()
    at = read_hour(rest) if rest else None
    if at is not None:
        await set_hour(turn, HourSet(minutes(at)))
        return
    opens, closes = turn.house.calendar().hours
    offered = sorted({turn.house.hour, *(one for one in OFFERED if opens <= one < closes)})
    turn.ask(HourAsk())
    turn.say(
        "gio.ask",
        hour=written(me.remind_at or turn.house.hour),
        opens=written(opens),
        closes=written(closes),
        choices=[HourSet(minutes(one)).named(written(one)) for one in offered],
    )


@router.dialogue(HourAsk)
async def take_hour(turn: Turn, _asked: HourAsk) -> None:
    """Take an hour that is typed."""
    at = read_hour(turn.text)
    if at is None:
        raise HourNeeded
    await set_hour(turn, HourSet(minutes(at)))


@router.action(HourSet)
async def set_hour(turn: Turn, choice: HourSet) -> None:
    """Let the day's reminder come at this hour from now on."""
    me, at = turn.official(), _time(choice.minutes)
    check_hour(at, turn.house.calendar().hours)
    me.remind_at = at
    turn.finish()
    turn.say("gio.now", hour=written(at), choices=[turn.choice("button.tasks", Command.viec)])


async def hear_hour(turn: Turn) -> bool:
    """Take words that ask to be reminded at an hour; False for other words."""
    wish = read_wish(turn.text)
    if wish is None:
        return False
    turn.official()
    check_hour(wish.at, turn.house.calendar().hours)
    if wish.when is When.daily:
        await set_hour(turn, HourSet(minutes(wish.at)))
    elif wish.when is When.unsaid:
        await _ask_which(turn, wish)
    else:
        await _once(turn, wish)
    return True


def _day(turn: Turn, wish: Wish) -> date:
    return turn.today + timedelta(days=1) if wish.when is When.tomorrow else turn.today


async def _ask_which(turn: Turn, wish: Wish) -> None:
    """Ask whether every day is meant, or once today about the task that is talked of."""
    hour, task = written(wish.at), await task_meant(turn)
    choices = [turn.choice("gio.daily", HourSet(minutes(wish.at)), hour=hour)]
    if task is not None and _moment(turn, turn.today, wish.at) > turn.now:
        once = RecallAt(id_of(task), turn.today, minutes(wish.at))
        choices.append(turn.choice("gio.once", once, hour=hour, name=short(task.title, 60)))
    turn.say("gio.which", hour=hour, choices=choices)


async def _once(turn: Turn, wish: Wish) -> None:
    """Remind once of the task that is talked of; ask which where that is unsure."""
    on, task = _day(turn, wish), await task_meant(turn)
    _check_moment(turn, on, wish.at)
    if task is not None:
        await recall(turn, RecallAt(id_of(task), on, minutes(wish.at)))
        return
    mine = (await standing.mine(turn.session, turn.official()))[:LISTED]
    if mine:
        turn.say("gio.which_task", hour=written(wish.at), choices=_each(turn, mine, on, wish.at))
    else:
        turn.say("tasks.none")


def _each(turn: Turn, tasks: list[Task], on: date, at: time) -> list[Choice]:
    lines = zip(labels(turn, tasks), tasks, strict=True)
    return [RecallAt(id_of(task), on, minutes(at)).named(line) for line, task in lines]


def _moment(turn: Turn, on: date, at: time) -> datetime:
    return datetime.combine(on, at, tzinfo=turn.house.zone)


def _check_moment(turn: Turn, on: date, at: time) -> datetime:
    """Return the moment of an hour; raise for one that has passed, or on which the office is closed."""
    calendar, moment = turn.house.calendar(), _moment(turn, on, at)
    check_hour(at, calendar.hours)
    if moment <= turn.now:
        raise HourPassed(hour=clock(moment))
    if not calendar.is_working(on):
        raise DayClosed(day=day(on))
    return moment


@router.action(RecallAt)
async def recall(turn: Turn, choice: RecallAt) -> None:
    """Remind once of a task at a moment of today or tomorrow."""
    task, me = await reported(turn, choice.task), turn.official()
    at = _check_moment(turn, choice.on, _time(choice.minutes))
    if choice.on > turn.today + timedelta(days=1):
        raise HourNeeded
    await held.hold(
        turn.session, task=task, persons=[id_of(me)], kind=HeldKind.recall, at=at, by_id=id_of(me)
    )
    turn.say("gio.recall", at=clock(at), name=short(task.title, 70), task=task.id)
