"""Leaders change a task, write to its people, and see everything that was sent."""

from datetime import date

from roviec.db.models import Role, Task, TaskEvent
from tests.handlers.work_stage import OTHER, UNIT, Work

pytest_plugins = ("tests.handlers.chat_stages",)


async def _event(work: Work, kind: str) -> TaskEvent:
    (event,) = await work.chat.rows(TaskEvent, TaskEvent.kind == kind)
    return event  # type: ignore[no-any-return]


async def test_a_new_deadline_is_given_with_its_reason_and_everybody_hears_once(work: Work) -> None:
    task = await work.assign()
    await work.open(work.chair, task)
    await work.chair.presses("Điều chỉnh")
    assert work.chair.labels == [
        *("Hạn", "Nội dung", "Chủ trì", "Phối hợp", "Sản phẩm", "Lãnh đạo phụ trách"),
    ]
    await work.chair.presses("Hạn", work.chair.last)
    await work.chair.says("hôm nào cũng được")
    work.chair.hears("Chưa hiểu thời hạn")
    await work.chair.says("trước 15/7")
    await work.chair.says("Tỉnh yêu cầu gửi muộn hơn")
    work.chair.hears("Đã điều chỉnh «Báo cáo quý II»", "Hạn: 10/7/2026 → 15/7/2026")
    await work.mai.listens()
    assert len(work.mai.fresh) == 1
    work.mai.hears("Nguyễn Minh Sơn điều chỉnh nhiệm vụ", "10/7/2026 → 15/7/2026", "Tỉnh yêu cầu")
    (found,) = await work.chat.rows(Task)
    assert (found.due, found.original_due) == (date(2026, 7, 15), date(2026, 7, 10))
    event = await _event(work, "edit")
    assert event.data["changes"] == {"due": ["10/7/2026", "15/7/2026"]}
    assert (event.before["due"], event.data["reason"]) == ("2026-07-10", "Tỉnh yêu cầu gửi muộn hơn")


async def test_a_task_without_a_day_gets_its_first_one(work: Work) -> None:
    task = await work.assign(due=None)
    await work.chair.acts(f"edit.ask:{task}:due")
    await work.chair.says("trước 15/7")
    await work.chair.says("Đã có văn bản của tỉnh")
    (found,) = await work.chat.rows(Task)
    assert found.due == found.original_due == date(2026, 7, 15)


async def test_a_new_deadline_answers_a_request_for_time(work: Work) -> None:
    task = await work.assign()
    await work.mai.says("xin lùi đến 20/7 vì chờ số liệu")
    await work.mai.says("đúng")
    await work.chair.acts(f"edit.ask:{task}:due")
    await work.chair.says("trước 17/7")
    await work.chair.says("Ngày 18 phải họp")
    await work.chair.says("/duyet")
    work.chair.does_not_hear("Gia hạn:")


async def test_another_unit_leads_and_both_hear_of_it(work: Work) -> None:
    task = await work.assign()
    await work.chair.acts(f"edit.ask:{task}:lead")
    await work.chair.presses(OTHER)
    await work.chair.says("Đúng chức năng hơn")
    work.chair.hears(f"Chủ trì: {UNIT} → {OTHER}")
    await work.huy.listens()
    work.huy.hears("Nguyễn Minh Sơn giao việc này cho đơn vị của Ông/Bà chủ trì", "Nhận việc")
    await work.mai.listens()
    work.mai.hears("điều chỉnh nhiệm vụ", "Đúng chức năng hơn")
    await work.mai.acts(f"task.done:{task}")
    work.mai.hears("không giao cho Ông/Bà")
    assert await work.state(task) == ("assigned", 0)


