"""The same document twice, and a corrected one: recognised by checksum, number and issuer, or likeness."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from rapidfuzz import fuzz
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db.models import Plan, Task
from roviec.db.models.base import id_of
from roviec.db.models.plans import PlanVersion
from roviec.db.plans.errors import AlreadyImported
from roviec.folding import fold
from roviec.texts.shapes import day

ALIKE = 88.0
LOCK = 0x506C616E
"""The advisory lock ("Plan") under which one import at a time decides what is new on PostgreSQL."""
_OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")


async def alone(session: AsyncSession) -> None:
    """Let one import at a time go on; SQLite has one writer anyhow."""
    if session.get_bind().dialect.name == "postgresql":
        await session.exec(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))  # type: ignore[call-overload]


async def refuse_known(session: AsyncSession, sha256: str) -> None:
    """Raise `AlreadyImported` for a document that was imported, as a plan or as a correction of one."""
    version = (await session.exec(select(PlanVersion).where(PlanVersion.sha256 == sha256))).first()
    plan = (await session.exec(select(Plan).where(Plan.sha256 == sha256))).first()
    plan_id = version.plan_id if version else plan.id if plan else None
    if plan_id is None:
        return
    at = version.at if version else plan.created_at if plan else None
    tasks = await session.exec(select(sa.func.count()).where(Task.plan_id == plan_id))
    raise AlreadyImported(day=_day(at), count=tasks.one())


def _day(at: datetime | None) -> str:
    local = at.astimezone(_OFFICE) if at else None
    return day(local) if local else ""


async def recognise(session: AsyncSession, document: dict[str, Any]) -> tuple[int | None, int | None]:
    """Return (plan that this corrects, plan that it may correct).

    Number, issuer and year together name a document; a number comes again each year.
    """
    maybe: list[tuple[float, int]] = []
    for plan in (await session.exec(select(Plan).order_by(col(Plan.id).desc()))).all():
        likeness = _likeness(plan, document)
        if likeness == 100.0:
            return plan.id, None
        if likeness >= ALIKE:
            maybe.append((likeness, id_of(plan)))
    return None, max(maybe)[1] if maybe else None


def _likeness(plan: Plan, document: dict[str, Any]) -> float:
    """Return 100 for the same number, issuer and year, else how alike the subjects are, 0 … 99."""
    same_issuer = fold(plan.issuer) == fold(document.get("issuer") or "")
    year, other = plan.issued.year if plan.issued else None, (document.get("issued") or "")[:4]
    if plan.number and document.get("number"):
        same = fold(plan.number) == fold(document["number"]) and same_issuer
        if same and year and other == str(year):
            return 100.0
        return 90.0 if same and (year is None or not other) else 0.0
    if not same_issuer or fold(plan.kind) != fold(document.get("kind") or ""):
        return 0.0
    if year and other and other != str(year):
        return 0.0
    return min(99.0, fuzz.ratio(fold(plan.subject), fold(document.get("subject") or "")))
