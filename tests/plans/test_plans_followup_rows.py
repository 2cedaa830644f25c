"""The follow-up sheet of an office row by row: whom a row means, what is left out, where each task then stands."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from roviec.db import audit
from roviec.db.engine import Database
from roviec.db.models import AuditEntry, PlanVersion, Task, TaskEvent
from roviec.db.plans import errors, followup
from roviec.tasks.deadlines import Deadline, Kind
from roviec.tasks.followup import Doubt, Line, Stands
from roviec.tasks.lifecycle import State
from tests.db.furnished import HOME, MONEY, NOW, Commune

DUE = date(2026, 7, 31)


def line(n: int, title: str, lead: str = HOME, **more: Any) -> Line:
    return Line(n, title, lead, deadline=Deadline(Kind.fixed, DUE, "31/7"), **more)


async def brought(session: AsyncSession, commune: Commune, lines: list[Line], sha256: str = "a" * 64) -> Any:
    rows = await followup.checked(session, lines)
    by = {"actor": commune.people["Hoa"], "now": NOW, "channel": "web"}
    return await followup.bring_in(session, rows, name="Bảng.xlsx", sha256=sha256, **by)


async def test_a_row_is_clear_when_it_means_somebody_and_has_no_doubt(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        lines = [
            line(
                1, "một", partners=f"{MONEY}; Văn phòng lạ", leader="Sơn", product="Kế hoạch", note="như cũ"
            ),
            line(2, "hai", f"{HOME}, {MONEY}"),
            line(3, "ba", "Công an huyện lạ"),
            line(4, "bốn", doubts=(Doubt.status,)),
            line(5, "năm", ""),
            line(6, "sáu"),
        ]
        found = await followup.checked(session, lines)
        assert [one.is_clear for one in found] == [False, True, False, False, False, True]
        assert [one.strangers for one in found[:3]] == [("Văn phòng lạ",), (), ("Công an huyện lạ",)]
        first = found[0].row
        assert (first.n, first.title, first.quote, first.product) == (0, "một", "như cũ", "Kế hoạch")
        assert (first.due, first.words, first.kind) == (DUE, "31/7", Kind.fixed)
        assert first.leader is not None
        assert first.leader.meant == (f"p{commune.id('Sơn')}",)
        assert [one.leads for one in found[:2]] == [HOME, f"{HOME}; {MONEY}"]
        assert found[5].row.leader is None
        with pytest.raises(errors.RowsUnclear) as unclear:
            await brought(session, commune, lines)
        assert unclear.value.values == {"count": 4, "rows": "1, 3, 4, 5"}
        many = [line(n, f"{n}", "") for n in range(1, 20)]
        with pytest.raises(errors.RowsUnclear) as unclear:
            await brought(session, commune, many)
        assert unclear.value.values == {"count": 19, "rows": ", ".join(map(str, range(1, 13)))}


async def test_tasks_stand_where_the_sheet_says_and_only_open_ones_are_told(furnished: Database) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        finished = Stands(is_done=True, percent=100, done_on=date(2026, 6, 15))
        lines = [
            line(1, "xong rồi", stands=finished),
            line(2, "được nửa", stands=Stands(percent=50)),
            line(3, "chưa", MONEY),
        ]
        done = await brought(session, commune, lines)
        tasks = {task.title: task for task in done.added}
        assert [(task.state, task.percent, task.completed_on) for task in tasks.values()] == [
            (State.done, 100, date(2026, 6, 15)),
            (State.doing, 50, None),
            (State.assigned, 0, None),
        ]
        found = select(TaskEvent).where(TaskEvent.task_id == tasks["xong rồi"].id).order_by(col(TaskEvent.id))
        events = (await session.exec(found)).all()
        assert [(one.kind, one.actor_id, one.channel) for one in events] == [
            (kind, commune.id("Hoa"), "web") for kind in ("assign", "complete", "confirm")
        ]
        # Whoever looks at the one before the other sees the day of the sheet too.
        assert events[2].before["completed_on"] == "2026-06-15"
        told = [task.title for share in done.owners.values() for task in share.added]
        assert sorted(told) == ["chưa", "được nửa"]
        plan = done.plan
        assert (plan.subject, plan.kind, plan.sha256) == ("Bảng.xlsx", "Bảng theo dõi nhiệm vụ", "a" * 64)
        (version,) = (await session.exec(select(PlanVersion))).all()
        assert (version.id, version.plan_id, version.name) == (done.version, plan.id, "Bảng.xlsx")
        assert (version.sha256, version.person_id, version.counts) == (
            "a" * 64,
            commune.id("Hoa"),
            {"added": 3},
        )
        noted = select(AuditEntry).where(AuditEntry.subject == f"plan/{plan.id}")
        (entry,) = (await session.exec(noted)).all()
        assert (entry.actor_id, entry.what, entry.channel) == (commune.id("Hoa"), audit.Act.plan, "web")
        assert (entry.data["added"], entry.data["sha256"]) == (3, "a" * 64)


async def test_a_task_that_is_there_already_is_left_out_by_title_and_first_deadline(
    furnished: Database,
) -> None:
    async with furnished.write() as session:
        commune = await Commune.of(session)
        await brought(session, commune, [line(1, "một")])
        with pytest.raises(errors.AlreadyImported):
            await brought(session, commune, [line(1, "hai")])
        again, other = line(1, "một", ""), replace(line(2, "một"), deadline=Deadline(Kind.none))
        known = await followup.checked(session, [again, other])
        assert [(one.is_known, one.is_clear) for one in known] == [(True, True), (False, True)]
        with pytest.raises(errors.NothingToImport):
            await brought(session, commune, [again], "b" * 64)
        done = await brought(session, commune, [again, other], "b" * 64)
        assert [(task.title, task.due) for task in done.added] == [("một", None)]
        titles = (await session.exec(select(Task.original_due).where(Task.title == "một"))).all()
        assert sorted(titles, key=str) == [DUE, None]
