"""A corrected document: only what it changes is changed, and what was achieved stays."""

from datetime import date
from pathlib import Path

import pytest

from roviec.db.engine import Database
from roviec.db.models import Person, Plan, PlanVersion, Task
from roviec.db.tasks import requests
from roviec.db.tasks.events import By
from tests.chat import Chat
from tests.plans.conftest import Office, count, letter, tasks

DROPPED = "- Tổng hợp kết quả thực hiện, báo cáo UBND xã hằng quý.\n"
ADDED = (
    "- Tổ chức lấy ý kiến",
    "- Niêm yết số điện thoại đường dây nóng, hoàn thành trước 01/7/2026.\n- Tổ chức lấy ý kiến",
)
MOVED = ("30/6/2026", "31/7/2026")
RELED = ("2. Phòng Tài chính - Kế hoạch", "2. Phòng Văn hóa")


def corrected(*changes: tuple[str, str]) -> bytes:
    return letter("Phòng Văn hóa", *changes)


@pytest.fixture
async def house(db: Database, tmp_path: Path) -> Chat:
    """An empty office: every test here runs on both databases."""
    return await Chat.bare(db, tmp_path)


@pytest.fixture
async def imported(office: Office) -> Office:
    """The office after the first version was assigned and everybody heard of it."""
    await office.forwards(office.chair)
    await office.chair.presses("Giao tất cả")
    for who in (office.mai, office.huy, office.lan):
        await who.reads()
    return office


async def test_a_corrected_version_shows_what_changes_and_changes_only_that(imported: Office) -> None:
    office = imported
    await office.mai.acts("task.open:1")
    await office.mai.says("đã làm được 60%")
    await office.mai.reads()
    heard = await office.forwards(office.chair, corrected((DROPPED, ""), ADDED, MOVED, RELED))
    assert "Bản sửa đổi của văn bản đã nhập ngày 15/6/2026" in heard
    assert "thêm 1, bỏ 1, đổi hạn 1, đổi đơn vị 1, giữ nguyên 1" in heard
    shown = await office.chair.presses("Xem thay đổi")
    assert "Thêm: Niêm yết số điện thoại" in shown
    assert "Bỏ: Tổng hợp kết quả" in shown
    assert "(30/6/2026 → 31/7/2026)" in shown
    assert "Đã cập nhật theo bản sửa đổi" in await office.chair.presses("Áp dụng thay đổi")
    moved, gone, handed, same, new = await tasks(office)
    assert (moved.percent, moved.state, str(moved.due)) == (60, "doing", "2026-07-31")
    assert gone.state == "cancelled"
    assert (handed.state, same.state, new.state) == ("assigned", "assigned", "assigned")
    assert str(new.due) == "2026-07-01"
    assert (await count(office, Plan), await count(office, PlanVersion)) == (1, 2)
    mai = await office.mai.reads()
    assert "Đổi hạn theo bản sửa đổi" in mai
    assert "Không phải thực hiện nữa" in mai
    assert "Không phải thực hiện nữa" in await office.huy.reads()
    assert "Ông/Bà được giao 2 nhiệm vụ" in await office.lan.reads()


async def test_a_version_that_changes_nothing_tells_nobody(imported: Office) -> None:
    office = imported
    heard = await office.forwards(office.chair, corrected(("Độc lập – Tự do", "Độc lập - Tự do")))
    assert "thêm 0, bỏ 0, đổi hạn 0, đổi đơn vị 0, giữ nguyên 4" in heard
    await office.chair.presses("Áp dụng thay đổi")
    assert len(await tasks(office)) == 4
    assert [await who.reads() for who in (office.mai, office.huy, office.lan)] == ["", "", ""]


async def test_a_granted_extension_outlives_a_correction_that_reaches_less_far(imported: Office) -> None:
    office = imported
    async with office.house.db.write() as session:
        task = await session.get_one(Task, 1)
        chair = await session.get_one(Person, office.chair.person.id if office.chair.person else 0)
        mai = await session.get_one(Person, office.mai.person.id if office.mai.person else 0)
        now = office.house.clock()
        asked = await requests.ask_extension(
            session,
            task=task,
            wished=date(2026, 8, 15),
            reason="",
            today=now.date(),
            by=By(mai, now, "web"),
        )
        await requests.decide_extension(
            session, extension=asked, until=date(2026, 8, 15), note="", by=By(chair, now, "web")
        )
    assert "giữ nguyên 4" in await office.forwards(
        office.chair, corrected(("Độc lập – Tự do", "Độc lập - Tự do"))
    )
    await office.chair.presses("Bỏ")
    await office.forwards(office.chair, corrected(MOVED))
    await office.chair.presses("Áp dụng thay đổi")
    first = (await tasks(office))[0]
    assert (str(first.original_due), str(first.due)) == ("2026-07-31", "2026-08-15")


async def test_the_first_version_is_still_recognised_after_the_second(imported: Office) -> None:
    office = imported
    await office.forwards(office.chair, corrected(MOVED))
    await office.chair.presses("Áp dụng thay đổi")
    again = await office.chair.sends_file("cu.txt", corrected(), mime="text/plain")
    assert "đã nhập ngày 15/6/2026" in again


async def test_a_document_without_number_but_with_the_same_subject_is_asked_about(imported: Office) -> None:
    office = imported
    blank = ("Số: 41/KH-UBND", "Số:      /KH-UBND")
    await office.forwards(office.chair, corrected(blank, ("năm 2026\n\n1.", "năm 2026 của xã\n\n1.")))
    if "bản sửa đổi hay văn bản mới" not in await office.chair.acts("plan.show:2"):
        pytest.fail("a plan with the same issuer, kind and subject was not noticed")
    assert "thêm 0" in await office.chair.presses("Bản sửa của")
    assert "Bản sửa đổi" not in await office.chair.presses("Nhập như văn bản mới")
    await office.chair.presses("Giao tất cả")
    assert (await count(office, Plan), len(await tasks(office))) == (2, 8)


async def test_the_same_number_of_another_year_is_another_plan(imported: Office) -> None:
    office = imported
    heard = await office.forwards(office.chair, corrected(("tháng 6 năm 2026", "tháng 6 năm 2025")))
    assert "sửa đổi" not in heard


async def test_a_finished_task_stays_finished(imported: Office) -> None:
    office = imported
    await office.mai.acts("task.done:1")
    await office.chair.acts("task.confirm:1")
    await office.forwards(office.chair, corrected((DROPPED, ""), MOVED))
    await office.chair.presses("Áp dụng thay đổi")
    first = (await tasks(office))[0]
    assert (first.state, str(first.due)) == ("done", "2026-06-30")
