"""Somebody goes away and names a stand-in: asked back, told once, and ended on time or before."""

from datetime import date

import pytest
from sqlmodel import col

from roviec.db import people
from roviec.db.models import Absence, Away, Evidence, Person, TaskEvent
from roviec.scheduler.clock import Scheduler
from tests.chat import Talker
from tests.handlers.work_stage import OTHER, TITLES, UNIT, Work

pytest_plugins = ("tests.handlers.chat_stages",)
SAID = "tôi nghỉ phép từ 3/7 đến 7/7, Trần Quốc Huy thay"


async def away(work: Work, words: str = "tôi nghỉ phép từ 29/6 đến 3/7, Trần Quốc Huy thay") -> None:
    """Let mai be away from today on, huy standing in."""
    await work.mai.says(words)
    await work.mai.presses("Đúng")
    await work.huy.listens()


async def tick(work: Work) -> None:
    await Scheduler(work.chat.db, work.chat.house, work.chat.clock).tick(work.chat.now)
    await work.chat.settle()


async def states(work: Work) -> list[str]:
    return [str(one.state) for one in await work.chat.rows(Absence)]


async def test_it_is_asked_back_and_the_stand_in_is_told_once(work: Work) -> None:
    await work.mai.says(SAID)
    work.mai.hears("từ 3/7/2026 đến hết 7/7/2026", f"Trần Quốc Huy, {OTHER}", "Đúng không?")
    assert await work.chat.rows(Absence) == []
    await work.huy.listens()
    work.huy.does_not_hear("nghỉ")
    await work.mai.presses("Đúng")
    work.mai.hears("Đã ghi", "Trần Quốc Huy làm thay")
    await work.huy.listens()
    work.huy.hears("Lò Thị Mai nghỉ từ 3/7/2026 đến hết 7/7/2026", "nhờ Ông/Bà làm thay")
    assert await states(work) == [Away.planned]


async def test_no_leaves_it_as_it_was(work: Work) -> None:
    await work.mai.says(SAID)
    await work.mai.says("không")
    work.mai.hears("chưa có gì thay đổi")
    assert await work.chat.rows(Absence) == []


async def test_a_command_asks_for_days_and_a_colleague(work: Work) -> None:
    await work.chat.official("Vàng A Sử", UNIT)
    await work.mai.says("/nghiphep")
    work.mai.hears("từ ngày nào đến ngày nào")
    await work.mai.says("hôm nào đó")
    work.mai.hears("Chưa hiểu ngày nghỉ")
    await work.mai.says("3/7 - 7/7")
    work.mai.hears("Ai làm thay", f"Vàng A Sử, {UNIT}")
    await work.mai.presses("Vàng A Sử")
    work.mai.hears(f"Vàng A Sử, {UNIT}", "Đúng không?")
    await work.mai.says("Trần Quốc Huy")
    work.mai.hears(f"Trần Quốc Huy, {OTHER}")
    await work.mai.says("từ 6/7 đến 8/7")
    work.mai.hears("từ 6/7/2026 đến hết 8/7/2026", f"Trần Quốc Huy, {OTHER}")
    await work.mai.says("đúng")
    work.mai.hears("Đã ghi")


@pytest.mark.parametrize("words", ["Trần Quốc Huy", "anh Huy thay", "trần quốc huy"])
async def test_a_colleague_is_named_in_words(work: Work, words: str) -> None:
    await work.mai.says("nghỉ phép 3/7 - 7/7")
    work.mai.hears("Ai làm thay")
    await work.mai.says(words)
    work.mai.hears(f"Trần Quốc Huy, {OTHER}", "Đúng không?")
    assert await work.chat.rows(Absence) == []


async def test_a_name_nobody_has_is_asked_again(work: Work) -> None:
    await work.mai.says("nghỉ phép 3/7 - 7/7")
    await work.mai.says("Ông Ai Đó")
    work.mai.hears("Không có ai tên «Ai Đó»")
    await work.mai.says("Huy")
    work.mai.hears(f"Trần Quốc Huy, {OTHER}", "Đúng không?")