async def test_title_product_partners_and_leader_are_changed(work: Work) -> None:
    task = await work.assign()
    vice = await work.chat.official("Hoàng Thị Lan", role=Role.leader, position="Phó Chủ tịch")
    for what, value in (
        ("title", "Lập báo cáo cải cách hành chính"),
        ("product", "Báo cáo kèm phụ lục"),
        ("partners", f"{OTHER}, ubnd xã đại lãnh"),
    ):
        await work.chair.acts(f"edit.ask:{task}:{what}")
        await work.chair.says(value)
        await work.chair.says("Nói cho rõ việc")
        work.chair.hears("Đã điều chỉnh")
    await work.chair.acts(f"edit.ask:{task}:leader")
    await work.chair.presses("Hoàng Thị Lan")
    await work.chair.says("Phân công lại")
    await vice.listens()
    vice.hears("Lãnh đạo phụ trách: – → Hoàng Thị Lan")
    await work.open(work.chair, task)
    work.chair.hears("Lập báo cáo cải cách hành chính", f"Phối hợp: {OTHER}", "Lãnh đạo phụ trách: Hoàng")
    await work.chair.acts(f"edit.ask:{task}:title")
    await work.chair.says("Lập báo cáo cải cách hành chính")
    await work.chair.says("Nói cho rõ việc")
    work.chair.hears("đã đúng như vậy")


async def test_nobody_but_who_decides_changes_a_task(work: Work) -> None:
    task = await work.assign()
    for forged in (f"task.edit:{task}", f"edit.ask:{task}:due", f"edit.unit:{task}:lead:1"):
        await work.mai.acts(forged)
        work.mai.hears("không tự xác nhận được")
        await work.huy.acts(forged)
        work.huy.hears("không giao cho Ông/Bà")
    assert (await work.state(task))[0] == "assigned"


async def test_a_refused_task_goes_to_another_unit_or_stays(work: Work) -> None:
    first, second = await work.assign(), await work.assign("Rà soát thủ tục")
    for task in (first, second):
        await work.mai.acts(f"task.refuse:{task}")
        await work.mai.says("Việc này của Phòng Tài chính")
    await work.chair.listens()
    await work.chair.acts(f"edit.ask:{first}:lead")
    await work.chair.says(OTHER.lower())
    await work.chair.says("Phòng Nội vụ nói đúng")
    assert (await work.state(first))[0] == "assigned"
    await work.open(work.chair, second)
    await work.chair.presses("Vẫn giao đơn vị này")
    await work.chair.says("Thuộc nhiệm vụ của Phòng Nội vụ")
    assert (await work.state(second))[0] == "assigned"
    await work.mai.listens()
    work.mai.hears("Nguyễn Minh Sơn vẫn giao việc này cho đơn vị: Thuộc nhiệm vụ của Phòng Nội vụ")


async def test_a_leader_writes_to_the_people_of_a_task_and_they_see_it_on_the_card(work: Work) -> None:
    task = await work.assign()
    await work.open(work.chair, task)
    await work.chair.presses("Ý kiến chỉ đạo")
    await work.chair.says("Làm trước phần số liệu thôn")
    work.chair.hears("1/1 người")
    await work.mai.listens()
    work.mai.hears("Nguyễn Minh Sơn có ý kiến: Làm trước phần số liệu thôn")
    await work.open(work.mai, task)
    work.mai.hears("Ý kiến chỉ đạo (Nguyễn Minh Sơn, 08:00 ngày 29/6/2026): Làm trước phần số liệu thôn")
    await work.mai.acts(f"task.direct:{task}")
    work.mai.hears("do lãnh đạo phụ trách quyết định")


async def test_files_are_opened_with_their_words_before_confirming(work: Work) -> None:
    task = await work.assign()
    await work.open(work.mai, task)
    for n in range(7):
        await work.mai.sends_file(f"anh-{n}.jpg", b"x%d" % n, text=f"Ảnh thôn số {n}")
    await work.open(work.chair, task)
    await work.chair.presses("Xem tài liệu (7)")
    work.chair.hears("anh-0.jpg", "Lò Thị Mai gửi lúc 08:00 ngày 29/6/2026", "«Ảnh thôn số 4»", "Tiếp")
    assert sum(len(message["files"]) for message in work.chair.fresh) == 5
    await work.chair.presses("Tiếp")
    work.chair.hears("«Ảnh thôn số 6»", "Trước")
    assert sum(len(message["files"]) for message in work.chair.fresh) == 2
    await work.huy.acts(f"task.files:{task}:0")
    work.huy.hears("không giao cho Ông/Bà")


