"""Telling others what somebody just did: a message each, once per event."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from roviec.db.models.delivery import Lane
from roviec.delivery import notify
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.tasks import TaskOpen
from roviec.handlers.frame.leading import leads
from roviec.handlers.frame.turn import Turn
from roviec.messages.notices import notice
from roviec.messages.outgoing import Choice, Outgoing
from roviec.texts import catalogue


async def tell(
    turn: Turn,
    people: Iterable[int],
    key: str,
    /,
    *,
    event: int | None,
    title: str = "",
    choices: Sequence[Choice] = (),
    task: int | None = None,
    **values: object,
) -> int:
    """Tell people, but never the one who acts; return how many could be reached.

    News of a task that offers nothing else opens it.
    """
    me = turn.person.id if turn.person else None
    text = turn.texts(key, **values)
    # A template that was approved is in Vietnamese, and so is what fills it.
    told = catalogue("vi").again(text)
    news = notice("task.news", viec=title or told, tin=told)
    opens = [turn.choice("button.open", TaskOpen(task))] if task else []
    message = Outgoing(text=text, title=title, choices=tuple(choices or opens), notice=news)
    others = (person_id for person_id in people if person_id != me)
    return await to_each(turn, others, message, key=f"{key}/{event}", task=task)


async def to_each(
    turn: Turn, people: Iterable[int], message: Outgoing, *, key: str, task: int | None = None
) -> int:
    """Write the message to each official once; return how many could be reached.

    One that leads nowhere leads to their tasks.
    """
    if not leads(message):
        mine = Command.viec.named(catalogue("vi")("button.tasks"))
        message = replace(message, choices=(mine,))
    reached = 0
    for person_id in dict.fromkeys(people):
        reached += await notify.person(
            turn.session,
            person_id,
            message,
            channels=turn.house.channels,
            now=turn.now,
            key=key,
            lane=Lane.reply,
            task_id=task,
        )
    return reached
