"""A commune for the transcripts of what is promised: five units, a head, an admin, people with and without a chat."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people, surveys
from roviec.db.engine import Database
from roviec.db.models import Plan, Role, Task
from roviec.db.tasks import change
from roviec.db.tasks.events import By
from roviec.handlers.frame.house import House
from roviec.handlers.leaving import leave
from roviec.tasks.lateness import At
from tests import office
from tests.chat import Clock

TOP, HOME, ECONOMY, CULTURE, DESK = (
    "UBND xã Bình Lư",
    "Phòng Nội vụ",
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Văn phòng HĐND và UBND",
)
STAFF = (
    ("Nguyễn Minh Sơn", TOP, "Chủ tịch", Role.leader),
    ("Phạm Thị Hạnh", HOME, "Trưởng phòng", Role.leader),
    ("Lò Thị Mai", HOME, "Chuyên viên", Role.official),
    ("Trần Quốc Huy", ECONOMY, "Chuyên viên", Role.official),
    ("Vũ Đức Long", DESK, "Chuyên viên", Role.admin),
)
NEW = ("Giàng A Páo", CULTURE, "Chuyên viên", Role.official)
"""On the roster, with no chat yet."""
REPORT, LATE = "Báo cáo kết quả cải cách hành chính quý II", "Rà soát hộ nghèo"


async def furnish(db: Database, clock: Clock) -> dict[str, int]:
    """Add the commune, its people, three tasks and the desk's survey; return the ids of who has a chat."""
    ids: dict[str, int] = {}
    async with db.write() as session:
        units = {
            name: await office.unit(session, name, above=TOP) for name in (TOP, HOME, ECONOMY, CULTURE, DESK)
        }
        for name, unit, position, role in (*STAFF, NEW):
            added = await office.person(session, name, units[unit], role, position=position)
            if name != NEW[0]:
                ids[name] = added.id or 0
        chair = await people.person_named(session, STAFF[0][0])
        await office.task(session, REPORT, units[HOME], now=clock(), due=date(2026, 6, 30), by=chair)
        late = await office.task(session, LATE, units[ECONOMY], now=clock(), due=date(2026, 6, 5), by=chair)
        plan = Plan(number="938/UBND", kind="Công văn", subject="Giảm nghèo năm 2026", created_at=clock())
        session.add(plan)
        await session.flush()
        late.plan_id = plan.id
        await office.task(
            session, "Mở lớp xóa mù chữ", units[CULTURE], now=clock(), due=date(2026, 6, 17), by=chair
        )
        await surveys.open_campaign(session, form_code="mot-cua", unit=units[TOP], opens=clock().date())
    return ids


@dataclass
class Hand:
    """What happens in the office beside its chats."""

    db: Database
    house: Callable[[], House]
    clock: Clock
    codes: dict[str, str]
    """What a script calls a random code, and the code."""

    async def do(self, words: str) -> None:
        """Do what a stage direction says."""
        for shape, verb in _DIRECTIONS.items():
            if said := re.fullmatch(shape, words):
                async with self.db.write() as session:
                    await verb(self, session, *said.groups())
                return
        raise LookupError(words)

    async def invite(self, session: AsyncSession, name: str) -> None:
        """Print an invitation for somebody."""
        person = await people.person_named(session, name)
        self.codes["‹mã mời›"] = await people.invite(session, person=person, now=self.clock())

    async def leave(self, session: AsyncSession, name: str, to: str) -> None:
        """Let somebody leave, their work going to somebody else."""
        who, receiver = [await people.person_named(session, one) for one in (name, to)]
        await leave(session, who, receiver, house=self.house(), now=self.clock())

    async def done(self, session: AsyncSession, count: str, name: str) -> None:
        """Let somebody have completed that many tasks more."""
        who, chair = [await people.person_named(session, one) for one in (name, STAFF[0][0])]
        of = await office.unit(session, HOME, above=TOP)
        for n in range(1, int(count) + 1):
            due = date(2026, 7, n)
            task = await office.task(
                session, f"Hồ sơ thi đua số {n}", of, now=self.clock(), due=due, by=chair
            )
            by = By(who, self.clock(), "web")
            await change.complete(
                session, task=task, at=At(self.clock().date(), self.clock().time()), by=by, words=""
            )

    async def undated(self, session: AsyncSession, title: str, unit: str) -> None:
        """Give a task without a day."""
        chair = await people.person_named(session, STAFF[0][0])
        of = await office.unit(session, unit, above=TOP)
        await office.task(session, title, of, now=self.clock(), by=chair)

    async def due(self, session: AsyncSession, title: str, day: str) -> None:
        """Let a task be due on another day."""
        task = (await session.exec(select(Task).where(col(Task.title) == title))).one()
        when = date(2026, *reversed([int(part) for part in day.split("/")]))
        task.due = task.original_due = when


Verb = Callable[..., Awaitable[None]]
_DIRECTIONS: dict[str, Verb] = {
    r"mã mời cho (.+)": Hand.invite,
    r"(.+) nghỉ việc, bàn giao cho (.+)": Hand.leave,
    r"(\d+) việc nữa của (.+) đã báo hoàn thành": Hand.done,
    r"việc không hạn: (.+), (.+)": Hand.undated,
    r"«(.+)» đến hạn ngày (\S+)": Hand.due,
}
