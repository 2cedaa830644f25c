"""What somebody talks of stays what they mean; what they say again within the hour is one report."""

from datetime import date

from roviec.db.models import TaskEvent
from tests.handlers.work_stage import TITLES, UNIT, Work

pytest_plugins = ("tests.handlers.chat_stages",)
NEW = "Thống kê hộ kinh doanh"


async def give(work: Work) -> None:
    for words in (f"/giao {NEW}", UNIT, "trước 20/7"):
        await work.chair.says(words)
    await work.chair.presses("Giao việc")


async def test_a_task_given_meanwhile_does_not_steal_the_focus(work: Work) -> None:
    task = await work.assign()
    await work.open(work.mai, task)
    await give(work)
    await give(work)
    await work.mai.says("40%")
    work.mai.hears(f"«{TITLES[0]}» – đã ghi")
    assert (await work.state(task))[1] == 40


async def test_after_half_an_hour_the_news_is_what_is_meant(work: Work) -> None:
    task = await work.assign()
    await work.open(work.mai, task)
    work.chat.later(minutes=31)
    await give(work)
    await work.mai.listens()
    await work.mai.says("40%")
    work.mai.hears(f"«{NEW}» – đã ghi")


async def test_two_pieces_of_news_and_no_talk_mean_the_newer_one(work: Work) -> None:
    await work.mai.says("/giup")
    work.chat.later(hours=1)
    for _ in range(2):
        await give(work)
        work.chat.later(minutes=5)
    await work.mai.listens()
    await work.mai.presses("Xem nhiệm vụ")
    await work.mai.says("40%")
    work.mai.hears(f"«{NEW}» – đã ghi")


async def test_a_percentage_pressed_five_times_is_one_report(work: Work) -> None:
    task = await work.assign()
    await work.open(work.mai, task)
    await work.mai.presses("Cập nhật tiến độ")
    for _ in range(5):
        await work.mai.presses("50%")
        work.mai.hears("50%", "Hoàn tác")
    assert len(await work.chat.rows(TaskEvent, TaskEvent.kind == "progress")) == 1
    await work.mai.presses("Hoàn tác")
    assert (await work.state(task))[1] == 0


async def test_the_same_figure_of_another_day_or_in_words_is_another_report(work: Work) -> None:
    task = await work.assign(due=date(2026, 7, 30))
    await work.open(work.mai, task)
    for _ in range(2):
        await work.mai.acts(f"task.percent:{task}:50")
        work.chat.later(days=1)
    await work.mai.says("vẫn 50%, chờ số liệu")
    assert len(await work.chat.rows(TaskEvent, TaskEvent.kind == "progress")) == 3