async def test_the_history_tells_what_was_said_and_decided(work: Work) -> None:
    task = await work.assign()
    await work.open(work.mai, task)
    await work.mai.says("được 40% rồi")
    await work.mai.sends_file("bien-ban.pdf", b"%PDF-1.7", mime="application/pdf", text="Biên bản họp")
    await work.mai.says("xin lùi đến 20/7 vì chờ số liệu của tỉnh")
    await work.mai.says("đúng")
    await work.chair.acts("extend.deny:1")
    await work.chair.says("Số liệu đã có")
    await work.mai.says("vướng kinh phí in ấn")
    await work.chair.acts("block.answer:1")
    await work.chair.says("Dùng nguồn chi thường xuyên")
    await work.chair.acts(f"task.log:{task}")
    work.chair.hears("40%", "bien-ban.pdf", "đến 20/7/2026", "không đồng ý gia hạn", "«Số liệu đã có»")
    work.chair.hears("kinh phí in ấn", "«Dùng nguồn chi thường xuyên»")
    for n in range(12):
        await work.mai.says(f"được {50 + n}% rồi")
    await work.chair.acts(f"task.log:{task}")
    await work.chair.presses("Tiếp")
    work.chair.hears("giao việc", "Trước", "Trở lại nhiệm vụ")


async def test_what_was_told_is_told_again_when_it_is_undone(work: Work) -> None:
    head = await work.chat.official("Vàng A Tủa", UNIT, Role.leader)
    await work.assign()
    await work.mai.says("vướng kinh phí in ấn")
    await work.chair.listens()
    await head.listens()
    head.hears("Lò Thị Mai báo vướng mắc")
    await work.mai.presses("Hoàn tác")
    for who in (work.chair, head):
        await who.listens()
        who.hears("Lò Thị Mai đã rút lại: báo vướng mắc")
    await work.chair.says("/duyet")
    work.chair.hears("Không có việc nào chờ")


async def test_a_completion_takes_what_waited_off_the_list_and_its_undo_puts_it_back(work: Work) -> None:
    head = await work.chat.official("Vàng A Tủa", UNIT, Role.leader)
    task = await work.assign()
    await head.acts(f"task.block:{task}")
    await head.says("Thiếu mực in của phòng")
    await work.mai.acts(f"task.done:{task}")
    await head.listens()
    head.hears("Lò Thị Mai đã báo hoàn thành nên đề nghị trước đó của Ông/Bà không còn chờ")
    await work.chair.says("/duyet")
    work.chair.hears("Có 1 việc chờ quyết định", "Xác nhận: Báo cáo quý II")
    await work.mai.presses("Hoàn tác")
    await work.chair.says("/duyet")
    work.chair.hears("Có 1 việc chờ quyết định", "Vướng mắc: Báo cáo quý II")
    await head.listens()
    head.hears("đã rút lại: báo hoàn thành")


async def test_all_that_waits_is_reached_a_page_at_a_time(work: Work) -> None:
    for n in range(12):
        task = await work.assign(f"Việc số {n:02}")
        await work.mai.acts(f"task.done:{task}")
    await work.chair.says("/duyet")
    work.chair.hears("Có 12 việc", "Xác nhận: Việc số 09")
    assert len(work.chair.labels) == 11
    await work.chair.presses("Tiếp")
    assert work.chair.labels[2:] == ["Trước"]
    work.chair.hears("Việc số 11")
    await work.chair.acts("waiting:9999")
    work.chair.hears("Việc số 11")


async def test_a_promise_never_silences_a_task_and_past_the_deadline_becomes_a_request(work: Work) -> None:
    from roviec.db.models import Extension, Snooze

    await work.assign()
    await work.mai.says("31/12 em nộp")
    work.mai.hears("Hẹn gửi: 31/12/2026", "nhắc lại ngày 30/6/2026", "Ngày hẹn sau hạn 10/7/2026")
    (snooze,) = await work.chat.rows(Snooze)
    assert snooze.until == date(2026, 6, 30)
    await work.mai.presses("Xin gia hạn đến 31/12/2026")
    await work.mai.says("Chờ số liệu cả năm")
    (wish,) = await work.chat.rows(Extension)
    assert wish.wished == date(2026, 12, 31)
    await work.mai.acts("task.snooze:1:20")
    work.mai.hears("Sẽ nhắc lại ngày 30/6/2026")
