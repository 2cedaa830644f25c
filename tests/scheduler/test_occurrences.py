from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from small_office import SmallOffice, at
from sqlmodel import select

from roviec.db.models import Notice, Person, Task, TaskEvent, TaskUnit
from roviec.scheduler.occurrences import recur
from roviec.tasks.deadlines import Kind, Recurrence
from roviec.tasks.hours import hour_of
from roviec.tasks.lifecycle import State


async def recurring(
    office: SmallOffice, words: str, how: Recurrence | None, due: str | None, **more: object
) -> int:
    return await office.task(
        "Báo cáo",
        due,
        due_kind=Kind.recurring,
        recurrence=how,
        due_words=words,
        **{"partner": "Bình", **more},
    )


async def run(office: SmallOffice, first: str, last: str, done_after: int | None = None) -> list[date]:
    """Let days go by, each occurrence done `done_after` days after its deadline; return all deadlines."""
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        for task in await office.rows(Task):
            if done_after is not None and task.due and day >= task.due + timedelta(days=done_after):
                await office.change(task.id, state=State.done)
        await recur(office.db, office.house, at(f"{day} 00:01"))
        day += timedelta(days=1)
    return [task.due for task in await office.rows(Task)]


@pytest.mark.parametrize("done_after", [-3, 0, 20, None])
async def test_a_monthly_report_comes_back_each_month(office: SmallOffice, done_after: int | None) -> None:
    await recurring(office, "trước ngày 15 hàng tháng", Recurrence.monthly, "2026-01-15")
    dues = await run(office, "2026-01-05", "2026-05-31", done_after)
    months = 6 if done_after is not None and done_after <= 0 else 5
    if done_after == 20:  # done on the fourth of the next month: the next one was there since the first
        months = 5
    assert dues == [date(2026, month, 15) for month in range(1, months + 1)]


@pytest.mark.parametrize(
    ("words", "how", "dues"),
    [
        (
            "chậm nhất ngày 20 tháng cuối quý, hàng quý",
            Recurrence.quarterly,
            ["2026-03-20", "2026-06-20", "2026-09-20", "2026-12-20"],
        ),
        ("trước ngày 20/11 hằng năm", Recurrence.yearly, ["2026-11-20", "2027-11-20"]),
        ("định kỳ 6 tháng", None, ["2026-06-30", "2026-12-31"]),
    ],
)
async def test_the_next_one_begins_with_its_period(
    office: SmallOffice, words: str, how: Recurrence | None, dues: list[str]
) -> None:
    days = [date.fromisoformat(due) for due in dues]
    task = await recurring(office, words, how, dues[0])
    for before, due in pairwise(days):
        begins = date(due.year, due.month - {3: 2, 6: 2, 9: 2, 11: 10, 12: 2 if how else 5}[due.month], 1)
        await recur(office.db, office.house, at(f"{max(before, begins - timedelta(days=1))} 09:00"))
        assert (await office.rows(Task))[-1].due == before
        await recur(office.db, office.house, at(f"{begins} 09:00"))
        assert (await office.rows(Task))[-1].due == due
    series = [notice for notice in await office.rows(Notice) if notice.kind == "occurrence"]
    assert {notice.subject for notice in series} == {str(task)}


async def test_a_task_without_a_date_gets_its_first_one(office: SmallOffice) -> None:
    task = await recurring(office, "hàng quý", Recurrence.quarterly, None)
    await recur(office.db, office.house, at("2026-01-06 00:01"))
    [row] = await office.rows(Task)
    assert (row.id, row.due, row.original_due) == (task, date(2026, 3, 31), date(2026, 3, 31))
    [event] = await office.rows(TaskEvent)
    assert event.before["due"] is None


async def test_a_copy_has_the_units_and_people_and_whoever_left_is_replaced(anywhere: SmallOffice) -> None:
    first = await recurring(
        anywhere, "hàng tháng", Recurrence.monthly, "2026-01-31", leader="Chủ tịch", product="Báo cáo"
    )
    async with anywhere.db.write() as session:
        (await session.get_one(Person, anywhere.ids["Lan"])).left_on = date(2026, 1, 20)
    await recur(anywhere.db, anywhere.house, at("2026-02-01 08:00"))
    _, copy = await anywhere.rows(Task)
    assert (copy.product, copy.leader_id, copy.state) == ("Báo cáo", anywhere.ids["Chủ tịch"], State.assigned)
    async with anywhere.db.read() as session:
        parts = (await session.exec(select(TaskUnit).where(TaskUnit.task_id == copy.id))).all()
    assert {part.person_id for part in parts} == {anywhere.ids["Trưởng phòng"], anywhere.ids["Bình"]}
    [event] = await anywhere.rows(TaskEvent)
    assert (event.task_id, event.data["after"]) == (copy.id, first)


async def test_periods_of_an_outage_are_not_made_up_for(office: SmallOffice) -> None:
    await recurring(office, "trước ngày 15 hàng tháng", Recurrence.monthly, "2026-01-15")
    dues = await run(office, "2026-06-03", "2026-06-05")
    assert dues == [date(2026, 1, 15), date(2026, 6, 15)]


@pytest.mark.parametrize("state", [State.cancelled, State.suspended, State.refused])
async def test_a_task_that_was_stopped_does_not_come_back(office: SmallOffice, state: State) -> None:
    await recurring(office, "hàng tháng", Recurrence.monthly, "2026-01-31", state=state)
    assert await run(office, "2026-02-01", "2026-02-02") == [date(2026, 1, 31)]


@pytest.mark.parametrize(
    ("words", "how"), [("hàng ngày", Recurrence.daily), ("theo quy định", Recurrence.monthly)]
)
async def test_daily_duties_and_unclear_words_are_left_alone(
    office: SmallOffice, words: str, how: Recurrence
) -> None:
    await recurring(office, words, how, "2026-01-30")
    assert await run(office, "2026-02-01", "2026-02-03") == [date(2026, 1, 30)]


async def test_an_hour_comes_back_with_each_occurrence(office: SmallOffice) -> None:
    await recurring(office, "trước 16 giờ thứ Sáu hằng tuần", Recurrence.weekly, None)
    dues = await run(office, "2026-01-05", "2026-01-18")
    assert dues == [date(2026, 1, 9), date(2026, 1, 16)]
    assert [hour_of(task) for task in await office.rows(Task)] == [time(16), time(16)]
