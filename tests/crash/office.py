"""The office that is killed: citizens with a survey to answer, officials with a task each, and what they say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.engine import Database
from roviec.db.models import Unit
from tests import office

TOKEN = "KHAOSAT2026X"
NUMBERS = (1, 2, 3, 4, 5, 1)
"""The answer to each question: a step lost or taken twice leaves another row of numbers."""
PERCENTS = tuple(range(11, 90, 11))
START = f"/start {TOKEN}"
FINISHES = (START, "1", "1", *map(str, NUMBERS))
"""Open, consent, be of age, answer."""
STOPS = FINISHES[:-2]
REPORTS = tuple(f"đã xong {percent}%" for percent in PERCENTS)


@dataclass(frozen=True)
class Chat:
    """Somebody who writes, and everything they say."""

    chat: str
    says: Sequence[str]

    @property
    def is_official(self) -> bool:
        return self.says == REPORTS

    @property
    def finishes(self) -> bool:
        return self.says == FINISHES


def cohort(chats: Sequence[str]) -> list[Chat]:
    """Give each chat a part: half report on a task, a quarter finishes the survey, a quarter stops on the way."""
    parts = (REPORTS, FINISHES, REPORTS, STOPS)
    return [Chat(chat, parts[n % len(parts)]) for n, chat in enumerate(chats)]


def in_turns(chats: Sequence[Chat]) -> Iterator[tuple[str, str]]:
    """Yield (chat, words): first what each says first, then what each says next."""
    for n in range(max(len(chat.says) for chat in chats)):
        yield from ((chat.chat, chat.says[n]) for chat in chats if n < len(chat.says))


async def seed(db: Database, channel: str, chats: Sequence[Chat]) -> None:
    """Open a survey and give each official a unit, a task and their chat as an address."""
    async with db.write() as session:
        top = await office.open_survey(session, questions=len(NUMBERS), token=TOKEN)
        for chat in chats:
            if chat.is_official:
                unit = await people.add_unit(session, name=f"Đơn vị {chat.chat}", parent=top)
                await _official(session, channel, chat, unit)


async def _official(session: AsyncSession, channel: str, chat: Chat, of: Unit) -> None:
    await office.person(session, f"Cán bộ {chat.chat}", of, channel=channel, chat=chat.chat)
    await office.task(session, f"Việc của {chat.chat}", of, now=datetime.now(UTC))
