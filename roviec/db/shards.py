"""Into how many shards the office's chats are divided: one number for all of its processes.

Two processes that count differently would both send to some chats. So the number changes only while no courier has
its duty, and whoever begins that duty asks whether it is the same still.
"""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import duties, facts
from roviec.db.models import Duty, Fact
from roviec.errors import PersonError

MOST = 16
_FACT = "shards"
_EMPTY = {"count": 1}


class OfficeRuns(PersonError):
    """Rõ Việc đang chạy. Ông/Bà dừng mọi tiến trình của cơ quan, chạy lại lệnh này, rồi khởi động lại."""


class OtherDivision(PersonError):
    """Số phần chia hội thoại vừa đổi thành {count}. Ông/Bà khởi động lại tiến trình này."""


async def count(session: AsyncSession) -> int:
    """Return into how many shards the chats are divided; one where nobody has said."""
    found = (await session.exec(select(Fact).where(Fact.name == _FACT))).first()
    return int(found.value["count"]) if found is not None else 1


async def insist(session: AsyncSession, mine: int) -> None:
    """Raise `OtherDivision` unless the chats are divided into as many shards as a courier was made for."""
    # Held until the commit: whoever changes it sees our duty then.
    now = (await facts.held(session, _FACT, _EMPTY)).value["count"]
    if now != mine:
        raise OtherDivision(count=now)


async def divide(session: AsyncSession, number: int) -> None:
    """Divide the chats into so many shards; raise `OfficeRuns` while any courier is on duty."""
    fact = await facts.held(session, _FACT, _EMPTY)
    couriers = await session.exec(
        select(Duty.name).where(col(Duty.name).startswith("courier/")).with_for_update()
    )
    couriers.all()
    if any(one.left > 0 and one.name.startswith("courier/") for one in await duties.standing(session)):
        raise OfficeRuns
    fact.value = {"count": number}
