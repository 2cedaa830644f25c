"""roviec tasks: show every task, assign one, change one."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.bot.cli.app import app, command
from roviec.bot.cli.common import Desk, JsonFlag, day, note, out, out_json, work
from roviec.bot.cli.look import group, say
from roviec.bot.cli.task_list import page_of, print_all, print_json, print_table
from roviec.db import people
from roviec.db.models import Person, Task, Unit
from roviec.db.models.base import id_of
from roviec.db.models.delivery import Lane
from roviec.db.tasks import edit, standing
from roviec.db.tasks.assign import NewTask, assign_task, fixed
from roviec.db.tasks.events import By
from roviec.delivery import notify
from roviec.errors import PersonError
from roviec.handlers.choices.tasks import TaskAccept, TaskOpen
from roviec.handlers.tasks.dues import due_with
from roviec.messages.outgoing import Outgoing
from roviec.tasks.hours import hour_of

tasks = group("tasks", invoke_without_command=True, no_args_is_help=False)
app.add_typer(tasks)
CHANNEL = "cli"


class NoTitle(PersonError):
    """Chưa ghi tên việc. Ông/Bà ghi việc phải làm sau --title."""


class LeadIsPartner(PersonError):
    """Đơn vị «{unit}» vừa chủ trì vừa phối hợp. Ông/Bà bỏ đơn vị này ở một bên."""


class NoReason(PersonError):
    """Chưa ghi lý do điều chỉnh. Ông/Bà ghi sau --why."""


class NoSuchTask(PersonError):
    """Không có nhiệm vụ số {number}. Ông/Bà xem số của nhiệm vụ bằng: roviec tasks."""


@tasks.callback(epilog=say("cli.for_example", line=say("cli.tasks.example")))
def show(
    context: typer.Context,
    as_json: JsonFlag = False,
    page: Annotated[
        int | None, typer.Option("--page", min=1, metavar="N", help=say("cli.tasks.page"))
    ] = None,
    everything: Annotated[bool, typer.Option("--all", metavar="", help=say("cli.tasks.all"))] = False,
) -> None:
    """Show the tasks, what is open first: a page of them, or all; as JSON all unless a page is named."""
    if context.invoked_subcommand is not None:
        return None
    if page is None and (everything or as_json):
        return work(context, print_json if as_json else print_all)
    rows, more = work(context, partial(page_of, number=page or 1))
    if as_json:
        return out_json(rows)
    print_table(rows)
    if more:
        note("cli.tasks.more", page=(page or 1) + 1)
    return None


@command(tasks, "add", "tasks.add")
def add(
    context: typer.Context,
    title: Annotated[str, typer.Option("--title", metavar=say("cli.words"), help=say("cli.title"))],
    lead: Annotated[list[str], typer.Option("--lead", metavar=say("cli.unit"), help=say("cli.lead"))],
    partner: Annotated[
        list[str] | None, typer.Option("--partner", metavar=say("cli.unit"), help=say("cli.partner"))
    ] = None,
    due: Annotated[str | None, typer.Option("--due", metavar=say("cli.day"), help=say("cli.due"))] = None,
) -> None:
    """Assign a task and tell whoever is in charge; print its number."""
    until = day(due)
    if not title.strip():
        raise NoTitle

    async def verb(desk: Desk) -> tuple[Task, list[str], list[str]]:
        async with desk.db.write() as session:
            new = NewTask(
                title=" ".join(title.split()),
                leads=await _named(session, lead),
                partners=await _named(session, partner or []),
                deadline=fixed(until),
            )
            for unit in new.leads:
                if unit in new.partners:
                    raise LeadIsPartner(unit=unit.name)
            task = await assign_task(session, new=new, plan=None, actor=None, now=desk.now, channel=CHANNEL)
            return task, *await _tell(session, task, desk)

    task, told, untold = work(context, verb)
    out(str(task.id))
    if told:
        note("cli.tasks.told", names="; ".join(told))
    if untold:
        note("cli.tasks.untold", names="; ".join(untold))
    if not told and not untold:
        note("cli.tasks.nobody")


@command(tasks, "edit", "tasks.edit")
def change(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar=say("cli.number"), help=say("cli.tasks.number"))],
    why: Annotated[str, typer.Option("--why", metavar=say("cli.words"), help=say("cli.why"))],
    due: Annotated[str | None, typer.Option("--due", metavar=say("cli.day"), help=say("cli.due"))] = None,
    lead: Annotated[str | None, typer.Option("--lead", metavar=say("cli.unit"), help=say("cli.lead"))] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar=say("cli.words"), help=say("cli.title"))
    ] = None,
) -> None:
    """Change a task with a reason and tell everybody concerned."""
    until = day(due)
    if not why.strip():
        raise NoReason

    async def verb(desk: Desk) -> tuple[list[str], list[str]]:
        async with desk.db.write() as session:
            task = await session.get(Task, number)
            if task is None:
                raise NoSuchTask(number=number)
            wanted = edit.Edit(
                title=" ".join(title.split()) if title else None,
                due=fixed(until) if until else None,
                lead=await people.unit_named(session, lead) if lead else None,
            )
            by = By(None, desk.now, CHANNEL)
            made = await edit.edit(session, task=task, edit=wanted, why=why, today=desk.today, by=by)
            key, message = f"told.edited/{made.event.id}", _edited(task, made, why)
            given = await _write(
                session, made.given, f"told.moved/{made.event.id}", _message(task), desk, task.id
            )
            others = await _write(session, made.told, key, message, desk, task.id)
            return given[0] + others[0], given[1] + others[1]

    told, untold = work(context, verb)
    if told:
        note("cli.tasks.told", names="; ".join(told))
    if untold:
        note("cli.tasks.untold", names="; ".join(untold))
    if not told and not untold:
        note("cli.tasks.nobody")


def _edited(task: Task, made: edit.Edited, why: str) -> Outgoing:
    lines = [f"{say(f'field.{what}')}: {old} → {new}" for what, (old, new) in made.changes.items()]
    return Outgoing(
        text=say("cli.told.edited", lines="\n".join(lines), why=why.strip()),
        title=task.title,
        choices=(TaskOpen(id_of(task)).named(say("button.open")),),
    )


async def _named(session: AsyncSession, names: Sequence[str]) -> list[Unit]:
    """Return the units of these names, each once."""
    units = [await people.unit_named(session, name) for name in names]
    return list({unit.id: unit for unit in units}.values())


async def _tell(session: AsyncSession, task: Task, desk: Desk) -> tuple[list[str], list[str]]:
    """Write to those in charge; return the names of who will hear of it and of who has no address."""
    owners = await standing.given_to(session, task)
    return await _write(session, owners, f"told.assigned/{task.id}", _message(task), desk, task.id)


async def _write(
    session: AsyncSession, whom: Sequence[int], key: str, message: Outgoing, desk: Desk, task_id: int | None
) -> tuple[list[str], list[str]]:
    """Write to people; return the names of who will hear of it and of who has no address."""
    told: list[str] = []
    untold: list[str] = []
    for person_id in dict.fromkeys(whom):
        reached = await notify.person(
            session,
            person_id,
            message,
            channels=desk.house.channels,
            now=desk.now,
            key=key,
            lane=Lane.reminder,
            task_id=task_id,
        )
        person = await session.get_one(Person, person_id)
        (told if reached else untold).append(person.name)
    return told, untold


def _message(task: Task) -> Outgoing:
    due = due_with(say, task.due, hour_of(task)) if task.due else say("cli.told.no_due")
    return Outgoing(
        text=say("cli.told.assigned", title=task.title, due=due),
        title=say("cli.told.title"),
        choices=(
            TaskAccept(id_of(task)).named(say("button.accept")),
            TaskOpen(id_of(task)).named(say("button.open")),
        ),
    )
