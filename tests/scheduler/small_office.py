"""A small office to remind: people with a chat each, tasks, and a look into what was written to them."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import inspect
from sqlmodel import col, select

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.files import FileStore
from roviec.db.models import Outbox, Part, Person, Role, Task, TaskUnit, Told, Unit
from roviec.handlers.frame.house import House
from roviec.messages.capabilities import Capabilities
from roviec.messages.outgoing import Outgoing
from roviec.tasks.calendar import Calendar
from roviec.tasks.deadlines import DeadlineSettings
from roviec.tasks.ladder import Ladder
from roviec.tasks.lifecycle import State
from tests import office
from tests.office import HANOI

CALENDAR = Calendar.seeded(range(2023, 2027))
CHANNELS: Mapping[str, Capabilities] = {
    "web": Capabilities(buttons=20, files=True, idempotent=True),
    "plain": Capabilities(),
}


def at(text: str) -> datetime:
    """Return a moment in Hà Nội: at("2026-06-25 08:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def house(folder: Path) -> House:
    return House(
        named="UBND xã Đại Lãnh",
        zone=HANOI,
        calendar=lambda: CALENDAR,
        ladder=Ladder(),
        deadlines=DeadlineSettings(),
        headline="mean",
        minimum_cell=5,
        paused_survey_days=14,
        max_file=1,
        files=FileStore(folder),
        channels=CHANNELS,
        links=lambda _code: {},
    )


class SmallOffice:
    """Unit "UBND" above "Tư pháp", "Văn hóa"; each with people as a test asks for them."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.house = db, house(folder)
        self.ids: dict[str, int] = {}

    async def open(self) -> None:
        async with self.db.write() as session:
            for name in ("Tư pháp", "Văn hóa"):
                await office.unit(session, name, above="UBND")
        await self.person("Chủ tịch", "UBND", Role.leader)
        await self.person("Quản trị", "UBND", Role.admin)
        await self.person("Trưởng phòng", "Tư pháp", Role.leader)
        await self.person("Lan", "Tư pháp")
        await self.person("Bình", "Văn hóa")

    async def person(
        self, name: str, unit: str, role: Role = Role.official, *, channel: str | None = "web"
    ) -> int:
        async with self.db.write() as session:
            of = await people.unit_named(session, unit)
            chat = name if channel else ""
            person = await office.person(session, name, of, role, channel=channel or "", chat=chat)
            self.ids[name] = person.id or 0
        return self.ids[name]

    async def task(
        self,
        title: str,
        due: str | None,
        *,
        lead: str | None = "Lan",
        unit: str = "Tư pháp",
        partner: str | None = None,
        leader: str | None = None,
        created: str = "2026-01-05 09:00",
        **more: object,
    ) -> int:
        async with self.db.write() as session:
            day = date.fromisoformat(due) if due else None
            task = Task(title=title, due=day, original_due=day, created_at=at(created), **more)
            task.leader_id = self.ids[leader] if leader else None
            session.add(task)
            await session.flush()
            for name, where, part in ((lead, unit, Part.lead), (partner, "Văn hóa", Part.partner)):
                if name or part == Part.lead:
                    of = await people.unit_named(session, where)
                    person_id = self.ids[name] if name else None
                    row = TaskUnit(task_id=task.id or 0, unit_id=of.id or 0, part=part, person_id=person_id)
                    session.add(row)
            return task.id or 0

    async def change(self, task_id: int, **values: object) -> None:
        async with self.db.write() as session:
            task = await session.get_one(Task, task_id)
            for name, value in values.items():
                setattr(task, name, value)

    async def letters(self, since: int = 0) -> list[tuple[str, Outgoing]]:
        """Return (chat, message) of every message written, in order."""
        async with self.db.read() as session:
            rows = (
                await session.exec(
                    select(Outbox).where(col(Outbox.place) > since).order_by(col(Outbox.place))
                )
            ).all()
        return [(row.chat, Outgoing.from_json(row.body)) for row in rows]

    async def rows(self, table: type) -> list:  # type: ignore[type-arg]
        async with self.db.read() as session:
            order = [col(Outbox.place)] if table is Outbox else inspect(table).primary_key
            return list((await session.exec(select(table).order_by(*order))).all())


__all__ = ["CALENDAR", "HANOI", "Person", "SmallOffice", "State", "Told", "Unit", "at", "house"]
