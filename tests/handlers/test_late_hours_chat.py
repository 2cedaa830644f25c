"""Late from its hour on: in lists and on cards, after it is done, in a reminder of that afternoon, taken back by undo."""

from datetime import datetime, time

import pytest

from roviec.db.models import Task
from roviec.scheduler.clock import Scheduler
from tests.handlers.test_due_hours_chat import given, only
from tests.handlers.work_stage import Work
from tests.office import HANOI

pytest_plugins = ("tests.handlers.chat_stages",)


def at(work: Work, hour: int, minute: int = 0) -> None:
    """Make it so late on the Friday of the deadline."""
    work.chat.now = datetime(2026, 7, 3, hour, minute, tzinfo=HANOI)


async def test_the_chairman_sees_it_among_the_late_ones_from_the_hour_on(work: Work) -> None:
    await given(work)
    at(work, 14, 59)
    await work.chair.says("/viec")
    work.chair.hears("Sắp đến hạn (1)")
    work.chair.does_not_hear("Quá hạn (1)")
    at(work, 15)
    await work.chair.says("/viec")
    assert "15:00 ngày 3/7/2026, quá hạn" in await work.chair.presses("Quá hạn (1)")


@pytest.mark.parametrize(("hour", "said"), [(14, "đúng hạn"), (15, "trễ hạn"), (18, "trễ hạn")])
async def test_what_is_done_after_its_hour_stays_late(work: Work, hour: int, said: str) -> None:
    number = (await given(work)).id or 0
    await work.huy.acts(f"task.accept:{number}")
    at(work, hour)
    await work.huy.acts(f"task.done:{number}")
    assert (await only(work)).completed_hour == time(hour)
    work.chat.later(days=3)
    await work.chair.acts(f"task.confirm:{number}")
    await work.open(work.chair, number)
    work.chair.hears(f"15:00 ngày 3/7/2026, {said}")


async def test_undoing_takes_the_hour_back_too(work: Work) -> None:
    number = (await given(work)).id or 0
    at(work, 14)
    await work.huy.acts(f"task.done:{number}")
    await work.huy.presses("Hoàn tác")
    assert (await only(work)).completed_hour is None
    at(work, 16)
    await work.open(work.huy, number)
    work.huy.hears("15:00 ngày 3/7/2026, quá hạn")


async def test_a_reminder_after_the_hour_says_that_it_is_over(work: Work) -> None:
    await given(work)
    await work.huy.says("nhắc tôi 16 giờ hằng ngày")
    await work.huy.listens()
    for hour in (8, 16):
        at(work, hour)
        await Scheduler(work.chat.db, work.chat.house, work.chat.clock).tick(work.chat.now)
        await work.chat.settle()
        await work.huy.listens()
    work.huy.hears("Hạn 15:00 ngày 3/7/2026; đã quá hạn từ 15:00 hôm nay")


async def test_no_deadline_is_set_at_an_hour_that_is_over(work: Work) -> None:
    await work.chair.says("/giao Nộp số liệu")
    await work.chair.says("Phòng Tài chính")
    assert "Giao việc" not in await work.chair.says("trước 7 giờ hôm nay")
    assert await work.chat.rows(Task, Task.title == "Nộp số liệu") == []
