"""The office that is killed: citizens with a survey to answer, officials with a task each, and what they say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people, surveys
from roviec.db.engine import Database
from roviec.db.models import Campaign, CampaignLink, Role, Unit
from roviec.db.tasks.assign import NewTask, assign_task

TOKEN = "KHAOSAT2026X"
NUMBERS = (1, 2, 3, 4, 5, 1)
"""The answer to each question: a step lost or taken twice leaves another row of numbers."""
PERCENTS = tuple(range(11, 90, 11))
START = f"/start {TOKEN}"
FINISHES = (START, "1", "1", *map(str, NUMBERS))
"""Open, consent, be of age, answer."""
STOPS = FINISHES[:-2]
REPORTS = tuple(f"đã xong {percent}%" for percent in PERCENTS)

FORM = """
code = "crash"
version = "1"
title = "Phiếu thử"
thanks = "Xin trân trọng cảm ơn Ông/Bà."
minimum_age = 18
[consent]
text = "Ông/Bà có đồng ý tham gia không?"
yes = "Đồng ý tham gia"
no = "Không tham gia"
[[sections]]
id = "phan-1"
title = "Phần 1"
""" + "".join(
    f"""
[[sections.items]]
id = "cau.{n}"
type = "single"
text = "Câu hỏi thứ {n}?"
options = [{", ".join(f'{{ label = "Mức {level}" }}' for level in range(1, 6))}]
"""
    for n in range(1, len(NUMBERS) + 1)
)


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
    now = datetime.now(UTC)
    async with db.write() as session:
        office = await people.add_unit(session, name="Ủy ban nhân dân xã")
        form = await surveys.keep_form(session, source=FORM)
        campaign = Campaign(form_id=form.id or 0, unit_id=office.id or 0, opens=now.date(), salt="muối")
        session.add(campaign)
        await session.flush()
        link = CampaignLink(
            token_hash=people.hashed(TOKEN), campaign_id=campaign.id or 0, unit_id=office.id or 0
        )
        session.add(link)
        for chat in chats:
            if chat.is_official:
                unit = await people.add_unit(session, name=f"Đơn vị {chat.chat}", parent=office)
                await _official(session, channel, chat, unit, now)


async def _official(session: AsyncSession, channel: str, chat: Chat, unit: Unit, now: datetime) -> None:
    person = await people.add_person(session, name=f"Cán bộ {chat.chat}", unit=unit, role=Role.official)
    address = await people.address_of(session, channel=channel, chat=chat.chat)
    address.person_id = person.id
    new = NewTask(title=f"Việc của {chat.chat}", leads=[unit])
    await assign_task(session, new=new, plan=None, actor=None, now=now)
