"""Words and files that may be about any of several tasks: the bot asks which, and takes them for that one."""

from datetime import date, timedelta

from roviec.db.models import Evidence, TaskEvent
from tests.handlers.several_stage import remind
from tests.handlers.work_stage import TITLES, Work

pytest_plugins = ("tests.handlers.chat_stages",)


async def two_tasks(work: Work) -> tuple[int, int]:
    first, second = [await work.assign(title) for title in TITLES]
    return first, second


async def test_words_for_one_of_two_tasks_wait_until_the_task_is_chosen(work: Work) -> None:
    first, second = await two_tasks(work)
    await work.mai.says("xong 80% rồi")
    work.mai.hears("Ông/Bà nói về việc nào", *TITLES)
    await work.mai.says("à, mới được 60% thôi")
    work.mai.hears("Ông/Bà nói về việc nào")
    await work.mai.presses(TITLES[1])
    work.mai.hears("60%", TITLES[1])
    assert (await work.state(first))[1] == 0
    assert (await work.state(second))[1] == 60
    await work.mai.acts(f"words.for:{first}")
    work.mai.hears("không còn")
    assert (await work.state(first))[1] == 0


async def test_a_word_that_says_nothing_asks_again_and_a_refusal_is_asked_back(work: Work) -> None:
    first, _ = await two_tasks(work)
    await work.mai.says("báo xong rồi")
    await work.mai.says("hôm nay trời đẹp")
    assert len(work.mai.fresh) == 1
    await work.mai.says("việc này không phải của tôi")
    await work.mai.presses(TITLES[0])
    work.mai.hears(TITLES[0])
    assert await work.chat.rows(TaskEvent, TaskEvent.kind == "refuse") == []
    await work.mai.says("ờ thì")
    assert len(work.mai.fresh) == 1
    assert (await work.state(first))[0] == "assigned"


async def test_a_file_for_one_of_two_tasks_waits_until_the_task_is_chosen(work: Work) -> None:
    _, second = await two_tasks(work)
    await work.mai.sends_file("bien-ban.jpg", b"\xff\xd8\xff a picture")
    work.mai.hears("của việc nào")
    await work.mai.says("của việc thứ hai ấy")
    assert await work.chat.rows(Evidence) == []
    await work.mai.presses(TITLES[1])
    work.mai.hears("bien-ban.jpg")
    (kept,) = await work.chat.rows(Evidence)
    assert kept.task_id == second


async def test_every_task_of_a_reminder_is_put_off_with_one_button(work: Work) -> None:
    for title in TITLES:
        await work.assign(title, date(2026, 6, 30))
    work.chat.now += timedelta(hours=1)
    await remind(work.chat)
    await work.mai.listens()
    await work.mai.presses("Nhắc lại sau")
    work.mai.hears("Sẽ nhắc lại ngày 30/6/2026")
    await work.mai.acts("snooze.all:1")
    assert len(work.mai.fresh) == 1


async def test_a_task_named_in_words_is_meant_though_another_was_talked_of(work: Work) -> None:
    first, second = await two_tasks(work)
    await work.mai.says("/viec")
    await work.mai.presses(TITLES[0])
    work.mai.hears(TITLES[0])
    await work.mai.says(f"{TITLES[1]} được 40% rồi")
    work.mai.hears("40%", TITLES[1])
    assert ((await work.state(first))[1], (await work.state(second))[1]) == (0, 40)
