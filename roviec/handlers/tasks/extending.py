"""Asking for more time: how long, why, and the request reaches whoever decides."""

from datetime import date

from roviec.db.models import Extension, Task
from roviec.db.tasks import requests, standing
from roviec.errors import PersonError
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.days import wished_day
from roviec.handlers.tasks.reporting import mine, said
from roviec.messages.outgoing import Choice
from roviec.texts.shapes import day, short

router = Router()
OFFERED = (3, 5, 10)


class DateNeeded(PersonError):
    """Ông/Bà gửi ngày xin lùi đến, ví dụ: 15/8, hoặc số ngày, ví dụ: lùi 5 ngày. Gửi /huy để hủy."""


@router.action("task.extend")
async def ask_date(turn: Turn, task_id: str) -> None:
    """Ask until when."""
    task = await mine(turn, task_id)
    if task.due is None:
        raise requests.NoDueDate
    turn.ask("extend.date", task=task.id)
    choices = [_offer(turn, task, days) for days in OFFERED]
    turn.say("extend.ask_date", name=short(task.title, 70), due=day(task.due), choices=choices)


def _offer(turn: Turn, task: Task, days: int) -> Choice:
    start = max(turn.today, task.due or turn.today)
    until = turn.house.calendar().add_working_days(start, days)
    return turn.choice("button.days", "extend.until", task.id, until.isoformat(), days=days, until=day(until))


@router.dialogue("extend.date")
async def take_date(turn: Turn) -> None:
    """Take the wished date in words: "15/8", "lùi 5 ngày", "cuối tuần"."""
    task = await mine(turn, str(turn.conversation.data["task"]))
    wished = wished_day(turn, turn.text, task.due)
    if wished is None:
        raise DateNeeded
    await take_until(turn, str(task.id), wished.isoformat())


@router.action("extend.until")
async def take_until(turn: Turn, task_id: str, until: str) -> None:
    """Keep the wished date and ask for the reason."""
    task = await mine(turn, task_id)
    wished = _date(until)
    requests.check_wish(task, wished, turn.today)
    turn.ask("extend.reason", task=task.id, until=until)
    turn.say("extend.ask_reason", until=day(wished))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DateNeeded from None


@router.dialogue("extend.reason")
async def take_reason(turn: Turn) -> None:
    """Send the request to whoever decides."""
    reason = said(turn)
    data = turn.conversation.data
    task = await mine(turn, str(data["task"]))
    extension = await requests.ask_extension(
        turn.session,
        task=task,
        wished=_date(str(data["until"])),
        reason=reason,
        today=turn.today,
        by=turn.by,
    )
    turn.finish()
    await tell_asked(turn, task, extension)
    turn.say("extend.asked", name=short(task.title, 70), until=day(extension.wished))


async def tell_asked(turn: Turn, task: Task, extension: Extension) -> None:
    """Put a request before whoever decides."""
    await tell(
        turn,
        await standing.deciders(turn.session, task),
        "told.extension",
        event=extension.id,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        due=day(task.due) if task.due else "",
        until=day(extension.wished),
        reason=short(extension.reason, 300),
        choices=[
            turn.choice("button.grant", "extend.grant", extension.id, until=day(extension.wished)),
            turn.choice("button.deny", "extend.deny", extension.id),
            turn.choice("button.open", "task.open", task.id),
        ],
    )
