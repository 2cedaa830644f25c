"""Files that were sent to the wrong task: their sender chooses another."""

from roviec.db.models.base import id_of
from roviec.db.tasks import misplaced, standing
from roviec.handlers.choices.tasks import FileMove, FileWrong, TaskOpen
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.show import labels
from roviec.texts.shapes import short

router = Router()
OFFERED = 8


@router.action(FileWrong)
async def ask_task(turn: Turn, choice: FileWrong) -> None:
    """Ask for which task the files of one message are instead."""
    sent = await misplaced.files_sent(turn.session, first=choice.first, last=choice.last, by=turn.by)
    mine = await standing.mine(turn.session, turn.official())
    others = [task for task in mine if task.id != sent[0].task_id][:OFFERED]
    if not others:
        turn.say("file.nowhere", choices=[turn.choice("button.open", TaskOpen(sent[0].task_id))])
        return
    choices = [
        FileMove(choice.first, choice.last, id_of(task)).named(line)
        for task, line in zip(others, labels(turn, others), strict=True)
    ]
    turn.say("file.move_where", choices=choices)


@router.action(FileMove)
async def move(turn: Turn, choice: FileMove) -> None:
    """Give the files to the chosen task."""
    task = await standing.find_to_report(turn.session, choice.task, turn.official())
    left = await misplaced.move_files(turn.session, first=choice.first, last=choice.last, to=task, by=turn.by)
    turn.about(id_of(task))
    opens = [turn.choice("button.open", TaskOpen(id_of(task)))]
    turn.say(
        "file.moved", task=task.id, left=short(left.title, 70), name=short(task.title, 70), choices=opens
    )
