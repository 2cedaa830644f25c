"""A task given while the office is closed waits for the morning, unless it is urgent."""

from datetime import date, datetime

import pytest

from roviec.db.models import Held, Task
from roviec.scheduler.clock import Scheduler
from tests.handlers.work_stage import OTHER, UNIT, Work
from tests.office import HANOI

pytest_plugins = ("tests.handlers.chat_stages",)
EVENING = datetime(2026, 6, 29, 20, 15, tzinfo=HANOI)
MORNING = datetime(2026, 6, 30, 7, 30, tzinfo=HANOI)


@pytest.fixture
def evening(work: Work) -> Work:
    work.chat.now = EVENING
    return work


async def tick(work: Work, at: datetime) -> None:
    work.chat.now = at
    await Scheduler(work.chat.db, work.chat.house, work.chat.clock).tick(at)
    await work.chat.settle()


async def give(work: Work, title: str = "Tổng hợp ý kiến cử tri", unit: str = OTHER) -> None:
    for words in (f"/giao {title}", unit, "trước 20/7"):
        await work.chair.says(words)


async def test_it_is_told_in_the_morning_and_the_giver_knows(evening: Work) -> None:
    await give(evening)
    evening.chair.hears("Đang ngoài giờ làm việc: tin giao việc gửi lúc 7:30 ngày 30/6/2026")
    assert evening.chair.labels[:2] == ["Giao việc", "Giao và báo ngay (khẩn)"]
    await evening.chair.presses("Giao việc")
    evening.chair.hears("người phụ trách nhận tin lúc 7:30 ngày 30/6/2026")
    assert await evening.huy.listens() == []
    await tick(evening, EVENING.replace(hour=23))
    assert await evening.huy.listens() == []
    await tick(evening, MORNING)
    await evening.huy.listens()
    evening.huy.hears("Tổng hợp ý kiến cử tri", "Nguyễn Minh Sơn giao việc này cho Ông/Bà", "Nhận việc")
    await evening.huy.presses("Nhận việc")
    evening.huy.hears("Đã ghi nhận")
    await tick(evening, MORNING.replace(minute=31))
    assert await evening.huy.listens() == []
    assert await evening.chat.rows(Held) == []


async def test_numbers_answer_the_message_of_the_morning_on_a_channel_without_buttons(evening: Work) -> None:
    su = await evening.chat.official("Vàng A Sử", "Phòng Tư pháp", channel="plain")
    await give(evening, unit="Phòng Tư pháp")
    await evening.chair.presses("Giao việc")
    await su.says("/giup")
    await tick(evening, MORNING)
    await su.listens()
    su.hears("giao việc này cho Ông/Bà")
    await su.says("1")
    su.hears("Đã ghi nhận")


async def test_the_leader_may_say_that_it_is_urgent(evening: Work) -> None:
    await give(evening)
    await evening.chair.presses("Giao và báo ngay (khẩn)")
    evening.chair.hears("Đã giao", "báo người phụ trách")
    await evening.huy.listens()
    evening.huy.hears("giao việc này cho Ông/Bà")


async def test_words_of_urgency_send_it_at_once(evening: Work) -> None:
    await give(evening, "HỎA TỐC: sơ tán hộ dân ven suối")
    assert "Giao và báo ngay (khẩn)" not in evening.chair.labels
    await evening.chair.presses("Giao việc")
    await evening.huy.listens()
    evening.huy.hears("Sơ tán hộ dân ven suối")


async def test_in_office_time_nothing_waits(work: Work) -> None:
    await give(work)
    work.chair.does_not_hear("ngoài giờ")
    await work.chair.presses("Giao việc")
    await work.huy.listens()
    work.huy.hears("giao việc này cho Ông/Bà")


async def test_what_is_cancelled_meanwhile_is_not_given_in_the_morning(evening: Work) -> None:
    await give(evening)
    await evening.chair.presses("Giao việc")
    (task,) = await evening.chat.rows(Task)
    await evening.chair.acts(f"task.cancel:{task.id}")
    await evening.chair.says("Giao nhầm đơn vị")
    await evening.huy.listens()
    await tick(evening, MORNING)
    await evening.huy.listens()
    evening.huy.does_not_hear("giao việc này cho Ông/Bà")


