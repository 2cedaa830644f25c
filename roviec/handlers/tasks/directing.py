"""A leader writes to the people of a task: they are told, and see it on its card."""

from roviec.db.models.base import id_of
from roviec.db.tasks import change, standing
from roviec.handlers.choices.decisions import TaskDirect
from roviec.handlers.choices.tasks import TaskOpen
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.reporting import said
from roviec.handlers.tasks.telling import heard
from roviec.texts.shapes import short

router = Router()


class DirectWords(Dialogue, name="direct.words"):
    """What to write to the people of a task."""

    task: int


@router.action(TaskDirect)
async def ask_words(turn: Turn, choice: TaskDirect) -> None:
    """Ask what to write."""
    task, mine = await standing.find(turn.session, choice.task, turn.official())
    if not mine.directs:
        raise standing.NotYoursToDecide
    turn.ask(DirectWords(choice.task))
    turn.say("direct.ask", name=short(task.title, 70))


@router.dialogue(DirectWords)
async def send_words(turn: Turn, asked: DirectWords) -> None:
    """Keep the words and tell the lead, the partners and the leader in charge."""
    words = said(turn)
    task, _ = await standing.find(turn.session, asked.task, turn.official())
    event = await change.direct(turn.session, task=task, words=words, by=turn.by)
    turn.finish()
    whom = [p for p in await standing.concerned(turn.session, task) if p != turn.official().id]
    reached = await tell(
        turn,
        whom,
        "told.direct",
        event=event.id,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        words=short(words, 1500),
        choices=[turn.choice("button.open", TaskOpen(id_of(task)))],
    )
    heard(turn, whom, reached)
    turn.say("direct.sent", name=short(task.title, 70), reached=reached, people=len(whom))
