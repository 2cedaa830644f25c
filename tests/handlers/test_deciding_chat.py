"""Leaders decide in a chat: requests for time, suspending and resuming, who does it instead."""

from datetime import date

from sqlmodel import col

from roviec.db.models import Extension, Role, Task
from tests.handlers.work_stage import TITLES, UNIT, Work

pytest_plugins = ("tests.handlers.chat_stages",)


async def test_a_request_for_time_is_refused_with_its_reason_and_the_date_stays(work: Work) -> None:
    task = await work.assign()
    await work.open(work.mai, task)
    await work.mai.presses("Xin gia hạn")
    await work.mai.presses("ngày làm việc")
    await work.mai.says("Chờ số liệu của tỉnh")
    await work.chair.says("/duyet")
    await work.chair.says("1")
    work.chair.hears("Chờ số liệu của tỉnh")
    await work.chair.presses("Không đồng ý")
    work.chair.hears("Vì sao không đồng ý")
    await work.chair.says("Số liệu đã có từ tuần trước")
    work.chair.hears("không gia hạn")
    await work.mai.listens()
    work.mai.hears(
        "Nguyễn Minh Sơn không đồng ý gia hạn. Lý do: Số liệu đã có từ tuần trước", "Hạn vẫn là 10/7/2026"
    )
    (extension,) = await work.chat.rows(Extension)
    assert (extension.verdict, extension.note) == ("refused", "Số liệu đã có từ tuần trước")
    (found,) = await work.chat.rows(Task)
    assert found.due == date(2026, 7, 10)


async def test_a_task_is_suspended_and_resumed_and_its_owner_reads_why(work: Work) -> None:
    task = await work.assign()
    await work.open(work.chair, task)
    await work.chair.presses("Tạm hoãn")
    await work.chair.says("x")
    work.chair.hears("viết rõ thêm vài chữ")
    await work.chair.says("Chờ hướng dẫn của Bộ Nội vụ")
    work.chair.hears("Đã ghi")
    assert (await work.state(task))[0] == "suspended"
    await work.mai.listens()
    work.mai.hears("Chờ hướng dẫn của Bộ Nội vụ")
    await work.open(work.chair, task)
    await work.chair.presses("Cho tiếp tục")
    await work.chair.says("Bộ đã có hướng dẫn")
    assert (await work.state(task))[0] == "doing"
    await work.mai.listens()
    work.mai.hears("Bộ đã có hướng dẫn")


async def test_the_head_of_a_unit_hands_a_task_to_a_colleague(work: Work) -> None:
    task = await work.assign()
    head = await work.chat.official("Vàng A Tủa", UNIT, Role.leader, position="Trưởng phòng")
    pao = await work.chat.official("Tẩn Văn Páo", UNIT, position="Chuyên viên")
    await work.open(head, task)
    await head.presses("Giao người khác")
    assert head.labels == ["Lò Thị Mai", "Vàng A Tủa, Trưởng phòng", "Tẩn Văn Páo, Chuyên viên"]
    await head.presses("Tẩn Văn Páo")
    head.hears("Đã giao «Báo cáo quý II» cho Ông/Bà Tẩn Văn Páo")
    await pao.listens()
    pao.hears("Báo cáo quý II", "10/7/2026")
    await pao.says("/viec")
    pao.hears("Ông/Bà có 1 việc")
    for forged in (f"task.give:{task}", f"task.give_to:{task}:99"):
        await work.mai.acts(forged)
        work.mai.hears("do lãnh đạo quyết định")
    await head.acts(f"task.give_to:{task}:99")
    assert len(head.fresh) == 1


async def test_a_refusal_reaches_the_leader_with_its_reason(work: Work) -> None:
    task = await work.assign()
    await work.open(work.mai, task)
    await work.mai.presses("Không phải việc của tôi")
    await work.mai.says("Việc này của Phòng Tài chính")
    work.mai.hears("Đã chuyển lý do từ chối «Báo cáo quý II»")
    await work.chair.listens()
    work.chair.hears("Lò Thị Mai từ chối nhiệm vụ: Việc này của Phòng Tài chính")
    await work.chair.says("/duyet")
    work.chair.hears("Báo cáo quý II")


async def test_a_long_list_goes_on_by_its_last_number(work: Work) -> None:
    for n in range(10):
        await work.assign(f"{TITLES[1]} số {n:02}", date(2026, 7, 10 + n))
    await work.mai.says("/viec")
    work.mai.hears("Ông/Bà có 10 việc", "Xem tiếp 2 việc")
    await work.mai.presses("Xem tiếp 2 việc")
    assert [label.split(" ·")[0] for label in work.mai.labels] == [f"{TITLES[1]} số 0{n}" for n in (8, 9)]
    await work.mai.acts("tasks:9")
    assert len(work.mai.fresh) == 1
    assert len(await work.chat.rows(Task, col(Task.percent) == 0)) == 10


async def _asked(work: Work) -> int:
    task = await work.assign()
    await work.open(work.mai, task)
    await work.mai.presses("Xin gia hạn")
    await work.mai.says("20/7")
    await work.mai.says("Chờ số liệu của tỉnh")
    await work.chair.listens()
    return task


async def test_a_request_for_time_is_answered_with_another_day(work: Work) -> None:
    await _asked(work)
    await work.chair.says("/duyet")
    await work.chair.presses("Gia hạn: Báo cáo quý II")
    await work.chair.presses("Gia hạn đến ngày khác")
    work.chair.hears("đến ngày nào", "đơn vị xin đến 20/7/2026")
    await work.chair.says("để tôi xem")
    work.chair.hears("Ông/Bà gửi ngày xin lùi đến")
    await work.chair.says("31/2")
    await work.chair.says("1/7")
    work.chair.hears("phải sau")
    await work.chair.says("15/7")
    work.chair.hears("Đã đồng ý gia hạn «Báo cáo quý II» đến 15/7/2026")
    await work.mai.listens()
    work.mai.hears("Nguyễn Minh Sơn gia hạn đến 15/7/2026 (đề nghị là 20/7/2026)")
    (found,) = await work.chat.rows(Task)
    assert (found.due, found.original_due) == (date(2026, 7, 15), date(2026, 7, 10))
    (extension,) = await work.chat.rows(Extension)
    assert (extension.verdict, extension.granted_until) == ("granted", date(2026, 7, 15))


async def test_a_request_for_time_is_granted_with_conditions(work: Work) -> None:
    await _asked(work)
    # The message that asks for the decision offers all four answers already.
    await work.chair.presses("Đồng ý kèm điều kiện")
    await work.chair.says("Gửi trước số liệu 6 tháng vào thứ Sáu")
    await work.mai.listens()
    work.mai.hears("đồng ý gia hạn đến 20/7/2026. Kèm điều kiện: Gửi trước số liệu 6 tháng vào thứ Sáu")
    (extension,) = await work.chat.rows(Extension)
    assert (extension.verdict, extension.note) == ("granted", "Gửi trước số liệu 6 tháng vào thứ Sáu")
    await work.chair.presses("Đồng ý kèm điều kiện")
    work.chair.hears("đã được quyết định trước đó")
