"""Whose deadline moves with the office's days off hears it at once, in one message; what is undone at once moved nothing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from roviec.db.calendar import OfficeDays
from roviec.db.models import Absence, Away, Role, Shift, Task
from roviec.db.models.base import id_of
from roviec.scheduler.clock import Scheduler
from roviec.tasks.calendar import Calendar, DayOff
from tests import office
from tests.chat import OFFICE, Chat, Talker
from tests.handlers.work_stage import OTHER, UNIT

FRIDAY, SATURDAY, MONDAY, TUESDAY = (date(2026, 7, day) for day in (10, 11, 13, 14))
TITLES = {"Hạn thay đổi theo lịch nghỉ", "Deadlines moved with the days off"}


@dataclass
class Days:
    """An admin, and everybody who may be something to a task."""

    chat: Chat
    people: dict[str, Talker]
    tasks: dict[str, int]

    async def says(self, *words: str) -> None:
        """Let the admin type words, or press a button: "[Bỏ ngày vừa nhập]"."""
        for one in words:
            admin = self.people["admin"]
            await (admin.presses(one[1:-1]) if one.startswith("[") else admin.says(one))

    async def pass_by(self, **span: float) -> dict[str, list[str]]:
        """Let time pass and the clock tick; return who heard what."""
        self.chat.later(**span)
        scheduler = Scheduler(self.chat.db, self.chat.house, self.chat.clock)
        # The week's digest goes out at the same hour, and takes longer than all that these tests look at.
        scheduler.jobs = tuple(job for job in scheduler.jobs if job.name != "digest")
        await scheduler.tick(self.chat.now)
        await self.chat.settle()
        heard = {name: await one.listens() for name, one in self.people.items()}
        shifts = {
            name: [line["text"] for line in lines if line["title"] in TITLES] for name, lines in heard.items()
        }
        return {name: texts for name, texts in shifts.items() if texts}


@pytest.fixture(params=list(DayOff))
def rule(request: pytest.FixtureRequest) -> DayOff:
    return DayOff(request.param)


@pytest.fixture
async def days(database_url: str, tmp_path: Path, rule: DayOff) -> AsyncIterator[Days]:
    base = replace(Calendar.seeded(range(2025, 2028)), day_off=rule)
    own = OfficeDays(lambda: base)
    chat = await Chat.open(database_url, tmp_path, calendar=own.calendar, days=own)
    people_of = {
        "admin": await chat.official("Phạm Quản Trị", OFFICE, Role.admin),
        "chief": await chat.official("Nguyễn Minh Sơn", OFFICE, Role.leader, position="Chủ tịch"),
        "mai": await chat.official("Lò Thị Mai", UNIT),
        "head": await chat.official("Đỗ Trưởng Phòng", UNIT, Role.leader),
        "huy": await chat.official("Trần Quốc Huy", OTHER),
        "away": await chat.official("Vàng A Sử", "Phòng Tư pháp"),
        "đệ": await chat.official("Giàng A Đệ", "Phòng Tư pháp"),
        "stranger": await chat.official("Lý Người Khác", "Phòng Y tế"),
    }
    yield await _with_tasks(chat, people_of)
    await chat.close()


async def _with_tasks(chat: Chat, talkers: dict[str, Talker]) -> Days:
    chief, then = talkers["chief"].person, chat.now - timedelta(days=30)
    tasks = {}
    async with chat.db.write() as session:
        units = [await office.unit(session, name) for name in (UNIT, OTHER, "Phòng Tư pháp")]
        for due in (FRIDAY, SATURDAY):
            for title, lead, partners in (("Báo cáo", units[0], [units[1]]), ("Rà soát", units[2], [])):
                title = f"{title} {due.day}"
                task = await office.task(
                    session, title, lead, due=due, partners=partners, leader=chief, by=chief, now=then
                )
                tasks[title] = id_of(task)
    return Days(chat, talkers, tasks)


async def _send_away(days: Days) -> None:
    """Let one of the third unit be away, and the other stand in."""
    away, instead = days.people["away"].person, days.people["đệ"].person
    assert away is not None
    assert instead is not None
    absence = Absence(
        person_id=id_of(away),
        stand_in_id=id_of(instead),
        first=days.chat.now.date(),
        last=TUESDAY,
        state=Away.running,
        made_at=days.chat.now,
    )
    async with days.chat.db.write() as session:
        session.add(absence)


CHANGES = {
    "a day off on the deadline": (["/lichnghi nghỉ 10/7 bão"], {"10": "10/7/2026 → 13/7/2026"}),
    "a day off behind the week-end": (["/lichnghi nghỉ 13/7 lũ"], {"11": "13/7/2026 → 14/7/2026"}),
    "several days off": (
        ["/lichnghi nghỉ từ 10/7 đến 13/7 lũ"],
        {"10": "10/7/2026 → 14/7/2026", "11": "13/7/2026 → 14/7/2026"},
    ),
    "a Saturday worked": (["/lichnghi làm 11/7"], {"11": "13/7/2026 → 11/7/2026"}),
    "a swap": (
        ["/lichnghi đổi 10/7, 11/7"],
        {"10": "10/7/2026 → 11/7/2026", "11": "13/7/2026 → 11/7/2026"},
    ),
    "a slip of the finger": (["/lichnghi nghỉ 10/7", "[Bỏ ngày vừa nhập]"], {}),
    "a slip mended by the right day": (
        ["/lichnghi nghỉ 10/7", "[Bỏ ngày vừa nhập]", "/lichnghi nghỉ 13/7"],
        {"11": "13/7/2026 → 14/7/2026"},
    ),
    "one change after the other": (
        ["/lichnghi nghỉ 10/7", "/lichnghi nghỉ 13/7"],
        {"10": "10/7/2026 → 14/7/2026", "11": "13/7/2026 → 14/7/2026"},
    ),
    "a day nothing is due on": (["/lichnghi nghỉ 3/8"], {}),
}
"""What the admin says → how the tasks due on the 10th and the 11th move by the Civil Code; as written nothing does."""


@pytest.mark.parametrize("change", CHANGES)
async def test_who_works_on_what_moves_hears_it_once(days: Days, rule: DayOff, change: str) -> None:
    said, moves = CHANGES[change]
    await _send_away(days)
    await days.says(*said)
    assert await days.pass_by(seconds=59) == {}
    heard = await days.pass_by(seconds=2)
    if rule is DayOff.as_written or not moves:
        assert heard == {}
        assert await days.chat.rows(Shift) == []
        return
    assert set(heard) == {"mai", "huy", "đệ"}
    for name, work in (("mai", "Báo cáo"), ("huy", "Báo cáo"), ("đệ", "Rà soát")):
        (text,) = heard[name]
        assert text.split("\n")[1:] == [f"• {work} {due}: {moved}" for due, moved in moves.items()]
        assert f"ngày hết hạn của {len(moves)} việc" in text
    assert await days.pass_by(minutes=5) == {}
    assert await days.chat.rows(Shift) == []


async def test_what_is_taken_back_later_is_told_as_well(days: Days, rule: DayOff) -> None:
    await days.says("/lichnghi nghỉ 10/7 bão")
    first = await days.pass_by(minutes=1)
    await days.says("[Bỏ ngày vừa nhập]")
    then = await days.pass_by(minutes=1)
    if rule is DayOff.as_written:
        assert (first, then) == ({}, {})
        return
    assert "10/7/2026 → 13/7/2026" in first["mai"][0]
    assert "13/7/2026 → 10/7/2026" in then["mai"][0]


async def test_only_what_is_still_to_be_done_by_that_day_is_told(days: Days) -> None:
    """Meanwhile one task is cancelled and another gets a new deadline, which its people hear by itself."""
    await days.says("/lichnghi nghỉ 10/7 bão")
    chief = days.people["chief"]
    await chief.acts(f"task.cancel:{days.tasks['Báo cáo 10']}")
    await chief.says("Giao nhầm")
    await chief.acts(f"edit.ask:{days.tasks['Rà soát 10']}:due")
    await chief.says("20/7/2026")
    await chief.says("Lùi theo văn bản mới")
    await days.pass_by(minutes=0)
    assert await days.pass_by(minutes=1) == {}
    (task,) = await days.chat.rows(Task, Task.id == days.tasks["Rà soát 10"])
    assert task.due == date(2026, 7, 20)


async def test_a_person_who_reads_english_hears_it_in_english(days: Days, rule: DayOff) -> None:
    await days.people["mai"].says("/ngonngu")
    await days.people["mai"].presses("English")
    await days.says("/lichnghi nghỉ 10/7 bão")
    heard = await days.pass_by(minutes=1)
    if rule is DayOff.next_working_day:
        assert "The office changed its days off" in heard["mai"][0]
        assert days.people["mai"].labels == ["See the task"]