async def test_handing_over_and_another_unit_wait_too(evening: Work) -> None:
    task = await evening.assign()
    su = await evening.chat.official("Vàng A Sử", UNIT)
    assert su.person is not None
    await evening.chair.acts(f"task.give_to:{task}:{su.person.id}")
    evening.chair.hears("Đã giao", "tin gửi lúc 7:30 ngày 30/6/2026")
    await evening.chair.acts(f"edit.ask:{task}:lead")
    await evening.chair.says(OTHER)
    await evening.chair.says("Tách đơn vị")
    evening.chair.hears("tin gửi lúc 7:30 ngày 30/6/2026")
    await evening.huy.listens()
    evening.huy.does_not_hear("giao việc này cho đơn vị")
    await tick(evening, MORNING)
    await evening.huy.listens()
    evening.huy.hears("giao việc này cho đơn vị của Ông/Bà chủ trì")
    await su.listens()
    su.does_not_hear("chuyển việc này cho Ông/Bà phụ trách")


async def test_in_the_morning_the_stand_in_hears_as_well(evening: Work) -> None:
    await evening.huy.says("tôi nghỉ ốm ngày mai, Lò Thị Mai thay")
    await evening.huy.presses("Đúng")
    await give(evening)
    await evening.chair.presses("Giao việc")
    await evening.mai.listens()
    await tick(evening, MORNING)
    await evening.mai.listens()
    evening.mai.hears("Tổng hợp ý kiến cử tri", "Trần Quốc Huy nghỉ đến 30/6/2026; Lò Thị Mai làm thay")
    assert evening.mai.labels == ["Xem nhiệm vụ"]
    await evening.huy.listens()
    evening.huy.hears("giao việc này cho Ông/Bà")


async def test_at_the_weekend_it_waits_for_monday(work: Work) -> None:
    work.chat.now = datetime(2026, 7, 4, 9, 0, tzinfo=HANOI)
    await give(work)
    work.chair.hears("7:30 ngày 6/7/2026")


async def test_an_order_in_one_line_is_not_asked_what_it_says(work: Work) -> None:
    await work.chair.says(f"/giao Giao {UNIT} báo cáo kết quả cải cách hành chính trước 20/7 nhé")
    work.chair.hears("Việc: Báo cáo kết quả cải cách hành chính\n", UNIT, "20/7/2026", "Sửa tên việc")
    await work.chair.presses("Sửa tên việc")
    work.chair.hears("Tên việc hiện là «Báo cáo kết quả cải cách hành chính»")
    await work.chair.says("Báo cáo CCHC 6 tháng")
    work.chair.hears("Việc: Báo cáo CCHC 6 tháng\n", "20/7/2026")
    await work.chair.presses("Giao việc")
    (task,) = await work.chat.rows(Task)
    assert (task.title, task.due) == ("Báo cáo CCHC 6 tháng", date(2026, 7, 20))
    assert task.quote.startswith("Giao Phòng Nội vụ")


async def test_a_recurring_task_is_given_with_its_first_period(work: Work) -> None:
    for words in ("/giao Báo cáo cải cách hành chính", UNIT, "trước ngày 25 hằng tháng"):
        await work.chair.says(words)
    work.chair.hears("Việc: Báo cáo cải cách hành chính tháng 7/2026")
    await work.chair.says("trước 20/7")
    work.chair.hears("Việc: Báo cáo cải cách hành chính\n")
    await work.chair.says("hằng quý")
    work.chair.hears("Việc: Báo cáo cải cách hành chính quý II/2026")
    await work.chair.presses("Giao việc")
    (task,) = await work.chat.rows(Task)
    assert task.title == "Báo cáo cải cách hành chính quý II/2026"


async def test_a_title_button_of_an_order_that_is_over_changes_nothing(work: Work) -> None:
    await work.chair.acts("assign.name")
    work.chair.hears("/giao")
    await work.chair.acts("assign.now")
    work.chair.hears("/giao")
    assert await work.chat.rows(Task) == []
