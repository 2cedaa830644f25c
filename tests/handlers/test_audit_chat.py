"""Admins read who changed what; nobody else does, and no citizen stands in it."""

import pytest

from roviec.db import audit
from roviec.db.models import AuditEntry, Role
from tests.chat import OFFICE, Chat
from tests.handlers.survey_stage import complete, open_survey

pytest_plugins = ("tests.handlers.chat_stages",)


@pytest.mark.parametrize("role", [Role.official, Role.leader])
async def test_only_admins_read_the_log(chat: Chat, role: Role) -> None:
    person = await chat.official("Nguyễn Thị Lan", "Phòng Văn hóa", role)
    await person.says("/nhatky")
    person.hears("dành cho quản trị viên")
    await person.acts("audit:5")
    person.hears("dành cho quản trị viên")


async def test_a_citizen_is_told_whose_it_is(chat: Chat) -> None:
    citizen = chat.person("a")
    await citizen.says("/nhatky")
    citizen.hears("dành cho cán bộ")


async def test_what_officials_do_is_listed_in_pages(chat: Chat) -> None:
    admin = await chat.official("Phạm Quản Trị", OFFICE, Role.admin)
    await admin.says("/nhatky")
    admin.hears("Chưa có thay đổi nào")
    async with chat.db.write() as session:
        for n in range(12):
            await audit.record(
                session,
                audit.Act.alias,
                actor=None,
                at=chat.now,
                channel="cli",
                subject=f"unit/{n}",
                user="root",
            )
    await admin.says("/nhatky")
    admin.hears(
        "12. 08:00 ngày 29/6/2026", "lệnh trên máy chủ (root): sửa tên gọi khác của đơn vị (đơn vị số 11)"
    )
    admin.does_not_hear("\n2. ")
    await admin.presses("Xem cũ hơn")
    admin.hears("\n2. ", "\n1. ")
    assert "Xem cũ hơn" not in admin.labels
    await admin.acts("audit:9" + "9" * 40)
    admin.hears("không còn dùng được")


async def test_citizens_leave_nothing_in_the_log(chat_anywhere: Chat) -> None:
    chat = chat_anywhere
    _, token = await open_survey(chat)
    before = len(await chat.rows(AuditEntry))
    citizen = chat.person("a")
    await complete(citizen, token, "Tốt")
    await citizen.says("/phananh")
    await citizen.says("Đường hỏng trước cổng trường")
    await citizen.says("/xoadulieu")
    await citizen.presses("Xóa")
    assert len(await chat.rows(AuditEntry)) == before


async def test_the_verbs_of_a_task_are_noted_with_their_actor(chat_anywhere: Chat) -> None:
    from roviec.db.models import Part, Task, TaskUnit
    from roviec.db.tasks.change import record_progress
    from roviec.db.tasks.events import By

    chat = chat_anywhere
    lan = await chat.official("Nguyễn Thị Lan", "Phòng Văn hóa")
    async with chat.db.write() as session:
        task = Task(title="Báo cáo", created_at=chat.now)
        session.add(task)
        await session.flush()
        unit, me = lan.person.unit_id, lan.person.id
        session.add(TaskUnit(task_id=task.id, unit_id=unit, part=Part.lead, person_id=me))
        await record_progress(session, task=task, percent=40, by=By(lan.person, chat.now, "web"))
    [row] = await chat.rows(AuditEntry)
    assert (row.what, row.subject, row.actor_id) == ("task.progress", f"task/{task.id}", lan.person.id)
    async with chat.db.read() as session:
        assert (await audit.verify(session)).ok
