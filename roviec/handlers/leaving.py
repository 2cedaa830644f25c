"""Somebody leaves the office: their open work goes to a receiver first, and whoever is concerned hears of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import absences, people, roll
from roviec.db.models import Person
from roviec.db.tasks import standing
from roviec.db.tasks.change import hand_over_everything
from roviec.errors import PersonError
from roviec.handlers.frame.house import House
from roviec.handlers.tasks.leaving import tell_receiver, tell_stand_ins
from roviec.texts import catalogue


class HasOpenTasks(PersonError):
    """{name} còn {count} nhiệm vụ chưa xong. Ông/Bà chọn người nhận bàn giao rồi thực hiện lại."""


class SamePerson(PersonError):
    """Người nghỉ và người nhận bàn giao là một. Ông/Bà chọn người nhận khác."""


class ReceiverMayNotLead(PersonError):
    """{name} đang phụ trách {count} nhiệm vụ với vai trò {role}. Ông/Bà chọn người nhận có cùng vai trò."""


@dataclass(frozen=True)
class Left:
    """What went over when somebody left: the numbers of the tasks, and whether the receiver could be told."""

    tasks: list[int]
    is_told: bool = False


async def leave(
    session: AsyncSession, leaver: Person, to: Person | None, *, house: House, now: datetime
) -> Left:
    """Take somebody off the roster, their open work handed over; raise what stands in the way."""
    await roll.check_admin_left(session, leaver)
    parts, led = await standing.open_work(session, leaver)
    if to is None and parts | led:
        raise HasOpenTasks(name=leaver.name, count=len(parts | led))
    if to is not None and to.id == leaver.id:
        raise SamePerson
    if to is not None and led and to.role != leaver.role:
        role = catalogue("vi")(f"role.{leaver.role}")
        raise ReceiverMayNotLead(name=leaver.name, count=len(led), role=role)
    over = await hand_over_everything(session, leaver=leaver, to=to, now=now) if to else []
    await _take_off(session, leaver, house=house, now=now)
    is_told = bool(to and over) and await tell_receiver(session, leaver, to, over, house=house, now=now)  # type: ignore[arg-type]
    return Left(sorted(parts | led), is_told)


async def _take_off(session: AsyncSession, leaver: Person, *, house: House, now: datetime) -> None:
    """Take somebody off the roster; whoever stands in for them hears that it is over."""
    ended = await absences.drop(session, person=leaver)
    await people.leave(session, person=leaver, today=now.astimezone(house.zone).date())
    await tell_stand_ins(session, leaver, ended, house=house, now=now)
