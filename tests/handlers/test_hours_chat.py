"""Reminders at an hour of one's own, every day or once about a task, and what waits at linking."""

from datetime import date, datetime

import pytest

from roviec.db import people
from roviec.db.models import Held, Person
from roviec.scheduler.clock import Scheduler
from tests.handlers.work_stage import TITLES, Work
from tests.office import HANOI

pytest_plugins = ("tests.handlers.chat_stages",)


async def tick(work: Work, hour: int, minute: int = 0, day: int = 29) -> None:
    work.chat.now = datetime(2026, 6, day, hour, minute, tzinfo=HANOI)
    await Scheduler(work.chat.db, work.chat.house, work.chat.clock).tick(work.chat.now)
    await work.chat.settle()
    for who in (work.mai, work.huy, work.chair):
        await who.listens()


async def hour_of(work: Work) -> str:
    assert work.mai.person is not None
    (found,) = await work.chat.rows(Person, Person.id == work.mai.person.id)
    return f"{found.remind_at:%H:%M}" if found.remind_at else ""


async def test_every_day_at_an_hour_of_ones_own(work: Work) -> None:
    await work.assign(due=date(2026, 6, 30))
    await work.mai.says("mỗi ngày nhắc tôi lúc 2 giờ chiều")
    work.mai.hears("lúc 14:00 các ngày làm việc")
    await tick(work, 8)
    assert work.mai.fresh == []
    await tick(work, 13, 59)
    assert work.mai.fresh == []
    await tick(work, 14)
    work.mai.hears(TITLES[0])
    await tick(work, 14, 1)
    assert work.mai.fresh == []
    await tick(work, 16, day=30)
    work.mai.hears(TITLES[0], "hôm nay là hạn cuối")


async def test_the_hour_is_shown_and_chosen_or_typed(work: Work) -> None:
    await work.mai.says("/gio")
    work.mai.hears("đang gửi cho Ông/Bà lúc 8:00", "7:30–17:00")
    await work.mai.presses("10:00")
    assert await hour_of(work) == "10:00"
    await work.mai.says("/gio")
    work.mai.hears("lúc 10:00")
    await work.mai.says("không rõ")
    work.mai.hears("gửi một giờ")
    await work.mai.says("16h30")
    assert await hour_of(work) == "16:30"
    await work.mai.says("/gio 8 giờ")
    assert await hour_of(work) == "08:00"


@pytest.mark.parametrize(
    "words", ["hằng ngày nhắc tôi lúc 22 giờ", "/gio 17:00", "nhắc tôi 6 giờ", "mai nhắc tôi 19 giờ"]
)
async def test_an_hour_at_which_the_office_is_closed_is_refused(work: Work, words: str) -> None:
    await work.assign()
    await work.mai.says(words)
    work.mai.hears("ngoài giờ làm việc của cơ quan (7:30–17:00)")
    assert await hour_of(work) == ""


async def test_a_bare_hour_is_asked_about(work: Work) -> None:
    task = await work.assign()
    await work.open(work.mai, task)
    await work.mai.says("nhắc tôi 14 giờ")
    assert work.mai.labels == ["Hằng ngày lúc 14:00", f"Chỉ hôm nay lúc 14:00: {TITLES[0]}"]
    await work.mai.says("2")
    work.mai.hears(f"Sẽ nhắc Ông/Bà việc «{TITLES[0]}» lúc 14:00 ngày 29/6/2026")
    assert await hour_of(work) == ""
    await tick(work, 13, 59)
    work.mai.does_not_hear("hẹn nhắc")
    await tick(work, 14)
    work.mai.hears("Ông/Bà hẹn nhắc việc này lúc 14:00 ngày 29/6/2026", TITLES[0])
    await tick(work, 14, 1)
    assert work.mai.fresh == []


async def test_without_a_task_only_every_day_is_offered(work: Work) -> None:
    await work.mai.says("nhắc tôi 14 giờ")
    assert work.mai.labels == ["Hằng ngày lúc 14:00"]
    await work.mai.presses("Hằng ngày")
    assert await hour_of(work) == "14:00"


async def test_once_of_several_tasks_asks_which(work: Work) -> None:
    for title in TITLES:
        await work.assign(title)
    await work.mai.says("mai nhắc tôi 9 giờ")
    work.mai.hears("về việc nào", *TITLES)
    await work.mai.presses(TITLES[1])
    work.mai.hears(f"«{TITLES[1]}» lúc 9:00 ngày 30/6/2026")


@pytest.mark.parametrize(
    ("words", "now", "why"),
    [
        ("hôm nay nhắc tôi 8 giờ", datetime(2026, 6, 29, 9, 0, tzinfo=HANOI), "8:00 ngày 29/6/2026 đã qua"),
        ("mai nhắc tôi 8 giờ", datetime(2026, 7, 3, 9, 0, tzinfo=HANOI), "Ngày 4/7/2026 cơ quan nghỉ"),
    ],
)
async def test_an_hour_that_has_passed_or_falls_on_a_day_off_is_refused(
    work: Work, words: str, now: datetime, why: str
) -> None:
    await work.assign()
    work.chat.now = now
    await work.mai.says(words)
    work.mai.hears(why)
    assert await work.chat.rows(Held) == []


async def test_what_is_done_meanwhile_is_not_recalled(work: Work) -> None:
    task = await work.assign()
    await work.mai.says("nhắc tôi việc này lúc 14 giờ")
    await work.mai.says("xong rồi")
    await work.chair.acts(f"task.confirm:{task}")
    await tick(work, 14)
    work.mai.does_not_hear("hẹn nhắc")


async def test_a_recall_goes_to_the_stand_in_of_who_is_away(work: Work) -> None:
    await work.assign()
    await work.mai.says("nhắc tôi việc này lúc 14 giờ")
    await work.mai.says("tôi nghỉ ốm hôm nay, Trần Quốc Huy thay")
    await work.mai.presses("Đúng")
    await tick(work, 14)
    work.mai.does_not_hear("hẹn nhắc")
    work.huy.hears("hẹn nhắc việc này", "Lò Thị Mai nghỉ đến 29/6/2026")


async def test_whoever_links_a_chat_hears_what_waits(work: Work) -> None:
    for title, due in zip(TITLES, (date(2026, 6, 26), date(2026, 7, 10)), strict=True):
        task = await work.assign(title, due)
    await work.mai.acts(f"task.done:{task}")
    for who, line in (
        ("Lò Thị Mai", "Đang chờ Ông/Bà: 2 việc chưa xong (1 việc quá hạn)."),
        ("Nguyễn Minh Sơn", "Đang chờ Ông/Bà: 1 mục chờ xác nhận, quyết định."),
        ("Trần Quốc Huy", "Hiện chưa có việc nào chờ Ông/Bà."),
    ):
        async with work.chat.db.write() as session:
            person = await people.person_named(session, who)
            code = await people.invite(session, person=person, now=work.chat.now)
        phone = work.chat.person(f"may khac {who}")
        await phone.says(f"/start {code}")
        phone.hears("Đã liên kết thành công", line)
    phone = work.chat.person("may khac Lò Thị Mai")
    await phone.presses("Việc của tôi (2)")
    phone.hears(*TITLES)
