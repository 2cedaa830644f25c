"""An office that citizens write to: a chairman, an admin, two units with an official each.

A module that takes it names tests.handlers.chat_stages in its `pytest_plugins`.
"""

from dataclasses import dataclass
from typing import Any

import pytest

from roviec.db.models import Feedback, Role
from tests.chat import OFFICE, Chat, Talker

HOME, DESK = "Phòng Nội vụ", "Bộ phận Một cửa"
LAMP = "Đèn đường thôn Đông hỏng từ tuần trước."


@dataclass
class Office:
    """Who is there; `citizen` and `other` are nobody that the office knows."""

    chat: Chat
    chair: Talker
    admin: Talker
    mai: Talker
    citizen: Talker
    other: Talker

    async def feedback(self, **where: Any) -> Any:
        """Return the only feedback there is."""
        (one,) = await self.chat.rows(Feedback)
        return one

    async def writes(
        self,
        words: str = LAMP,
        *,
        kind: str = "1",
        unit: str = HOME,
        way: str = "1",
        who: Talker | None = None,
    ) -> str:
        """Let a citizen write and send; return the code."""
        who = who or self.citizen
        for said in ("/phananh", kind, words, unit, way):
            await who.says(said)
        return str((await self.chat.rows(Feedback))[-1].code)

    async def answers(self, words: str = "Đã thay bóng đèn ngày 30/6/2026.") -> None:
        """Let the unit answer and the chairman confirm."""
        await self.mai.says("/viec")
        await self.mai.says("1")
        await self.mai.presses("Hoàn thành")
        await self.mai.says(words)
        await self.chair.listens()
        await self.chair.presses("Duyệt và gửi người dân")
        await self.citizen.listens()


async def furnish(chat: Chat) -> Office:
    """Fill an office."""
    chair = await chat.official("Nguyễn Minh Sơn", OFFICE, Role.leader)
    admin = await chat.official("Phạm Thị Hoa", OFFICE, Role.admin)
    mai = await chat.official("Lò Thị Mai", HOME)
    await chat.official("Tẩn Văn Páo", DESK)
    return Office(chat, chair, admin, mai, chat.person("dan"), chat.person("khac"))


@pytest.fixture
async def office(chat: Chat) -> Office:
    """The office on SQLite."""
    return await furnish(chat)


@pytest.fixture
async def office_anywhere(chat_anywhere: Chat) -> Office:
    """The office, on SQLite and on PostgreSQL in turn."""
    return await furnish(chat_anywhere)
