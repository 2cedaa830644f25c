"""Obstacles: a leader sees one, answers it, and whoever raised it hears how."""

from roviec.db.models.base import id_of
from roviec.db.tasks import requests, standing
from roviec.handlers.choices.decisions import BlockAnswer, BlockShow
from roviec.handlers.choices.tasks import TaskOpen
from roviec.handlers.frame.choices import Dialogue
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.tell import tell
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.deciding import to_decide
from roviec.handlers.tasks.reporting import said
from roviec.handlers.tasks.show import due_words
from roviec.handlers.tasks.telling import unit_told
from roviec.texts.shapes import short

router = Router()


class BlockHow(Dialogue, name="block.answer"):
    """How an obstacle is removed."""

    obstacle: int


@router.action(BlockShow)
async def show_obstacle(turn: Turn, choice: BlockShow) -> None:
    """Show an obstacle with its task."""
    obstacle = await requests.obstacle(turn.session, choice.obstacle)
    task = await to_decide(turn, obstacle.task_id)
    turn.say(
        "block.show",
        title=task.title,
        task=task.id,
        words=short(obstacle.words, 600),
        due=due_words(turn, task),
        choices=[
            turn.choice("button.answer_obstacle", BlockAnswer(id_of(obstacle))),
            turn.choice("button.open", TaskOpen(id_of(task))),
        ],
    )


@router.action(BlockAnswer)
async def ask_answer(turn: Turn, choice: BlockAnswer) -> None:
    """Ask how the obstacle is removed."""
    obstacle = await requests.obstacle(turn.session, choice.obstacle)
    await to_decide(turn, obstacle.task_id)
    if obstacle.resolved_at is not None:
        raise requests.AlreadyDecided
    turn.ask(BlockHow(choice.obstacle))
    turn.say("block.ask_answer", words=short(obstacle.words, 200))


@router.dialogue(BlockHow)
async def answer_obstacle(turn: Turn, asked: BlockHow) -> None:
    """Resolve the obstacle with the leader's words and tell who raised it."""
    answer = said(turn)
    obstacle = await requests.obstacle(turn.session, asked.obstacle)
    task = await to_decide(turn, obstacle.task_id)
    await requests.resolve_obstacle(
        turn.session,
        obstacle=obstacle,
        answer=answer,
        by=turn.by,
    )
    turn.finish()
    whom = await standing.answered(turn.session, task, obstacle.raised_by)
    reached = await tell(
        turn,
        whom,
        "told.answered",
        event=obstacle.id,
        task=task.id,
        title=task.title,
        who=turn.official().name,
        answer=short(answer, 600),
        choices=[turn.choice("button.open", TaskOpen(id_of(task)))],
    )
    turn.say("block.answered", told=unit_told(turn, whom, reached))
