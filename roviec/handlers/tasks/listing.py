"""/viec: my tasks, most urgent first."""

from roviec.db.tasks import standing
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Turn
from roviec.handlers.tasks.show import task_choices

router = Router()
PAGE = 8


@router.command("viec")
async def list_mine(turn: Turn, _rest: str = "") -> None:
    """Show the open tasks of the person who asks."""
    await show_page(turn, "0")


@router.action("tasks")
async def show_page(turn: Turn, page: str = "0") -> None:
    """Show one page of my tasks; the last choice leads to the next page."""
    person = turn.official()
    tasks = await standing.mine(turn.session, person)
    first = PAGE * int(page) if page.isdigit() else 0
    choices = task_choices(turn, tasks[first : first + PAGE])
    if not choices:
        turn.say("tasks.none")
        return
    if len(tasks) > first + PAGE:
        rest = len(tasks) - first - PAGE
        choices.append(turn.choice("button.more", "tasks", first // PAGE + 1, count=rest))
    turn.say("tasks.list", count=len(tasks), choices=choices)
