import asyncio
import logging
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from small_office import SmallOffice, at

from roviec.db.engine import Database
from roviec.db.models import Inbox, Invitation, Notice, Outbox, Seen, Told
from roviec.db.models.delivery import Arrival, Departure
from roviec.scheduler.clock import Job, Scheduler
from roviec.scheduler.upkeep import Retention
from roviec.scheduler.waker import Waker


def scheduler(office: SmallOffice, db: Database | None = None) -> Scheduler:
    return Scheduler(db or office.db, office.house, lambda: at("2026-06-30 08:00"))


async def test_two_schedulers_at_once_write_everything_once(anywhere: SmallOffice) -> None:
    for n in range(30):
        await anywhere.person(f"Người {n}", "Tư pháp")
        await anywhere.task(f"Việc {n}", "2026-06-25", lead=f"Người {n}")
    await anywhere.task("Hằng tháng", "2026-05-31", due_words="hàng tháng", due_kind="recurring")
    other = Database(anywhere.db.url.render_as_string())
    try:
        both = (scheduler(anywhere), scheduler(anywhere, other))
        for day in ("2026-06-29", "2026-06-30"):
            await asyncio.gather(*(one.tick(at(f"{day} 08:00")) for one in both))
    finally:
        await other.dispose()
    keys = [row.key for row in await anywhere.rows(Outbox)]
    assert sorted(k for k in keys if k.startswith("digest")) == [
        f"digest/2026-W27/{person}/0"
        for person in sorted(anywhere.ids[n] for n in ("Chủ tịch", "Quản trị", "Trưởng phòng"))
    ]
    # Each day 30 owners and that of the monthly task; the leader once; the head of both, on their days.
    assert len([k for k in keys if k.startswith("reminder")]) == 31 * 2 + 1 + 2
    assert len([one for one in await anywhere.rows(Notice) if one.kind == "occurrence"]) == 1


async def test_a_job_that_fails_stops_no_other(office: SmallOffice, caplog: pytest.LogCaptureFixture) -> None:
    async def broken(_now: datetime) -> int:
        raise RuntimeError("Nguyễn Thị Lan")

    clock = scheduler(office)
    clock.jobs = (Job("broken", broken), *clock.jobs)
    await office.task("Báo cáo", "2026-06-30")
    with caplog.at_level(logging.ERROR):
        done = await clock.tick(at("2026-06-30 08:00"))
    assert done["reminders"] == 1
    assert "broken" in caplog.text
    assert "Lan" not in caplog.text


async def test_it_ticks_at_once_when_started(office: SmallOffice) -> None:
    await office.task("Báo cáo", "2026-06-30")
    clock = asyncio.create_task(scheduler(office).run())
    try:
        async with asyncio.timeout(10):
            while not await office.rows(Told):
                await asyncio.sleep(0.02)
            while not any(one.kind == "upkeep" for one in await office.rows(Notice)):
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
    finally:
        clock.cancel()
        await asyncio.wait({clock})


async def test_it_is_registered_so_that_no_tick_is_dropped_or_doubled() -> None:
    defaults = Waker(asyncio.sleep).scheduler._job_defaults  # type: ignore[arg-type]
    assert defaults == {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-06-29 06:00", "2026-06-29 07:30"),
        ("2026-06-29 07:30", "2026-06-29 08:00"),
        ("2026-06-29 08:00", "2026-06-30 08:00"),
        ("2026-07-03 12:00", "2026-07-06 07:30"),
        ("2026-02-13 12:00", "2026-02-23 07:30"),
    ],
)
async def test_it_knows_when_something_may_be_sent_next(office: SmallOffice, now: str, then: str) -> None:
    assert scheduler(office).next_event(at(now)) == at(then)


async def test_the_moments_of_a_span_are_the_next_ones_one_after_the_other(office: SmallOffice) -> None:
    clock = scheduler(office)
    moments = list(clock.due_times(at("2026-02-10 08:00"), at("2026-03-01 08:00")))
    # The report that would fall together with a Monday's digest comes a working day later.
    assert len(moments) == 3 + 5 + 1 + 1
    assert all(clock.next_event(a) == b for a, b in pairwise(moments))


@pytest.fixture
def old() -> datetime:
    return at("2026-01-01 08:00")


async def test_old_traces_are_erased_and_open_ones_stay(anywhere: SmallOffice, old: datetime) -> None:
    now = at("2026-06-30 02:00")
    async with anywhere.db.write() as session:
        for n, (state, when) in enumerate(
            [
                (Arrival.quarantined, old),
                (Arrival.new, old),
            ]
        ):
            session.add(
                Inbox(channel="web", external_id=str(n), chat="x", payload={}, state=state, received_at=when)
            )
        for month in (202601, 202606):
            session.add(Seen(digest=f"{month:032}", month=month))
        for state, when in [
            (Departure.sent, old),
            (Departure.dead, old),
            (Departure.sent, now - timedelta(days=8)),
        ]:
            session.add(
                Outbox(
                    channel="web",
                    chat="x",
                    body={},
                    state=state,
                    not_before=when,
                    created_at=when,
                    sent_at=when,
                )
            )
        for code, ends in (("a", old), ("b", now - timedelta(days=1))):
            session.add(Invitation(code_hash=code, person_id=anywhere.ids["Lan"], expires_at=ends))
        session.add(Notice(kind="reminder", subject="1", period="2026-01-01", at=old))
        session.add(Notice(kind="round", subject="all", period="2026-01-01", at=old))
    clock = Scheduler(anywhere.db, anywhere.house, lambda: now, keep=Retention(inbox_days=7, outbox_days=9))
    assert (await clock.tick(now - timedelta(minutes=1)))["upkeep"] == 0
    assert (await clock.tick(now))["upkeep"] == 6
    assert [row.external_id for row in await anywhere.rows(Inbox)] == ["1"]
    assert [row.month for row in await anywhere.rows(Seen)] == [202606]
    assert [row.state for row in await anywhere.rows(Outbox)] == [Departure.sent]
    assert [row.code_hash for row in await anywhere.rows(Invitation)] == ["b"]
    assert "reminder" not in {row.kind for row in await anywhere.rows(Notice)}
    assert (await clock.tick(now))["upkeep"] == 0
