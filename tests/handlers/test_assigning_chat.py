"""A leader assigns a task in a chat: what, who, by when, and all of it shown before it counts."""

from roviec.db.models import Task
from tests.handlers.work_stage import OTHER, UNIT, Work

pytest_plugins = ("tests.handlers.chat_stages",)


async def test_three_questions_assign_a_task_and_its_owner_hears_of_it(work: Work) -> None:
    await work.chair.says("/giao")
    work.chair.hears("giao việc gì")
    await work.chair.says("Tổng hợp ý kiến cử tri")
    work.chair.hears("đơn vị nào chủ trì")
    await work.chair.presses(OTHER)
    work.chair.hears(f"{OTHER} chủ trì", "Thời hạn thế nào")
    await work.chair.says("trước 20/7")
    work.chair.hears("Tổng hợp ý kiến cử tri", OTHER, "Trần Quốc Huy", "20/7/2026")
    assert await work.chat.rows(Task) == []
    await work.chair.presses("Giao việc")
    (task,) = await work.chat.rows(Task)
    assert (task.title, str(task.due)) == ("Tổng hợp ý kiến cử tri", "2026-07-20")
    await work.huy.listens()
    work.huy.hears("Tổng hợp ý kiến cử tri", "20/7/2026")


async def test_another_deadline_and_another_unit_may_be_said_before_it_is_assigned(work: Work) -> None:
    for said in ("/giao Tổng hợp ý kiến cử tri", UNIT, "trước 20/7"):
        await work.chair.says(said)
    shown = work.chair.last
    await work.chair.says("trước 25/7")
    work.chair.hears("25/7/2026")
    await work.chair.says("bao giờ cũng được nhé")
    work.chair.hears("Chưa hiểu thời hạn")
    await work.chair.presses(OTHER)
    work.chair.hears(f"{OTHER} chủ trì")
    await work.chair.presses("Giao việc", of=shown)
    work.chair.hears("giao việc")
    assert await work.chat.rows(Task) == []
    for said in ("trước 30/7", "1"):
        await work.chair.says(said)
    (task,) = await work.chat.rows(Task)
    assert str(task.due) == "2026-07-30"


async def test_a_button_of_an_assignment_that_is_over_assigns_nothing(work: Work) -> None:
    for said in ("/giao Tổng hợp ý kiến cử tri", UNIT):
        await work.chair.says(said)
    await work.chair.says("/huy")
    await work.chair.presses(OTHER)
    work.chair.hears("/giao")
    await work.chair.acts("assign.yes")
    work.chair.hears("/giao")
    assert await work.chat.rows(Task) == []
