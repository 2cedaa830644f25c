"""Reports of longer periods come once, on the first working day after the 14th; a head hears of their units alone."""

import pytest
from small_office import SmallOffice, at

from roviec.db.models import Notice, Outbox, Role
from roviec.db.models.tasks import Obstacle, TaskUnit
from roviec.scheduler.digest import send_digest, send_report
from roviec.tasks.issuing import report_time
from roviec.tasks.reporting import named


@pytest.mark.parametrize(
    ("key", "when"),
    [
        ("2026-M05", "2026-05-15 07:30"),
        ("2026-H1", "2026-06-16 07:30"),
        ("2026-M08", "2026-08-18 07:30"),
        ("2026-M02", "2026-02-24 07:30"),
    ],
)
def test_it_comes_on_the_first_working_day_without_a_weekly_digest(
    office: SmallOffice, key: str, when: str
) -> None:
    assert report_time(named(key), office.house.calendar()) == at(when)


async def test_leaders_and_admins_get_it_once(anywhere: SmallOffice) -> None:
    await anywhere.task("Báo cáo", "2026-06-30")
    for moment in ("2026-06-14 10:00", "2026-06-16 07:29"):
        assert await send_report(anywhere.db, anywhere.house, at(moment)) == 0
    for moment in ("2026-06-16 07:30", "2026-06-16 07:31", "2026-06-18 10:00", "2026-06-25 10:00"):
        await send_report(anywhere.db, anywhere.house, at(moment))
    letters = await anywhere.letters()
    assert sorted(chat for chat, _ in letters) == ["Chủ tịch", "Quản trị", "Trưởng phòng"]
    for _, letter in letters:
        assert "6 tháng đầu năm 2026" in letter.text
        assert [file.name for file in letter.files] == [
            f"digest-2026-H1.{kind}" for kind in ("png", "xlsx", "docx")
        ]
    assert await send_report(anywhere.db, anywhere.house, at("2026-07-15 07:30")) == 3


async def test_a_late_start_brings_it_within_the_week_and_no_later(office: SmallOffice) -> None:
    await office.task("Báo cáo", "2026-06-30")
    assert await send_report(office.db, office.house, at("2026-06-23 10:00")) == 0
    assert await send_report(office.db, office.house, at("2026-06-19 10:00")) == 3


async def test_a_period_with_nothing_to_say_is_silent(office: SmallOffice) -> None:
    assert await send_report(office.db, office.house, at("2026-06-16 07:30")) == 0
    assert [notice.kind for notice in await office.rows(Notice)] == ["reports"]


async def blocked(office: SmallOffice, title: str, unit: str, **who: str | None) -> int:
    """Add a late task of a unit that somebody else is blocked on."""
    task = await office.task(title, "2026-06-01", unit=unit, **who)
    async with office.db.write() as session:
        session.add(
            Obstacle(
                task_id=task,
                words="Thiếu kinh phí",
                raised_by=office.ids["Bình"],
                raised_at=at("2026-06-08 09:00"),
            )
        )
    return task


async def heard(office: SmallOffice) -> dict[str, str]:
    await send_digest(office.db, office.house, at("2026-06-22 07:30"))
    return {chat: letter.text for chat, letter in await office.letters()}


async def test_a_head_hears_of_what_they_can_act_on_alone(anywhere: SmallOffice) -> None:
    await blocked(anywhere, "Việc của Tư pháp", "Tư pháp", leader="Trưởng phòng")
    await blocked(anywhere, "Việc của Văn hóa", "Văn hóa", lead=None)
    said = await heard(anywhere)
    assert "Việc của Tư pháp" in said["Chủ tịch"]
    assert "Việc của Văn hóa" in said["Chủ tịch"]
    assert "NHIỆM VỤ (2)" in said["Chủ tịch"]
    head = said["Trưởng phòng"]
    assert "CẦN QUYẾT ĐỊNH (1 việc)" in head
    assert "Việc của Tư pháp" in head
    assert "Văn hóa" not in head
    assert "NHIỆM VỤ (1)" in head


async def test_a_head_decides_on_other_units_where_they_are_in_charge(office: SmallOffice) -> None:
    await blocked(office, "Việc của Văn hóa", "Văn hóa", lead=None, leader="Trưởng phòng")
    head = (await heard(office))["Trưởng phòng"]
    assert "CẦN QUYẾT ĐỊNH (1 việc)" in head
    assert "Việc của Văn hóa" in head
    assert "NHIỆM VỤ" not in head, "it is no task of their unit"


async def test_nobody_is_asked_to_decide_on_what_they_asked_for(office: SmallOffice) -> None:
    task = await office.task("Việc chung", "2026-06-01")
    async with office.db.write() as session:
        session.add(
            Obstacle(
                task_id=task,
                words="Thiếu",
                raised_by=office.ids["Chủ tịch"],
                raised_at=at("2026-06-08 09:00"),
            )
        )
    said = await heard(office)
    assert "Không có việc nào đang chờ" in said["Chủ tịch"]
    assert "CẦN QUYẾT ĐỊNH (1 việc)" in said["Quản trị"]


async def test_a_head_whose_units_have_nothing_hears_nothing(office: SmallOffice) -> None:
    await office.task("Việc của Văn hóa", "2026-06-30", unit="Văn hóa", lead=None)
    assert sorted(await heard(office)) == ["Chủ tịch", "Quản trị"]


async def test_readers_who_see_the_same_share_one_drawing(office: SmallOffice) -> None:
    await office.person("Phó Chủ tịch", "UBND", Role.leader)
    await office.task("Báo cáo", "2026-06-30")
    await heard(office)
    files = {tuple(row.body["files"][0]) for row in await office.rows(Outbox) if row.chat != "Trưởng phòng"}
    assert len(files) == 1
    assert await office.rows(TaskUnit)
