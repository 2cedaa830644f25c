"""The file was evidence after all: ask of which task."""

from roviec.db.tasks import standing
from roviec.handlers.choices.plans import PlanProof
from roviec.handlers.choices.tasks import FileFor
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.plans.receiving import PlanWhat
from roviec.handlers.tasks.evidence import FileWhich
from roviec.handlers.tasks.show import task_choices

router = Router()


@router.action(PlanProof)
async def as_proof(turn: Turn, _choice: PlanProof) -> None:
    """Keep the files that wait as evidence of a task."""
    asked = turn.asked(PlanWhat)
    tasks = await standing.mine(turn.session, turn.official())
    if asked is None or not tasks:
        turn.finish()
        turn.say("file.gone" if tasks else "file.no_task")
        return
    turn.ask(FileWhich(asked.files, asked.words))
    turn.say("file.which", choices=task_choices(turn, tasks[:8], FileFor))
