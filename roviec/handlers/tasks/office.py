"""/viec for a leader: what is late, soon due or blocked, by unit and document; and the same asked in words."""

from collections.abc import Callable
from datetime import date, timedelta

from roviec.db import naming
from roviec.db.models import Person, Plan, Role
from roviec.db.models.base import id_of
from roviec.db.tasks import office, views
from roviec.db.tasks.office import Days, Look
from roviec.handlers.choices.commands import Command
from roviec.handlers.choices.office import (
    By,
    Office,
    OfficeBy,
    OfficeTasks,
    PersonTasks,
    PlanTasks,
    UnitTasks,
)
from roviec.handlers.choices.tasks import TasksPage
from roviec.handlers.feedback.routing import waiting_choices
from roviec.handlers.frame.router import Router
from roviec.handlers.frame.turn import Choosable, Turn
from roviec.handlers.tasks.pages import PAGE, turning
from roviec.handlers.tasks.show import task_choices
from roviec.messages.outgoing import Choice
from roviec.tasks.questions import Question, Which, read_question
from roviec.texts.shapes import short

router = Router()
NAMES = 8


def oversees(person: Person) -> bool:
    """Tell whether somebody sees more than their own tasks."""
    return person.role != Role.official


def _days(turn: Turn) -> Days:
    return Days(turn.at, turn.house.calendar())


@router.action(Office)
async def show_office(turn: Turn, _choice: Office) -> None:
    """Show the counts of everything that the person oversees, each leading to its list."""
    me = turn.leader()
    found = await office.counts(turn.session, await office.overseen(turn.session, me), _days(turn))
    waits = len(await views.waiting_for(turn.session, me)) + len(await waiting_choices(turn))
    listed = [
        turn.choice(f"office.count.{which}", OfficeTasks(which, False, 0), count=getattr(found, which))
        for which in (Which.late, Which.soon, Which.blocked, Which.open)
        if getattr(found, which)
    ]
    if waits:
        listed.insert(0, turn.choice("office.waiting", Command.duyet, count=waits))
    ways = [
        turn.choice("office.by_unit", OfficeBy(By.unit, 0)),
        turn.choice("office.by_plan", OfficeBy(By.plan, 0)),
    ]
    rest = [turn.choice("office.own", TasksPage(0)), turn.choice("pages.open", Command.trang)]
    turn.say("office.counts", count=found.open, choices=[*listed, *(ways if found.open else []), *rest])


@router.action(OfficeTasks)
async def show_tasks(turn: Turn, choice: OfficeTasks) -> None:
    """Show a page of the tasks of one kind."""
    turn.leader()
    look = Look(choice.which, until=_sunday(turn) if choice.week else None)
    await _list(turn, look, "", choice.page, lambda page: OfficeTasks(choice.which, choice.week, page))


@router.action(UnitTasks)
async def show_of_unit(turn: Turn, choice: UnitTasks) -> None:
    """Show a page of a unit's tasks."""
    unit = await naming.at(turn.session, choice.unit)
    look = Look(choice.which, unit=unit.id if unit else choice.unit)
    name = unit.name if unit else ""
    await _list(turn, look, name, choice.page, lambda page: UnitTasks(choice.which, choice.unit, page))


@router.action(PlanTasks)
async def show_of_plan(turn: Turn, choice: PlanTasks) -> None:
    """Show a page of a document's tasks."""
    plan = await turn.session.get(Plan, choice.plan)
    name = short(plan.subject, 80) if plan else ""
    await _list(turn, Look(plan=choice.plan), name, choice.page, lambda page: PlanTasks(choice.plan, page))


@router.action(PersonTasks)
async def show_of_person(turn: Turn, choice: PersonTasks) -> None:
    """Show a page of a person's tasks; of this week: what is due until Sunday, late ones too."""
    person = await turn.session.get(Person, choice.person)
    look = Look(choice.which, person=choice.person, until=_sunday(turn) if choice.week else None)
    name = person.name if person else ""
    await _list(
        turn,
        look,
        name,
        choice.page,
        lambda page: PersonTasks(choice.which, choice.person, choice.week, page),
    )


