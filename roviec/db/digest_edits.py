"""Corrections of digests: a remark, pieces left out; each one kept with who made it and when."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Person
from roviec.db.models.base import id_of
from roviec.db.models.delivery import DigestEdit
from roviec.db.tasks import standing
from roviec.errors import PersonError

LONGEST = 500


class NotOverTheOffice(PersonError):
    """Chỉ lãnh đạo cơ quan và quản trị viên chỉnh được bản tin chung. Ông/Bà gửi /tuan để xem bản tin của mình."""


class RemarkTooLong(PersonError):
    """Ý kiến dài quá {limit} ký tự nên chưa ghi. Ông/Bà viết gọn lại; bản tin đọc trên điện thoại."""


async def history(session: AsyncSession, period: str) -> Sequence[tuple[DigestEdit, str]]:
    """Return every correction of a period's digest with who made it, the last one first."""
    found = select(DigestEdit, Person.name).join(Person, col(Person.id) == DigestEdit.person_id)
    return (
        await session.exec(found.where(DigestEdit.period == period).order_by(col(DigestEdit.id).desc()))
    ).all()


async def latest(session: AsyncSession, period: str) -> tuple[DigestEdit, str] | None:
    """Return the correction that holds, with who made it."""
    found = await history(session, period)
    return found[0] if found else None


async def may_correct(session: AsyncSession, person: Person) -> None:
    """Raise `NotOverTheOffice` for whoever does not read the whole office's digest."""
    if not await standing.over_all(session, person):
        raise NotOverTheOffice


async def correct(
    session: AsyncSession,
    *,
    period: str,
    by: Person,
    now: datetime,
    remark: str | None = None,
    piece: str = "",
    shown: bool = True,
) -> DigestEdit:
    """Note another remark, or a piece that is shown or left out; what stood before stays else."""
    await may_correct(session, by)
    before = await latest(session, period)
    old = before[0] if before else DigestEdit(period=period, person_id=id_of(by), at=now)
    if remark is not None and len(remark) > LONGEST:
        raise RemarkTooLong(limit=LONGEST)
    left_out = [one for one in old.left_out if one != piece]
    new = DigestEdit(
        period=period,
        remark=old.remark if remark is None else remark,
        left_out=left_out if shown or not piece else [*left_out, piece],
        person_id=id_of(by),
        at=now,
    )
    session.add(new)
    await session.flush()
    return new
