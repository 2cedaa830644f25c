"""A run that goes on in another chat: a one-time code takes it there, and the old chat forgets it."""

from datetime import date, datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.inbox import Payload
from roviec.db.models import Address, Campaign, SurveyRun, Unit
from roviec.db.models.base import id_of
from roviec.db.surveys.campaigns import TOKEN_LENGTH
from roviec.db.surveys.finish import end_run, forget_run
from roviec.db.surveys.runs import may_answer, state_of, token
from roviec.db.surveys.traces import Traces
from roviec.errors import PersonError

MOVE_LIFE = timedelta(hours=1)


class RunHere(PersonError):
    """Tại đây Ông/Bà đang trả lời dở chính phiếu này. Ông/Bà gửi /khaosat để làm tiếp, hoặc xóa phần đó rồi nhập lại mã."""


class MoveExpired(PersonError):
    """Mã chuyển phiếu này đã hết hạn. Ông/Bà lấy mã mới ở nơi đang trả lời dở."""

    leads_on = True


async def move_code(session: AsyncSession, *, run: SurveyRun, now: datetime) -> str:
    """Return a new one-time code that takes a run to another chat; the earlier one ends now."""
    code = people.random_code(TOKEN_LENGTH)
    run.move_hash, run.move_until = people.hashed(code), now + MOVE_LIFE
    return code


async def run_to_move(session: AsyncSession, code: str) -> SurveyRun | None:
    """Return the run that a code takes along, held until the transaction ends; None when it is no such code."""
    found = select(SurveyRun).where(SurveyRun.move_hash == people.hashed(code)).with_for_update()
    return (await session.exec(found.execution_options(populate_existing=True))).first()


async def move_run(
    session: AsyncSession,
    *,
    run: SurveyRun,
    to: Address,
    row: Payload,
    traces: Traces,
    today: date,
    now: datetime,
) -> SurveyRun:
    """Take a run to another chat and erase every trace of it in the old one; return the run as it goes on.

    Raises why this chat may not answer. `row` is the payload with the code: what the new chat says from there
    on is erased on completion. The old chat's turn is spent with the new one's: who moved answers once.
    """
    if run.move_until is None or run.move_until <= now:
        raise MoveExpired
    if run.address_id == to.id:
        run.move_hash = run.move_until = None
        return run
    campaign = await session.get_one(Campaign, run.campaign_id)
    unit = await session.get_one(Unit, run.unit_id)
    await may_answer(session, address=to, campaign=campaign, unit=unit, today=today)
    await _make_room(session, run, to, traces, now)
    old = await session.get_one(Address, run.address_id)
    # A row of its own: whoever answers in the old chat at this moment finds the old one gone.
    moved = SurveyRun(
        address_id=id_of(to),
        campaign_id=run.campaign_id,
        unit_id=run.unit_id,
        session=run.session,
        begun_with=row.external_id,
        code_hash=run.code_hash,
        mode=run.mode,
        dossier=run.dossier,
        started_at=run.started_at,
        updated_at=now,
        moved_from=[*(run.moved_from or []), token(campaign, old)],
        reminded=run.reminded,
    )
    await end_run(session, run=run, address=old, traces=traces, now=now)
    session.add(moved)
    await session.flush()
    return moved


async def _make_room(
    session: AsyncSession, run: SurveyRun, to: Address, traces: Traces, now: datetime
) -> None:
    """Forget a run of the same campaign that has no answer yet; raise `RunHere` for one that has."""
    same = select(SurveyRun).where(
        SurveyRun.address_id == to.id, SurveyRun.campaign_id == run.campaign_id, col(SurveyRun.id) != run.id
    )
    here = (await session.exec(same.with_for_update())).first()
    if here is not None and state_of(here).answers:
        raise RunHere
    if here is not None:
        await forget_run(session, run=here, address=to, traces=traces, now=now)
