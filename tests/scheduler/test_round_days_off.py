"""Days off in the morning round: deadlines that move past them, and a storm that comes at eight o'clock."""

from dataclasses import replace
from datetime import date

import pytest
from small_office import CALENDAR, SmallOffice, at
from sqlalchemy import update
from sqlmodel import col

from roviec.db import calendar as office_days
from roviec.db.calendar import OfficeDays
from roviec.db.models import Conversation, Notice, Outbox, Told
from roviec.db.models.delivery import Departure
from roviec.scheduler.clock import Scheduler
from roviec.scheduler.round import remind
from roviec.tasks.calendar import DayOff
from roviec.tasks.days_off import Span

MONDAY, TUESDAY = "2026-06-29", "2026-06-30"
STORM = date(2026, 6, 29)


def follow(office: SmallOffice, day_off: DayOff = DayOff.as_written) -> None:
    """Let the office's calendar be what its database says."""
    base = replace(CALENDAR, day_off=day_off)
    days = OfficeDays(lambda: base)
    office.house = replace(office.house, calendar=days.calendar, days=days)


async def close(office: SmallOffice, day: date = STORM) -> None:
    async with office.db.write() as session:
        await office_days.set_days(
            session,
            span=Span(day, day),
            working=False,
            note="bão",
            calendar=office.house.calendar(),
            today=day,
            now=at(f"{day} 08:00"),
        )
        await office.house.days.follow(session)


async def open_again(office: SmallOffice, day: date = STORM) -> None:
    async with office.db.write() as session:
        await office_days.drop_days(
            session, first=day, last=day, calendar=CALENDAR, today=day, now=at(f"{day} 08:00")
        )
        await office.house.days.follow(session)


async def heard(office: SmallOffice, when: str) -> dict[str, str]:
    """Who hears what in the round of a moment: {chat: text}."""
    before = {row.id for row in await office.rows(Outbox)}
    await remind(office.db, office.house, at(when))
    fresh = [row for row in await office.rows(Outbox) if row.id not in before]
    return {row.chat: row.body["text"] for row in fresh}


async def test_a_deadline_on_a_sunday_counts_until_monday_by_the_civil_code(anywhere: SmallOffice) -> None:
    follow(anywhere, DayOff.next_working_day)
    await anywhere.task("Báo cáo", "2026-06-28")
    said = await heard(anywhere, "2026-06-26 08:00")
    assert "Hạn 28/6/2026 (ngày nghỉ, tính đến 29/6/2026); nhắc vì còn 1 ngày làm việc." in said["Lan"]
    said = await heard(anywhere, f"{MONDAY} 08:00")
    assert set(said) == {"Lan"}
    assert "(ngày nghỉ, tính đến 29/6/2026); nhắc vì hôm nay là hạn cuối." in said["Lan"]
    said = await heard(anywhere, f"{TUESDAY} 08:00")
    assert set(said) == {"Lan", "Trưởng phòng"}
    assert "đã quá hạn 1 ngày làm việc" in said["Lan"]


async def test_as_written_the_last_working_day_is_before_it(anywhere: SmallOffice) -> None:
    follow(anywhere)
    await anywhere.task("Báo cáo", "2026-06-28")
    assert "hôm nay là ngày làm việc cuối cùng" in (await heard(anywhere, "2026-06-26 08:00"))["Lan"]
    assert set(await heard(anywhere, f"{MONDAY} 08:00")) == {"Lan", "Trưởng phòng"}


async def test_a_storm_before_the_round_leaves_it_to_the_next_day(anywhere: SmallOffice) -> None:
    follow(anywhere, DayOff.next_working_day)
    await anywhere.task("Báo cáo", MONDAY)
    await close(anywhere)
    assert await heard(anywhere, f"{MONDAY} 08:00") == {}
    said = await heard(anywhere, f"{TUESDAY} 08:00")
    assert set(said) == {"Lan"}
    assert "Hạn 29/6/2026 (ngày nghỉ, tính đến 30/6/2026); nhắc vì hôm nay là hạn cuối." in said["Lan"]


async def test_a_storm_takes_back_what_has_not_left(anywhere: SmallOffice) -> None:
    follow(anywhere, DayOff.next_working_day)
    task = await anywhere.task("Báo cáo", MONDAY)
    await anywhere.task("Rà soát", MONDAY, lead="Bình", unit="Văn hóa")
    assert set(await heard(anywhere, f"{MONDAY} 08:00")) == {"Lan", "Bình"}
    async with anywhere.db.write() as session:
        sent = update(Outbox).where(col(Outbox.chat) == "Bình").values(state=Departure.sent)
        await session.exec(sent)  # type: ignore[call-overload]
    await close(anywhere)
    assert [row.chat for row in await anywhere.rows(Outbox)] == ["Bình"]
    assert {one.task_id for one in await anywhere.rows(Told)}.isdisjoint({task})
    # Nothing that was never shown can be chosen by its number.
    assert [len(talk.options) for talk in await anywhere.rows(Conversation)].count(0) == 1
    assert await heard(anywhere, f"{MONDAY} 09:00") == {}
    said = await heard(anywhere, f"{TUESDAY} 08:00")
    assert set(said) == {"Lan", "Bình"}
    assert all("hôm nay là hạn cuối" in text for text in said.values())


async def test_a_day_off_by_mistake_lets_the_round_go_on(anywhere: SmallOffice) -> None:
    follow(anywhere)
    await anywhere.task("Báo cáo", MONDAY)
    assert set(await heard(anywhere, f"{MONDAY} 08:00")) == {"Lan"}
    await close(anywhere)
    assert await heard(anywhere, f"{MONDAY} 08:01") == {}
    await open_again(anywhere)
    assert set(await heard(anywhere, f"{MONDAY} 08:02")) == {"Lan"}
    assert await heard(anywhere, f"{MONDAY} 08:03") == {}
    kinds = [one.kind for one in await anywhere.rows(Notice)]
    assert sorted(kinds) == ["reminder", "round"]


async def test_another_process_that_closes_the_day_is_heeded_person_by_person(office: SmallOffice) -> None:
    """The round goes by a calendar that is older than the entry: each message looks once more."""
    await office.task("Báo cáo", MONDAY)
    async with office.db.write() as session:
        await office_days.set_days(
            session,
            span=Span(STORM, STORM),
            working=False,
            note="",
            calendar=CALENDAR,
            today=STORM,
            now=at(f"{STORM} 08:00"),
        )
    assert await heard(office, f"{MONDAY} 08:00") == {}
    assert "Lan" in await heard(office, f"{TUESDAY} 08:00")


@pytest.mark.parametrize("day_off", DayOff)
async def test_a_tick_sees_what_was_entered_elsewhere(office: SmallOffice, day_off: DayOff) -> None:
    follow(office, day_off)
    await office.task("Báo cáo", MONDAY)
    async with office.db.write() as session:
        await office_days.set_days(
            session,
            span=Span(STORM, STORM),
            working=False,
            note="",
            calendar=CALENDAR,
            today=STORM,
            now=at(f"{STORM} 08:00"),
        )
    assert office.house.calendar().is_working(STORM)
    clock = Scheduler(office.db, office.house, lambda: at(f"{MONDAY} 08:00"))
    done = await clock.tick(at(f"{MONDAY} 08:00"))
    assert (done["reminders"], done["digest"]) == (0, 0)
    assert not office.house.calendar().is_working(STORM)
    done = await clock.tick(at(f"{TUESDAY} 08:00"))
    late = day_off is DayOff.as_written
    assert done["reminders"] == (2 if late else 1)
