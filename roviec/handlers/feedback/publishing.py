"""The unit writes what the citizen will read; a leader confirms it, and then it goes out."""

from roviec.db.feedback import find, settle
from roviec.db.models import Task
from roviec.db.models.base import id_of
from roviec.db.tasks import standing
from roviec.handlers.choices.decisions import TaskBack, TaskConfirm
from roviec.handlers.choices.tasks import TaskOpen, TaskUndo
from roviec.handlers.feedback.show import WIDE, quoted
from roviec.handlers.feedback.telling import answer_citizen
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.tasks import lifecycle
from roviec.tasks.feedback import rules
from roviec.texts.shapes import short

router = Router()


class FeedbackAnswer(Dialogue, name="feedback.answer"):
    """What the citizen is to read about a task that is done."""

    task: int


async def ask_answer(turn: Turn, task: Task) -> bool:
    """Ask for the answer before a task that owes one is reported done; False for any other task."""
    feedback = await find.of_task(turn.session, task.id)
    if feedback is None:
        return False
    lifecycle.after(task.state, lifecycle.Verb.complete)
    turn.ask(FeedbackAnswer(id_of(task)))
    turn.say("feedback.ask_answer", code=feedback.code, words=quoted(feedback.words, WIDE), task=task.id)
    return True


@router.dialogue(FeedbackAnswer)
async def take_answer(turn: Turn, asked: FeedbackAnswer) -> None:
    """Keep the answer, report the task done and ask whoever decides to confirm both."""
    answer = rules.checked(turn.text)
    task = await standing.find_to_report(turn.session, asked.task, turn.official())
    feedback = await find.of_task(turn.session, task.id)
    if feedback is None:
        raise standing.TaskUnknown
    event = await settle.report_answer(
        turn.session, feedback=feedback, task=task, answer=answer, at=turn.at, by=turn.by
    )
    turn.finish()
    turn.about(task.id or 0)
    await tell(
        turn,
        await standing.deciders(turn.session, task),
        "told.feedback_answer",
        event=event.id,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        words=quoted(feedback.words, WIDE),
        answer=answer,
        choices=[
            turn.choice("button.confirm_answer", TaskConfirm(id_of(task))),
            turn.choice("button.give_back", TaskBack(id_of(task))),
            turn.choice("button.open", TaskOpen(id_of(task))),
        ],
    )
    mine = turn.official().id == task.leader_id
    choices = [turn.choice("button.confirm_answer", TaskConfirm(id_of(task)))] if mine else []
    turn.say(
        "feedback.answer_ready" if mine else "feedback.answer_reported",
        task=task.id,
        name=short(task.title, 70),
        choices=[*choices, turn.choice("button.undo", TaskUndo(id_of(event), id_of(event)))],
    )


async def publish(turn: Turn, task: Task) -> str:
    """Send the confirmed answer of a task to the citizen; return the sentence that says so, "" for other tasks."""
    feedback = await find.of_task(turn.session, task.id)
    if feedback is None:
        return ""
    settle.publish(feedback, today=turn.today)
    return "feedback.confirmed" if await answer_citizen(turn, feedback) else "feedback.confirmed_kept"
