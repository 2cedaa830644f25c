"""A commune with a plan's targets: whoever may see, answer and change them, each with a chat."""

from dataclasses import dataclass
from typing import Any

from roviec.db.models import Measure, Person, Plan, Role, Target
from roviec.folding import fold
from roviec.tasks.reporting import Cycle
from tests import office
from tests.chat import OFFICE, Chat, Talker

HOME, MONEY = "Phòng Nội vụ", "Phòng Tài chính"


@dataclass
class Figures:
    """The chairman, the admin, a head and an official of one unit, an official of another."""

    chat: Chat
    chair: Talker
    admin: Talker
    head: Talker
    mai: Talker
    huy: Talker

    @classmethod
    async def furnish(cls, chat: Chat) -> "Figures":
        return cls(
            chat,
            await chat.official("Nguyễn Minh Sơn", OFFICE, Role.leader, position="Chủ tịch"),
            await chat.official("Phạm Ngọc Dung", OFFICE, Role.admin),
            await chat.official("Vàng Thị Hoa", HOME, Role.leader, position="Trưởng phòng"),
            await chat.official("Lò Thị Mai", HOME),
            await chat.official("Trần Quốc Huy", MONEY),
        )

    async def unit(self, name: str) -> int:
        async with self.chat.db.write() as session:
            return (await office.unit(session, name)).id or 0

    async def target(self, unit: str | None = HOME, **values: Any) -> int:
        """Keep a target of a plan; return its number."""
        unit_id = await self.unit(unit) if unit else None
        given = {"index": "PAR INDEX", "component": "Cải cách thể chế", "goal": 75.0, "goal_op": ">"} | values
        async with self.chat.db.write() as session:
            plan = Plan(
                subject="Cải cách hành chính", number="41/KH-UBND", kind="Kế hoạch", created_at=self.chat.now
            )
            session.add(plan)
            await session.flush()
            target = Target(plan_id=plan.id or 0, unit_id=unit_id, year=2026, baseline=70.5, **given)
            session.add(target)
            await session.flush()
        return target.id or 0

    async def measure(self, name: str, unit: str = HOME, owner: Talker | None = None, **values: Any) -> int:
        """Keep a periodic figure; return its number."""
        given: dict[str, Any] = {"noun": "hồ sơ", "cycle": Cycle.month, "ask_day": 15} | values
        unit_id = await self.unit(unit)
        async with self.chat.db.write() as session:
            person_id = owner.person.id if owner and owner.person else None
            made = Measure(
                name=name,
                folded=fold(name),
                unit_id=unit_id,
                owner_id=person_id,
                made_at=self.chat.now,
                **given,
            )
            session.add(made)
            await session.flush()
        return made.id or 0

    async def one(self, table: Any, number: int) -> Any:
        (found,) = await self.chat.rows(table, table.id == number)
        return found

    async def leave(self, who: Talker) -> None:
        async with self.chat.db.write() as session:
            assert who.person is not None
            (await session.get_one(Person, who.person.id)).left_on = self.chat.now.date()
