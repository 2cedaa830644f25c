"""One office for tests: its units, people with a chat each, and tasks, written with the verbs of the office itself."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import Person, Role, Task, Unit
from roviec.db.tasks import assign

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE = "UBND xã Đại Lãnh"


async def unit(session: AsyncSession, name: str, above: str = OFFICE) -> Unit:
    """Return a unit of this name, added below `above` if it is new."""
    parent = await people.add_unit(session, name=above) if name != above else None
    return await people.add_unit(session, name=name, parent=parent)


async def person(
    session: AsyncSession,
    name: str,
    of: Unit,
    role: Role = Role.official,
    *,
    position: str = "",
    channel: str = "web",
    chat: str = "",
    now: datetime | None = None,
) -> Person:
    """Return somebody on the roster, linked to a chat if one is named."""
    found = await people.add_person(session, name=name, unit=of, role=role, position=position)
    if chat:
        address = await people.address_of(session, channel=channel, chat=chat)
        address.person_id, address.linked_at = found.id, now
    await session.flush()
    return found


async def task(
    session: AsyncSession,
    title: str,
    *leads: Unit,
    now: datetime,
    due: date | None = None,
    partners: Sequence[Unit] = (),
    leader: Person | None = None,
    by: Person | None = None,
) -> Task:
    """Return a new task of these units, without telling anybody."""
    new = assign.NewTask(
        title=title, leads=leads, partners=partners, leader=leader, deadline=assign.fixed(due)
    )
    return await assign.assign_task(session, new=new, plan=None, actor=by, now=now)
