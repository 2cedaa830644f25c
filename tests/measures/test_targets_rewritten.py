"""A corrected document changes its targets in place: owner, values and history stay with each."""

from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import col, select

from roviec.db.figures import satisfaction_goals
from roviec.db.measures import targets
from roviec.db.models import MeasureEvent, Plan, Target
from roviec.db.plans.roster import load
from roviec.db.tasks.events import By
from tests.measures.figure_stage import HOME, Figures

NOW, TODAY = datetime(2026, 6, 29, 1, 0, tzinfo=UTC), date(2026, 6, 29)
EMPTY: dict[str, Any] = {
    "baseline": None,
    "baseline_rank": None,
    "goal_op": ">=",
    "goal_rank": None,
    "year": 2026,
}


def read(
    component: str | None, goal: float | None, *responsible: str, index: str = "PAR INDEX"
) -> dict[str, Any]:
    return EMPTY | {"index": index, "component": component, "goal": goal, "responsible": list(responsible)}


async def bring(figures: Figures, plan: int, *read_: dict[str, Any]) -> list[Target]:
    async with figures.chat.db.write() as session:
        of = await session.get_one(Plan, plan)
        await targets.rewrite(
            session, of, read_, await load(session), today=TODAY, by=By(figures.chair.person, NOW, "web")
        )
    async with figures.chat.db.read() as session:
        mine = select(Target).where(Target.plan_id == plan, col(Target.dropped_on).is_(None))
        return list((await session.exec(mine.order_by(col(Target.id)))).all())


async def plan_of(figures: Figures) -> int:
    async with figures.chat.db.write() as session:
        plan = Plan(subject="Cải cách hành chính", created_at=NOW)
        session.add(plan)
        await session.flush()
        return plan.id or 0


async def test_units_are_matched_and_what_was_set_stays(figures: Figures) -> None:
    plan, home = await plan_of(figures), await figures.unit(HOME)
    first, second, third = await bring(
        figures,
        plan,
        read("Cải cách thể chế", 75.0, "UBND các thôn", "Phòng Nội vụ"),
        read("Cải cách tài chính công", 50.0),
        read(None, 90.0, index="SIPAS"),
    )
    assert (first.unit_id, second.unit_id) == (home, None)
    assert figures.mai.person is not None
    await figures.chair.acts(f"target.to:{first.id}:{figures.mai.person.id}")
    await figures.chair.acts(f"target.say:{first.id}")
    await figures.chair.says("74")
    again = await bring(
        figures,
        plan,
        read(None, 92.0, index="SIPAS"),
        read("Cải cách thể chế", 80.0),
        read("Cải cách thể chế", 1.0),
    )
    assert [(one.id, one.goal) for one in again][:2] == [(first.id, 80.0), (third.id, 92.0)]
    assert again[0].owner_id == figures.mai.person.id
    assert again[0].measure_id is not None
    # Two rows of one name are two targets.
    assert [one.component for one in again] == ["Cải cách thể chế", None, "Cải cách thể chế"]
    changes = [one for one in await figures.chat.rows(MeasureEvent) if one.kind == "document"]
    assert [(one.target_id, one.before["goal"], one.data["goal"]) for one in changes] == [
        (third.id, 90.0, 92.0),
        (first.id, 75.0, 80.0),
    ]
    gone = await figures.one(Target, second.id or 0)
    assert gone.dropped_on == TODAY
    await figures.chair.acts(f"target.show:{second.id}")
    figures.chair.hears("Không tìm thấy chỉ tiêu này")


async def test_a_goal_that_the_document_dropped_counts_no_more(here: Figures) -> None:
    plan = await plan_of(here)
    await bring(here, plan, read(None, 90.0, index="SIPAS"))
    async with here.chat.db.read() as session:
        assert await satisfaction_goals(session, year=2026) == {"": 90.0}
    await bring(here, plan, read("Cải cách thể chế", 80.0))
    async with here.chat.db.read() as session:
        assert await satisfaction_goals(session, year=2026) == {}


async def test_the_same_document_again_changes_nothing(here: Figures) -> None:
    plan = await plan_of(here)
    once = await bring(here, plan, read("Cải cách thể chế", 75.0, HOME))
    twice = await bring(here, plan, read("Cải cách thể chế", 75.0, HOME))
    assert [one.model_dump() for one in once] == [one.model_dump() for one in twice]
    assert not await here.chat.rows(MeasureEvent)
