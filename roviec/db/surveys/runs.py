"""Runs in progress: one per chat and campaign, kept until finished, declined, erased or too old."""

import hashlib
import hmac
import json
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Address, Campaign, Inbox, Person, SpentToken, SurveyRun, Unit
from roviec.db.surveys.campaigns import check_open, form_of
from roviec.errors import PersonError
from roviec.survey.engine import start
from roviec.survey.session import Session


class AnsweredAlready(PersonError):
    """Ông/Bà đã trả lời đợt khảo sát này rồi. Xin cảm ơn Ông/Bà; mỗi người trả lời một lần."""


class NotForStaff(PersonError):
    """Phiếu này dành cho người dân. Ông/Bà là cán bộ của cơ quan được đánh giá nên không trả lời phiếu này."""


class RunGone(PersonError):
    """Lượt trả lời này đã kết thúc hoặc đã được xóa. Ông/Bà gửi /khaosat để xem các phiếu đang mở."""


def token(campaign: Campaign, address: Address) -> str:
    """Return the spent token of a chat: a keyed hash that tells nobody whose it is."""
    chat = f"{address.channel}|{address.chat}".encode()
    return hmac.new(campaign.salt.encode(), chat, hashlib.sha256).hexdigest()


async def begin_run(
    session: AsyncSession, *, address: Address, campaign: Campaign, unit: Unit, row: Inbox, now: datetime
) -> SurveyRun:
    """Return the chat's run of a campaign, begun if it is new; raise why it may not answer."""
    check_open(campaign, now.date())
    await _not_staff(session, address, unit)
    if await session.get(SpentToken, token(campaign, address)) is not None:
        raise AnsweredAlready
    mine = select(SurveyRun).where(SurveyRun.address_id == address.id, SurveyRun.campaign_id == campaign.id)
    run = (await session.exec(mine)).first()
    if run is None:
        form = await form_of(session, campaign)
        run = SurveyRun(
            address_id=address.id or 0,
            campaign_id=campaign.id or 0,
            unit_id=unit.id or 0,
            session=json.loads(start(form, address.language).to_json()),
            first_inbox_id=row.id or 0,
            started_at=now,
            updated_at=now,
        )
        session.add(run)
        await session.flush()
    return run


async def _not_staff(session: AsyncSession, address: Address, unit: Unit) -> None:
    """Raise `NotForStaff` for who works in the unit, or in the office that the unit belongs to."""
    person = await session.get(Person, address.person_id) if address.person_id else None
    if person is not None and person.unit_id in (unit.id, unit.parent_id):
        raise NotForStaff
    own = await session.get(Unit, person.unit_id) if person else None
    if own is not None and own.parent_id == unit.id:
        raise NotForStaff


async def run_of(session: AsyncSession, *, run_id: str | int, address: Address) -> SurveyRun:
    """Return a run of this chat; raise `RunGone` for one that ended or belongs to somebody else."""
    run = await session.get(SurveyRun, int(run_id)) if str(run_id).isdigit() else None
    if run is None or run.address_id != address.id:
        raise RunGone
    return run


async def runs_of(session: AsyncSession, address: Address) -> list[SurveyRun]:
    """Return the runs that a chat has not finished."""
    found = select(SurveyRun).where(SurveyRun.address_id == address.id).order_by(col(SurveyRun.id))
    return list((await session.exec(found)).all())


def state_of(run: SurveyRun) -> Session:
    """Return where a run stands."""
    return Session.from_json(json.dumps(run.session))


def save_run(run: SurveyRun, state: Session, now: datetime) -> None:
    """Keep where a run stands."""
    run.session, run.updated_at = json.loads(state.to_json()), now
