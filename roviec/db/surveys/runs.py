"""Runs in progress: one per chat and campaign, kept until finished, declined, erased or too old."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Self

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.inbox import Payload
from roviec.db.models import Address, Campaign, Person, SpentToken, SurveyRun, Unit
from roviec.db.models.base import id_of
from roviec.db.surveys import dossiers
from roviec.db.surveys.campaigns import Standing, check_open, form_of, standing
from roviec.db.surveys.codes import take_code
from roviec.errors import PersonError
from roviec.survey.engine import start
from roviec.survey.modes import Mode
from roviec.survey.session import Session


class AnsweredAlready(PersonError):
    """Ông/Bà đã trả lời đợt khảo sát này rồi. Xin cảm ơn Ông/Bà; mỗi người trả lời một lần."""

    leads_on = True


class NotForStaff(PersonError):
    """Phiếu này dành cho người dân. Ông/Bà là cán bộ của cơ quan được đánh giá nên không trả lời phiếu này."""


@dataclass(frozen=True, slots=True)
class RunRef:
    """What buttons call a run: its number alone may be given again once it is erased."""

    WIDTH: ClassVar[int] = 15
    number: int
    began: int
    """The second of its beginning, as far as 16 bits tell it."""

    def __str__(self) -> str:
        """Return how it is written: "12-3fa"."""
        return f"{self.number}-{self.began:x}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what was written so; raise `ValueError`."""
        number, _, began = text[: cls.WIDTH].partition("-")
        found = cls(int(number), int(began, 16))
        if str(found) != text or found.number >= 2**31:
            raise ValueError(text)
        return found


def token(campaign: Campaign, address: Address) -> str:
    """Return the spent token of a chat: a keyed hash that tells nobody whose it is."""
    chat = f"{address.channel}|{address.chat}".encode()
    return hmac.new(campaign.salt.encode(), chat, hashlib.sha256).hexdigest()


def ref(run: SurveyRun) -> RunRef:
    """Return what buttons call a run."""
    return RunRef(id_of(run), int(run.started_at.timestamp()) % 65536)


async def may_answer(
    session: AsyncSession, *, address: Address, campaign: Campaign, unit: Unit, today: date
) -> None:
    """Raise why this chat may not answer a campaign at a unit today; return where it may."""
    check_open(campaign, today)
    person = await session.get(Person, address.person_id) if address.person_id else None
    await not_staff(session, person, unit)
    if await session.get(SpentToken, token(campaign, address)) is not None:
        raise AnsweredAlready


async def begin_run(
    session: AsyncSession,
    *,
    address: Address,
    campaign: Campaign,
    unit: Unit,
    row: Payload | None = None,
    code_hash: str | None = None,
    mode: Mode = Mode.OWN,
    dossier: str | None = None,
    today: date,
    now: datetime,
) -> SurveyRun:
    """Return the chat's run of a campaign, begun if it is new; raise why it may not answer.

    `code_hash` is the one-time code that led here: it is taken by a new run alone. `row` is the payload of a chat;
    a page has none. `dossier` is the question of an invitation, which needs no code and is answered once.
    """
    await may_answer(session, address=address, campaign=campaign, unit=unit, today=today)
    if dossier is not None and await dossiers.is_answered(session, campaign, dossier):
        raise AnsweredAlready
    mine = select(SurveyRun).where(SurveyRun.address_id == address.id, SurveyRun.campaign_id == campaign.id)
    run = (await session.exec(mine)).first()
    if run is None:
        if not mode.mark and dossier is None:
            # The survey team and who types paper in answer for their link.
            await take_code(session, campaign, code_hash)
        form = await form_of(session, campaign)
        run = SurveyRun(
            address_id=id_of(address),
            campaign_id=id_of(campaign),
            unit_id=id_of(unit),
            session=start(form, address.language).dump(),
            begun_with=row.external_id if row else "",
            code_hash=code_hash,
            mode=mode,
            dossier=dossier,
            started_at=now,
            updated_at=now,
        )
        session.add(run)
        await session.flush()
    return run


async def not_staff(session: AsyncSession, person: Person | None, unit: Unit) -> None:
    """Raise `NotForStaff` for who works in the unit, in one above it or in one that belongs to it."""
    if person is None:
        return
    above_unit, above_person = await _chain(session, unit.id), await _chain(session, person.unit_id)
    if person.unit_id in above_unit or unit.id in above_person:
        raise NotForStaff


async def _chain(session: AsyncSession, unit_id: int | None) -> set[int]:
    """Return a unit and those it belongs to."""
    seen: set[int] = set()
    while unit_id is not None and unit_id not in seen:
        seen.add(unit_id)
        unit = await session.get(Unit, unit_id)
        unit_id = unit.parent_id if unit else None
    return seen


async def run_of(session: AsyncSession, *, run: RunRef, address: Address) -> SurveyRun | None:
    """Return the run of this chat that buttons call `run`; None when it ended or is somebody else's."""
    found = await session.get(SurveyRun, run.number)
    return found if found is not None and found.address_id == address.id and ref(found) == run else None


async def runs_of(session: AsyncSession, address: Address) -> list[SurveyRun]:
    """Return the runs that a chat has not finished."""
    found = select(SurveyRun).where(SurveyRun.address_id == address.id).order_by(col(SurveyRun.id))
    return list((await session.exec(found)).all())


def state_of(run: SurveyRun) -> Session:
    """Return where a run stands."""
    return Session.load(run.session)


def save_run(run: SurveyRun, state: Session, now: datetime) -> None:
    """Keep where a run stands."""
    run.session, run.updated_at = state.dump(), now


async def is_answering(session: AsyncSession, *, channel: str, chat: str) -> bool:
    """Tell whether a chat has begun a survey and not ended it."""
    begun = select(SurveyRun.id).join(Address).where(Address.channel == channel, Address.chat == chat)
    return (await session.exec(begun)).first() is not None


async def to_remind(session: AsyncSession, *, before: datetime, limit: int) -> list[int]:
    """Return the runs that nobody touched since `before` and nobody was reminded of; the oldest first."""
    waits = (col(SurveyRun.updated_at) < before, col(SurveyRun.reminded).is_(False))
    found = select(SurveyRun.id).where(*waits).order_by(col(SurveyRun.updated_at)).limit(limit)
    return [number or 0 for number in (await session.exec(found)).all()]


async def take_to_remind(session: AsyncSession, number: int, *, today: date) -> tuple[Address, Unit] | None:
    """Note that a run's chat is reminded now; None where it was, has ended, or has no answer yet to come back to."""
    found = select(SurveyRun).where(SurveyRun.id == number, col(SurveyRun.reminded).is_(False))
    run = (await session.exec(found.with_for_update())).first()
    if run is None:
        return None
    run.reminded = True
    campaign = await session.get_one(Campaign, run.campaign_id)
    if standing(campaign, today) is not Standing.running or not state_of(run).answers:
        return None
    address = await session.get_one(Address, run.address_id)
    return address, await session.get_one(Unit, run.unit_id)
