"""What is told when somebody leaves: the new owner what comes to them, a stand-in that there is nothing to stand in for."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Absence, Person, Task
from roviec.db.models.base import id_of
from roviec.delivery import notify
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.tasks import TaskOpen
from roviec.handlers.frame.house import House
from roviec.handlers.tasks.show import due_said
from roviec.messages.notices import notice
from roviec.messages.outgoing import Outgoing
from roviec.tasks.lateness import at_of, is_late
from roviec.texts import catalogue
from roviec.texts.shapes import apart

LISTED, LABEL = 8, 46


async def tell_receiver(
    session: AsyncSession, leaver: Person, to: Person, tasks: Sequence[Task], *, house: House, now: datetime
) -> bool:
    """Tell the new owner of tasks in one message, the overdue ones first; return whether they can be reached."""
    say, calendar = catalogue("vi"), house.calendar()
    late = sum(is_late(task, at_of(now, calendar), calendar) for task in tasks)
    shown = tasks[:LISTED]
    lines = [
        f"{n}. {title} · {due_said(say, task, now, calendar)}"
        for n, (title, task) in enumerate(zip(_titles(shown), shown, strict=True), 1)
    ]
    if len(tasks) > LISTED:
        lines.append(say("leave.more", count=len(tasks) - LISTED))
    text = say(
        "leave.told",
        name=leaver.name,
        count=len(tasks),
        late=say("leave.late", count=late) if late else "",
        lines="\n".join(lines),
    )
    opening = [TaskOpen(id_of(task)).named(title) for title, task in zip(_titles(shown), shown, strict=True)]
    message = Outgoing(
        text,
        title=say("leave.title"),
        choices=(*opening, Command.viec.named(say("button.tasks"))),
        notice=notice(
            "task.news", viec=say("leave.title"), tin=say("leave.short", name=leaver.name, count=len(tasks))
        ),
    )
    return await notify.person(
        session,
        id_of(to),
        message,
        channels=house.channels,
        now=now,
        key=f"leave/{leaver.id}/{leaver.left_on}",
    )


def _titles(tasks: Sequence[Task]) -> list[str]:
    return apart([task.title for task in tasks], LABEL)


async def tell_stand_ins(
    session: AsyncSession, leaver: Person, ended: Sequence[Absence], *, house: House, now: datetime
) -> None:
    """Tell who stood in for somebody who has left that this is over."""
    say = catalogue("vi")
    for one in ended:
        words = say("told.away_left", name=leaver.name)
        mine = Command.viec.named(say("button.tasks"))
        news = notice("task.news", viec=say("away.title"), tin=words)
        message = Outgoing(words, choices=(mine,), notice=news)
        await notify.person(
            session, one.stand_in_id, message, channels=house.channels, now=now, key=f"away.left/{one.id}"
        )
