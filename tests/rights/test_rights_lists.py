"""Whatever a list shows opens for its reader: random offices, every list against the rule of the card and of decisions.

A few offices of many people each; `make search` furnishes more.
"""

import random
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.engine import Database
from roviec.db.models import Absence, Away, Part, Person, Role, Task, TaskUnit, Unit
from roviec.db.readers import reader_of
from roviec.db.tasks import lists, office, standing, views
from roviec.db.tasks.lists import Tab
from roviec.db.tasks.office import Days, Look
from roviec.errors import PersonError
from roviec.tasks.calendar import Calendar
from roviec.tasks.lateness import At
from roviec.tasks.lifecycle import State
from tests.examples import examples

NOW = datetime(2026, 6, 29, 1, tzinfo=UTC)
DAYS = Days(At(NOW.date()), Calendar())
ALL = Look()
UNITS, PEOPLE, TASKS = 9, 12, 30
OFFICES = min(examples(3), 60)

Numbers = set[int]


async def _where(session: AsyncSession, rule: sa.ColumnElement[bool]) -> Numbers:
    return {one or 0 for one in (await session.exec(select(Task.id).where(rule))).all()}


async def _page(session: AsyncSession, person: Person) -> Numbers:
    scope = await office.overseen(session, person)
    _, tasks = await office.page(session, scope, ALL, DAYS, offset=0, limit=TASKS)
    return {task.id or 0 for task in tasks}


async def _found(session: AsyncSession, person: Person) -> Numbers:
    scope = await office.overseen(session, person)
    return {task.id or 0 for task in await office.find(session, scope, "việc", limit=TASKS)}


async def _tabs(session: AsyncSession, person: Person) -> Numbers:
    found: Numbers = set()
    for tab in Tab:
        found |= await _where(session, await lists.scope_of(session, person, tab))
    return found


async def _waiting(session: AsyncSession, person: Person) -> Numbers:
    found = await views.waiting_for(session, person)
    asked = [task for _, task in (*found.extensions, *found.obstacles)]
    return {task.id or 0 for task in (*found.completions, *found.refusals, *asked)}


async def _mine(session: AsyncSession, person: Person) -> Numbers:
    return {task.id or 0 for task in await standing.mine(session, person)}


async def _to_decide(session: AsyncSession, person: Person) -> Numbers:
    everything = {one or 0 for one in (await session.exec(select(Task.id))).all()}
    return set((await reader_of(session, person.id or 0, tasks=everything)).decides)


async def _led_below(session: AsyncSession, person: Person) -> Numbers:
    units = (await reader_of(session, person.id or 0, tasks=())).units
    if units is None or person.role == Role.official:
        return set()
    led = select(TaskUnit.task_id).where(TaskUnit.part == Part.lead, col(TaskUnit.unit_id).in_(units))
    return set((await session.exec(led)).all())


LISTS: dict[str, Callable[[AsyncSession, Person], Awaitable[Numbers]]] = {
    "the office in the chat": _page,
    "words looked for": _found,
    "the tabs of the pages": _tabs,
    "what waits": _waiting,
    "one's own": _mine,
    "the digest's units": _led_below,
}


async def _furnish(session: AsyncSession, seed: int) -> None:
    """An office with units below units, people of every role, and tasks between any of them."""
    draw = random.Random(seed)
    units: list[Unit] = []
    for number in range(UNITS):
        above = draw.choice(units) if units else None
        units.append(Unit(name=f"Đơn vị {number}", folded="", parent_id=above.id if above else None))
        session.add(units[-1])
        await session.flush()
    roles = [*[Role.leader] * 3, *[Role.official] * 3, Role.admin]
    people = [
        Person(name=f"Người {n}", folded="", unit_id=draw.choice(units).id or 0, role=draw.choice(roles))
        for n in range(PEOPLE)
    ]
    people[-1].left_on = date(2026, 6, 1)
    session.add_all(people)
    await session.flush()
    for number in range(TASKS):
        await _task(session, draw, units, people, number)
    away, instead = draw.sample(people[:-1], 2)
    absence = Absence(
        person_id=away.id or 0,
        stand_in_id=instead.id or 0,
        first=DAYS.today,
        last=DAYS.today,
        state=Away.running,
        made_at=NOW,
    )
    session.add(absence)
    await session.flush()


async def _task(
    session: AsyncSession, draw: random.Random, units: list[Unit], people: list[Person], number: int
) -> None:
    def somebody(share: float) -> int | None:
        return draw.choice(people).id if draw.random() < share else None

    task = Task(
        title=f"Việc {number}",
        state=draw.choice(list(State)),
        leader_id=somebody(0.4),
        assigned_by=somebody(0.6),
        created_at=NOW,
    )
    session.add(task)
    await session.flush()
    for n, unit in enumerate(draw.sample(units, draw.randint(1, 3))):
        part = Part.lead if n == 0 or draw.random() < 0.3 else Part.partner
        session.add(TaskUnit(task_id=task.id or 0, unit_id=unit.id or 0, part=part, person_id=somebody(0.7)))
    await session.flush()


async def _opens(
    session: AsyncSession, person: Person
) -> tuple[Numbers, Numbers, dict[int, standing.Standing]]:
    """Return the tasks whose card opens for somebody, those on which they may decide, and what they are to each."""
    seen: dict[int, standing.Standing] = {}
    decides: Numbers = set()
    for task in (await session.exec(select(Task))).all():
        try:
            _, seen[task.id or 0] = await standing.find(session, task.id or 0, person)
            await standing.find_to_decide(session, task.id or 0, person)
            decides.add(task.id or 0)
        except PersonError:
            continue
    return set(seen), decides, seen


@pytest.mark.hypothesis  # so that `make search` takes it along
@pytest.mark.parametrize("seed", range(OFFICES))
async def test_a_list_holds_only_what_opens_and_what_waits_may_be_decided(db: Database, seed: int) -> None:
    async with db.write() as session:
        await _furnish(session, seed)
        wrong: list[str] = []
        for person in (await session.exec(select(Person).where(col(Person.left_on).is_(None)))).all():
            opens, decides, relations = await _opens(session, person)
            for name, read in LISTS.items():
                if beyond := await read(session, person) - opens:
                    wrong.append(f"{person.role} {person.id}: {name} shows {sorted(beyond)}, which stay shut")
            if beyond := await _waiting(session, person) - decides:
                wrong.append(f"{person.role} {person.id}: {sorted(beyond)} wait, and are another's to decide")
            if (offered := await _to_decide(session, person)) != decides:
                wrong.append(
                    f"{person.role} {person.id}: the digest says {sorted(offered)}, not {sorted(decides)}"
                )
            # And nothing is missing: a leader's list is everything that they direct.
            if person.role != Role.official:
                directs = {number for number, one in relations.items() if one.directs}
                if (shown := await _where(session, await office.overseen_ever(session, person))) != directs:
                    wrong.append(
                        f"{person.role} {person.id}: the list is {sorted(shown)}, not {sorted(directs)}"
                    )
        assert not wrong, "\n".join(wrong)


async def test_a_circle_of_units_ends(db: Database) -> None:
    async with db.write() as session:
        one, other = Unit(name="Một", folded=""), Unit(name="Hai", folded="")
        session.add_all([one, other])
        await session.flush()
        one.parent_id, other.parent_id = other.id, one.id
        head = Person(name="Người", folded="", unit_id=one.id or 0, role=Role.leader)
        session.add(head)
        await session.flush()
        assert set((await reader_of(session, head.id or 0, tasks=())).units or ()) <= {one.id, other.id}
