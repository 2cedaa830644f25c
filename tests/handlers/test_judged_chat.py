"""Whoever said that a task is done, or cannot be done, hears what was decided of it, whoever it belongs to."""

import pytest

from roviec.db.models import Role
from roviec.scheduler.clock import Scheduler
from tests.chat import Talker
from tests.handlers.work_stage import TITLES, UNIT, Work

pytest_plugins = ("tests.handlers.chat_stages",)


@pytest.fixture
async def head(work: Work) -> Talker:
    """The head of the unit whose official has the task."""
    return await work.chat.official("Vàng A Páo", UNIT, Role.leader, position="Trưởng phòng")


async def both_hear(one: Talker, other: Talker, *parts: str) -> None:
    for who in (one, other):
        await who.reads()
        who.hears(*parts)


async def test_a_head_who_reported_for_their_official_hears_that_it_is_confirmed(
    work: Work, head: Talker
) -> None:
    task = await work.assign()
    await work.open(head, task)
    await head.presses("Hoàn thành")
    for who in (head, work.mai):
        await who.reads()
    await work.chair.acts(f"task.confirm:{task}")
    await both_hear(head, work.mai, "xác nhận", TITLES[0])


async def test_they_hear_that_it_was_given_back(work: Work, head: Talker) -> None:
    task = await work.assign()
    await work.open(head, task)
    await head.presses("Hoàn thành")
    for who in (head, work.mai):
        await who.reads()
    await work.chair.acts(f"task.back:{task}")
    await work.chair.says("Đề nghị bổ sung số liệu của thôn Đông")
    work.chair.hears("trả lại")
    await both_hear(head, work.mai, "Đề nghị bổ sung số liệu của thôn Đông")


async def test_a_stand_in_who_reported_hears_of_it_when_the_owner_is_back(work: Work) -> None:
    task = await work.assign()
    await work.mai.says("tôi nghỉ phép từ 29/6 đến 3/7, Trần Quốc Huy thay")
    await work.mai.presses("Đúng")
    await work.open(work.huy, task)
    await work.huy.presses("Hoàn thành")
    work.chat.later(days=7)
    await Scheduler(work.chat.db, work.chat.house, work.chat.clock).tick(work.chat.now)
    for who in (work.huy, work.mai):
        await who.reads()
    await work.chair.acts(f"task.confirm:{task}")
    await both_hear(work.huy, work.mai, "xác nhận", TITLES[0])


async def test_what_answers_nothing_of_theirs_goes_to_the_owner_alone(work: Work, head: Talker) -> None:
    task = await work.assign()
    await work.open(head, task)
    await head.presses("Hoàn thành")
    await work.chair.acts(f"task.back:{task}")
    await work.chair.says("Bổ sung số liệu")
    await head.reads()
    await work.chair.acts(f"task.suspend:{task}")
    await work.chair.says("Chờ văn bản của tỉnh")
    await work.mai.reads()
    work.mai.hears("Chờ văn bản của tỉnh")
    await head.reads()
    head.does_not_hear("Chờ văn bản của tỉnh")
