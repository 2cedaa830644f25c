"""An office in a real database, filled row by row."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import (
    Answer,
    Campaign,
    Extension,
    Feedback,
    Form,
    Obstacle,
    Part,
    Plan,
    Response,
    Target,
    Task,
    TaskEvent,
    TaskUnit,
    Unit,
)
from roviec.db.surveys import received, tallies
from roviec.reports.digest import Digest, gather
from roviec.survey.load import load, shipped_text
from roviec.survey.tally import addition
from roviec.tasks.calendar import Calendar
from roviec.tasks.lifecycle import State
from tests import office

TODAY = date(2026, 7, 27)  # a Monday, ISO week 31
NOW = datetime(2026, 7, 27, 0, 30, tzinfo=UTC)  # 07:30 in Hanoi
LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


def at(day: date, hour: int = 3) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


@dataclass
class House:
    """Adds rows to one office and gathers its digest."""

    session: AsyncSession
    serial: int = 0
    step: int = 1
    """How many answers move into the figures together."""

    async def keep(self, row: Any) -> Any:
        self.session.add(row)
        await self.session.flush()
        return row

    async def unit(self, name: str, parent: int | None = None) -> int:
        above = await self.session.get(Unit, parent) if parent else None
        return (await people.add_unit(self.session, name=name, parent=above)).id or 0

    async def person(self, name: str, unit: int) -> int:
        of = await self.session.get_one(Unit, unit)
        return (await office.person(self.session, name, of)).id or 0

    async def task(
        self, *units: int, state: State = State.doing, created: datetime = LONG_AGO, **fields: Any
    ) -> int:
        self.serial += 1
        title = fields.pop("title", f"Việc {self.serial}")
        row = Task(title=title, state=state, created_at=created, **fields)
        task = (await self.keep(row)).id
        for unit in units:
            await self.keep(TaskUnit(task_id=task, unit_id=unit, part=Part.lead))
        return task

    async def event(self, task: int, when: datetime, **before: Any) -> None:
        await self.keep(TaskEvent(task_id=task, at=when, kind="change", before=before))

    async def asks(self, task: int, who: int, when: datetime, wished: date, **fields: Any) -> None:
        await self.keep(Extension(task_id=task, asked_by=who, asked_at=when, wished=wished, **fields))

    async def stuck(self, task: int, who: int, when: datetime, **fields: Any) -> None:
        await self.keep(
            Obstacle(task_id=task, words="Thiếu kinh phí", raised_by=who, raised_at=when, **fields)
        )

    async def feedback(self, unit: int, due: date, **fields: Any) -> None:
        self.serial += 1
        row = {"kind": "report", "state": "routed", "words": "x", "unit_id": unit, "due": due, **fields}
        await self.keep(Feedback(code=f"PA-{self.serial:08d}", received_on=LONG_AGO.date(), **row))

    async def goal(self, goal: float, **fields: Any) -> None:
        plan = await self.keep(Plan(subject="Kế hoạch CCHC", created_at=LONG_AGO))
        await self.keep(Target(plan_id=plan.id, index="Chỉ số hài lòng (SIPAS)", goal=goal, **fields))

    async def campaign(self, unit: int, code: str = "mot-cua", opens: date = date(2026, 1, 2)) -> int:
        form = await self.keep(
            Form(code=code, version="1", title=code, checksum=code, source=shipped_text(code))
        )
        return (await self.keep(Campaign(form_id=form.id, unit_id=unit, opens=opens, salt="x"))).id

    async def answers(
        self, campaign: int, unit: int, levels: dict[str, int], on: date = TODAY, flags: tuple[str, ...] = ()
    ) -> None:
        self.serial += 1
        key = f"k{self.serial}"
        self.session.add(Response(key=key, campaign_id=campaign, unit_id=unit, on=on, flags=list(flags)))
        await self.session.flush()
        for item, level in levels.items():
            self.session.add(Answer(response_key=key, item=item, number=level))
        await self.session.flush()
        await received.add(self.session, campaign_id=campaign, unit_id=unit, on=on)
        form = await self.session.get_one(Form, (await self.session.get_one(Campaign, campaign)).form_id)
        await tallies.add(
            self.session,
            place=tallies.Place(campaign, unit, bool(flags)),
            addition=addition(load(form.source).contents, levels),
            minimum_cell=self.step,
            today=on,
        )

    async def digest(self, today: date = TODAY, now: datetime = NOW, **settings: Any) -> Digest:
        calendar = Calendar.seeded([2025, 2026])
        return await gather(self.session, today=today, now=now, calendar=calendar, **settings)
