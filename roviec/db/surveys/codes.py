"""One-time codes of the counter: a slip for each citizen served, so that nobody answers twice from many chats.

A code is gone the moment somebody begins with it and waits again when they leave without an answer. Finishing
does not touch this table: nothing ties a slip that was handed to somebody to what they answered.
"""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import Campaign, CounterCode, SurveyRun, Unit
from roviec.db.models.base import id_of
from roviec.db.surveys.campaigns import TOKEN_LENGTH, CampaignUnknown
from roviec.errors import PersonError

MOST = 2000


class CodeNeeded(PersonError):
    """Phiếu này dùng mã một lần phát tại quầy. Ông/Bà quét mã QR hoặc gửi mã in trên phiếu mã; chưa có thì xin tại quầy."""


class CodeTaken(PersonError):
    """Mã này đã có người dùng. Ông/Bà xin mã khác tại quầy."""


class CodesTooMany(PersonError):
    """Mỗi lần in được từ 1 đến {most} mã. Ông/Bà ghi lại số mã."""


async def make_codes(session: AsyncSession, *, campaign_id: int, unit: Unit, count: int) -> list[str]:
    """Return new one-time codes that open a campaign at `unit`; raise `CodesTooMany` or `CampaignUnknown`."""
    if not 1 <= count <= MOST:
        raise CodesTooMany(most=MOST)
    if await session.get(Campaign, campaign_id) is None:
        raise CampaignUnknown(campaign=campaign_id)
    codes = [people.random_code(TOKEN_LENGTH) for _ in range(count)]
    rows = [_row(people.hashed(code), campaign_id, id_of(unit)) for code in codes]
    await (await session.connection()).execute(sa.insert(CounterCode), rows)
    return codes


def _row(code_hash: str, campaign_id: int, unit_id: int) -> dict[str, str | int]:
    return {"code_hash": code_hash, "campaign_id": campaign_id, "unit_id": unit_id}


async def run_begun_with(session: AsyncSession, code: str, *, address_id: int) -> SurveyRun | None:
    """Return the run that this chat began with a code."""
    mine = select(SurveyRun).where(
        SurveyRun.code_hash == people.hashed(code), SurveyRun.address_id == address_id
    )
    return (await session.exec(mine)).first()


async def take_code(session: AsyncSession, campaign: Campaign, code_hash: str | None) -> None:
    """Take the code that waits; raise `CodeTaken` where somebody was faster, `CodeNeeded` where none is given."""
    if code_hash is None:
        if campaign.by_code:
            raise CodeNeeded
        return
    gone = sa.delete(CounterCode).where(col(CounterCode.code_hash) == code_hash)
    if (await session.exec(gone.returning(col(CounterCode.code_hash)))).first() is None:
        raise CodeTaken


async def give_back(session: AsyncSession, run: SurveyRun) -> None:
    """Let the code of a run that ends without an answer wait for its citizen again."""
    if run.code_hash is not None:
        row = _row(run.code_hash, run.campaign_id, run.unit_id)
        await (await session.connection()).execute(sa.insert(CounterCode), row)


async def forget_codes(session: AsyncSession, *, today: date) -> int:
    """Delete the codes of campaigns that are over; return how many."""
    ended = sa.or_(col(Campaign.closes) < today, col(Campaign.ended_on) < today)
    over = select(Campaign.id).where(ended)
    gone = sa.delete(CounterCode).where(col(CounterCode.campaign_id).in_(over))
    found: Sequence[str] = (await session.exec(gone.returning(col(CounterCode.code_hash)))).scalars().all()
    return len(found)
