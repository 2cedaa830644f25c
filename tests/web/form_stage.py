"""The pages of a form over a whole office: a campaign, its doors, and people with browsers without scripts."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Answer, Response
from roviec.db.surveys.doors import make_door
from roviec.survey.modes import Mode
from roviec.web.app import Deps, build
from tests.chat import OFFICE, Chat
from tests.handlers.survey_stage import open_survey
from tests.web.plain_browser import Reader


@dataclass
class Stage:
    """An office with one campaign."""

    chat: Chat
    app: Starlette
    campaign: int
    token: str
    readers: list[Reader] = field(default_factory=list)

    def reader(self, **headers: str) -> Reader:
        """Return somebody new."""
        self.readers.append(Reader(self.app, **headers))
        return self.readers[-1]

    async def door(self, mode: Mode, desk: str = "", unit: str = OFFICE) -> str:
        """Return the code of a door."""
        async with self.chat.db.write() as session:
            where = await people.unit_named(session, unit)
            return await make_door(session, campaign_id=self.campaign, unit=where, mode=mode, desk=desk)

    async def answers(self) -> list[tuple[str, int | None, str | None]]:
        """Return every stored answer, sorted."""
        rows = [(a.item, a.number, a.words) for a in await self.chat.rows(Answer)]
        return sorted(rows, key=repr)

    async def responses(self) -> list[Any]:
        """Return every stored response."""
        return await self.chat.rows(Response)


def app_of(chat: Chat, **more: Any) -> Starlette:
    """Return the pages of an office."""
    parts = chat.parts
    deps = Deps(
        db=parts.db,
        files=parts.files,
        channel=parts.web,
        wake=lambda: None,
        receive=chat.road.receive,
        clock=lambda: chat.now,
        office=OFFICE,
        public_url="http://localhost",
        max_file=1000,
        demo=None,
        house=chat.house,
        **more,
    )
    return build(deps)


@pytest.fixture
async def stage(sqlite: Database, tmp_path: Any) -> AsyncIterator[Stage]:
    """An office with the short form open."""
    chat = await Chat.bare(sqlite, tmp_path)
    campaign, token = await open_survey(chat)
    made = Stage(chat, app_of(chat), campaign, token)
    yield made
    for reader in made.readers:
        await reader.close()


async def agree(reader: Reader, code: str) -> None:
    """Open a form and pass consent and age."""
    await reader.opens(f"/phieu/{code}")
    await reader.presses("Đồng ý tham gia")
    await reader.presses("Đã đủ 18 tuổi")


async def complete(reader: Reader, code: str, words: str = "Tốt", level: str = "Hài lòng") -> None:
    """Answer the short form question by question, and send it."""
    await agree(reader, code)
    await reader.presses(level)
    await reader.presses("Tiếp tục", a__kenh=["1", "3"])
    await reader.presses("Tiếp tục", **{"t__y-kien": words})
    await reader.presses("Gửi phiếu")
    reader.sees("Xin cảm ơn Ông/Bà.")
