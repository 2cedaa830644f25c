"""The approved templates: read from the platform, kept with the purpose that the office gave each."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.channels.registry import Alarm
from roviec.channels.zalo_oa.client import Client
from roviec.channels.zalo_oa.planner import Blank, Template
from roviec.channels.zalo_oa.trouble import TemplateDropped
from roviec.db import official
from roviec.db.engine import Database
from roviec.db.models import OaTemplate
from roviec.db.official import USABLE
from roviec.errors import PersonError
from roviec.messages.incoming import Json
from roviec.messages.notices import PURPOSES

log = logging.getLogger(__name__)
GONE = "DELETE"
PROMOTION, OTP = "PROMOTION", "OTP"


class PurposeUnknown(PersonError):
    """Không có mục đích «{purpose}». Ông/Bà chọn trong: {known}."""


class TemplateUnknown(PersonError):
    """Zalo không có mẫu tin số {template} của OA này. Ông/Bà xem số mẫu bằng lệnh: roviec zalo templates."""


class TemplateUnfit(PersonError):
    """Mẫu {template} có nhiều ô trống hơn {purpose} điền được ({names}). Ông/Bà sửa mẫu hoặc chọn mẫu khác."""


class Registry:
    """Reads templates into the database and out of it."""

    def __init__(self, db: Database, client: Client, clock: Callable[[], datetime], alarm: Alarm) -> None:
        self.db, self.client, self.clock, self.alarm = db, client, clock, alarm

    async def sync(self, access: str) -> int:
        """Read every template anew; return how many there are. Raise what the client raises."""
        listed = await self.client.templates(access)
        found = [await self.client.template(access, str(short["templateId"])) for short in listed]
        async with self.db.write() as session:
            rows = {row.id: row for row in await official.templates(session)}
            for detail in found:
                _take(session, rows.pop(str(detail["templateId"]), None), detail, self.clock())
            for gone in rows.values():
                gone.status = GONE
        return len(found)

    async def changed(self, event: Json) -> None:
        """Take a change of a template's status that the platform tells; the admins hear of one that is lost."""
        number, status = str(event.get("template_id", "")), event.get("status")
        new = str(status.get("new_status", "") if isinstance(status, dict) else status or "")
        async with self.db.write() as session:
            row = await session.get(OaTemplate, number)
            if row is None or not new:
                return
            was, row.status, row.updated_at = row.status, new, self.clock()
        if was == USABLE != new:
            await self._lost(row)

    async def dropped(self, number: str) -> None:
        """Note that the platform refused a template that we took for approved."""
        async with self.db.write() as session:
            row = await session.get(OaTemplate, number)
            if row is None:
                return
            row.status = "REFUSED"
        await self._lost(row)

    async def not_by_uid(self, number: str) -> None:
        """Note that a template goes by phone number only."""
        async with self.db.write() as session:
            row = await session.get(OaTemplate, number)
            if row is not None:
                row.by_uid = False

    async def _lost(self, row: OaTemplate) -> None:
        if row.purpose:
            sentence = str(TemplateDropped(template=row.id, purpose=row.purpose))
            await self.alarm(f"template/{row.id}", sentence)


def _take(session: AsyncSession, row: OaTemplate | None, detail: Json, now: datetime) -> None:
    """Keep what the platform says of a template; its purpose and what we learnt of it stay."""
    if row is None:
        row = OaTemplate(id=str(detail["templateId"]), updated_at=now)
        session.add(row)
    row.name, row.status = str(detail.get("templateName", "")), str(detail.get("status", ""))
    row.tag, row.updated_at = str(detail.get("templateTag", "")), now
    row.blanks = [_blank(param) for param in detail.get("listParams") or ()]


def _blank(param: Json) -> list[Any]:
    return [str(param["name"]), int(param.get("maxLength") or 0), bool(param.get("require", True))]


def template_of(row: OaTemplate | None) -> Template | None:
    """Return a row as the planner needs it; None when it may not be sent."""
    if row is None or row.status != USABLE:
        return None
    return Template(
        id=row.id,
        blanks=tuple(Blank(*blank) for blank in row.blanks),
        by_uid=row.by_uid and row.tag != OTP,
        promotion=row.tag == PROMOTION,
    )


def missing_purposes(found: Iterable[OaTemplate]) -> list[str]:
    """Return the purposes for which nothing may be sent."""
    served = {one.purpose for one in found if one.status == USABLE}
    return [purpose for purpose in PURPOSES if purpose not in served]


async def assign(session: AsyncSession, *, purpose: str, number: str) -> OaTemplate:
    """Give a purpose to a template, instead of the one that had it; raise why it can't be."""
    if purpose not in PURPOSES:
        raise PurposeUnknown(purpose=purpose, known=", ".join(PURPOSES))
    row = await session.get(OaTemplate, number)
    if row is None or row.status == GONE:
        raise TemplateUnknown(template=number)
    names = [name for name, _, required in row.blanks if required]
    ours = PURPOSES[purpose]
    if not set(names) <= set(ours) and len(row.blanks) > len(ours):
        raise TemplateUnfit(template=number, purpose=purpose, names=", ".join(ours))
    before = await official.template_for(session, purpose=purpose)
    if before is not None and before.id != number:
        before.purpose = None
        await session.flush()
    row.purpose = purpose
    return row
