"""The file was evidence after all: ask of which task."""

from roviec.db.tasks import standing
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.show import task_choices

router = Router()


@router.action("plan.proof")
async def as_proof(turn: Turn) -> None:
    """Keep the files that wait as evidence of a task."""
    data = turn.conversation.data
    tasks = await standing.mine(turn.session, turn.official())
    if not data.get("files") or not tasks:
        turn.finish()
        turn.say("file.gone" if tasks else "file.no_task")
        return
    turn.ask("file.which", files=data["files"], words=data.get("words", ""))
    turn.say("file.which", choices=task_choices(turn, tasks[:8], "file.for"))
