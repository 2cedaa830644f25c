"""An office at work: who leads, who does it, and a few tasks of one unit."""

from dataclasses import dataclass
from datetime import date, timedelta

from roviec.db.models import Role, Task
from tests import office
from tests.chat import OFFICE, Chat, Talker

UNIT, OTHER = "Phòng Nội vụ", "Phòng Tài chính"
TITLES = ("Báo cáo quý II", "Rà soát thủ tục")


@dataclass
class Work:
    """The chairman, and one official in each of two units."""

    chat: Chat
    chair: Talker
    mai: Talker
    huy: Talker

    async def assign(self, title: str = TITLES[0], due: date | None = date(2026, 7, 10)) -> int:
        """Give mai a task, a month ago; return its number."""
        async with self.chat.db.write() as session:
            of, before = await office.unit(session, UNIT), self.chat.now - timedelta(days=30)
            task = await office.task(session, title, of, due=due, by=self.chair.person, now=before)
        return task.id or 0

    async def state(self, task: int) -> tuple[str, int]:
        """Return how a task stands."""
        (found,) = await self.chat.rows(Task, Task.id == task)
        return found.state, found.percent

    async def open(self, who: Talker, task: int) -> None:
        """Open a task's card."""
        await who.acts(f"task.open:{task}")


PEOPLE: tuple[tuple[str, str, Role, str], ...] = (
    ("Nguyễn Minh Sơn", OFFICE, Role.leader, "Chủ tịch"),
    ("Lò Thị Mai", UNIT, Role.official, ""),
    ("Trần Quốc Huy", OTHER, Role.official, ""),
)


async def furnish(chat: Chat) -> Work:
    """Fill an office."""
    return Work(chat, *[await chat.official(*one) for one in PEOPLE])


async def furnished(chat: Chat) -> Work:
    """Return who is there in an office whose database was filled before."""
    return Work(chat, *[await chat.known(name) for name, *_ in PEOPLE])