def _sunday(turn: Turn) -> date:
    return turn.today + timedelta(days=6 - turn.today.weekday())


async def _list(turn: Turn, look: Look, name: str, page: int, to: Callable[[int], Choosable]) -> None:
    """Show a page of tasks, each opening its card; only those that the person oversees."""
    scope = await office.overseen(turn.session, turn.official())
    total, tasks = await office.page(turn.session, scope, look, _days(turn), offset=page * PAGE, limit=PAGE)
    what = turn.texts(f"office.what.{look.which}")
    title = f"{what} – {name}" if name else what
    if not total:
        turn.say("office.none", what=title)
        return
    choices = [*task_choices(turn, tasks), *turning(turn, page, total, to)]
    turn.say("office.list", what=title, count=total, choices=choices)


@router.action(OfficeBy)
async def show_groups(turn: Turn, choice: OfficeBy) -> None:
    """Show a page of the units or documents, those with most late tasks first."""
    scope = await office.overseen(turn.session, turn.leader())
    read = office.by_unit if choice.by is By.unit else office.by_plan
    first = choice.page * PAGE
    groups = await read(turn.session, scope, _days(turn), offset=first, limit=PAGE + 1)
    choices = [_group(turn, choice.by, one) for one in groups[:PAGE]]
    pages = turning(turn, choice.page, first + len(groups), lambda page: OfficeBy(choice.by, page))
    turn.say(f"office.groups.{choice.by}" if groups else "office.no_groups", choices=[*choices, *pages])


def _group(turn: Turn, by: By, group: office.Group) -> Choice:
    target = UnitTasks(Which.open, group.id, 0) if by is By.unit else PlanTasks(group.id, 0)
    counts = group.counts
    return turn.choice(
        "office.group",
        target,
        name=short(group.name, 60),
        open=counts.open,
        late=counts.late,
        soon=counts.soon,
    )


async def answer_question(turn: Turn) -> bool:
    """Answer a question about tasks; False for other words, and where an official names nobody we know."""
    asked = read_question(turn.text)
    if asked is None:
        return False
    if asked.words:
        await _find(turn, asked.words)
        return True
    if asked.who:
        return await _answer_about(turn, asked)
    me = turn.official()
    if asked.own or not oversees(me):
        await show_of_person(turn, PersonTasks(asked.which, id_of(me), asked.this_week, 0))
    else:
        await show_tasks(turn, OfficeTasks(asked.which, asked.this_week, 0))
    return True


async def _answer_about(turn: Turn, asked: Question) -> bool:
    """Answer about the unit or person named, or ask which of several is meant."""
    meant = await naming.meant(turn.session, asked.who)
    people = await office.people_like(turn.session, asked.who, limit=NAMES) if meant.unit is None else []
    # A person of this name comes before a unit that is only called alike.
    units = [meant.unit] if meant.unit else list(meant.held or (() if people else meant.alike))
    people = people if not units else []
    found: list[tuple[str, UnitTasks | PersonTasks]] = [
        *((unit.name, UnitTasks(asked.which, id_of(unit), 0)) for unit in units[:NAMES]),
        *((one.name, PersonTasks(asked.which, id_of(one), asked.this_week, 0)) for one in people),
    ]
    if not found:
        if oversees(turn.official()):
            turn.say("office.nobody", who=short(asked.who, 60))
        return oversees(turn.official())
    if len(found) > 1 or (units and meant.unit is None and not meant.held):
        turn.say(
            "office.which", who=short(asked.who, 60), choices=[target.named(name) for name, target in found]
        )
        return True
    target = found[0][1]
    await (show_of_unit(turn, target) if isinstance(target, UnitTasks) else show_of_person(turn, target))
    return True


async def _find(turn: Turn, words: str) -> None:
    """Show the tasks that hold the words."""
    scope = await office.overseen(turn.session, turn.official())
    tasks = await office.find(turn.session, scope, words, limit=PAGE + 1)
    if not tasks:
        turn.say("office.not_found", words=short(words, 80))
        return
    shown = task_choices(turn, tasks[:PAGE])
    is_all = len(tasks) <= PAGE
    turn.say("office.found" if is_all else "office.found_more", words=short(words, 80), choices=shown)
