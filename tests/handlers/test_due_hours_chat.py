"""A deadline with an hour keeps it: where it is shown, on the morning of the day, when it is over, until the day moves."""

from datetime import date, datetime, time

import pytest

from roviec.db.models import Task
from roviec.scheduler.clock import Scheduler
from roviec.tasks.hours import hour_of
from tests.handlers.work_stage import OTHER, Work
from tests.office import HANOI

pytest_plugins = ("tests.handlers.chat_stages",)
TITLE = "Nộp số liệu"
FRIDAY = date(2026, 7, 3)


async def given(work: Work, words: str = "trước 15 giờ thứ Sáu") -> Task:
    """Let the chairman give a task that is due by an hour."""
    for said in (f"/giao {TITLE}", OTHER, words):
        await work.chair.says(said)
    await work.chair.presses("Giao việc")
    return await only(work)


async def only(work: Work) -> Task:
    (task,) = await work.chat.rows(Task, Task.title == TITLE)
    return task


@pytest.mark.parametrize(
    ("words", "hour", "shown"),
    [
        ("trước 15 giờ thứ Sáu", time(15), "15:00 ngày 3/7/2026"),
        ("truoc 17h30 thu sau", time(17, 30), "17:30 ngày 3/7/2026"),
        ("trước 3/7", None, "Hạn: 3/7/2026"),
    ],
)
async def test_the_hour_is_kept_and_shown_to_both(
    work: Work, words: str, hour: time | None, shown: str
) -> None:
    task = await given(work, words)
    assert (task.due, hour_of(task)) == (FRIDAY, hour)
    await work.huy.listens()
    work.huy.hears(shown)
    await work.open(work.huy, task.id or 0)
    work.huy.hears(shown)


async def test_the_preview_shows_it_before_it_is_given(work: Work) -> None:
    for said in (f"/giao {TITLE}", OTHER, "trước 15 giờ thứ Sáu"):
        await work.chair.says(said)
    work.chair.hears("Hạn: 15:00 ngày 3/7/2026")


async def test_the_reminder_of_the_day_says_it_and_afterwards_the_card_does(work: Work) -> None:
    task = await given(work)
    for hour, minute in ((8, 0), (14, 59), (15, 0)):
        work.chat.now = datetime(2026, 7, 3, hour, minute, tzinfo=HANOI)
        await Scheduler(work.chat.db, work.chat.house, work.chat.clock).tick(work.chat.now)
        await work.chat.settle()
        await work.huy.listens()
        if hour == 8:
            work.huy.hears("Hạn 15:00 ngày 3/7/2026; nhắc vì hôm nay là hạn cuối")
        await work.open(work.huy, task.id or 0)
        is_over = (hour, minute) == (15, 0)
        (work.huy.hears if is_over else work.huy.does_not_hear)("15:00 ngày 3/7/2026, quá hạn")


async def test_where_the_day_moves_the_hour_goes_and_a_new_one_is_kept(work: Work) -> None:
    number = (await given(work)).id or 0
    await work.huy.listens()
    for words, hour in (
        ("trước 10/7", None),
        ("trước 9 giờ ngày 10/7", time(9)),
        ("trước 14h ngày 10/7", time(14)),
    ):
        await work.chair.acts(f"edit.ask:{number}:due")
        await work.chair.says(words)
        await work.chair.says("Theo yêu cầu của tỉnh")
        task = await only(work)
        assert (task.due, hour_of(task)) == (date(2026, 7, 10), hour)
    await work.huy.listens()
    work.huy.hears("14:00 10/7/2026")


async def test_a_granted_day_has_no_hour(work: Work) -> None:
    number = (await given(work)).id or 0
    await work.huy.says("xin gia hạn đến 8/7 vì chờ số liệu")
    await work.chair.listens()
    await work.chair.presses("Đồng ý đến 8/7/2026")
    await work.open(work.huy, number)
    task = await only(work)
    assert (task.due, hour_of(task)) == (date(2026, 7, 8), None)
