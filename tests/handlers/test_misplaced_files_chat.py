"""A file on the wrong task goes to the right one, by the hand that sent it and nobody else's."""

from datetime import date

from roviec.db.models import Evidence
from tests.handlers.work_stage import TITLES, Work

pytest_plugins = ("tests.handlers.chat_stages",)
PICTURE = b"\xff\xd8 anh"


async def where(work: Work) -> list[tuple[str, int, str]]:
    return sorted((one.name, one.task_id, one.note) for one in await work.chat.rows(Evidence))


async def test_all_files_of_a_message_go_over_with_their_words(work: Work) -> None:
    wrong, right = await work.assign(), await work.assign(TITLES[1], date(2026, 7, 20))
    await work.open(work.mai, wrong)
    await work.mai.sends_file("truoc.jpg", PICTURE + b"1", text="Ảnh họp thôn")
    await work.mai.sends_file("bien-ban.jpg", PICTURE, text="Biên bản họp")
    await work.mai.presses("Gửi nhầm việc")
    work.mai.hears("của việc nào", TITLES[1])
    work.mai.does_not_hear(f"[{TITLES[0]}")
    await work.mai.presses(TITLES[1])
    work.mai.hears(f"Đã chuyển tệp từ «{TITLES[0]}» sang «{TITLES[1]}»")
    assert await where(work) == [
        ("bien-ban.jpg", right, "Biên bản họp"),
        ("truoc.jpg", wrong, "Ảnh họp thôn"),
    ]
    await work.chair.acts(f"task.log:{wrong}")
    work.chair.hears("chuyển tài liệu sang việc khác", "bien-ban.jpg", f"«{TITLES[1]}»")
    await work.chair.acts(f"task.log:{right}")
    work.chair.hears("gửi tài liệu kiểm chứng", "bien-ban.jpg")


async def test_who_has_one_task_is_not_asked(work: Work) -> None:
    await work.open(work.mai, await work.assign())
    await work.mai.sends_file("bien-ban.jpg", PICTURE)
    assert work.mai.labels == ["Hoàn thành"]


async def test_nobody_moves_what_another_sent_nor_after_a_day(work: Work) -> None:
    wrong, right = await work.assign(), await work.assign(TITLES[1])
    await work.open(work.mai, wrong)
    await work.mai.sends_file("bien-ban.jpg", PICTURE)
    button = work.mai.button("Gửi nhầm việc")["action"]
    (file,) = await work.chat.rows(Evidence)
    for forged in (button, f"file.move:{file.id}:{file.id}:{right}"):
        await work.huy.acts(forged)
        work.huy.does_not_hear("Đã chuyển")
    await work.mai.acts(f"file.move:{file.id}:{(file.id or 0) + 9}:{right}")
    assert (await where(work))[0][1] == right
    work.chat.later(days=2)
    await work.mai.acts(f"file.move:{file.id}:{(file.id or 0) + 9}:{wrong}")
    work.mai.hears("không chuyển được nữa")
    assert (await where(work))[0][1] == right


async def test_what_is_confirmed_keeps_its_files(work: Work) -> None:
    wrong, right = await work.assign(), await work.assign(TITLES[1])
    await work.open(work.mai, wrong)
    await work.mai.sends_file("bien-ban.jpg", PICTURE)
    (file,) = await work.chat.rows(Evidence)
    await work.mai.acts(f"task.done:{wrong}")
    await work.chair.acts(f"task.confirm:{wrong}")
    await work.mai.acts(f"file.move:{file.id}:{file.id}:{right}")
    work.mai.does_not_hear("Đã chuyển")
    assert (await where(work))[0][1] == wrong
