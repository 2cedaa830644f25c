"""The clock keeps the sums of what was done: a digest need not look at it, and finds the same figures as before."""

from datetime import date

import pytest
import sqlalchemy as sa
from small_office import CALENDAR, SmallOffice, at

from roviec.db import counting, done
from roviec.db.models import DoneTally
from roviec.reports.digest import gather
from roviec.scheduler.clock import Scheduler
from roviec.tasks.lifecycle import State

NOW = at("2026-06-26 02:00")  # at night: nobody is written to


async def tick(office: SmallOffice, now: str = "2026-06-26 02:00") -> int:
    return (await Scheduler(office.db, office.house, lambda: at(now)).tick(at(now)))["done"]


async def figures(office: SmallOffice) -> object:
    async with office.db.read() as session:
        found = await gather(session, today=NOW.date(), now=NOW, calendar=CALENDAR)
    return found.total, found.units


async def test_a_digest_says_the_same_before_and_after_the_clock_has_counted(anywhere: SmallOffice) -> None:
    for n, day in enumerate((1, 9, 20)):
        finished = date(2026, 6, day)
        await anywhere.task(f"Việc {n}", "2026-06-10", state=State.done, completed_on=finished)
    before = await figures(anywhere)
    assert await tick(anywhere) == 3
    assert await figures(anywhere) == before
    assert sum(row.count for row in await anywhere.rows(DoneTally)) == 3
    assert await tick(anywhere) == 0


async def test_what_is_opened_again_is_taken_out(anywhere: SmallOffice) -> None:
    task = await anywhere.task("Rà soát", "2026-06-10", state=State.done, completed_on=date(2026, 6, 9))
    await tick(anywhere)
    await anywhere.change(task, state=State.doing)
    before = await figures(anywhere)
    assert await tick(anywhere) == 1
    assert (await anywhere.rows(DoneTally), await figures(anywhere)) == ([], before)


async def test_a_year_begins_with_nothing_and_the_last_one_goes(anywhere: SmallOffice) -> None:
    await anywhere.task("Rà soát", "2026-06-10", state=State.done, completed_on=date(2026, 6, 9))
    await tick(anywhere)
    await tick(anywhere, "2027-01-01 02:00")
    assert await anywhere.rows(DoneTally) == []


async def test_what_is_counted_is_not_looked_at_again(anywhere: SmallOffice) -> None:
    for n in range(4):
        await anywhere.task(f"Việc {n}", "2026-06-10", state=State.done, completed_on=date(2026, 6, 9))
    await tick(anywhere)
    async with anywhere.db.write() as session:
        # As no verb and no trigger would: what was counted must be read from the sums.
        await session.exec(sa.update(DoneTally).values(count=40))
    async with anywhere.db.read() as session:
        moment = counting.AsOf(NOW, NOW.date())
        found, _ = await counting.task_counts(
            session, now=moment, before=moment, since=date(2026, 1, 1), calendar=CALENDAR
        )
    assert found.total.total == 40


@pytest.mark.parametrize(
    "fault",
    [
        "DELETE FROM donecount",
        "DELETE FROM donetally",
        "UPDATE donecount SET task_id = 99",
        "UPDATE donetally SET count = count + 1",
    ],
)
async def test_sums_that_somebody_spoilt_are_made_anew_in_the_night(
    anywhere: SmallOffice, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    await anywhere.task("Rà soát", "2026-06-10", state=State.done, completed_on=date(2026, 6, 9))
    before = await figures(anywhere)
    await tick(anywhere)
    async with anywhere.db.write() as session:
        await session.exec(sa.text(fault))
    await tick(anywhere, "2026-06-27 02:30")
    assert "out of step" in caplog.text
    await tick(anywhere, "2026-06-27 02:31")
    assert await figures(anywhere) == before
    async with anywhere.db.read() as session:
        assert await done.out_of_step(session) == 0
