"""One office for tests: its units, people with a chat each, and tasks, written with the verbs of the office itself."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import naming, people, surveys
from roviec.db.models import Campaign, CampaignLink, Person, Role, Task, Unit
from roviec.db.tasks import assign

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def hanoi_today() -> date:
    """Return the day it is in the office: for seven hours of each day not the one of UTC."""
    return datetime.now(HANOI).date()


OFFICE = "UBND xã Đại Lãnh"


async def unit(session: AsyncSession, name: str, above: str = OFFICE) -> Unit:
    """Return a unit of this name, added below `above` if it is new."""
    if (known := await naming.called(session, name)) is not None:
        return known
    parent = await people.add_unit(session, name=above) if name != above else None
    return await people.add_unit(session, name=name, parent=parent)


async def person(
    session: AsyncSession,
    name: str,
    of: Unit,
    role: Role = Role.official,
    *,
    position: str = "",
    channel: str = "web",
    chat: str = "",
    now: datetime | None = None,
) -> Person:
    """Return somebody on the roster, linked to a chat if one is named."""
    found = await people.add_person(session, name=name, unit=of, role=role, position=position)
    if chat:
        address = await people.address_of(session, channel=channel, chat=chat)
        address.person_id, address.linked_at = found.id, now
    await session.flush()
    return found


async def task(
    session: AsyncSession,
    title: str,
    *leads: Unit,
    now: datetime,
    due: date | None = None,
    partners: Sequence[Unit] = (),
    leader: Person | None = None,
    by: Person | None = None,
) -> Task:
    """Return a new task of these units, without telling anybody."""
    new = assign.NewTask(
        title=title, leads=leads, partners=partners, leader=leader, deadline=assign.fixed(due)
    )
    return await assign.assign_task(session, new=new, plan=None, actor=by, now=now)


def form_of(questions: int) -> str:
    """Return the source of a form with that many questions of five levels, behind consent and age."""
    return _FORM + "".join(_QUESTION.format(n=n) for n in range(1, questions + 1))


_FORM = """
code = "do"
version = "1"
title = "Phiếu đo"
thanks = "Xin trân trọng cảm ơn Ông/Bà."
minimum_age = 18
[consent]
text = "Ông/Bà có đồng ý tham gia không?"
yes = "Đồng ý tham gia"
no = "Không tham gia"
[[sections]]
id = "phan-1"
title = "Phần 1"
"""
_QUESTION = """
[[sections.items]]
id = "cau.{n}"
type = "single"
text = "Câu hỏi thứ {n}?"
options = ["Mức 1", "Mức 2", "Mức 3", "Mức 4", "Mức 5"]
"""


async def open_survey(session: AsyncSession, *, questions: int, token: str) -> Unit:
    """Open a form of that many questions at a new office, under a link that is known before; return the office."""
    home = await people.add_unit(session, name="Ủy ban nhân dân xã")
    form = await surveys.keep_form(session, source=form_of(questions))
    campaign = Campaign(form_id=form.id or 0, unit_id=home.id or 0, opens=hanoi_today(), salt="muối")
    session.add(campaign)
    await session.flush()
    hashed = people.hashed(token)
    session.add(CampaignLink(token_hash=hashed, campaign_id=campaign.id or 0, unit_id=home.id or 0))
    return home
