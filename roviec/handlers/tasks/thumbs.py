"""A thumb on a reminder says that its tasks were received: as a reaction, a sticker or a message of its own."""

from roviec.db import outbox_said
from roviec.db.models import Task
from roviec.db.models.base import id_of
from roviec.db.tasks import change, standing
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.tasks import TaskOpen
from roviec.handlers.frame.packing import Unfit
from roviec.handlers.frame.router import Otherwise, Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.show import due_words
from roviec.messages.outgoing import Outgoing
from roviec.tasks.lifecycle import State
from roviec.texts.shapes import short

router = Router()
_THUMBS = frozenset("👍👌🫡🙏🤝")
_SHADES = "\ufe0f🏻🏼🏽🏾🏿"
"""What only colours an emoji."""
_ZALO = frozenset(("/-strong", "/-ok"))
"""Zalo writes its emoji as words."""


def is_thumb(text: str) -> bool:
    """Tell whether a message is nothing but an emoji that says yes, once or more often.

    >>> is_thumb("👍🏻"), is_thumb("👍 xong rồi"), is_thumb("/-strong")
    (True, False, True)
    """
    bare = "".join(ch for ch in text if not ch.isspace() and ch not in _SHADES)
    return bare in _ZALO or (bool(bare) and set(bare) <= _THUMBS)


@router.otherwise(Otherwise.reaction)
async def take_reaction(turn: Turn) -> None:
    """Take a thumb on a message about tasks; any other emoji says nothing to us."""
    if turn.person is not None and is_thumb(turn.text) and await _tasks_meant(turn):
        await take_thumb(turn)


async def take_thumb(turn: Turn) -> bool:
    """Receive the tasks of the message that a thumb answers, else of the last one that offered any."""
    if not is_thumb(turn.text):
        return False
    tasks = await _tasks_meant(turn)
    fresh = [task for task in tasks if task.state == State.assigned]
    for task in fresh:
        await change.accept(turn.session, task=task, by=turn.by)
    if len(fresh) == 1:
        turn.about(id_of(fresh[0]))
        name, due = short(fresh[0].title, 70), due_words(turn, fresh[0])
        opens = turn.choice("button.open", TaskOpen(id_of(fresh[0])))
        turn.say("task.accepted", task=fresh[0].id, name=name, due=due, choices=[opens])
    else:
        mine = turn.choice("button.tasks", Command.viec)
        words = turn.texts("thumb.accepted", count=len(fresh)) if fresh else turn.texts("thumb.thanks")
        turn.answer(Outgoing(words, choices=(mine,)))
    return True


async def _tasks_meant(turn: Turn) -> list[Task]:
    """Return the open tasks of this person that the message is about, or those last offered here."""
    actions = [action for _, action in turn.conversation.options]
    ids = [turn.conversation.task_id] if turn.conversation.task_id else []
    if turn.said.reply_to:
        about, actions = await outbox_said.about(
            turn.session, channel=turn.said.channel, chat=turn.said.chat, external_id=turn.said.reply_to
        )
        ids = about
    ids += [found for action in actions if (found := _opened(action)) is not None]
    tasks = [await turn.session.get(Task, number) for number in dict.fromkeys(ids)]
    me = turn.official()
    return [task for task in tasks if task is not None and (await standing.of(turn.session, task, me)).works]


def _opened(action: str) -> int | None:
    """Return the task that a choice opens."""
    if action.partition(":")[0] != TaskOpen.verb:
        return None
    try:
        return TaskOpen.unpack(action).task
    except Unfit:
        return None
