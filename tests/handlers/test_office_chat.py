"""A leader sees who is late: counts, lists by unit and document, and questions in plain words."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from roviec.db.models import Plan, Role, Task
from roviec.db.tasks import office
from roviec.tasks.calendar import Calendar, DayOff
from roviec.tasks.lateness import At
from roviec.tasks.punctuality import Punctuality, punctuality
from tests.chat import HANOI, Chat
from tests.handlers.work_stage import OTHER, UNIT, Work, furnish

pytest_plugins = ("tests.handlers.chat_stages",)
CALENDAR = Calendar.seeded([2026])


@pytest.fixture
async def busy(chat_anywhere: Chat) -> Work:
    """Three tasks of one unit: late, soon due and blocked, far away."""
    work = await furnish(chat_anywhere)
    await work.assign("Báo cáo quý II", date(2026, 6, 24))
    await work.assign("Rà soát thủ tục hành chính", date(2026, 7, 1))
    await work.assign("Tổng kết năm", date(2026, 12, 10))
    await work.mai.acts("task.block:2")
    await work.mai.says("Thiếu kinh phí in ấn")
    await work.chair.listens()
    return work


async def test_a_leader_sees_the_office_in_counts_that_open(busy: Work) -> None:
    chair = busy.chair
    await chair.says("/viec")
    chair.hears("3 việc đang thực hiện")
    assert chair.labels == [
        *("Chờ quyết định (1)", "Quá hạn (1)", "Sắp đến hạn (1)", "Vướng mắc (1)", "Tất cả (3)"),
        *("Theo đơn vị", "Theo văn bản", "Việc của tôi", "Mở trang"),
    ]
    await chair.presses("Quá hạn (1)")
    assert chair.labels == ["Báo cáo quý II · 24/6/2026, quá hạn 3 ngày làm việc"]
    await chair.presses("Báo cáo quý II")
    chair.hears("Chủ trì: Phòng Nội vụ (Lò Thị Mai)", "Điều chỉnh")
    await chair.acts("office")
    await chair.presses("Vướng mắc (1)")
    chair.hears("Rà soát thủ tục hành chính")
    await chair.acts("office")
    await chair.presses("Việc của tôi")
    chair.hears("không có việc nào")


async def test_units_and_documents_are_counted(busy: Work) -> None:
    async with busy.chat.db.write() as session:
        plan = Plan(subject="Cải cách hành chính năm 2026", kind="Kế hoạch", created_at=busy.chat.now)
        session.add(plan)
        await session.flush()
        (await session.get_one(Task, 1)).plan_id = plan.id
    await busy.chair.says("/viec")
    await busy.chair.presses("Theo đơn vị")
    assert busy.chair.labels == [f"{UNIT}: 3 việc, quá hạn 1, sắp đến hạn 1"]
    await busy.chair.presses(UNIT)
    busy.chair.hears(f"Việc đang thực hiện – {UNIT}: 3")
    await busy.chair.acts("office")
    await busy.chair.presses("Theo văn bản")
    await busy.chair.presses("Kế hoạch Cải cách hành chính năm 2026: 1 việc")
    busy.chair.hears("Báo cáo quý II")


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("việc nào quá hạn?", ["Báo cáo quý II"]),
        ("viec nao sap den han", ["Rà soát thủ tục hành chính"]),
        ("việc nào đang vướng mắc", ["Rà soát thủ tục hành chính"]),
        (
            "phòng Nội vụ còn những việc gì",
            ["Báo cáo quý II", "Rà soát thủ tục hành chính", "Tổng kết năm"],
        ),
        ("phong noi vu co viec nao qua han", ["Báo cáo quý II"]),
        ("Lò Thị Mai có việc gì tuần này", ["Báo cáo quý II", "Rà soát thủ tục hành chính"]),
        ("tuần này có việc gì", ["Báo cáo quý II", "Rà soát thủ tục hành chính"]),
        ("tìm thủ tục", ["Rà soát thủ tục hành chính"]),
        ("tim RA SOAT", ["Rà soát thủ tục hành chính"]),
    ],
)
async def test_words_ask_for_the_same(busy: Work, asked: str, titles: list[str]) -> None:
    await busy.chair.says(asked)
    assert [label.split(" ·")[0] for label in busy.chair.labels] == titles


async def test_a_document_is_found_by_its_number_and_what_is_unknown_is_said(busy: Work) -> None:
    async with busy.chat.db.write() as session:
        plan = Plan(subject="Về chỉ số", kind="Công văn", number="938/UBND-NV", created_at=busy.chat.now)
        session.add(plan)
        await session.flush()
        (await session.get_one(Task, 3)).plan_id = plan.id
    for asked in ("tìm công văn 938", "tim van ban so 938/ubnd-nv"):
        await busy.chair.says(asked)
        assert [label.split(" ·")[0] for label in busy.chair.labels] == ["Tổng kết năm"]
    await busy.chair.says("tìm công văn 100%_")
    busy.chair.hears("Không tìm thấy việc nào có «100%_»")
    await busy.chair.says("phòng Kinh tế còn những việc gì")
    busy.chair.hears("Không có đơn vị hoặc người nào tên «phòng Kinh tế»")
    await busy.chair.says("phòng có việc nào quá hạn")
    busy.chair.hears("Chưa rõ «phòng» là đơn vị hay người nào", UNIT, OTHER)
    await busy.chair.presses(OTHER)
    busy.chair.hears(f"Việc quá hạn – {OTHER}: không có việc nào")


async def test_part_of_a_word_is_nobodys_name(busy: Work) -> None:
    await busy.chat.official("Hoàng Thị Lan", OTHER)
    await busy.chair.says("An còn việc gì")
    busy.chair.hears("Không có đơn vị hoặc người nào tên «An»")


async def test_a_head_sees_the_unit_and_an_official_only_their_own(busy: Work) -> None:
    head = await busy.chat.official("Vàng A Tủa", UNIT, Role.leader)
    other = await busy.chat.official("Sùng A Chứ", OTHER, Role.leader)
    await head.says("/viec")
    head.hears("3 việc đang thực hiện", "Quá hạn (1)")
    await other.says("/viec")
    other.hears("0 việc đang thực hiện")
    await other.says("phòng Nội vụ còn những việc gì")
    other.hears("không có việc nào")
    await busy.mai.says("việc nào quá hạn")
    assert busy.mai.labels == ["Báo cáo quý II · 24/6/2026, quá hạn 3 ngày làm việc"]
    await busy.huy.says("phòng Nội vụ còn những việc gì")
    busy.huy.hears("không có việc nào")
    await busy.huy.acts("office.tasks:late:0:0")
    busy.huy.hears("do lãnh đạo quyết định")


async def test_a_long_list_is_paged_both_ways(busy: Work) -> None:
    for n in range(11):
        await busy.assign(f"Việc số {n:02}", date(2026, 6, 1))
    await busy.chair.says("việc nào quá hạn")
    busy.chair.hears("Việc quá hạn: 12")
    assert len(busy.chair.labels) == 11
    await busy.chair.presses("Tiếp")
    assert [label.split(" ·")[0] for label in busy.chair.labels] == ["Việc số 10", "Báo cáo quý II", "Trước"]


async def test_of_two_people_of_one_name_a_leader_chooses(busy: Work) -> None:
    namesake = await busy.chat.official("Cà Thị Mai", OTHER)
    for n in range(11):
        await busy.assign(f"Việc số {n:02}", date(2026, 6, 1))
    await busy.chair.says("chị Mai có việc gì tuần này")
    busy.chair.hears("Chưa rõ «Mai» là đơn vị hay người nào", "Cà Thị Mai", "Lò Thị Mai")
    await busy.chair.presses("Cà Thị Mai")
    busy.chair.hears("Cà Thị Mai: không có việc nào")
    await busy.chair.presses("Lò Thị Mai")
    busy.chair.hears("– Lò Thị Mai: 13")
    await busy.chair.presses("Tiếp")
    assert [label.split(" ·")[0] for label in busy.chair.labels][1:] == [
        "Báo cáo quý II",
        "Rà soát thủ tục hành chính",
        "Trước",
    ]
    await busy.chair.says("đ/c Nguyễn Minh Sơn có việc gì")
    busy.chair.hears("Nguyễn Minh Sơn: không có việc nào")
    await busy.chair.says("anh Huy còn việc gì")
    busy.chair.hears("Trần Quốc Huy: không có việc nào")
    await namesake.says("Lò Thị Mai có việc gì tuần này")
    assert "Việc số" not in str(namesake.labels)


@pytest.mark.parametrize("day_off", DayOff)
@pytest.mark.parametrize("today", [date(2026, 6, 29), date(2026, 7, 3), date(2026, 7, 4), date(2026, 8, 28)])
async def test_soon_in_the_database_is_soon_in_the_rules(
    chat_anywhere: Chat, today: date, day_off: DayOff
) -> None:
    calendar = replace(CALENDAR, day_off=day_off)
    work, chat = await furnish(chat_anywhere), chat_anywhere
    chat.now = datetime(today.year, today.month, today.day, 9, tzinfo=HANOI)
    for n in range(14):
        await work.assign(f"Việc {n}", date.fromordinal(today.toordinal() - 3 + n))
    async with chat.db.read() as session:
        scope = await office.overseen(session, work.chair.person)  # type: ignore[arg-type]
        counts = await office.counts(session, scope, office.Days(At(today), calendar))
        tasks = await chat.rows(Task)
    stands = [punctuality(task, At(today), calendar) for task in tasks]
    assert (counts.late, counts.soon) == (
        stands.count(Punctuality.overdue),
        stands.count(Punctuality.near),
    )
