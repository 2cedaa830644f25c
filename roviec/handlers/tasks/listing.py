"""/viec: my tasks, most urgent first; a leader's begins with the office's."""

from roviec.db.tasks import standing
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.office import Office
from roviec.handlers.choices.tasks import TasksPage
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.office import oversees, show_office
from roviec.handlers.tasks.show import task_choices

router = Router()
PAGE = 8


@router.command(Command.viec)
async def list_tasks(turn: Turn, _rest: str = "") -> None:
    """Show a leader what they oversee, anybody else their own open tasks."""
    if oversees(turn.official()):
        await show_office(turn, Office())
    else:
        await show_page(turn, TasksPage(0))


@router.action(TasksPage)
async def show_page(turn: Turn, choice: TasksPage) -> None:
    """Show one page of my tasks; the last choice leads to the next page."""
    person = turn.official()
    tasks = await standing.mine(turn.session, person)
    first = PAGE * choice.page
    choices = task_choices(turn, tasks[first : first + PAGE])
    if not choices:
        turn.say("tasks.none")
        return
    if len(tasks) > first + PAGE:
        rest = len(tasks) - first - PAGE
        choices.append(turn.choice("button.more", TasksPage(choice.page + 1), count=rest))
    turn.say("tasks.list", count=len(tasks), choices=choices)