async def test_plain_numbers_do_it_on_a_channel_without_buttons(work: Work) -> None:
    mai = await work.chat.official("Lò Thị Mai", UNIT, channel="plain")
    await mai.says(SAID)
    await mai.says("1")
    mai.hears("Đã ghi")
    await mai.says("/nghiphep")
    mai.hears("1 đợt nghỉ")
    await mai.says("1")
    mai.hears("Đã hủy đợt nghỉ 3/7/2026 – 7/7/2026")
    await work.huy.listens()
    work.huy.hears("không phải làm thay nữa")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("tôi nghỉ phép từ 7/7 đến 3/7, Trần Quốc Huy thay", "trước ngày bắt đầu nghỉ"),
        ("tôi nghỉ phép từ 26/6 đến 3/7, Trần Quốc Huy thay", "26/6/2026 đã qua"),
        ("tôi nghỉ phép từ 3/7/2026 đến 3/8/2027, Trần Quốc Huy thay", "dài quá một năm"),
        ("tôi nghỉ phép từ 3/7 đến 7/7, Lò Thị Mai thay", "phải là người khác"),
        ("tôi nghỉ phép từ 3/7 đến 7/7, Giàng A Páo thay", "không còn công tác"),
        ("tôi nghỉ phép từ 3/7 đến 7/7, Ông Ai Đó thay", "Không có ai tên «Ai Đó»"),
        ("tôi nghỉ phép từ 31/6 đến 7/7, Trần Quốc Huy thay", "từ ngày nào đến ngày nào"),
        ("tôi nghỉ phép", "từ ngày nào đến ngày nào"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_kept(work: Work, words: str, why: str) -> None:
    gone = await work.chat.official("Giàng A Páo", UNIT)
    async with work.chat.db.write() as session:
        assert gone.person is not None
        person = await session.get_one(Person, gone.person.id)
        await people.leave(session, person=person, today=date(2026, 6, 1))
    await work.mai.says(words)
    work.mai.hears(why)
    assert await work.chat.rows(Absence) == []


async def test_of_several_with_one_name_one_is_chosen(work: Work) -> None:
    await work.chat.official("Nguyễn Văn Huy", "Phòng Tư pháp")
    await work.mai.says("nghỉ phép 3/7 - 7/7, Huy thay")
    work.mai.hears("Có nhiều người tên «Huy»", f"Trần Quốc Huy, {OTHER}", "Nguyễn Văn Huy, Phòng Tư pháp")
    await work.mai.presses("Nguyễn Văn Huy")
    work.mai.hears("Nguyễn Văn Huy, Phòng Tư pháp", "Đúng không?")


async def test_who_is_away_too_cannot_stand_in_and_nobody_is_away_twice(work: Work) -> None:
    await work.huy.says("tôi nghỉ phép từ 6/7 đến 10/7, Nguyễn Minh Sơn thay")
    await work.huy.presses("Đúng")
    await work.mai.says(SAID)
    work.mai.hears("Trần Quốc Huy cũng nghỉ từ 6/7/2026 đến 10/7/2026")
    await work.huy.says("nghỉ phép 10/7 - 14/7, Lò Thị Mai thay")
    work.huy.hears("đã báo nghỉ từ 6/7/2026 đến 10/7/2026")


async def test_it_may_become_wrong_before_it_is_confirmed(work: Work) -> None:
    await work.mai.says(SAID)
    await work.huy.says("tôi nghỉ phép từ 6/7 đến 10/7, Nguyễn Minh Sơn thay")
    await work.huy.presses("Đúng")
    await work.mai.presses("Đúng")
    work.mai.hears("cũng nghỉ")
    assert len(await work.chat.rows(Absence)) == 1


async def test_the_stand_in_reports_and_the_boss_hears_from_them(work: Work) -> None:
    task = await work.assign()
    await work.open(work.huy, task)
    work.huy.hears("không giao cho Ông/Bà")
    await away(work)
    await work.huy.says("/viec")
    work.huy.hears(TITLES[0])
    await work.huy.presses(TITLES[0])
    work.huy.hears("Lò Thị Mai nghỉ đến 3/7/2026; Trần Quốc Huy thay".replace("Huy thay", "Huy làm thay"))
    assert work.huy.labels[:3] == ["Cập nhật tiến độ", "Hoàn thành", "Vướng mắc"]
    await work.huy.says("xong 40%, vướng kinh phí")
    work.huy.hears("Tiến độ 40%")
    await work.huy.sends_file("anh.jpg", b"\xff\xd8\xff\xe0 x")
    work.huy.hears("Đã lưu anh.jpg")
    await work.huy.says("xong rồi")
    work.huy.hears("chờ lãnh đạo xác nhận")
    await work.chair.listens()
    work.chair.hears("Trần Quốc Huy báo đã hoàn thành")
    assert len(await work.chat.rows(Evidence)) == 1


@pytest.mark.parametrize("words", ["xin gia hạn", "xin lùi 5 ngày vì chờ số liệu"])
async def test_more_time_and_refusing_stay_with_the_owner(work: Work, words: str) -> None:
    task = await work.assign()
    await away(work)
    await work.open(work.huy, task)
    await work.huy.says(words)
    await work.huy.says("đúng")
    work.huy.does_not_hear("Đã gửi đề nghị")
    for verb in ("accept", "refuse", "extend"):
        await work.huy.acts(f"task.{verb}:{task}")
        work.huy.hears("Ông/Bà làm thay nên chỉ báo")
    kinds = {one.kind for one in await work.chat.rows(TaskEvent, col(TaskEvent.task_id) == task)}
    assert kinds == {"assign"}


async def test_a_task_given_meanwhile_is_told_to_both(work: Work) -> None:
    await away(work)
    for words in ("/giao Rà soát hộ nghèo", UNIT, "trước 20/7"):
        await work.chair.says(words)
    work.chair.hears("Lò Thị Mai nghỉ đến 3/7/2026; Trần Quốc Huy làm thay")
    await work.chair.presses("Giao việc")
    await work.huy.listens()
    work.huy.hears("giao việc này cho Lò Thị Mai, đang nghỉ đến 3/7/2026; Ông/Bà làm thay")
    work.huy.does_not_hear("Nhận việc")
    await work.mai.listens()
    work.mai.hears("giao việc này cho Ông/Bà", "Nhận việc")


async def test_reminders_go_to_the_stand_in_until_it_is_over(work: Work) -> None:
    await work.assign(due=date(2026, 7, 2))
    await away(work)
    await tick(work)
    await work.mai.listens()
    work.mai.does_not_hear(TITLES[0])
    await work.huy.listens()
    work.huy.hears(TITLES[0], "Ông/Bà nhận thay Lò Thị Mai")
    work.chat.later(days=7)
    await tick(work)
    await work.mai.listens()
    work.mai.hears("Đợt nghỉ 29/6/2026 – 3/7/2026 đã hết", "đã quá hạn")
    await work.huy.listens()
    work.huy.hears("Đợt nghỉ của Lò Thị Mai đã hết ngày 3/7/2026")
    work.huy.does_not_hear(TITLES[0])
    assert await states(work) == [Away.over]
    await tick(work)
    assert await work.mai.listens() == []


async def test_being_back_early_ends_it_and_both_hear(work: Work) -> None:
    task = await work.assign()
    await away(work)
    await work.mai.says("tôi đi làm lại rồi")
    work.mai.hears("Đã kết thúc đợt nghỉ", "Trần Quốc Huy đã được báo")
    await work.huy.listens()
    work.huy.hears("Lò Thị Mai đã đi làm lại sớm")
    await work.open(work.huy, task)
    work.huy.hears("không giao cho Ông/Bà")
    await work.mai.says("tôi đi làm lại")
    work.mai.hears("không có đợt nghỉ nào")


async def test_nobody_ends_anothers_absence_and_old_buttons_do_nothing(work: Work) -> None:
    await away(work)
    await work.huy.acts("away.end:1")
    work.huy.hears("không phải của Ông/Bà")
    for action in ("away.yes", "away.to:1"):
        await work.huy.acts(action)
        work.huy.hears("/nghiphep")
    assert await states(work) == [Away.running]


async def test_one_more_absence_is_announced_from_the_list(work: Work) -> None:
    await away(work)
    await work.mai.says("/nghiphep")
    work.mai.hears("Tôi đã đi làm lại", "Báo đợt nghỉ khác")
    await work.mai.presses("Báo đợt nghỉ khác")
    await work.mai.says("từ 10/8 đến 14/8, Trần Quốc Huy thay")
    await work.mai.presses("Đúng")
    assert await states(work) == [Away.running, Away.planned]
    await work.mai.says("hủy nghỉ phép")
    work.mai.hears("2 đợt nghỉ")


async def test_a_stand_in_who_goes_away_passes_it_on(work: Work) -> None:
    await work.assign(due=date(2026, 7, 2))
    su: Talker = await work.chat.official("Vàng A Sử", UNIT)
    await away(work)
    await work.huy.says("tôi nghỉ ốm hôm nay, Vàng A Sử thay")
    work.huy.hears("Ông/Bà đang nhận thay Lò Thị Mai")
    await work.huy.presses("Đúng")
    await tick(work)
    await su.listens()
    su.hears(TITLES[0], "Ông/Bà nhận thay Lò Thị Mai")
    await work.huy.listens()
    work.huy.does_not_hear(TITLES[0])
    await work.open(work.huy, 1)
    work.huy.hears("không giao cho Ông/Bà")


async def test_a_boss_who_stands_in_does_not_confirm_what_they_reported(work: Work) -> None:
    boss = await work.chat.official("Hoàng Thị Lan", "Văn phòng")
    async with work.chat.db.write() as session:
        from tests import office

        unit = await office.unit(session, UNIT)
        task = await office.task(
            session, "Kiểm kê", unit, due=date(2026, 7, 10), by=boss.person, now=work.chat.now
        )
    await away(work, "nghỉ phép từ 29/6 đến 3/7, Hoàng Thị Lan thay")
    await boss.acts(f"task.done:{task.id}")
    boss.hears("chờ lãnh đạo xác nhận")
    await work.chair.listens()
    work.chair.hears("Hoàng Thị Lan báo đã hoàn thành")
    await boss.acts(f"task.confirm:{task.id}")
    boss.hears("không tự xác nhận được")
