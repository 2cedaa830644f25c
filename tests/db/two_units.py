"""Two units with a row in every table that refers to one, for what renames and merges them."""

from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import people
from roviec.db.models import (
    Assessment,
    Burst,
    Campaign,
    CampaignCourse,
    CampaignLink,
    CampaignTarget,
    CounterCode,
    CriteriaSet,
    DayRuling,
    Feedback,
    Form,
    FormerUnit,
    ImportDraft,
    Measure,
    Plan,
    Received,
    Response,
    Role,
    Spread,
    SurveyRun,
    Tally,
    TallyMonth,
    Target,
    Unit,
)
from roviec.db.models.plans import DraftState
from roviec.db.plans.roster import remember
from roviec.db.surveys.places import WAITING
from roviec.tasks.feedback.lifecycle import Kind
from tests import office
from tests.office import OFFICE

NOW = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)
TODAY = date(2026, 6, 30)
LEAST = 5
OLD, INTO = "Phòng Tài chính", "Phòng Kinh tế"


async def two_units(session: AsyncSession) -> tuple[Unit, Unit]:
    return await office.unit(session, OLD), await office.unit(session, INTO)


async def fill(session: AsyncSession) -> None:
    """Give the old unit a row in every table that refers to a unit, and the other one what these may meet."""
    old, into = await two_units(session)
    await office.unit(session, "Tổ thuế", OLD)
    mai = await office.person(session, "Lò Thị Mai", old, chat="mai", now=NOW)
    await office.person(session, "Vi Xuân", into, Role.leader, chat="xuan", now=NOW)
    await office.task(session, "Của một mình", old, now=NOW)
    await office.task(session, "Của cả hai", old, into, now=NOW)
    await office.task(session, "Một bên phối hợp", into, now=NOW, partners=[old])
    for unit in (old, into):
        await remember(session, unit_id=unit.id or 0, alias="Các phòng")
    await remember(session, unit_id=old.id or 0, alias="P. TC")
    form = Form(code="a", version="1", title="A", checksum="x", source="y")
    plan = Plan(subject="Kế hoạch", created_at=NOW)
    criteria = CriteriaSet(code="a", version="1", title="A", source="y", made_at=NOW)
    session.add_all([form, plan, criteria])
    await session.flush()
    campaign = Campaign(
        form_id=form.id or 0, unit_id=old.id or 0, opens=TODAY, salt="x", words={"office": OFFICE}
    )
    session.add(campaign)
    await session.flush()
    mine = {"campaign_id": campaign.id or 0, "unit_id": old.id or 0}
    theirs = mine | {"unit_id": into.id or 0}
    citizen = await people.address_of(session, channel="web", chat="citizen")
    group = await people.address_of(session, channel="web", chat="group")
    group.unit_id = old.id
    session.add_all(
        [
            CampaignLink(token_hash="t", **mine),
            CounterCode(code_hash="c", **mine),
            SurveyRun(address_id=citizen.id or 0, session={}, started_at=NOW, updated_at=NOW, **mine),
            Response(key="k", on=TODAY, **mine),
            Feedback(code="c", kind=Kind.report, unit_id=old.id, words="w", received_on=TODAY),
            Target(plan_id=plan.id or 0, index="SIPAS", unit_id=old.id),
            Measure(name="Hồ sơ", folded="ho so", unit_id=old.id or 0, made_at=NOW),
            Assessment(set_id=criteria.id or 0, unit_id=old.id or 0, year=2026, opened_on=TODAY),
            FormerUnit(id=900, name="Tên cũ hơn", unit_id=old.id or 0, on=TODAY),
            Burst(on=TODAY, responses=12, same_network=3, **mine),
            Burst(on=TODAY, responses=20, **theirs),
            Tally(flagged=False, part="1", on=TODAY, n5=6, **mine),
            Tally(flagged=False, part="1", on=TODAY, n4=7, **theirs),
            Tally(flagged=False, part="1", on=WAITING, n1=3, **mine),
            Tally(flagged=False, part="1", on=WAITING, n1=2, **theirs),
            Tally(flagged=False, part="2", on=WAITING, n2=1, **mine),
            TallyMonth(flagged=False, part="1", on=TODAY.replace(day=1), n5=6, **mine),
            TallyMonth(flagged=False, part="1", on=TODAY.replace(day=1), n4=7, **theirs),
            Spread(flagged=False, on=TODAY.replace(day=1), people=6, numbers=[6, 6, 30, 6, 30, 150], **mine),
            Spread(
                flagged=False, on=TODAY.replace(day=1), people=7, numbers=[7, 7, 28, 7, 28, 112], **theirs
            ),
            Received(on=TODAY, responses=6, **mine),
            Received(on=TODAY, responses=7, **theirs),
            CampaignTarget(population=400, error=50, **mine),
            CampaignTarget(population=600, error=40, **theirs),
            CampaignCourse(left={"a1": 2}, times=[1] * 12, **mine),
            CampaignCourse(left={"a1": 1}, times=[2] * 12, **theirs),
            DayRuling(on=TODAY, left_out=True, reason="máy lạ", **mine),
            ImportDraft(
                sha256="s",
                name="a.docx",
                state=DraftState.ready,
                created_at=NOW,
                person_id=mai.id,
                rows=[
                    {
                        "lead": [
                            {
                                "name": "TC",
                                "meant": [f"u{old.id}"],
                                "candidates": [f"u{old.id}", f"u{into.id}"],
                            }
                        ]
                    }
                ],
            ),
        ]
    )
    await session.flush()


async def rows(session: AsyncSession, table: Any, *which: Any) -> list[Any]:
    return list(
        (await session.exec(select(table).where(*which).execution_options(populate_existing=True))).all()
    )
