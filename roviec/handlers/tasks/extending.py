"""Asking for more time: how long, why, and the request reaches whoever decides."""

from datetime import date

from roviec.db.models import Extension, Task
from roviec.db.models.base import id_of
from roviec.db.tasks import requests
from roviec.errors import PersonError
from roviec.handlers.choices.decisions import ExtendDeny, ExtendGrant, ExtendOther, ExtendTerms
from roviec.handlers.choices.tasks import ExtendUntil, TaskExtend
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.days import wished_day
from roviec.handlers.tasks.reporting import mine, said
from roviec.handlers.tasks.telling import Heard, leader_told, tell_above, tell_overtaken
from roviec.messages.outgoing import Choice
from roviec.tasks.days_off import check_exists
from roviec.texts.shapes import day, short

router = Router()
OFFERED = (3, 5, 10)


class ExtendDate(Dialogue, name="extend.date"):
    """Until when a task should be put off."""

    task: int


class ExtendReason(ExtendDate, name="extend.reason"):
    """Why."""

    until: date


class DateNeeded(PersonError):
    """Ông/Bà gửi ngày xin lùi đến, ví dụ: 15/8, hoặc số ngày, ví dụ: lùi 5 ngày. Gửi /huy để hủy."""


@router.action(TaskExtend)
async def ask_date(turn: Turn, choice: TaskExtend) -> None:
    """Ask until when."""
    ask_until(turn, await mine(turn, choice.task))


def ask_until(turn: Turn, task: Task) -> None:
    """Ask until when a task should be put off, offering some days; raise `NoDueDate` without a deadline."""
    if task.due is None:
        raise requests.NoDueDate
    turn.ask(ExtendDate(id_of(task)))
    choices = [_offer(turn, task, days) for days in OFFERED]
    turn.say("extend.ask_date", name=short(task.title, 70), due=day(task.due), choices=choices)


def _offer(turn: Turn, task: Task, days: int) -> Choice:
    start = max(turn.today, task.due or turn.today)
    until = turn.house.calendar().add_working_days(start, days)
    return turn.choice("button.days", ExtendUntil(id_of(task), until), days=days, until=day(until))


@router.dialogue(ExtendDate)
async def take_date(turn: Turn, asked: ExtendDate) -> None:
    """Take the wished date in words: "15/8", "lùi 5 ngày", "cuối tuần"."""
    task = await mine(turn, asked.task)
    wished = wished_day(turn, turn.text, task.due)
    if wished is None:
        check_exists(turn.text, turn.today)
        raise DateNeeded
    await take_until(turn, ExtendUntil(asked.task, wished))


@router.action(ExtendUntil)
async def take_until(turn: Turn, choice: ExtendUntil) -> None:
    """Keep the wished date and ask for the reason."""
    task = await mine(turn, choice.task)
    requests.check_wish(task, choice.until, turn.today)
    turn.ask(ExtendReason(choice.task, choice.until))
    turn.say("extend.ask_reason", until=day(choice.until))


@router.dialogue(ExtendReason)
async def take_reason(turn: Turn, asked: ExtendReason) -> None:
    """Send the request to whoever decides."""
    reason = said(turn)
    task = await mine(turn, asked.task)
    extension = await requests.ask_extension(
        turn.session,
        task=task,
        wished=asked.until,
        reason=reason,
        today=turn.today,
        by=turn.by,
    )
    turn.finish()
    word = await tell_asked(turn, task, extension)
    name, until = short(task.title, 70), day(extension.wished)
    if word is Heard.told:
        turn.say("extend.asked", name=name, until=until)
    else:
        turn.say("extend.asked_untold", name=name, until=until, untold=leader_told(turn, word))


async def tell_asked(turn: Turn, task: Task, extension: Extension) -> Heard:
    """Put a request before whoever decides; return whether it arrived."""
    await tell_overtaken(turn, task)
    return await tell_above(
        turn,
        task,
        "told.extension",
        event=extension.id,
        who=turn.official().name,
        due=day(task.due) if task.due else "",
        until=day(extension.wished),
        reason=short(extension.reason, 300),
        choices=[
            turn.choice("button.grant", ExtendGrant(id_of(extension)), until=day(extension.wished)),
            turn.choice("button.grant_other", ExtendOther(id_of(extension))),
            turn.choice("button.grant_terms", ExtendTerms(id_of(extension))),
            turn.choice("button.deny", ExtendDeny(id_of(extension))),
        ],
    )
