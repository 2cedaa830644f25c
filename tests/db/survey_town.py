"""A form open at the office, below it and beside that, row by row: chats that begin it, and a channel that erases."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people, surveys
from roviec.db.models import Address, Campaign, Inbox, SurveyRun, Unit
from roviec.db.models.base import Row
from tests import office
from tests.handlers.survey_stage import short_form
from tests.office import HANOI, OFFICE

NOW = datetime(2026, 6, 29, 8, 5, tzinfo=HANOI)
TODAY = NOW.date()
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
BELOW, ASIDE = "Phòng Nội vụ", "Phòng Tài chính"


class Noted:
    """A channel that only notes what it is asked to erase."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    async def since(self, _: AsyncSession, **what: object) -> None:
        self.asked.append(("since", what["chat"], what["first"], what["since"], what["now"]))

    async def one(self, _: AsyncSession, **what: object) -> None:
        self.asked.append(("one", what["chat"], what["said"], what["now"]))

    async def all(self, _: AsyncSession, **what: object) -> None:
        self.asked.append(("all", what["chat"]))


@dataclass
class Town:
    """A form open at the office, below it and beside that; chats that begin it."""

    session: AsyncSession
    units: dict[str, Unit]
    opened: dict[str, Campaign]
    eraser: Noted

    @classmethod
    async def of(cls, session: AsyncSession) -> "Town":
        units = {name: await office.unit(session, name) for name in (OFFICE, BELOW, ASIDE)}
        await surveys.keep_form(session, source=short_form())
        town = cls(session, units, {}, Noted())
        for name in units:
            town.opened[name] = await town.open(name)
        return town

    async def open(self, unit: str, **more: Any) -> Campaign:
        wanted = {"form_code": "thu", "opens": TODAY} | more
        return await surveys.open_campaign(self.session, unit=self.units[unit], **wanted)

    @property
    def traces(self) -> surveys.Traces:
        return {"web": self.eraser}

    async def chat(self, name: str, channel: str = "web") -> Address:
        return await people.address_of(self.session, channel=channel, chat=name)

    async def begin(self, chat: str = "a", unit: str = BELOW, **more: Any) -> SurveyRun:
        row = Inbox(channel="web", external_id=f"begun {chat}", chat=chat, payload={})
        of = {"campaign": self.opened[unit], "unit": self.units[unit], "row": row}
        wanted = of | {"today": TODAY, "now": NOW} | more
        return await surveys.begin_run(self.session, address=await self.chat(chat), **wanted)

    async def finish(self, run: SurveyRun, answers: dict[str, Any], seconds: int = 600, **more: Any) -> None:
        address = await self.session.get_one(Address, run.address_id)
        campaign = await self.session.get_one(Campaign, run.campaign_id)
        await surveys.finish_run(
            self.session,
            run=run,
            state=replace(surveys.state_of(run), answers=answers),
            form=await surveys.form_of(self.session, campaign),
            campaign=campaign,
            address=address,
            minimum_cell=2,
            traces=self.traces,
            today=TODAY,
            now=NOW + seconds * SECOND,
            **more,
        )

    async def rows(self, table: type[Row]) -> list[Any]:
        found = select(table).execution_options(populate_existing=True)
        return list((await self.session.exec(found)).all())
